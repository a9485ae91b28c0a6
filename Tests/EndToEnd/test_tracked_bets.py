"""Bets made elsewhere over HTTP: their money, disputes, closing lines, figures, and that they are nobody else's business."""

import csv
import io
import json
import uuid

import pytest

EUR = "EUR"


def eur(amount):
    return {"amount": amount, "currency": EUR}


@pytest.fixture
def sharp(platform):
    return platform.sign_up("sharp")


@pytest.fixture(scope="module")
def friend(platform):
    return platform.sign_up("friend")


def bet(**other):
    return {
        "sport": "nfl", "event_key": "kc-lac", "market_type": "player_props", "player": "Patrick Mahomes", "side": "over",
        "line": "285.5", "book": "draftkings", "format": "american", "odds": "+110", "stake": eur("250.00"), **other}


def made(person, **other):
    return person.post("/v1/tracked-bets", bet(**other)).expect(201)


def patch(person, path, body):
    return person.platform.request("PATCH", path, body, token=person.token)


def refusal(answer):
    assert answer.status == 422, answer
    return [(error["code"], error["pointer"]) for error in answer.json["errors"]]


def balances(person):
    return {one["book"]: one["balance"]["amount"] for one in person.get("/v1/tracked-transactions/balances").expect(200)["items"]}


def test_a_bet_goes_from_an_edge_to_its_result(sharp, friend, admin):
    edge = sharp.post("/v1/edges", {key: value for key, value in bet(probability="0.55").items() if key != "stake"}).expect(201)
    kept = sharp.post("/v1/tracked-bets", {
        "edge_id": edge["id"], "stake": eur("250.00"), "external_id": "dk-1", "notes": "mine",
        "risk": {"bankroll": eur("1000.00"), "kelly_fraction": "0.25", "tolerance": "low"}}).expect(201)
    path = f"/v1/tracked-bets/{kept['id']}"
    assert (kept["status"], kept["edge_id"], kept["potential_return"]) == ("pending", edge["id"], eur("525.00"))
    assert sharp.get(f"/v1/edges/{edge['id']}").expect(200)["status"] == "used"
    sharp.post("/v1/tracked-bets", {"edge_id": edge["id"], "stake": eur("1.00")}).expect(409, "edge_over")
    for answer in (friend.get(path), friend.get(path + "/history"), friend.post(path + "/settle", {"result": "win"}),
                   friend.post(path + "/cancel"), friend.delete(path), patch(friend, path, {"notes": None})):
        answer.expect(404, "not_found")
    assert admin.get(path).expect(200) == kept
    friend.get(f"/v1/tracked-bets?user_id={sharp.id}").expect(403, "forbidden")
    closed = sharp.put(path + "/closing-line", {"format": "decimal", "odds": "2.00", "line": "286"}).expect(200)
    assert closed["closing_line"]["beats_close"] is True and closed["closing_line"]["price"].startswith("0.05")
    assert refusal(sharp.put(path + "/closing-line", {"format": "decimal", "odds": "2.00", "line": "286.5"})) == [
        ("other_line", "/line")]
    settled = sharp.post(path + "/settle", {"result": "win"}).expect(200)
    assert (settled["actual_return"], settled["net_profit"]) == (eur("525.00"), eur("275.00"))
    sharp.post(path + "/settle", {"result": "win"}).expect(409, "wrong_state")
    sharp.post(path + "/cancel").expect(409, "wrong_state")
    sharp.delete(path).expect(409, "wrong_state")
    patch(sharp, path, {"notes": "other"}).expect(409, "wrong_state")
    sharp.post(path + "/dispute", {"reason": "it was graded wrongly"}).expect(200)
    resolved = sharp.post(path + "/dispute/resolve", {"result": "half_win", "note": "half"}).expect(200)
    assert resolved["net_profit"] == eur("137.50") and resolved["dispute"]["open"] is False
    history = sharp.get(path + "/history").expect(200)["items"]
    assert [line["action"] for line in history] == ["created", "closing_line", "settled", "disputed", "resolved"]
    money = sharp.all(f"/v1/tracked-transactions?bet_id={kept['id']}")
    assert sum(float(one["amount"]["amount"]) for one in money) == 137.5
    assert balances(sharp) == {"draftkings": "137.50"}


def test_what_is_wrong_is_refused_by_the_field(sharp):
    for odds, code in (("0", "odds_of_zero"), ("+99", "odds_between_evens"), ("-99", "odds_between_evens"), ("abc", "unreadable_odds")):
        assert refusal(sharp.post("/v1/tracked-bets", bet(odds=odds))) == [(code, "/odds")]
    assert refusal(sharp.post("/v1/tracked-bets", bet(stake=eur("-1.00")))) == [("not_positive", "/stake/amount")]
    assert refusal(sharp.post("/v1/tracked-bets", bet(probability="1"))) == [("too_short", "/probability")]
    assert refusal(sharp.post("/v1/tracked-bets", bet(placed_at="2200-01-01T00:00:00Z"))) == [("placed_in_future", "/placed_at")]
    made(sharp, external_id="x-1")
    sharp.post("/v1/tracked-bets", bet(external_id="x-1")).expect(409, "external_id_taken")
    assert len(sharp.get("/v1/tracked-bets").expect(200)["items"]) == 1


def test_money_at_a_book_is_pending_completed_failed_and_tried_again(sharp, friend):
    first = sharp.post("/v1/tracked-transactions", {
        "transaction_type": "deposit", "amount": eur("100.00"), "book": "fanduel", "external_id": "tx-1"}).expect(201)
    path = f"/v1/tracked-transactions/{first['id']}"
    friend.post(path + "/complete").expect(404, "not_found")
    assert (first["status"], balances(sharp)) == ("pending", {"fanduel": "0.00"})
    assert sharp.post(path + "/fail", {"reason": "declined"}).expect(200)["failure_reason"] == "declined"
    assert sharp.post(path + "/retry").expect(200)["retries"] == 1
    done = sharp.post(path + "/complete", {"reconciliation_reference": "may/7"}).expect(200)
    assert (done["status"], done["reconciliation_reference"]) == ("completed", "may/7")
    sharp.post(path + "/fail").expect(409, "wrong_state")
    fee = sharp.post("/v1/tracked-transactions", {
        "transaction_type": "fee", "amount": eur("2.50"), "book": "fanduel"}).expect(201)
    sharp.post(f"/v1/tracked-transactions/{fee['id']}/complete").expect(200)
    assert fee["amount"] == eur("-2.50") and balances(sharp) == {"fanduel": "97.50"}
    assert refusal(sharp.post("/v1/tracked-transactions", {
        "transaction_type": "bet_payout", "amount": eur("2.50"), "book": "fanduel"})) == [("made_by_bets", "/transaction_type")]


def test_figures_exports_and_the_week_agree(sharp, friend, admin):
    for odds, probability, result in (("+100", "0.6", "win"), ("+100", "0.6", "loss"), ("+200", "0.4", "win"), ("-110", "0.5", "push")):
        one = made(sharp, odds=odds, probability=probability, stake=eur("10.00"), notes="=1+1", season="2026", week=4)
        sharp.put(f"/v1/tracked-bets/{one['id']}/closing-line", {"format": "american", "odds": "-105"}).expect(200)
        sharp.post(f"/v1/tracked-bets/{one['id']}/settle", {"result": result}).expect(200)
    open_bet = made(sharp, stake=eur("5.00"))
    told = sharp.get("/v1/tracked-bets/statistics").expect(200)
    [euros] = told["currencies"]
    assert (euros["total"]["won"], euros["total"]["lost"], euros["total"]["pushed"]) == (2, 1, 1)
    assert (euros["total"]["win_rate_pct"], euros["total"]["roi_pct"], euros["total"]["net"]) == ("66.67", "66.67", eur("20.00"))
    assert euros["streaks"]["longest_won"] == 1 and euros["streaks"]["drawdown"] == eur("10.00")
    assert told["calibration"]["bets"] == 3 and told["closing"]["beaten"] == 3
    brier = (0.4 ** 2 + 0.6 ** 2 + 0.6 ** 2) / 3
    assert abs(float(told["calibration"]["brier_score"]) - brier) < 1e-9
    board = sharp.get("/v1/dashboard").expect(200)
    assert board["currencies"][0]["open_bets"] == 1 and board["currencies"][0]["last_7_days"] == euros["total"]
    week = sharp.get("/v1/tracked-bets/weekly-report?sport=nfl&season=2026&sport_week=4").expect(200)
    assert [gate["verdict"] for gate in week["gates"]] == ["too_few"] * 3 and week["closing"]["bets"] == 4
    assert sharp.get("/v1/tracked-bets/weekly-report").expect(200)["closing"]["bets"] == 4
    friend.get("/v1/tracked-bets/weekly-report/all").expect(403, "forbidden")
    assert admin.get("/v1/tracked-bets/weekly-report/all").expect(200)["closing"]["bets"] >= 4
    table = sharp.get("/v1/tracked-bets/export?format=csv")
    assert table.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(table.body.decode())))
    assert len(rows) == 5 and rows[0]["notes"] == "'=1+1" and rows[-1]["id"] == open_bet["id"]
    lines = [json.loads(line) for line in sharp.get("/v1/tracked-bets/export?format=jsonl").body.decode().splitlines()]
    assert [line["id"] for line in lines] == [row["id"] for row in rows] and lines[0]["notes"] == "=1+1"
    assert sum(float(row["net_profit"] or 0) for row in rows) == 20.0


def test_a_bet_is_changed_and_put_away_before_it_is_over(sharp):
    one = made(sharp)
    path = f"/v1/tracked-bets/{one['id']}"
    changed = patch(sharp, path, {"stake": eur("20.00"), "book": "fanduel", "player": None}).expect(200)
    assert "player" not in changed and balances(sharp) == {"draftkings": "0.00", "fanduel": "-20.00"}
    sharp.delete(path).expect(200)
    sharp.get(path).expect(404, "not_found")
    sharp.delete(path).expect(404, "not_found")
    assert balances(sharp) == {"draftkings": "0.00", "fanduel": "0.00"}
    assert sharp.get(f"/v1/tracked-bets/{uuid.uuid4()}").status == 404
