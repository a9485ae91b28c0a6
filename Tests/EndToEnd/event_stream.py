"""Subscribers of the audit log: one that reads Server-Sent Events, one that asks over ZeroMQ."""

import base64
import hashlib
import http.client
import json
import threading

from client import Client
from platform_under_test import SUBSCRIBER, eventually


def root_over(leaves):
    """RFC 6962's root over the hashes of the leaves, and the form in which places in the log name it."""

    def root(hashes):
        if len(hashes) == 1:
            return hashes[0]
        left = 1
        while left * 2 < len(hashes):
            left *= 2
        return hashlib.sha256(b"\1" + root(hashes[:left]) + root(hashes[left:])).digest()

    return root(leaves) if leaves else hashlib.sha256(b"").digest()


def place_after(bodies):
    root = root_over([hashlib.sha256(b"\0" + body).digest() for body in bodies])
    return f"{len(bodies)}.{base64.urlsafe_b64encode(root).decode().rstrip('=')}"


def parse(lines):
    """Server-Sent Events out of lines of text: (id, type, data), and what else came."""
    fields = {}
    for line in lines:
        line = line.rstrip("\n")
        if line == "":
            yield fields.get("id"), fields.get("event"), fields.get("data"), fields.get("comment")
            fields = {}
            continue
        name, _, value = line.partition(":")
        value = value[1:] if value.startswith(" ") else value
        if name == "data" and "data" in fields:
            value = fields["data"] + "\n" + value
        fields[name or "comment"] = value


class Stream:
    """One connection to `/v1/audit/stream`, read on a thread of its own."""

    def __init__(self, platform, token, query="", last=None, path="/v1/audit/stream"):
        self.events, self.last, self.beats, self.closed, self.over = [], last, 0, None, threading.Event()
        self.connection = http.client.HTTPConnection("127.0.0.1", platform.port, timeout=60)
        headers = {"Accept": "text/event-stream"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if last:
            headers["Last-Event-ID"] = last
        self.connection.request("GET", path + query, headers=headers)
        self.response = self.connection.getresponse()
        self.status, self.headers = self.response.status, self.response.headers
        self.body = None if self.status == 200 else json.loads(self.response.read())
        self.thread = threading.Thread(target=self.read, daemon=True)
        if self.status == 200:
            self.thread.start()

    def read(self):
        try:
            for id, type, data, comment in parse(line.decode() for line in self.response):
                if type == "closed":
                    self.closed = json.loads(data)
                elif type is not None:
                    self.events.append((id, type, data))
                elif comment is not None:
                    self.beats += 1
                self.last = id or self.last
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            pass
        self.over.set()

    def close(self):
        """As a client that is ended: the connection is broken off from its side."""
        try:
            self.connection.sock.shutdown(2)
        except (OSError, AttributeError):
            pass
        if self.status == 200:
            assert self.over.wait(10)

    def await_count(self, count, seconds=30):
        eventually(lambda: len(self.events) >= count, f"{count} events, of which {len(self.events)} came", seconds)

    @property
    def bodies(self):
        return [data.encode() for _, _, data in self.events]


class Puller:
    """Asks `audit.follow` page after page over ZeroMQ, on a thread of its own."""

    def __init__(self, platform, name=SUBSCRIBER, start="start", **filters):
        self.items, self.place, self.fault = [], None, None
        self.client, self.start, self.filters = Client(platform.home, name, "audit"), start, filters
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self.work, daemon=True)
        self.thread.start()

    def work(self):
        while not self.stop.is_set():
            where = {"after": self.place} if self.place else {"from": self.start}
            try:
                header, body = self.client.ask("audit.follow", {**where, **self.filters, "wait_milliseconds": 500})
            except TimeoutError:
                continue  # the service is away; the same is asked again
            if header["status"] != "200":
                if header["status"] == "503":
                    continue
                self.fault = json.loads(body)
                return
            page = json.loads(body)
            self.items += page["items"]
            self.place = page["next"]

    def end(self):
        self.stop.set()
        self.thread.join()

    def await_place(self, size, seconds=30):
        eventually(lambda: self.place and int(self.place.split(".")[0]) >= size, f"the place {size}", seconds)
