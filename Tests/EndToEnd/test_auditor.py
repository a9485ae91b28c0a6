"""The auditor's own tool, on the real platform: it verifies what is right and finds what was changed."""

import base64
import hashlib
import json
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
from contextlib import closing

import pytest

from audit_log import wait_until_complete
from platform_under_test import ROOT, SUBSCRIBER, Platform, eventually
from tamperer import Tamperer

VERIFIED, VIOLATED, UNCHECKED, USAGE = 0, 1, 2, 64


@pytest.fixture(scope="module")
def program():
    path = subprocess.run(
        ["swift", "build", "--package-path", ROOT, "-c", "release", "--show-bin-path"], capture_output=True, text=True,
        check=True).stdout.strip()
    return f"{path}/croupier-auditor"


class Auditor:
    """Someone with the public keys, a connection key of their own and a folder to remember in."""

    def __init__(self, program, platform, folder):
        self.program, self.platform, self.folder = program, platform, folder
        self.key = platform.get("/v1/audit/tree-head").expect(200)["verifier_key"]

    def run(self, *words, timeout=60):
        return subprocess.run([self.program, *map(str, words)], capture_output=True, text=True, timeout=timeout)

    def ask(self, *words):
        return self.run(*words, "--home", self.platform.home, "--name", SUBSCRIBER)

    def follow(self, *words):
        return self.ask("follow", "--verify", "--once", "--state", self.folder, "--key", self.key, *words)

    def state(self):
        return json.loads((self.folder / "state.json").read_text())


@pytest.fixture
def auditor(program, platform, tmp_path):
    return Auditor(program, platform, tmp_path / "state")


def signer_key(name, kind):
    """Somebody's verifier key, of the kind that signs notes (1) or cosigns them (4)."""
    key = bytes([kind]) + base64.b64decode("GlzZBxQ8OExB6DDFvOEqqIF+xWSaqr8sMTiLNbLXRNY=")
    return f"{name}+{hashlib.sha256(name.encode() + bytes([10]) + key).hexdigest()[:8]}+{base64.b64encode(key).decode()}"


def body_of(person, path):
    answer = person.get(path)
    assert answer.status == 200, answer
    return answer.body


def lines(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_following_twice_verifies_all_events_and_then_only_the_new_ones(platform, admin, auditor):
    wait_until_complete(platform, admin)
    first = auditor.follow("--json")
    assert (first.returncode, first.stderr) == (VERIFIED, "")
    (told,) = lines(first)
    size = platform.get("/v1/audit/tree-head").expect(200)["size"]
    assert told["verified"] == told["read"] == auditor.state()["size"] and size - 20 < told["verified"] <= size
    for _ in range(3):
        admin.make_event(["Ann", "Ben"])
    wait_until_complete(platform, admin)
    second = auditor.follow()
    assert second.returncode == VERIFIED, second.stdout + second.stderr
    assert f"verified {auditor.state()['size']} events" in second.stdout
    (third,) = lines(auditor.follow("--json"))
    head = platform.get("/v1/audit/tree-head").expect(200)
    assert third["read"] < 20 and third["verified"] <= head["size"]
    # What is remembered is what the platform itself says of its services.
    sources = {item["source"]: item for item in admin.get("/v1/audit/sources").expect(200)["items"]}
    for source, place in third["sources"].items():
        assert int(place.split("/")[1]) <= sources[source]["sequence"]


def test_following_goes_on_while_the_log_grows_and_survives_being_killed(platform, admin, auditor):
    def watch():
        return subprocess.Popen(
            [auditor.program, "follow", "--verify", "--state", auditor.folder, "--key", auditor.key, "--json",
             "--home", platform.home, "--name", SUBSCRIBER], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    told = []

    def read(process):
        for line in process.stdout:
            told.append(json.loads(line))

    for _ in range(2):
        process = watch()
        thread = threading.Thread(target=read, args=(process,))
        thread.start()
        try:
            count = len(told)
            eventually(lambda: len(told) > count, "it verifies what is there", 30)
            admin.make_event(["Ann"])
            wait_until_complete(platform, admin)
            size = platform.get("/v1/audit/tree-head").expect(200)["size"]
            eventually(lambda: told[-1]["verified"] >= size, "it verifies what comes", 30)
        finally:
            process.kill()
            process.wait()
            thread.join()
            process.stdout.close()
            process.stderr.close()
    assert all("finding" not in line for line in told)
    assert auditor.follow().returncode == VERIFIED


def test_a_second_auditor_with_the_same_folder_is_turned_away(platform, auditor):
    process = subprocess.Popen(
        [auditor.program, "follow", "--verify", "--state", auditor.folder, "--key", auditor.key, "--home", platform.home,
         "--name", SUBSCRIBER], stdout=subprocess.PIPE, text=True)
    try:
        assert "verified" in process.stdout.readline()
        second = auditor.follow()
        assert second.returncode == UNCHECKED and "another auditor works with" in second.stderr
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_the_log_of_another_key_is_not_believed(auditor):
    auditor.key = signer_key("croupier/audit", 1)
    done = auditor.follow("--json")
    assert done.returncode == VIOLATED and lines(done)[0]["finding"] == "forged_checkpoint"


def test_the_witness_must_have_cosigned_and_in_time(platform, admin, auditor):
    def witness():
        return platform.get("/v1/audit/tree-head").expect(200)["witnessed"]

    key = eventually(witness, "a head is cosigned")[0]["verifier_key"]
    done = auditor.follow("--witness-key", key, "--json")
    assert done.returncode == VERIFIED, done.stdout + done.stderr
    assert lines(done)[-1]["witnessed"] >= lines(done)[-1]["verified"] > 0
    proof = auditor.ask("prove", 5, "--key", auditor.key, "--witness-key", key)
    assert proof.returncode == VERIFIED and "croupier/witness" in proof.stdout
    # Another key by the same name is another witness.
    stranger = signer_key("croupier/witness", 4)
    assert auditor.ask("prove", 5, "--key", auditor.key, "--witness-key", stranger).returncode == VIOLATED
    assert auditor.run("keys", "--home", platform.home, "--witness-key", key).returncode == USAGE
    platform.kill("witness", signal.SIGTERM)
    try:
        admin.make_event(["Ann"])
        wait_until_complete(platform, admin)
        late = auditor.follow("--witness-key", key, "--max-lag", "1", "--json")
        assert late.returncode == VIOLATED and lines(late)[0]["finding"] == "stale_cosignature"
        # An export that is fresher than its witness says so, and is refused only where all of it must be cosigned.
        export = auditor.folder / "export.jsonl"
        export.write_bytes(body_of(admin, "/v1/audit/export"))
        words = ("verify", export, "--key", auditor.key, "--witness-key", key)
        part = auditor.run(*words, "--json")
        assert part.returncode == VERIFIED, part.stdout + part.stderr
        (told,) = lines(part)
        assert 0 < told["cosigned"] < told["size"] == told["events"]
        assert f"the first {told['cosigned']} are cosigned" in auditor.run(*words).stdout
        whole = auditor.run(*words, "--all-cosigned", "--json")
        assert whole.returncode == VIOLATED and lines(whole)[0]["finding"] == "not_cosigned"
        assert auditor.run(*words[:4], "--all-cosigned").returncode == USAGE
        other = auditor.run(*words[:4], "--witness-key", stranger, "--json")
        assert other.returncode == VIOLATED and lines(other)[0]["finding"] == "not_cosigned"
    finally:
        platform.start("witness")
    eventually(lambda: auditor.follow("--witness-key", key).returncode == VERIFIED, "the witness has caught up", 30)


def test_a_proof_is_checked_and_printed_and_verifies_without_the_platform(platform, auditor, tmp_path):
    event, proof = tmp_path / "event.json", tmp_path / "proof.txt"
    done = auditor.ask("prove", 5, "--key", auditor.key, "--event", event)
    assert (done.returncode, done.stderr) == (VERIFIED, "")
    assert done.stdout.startswith("c2sp.org/tlog-proof@v1\nindex 5\n")
    proof.write_text(done.stdout)
    assert json.loads(event.read_text())["specversion"] == "1.0"
    checked = auditor.run("receipt", "verify", proof, "--event", event, "--key", auditor.key)
    assert checked.returncode == VERIFIED and "event 5," in checked.stdout
    event.write_bytes(event.read_bytes().replace(b"1.0", b"1.1", 1))
    forged = auditor.run("receipt", "verify", proof, "--event", event, "--key", auditor.key, "--json")
    assert forged.returncode == VIOLATED and lines(forged)[0]["finding"] == "wrong_proof"


def test_growth_is_proved_between_any_two_sizes(platform, auditor):
    size = platform.get("/v1/audit/tree-head").expect(200)["size"]
    for first, second in ((0, 0), (0, 7), (1, 7), (7, 7), (8, size), (size, size)):
        done = auditor.ask("prove", "--consistency", first, second, "--key", auditor.key)
        assert done.returncode == VERIFIED, done.stdout + done.stderr
    assert auditor.ask("prove", "--consistency", 0, size + 1000, "--key", auditor.key).returncode == UNCHECKED
    assert auditor.ask("prove", "--consistency", 7, 3, "--key", auditor.key).returncode == USAGE
    assert auditor.ask("prove", size + 1000, "--key", auditor.key).returncode == UNCHECKED


def test_an_export_is_verified_without_the_platform_and_every_forgery_is_named(platform, admin, auditor, tmp_path):
    export = tmp_path / "export.jsonl"

    def check(text, *words):
        export.write_bytes(text)
        return auditor.run("verify", export, "--key", auditor.key, *words)

    def found(text):
        done = check(text, "--json")
        assert done.returncode == VIOLATED, done.stdout
        return [(line["finding"], line["line"]) for line in lines(done)[:-1]]

    whole = body_of(admin, "/v1/audit/export")
    done = check(whole)
    rows = whole.splitlines(keepends=True)
    assert done.returncode == VERIFIED and done.stdout.startswith(f"verified {len(rows) - 2} events"), done.stdout
    part = body_of(admin, "/v1/audit/export?action=identity.&severity_at_least=info")
    assert check(part).returncode == VERIFIED and len(part) < len(whole)
    assert found(b"".join(rows[:-1])) == [("truncated", len(rows))]
    assert found(whole[: len(whole) // 2])[-1][0] == "truncated"
    assert found(whole + b"more\n") == [("trailing_data", len(rows) + 1)]
    edited = rows[5].replace(b'1.0', b'1.1', 1)
    assert edited != rows[5]
    assert found(b"".join(rows[:5] + [edited] + rows[6:]))[0] == ("edited_body", 6)
    assert found(b"".join(rows[:5] + rows[6:]))[0] == ("missing_events", 6)
    # Two of different services, so that their order is all that is wrong.
    sources = [None] + [json.loads(row).get("source") for row in rows[1:-1]]
    swapped = next(index for index in range(1, len(sources) - 1) if sources[index] != sources[index + 1])
    mixed = rows[:swapped] + [rows[swapped + 1], rows[swapped]] + rows[swapped + 2:]
    assert found(b"".join(mixed))[1] == ("reordered", swapped + 2)
    size = json.loads(rows[0])["to_index"]
    assert found(rows[0].replace(f"\\n{size}\\n".encode(), f"\\n{size + 1}\\n".encode()) + b"".join(rows[1:])) == [
        ("forged_checkpoint", 1)]


def test_receipts_are_verified_without_the_platform(platform, admin, auditor, tmp_path):
    player = platform.sign_up("player")
    made = player.post(
        "/v1/deposits",
        {"amount": {"amount": "3.00", "currency": "EUR"}, "tx_hash": f"0x{time.time_ns():x}", "chain": "ethereum"})
    operation = made.headers["Operation-Id"]
    wait_until_complete(platform, admin)
    answer = player.get(f"/v1/audit/receipts/{operation}")
    assert answer.expect(200)["items"]
    (tmp_path / "receipt.json").write_bytes(answer.body)
    done = auditor.run("receipt", "verify", tmp_path / "receipt.json", "--key", auditor.key)
    assert done.returncode == VERIFIED and "wallet." in done.stdout, done.stdout + done.stderr
    (tmp_path / "receipt.json").write_bytes(answer.body.replace(b'3.00', b'9.00'))
    forged = auditor.run("receipt", "verify", tmp_path / "receipt.json", "--key", auditor.key, "--json")
    assert forged.returncode == VIOLATED and lines(forged)[-1]["finding"] == "edited_body"


def test_tail_shows_events_for_people_and_for_programs(platform, admin, auditor):
    size = platform.get("/v1/audit/tree-head").expect(200)["size"]
    shown = auditor.ask("tail", "--from", "start", "--once").stdout.splitlines()
    assert len(shown) >= size and [line.split()[0] for line in shown[:5]] == ["0", "1", "2", "3", "4"]
    told = lines(auditor.ask("tail", "--from", "start", "--once", "--json", "--type", "identity.", "--source", "identity"))
    assert told and all(line["event"]["type"].startswith("identity.") for line in told)
    again = lines(auditor.ask("tail", "--from", told[-2]["place"], "--once", "--json", "--source", "identity", "--type", "identity."))
    assert again[0]["index"] == told[-1]["index"]
    assert auditor.ask("tail", "--severity", "grave").returncode == USAGE


def test_checks_and_keys_show_what_the_platform_says(platform, admin, auditor):
    checks = auditor.ask("checks", "--json")
    assert {"wallet", "audit"} <= {line["service"] for line in lines(checks)}
    # What was never looked at is no success.
    never = any(line["state"] == "never" for line in lines(checks))
    assert checks.returncode == (UNCHECKED if never else VERIFIED)
    admin.post("/v1/audit/checks", {}).expect(202)
    eventually(lambda: auditor.ask("checks").returncode == VERIFIED, "all checks have run")
    keys = auditor.ask("keys")
    assert keys.returncode == VERIFIED and auditor.key in keys.stdout and "from somewhere else" in keys.stderr


def test_what_cannot_be_checked_ends_with_2_and_what_is_mistyped_with_64(platform, auditor, tmp_path):
    nobody = f"ipc://{tmp_path}/nobody.sock"
    secret = platform.home / "keys" / f"{SUBSCRIBER}-connection.secret"
    server = platform.home / "keys/public/audit-connection.key"
    away = auditor.run("keys", "--address", nobody, "--server-key", f"@{server}", "--key-file", secret, "--timeout", 1)
    assert away.returncode == UNCHECKED and "nobody was reached" in away.stderr
    (tmp_path / "unlisted").write_text("JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6\n")
    address = f"ipc://{platform.home}/run/audit.peers"
    unlisted = auditor.run(
        "keys", "--address", address, "--server-key", f"@{server}", "--key-file", tmp_path / "unlisted", "--timeout", 2)
    assert unlisted.returncode == UNCHECKED and "turns us away: this auditor's key is not listed there" in unlisted.stderr
    other = platform.home / "keys/public/wallet-connection.key"
    mistaken = auditor.run(
        "keys", "--address", address, "--server-key", f"@{other}", "--key-file", secret, "--timeout", 1)
    assert mistaken.returncode == UNCHECKED and "turns us away" in mistaken.stderr
    assert auditor.run("keys", "--home", platform.home, "--name", "nobody").returncode == UNCHECKED
    assert auditor.run("verify", tmp_path / "none.jsonl", "--key", auditor.key).returncode == UNCHECKED
    for words in ([], ["dance"], ["tail", "--dance"], ["verify"], ["verify", "x"], ["verify", "x", "--key", "y"], ["keys"],
                  ["follow", "--state", "x"], ["prove", "--home", platform.home, "--key", auditor.key, "x"]):
        assert auditor.run(*words).returncode == USAGE, words
    for words in (["--help"], ["tail", "--help"], ["follow", "--help"], ["receipt", "verify", "--help"],
                  ["receipt", "--help"]):
        done = auditor.run(*words)
        assert done.returncode == VERIFIED and "exit codes: 0" in done.stdout


# A platform of their own for what is tampered with.


@pytest.fixture
def victim(program, tmp_path):
    platform = Platform()
    try:
        platform.up()
        for _ in range(3):
            platform.sign_up()
        yield Auditor(program, platform, tmp_path / "state")
    finally:
        platform.down()
        platform.remove()


def stopped(platform, edit, is_head_another=False):
    """Edits audit's database while nobody else has it open. It goes on from another head only where an operator wants it."""
    platform.kill("audit", signal.SIGTERM)
    with Tamperer(platform.home, "audit") as tamperer:
        edit(tamperer.database)
    platform.start("audit")
    if is_head_another:
        platform.accept_log_head()
    platform.wait_until_ready()


def hash_tree_anew(database):
    """As one who tampers would: every hash that follows from the bytes, in the log's own tables."""
    hashes = [hashlib.sha256(b"\0" + body).digest() for (body,) in database.execute("SELECT body FROM log ORDER BY leaf")]
    level, peaks = 0, []
    while hashes:
        for position, value in enumerate(hashes):
            database.execute(
                "UPDATE nodes SET hash = ? WHERE level = ? AND position = ?", (value, level, position))
        if len(hashes) % 2:
            peaks.append(hashes[-1])
        hashes = [hashlib.sha256(b"\1" + hashes[at] + hashes[at + 1]).digest() for at in range(0, len(hashes) - 1, 2)]
        level += 1
    root = peaks[0]
    for peak in peaks[1:]:
        root = hashlib.sha256(b"\1" + peak + root).digest()
    database.execute("UPDATE tree SET peaks = ?, root = ?", (b"".join(reversed(peaks)), root))


def edit_event(database):
    (body,) = database.execute("SELECT body FROM bodies WHERE leaf = 3").fetchone()
    database.execute("UPDATE bodies SET body = ? WHERE leaf = 3", (body.replace(b'"time":"2', b'"time":"3', 1),))


def test_a_log_that_was_rewritten_is_found_from_what_was_remembered(victim):
    platform = victim.platform
    first = victim.follow()
    assert first.returncode == VERIFIED, first.stdout + first.stderr
    before = victim.state()

    def edit(database):
        # An event that was read long ago becomes another one, and every hash is made to fit. The log is made to sign it.
        edit_event(database)
        hash_tree_anew(database)

    stopped(platform, edit, is_head_another=True)
    done = victim.follow("--json")
    assert done.returncode == VIOLATED, done.stdout + done.stderr
    finding, evidence = lines(done)
    assert finding["finding"] in ("forked", "shrunk", "wrong_root")
    proof = json.loads(open(evidence["evidence"]).read())
    assert proof["known_checkpoint"] == before["checkpoint"]
    assert proof["shown_checkpoint"].split("\n")[0] == "croupier/audit"
    assert proof["known_root"] != proof["shown_root"]
    # The state stays where it was, and the fork is refused as often as one looks.
    assert victim.state() == before
    again = victim.follow()
    assert again.returncode == VIOLATED and proof["known_root"] in again.stdout and proof["shown_root"] in again.stdout
    # Who comes new cannot know.
    shutil.rmtree(victim.folder)


def test_an_event_that_was_edited_before_it_was_read_is_found_by_its_root(victim):
    stopped(victim.platform, edit_event)
    done = victim.follow("--json")
    assert done.returncode == VIOLATED and lines(done)[0]["finding"] == "wrong_root", done.stdout + done.stderr


def leaves(database):
    return database.execute("SELECT COUNT(*) FROM entries").fetchone()[0]


def has_more_leaves(platform, size):
    with closing(sqlite3.connect(f"file:{platform.home}/data/audit.db?mode=ro", uri=True)) as database:
        return leaves(database) > size


def test_a_log_that_was_put_back_from_an_old_copy_is_found(victim):
    platform = victim.platform
    copy = platform.home / "old.db"
    # Closed before the files are replaced: SQLite keeps to files that a process has open, even when they are gone.
    with closing(sqlite3.connect(f"{platform.home}/data/audit.db")) as database, closing(sqlite3.connect(copy)) as old:
        database.backup(old)
        size = leaves(old)
    for _ in range(3):
        platform.sign_up()
    eventually(lambda: victim.follow().returncode == VERIFIED, "the log is read")
    for service in ("identity", "audit"):
        platform.kill(service, signal.SIGTERM)
    for suffix in ("-wal", "-shm"):
        (platform.home / "data" / f"audit.db{suffix}").unlink(missing_ok=True)
    shutil.copy(copy, platform.home / "data/audit.db")
    # It goes on with events of its own where identity's were.
    platform.start("audit")
    eventually(lambda: has_more_leaves(platform, size), "audit goes on")
    platform.start("identity")
    platform.wait_until_ready(30)
    done = victim.follow("--json")
    assert done.returncode == VIOLATED and lines(done)[0]["finding"] in ("forked", "shrunk"), done.stdout + done.stderr
