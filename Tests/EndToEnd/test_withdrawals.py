"""Money that comes in by signed reports and goes out by withdrawals: each sum once, and only where it is due."""

import hashlib
import hmac
import json
import time
import uuid

import pytest

from at_once import at_once, definite, outcomes
from platform_under_test import eventually

REASON = {"reason": "two people seem to use it"}


def eur(amount):
    return {"amount": amount, "currency": "EUR"}


@pytest.fixture
def winner(platform, admin):
    """Somebody with 20.00 of winnings, 30.00 paid in and a bonus."""
    code = f"W{uuid.uuid4().hex[:8].upper()}"
    admin.post("/v1/invitations", {"code": code, "max_uses": 1, "bonus": eur("5.00")}).expect(201)
    person = platform.sign_up("winner", invitation_code=code)
    other = platform.sign_up("other")
    person.receive(admin, "40.00")
    other.receive(admin, "10.00")
    organizer = platform.sign_up("organizer")
    event, plays = organizer.make_event(["Ann", "Ben"])
    person.bet(event, plays["Ann"], "10.00").expect(201)
    other.bet(event, plays["Ben"], "10.00").expect(201)
    organizer.settle(event, {plays["Ann"]: 2, plays["Ben"]: 1})
    eventually(
        lambda: person.wallet()["winning"] == "20.00" and person.wallet()["bonus"] == "5.00", "all of it arrives")
    return person


def withdraw(person, amount, **options):
    return person.post("/v1/withdrawals", {"amount": eur(amount), "to_address": "IE29AIBK93115212345678"}, **options)


def pay(admin, withdrawal, transfer=None):
    body = {"admin_tx_hash": transfer or uuid.uuid4().hex}
    return admin.post(f"/v1/withdrawals/{withdrawal['id']}/pay", body)


def purse(person):
    wallet = person.wallet()
    return wallet["deposit"], wallet["bonus"], wallet["winning"], wallet["held"]


def test_a_withdrawal_is_held_at_once_and_paid_once(platform, admin, winner):
    answer = withdraw(winner, "8.00")
    asked = answer.expect(201)
    assert answer.headers["Location"] == f"/v1/withdrawals/{asked['id']}"
    assert asked["status"] == "pending" and asked["amount"] == eur("8.00")
    assert purse(winner) == ("30.00", "5.00", "12.00", "8.00")
    paid = pay(admin, asked, "0xpaid" + asked["id"]).expect(200)
    assert (paid["status"], paid["admin_id"]) == ("paid", admin.id)
    for action, body in (
            ("pay", {"admin_tx_hash": "another"}), ("reject", {"note": "no"}), ("fail", {"note": "no"})):
        admin.post(f"/v1/withdrawals/{asked['id']}/{action}", body).expect(409, "withdrawal_not_pending")
    winner.post(f"/v1/withdrawals/{asked['id']}/cancel").expect(409, "withdrawal_not_pending")
    assert purse(winner) == ("30.00", "5.00", "12.00", "0.00")
    shown = winner.get(f"/v1/withdrawals/{asked['id']}").expect(200)
    assert shown["processed_at"] == paid["processed_at"] and "admin_id" not in shown
    again = withdraw(winner, "1.00").expect(201)
    pay(admin, again, "0XPAID" + asked["id"].upper()).expect(409, "duplicate_tx_hash")
    assert [item["id"] for item in winner.all("/v1/withdrawals")] == [again["id"], asked["id"]]
    assert [item["id"] for item in admin.all(f"/v1/withdrawals?user_id={winner.id}&status=paid")] == [asked["id"]]


def test_deposits_and_bonuses_are_never_withdrawn(winner):
    for amount in ("20.01", "55.00"):
        refused = withdraw(winner, amount).expect(422, "insufficient_withdrawable")
        assert "20.00 EUR" in refused["detail"]
    for amount, code in (("0.00", "not_positive"), ("1.001", "too_many_decimals"), ("-1.00", "not_positive")):
        assert withdraw(winner, amount).expect(422, "invalid_request")["errors"][0]["code"] == code
    assert purse(winner) == ("30.00", "5.00", "20.00", "0.00")


def test_what_comes_to_nothing_goes_back_to_winnings(admin, winner):
    rejected, failed, cancelled = (withdraw(winner, "5.00").expect(201) for _ in range(3))
    assert purse(winner) == ("30.00", "5.00", "5.00", "15.00")
    admin.post(f"/v1/withdrawals/{rejected['id']}/reject", {"note": "no such account"}).expect(200)
    admin.post(f"/v1/withdrawals/{failed['id']}/fail", {"note": "the bank gave it back"}).expect(200)
    winner.post(f"/v1/withdrawals/{cancelled['id']}/cancel").expect(200)
    assert purse(winner) == ("30.00", "5.00", "20.00", "0.00")


def test_one_of_many_decisions_at_once_counts(admin, winner):
    asked = withdraw(winner, "20.00").expect(201)
    path = f"/v1/withdrawals/{asked['id']}"

    def decide(number):
        key = uuid.uuid4().hex
        deeds = [
            lambda: winner.post(f"{path}/cancel", key=key), lambda: admin.post(f"{path}/fail", {"note": "no"}, key=key),
            lambda: admin.post(f"{path}/pay", {"admin_tx_hash": key}, key=key),
        ]
        return definite(deeds[number % 3])

    found = outcomes(at_once(24, decide))
    assert found == {(200, None): 1, (409, "withdrawal_not_pending"): 23}
    wallet = purse(winner)
    status = winner.get(path).expect(200)["status"]
    assert wallet == ("30.00", "5.00", "0.00" if status == "paid" else "20.00", "0.00")


def test_of_many_withdrawals_at_once_no_two_take_the_same_money(winner):
    def ask(_):
        key = uuid.uuid4().hex
        return definite(lambda: withdraw(winner, "3.00", key=key))

    found = outcomes(at_once(16, ask))
    assert found == {(201, None): 6, (422, "insufficient_withdrawable"): 10}
    assert purse(winner) == ("30.00", "5.00", "2.00", "18.00")


def test_nothing_is_taken_from_a_frozen_account_and_it_can_take_back_what_it_asked_for(admin, winner):
    first, second = withdraw(winner, "4.00").expect(201), withdraw(winner, "5.00").expect(201)
    assert "pending" not in admin.post(f"/v1/users/{winner.id}/freeze", REASON).expect(200)
    withdraw(winner, "1.00").expect(403, "account_frozen")
    pay(admin, first).expect(409, "owner_frozen")
    winner.post(f"/v1/withdrawals/{first['id']}/cancel").expect(200)
    admin.post(f"/v1/withdrawals/{second['id']}/reject", {"note": "frozen"}).expect(200)
    assert purse(winner) == ("30.00", "5.00", "20.00", "0.00")


def test_nobody_decides_on_their_own_money(platform, admin, winner):
    deposit = admin.request_deposit("5.00")
    admin.post(f"/v1/deposits/{deposit['id']}/approve", {}).expect(403, "own_deposit")
    asked = withdraw(winner, "1.00").expect(201)
    winner.post(f"/v1/withdrawals/{asked['id']}/pay", {"admin_tx_hash": "mine"}).expect(403, "forbidden")
    platform.sign_up("stranger").post(f"/v1/withdrawals/{asked['id']}/cancel").expect(404, "not_found")
    admin.post(f"/v1/withdrawals/{asked['id']}/cancel").expect(403, "forbidden")


class Node:
    """Whoever watches a chain for the platform, with the secret that was made with the keys."""

    def __init__(self, platform):
        self.platform = platform
        self.secret = (platform.home / "keys" / "wallet-webhook.secret").read_text().strip().encode()

    def report(self, transfer, amount="12.00", confirmations=6, status="confirmed", late=0, **forged):
        body = json.dumps({
            "tx_hash": transfer, "chain": "test", "amount": eur(amount), "confirmations": confirmations,
            "status": status}).encode()
        moment = str(int(time.time()) - late)
        code = hmac.new(forged.get("secret", self.secret), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
        headers = {"X-Croupier-Timestamp": moment, "X-Croupier-Signature": code}
        if "without" in forged:
            del headers[forged["without"]]
        return self.platform.request(
            "POST", "/v1/webhooks/deposits", raw=forged.get("body", body), headers=headers)


def claim(person, transfer, amount="12.00"):
    return person.post("/v1/deposits", {"amount": eur(amount), "tx_hash": transfer, "chain": "test"})


def test_a_signed_report_credits_a_deposit_once_there_are_enough_confirmations(platform):
    node, player, transfer = Node(platform), platform.sign_up("player"), f"0x{uuid.uuid4().hex}"
    deposit = claim(player, transfer, "10.00").expect(201)
    assert node.report(transfer, confirmations=2).expect(200)["outcome"] == "pending"
    assert player.get(f"/v1/deposits/{deposit['id']}").expect(200)["confirmations"] == 2
    for _ in range(3):
        assert node.report(transfer).expect(200)["outcome"] == "credited"
    shown = player.get(f"/v1/deposits/{deposit['id']}").expect(200)
    assert (shown["status"], shown["credited"], shown["decided_by"]) == ("approved", eur("12.00"), "report")
    assert player.wallet()["deposit"] == "12.00"


def test_a_transfer_nobody_asked_for_waits_for_the_one_who_does(platform, admin):
    node, player, transfer = Node(platform), platform.sign_up("player"), f"0x{uuid.uuid4().hex}"
    assert node.report(transfer).expect(200)["outcome"] == "unclaimed"
    assert transfer in [item["tx_hash"] for item in admin.all("/v1/deposits/unclaimed")]
    player.get("/v1/deposits/unclaimed").expect(403, "forbidden")
    assert claim(player, transfer, "1.00").expect(201)["credited"] == eur("12.00")
    claim(platform.sign_up("second"), transfer).expect(409, "duplicate_tx_hash")
    assert transfer not in [item["tx_hash"] for item in admin.all("/v1/deposits/unclaimed")]


def test_a_report_without_the_right_signature_changes_nothing(platform, admin):
    node, player, transfer = Node(platform), platform.sign_up("player"), f"0x{uuid.uuid4().hex}"
    deposit = claim(player, transfer).expect(201)
    for header in ("X-Croupier-Timestamp", "X-Croupier-Signature"):
        node.report(transfer, without=header).expect(401, "missing_signature")
    node.report(transfer, secret=b"guessed").expect(401, "invalid_signature")
    node.report(transfer, body=b'{"tx_hash":"0x1"}').expect(401, "invalid_signature")
    for late in (310, -310):
        node.report(transfer, late=late).expect(401, "expired_signature")
    node.report(transfer, amount="1.001").expect(422, "invalid_request")
    assert player.get(f"/v1/deposits/{deposit['id']}").expect(200)["status"] == "pending"
    assert player.wallet() is None

    def noted():
        page = admin.get("/v1/audit/events?action=wallet.transfer-report-refused").expect(200)["items"]
        return len(page) >= 6 and all(item["severity"] == "warning" for item in page)

    eventually(noted, "the audit log tells of it")
