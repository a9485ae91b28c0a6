"""Events from the outside: who plays, who withdraws, when it starts, how it is found and followed."""

import json
import threading
import time
import uuid

import pytest

from event_stream import Stream
from platform_under_test import eventually, in_an_hour


def money(amount, currency="EUR"):
    return {"amount": amount, "currency": currency}


def make(person, **fields):
    return person.post("/v1/events", {"name": "Open", "starts_at": in_an_hour(), "currency": "EUR", **fields}).expect(201)


def play_myself(person, event):
    return person.post(f"/v1/events/{event['id']}/plays", {"user_id": person.id})


def deposit_of(person):
    return person.settled_wallet()["deposit"]


def withdrawn(person, event, play):
    def look():
        plays = {one["id"]: one for one in person.all(f"/v1/events/{event}/plays")}
        return plays[play] if plays[play]["state"] == "withdrawn" else None

    return eventually(look, "all stakes on the player are back")


@pytest.fixture(scope="module")
def cast(platform, admin):
    cast = {name: platform.sign_up(name) for name in ("olga", "alice", "bob")}
    for name in ("alice", "bob"):
        cast[name].receive(admin, "50.00")
    return cast


def test_players_join_with_a_stake_on_themselves_or_not_at_all(platform, admin, cast):
    olga, alice, poor = cast["olga"], cast["alice"], platform.sign_up("poor")
    event = make(olga, self_stake=money("5.00"))
    assert (event["self_stake"], event["players_may_join"], event["organizer_may_bet"]) == (money("5.00"), True, False)
    before = float(deposit_of(alice))
    play = play_myself(alice, event).expect(201)
    assert (play["user_id"], play["state"]) == (alice.id, "playing")
    assert float(deposit_of(alice)) == before - 5
    bets = [bet for bet in alice.all("/v1/bets") if bet["event_id"] == event["id"]]
    assert [(bet["play_id"], bet["stake"], bet["status"]) for bet in bets] == [(play["id"], money("5.00"), "accepted")]
    play_myself(alice, event).expect(409, "duplicate_play")
    refused = play_myself(poor, event).expect(422, "insufficient_funds")
    assert [error["pointer"] for error in refused["errors"]] == ["/user_id"]
    poor.receive(admin, "20.00")
    limits = {"limits": [{"currency": "EUR", "daily_stake": money("4.99")}]}
    poor.put("/v1/me/limits", limits).expect(200)
    play_myself(poor, event).expect(422, "daily_stake_limit_exceeded")
    play_myself(olga, event).expect(403, "organizer_may_not_bet")
    olga.post(f"/v1/events/{event['id']}/plays", {"user_id": poor.id}).expect(422, "self_stake_needed")
    assert [one["id"] for one in olga.all(f"/v1/events/{event['id']}/plays")] == [play["id"]]
    pool = platform.get(f"/v1/events/{event['id']}/pool").expect(200)
    assert pool["pool"] == money("5.00")


def test_twenty_who_join_at_once_with_the_same_account_play_once_and_stake_once(cast):
    olga, bob = cast["olga"], cast["bob"]
    event = make(olga, self_stake=money("1.00"))
    before, answers = float(deposit_of(bob)), []
    threads = [threading.Thread(target=lambda: answers.append(play_myself(bob, event))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status for answer in answers) == [201] + [409] * 19
    assert {answer.code for answer in answers if answer.status == 409} == {"duplicate_play"}
    assert float(deposit_of(bob)) == before - 1


def test_the_organizer_says_who_plays_where_nobody_joins_and_adds_only_who_exists(platform, cast):
    olga, bob = cast["olga"], cast["bob"]
    event = make(olga, players_may_join=False)
    plays = f"/v1/events/{event['id']}/plays"
    play_myself(bob, event).expect(403, "players_may_not_join")
    bob.post(plays, {"name": "Somebody"}).expect(403, "forbidden")
    olga.post(plays, {"user_id": str(uuid.uuid4())}).expect(422, "unknown_user")
    for blank in (" ", "\u200b", "Re\u202ed"):
        olga.post(plays, {"name": blank}).expect(422, "invalid_request")
    made = olga.post(plays, {"name": "Red"})
    assert platform.get(made.headers["Location"]).expect(200) == made.expect(201)
    newcomer = platform.sign_up("newcomer")

    def add():
        answer = olga.post(plays, {"user_id": newcomer.id})
        return answer if answer.code != "unknown_user" else None

    eventually(add, "betting hears of who has signed up").expect(201)


def test_who_withdraws_leaves_the_pool_and_every_stake_on_them_goes_back(platform, cast):
    olga, alice, bob = cast["olga"], cast["alice"], cast["bob"]
    event, plays = olga.make_event(["Ann"], takeout="10")
    own = play_myself(bob, {"id": event}).expect(201)["id"]
    before = deposit_of(alice), deposit_of(bob)
    alice.bet(event, own, "3.00").expect(201)
    bob.bet(event, own, "1.00").expect(201)
    alice.bet(event, plays["Ann"], "2.00").expect(201)
    withdraw = f"/v1/events/{event}/plays/{own}/withdraw"
    alice.post(withdraw).expect(403, "forbidden")
    leaving = bob.post(withdraw).expect(202)
    assert (leaving["state"], leaving["refunds"]["stakes"]) == ("withdrawing", money("4.00"))
    pool = platform.get(f"/v1/events/{event}/pool").expect(200)
    assert pool["pool"] == money("2.00")
    assert {line["play_id"]: line.get("dividend") for line in pool["projected"]} == {own: None, plays["Ann"]: "0.9000"}
    assert withdrawn(olga, event, own)["refunds"]["returned"] == money("4.00")
    bob.post(withdraw).expect(409, "already_withdrawn")
    play_myself(bob, {"id": event}).expect(409, "duplicate_play")
    alice.bet(event, own, "1.00").expect(409, "play_withdrawn")
    assert deposit_of(bob) == before[1]
    end = olga.settle(event, {plays["Ann"]: 1})
    assert (end["pool"], end["winner"]) == (money("2.00"), plays["Ann"])
    lines = {line["gambler"]: line for line in olga.all(f"/v1/events/{event}/winnings")}
    figures = [lines[alice.id][name]["amount"] for name in ("staked", "winnings", "refunded")]
    assert figures == ["5.00", "1.80", "3.00"]


def test_an_event_that_is_cancelled_while_stakes_go_back_gives_each_back_once(cast):
    olga, alice = cast["olga"], cast["alice"]
    before = deposit_of(alice)
    event, plays = olga.make_event(["Ann", "Ben"])
    for play in plays.values():
        for _ in range(5):
            alice.bet(event, play, "0.10").expect(201)
    olga.post(f"/v1/events/{event}/plays/{plays['Ann']}/withdraw").expect(202)
    olga.post(f"/v1/events/{event}/cancel").expect(202)
    olga.post(f"/v1/events/{event}/finish").expect(409, "wrong_state")
    assert olga.finished(event)["status"] == "cancelled"
    assert deposit_of(alice) == before
    olga.post(f"/v1/events/{event}/plays/{plays['Ben']}/withdraw").expect(409, "wrong_state")


def test_the_clock_starts_an_event_and_nobody_bets_from_then_on(cast):
    olga, alice = cast["olga"], cast["alice"]
    start = time.time() + 1.5
    text = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(start)) + f".{int(start * 1000) % 1000:03d}Z"
    event, plays = olga.make_event(["Ann"])
    olga.platform.request("PATCH", f"/v1/events/{event}", {"starts_at": text}, token=olga.token).expect(200)
    alice.bet(event, plays["Ann"], "0.10").expect(201)
    eventually(lambda: olga.get(f"/v1/events/{event}").json["status"] == "live", "the event is live by itself")
    assert time.time() >= start - 0.001
    alice.bet(event, plays["Ann"], "0.10").expect(409, "event_not_open")
    placed = [bet["placed_at"] for bet in olga.all(f"/v1/events/{event}/bets")]
    assert placed and all(moment < text for moment in placed)
    olga.platform.request("PATCH", f"/v1/events/{event}", {"starts_at": in_an_hour()}, token=olga.token).expect(
        409, "already_started")
    olga.post(f"/v1/events/{event}/finish").expect(422, "scores_missing")
    olga.post(f"/v1/events/{event}/finish", {"unscored": "perhaps"}).expect(422, "invalid_request")
    olga.post(f"/v1/events/{event}/finish", {"unscored": "refund"}).expect(202)
    assert olga.finished(event)["winners"] == []


def test_terms_stay_once_an_event_is_open_and_the_rest_may_change(cast):
    olga = cast["olga"]
    event, _ = olga.make_event(["Ann"], takeout="5")

    def patch(body):
        return olga.platform.request("PATCH", f"/v1/events/{event}", body, token=olga.token)

    for terms in ({"takeout_pct": "6"}, {"bets_may_be_cancelled": False}, {"self_stake": money("1.00")}, {"organizer_may_bet": True}):
        patch(terms).expect(409, "terms_fixed")
    assert patch({"details": "Court two", "sport": "tennis"}).expect(200)["details"] == "Court two"
    assert "sport" not in patch({"sport": None}).expect(200)
    patch({"starts_at": "2001-01-01T00:00:00Z"}).expect(422, "start_not_in_future")


def test_organizers_do_not_bet_on_their_own_events_unless_everybody_can_see_that_they_may(admin, platform):
    olga = platform.sign_up("olga")
    olga.receive(admin, "5.00")
    event, plays = olga.make_event(["Ann"])
    olga.bet(event, plays["Ann"], "1.00").expect(403, "organizer_may_not_bet")
    lenient, plays = olga.make_event(["Ann"], organizer_may_bet=True)
    assert platform.get(f"/v1/events/{lenient}").json["organizer_may_bet"] is True
    olga.bet(lenient, plays["Ann"], "1.00").expect(201)


def test_a_currency_that_is_added_is_good_for_events_within_moments(platform, admin, cast):
    code = "X" + uuid.uuid4().hex[:5].upper()
    body = {"name": "Open", "starts_at": in_an_hour(), "currency": code}
    cast["olga"].post("/v1/events", body).expect(422, "unknown_currency")
    admin.post("/v1/currencies", {"code": code, "scale": 3}).expect(201)

    def make_event():
        answer = cast["olga"].post("/v1/events", body)
        return answer if answer.code != "unknown_currency" else None

    event = eventually(make_event, "betting hears of the currency", 5).expect(201)
    assert event["pool"] == money("0.000", code)


def test_events_are_found_by_words_and_listed_by_their_start(platform, cast):
    olga, mark = cast["olga"], uuid.uuid4().hex[:8]
    first = make(olga, name=f"Grand Final {mark}", sport=mark, external_id=f"feed-{mark}", starts_at="2031-01-02T00:00:00Z")
    second = make(olga, name="Semifinal", sport=mark, details=f"before the {mark}", starts_at="2031-01-01T00:00:00Z")

    def found(query):
        return [event["id"] for event in platform.get(f"/v1/events?{query}").expect(200)["items"]]

    assert found(f"q={mark}") == [second["id"], first["id"]]
    assert found(f"q=fina+{mark[:6]}") == [first["id"]]
    assert found(f"q={mark}&status=open") == []
    assert found(f"sport={mark}&order=soonest") == [second["id"], first["id"]]
    assert found(f"sport={mark}&order=soonest&from=2031-01-01T12:00:00Z") == [first["id"]]
    assert found(f"external_id=feed-{mark}") == [first["id"]]
    assert found(f"organizer_id={olga.id}&sport={mark}") == [second["id"], first["id"]]
    page = platform.get(f"/v1/events?sport={mark}&order=soonest&limit=1").expect(200)
    assert found(f"sport={mark}&order=soonest&limit=1&cursor={page['next']}") == [first["id"]]
    platform.get("/v1/events?q=--").expect(422, "invalid_request")


def test_anybody_follows_an_events_dividends_live_and_goes_on_where_they_were(platform, cast):
    olga, alice = cast["olga"], cast["alice"]
    event, plays = olga.make_event(["Ann", "Ben"])
    path = f"/v1/events/{event}/stream"
    stream = Stream(platform, None, path=path)
    assert stream.status == 200
    stream.await_count(1)

    def standing(of=stream):
        return json.loads(of.events[-1][2])

    assert (standing()["status"], standing()["pool"]) == ("open", money("0.00"))
    asked = time.monotonic()
    alice.bet(event, plays["Ann"], "1.00").expect(201)
    eventually(lambda: standing()["pool"] == money("1.00"), "the bet is in the stream", 2)
    assert time.monotonic() - asked < 2
    assert {line["play_id"]: line.get("dividend") for line in standing()["plays"]} == {
        plays["Ann"]: "1.0000", plays["Ben"]: None}
    place = stream.last
    stream.close()
    again = Stream(platform, None, path=path, last=place)
    for _ in range(5):
        alice.bet(event, plays["Ben"], "0.10").expect(201)
    eventually(lambda: again.events and standing(again)["pool"] == money("1.50"), "the stream goes on", 5)
    assert len(again.events) <= 5 and all(id != place for id, _, _ in again.events)
    olga.settle(event, {plays["Ann"]: 2, plays["Ben"]: 1})
    eventually(lambda: standing(again)["status"] == "finished", "the end is in the stream", 5)
    assert standing(again)["winners"] == [plays["Ann"]]
    again.close()
    assert Stream(platform, None, path=f"/v1/events/{uuid.uuid4()}/stream").status == 404


def test_the_documents_say_what_a_standing_is_made_of(platform):
    channels = platform.get("/v1/asyncapi.json").expect(200)["channels"]
    message = channels["betting.follow-event.stream"]["messages"]["betting.event-standing"]
    assert set(message["payload"]["properties"]) == {"event_id", "status", "starts_at", "pool", "plays", "winners"}
