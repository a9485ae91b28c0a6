"""Documents that are sent page by page: whole or visibly not, in bounded memory, and only as long as one may see them."""

import csv
import http.client
import io
import json
import pathlib
import re
import signal
import socket
import sqlite3
import time
import uuid

import pytest

from platform_under_test import Platform, eventually

LINES = 60_000
PATH = "/v1/wallet/statement?format=csv"


@pytest.fixture(scope="module")
def library():
    """A platform of its own, whose wallet is killed."""
    platform = Platform()
    try:
        platform.up()
        yield platform
    finally:
        platform.down()
        platform.remove()


@pytest.fixture(scope="module")
def reader(library):
    """Somebody with a long history: a cent a time, written into the ledger while the wallet is stopped."""
    person = library.sign_up("player")
    person.receive(library.admin(), "10.00")
    library.kill("wallet", signal.SIGTERM)
    database = sqlite3.connect(library.home / "data" / "wallet.db")
    last, kind, entity, actor, at = database.execute(
        "SELECT number, kind, entity, actor, time FROM ledger_transactions ORDER BY number DESC LIMIT 1").fetchone()
    account, balance, currency = database.execute(
        "SELECT number, balance, currency FROM ledger_accounts WHERE owner = ? AND bucket = 'deposit'",
        [uuid.UUID(person.id).bytes]).fetchone()
    world, owed = database.execute(
        "SELECT number, balance FROM ledger_accounts WHERE owner_kind = 'world' AND currency = ?",
        [currency]).fetchone()
    numbers = range(1, LINES + 1)
    database.executemany(
        "INSERT INTO ledger_transactions (number, id, kind, entity, metadata, actor, causation, time)"
        " VALUES (?, ?, ?, ?, '{}', ?, 'test', ?)",
        ((last + i, uuid.UUID(f"019aa2f5-3c00-7000-8000-{i:012x}").bytes, kind, entity, actor, at) for i in numbers))
    for number, sign, start in [(account, 1, balance), (world, -1, owed)]:
        database.executemany(
            "INSERT INTO ledger_postings (transaction_number, account, amount, balance) VALUES (?, ?, ?, ?)",
            ((last + i, number, sign, start + sign * i) for i in numbers))
        database.execute(
            "UPDATE ledger_accounts SET balance = balance + ?, version = version + ? WHERE number = ?",
            [sign * LINES, LINES, number])
    database.commit()
    database.close()
    library.start("wallet")
    library.accept_ledger()
    return person


class Download:
    """A document that is taken as slowly as one likes."""

    def __init__(self, person, path=PATH):
        self.connection = http.client.HTTPConnection("127.0.0.1", person.platform.port, timeout=60)
        self.connection.connect()
        # What the system takes on the client's behalf is not what the client has read.
        self.connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 14)
        self.connection.request("GET", path, headers={"Authorization": f"Bearer {person.token}"})
        self.answer = self.connection.getresponse()

    def read(self, count=None):
        return self.answer.read(count) if count else self.answer.read()

    def close(self):
        self.answer.close()
        self.connection.close()


def resident(platform, service):
    status = pathlib.Path(f"/proc/{platform.pid(service)}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024


def figure(platform, name):
    found = re.search(rf"^{re.escape(name)} (\d+)$", platform.get("/metrics").body.decode(), re.MULTILINE)
    return int(found[1])


def ended(platform, how):
    return figure(platform, f'croupier_documents_total{{end="{how}"}}')


def test_a_long_document_is_whole_and_costs_the_gateway_a_page(library, reader):
    Download(reader).read()
    before, most, body = resident(library, "gateway"), 0, b""
    download = Download(reader)
    assert download.answer.status == 200
    assert download.answer.headers["Transfer-Encoding"] == "chunked"
    assert download.answer.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert download.answer.headers["Content-Disposition"] == 'attachment; filename="statement.csv"'
    while part := download.read(1 << 18):
        body += part
        most = max(most, resident(library, "gateway"))
    rows = list(csv.DictReader(io.StringIO(body.decode(), newline="")))
    assert len(rows) == LINES + 1
    assert [row["amount"] for row in rows] == ["10.00"] + ["0.01"] * LINES
    assert rows[-1]["balance"] == f"{10 + LINES / 100:.2f}"
    print(f"{len(body)} bytes, resident {before} and at most {most}")
    assert len(body) > 5_000_000 and most < before + 4_000_000


def test_the_formats_say_the_same(library, reader):
    player = library.sign_up("other")
    player.receive(library.admin(), "12.50")
    table = player.get(PATH)
    assert table.headers["Content-Length"]
    row, = csv.DictReader(io.StringIO(table.body.decode(), newline=""))
    line = player.get("/v1/wallet/statement?format=jsonl")
    assert line.headers["Content-Type"] == "application/jsonl"
    assert json.loads(line.body) == row
    item, = player.get("/v1/wallet/statement?format=json").expect(200)["items"]
    assert (item["amount"]["amount"], item["time"], item["id"]) == (row["amount"], row["time"], row["id"])
    assert row["amount"] == "12.50" and row["currency"] == "EUR"
    player.get("/v1/wallet/statement?format=xls").expect(422, "invalid_request")
    player.get(f"{PATH}&cursor=1.2").expect(422, "invalid_request")
    library.get(PATH).expect(401, "unauthenticated")
    head = library.request("HEAD", PATH, token=reader.token)
    assert (head.status, head.body) == (200, b"") and head.headers["Content-Type"].startswith("text/csv")


def test_pages_wait_for_a_client_that_takes_its_time(library, reader):
    download = Download(reader)
    download.read(1 << 16)
    # The system's own buffers fill, and then nothing is asked for any more.
    eventually(lambda: asked(library) == asked_a_second_later(library), "the gateway stops asking for pages")
    assert figure(library, "croupier_documents_open") == 1
    whole = ended(library, "whole")
    assert len(download.read().splitlines()) > LINES // 2
    eventually(lambda: ended(library, "whole") == whole + 1, "the document has been sent")


def asked(platform):
    """How much the gateway has of the document: what the wallet has read for it is in its processor time."""
    fields = pathlib.Path(f"/proc/{platform.pid('wallet')}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) // 10


def asked_a_second_later(platform):
    time.sleep(1)
    return asked(platform)


def test_a_client_that_goes_away_is_noticed(library, reader):
    before = ended(library, "abandoned")
    download = Download(reader)
    download.read(1 << 16)
    download.close()
    eventually(lambda: ended(library, "abandoned") == before + 1, "the gateway gives the document up")
    assert figure(library, "croupier_documents_open") == 0


def test_a_revoked_session_ends_its_document_visibly(library, reader):
    other = reader.again()
    before = ended(library, "cut")
    download = Download(other)
    download.read(1 << 16)
    other.delete("/v1/sessions/current").expect(200)
    with pytest.raises(http.client.IncompleteRead):
        download.read()
    assert ended(library, "cut") == before + 1


def test_only_a_few_documents_are_one_callers(library, reader):
    downloads = [Download(reader) for _ in range(4)]
    assert [download.answer.status for download in downloads] == [200] * 4
    fifth = reader.get(PATH)
    fifth.expect(503, "overloaded")
    assert fifth.headers["Retry-After"]
    reader.get("/v1/wallet/statement").expect(200)
    for download in downloads:
        download.close()
    eventually(lambda: figure(library, "croupier_documents_open") == 0, "the documents are given up")


def test_a_document_whose_service_dies_is_not_whole(library, reader):
    download = Download(reader)
    download.read(1 << 16)
    library.kill("wallet")
    try:
        with pytest.raises(http.client.IncompleteRead):
            download.read()
    finally:
        library.start("wallet")
        library.wait_until_ready()
    assert len(Download(reader).read().splitlines()) == LINES + 2


def spoken(platform, *lines, body=b""):
    """The status of the answer to a request of exactly these header lines."""
    head = [b"POST /v1/webhooks/deposits HTTP/1.1", b"Host: test", b"Connection: close", *lines]
    with socket.create_connection(("127.0.0.1", platform.port), timeout=20) as connection:
        connection.sendall(b"\r\n".join(head) + b"\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        received = b""
        while part := connection.recv(1 << 16):
            received += part
    return int(received.split()[1])


JSON = b"Content-Type: application/json"
STAMP = b"X-Croupier-Timestamp: 1800000000"


@pytest.mark.parametrize("lines, body, status", [
    ([b"Content-Type: text/plain", STAMP], b"{}", 415),
    ([STAMP], b"{}", 415),
    ([JSON, b"Content-Encoding: gzip", STAMP], b"{}", 415),
    ([JSON, JSON, STAMP], b"{}", 415),
    ([JSON, STAMP], b" " * 900_000, 413),
    ([JSON, STAMP, STAMP], b"{}", 400),
    ([JSON, STAMP, b"X-Croupier-Signature: \xff\xfe"], b"{}", 400),
    ([JSON, STAMP, b"X-Croupier-Signature: a\x01b"], b"{}", 400),
    ([JSON, STAMP, b"X-Croupier-Signature: a\x00b"], b"{}", 400),
    ([JSON, STAMP, b"X-Croupier-Signature : a"], b"{}", 400),
    ([JSON, STAMP], b"", 422),
])
def test_a_raw_body_or_header_that_is_wrong_is_refused_at_the_door(library, lines, body, status):
    assert spoken(library, *lines, body=body) == status
