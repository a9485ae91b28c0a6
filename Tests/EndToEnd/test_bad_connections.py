"""Connections that are slow, half open or cut off hold nobody up and change nothing."""

import json
import socket
import threading
import time

from scene import read_to_end, stake


TLS_HELLO = bytes.fromhex("1603010200010001fc0303") + b"\0" * 200


def test_clients_that_never_finish_hold_nobody_up_and_are_closed(unchanged):
    platform = unchanged.platform
    head = f"POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {unchanged.player.token}\r\n"
    starts = [b"", b"GET /healthz HT", b"GET /healthz HTTP/1.1\r\nHost: x\r\n", TLS_HELLO,
              f"{head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{{".encode()]
    connections = [socket.create_connection(("127.0.0.1", platform.port)) for _ in range(100)]
    for index, connection in enumerate(connections):
        connection.sendall(starts[index % len(starts)])
    trickling = socket.create_connection(("127.0.0.1", platform.port))
    trickling.sendall(head.encode())
    over = threading.Event()

    def trickle():
        try:
            while not over.wait(0.1):
                trickling.sendall(b"X: y\r\n")
        except OSError:
            over.set()

    thread = threading.Thread(target=trickle)
    thread.start()
    try:
        began = time.monotonic()
        assert platform.get("/healthz").status == 200 and unchanged.player.get("/v1/wallet").status == 200
        assert time.monotonic() - began < 2
        assert over.wait(30), "a client that trickles header fields is let go on for ever"
        for connection in connections[1:]:
            read_to_end(connection, 30)
    finally:
        over.set()
        thread.join()
        for connection in [*connections, trickling]:
            connection.close()


def test_a_client_that_goes_away_in_the_middle_leaves_nothing(unchanged):
    raw = unchanged.fill(json.dumps(stake("1.00"))).encode()
    head = (
        f"POST /v1/events/{unchanged.event}/bets HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {unchanged.player.token}\r\nContent-Length: {len(raw)}\r\n\r\n").encode()
    for cut in range(len(head) // 2, len(head) + len(raw), 7):
        with socket.create_connection(("127.0.0.1", unchanged.platform.port)) as connection:
            connection.sendall((head + raw)[:cut])
    assert unchanged.platform.get("/healthz").status == 200


def test_hundreds_of_parameters_are_refused_at_once(unchanged):
    platform = unchanged.platform
    for count in (101, 450, 500, 1000):
        for one in ("a=1", "status=open"):
            began = time.monotonic()
            answer = platform.get("/v1/events?" + "&".join([one] * count))
            assert answer.status == 400 and "more than 100 parameters" in answer.json["detail"]
            assert time.monotonic() - began < 2
    repeated = platform.get("/v1/events?" + "&".join(["status=open"] * 100))
    assert repeated.status == 422 and repeated.json["errors"][0]["code"] == "repeated_field"
