"""Auditors follow the log over ZeroMQ and as Server-Sent Events: what is there, then what comes, every event once."""

import base64
import json
import os
import socket
import subprocess
import sys
import threading
import time

import pytest
import zmq

from audit_log import wait_until_complete
from client import Client
from event_stream import Puller, Stream, parse, place_after
from platform_under_test import ROOT, SUBSCRIBER, Person, eventually


def log_size(platform):
    return platform.get("/v1/audit/tree-head").expect(200)["size"]


def whole_log(platform):
    """The log as it is now, by pulling; its bytes, and the place behind each event."""
    puller = Puller(platform)
    puller.await_place(log_size(platform))
    puller.end()
    assert puller.fault is None
    return puller.items


class Load:
    """Something happens all the time: people ask for deposits."""

    def __init__(self, platform, people=2):
        self.stop, self.count = threading.Event(), 0
        self.threads = [threading.Thread(target=self.work, args=(platform.sign_up("busy"),)) for _ in range(people)]
        for thread in self.threads:
            thread.start()

    def work(self, person):
        while not self.stop.is_set():
            try:
                if person.post("/v1/events", {
                        "name": "Load", "starts_at": "2099-01-01T00:00:00.000Z", "currency": "EUR"}).status == 201:
                    self.count += 1
            except OSError:
                time.sleep(0.05)

    def end(self):
        self.stop.set()
        for thread in self.threads:
            thread.join()


@pytest.fixture
def load(platform):
    running = Load(platform)
    yield running
    running.end()


def types(items):
    return [json.loads(item["data"])["type"] for item in items]


def without_gap_or_double(events, log):
    """Holds what came (places and texts) to the log's own: a piece of it without a gap."""
    places = [item["id"] for item in log]
    begin = places.index(events[0][0])
    expected = [(item["id"], item["type"], item["data"]) for item in log[begin:begin + len(events)]]
    assert events == expected


def test_the_places_are_roots_of_the_log_and_the_bytes_are_those_that_it_is_hashed_over(platform, admin):
    wait_until_complete(platform, admin)
    items = whole_log(platform)
    bodies = [item["data"].encode() for item in items]
    for size in (1, 2, 3, len(bodies) // 2, len(bodies)):
        assert items[size - 1]["id"] == place_after(bodies[:size])
    some = admin.get("/v1/audit/events/5").expect(200)
    assert base64.b64decode(some["body"]) == bodies[5]
    for item in items:
        event = json.loads(item["data"])
        assert event["specversion"] == "1.0" and event["type"] == item["type"]
        # CloudEvents 1.0: required attributes, and names of lower-case letters and digits.
        assert all(event[name] for name in ("id", "source", "specversion", "type"))
        assert all(name.isalnum() and name.isascii() and name == name.lower() and len(name) <= 20 for name in event)


def test_catching_up_under_load_and_then_living_on_has_no_gap_and_no_double(platform, admin, load):
    eventually(lambda: load.count > 20, "there is a load")
    stream = Stream(platform, admin.token, "?from=start")
    assert stream.status == 200 and stream.headers["Content-Type"] == "text/event-stream"
    puller = Puller(platform)
    # Two others with filters, one of whom stops reading at once.
    only = Stream(platform, admin.token, "?from=start&type=betting.&severity=info")
    stalled = stalled_client(platform, admin.token, "?from=start")
    eventually(lambda: load.count > 150, "the load goes on", 60)
    load.end()
    wait_until_complete(platform, admin)
    size = log_size(platform)
    stream.await_count(size)
    puller.await_place(size)
    only.await_count(sum(type.startswith("betting.") for type in types(puller.items[:size])))
    puller.end()
    log = puller.items
    assert [item["id"].split(".")[0] for item in log] == [str(number) for number in range(1, len(log) + 1)]
    without_gap_or_double(stream.events, log)
    assert len(stream.events) >= size
    expected = [item for item in log if item["type"].startswith("betting.")]
    assert [id for id, _, _ in only.events] == [item["id"] for item in expected]
    assert stalled.fileno() >= 0
    for one in (stream, only):
        one.close()
    stalled.close()


def stalled_client(platform, token, query):
    """One that asks for a stream and never reads."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect(("127.0.0.1", platform.port))
    connection.sendall(
        f"GET /v1/audit/stream{query} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
    return connection


def test_a_stream_goes_on_where_it_broke_off(platform, admin, load):
    stream = Stream(platform, admin.token, "?from=now")
    events = []
    for _ in range(4):
        stream.await_count(15)
        stream.close()
        events += stream.events
        # As a browser does: the same address, and the place that it had reached.
        stream = Stream(platform, admin.token, "?from=now", last=events[-1][0])
    stream.await_count(15)
    stream.close()
    load.end()
    without_gap_or_double(events + stream.events, whole_log(platform))


@pytest.mark.parametrize("service", ["audit", "gateway"])
def test_a_crash_leaves_no_gap(platform, admin, load, service):
    stream, puller = Stream(platform, admin.token, "?from=now"), Puller(platform, start="now")
    stream.await_count(10)
    platform.kill(service)
    time.sleep(1)
    platform.start(service)
    platform.wait_until_ready()
    if service == "gateway":
        before = stream
        assert before.over.wait(10)
        stream = Stream(platform, admin.token, "?from=now", last=before.last)
        assert stream.status == 200
        stream.await_count(20)
        events = before.events + stream.events
    else:
        # The service was away; the client saw nothing of it but a pause.
        stream.await_count(len(stream.events) + 20)
        events = stream.events
    eventually(lambda: len(puller.items) >= len(events) // 2, "the puller goes on")
    stream.close()
    puller.end()
    load.end()
    log = whole_log(platform)
    without_gap_or_double(events, log)
    without_gap_or_double([(item["id"], item["type"], item["data"]) for item in puller.items], log)


def test_one_begins_at_an_index_a_time_or_a_place_with_the_filters_that_one_names(platform, admin):
    wait_until_complete(platform, admin)
    log = whole_log(platform)

    def first(query):
        stream = Stream(platform, admin.token, query)
        assert stream.status == 200, stream.body
        stream.await_count(1)
        stream.close()
        return stream.events[0]

    assert first("?from=7")[0] == log[7]["id"]
    assert first(f"?from={log[4]['id']}")[0] == log[5]["id"]
    entry = admin.get("/v1/audit/events?source=identity&limit=1").expect(200)["items"][0]
    assert int(first(f"?from={entry['ingested_at']}")[0].split(".")[0]) <= entry["index"] + 1
    kind, entity = entry["subject"].split("/", 1)
    found = first(f"?from=start&entity_type={kind}&entity_id={entity}")
    assert json.loads(found[2])["subject"] == entry["subject"]
    assert json.loads(first("?from=start&source=wallet")[2])["source"] == "/croupier/wallet"
    assert json.loads(first("?from=start&severity=critical")[2])["severity"] == "critical"


def test_a_place_of_another_log_is_refused_as_a_fork(platform, admin):
    size = log_size(platform)
    forged = "3." + base64.urlsafe_b64encode(b"\1" * 32).decode().rstrip("=")
    beyond = f"{size + 100000}." + forged.split(".")[1]
    cases = [(forged, 409, "forked_log"), (beyond, 409, "beyond_log"), ("nonsense", 422, "invalid_request"),
             ("12", 422, "invalid_request"), ("a b", 400, "malformed_request")]
    client = Client(platform.home, SUBSCRIBER, "audit")
    for place, status, code in cases:
        refused = Stream(platform, admin.token, last=place)
        assert (refused.status, refused.body["code"]) == (status, code), place
        assert refused.headers["Content-Type"] == "application/problem+json"
        if " " not in place:
            header, body = client.ask("audit.follow", {"after": place})
            assert (int(header["status"]), json.loads(body)["code"]) == (status, code)
    for query in ("?from=yesterday", "?from=-1", "?from=99999999999", "?from=2999-01-01T00:00:00Z", "?severity=dire",
                  "?source=nobody", "?limit=0", "?type=", "?wait_milliseconds=5", "?after=" + forged, "?color=red"):
        assert Stream(platform, admin.token, query).status in (409, 422), query


def test_a_revoked_session_ends_its_stream_at_once_and_says_why(platform, admin):
    other = admin.again()
    stream = Stream(platform, other.token, "?from=now")
    assert stream.status == 200
    time.sleep(0.5)
    other.delete("/v1/sessions/current")
    began = time.monotonic()
    assert stream.over.wait(5)
    took = time.monotonic() - began
    assert stream.closed and stream.closed["code"] == "unauthenticated"
    assert took < 0.3, took
    assert Stream(platform, other.token).status == 401


def test_a_stream_is_for_auditors_and_only_so_many_are_one_persons(platform, admin):
    assert Stream(platform, None).status == 401
    assert Stream(platform, platform.sign_up("curious").token).status == 403
    streams = [Stream(platform, admin.token) for _ in range(8)]
    assert [stream.status for stream in streams] == [200] * 8
    one_more = Stream(platform, admin.token)
    assert (one_more.status, one_more.body["code"]) == (503, "overloaded")
    streams.pop().close()

    def another():
        streams.append(Stream(platform, admin.token))
        return streams[-1].status == 200

    eventually(another, "a place is free again")
    for stream in streams:
        stream.close()
    eventually(lambda: b"croupier_streams_open 0" in platform.get("/metrics").body, "all are closed")


def test_a_key_that_is_not_on_the_list_gets_nowhere_and_one_that_is_does_not_search(platform):
    public, secret = zmq.curve_keypair()
    stranger = Client(platform.home, SUBSCRIBER, "audit", timeout=1000)
    own = zmq.Context.instance().socket(zmq.DEALER)
    own.linger, own.sndtimeo = 0, 1000
    own.curve_secretkey, own.curve_publickey = secret, public
    own.curve_serverkey = (platform.home / "keys/public/audit-connection.key").read_text().split()[0].encode()
    own.connect(f"ipc://{platform.home}/run/audit.peers")
    stranger.socket = own
    with pytest.raises((TimeoutError, zmq.Again)):
        stranger.ask("audit.follow", {"from": "start"})
    listed = Client(platform.home, SUBSCRIBER, "audit")
    assert listed.ask("audit.follow", {"from": "start", "limit": 1})[0]["status"] == "200"
    for operation in ("audit.list-events", "audit.list-sources"):
        header, body = listed.ask(operation, {})
        assert (header["status"], json.loads(body)["code"]) == ("403", "forbidden"), operation


def resident(platform, service):
    text = open(f"/proc/{platform.pid(service)}/statm").read()
    return int(text.split()[1]) * os.sysconf("SC_PAGE_SIZE")


class Greedy:
    """A subscriber who asks as often as a socket lets anybody and reads nothing, until it reads; it takes in next to nothing
    on its own side, so that what is sent to it stays with audit."""

    def __init__(self, platform):
        self.context, self.asked = zmq.Context(), 0
        self.socket = self.context.socket(zmq.DEALER)
        self.socket.linger, self.socket.rcvhwm, self.socket.sndhwm, self.socket.rcvtimeo = 0, 1, 0, 1000
        key = lambda file: (platform.home / "keys" / file).read_text().split()[0].encode()
        self.socket.curve_secretkey = key(f"{SUBSCRIBER}-connection.secret")
        self.socket.curve_publickey = key(f"public/{SUBSCRIBER}-connection.key")
        self.socket.curve_serverkey = key("public/audit-connection.key")
        self.socket.connect(f"ipc://{platform.home}/run/audit.peers")

    def ask(self, operation="audit.follow", **request):
        self.asked += 1
        header = f"croupier/1 query\noperation {operation}\nreference {self.asked}"
        self.socket.send_multipart([header.encode(), json.dumps(request).encode()])

    def read(self):
        """What comes until a second passes without: by reference, the status and the page."""
        answers = {}
        while True:
            try:
                head, body = self.socket.recv_multipart()
            except zmq.Again:
                return answers
            fields = dict(line.split(" ", 1) for line in head.decode().split("\n"))
            answers[int(fields["reference"])] = (fields["status"], body)

    def close(self):
        self.socket.close()
        self.context.term()


@pytest.mark.parametrize("operation, request_", [
    ("audit.follow", {"from": "start"}), ("runtime.pull", {"after": 0, "limit": 1000}),
])
def test_a_subscriber_who_asks_thousands_of_times_and_reads_nothing_is_not_worked_for(platform, admin, operation, request_):
    other = Client(platform.home, SUBSCRIBER, "audit")
    before, greedy = resident(platform, "audit"), Greedy(platform)
    longest = 0
    for turn in range(100):
        for _ in range(50):
            greedy.ask(operation, **request_)
        asked = time.monotonic()
        assert other.ask("audit.follow", {"from": "start", "limit": 5})[0]["status"] == "200"
        assert platform.get("/v1/audit/tree-head").status == 200
        longest = max(longest, time.monotonic() - asked)
    assert longest < 2, longest
    grown = resident(platform, "audit") - before
    assert grown < 24 << 20, grown
    # It reads: what was kept for it, and then all that it asks for.
    kept = greedy.read()
    assert any(status == "200" for status, _ in kept.values()) and len(kept) < 2000, len(kept)
    for _ in range(5):
        greedy.ask(operation, **request_)
        status, body = greedy.read()[greedy.asked]
        assert status == "200" and body
    greedy.close()


def test_subscribers_who_do_not_read_cost_no_memory_and_slow_nobody(platform, admin, load):
    eventually(lambda: load.count > 5, "there is a load")
    live = Stream(platform, admin.token, "?from=now")
    live.await_count(5)
    before = {service: resident(platform, service) for service in ("gateway", "audit")}
    stalled = [stalled_client(platform, admin.token, "?from=start") for _ in range(6)]
    count = len(live.events)
    live.await_count(count + 200, 60)
    after = {service: resident(platform, service) for service in ("gateway", "audit")}
    for service in before:
        assert after[service] - before[service] < 24 << 20, (service, before, after)
    # What the one who reads is told is fresh all the while.
    mark = load.count
    eventually(lambda: load.count > mark + 5, "the load goes on")
    live.await_count(len(live.events) + 5, 5)
    for connection in stalled:
        connection.close()
    live.close()


def test_the_asyncapi_document_tells_of_both_ways(platform):
    document = platform.get("/v1/asyncapi.json").expect(200)
    assert document["asyncapi"] == "3.0.0"
    assert document["channels"]["audit.follow.stream"]["address"] == "/v1/audit/stream"
    assert document["channels"]["audit.follow"]["address"] == "audit.follow"
    assert document["operations"]["audit.follow.stream"]["action"] == "send"
    assert "betting.bet-placed" in document["components"]["messages"]
    told = document["channels"]["audit.follow.stream"]["messages"]
    assert set(document["components"]["messages"]) == set(told) - {"closed"}


def test_curl_follows_the_log(platform, admin):
    line = ["curl", "-sSN", "--max-time", "3", "-H", f"Authorization: Bearer {admin.token}",
            f"{platform.url}/v1/audit/stream?from=start"]
    done = subprocess.run(line, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 28, done.stderr
    events = [event for event in parse(done.stdout.splitlines(True)) if event[1]]
    assert len(events) > 5 and all(json.loads(data)["type"] == type for _, type, data, _ in events)


def test_the_readmes_client_follows_the_log_and_goes_on_at_a_place(platform, admin):
    code = (ROOT / "README.md").read_text().split("```python\n")[1].split("```")[0]
    assert len(code.strip().splitlines()) <= 25

    def lines(count, *start):
        arguments = [sys.executable, "-c", code, str(platform.home), SUBSCRIBER, *start]
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as process:
            try:
                return [process.stdout.readline().rstrip("\n").split(" ", 1) for _ in range(count)]
            finally:
                process.kill()

    first = lines(20)
    assert [place.split(".")[0] for place, _ in first] == [str(number) for number in range(1, 21)]
    assert first[-1][0] == place_after([data.encode() for _, data in first])
    assert lines(10, first[9][0]) == first[10:]
