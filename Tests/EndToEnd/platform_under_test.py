"""One platform of six real processes, started and stopped by the project's own scripts, and what a test does to it."""

import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid

from authenticator import Authenticator

ROOT = pathlib.Path(__file__).resolve().parents[2]
SERVICES = ("identity", "wallet", "betting", "raffle", "audit", "gateway")
ADMIN = ("root@croupier.example", "a private sentence for the tests")
SUBSCRIBER = "python-client"


def eventually(check, what, seconds=15):
    """Asks until the answer is true and returns it; a test that has to wait waits here, and not for ever."""
    deadline = time.monotonic() + seconds
    while True:
        found = check()
        if found:
            return found
        assert time.monotonic() < deadline, f"still not after {seconds} seconds: {what}"
        time.sleep(0.02)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Answer:
    """What came back over HTTP."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        """The stable code of a refusal; None where the answer is none."""
        is_problem = self.headers.get("Content-Type") == "application/problem+json"
        return self.json["code"] if is_problem else None

    def expect(self, status, code=None):
        assert (self.status, self.code) == (status, code), f"{self.status} {self.body!r}"
        return self.json

    def __repr__(self):
        return f"{self.status} {self.body[:500]!r}"


class Platform:
    def __init__(self, **settings):
        self.settings = settings
        # A short path: the operating system takes sockets' names only up to 107 bytes.
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="croupier-", dir="/tmp"))
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.commands = {}
        self.known_admin = None

    # Starting and stopping

    def script(self, name, *arguments, check=True):
        environment = dict(
            os.environ, CROUPIER_HOME=str(self.home), CROUPIER_PORT=str(self.port),
            CROUPIER_ADMIN_EMAIL=ADMIN[0], CROUPIER_ADMIN_PASSWORD=ADMIN[1])
        environment.update(self.settings)
        done = subprocess.run(
            [ROOT / "scripts" / name, *arguments], env=environment, capture_output=True, text=True, timeout=900)
        assert not check or done.returncode == 0, f"scripts/{name}: {done.stdout}{done.stderr}"
        return done

    def up(self):
        """As a person starts it. A subscriber's key is made first, since who may connect is read at the start."""
        self.script("keys", SUBSCRIBER)
        printed = self.script("up").stdout
        for service in (*SERVICES, "witness"):
            line = pathlib.Path(f"/proc/{self.pid(service)}/cmdline").read_bytes()
            self.commands[service] = [word.decode() for word in line.split(b"\0")[:-1]]
        return printed

    def down(self):
        self.script("down")

    def remove(self):
        shutil.rmtree(self.home)

    def pid(self, service):
        return int((self.home / "run" / f"{service}.pid").read_text())

    def is_alive(self, service):
        """A process holds its files until the last of its threads is gone, and the first of them may be gone before."""
        try:
            stat = pathlib.Path(f"/proc/{self.pid(service)}/stat").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return False
        fields = stat.rpartition(")")[2].split()
        state, threads = fields[0], int(fields[17])
        return state not in "ZX" or threads > 1

    def kill(self, service, sign=signal.SIGKILL):
        os.kill(self.pid(service), sign)
        eventually(lambda: not self.is_alive(service), f"{service} ends by {sign.name}")

    def start(self, service, *words):
        """Starts one service by the very command that scripts/up used; without its build, so that it is quick. More words may
        follow the command."""
        assert not self.is_alive(service)
        line = 'setsid "$@" >>"$LOG" 2>&1 </dev/null & echo $! >"$PID_FILE"'
        environment = dict(
            os.environ, **self.settings, LOG=str(self.home / "logs" / f"{service}.log"),
            PID_FILE=str(self.home / "run" / f"{service}.pid"))
        subprocess.run(["bash", "-c", line, service, *self.commands[service], *words], env=environment, check=True)

    def wait_until_ready(self, seconds=15):
        def is_ready():
            try:
                return self.request("GET", "/readyz").status == 200
            except OSError:
                return False

        eventually(is_ready, "the platform is ready", seconds)

    def accept_ledger(self):
        """Has the wallet go on with a ledger that was edited behind its back, as its operator would; tells what it found."""
        found = eventually(
            lambda: re.search(r"(.*)--accept-ledger (\d+)", self.complaint("wallet") or ""), "the wallet doubts its ledger")
        self.kill("wallet", signal.SIGTERM)
        self.start("wallet", "--accept-ledger", found[2])
        self.wait_until_ready()
        return found[1]

    def complaint(self, service):
        """Why a service is not ready; nothing while the gateway does not know."""
        try:
            missing = self.request("GET", "/readyz").json["missing"]
        except OSError:
            return None
        return next((item["reason"] for item in missing if item["service"] == service), None)

    def accept_log_head(self):
        """An operator has looked at what is in the audit log, and has it go on from there."""
        flag = "--accept-log-head"
        eventually(lambda: flag in (self.complaint("audit") or ""), "audit says which head can be accepted")
        place = self.complaint("audit").split(flag)[1].split()[0]
        self.kill("audit", signal.SIGTERM)
        self.start("audit", flag, place)
        self.wait_until_ready()

    def log(self, service):
        file = self.home / "logs" / f"{service}.log"
        return file.read_text(errors="replace") if file.exists() else ""

    # Speaking HTTP

    def request(self, method, path, body=None, token=None, key=None, headers=None, raw=None, timeout=20):
        """One request on a connection of its own. `body` is sent as JSON, `raw` as it is."""
        fields = dict(headers or {})
        if token is not None:
            fields.setdefault("Authorization", f"Bearer {token}")
        if key is not None:
            fields["Idempotency-Key"] = key
        if body is not None:
            raw = json.dumps(body).encode()
        if raw is not None:
            fields.setdefault("Content-Type", "application/json")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, raw, fields)
            response = connection.getresponse()
            # A stream has no end; how it begins is enough.
            is_stream = response.headers.get("Content-Type") == "text/event-stream"
            return Answer(response.status, response.headers, response.read1() if is_stream else response.read())
        except http.client.HTTPException as error:
            raise ConnectionError(f"no whole answer: {error!r}") from error
        finally:
            connection.close()

    def get(self, path):
        return self.request("GET", path)

    # People

    def admin(self):
        """The first admin, led through enrolment; signed in once, since each further time takes a fresh code."""
        if self.known_admin is None:
            self.known_admin = Person.sign_in(self, *ADMIN)
            self.known_admin.enrol()
        return self.known_admin

    def sign_up(self, name="player", **details):
        """A new person with an account and a session."""
        email, password = f"{name}.{uuid.uuid4().hex[:12]}@example.com", f"{name} likes a long password"
        self.request(
            "POST", "/v1/users",
            {"email": email, "password": password, "birth_date": "1990-02-03", "country": "IE", **details}).expect(201)
        return Person.sign_in(self, email, password)


# Answers after which the same is asked again under the same key: nothing was done, or nobody knows what was.
INDEFINITE = ("service_unavailable", "overloaded", "stopping", "outcome_unknown")


class Person:
    """A signed-in user."""

    def __init__(self, platform, token, user, email, password):
        self.platform, self.token, self.user = platform, token, user
        self.id, self.email, self.password = user["id"], email, password
        self.app, self.recovery_codes = None, []
        self.actor = f"user:{self.id}"

    def confirm_address(self, admin):
        """Answers the mail that came with signing up: news go to confirmed addresses alone."""
        mails = [mail for mail in admin.all("/v1/notifications") if mail["recipient"] == self.email]
        [token] = [line for mail in mails if mail["kind"] == "email_verification"
                   for line in mail["text"].splitlines() if len(line) == 43 and " " not in line]
        self.platform.request("POST", "/v1/email-verifications/confirm", {"token": token}).expect(200)

    @classmethod
    def sign_in(cls, platform, email, password, **proof):
        body = {"login": email, "password": password, **proof}
        answer = platform.request("POST", "/v1/sessions", body).expect(201)
        return cls(platform, answer["token"], answer["user"], email, password)

    def enrol(self):
        """Enrols an authenticator app; the session counts as opened with it."""
        self.app = Authenticator(self.post("/v1/me/totp", {}).expect(201)["secret"])
        confirmed = self.post("/v1/me/totp/confirm", {"code": self.app.code()}).expect(200)
        self.recovery_codes = confirmed["recovery_codes"]

    def again(self):
        """Another session of the same person, opened with a code where an app is enrolled."""
        proof = {"totp": self.app.code()} if self.app else {}
        other = Person.sign_in(self.platform, self.email, self.password, **proof)
        other.app, other.recovery_codes = self.app, self.recovery_codes
        return other

    def get(self, path):
        return self.platform.request("GET", path, token=self.token)

    def post(self, path, body=None, **options):
        return self.platform.request("POST", path, body, token=self.token, **options)

    def put(self, path, body):
        return self.platform.request("PUT", path, body, token=self.token)

    def delete(self, path):
        return self.platform.request("DELETE", path, token=self.token)

    def all(self, path):
        """All items of a list, page by page."""
        items, cursor = [], None
        separator = "&" if "?" in path else "?"
        while True:
            page = self.get(f"{path}{separator}limit=200" + (f"&cursor={cursor}" if cursor else "")).expect(200)
            items += page["items"]
            cursor = page["next"]
            if cursor is None:
                return items

    # Money

    def request_deposit(self, amount, currency="EUR"):
        money = {"amount": amount, "currency": currency}
        claim = {"amount": money, "tx_hash": f"0x{uuid.uuid4().hex}", "chain": "ethereum"}
        return self.post("/v1/deposits", claim).expect(201)

    def receive(self, admin, amount, currency="EUR"):
        deposit = self.request_deposit(amount, currency)
        approved = admin.post(f"/v1/deposits/{deposit['id']}/approve", {}).expect(200)
        assert approved["credited"] == {"amount": amount, "currency": currency}

    def wallet(self, currency="EUR"):
        """The buckets as text; None where there never was money of the currency."""
        lines = self.get("/v1/wallet").expect(200)["items"]
        line = next((line for line in lines if line["currency"] == currency), None)
        if line is None:
            return None
        names = ("deposit", "winning", "bonus", "held", "available", "withdrawable")
        assert all(line[name]["currency"] == currency for name in names)
        return {name: line[name]["amount"] for name in names}

    def settled_wallet(self, currency="EUR"):
        """The buckets once nothing is held: a bet is answered when it is accepted, and its stake leaves right after."""

        def look():
            wallet = self.wallet(currency)
            return wallet if wallet["held"].strip("0.") == "" else None

        return eventually(look, "accepted stakes have left the wallet")

    def bet_until_definite(self, event, play, amount, key, seconds=30):
        """Asks again under the same key until the answer says for certain what became of the bet."""

        def ask():
            try:
                answer = self.bet(event, play, amount, key=key)
            except OSError:
                return None
            return None if answer.code in INDEFINITE else answer

        return eventually(ask, "a definite answer", seconds)

    # Events

    def make_event(self, players, currency="EUR", takeout="0", name="Sunday final", **terms):
        """An open event with a play for each name; its id and the plays' ids by name."""
        event = self.post(
            "/v1/events",
            {"name": name, "starts_at": in_an_hour(), "currency": currency, "takeout_pct": takeout, **terms}).expect(201)
        plays = {
            player: self.post(f"/v1/events/{event['id']}/plays", {"name": player}).expect(201)["id"]
            for player in players
        }
        self.post(f"/v1/events/{event['id']}/open").expect(200)
        return event["id"], plays

    def bet(self, event, play, amount, currency="EUR", key=None):
        stake = {"amount": amount, "currency": currency}
        return self.post(f"/v1/events/{event}/bets", {"play_id": play, "stake": stake}, key=key)

    def settle(self, event, scores, seconds=20):
        """Starts and finishes an event by the plays' scores, and returns it once its pool is given out."""
        self.post(f"/v1/events/{event}/start").expect(200)
        for play, score in scores.items():
            self.put(f"/v1/events/{event}/plays/{play}/score", {"score": score}).expect(200)
        passing = self.post(f"/v1/events/{event}/finish").expect(202)
        assert passing["status"] == "settling"
        return self.finished(event, seconds)

    def finished(self, event, seconds=20):
        def look():
            now = self.get(f"/v1/events/{event}").expect(200)
            return now if now["status"] in ("finished", "cancelled") else None

        return eventually(look, "the event is settled", seconds)


def in_an_hour():
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(time.time() + 3600))
