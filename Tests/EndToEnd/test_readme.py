"""The README's own commands do what it says."""

import json
import os
import subprocess

import pytest

from platform_under_test import ADMIN, ROOT, Platform


def flows():
    """The blocks of the README that speak HTTP, by their heading; each goes on in the shell of the one before."""
    found = {}
    for part in (ROOT / "README.md").read_text().split("\n## ")[1:]:
        title, _, text = part.partition("\n")
        blocks = [block.split("```")[0] for block in text.split("```sh\n")[1:]]
        for block in blocks:
            paths = (
                "/v1/wallet", "/v1/matches", "/v1/odds", "/v1/syndicates", "/v1/audit/receipts", "/v1/events?", "pool_policy",
                "/v1/leaderboards", "/v1/edges", "/v1/tracked-bets", "/v1/jurisdictions")
            if any(path in block for path in paths):
                found[title] = block
    return found


@pytest.fixture(scope="module")
def told():
    """What each block prints, as the values in it; run as a stranger would, on a platform of its own."""
    fresh = Platform()
    script = "\necho; echo MARK\n".join(flows().values())
    address = "http://127.0.0.1:${CROUPIER_PORT:-8080}"
    assert script.count(address) == 1
    script = script.replace(address, fresh.url)
    environment = dict(
        os.environ, CROUPIER_ADMIN_EMAIL=ADMIN[0], CROUPIER_ADMIN_PASSWORD=ADMIN[1], CROUPIER_HOME=str(fresh.home))
    try:
        fresh.up()
        done = subprocess.run(
            ["bash", "-eu", "-c", script], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=110)
        mail = (fresh.home / "mail.txt").read_text() if (fresh.home / "mail.txt").exists() else ""
    finally:
        fresh.down()
        fresh.remove()
    assert done.returncode == 0, done.stdout + done.stderr
    parts = zip(flows(), done.stdout.split("\nMARK\n"), strict=True)
    return {**{title: answers(part) for title, part in parts}, "mail": mail}


def test_one_bet_is_played_as_the_readme_shows_it(told):
    one_bet = told["One bet, from sign-up to payout"]
    assert [answer for answer in one_bet if "code" in answer] == [], "a step was refused"
    wallet = [answer for answer in one_bet if any("withdrawable" in item for item in answer.get("items", []))]
    assert [(item["deposit"]["amount"], item["winning"]["amount"]) for item in wallet[-1]["items"]] == [("60.00", "95.00")]
    sources = one_bet[-1]["items"]
    assert len(sources) == 6 and all(source["gaps"] == [] for source in sources)


def test_an_event_is_organized_as_the_readme_shows_it(told):
    event = told["Events"]
    assert refused(event) == said(flows()["Events"]) and len(refused(event)) == 3
    plays = next(answer["items"] for answer in event if any("state" in item for item in answer.get("items", [])))
    assert [play["state"] for play in plays] == ["withdrawn", "playing"]
    assert plays[0]["refunds"]["returned"] == {"amount": "2.00", "currency": "EUR"}
    standings = [answer for answer in event if "plays" in answer]
    assert standings and standings[0]["pool"] == {"amount": "2.00", "currency": "EUR"}
    assert [[item["name"] for item in answer["items"]] for answer in event[-2:]] == [["Harbour race"]] * 2


def test_a_pool_goes_on_by_its_policy_as_the_readme_shows_it(told):
    pools = told["Pools and their policies"]
    assert refused(pools) == []
    taken_back, kept = (answer for answer in pools if "stake" in answer)
    assert (taken_back["status"], kept["status"]) == ("cancelled", "accepted")
    settled = next(answer for answer in pools if answer.get("settlement", {}).get("paid"))
    assert (settled["status"], settled["settlement"]["outcome"]) == ("finished", "roll_over")
    assert pools[-1]["rolled_in"]["amount"] == "1.00"


def test_people_come_in_and_are_kept_out_as_the_readme_shows_it(told):
    people, mail = told["People and access"], told["mail"]
    assert refused(people) == said(flows()["People and access"]) and len(refused(people)) >= 10
    cleo = next(answer for answer in people if answer.get("email") == "cleo@example.org")
    assert (cleo["state"], cleo["email_verified"]) == ("active", True)
    assert "Choose a new password" in mail and "Your password was changed" in mail
    wallets = [answer["items"] for answer in people if any("withdrawable" in item for item in answer.get("items", []))]
    assert wallets[0][0]["bonus"]["amount"] == "5.00"
    assert next(answer for answer in people if answer.get("uses"))["uses"] == 1
    bets = [answer["status"] for answer in people if "stake" in answer]
    assert bets == ["accepted", "accepted"]
    assert any("proof_ends_at" in answer for answer in people)
    bob = next(answer["user_id"] for answer in people if answer.get("confirmed_at"))
    assert [answer["user_id"] for answer in people if "session_id" in answer and "token" in answer] == [bob]
    history, export, without_app = people[-3:]
    signed_in = [item["outcome"] for item in history["items"]]
    assert len(signed_in) == 3 and set(signed_in) == {"signed_in"}
    assert export["profile"]["email"] == "cleo@example.org"
    assert (without_app["email"], without_app["has_totp"]) == ("cleo@example.org", False)


def test_money_comes_in_and_goes_out_as_the_readme_shows_it(told):
    money = told["Money in and out"]
    assert refused(money) == said(flows()["Money in and out"]) and len(refused(money)) >= 5
    assert [answer["outcome"] for answer in money if "outcome" in answer] == ["unclaimed", "credited"]
    wallet = [answer for answer in money if any("withdrawable" in item for item in answer.get("items", []))][-1]
    names = ("deposit", "winning", "held")
    assert [wallet["items"][0][name]["amount"] for name in names] == ["85.00", "55.00", "0.00"]


def test_money_is_put_right_and_looked_at_as_the_readme_shows_it(told):
    title = "Money put right, and looked at"
    looks = told[title]
    assert refused(looks) == said(flows()[title]) == []
    kinds = [answer["kind"] for answer in looks if "postings" in answer]
    assert kinds[:2] == ["reversal", "bonus"]
    trial = next(answer for answer in looks if any("debit" in item for item in answer.get("items", [])))
    assert all(item["debit"] == item["credit"] for item in trial["items"])


def test_the_log_is_searched_and_proved_as_the_readme_shows_it(told):
    found, keys, end, receipt, of_deposit = told["Search and prove the log"]
    assert {item["severity"] for item in found["items"]} == {"warning"}
    assert keys["items"][0]["purpose"] == "log"
    assert end["end"]["events"] >= 4
    assert "items" in receipt, receipt
    assert [item["type"] for item in receipt["items"]] == ["wallet.deposit-requested"]
    assert receipt["items"][0]["proof"].startswith("c2sp.org/tlog-proof@v1\nindex ")
    assert [item["type"] for item in of_deposit["items"]] == ["wallet.deposit-requested"]


def test_users_bet_against_each_other_as_the_readme_shows_it(told):
    peers = told["Bets between users"]
    assert refused(peers) == []
    states = [answer["status"] for answer in peers if "terms_digest" in answer]
    assert states == ["locked", "locked", "resolving", "resolved", "paid", "locked", "resolving", "disputed", "resolved"]
    wallet = next(answer for answer in peers if any("withdrawable" in item for item in answer.get("items", [])))
    assert [(item["deposit"]["amount"], item["winning"]["amount"]) for item in wallet["items"]] == [("100.00", "10.00")]


def test_statistics_and_leaderboards_are_as_the_readme_shows_them(told):
    part = told["What came of it, and who is ahead"]
    assert refused(part) == [(409, "nickname_taken")]
    [line] = next(answer["currencies"] for answer in part if "currencies" in answer)
    assert (line["total"]["bets"], line["total"]["refunded"], line["total"]["net"]["amount"]) == (2, 1, "10.00")
    alone, both = (answer for answer in part if "own" in answer)
    assert (alone["items"], alone["own"]["rank"], alone["own"]["visible"]) == ([], 1, False)
    assert [(row["nickname"], row["value"]) for row in both["items"]] == [("Evening_Star", "10.00"), ("Finn_1", "-10.00")]
    assert both["own"]["rank"] == 2


@pytest.mark.parametrize("title", ["Contests", "Odds", "Syndicates"])
def test_nothing_is_refused_that_the_readme_shows(told, title):
    assert len(told[title]) >= 5 and refused(told[title]) == []


def test_edges_are_found_as_the_readme_shows_it(told):
    part = told["Edges and quotes"]
    assert refused(part) == []
    best = next(answer for answer in part if any("offers" in item for item in answer.get("items", [])))
    assert [(offer["side"], offer["best"]["book"]) for offer in best["items"][0]["offers"]] == [("over", "south"), ("under", "north")]
    sure = next(answer for answer in part if any("legs" in item for item in answer.get("items", [])))
    assert float(sure["items"][0]["profit"]["amount"]) > 0
    stake = next(answer for answer in part if "recommended_stake" in answer)
    assert stake["recommended_stake"]["amount"] == "16.30"
    assert part[-1]["status"] == "used" and part[-1]["probability"] == "0.5"


def test_bets_made_elsewhere_are_kept_as_the_readme_shows_it(told):
    part = told["Bets made elsewhere"]
    assert refused(part) == []
    resolved = [answer for answer in part if answer.get("dispute")][-1]
    assert (resolved["result"], resolved["net_profit"]["amount"]) == ("half_win", "11.50")
    history = next(answer for answer in part if any("action" in item for item in answer.get("items", [])))
    assert [line["action"] for line in history["items"]] == ["created", "closing_line", "settled", "disputed", "resolved"]
    assert part[-1]["books"] == [
        {"book": "south", "balance": {"amount": "61.50", "currency": "EUR"}, "pending": {"amount": "0.00", "currency": "EUR"}}]


def refused(told):
    return [(answer["status"], answer["code"]) for answer in told if isinstance(answer.get("status"), int)]


def said(block):
    """What the comments at the ends of lines say of refusals."""
    return [
        (int(words[0]), words[1].rstrip(":")) for line in block.splitlines()
        if (words := line.rpartition("# ")[2].split()) and words[0].isdigit()]


def answers(text):
    """The JSON objects that stand one after the other; lines between them are passed over."""
    decoder, found, place = json.JSONDecoder(), [], 0
    while (place := text.find("{", place)) >= 0:
        value, place = decoder.raw_decode(text, place)
        found.append(value)
    return found


def test_a_raffle_comes_to_its_sales_as_the_readme_shows_it(told):
    raffles = told["Raffles"]
    assert refused(raffles) == said(flows()["Raffles"]) and len(refused(raffles)) == 2
    counts = next(answer for answer in raffles if "available" in answer)
    assert (counts["total"], counts["available"]) == (5000, 5000)
    assert [answer["state"] for answer in raffles if "configured_tickets" in answer][-1] == "active"
    assert [prize["name"] for prize in raffles[-1]["items"]] == ["Half of it", "Second"]
