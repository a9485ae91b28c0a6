"""Each process in turn is killed in the middle of a load of bets and started again: all money is accounted for, no bet is
lost or doubled, and the audit log is complete."""

import json
import threading
import time
import uuid
from decimal import ROUND_HALF_EVEN, Decimal

import pytest

from audit_log import wait_until_complete
from platform_under_test import SERVICES, eventually

GAMBLERS, POOR = 4, 1
DEPOSIT, POOR_DEPOSIT = Decimal("500.00"), Decimal("1.50")
TAKEOUT = "7.5"
KILLS, BETWEEN = 3, 60


class Attempt:
    """One bet under one key, with the definite answer that it got."""

    def __init__(self, person, event, play, stake):
        self.person, self.event, self.play, self.stake, self.key = person, event, play, stake, uuid.uuid4().hex
        self.answer = self.ask()

    def ask(self):
        return self.person.bet_until_definite(self.event, self.play, self.stake, self.key)


class Load:
    """Several people betting at once, each bet until its answer is definite."""

    def __init__(self, people, event, plays):
        self.attempts, self.failures, self.stop = [], [], threading.Event()
        self.lock = threading.Lock()
        self.threads = [
            threading.Thread(target=self.work, args=(person, event, plays, index)) for index, person in enumerate(people)]
        for thread in self.threads:
            thread.start()

    def work(self, person, event, plays, index):
        try:
            count = 0
            while not self.stop.is_set():
                stake = f"0.{10 + (7 * count + index) % 50}"
                attempt = Attempt(person, event, plays[(count + index) % len(plays)], stake)
                count += 1
                with self.lock:
                    self.attempts.append(attempt)
        except Exception as error:  # told to the test's own thread
            self.failures.append(error)
            self.stop.set()

    @property
    def answered(self):
        return len(self.attempts)

    def await_answers(self, count):
        eventually(lambda: self.failures or self.answered >= count, f"{count} answers", 40)
        assert not self.failures, self.failures

    def end(self):
        self.stop.set()
        for thread in self.threads:
            thread.join()
        assert not self.failures, self.failures


@pytest.mark.parametrize("victim", SERVICES)
def test_nothing_is_lost_or_doubled_when_a_process_is_killed(platform, admin, victim):
    organizer = platform.sign_up("organizer")
    people = [platform.sign_up("gambler") for _ in range(GAMBLERS + POOR)]
    for index, person in enumerate(people):
        person.receive(admin, str(DEPOSIT if index < GAMBLERS else POOR_DEPOSIT))
    event, plays = organizer.make_event(["Ann", "Ben", "Cid"], takeout=TAKEOUT)

    load = Load(people, event, list(plays.values()))
    try:
        for _ in range(KILLS):
            load.await_answers(load.answered + BETWEEN)
            platform.kill(victim)
            # For a while it is really away, so that clients, and not only messages under way, meet its absence.
            time.sleep(0.5)
            platform.start(victim)
            platform.wait_until_ready()
        load.await_answers(load.answered + BETWEEN)
    finally:
        load.end()
    accepted = [attempt for attempt in load.attempts if attempt.answer.status == 201]
    refused = [attempt for attempt in load.attempts if attempt.answer.status != 201]
    assert {attempt.answer.code for attempt in refused} <= {"insufficient_funds"}
    assert {attempt.person for attempt in refused} == {people[-1]}, "only who has too little is refused"
    assert len(accepted) > KILLS * BETWEEN

    check_bets(organizer, event, people, accepted)
    end = organizer.settle(event, {plays["Ann"]: 2, plays["Ben"]: 2, plays["Cid"]: 1})
    check_money(organizer, end, people, accepted)
    check_repeats(load.attempts)
    wait_until_complete(platform, admin)
    check_log(admin, event, accepted)


def check_bets(organizer, event, people, accepted):
    """The bets that are there are those that were accepted, once each."""
    answers = {attempt.answer.json["id"]: attempt for attempt in accepted}
    assert len(answers) == len(accepted), "two keys were answered with one bet"
    listed = organizer.all(f"/v1/events/{event}/bets")
    assert sorted(bet["id"] for bet in listed) == sorted(answers)
    for bet in listed:
        attempt = answers[bet["id"]]
        told = (bet["play_id"], bet["gambler_id"], bet["stake"]["amount"], bet["status"])
        assert told == (attempt.play, attempt.person.id, attempt.stake, "accepted")
    pool = organizer.get(f"/v1/events/{event}/pool").expect(200)
    assert Decimal(pool["pool"]["amount"]) == sum(Decimal(bet["stake"]["amount"]) for bet in listed)
    for person in people:
        staked = sum(Decimal(attempt.stake) for attempt in accepted if attempt.person is person)
        wallet = person.settled_wallet()
        had = POOR_DEPOSIT if person is people[-1] else DEPOSIT
        assert (Decimal(wallet["deposit"]), wallet["held"], wallet["winning"]) == (had - staked, "0.00", "0.00")


def check_money(organizer, end, people, accepted):
    """What was paid in is what is there and what the house kept."""
    pool = sum(Decimal(attempt.stake) for attempt in accepted)
    takeout = (pool * Decimal(TAKEOUT) / 100).quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    wallets = [person.wallet() for person in people]
    there = sum(Decimal(wallet[bucket]) for wallet in wallets for bucket in ("deposit", "winning", "bonus", "held"))
    assert there == GAMBLERS * DEPOSIT + POOR * POOR_DEPOSIT - takeout
    won = {line["gambler"]: Decimal(line["winnings"]["amount"]) for line in organizer.all(f"/v1/events/{end['id']}/winnings")}
    assert sum(won.values()) == pool - takeout
    assert {person.id: Decimal(wallet["winning"]) for person, wallet in zip(people, wallets)} == {
        person.id: won.get(person.id, Decimal(0)) for person in people}


def check_repeats(attempts):
    """Whoever asks again under a key gets the first answer's bytes, also long after."""
    for attempt in attempts:
        again = attempt.ask()
        assert (again.status, again.headers["Location"]) == (
            attempt.answer.status, attempt.answer.headers["Location"])
        if again.status == 201:
            assert again.body == attempt.answer.body
        else:
            assert without_trace(again) == without_trace(attempt.answer)


def without_trace(answer):
    return {name: value for name, value in json.loads(answer.body).items() if name != "trace_id"}


def check_log(admin, event, accepted):
    """Each accepted bet is in the audit log once."""
    logged = [
        entry for entry in admin.all("/v1/audit/events?action=betting.bet-placed") if entry["event"]["data"]["event"] == event]
    assert sorted(entry["event"]["data"]["bet"] for entry in logged) == sorted(
        attempt.answer.json["id"] for attempt in accepted)
