"""Where bad input is tried: what it could change, and requests that it spoils."""

import contextlib
import json
import socket
import sqlite3

from client import Client
from platform_under_test import SUBSCRIBER, eventually

NOBODY = "019aa2f5-3c00-7000-8000-000000000001"
EUR = "EUR"


def stake(amount, currency=EUR):
    return {"play_id": "<play>", "stake": {"amount": amount, "currency": currency}}


BETS = "/v1/events/<event>/bets"
USERS = {"email": "new@example.com", "password": "a long password", "birth_date": "1990-01-01"}
EVENT = {"name": "Final", "starts_at": "2099-01-01T00:00:00.000Z", "currency": "EUR"}
DEPOSIT = {"amount": {"amount": "1.00", "currency": "EUR"}, "tx_hash": "0xnew", "chain": "ethereum"}


class Scene:
    """A funded player, somebody else's open event, and all that must stay as it is."""

    def __init__(self, platform, admin):
        self.platform, self.admin = platform, admin
        self.player, self.other = platform.sign_up("player"), platform.sign_up("other")
        self.player.receive(admin, "100.00")
        self.event, plays = self.other.make_event(["Ann", "Ben"])
        self.play = plays["Ann"]
        self.deposit = self.other.request_deposit("7.00")
        self.bet = self.player.bet(self.event, self.play, "1.00").expect(201)
        self.clients = {name: Client(platform.home, SUBSCRIBER, name) for name in ("wallet", "betting", "raffle")}

    def fill(self, text):
        for name in ("event", "play"):
            text = text.replace(f"<{name}>", getattr(self, name))
        return text.replace("<deposit>", self.deposit["id"]).replace("<player>", self.player.id)

    def told(self):
        """How many events of each service, once nothing is under way; bets are answered before their end.

        Two rounds must agree: a service asked first may be given its part of a bet before the one that gives it is asked."""
        numbers = self.told_once()
        return numbers if numbers and numbers == self.told_once() else None

    def told_once(self):
        numbers = {}
        for name, client in self.clients.items():
            header, body = client.ask("runtime.status", {})
            assert header["status"] == "200"
            status = json.loads(body)
            if status["open_sagas"] or status["pending_calls"]:
                return None
            numbers[name] = self.events(name)
        return numbers

    def events(self, service):
        """How many there are of what happened to things: what a service tells of itself goes on by the clock."""
        with contextlib.closing(sqlite3.connect(f"file:{self.platform.home}/data/{service}.db?mode=ro", uri=True)) as database:
            [[count]] = database.execute(
                "SELECT COUNT(*) FROM runtime_events WHERE json_extract(CAST(body AS TEXT), '$.type') NOT LIKE 'runtime.%'"
                " AND json_extract(CAST(body AS TEXT), '$.type') NOT LIKE 'wallet.proof-%'")
            return count

    def state(self):
        """Wallets, bets, pool, and how many events each service that holds them has told."""
        told = eventually(self.told, "all that was begun is done")
        return (
            told, self.player.get("/v1/wallet").body, self.other.get("/v1/wallet").body,
            self.player.get("/v1/bets").body, self.platform.get(f"/v1/events/{self.event}").body,
            self.platform.get(f"/v1/events/{self.event}/pool").body)


def conversation(platform, sent, seconds=10):
    """Sends bytes and reads all that comes back until the other side closes."""
    with socket.create_connection(("127.0.0.1", platform.port), timeout=seconds) as connection:
        try:
            connection.sendall(sent)
        except (BrokenPipeError, ConnectionResetError):
            pass
        received = b""
        while True:
            try:
                part = connection.recv(65536)
            except ConnectionResetError:
                return received
            if not part:
                return received
            received += part


def read_to_end(connection, seconds):
    connection.settimeout(seconds)
    try:
        while connection.recv(4096):
            pass
    except ConnectionResetError:
        pass
