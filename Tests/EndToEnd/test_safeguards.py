"""How people limit themselves and admins stop them: to the cent, at once, and never against being paid."""

import time
import uuid

import pytest

from at_once import at_once, definite, outcomes
from platform_under_test import eventually

DAY = 86_400


def in_days(days):
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(time.time() + days * DAY))


@pytest.fixture
def game(platform, admin):
    player, organizer = platform.sign_up("player"), platform.sign_up("organizer")
    player.receive(admin, "100.00")
    event, plays = organizer.make_event(["Ann", "Ben"])
    return player, organizer, event, plays


def test_of_64_bets_at_once_a_daily_limit_of_10_lets_ten_through(game):
    player, _, event, plays = game
    limit = {"currency": "EUR", "daily_stake": {"amount": "10.00", "currency": "EUR"}}
    assert "pending" not in player.put("/v1/me/limits", {"limits": [limit]}).expect(200)

    def bet(_):
        key = uuid.uuid4().hex
        return definite(lambda: player.bet(event, plays["Ann"], "1.00", key=key))

    assert outcomes(at_once(64, bet)) == {(201, None): 10, (422, "daily_stake_limit_exceeded"): 54}
    wallet = player.settled_wallet()
    assert (wallet["deposit"], wallet["available"]) == ("90.00", "90.00")
    assert len(player.all("/v1/bets")) >= 10
    # Looser is later: a day from now.
    limit["daily_stake"]["amount"] = "50.00"
    later = player.put("/v1/me/limits", {"limits": [limit]}).expect(200)
    assert [line["daily_stake"]["amount"] for line in later["limits"]] == ["10.00"] and len(later["rises"]) == 1
    player.bet(event, plays["Ann"], "1.00").expect(422, "daily_stake_limit_exceeded")


def test_who_has_excluded_themselves_stakes_no_more_and_cannot_come_back_sooner(game):
    player, _, event, plays = game
    player.post("/v1/me/self-exclusion", {"until": in_days(30)}).expect(422, "invalid_request")
    assert "pending" not in player.post("/v1/me/self-exclusion", {"until": in_days(300)}).expect(200)
    player.bet(event, plays["Ann"], "1.00").expect(403, "self_excluded")
    deposit = {"amount": {"amount": "1.00", "currency": "EUR"}, "tx_hash": uuid.uuid4().hex, "chain": "bank"}
    player.post("/v1/deposits", deposit).expect(403, "self_excluded")
    player.post("/v1/me/self-exclusion", {"until": in_days(250)}).expect(409, "cannot_shorten")
    player.post("/v1/me/self-exclusion", {}).expect(200)
    player.post("/v1/me/self-exclusion", {"until": in_days(3000)}).expect(409, "cannot_shorten")
    assert player.get("/v1/me/limits").expect(200)["self_exclusion"] == {}
    assert player.wallet()["available"] == "100.00"


def test_a_break_keeps_from_staking_and_can_only_be_made_longer(game):
    player, _, event, plays = game
    for days in (0.5, 50):
        player.post("/v1/me/cool-off", {"until": in_days(days)}).expect(422, "invalid_request")
    player.post("/v1/me/cool-off", {"until": in_days(3)}).expect(200)
    player.bet(event, plays["Ann"], "1.00").expect(403, "cooling_off")
    player.post("/v1/me/cool-off", {"until": in_days(2)}).expect(409, "cannot_shorten")
    player.post("/v1/me/cool-off", {"until": in_days(4)}).expect(200)


def test_a_frozen_account_looks_and_is_paid_and_does_nothing_else(platform, admin, game):
    player, organizer, event, plays = game
    player.bet(event, plays["Ann"], "5.00").expect(201)
    other = platform.sign_up("other")
    other.receive(admin, "10.00")
    other.bet(event, plays["Ben"], "10.00").expect(201)
    reason = {"reason": "two people seem to use it"}
    player.post(f"/v1/users/{other.id}/freeze", reason).expect(403, "forbidden")
    assert "pending" not in admin.post(f"/v1/users/{player.id}/freeze", reason).expect(200)
    admin.post(f"/v1/users/{player.id}/freeze", reason).expect(409, "wrong_state")
    player.bet(event, plays["Ann"], "1.00").expect(403, "account_frozen")
    player.post("/v1/events", {"name": "Mine", "starts_at": in_days(1), "currency": "EUR"}).expect(
        403, "account_frozen")
    assert player.get("/v1/me").expect(200)["state"] == "frozen"
    assert player.settled_wallet()["available"] == "95.00"
    organizer.settle(event, {plays["Ann"]: 2, plays["Ben"]: 1})
    eventually(lambda: player.wallet()["winning"] == "15.00", "the payout arrives")
    admin.post(f"/v1/users/{player.id}/unfreeze", reason).expect(200)
    again, others = organizer.make_event(["Cid"])
    player.bet(again, others["Cid"], "1.00").expect(201)


def test_a_suspended_account_is_signed_out_and_stays_out_until_it_is_let_in(platform, admin, game):
    player, _, _, _ = game
    reason = {"reason": "asked for by the player"}
    admin.post(f"/v1/users/{player.id}/suspend", reason).expect(200)
    player.get("/v1/me").expect(401, "unauthenticated")
    body = {"login": player.email, "password": player.password}
    platform.request("POST", "/v1/sessions", body).expect(403, "account_not_active")
    admin.post(f"/v1/users/{player.id}/reactivate", reason).expect(200)
    assert player.again().wallet()["available"] == "100.00"
    admin.post(f"/v1/users/{admin.id}/suspend", reason).expect(403, "own_account")
