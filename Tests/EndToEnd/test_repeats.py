"""A key makes an operation happen once, whatever is sent under it again."""

import json
import uuid

import pytest

from scene import NOBODY, stake


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
