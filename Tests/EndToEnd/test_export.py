"""The log as a document: whole, provable, and visibly broken where it is."""

import json

import pytest

from audit_log import wait_until_complete
from kept_proofs import Export, bytes_of

JSONL = "application/jsonl"


@pytest.fixture(scope="module")
def key(platform):
    found, = [item["verifier_key"] for item in platform.get("/v1/audit/keys").expect(200)["items"]
              if item["purpose"] == "log"]
    return found


@pytest.fixture(scope="module")
def scenes(platform, admin):
    """Enough of a log for several pages."""
    people = [platform.sign_up(f"player{number}") for number in range(20)]
    for person in people:
        for number in range(4):
            person.receive(admin, f"{number + 1}.00")
    wait_until_complete(platform, admin)
    return people


@pytest.fixture(scope="module")
def document(admin, scenes):
    answer = admin.get("/v1/audit/export")
    assert answer.status == 200 and answer.headers["Content-Type"] == JSONL
    assert answer.headers["Content-Disposition"] == 'attachment; filename="audit-events.jsonl"'
    return answer.body


def test_the_whole_log_is_proved_to_be_whole(document, key):
    export = Export(document, key)
    assert len(export.events) > 200
    export.check_complete()
    assert export.head["filters"] == {}


def test_a_part_holds_what_the_search_finds(admin, document, key, scenes):
    actor = scenes[0].actor
    query = f"actor={actor}&action=wallet.&source=wallet"
    export = Export(admin.get(f"/v1/audit/export?{query}").body, key)
    assert export.head["filters"] == {"actor": actor, "action": "wallet.", "source": "wallet"}
    found = admin.all(f"/v1/audit/events?{query}")
    assert [event["index"] for event in export.events] == sorted(entry["index"] for entry in found)
    assert len(export.events) == 4
    assert {json.loads(bytes_of(event))["actor"] for event in export.events} == {actor}
    grave = Export(admin.get("/v1/audit/export?severity_at_least=critical").body, key)
    assert {json.loads(bytes_of(event))["severity"] for event in grave.events} == {"critical"}
    assert Export(admin.get(f"/v1/audit/export?entity_id={actor}").body, key).events == []


@pytest.mark.parametrize("spoil", [
    lambda lines: lines[:-1],
    lambda lines: lines[:-20],
    lambda lines: lines[:5] + lines[6:],
    lambda lines: lines[:5] + [lines[6], lines[5]] + lines[7:],
    lambda lines: lines[:5] + [lines[5]] + lines[5:],
    lambda lines: lines[1:],
    lambda lines: lines[:5] + [lines[5].replace(b'"sequence":', b'"sequence":1')] + lines[6:],
    lambda lines: lines[:-1] + [lines[-1][:-10]],
], ids=["no end", "cut off", "one missing", "two swapped", "one twice", "no head", "one changed", "a torn end"])
def test_an_export_that_was_spoiled_shows_it(document, key, spoil):
    spoiled = b"".join(spoil(document.splitlines(keepends=True)))
    with pytest.raises((AssertionError, ValueError, KeyError)):
        Export(spoiled, key)


def test_bad_parameters_are_refused_by_name(admin, scenes, platform):
    for query, pointer in [
        ("severity=loud", "/severity"), ("trace_id=xyz", "/trace_id"), ("actor=zebra", "/actor"),
        ("from=2031-01-01T00:00:00Z&to=2030-01-01T00:00:00Z", "/to"), ("source=moon", "/source"),
        ("from=yesterday", "/from"), ("unknown=1", "/unknown"), ("cursor=1.2.3.4.5", "/cursor"), ("limit=3", "/limit"),
    ]:
        answer = admin.get(f"/v1/audit/export?{query}")
        answer.expect(422, "invalid_request")
        assert [error["pointer"] for error in answer.json["errors"]] == [pointer], query
    for query, pointer in [
        ("trace_id=xyz", "/trace_id"), ("actor=zebra", "/actor"), ("severity_at_least=loud", "/severity_at_least"),
        ("from=2031-01-01T00:00:00Z&to=2030-01-01T00:00:00Z", "/to"), ("cursor=zebra", "/cursor"), ("limit=0", "/limit"),
    ]:
        answer = admin.get(f"/v1/audit/events?{query}")
        answer.expect(422, "invalid_request")
        assert [error["pointer"] for error in answer.json["errors"]] == [pointer], query
    scenes[0].get("/v1/audit/export").expect(403, "forbidden")
    platform.get("/v1/audit/export").expect(401, "unauthenticated")
