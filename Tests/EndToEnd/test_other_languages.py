"""Who speaks ZeroMQ and JSON needs no library of the project's: queries, and the stream of events from any position."""

import hashlib
import json
import pathlib
import sqlite3

import pytest
import zmq

from client import Client
from platform_under_test import SUBSCRIBER

FIRST_LINK = bytes(32)


@pytest.fixture
def betting(platform):
    return Client(platform.home, SUBSCRIBER, "betting")


def follow(client, after, link, until=None):
    """The events after a position up to the head, each with its link: SHA-256 of the link before and the event's bytes."""
    events = []
    while True:
        header, body = client.ask("runtime.pull", {"after": after, "limit": 7})
        assert header["status"] == "200"
        lines = body.split(b"\n")[:-1]
        assert len(lines) <= 7
        for line in lines:
            link, after = hashlib.sha256(link + line).digest(), after + 1
            events.append((after, link, json.loads(line)))
        if after >= (until or int(header["head"])):
            return events


def stored_links(platform, service):
    with sqlite3.connect(f"file:{platform.home}/data/{service}.db?mode=ro", uri=True) as database:
        return dict(database.execute("SELECT sequence, link FROM runtime_events"))


def test_the_client_is_about_twenty_lines():
    source = pathlib.Path(__file__).with_name("client.py").read_text()
    lines = source[source.index("class Client"):].splitlines()
    assert len([line for line in lines if line.strip()]) <= 25


def test_a_service_answers_a_public_query_over_the_documented_envelope(platform, admin, betting):
    organizer, player = platform.sign_up("organizer"), platform.sign_up("player")
    player.receive(admin, "3.00")
    event, plays = organizer.make_event(["Ann", "Ben"])
    player.bet(event, plays["Ben"], "3.00").expect(201)
    header, body = betting.ask("betting.get-pool", {"event_id": event})
    assert header["status"] == "200"
    over_http = platform.get(f"/v1/events/{event}/pool").json
    assert json.loads(body)["pool"] == {"amount": "3.00", "currency": "EUR"}
    assert json.loads(body)["bets_on"] == over_http["bets_on"]


def test_what_is_for_signed_in_people_is_not_for_a_subscriber(betting):
    header, body = betting.ask("betting.list-bets", {})
    assert header["status"] in ("401", "403")
    assert json.loads(body)["code"] in ("unauthenticated", "forbidden")


@pytest.mark.parametrize("service", ["betting", "wallet", "identity"])
def test_the_stream_is_dense_and_linked_from_the_first_event_on(platform, admin, service):
    platform.sign_up("fresh").receive(admin, "1.00")
    if service == "betting":
        admin.make_event(["Ann"])
    client = Client(platform.home, SUBSCRIBER, service)
    events = follow(client, 0, FIRST_LINK)
    assert len(events) > 3
    assert [int(event["sequence"]) for _, _, event in events] == list(range(1, len(events) + 1))
    stored = stored_links(platform, service)
    assert {number: link for number, link, _ in events} == {number: stored[number] for number, _, _ in events}
    for number, _, event in events:
        assert event["specversion"] == "1.0" and event["source"] == f"/croupier/{service}"
        assert event["id"] == f"{service}/{event['incarnation']}/{number}"
        assert event["actor"] and event["causation"] and event["traceparent"].startswith("00-")
        assert event["type"].split(".")[0] in (service, "runtime")
    # From the middle on it is the same stream.
    middle = len(events) // 2
    assert follow(client, middle, events[middle - 1][1], until=events[-1][0])[: len(events) - middle] == events[middle:]


def test_a_changed_byte_would_break_the_chain(platform, betting, admin):
    admin.make_event(["Ann"])
    header, body = betting.ask("runtime.pull", {"after": 0, "limit": 2})
    first, second = body.split(b"\n")[:2]
    right = stored_links(platform, "betting")[2]
    chain = lambda one, two: hashlib.sha256(hashlib.sha256(FIRST_LINK + one).digest() + two).digest()
    assert chain(first, second) == right
    assert chain(first.replace(b"1", b"2", 1), second) != right


def test_a_nudge_tells_that_there_is_more(platform, betting, admin):
    def key(name):
        return (platform.home / "keys" / name).read_text().split()[0].encode()

    listener = zmq.Context.instance().socket(zmq.SUB)
    listener.linger = 0
    listener.curve_secretkey = key(f"{SUBSCRIBER}-connection.secret")
    listener.curve_publickey = key(f"public/{SUBSCRIBER}-connection.key")
    listener.curve_serverkey = key("public/betting-connection.key")
    monitor = listener.get_monitor_socket(zmq.EVENT_HANDSHAKE_SUCCEEDED)
    listener.subscribe(b"betting")
    listener.connect(f"ipc://{platform.home}/run/betting.nudge")
    assert monitor.poll(5000), "no handshake with the place of the nudges"
    header, _ = betting.ask("runtime.status", {})
    assert header["status"] == "200"
    # A subscription travels behind the handshake, and a nudge before it is lost: so there are several.
    for _ in range(20):
        admin.make_event(["Ann"])
        if listener.poll(500):
            break
    else:
        raise AssertionError("no nudge")
    topic, told = listener.recv_multipart()
    assert topic == b"betting"
    header, body = betting.ask("runtime.pull", {"after": int(told) - 1, "limit": 1})
    assert int(json.loads(body)["sequence"]) == int(told) <= int(header["head"])
