"""The mathematics of odds against programs that other people wrote: penaltyblog and shin for books and Kelly's criterion,
SciPy for the normal distribution and for summits, and Python's own fractions for what must be exact."""

import importlib
import importlib.metadata
import math
import random
import subprocess
import sys
import types
from fractions import Fraction

import numpy
import pytest
import shin
from scipy import optimize, special

from platform_under_test import ROOT

COUNT = 10_000
FORMATS = ("american", "decimal", "fractional", "hong_kong", "malay", "indonesian")


# Two of its modules by themselves: the package as a whole needs thirty others, these only NumPy and SciPy.
sys.modules["penaltyblog"] = types.ModuleType("penaltyblog")
sys.modules["penaltyblog"].__path__ = [str(importlib.metadata.distribution("penaltyblog").locate_file("penaltyblog"))]
implied = importlib.import_module("penaltyblog.implied.implied").calculate_implied
kelly = importlib.import_module("penaltyblog.betting.kelly")


@pytest.fixture(scope="module")
def ask():
    """Asks the library many questions at once."""
    path = subprocess.run(
        ["swift", "build", "--package-path", ROOT, "-c", "release", "--show-bin-path"], capture_output=True, text=True,
        check=True).stdout.strip()

    def ask(questions):
        run = subprocess.run(
            [f"{path}/croupier-odds"], input="\n".join(questions) + "\n", capture_output=True, text=True, check=True)
        answers = run.stdout.splitlines()
        assert len(answers) == len(questions)
        return answers

    return ask


def numbers(line):
    assert not line.startswith("!"), line
    return [float(word) for word in line.split()]


def same(ours, theirs, question):
    """To nine digits; below a probability's own rounding there are none."""
    assert len(ours) == len(theirs), question
    for one, other in zip(ours, theirs):
        assert math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-15), (question, ours, theirs)


def decimal_text(price, places):
    return f"{min(max(price, 1 + 10 ** -places), 1_000_000):.{places}f}"


def books(chance, count):
    """Books with a margin, of which every fourth is an extreme one."""
    while count:
        extreme = count % 4 == 0
        outcomes = chance.randint(2, 60 if extreme else 12)
        spread = chance.choice([0.1, 0.5]) if extreme else chance.choice([1, 3])
        weights = [chance.gammavariate(spread, 1) + 1e-6 for _ in range(outcomes)]
        margin = chance.choice([1e-4, 0.5, 1]) if extreme else chance.uniform(0.005, 0.3)
        prices = [decimal_text(sum(weights) / (weight * (1 + margin)), chance.choice([2, 3, 4])) for weight in weights]
        if sum(1 / float(price) for price in prices) > 1 + 1e-7:
            count -= 1
            yield prices


def bisected(function, low, high):
    return optimize.brentq(function, low, high, xtol=1e-15, rtol=1e-15, maxiter=500)


def oracle(method, prices):
    odds = [float(price) for price in prices]
    if method == "shin":
        return shin.calculate_implied_probabilities(odds, max_iterations=200_000, convergence_threshold=1e-15)
    if method == "odds_ratio":
        # Its "logarithmic" is the same by another way, and finds ratios that the other has no room for.
        return list(implied(odds, "logarithmic").probabilities)
    if method == "power":
        inverse = 1 / numpy.array(odds)
        try:
            return list(implied(odds, "power").probabilities)
        except ValueError:  # an exponent above 100
            return list(inverse ** bisected(lambda k: numpy.sum(inverse ** k) - 1, 1, 1e5))
    return list(implied(odds, {"proportional": "multiplicative"}.get(method, method)).probabilities)


@pytest.mark.parametrize("method", ["proportional", "additive", "power", "shin", "odds_ratio"])
def test_margins_are_taken_out_as_others_do_it(ask, method):
    tried = list(books(random.Random(method), COUNT))
    refused = 0
    for prices, line in zip(tried, ask([f"devig {method} {' '.join(prices)}" for prices in tried])):
        if line.startswith("! nothingLeft"):
            refused += 1
            assert min(oracle(method, prices)) < 1.001e-12, prices
        else:
            same(numbers(line), oracle(method, prices), (method, prices))
    assert refused < COUNT / 2


def test_one_bet_is_worth_what_others_say(ask):
    chance = random.Random("worth")
    prices = [decimal_text(1 + 10 ** chance.uniform(-5, 5), 8) for _ in range(COUNT)]
    likely = [chance.choice([chance.random(), 10 ** chance.uniform(-9, -1), 1 - 10 ** chance.uniform(-9, -1)]) for _ in prices]
    answers = ask([f"worth {price} {p!r}" for price, p in zip(prices, likely)])
    for price, p, line in zip(prices, likely, answers):
        # The value of a bet is the difference of numbers of the price's size, of which no program has more digits.
        size = float(price) * 1e-15
        edge, value, part = numbers(line)
        exact = Fraction(p) * Fraction(price) - 1
        assert math.isclose(value, float(exact), rel_tol=1e-9, abs_tol=size)
        assert math.isclose(edge, float(Fraction(p) - 1 / Fraction(price)), rel_tol=1e-9, abs_tol=1e-15)
        assert math.isclose(part, float(max(0, exact / (Fraction(price) - 1))), rel_tol=1e-9, abs_tol=1e-15)
    stakes = kelly.kelly_criterion(numpy.array(prices, dtype=float), numpy.array(likely)).stake
    for line, stake, price in zip(answers, stakes, prices):
        if float(price) > 1.01:  # where theirs has its digits
            assert math.isclose(numbers(line)[2], stake, rel_tol=1e-9, abs_tol=1e-13)


def bets(chance, count, probabilities):
    return [(decimal_text(1 / p * chance.uniform(0.7, 1.6), 2), p) for p in probabilities[:count]]


def question(kind, bets):
    return f"{kind} " + " ".join(f"{price} {p!r}" for price, p in bets)


def test_stakes_on_exclusive_outcomes_grow_money_no_slower_than_others(ask):
    chance = random.Random("exclusive")
    tried = []
    for _ in range(200):
        weights = [chance.uniform(0.05, 1) for _ in range(chance.randint(2, 6))]
        tried.append(bets(chance, len(weights) - 1, [weight / sum(weights) for weight in weights]))
    for those, line in zip(tried, ask([question("exclusive", those) for those in tried])):
        price, p = (numpy.array([float(bet[place]) for bet in those]) for place in (0, 1))

        def growth(stakes):
            kept = 1 - numpy.sum(stakes)
            return numpy.sum(p * numpy.log(kept + stakes * price)) + (1 - numpy.sum(p)) * numpy.log(kept)

        ours = numpy.array(numbers(line))
        assert numpy.all(ours >= 0) and numpy.sum(ours) < 1
        theirs = kelly.multiple_kelly_criterion(list(price), list(p), optimization_methods=["SLSQP"])
        assert growth(ours) >= growth(numpy.array(theirs.stakes)) - 1e-12
        if theirs.optimization_success and max(theirs.stakes) < 0.49:  # more than half on anything theirs does not stake
            assert math.isclose(growth(ours), growth(numpy.array(theirs.stakes)), abs_tol=1e-7)


def test_stakes_on_independent_bets_are_where_growth_has_its_summit(ask):
    chance = random.Random("independent")
    tried = [bets(chance, 6, [chance.uniform(0.05, 0.95) for _ in range(chance.randint(1, 6))]) for _ in range(300)]
    for those, line in zip(tried, ask([question("independent", those) for those in tried])):
        ours = numpy.array(numbers(line))
        worthy = [place for place, (price, p) in enumerate(those) if Fraction(p) * Fraction(price) > 1]
        assert all((ours[place] > 0) == (place in worthy) for place in range(len(those)))
        if not worthy:
            continue
        ways = numpy.array(numpy.meshgrid(*[[0, 1]] * len(worthy))).T.reshape(-1, len(worthy))
        price, p = (numpy.array([float(those[place][part]) for place in worthy]) for part in (0, 1))
        likely = numpy.prod(numpy.where(ways == 1, p, 1 - p), axis=1)
        returns = ways * price - 1

        def slopes(stakes):
            return (likely / (1 + returns @ stakes)) @ returns

        theirs = optimize.root(slopes, ours[worthy] * 0.999, tol=1e-14)
        same(list(ours[worthy]), list(theirs.x), those)


def test_lines_closing_values_and_shrinkage_are_those_of_scipy(ask):
    chance = random.Random("lines")
    tried = [
        (chance.uniform(-50, 50), 10 ** chance.uniform(-2, 2), 10 ** chance.uniform(-2, 1), chance.randint(-100, 100) / 2,
         chance.randint(0, 1)) for _ in range(COUNT)]
    for (mean, sigma, floor, line, whole), answer in zip(
            tried, ask([" ".join(["line", *map(repr, question)]) for question in tried])):
        half = 0.5 if whole and line == int(line) else 0
        spread = max(sigma, floor)
        over, under = special.ndtr((mean - line - half) / spread), special.ndtr((line - half - mean) / spread)
        same(numbers(answer), [over, under, max(0, 1 - over - under) if half else 0], (mean, sigma, floor, line))
    prices = [[decimal_text(1 + 10 ** chance.uniform(-3, 3), 4) for _ in "ab"] for _ in range(COUNT)]
    for (taken, closing), answer in zip(prices, ask([f"close {taken} {closing}" for taken, closing in prices])):
        one, other = 1 / Fraction(taken), 1 / Fraction(closing)
        logit = math.log((other / (1 - other)) / (one / (1 - one)))
        for ours, theirs in zip(numbers(answer), [float(other - one), logit, float(Fraction(taken) / Fraction(closing) - 1)]):
            assert math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-14)
    mixes = [(chance.random(), chance.random(), chance.random()) for _ in range(COUNT)]
    for (own, others, weight), answer in zip(
            mixes, ask([f"shrink logit {own!r} {others!r} {weight!r}" for own, others, weight in mixes])):
        same(numbers(answer), [special.expit(weight * special.logit(own) + (1 - weight) * special.logit(others))], own)


def reading(text, kind):
    """Odds as their profit, by Python's fractions."""
    number = Fraction(text)
    if kind == "decimal":
        return number - 1
    if kind in ("fractional", "hong_kong"):
        return number
    if kind == "american":
        number /= 100
    return number if number > 0 else -1 / number


def writing(profit, kind, rounding):
    """The odds of a profit as a number in the last digit that the format has, and whether that is all of it."""
    if kind == "decimal":
        exact = profit + 1
    elif kind == "malay":
        exact = profit if profit <= 1 else -1 / profit
    elif kind in ("indonesian", "american"):
        exact = profit if profit >= 1 else -1 / profit
    else:
        exact = profit
    scaled = exact * (100 if kind == "american" else 10 ** 8)
    floor, ceiling = math.floor(scaled), math.ceil(scaled)
    nearest = int(abs(scaled) + Fraction(1, 2)) * (1 if scaled > 0 else -1)
    return {"down": floor, "up": ceiling, "nearest": nearest}[rounding], floor == ceiling


def test_odds_are_converted_exactly_or_rounded_as_said(ask):
    chance = random.Random("formats")
    asked = []
    for _ in range(COUNT):
        kind = chance.choice(FORMATS)
        large = chance.choice([100, 1000, 1_000_000])
        text = {
            "american": lambda: f"{chance.choice('+-')}{chance.randint(100, large)}",
            "decimal": lambda: decimal_text(1 + chance.random() * large, chance.randint(1, 8)),
            "fractional": lambda: f"{chance.randint(1, large)}/{chance.randint(1, large)}",
            "hong_kong": lambda: f"{chance.randint(1, large * 10 ** 6) / 10 ** 6:.6f}",
            "malay": lambda: f"{chance.choice(['', '-'])}0.{chance.randint(1, 99999999):08}",
            "indonesian": lambda: f"{chance.choice(['', '-'])}{chance.randint(1, large)}.{chance.randint(0, 99999999):08}",
        }[kind]()
        asked.append((kind, text, chance.choice(["down", "nearest", "up"])))
    read = 0
    for (kind, text, rounding), line in zip(asked, ask([f"convert {' '.join(words)}" for words in asked])):
        profit = reading(text, kind)
        if not Fraction(1, 10 ** 6) <= profit <= 10 ** 6:
            assert line == "! outOfRange", (kind, text)
            continue
        read += 1
        words = line.split()
        for place, other in enumerate(FORMATS):
            written, exactness = words[2 * place:2 * place + 2]
            if other == "fractional":
                assert (Fraction(written), exactness) == (profit, "exact")
                continue
            units, is_exact = writing(profit, other, rounding)
            ours = Fraction(written) * (1 if other == "american" else 10 ** 8)
            if units == (-100 if other == "american" else -10 ** 8):
                units = -units  # evens, which are written in one way only
            assert (ours, exactness) == (units, "exact" if is_exact else "rounded"), (kind, text, other, line)
    assert read > COUNT * 0.8


def test_stakes_and_parlays_are_exact_where_money_begins(ask):
    chance = random.Random("stakes")
    parts = [(chance.choice([chance.random(), 10 ** -chance.uniform(0, 18), 1.0]), chance.randint(0, 2 ** 63 - 1)) for _ in range(COUNT)]
    for (part, bankroll), answer in zip(parts, ask([f"stake {part!r} {bankroll}" for part, bankroll in parts])):
        # To the nearest million-millionth, and from there on exact.
        nearest = math.floor(Fraction(part * 1e12) + Fraction(1, 2))
        assert int(answer) == nearest * bankroll // 10 ** 12
    legs = [[decimal_text(chance.uniform(1.01, 4), 2) for _ in range(chance.randint(2, 8))] for _ in range(COUNT)]
    for those, answer in zip(legs, ask([f"parlay {' '.join(those)}" for those in legs])):
        price, exactness = answer.split()
        product = math.prod(Fraction(leg) for leg in those)
        cut = Fraction(price)
        assert cut <= product and (product - cut) / product < Fraction(1, 10 ** 6), those
        assert exactness == "exact" or len(those) > 4
    totals = [(chance.randint(1, 10 ** 6), [decimal_text(chance.uniform(1.5, 6), 2) for _ in range(chance.randint(2, 5))]) for _ in range(COUNT)]
    for (total, prices), answer in zip(totals, ask([f"arbitrage {total} {' '.join(prices)}" for total, prices in totals])):
        *stakes, worst = map(int, answer.split())
        inverse = [1 / Fraction(price) for price in prices]
        parts = [total * part / sum(inverse) for part in inverse]
        assert sum(stakes) == total and worst == min(math.floor(s * Fraction(p)) for s, p in zip(stakes, prices))
        assert all(abs(stake - part) < 1 for stake, part in zip(stakes, parts)), (total, prices)
        # Whoever has one more than the whole part has a larger rest than all who have not, but for the last digits of it.
        rests = [(part - math.floor(part), stake > math.floor(part)) for part, stake in zip(parts, stakes)]
        more, less = [rest for rest, has in rests if has], [rest for rest, has in rests if not has]
        assert not more or not less or min(more) >= max(less) - Fraction(1, 10 ** 6)
