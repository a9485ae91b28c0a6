"""The key that signs statements is replaced while people go on: see compose/README.md."""

import pathlib
import signal
import threading
import time
import uuid

import pytest

from platform_under_test import SERVICES, Platform


@pytest.fixture
def own():
    own = Platform()
    try:
        own.up()
        yield own
    finally:
        own.down()
        own.remove()


class Trickle:
    """People who look and bet all the while. Only that the gateway is away for a moment is borne, by asking again."""

    def __init__(self, people, event, play):
        self.refused, self.done, self.bets, self.stop = [], 0, 0, threading.Event()
        self.threads = [threading.Thread(target=self.go_on, args=(each, event, play)) for each in people]
        for thread in self.threads:
            thread.start()

    def go_on(self, person, event, play):
        while not self.stop.is_set():
            self.ask(lambda: person.get("/v1/me"), 200)
            self.ask(lambda: person.get("/v1/wallet"), 200)
            key = uuid.uuid4().hex
            if self.ask(lambda: person.bet(event, play, "0.10", key=key), 201):
                self.bets += 1
            time.sleep(0.02)

    def ask(self, ask, status):
        while True:
            try:
                answer = ask()
            except OSError:
                time.sleep(0.05)
                continue
            if answer.code == "stopping":
                continue
            self.done += 1
            if answer.status != status:
                self.refused.append(answer)
            return answer.status == status

    def end(self):
        self.stop.set()
        for thread in self.threads:
            thread.join()


def restart(platform, *services):
    for service in services:
        platform.kill(service, signal.SIGTERM)
        platform.start(service)
        platform.wait_until_ready(30)


def test_the_signing_key_is_replaced_and_nobody_is_refused(own):
    admin = own.admin()
    event, plays = own.sign_up("organizer").make_event(["Ann"])
    people = [own.sign_up() for _ in range(3)]
    for person in people:
        person.receive(admin, "90.00")
    public = pathlib.Path(own.home, "keys/public/identity-signing.key")
    before = public.read_text()
    trickle = Trickle(people, event, plays["Ann"])
    try:
        own.script("keys", "--next-signing-key")
        restart(own, *SERVICES)
        own.script("keys", "--use-next-signing-key")
        restart(own, "identity")
        # In the place of the wait: statements by the old key are in the gateway's memory alone, and go with it.
        restart(own, "gateway")
        own.script("keys", "--retire-old-signing-key")
        restart(own, *SERVICES)
    finally:
        trickle.end()
    assert trickle.refused == [] and trickle.done > 100
    assert public.read_text() != before and len(public.read_text().split()) == len(before.split())
    placed = [bet for person in people for bet in person.all("/v1/bets")]
    assert len(placed) == trickle.bets
