"""What came of one's bets, and leaderboards of those who want to be seen, over HTTP and to the cent."""

import uuid

import pytest

from platform_under_test import eventually, in_an_hour
from test_contests import Contests


def euros(amount):
    return {"amount": amount, "currency": "EUR"}


def sport():
    return f"sport-{uuid.uuid4().hex[:10]}"


@pytest.fixture(scope="module")
def people(platform, admin):
    people = {name: platform.sign_up(name) for name in ("olga", "alice", "bob")}
    for name in ("alice", "bob"):
        people[name].receive(admin, "200.00")
    return people


def event(organizer, of):
    body = {"name": "Cup", "starts_at": in_an_hour(), "currency": "EUR", "takeout_pct": "0", "sport": of}
    made = organizer.post("/v1/events", body).expect(201)["id"]
    plays = {
        name: organizer.post(f"/v1/events/{made}/plays", {"name": name}).expect(201)["id"] for name in ("Ann", "Ben")}
    organizer.post(f"/v1/events/{made}/open").expect(200)
    return made, plays


def statistics(person, query=""):
    return person.get(f"/v1/bets/statistics?{query}").expect(200)["currencies"]


def choose(person, nickname, visible=True):
    return person.put("/v1/me/leaderboard", {"visible": visible, "nickname": nickname})


def test_statistics_are_what_was_bet_and_paid(people, admin, platform):
    olga, alice, bob = people.values()
    chess = sport()
    cup, plays = event(olga, chess)
    alice.bet(cup, plays["Ann"], "2.00").expect(201)
    bob.bet(cup, plays["Ben"], "5.00").expect(201)
    taken = alice.bet(cup, plays["Ben"], "7.00").expect(201)["id"]
    alice.post(f"/v1/bets/{taken}/cancel").expect(200)
    olga.settle(cup, {plays["Ann"]: 1})
    off, others = event(olga, chess)
    alice.bet(off, others["Ann"], "4.00").expect(201)
    olga.post(f"/v1/events/{off}/cancel").expect(202)
    olga.finished(off)
    still, third = event(olga, chess)
    alice.bet(still, third["Ann"], "1.50").expect(201)
    [line] = statistics(alice, f"sport={chess}")
    assert line["currency"] == "EUR" and line["total"] == {
        "bets": 4, "won": 1, "lost": 0, "refunded": 2, "open": 1, "staked": euros("2.00"), "returned": euros("7.00"),
        "net": euros("5.00"), "roi_pct": "250.00", "refunded_stake": euros("11.00"), "open_stake": euros("1.50"),
        "biggest_win": euros("5.00")}
    assert [(part["kind"], part["figures"]) for part in line["by_kind"]] == [("pool_bet", line["total"])]
    assert [part["sport"] for part in line["by_sport"]] == [chess]
    month = line["by_month"][0]["month"]
    assert month.endswith("-01") and line["by_month"][0]["figures"]["open"] == 0
    [lost] = statistics(bob, f"sport={chess}&kind=pool_bet&currency=EUR&from={month}")
    assert (lost["total"]["net"], lost["total"]["roi_pct"]) == (euros("-5.00"), "-100.00")
    assert statistics(bob, f"sport={chess}&to=2020-01-01") == [] and statistics(bob, "kind=contest_entry") == []
    bob.get("/v1/bets/statistics?kind=horse").expect(422, "invalid_request")
    platform.get("/v1/bets/statistics").expect(401, "unauthenticated")


def test_contests_and_peer_bets_count_too(platform, admin):
    contests = Contests(platform, admin)
    contest = contests.opened(prize_structure=[100], commission_pct="0")
    ann, ben = contests.funded(name="ann"), contests.funded(name="ben")
    entries = [contests.enter(contest, person) for person in (ann, ben)]
    contests.act(contest, "close").expect(200)
    contests.score(contest, [(entries[0], 2), (entries[1], 1)])
    contests.act(contest, "settle").expect(202)
    offer = {"title": "Rain", "outcomes": ["yes", "no"], "outcome": "yes", "stake": euros("3.00"), "sport": "weather"}
    bet = ann.post("/v1/peer-bets", offer).expect(201)["id"]
    ben.post(f"/v1/peer-bets/{bet}/join", {"outcome": "no"}).expect(200)
    for person in (ann, ben):
        person.post(f"/v1/peer-bets/{bet}/resolve", {"outcome": "no"}).expect(200)

    def settled():
        found = statistics(ann)
        return found if found and found[0]["total"]["bets"] == 2 and found[0]["total"]["open"] == 0 else None

    [line] = eventually(settled, "both are over")
    assert (line["total"]["staked"], line["total"]["returned"]) == (euros("13.00"), euros("20.00"))
    assert {part["kind"]: part["figures"]["net"] for part in line["by_kind"]} == {
        "contest_entry": euros("10.00"), "peer_bet": euros("-3.00")}
    assert {part["sport"]: part["figures"]["won"] for part in line["by_sport"]} == {"cricket": 1, "weather": 0}
    nickname = f"a{uuid.uuid4().hex[:12]}"
    choose(ann, nickname).expect(200)

    def first():
        return ann.get("/v1/leaderboards/contests_won?sport=cricket").expect(200)["own"].get("rank")

    assert eventually(first, "it is on the leaderboard") == 1


def test_leaderboards_show_who_wants_to_be_seen_and_nobody_else(people, platform):
    olga, alice, bob = people.values()
    darts, mark = sport(), uuid.uuid4().hex[:8]
    for _ in range(2):
        cup, plays = event(olga, darts)
        for _ in range(5):
            alice.bet(cup, plays["Ann"], "1.00").expect(201)
            bob.bet(cup, plays["Ben"], "0.50").expect(201)
        olga.settle(cup, {plays["Ann"]: 1})

    def board(kind, person=bob, query=""):
        return person.get(f"/v1/leaderboards/{kind}?sport={darts}{query}").expect(200)

    assert board("net_profit")["items"] == []
    own = board("net_profit", alice)["own"]
    assert own == {"visible": False, "rank": 1, "value": "5.00", "bets": 10}
    assert alice.get("/v1/me/leaderboard").expect(200) == {"visible": False}
    choose(alice, None).expect(422, "invalid_request")
    choose(alice, alice.email).expect(422, "invalid_request")
    choose(alice, "ADM1N").expect(422, "nickname_reserved")
    assert choose(alice, f"Ace_{mark}").expect(200) == {"visible": True, "nickname": f"Ace_{mark}"}
    choose(bob, f"aCE_{mark}").expect(409, "nickname_taken")
    choose(bob, f"Bea_{mark}").expect(200)
    rows = eventually(lambda: (found := board("roi")["items"])[1:] and found, "both are on the board")
    assert rows == [
        {"rank": 1, "nickname": f"Ace_{mark}", "value": "50.00", "bets": 10, "is_own": False},
        {"rank": 2, "nickname": f"Bea_{mark}", "value": "-100.00", "bets": 10, "is_own": True}]
    assert [row["value"] for row in board("winnings", query="&period=month")["items"]] == ["15.00"]
    week = board("net_profit", query="&period=week&limit=1")
    assert [row["value"] for row in week["items"]] == ["5.00"] and week["own"]["rank"] == 2 and week["from"] < week["to"]
    rest = board("net_profit", query=f"&period=week&limit=1&cursor={week['next']}")
    assert [row["rank"] for row in rest["items"]] == [2] and rest["next"] is None
    # At once, and without a trace for others.
    choose(alice, f"Ace_{mark}", visible=False).expect(200)
    assert [row["nickname"] for row in board("roi")["items"]] == [f"Bea_{mark}"]
    assert alice.id not in str(board("roi", query="&period=all").items())
    assert board("roi", alice)["own"]["visible"] is False and board("roi", alice)["own"]["rank"] == 1
    bob.get("/v1/leaderboards/luck").expect(422, "invalid_request")
    bob.get("/v1/leaderboards/roi?currency=XXX").expect(422, "unknown_currency")
    bob.get("/v1/leaderboards/roi?cursor=soon").expect(422, "invalid_request")
    platform.get("/v1/leaderboards/roi").expect(401, "unauthenticated")
