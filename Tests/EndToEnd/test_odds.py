"""Calculations with odds over HTTP: what they answer, what they refuse by name, and that nothing comes of them."""

import math

import pytest


@pytest.fixture(scope="module")
def bettor(platform):
    return platform.sign_up("bettor")


def calculate(bettor, what, **body):
    return bettor.post(f"/v1/odds/{what}", body)


def refusal(answer):
    assert answer.status == 422, answer
    return [(error["code"], error["pointer"]) for error in answer.json["errors"]]


def test_odds_are_written_in_every_notation_and_come_back_from_it(bettor):
    written = calculate(bettor, "convert", format="american", odds="-110").expect(200)
    assert written["fractional"] == {"odds": "10/11", "exact": True}
    assert written["decimal"] == {"odds": "1.90909091", "exact": False}
    assert written["implied"] == "0.5238095238095238"
    for notation in ("american", "fractional", "indonesian"):
        again = calculate(bettor, "convert", format=notation, odds=written[notation]["odds"]).expect(200)
        assert again == written


@pytest.mark.parametrize("notation, odds, code", [
    ("american", "0", "odds_of_zero"), ("american", "+99", "odds_between_evens"), ("american", "-99", "odds_between_evens"),
    ("decimal", "1e309", "unreadable_odds"), ("fractional", "5/0", "odds_of_zero"), ("decimal", "abc", "unreadable_odds"),
    ("fractional", " evens ", "unreadable_odds"), ("american", "１１０", "unreadable_odds"), ("decimal", "NaN", "unreadable_odds"),
])
def test_what_is_no_odds_is_refused_for_its_reason(bettor, notation, odds, code):
    assert refusal(calculate(bettor, "convert", format=notation, odds=odds)) == [(code, "/odds")]
    assert refusal(calculate(bettor, "edge", format=notation, odds=odds, probability="0.5")) == [(code, "/odds")]
    bets = [{"odds": odds, "probability": "0.5"}]
    assert refusal(calculate(bettor, "kelly", format=notation, bets=bets)) == [(code, "/bets/0/odds")]


def test_texts_without_bounds_and_numbers_that_are_none_do_not_reach_the_mathematics(bettor):
    for odds in ("1" * 400, "", 2.5, None, ["2.5"]):
        answer = calculate(bettor, "convert", format="decimal", odds=odds)
        assert answer.status in (400, 422) and answer.code in ("invalid_request", "malformed_request")
    for probability in ("0", "1", "0.0", "1.0", "NaN", "-0.5", "1e-3", "0.5 ", ".5", 0.5):
        answer = calculate(bettor, "edge", format="decimal", odds="2.5", probability=probability)
        assert answer.status in (400, 422) and answer.code in ("invalid_request", "malformed_request")
    many = calculate(bettor, "devig", format="decimal", prices=["2.00"] * 201, method="shin")
    assert many.status == 422


def test_margins_are_taken_out_by_five_methods(bettor):
    prices = ["1.25", "5.00", "21.00"]
    found = {}
    for method in ("proportional", "additive", "power", "shin", "odds_ratio"):
        found[method] = calculate(bettor, "devig", format="decimal", prices=prices, method=method).expect(200)
        assert math.isclose(sum(map(float, found[method]["probabilities"])), 1, abs_tol=1e-14)
        assert math.isclose(float(found[method]["overround"]), 1 / 1.25 + 1 / 5 + 1 / 21 - 1)
    assert float(found["shin"]["probabilities"][2]) < float(found["proportional"]["probabilities"][2])
    for prices, method, error in (
        (["2.10", "2.10"], "power", ("no_margin", "/prices")), (["1.91"], "shin", ("one_sided_book", "/prices")),
        (["1.10", "1.20", "101.00"], "additive", ("nothing_left", "/prices/2")),
    ):
        assert refusal(calculate(bettor, "devig", format="decimal", prices=prices, method=method)) == [error]


def test_stakes_are_money_to_the_last_cent(bettor):
    euros = {"amount": "100.00", "currency": "EUR"}
    sure = calculate(bettor, "arbitrage", format="decimal", prices=["2.10", "2.05"], total=euros).expect(200)
    assert [leg["stake"]["amount"] for leg in sure["legs"]] == ["49.40", "50.60"]
    assert sure["profit"] == {"amount": "3.73", "currency": "EUR"} and float(sure["overround"]) < 0
    unsure = calculate(bettor, "arbitrage", format="decimal", prices=["1.91", "1.91"], total=euros).expect(200)
    assert unsure["profit"]["amount"] == "-4.50"
    bets = [{"odds": "+110", "probability": "0.55"}, {"odds": "+300", "probability": "0.30"}]
    sized = calculate(
        bettor, "kelly", format="american", bets=bets, relation="exclusive", fraction="0.25", bankroll=euros).expect(200)
    assert sized["staked"]["amount"] == f"{sum(float(stake['stake']['amount']) for stake in sized['stakes']):.2f}"
    assert all(float(stake["part"]) * 100 >= float(stake["stake"]["amount"]) for stake in sized["stakes"])
    assert refusal(calculate(bettor, "kelly", format="american", bets=bets)) == [("relation_needed", "/relation")]


def test_a_price_is_valued_by_a_model_against_others_and_the_close(bettor):
    model = {"mean": "47.2", "sigma": "0.1", "least_sigma": "13", "line": "44.5", "side": "over"}
    worth = calculate(
        bettor, "edge", format="american", odds="-105", model=model, closing_odds="-120",
        consensus={"probability": "0.52", "own_weight": "0.5", "method": "logit"}).expect(200)
    assert 0.52 < float(worth["probability"]) < 0.6 and worth["push"] == "0"
    assert math.isclose(float(worth["edge"]), float(worth["probability"]) - 105 / 205)
    assert worth["closing_value"]["beats_close"] is True and float(worth["closing_value"]["price"]) > 0


def test_nothing_comes_of_a_calculation(unchanged):
    before = unchanged.told()
    calculate(unchanged.player, "convert", format="decimal", odds="2.50").expect(200)
    assert unchanged.told() == before
