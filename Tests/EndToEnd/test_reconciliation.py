"""Rows of a bank's account are held against the ledger, and the books against themselves."""

import signal
import sqlite3
import time
import uuid

from platform_under_test import eventually


def row(amount, **other):
    money = {"amount": amount, "currency": "EUR"}
    day = time.strftime("%Y-%m-%d", time.gmtime())
    return {"external_id": uuid.uuid4().hex, "direction": "in", "amount": money, "date": day, **other}


def test_rows_are_imported_matched_decided_on_and_confirmed(platform, admin):
    player = platform.sign_up("payer")
    deposit = player.request_deposit("123.45")
    admin.post(f"/v1/deposits/{deposit['id']}/approve", {}).expect(200)
    before = player.wallet()
    named, unknown = row("123.45", reference=deposit["tx_hash"]), row("77777.77", counterparty="Somebody")
    answer = admin.post("/v1/reconciliations", {"source": "bank", "rows": [named, unknown]})
    made = answer.expect(201)
    path = f"/v1/reconciliations/{made['id']}"
    assert answer.headers["Location"] == path
    assert (made["state"], made["counts"]["auto"], made["counts"]["unmatched"]) == ("open", 1, 1)

    refused = admin.post("/v1/reconciliations", {"source": "bank", "rows": [row("1.00"), named]})
    refused.expect(409, "row_imported")
    assert refused.json["errors"][0]["pointer"] == "/rows/1/external_id"
    wrong = admin.post("/v1/reconciliations", {"source": "bank", "rows": [row("1.00"), row("1.005")]})
    wrong.expect(422, "invalid_request")
    assert wrong.json["errors"][0]["pointer"] == "/rows/1/amount/amount"

    rows = admin.all(f"{path}/rows")
    assert [line["state"] for line in rows] == ["auto", "unmatched"]
    shown = admin.get(path).expect(200)["left"]
    assert [line["id"] for line in shown["rows"]] == [rows[1]["id"]]
    admin.post(f"{path}/confirm", {}).expect(409, "rows_unmatched")
    admin.post(f"{path}/rows/{rows[1]['id']}/disregard", {"note": "not for us"}).expect(200)
    admin.post(f"{path}/rows/{rows[0]['id']}/restore", {}).expect(200)
    match = {"transaction_id": rows[0]["transaction_id"]}
    assert admin.post(f"{path}/rows/{rows[0]['id']}/match", match).expect(200)["state"] == "matched"
    assert admin.post(f"{path}/confirm", {}).expect(200)["state"] == "confirmed"
    admin.post(f"{path}/rows/{rows[0]['id']}/restore", {}).expect(409, "reconciliation_confirmed")
    assert player.wallet() == before
    assert made["id"] in [line["id"] for line in admin.all("/v1/reconciliations?source=bank")]


def check(admin, service="wallet"):
    items = admin.get("/v1/audit/checks").expect(200)["items"]
    return next(item for item in items if item["service"] == service)


def run(admin):
    """Has the wallet's books checked and waits for the end of it."""
    last = check(admin).get("finished_at")
    admin.post("/v1/audit/checks", {"service": "wallet"}).expect(202)

    def finished():
        found = check(admin)
        return found if found["state"] == "finished" and found.get("finished_at") != last else None

    return eventually(finished, "the books are checked", 30)


def test_a_balance_edited_behind_the_wallets_back_is_named(platform, admin):
    player = platform.sign_up("victim")
    player.receive(admin, "31.00")
    sound = run(admin)
    assert (sound["violations"], sound["found"]) == (0, [])
    assert sound["checked"] == sound["total"] > 0
    assert check(admin, "audit")["violations"] == 0

    account = account_of(platform, player)
    edit(platform, "UPDATE ledger_accounts SET balance = balance + 100000 WHERE number = ?", player)
    assert f"account {account} shows 103100, its latest posting 3100" in platform.accept_ledger()
    # An operator's word opens withdrawals again, and hides nothing from a proof.
    found = run(admin)
    assert found["violations"] == 1
    assert found["found"] == [f"account {account} shows 103100, its postings 3100"]
    alarms = admin.all("/v1/audit/events?action=wallet.proof-violated")
    assert alarms and alarms[0]["severity"] == "critical"

    edit(platform, "UPDATE ledger_accounts SET balance = balance - 100000 WHERE number = ?", player)
    platform.wait_until_ready()
    assert run(admin)["found"] == []


def account_of(platform, player):
    with sqlite3.connect(f"file:{platform.home}/data/wallet.db?mode=ro", uri=True) as database:
        owner = uuid.UUID(player.id).bytes
        found = database.execute(
            "SELECT number FROM ledger_accounts WHERE owner = ? AND bucket = 'deposit'", [owner]).fetchone()
    return found[0]


def edit(platform, statement, player):
    """Somebody with access to the disk changes the wallet's database while it is stopped."""
    account = account_of(platform, player)
    platform.kill("wallet", signal.SIGTERM)
    with sqlite3.connect(platform.home / "data" / "wallet.db") as database:
        database.execute(statement, [account])
    database.close()
    platform.start("wallet")
