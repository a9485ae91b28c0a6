"""Betting and the wallet keep two books of one money. What is changed in one of them behind both their backs is named."""

import sqlite3

import pytest

from audit_log import wait_until_complete
from platform_under_test import Platform, eventually
from tamperer import Tamperer


@pytest.fixture(scope="module")
def platform():
    platform = Platform()
    try:
        platform.up()
        yield platform
    finally:
        platform.down()
        platform.remove()


def stakes(admin):
    items = admin.get("/v1/audit/checks").expect(200)["items"]
    return next((item for item in items if (item["service"], item.get("name")) == ("betting", "stakes")), None)


def check(admin):
    """Has betting check its stakes, and waits for the end of it."""
    before = eventually(lambda: stakes(admin), "audit knows of the check").get("finished_at")
    admin.post("/v1/audit/checks", {"service": "betting", "check": "books"}).expect(202)

    def ended():
        now = stakes(admin)
        return now if now["state"] in ("finished", "failed") and now["finished_at"] != before else None

    return eventually(ended, "the check has run")


def test_a_stake_that_was_edited_is_named_with_its_bet_and_once_it_is_put_right_no_more(platform):
    admin = platform.admin()
    player, organizer = platform.sign_up("player"), platform.sign_up("organizer")
    player.receive(admin, "50.00")
    settled, plays = organizer.make_event(["Ann", "Ben"], takeout="5")
    player.bet(settled, plays["Ann"], "10.00").expect(201)
    player.bet(settled, plays["Ben"], "20.00").expect(201)
    organizer.settle(settled, {plays["Ann"]: 1, plays["Ben"]: 2})
    event, plays = organizer.make_event(["Ann", "Ben"])
    bet = player.bet(event, plays["Ann"], "3.00").expect(201)["id"]

    sound = check(admin)
    assert (sound["state"], sound["violations"], sound["found"], sound["checked"]) == ("finished", 0, [], 3)

    with Tamperer(platform.home, "betting") as tamperer:
        tamperer.database.execute("UPDATE bet SET stake = stake + 100 WHERE stake = 300")
    found = check(admin)
    assert found["state"] == "finished" and found["violations"] == 2
    assert all(text.startswith(f"bet/{bet}: ") for text in found["found"])
    assert "is of 3.00 EUR, the stake of 4.00 EUR" in found["found"][0]
    wait_until_complete(platform, admin)
    alarms = admin.all("/v1/audit/events?severity=critical&source=betting")
    assert [alarm["type"] for alarm in alarms] == ["runtime.check-violated"]

    with Tamperer(platform.home, "betting") as tamperer:
        tamperer.database.execute("UPDATE bet SET stake = stake - 100 WHERE stake = 400")
    assert check(admin)["found"] == []

    with sqlite3.connect(f"{platform.home}/data/betting.db") as database:
        assert database.execute("SELECT state, violations FROM runtime_checks").fetchall() == [("finished", 0)]
