"""The README's own commands do what it says."""

import json
import os
import subprocess

from platform_under_test import ADMIN, ROOT, Platform


def flow():
    """The block of the README in which one bet is placed."""
    text = (ROOT / "README.md").read_text()
    blocks = [block.split("```")[0] for block in text.split("```sh\n")[1:]]
    return next(block for block in blocks if "/v1/sessions" in block)


def test_the_flow_runs_with_curl_as_the_readme_shows_it():
    script = flow()
    assert "http://127.0.0.1:8080" in script
    environment = dict(os.environ, CROUPIER_ADMIN_EMAIL=ADMIN[0], CROUPIER_ADMIN_PASSWORD=ADMIN[1])
    fresh = Platform()
    try:
        fresh.up()
        done = subprocess.run(
            ["bash", "-eu", "-c", script.replace("http://127.0.0.1:8080", fresh.url)], env=environment, cwd=ROOT,
            capture_output=True, text=True, timeout=120)
    finally:
        fresh.down()
        fresh.remove()
    assert done.returncode == 0, done.stdout + done.stderr
    told = answers(done.stdout)
    assert [answer for answer in told if "code" in answer] == [], "a step was refused"
    wallet = [answer for answer in told if any("withdrawable" in item for item in answer.get("items", []))]
    assert [(item["deposit"]["amount"], item["winning"]["amount"]) for item in wallet[-1]["items"]] == [("60.00", "95.00")]
    sources = told[-1]["items"]
    assert len(sources) == 6 and all(source["gaps"] == [] for source in sources)


def answers(text):
    """The JSON objects that stand one after the other."""
    decoder, found, place = json.JSONDecoder(), [], 0
    text = text.strip()
    while place < len(text):
        value, place = decoder.raw_decode(text, place)
        found.append(value)
        while place < len(text) and text[place].isspace():
            place += 1
    return found
