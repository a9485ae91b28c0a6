"""Raffles over HTTP, from the draft to the end of their sales: by the rules, by those who may, and once each."""

import datetime
import uuid

import pytest

from platform_under_test import eventually


def patch(person, path, body):
    return person.platform.request("PATCH", path, body, token=person.token)


def at(**ahead):
    return (datetime.datetime.now(datetime.UTC) + datetime.timedelta(**ahead)).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def eur(amount):
    return {"amount": amount, "currency": "EUR"}


@pytest.fixture(scope="module")
def world(admin):
    state = admin.post("/v1/jurisdictions", {
        "name": "Raffleland", "code": "R" + uuid.uuid4().hex[:12].upper(), "type": "state", "country": "US"}).expect(201)
    admin.put(f"/v1/jurisdictions/{state['id']}/regulations", {"max_prize_value": eur("1000.00"), "max_ticket_price": eur("4.00")}).expect(200)
    licence = {"license_number": "7", "issuing_authority": "The board", "issue_date": "2020-01-01T00:00:00Z"}
    permit = admin.post("/v1/licences", {"license_type": "venue_permit", **licence}).expect(201)
    gaming = admin.post("/v1/licences", {"license_type": "charitable_gaming", **licence}).expect(201)
    venue = admin.post("/v1/venues", {"jurisdiction_id": state["id"], "name": "Hall", "venue_permit_id": permit["id"]}).expect(201)
    club = admin.post("/v1/organizations", {
        "name": "Club", "organization_type": "club", "gaming_license_id": gaming["id"], "primary_venue_id": venue["id"]}).expect(201)
    package = admin.post("/v1/ticket-packages", {
        "organization_id": club["id"], "name": "Three", "ticket_count": 3, "price": eur("10.00")}).expect(201)
    return {"state": state, "venue": venue, "club": club, "package": package, "permit": permit}


@pytest.fixture(scope="module")
def organizer(platform, admin, world):
    person = platform.sign_up("organizer")
    admin.post(f"/v1/users/{person.id}/roles", {"role": "organizer", "organization_id": world["club"]["id"]}).expect(200)
    return person.again()


def draft(person, world, tickets=50, **other):
    return person.post("/v1/raffles", {
        "name": "Night", "currency": "EUR", "organization_id": world["club"]["id"], "venue_id": world["venue"]["id"],
        "max_tickets": tickets, "sales_start_time": at(seconds=30), "sales_end_time": at(hours=20), "draw_time": at(hours=21), **other}).expect(201)


def configured(person, world, tickets=50, **other):
    raffle = draft(person, world, tickets, **other)
    path = f"/v1/raffles/{raffle['id']}"
    person.post(path + "/packages", {"ticket_package_id": world["package"]["id"]}).expect(201)
    person.post(path + "/prizes", {"name": "Half", "prize_type": "percentage", "percentage": "50", "guaranteed_minimum": eur("100")}).expect(201)
    person.post(path + "/configure").expect(202)
    eventually(lambda: person.get(path).expect(200)["state"] == "configured", "the raffle is configured")
    return path


def test_an_organizer_runs_the_clubs_raffle_and_nobody_elses(platform, admin, organizer, world):
    path = configured(organizer, world, tickets=9000)
    stranger = platform.sign_up("stranger")
    platform.get(path).expect(404, "not_found")
    stranger.post(path + "/activate").expect(403, "forbidden")
    raffle = organizer.post(path + "/activate").expect(200)
    assert (raffle["state"], raffle["configured_tickets"]) == ("active", 9000)
    assert platform.get(path).expect(200) == raffle
    assert [one["price"] for one in platform.get(path + "/packages").expect(200)["items"]] == [eur("10.00")]
    assert [one["guaranteed_minimum"] for one in platform.get(path + "/prizes").expect(200)["items"]] == [eur("100.00")]
    patch(organizer, path, {"max_tickets": 10}).expect(409, "fixed")
    patch(organizer, path, {"sales_end_time": at(hours=30)}).expect(409, "fixed")
    organizer.post(path + "/prizes", {"name": "x", "prize_type": "fixed", "value": eur("1")}).expect(409, "fixed")
    organizer.post(path + "/suspend", {"reason": "a doubt"}).expect(200)
    organizer.post(path + "/suspend", {"reason": "again"}).expect(409, "wrong_state")
    assert organizer.post(path + "/resume").expect(200)["state"] == "active"
    assert organizer.post(path + "/close-sales").expect(200)["state"] == "sales_closed"
    organizer.post(path + "/activate").expect(409, "wrong_state")
    types = [one["type"] for one in organizer.all(path.replace("/v1/raffles", "/v1/changes/raffle"))]
    assert types.count("raffle.raffle-moved") == 5 and types[-1] == "raffle.raffle-created"
    stranger.get(path.replace("/v1/raffles", "/v1/changes/raffle")).expect(403, "forbidden")


def test_activation_names_every_rule_that_is_broken(admin, organizer, world):
    raffle = draft(organizer, world)
    path = f"/v1/raffles/{raffle['id']}"
    organizer.post(path + "/configure").expect(202)
    eventually(lambda: organizer.get(path).expect(200)["state"] == "configured", "the raffle is configured")
    patch(admin, f"/v1/licences/{world['permit']['id']}", {"status": "suspended"}).expect(200)
    refused = organizer.post(path + "/activate")
    refused.expect(422, "rules_broken")
    patch(admin, f"/v1/licences/{world['permit']['id']}", {"status": "active"}).expect(200)
    assert [one["code"] for one in refused.json["errors"]] == ["prizes_missing", "packages_missing", "venue_permit_invalid"]
    large = organizer.post(path + "/prizes", {"name": "x", "prize_type": "fixed", "value": eur("1000.01")})
    large.expect(422, "rules_broken")
    assert [one["code"] for one in large.json["errors"]] == ["prize_too_large"]
    dear = organizer.post("/v1/ticket-packages", {
        "organization_id": world["club"]["id"], "name": "Dear", "ticket_count": 1, "price": eur("4.01")}).expect(201)
    organizer.post(path + "/packages", {"ticket_package_id": dear["id"]}).expect(422, "rules_broken")
    assert organizer.get(path + "/packages").expect(200)["items"] == []


def test_prices_are_scheduled_and_none_is_lost(organizer, world):
    package = organizer.post("/v1/ticket-packages", {
        "organization_id": world["club"]["id"], "name": "Early", "ticket_count": 5, "price": eur("5.00"),
        "scheduled_prices": [{"price": eur("9.00"), "starts_at": at(days=1)}]}).expect(201)
    path = f"/v1/ticket-packages/{package['id']}"
    assert [one["price"] for one in package["scheduled_prices"]] == [eur("9.00")]
    changed = patch(organizer, path, {"price": eur("6.00"), "scheduled_prices": []}).expect(200)
    assert (changed["price"], changed["scheduled_prices"]) == (eur("6.00"), [])
    prices = organizer.get(path + "/prices").expect(200)["items"]
    assert [(one["price"]["amount"], bool(one.get("withdrawn_at"))) for one in prices] == [("6.00", False), ("9.00", True), ("5.00", False)]


def test_tickets_are_set_apart_voided_and_counted(organizer, world):
    path = configured(organizer, world)
    ranges = path + "/allocations"
    reserve = organizer.post(ranges, {"kind": "reserve", "start_number": 1, "end_number": 10}).expect(201)
    organizer.post(ranges, {"kind": "online", "start_number": 10, "end_number": 20}).expect(409, "ranges_overlap")
    organizer.post(ranges, {"kind": "online", "start_number": 20, "end_number": 10}).expect(422, "out_of_range")
    organizer.post(ranges, {"kind": "online", "start_number": 40, "end_number": 51}).expect(422, "out_of_range")
    organizer.post(f"/v1/allocations/{reserve['id']}/deallocate").expect(200)
    organizer.post(f"/v1/allocations/{reserve['id']}/deallocate").expect(409, "wrong_state")
    ticket = organizer.get(path + "/tickets?draw_number=7").expect(200)["items"][0]
    assert organizer.get(f"/v1/tickets/{ticket['id']}").expect(200) == ticket
    void = organizer.post(f"/v1/tickets/{ticket['id']}/void", {"reason": "torn"}).expect(200)
    assert (void["state"], void["voided_reason"]) == ("voided", "torn")
    organizer.post(f"/v1/tickets/{ticket['id']}/void", {"reason": "torn"}).expect(409, "wrong_state")
    counts = organizer.get(path + "/ticket-counts").expect(200)
    assert (counts["total"], counts["available"], counts["voided"]) == (50, 49, 1)


def test_sales_close_by_the_clock(organizer, world):
    path = configured(organizer, world, sales_start_time=at(seconds=2), sales_end_time=at(seconds=6), draw_time=at(seconds=6))
    organizer.post(path + "/activate").expect(200)
    eventually(lambda: organizer.get(path).expect(200)["state"] == "sales_closed", "sales are closed")


def test_a_raffle_that_is_called_off_leaves_no_ticket_that_counts(organizer, world):
    path = configured(organizer, world, tickets=9000)
    organizer.post(path + "/cancel").expect(422, "invalid_request")
    assert organizer.post(path + "/cancel", {"reason": "rain"}).expect(200)["cancellation_reason"] == "rain"
    eventually(lambda: organizer.get(path + "/ticket-counts").expect(200)["voided"] == 9000, "all tickets are void")
    for action in ("configure", "activate", "resume", "close-sales"):
        organizer.post(f"{path}/{action}").expect(409, "wrong_state")


def test_the_making_of_tickets_survives_the_death_of_the_process(platform, organizer, world):
    raffle = draft(organizer, world, tickets=400_000)
    path = f"/v1/raffles/{raffle['id']}"
    organizer.post(path + "/configure").expect(202)
    platform.kill("raffle")
    platform.start("raffle")
    platform.wait_until_ready()
    eventually(lambda: organizer.get(path).expect(200)["state"] == "configured", "the raffle is configured", 60)
    assert organizer.get(path + "/ticket-counts").expect(200)["available"] == 400_000
    organizer.post(path + "/configure").expect(409, "wrong_state")
