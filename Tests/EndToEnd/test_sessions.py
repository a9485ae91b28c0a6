"""Sessions: proved by a second factor, renewed, ended, and counted; and whom an address is believed to be."""

import threading
import time
import uuid

from authenticator import STEP, one_time_code, step_of_now


def sign_in(person, address, **proof):
    """As somebody at an address of their own, whom failures there do not shut out elsewhere."""
    body = {"login": person.email, "password": person.password, **proof}
    return person.platform.request("POST", "/v1/sessions", body, headers={"X-Forwarded-For": address})


def test_a_code_is_good_once_and_for_its_step_and_the_two_beside_it(platform):
    person = platform.sign_up()
    person.enrol()
    sign_in(person, "10.3.0.1").expect(401, "totp_required")
    # The step after next, so that the one before it is unused.
    time.sleep((person.app.last + 2) * STEP + 0.5 - time.time())
    now = step_of_now()

    def attempt(step):
        return sign_in(person, "10.3.0.1", totp=one_time_code(person.app.secret, step))

    attempt(now - 2).expect(401, "invalid_credentials")
    attempt(now + 2).expect(401, "invalid_credentials")
    for step in (now - 1, now, now + 1):
        attempt(step).expect(201)
        attempt(step).expect(401, "invalid_credentials")
    attempt(now).expect(401, "invalid_credentials")


def test_a_recovery_code_is_good_once(platform):
    person = platform.sign_up()
    person.enrol()
    first, second = person.recovery_codes[:2]
    sign_in(person, "10.3.0.2", recovery_code=first).expect(201)
    sign_in(person, "10.3.0.2", recovery_code=first).expect(401, "invalid_credentials")
    sign_in(person, "10.3.0.2", recovery_code=second.replace("-", "").lower()).expect(201)


def test_a_refresh_token_used_twice_ends_the_session(platform):
    person = platform.sign_up()
    opened = sign_in(person, "10.3.0.3").expect(201)

    def refresh(session, key=None):
        body = {"refresh_token": session["refresh_token"]}
        return platform.request("POST", "/v1/sessions/refresh", body, key=key)

    key = uuid.uuid4().hex
    renewed = refresh(opened, key)
    renewed.expect(200)
    assert refresh(opened, key).body == renewed.body, "who lost the answer gets it again"
    platform.request("GET", "/v1/me", token=opened["token"]).expect(401, "unauthenticated")
    platform.request("GET", "/v1/me", token=renewed.json["token"]).expect(200)
    refresh(opened).expect(401, "refresh_token_reused")
    platform.request("GET", "/v1/me", token=renewed.json["token"]).expect(401, "unauthenticated")
    refresh(renewed.json).expect(401, "invalid_refresh_token")
    person.get("/v1/me").expect(200)


def test_a_revoked_session_is_refused_from_the_answer_on_whoever_asks(platform):
    person = platform.sign_up()
    other = person.again()
    [session] = [each["id"] for each in person.get("/v1/sessions").expect(200)["items"] if not each["current"]]
    seen, stop = [], threading.Event()

    def look():
        while not stop.is_set():
            seen.append((time.monotonic(), other.get("/v1/me").status))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        time.sleep(0.2)
        assert person.delete(f"/v1/sessions/{session}").status == 200
        answered = time.monotonic()
        other.get("/v1/me").expect(401, "unauthenticated")
        time.sleep(0.2)
    finally:
        stop.set()
        watcher.join()
    assert seen[0][1] == 200
    late = [began - answered for began, status in seen if began > answered and status != 401]
    assert late == [], "seconds after the answer"
    assert seen[-1][1] == 401
    person.get("/v1/me").expect(200)


def test_a_sixth_session_ends_the_oldest(platform):
    first = platform.sign_up()
    rest = [first.again() for _ in range(4)]
    first.get("/v1/me").expect(200)
    rest.append(first.again())
    first.get("/v1/me").expect(401, "unauthenticated")
    for session in rest:
        session.get("/v1/me").expect(200)
    assert len(rest[0].get("/v1/sessions").expect(200)["items"]) == 5


def test_one_session_is_read_by_its_id_or_as_the_one_that_asks(platform):
    person = platform.sign_up()
    made = person.platform.request("POST", "/v1/sessions", {"login": person.email, "password": person.password})
    session = made.expect(201)
    token = session["token"]
    place = made.headers["Location"]
    assert place == f"/v1/sessions/{session['session_id']}"
    assert platform.request("GET", place, token=token).expect(200)["current"] is True
    assert platform.request("GET", "/v1/sessions/current", token=token).expect(200)["id"] == session["session_id"]
    assert person.get(place).expect(200)["current"] is False
    platform.sign_up().get(place).expect(404, "not_found")


def test_an_address_is_believed_of_a_trusted_proxy_and_of_nobody_else(platform, tcp_platform):
    for each, believed in ((platform, "203.0.113.7"), (tcp_platform, "127.0.0.1")):
        person = each.sign_up()
        token = sign_in(person, "198.51.100.1, 203.0.113.7").expect(201)["token"]
        sessions = each.request("GET", "/v1/sessions", token=token).expect(200)["items"]
        assert [session["address"] for session in sessions if session["current"]] == [believed]


def test_ten_wrong_passwords_shut_an_address_out_and_five_an_account(platform):
    person, address = platform.sign_up(), "10.3.1.1"
    for number in range(10):
        body = {"login": f"nobody.{number}@example.com", "password": "not a password of anybody"}
        platform.request("POST", "/v1/sessions", body, headers={"X-Forwarded-For": address}).expect(
            401, "invalid_credentials")
    sign_in(person, address).expect(429, "too_many_attempts")
    sign_in(person, "10.3.1.2").expect(201)
    for _ in range(5):
        body = {"login": person.email, "password": "not the password"}
        platform.request("POST", "/v1/sessions", body, headers={"X-Forwarded-For": "10.3.1.3"}).expect(
            401, "invalid_credentials")
    sign_in(person, "10.3.1.4").expect(429, "too_many_attempts")
    # Not where the owner has signed in before: nobody elsewhere can keep them out of there.
    sign_in(person, "10.3.1.2").expect(201)
    person.get("/v1/me").expect(200)
