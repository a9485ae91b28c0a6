"""An old session changes no way in before its holder has proved anew who they are; and a lost app is not the end."""

import time

from platform_under_test import Person, eventually


def kinds(admin, person):
    return {mail["kind"] for mail in admin.all("/v1/notifications") if mail["recipient"] == person.email}


def test_an_old_session_changes_no_way_in_before_a_proof(tcp_platform):
    person = tcp_platform.sign_up()
    signed_in = time.monotonic()
    key = {"name": "Nightly", "scopes": ["wallet:read"]}
    person.post("/v1/api-keys", key).expect(201)
    person.enrol()
    person.post("/v1/me/recovery-codes", {}).expect(200)
    time.sleep(max(0, 61 - (time.monotonic() - signed_in)))
    person.post("/v1/api-keys", key).expect(403, "proof_required")
    person.put("/v1/me/chats/telegram", {"chat_id": person.id}).expect(403, "proof_required")
    person.post("/v1/me/recovery-codes", {}).expect(403, "proof_required")
    assert person.delete("/v1/me/totp").code == "proof_required"
    # What is no way in goes on.
    person.get("/v1/me").expect(200)
    proof = "/v1/sessions/current/proof"
    person.post(proof, {"password": person.password}).expect(422, "invalid_request")
    person.post(proof, {"code": "000000"}).expect(422, "wrong_code")
    assert person.post(proof, {"code": person.app.code()}).expect(200)["proof_ends_at"]
    person.post("/v1/api-keys", key).expect(201)
    assert person.delete("/v1/me/totp").status == 200


def test_a_proof_is_given_with_the_password_where_there_is_no_app(platform):
    person = platform.sign_up()
    person.post("/v1/sessions/current/proof", {"password": "not the password"}).expect(422, "wrong_password")
    person.post("/v1/sessions/current/proof", {"code": "123456"}).expect(422, "invalid_request")
    person.post("/v1/sessions/current/proof", {"password": person.password}).expect(200)


def test_recovery_codes_are_counted_and_renewed_and_mail_tells_of_it(platform, admin):
    person = platform.sign_up()
    assert "recovery_codes_left" not in person.get("/v1/me").expect(200)
    person.post("/v1/me/recovery-codes", {}).expect(409, "not_enrolled")
    person.enrol()
    assert person.get("/v1/me").expect(200)["recovery_codes_left"] == 10
    old = person.recovery_codes
    Person.sign_in(platform, person.email, person.password, recovery_code=old[0])
    assert person.get("/v1/me").expect(200)["recovery_codes_left"] == 9
    new = person.post("/v1/me/recovery-codes", {}).expect(200)["recovery_codes"]
    assert len(new) == 10 and not set(new) & set(old)
    body = {"login": person.email, "password": person.password, "recovery_code": old[1]}
    platform.request("POST", "/v1/sessions", body, headers={"X-Forwarded-For": "10.6.0.1"}).expect(
        401, "invalid_credentials")
    Person.sign_in(platform, person.email, person.password, recovery_code=new[0])
    told = {"totp_enrolled", "recovery_code_used", "recovery_codes_renewed"}
    eventually(lambda: told <= kinds(admin, person), "mails tell of it")


def test_an_admin_takes_a_lost_app_from_an_account(platform, admin):
    person = platform.sign_up()
    person.enrol()
    reset = f"/v1/users/{person.id}/reset-totp"
    person.post(reset, {"reason": "I say so"}).expect(403, "forbidden")
    admin.post(f"/v1/users/{admin.id}/reset-totp", {"reason": "mine"}).expect(403, "own_account")
    admin.post(reset, {}).expect(422, "invalid_request")
    assert admin.post(reset, {"reason": "showed a passport"}).expect(200)["has_totp"] is False
    person.get("/v1/me").expect(401, "unauthenticated")
    again = Person.sign_in(platform, person.email, person.password)
    assert again.user["has_totp"] is False
    admin.post(reset, {"reason": "showed a passport"}).expect(409, "not_enrolled")
    eventually(lambda: "totp_reset" in kinds(admin, person), "a mail tells of it")
