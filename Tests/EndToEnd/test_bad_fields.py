"""Fields that are wrong are named, things that are not there are told by name, and nothing changes."""

import json
import uuid

import pytest

from scene import BETS, DEPOSIT, EUR, EVENT, NOBODY, stake, USERS


# Each: what, method, path, body, and the fault that is found: its pointer and code.
FAULTS = [
    ("too many decimals", "POST", BETS, stake("1.005"), "/stake/amount", "too_many_decimals"),
    ("many more decimals", "POST", BETS, stake("1.000000001"), "/stake/amount", "invalid_format"),
    ("negative", "POST", BETS, stake("-1.00"), "/stake/amount", "not_positive"),
    ("zero", "POST", BETS, stake("0.00"), "/stake/amount", "not_positive"),
    ("negative zero", "POST", BETS, stake("-0"), "/stake/amount", "not_positive"),
    ("overflowing", "POST", BETS, stake("92233720368547758.08"), "/stake/amount", "too_large"),
    ("more digits than any amount", "POST", BETS, stake("1" * 20), "/stake/amount", "invalid_format"),
    ("endless digits", "POST", BETS, stake("1" * 5000), "/stake/amount", "too_long"),
    ("another currency", "POST", BETS, stake("1.00", "USD"), "/stake/currency", "wrong_currency"),
    ("a currency in small letters", "POST", BETS, stake("1.00", "eur"), "/stake/currency", "invalid_format"),
    ("a currency nobody knows", "POST", BETS, stake("1.00", "XXX"), "/stake/currency", "wrong_currency"),
    ("a number for an amount", "POST", BETS, stake(1), "/stake/amount", "wrong_type"),
    ("a float for an amount", "POST", BETS, stake(1.5), "/stake/amount", "wrong_type"),
    ("null for an amount", "POST", BETS, stake(None), "/stake/amount", "wrong_type"),
    ("a truth for an amount", "POST", BETS, stake(True), "/stake/amount", "wrong_type"),
    ("text for money", "POST", BETS, {"play_id": "<play>", "stake": "1.00"}, "/stake", "wrong_type"),
    ("no stake", "POST", BETS, {"play_id": "<play>"}, "/stake", "required"),
    ("no amount", "POST", BETS, {"play_id": "<play>", "stake": {"currency": EUR}}, "/stake/amount", "required"),
    ("an unknown field", "POST", BETS, dict(stake("1.00"), tip="1.00"), "/tip", "unknown_field"),
    ("an unknown field within", "POST", BETS,
     {"play_id": "<play>", "stake": {"amount": "1.00", "currency": EUR, "scale": 2}}, "/stake/scale", "unknown_field"),
    ("the path's field in the body", "POST", BETS, dict(stake("1.00"), event_id=NOBODY), "/event_id", "unknown_field"),
    ("a parameter beside a body", "POST", BETS + "?stake=1", stake("1.00"), "/stake", "unknown_field"),
    ("no UUID", "POST", BETS, dict(stake("1.00"), play_id="1"), "/play_id", "invalid_format"),
    ("no UUID in the path", "POST", "/v1/events/1/bets", stake("1.00"), "/event_id", "invalid_format"),
    ("an array for the body", "POST", BETS, [], "", "wrong_type"),
    ("text for the body", "POST", BETS, "bet", "", "wrong_type"),
    ("null for the body", "POST", BETS, None, "", "wrong_type"),
    ("no limit at all", "GET", "/v1/bets?limit=0", ..., "/limit", "too_small"),
    ("too long a page", "GET", "/v1/bets?limit=201", ..., "/limit", "too_large"),
    ("a limit that is no number", "GET", "/v1/bets?limit=ten", ..., "/limit", "wrong_type"),
    ("a parameter that nobody knows", "GET", "/v1/bets?colour=red", ..., "/colour", "unknown_field"),
    ("a parameter twice", "GET", "/v1/bets?limit=1&limit=2", ..., "/limit", "repeated_field"),
    ("no email", "POST", "/v1/users", dict(USERS, email="nobody"), "/email", "invalid_format"),
    ("a short password", "POST", "/v1/users", dict(USERS, password="short"), "/password", "too_short"),
    ("a day that never was", "POST", "/v1/users", dict(USERS, birth_date="1990-02-30"), "/birth_date", "invalid_format"),
    ("a control character", "POST", "/v1/events", dict(EVENT, name="a\u0000b"), "/name", "invalid_format"),
    ("too long a name", "POST", "/v1/events", dict(EVENT, name="n" * 201), "/name", "too_long"),
    ("a time that is none", "POST", "/v1/events", dict(EVENT, starts_at="tomorrow"), "/starts_at", "invalid_format"),
    ("takeout of everything", "POST", "/v1/events", dict(EVENT, takeout_pct="100"), "/takeout_pct", "out_of_range"),
    ("takeout below nothing", "POST", "/v1/events", dict(EVENT, takeout_pct="-1"), "/takeout_pct", "out_of_range"),
    ("takeout as a number", "POST", "/v1/events", dict(EVENT, takeout_pct=5), "/takeout_pct", "wrong_type"),
    ("a deposit of nothing", "POST", "/v1/deposits",
     dict(DEPOSIT, amount={"amount": "0", "currency": EUR}), "/amount/amount", "not_positive"),
    ("a deposit of less than a cent", "POST", "/v1/deposits",
     dict(DEPOSIT, amount={"amount": "0.001", "currency": EUR}), "/amount/amount", "too_many_decimals"),
    ("a role that is none", "POST", "/v1/users/<player>/roles", {"role": "emperor"}, "/role", "unknown_value"),
]
FAULTS += [
    (f"{text!r} for an amount", "POST", BETS, stake(text), "/stake/amount", "invalid_format")
    for text in ("1e3", "1,00", " 1.00", "1.00 ", "+1.00", "01.00", "1.", ".5", "0x10", "NaN", "١", "1_000", "--1", "€1")
]
FAULTS = [pytest.param(*row[1:], id=row[0]) for row in FAULTS]


@pytest.mark.parametrize("method, path, body, pointer, code", FAULTS)
def test_a_field_that_is_wrong_is_named(unchanged, method, path, body, pointer, code):
    raw = None if body is ... else unchanged.fill(json.dumps(body)).encode()
    answer = unchanged.platform.request(
        method, unchanged.fill(path), token=unchanged.admin.token if "roles" in path else unchanged.player.token, raw=raw)
    problem = answer.expect(422, "invalid_request")
    assert (pointer, code) in [(error["pointer"], error["code"]) for error in problem["errors"]], problem
    assert problem["type"].endswith("invalid_request") and len(problem["trace_id"]) == 32
    assert all(error["detail"] for error in problem["errors"])


def test_a_score_is_a_whole_number_that_fits(unchanged):
    path = f"/v1/events/{unchanged.event}/plays/{unchanged.play}/score"
    for number in (b"01", b"-", b"0x1", b"1.5e0", b"+1"):
        answer = unchanged.platform.request(
            "PUT", path, token=unchanged.other.token, raw=b'{"score":' + number + b"}")
        assert answer.status in (400, 422), (number, answer)
    for score in ("1", 1.5, 2**63, -(2**63) - 1, True):
        problem = unchanged.other.put(path, {"score": score}).expect(422, "invalid_request")
        assert [error["pointer"] for error in problem["errors"]] == ["/score"]


REFUSALS = {
    "an unknown event": ("POST", f"/v1/events/{NOBODY}/bets", stake("1.00"), 404, "not_found"),
    "an unknown play": ("POST", BETS, dict(stake("1.00"), play_id=NOBODY), 422, "unknown_play"),
    "an unknown bet": ("GET", f"/v1/bets/{NOBODY}", ..., 404, "not_found"),
    "an unknown raffle": ("GET", f"/v1/raffles/{NOBODY}", ..., 404, "not_found"),
    "an unknown deposit": ("GET", f"/v1/deposits/{NOBODY}", ..., 404, "not_found"),
    "an unknown pool": ("GET", f"/v1/events/{NOBODY}/pool", ..., 404, "not_found"),
    "an unknown operation": ("GET", f"/v1/operations/betting.place-bet:{NOBODY}", ..., 404, "not_found"),
    "an event that began long ago": (
        "POST", "/v1/events", dict(EVENT, starts_at="2001-01-01T00:00:00.000Z"), 422, "start_not_in_future"),
    "an event in no currency": ("POST", "/v1/events", dict(EVENT, currency="XXX"), 422, "unknown_currency"),
    "a deposit in no currency": (
        "POST", "/v1/deposits", dict(DEPOSIT, amount={"amount": "1", "currency": "XXX"}), 422, "unknown_currency"),
    "others' event to open": ("POST", "/v1/events/<event>/open", {}, 403, "forbidden"),
    "others' event to finish": ("POST", "/v1/events/<event>/finish", {}, 403, "forbidden"),
    "others' event to score": ("PUT", "/v1/events/<event>/plays/<play>/score", {"score": 1}, 403, "forbidden"),
    "others' deposit": ("GET", "/v1/deposits/<deposit>", ..., 404, "not_found"),
    "a player who approves deposits": ("POST", "/v1/deposits/<deposit>/approve", {}, 403, "forbidden"),
    "a player who makes raffles": ("POST", "/v1/raffles", {"name": "R", "currency": "EUR"}, 403, "forbidden"),
    "a player who makes themself admin": ("POST", "/v1/users/<player>/roles", {"role": "admin"}, 403, "forbidden"),
    "a player who reads the audit log": ("GET", "/v1/audit/events", ..., 403, "forbidden"),
    "a person too young": ("POST", "/v1/users", dict(USERS, birth_date="2020-01-01"), 422, "under_age"),
    "a password that everybody has": ("POST", "/v1/users", dict(USERS, password="password"), 422, "password_too_common"),
}


@pytest.mark.parametrize("method, path, body, status, code", REFUSALS.values(), ids=REFUSALS.keys())
def test_what_cannot_be_is_refused_by_name(unchanged, method, path, body, status, code):
    raw = None if body is ... else unchanged.fill(json.dumps(body)).encode()
    answer = unchanged.platform.request(method, unchanged.fill(path), token=unchanged.player.token, raw=raw)
    assert answer.expect(status, code)["detail"]


def test_a_transfer_is_claimed_once_by_whomever(scene):
    claim = dict(DEPOSIT, tx_hash=f"0x{uuid.uuid4().hex}")
    scene.other.post("/v1/deposits", claim).expect(201)
    before = scene.state()
    for person in (scene.player, scene.other):
        person.post("/v1/deposits", claim).expect(409, "duplicate_tx_hash")
    assert scene.state() == before


def test_an_address_is_taken_without_regard_to_case(scene):
    body = dict(USERS, email=scene.player.email.upper())
    scene.platform.request("POST", "/v1/users", body).expect(409, "email_taken")
