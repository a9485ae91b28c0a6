"""People are forgotten: of what was known of them there is no byte left, and every proof holds as before."""

import base64
import json
import uuid

import pytest

from audit_log import wait_until_complete
from platform_under_test import eventually
from test_audit import root_of
from test_withdrawals import eur, pay

SERVICES = {"identity", "wallet", "betting", "raffle"}


def forms(text):
    """A text in the forms in which it may lie on a disk, however it is aligned."""
    plain = text.encode()
    found = {plain, json.dumps(text)[1:-1].encode(), plain.hex().encode(), text.encode("utf-16-le"), text.encode("utf-16-be")}
    for offset in range(3):
        # What comes before and after changes the first and the last letters.
        encoded = base64.b64encode(b"\0" * offset + plain)
        inner = encoded[{0: 0, 1: 2, 2: 3}[offset]:len(encoded.rstrip(b"=")) - 1]
        found |= {inner, inner.replace(b"+", b"-").replace(b"/", b"_")}
    return found


def files(platform):
    return [path for path in platform.home.rglob("*") if path.is_file() and "keys" not in path.parts]


def places(platform, text):
    """The files in which a text stands, in whatever form."""
    wanted = forms(text)
    return sorted(path.name for path in files(platform) if any(form in path.read_bytes() for form in wanted))


def forget(admin, person, **body):
    return admin.post(f"/v1/people/{person.id}/forget", body)


def forgotten(admin, person):
    def look():
        told = admin.get(f"/v1/people/{person.id}/forget").expect(200)
        return told if told["state"] == "forgotten" else None

    return eventually(look, "the person is forgotten")


@pytest.fixture
def known(platform, admin):
    """Somebody of whom much is known, word by word; and what is known."""
    mark = uuid.uuid4().hex[:10]
    words = {
        "username": f"user_{mark}", "name": f"Zoë Marker-{mark}", "phone": f"+3538{int(mark[:7], 16):010d}"[:15],
        "chat": f"-{int(mark, 16)}", "external": f"EXT-{mark}", "address": f"IE29AIBK{mark.upper()}",
        "remark": f"remarked {mark}", "rejection": f"rejected {mark}", "agent": f"Agent-{mark}/1.0",
        "from": f"2001:db8:a{mark[:3]}::1", "reason": f"written by Zoë {mark}", "note": f"noted {mark}",
        "stake": f"{int(mark[:6], 16)}.07", "nickname": f"nick_{mark}",
    }
    person = platform.sign_up(f"known-{mark}", username=words["username"])
    words["email"] = person.email
    person.platform.request(
        "PATCH", "/v1/me", {"name": words["name"], "contact": {"phone": words["phone"]}}, token=person.token
    ).expect(200)
    admin.platform.request(
        "PATCH", f"/v1/users/{person.id}", {"external_id": words["external"], "note": words["note"]}, token=admin.token
    ).expect(200)
    person.put("/v1/me/chats/telegram", {"chat_id": words["chat"]}).expect(200)
    platform.request(
        "POST", "/v1/sessions", {"login": person.email, "password": person.password},
        headers={"User-Agent": words["agent"], "X-Forwarded-For": words["from"]}).expect(201)
    person.put("/v1/me/limits", {"limits": [{"currency": "EUR", "daily_stake": eur(words["stake"])}]}).expect(200)
    admin.post(
        f"/v1/users/{person.id}/adjustments",
        {"bucket": "winning", "amount": eur("20.00"), "direction": "credit", "reason": words["remark"]}).expect(201)
    person.put("/v1/me/leaderboard", {"visible": True, "nickname": words["nickname"]}).expect(200)
    for _ in range(2):
        asked = person.post("/v1/withdrawals", {"amount": eur("5.00"), "to_address": words["address"]}).expect(201)
    admin.post(f"/v1/withdrawals/{asked['id']}/reject", {"note": words["rejection"]}).expect(200)
    return person, words


# What was never written openly is not there before either.
SEALED = {"reason", "note"}


def test_of_one_who_is_forgotten_no_byte_is_left_and_every_proof_holds(platform, admin, known):
    person, words = known
    other = platform.sign_up("other")
    other_address = "IE29" + uuid.uuid4().hex.upper()
    admin.post(
        f"/v1/users/{other.id}/adjustments",
        {"bucket": "winning", "amount": eur("9.00"), "direction": "credit", "reason": "as well"}).expect(201)
    other.post("/v1/withdrawals", {"amount": eur("5.00"), "to_address": other_address}).expect(201)
    [pending] = [one for one in person.all("/v1/withdrawals") if one["status"] == "pending"]

    # What stands in the way is named, and nothing has happened by then.
    forget(admin, person).expect(409, "not_left")
    person.post(f"/v1/people/{person.id}/forget", {}).expect(403, "forbidden")
    admin.post(f"/v1/users/{person.id}/disable", {"reason": words["reason"]}, key=f"end-{person.id}").expect(200)
    forget(admin, person).expect(409, "requests_pending")
    pay(admin, pending).expect(200)
    answer = forget(admin, person)
    answer.expect(409, "wallet_not_empty")
    assert "winning 15.00 EUR" in answer.json["detail"]
    admin.get(f"/v1/people/{person.id}/forget").expect(404, "not_found")

    for what, word in words.items():
        assert bool(places(platform, word)) == (what not in SEALED), what
    wait_until_complete(platform, admin)
    subject = f"/v1/audit/events?entity_type=user&entity_id={person.id}"
    before, head = admin.all(subject), admin.get("/v1/audit/tree-head").expect(200)
    proofs = {one["index"]: proof(admin, one["index"], head["size"]) for one in before}
    assert len(before) > 8

    begun = forget(admin, person, abandon_balance=True).expect(202)
    assert begun["user_id"] == person.id and begun["state"] in ("forgetting", "forgotten")
    told = forgotten(admin, person)
    assert {place["service"] for place in told["done"]} == SERVICES and told["pending"] == []

    for what, word in words.items():
        assert places(platform, word) == [], what
    assert places(platform, other.email) and places(platform, other_address)
    wait_until_complete(platform, admin)
    after = admin.all(subject)
    assert after[-len(before):] == before and len(after) > len(before)
    root = base64.b64decode(head["root_hash"])
    for index, path in proofs.items():
        assert proof(admin, index, head["size"]) == path
        body = base64.b64decode(admin.get(f"/v1/audit/events/{index}").expect(200)["body"])
        assert root_of(body, index, head["size"], [base64.b64decode(text) for text in path]) == root
    assert all(source["gaps"] == [] for source in admin.get("/v1/audit/sources").expect(200)["items"])
    types = [event["type"] for event in after]
    assert types.count("identity.person-forgotten") == 1 and types.count("identity.forgetting-advanced") == 4

    # An id is left, and what the books are made of.
    shown = admin.get(f"/v1/users/{person.id}").expect(200)
    assert shown["email"] == "" and "name" not in shown and shown["forgotten_at"] and shown["state"] == "disabled"
    assert [mail for mail in admin.all("/v1/notifications") if mail["user_id"] == person.id] == []
    [paid] = [one for one in admin.all("/v1/withdrawals?status=paid") if one["id"] == pending["id"]]
    assert paid["to_address"] == "forgotten" and paid["amount"] == eur("5.00")
    again = admin.post(f"/v1/users/{person.id}/disable", {"reason": words["reason"]}, key=f"end-{person.id}")
    again.expect(410, "forgotten")
    assert admin.get(f"/v1/operations/identity.disable-user:end-{person.id}").expect(200)["state"] == "completed"
    assert forget(admin, person).expect(202)["state"] == "forgotten"

    # The address is anybody's again, and whoever comes with it is somebody else.
    body = {"email": person.email, "password": person.password, "birth_date": "1990-02-03", "country": "IE"}
    assert platform.request("POST", "/v1/users", body).expect(201)["id"] != person.id


def proof(admin, index, size):
    return admin.get(f"/v1/audit/proofs/inclusion?index={index}&size={size}").expect(200)["hashes"]


def test_a_service_that_is_killed_or_away_forgets_all_the_same(platform, admin):
    person = platform.sign_up("killed")
    address = f"IE29{uuid.uuid4().hex.upper()}"
    admin.post(
        f"/v1/users/{person.id}/adjustments",
        {"bucket": "winning", "amount": eur("5.00"), "direction": "credit", "reason": f"why {address}"}).expect(201)
    asked = person.post("/v1/withdrawals", {"amount": eur("5.00"), "to_address": address}).expect(201)
    pay(admin, asked).expect(200)
    person.delete("/v1/me").expect(200)
    platform.kill("raffle")
    begun = forget(admin, person).expect(202)
    assert "raffle" in begun["pending"]
    platform.kill("identity")
    platform.kill("wallet")
    for service in ("identity", "wallet", "raffle"):
        platform.start(service)
    platform.wait_until_ready()
    forgotten(admin, person)
    assert places(platform, address) == [] and places(platform, person.email) == []


def test_each_service_lists_whom_it_has_forgotten_apart_from_its_database(platform, admin):
    person = platform.sign_up("returned")
    person.delete("/v1/me").expect(200)
    forget(admin, person).expect(202)
    forgotten(admin, person)
    for service in SERVICES:
        assert person.id in (platform.home / "forgotten" / f"{service}.list").read_text().split()


def test_who_has_excluded_themselves_does_not_come_back_by_being_forgotten(platform, admin):
    person = platform.sign_up("excluded")
    person.post("/v1/me/self-exclusion", {}).expect(200)
    person.delete("/v1/me").expect(200)
    forget(admin, person).expect(202)
    forgotten(admin, person)
    body = {"email": person.email, "password": person.password, "birth_date": "1990-02-03", "country": "IE"}
    platform.request("POST", "/v1/users", body).expect(409, "email_taken")
    assert places(platform, person.email) == []


def test_who_is_still_owed_by_a_bet_is_not_forgotten_yet(platform, admin):
    organizer, person, other = (platform.sign_up(name) for name in ("organizer", "owed", "other"))
    for one in (person, other):
        one.receive(admin, "10.00")
    event, plays = organizer.make_event(["Ann", "Ben"])
    person.bet(event, plays["Ann"], "10.00").expect(201)
    other.bet(event, plays["Ben"], "10.00").expect(201)
    person.settled_wallet()
    person.delete("/v1/me").expect(200)
    forget(admin, person).expect(409, "stakes_open")
    organizer.settle(event, {plays["Ann"]: 2, plays["Ben"]: 1})
    eventually(lambda: forget(admin, person).code == "wallet_not_empty", "the winnings have arrived")
    forget(admin, person, abandon_balance=True).expect(202)
    forgotten(admin, person)


@pytest.mark.parametrize("person", ["0190", "0190b2f4-7c3a-7d21-8e5f-3a1b2c3d4e5f"])
def test_nobody_who_does_not_exist_is_forgotten(admin, person):
    answer = admin.post(f"/v1/people/{person}/forget", {})
    assert answer.code in ("invalid_request", "not_found") and answer.status in (404, 422)
