"""Every operation is asked for by every kind of caller, and what comes of it is what the table says."""

import ipaddress
import json
import re
import uuid

import pytest

from access_matrix import BETWEEN_SERVICES, CALLERS, MATRIX
from platform_under_test import ROOT

REFUSALS = {
    (401, "unauthenticated"), (403, "forbidden"), (403, "account_frozen"), (403, "second_factor_required"),
}
# What ends the session that asks, or the account: asked in a session, or by a person, made for it.
ENDS_SESSION = {"DELETE /v1/sessions/current", "DELETE /v1/sessions/{id}"}
ENDS_PERSON = {
    "DELETE /v1/me", "DELETE /v1/sessions", "POST /v1/me/cool-off", "POST /v1/me/self-exclusion", "POST /v1/me/password", "POST /v1/me/totp",
    "DELETE /v1/me/totp",
}
# Fields that not all may use who may ask: a test of its own says who may.
FOR_FEWER = {"POST /v1/invitations": "bonus"}


def plain(path):
    """A path with its first parameter called id, as the table writes it."""
    return re.sub(r"\{(?:user|event|bet|quote|edge|peer_bet|syndicate|season|week|match|contest|entry|raffle|jurisdiction|venue|organization|licence|contact|address|package|ticket|allocation|deposit|withdrawal|session|device|notification|key|api_key|operation|transaction)_id\}", "{id}", path, count=1)


@pytest.fixture(scope="module")
def operations(platform):
    paths = platform.get("/v1/openapi.json").expect(200)["paths"]
    return {
        f"{method.upper()} {plain(path)}": (path, operation)
        for path, methods in paths.items() for method, operation in methods.items() if path.startswith(("/v1/", "/uploads/"))
    }


class Cast:
    """One caller of each kind, each with a token."""

    def __init__(self, platform, admin):
        self.platform, self.admin = platform, admin
        self.people = {letter: self.person(letter) for letter in CALLERS if letter not in "NDK"}
        self.tokens = {letter: person.token for letter, person in self.people.items()}
        self.tokens["N"] = None
        device = admin.post("/v1/devices", {"name": "till 1"}).expect(201)
        self.tokens["D"] = device["credential"]
        key = self.people["P"].post("/v1/api-keys", {"name": "nothing much", "scopes": ["notifications"]}).expect(201)
        self.tokens["K"] = key["key"]

    ROLES = {"O": "organizer", "S": "seller", "R": "operator", "A": "admin", "a": "admin", "U": "auditor"}

    def person(self, letter):
        person = self.platform.sign_up(self.ROLES.get(letter, "player"))
        if letter in self.ROLES:
            self.admin.post(f"/v1/users/{person.id}/roles", {"role": self.ROLES[letter]}).expect(200)
        if letter in "AU":
            person.enrol()
        if letter == "F":
            self.admin.post(f"/v1/users/{person.id}/freeze", {"reason": "for the test"}).expect(200)
        return person

    def token(self, letter, operation):
        if letter in "NDK":
            return self.tokens[letter]
        # A code works once, so that who needs one is quicker as somebody new.
        if operation in ENDS_PERSON or operation in ENDS_SESSION and letter in "AU":
            return self.person(letter).token
        if operation in ENDS_SESSION:
            return self.people[letter].again().token
        return self.tokens[letter]


@pytest.fixture(scope="module")
def cast(platform, admin):
    return Cast(platform, admin)


def test_the_table_and_the_platform_name_the_same_operations(operations):
    assert set(operations) == set(MATRIX), "an operation without a decision, or a decision without an operation"


def test_the_table_names_all_that_services_ask_of_each_other():
    """The kept schemas name the operations that have no route, and who may ask."""
    found = {}
    for file in sorted((ROOT / "Tests/Contracts/Released").glob("*.json")):
        for operation in json.loads(file.read_text())["operations"]:
            if "route" not in operation:
                assert operation["access"].startswith(("services:", "subscribers")), operation["name"]
                found[operation["name"]] = operation["access"].removeprefix("services:").replace(",", " ")
    assert found == BETWEEN_SERVICES


def example(schema, name=""):
    """A value that the schema takes."""
    kind = schema["type"][0] if isinstance(schema.get("type"), list) else schema.get("type")
    if "example" in schema:
        return schema["example"]
    if "enum" in schema:
        return schema["enum"][0]
    if kind == "integer":
        return max(1, schema.get("minimum", 1))
    if schema.get("format") == "uuid":
        return str(uuid.uuid4())
    return {"system": "telegram", "code": "NOSUCHCODE"}.get(name, "nothing")


def request(operation, path):
    """The request's path and body by the document's own examples, about things that are not there."""
    query = []
    for parameter in operation.get("parameters", []):
        if "$ref" in parameter:
            continue
        name, place = parameter["name"], parameter["in"]
        value = parameter.get("example", example(parameter["schema"], name))
        if place == "path":
            if name == "id" and "operations" in path:
                value = f"betting.place-bet:{uuid.uuid4()}"
            elif parameter["schema"].get("format") == "uuid":
                value = str(uuid.uuid4())
            path = path.replace(f"{{{name}}}", str(value))
        elif place == "query" and parameter.get("required"):
            query.append(f"{name}={value}")
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    body = content and content.get("example")
    return path + ("?" + "&".join(query) if query else ""), body


def raw_body(operation):
    """For what takes no JSON: the type and the bytes of a body that is sent as it is."""
    types = list(operation.get("requestBody", {}).get("content", {}))
    return (types[0], b"something") if types and "application/json" not in types else (None, None)


@pytest.mark.parametrize("operation", sorted(MATRIX))
def test_each_caller_may_what_the_table_says(platform, cast, operations, operation):
    path, description = operations[operation]
    outcome = {}
    for letter in CALLERS:
        target, body = request(description, path)
        if operation in FOR_FEWER:
            body = {field: value for field, value in body.items() if field != FOR_FEWER[operation]}
        token = cast.token(letter, operation)
        # Failing to sign in is held against the address, so each asks from one of its own.
        address = {"X-Forwarded-For": str(ipaddress.IPv6Address(uuid.uuid4().bytes))}
        kind, raw = raw_body(description)
        headers = address | ({"Content-Type": kind} if kind else {})
        answer = platform.request(operation.split()[0], target, body, token=token, headers=headers, raw=raw)
        is_refused = (answer.status, answer.code) in REFUSALS
        assert answer.status < 500 and answer.status != 415, f"{letter}: {answer}"
        assert letter == "N" or answer.code != "unauthenticated", f"{letter} is not signed in: {answer}"
        assert is_refused or answer.code != "malformed_request", f"{letter}: {answer}"
        outcome[letter] = (not is_refused, answer)
    allowed = "".join(letter for letter in CALLERS if outcome[letter][0])
    expected = "".join(letter for letter in CALLERS if letter in MATRIX[operation])
    assert allowed == expected, {letter: outcome[letter][1] for letter in set(allowed) ^ set(expected)}
