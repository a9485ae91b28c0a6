"""What admins put right, what auditors see of it, and what people are shown of their own money."""

import uuid
from decimal import Decimal

import pytest

from at_once import at_once, definite, outcomes
from platform_under_test import Platform, eventually

REASON = "asked for in a test"


def money(amount, currency="EUR"):
    return {"amount": amount, "currency": currency}


def adjust(admin, user, amount, direction="credit", bucket="deposit", currency="EUR", key=None):
    body = {"bucket": bucket, "amount": money(amount, currency), "direction": direction, "reason": REASON}
    return admin.post(f"/v1/users/{user.id}/adjustments", body, key=key)


def reverse(admin, transaction, key=None):
    return admin.post(f"/v1/transactions/{transaction}/reverse", {"reason": REASON}, key=key)


@pytest.fixture(scope="module")
def auditor(platform, admin):
    person = platform.sign_up("auditor")
    admin.post(f"/v1/users/{person.id}/roles", {"role": "auditor"}).expect(200)
    person.enrol()
    return person


@pytest.fixture
def player(platform, admin):
    person = platform.sign_up("player")
    person.receive(admin, "20.00")
    return person


def test_an_admin_adjusts_and_takes_back_and_an_auditor_sees_who_and_why(admin, auditor, player):
    answer = adjust(admin, player, "5.00", bucket="winning")
    posted = answer.expect(201)
    assert answer.headers["Location"] == f"/v1/ledger/transactions/{posted['id']}"
    assert player.wallet()["winning"] == "5.00"
    adjust(admin, player, "5.01", "debit", "winning").expect(422, "insufficient_funds")
    adjust(admin, admin, "1.00").expect(403, "own_account")
    answer = reverse(admin, posted["id"])
    reversal = answer.expect(201)
    assert answer.headers["Location"] == f"/v1/ledger/transactions/{reversal['id']}"
    reverse(admin, posted["id"]).expect(409, "already_reversed")
    reverse(admin, reversal["id"]).expect(422, "not_reversible")
    assert player.wallet()["winning"] == "0.00"
    seen = auditor.get(f"/v1/ledger/transactions/{posted['id']}").expect(200)
    assert (seen["actor"], seen["reversed_by"]) == (admin.actor, reversal["id"])
    assert seen["reason"] == REASON
    assert sorted(posting["amount"]["amount"] for posting in seen["postings"]) == ["-5.00", "5.00"]
    found = auditor.all(f"/v1/ledger/transactions?user_id={player.id}&actor={admin.actor}")
    assert [entry["kind"] for entry in found] == ["reversal", "adjustment", "deposit"]
    lines = auditor.get(f"/v1/users/{player.id}/wallet").expect(200)["items"]
    assert [line["deposit"]["amount"] for line in lines] == ["20.00"]


def test_of_32_reversals_at_once_one_counts(admin, player):
    posted = adjust(admin, player, "3.00").expect(201)["id"]

    def one(_):
        key = uuid.uuid4().hex
        return definite(lambda: reverse(admin, posted, key=key))

    assert outcomes(at_once(32, one)) == {(201, None): 1, (409, "already_reversed"): 31}
    assert player.wallet()["deposit"] == "20.00"


def test_a_frozen_account_is_given_to_and_not_taken_from(admin, auditor, player):
    deposit = auditor.all(f"/v1/ledger/transactions?user_id={player.id}&kind=deposit")[0]["id"]
    admin.post(f"/v1/users/{player.id}/freeze", {"reason": REASON}).expect(200)
    adjust(admin, player, "1.00", "debit").expect(403, "account_frozen")
    reverse(admin, deposit).expect(403, "account_frozen")
    adjust(admin, player, "1.00").expect(201)
    admin.post(f"/v1/users/{player.id}/bonuses", {"amount": money("2.00"), "reason": REASON}).expect(201)
    assert (player.wallet()["deposit"], player.wallet()["bonus"]) == ("21.00", "2.00")
    admin.post(f"/v1/users/{player.id}/unfreeze", {"reason": REASON}).expect(200)
    reverse(admin, deposit).expect(201)
    assert player.wallet()["deposit"] == "1.00"


def test_a_new_currency_can_be_held_at_once(admin, player):
    created = admin.post("/v1/currencies", {"code": "XTS", "scale": 3})
    assert created.expect(201) == {"code": "XTS", "scale": 3}
    assert created.headers["Location"] == "/v1/currencies/XTS"
    admin.post("/v1/currencies", {"code": "XTS", "scale": 3}).expect(409, "currency_exists")
    admin.post("/v1/currencies", {"code": "XTT", "scale": 9}).expect(422, "invalid_request")
    adjust(admin, player, "1.125", currency="XTS").expect(201)
    assert player.wallet("XTS")["deposit"] == "1.125"


def test_the_books_balance_and_every_account_is_listed(auditor, player):
    for currency in auditor.all("/v1/ledger/trial-balance"):
        assert currency["debit"] == currency["credit"]
    euro = auditor.get("/v1/ledger/trial-balance?currency=EUR").expect(200)["items"][0]
    deposits = sum(
        Decimal(account["balance"]["amount"])
        for account in auditor.all("/v1/ledger/accounts?owner_kind=user&currency=EUR&bucket=deposit"))
    line = next(line for line in euro["lines"] if (line["owner_kind"], line["bucket"]) == ("user", "deposit"))
    assert Decimal(line["credit"]["amount"]) == deposits
    own = auditor.all(f"/v1/ledger/accounts?user_id={player.id}")
    assert [(account["bucket"], account["balance"]["amount"]) for account in own] == [("deposit", "20.00")]


def test_a_statement_leads_from_nothing_to_what_there_is(admin, player):
    for amount in ("1.00", "2.00", "3.00"):
        adjust(admin, player, amount).expect(201)
    whole = player.get("/v1/wallet/statement").expect(200)
    assert (whole["opening"], whole["next"]) == ([], None)
    assert [line["balance"]["amount"] for line in whole["items"]] == ["20.00", "21.00", "23.00", "26.00"]
    assert [balance["total"]["amount"] for balance in whole["closing"]] == ["26.00"]
    assert player.all("/v1/wallet/statement?format=json&currency=EUR") == whole["items"]
    first = player.get("/v1/wallet/statement?limit=1").expect(200)
    adjust(admin, player, "4.00").expect(201)
    rest = player.get(f"/v1/wallet/statement?cursor={first['next']}").expect(200)
    assert first["items"] + rest["items"] == whole["items"] and rest["closing"] == whole["closing"]
    second = whole["items"][1]["time"]
    past = player.get(f"/v1/wallet/balance?at={second}").expect(200)
    assert [line["deposit"]["amount"] for line in past["items"]] == ["21.00"]
    after = player.get(f"/v1/wallet/statement?from={second}").expect(200)
    assert [balance["total"]["amount"] for balance in after["opening"]] == ["20.00"]
    player.get("/v1/wallet/statement?from=yesterday").expect(422, "invalid_request")


def test_totals_add_up_by_kind_and_day(admin, player):
    adjust(admin, player, "1.50").expect(201)
    adjust(admin, player, "0.50", "debit").expect(201)
    by_kind = {item["kind"]: item for item in player.all("/v1/wallet/totals")}
    adjustment = by_kind["adjustment"]
    assert (adjustment["in"], adjustment["out"], adjustment["net"]) == (money("1.50"), money("0.50"), money("1.00"))
    assert (adjustment["transactions"], by_kind["deposit"]["net"]) == (2, money("20.00"))
    assert all("day" in item for item in player.all("/v1/wallet/totals?by=day"))
    player.get("/v1/wallet/totals?from=2020-01-01&to=2022-01-01").expect(422, "invalid_request")
    assert [item["kind"] for item in player.all("/v1/wallet/transactions?kind=deposit")] == ["deposit"]


def test_who_signs_up_is_welcomed_once():
    platform = Platform(CROUPIER_WELCOME_GRANT="POINTS:100")
    try:
        platform.up()
        person = platform.sign_up("newcomer")
        eventually(lambda: person.wallet("POINTS"), "the welcome grant arrives")
        assert person.wallet("POINTS")["bonus"] == "100"
        platform.kill("wallet")
        platform.start("wallet")
        platform.wait_until_ready()
        other = platform.sign_up("other")
        eventually(lambda: other.wallet("POINTS"), "the welcome grant arrives")
        assert person.wallet("POINTS")["bonus"] == other.wallet("POINTS")["bonus"] == "100"
    finally:
        platform.down()
        platform.remove()
