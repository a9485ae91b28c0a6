"""The log's witness as a process: it cosigns what extends the log that it knows, and nothing else."""

import base64
import json
import pathlib
import signal
import subprocess
import threading
import time

import nacl.signing
import pytest
import zmq

from client import Client
from log_proofs import COSIGNATURE, NOTE, Checkpoint, hashes, key_hash, leaf, public_key, root_of, tree_root
from platform_under_test import SUBSCRIBER, eventually, free_port

NAME = "croupier/witness"


@pytest.fixture(autouse=True)
def runs_afterwards(platform):
    yield
    if not platform.is_alive("witness"):
        platform.start("witness")


def head_of(platform):
    return platform.get("/v1/audit/tree-head").expect(200)


def witnessed(platform, size):
    """The latest cosigned head, once it is of that size at least."""

    def look():
        found = [each for each in head_of(platform)["witnessed"] if each["size"] >= size]
        return found[0] if found else None

    return eventually(look, f"a cosigned head of {size} events")


def test_every_head_is_cosigned_soon_with_both_signatures(platform):
    platform.sign_up("witnessed")
    latest = witnessed(platform, head_of(platform)["size"])
    note, public = Checkpoint(latest["checkpoint"]), public_key(platform, "witness")
    assert note.size == latest["size"] and [name for _, name, _ in note.signatures] == ["croupier/audit", NAME]
    assert note.time_signed_by("croupier/audit", NOTE, public_key(platform, "audit")) == 0
    signed_at = note.time_signed_by(NAME, COSIGNATURE, public)
    assert abs(signed_at - time.time()) < 60
    name, digest, key = latest["verifier_key"].split("+", 2)
    assert (name, base64.b64decode(key)) == (NAME, bytes([COSIGNATURE]) + public)
    assert bytes.fromhex(digest) == key_hash(NAME, COSIGNATURE, public)
    # The signature is over every line: another source's number is another text.
    other = Checkpoint(latest["checkpoint"].replace("\nwallet 1 ", "\nwallet 2 ", 1))
    assert other.text != note.text and other.time_signed_by(NAME, COSIGNATURE, public) is None


def test_an_event_is_proved_under_a_head_that_the_witness_vouches_for(platform, admin):
    person = platform.sign_up("proved")

    def entry():
        found = admin.get(f"/v1/audit/events?entity_type=user&entity_id={person.id}").expect(200)["items"]
        return found[-1] if found else None

    index = eventually(entry, "the event is in the log")["index"]
    note = Checkpoint(witnessed(platform, index + 1)["checkpoint"])
    body = base64.b64decode(admin.get(f"/v1/audit/events/{index}").expect(200)["body"])
    proof = platform.get(f"/v1/audit/proofs/inclusion?index={index}&size={note.size}").expect(200)
    assert root_of(body, index, note.size, hashes(proof)) == note.root


def test_a_killed_witness_goes_on_where_it_was(platform):
    before = witnessed(platform, head_of(platform)["size"])["size"]
    platform.kill("witness", signal.SIGKILL)
    platform.sign_up("unseen")
    size = eventually(lambda: (now := head_of(platform)["size"]) > before and now, "the log grows")
    assert max(each["size"] for each in head_of(platform)["witnessed"]) < size
    platform.start("witness")
    assert witnessed(platform, size)["size"] >= size
    assert "the log is not cosigned" not in platform.log("witness")


def test_nobody_but_the_witness_hands_a_cosignature_over(platform):
    client = Client(platform.home, SUBSCRIBER, "audit")
    note = witnessed(platform, 1)["checkpoint"]
    header = "croupier/1 command\noperation audit.add-cosignature\nreference 1\nid python-1"
    client.socket.send_multipart([header.encode(), json.dumps({"checkpoint": note}).encode()])
    assert client.socket.poll(5000)
    head, body = client.socket.recv_multipart()
    assert b"status 403" in head and json.loads(body)["code"] == "forbidden"


class FalseAudit:
    """What somebody could run who has all of audit's keys, and another history to tell."""

    def __init__(self, platform, head, growth):
        self.socket, self.port, self.asked = zmq.Context.instance().socket(zmq.ROUTER), free_port(), []
        self.answers = {"audit.get-tree-head": head, "audit.prove-consistency": growth}
        secret = (platform.home / "keys" / "audit-connection.secret").read_text().split()[0]
        self.socket.linger, self.socket.curve_server, self.socket.curve_secretkey = 0, True, secret.encode()
        self.socket.bind(f"tcp://127.0.0.1:{self.port}")
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self):
        while not self.over.is_set():
            if not self.socket.poll(50):
                continue
            route, header, _ = self.socket.recv_multipart()
            fields = dict(line.split(" ", 1) for line in header.decode().split("\n")[1:])
            self.asked.append(fields["operation"])
            reply = self.answers.get(fields["operation"], {})
            answer = f"croupier/1 reply\nreference {fields['reference']}\nstatus 200"
            self.socket.send_multipart([route, answer.encode(), json.dumps(reply).encode()])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()
        self.socket.close()


def forked_head(platform, real, extra):
    """A head of as many events and some more, none of them the log's, signed with the log's own key."""
    seed = (platform.home / "keys" / "audit-signing.secret").read_text().split()[0]
    key = nacl.signing.SigningKey(bytes.fromhex(seed))
    leaves = [leaf(b"invented %d" % number) for number in range(real.size + extra)]
    lines = real.text.splitlines()
    lines[1:3] = [str(len(leaves)), base64.b64encode(tree_root(leaves)).decode()]
    text = "".join(line + "\n" for line in lines)
    public = bytes(key.verify_key)
    blob = key_hash("croupier/audit", NOTE, public) + key.sign(text.encode()).signature
    note = f"{text}\n\u2014 croupier/audit {base64.b64encode(blob).decode()}\n"
    assert Checkpoint(note).time_signed_by("croupier/audit", NOTE, public) == 0
    return {
        "size": len(leaves), "root_hash": lines[2], "checkpoint": note, "verifier_key": "as it likes", "witnessed": []}


@pytest.mark.parametrize("extra, reason", [(0, "forked"), (5, "forked"), (-1, "shrunk")])
def test_a_fork_signed_with_the_logs_own_key_is_refused(platform, extra, reason):
    real = Checkpoint(witnessed(platform, head_of(platform)["size"])["checkpoint"])
    platform.kill("witness", signal.SIGTERM)
    program = platform.commands["witness"][0]
    assert pathlib.Path(program).name == "croupier-witness"
    growth = {"from": 0, "to": 0, "from_root": "", "to_root": "", "hashes": [base64.b64encode(real.root).decode()] * 3}
    with FalseAudit(platform, forked_head(platform, real, extra), growth) as audit:
        done = subprocess.run(
            [program, "--home", platform.home, "--peers-audit", f"tcp://127.0.0.1:{audit.port}", "--once", "true"],
            capture_output=True, text=True, timeout=30)
    assert done.returncode == 65, done.stderr
    assert f'"reason":"{reason}"' in done.stderr and "the log is not cosigned" in done.stderr
    assert "audit.add-cosignature" not in audit.asked
    # The real log is cosigned as before.
    platform.start("witness")
    platform.sign_up("afterwards")
    assert witnessed(platform, head_of(platform)["size"])["size"] > real.size
