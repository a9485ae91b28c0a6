"""What bad input gets: a clear, specific refusal or a closed connection, and nothing changed."""

import hashlib
import json
import socket
import sqlite3
import threading
import time
import uuid

import pytest
import zmq
import zmq.utils.monitor

from client import Client
from platform_under_test import SUBSCRIBER, eventually

NOBODY = "019aa2f5-3c00-7000-8000-000000000001"
EUR = "EUR"


class Scene:
    """A funded player, somebody else's open event, and all that must stay as it is."""

    def __init__(self, platform, admin):
        self.platform, self.admin = platform, admin
        self.player, self.other = platform.sign_up("player"), platform.sign_up("other")
        self.player.receive(admin, "100.00")
        self.event, plays = self.other.make_event(["Ann", "Ben"])
        self.play = plays["Ann"]
        self.deposit = self.other.request_deposit("7.00")
        self.bet = self.player.bet(self.event, self.play, "1.00").expect(201)
        self.clients = {name: Client(platform.home, SUBSCRIBER, name) for name in ("wallet", "betting", "raffle")}

    def fill(self, text):
        for name in ("event", "play"):
            text = text.replace(f"<{name}>", getattr(self, name))
        return text.replace("<deposit>", self.deposit["id"]).replace("<player>", self.player.id)

    def told(self):
        """The number of each service's last event, once nothing is under way; bets are answered before their end."""
        numbers = {}
        for name, client in self.clients.items():
            header, body = client.ask("runtime.status", {})
            assert header["status"] == "200"
            status = json.loads(body)
            if status["open_sagas"] or status["pending_calls"]:
                return None
            numbers[name] = status["last_event"]
        return numbers

    def state(self):
        """Wallets, bets, pool, and how many events each service that holds them has told."""
        told = eventually(self.told, "all that was begun is done")
        return (
            told, self.player.get("/v1/wallet").body, self.other.get("/v1/wallet").body,
            self.player.get("/v1/bets").body, self.platform.get(f"/v1/events/{self.event}").body,
            self.platform.get(f"/v1/events/{self.event}/pool").body)


@pytest.fixture(scope="module")
def scene(platform, admin):
    return Scene(platform, admin)


@pytest.fixture
def unchanged(scene):
    """Holds a test to it: afterwards all is as before, and the platform still takes a bet's look-up."""
    before = scene.state()
    yield scene
    assert scene.state() == before
    assert scene.player.get(f"/v1/bets/{scene.bet['id']}").expect(200)["status"] == "accepted"


def stake(amount, currency=EUR):
    return {"play_id": "<play>", "stake": {"amount": amount, "currency": currency}}


BETS = "/v1/events/<event>/bets"
USERS = {"email": "new@example.com", "password": "a long password", "birth_date": "1990-01-01"}
EVENT = {"name": "Final", "starts_at": "2099-01-01T00:00:00.000Z", "currency": "EUR"}
DEPOSIT = {"amount": {"amount": "1.00", "currency": "EUR"}, "tx_hash": "0xnew", "chain": "ethereum"}

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
    for score in ("1", 1.5, 2**63, -(2**63) - 1, None, True):
        problem = unchanged.other.put(path, {"score": score}).expect(422, "invalid_request")
        assert [error["pointer"] for error in problem["errors"]] == ["/score"]


# Each is a bet that would be taken, spoilt in one way.
BET = b'{"play_id":"<play>","stake":{"amount":"1.00","currency":"EUR"}}'
NO_JSON = {
    "cut off": BET[:-1], "single quotes": BET.replace(b'"', b"'"), "a comment": BET + b" // no",
    "a comma too many": BET.replace(b"}}", b",}}"), "a comma too many at the end": BET[:-1] + b",}",
    "two commas": BET.replace(b",", b",,"), "no comma": BET.replace(b',"stake', b' "stake'),
    "two values": BET + b" {}", "a bare word": BET.replace(b'"1.00"', b"one"), "no number": BET.replace(b'"1.00"', b"NaN"),
    "a name twice": BET.replace(b"{", b'{"play_id":"x",', 1),
    "the same name twice, once escaped": BET.replace(b"{", b'{"\\u0070lay_id":"<play>",', 1),
    "no UTF-8": BET.replace(b"EUR", b"EU\xff"), "an overlong UTF-8 form": BET.replace(b"EUR", b"E\xc1\x95R"),
    "half a surrogate pair": BET.replace(b"EUR", b"EUR\\ud800"), "a zero byte": BET.replace(b"1.00", b"1.00\0"),
    "an unknown escape": BET.replace(b"EUR", b"\\EUR"), "a line break in a string": BET.replace(b"EUR", b"EUR\n"),
    "UTF-16": BET.decode().encode("utf-16"),
    "UTF-32": BET.decode().encode("utf-32-le"), "33 levels": b"[" * 33 + b"]" * 33, "100,000 levels": b'{"a":' * 100_000,
}


@pytest.mark.parametrize("raw", NO_JSON.values(), ids=NO_JSON.keys())
def test_what_is_not_json_is_malformed(unchanged, raw):
    path = f"/v1/events/{unchanged.event}/bets"
    raw = raw.replace(b"<play>", unchanged.play.encode())
    answer = unchanged.platform.request("POST", path, token=unchanged.player.token, raw=raw)
    answer.expect(400, "malformed_request")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "", "json"])
def test_a_body_that_does_not_say_it_is_json_is_refused(unchanged, kind):
    raw = unchanged.fill(json.dumps(stake("1.00"))).encode()
    path = f"/v1/events/{unchanged.event}/bets"
    answer = unchanged.platform.request(
        "POST", path, token=unchanged.player.token, raw=raw, headers={"Content-Type": kind})
    answer.expect(415, "unsupported_media_type")


def test_an_encoded_body_is_refused(unchanged):
    answer = unchanged.player.post(
        f"/v1/events/{unchanged.event}/bets", {}, headers={"Content-Encoding": "gzip"})
    answer.expect(415, "unsupported_media_type")


def test_a_body_over_the_limit_is_refused_before_it_is_read(unchanged):
    for length in (2**20 + 1, 2**40):
        head = (
            f"POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {unchanged.player.token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n")
        answer = conversation(unchanged.platform, head.encode() + b" " * 1000)
        assert answer.startswith(b"HTTP/1.1 413 ") and b'"content_too_large"' in answer


def test_a_body_in_chunks_is_held_to_the_limit_too(unchanged):
    head = (
        f"POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {unchanged.player.token}\r\n"
        "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    assert conversation(unchanged.platform, head.encode() + chunk * 17).startswith(b"HTTP/1.1 413 ")


def conversation(platform, sent, seconds=10):
    """Sends bytes and reads all that comes back until the other side closes."""
    with socket.create_connection(("127.0.0.1", platform.port), timeout=seconds) as connection:
        try:
            connection.sendall(sent)
        except (BrokenPipeError, ConnectionResetError):
            pass
        received = b""
        while True:
            try:
                part = connection.recv(65536)
            except ConnectionResetError:
                return received
            if not part:
                return received
            received += part


NO_HTTP = {
    "no words": b"\r\n\r\n\r\nhello\r\n\r\n",
    "two lengths": b"POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
    "length and chunks":
        b"POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a huge header": b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 100_000 + b"\r\n\r\n",
    "a path out of the tree": b"GET /v1/../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
}


@pytest.mark.parametrize("sent", NO_HTTP.values(), ids=NO_HTTP.keys())
def test_what_is_not_http_is_refused_and_closed(unchanged, sent):
    answer = conversation(unchanged.platform, sent, seconds=20)
    assert answer == b"" or answer.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 431 ", b"HTTP/1.1 413 ")), answer[:200]


def test_paths_and_methods_that_are_not_there(unchanged):
    platform = unchanged.platform
    platform.get("/v1/nothing").expect(404, "not_found")
    platform.get("/v1/events/").expect(404, "not_found")
    answer = platform.request("PUT", "/v1/wallet", raw=b"{}")
    answer.expect(405, "method_not_allowed")
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    platform.request("GET", "/v1/events", raw=b"{}").expect(400, "malformed_request")


# Things that are not there, or not in the state for it

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


# Sessions

PLACES = [("GET", "/v1/wallet", ...), ("POST", BETS, stake("1.00")), ("POST", "/v1/events", EVENT)]
STRANGERS = {
    "nothing": {}, "garbage": {"Authorization": "Bearer garbage"}, "a basic password": {"Authorization": "Basic YTpi"},
    "no token": {"Authorization": "Bearer"}, "two words": {"Authorization": "Bearer a b"},
    "too long a token": {"Authorization": "Bearer " + "a" * 5000},
    "a token nobody gave": {"Authorization": "Bearer " + "A" * 43},
}


@pytest.mark.parametrize("headers", STRANGERS.values(), ids=STRANGERS.keys())
@pytest.mark.parametrize("method, path, body", PLACES)
def test_who_is_not_signed_in_is_told_so(unchanged, headers, method, path, body):
    refused_as_stranger(unchanged, headers, method, path, body)


def refused_as_stranger(scene, headers, method, path, body):
    raw = None if body is ... else scene.fill(json.dumps(body)).encode()
    answer = scene.platform.request(method, scene.fill(path), raw=raw, headers=headers)
    answer.expect(401, "unauthenticated")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_session_that_was_ended_works_no_more_from_the_answer_on(unchanged):
    token = unchanged.platform.request(
        "POST", "/v1/sessions", {"login": unchanged.player.email, "password": unchanged.player.password}
    ).expect(201)["token"]
    unchanged.platform.request("GET", "/v1/wallet", token=token).expect(200)
    assert unchanged.platform.request("DELETE", "/v1/sessions/current", token=token).status == 200
    for method, path, body in PLACES:
        refused_as_stranger(unchanged, {"Authorization": f"Bearer {token}"}, method, path, body)


def test_a_session_that_has_run_out_works_no_more(unchanged):
    session = unchanged.platform.request(
        "POST", "/v1/sessions", {"login": unchanged.player.email, "password": unchanged.player.password}).expect(201)
    # Time cannot be waited for, so the row is dated back; the gateway has not met this session yet.
    with sqlite3.connect(unchanged.platform.home / "data" / "identity.db", timeout=10) as database:
        dated = database.execute(
            "UPDATE sessions SET opened_at = 1, expires_at = 2 WHERE id = ?",
            (uuid.UUID(session["session_id"]).bytes,))
        assert dated.rowcount == 1
    for method, path, body in PLACES:
        refused_as_stranger(unchanged, {"Authorization": f"Bearer {session['token']}"}, method, path, body)


def test_a_session_of_another_platform_is_worth_nothing_here(unchanged, tcp_platform):
    foreign = tcp_platform.sign_up("foreigner")
    foreign.get("/v1/wallet").expect(200)
    for method, path, body in PLACES:
        refused_as_stranger(unchanged, {"Authorization": f"Bearer {foreign.token}"}, method, path, body)


def test_an_unknown_user_and_a_wrong_password_are_answered_alike(unchanged):
    answers = []
    for login in (unchanged.other.email, "nobody.at.all@example.com"):
        body = {"login": login, "password": "not the password"}
        answer = unchanged.platform.request("POST", "/v1/sessions", body).expect(401, "invalid_credentials")
        answers.append({name: text for name, text in answer.items() if name != "trace_id"})
    assert answers[0] == answers[1]


# Idempotency keys

def test_a_key_used_again_with_the_same_body_gets_the_same_bytes_and_does_nothing_twice(scene):
    key = uuid.uuid4().hex
    first = scene.player.bet(scene.event, scene.play, "2.00", key=key)
    first.expect(201)
    before = scene.state()
    for _ in range(3):
        again = scene.player.bet(scene.event, scene.play, "2.00", key=key)
        assert (again.status, again.body) == (first.status, first.body)
        assert again.headers["Location"] == first.headers["Location"]
    # The same request in other bytes: fields in another order, and spaces.
    raw = f'{{ "stake": {{"currency":"EUR", "amount":"2.00"}}, "play_id":"{scene.play}" }}'.encode()
    path = f"/v1/events/{scene.event}/bets"
    assert scene.platform.request("POST", path, token=scene.player.token, raw=raw, key=key).body == first.body
    assert scene.state() == before


def test_a_key_used_again_with_another_body_is_refused(scene):
    key = uuid.uuid4().hex
    scene.player.bet(scene.event, scene.play, "2.00", key=key).expect(201)
    before = scene.state()
    scene.player.bet(scene.event, scene.play, "2.01", key=key).expect(422, "idempotency_conflict")
    scene.player.bet(NOBODY, scene.play, "2.00", key=key).expect(422, "idempotency_conflict")
    assert scene.state() == before


def test_a_refusal_is_kept_under_its_key_too(unchanged):
    key = uuid.uuid4().hex
    answers = [unchanged.player.bet(unchanged.event, NOBODY, "1.00", key=key) for _ in range(2)]
    bodies = [answer.expect(422, "unknown_play") for answer in answers]
    assert [body["detail"] for body in bodies] == [bodies[0]["detail"]] * 2


def test_two_people_may_pick_one_key(scene, admin):
    key, second = uuid.uuid4().hex, scene.platform.sign_up("second")
    second.receive(admin, "5.00")
    bets = [person.bet(scene.event, scene.play, "1.00", key=key).expect(201) for person in (scene.player, second)]
    assert [bet["gambler_id"] for bet in bets] == [scene.player.id, second.id]


@pytest.mark.parametrize("key", ["", "a b", "k" * 201, "caf\u00e9", "\t"])
def test_a_key_that_is_none_is_refused(unchanged, key):
    headers = {"Idempotency-Key": key.encode("latin-1")}
    answer = unchanged.player.post(
        f"/v1/events/{unchanged.event}/bets", json.loads(unchanged.fill(json.dumps(stake("1.00")))), headers=headers)
    assert (answer.status, answer.code) in [(400, "malformed_request"), (400, "bad_request")], answer


# Slow and half-open connections

TLS_HELLO = bytes.fromhex("1603010200010001fc0303") + b"\0" * 200


def test_clients_that_never_finish_hold_nobody_up_and_are_closed(unchanged):
    platform = unchanged.platform
    head = f"POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {unchanged.player.token}\r\n"
    starts = [b"", b"GET /healthz HT", b"GET /healthz HTTP/1.1\r\nHost: x\r\n", TLS_HELLO,
              f"{head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{{".encode()]
    connections = [socket.create_connection(("127.0.0.1", platform.port)) for _ in range(100)]
    for index, connection in enumerate(connections):
        connection.sendall(starts[index % len(starts)])
    trickling = socket.create_connection(("127.0.0.1", platform.port))
    trickling.sendall(head.encode())
    over = threading.Event()

    def trickle():
        try:
            while not over.wait(0.1):
                trickling.sendall(b"X: y\r\n")
        except OSError:
            over.set()

    thread = threading.Thread(target=trickle)
    thread.start()
    try:
        began = time.monotonic()
        assert platform.get("/healthz").status == 200 and unchanged.player.get("/v1/wallet").status == 200
        assert time.monotonic() - began < 2
        assert over.wait(30), "a client that trickles header fields is let go on for ever"
        for connection in connections[1:]:
            read_to_end(connection, 30)
    finally:
        over.set()
        thread.join()
        for connection in [*connections, trickling]:
            connection.close()


def read_to_end(connection, seconds):
    connection.settimeout(seconds)
    try:
        while connection.recv(4096):
            pass
    except ConnectionResetError:
        pass


def test_a_client_that_goes_away_in_the_middle_leaves_nothing(unchanged):
    raw = unchanged.fill(json.dumps(stake("1.00"))).encode()
    head = (
        f"POST /v1/events/{unchanged.event}/bets HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {unchanged.player.token}\r\nContent-Length: {len(raw)}\r\n\r\n").encode()
    for cut in range(len(head) // 2, len(head) + len(raw), 7):
        with socket.create_connection(("127.0.0.1", unchanged.platform.port)) as connection:
            connection.sendall((head + raw)[:cut])
    assert unchanged.platform.get("/healthz").status == 200


# The services' own sockets

def curve_dealer(platform, service, endpoint=None, own=None, server=None):
    """A DEALER that proves itself by `own` keys, the listed subscriber's by default, and expects the `server` key."""
    known = Client(platform.home, SUBSCRIBER, service, endpoint)
    dealer = known.socket
    if own or server:
        dealer.close()
        dealer = zmq.Context.instance().socket(zmq.DEALER)
        dealer.linger = 0
        keys = pathlib_keys(platform)
        dealer.curve_publickey, dealer.curve_secretkey = own or keys["own"]
        dealer.curve_serverkey = server or keys[service]
    return dealer, endpoint or f"ipc://{platform.home}/run/{service}.sock"


def pathlib_keys(platform):
    def read(name):
        return (platform.home / "keys" / name).read_text().split()[0].encode()

    keys = {name: read(f"public/{name}-connection.key") for name in ("wallet", "betting")}
    keys["own"] = (read(f"public/{SUBSCRIBER}-connection.key"), read(f"{SUBSCRIBER}-connection.secret"))
    return keys


QUERY = [b"croupier/1 query\noperation wallet.list-currencies\nreference 1", b"{}"]


def answers(dealer, sent, seconds):
    """The answer; None where there is none in time, or nobody to take the question."""
    dealer.sndtimeo = dealer.rcvtimeo = int(seconds * 1000)
    try:
        dealer.send_multipart(sent)
        return dealer.recv_multipart()
    except zmq.Again:
        return None


@pytest.fixture(params=["ipc", "tcp"])
def wallet_place(request):
    """A platform and where its wallet is asked: over a socket file, and over TCP."""
    if request.param == "ipc":
        return request.getfixturevalue("platform"), None
    platform = request.getfixturevalue("tcp_platform")
    return platform, platform.settings["CROUPIER_ENDPOINT_WALLET"]


def test_only_who_is_listed_and_expects_the_right_service_is_heard(wallet_place):
    platform, endpoint = wallet_place
    stranger = zmq.curve_keypair()
    wrong = {
        "keys that are not listed": dict(own=stranger), "another service's key": dict(server=stranger[0]),
        "no keys at all": None,
    }
    for what, keys in wrong.items():
        if keys is None:
            dealer, place = zmq.Context.instance().socket(zmq.DEALER), endpoint or f"ipc://{platform.home}/run/wallet.sock"
            dealer.linger = 0
        else:
            dealer, place = curve_dealer(platform, "wallet", endpoint, **keys)
        monitor = dealer.get_monitor_socket(
            zmq.EVENT_HANDSHAKE_SUCCEEDED | zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL | zmq.EVENT_DISCONNECTED
            | zmq.EVENT_HANDSHAKE_FAILED_AUTH | zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL)
        dealer.connect(place)
        assert monitor.poll(15000), f"{what}: the handshake has no end"
        seen = zmq.utils.monitor.recv_monitor_message(monitor, zmq.NOBLOCK)["event"]
        assert seen != zmq.EVENT_HANDSHAKE_SUCCEEDED, what
        assert answers(dealer, QUERY, 0.3) is None, what
        dealer.disable_monitor()
        dealer.close()
    header, body = Client(platform.home, SUBSCRIBER, "wallet", endpoint).ask("wallet.list-currencies", {})
    assert header["status"] == "200" and len(json.loads(body)["items"]) == 5


GARBAGE = [
    [b"one frame"], [b""], [b"", b""], [b"a", b"b", b"c"], [b"x"] * 50, [b"\xff\xfe", b"{}"], [b"hello", b"{}"],
    [b"croupier/2 query\noperation runtime.status", b"{}"], [b"croupier/1 sing\noperation runtime.status", b"{}"],
    [b"croupier/1 query\nno-space", b"{}"], [b"croupier/1 query\noperation a\noperation b", b"{}"],
    [b"croupier/1 query\noperation " + b"a" * 9000, b"{}"], [b"croupier/1 reply\nreference 1\nstatus 200", b"{}"],
    [b"\0" * 100, b"\0" * 100_000],
]


def test_frames_that_are_no_message_are_dropped_and_the_next_one_is_answered(scene, wallet_place):
    platform, endpoint = wallet_place
    before = scene.state()
    for frames in GARBAGE:
        dealer, _ = curve_dealer(platform, "wallet", endpoint)
        dealer.send_multipart(frames)
        reply = answers(dealer, QUERY, 5)
        assert reply and b"status 200" in reply[0], frames
        dealer.close()
    assert scene.state() == before


REFUSED = {
    "no such query": ("query", "wallet.guess", {}, "", 404),
    "no such command": ("command", "wallet.guess", {}, "id 1", 404),
    "no id": ("command", "wallet.request-deposit", DEPOSIT, "", 404),
    "no statement": ("command", "wallet.request-deposit", DEPOSIT, "id 1", 403),
    "a forged statement": ("command", "wallet.request-deposit", DEPOSIT, "id 1\nstatement e30.AAAA", 401),
    "a statement that is none": ("query", "wallet.get-wallet", {}, "statement x", 401),
    "another service's operation": (
        "command", "wallet.place-hold",
        {"hold": NOBODY, "user": NOBODY, "money": {"amount": "1", "currency": EUR}, "purpose": "bet/1"}, "id 1", 403),
    "somebody else's name": ("command", "wallet.approve-deposit", {"deposit_id": NOBODY}, "id 1\nactor service:betting", 403),
    "no page": ("query", "runtime.pull", {"after": "first"}, "", 422),
}


@pytest.mark.parametrize("kind, operation, body, fields, status", REFUSED.values(), ids=REFUSED.keys())
def test_messages_that_may_not_be_are_refused(unchanged, kind, operation, body, fields, status):
    dealer, _ = curve_dealer(unchanged.platform, "wallet")
    header = f"croupier/1 {kind}\noperation {operation}\nreference r" + (f"\n{fields}" if fields else "")
    reply = answers(dealer, [header.encode(), json.dumps(body).encode()], 5)
    assert reply, "no answer"
    assert f"status {status}" in reply[0].decode().split("\n"), reply
    assert json.loads(reply[1])["status"] == status


def test_a_subscriber_makes_no_service_calls(unchanged):
    """A call that takes money is for services alone: from anybody else it is refused or not heard, whatever it says."""
    dealer, _ = curve_dealer(unchanged.platform, "wallet")
    request = {"hold": str(uuid.uuid4()), "user": unchanged.player.id, "purpose": "bet/1",
               "money": {"amount": "1.00", "currency": EUR}}
    header = ("croupier/1 call\noperation wallet.place-hold\nsequence 1\nfloor 1\nincarnation 1\nreference 1:1\n"
              f"actor user:{unchanged.player.id}")
    reply = answers(dealer, [header.encode(), json.dumps(request).encode()], 1)
    assert reply is None or b"status 403" in reply[0], reply
    assert unchanged.player.wallet()["held"] == "0.00"


def test_bytes_that_are_no_zeromq_are_cut_off(unchanged):
    path = str(unchanged.platform.home / "run" / "wallet.sock")
    for sent in (b"\0" * 5000, b"GET / HTTP/1.1\r\n\r\n", hashlib.sha512(b"noise").digest() * 100):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(15)
            connection.connect(path)
            connection.sendall(sent)
            read_to_end(connection, 15)
    client = Client(unchanged.platform.home, SUBSCRIBER, "wallet")
    assert client.ask("wallet.list-currencies", {})[0]["status"] == "200"
