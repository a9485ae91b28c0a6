"""Pools by their policies, and bets taken back, over HTTP and with exact figures."""

import pytest

from platform_under_test import eventually, in_an_hour


def money(amount, currency="EUR"):
    return {"amount": amount, "currency": currency}


@pytest.fixture(scope="module")
def people(platform, admin):
    """Olga organizes; Alice and Bob bet with 200 euro each."""
    people = {name: platform.sign_up(name) for name in ("olga", "alice", "bob")}
    for name in ("alice", "bob"):
        people[name].receive(admin, "200.00")
    return people


def event(organizer, policy=None, takeout="0", **fields):
    """An open event with Ann, Ben and Cid; its id and the plays' ids by name."""
    body = {"name": "Cup", "starts_at": in_an_hour(), "currency": "EUR", "takeout_pct": takeout, **fields}
    made = organizer.post("/v1/events", {**body, **({"pool_policy": policy} if policy else {})}).expect(201)
    assert made["pool_policy"].items() >= (policy or {}).items()
    plays = {
        name: organizer.post(f"/v1/events/{made['id']}/plays", {"name": name}).expect(201)["id"]
        for name in ("Ann", "Ben", "Cid")}
    organizer.post(f"/v1/events/{made['id']}/open").expect(200)
    return made["id"], plays


def figures(settlement):
    """What became of a pool, without what is nothing."""
    return {name: value["amount"] for name, value in settlement.items()
            if isinstance(value, dict) and value["amount"] != "0.00"}


def test_stakes_back_and_rounding_down_to_ten_cents(people):
    olga, alice, bob = people.values()
    policy = {"dead_heat": "stakes_back", "rounding_unit": "0.10", "breakage": "house"}
    cup, plays = event(olga, policy, takeout="10")
    alice.bet(cup, plays["Ann"], "10.05").expect(201)
    bob.bet(cup, plays["Ben"], "30.00").expect(201)
    bob.bet(cup, plays["Cid"], "60.00").expect(201)
    end = olga.settle(cup, {plays["Ann"]: 2, plays["Ben"]: 2, plays["Cid"]: 1})
    # 10 % of 100.05 are 10.00 to the even cent; 90.05 less 40.05 is 50.00, so 35.05 and 55.00.
    assert figures(end["settlement"]) == {"takeout": "10.00", "payouts": "90.00", "breakage": "0.05"}
    assert (end["settlement"]["bets"], end["settlement"]["decided"], end["settlement"]["paid"]) == (3, 3, 3)
    listed = {line["gambler"]: line for line in olga.all(f"/v1/events/{cup}/winnings")}
    assert [(listed[who.id]["paid"], listed[who.id]["due"], listed[who.id]["state"]) for who in (alice, bob)] == [
        (money("35.00"), money("0.00"), "paid"), (money("55.00"), money("0.00"), "paid")]


def test_a_minus_pool_is_the_houses_to_allow_and_to_bear(people, admin):
    olga, alice, bob = people.values()
    policy = {"minimum_dividend": "1.2", "minus_pool": "takeout"}
    refused = olga.post(
        "/v1/events", {"name": "Cup", "starts_at": in_an_hour(), "currency": "EUR", "pool_policy": policy})
    assert [error["pointer"] for error in refused.expect(403, "house_risk")["errors"]] == ["/pool_policy/minus_pool"]
    cup, plays = event(admin, {"minus_pool": "takeout", "minimum_dividend": "1.20"}, takeout="10")
    alice.bet(cup, plays["Ann"], "9.00").expect(201)
    bob.bet(cup, plays["Ben"], "1.00").expect(201)
    end = admin.settle(cup, {plays["Ann"]: 1})
    assert figures(end["settlement"]) == {"payouts": "10.80", "house_loss": "0.80"}


def test_a_pool_that_nobody_won_is_won_in_the_next_event(people):
    olga, alice, bob = people.values()
    following, later = event(olga, takeout="10")
    cup, plays = event(olga, {"no_winner": "roll_over", "roll_over_to": following}, takeout="10")
    alice.bet(cup, plays["Ann"], "15.00").expect(201)
    end = olga.settle(cup, {plays["Ben"]: 1})
    assert figures(end["settlement"]) == {"rolled_over": "15.00"}
    assert (end["settlement"]["outcome"], end["settlement"]["rolled_over_to"]) == ("roll_over", following)
    bob.bet(following, later["Ann"], "10.00").expect(201)
    pool = olga.get(f"/v1/events/{following}/pool").expect(200)
    assert (pool["pool"], pool["rolled_in"], pool["takeout"], pool["net"]) == (
        money("10.00"), money("15.00"), money("1.00"), money("24.00"))
    assert next(line["dividend"] for line in pool["projected"] if line["play_id"] == later["Ann"]) == "2.4000"
    end = olga.settle(following, {later["Ann"]: 1})
    assert figures(end["settlement"]) == {"rolled_in": "15.00", "takeout": "1.00", "payouts": "24.00"}


def test_what_rolled_into_an_event_that_is_called_off_is_kept_apart(people):
    olga, alice, bob = people.values()
    following, later = event(olga)
    cup, plays = event(olga, {"no_winner": "roll_over", "roll_over_to": following})
    alice.bet(cup, plays["Ann"], "3.00").expect(201)
    olga.settle(cup, {plays["Ben"]: 1})
    bob.bet(following, later["Ann"], "2.00").expect(201)
    olga.post(f"/v1/events/{following}/cancel").expect(202)
    end = olga.finished(following)
    assert figures(end["settlement"]) == {"rolled_in": "3.00", "refunds": "2.00", "unawarded": "3.00"}


def test_a_bet_is_taken_back_before_the_start_by_its_owner_and_nobody_else(platform, admin, people):
    olga, person = people["olga"], platform.sign_up("fickle")
    person.receive(admin, "10.00")
    cup, plays = event(olga)
    bet = person.bet(cup, plays["Ann"], "10.00").expect(201)
    kept = people["bob"].bet(cup, plays["Ben"], "1.00").expect(201)
    path = f"/v1/bets/{bet['id']}"
    for stranger in (people["alice"], olga, admin):
        stranger.post(f"{path}/cancel").expect(404, "not_found")
    taken = person.post(f"{path}/cancel", key="once").expect(200)
    assert (taken["status"], taken["payout"]) == ("cancelled", money("10.00"))
    assert person.post(f"{path}/cancel", key="once").expect(200) == taken
    person.post(f"{path}/cancel", key="twice").expect(409, "wrong_state")
    assert person.settled_wallet()["deposit"] == "10.00"
    assert olga.get(f"/v1/events/{cup}/pool").expect(200)["pool"] == money("1.00")
    assert [line["id"] for line in person.all("/v1/bets?status=cancelled")] == [bet["id"]]
    assert person.all(f"/v1/bets?event_id={cup}&status=accepted") == []
    assert [line["id"] for line in olga.all(f"/v1/events/{cup}/bets?play_id={plays['Ben']}")] == [kept["id"]]
    olga.post(f"/v1/events/{cup}/start").expect(200)
    people["bob"].post(f"/v1/bets/{kept['id']}/cancel").expect(409, "event_not_open")


def test_where_bets_stay_they_stay(people):
    olga, alice, _ = people.values()
    cup, plays = event(olga, bets_may_be_cancelled=False)
    bet = alice.bet(cup, plays["Ann"], "1.00").expect(201)
    alice.post(f"/v1/bets/{bet['id']}/cancel").expect(409, "cancellation_not_allowed")


@pytest.mark.parametrize("policy, pointer", [
    ({"rounding_unit": "0.001"}, "rounding_unit"), ({"rounding_unit": "0"}, "rounding_unit"),
    ({"minimum_dividend": "11"}, "minimum_dividend"), ({"no_winner": "roll_over"}, "roll_over_to"),
    ({"dead_heat": "coin"}, "dead_heat"), ({"jackpot": "all"}, "jackpot"),
    ({"no_winner": "roll_over", "roll_over_to": "019aa2f5-3c00-7000-8000-000000000001"}, "roll_over_to")])
def test_a_policy_that_cannot_be_is_refused_by_its_field(people, policy, pointer):
    body = {"name": "Cup", "starts_at": in_an_hour(), "currency": "EUR", "pool_policy": policy}
    refused = people["olga"].post("/v1/events", body)
    assert refused.status == 422
    assert [error["pointer"] for error in refused.json["errors"]] == [f"/pool_policy/{pointer}"]


def test_winners_are_told_once_by_mail(people, admin):
    olga, alice, bob = people.values()
    alice.confirm_address(admin)
    cup, plays = event(olga, name="Mailed cup")
    for _ in range(2):
        alice.bet(cup, plays["Ann"], "1.00").expect(201)
    bob.bet(cup, plays["Ben"], "1.00").expect(201)
    olga.settle(cup, {plays["Ann"]: 1})

    def mails():
        return [mail for mail in admin.all("/v1/notifications") if "Mailed cup" in str(mail)]

    assert len(eventually(mails, "the news are there")) == 1
