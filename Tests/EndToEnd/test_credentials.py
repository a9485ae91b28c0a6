"""What acts for people beside their sessions: API keys, devices, and bots for linked chats. Each within its bounds."""

import uuid

import pytest

from platform_under_test import eventually


def ask(platform, token, method, path, body=None):
    return platform.request(method, path, body, token=token)


@pytest.fixture
def player(platform, admin):
    person = platform.sign_up()
    person.receive(admin, "10.00")
    return person


def test_an_api_key_does_what_its_scopes_say_until_it_is_revoked(platform, player):
    made = player.post("/v1/api-keys", {"name": "Nightly", "scopes": ["wallet:read"]}).expect(201)
    key, deposit = made["key"], {"amount": {"amount": "1.00", "currency": "EUR"}, "tx_hash": "0x1", "chain": "bank"}
    assert ask(platform, key, "GET", "/v1/wallet").expect(200)["items"][0]["available"]["amount"] == "10.00"
    ask(platform, key, "POST", "/v1/deposits", deposit).expect(403, "forbidden")
    ask(platform, key, "GET", "/v1/me").expect(403, "forbidden")
    ask(platform, key, "GET", "/v1/bets").expect(403, "forbidden")
    # Whatever its scopes, a key makes no key, ends no session and changes no password.
    ask(platform, key, "POST", "/v1/api-keys", {"name": "Child", "scopes": ["wallet:read"]}).expect(403, "forbidden")
    ask(platform, key, "DELETE", "/v1/sessions").expect(403, "forbidden")
    player.post("/v1/api-keys", {"name": "Bot", "scopes": ["chat-sessions"]}).expect(403, "scope_not_allowed")
    # A scope gives no role.
    other = player.post("/v1/api-keys", {"name": "Mailer", "scopes": ["notifications"]}).expect(201)
    ask(platform, other["key"], "GET", "/v1/notifications").expect(403, "forbidden")
    assert player.delete(f"/v1/api-keys/{other['id']}").status == 200
    player.post("/v1/api-keys", {"name": "Unknown", "scopes": ["everything"]}).expect(422, "invalid_request")
    [listed] = player.get("/v1/api-keys").expect(200)["items"]
    assert listed["id"] == made["id"] and "key" not in listed
    assert player.get(f"/v1/api-keys/{made['id']}").expect(200).items() <= listed.items()
    assert player.delete(f"/v1/api-keys/{made['id']}").status == 200
    ask(platform, key, "GET", "/v1/wallet").expect(401, "unauthenticated")


def test_a_device_has_a_credential_of_its_own(platform, admin, player):
    device = {"name": "Counter 3", "organization_id": str(uuid.uuid4()), "external_id": "unit-3"}
    player.post("/v1/devices", device).expect(403, "forbidden")
    made = admin.post("/v1/devices", {**device, "scopes": ["raffle:read"]}).expect(201)
    read = admin.get(f"/v1/devices/{made['id']}").expect(200)
    assert {**read, "credential": made["credential"]} == made
    player.get(f"/v1/devices/{made['id']}").expect(403, "forbidden")
    admin.post("/v1/devices", device).expect(409, "external_id_taken")
    admin.post("/v1/devices", {"name": "Bot", "scopes": ["chat-sessions"]}).expect(403, "scope_not_allowed")
    ask(platform, made["credential"], "GET", "/v1/wallet").expect(403, "forbidden")
    player.delete(f"/v1/devices/{made['id']}").expect(403, "forbidden")
    assert admin.delete(f"/v1/devices/{made['id']}").status == 200
    ask(platform, made["credential"], "GET", "/v1/wallet").expect(401, "unauthenticated")
    # What works no more takes no name.
    admin.post("/v1/devices", device).expect(201)


def test_an_organizations_admin_gives_roles_and_enrols_devices_there_only(platform, admin, player):
    organization, elsewhere = str(uuid.uuid4()), str(uuid.uuid4())
    keeper = platform.sign_up("keeper")
    admin.post(f"/v1/users/{keeper.id}/roles", {"role": "admin", "organization_id": organization}).expect(200)
    seller = {"role": "seller", "organization_id": organization}
    keeper.post(f"/v1/users/{player.id}/roles", seller).expect(403, "second_factor_required")
    keeper.enrol()
    keeper.post(f"/v1/users/{player.id}/roles", seller).expect(200)
    for refused in ({"role": "seller", "organization_id": elsewhere}, {"role": "operator"},
                    {"role": "admin", "organization_id": organization}):
        keeper.post(f"/v1/users/{player.id}/roles", refused).expect(403, "forbidden")
    keeper.post("/v1/devices", {"name": "Here", "organization_id": organization}).expect(201)
    keeper.post("/v1/devices", {"name": "There", "organization_id": elsewhere}).expect(403, "forbidden")
    keeper.delete(f"/v1/users/{player.id}/roles/seller?organization_id={organization}").expect(200)
    keeper.delete(f"/v1/users/{player.id}/roles/seller?organization_id={organization}").expect(404, "not_found")


def test_a_bot_acts_for_a_linked_chat_within_limits(platform, admin, player):
    chat = {"system": "telegram", "chat_id": f"-{uuid.uuid4().int % 10**12}"}
    player.put("/v1/me/chats/telegram", {"chat_id": chat["chat_id"]}).expect(200)
    bot = admin.post("/v1/api-keys", {"name": "Bot", "scopes": ["chat-sessions"]}).expect(201)

    def open_session(chat):
        return ask(platform, bot["key"], "POST", "/v1/sessions/chat", chat)

    open_session({"system": "telegram", "chat_id": "nobodys"}).expect(404, "chat_not_linked")
    player.post("/v1/sessions/chat", chat).expect(403, "forbidden")
    sessions = [open_session(chat).expect(201) for _ in range(2)]
    assert {session["user_id"] for session in sessions} == {player.id}
    token = sessions[0]["token"]
    event, plays = platform.sign_up("organizer").make_event(["Ann"])
    bet = {"play_id": plays["Ann"], "stake": {"amount": "1.00", "currency": "EUR"}}
    ask(platform, token, "POST", f"/v1/events/{event}/bets", bet).expect(201)
    ask(platform, token, "GET", "/v1/wallet").expect(200)
    ask(platform, token, "GET", "/v1/me").expect(403, "forbidden")
    ask(platform, token, "DELETE", "/v1/me").expect(403, "forbidden")
    ask(platform, token, "POST", "/v1/deposits", {
        "amount": bet["stake"], "tx_hash": "0x2", "chain": "bank"}).expect(403, "forbidden")
    # The key's end is the end of what it opened, soon; unlinking ends them at once.
    assert admin.delete(f"/v1/api-keys/{bot['id']}").status == 200
    open_session(chat).expect(401, "unauthenticated")
    for session in sessions:
        eventually(lambda: ask(platform, session["token"], "GET", "/v1/wallet").status == 401, "the session has ended")
    player.get("/v1/wallet").expect(200)


def test_a_chat_is_whose_code_is_given_in_it(platform, admin, player):
    chat = {"system": "telegram", "chat_id": f"-{uuid.uuid4().int % 10**12}"}
    first = platform.sign_up()
    bot = admin.post("/v1/api-keys", {"name": "Bot", "scopes": ["chat-sessions"]}).expect(201)

    def link(person):
        return person.put("/v1/me/chats/telegram", {"chat_id": chat["chat_id"]})

    def told(action, **more):
        body = {"chat_id": chat["chat_id"], **more}
        return ask(platform, bot["key"], "POST", f"/v1/chats/telegram/{action}", body)

    def open_session():
        return ask(platform, bot["key"], "POST", "/v1/sessions/chat", chat)

    claimed = link(first).expect(200)
    assert claimed["confirmed"] is False and len(claimed["link_code"]) == 9
    theirs = open_session().expect(201)
    mine = link(player).expect(200)
    open_session().expect(409, "chat_contested")
    told("confirm", code="AAAA-AAAA").expect(422, "invalid_link_code")
    player.post("/v1/chats/telegram/confirm", {"chat_id": chat["chat_id"], "code": mine["link_code"]}).expect(
        403, "forbidden")
    assert told("confirm", code=mine["link_code"].lower()).expect(200)["user_id"] == player.id
    ask(platform, theirs["token"], "GET", "/v1/wallet").expect(401, "unauthenticated")
    first.get("/v1/me/chats/telegram").expect(404, "not_found")
    link(first).expect(409, "chat_taken")
    assert player.get("/v1/me/chats/telegram").expect(200)["confirmed"] is True
    token = open_session().expect(201)["token"]
    # Whoever writes there now is somebody else.
    assert told("disown").expect(200) == {"ended": 1}
    ask(platform, token, "GET", "/v1/wallet").expect(401, "unauthenticated")
    open_session().expect(404, "chat_not_linked")
    told("disown").expect(404, "chat_not_linked")
    admin.delete(f"/v1/api-keys/{bot['id']}")


def test_unlinking_a_chat_ends_what_bots_opened_by_it(platform, admin, player):
    chat = {"system": "signal", "chat_id": uuid.uuid4().hex}
    player.put("/v1/me/chats/signal", {"chat_id": chat["chat_id"]}).expect(200)
    bot = admin.post("/v1/api-keys", {"name": "Bot", "scopes": ["chat-sessions"]}).expect(201)
    token = ask(platform, bot["key"], "POST", "/v1/sessions/chat", chat).expect(201)["token"]
    assert player.delete("/v1/me/chats/signal").status == 200
    ask(platform, token, "GET", "/v1/wallet").expect(401, "unauthenticated")
    ask(platform, bot["key"], "POST", "/v1/sessions/chat", chat).expect(404, "chat_not_linked")
    admin.delete(f"/v1/api-keys/{bot['id']}")
