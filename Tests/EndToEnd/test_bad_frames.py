"""What reaches the services' own sockets uninvited is not heard or refused, and changes nothing."""

import hashlib
import json
import socket
import uuid

import pytest
import zmq
import zmq.utils.monitor

from client import Client
from platform_under_test import SUBSCRIBER
from scene import DEPOSIT, EUR, NOBODY, read_to_end


def curve_dealer(platform, service, endpoint=None, own=None, server=None):
    """A DEALER that proves itself by `own` keys, the listed subscriber's by default, and expects the `server` key."""
    known = Client(platform.home, SUBSCRIBER, service, endpoint)
    dealer = known.socket
    if own or server:
        dealer.close()
        dealer = zmq.Context.instance().socket(zmq.DEALER)
        dealer.linger = 0
        keys = public_and_own_keys(platform)
        dealer.curve_publickey, dealer.curve_secretkey = own or keys["own"]
        dealer.curve_serverkey = server or keys[service]
    return dealer, endpoint or f"ipc://{platform.home}/run/{service}.peers"


def public_and_own_keys(platform):
    def read(name):
        return (platform.home / "keys" / name).read_text().split()[0].encode()

    keys = {name: read(f"public/{name}-connection.key") for name in ("wallet", "betting")}
    keys["own"] = (read(f"public/{SUBSCRIBER}-connection.key"), read(f"{SUBSCRIBER}-connection.secret"))
    return keys


QUERY = [b"croupier/1 query\noperation wallet.list-currencies\nreference 1", b"{}"]


def answers(dealer, sent, seconds):
    """The answer; None where there is none in time, or nobody to take the question."""
    dealer.sndtimeo = dealer.rcvtimeo = int(seconds * 1000)
    try:
        dealer.send_multipart(sent)
        return dealer.recv_multipart()
    except zmq.Again:
        return None


@pytest.fixture(params=["ipc", "tcp"])
def wallet_place(request):
    """A platform and where its wallet is asked: over a socket file, and over TCP."""
    if request.param == "ipc":
        return request.getfixturevalue("platform"), None
    platform = request.getfixturevalue("tcp_platform")
    return platform, platform.settings["CROUPIER_PEERS_WALLET"]


def test_only_who_is_listed_and_expects_the_right_service_is_heard(wallet_place):
    platform, endpoint = wallet_place
    stranger = zmq.curve_keypair()
    wrong = {
        "keys that are not listed": dict(own=stranger), "another service's key": dict(server=stranger[0]),
        "no keys at all": None,
    }
    for what, keys in wrong.items():
        if keys is None:
            dealer, place = zmq.Context.instance().socket(zmq.DEALER), endpoint or f"ipc://{platform.home}/run/wallet.peers"
            dealer.linger = 0
        else:
            dealer, place = curve_dealer(platform, "wallet", endpoint, **keys)
        monitor = dealer.get_monitor_socket(
            zmq.EVENT_HANDSHAKE_SUCCEEDED | zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL | zmq.EVENT_DISCONNECTED
            | zmq.EVENT_HANDSHAKE_FAILED_AUTH | zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL)
        dealer.connect(place)
        assert monitor.poll(15000), f"{what}: the handshake has no end"
        seen = zmq.utils.monitor.recv_monitor_message(monitor, zmq.NOBLOCK)["event"]
        assert seen != zmq.EVENT_HANDSHAKE_SUCCEEDED, what
        assert answers(dealer, QUERY, 0.3) is None, what
        dealer.disable_monitor()
        dealer.close()
    header, body = Client(platform.home, SUBSCRIBER, "wallet", endpoint).ask("wallet.list-currencies", {})
    assert header["status"] == "200" and len(json.loads(body)["items"]) == 5


GARBAGE = [
    [b"one frame"], [b""], [b"", b""], [b"a", b"b", b"c"], [b"x"] * 50, [b"\xff\xfe", b"{}"], [b"hello", b"{}"],
    [b"croupier/2 query\noperation runtime.status", b"{}"], [b"croupier/1 sing\noperation runtime.status", b"{}"],
    [b"croupier/1 query\nno-space", b"{}"], [b"croupier/1 query\noperation a\noperation b", b"{}"],
    [b"croupier/1 query\noperation " + b"a" * 9000, b"{}"], [b"croupier/1 reply\nreference 1\nstatus 200", b"{}"],
    [b"\0" * 100, b"\0" * 100_000],
]


def test_frames_that_are_no_message_are_dropped_and_the_next_one_is_answered(scene, wallet_place):
    platform, endpoint = wallet_place
    before = scene.state()
    for frames in GARBAGE:
        dealer, _ = curve_dealer(platform, "wallet", endpoint)
        dealer.send_multipart(frames)
        reply = answers(dealer, QUERY, 5)
        assert reply and b"status 200" in reply[0], frames
        dealer.close()
    assert scene.state() == before


REFUSED = {
    "no such query": ("query", "wallet.guess", {}, "", 404),
    "no such command": ("command", "wallet.guess", {}, "id 1", 404),
    "no id": ("command", "wallet.request-deposit", DEPOSIT, "", 404),
    "no statement": ("command", "wallet.request-deposit", DEPOSIT, "id 1", 403),
    "a forged statement": ("command", "wallet.request-deposit", DEPOSIT, "id 1\nstatement e30.AAAA", 401),
    "a statement that is none": ("query", "wallet.get-wallet", {}, "statement x", 401),
    "another service's operation": (
        "command", "wallet.place-hold",
        {"hold": NOBODY, "user": NOBODY, "money": {"amount": "1", "currency": EUR}, "purpose": "bet/1"}, "id 1", 403),
    "somebody else's name": ("command", "wallet.approve-deposit", {"deposit_id": NOBODY}, "id 1\nactor service:betting", 403),
    "no page": ("query", "runtime.pull", {"after": "first"}, "", 422),
}


@pytest.mark.parametrize("kind, operation, body, fields, status", REFUSED.values(), ids=REFUSED.keys())
def test_messages_that_may_not_be_are_refused(unchanged, kind, operation, body, fields, status):
    dealer, _ = curve_dealer(unchanged.platform, "wallet")
    header = f"croupier/1 {kind}\noperation {operation}\nreference r" + (f"\n{fields}" if fields else "")
    reply = answers(dealer, [header.encode(), json.dumps(body).encode()], 5)
    assert reply, "no answer"
    assert f"status {status}" in reply[0].decode().split("\n"), reply
    assert json.loads(reply[1])["status"] == status


def test_a_subscriber_makes_no_service_calls(unchanged):
    """A call that takes money is for services alone: from anybody else it is refused or not heard, whatever it says."""
    dealer, _ = curve_dealer(unchanged.platform, "wallet")
    request = {"hold": str(uuid.uuid4()), "user": unchanged.player.id, "purpose": "bet/1",
               "money": {"amount": "1.00", "currency": EUR}}
    header = ("croupier/1 call\noperation wallet.place-hold\nsequence 1\nfloor 1\nincarnation 1\nreference 1:1\n"
              f"actor user:{unchanged.player.id}")
    reply = answers(dealer, [header.encode(), json.dumps(request).encode()], 1)
    assert reply is None or b"status 403" in reply[0], reply
    assert unchanged.player.wallet()["held"] == "0.00"


@pytest.mark.parametrize("door", ["sock", "peers"])
def test_bytes_that_are_no_zeromq_are_cut_off(unchanged, door):
    path = str(unchanged.platform.home / "run" / f"wallet.{door}")
    for sent in (b"\0" * 5000, b"GET / HTTP/1.1\r\n\r\n", hashlib.sha512(b"noise").digest() * 100):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(15)
            connection.connect(path)
            connection.sendall(sent)
            read_to_end(connection, 15)
    client = Client(unchanged.platform.home, SUBSCRIBER, "wallet")
    assert client.ask("wallet.list-currencies", {})[0]["status"] == "200"
