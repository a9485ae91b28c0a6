"""Who is not signed in, or no more, or elsewhere, changes nothing."""

import json
import sqlite3
import uuid

import pytest

from scene import BETS, EVENT, stake


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
