"""Quotes of outside books and edges over HTTP: what follows from them, what is refused by name, and who sees what."""

import datetime
import math
import uuid

import pytest

from platform_under_test import eventually


def soon(seconds):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)).isoformat()


@pytest.fixture(scope="module")
def people(platform):
    return {name: platform.sign_up(name) for name in ("sharp", "friend")}


@pytest.fixture
def event():
    return f"game-{uuid.uuid4().hex[:10]}"


def quote(event, odds, side="over", book="north", **other):
    return {
        "sport": "nfl", "event_key": event, "market_type": "total", "side": side, "line": "44.5", "book": book,
        "format": "decimal", "odds": odds, **other}


def by_hand(event, **other):
    return {
        "sport": "nfl", "event_key": event, "market_type": "player_props", "player": "Patrick Mahomes", "side": "over",
        "line": "285.5", "book": "north", "format": "american", "odds": "+110", "probability": "0.55", **other}


def refusal(answer):
    assert answer.status == 422, answer
    return [(error["code"], error["pointer"]) for error in answer.json["errors"]]


def test_quotes_give_the_best_line_and_what_is_sure(people, event):
    sharp, friend = people.values()
    first = sharp.post("/v1/quotes", quote(event, "2.10")).expect(201)
    assert sharp.get(f"/v1/quotes/{first['id']}").expect(200) == first
    many = [quote(event, "2.05", "under", "south"), quote(event, "1.90", book="east"), quote(event, "1.85", "under")]
    batch = sharp.post("/v1/quotes/batch", {"quotes": many}).expect(201)
    assert len(batch["items"]) == 3 and batch["arbitrages"] == 1
    [market] = friend.get(f"/v1/quotes/best?sport=nfl&event_key={event}").expect(200)["items"]
    assert [(offer["side"], offer["best"]["book"], offer["books"]) for offer in market["offers"]] == [
        ("over", "north", 2), ("under", "south", 2)]
    path = f"/v1/quotes/arbitrage?sport=nfl&event_key={event}"
    [sure] = friend.get(path + "&total=100.00&currency=EUR").expect(200)["items"]
    assert [leg["stake"]["amount"] for leg in sure["legs"]] == ["49.40", "50.60"]
    assert sure["profit"] == {"amount": "3.73", "currency": "EUR"}
    asked = friend.post("/v1/odds/arbitrage", {
        "format": "decimal", "prices": ["2.10", "2.05"], "total": {"amount": "100.00", "currency": "EUR"}}).expect(200)
    assert asked["profit"] == sure["profit"]
    # The book takes it back: it moved by more than 20 points, and nothing is sure any more.
    sharp.post("/v1/quotes", quote(event, "1.80")).expect(201)
    assert friend.get(path).expect(200)["items"] == []
    [move] = friend.get(f"/v1/quotes/steam?sport=nfl&event_key={event}").expect(200)["items"]
    assert (move["before"]["id"], move["points"]) == (first["id"], -35)
    pages = friend.get(f"/v1/quotes?sport=nfl&event_key={event}&limit=3").expect(200)
    rest = friend.get(f"/v1/quotes?sport=nfl&event_key={event}&limit=3&cursor={pages['next']}").expect(200)
    assert len(pages["items"] + rest["items"]) == 5 and rest["next"] is None
    assert rest["items"][-1] == first, "a quote stays as it was seen"


@pytest.mark.parametrize("notation, odds, code", [
    ("american", "0", "odds_of_zero"), ("american", "+99", "odds_between_evens"), ("american", "-99", "odds_between_evens"),
    ("decimal", "1e309", "unreadable_odds"), ("fractional", "5/0", "odds_of_zero"), ("decimal", "abc", "unreadable_odds"),
    ("decimal", "NaN", "unreadable_odds"),
])
def test_what_is_no_odds_is_neither_quote_nor_edge(people, event, notation, odds, code):
    sharp = people["sharp"]
    wrong = quote(event, odds, format=notation)
    assert refusal(sharp.post("/v1/quotes", wrong)) == [(code, "/odds")]
    batch = {"quotes": [quote(event, "2.00"), wrong]}
    assert refusal(sharp.post("/v1/quotes/batch", batch)) == [(code, "/quotes/1/odds")]
    assert refusal(sharp.post("/v1/edges", by_hand(event, format=notation, odds=odds))) == [(code, "/odds")]
    assert sharp.get(f"/v1/quotes?sport=nfl&event_key={event}").expect(200)["items"] == []
    assert sharp.get(f"/v1/edges?sport=nfl&event_key={event}").expect(200)["items"] == []


def test_what_is_no_probability_no_line_and_no_time_is_refused_by_its_field(people, event):
    sharp = people["sharp"]
    for probability in ("0", "1", "NaN", "1.5", "-0.1", "1e-3", 0.5):
        answer = sharp.post("/v1/edges", by_hand(event, probability=probability))
        assert answer.status in (400, 422) and answer.code in ("invalid_request", "malformed_request"), probability
    for line in ("NaN", "1e3", "+3", "1.2345", 44.5):
        assert sharp.post("/v1/quotes", quote(event, "2.00", line=line)).status in (400, 422)
    assert refusal(sharp.post("/v1/quotes", quote(event, "2.00", observed_at=soon(3600)))) == [
        ("observed_in_future", "/observed_at")]
    assert refusal(sharp.post("/v1/edges", by_hand(event, expires_at=soon(-1)))) == [("expiry_not_in_future", "/expires_at")]
    assert refusal(sharp.post("/v1/edges", by_hand(event, match_id=str(uuid.uuid4())))) == [("unknown_match", "/match_id")]
    assert sharp.post("/v1/quotes/batch", {"quotes": [quote(event, "2.00")] * 251}).status == 422
    # A book that never sums: all of it pays at least what is staked.
    for side in ("over", "under"):
        last = sharp.post("/v1/quotes", quote(event, "2.10", side)).expect(201)["id"]
    view = {"book": "north", "method": "shin"}
    assert refusal(sharp.post("/v1/edges", {"quote_id": last, "market_view": view})) == [("no_margin", "/market_view")]


def test_an_edge_is_found_recommended_and_used(people, admin, event):
    sharp, friend = people.values()
    for side in ("over", "under"):
        sharp.post("/v1/quotes", quote(event, "1.91", side, "sharp")).expect(201)
    over = sharp.post("/v1/quotes", quote(event, "2.10")).expect(201)["id"]
    view = {"book": "sharp", "method": "power"}
    edge = sharp.post("/v1/edges", {
        "quote_id": over, "market_view": view, "season": "2026", "week": 4, "notes": "mine",
        "context": {"team": "KC", "defense_rating": "0.82"}}).expect(201)
    assert (edge["probability"], edge["status"], edge["created_by"]) == ("0.5", "active", sharp.id)
    assert math.isclose(float(edge["edge"]), 0.5 - 1 / 2.1) and math.isclose(float(edge["expected_value"]), 0.05)
    path = f"/v1/edges/{edge['id']}"
    assert "created_by" not in friend.get(path).expect(200)
    friend.post(path + "/use").expect(403, "forbidden")
    friend.get(path + "/recommendation").expect(422, "bankroll_unknown")
    asked = friend.get(path + "/recommendation?bankroll=1000.00&currency=EUR&kelly_fraction=0.2").expect(200)
    sized = friend.post("/v1/odds/kelly", {
        "format": "decimal", "bets": [{"odds": "2.10", "probability": "0.5"}], "fraction": "0.2",
        "bankroll": {"amount": "1000.00", "currency": "EUR"}}).expect(200)
    assert asked["recommended_stake"] == sized["stakes"][0]["stake"]
    # Who has said nothing of risk is held to the middle.
    more = friend.get(path + "/recommendation?bankroll=1000.00&currency=EUR&kelly_fraction=1").expect(200)
    assert (asked["kelly_fraction"], more["kelly_fraction"]) == ("0.2", "0.25")
    many = [quote(event, "1.95", "over", f"book {number}") for number in range(250)]
    assert len(sharp.post("/v1/quotes/batch", {"quotes": many}).expect(201)["items"]) == 250
    friend.put("/v1/me/risk-profile", {
        "bankroll": {"amount": "1000.00", "currency": "EUR"}, "maximum_stake": {"amount": "10.00", "currency": "EUR"},
        "max_kelly_fraction": "0.5", "auto_kelly_sizing": True}).expect(200)

    def recommended():
        answer = friend.get(path + "/recommendation")
        return answer.status == 200 and answer.json

    by_profile = eventually(recommended, "the profile is known")
    assert (by_profile["recommended_stake"]["amount"], by_profile["held_by"]) == ("10.00", "maximum_stake")
    week = "sport=nfl&season=2026&week=4"
    assert edge["id"] in [one["id"] for one in friend.get(f"/v1/edges?{week}").expect(200)["items"]]
    top = friend.get(f"/v1/edges/top?{week}&order=kelly&limit=200").expect(200)["items"]
    values = [float(one["kelly_fraction"]) for one in top]
    assert values == sorted(values, reverse=True) and edge["id"] in [one["id"] for one in top]
    assert sharp.post(path + "/stale").expect(200)["status"] == "stale"
    changed = sharp.platform.request("PATCH", path, {"format": "decimal", "odds": "2.20"}, token=sharp.token).expect(200)
    assert (changed["status"], changed["best_odds"]["fractional"]) == ("active", "6/5")
    assert sharp.post(path + "/use").expect(200)["status"] == "used"
    sharp.post(path + "/use").expect(409, "wrong_state")
    friend.get(path + "/recommendation").expect(409, "wrong_state")


def test_an_edge_expires_by_itself_and_is_put_away(people, admin, event):
    sharp, friend = people.values()
    own = sharp.post("/v1/edges", by_hand(event, shared=False)).expect(201)["id"]
    friend.get(f"/v1/edges/{own}").expect(404, "not_found")
    admin.get(f"/v1/edges/{own}").expect(200)
    sharp.delete(f"/v1/edges/{own}").expect(200)
    sharp.get(f"/v1/edges/{own}").expect(404, "not_found")
    short = sharp.post("/v1/edges", by_hand(event, expires_at=soon(1.5))).expect(201)["id"]
    eventually(lambda: sharp.get(f"/v1/edges/{short}").expect(200)["status"] == "expired", "it is expired")
    sharp.post(f"/v1/edges/{short}/use").expect(409, "wrong_state")
    sharp.post("/v1/edges/cleanup", {"days": 0}).expect(403, "forbidden")
    assert admin.post("/v1/edges/cleanup", {"days": 0}).expect(200)["put_away"] >= 1
    sharp.get(f"/v1/edges/{short}").expect(404, "not_found")
