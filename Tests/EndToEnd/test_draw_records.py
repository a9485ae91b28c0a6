"""A stranger's check of a draw: `scripts/verify-draw` on records that the platform's own functions made (Tests/Lots/Golden,
which DrawRecordTests makes again byte for byte), and on the same records with something changed. Needs no platform."""

import copy
import hashlib
import importlib.machinery
import importlib.util
import json
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "verify-draw"
LONG_LIST = [str(number * 3 + 1) for number in range(10_050)]


def load():
    loader = importlib.machinery.SourceFileLoader("verify_draw", str(SCRIPT))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("verify_draw", loader))
    sys.dont_write_bytecode = True
    loader.exec_module(module)
    return module


script = load()


def example(name):
    record = json.loads((ROOT / "Tests" / "Lots" / "Golden" / f"{name}.json").read_text())
    return record, record["tickets"].get("lines") or LONG_LIST


def run(*arguments, stdin=None):
    """With Python's own library and nothing else, whatever is installed beside it."""
    return subprocess.run(
        [sys.executable, "-I", "-S", SCRIPT, *map(str, arguments)], input=stdin, capture_output=True, text=True, timeout=60)


def is_wrong(record, lines):
    try:
        script.verify(record, lines)
    except script.Wrong as wrong:
        return str(wrong)
    return None


def changed(record, **fields):
    return {**copy.deepcopy(record), **fields}


def flipped(text):
    """The hexadecimal text with each of its bits turned over, one at a time."""
    number = int(text, 16)
    for bit in range(len(text) * 4):
        yield f"{number ^ 1 << bit:0{len(text)}x}"


@pytest.mark.parametrize("name", ["distinct", "rfc3797", "witnessed"])
def test_a_record_with_its_list_is_right_and_names_every_winner(name):
    record, _ = example(name)
    result = run(ROOT / "Tests" / "Lots" / "Golden" / f"{name}.json")
    assert result.returncode == 0, result
    for winner in record["winners"]:
        assert f"{winner['step']}. ticket {winner['ticket']} wins " in result.stdout
    assert len(record["winners"]) == min(sum(prize["winners"] for prize in record["prizes"]), record["tickets"]["count"])
    assert run("-", stdin=json.dumps(record)).returncode == 0


def test_a_long_list_is_a_file_of_its_own(tmp_path):
    record, lines = example("long")
    (tmp_path / "list").write_text("\n".join(lines) + "\n")
    (tmp_path / "record").write_text(json.dumps(record))
    assert run(tmp_path / "record", tmp_path / "list").returncode == 0
    without = run(tmp_path / "record")
    assert without.returncode == 2 and record["tickets"]["url"] in without.stderr
    # One bit of one number, beyond the first page.
    (tmp_path / "list").write_text("\n".join([*lines[:10_020], str(int(lines[10_020]) ^ 1), *lines[10_021:]]) + "\n")
    wrong = run(tmp_path / "record", tmp_path / "list")
    assert wrong.returncode == 1 and "frozen" in wrong.stdout


@pytest.mark.parametrize("name", ["distinct", "long", "witnessed"])
def test_any_one_bit_of_the_seed_shows(name):
    record, lines = example(name)
    for seed in flipped(record["seed"]):
        assert "seed" in is_wrong(changed(record, seed=seed), lines)
        # Whoever changes the commitment with it (which was published) is betrayed by what the draw was made with.
        commitment = script.sha256("commitment", [record["raffle"], record["draw"], seed]).hexdigest()
        assert is_wrong(changed(record, seed=seed, commitment=commitment), lines)


@pytest.mark.parametrize("name", ["distinct", "long"])
def test_any_one_bit_of_the_entropy_shows(name):
    record, lines = example(name)
    for value in flipped(record["entropy"]["value"]):
        assert is_wrong(changed(record, entropy={**record["entropy"], "value": value}), lines)
    for bit in range(21):
        entropy = {**record["entropy"], "round": record["entropy"]["round"] ^ 1 << bit}
        assert "announced" in is_wrong(changed(record, entropy=entropy), lines)


def test_any_other_signature_or_number_shows():
    record, lines = example("witnessed")
    value = record["entropy"]["value"]
    for place in range(len(value)):
        other = value[:place] + chr(ord(value[place]) ^ 1) + value[place + 1:]
        assert is_wrong(changed(record, entropy={**record["entropy"], "value": other}), lines)
    record, lines = example("rfc3797")
    for value in ["9318./2.5.8.10.12./9.18.26.34.41.45./", "9319./2.5.8.10.12./9.18.26.34.41./", "9319./"]:
        assert is_wrong(changed(record, entropy={**record["entropy"], "value": value}), lines)


@pytest.mark.parametrize("name", ["distinct", "rfc3797", "witnessed"])
def test_any_other_list_shows(name):
    record, lines = example(name)
    lists = [lines[1:], lines[:-1], lines + ["9999"], lines[::-1], lines[:1] + lines]
    for place, line in enumerate(lines):
        number, *holder = line.split()
        for bit in range(7):
            lists.append([*lines[:place], " ".join([str(int(number) ^ 1 << bit), *holder]), *lines[place + 1:]])
            if holder:
                lists.append([*lines[:place], f"{number} {int(holder[0]) ^ 1 << bit}", *lines[place + 1:]])
    for other in lists:
        assert is_wrong(record, other)


def test_any_other_rule_winner_or_time_shows():
    record, lines = example("distinct")
    first, second = record["prizes"]
    winners = record["winners"]
    for other, because in [
        (changed(record, prizes=[second, first]), "frozen"),
        (changed(record, prizes=[first, {**second, "winners": 2}]), "frozen"),
        (changed(record, prizes=[{**first, "id": "p3"}, second]), "frozen"),
        (changed(record, distinct_winners=False), "frozen"),
        (changed(record, announced=None), "frozen"),
        (changed(record, announced={"source": "drand-quicknet", "round": 1_000_001}), "frozen"),
        (changed(record, draw=2), "seed"),
        (changed(record, raffle=record["raffle"].replace("0", "1", 1)), "seed"),
        (changed(record, seed=None), "seed"),
        (changed(record, fingerprint="0" * 64), "draw was made with"),
        (changed(record, winners=winners[:-1]), "winners"),
        (changed(record, winners=winners[::-1]), "winners"),
        (changed(record, winners=[{**winners[0], "ticket": winners[1]["ticket"]}, *winners[1:]]), "winners"),
        (changed(record, winners=[{**winners[0], "index": winners[0]["index"] ^ 1}, *winners[1:]]), "winners"),
        # Round 1,000,000 came at 2023-09-27T08:29:24Z.
        (changed(record, times={**record["times"], "list_frozen": "2023-09-27T08:29:24Z"}), "list_frozen"),
        (changed(record, times={**record["times"], "sales_closed": "2024-01-01T00:00:00+02:00"}), "sales_closed"),
    ]:
        assert because in is_wrong(other, lines)


def test_the_example_of_rfc_3797_is_drawn_as_published():
    record, lines = example("rfc3797")
    assert record["entropy"]["value"] == "9319./2.5.8.10.12./9.18.26.34.41.45./"
    assert [winner["ticket"] for winner in record["winners"]] == [17, 7, 2, 16, 25, 23, 8, 24, 19, 13, 22]
    assert [winner[1] for winner in script.draw(record, lines)] == [17, 7, 2, 16, 25, 23, 8, 24, 19, 13, 22]


def test_numbers_above_the_largest_multiple_are_passed_over():
    """Of so many tickets that nearly half of all numbers have to be, which no raffle has."""
    below = 2**63 + 1
    indices = script.mixed("key")
    next(indices)
    words = []
    for block in range(60):
        hashed = hashlib.sha256(f"croupier/raffle/words/1\nkey\n{block}\n".encode()).digest()
        words += [int.from_bytes(hashed[start:start + 8], "big") for start in range(0, 32, 8)]
    kept = [word for word in words if word < below]
    assert 60 < len(kept) < 180
    assert [indices.send(below) for _ in kept] == kept


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", "null", '{"version": 1, "method": "croupier-1"}'])
def test_what_is_no_record_cannot_be_read(content):
    assert run("-", stdin=content).returncode == 2


def test_what_cannot_be_read_is_no_verdict(tmp_path):
    record, lines = example("distinct")
    assert run().returncode == 2 and run("a", "b", "c").returncode == 2
    assert run(tmp_path / "nothing").returncode == 2
    (tmp_path / "record").write_text(json.dumps(record))
    for text in ["é\n", "one\n", "\n"]:
        (tmp_path / "list").write_text(text * len(lines))
        assert run(tmp_path / "record", tmp_path / "list").returncode == 2
    for other in [changed(record, version=2), changed(record, method="dice"), changed(record, prizes=3)]:
        assert run("-", stdin=json.dumps(other)).returncode == 2
