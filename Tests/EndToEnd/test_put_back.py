"""A service's database is put back from an older copy while the audit log, the wallet and the gateway follow it: the service
and the log say so, and by the operator's word everybody goes on, with the loss on record."""

import json
import shutil
import signal
import sqlite3
import subprocess

import pytest

from audit_log import wait_until_complete
from client import Client
from platform_under_test import ROOT, SUBSCRIBER, Platform, eventually


@pytest.fixture(scope="module")
def platform():
    platform = Platform()
    try:
        platform.up()
        yield platform
    finally:
        platform.down()
        platform.remove()


def run_auditor(platform, *words):
    path = subprocess.run(
        ["swift", "build", "--package-path", ROOT, "-c", "release", "--show-bin-path"], capture_output=True, text=True,
        check=True).stdout.strip()
    key = platform.get("/v1/audit/tree-head").expect(200)["verifier_key"]
    done = subprocess.run(
        [f"{path}/croupier-auditor", *words, "--key", key], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


def auditor(platform, folder, *words):
    """How the auditor's tool ends that has followed the log all along, and what it found."""
    return run_auditor(
        platform, "follow", "--verify", "--once", "--state", folder, "--home", platform.home, "--name", SUBSCRIBER, *words)


def status(platform, service):
    header, body = Client(platform.home, SUBSCRIBER, service).ask("runtime.status", {})
    assert header["status"] == "200"
    return json.loads(body)


def followed(platform, follower, source):
    with sqlite3.connect(f"file:{platform.home}/data/{follower}.db?mode=ro", uri=True) as database:
        return database.execute(
            "SELECT sequence, life FROM runtime_following WHERE source = ?", (source,)).fetchone()


def gaps(admin, service):
    items = admin.get("/v1/audit/sources").expect(200)["items"]
    return next(item["gaps"] for item in items if item["source"] == service)


def told(admin, kind):
    return admin.all(f"/v1/audit/events?action={kind}")


@pytest.mark.parametrize("service", ["identity", "wallet"])
def test_a_service_goes_on_from_an_older_copy_once_its_operator_says_so(platform, tmp_path, service):
    admin = platform.admin()
    early = platform.sign_up("early")
    early.receive(admin, "10.00")
    wait_until_complete(platform, admin)
    database, copy = platform.home / "data" / f"{service}.db", tmp_path / "copy.db"
    platform.kill(service, signal.SIGTERM)
    shutil.copy(database, copy)
    platform.start(service)
    platform.wait_until_ready()

    # What the copy knows nothing of.
    late = [platform.sign_up("late") for _ in range(3)]
    for person in late:
        person.receive(admin, "20.00")
    had = wait_until_complete(platform, admin)[service]["sequence"]
    assert auditor(platform, tmp_path / "state")[0] in (0, 1)
    platform.kill(service)
    for leftover in database.parent.glob(f"{service}.db*"):
        leftover.unlink()
    shutil.copy(copy, database)
    platform.start(service)

    # The service itself says so, and so does the log, with source and place.
    eventually(lambda: "old copy" in status(platform, service)["complaint"], f"{service} names it")
    eventually(lambda: platform.get("/readyz").status == 503, "the platform is not ready")
    missing = platform.get("/readyz").json["missing"]
    assert [each["service"] for each in missing] == [service] and "old copy" in str(missing)
    [truncated] = [gap for gap in gaps(admin, service) if gap["kind"] == "truncated"]
    assert truncated["expected"] <= had and truncated["incarnation"] == 1
    assert followed(platform, "audit", service) == (had, 1)

    # The operator accepts the loss.
    platform.kill(service, signal.SIGTERM)
    platform.commands[service] += ["--incarnation", "2"]
    platform.start(service)
    platform.wait_until_ready()
    eventually(lambda: status(platform, service)["complaint"] == "", f"{service} complains no more")
    sources = wait_until_complete(platform, admin)
    assert sources[service]["incarnation"] == 2
    [restored] = [gap for gap in sources[service]["gaps"] if gap["kind"] == "restored"]
    assert restored["incarnation"] == 2 and restored["expected"] == had + 1 and restored["found"] <= had
    assert followed(platform, "audit", service)[1] == 2
    [first] = [event for event in told(admin, "runtime.database-restored") if event["source"] == service]
    assert first["sequence"] == restored["found"] and first["incarnation"] == 2
    followers = ["audit", "betting", "raffle"] + (["gateway", "wallet"] if service == "identity" else [])
    for follower in followers:
        eventually(lambda: followed(platform, follower, service)[1] == 2, f"{follower} goes on")
    eventually(
        lambda: {event["source"] for event in told(admin, "runtime.source-restored")
                 if event["subject"] == f"service/{service}"} == set(followers), "each of them has said so")

    # All work again, what is gone is gone, and a restart changes nothing more.
    if service == "identity":
        refused = platform.request("POST", "/v1/sessions", {"login": late[0].email, "password": late[0].password})
        assert refused.status == 401 and late[0].get("/v1/me").status == 401
    else:
        assert late[0].wallet() is None
    assert early.wallet()["deposit"] == "10.00"
    new = platform.sign_up("new")
    new.receive(admin, "5.00")
    assert new.wallet()["deposit"] == "5.00"
    new.post("/v1/me/limits", {"kind": "stake", "period": "day", "amount": {"amount": "1.00", "currency": "EUR"}})
    platform.kill(service, signal.SIGTERM)
    platform.start(service)
    platform.wait_until_ready()
    wait_until_complete(platform, admin)
    assert len(told(admin, "runtime.database-restored")) == (1 if service == "identity" else 2)

    # An auditor who has followed all along is told of the break, and of nothing else.
    code, text = auditor(platform, tmp_path / "state")
    assert code == 1 and f"{service} goes on from 1/{had} with 2/{restored['found']}" in text, text
    assert "source_contradicts" not in text and "wrong_root" not in text
    # Once the operator has said why, it is no finding any more, of this run or of later ones; another break would be one.
    breaks = [f"{source}/2/{gap['found']}" for source in sources for gap in sources[source]["gaps"]
              if gap["kind"] == "restored"]
    known = [word for name in breaks for word in ("--known-break", name)]
    assert auditor(platform, tmp_path / "state", "--known-break", f"{service}/2/1")[0] == 1
    for _ in range(2):
        code, text = auditor(platform, tmp_path / "state", *known)
        assert code == 0, text
    export = tmp_path / "export.jsonl"
    export.write_bytes(admin.get("/v1/audit/export").body)
    code, text = run_auditor(platform, "verify", export, "--whole")
    assert code == 1 and text.count("NOT VERIFIED") == text.count("source_gap") == len(breaks), text
    code, text = run_auditor(platform, "verify", export, "--whole", *known)
    assert code == 0, text
