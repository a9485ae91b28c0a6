"""A syndicate's year over HTTP: friends, seasons, the rota, money from wallets and from outside, bets and their results, the board."""

import datetime
import uuid

import pytest

from platform_under_test import eventually


def money(amount, currency="EUR"):
    return {"amount": amount, "currency": currency}


@pytest.fixture
def people(platform, admin):
    people = {name: platform.sign_up(name) for name in ("tess", "bob", "eve")}
    for name in ("tess", "bob"):
        people[name].receive(admin, "100.00")
    return people


@pytest.fixture
def shed(people):
    return Shed(people)


class Shed:
    """A syndicate with an active season that began four weeks ago, kept by Tess; Bob is a user too, Carol a mere name."""

    def __init__(self, people):
        self.tess, self.bob, self.eve = people["tess"], people["bob"], people["eve"]
        answer = self.tess.post("/v1/syndicates", {"name": "The Shed"})
        self.id = answer.expect(201)["id"]
        assert answer.headers["Location"] == f"/v1/syndicates/{self.id}"
        self.start = (datetime.date.today() - datetime.timedelta(days=28)).isoformat()
        season = self.tess.post(
            f"/v1/syndicates/{self.id}/seasons",
            {"name": "2026", "start_date": self.start, "weekly_amount": money("5.00"), "budget_block_weeks": 6,
             "budget_block_amount": money("30.00")}).expect(201)
        assert season["status"] == "draft"
        self.season = f"/v1/seasons/{season['id']}"
        assert self.tess.post(self.season + "/activate", {}).expect(200)["status"] == "active"
        self.players = {}
        for name, person in (("Tess", self.tess), ("Bob", self.bob), ("Carol", None)):
            body = {"name": name, **({"user_id": person.id} if person else {})}
            player = self.tess.post(f"/v1/syndicates/{self.id}/players", body).expect(201)["id"]
            self.tess.post(self.season + "/players", {"player_id": player}).expect(201)
            self.players[name] = player

    def board(self):
        return self.tess.get(self.season + "/board").expect(200)

    def pay_in(self, person, amount, **body):
        return person.post(self.season + "/contributions", {"amount": money(amount), **body})

    def bet(self, stake, **body):
        return self.tess.post(
            self.season + "/bets",
            {"placed_by": self.players["Carol"], "stake": money(stake), "description": "Double", **body})


def patch(person, path, body):
    return person.platform.request("PATCH", path, body, token=person.token)


def balance(person):
    wallet = person.settled_wallet()
    return wallet["deposit"], wallet["winning"]


def test_money_comes_in_is_bet_won_and_paid_out_to_the_cent(shed):
    assert shed.pay_in(shed.tess, "20.00").expect(201)["source"] == "wallet"
    assert shed.pay_in(shed.bob, "10.00").expect(201)["entry_type"] == "contribution"
    assert shed.pay_in(shed.tess, "10.00", player_id=shed.players["Carol"]).expect(201)["source"] == "outside"
    assert balance(shed.bob) == ("90.00", "0.00")
    bet = shed.bet("15.00", odds="5/1", bet_date=shed.start).expect(201)
    assert shed.board()["bank"] == money("25.00")
    result = shed.tess.post(f"/v1/syndicate-bets/{bet['id']}/result", {"status": "won"}).expect(200)
    assert result["winnings"] == money("90.00")
    again = shed.tess.post(f"/v1/syndicate-bets/{bet['id']}/result", {"status": "lost"})
    assert (again.status, again.code) == (409, "already_settled")
    board = shed.board()
    assert board["bank"] == money("115.00") and board["share"] == money("30.00")
    assert board["bets_placed"] == money("15.00") and board["won"] == money("90.00")
    carol = next(line for line in board["players"] if line["name"] == "Carol")
    assert carol["profit_loss"] == money("75.00") and carol["profit_percent"] == "500.00"
    paid = shed.tess.post(
        shed.season + "/payouts", {"player_id": shed.players["Bob"], "amount": money("12.00")}).expect(201)
    assert (paid["amount"], paid["source"]) == (money("-12.00"), "wallet")
    eventually(lambda: balance(shed.bob) == ("100.00", "2.00"), "Bob has his own back and two won")
    ledger = shed.bob.get(shed.season + "/ledger").expect(200)["items"]
    assert [entry["entry_type"] for entry in ledger] == [
        "payout", "winnings", "bet_placed", "contribution", "contribution", "contribution"]


def test_a_wrong_result_is_reversed_and_another_posted(shed):
    shed.pay_in(shed.tess, "20.00").expect(201)
    bet = shed.bet("10.00").expect(201)["id"]
    shed.tess.post(f"/v1/syndicate-bets/{bet}/result", {"status": "won", "winnings": money("30.00")}).expect(200)
    shed.tess.post(f"/v1/syndicate-bets/{bet}/reverse", {"reason": "wrong match"}).expect(200)
    shed.tess.post(f"/v1/syndicate-bets/{bet}/result", {"status": "void"}).expect(200)
    assert shed.board()["bank"] == money("20.00")
    history = shed.tess.get(shed.season + "/history").expect(200)["items"]
    assert history[-1]["bank"] == money("20.00")


def test_the_rota_asks_two_a_week_and_can_be_changed(shed):
    rota = shed.tess.post(shed.season + "/rota", {"weeks": 3}).expect(200)["items"]
    assert [[each["name"] for each in week["assignments"]] for week in rota] == [
        ["Tess", "Bob"], ["Carol", "Tess"], ["Bob", "Carol"]]
    changed = shed.tess.put(
        f"/v1/weeks/{rota[0]['id']}/assignments", {"player_ids": [shed.players["Carol"]]}).expect(200)
    assert [each["name"] for each in changed["assignments"]] == ["Carol"]


def test_a_season_does_not_end_before_what_is_booked_in_it(shed):
    yesterday = (datetime.date.today() - datetime.timedelta(days=2)).isoformat()
    today = shed.pay_in(shed.bob, "1.00").expect(201)
    refused = patch(shed.tess, shed.season, {"end_date": yesterday})
    assert (refused.status, refused.code) == (409, "booked_outside") and today["entry_date"] in refused.json["detail"]


def test_a_frozen_season_takes_neither_bets_nor_contributions_but_pays_out_what_is_there(shed):
    yesterday = (datetime.date.today() - datetime.timedelta(days=2)).isoformat()
    shed.pay_in(shed.tess, "20.00", entry_date=yesterday).expect(201)
    assert patch(shed.tess, shed.season, {"end_date": yesterday}).expect(200)["status"] == "frozen"
    for refused in (shed.bet("1.00"), shed.pay_in(shed.bob, "1.00"), shed.pay_in(shed.tess, "1.00")):
        assert (refused.status, refused.code) == (409, "wrong_state")
    body = {"player_id": shed.players["Tess"], "amount": money("20.00")}
    shed.tess.post(shed.season + "/payouts", body).expect(201)
    assert shed.board()["bank"] == money("0.00")


def test_strangers_see_nothing_but_a_board_that_is_shared(platform, shed):
    assert shed.eve.get(f"/v1/syndicates/{shed.id}").status == 404
    assert shed.eve.get(shed.season + "/board").status == 404
    assert shed.bob.get(shed.season + "/board").status == 200
    assert shed.bet("1.00", odds="5/0").code == "wrong_odds"
    refused = shed.bob.post(f"/v1/syndicates/{shed.id}/players", {"name": "X"})
    assert (refused.status, refused.code) == (403, "forbidden")
    share = shed.tess.post(f"/v1/syndicates/{shed.id}/share", {}).expect(200)
    board = platform.get(share["path"]).expect(200)
    assert [line["name"] for line in board["players"]] == ["player 1", "player 2", "player 3"]
    shed.tess.delete(f"/v1/syndicates/{shed.id}/share").expect(200)
    assert platform.get(share["path"]).status == 404


def test_what_is_created_is_read_at_its_location(shed):
    syndicate = f"/v1/syndicates/{shed.id}"
    player = shed.tess.post(syndicate + "/players", {"name": "Dan"})
    member = shed.tess.post(syndicate + "/members", {"user_id": shed.eve.id})
    joined = shed.tess.post(shed.season + "/players", {"player_id": player.expect(201)["id"]})
    paid = shed.pay_in(shed.tess, "5.00")
    payout = shed.tess.post(
        shed.season + "/payouts", {"player_id": shed.players["Tess"], "amount": money("1.00")})
    for created in (player, member, joined, paid, payout):
        assert shed.tess.get(created.headers["Location"]).expect(200) == created.expect(201)


def test_who_was_had_leave_neither_reads_nor_pays_in_and_is_paid(shed):
    shed.pay_in(shed.bob, "10.00").expect(201)
    shed.tess.delete(f"/v1/syndicates/{shed.id}/members/{shed.bob.id}").expect(200)
    assert shed.bob.get(shed.season + "/board").status == 404
    assert shed.pay_in(shed.bob, "1.00").status == 404
    body = {"player_id": shed.players["Bob"], "amount": money("10.00")}
    assert shed.tess.post(shed.season + "/payouts", body).expect(201)["source"] == "wallet"
    eventually(lambda: balance(shed.bob) == ("100.00", "0.00"), "Bob has his own back")
    shed.pay_in(shed.tess, "5.00").expect(201)
    refused = shed.tess.post(shed.season + "/payouts", body | {"amount": money("5.00")})
    assert (refused.status, refused.code) == (409, "not_won")


def test_only_who_is_invited_joins_and_only_themselves(shed):
    shed.tess.post(f"/v1/syndicates/{shed.id}/members", {"user_id": shed.eve.id}).expect(201)
    assert shed.eve.get(shed.season).status == 404
    assert shed.bob.post(f"/v1/syndicates/{shed.id}/accept", {}).status == 404
    assert shed.eve.post(f"/v1/syndicates/{shed.id}/accept", {}).expect(200)["role"] == "member"
    assert shed.eve.get(shed.season).status == 200


def test_a_contribution_that_is_sent_twice_is_made_once(shed):
    key = str(uuid.uuid4())
    body = {"amount": money("7.00")}
    first = shed.bob.post(shed.season + "/contributions", body, key=key).expect(201)
    second = shed.bob.post(shed.season + "/contributions", body, key=key).expect(201)
    assert first == second and shed.board()["bank"] == money("7.00")


def raw(person, method, path, kind, body):
    return person.platform.request(
        method, path, token=person.token, headers={"Content-Type": kind}, raw=body)


def test_a_slips_screenshot_is_an_image_by_its_content_and_served_as_nothing_else(shed):
    bet = shed.bet("1.00", free=True).expect(201)["id"]
    path = f"/v1/syndicate-bets/{bet}/screenshot"
    script = raw(shed.tess, "PUT", path, "image/png", b"<script>alert(1)</script>")
    assert (script.status, script.code) == (422, "not_an_image")
    assert raw(shed.tess, "PUT", path, "text/html", b"<script>").status == 415
    assert raw(shed.tess, "PUT", path, "image/png", b"\x89PNG\r\n\x1a\n" + bytes(800_000)).status == 413
    image = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 1000
    kept = raw(shed.tess, "PUT", path, "image/png", image).expect(200)
    answer = shed.bob.get(kept["url"])
    assert answer.status == 200 and answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert shed.eve.get(kept["url"]).status == 404
    assert shed.tess.get(f"/v1/syndicate-bets/{bet}").expect(200)["screenshot"] == kept["filename"]


def test_a_seasons_history_is_imported_whole_or_not_at_all(shed):
    def load(text):
        return raw(shed.tess, "POST", shed.season + "/import", "text/csv", text.encode())

    bad = load(f"date,type,player,amount\n{shed.start},contribution,Tess,5.00\n31/12/2025,contribution,Bob,5.00\n")
    assert (bad.status, bad.code) == (422, "bad_rows")
    assert bad.json["errors"][0]["pointer"] == "/lines/3/date"
    row = f"{shed.start},contribution,Tess,0.01\n"
    many = load("date,type,player,amount\n" + row * 5001)
    assert (many.status, many.code) == (422, "too_many_rows")
    assert load("date,type,player,amount\n" + row * 40_000).status == 413
    assert shed.board()["bank"] == money("0.00")
    good = "\ufeffdate,type,player,amount,bet,description\r\n" + "".join(
        f"{shed.start},{row}\r\n" for row in (
            'bet_placed,Carol,10.00,b1,"Double, ""the"" big one"', "winnings,Carol,25.00,b1,",
            "contribution,Tess,5.00,,", "contribution,Bob,5.00,,"))
    assert load(good).expect(200)["bank"] == money("25.00")
    assert load(good).code == "already_imported"
    assert shed.board()["won"] == money("25.00")
