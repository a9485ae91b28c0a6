"""The world that raffles are licensed in, over HTTP: made by an admin, seen by an organization's own people, never gone without a trace."""

import uuid

import pytest

from platform_under_test import eventually


def patch(person, path, body):
    return person.platform.request("PATCH", path, body, token=person.token)


def code():
    return "T" + uuid.uuid4().hex[:12].upper()


@pytest.fixture(scope="module")
def world(platform, admin):
    """A jurisdiction with one below it, a venue with its permit, an organization with its licence."""
    country = admin.post("/v1/jurisdictions", {"name": "Testland", "code": code(), "type": "country", "country": "US"}).expect(201)
    state = admin.post("/v1/jurisdictions", {
        "name": "Teststate", "code": code(), "type": "state", "country": "US", "parent_jurisdiction_id": country["id"]}).expect(201)
    licence = {"license_number": "7", "issuing_authority": "The board", "issue_date": "2020-01-01T00:00:00Z"}
    permit = admin.post("/v1/licences", {"license_type": "venue_permit", **licence}).expect(201)
    gaming = admin.post("/v1/licences", {"license_type": "charitable_gaming", **licence}).expect(201)
    address = admin.post("/v1/addresses", {
        "address_type": "physical", "street_line_1": "1 Quay", "city": "Cork", "state_province": "Munster",
        "postal_code": "T12", "country": "IE"}).expect(201)
    contact = admin.post("/v1/contacts", {"contact_type": "primary", "name": "Ada", "phone": "+353861234567"}).expect(201)
    venue = admin.post("/v1/venues", {
        "jurisdiction_id": state["id"], "name": "Hall", "venue_permit_id": permit["id"], "time_zone": "Europe/Dublin",
        "physical_address_id": address["id"], "primary_contact_id": contact["id"], "capacity": 500}).expect(201)
    club = admin.post("/v1/organizations", {
        "name": "Club", "organization_type": "nonprofit", "tax_id_number": "12-3", "gaming_license_id": gaming["id"],
        "primary_venue_id": venue["id"]})
    made = club.expect(201)
    assert club.headers["Location"] == f"/v1/organizations/{made['id']}"
    return {"country": country, "state": state, "permit": permit, "gaming": gaming, "venue": venue, "club": made, "contact": contact}


def test_each_part_is_read_back_as_it_was_made(admin, world):
    for kind, key in [("jurisdictions", "state"), ("venues", "venue"), ("organizations", "club"), ("licences", "gaming"), ("contacts", "contact")]:
        assert admin.get(f"/v1/{kind}/{world[key]['id']}").expect(200) == world[key]
        assert world[key] in admin.all(f"/v1/{kind}")
    venues = admin.get(f"/v1/organizations/{world['club']['id']}/venues").expect(200)["items"]
    assert [(one["venue_id"], one["relationship_type"]) for one in venues] == [(world["venue"]["id"], "primary")]


def test_rules_have_versions_of_which_the_latest_is_in_force(admin, world):
    path = f"/v1/jurisdictions/{world['state']['id']}"
    money = {"amount": "10000.00", "currency": "EUR"}
    first = admin.put(path + "/regulations", {"max_prize_value": money}).expect(200)
    second = admin.put(path + "/regulations", {"max_event_duration_hours": 48, "claim_period_days": 90}).expect(200)
    assert (first["version"], first["data_retention_years"], second["version"]) == (1, 7, 2)
    assert admin.get(path).expect(200)["current_regulations_id"] == second["id"]
    assert admin.get(path + "/regulations").expect(200)["items"] == [second, first]
    settings = admin.put(f"/v1/organizations/{world['club']['id']}/settings", {"max_concurrent_events": 3}).expect(200)
    assert (settings["version"], settings["default_revenue_calculation_method"]) == (1, "gross_revenue")


def test_an_organizations_people_see_it_and_nobody_elses(platform, admin, world):
    seller, stranger = platform.sign_up("seller"), platform.sign_up("stranger")
    path = f"/v1/organizations/{world['club']['id']}"
    seller.get(path).expect(403, "forbidden")
    admin.post(f"/v1/users/{seller.id}/roles", {"role": "seller", "organization_id": world["club"]["id"]}).expect(200)
    seller = seller.again()
    assert seller.get(path).expect(200)["name"] == "Club"
    assert [one["id"] for one in seller.get("/v1/organizations").expect(200)["items"]] == [world["club"]["id"]]
    assert seller.get(f"/v1/venues/{world['venue']['id']}").expect(200) == world["venue"]
    patch(seller, path, {"name": "Mine"}).expect(403, "forbidden")
    stranger.get(path).expect(403, "forbidden")
    other = admin.post("/v1/organizations", {"name": "Other", "organization_type": "charity"}).expect(201)
    seller.get(f"/v1/organizations/{other['id']}").expect(403, "forbidden")
    eventually(
        lambda: [one["user_id"] for one in admin.get(path + "/people").expect(200)["items"]] == [seller.id],
        "the raffle service hears of the role")


def test_attributes_are_typed_and_every_change_is_history(admin, world):
    element = f"organization/{world['club']['id']}"
    path = f"/v1/attributes/{element}/parking_spaces"
    admin.put(path, {"attribute_value": "many", "data_type": "number"}).expect(422, "wrong_value")
    admin.put(path, {"attribute_value": "100", "data_type": "number"}).expect(200)
    admin.put(path, {"attribute_value": "120", "data_type": "number"}).expect(200)
    assert admin.get(path).expect(200)["attribute_value"] == "120"
    assert [one["attribute_name"] for one in admin.get(f"/v1/attributes/{element}").expect(200)["items"]] == ["parking_spaces"]
    admin.delete(path).expect(200)
    admin.get(path).expect(404, "not_found")
    changes = [one for one in admin.all(f"/v1/changes/{element}") if one["type"] == "raffle.attribute-changed"]
    values = [[(one["data"].get(side) or {}).get("attribute_value") for side in ("before", "after")] for one in changes]
    assert values == [["120", None], ["100", "120"], [None, "100"]]
    assert all(one["actor"] == f"user:{admin.id}" for one in changes)


def test_what_is_wrong_is_refused_and_named(admin, world):
    state, venue, club = world["state"], world["venue"], world["club"]
    again = {"name": "x", "code": state["code"].lower().upper(), "type": "state", "country": "US"}
    admin.post("/v1/jurisdictions", again).expect(409, "code_taken")
    refused = patch(admin, f"/v1/jurisdictions/{world['country']['id']}", {"parent_jurisdiction_id": state["id"]})
    refused.expect(422, "cyclic_hierarchy")
    assert refused.json["errors"][0]["pointer"] == "/parent_jurisdiction_id"
    admin.post("/v1/venues", {"jurisdiction_id": str(uuid.uuid4()), "name": "x"}).expect(422, "unknown_jurisdiction")
    admin.post("/v1/venues", {"jurisdiction_id": state["id"], "name": "x", "time_zone": "Mars/Olympus"}).expect(422, "unknown_time_zone")
    admin.post("/v1/venues", {"jurisdiction_id": state["id"], "name": ""}).expect(422, "invalid_request")
    admin.post("/v1/organizations", {"name": "x", "organization_type": "club", "gaming_license_id": world["gaming"]["id"]}).expect(
        409, "licence_taken")
    admin.delete(f"/v1/contacts/{world['contact']['id']}").expect(409, "in_use")
    admin.delete(f"/v1/organizations/{club['id']}/venues/{uuid.uuid4()}").expect(404, "not_found")
    patch(admin, f"/v1/venues/{venue['id']}", {"parent_venue_id": venue["id"]}).expect(422, "cyclic_hierarchy")
    assert patch(admin, f"/v1/licences/{world['permit']['id']}", {"status": "suspended"}).expect(200)["status"] == "suspended"
    assert patch(admin, f"/v1/licences/{world['permit']['id']}", {"status": "active"}).expect(200)["status"] == "active"
