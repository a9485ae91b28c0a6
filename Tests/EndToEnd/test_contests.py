"""Contests from the match to the prizes, over HTTP: joins at once, prizes and refunds to the cent, every refusal, and a kill in
the middle of a settlement and of a cancellation."""

import csv
import io
import time
import uuid
from decimal import Decimal

import pytest

from at_once import at_once, definite, outcomes
from platform_under_test import eventually, in_an_hour

NOBODY = "019aa2f5-3c00-7000-8000-000000000001"
EUR = {"currency": "EUR"}


def euros(amount):
    return {"amount": amount, **EUR}


class Contests:
    """An organizer who may promise the house's money, and what tests do with contests."""

    def __init__(self, platform, admin):
        self.platform, self.admin = platform, admin
        self.organizer = platform.sign_up("organizer")
        admin.post(f"/v1/users/{self.organizer.id}/roles", {"role": "organizer"}).expect(200)
        self.match = self.new_match()

    def new_match(self, **terms):
        return self.organizer.post(
            "/v1/matches", {"title": "Final", "start_time": in_an_hour(), "sport": "cricket", **terms}).expect(201)["id"]

    def ask(self, organizer=None, **terms):
        body = {
            "match_id": self.match, "title": "Mega", "entry_fee": euros("10.00"), "max_players": 100,
            "prize_structure": [50, 30, 20], "commission_pct": "10", **terms}
        return (organizer or self.organizer).post("/v1/contests", body)

    def opened(self, **terms):
        contest = self.ask(**terms).expect(201)["id"]
        assert self.act(contest, "open").expect(200)["status"] == "open"
        return contest

    def act(self, contest, action, body=None):
        return self.organizer.post(f"/v1/contests/{contest}/{action}", body)

    def funded(self, amount="100.00", name="player"):
        person = self.platform.sign_up(name)
        person.confirm_address(self.admin)
        person.receive(self.admin, amount)
        return person

    def enter(self, contest, person):
        return person.post(f"/v1/contests/{contest}/entries").expect(201)

    def score(self, contest, scores):
        rows = [{"entry_id": entry["id"], "score": score} for entry, score in scores]
        return self.organizer.put(f"/v1/contests/{contest}/scores", {"scores": rows})

    def rank(self, contest, ranks, **options):
        rows = [{"entry_id": entry["id"], "rank": rank} for entry, rank in ranks]
        return self.organizer.put(f"/v1/contests/{contest}/ranks", {"ranks": rows, **options})

    def ended(self, contest, seconds=30):
        def look():
            now = self.organizer.get(f"/v1/contests/{contest}").expect(200)
            return now if now["status"] in ("settled", "cancelled") else None

        return eventually(look, "the contest is over", seconds)

    def settled(self, contest):
        assert self.act(contest, "settle").expect(202)["status"] in ("settling", "settled")
        return self.ended(contest)


@pytest.fixture(scope="module")
def contests(platform, admin):
    return Contests(platform, admin)


def test_a_contest_from_the_match_to_the_prizes(contests):
    code = f"Mega-{uuid.uuid4().hex[:8]}"
    contest = contests.opened(code=code)
    people = [contests.funded(name=name) for name in ("ann", "ben", "cid")]
    answers = [person.post(f"/v1/contests/{contest}/entries") for person in people]
    entries = [answer.expect(201) for answer in answers]
    assert len({entry["entry_code"] for entry in entries}) == 3
    assert answers[0].headers["Location"] == f"/v1/contest-entries/{entries[0]['id']}"
    assert people[0].get(answers[0].headers["Location"]).expect(200)["amount_debited"] == euros("10.00")
    found = contests.platform.get(f"/v1/contests?code={code.lower()}&open_now=true").expect(200)["items"]
    assert [item["id"] for item in found] == [contest] and found[0]["pool"] == euros("30.00")
    assert contests.act(contest, "close").expect(200)["status"] == "closed"
    scored = contests.score(contest, [(entries[0], 87), (entries[1], "90.5"), (entries[2], 87)]).expect(200)
    assert scored["scored"] == 3
    settled = contests.settled(contest)
    # Of 30.00 the house keeps 3.00; 13.50 is the best's, and 8.10 and 5.40 are shared.
    assert settled["settlement"] == {
        "pool": euros("30.00"), "overlay": euros("0.00"), "commission": euros("3.00"), "prizes": euros("27.00"),
        "unawarded": euros("0.00")}
    assert [person.settled_wallet()["winning"] for person in people] == ["6.75", "13.50", "6.75"]
    again = contests.act(contest, "settle").expect(202)
    assert again == settled
    contests.act(contest, "cancel").expect(409, "wrong_state")
    result = contests.platform.get(f"/v1/contests/{contest}/result").expect(200)
    assert [(item["rank"], item["score"], item["prize"]) for item in result["items"]] == [
        (1, "90.5", euros("13.50")), (2, 87, euros("6.75")), (2, 87, euros("6.75"))]
    assert all(item["player"].startswith("gambler-") for item in result["items"])
    own = people[1].get("/v1/contest-entries").expect(200)["items"]
    assert [(entry["winner_rank"], entry["prize"], entry["status"]) for entry in own] == [(1, euros("13.50"), "won")]
    winners = {person.id for person in people}

    def told():
        notes = contests.admin.all("/v1/notifications")
        return [note["user_id"] for note in notes if note["kind"] == "contest_prize" and note["user_id"] in winners]

    assert sorted(eventually(lambda: len(told()) >= 3 and told(), "the news are there")) == sorted(
        person.id for person in people)


def test_fifty_who_join_a_contest_of_two_at_once_are_two_entries_and_two_debits(contests):
    contest = contests.opened(max_players=2, prize_structure=[1])
    people = [contests.funded("10.00") for _ in range(50)]
    keys = [uuid.uuid4().hex for _ in people]

    def join(number):
        return definite(lambda: people[number].post(f"/v1/contests/{contest}/entries", key=keys[number]))

    answers = at_once(50, join)
    assert outcomes(answers) == {(201, None): 2, (409, "contest_full"): 48}
    wallets = [person.settled_wallet() for person in people]
    assert sorted(wallet["deposit"] for wallet in wallets) == ["0.00"] * 2 + ["10.00"] * 48
    now = contests.organizer.get(f"/v1/contests/{contest}").expect(200)
    assert (now["entries"], now["pool"]) == (2, euros("20.00"))
    listed = contests.organizer.all(f"/v1/contests/{contest}/entries")
    assert {entry["user_id"] for entry in listed} == {
        person.id for person, answer in zip(people, answers) if answer.status == 201}


def test_entries_and_results_are_tables_too(contests):
    contest = contests.opened(title="=cmd()")
    people = [contests.funded() for _ in range(3)]
    entries = [contests.enter(contest, person) for person in people]
    contests.act(contest, "close").expect(200)
    contests.platform.get(f"/v1/contests/{contest}/result").expect(409, "not_settled")
    contests.platform.get(f"/v1/contests/{contest}/result?format=csv").expect(409, "not_settled")
    contests.rank(contest, [(entries[2], 1), (entries[0], 2)]).expect(200)
    settled = contests.settled(contest)
    assert settled["settlement"]["unawarded"] == euros("5.40")

    def table(path, person=None):
        answer = contests.platform.request("GET", f"{path}?format=csv", token=person and person.token)
        assert answer.status == 200 and answer.headers["Content-Type"].startswith("text/csv")
        return list(csv.DictReader(io.StringIO(answer.body.decode())))

    rows = table(f"/v1/contests/{contest}/result", contests.organizer)
    assert [(row["rank"], row["entry_id"], row["player"], row["prize"]) for row in rows] == [
        ("1", entries[2]["id"], people[2].id, "13.50"), ("2", entries[0]["id"], people[0].id, "8.10")]
    rows = table(f"/v1/contests/{contest}/entries")
    assert [row["id"] for row in rows] == [entry["id"] for entry in entries]
    assert all(row["player"].startswith("gambler-") and row["entry_code"] == "" for row in rows)
    assert [row["entry_code"] for row in table(f"/v1/contests/{contest}/entries", people[1])] == [
        "", entries[1]["entry_code"], ""]


def test_the_house_adds_what_a_guarantee_lacks(contests):
    contest = contests.opened(guaranteed=euros("100.00"))
    people = [contests.funded() for _ in range(3)]
    entries = [contests.enter(contest, person) for person in people]
    contests.act(contest, "close").expect(200)
    contests.score(contest, [(entry, number) for number, entry in enumerate(entries)]).expect(200)
    settlement = contests.settled(contest)["settlement"]
    assert (settlement["overlay"], settlement["commission"], settlement["prizes"]) == (
        euros("70.00"), euros("0.00"), euros("100.00"))
    assert [person.settled_wallet()["winning"] for person in people] == ["20.00", "30.00", "50.00"]


def test_a_match_that_is_cancelled_gives_all_fees_back_to_where_they_came_from(contests):
    match = contests.new_match()
    made = [contests.opened(match_id=match) for _ in range(3)]
    invitation = contests.admin.post(
        "/v1/invitations", {"max_uses": 1, "bonus": euros("6.00")}).expect(201)["code"]
    person = contests.platform.sign_up("bonus", invitation_code=invitation)
    person.confirm_address(contests.admin)
    person.receive(contests.admin, "24.00")
    eventually(lambda: person.wallet()["bonus"] == "6.00", "the bonus is there")
    for contest in made:
        contests.enter(contest, person)
    wallet = person.settled_wallet()
    assert (wallet["deposit"], wallet["bonus"]) == ("0.00", "0.00")
    assert contests.organizer.post(f"/v1/matches/{match}/cancel").expect(200)["status"] == "cancelled"
    for contest in made:
        now = contests.ended(contest)
        assert (now["status"], now["cancel_reason"], now["done"]) == ("cancelled", "match_cancelled", 1)
        contests.act(contest, "settle").expect(409, "wrong_state")
    wallet = person.settled_wallet()
    assert (wallet["deposit"], wallet["bonus"], wallet["winning"]) == ("24.00", "6.00", "0.00")

    def told():
        notes = contests.admin.all("/v1/notifications")
        return [note["kind"] for note in notes if note["user_id"] == person.id and note["kind"].startswith("contest")]

    assert eventually(lambda: len(told()) >= 3 and told(), "the news are there") == ["contest_refunded"] * 3


def test_the_clock_closes_contests_at_their_cut_off_and_starts_matches(contests):
    soon = time.time() + 3
    text = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(soon))
    match = contests.new_match(start_time=text)
    contest = contests.opened(match_id=match)
    person, late = contests.funded(), contests.funded()
    contests.enter(contest, person)
    eventually(lambda: contests.platform.get(f"/v1/matches/{match}").json["status"] == "live", "the match begins")
    eventually(lambda: contests.platform.get(f"/v1/contests/{contest}").json["status"] == "closed", "it is closed")
    late.post(f"/v1/contests/{contest}/entries").expect(409, "contest_not_open")
    contests.act(contest, "cancel").expect(202)
    assert contests.ended(contest)["cancel_reason"] == "organizer"
    assert person.settled_wallet()["deposit"] == "100.00"


STRUCTURES = {
    "a list of weights": ([50, 30, 20], "weights", ["50.00", "30.00", "20.00"]),
    "a list of objects": (
        [{"rank": 1, "percent": "60"}, {"rank": 2, "percent": "30"}, {"rank": 3, "percent": "10"}], "percentages",
        ["60.00", "30.00", "10.00"]),
    "percentages": ({"1": "50", "2": "30"}, "percentages", ["50.00", "30.00", "0.00"]),
    "fractions": ({"1": "0.5", "2": "0.3", "3": "0.2"}, "fractions", ["50.00", "30.00", "20.00"]),
    "ranges": ({"1": "50", "2-3": "25"}, "percentages", ["50.00", "25.00", "25.00"]),
    "amounts": ({"1": "60.00", "2": "20.00"}, "amounts", ["60.00", "20.00", "0.00"]),
}


@pytest.mark.parametrize("structure, form, prizes", STRUCTURES.values(), ids=STRUCTURES.keys())
def test_a_prize_structure_pays_what_it_says(contests, structure, form, prizes):
    promise = {"guaranteed": euros("80.00")} if form == "amounts" else {}
    contest = contests.opened(
        entry_fee=euros("25.00"), prize_structure=structure, commission_pct="0", max_players=4, **promise)
    now = contests.organizer.get(f"/v1/contests/{contest}").expect(200)
    assert (now["prize_form"], now["prize_structure"]) == (form, structure)
    people = [contests.funded("25.00") for _ in range(4)]
    entries = [contests.enter(contest, person) for person in people]
    contests.act(contest, "close").expect(200)
    contests.rank(contest, [(entry, number + 1) for number, entry in enumerate(entries)]).expect(200)
    settlement = contests.settled(contest)["settlement"]
    assert [person.settled_wallet()["winning"] for person in people[:3]] == prizes
    assert Decimal(settlement["prizes"]["amount"]) + Decimal(settlement["unawarded"]["amount"]) == 100


FAULTS = {
    "no match": ({"match_id": NOBODY}, "/match_id", "unknown_match"),
    "no fee": ({"entry_fee": euros("-1.00")}, "/entry_fee/amount", "not_positive"),
    "a float for a percentage": ({"commission_pct": 5}, "/commission_pct", "wrong_type"),
    "commission of all": ({"commission_pct": "100"}, "/commission_pct", "out_of_range"),
    "no place": ({"max_players": 0}, "/max_players", "too_small"),
    "no prize": ({"prize_structure": []}, "/prize_structure", "no_places"),
    "text for prizes": ({"prize_structure": "50"}, "/prize_structure", "wrong_type"),
    "a float for a weight": ({"prize_structure": [1.5]}, "/prize_structure/0", "wrong_type"),
    "a weight of nothing": ({"prize_structure": [1, 0]}, "/prize_structure/1", "not_positive"),
    "more than all": ({"prize_structure": {"1": "60", "2": "50"}}, "/prize_structure", "prizes_exceed_whole"),
    "a gap": ({"prize_structure": {"1": "60", "3": "10"}}, "/prize_structure/3", "place_missing"),
    "an overlap": ({"prize_structure": {"1-2": "30", "2": "10"}}, "/prize_structure/2", "place_repeated"),
    "more places than players": ({"prize_structure": {"1-101": "0.5"}}, "/prize_structure/1-101", "too_many_places"),
    "no such place": ({"prize_structure": {"first": "50"}}, "/prize_structure/first", "invalid_format"),
    "too many lines": ({"prize_structure": [1] * 201}, "/prize_structure", "too_many_items"),
    "an unknown field in a line": (
        {"prize_structure": [{"rank": 1, "weight": 1, "colour": "red"}]}, "/prize_structure/0/colour", "unknown_field"),
    "a cut-off after the start": ({"join_cutoff": "2099-01-01T00:00:00.000Z"}, "/join_cutoff", "cutoff_after_start"),
    "a cut-off that has passed": ({"join_cutoff": "2001-01-01T00:00:00.000Z"}, "/join_cutoff", "cutoff_not_in_future"),
    "a code of another kind": ({"code": "no spaces"}, "/code", "invalid_format"),
    "no such destination": ({"unfilled_prizes": "burn"}, "/unfilled_prizes", "unknown_value"),
}


@pytest.mark.parametrize("change, pointer, code", FAULTS.values(), ids=FAULTS.keys())
def test_what_cannot_be_a_contest_is_refused_by_name(contests, change, pointer, code):
    answer = contests.ask(**change)
    assert answer.status == 422, answer
    assert [(error["pointer"], error["code"]) for error in answer.json["errors"]] == [(pointer, code)]


def test_who_may_not_enter_pays_nothing(contests):
    contest = contests.opened(max_entries_per_user=2)
    contests.organizer.receive(contests.admin, "10.00")
    contests.organizer.post(f"/v1/contests/{contest}/entries").expect(403, "organizer_may_not_enter")
    person, poor = contests.funded(), contests.funded("9.99")
    poor.post(f"/v1/contests/{contest}/entries").expect(422, "insufficient_funds")
    contests.platform.request("POST", f"/v1/contests/{contest}/entries").expect(401, "unauthenticated")
    person.post(f"/v1/contests/{NOBODY}/entries").expect(404, "not_found")
    for status, code in ((201, None), (201, None), (409, "already_entered")):
        person.post(f"/v1/contests/{contest}/entries", {}).expect(status, code)
    frozen = contests.funded()
    contests.admin.post(f"/v1/users/{frozen.id}/freeze", {"reason": "for the test"}).expect(200)
    frozen.post(f"/v1/contests/{contest}/entries").expect(403, "account_frozen")
    assert person.settled_wallet()["deposit"] == "80.00" and poor.settled_wallet()["deposit"] == "9.99"
    assert contests.organizer.get(f"/v1/contests/{contest}").expect(200)["entries"] == 2
    scheduled = contests.ask().expect(201)["id"]
    person.post(f"/v1/contests/{scheduled}/entries").expect(409, "contest_not_open")


def test_nobody_else_acts_on_a_contest_or_promises_the_house_s_money(contests):
    contest, stranger = contests.opened(), contests.platform.sign_up("stranger")
    for action in ("open", "close", "settle", "cancel"):
        stranger.post(f"/v1/contests/{contest}/{action}").expect(403, "forbidden")
    stranger.put(f"/v1/contests/{contest}/scores", {"scores": []}).expect(403, "forbidden")
    stranger.put(f"/v1/contests/{contest}/ranks", {"ranks": []}).expect(403, "forbidden")
    for action in ("start", "finish", "cancel"):
        stranger.post(f"/v1/matches/{contests.match}/{action}").expect(403, "forbidden")
    contests.ask(stranger).expect(201)
    contests.ask(stranger, guaranteed=euros("1000.00")).expect(403, "forbidden")
    contests.ask(stranger, prize_structure={"1": euros("1000.00")}).expect(403, "forbidden")


def test_results_that_cannot_be_are_refused_and_change_nothing(contests):
    contest, other = contests.opened(), contests.opened()
    people = [contests.funded() for _ in range(3)]
    entries = [contests.enter(contest, person) for person in people]
    stranger = contests.enter(other, people[0])
    contests.score(contest, [(entries[0], 1)]).expect(409, "wrong_state")
    contests.act(contest, "settle").expect(409, "wrong_state")
    contests.act(contest, "close").expect(200)
    contests.act(contest, "settle").expect(409, "no_result")
    contests.score(contest, [(stranger, 1)]).expect(422, "unknown_entry")
    contests.score(contest, [(entries[0], 1), (entries[0], 2)]).expect(422, "repeated_entry")
    contests.rank(contest, [(stranger, 1)]).expect(422, "unknown_entry")
    contests.rank(contest, [(entries[0], 1), (entries[1], 1)]).expect(422, "rank_taken")
    contests.rank(contest, [(entries[0], 0)]).expect(422, "invalid_request")
    contests.score(contest, [(entries[0], "1.00001")]).expect(422, "invalid_request")
    contests.rank(contest, [(entries[0], 1), (entries[1], 3)]).expect(200)
    contests.act(contest, "settle").expect(409, "rank_missing")
    now = contests.organizer.get(f"/v1/contests/{contest}").expect(200)
    assert (now["status"], now["scored"], now["ranked"]) == ("closed", 0, 2)


@pytest.mark.parametrize("action, ending", [("settle", "settled"), ("cancel", "cancelled")])
@pytest.mark.parametrize("victim", ["betting", "wallet"])
def test_each_entry_is_paid_once_though_a_process_is_killed_meanwhile(contests, action, ending, victim):
    platform = contests.platform
    size, people = 240, [contests.funded("1000.00") for _ in range(8)]
    contest = contests.opened(
        max_players=size, max_entries_per_user=size, entry_fee=euros("1.01"), prize_structure={"1-200": "0.5"})

    def enter_all(number):
        return [contests.enter(contest, people[number]) for _ in range(size // len(people))]

    entries = [entry for entered in at_once(len(people), enter_all) for entry in entered]
    contests.act(contest, "close").expect(200)
    contests.score(contest, [(entry, number % 50) for number, entry in enumerate(entries)]).expect(200)
    before = [Decimal(person.settled_wallet()["available"]) for person in people]
    contests.act(contest, action).expect(202)
    platform.kill(victim)
    platform.start(victim)
    platform.wait_until_ready()
    ended = contests.ended(contest)
    assert (ended["status"], ended["done"]) == (ending, size)
    came = [Decimal(person.settled_wallet()["available"]) - was for person, was in zip(people, before)]
    listed = contests.organizer.all(f"/v1/contests/{contest}/entries")
    if action == "cancel":
        assert came == [Decimal("1.01") * (size // len(people))] * len(people)
        assert {entry["status"] for entry in listed} == {"refunded"}
    else:
        prizes = Decimal(ended["settlement"]["prizes"]["amount"])
        assert sum(came) == prizes == sum(Decimal(entry["prize"]["amount"]) for entry in listed)
        kept = sum(Decimal(ended["settlement"][name]["amount"]) for name in ("commission", "unawarded"))
        assert prizes + kept == Decimal(ended["settlement"]["pool"]["amount"])
