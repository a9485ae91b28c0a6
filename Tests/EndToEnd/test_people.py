"""People come in: each address once, by invitation, with a proved address, and back in when the password is forgotten."""

import re
import uuid

from at_once import at_once, definite, outcomes
from platform_under_test import Person, eventually

PASSWORD = "people like long passwords"


def new_address(name="newcomer"):
    return f"{name}.{uuid.uuid4().hex[:12]}@example.com"


def register(platform, email, **more):
    key = uuid.uuid4().hex
    body = {"email": email, "password": PASSWORD, "birth_date": "1990-02-03", **more}
    return definite(lambda: platform.request("POST", "/v1/users", body, key=key, timeout=60))


def mailed(admin, email, kind, count=1):
    """The tokens in the mails of a kind that wait for somebody, the oldest first."""

    def look():
        waiting = [mail for mail in admin.all("/v1/notifications") if (mail["recipient"], mail["kind"]) == (email, kind)]
        return waiting if len(waiting) >= count else None

    mails = eventually(look, f"{count} of {kind} in the outbox")
    return [re.search(r"^[A-Za-z0-9_-]{43}$", mail["text"], re.MULTILINE)[0] for mail in mails]


def test_of_ten_who_sign_up_with_one_address_at_once_one_does(platform):
    email = new_address()
    answers = at_once(10, lambda number: register(platform, email if number % 2 else email.upper()))
    assert outcomes(answers) == {(201, None): 1, (409, "email_taken"): 9}


def test_an_invitation_for_five_lets_five_of_twenty_in_and_pays_each_once(platform, admin):
    bonus = {"amount": "3.00", "currency": "EUR"}
    code = admin.post("/v1/invitations", {"max_uses": 5, "bonus": bonus}).expect(201)["code"]
    emails = [new_address() for _ in range(20)]
    answers = at_once(20, lambda number: register(platform, emails[number], invitation_code=code))
    assert outcomes(answers) == {(201, None): 5, (422, "invalid_invitation"): 15}
    assert admin.get(f"/v1/invitations/{code}").expect(200)["uses"] == 5
    for email, answer in zip(emails, answers):
        if answer.status == 201:
            person = Person.sign_in(platform, email, PASSWORD)
            wallet = eventually(person.wallet, "the bonus has come")
            assert (wallet["bonus"], wallet["available"], wallet["withdrawable"]) == ("3.00", "3.00", "0.00")
        else:
            refused = platform.request(
                "POST", "/v1/sessions", {"login": email, "password": PASSWORD},
                                       headers={"X-Forwarded-For": f"10.2.0.{emails.index(email)}"})
            refused.expect(401, "invalid_credentials")


def test_who_runs_the_platform_invites_and_only_admins_give_bonuses(platform, admin):
    operator = platform.sign_up("operator")
    admin.post(f"/v1/users/{operator.id}/roles", {"role": "operator"}).expect(200)
    operator.post("/v1/invitations", {"max_uses": 5}).expect(201)
    bonus = {"amount": "3.00", "currency": "EUR"}
    operator.post("/v1/invitations", {"max_uses": 5, "bonus": bonus}).expect(403, "forbidden")
    code = admin.post("/v1/invitations", {"max_uses": 5, "bonus": bonus}).expect(201)["code"]
    more = platform.request("PATCH", f"/v1/invitations/{code}", {"max_uses": 500}, token=operator.token)
    more.expect(403, "forbidden")


def test_an_address_is_proved_by_a_token_once(platform, admin):
    person = platform.sign_up()
    assert person.user["state"] == "pending_verification"
    [token] = mailed(admin, person.email, "email_verification")

    def confirm(text):
        return platform.request("POST", "/v1/email-verifications/confirm", {"token": text})

    confirm(token[:-1] + ("A" if token[-1] != "A" else "E")).expect(422, "invalid_token")
    confirm(token).expect(200)
    confirm(token).expect(422, "invalid_token")
    me = person.get("/v1/me").expect(200)
    assert (me["state"], me["email_verified"]) == ("active", True)
    person.post("/v1/email-verifications", {}).expect(409, "already_verified")


def test_a_forgotten_password_is_replaced_once_and_everybody_is_signed_out(platform, admin):
    person = platform.sign_up()
    others = [person.again() for _ in range(2)]

    def ask(email):
        return platform.request("POST", "/v1/password-resets", {"email": email})

    def replace(token, password):
        return platform.request("POST", "/v1/password-resets/confirm", {"token": token, "password": password})

    known, unknown = [ask(email) for email in (person.email, new_address())]
    assert (known.status, known.body) == (unknown.status, unknown.body) == (202, b"{}")
    ask(person.email)
    first, second = mailed(admin, person.email, "password_reset", 2)
    replace(first, "password").expect(422, "password_too_common")
    replace(second, "a password quite different").expect(200)
    # One use is enough for all mails of the kind.
    for token in (first, second):
        replace(token, "and another one altogether").expect(422, "invalid_token")
    for session in [person, *others]:
        session.get("/v1/me").expect(401, "unauthenticated")
    old = {"login": person.email, "password": person.password}
    platform.request("POST", "/v1/sessions", old, headers={"X-Forwarded-For": "10.2.1.1"}).expect(
        401, "invalid_credentials")
    Person.sign_in(platform, person.email, "a password quite different")


def test_a_password_of_a_mebibyte_is_refused(platform):
    for size in (1 << 20, (1 << 20) - 200, 2000):
        body = {"email": new_address(), "password": "x" * size, "birth_date": "1990-02-03"}
        answer = platform.request("POST", "/v1/users", body)
        assert answer.status in (413, 422), answer
        login = {"login": body["email"], "password": body["password"]}
        answer = platform.request("POST", "/v1/sessions", login, headers={"X-Forwarded-For": "10.2.2.1"})
        assert answer.status in (413, 422), answer
