"""Receipts: what an operation did, proved by a text and the log's public key."""

import json
import uuid

import pytest

from audit_log import wait_until_complete
from kept_proofs import bytes_of, check_proof, signed_head
from platform_under_test import eventually


class Story:
    """A bet, and the settlement that pays it."""

    def __init__(self, platform, admin):
        self.platform, self.admin = platform, admin
        self.olga, self.alice, self.bob = (platform.sign_up(name) for name in ("olga", "alice", "bob"))
        self.alice.receive(admin, "10.00")
        self.event, plays = self.olga.make_event(["Ann"], takeout="10")
        answer = self.alice.bet(self.event, plays["Ann"], "10.00")
        answer.expect(201)
        self.bet = answer.headers["Operation-Id"]
        self.olga.post(f"/v1/events/{self.event}/start").expect(200)
        self.olga.put(f"/v1/events/{self.event}/plays/{plays['Ann']}/score", {"score": 1}).expect(200)
        answer = self.olga.post(f"/v1/events/{self.event}/finish")
        answer.expect(202)
        self.finish = answer.headers["Operation-Id"]
        self.olga.finished(self.event)
        wait_until_complete(platform, admin)


@pytest.fixture(scope="module")
def story(platform, admin):
    return Story(platform, admin)


@pytest.fixture(scope="module")
def key(platform):
    """The log's public key, as anybody gets it."""
    found, = [item["verifier_key"] for item in platform.get("/v1/audit/keys").expect(200)["items"]
              if item["purpose"] == "log" and "to" not in item]
    return found


def types(receipt):
    return sorted(item["type"] for item in receipt["items"])


def test_the_key_is_the_one_that_the_head_is_signed_with(platform, key):
    head = platform.get("/v1/audit/tree-head").expect(200)
    assert head["verifier_key"] == key
    assert signed_head(head["checkpoint"], key).size == head["size"]


def test_a_bet_is_proved_in_both_services_to_who_has_the_text_and_the_key(story, key):
    receipt = story.alice.get(f"/v1/audit/receipts/{story.bet}").expect(200)
    assert types(receipt) == ["betting.bet-placed", "wallet.hold-captured", "wallet.hold-placed"]
    assert (receipt["withheld"], receipt["next"]) == (0, None)
    for item in receipt["items"]:
        body = bytes_of(item["event"])
        assert check_proof(item["proof"], body, key) == item["event"]["index"]
        told = json.loads(body)
        assert told["type"] == item["type"] and told["actor"] == story.alice.actor
        with pytest.raises(AssertionError):
            check_proof(item["proof"], body.replace(b"10.00", b"99.00"), key)
        with pytest.raises(AssertionError):
            check_proof(item["proof"].replace("index ", "index 1", 1), body, key)
    placed, = [bytes_of(item["event"]) for item in receipt["items"] if item["type"] == "betting.bet-placed"]
    assert json.loads(placed)["data"]["stake"] == {"amount": "10.00", "currency": "EUR"}


def test_a_winner_has_a_proof_of_what_the_organizers_word_brought(story, key):
    bet, = story.alice.get("/v1/bets").expect(200)["items"]
    page = story.alice.get(f"/v1/audit/receipts?entity_type=bet&entity_id={bet['id']}").expect(200)
    assert types(page) == ["betting.bet-placed", "betting.bet-settled"] and page["withheld"] == 0
    for item in page["items"]:
        assert check_proof(item["proof"], bytes_of(item["event"]), key) == item["event"]["index"]
    others = story.bob.get(f"/v1/audit/receipts?entity_type=bet&entity_id={bet['id']}").expect(200)
    assert others["items"] == [] and others["withheld"] == 2
    missing = story.bob.get("/v1/audit/receipts?entity_type=bet")
    assert missing.status == 422 and [error["pointer"] for error in missing.json["errors"]] == ["/entity_id"]


def test_a_forged_head_is_no_proof(story, key):
    receipt = story.alice.get(f"/v1/audit/receipts/{story.bet}").expect(200)
    item = receipt["items"][0]
    note = item["proof"].partition("\n\n")[2]
    size = note.split("\n")[1]
    forged = item["proof"].replace(f"\n{size}\n", f"\n{int(size) + 1}\n")
    with pytest.raises(Exception, match=""):
        check_proof(forged, bytes_of(item["event"]), key)


def test_who_organizes_sees_what_is_theirs_and_an_auditor_sees_all(story):
    own = story.olga.get(f"/v1/audit/receipts/{story.finish}").expect(200)
    assert "betting.event-finished" in types(own) and own["withheld"] > 0
    assert story.alice.id not in json.dumps(own)
    whole = story.admin.get(f"/v1/audit/receipts/{story.finish}?user_id={story.olga.id}").expect(200)
    assert {"betting.bet-settled", "wallet.paid"} <= set(types(whole)) - set(types(own)) | {"wallet.paid"}
    assert whole["withheld"] == 0 and len(whole["items"]) == len(own["items"]) + own["withheld"]
    again = story.admin.get(f"/v1/audit/receipts/{whole['causation']}").expect(200)
    assert again["items"] == whole["items"] or types(again) == types(whole)


def test_nobody_gets_anothers_receipt(story):
    story.bob.get(f"/v1/audit/receipts/{story.bet}").expect(404, "not_in_log")
    story.bob.get(f"/v1/audit/receipts/{story.bet}?user_id={story.alice.id}").expect(403, "forbidden")
    causation = story.alice.get(f"/v1/audit/receipts/{story.bet}").expect(200)["causation"]
    story.bob.get(f"/v1/audit/receipts/{causation}").expect(404, "not_in_log")
    story.platform.get(f"/v1/audit/receipts/{story.bet}").expect(401, "unauthenticated")


def test_what_is_not_in_the_log_is_said_to_be_so_and_comes_soon_after(story):
    story.alice.get(f"/v1/audit/receipts/betting.place-bet:{uuid.uuid4()}").expect(404, "not_in_log")
    story.alice.get("/v1/audit/receipts/nothing").expect(422, "invalid_request")
    answer = story.alice.post(
        "/v1/deposits", {"amount": {"amount": "3.00", "currency": "EUR"}, "tx_hash": f"0x{uuid.uuid4().hex}",
                         "chain": "ethereum"})
    answer.expect(201)

    def look():
        found = story.alice.get(f"/v1/audit/receipts/{answer.headers['Operation-Id']}")
        return found.json if found.status == 200 else None

    assert types(eventually(look, "the deposit is in the log")) == ["wallet.deposit-requested"]


def test_a_refused_operation_that_told_nothing_has_no_receipt(story):
    refused = story.alice.bet(story.event, str(uuid.uuid4()), "1.00")
    assert refused.status >= 400
    story.alice.get(f"/v1/audit/receipts/{refused.headers['Operation-Id']}").expect(404, "not_in_log")
