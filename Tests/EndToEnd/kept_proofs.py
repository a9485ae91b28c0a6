"""Checks what people keep of the log (receipts and exports) from the text itself and a published key, and nothing else."""

import base64
import json
from hashlib import sha256

from log_proofs import COSIGNATURE, NOTE, Checkpoint, key_hash, leaf, node, root_of


def signed_head(note, verifier_key, witness_key=None):
    """A checkpoint that the log, and the witness where one is named, has signed."""
    checkpoint = Checkpoint(note)
    for text, kind in [(verifier_key, NOTE), (witness_key, COSIGNATURE)]:
        if text is None:
            continue
        name, hashed, key = text.split("+", 2)
        key = base64.b64decode(key, validate=True)
        assert key[0] == kind and key_hash(name, kind, key[1:]).hex() == hashed
        assert checkpoint.time_signed_by(name, kind, key[1:]) is not None, f"{name} has not signed this"
        assert kind == COSIGNATURE or checkpoint.origin == name
    return checkpoint


def check_proof(text, body, verifier_key, witness_key=None):
    """A tlog-proof holds for these bytes; answers with the index that they have in the log."""
    head, _, note = text.partition("\n\n")
    first, index, *path = head.splitlines()
    assert first == "c2sp.org/tlog-proof@v1"
    index, checkpoint = int(index.removeprefix("index ")), signed_head(note, verifier_key, witness_key)
    path = [base64.b64decode(line, validate=True) for line in path]
    assert index < checkpoint.size and root_of(body, index, checkpoint.size, path) == checkpoint.root
    return index


def bytes_of(event):
    """An exported event's bytes; None where they are not kept any more."""
    if "body_base64" in event:
        return base64.b64decode(event["body_base64"])
    return None if event["body"] is None else event["body"].encode()


class Export:
    """An export that is whole and true; anything else is an assertion's failure."""

    def __init__(self, document, verifier_key):
        lines = document.splitlines(keepends=True)
        head, end = json.loads(lines[0]), json.loads(lines[-1])
        assert head["croupier_export"] == 1 and "end" in end, "it does not begin or end as an export does"
        chain = bytes(32)
        for line in lines[:-1]:
            chain = sha256(chain + line).digest()
        self.head, self.events = head, [json.loads(line) for line in lines[1:-1]]
        assert end["end"] == {"chain": chain.hex(), "events": len(self.events)}, "lines are missing, moved or added"
        self.checkpoint = signed_head(head["checkpoint"], verifier_key)
        for event in self.events:
            self.check(event)

    def check(self, event):
        hashed, body = base64.b64decode(event["leaf_hash"]), bytes_of(event)
        assert body is None or leaf(body) == hashed
        assert self.head["from_index"] <= event["index"] < self.head["to_index"] <= self.checkpoint.size
        found, index, last = hashed, event["index"], self.checkpoint.size - 1
        for other in (base64.b64decode(text) for text in event["proof"]):
            while index % 2 == 0 and index == last:
                index, last = index // 2, last // 2
            found = node(other, found) if index % 2 else node(found, other)
            index, last = index // 2, last // 2
        assert found == self.checkpoint.root

    def check_complete(self):
        """Every service's every event up to the checkpoint, once and in order: what only a whole log can be held to."""
        assert [event["index"] for event in self.events] == list(range(self.checkpoint.size))
        links, places = {}, {}
        for event in self.events:
            source, body = event["source"], bytes_of(event)
            assert event["sequence"] == places.get(source, (1, 0, b""))[1] + 1
            links[source] = sha256(links.get(source, bytes(32)) + body).digest()
            assert base64.b64decode(event["link"]) == links[source]
            places[source] = (event["incarnation"], event["sequence"], links[source])
        assert places == self.checkpoint.sources
