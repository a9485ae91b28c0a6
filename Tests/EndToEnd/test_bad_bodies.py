"""Bodies and requests that are not JSON or not HTTP are refused as such, and nothing changes."""

import json

import pytest

from scene import conversation, stake


# Each is a bet that would be taken, spoilt in one way.
BET = b'{"play_id":"<play>","stake":{"amount":"1.00","currency":"EUR"}}'
NO_JSON = {
    "cut off": BET[:-1], "single quotes": BET.replace(b'"', b"'"), "a comment": BET + b" // no",
    "a comma too many": BET.replace(b"}}", b",}}"), "a comma too many at the end": BET[:-1] + b",}",
    "two commas": BET.replace(b",", b",,"), "no comma": BET.replace(b',"stake', b' "stake'),
    "two values": BET + b" {}", "a bare word": BET.replace(b'"1.00"', b"one"), "no number": BET.replace(b'"1.00"', b"NaN"),
    "a name twice": BET.replace(b"{", b'{"play_id":"x",', 1),
    "the same name twice, once escaped": BET.replace(b"{", b'{"\\u0070lay_id":"<play>",', 1),
    "no UTF-8": BET.replace(b"EUR", b"EU\xff"), "an overlong UTF-8 form": BET.replace(b"EUR", b"E\xc1\x95R"),
    "half a surrogate pair": BET.replace(b"EUR", b"EUR\\ud800"), "a zero byte": BET.replace(b"1.00", b"1.00\0"),
    "an unknown escape": BET.replace(b"EUR", b"\\EUR"), "a line break in a string": BET.replace(b"EUR", b"EUR\n"),
    "UTF-16": BET.decode().encode("utf-16"),
    "UTF-32": BET.decode().encode("utf-32-le"), "33 levels": b"[" * 33 + b"]" * 33, "100,000 levels": b'{"a":' * 100_000,
}


@pytest.mark.parametrize("raw", NO_JSON.values(), ids=NO_JSON.keys())
def test_what_is_not_json_is_malformed(unchanged, raw):
    path = f"/v1/events/{unchanged.event}/bets"
    raw = raw.replace(b"<play>", unchanged.play.encode())
    answer = unchanged.platform.request("POST", path, token=unchanged.player.token, raw=raw)
    answer.expect(400, "malformed_request")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "", "json"])
def test_a_body_that_does_not_say_it_is_json_is_refused(unchanged, kind):
    raw = unchanged.fill(json.dumps(stake("1.00"))).encode()
    path = f"/v1/events/{unchanged.event}/bets"
    answer = unchanged.platform.request(
        "POST", path, token=unchanged.player.token, raw=raw, headers={"Content-Type": kind})
    answer.expect(415, "unsupported_media_type")


def test_an_encoded_body_is_refused(unchanged):
    answer = unchanged.player.post(
        f"/v1/events/{unchanged.event}/bets", {}, headers={"Content-Encoding": "gzip"})
    answer.expect(415, "unsupported_media_type")


def test_a_body_over_the_limit_is_refused_before_it_is_read(unchanged):
    for length in (2**20 + 1, 2**40):
        head = (
            f"POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {unchanged.player.token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n")
        answer = conversation(unchanged.platform, head.encode() + b" " * 1000)
        assert answer.startswith(b"HTTP/1.1 413 ") and b'"content_too_large"' in answer


def test_a_body_in_chunks_is_held_to_the_limit_too(unchanged):
    head = (
        f"POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {unchanged.player.token}\r\n"
        "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    assert conversation(unchanged.platform, head.encode() + chunk * 17).startswith(b"HTTP/1.1 413 ")


NO_HTTP = {
    "no words": b"\r\n\r\n\r\nhello\r\n\r\n",
    "two lengths": b"POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
    "length and chunks":
        b"POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a huge header": b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 100_000 + b"\r\n\r\n",
    "a path out of the tree": b"GET /v1/../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
}


@pytest.mark.parametrize("sent", NO_HTTP.values(), ids=NO_HTTP.keys())
def test_what_is_not_http_is_refused_and_closed(unchanged, sent):
    answer = conversation(unchanged.platform, sent, seconds=20)
    assert answer == b"" or answer.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 431 ", b"HTTP/1.1 413 ")), answer[:200]


def test_paths_and_methods_that_are_not_there(unchanged):
    platform = unchanged.platform
    platform.get("/v1/nothing").expect(404, "not_found")
    platform.get("/v1/events/").expect(404, "not_found")
    answer = platform.request("PUT", "/v1/wallet", raw=b"{}")
    answer.expect(405, "method_not_allowed")
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    platform.request("GET", "/v1/events", raw=b"{}").expect(400, "malformed_request")
