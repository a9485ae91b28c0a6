"""One bet from sign-up to audited payout, with exact figures at every step."""

import pytest


def money(amount, currency="EUR"):
    return {"amount": amount, "currency": currency}


def purse(deposit, winning="0.00", held="0.00", available=None):
    return {
        "deposit": deposit, "winning": winning, "bonus": "0.00", "held": held, "available": available or deposit,
        "withdrawable": winning,
    }


@pytest.fixture(scope="module")
def people(platform, admin):
    """Olga organizes; Alice, Bob and Carol bet with 25, 50 and 20 euro; Dave has nothing."""
    people = {name: platform.sign_up(name) for name in ("olga", "alice", "bob", "carol", "dave")}
    people["alice"].receive(admin, "25.00")
    bobs = people["bob"].request_deposit("60.00")
    assert (bobs["status"], bobs["amount"]) == ("pending", money("60.00"))
    approval = {"amount": money("50.00"), "note": "the bank kept the rest"}
    approved = admin.post(f"/v1/deposits/{bobs['id']}/approve", approval).expect(200)
    assert (approved["status"], approved["credited"]) == ("approved", money("50.00"))
    admin.post(f"/v1/deposits/{bobs['id']}/approve", approval).expect(409, "deposit_not_pending")
    people["carol"].receive(admin, "20.00")
    return people


@pytest.fixture(scope="module")
def played(people):
    """Three events: a winner with takeout and a unit to share out, a dead heat, and a winner whom nobody backed."""
    olga, alice, bob, carol = (people[name] for name in ("olga", "alice", "bob", "carol"))
    bets = []

    def bet(person, event, play, amount):
        placed = person.bet(event, play, amount)
        bets.append((person, placed.expect(201)))
        assert placed.headers["Location"] == f"/v1/bets/{placed.json['id']}"

    first, plays = olga.make_event(["Ann", "Ben", "Cid"], takeout="5", name="With takeout")
    bet(alice, first, plays["Ann"], "10.00")
    bet(bob, first, plays["Ann"], "20.00")
    bet(carol, first, plays["Ben"], "3.30")
    pools = {"olga": olga.get(f"/v1/events/{first}/pool").expect(200),
             "nobody": olga.platform.get(f"/v1/events/{first}/pool").expect(200)}
    wallets = {"during the first": {person: people[person].settled_wallet() for person in ("alice", "bob", "carol")}}
    ends = {"first": olga.settle(first, {plays["Ann"]: 3, plays["Ben"]: 1})}
    wallets["after the first"] = {person: people[person].settled_wallet() for person in ("alice", "bob", "carol")}

    second, plays2 = olga.make_event(["Ben", "Ann", "Cid"], name="Dead heat")
    bet(bob, second, plays2["Ben"], "10.00")
    bet(carol, second, plays2["Ben"], "10.00")
    bet(alice, second, plays2["Ann"], "10.00")
    bet(carol, second, plays2["Cid"], "0.01")
    ends["second"] = olga.settle(second, {plays2["Ben"]: 7, plays2["Ann"]: 7, plays2["Cid"]: -2})
    wallets["after the second"] = {person: people[person].settled_wallet() for person in ("alice", "bob", "carol")}

    third, plays3 = olga.make_event(["Ann", "Ben"], takeout="12.5", name="Nobody backed the winner")
    bet(alice, third, plays3["Ann"], "10.00")
    wallets["during the third"] = {"alice": alice.settled_wallet()}
    ends["third"] = olga.settle(third, {plays3["Ann"]: 0, plays3["Ben"]: 1})
    wallets["after the third"] = {person: people[person].settled_wallet() for person in ("alice", "bob", "carol")}
    return {
        "events": {"first": first, "second": second, "third": third}, "plays": plays, "plays2": plays2, "pools": pools,
        "wallets": wallets, "ends": ends, "bets": bets,
    }


def test_who_signs_up_can_sign_in_and_is_told_who_they_are(platform):
    body = {"email": "Grace@Example.com", "password": "nine thousand bugs", "username": "grace_h",
            "display_name": "Grace", "birth_date": "1986-12-09", "country": "IE"}
    made = platform.request("POST", "/v1/users", body)
    user = made.expect(201)
    assert made.headers["Location"] == f"/v1/users/{user['id']}"
    for login in ("grace@example.com", "GRACE_H"):
        session = platform.request("POST", "/v1/sessions", {"login": login, "password": body["password"]}).expect(201)
        me = platform.request("GET", "/v1/me", token=session["token"]).expect(200)
        assert me == session["user"] == user
    assert (me["email"], me["username"], me["state"], me["roles"]) == (
        "Grace@Example.com", "grace_h", "pending_verification", ["player"])
    assert "password" not in made.body.decode()


def test_the_currencies_are_there_from_the_start(platform):
    currencies = platform.get("/v1/currencies").expect(200)
    scales = {item["code"]: item["scale"] for item in currencies["items"]}
    # Others may have been added since.
    assert scales.items() >= {"EUR": 2, "GBP": 2, "POINTS": 0, "USD": 2, "USDT": 8}.items()
    assert currencies["next"] is None


def test_eight_decimals_and_none_are_kept_exactly(platform, admin):
    person = platform.sign_up("exact")
    person.receive(admin, "0.00000001", "USDT")
    person.receive(admin, "92000000000.99999998", "USDT")
    person.receive(admin, "9007199254740993", "POINTS")
    assert person.wallet("USDT")["deposit"] == "92000000000.99999999"
    assert person.wallet("POINTS")["deposit"] == "9007199254740993"


def test_the_pool_is_shown_to_its_organizer_by_name_and_to_others_without(people, played):
    plays, seen = played["plays"], played["pools"]["olga"]
    alice, bob, carol = (people[name].id for name in ("alice", "bob", "carol"))
    assert seen["pool"] == money("33.30")
    assert {line["play_id"]: line["amount"]["amount"] for line in seen["bets_on"]} == {
        plays["Ann"]: "30.00", plays["Ben"]: "3.30", plays["Cid"]: "0.00"}
    assert {(line["play_id"], line["gambler"]): line["amount"]["amount"] for line in seen["bets_on_by"]} == {
        (plays["Ann"], alice): "10.00", (plays["Ann"], bob): "20.00", (plays["Ben"], carol): "3.30"}
    assert {(line["play_id"], line["gambler"]): line["share"] for line in seen["shares"]} == {
        (plays["Ann"], alice): "0.333333", (plays["Ann"], bob): "0.666666", (plays["Ben"], carol): "1.000000"}
    # 5 % of 33.30 is 1.665, to the even cent 1.66: 31.64 would go to whoever is right.
    assert {line["play_id"]: line.get("dividend") for line in seen["projected"]} == {
        plays["Ann"]: "1.0546", plays["Ben"]: "9.5878", plays["Cid"]: None}
    stranger = played["pools"]["nobody"]
    assert (stranger["pool"], stranger["bets_on"]) == (seen["pool"], seen["bets_on"])
    names = {line["gambler"] for line in stranger["bets_on_by"]}
    assert len(names) == 3 and not names & {alice, bob, carol}


def test_a_stake_leaves_the_wallet_when_the_bet_is_accepted(played):
    during = played["wallets"]["during the first"]
    assert during == {"alice": purse("15.00"), "bob": purse("30.00"), "carol": purse("16.70")}


def test_winnings_are_the_pool_without_takeout_to_the_unit_by_largest_remainder(people, played):
    # 31.64 over 10 and 20: 10.54⅔ and 21.09⅓, so the cent left over is Alice's.
    after = played["wallets"]["after the first"]
    assert after == {
        "alice": purse("15.00", "10.55", available="25.55"), "bob": purse("30.00", "21.09", available="51.09"),
        "carol": purse("16.70")}
    end = played["ends"]["first"]
    assert (end["status"], end["winner"], end["pool"]) == ("finished", played["plays"]["Ann"], money("33.30"))
    listed = people["olga"].all(f"/v1/events/{end['id']}/winnings")
    figures = {line["gambler"]: [line[name]["amount"] for name in ("staked", "winnings", "refunded")] for line in listed}
    assert figures == {
        people["alice"].id: ["10.00", "10.55", "0.00"], people["bob"].id: ["20.00", "21.09", "0.00"],
        people["carol"].id: ["3.30", "0.00", "0.00"]}


def test_a_dead_heat_splits_the_pool_in_equal_parts(played):
    # 30.01 in two: 15.01 for Ben's backers, Bob before Carol, and 15.00 for Ann's.
    after = played["wallets"]["after the second"]
    assert after == {
        "alice": purse("5.00", "25.55", available="30.55"), "bob": purse("20.00", "28.60", available="48.60"),
        "carol": purse("6.69", "7.50", available="14.19")}
    end = played["ends"]["second"]
    assert sorted(end["winners"]) == sorted([played["plays2"]["Ben"], played["plays2"]["Ann"]])
    assert end.get("winner") is None


def test_stakes_on_an_event_whose_winner_nobody_backed_go_back_to_where_they_came_from(people, played):
    # 10.00 came from 5.00 of deposit and 5.00 of winning.
    assert played["wallets"]["during the third"]["alice"] == purse("0.00", "20.55", available="20.55")
    after = played["wallets"]["after the third"]
    assert after == played["wallets"]["after the second"]
    listed = people["olga"].all(f"/v1/events/{played['events']['third']}/winnings")
    assert [(line["winnings"], line["refunded"]) for line in listed] == [(money("0.00"), money("10.00"))]


def test_each_bet_tells_how_it_ended(people, played):
    ends = [person.get(f"/v1/bets/{bet['id']}").expect(200) for person, bet in played["bets"]]
    figures = [(bet["status"], bet["stake"]["amount"], bet.get("payout", money("0.00"))["amount"]) for bet in ends]
    assert figures == [
        ("won", "10.00", "10.55"), ("won", "20.00", "21.09"), ("lost", "3.30", "0.00"), ("won", "10.00", "7.51"),
        ("won", "10.00", "7.50"), ("won", "10.00", "15.00"), ("lost", "0.01", "0.00"), ("refunded", "10.00", "10.00")]
    carols = [bet["id"] for bet in people["carol"].all("/v1/bets")]
    assert carols == [bet["id"] for person, bet in reversed(played["bets"]) if person is people["carol"]]


def test_a_cancelled_event_gives_every_stake_back(platform, admin):
    person = platform.sign_up("cancelled")
    person.receive(admin, "5.00")
    event, plays = person.make_event(["Ann"], takeout="5", organizer_may_bet=True)
    person.bet(event, plays["Ann"], "5.00").expect(201)
    assert person.settled_wallet() == purse("0.00")
    assert person.post(f"/v1/events/{event}/cancel").expect(202)["status"] == "cancelling"
    assert person.finished(event)["status"] == "cancelled"
    assert person.settled_wallet() == purse("5.00")
    person.post(f"/v1/events/{event}/finish").expect(409, "wrong_state")


def test_too_little_money_is_refused_and_leaves_nothing_behind(people, admin, platform, played):
    olga, dave = people["olga"], people["dave"]
    event, plays = olga.make_event(["Ann", "Ben"])
    dave.receive(admin, "4.99")
    before = (dave.wallet(), dave.all("/v1/bets"), dave.all("/v1/wallet/transactions"),
              olga.get(f"/v1/events/{event}/pool").body)
    refused = dave.bet(event, plays["Ann"], "5.00").expect(422, "insufficient_funds")
    assert [error["pointer"] for error in refused["errors"]] == ["/stake/amount"]
    assert dave.wallet() == purse("4.99"), "nothing is even held"
    assert before == (dave.wallet(), dave.all("/v1/bets"), dave.all("/v1/wallet/transactions"),
                      olga.get(f"/v1/events/{event}/pool").body)
    dave.bet(event, plays["Ann"], "4.99").expect(201)
    assert dave.settled_wallet() == purse("0.00")


def test_nobody_can_bet_once_an_event_has_started(people, admin, platform, played):
    olga, dave = people["olga"], platform.sign_up("late")
    dave.receive(admin, "1.00")
    event, plays = olga.make_event(["Ann"])
    olga.post(f"/v1/events/{event}/start").expect(200)
    assert dave.bet(event, plays["Ann"], "1.00").status == 409
    assert dave.wallet() == purse("1.00")


def test_what_was_paid_in_is_what_is_there_and_what_the_house_kept(people, played):
    after = played["wallets"]["after the third"]
    cents = sum(int(after[name]["available"].replace(".", "")) for name in after)
    assert cents == 9500 - 166


def test_a_raffle_draft_can_be_made_and_read(platform, admin, people):
    draft = {"name": "Club raffle", "currency": "EUR", "max_tickets": 500, "jackpot_seed": money("100.00")}
    people["alice"].post("/v1/raffles", draft).expect(403, "forbidden")
    made = admin.post("/v1/raffles", draft)
    raffle = made.expect(201)
    assert made.headers["Location"] == f"/v1/raffles/{raffle['id']}"
    assert (raffle["state"], raffle["max_tickets"], raffle["jackpot_seed"]) == ("created", 500, money("100.00"))
    assert admin.get(f"/v1/raffles/{raffle['id']}").expect(200) == raffle


PATHS = {
    "/healthz": "get", "/readyz": "get", "/v1/platform": "get", "/v1/users": "post", "/v1/sessions": "get post",
    "/v1/me": "get", "/v1/currencies": "get", "/v1/wallet": "get", "/v1/deposits": "get post",
    "/v1/deposits/{deposit_id}/approve": "post", "/v1/events": "get post", "/v1/events/{event_id}/plays": "get post",
    "/v1/events/{event_id}/open": "post", "/v1/events/{event_id}/start": "post",
    "/v1/events/{event_id}/finish": "post", "/v1/events/{event_id}/bets": "get post",
    "/v1/events/{event_id}/pool": "get", "/v1/events/{event_id}/winnings": "get",
    "/v1/events/{event_id}/plays/{play_id}/score": "put", "/v1/bets": "get", "/v1/raffles": "get post",
    "/v1/raffles/{raffle_id}": "get", "/v1/audit/events": "get", "/v1/audit/sources": "get",
    "/v1/operations/{id}": "get", "/v1/operations/{id}/fence": "post",
}


def test_the_documents_list_all_of_it(platform):
    document = platform.get("/v1/openapi.json").expect(200)
    assert document["openapi"].startswith("3.1")
    missing = [f"{method} {path}" for path, methods in PATHS.items() for method in methods.split()
               if method not in document["paths"].get(path, {})]
    assert missing == []
    bet = document["paths"]["/v1/events/{event_id}/bets"]["post"]
    assert {"201", "401", "409", "422", "503"} <= bet["responses"].keys()
    assert bet["requestBody"]["content"]["application/json"]["example"]
    events = platform.get("/v1/asyncapi.json").expect(200)
    assert "betting.bet-placed" in events["components"]["messages"]
    page = platform.get("/docs")
    assert page.status == 200 and b"/v1/events/{event_id}/bets" in page.body
