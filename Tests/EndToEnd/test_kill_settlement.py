"""Betting and the wallet are killed between the chunks of a settlement, again and again: each bet is paid once, to the cent."""

import os
import signal
import uuid
from decimal import Decimal

import pytest

from at_once import at_once
from audit_log import wait_until_complete
from platform_under_test import eventually

# Four of the six win: each of their bets gets a half more than it staked, without a remainder.
GAMBLERS, BETS_EACH, STAKE, DEPOSIT = 6, 300, Decimal("0.40"), Decimal("200.00")
POOL = GAMBLERS * BETS_EACH * STAKE


@pytest.fixture
def table(platform, admin):
    """An event on which a few people have bet so often that its settlement takes many chunks."""
    organizer = platform.sign_up("organizer")
    people = [platform.sign_up("gambler") for _ in range(GAMBLERS)]
    for person in people:
        person.receive(admin, str(DEPOSIT))
    event, plays = organizer.make_event(["Ann", "Ben"])

    def bet(number):
        play = plays["Ann"] if number % 3 else plays["Ben"]
        for _ in range(BETS_EACH):
            people[number].bet_until_definite(event, play, str(STAKE), uuid.uuid4().hex).expect(201)

    at_once(GAMBLERS, bet)
    for person in people:
        person.settled_wallet()
    organizer.post(f"/v1/events/{event}/start").expect(200)
    return organizer, people, event, plays


def out_of_the_pool(organizer, event):
    """How much has been paid or given back, once betting answers, and whether that was all."""

    def look():
        try:
            answer = organizer.get(f"/v1/events/{event}")
        except OSError:
            return None
        return answer if answer.status == 200 else None

    told = eventually(look, "betting answers", 30).json
    amounts = [Decimal(told["settlement"][name]["amount"]) for name in ("payouts", "refunds")]
    return sum(amounts), told["status"] in ("finished", "cancelled")


def kill_between_chunks(platform, organizer, event):
    """Kills both, as often as a part of the pool has gone out and a part has not. How much was out each time."""
    places = [Decimal(0)]
    while True:
        def has_moved():
            out, is_over = out_of_the_pool(organizer, event)
            return is_over or out > places[-1]

        eventually(has_moved, "the settlement goes on", 30)
        # The wallet takes nothing more, so that what is under way stays so until both are dead.
        os.kill(platform.pid("wallet"), signal.SIGSTOP)
        platform.kill("betting")
        platform.start("betting")
        out, is_over = out_of_the_pool(organizer, event)
        platform.kill("wallet")
        platform.start("wallet")
        platform.wait_until_ready(30)
        if is_over:
            return places[1:]
        places.append(out)


def paid_once(people, before, gains):
    """Each has what they had and what came to them, and nothing is held."""
    for number, person in enumerate(people):
        now = person.settled_wallet()
        assert Decimal(now["deposit"]) + Decimal(now["winning"]) == before + gains(number), person.id


@pytest.mark.parametrize("end", ["finish", "cancel"])
def test_each_bet_is_paid_once_whoever_is_killed_between(platform, admin, table, end):
    organizer, people, event, plays = table
    if end == "finish":
        for name, score in (("Ann", 2), ("Ben", 1)):
            organizer.put(f"/v1/events/{event}/plays/{plays[name]}/score", {"score": score}).expect(200)
    organizer.post(f"/v1/events/{event}/{end}").expect(202)
    places = kill_between_chunks(platform, organizer, event)
    assert len(places) >= 2 and places[-1] < POOL, "killed in the middle, more than once"

    winners = [number for number in range(GAMBLERS) if number % 3]
    share = POOL / len(winners)
    staked = BETS_EACH * STAKE
    if end == "finish":
        paid_once(people, DEPOSIT - staked, lambda number: share if number in winners else 0)
        won = organizer.all(f"/v1/events/{event}/winnings")
        assert {line["gambler"]: Decimal(line["winnings"]["amount"]) for line in won} == {
            person.id: share if number in winners else 0 for number, person in enumerate(people)}
    else:
        paid_once(people, DEPOSIT, lambda _: 0)
    bets = organizer.all(f"/v1/events/{event}/bets")
    states = {bet["status"] for bet in bets}
    assert len(bets) == GAMBLERS * BETS_EACH and states == ({"won", "lost"} if end == "finish" else {"refunded"})
    wait_until_complete(platform, admin)
