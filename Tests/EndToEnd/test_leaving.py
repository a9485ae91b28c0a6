"""People move to another address, look at all that is kept of them, and leave with their money accounted for."""

import uuid

from platform_under_test import Person, eventually
from test_people import mailed, new_address

TAKEN = {"X-Forwarded-For": "10.2.3.1"}


def test_an_address_is_changed_with_the_password_and_the_mail_of_the_new_one(platform, admin):
    person, new = platform.sign_up("mover"), new_address("moved")
    old = person.email

    def ask(email, **proof):
        return person.post("/v1/me/email", {"email": email, **proof})

    def confirm(token):
        return person.post("/v1/me/email/confirm", {"token": token})

    ask(new).expect(422, "invalid_request")
    ask(new, password="not the password").expect(422, "wrong_password")
    ask(platform.sign_up().email.upper(), password=person.password).expect(409, "email_taken")
    ask(new_address(), password=person.password).expect(202)
    ask(new, password=person.password).expect(202)
    [token] = mailed(admin, new, "email_change")
    assert person.get("/v1/me").expect(200)["email"] == old
    platform.sign_up().post("/v1/me/email/confirm", {"token": token}).expect(422, "invalid_token")
    me = confirm(token).expect(200)
    assert (me["email"], me["email_verified"], me["state"]) == (new, True, "active")
    confirm(token).expect(422, "invalid_token")
    news = [mail["kind"] for mail in admin.all("/v1/notifications") if mail["recipient"] == old]
    assert news[-1] == "email_changed"
    [found] = admin.get(f"/v1/users?email={new}").expect(200)["items"]
    assert found["id"] == person.id and admin.get(f"/v1/users?email={old}").expect(200)["items"] == []
    Person.sign_in(platform, new, person.password)
    gone = {"login": old, "password": person.password}
    platform.request("POST", "/v1/sessions", gone, headers=TAKEN).expect(401, "invalid_credentials")


def test_an_export_says_of_each_list_whether_it_is_whole(platform):
    person = platform.sign_up()
    person.again()
    export = person.get("/v1/me/export").expect(200)
    assert [part["list"] for part in export["lists"]] == ["roles", "sessions", "api_keys", "chats", "sign_ins"]
    assert all(part == {"list": part["list"], "complete": True} for part in export["lists"])
    assert person.all("/v1/me/sessions") == export["sessions"] and len(export["sessions"]) == 2
    assert person.all("/v1/me/sign-ins") == export["sign_ins"]
    [newest] = person.get("/v1/me/sessions?limit=1").expect(200)["items"]
    assert newest == export["sessions"][0]


def test_nobody_leaves_money_behind_without_saying_so(platform, admin):
    person = platform.sign_up("leaver")
    pending = person.request_deposit("5.00")
    person.delete("/v1/me?abandon_balance=true").expect(409, "requests_pending")
    admin.post(f"/v1/deposits/{pending['id']}/approve", {}).expect(200)
    answer = person.delete("/v1/me")
    answer.expect(409, "wallet_not_empty")
    assert "deposit 5.00 EUR" in answer.json["detail"]
    person.delete("/v1/me?abandon_balance=perhaps").expect(422, "invalid_request")
    # Nothing was changed by that.
    assert person.get("/v1/me").expect(200)["state"] == "pending_verification"
    person.receive(admin, "1.00")
    person.delete("/v1/me?abandon_balance=true").expect(200)
    person.get("/v1/me").expect(401, "unauthenticated")
    login = {"login": person.email, "password": person.password}
    platform.request("POST", "/v1/sessions", login, headers=TAKEN).expect(403, "account_not_active")
    left = admin.get(f"/v1/users/{person.id}").expect(200)
    assert left["state"] == "disabled" and "deleted_at" in left
    [change] = admin.get(f"/v1/users/{person.id}/state-changes").expect(200)["items"]
    assert (change["after"], change["reason"], change["actor"]) == ("disabled", "left the platform", person.actor)


def test_a_bet_that_is_under_way_is_paid_to_one_who_has_left(platform, admin):
    organizer, leaver, other = (platform.sign_up(name) for name in ("organizer", "leaver", "other"))
    for person in (leaver, other):
        person.receive(admin, "10.00")
    event, plays = organizer.make_event(["Ann", "Ben"])
    leaver.bet(event, plays["Ann"], "10.00").expect(201)
    other.bet(event, plays["Ben"], "10.00").expect(201)
    leaver.settled_wallet()
    leaver.delete("/v1/me").expect(200)
    organizer.settle(event, {plays["Ann"]: 2, plays["Ben"]: 1})
    winnings = organizer.get(f"/v1/events/{event}/winnings").expect(200)
    assert "20.00" in str(winnings)


def test_a_reason_is_for_admins_and_an_event_tells_only_that_there_was_one(platform, admin):
    person, secret = platform.sign_up(), f"seen on the list {uuid.uuid4().hex}"
    admin.post(f"/v1/users/{person.id}/freeze", {"reason": secret}).expect(200)
    [change] = admin.all(f"/v1/users/{person.id}/state-changes")
    assert (change["after"], change["reason"], change["actor"]) == ("frozen", secret, admin.actor)

    def logged():
        items = admin.get(f"/v1/audit/events?action=identity.user-state-changed&entity_id={person.id}")
        return items.expect(200)["items"] or None

    told = str(eventually(logged, "the audit log has it"))
    assert secret not in told and "an admin gave a reason" in told and admin.actor in told


def test_an_invitations_bonus_is_one_that_the_wallet_can_pay(platform, admin):
    def invite(amount, currency):
        bonus = {"amount": amount, "currency": currency}
        return admin.post("/v1/invitations", {"max_uses": 5, "bonus": bonus, "expires_at": "2099-01-01T00:00:00Z"})

    invite("1.00", "NOSUCH").expect(422, "unknown_currency")
    answer = invite("1.001", "EUR")
    answer.expect(422, "invalid_request")
    assert [error["pointer"] for error in answer.json["errors"]] == ["/bonus/amount"]
    made = invite("1.00", "EUR")
    code = made.expect(201)["code"]
    assert made.headers["Location"] == f"/v1/invitations/{code}"
    changed = admin.platform.request("PATCH", f"/v1/invitations/{code}", {"expires_at": None}, token=admin.token)
    assert "expires_at" not in changed.expect(200)
    refused = admin.platform.request("PATCH", f"/v1/invitations/{code}", {"max_uses": None}, token=admin.token)
    refused.expect(422, "invalid_request")
