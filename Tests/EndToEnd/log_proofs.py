"""What an outsider needs to check the log: some lines of hashlib, and Ed25519. None of it is the platform's own code."""

import base64
import hashlib

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

NOTE, COSIGNATURE = 1, 4


def leaf(body):
    return hashlib.sha256(b"\0" + body).digest()


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def tree_root(leaves):
    """RFC 6962 section 2.1, by its definition."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return node(tree_root(leaves[:split]), tree_root(leaves[split:]))


def root_of(body, index, size, path):
    """The root that an inclusion proof leads to."""
    found, last, rest = leaf(body), size - 1, list(path)
    while last > 0:
        if index % 2 or index < last:
            other = rest.pop(0)
            found = node(other, found) if index % 2 else node(found, other)
        index, last = index // 2, last // 2
    assert rest == []
    return found


def is_growth(first, second, old, new, path):
    """RFC 9162 section 2.1.4.2: whether the log of the second size begins with that of the first."""
    if first in (0, second):
        return path == [] and (old == new if first else old == tree_root([]))
    rest = ([old] if first & (first - 1) == 0 else []) + path
    if not rest:
        return False
    position, last = first - 1, second - 1
    while position % 2:
        position, last = position // 2, last // 2
    before = after = rest.pop(0)
    for step in rest:
        if last == 0:
            return False
        if position % 2 or position == last:
            before, after = node(step, before), node(step, after)
            while position and position % 2 == 0:
                position, last = position // 2, last // 2
        else:
            after = node(after, step)
        position, last = position // 2, last // 2
    return last == 0 and (before, after) == (old, new)


def hashes(proof):
    return [base64.b64decode(text, validate=True) for text in proof["hashes"]]


def key_hash(name, kind, public):
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


class Note:
    """A signed note: its text, and its signatures by name."""

    def __init__(self, note):
        self.text, _, lines = note.rpartition("\n\n")
        self.text += "\n"
        self.signatures = [line.split(" ") for line in lines.splitlines()]
        assert all(line[0] == "\u2014" and len(line) == 3 for line in self.signatures)

    def time_signed_by(self, name, kind, public):
        """None where it is not; 0 for a signature that has no time."""
        for _, signer, text in self.signatures:
            blob = base64.b64decode(text, validate=True)
            if signer != name or blob[:4] != key_hash(name, kind, public):
                continue
            time, signature, message = 0, blob[4:], self.text.encode()
            if kind == COSIGNATURE:
                time, signature = int.from_bytes(blob[4:12], "big"), blob[12:]
                message = f"cosignature/v1\ntime {time}\n".encode() + message
            try:
                VerifyKey(public).verify(message, signature)
            except BadSignatureError:
                return None
            return time
        return None


class Checkpoint(Note):
    def __init__(self, note):
        super().__init__(note)
        self.origin, size, root, *sources = self.text.splitlines()
        self.size, self.root = int(size), base64.b64decode(root, validate=True)
        self.sources = {}
        for line in sources:
            name, incarnation, sequence, link = line.split(" ")
            self.sources[name] = (int(incarnation), int(sequence), base64.b64decode(link, validate=True))
        assert list(self.sources) == sorted(self.sources) and len(self.sources) == len(sources)


def public_key(platform, name):
    return bytes.fromhex((platform.home / "keys" / "public" / f"{name}-signing.key").read_text().split()[0])
