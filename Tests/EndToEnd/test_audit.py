"""The audit log holds every step of the flow, with who did it and what it came of, and proves it."""

import base64
import hashlib
import secrets

import pytest

from audit_log import wait_until_complete
from client import Client
from log_proofs import NOTE, Checkpoint, hashes, is_growth, key_hash, leaf, public_key, root_of, tree_root
from platform_under_test import SERVICES, SUBSCRIBER, eventually


class Story:
    """One bet from sign-up to payout, told under one trace for the bet."""

    def __init__(self, platform, admin):
        self.platform, self.admin = platform, admin
        self.olga, self.alice = platform.sign_up("olga"), platform.sign_up("alice")
        self.deposit = self.alice.request_deposit("10.00")
        admin.post(f"/v1/deposits/{self.deposit['id']}/approve", {}).expect(200)
        self.event, plays = self.olga.make_event(["Ann"], takeout="10")
        self.play, self.trace = plays["Ann"], secrets.token_hex(16)
        self.bet = self.alice.post(
            f"/v1/events/{self.event}/bets", {"play_id": self.play, "stake": {"amount": "10.00", "currency": "EUR"}},
            headers={"traceparent": f"00-{self.trace}-{secrets.token_hex(8)}-01"}).expect(201)
        self.olga.settle(self.event, {self.play: 1})
        wait_until_complete(platform, admin)

    def find(self, **filters):
        """What a search finds, oldest first."""
        query = "&".join(f"{name}={value}" for name, value in filters.items())
        return list(reversed(self.admin.all(f"/v1/audit/events?{query}")))


@pytest.fixture(scope="module")
def story(platform, admin):
    return Story(platform, admin)


def told(entries):
    return [(entry["type"], entry["actor"]) for entry in entries]


def test_every_source_is_complete_and_without_a_gap(platform, admin, story):
    sources = wait_until_complete(platform, admin)
    assert sources.keys() == set(SERVICES)
    for name, source in sources.items():
        assert source["gaps"] == [], name
        assert (source["sequence"], source["lag"]) == (source["head"], 0), name
    assert all(sources[name]["sequence"] > 0 for name in SERVICES)


def test_signing_up_and_in_is_told(story):
    person = story.find(entity_type="user", entity_id=story.alice.id)
    assert told(person) == [("identity.user-registered", "anonymous")]
    opened = [entry for entry in story.find(action="identity.session-opened")
              if entry["event"]["data"]["user"] == story.alice.id]
    assert told(opened) == [("identity.session-opened", "anonymous")]


def test_no_personal_data_stands_in_the_log(story):
    text = str(story.find(entity_type="user", entity_id=story.alice.id))
    assert story.alice.email not in text and story.alice.password not in text and "1990-02-03" not in text


def test_the_deposit_is_told_with_who_asked_and_who_approved(story):
    entries = story.find(entity_type="deposit", entity_id=story.deposit["id"])
    assert told(entries) == [("wallet.deposit-requested", story.alice.actor), ("wallet.deposit-approved", story.admin.actor)]
    assert [entry["causation"].split(":")[0] for entry in entries] == ["wallet.request-deposit", "wallet.approve-deposit"]


def test_the_event_is_told_from_its_making_to_its_end(story):
    entries = story.find(entity_type="event", entity_id=story.event)
    assert [entry["type"] for entry in entries] == [
        "betting.event-created", "betting.event-opened", "betting.event-started", "betting.event-settling",
        "betting.event-finished"]
    assert {entry["actor"] for entry in entries} == {story.olga.actor}
    assert [entry["causation"].split(":")[0] for entry in entries] == [
        "betting.create-event", "betting.open-event", "betting.start-event", "betting.finish-event",
        "betting.finish-event"]
    end = entries[-1]["event"]["data"]
    assert (end["pool"]["amount"], end["paid"]["amount"], end["takeout"]["amount"]) == ("10.00", "9.00", "1.00")
    play = story.find(entity_type="play", entity_id=story.play)
    assert told(play) == [("betting.play-added", story.olga.actor), ("betting.play-scored", story.olga.actor)]


def test_the_bet_is_told_by_both_services_under_the_clients_trace(story):
    entries = story.find(trace_id=story.trace)
    assert sorted(told(entries)) == sorted(
        (type, story.alice.actor) for type in ("wallet.hold-placed", "betting.bet-placed", "wallet.hold-captured"))
    by_type = {entry["type"]: entry for entry in entries}
    assert by_type["betting.bet-placed"]["causation"].startswith("betting.place-bet:")
    assert by_type["wallet.hold-placed"]["sequence"] < by_type["wallet.hold-captured"]["sequence"]
    assert all(by_type[name]["causation"].startswith("betting:") for name in ("wallet.hold-placed", "wallet.hold-captured"))
    assert {entry["trace_id"] for entry in entries} == {story.trace}


def test_the_payment_is_told_with_its_money(story):
    paid = [entry["event"]["data"] for entry in story.find(action="wallet.paid")
            if entry["event"]["data"]["escrow"] == f"event/{story.event}"]
    assert [(entry["recipient"], entry["money"]["amount"], entry.get("user")) for entry in paid] == [
        ("winner", "9.00", story.alice.id), ("house", "1.00", None)]
    settled = story.find(action="betting.bet-settled", entity_id=story.bet["id"])
    assert len(settled) == 1


def test_a_search_by_actor_source_and_severity_finds_only_that(story):
    mine = story.find(actor=story.alice.actor)
    assert mine and {entry["actor"] for entry in mine} == {story.alice.actor}
    assert {entry["source"] for entry in story.find(actor=story.alice.actor, source="wallet")} == {"wallet"}
    assert "identity.admin-bootstrapped" in [entry["type"] for entry in story.find(severity="critical")]
    assert story.find(actor=story.alice.actor, severity="critical") == []


def test_a_refused_sign_in_is_told(story):
    body = {"login": story.alice.email, "password": "a wrong guess"}
    story.platform.request("POST", "/v1/sessions", body).expect(401, "invalid_credentials")

    def failures():
        return story.find(action="identity.sign-in-failed", entity_id=story.alice.id)

    found = eventually(failures, "the failure is in the log")
    assert [(entry["severity"], entry["actor"]) for entry in found] == [("warning", "anonymous")]


def test_an_entry_is_proved_to_be_in_the_log_by_its_own_bytes(story):
    """RFC 6962: leaf = SHA-256(0, bytes), node = SHA-256(1, left, right), hashed up the path to the root."""
    head = story.platform.get("/v1/audit/tree-head").expect(200)
    size, root = head["size"], base64.b64decode(head["root_hash"])
    for entry in story.find(entity_type="event", entity_id=story.event):
        index = entry["index"]
        body = base64.b64decode(story.admin.get(f"/v1/audit/events/{index}").expect(200)["body"])
        proof = story.platform.get(f"/v1/audit/proofs/inclusion?index={index}&size={size}").expect(200)
        path = [base64.b64decode(text) for text in proof["hashes"]]
        assert root_of(body, index, size, path) == root
        assert root_of(body + b" ", index, size, path) != root


@pytest.fixture(scope="module")
def whole_log(platform, admin, story):
    """A head, and the bytes of every event under it in the log's order, as the services themselves have them."""
    wait_until_complete(platform, admin)
    head = Checkpoint(platform.get("/v1/audit/tree-head").expect(200)["checkpoint"])
    bodies = {service: told_by(platform, service) for service in SERVICES}
    entries = [entry for entry in reversed(admin.all("/v1/audit/events")) if entry["index"] < head.size]
    assert [entry["index"] for entry in entries] == list(range(head.size))
    return head, [(entry["source"], bodies[entry["source"]][entry["sequence"] - 1]) for entry in entries]


def told_by(platform, service):
    """All events that a service has, as bytes."""
    client, found = Client(platform.home, SUBSCRIBER, service), []
    while True:
        header, body = client.ask("runtime.pull", {"after": len(found), "limit": 500})
        assert header["status"] == "200"
        found += body.split(b"\n")[:-1]
        if len(found) >= int(header["head"]):
            return found


def test_the_head_is_signed_with_the_key_that_the_operator_knows(platform):
    head = platform.get("/v1/audit/tree-head").expect(200)
    note, public = Checkpoint(head["checkpoint"]), public_key(platform, "audit")
    assert note.time_signed_by("croupier/audit", NOTE, public) == 0
    name, digest, key = head["verifier_key"].split("+", 2)
    assert (name, base64.b64decode(key)) == ("croupier/audit", bytes([NOTE]) + public)
    assert bytes.fromhex(digest) == key_hash(name, NOTE, public)
    assert (note.origin, note.size, note.root) == (name, head["size"], base64.b64decode(head["root_hash"]))
    other = Checkpoint(head["checkpoint"].replace(f"\n{note.size}\n", f"\n{note.size + 1}\n", 1))
    assert other.time_signed_by("croupier/audit", NOTE, public) is None


def test_all_that_the_services_told_hashes_to_the_signed_root(whole_log):
    head, events = whole_log
    leaves = [leaf(body) for _, body in events]
    assert tree_root(leaves) == head.root
    assert tree_root([*leaves[:-1], leaf(b"other")]) != head.root and tree_root(leaves[:-1]) != head.root


def test_the_head_commits_to_the_last_event_of_every_service(whole_log):
    head, events = whole_log
    assert set(head.sources) == set(SERVICES)
    found = {service: (1, 0, bytes(32)) for service in SERVICES}
    for service, body in events:
        _, sequence, link = found[service]
        found[service] = (1, sequence + 1, hashlib.sha256(link + body).digest())
    assert head.sources == found


def test_any_two_sizes_of_the_log_are_proved_to_be_one_log(platform, whole_log):
    head, events = whole_log
    leaves, last = [leaf(body) for _, body in events], head.size
    sizes = sorted({0, 1, 2, 3, 4, 7, 8, 9, last // 3, last // 2, last - 1, last})
    for second in sizes:
        for first in (size for size in sizes if size <= second):
            proof = platform.get(f"/v1/audit/proofs/consistency?from={first}&to={second}").expect(200)
            old, new = tree_root(leaves[:first]), tree_root(leaves[:second])
            assert base64.b64decode(proof["from_root"]) == old and base64.b64decode(proof["to_root"]) == new
            assert is_growth(first, second, old, new, hashes(proof))
            assert not is_growth(first, second, leaf(b"other"), new, hashes(proof))
            assert first == second or not is_growth(first, second, old, new, [*hashes(proof), old])


def test_events_are_proved_to_be_in_the_log_of_any_size(platform, whole_log):
    head, events = whole_log
    leaves = [leaf(body) for _, body in events]
    for size in sorted({1, 2, 3, 5, 8, head.size // 2, head.size - 1, head.size}):
        for index in sorted({0, size // 2, size - 1}):
            proof = platform.get(f"/v1/audit/proofs/inclusion?index={index}&size={size}").expect(200)
            assert root_of(events[index][1], index, size, hashes(proof)) == tree_root(leaves[:size])
            assert base64.b64decode(proof["leaf_hash"]) == leaves[index]


@pytest.mark.parametrize("question, code", [
    ("inclusion?index=0&size=0", "size_out_of_range"), ("inclusion?index=0&size=-1", "size_out_of_range"),
    ("inclusion?index=0&size=9223372036854775807", "size_out_of_range"),
    ("inclusion?index=5&size=5", "index_out_of_range"), ("inclusion?index=-1&size=5", "index_out_of_range"),
    ("consistency?from=5&to=4", "crossed_range"), ("consistency?from=1&to=0", "crossed_range"),
    ("consistency?from=-1&to=4", "size_out_of_range"), ("consistency?from=0&to=-1", "size_out_of_range"),
    ("consistency?from=0&to=9223372036854775807", "size_out_of_range"),
    ("consistency?from=0&to=9223372036854775808", "invalid_request"), ("inclusion?index=x&size=5", "invalid_request"),
    ("inclusion?index=1", "invalid_request"),
])
def test_a_proof_of_what_cannot_be_is_refused_by_its_own_code(platform, question, code):
    platform.get(f"/v1/audit/proofs/{question}").expect(422, code)
