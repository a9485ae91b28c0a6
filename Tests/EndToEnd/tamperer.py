"""Somebody who can write to a service's database and knows all of how it is made, but has none of its keys: whatever
hash takes no key is computed anew, counters are turned back, and the books are balanced."""

import hashlib
import re
import sqlite3


class Tamperer:
    def __init__(self, home, service):
        self.path = f"{home}/data/{service}.db"

    def __enter__(self):
        self.database = sqlite3.connect(self.path, isolation_level=None)
        self.triggers = self.database.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        self.database.execute("BEGIN")
        for name, _ in self.triggers:
            self.database.execute(f"DROP TRIGGER {name}")
        return self

    def __exit__(self, *_):
        for _, sql in self.triggers:
            self.database.execute(sql)
        self.database.execute("COMMIT")
        self.database.close()

    def one(self, sql, *values):
        return self.database.execute(sql, values).fetchone()[0]

    # A service's own events

    def last(self):
        return self.one("SELECT MAX(sequence) FROM runtime_events")

    def body(self, sequence):
        return self.one("SELECT body FROM runtime_events WHERE sequence = ?", sequence)

    def put(self, sequence, body):
        self.database.execute("UPDATE runtime_events SET body = ? WHERE sequence = ?", (body, sequence))

    def edit(self, sequence):
        self.put(sequence, another(self.body(sequence)))

    def swap(self, first, second):
        one, other = self.body(first), self.body(second)
        self.put(first, other)
        self.put(second, one)

    def delete(self, *sequences):
        for sequence in sequences:
            self.database.execute("DELETE FROM runtime_events WHERE sequence = ?", (sequence,))

    def cut(self, first):
        self.database.execute("DELETE FROM runtime_events WHERE sequence >= ?", (first,))

    def forge(self):
        last = self.last()
        body = re.sub(rb'"sequence":"\d+"', b'"sequence":"%019d"' % (last + 1), self.body(last))
        self.database.execute(
            "INSERT INTO runtime_events SELECT ?, link, ?, seal FROM runtime_events WHERE sequence = ?",
            (last + 1, body, last))

    def relink(self, is_head=False):
        """Makes all links fit. Who leaves the head as it is leaves a seal that is good."""
        link = bytes(32)
        for sequence, body in self.database.execute("SELECT sequence, body FROM runtime_events ORDER BY sequence").fetchall():
            link = hashlib.sha256(link + body).digest()
            self.database.execute("UPDATE runtime_events SET link = ? WHERE sequence = ?", (link, sequence))
        if is_head:
            self.database.execute("UPDATE runtime_self SET head_sequence = ?, head_link = ?", (self.last(), link))

    # The wallet's books

    def enrich(self, deposit, units):
        """Makes a deposit larger, with all that follows from it in the books and in the events that told of it."""
        user, currency, number, day = self.database.execute(
            "SELECT user, currency, credit, day FROM deposits WHERE id = ?", (deposit,)).fetchone()
        self.database.execute(
            "UPDATE deposits SET amount = amount + ?, credited = credited + ? WHERE id = ?", (units, units, deposit))
        self.database.execute(
            "UPDATE usage SET deposit = deposit + ? WHERE user = ? AND currency = ? AND day = ?",
            (units, user, currency, day))
        self.database.execute(
            "UPDATE outside_entries SET amount = amount + iif(amount > 0, ?1, -?1) WHERE transaction_number = ?2",
            (units, number))
        for account, amount in self.database.execute(
                "SELECT account, amount FROM ledger_postings WHERE transaction_number = ?", (number,)).fetchall():
            more = units if amount > 0 else -units
            self.database.execute(
                "UPDATE ledger_postings SET amount = amount + ? WHERE account = ? AND transaction_number = ?",
                (more, account, number))
            self.database.execute(
                "UPDATE ledger_postings SET balance = balance + ? WHERE account = ? AND transaction_number >= ?",
                (more, account, number))
            self.database.execute("UPDATE ledger_accounts SET balance = balance + ? WHERE number = ?", (more, account))

    def forge_adjustment(self, user, units):
        """Puts one more adjustment behind the ledger's last transaction, a copy of one that an admin made, and moves the
        balances with it."""
        former = self.one("SELECT MAX(number) FROM ledger_transactions WHERE kind = 'adjustment'")
        number = 1 + self.one("SELECT MAX(number) FROM ledger_transactions")
        self.database.execute(
            "INSERT INTO ledger_transactions (number, id, kind, entity, metadata, actor, causation, time, seal)"
            " SELECT ?, randomblob(16), kind, ?, metadata, actor, causation,"
            " (SELECT MAX(time) FROM ledger_transactions), seal FROM ledger_transactions WHERE number = ?",
            (number, f"user/{user}", former))
        self.database.execute(
            "INSERT INTO transaction_reasons SELECT ?, reason FROM transaction_reasons WHERE number = ?", (number, former))
        for account, amount in self.database.execute(
                "SELECT account, amount FROM ledger_postings WHERE transaction_number = ?", (former,)).fetchall():
            more = units if amount > 0 else -units
            self.database.execute(
                "UPDATE ledger_accounts SET balance = balance + ?, version = version + 1 WHERE number = ?",
                (more, account))
            self.database.execute(
                "INSERT INTO ledger_postings SELECT ?, number, ?, balance FROM ledger_accounts WHERE number = ?",
                (number, more, account))
        return number

    def told(self, subject):
        """The numbers of the events about something."""
        pattern = f'%"subject":"{subject}"%'
        rows = self.database.execute(
            "SELECT sequence FROM runtime_events WHERE CAST(body AS TEXT) LIKE ? ORDER BY sequence", (pattern,))
        return [row[0] for row in rows.fetchall()]

    def replace(self, sequence, old, new):
        body = self.body(sequence)
        assert old in body
        self.put(sequence, body.replace(old, new))

    # The log

    def leaf(self, source, sequence):
        return self.one("SELECT leaf FROM log WHERE source = ? AND sequence = ?", source, sequence)

    def move(self, first, second):
        for table in ("entries", "bodies"):
            for before, after in ((first, -1), (second, first), (-1, second)):
                self.database.execute(f"UPDATE {table} SET leaf = ? WHERE leaf = ?", (after, before))

    def edit_leaf(self, leaf):
        """An event of the log becomes another one, and the whole tree is made to fit."""
        body = self.one("SELECT body FROM log WHERE leaf = ?", leaf)
        self.database.execute("UPDATE bodies SET body = ? WHERE leaf = ?", (another(body), leaf))
        self.rehash()

    def strip(self):
        """Takes every seal of the log away, as if there had never been any."""
        self.database.execute("UPDATE entries SET seal = NULL")
        self.database.execute("DELETE FROM log_head")

    def rehash(self):
        """Computes every source's links, every leaf, every subtree and the root."""
        links = {}
        rows = self.database.execute("SELECT leaf, source, body FROM log ORDER BY source, sequence").fetchall()
        for leaf, source, body in rows:
            links[source] = hashlib.sha256(links.get(source, bytes(32)) + body).digest()
            self.database.execute("UPDATE entries SET link = ? WHERE leaf = ?", (links[source], leaf))
        level = [hashlib.sha256(b"\0" + body).digest() for _, _, body in sorted(rows)]
        size, number, peaks = len(level), 0, []
        self.database.execute("DELETE FROM nodes")
        while level:
            for position, node in enumerate(level):
                self.database.execute("INSERT INTO nodes VALUES (?, ?, ?)", (number, position, node))
            if len(level) % 2:
                peaks.insert(0, level.pop())
            level = [hashlib.sha256(b"\1" + level[i] + level[i + 1]).digest() for i in range(0, len(level), 2)]
            number += 1
        root = peaks[-1]
        for peak in reversed(peaks[:-1]):
            root = hashlib.sha256(b"\1" + peak + root).digest()
        self.database.execute("UPDATE tree SET size = ?, peaks = ?, root = ?", (size, b"".join(peaks), root))


def another(body):
    """An event as it might have been written a little later."""
    return re.sub(rb'(\d)Z"', lambda found: b'%dZ"' % ((int(found[1]) + 1) % 10), body)
