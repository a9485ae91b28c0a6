"""What whoever runs the platform sees: services that are away, come back, are stopped and stand beside others."""

import signal
import sqlite3
import subprocess
import threading
import time
import uuid

import pytest

from audit_log import wait_until_complete
from platform_under_test import SERVICES, Person, Platform, eventually


@pytest.fixture
def game(platform, admin):
    player = platform.sign_up("player")
    player.receive(admin, "10.00")
    event, plays = platform.sign_up("organizer").make_event(["Ann"])
    return player, event, plays["Ann"]


def in_background(work):
    """Runs it on a thread; `answers` gives what came of it."""
    result = []
    thread = threading.Thread(target=lambda: result.append(work()))
    thread.start()

    def answers():
        thread.join(30)
        assert result, "it neither ended nor answered within 30 seconds"
        return result[0]

    return answers


def test_a_request_for_a_service_that_comes_back_in_time_is_answered(platform, game):
    player, event, play = game
    platform.kill("betting", signal.SIGTERM)
    answers = in_background(lambda: player.bet(event, play, "1.00", key=uuid.uuid4().hex))
    time.sleep(1)
    platform.start("betting")
    assert answers().expect(201)["status"] == "accepted"
    assert len(player.all("/v1/bets")) == 1


def test_a_service_that_stays_away_gives_503_and_never_a_hang_and_nothing_is_done_later(platform, game):
    player, event, play = game
    platform.kill("betting")
    # Sent at once it is on its way and its outcome unknown; once the silence is noticed it is refused with certainty.
    first_key = uuid.uuid4().hex
    began = time.monotonic()
    first = player.bet(event, play, "1.00", key=first_key)
    assert time.monotonic() - began < 15
    assert first.status in (503, 504), first

    def refused():
        answer = player.bet(event, play, "2.00", key=uuid.uuid4().hex)
        return answer if answer.status == 503 else None

    answer = eventually(refused, "a refusal with certainty", 40)
    answer.expect(503, "service_unavailable")
    assert int(answer.headers["Retry-After"]) >= 1
    began = time.monotonic()
    player.bet(event, play, "2.00").expect(503, "service_unavailable")
    assert time.monotonic() - began < 1, "who is known to be away is not waited for"
    player.get("/v1/wallet").expect(200)
    ready = platform.get("/readyz")
    assert ready.status == 503 and [each["service"] for each in ready.json["missing"]] == ["betting"]
    states = {each["service"]: each["state"] for each in platform.get("/v1/platform").expect(200)["services"]}
    assert states.pop("betting") == "silent" and set(states.values()) == {"ready"}

    platform.start("betting")
    platform.wait_until_ready()
    # The first, if it was sent, arrives too late to be begun; either way the same key tells for certain.
    last = player.bet_until_definite(event, play, "1.00", first_key)
    outcome = player.get(f"/v1/operations/betting.place-bet:{first_key}").expect(200)
    bets = [bet["stake"]["amount"] for bet in player.all("/v1/bets")]
    if last.code == "deadline_passed":
        assert (outcome["state"], bets, player.wallet()["available"]) == ("refused", [], "10.00")
    else:
        last.expect(201)
        assert (outcome["state"], bets, player.wallet()["available"]) == ("completed", ["1.00"], "9.00")


def test_the_outcome_of_an_operation_can_be_asked_for(game):
    player, event, play = game
    placed = player.bet(event, play, "1.00")
    operation = placed.headers["Operation-Id"]
    assert operation.startswith("betting.place-bet:")
    outcome = player.get(f"/v1/operations/{operation}").expect(200)
    assert (outcome["id"], outcome["state"], outcome["status"]) == (operation, "completed", 201)
    assert outcome["reply"].encode() == placed.body
    refused = player.bet(event, play, "1000.00")
    outcome = player.get(f"/v1/operations/{refused.headers['Operation-Id']}").expect(200)
    assert (outcome["state"], outcome["status"]) == ("refused", 422)


def test_an_operation_is_its_submitters_alone(platform, game):
    player, event, play = game
    operation = player.bet(event, play, "1.00").headers["Operation-Id"]
    other = platform.sign_up("other")
    other.get(f"/v1/operations/{operation}").expect(404, "not_found")
    platform.get(f"/v1/operations/{operation}").expect(401, "unauthenticated")


def test_a_fenced_operation_never_happens(game):
    player, event, play = game
    key = uuid.uuid4().hex
    operation = f"betting.place-bet:{key}"
    assert player.post(f"/v1/operations/{operation}/fence", {}).expect(200)["state"] == "fenced"
    player.bet(event, play, "1.00", key=key).expect(409, "fenced")
    assert player.get(f"/v1/operations/{operation}").expect(200)["state"] == "fenced"
    assert player.all("/v1/bets") == [] and player.wallet()["available"] == "10.00"


def test_fencing_what_has_happened_tells_so_and_undoes_nothing(game):
    player, event, play = game
    placed = player.bet(event, play, "1.00")
    operation = placed.headers["Operation-Id"]
    fenced = player.post(f"/v1/operations/{operation}/fence", {}).expect(200)
    assert (fenced["state"], fenced["status"]) == ("completed", 201)
    assert len(player.all("/v1/bets")) == 1 and player.wallet()["available"] == "9.00"


@pytest.mark.parametrize("service", ["betting", "wallet", "gateway"])
def test_stopping_under_load_loses_nothing(platform, admin, service):
    organizer = platform.sign_up("organizer")
    people = [platform.sign_up("player") for _ in range(4)]
    for person in people:
        person.receive(admin, "500.00")
    event, plays = organizer.make_event(["Ann"])
    answers, over, failures = [], threading.Event(), []

    def work(person):
        try:
            while not over.is_set():
                answers.append(person.bet_until_definite(event, plays["Ann"], "0.01", uuid.uuid4().hex))
        except Exception as error:  # told to the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=work, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    try:
        eventually(lambda: failures or len(answers) > 30, "a load", 30)
        platform.kill(service, signal.SIGTERM)
        assert '"stopped"' in platform.log(service).splitlines()[-1]
        platform.start(service)
        platform.wait_until_ready()
        enough = len(answers) + 30
        eventually(lambda: failures or len(answers) > enough, "the load goes on", 30)
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert not failures
    assert {answer.status for answer in answers} == {201}
    bets = organizer.all(f"/v1/events/{event}/bets")
    assert sorted(bet["id"] for bet in bets) == sorted(answer.json["id"] for answer in answers)
    wait_until_complete(platform, admin)
    with sqlite3.connect(f"file:{platform.home}/data/{service}.db?mode=ro", uri=True) as database:
        rows = database.execute(
            "SELECT CAST(body AS TEXT) FROM runtime_events WHERE CAST(body AS TEXT) LIKE '%runtime.service-started%' "
            "ORDER BY sequence DESC LIMIT 1").fetchall()
    assert '"after_clean_stop":true' in rows[0][0]


def test_a_second_platform_beside_the_first_knows_nothing_of_it(platform, tcp_platform, admin):
    assert platform.port != tcp_platform.port
    here, there = platform.sign_up("here"), tcp_platform.sign_up("there")
    here.receive(admin, "1.00")
    assert there.wallet() is None
    platform.request("GET", "/v1/me", token=there.token).expect(401, "unauthenticated")
    tcp_platform.request("GET", "/v1/me", token=here.token).expect(401, "unauthenticated")
    tcp_admin = tcp_platform.admin()
    there.receive(tcp_admin, "2.00")
    event, plays = there.make_event(["Ann"], organizer_may_bet=True)
    there.bet(event, plays["Ann"], "2.00").expect(201)
    platform.get(f"/v1/events/{event}").expect(404, "not_found")


def test_up_starts_what_does_not_run_and_leaves_the_rest(platform):
    before = {service: platform.pid(service) for service in SERVICES}
    platform.kill("raffle")
    done = platform.script("up")
    after = {service: platform.pid(service) for service in SERVICES}
    assert after.pop("raffle") != before.pop("raffle") and after == before
    assert "password" not in done.stdout, "there is an admin already"


def test_a_platform_without_settings_makes_a_password_stops_and_finds_all_again():
    own = Platform(CROUPIER_ADMIN_EMAIL="", CROUPIER_ADMIN_PASSWORD="")
    try:
        printed = own.up()
        assert f"{own.url}/v1/openapi.json" in printed
        told = {words[0]: words[1] for line in printed.splitlines() if len(words := line.split()) > 1}
        admin = Person.sign_in(own, told["admin"], told["password"])
        assert "admin" in admin.user["roles"]
        person = own.sign_up("keeper")
        deposit = person.request_deposit("1.00")
        admin.post(f"/v1/deposits/{deposit['id']}/approve", {}).expect(403, "second_factor_required")
        admin.enrol()
        person.receive(admin, "12.34")
        kept = [path for path in own.home.rglob("*") if path.is_file() and told["password"].encode() in path.read_bytes()]
        assert kept == [], "the password lies about"
        own.down()
        assert not any((own.home / "run" / f"{service}.pid").exists() for service in SERVICES)
        with pytest.raises(OSError):
            own.get("/healthz")
        assert "password" not in own.up()
        assert person.wallet()["deposit"] == "12.34"
        own.request("POST", "/v1/sessions", {"login": told["admin"], "password": told["password"]}).expect(
            401, "totp_required")
        again = Person.sign_in(own, told["admin"], told["password"], recovery_code=admin.recovery_codes[0])
        assert again.id == admin.id
    finally:
        own.down()
        own.remove()


def test_the_demo_plays_the_flow(tcp_platform):
    tcp_platform.settings["CROUPIER_ADMIN_TOTP"] = tcp_platform.admin().app.secret
    for _ in range(2):
        done = tcp_platform.script("demo")
        assert "winning 95.00 EUR" in done.stdout and done.stdout.rstrip().endswith("Done.")


def test_every_program_explains_its_settings(platform):
    for service in SERVICES:
        done = subprocess.run([platform.commands[service][0], "--help"], capture_output=True, text=True, timeout=10)
        assert done.returncode == 0 and "--home" in done.stdout and "CROUPIER_HOME" in done.stdout
        wrong = subprocess.run([platform.commands[service][0], "--hom", "x"], capture_output=True, text=True, timeout=10)
        assert wrong.returncode != 0 and "--help" in wrong.stderr
