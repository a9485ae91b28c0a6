"""Whoever can write to the databases, and has no key, is found out: in each of the six, whatever is done to the events,
before the audit log has them and afterwards, and in the log itself. Every case is named by source and sequence."""

import shutil
import signal
import sqlite3
import time
import uuid

import pytest
import zmq

from audit_log import wait_until_complete
from platform_under_test import SERVICES, Platform, eventually
from tamperer import Tamperer, another


class Scene:
    """A platform whose databases are changed while nothing runs, and put back afterwards."""

    def __init__(self, platform):
        self.platform = platform
        self.admin = platform.admin()
        player = platform.sign_up("player")
        player.receive(self.admin, "10.00")
        self.victim = platform.sign_up("victim")
        self.deposit = self.victim.request_deposit("31.00")
        adjustment = {
            "bucket": "winning", "amount": {"amount": "1.00", "currency": "EUR"}, "direction": "credit",
            "reason": "asked for in a test"}
        self.admin.post(f"/v1/users/{self.victim.id}/adjustments", adjustment).expect(201)
        self.admin.post(f"/v1/deposits/{self.deposit['id']}/approve", {}).expect(200)
        for number in range(6):
            event, plays = player.make_event(["Ann"], organizer_may_bet=True)
            player.bet(event, plays["Ann"], "1.00").expect(201)
            self.admin.post("/v1/raffles", {"name": f"Raffle {number}", "currency": "EUR"}).expect(201)
        self.admin.post("/v1/audit/checks", {}).expect(202)
        self.check()
        wait_until_complete(platform, self.admin)
        self.stop()
        self.pulled = self.keep("pulled")
        self.tell_without_audit(5)
        self.unpulled = self.keep("unpulled")

    # Running and stopping

    def start(self):
        for service in SERVICES:
            self.platform.start(service)
        eventually(lambda: self.sources(), "the gateway answers for the audit service")

    def stop(self):
        for service in SERVICES:
            if self.platform.is_alive(service):
                self.platform.kill(service, signal.SIGTERM)

    def keep(self, name):
        folder = self.platform.home / name
        shutil.copytree(self.platform.home / "data", folder)
        return folder

    def put_back(self, folder):
        shutil.rmtree(self.platform.home / "data")
        shutil.copytree(folder, self.platform.home / "data")

    def last(self, service):
        with sqlite3.connect(f"file:{self.platform.home}/data/{service}.db?mode=ro", uri=True) as database:
            return database.execute("SELECT MAX(sequence) FROM runtime_events").fetchone()[0]

    def first_unpulled(self, service):
        with sqlite3.connect(f"file:{self.platform.home}/data/audit.db?mode=ro", uri=True) as database:
            return 1 + database.execute("SELECT sequence FROM sources WHERE source = ?", (service,)).fetchone()[0]

    def tell_without_audit(self, count):
        """Each service tells that it starts, and is gone before anybody has read it; the audit service too, which does not
        find itself while another's key stands for its own."""
        key = self.platform.home / "keys/public/audit-connection.key"
        own = key.read_text()
        key.write_text(own.replace(own.split()[0], zmq.curve_keypair()[0].decode()))
        try:
            self.start_and_kill(count)
        finally:
            key.write_text(own)

    def start_and_kill(self, count):
        for _ in range(count):
            before = {service: self.last(service) for service in SERVICES}
            for service in SERVICES:
                self.platform.start(service)
                deadline = time.monotonic() + 15
                while self.last(service) == before[service]:
                    assert time.monotonic() < deadline
                self.platform.kill(service)

    # What audit says

    def sources(self):
        try:
            answer = self.admin.get("/v1/audit/sources")
        except OSError:
            return None
        return answer.json["items"] if answer.status == 200 else None

    def found(self):
        return {
            (source["source"], gap["kind"], gap["expected"])
            for source in self.sources() or [] for gap in source["gaps"]}

    def checks(self):
        items = self.admin.get("/v1/audit/checks").expect(200)["items"]
        return {(item["check"], item["service"]): item for item in items}

    def check(self, kinds=("books", "sources", "log", "history")):
        """Has everything looked at and waits for the end of it. How the books' check went is told by events, which the log
        does not take from a service that wrote others."""
        before = {name: check.get("finished_at") for name, check in self.checks().items()}

        def finished():
            checks = {name: check for name, check in self.checks().items() if name[0] in kinds}
            is_over = all(
                check["state"] == "finished" and check["finished_at"] != before[name] for name, check in checks.items())
            return checks if is_over else None

        self.admin.post("/v1/audit/checks", {}).expect(202)
        return eventually(finished, "all checks have run", 30)

    def expect(self, expected):
        eventually(lambda: expected <= self.found(), f"found are {sorted(expected)}, not {sorted(self.found())}")
        return self.found()


@pytest.fixture(scope="module")
def scene():
    platform = Platform()
    try:
        platform.up()
        yield Scene(platform)
    finally:
        platform.down()
        platform.remove()


@pytest.fixture
def after(scene):
    """Nothing runs, and the log has every event."""
    scene.put_back(scene.pulled)
    yield scene
    scene.stop()


@pytest.fixture
def before(scene):
    """Nothing runs, and of each service there are five events that the log does not have."""
    scene.put_back(scene.unpulled)
    yield scene
    scene.stop()


def test_sound_databases_give_no_cause_for_alarm(before):
    before.start()
    wait_until_complete(before.platform, before.admin)
    checks = before.check()
    assert before.found() == set()
    assert {check["violations"] for check in checks.values()} == {0}


def test_events_that_were_edited_deleted_moved_or_cut_off_after_they_were_pulled_are_named(after):
    expected, touched = set(), {}
    for service in SERVICES:
        with Tamperer(after.platform.home, service) as tamperer:
            last = tamperer.last()
            edited, deleted, moved, cut = 1, 2, 3, last - 1
            assert cut > moved + 1, f"{service} has too few events for this test: {last}"
            tamperer.edit(edited)
            tamperer.delete(deleted)
            tamperer.swap(moved, moved + 1)
            tamperer.cut(cut)
            tamperer.relink(is_head=True)
        expected |= {
            (service, "edited", edited), (service, "missing", deleted), (service, "reordered", moved),
            (service, "reordered", moved + 1), (service, "edited", cut), (service, "fork", last)}
        touched[service] = {edited, deleted, moved, moved + 1} | set(range(cut, last + 1))
    after.start()
    after.check(("log", "history"))
    for service, _, sequence in after.expect(expected):
        assert sequence in touched[service], f"{service} {sequence} was left alone"


def test_a_wallet_that_was_made_richer_with_all_its_books_balanced_is_named(after):
    deposit = after.deposit["id"]
    with Tamperer(after.platform.home, "wallet") as tamperer:
        tamperer.enrich(uuid.UUID(deposit).bytes, 6000)
        credit = tamperer.one("SELECT credit FROM deposits WHERE id = ?", uuid.UUID(deposit).bytes)
        told = tamperer.told(f"deposit/{deposit}")
        for sequence in told:
            tamperer.replace(sequence, b'"31.00"', b'"91.00"')
        tamperer.relink()
    after.start()
    assert after.victim.wallet()["deposit"] == "91.00"
    checks = after.check()
    books = checks["books", "wallet"]
    assert books["found"] == [f"transaction {credit} is not as this service wrote it where it stands"]
    assert len(told) == 2
    assert after.expect({("wallet", "edited", sequence) for sequence in told})
    assert checks["history", "wallet"]["violations"] == len(told)


def test_an_adjustment_that_nobody_made_is_named_although_the_books_balance(after):
    with Tamperer(after.platform.home, "wallet") as tamperer:
        forged = tamperer.forge_adjustment(after.victim.id, 700)
    after.start()
    assert after.victim.wallet()["winning"] == "8.00"
    # What comes after it is the service's own.
    after.victim.receive(after.admin, "1.00")
    books = after.check()["books", "wallet"]
    assert books["found"] == [
        f"transaction {forged} is not as this service wrote it where it stands",
        f"transaction {forged} has words that were not said of it"]


def test_what_was_put_behind_the_last_event_is_named_and_kept_aside(after):
    places = {service: after.last(service) + 1 for service in SERVICES}
    for service in SERVICES:
        with Tamperer(after.platform.home, service) as tamperer:
            tamperer.forge()
            tamperer.relink()
    after.start()
    after.expect({(service, "forged", place) for service, place in places.items()})
    # It is not in the log: its place has been given to what was told of it.
    told = after.admin.all("/v1/audit/events?action=runtime.history-altered")
    assert {(entry["source"], entry["sequence"]) for entry in told} == set(places.items())
    assert {entry["severity"] for entry in told} == {"critical"}


BEFORE = {
    "edited": lambda tamperer, first: (tamperer.edit(first + 1), first + 1),
    "missing": lambda tamperer, first: (tamperer.delete(first + 1), first + 1),
    "reordered": lambda tamperer, first: (tamperer.swap(first + 1, first + 2), first + 1),
    "forged": lambda tamperer, first: (tamperer.forge(), tamperer.last()),
    "unsealed": lambda tamperer, first: (tamperer.cut(first + 3), first + 3),
}


@pytest.mark.parametrize("kind", BEFORE)
def test_strikes_before_the_log_had_the_events_are_named(before, kind):
    expected = set()
    for service in SERVICES:
        first = before.first_unpulled(service)
        assert before.last(service) >= first + 4, f"{service}'s events are in the log already"
        with Tamperer(before.platform.home, service) as tamperer:
            expected.add((service, kind, BEFORE[kind](tamperer, first)[1]))
            tamperer.relink(is_head=kind == "unsealed")
    before.start()
    assert before.expect(expected) == expected


def test_the_logs_own_rows_are_held_to_what_was_taken_in(after):
    with Tamperer(after.platform.home, "audit") as tamperer:
        edited, deleted = tamperer.leaf("wallet", 5), tamperer.leaf("betting", 6)
        moved = [tamperer.leaf("identity", 2), tamperer.leaf("raffle", 2)]
        body = tamperer.one("SELECT body FROM log WHERE leaf = ?", edited)
        tamperer.database.execute("UPDATE bodies SET body = ? WHERE leaf = ?", (another(body), edited))
        tamperer.move(*moved)
        tamperer.rehash()
        tamperer.database.execute("DELETE FROM entries WHERE leaf = ?", (deleted,))
        tamperer.database.execute("DELETE FROM bodies WHERE leaf = ?", (deleted,))
    after.start()
    after.check(("log", "history"))
    found = after.expect({
        ("wallet", "log_edited", 5), ("betting", "log_missing", 6), ("identity", "log_reordered", 2),
        ("raffle", "log_reordered", 2)})
    assert {name for name, _, _ in found} <= {"wallet", "betting", "identity", "raffle", "audit"}
    # The alarms are in the log once it goes on.
    after.platform.accept_log_head()
    told = eventually(lambda: after.admin.all("/v1/audit/events?action=audit.gap-found"), "alarms are in the log")
    assert {entry["severity"] for entry in told} == {"critical"}


def test_a_log_of_which_all_seals_were_taken_away_is_named(after):
    with Tamperer(after.platform.home, "audit") as tamperer:
        source, sequence = tamperer.database.execute("SELECT source, sequence FROM log WHERE leaf = 3").fetchone()
        tamperer.edit_leaf(3)
        tamperer.strip()
    after.start()
    assert after.expect({("audit", "log_unsealed", 0)}) == {("audit", "log_unsealed", 0)}
    eventually(lambda: "not the one that this service wrote" in (after.platform.complaint("audit") or ""), "audit complains")
    after.check(("log",))
    after.expect({(source, "log_edited", sequence)})


def test_a_log_with_another_head_signs_nothing_until_an_operator_has_it_go_on(after):
    platform = after.platform

    def edit(leaf):
        with Tamperer(platform.home, "audit") as tamperer:
            tamperer.edit_leaf(leaf)
            return tamperer.one("SELECT size FROM tree"), tamperer.one("SELECT checkpoint FROM tree")

    def heads():
        audit = next((source for source in after.sources() or [] if source["source"] == "audit"), {"gaps": []})
        return [gap["expected"] for gap in audit["gaps"] if gap["kind"] == "log_head"]

    def signed():
        return platform.get("/v1/audit/tree-head").expect(200)["checkpoint"]

    size, before = edit(3)
    after.start()
    eventually(lambda: heads() == [size], "the head is named")
    eventually(lambda: "--accept-log-head" in (platform.complaint("audit") or ""), "audit complains")
    # The others go on, and what they tell waits.
    stranger = platform.sign_up("stranger")
    assert after.admin.get("/v1/audit/events").status == 200
    assert signed() == before
    after.stop()
    edit(4)
    after.start()
    eventually(lambda: heads() == [size, size], "the second strike is named too")
    assert signed() == before
    assert not after.admin.all(f"/v1/audit/events?entity_id={stranger.id}")
    platform.accept_log_head()
    wait_until_complete(platform, after.admin)
    assert signed() != before
    assert after.admin.all(f"/v1/audit/events?entity_id={stranger.id}")
    resumed = after.admin.all("/v1/audit/events?action=audit.log-resumed")
    assert [entry["event"]["data"]["accepted"] for entry in resumed] == [True]
    assert heads() == [size, size]
