"""Bets between users, from the offer to the last cent: who may do what, simultaneous joins, disputes, calling off, and a
wallet or a betting service that is killed in the middle of it."""

import threading
import time
import uuid

import pytest

from at_once import at_once, outcomes
from platform_under_test import INDEFINITE, eventually

STARTS = "100.00"


def money(amount, currency="EUR"):
    return {"amount": amount, "currency": currency}


def offer(**details):
    """Ann stakes 30 that she wins; who says no stakes 10."""
    return {
        "title": "Chess on Sunday", "terms": "Three games, without clocks", "outcomes": ["Ann", "Ben"], "outcome": "Ann",
        "stake": money("30.00"), "stakes": [{"outcome": "Ben", "stake": money("10.00")}], **details}


@pytest.fixture
def people(platform, admin):
    people = {name: platform.sign_up(name) for name in ("ann", "ben", "cid", "judge")}
    for name in ("ann", "ben", "cid"):
        people[name].receive(admin, STARTS)
    return people


def made(person, **details):
    answer = person.post("/v1/peer-bets", offer(**details))
    bet = answer.expect(201)
    assert answer.headers["Location"] == f"/v1/peer-bets/{bet['id']}"
    return bet["id"]


def act(person, bet, action, body=None, **options):
    return person.post(f"/v1/peer-bets/{bet}/{action}", body or {}, **options)


def join(person, bet, outcome="Ben", **options):
    return act(person, bet, "join", {"outcome": outcome}, **options)


def resolve(person, bet, outcome):
    return act(person, bet, "resolve", {"outcome": outcome})


def ended(person, bet, status):
    def look():
        now = person.get(f"/v1/peer-bets/{bet}").expect(200)
        return now if now["status"] == status else None

    return eventually(look, f"the bet is {status}")


def balance(person):
    wallet = person.settled_wallet()
    return wallet["deposit"], wallet["winning"]


def test_both_sides_agree_and_who_was_right_gets_the_stake_back_and_the_rest_as_winnings(people):
    ann, ben, cid = people["ann"], people["ben"], people["cid"]
    bet = made(ann, fee_pct="2.5")
    assert bet in [item["id"] for item in cid.all("/v1/peer-bets?show=open")]
    assert join(ben, bet).expect(200)["status"] == "locked"
    assert bet not in [item["id"] for item in cid.all("/v1/peer-bets?show=open")]
    assert (balance(ann), balance(ben)) == (("70.00", "0.00"), ("90.00", "0.00"))
    assert resolve(ben, bet, "Ann").expect(200)["status"] == "resolving"
    resolve(cid, bet, "Ann").expect(403, "forbidden")
    assert resolve(ann, bet, "Ann").expect(200)["status"] == "resolved"
    end = ended(ann, bet, "paid")
    assert (end["result"]["outcome"], end["result"]["decided_by"], end["result"]["fee"]) == (
        "Ann", "agreement", money("0.25"))
    # The stake is deposit again; of the 10 that Ben lost the house keeps 0.25.
    assert (balance(ann), balance(ben)) == (("100.00", "9.75"), ("90.00", "0.00"))
    act(ann, bet, "cancel").expect(409, "wrong_state")
    names = {line["participant"] for line in end["participants"]}
    assert names == {ann.id, ben.id}
    assert not names & {line["participant"] for line in cid.get(f"/v1/peer-bets/{bet}").expect(200)["participants"]}


def test_of_two_who_join_at_once_one_gets_the_place_and_the_other_keeps_the_money(people):
    ann = people["ann"]
    for _ in range(5):
        bet = made(ann, stake=money("1.00"), stakes=[])
        answers = at_once(2, lambda number: join((people["ben"], people["cid"])[number], bet))
        assert outcomes(answers) == {(200, None): 1, (409, "wrong_state"): 1}
        seen = ann.get(f"/v1/peer-bets/{bet}").expect(200)
        assert (seen["status"], seen["participant_count"], seen["pot"]) == ("locked", 2, money("2.00"))
    balances = [people[name].settled_wallet()["deposit"] for name in ("ben", "cid")]
    assert sum(float(amount) for amount in balances) == 195


def test_a_dispute_is_its_arbiters_to_decide(people, admin):
    ann, ben, judge = people["ann"], people["ben"], people["judge"]
    bet = made(ann, arbiter_id=judge.id)
    join(judge, bet).expect(409, "arbiter_takes_part")
    join(ben, bet).expect(200)
    assert bet in [item["id"] for item in judge.all("/v1/peer-bets?show=arbiter")]
    resolve(judge, bet, "Ben").expect(409, "wrong_state")
    resolve(ann, bet, "Ann").expect(200)
    assert resolve(ben, bet, "Ben").expect(200)["status"] == "disputed"
    resolve(admin, bet, "Ann").expect(403, "forbidden")
    resolve(judge, bet, "Neither").expect(422, "unknown_outcome")
    assert resolve(judge, bet, "Ben").expect(200)["result"]["decided_by"] == "arbiter"
    ended(ben, bet, "paid")
    assert (balance(ann), balance(ben)) == (("70.00", "0.00"), ("100.00", "30.00"))


def test_a_dispute_without_an_arbiter_is_an_admins_and_void_gives_all_back(people, admin):
    ann, ben = people["ann"], people["ben"]
    bet = made(ann)
    join(ben, bet).expect(200)
    seen = act(ben, bet, "dispute", {"reason": "The clock was broken"}).expect(200)
    assert (seen["status"], seen["dispute"]["reason"]) == ("disputed", "The clock was broken")
    assert bet in [item["id"] for item in admin.all("/v1/peer-bets?show=all&status=disputed")]
    resolve(admin, bet, "void").expect(200)
    assert ended(ann, bet, "paid")["result"]["ending"] == "refund"
    assert (balance(ann), balance(ben)) == ((STARTS, "0.00"), (STARTS, "0.00"))


def test_a_bet_is_called_off_alone_until_somebody_joins_and_together_after_that(people):
    ann, ben = people["ann"], people["ben"]
    alone = made(ann)
    assert act(ann, alone, "cancel").expect(200)["status"] == "cancelled"
    assert balance(ann) == (STARTS, "0.00")
    join(ben, alone).expect(409, "wrong_state")
    bet = made(ann, max_participants=3)
    act(ann, bet, "lock").expect(409, "wrong_state")
    join(ben, bet).expect(200)
    act(ben, bet, "lock").expect(403, "forbidden")
    assert act(ann, bet, "lock").expect(200)["status"] == "locked"
    assert act(ann, bet, "cancel").expect(200)["status"] == "locked"
    assert act(ben, bet, "cancel").expect(200)["status"] == "cancelled"
    assert (balance(ann), balance(ben)) == ((STARTS, "0.00"), (STARTS, "0.00"))


def test_a_bonus_buys_no_part_in_a_bet(platform, admin, people):
    poor = platform.sign_up("poor")
    admin.post(f"/v1/users/{poor.id}/bonuses", {"amount": money("50.00"), "reason": "to play with"}).expect(201)
    refused = join(poor, made(people["ann"])).expect(422, "insufficient_funds")
    assert refused["errors"][0]["pointer"].startswith("/stake")
    assert poor.wallet()["bonus"] == "50.00"


def test_bad_offers_are_refused_and_take_nothing(people):
    ann = people["ann"]
    for details, pointer in [
        ({"outcomes": ["Ann"]}, "/outcomes"), ({"outcomes": ["Ann", "ann"]}, "/outcomes"),
        ({"outcomes": ["Ann", "void"]}, "/outcomes"), ({"outcome": "Cid"}, "/outcome"),
        ({"max_participants": 1}, "/max_participants"), ({"max_participants": 101}, "/max_participants"),
        ({"stake": money("0.00")}, "/stake/amount"), ({"stake": money("1.001")}, "/stake/amount"),
        ({"stake": money("1.00", "XYZ")}, "/stake/currency"), ({"arbiter_id": ann.id}, "/arbiter_id"),
        ({"resolved_by": "arbiter"}, "/arbiter_id"), ({"visibility": "invited"}, "/invited"),
        ({"join_deadline": "2020-01-01T00:00:00Z"}, "/join_deadline"), ({"fee_pct": "100"}, "/fee_pct"),
        ({"visibility": "nobody"}, "/visibility"), ({"surprise": 1}, "/surprise"),
    ]:
        answer = ann.post("/v1/peer-bets", offer(**details))
        assert answer.status == 422, (details, answer)
        assert answer.json["errors"][0]["pointer"] == pointer, (details, answer)
    ann.post("/v1/peer-bets", offer(stake=money("100.01"))).expect(422, "insufficient_funds")
    assert balance(ann) == (STARTS, "0.00")
    assert ann.all("/v1/peer-bets") == []


def test_a_deadline_comes_by_itself(people):
    ann = people["ann"]
    soon = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(time.time() + 2)) + ".000Z"
    bet = made(ann, join_deadline=soon)
    ended(ann, bet, "cancelled")
    assert balance(ann) == (STARTS, "0.00")


def until_definite(ask):
    """The answer that says for certain; `ask` asks under one key, whatever is away."""

    def look():
        try:
            answer = ask()
        except OSError:
            return None
        return None if answer.code in INDEFINITE else answer

    return eventually(look, "a definite answer", 40)


@pytest.mark.parametrize("victim", ["betting", "wallet"])
def test_nothing_is_lost_or_paid_twice_when_a_process_is_killed(platform, admin, victim):
    """Pairs bet, agree or call it off, again and again, while a process is killed; then all money is where it belongs."""
    pairs = [(platform.sign_up("first"), platform.sign_up("second")) for _ in range(4)]
    for pair in pairs:
        for person in pair:
            person.receive(admin, STARTS)
    stop, failures, ends = threading.Event(), [], []

    def post(person, path, body):
        key = uuid.uuid4().hex
        return until_definite(lambda: person.post(path, body, key=key))

    def play(pair, index):
        ann, ben = pair
        try:
            count = index
            while not stop.is_set():
                details = offer(stake=money("0.30"), stakes=[{"outcome": "Ben", "stake": money("0.10")}])
                answer = post(ann, "/v1/peer-bets", details)
                if answer.code == "too_many_today":
                    return
                path = f"/v1/peer-bets/{answer.expect(201)['id']}"
                assert post(ben, f"{path}/join", {"outcome": "Ben"}).status == 200
                word = {0: "Ann", 1: "Ben", 2: "void"}.get(count % 4)
                for person in pair:
                    action, body = ("resolve", {"outcome": word}) if word else ("cancel", {})
                    assert post(person, f"{path}/{action}", body).status == 200
                ends.append((pair, path, word))
                count += 1
        except Exception as error:  # told to the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=play, args=(pair, index)) for index, pair in enumerate(pairs)]
    for thread in threads:
        thread.start()
    for _ in range(3):
        before = len(ends)
        eventually(lambda: failures or len(ends) >= before + 6, "more bets are over", 40)
        platform.kill(victim)
        time.sleep(0.3)
        platform.start(victim)
        platform.wait_until_ready()
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    expected = {person.id: 10_000 for pair in pairs for person in pair}
    for pair, path, word in ends:
        assert eventually(lambda: look(pair[0], path), f"{path} is over")["ended_at"]
        won = {"Ann": 10, "Ben": -30}.get(word, 0)
        expected[pair[0].id] += won
        expected[pair[1].id] -= won
    for pair in pairs:
        for person in pair:
            wallet = person.settled_wallet()
            there = sum(round(float(wallet[bucket]) * 100) for bucket in ("deposit", "winning"))
            assert there == expected[person.id]
    escrows = [
        line for line in admin.all("/v1/ledger/accounts")
        if "peer-bet/" in str(line) and any(path.split("/")[-1] in str(line) for _, path, _ in ends)]
    assert len(escrows) == len(ends)
    assert all(line["balance"]["amount"].strip("0.") == "" for line in escrows)


def look(person, path):
    bet = person.get(path).expect(200)
    return bet if bet["status"] in ("paid", "cancelled") else None
