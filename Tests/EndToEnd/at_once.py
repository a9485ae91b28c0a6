"""Many clients that ask at the same moment."""

import threading

from platform_under_test import INDEFINITE, eventually


def at_once(count, work):
    """What `work(number)` returned for each number, all begun together, each on a thread of its own."""
    start, results, faults = threading.Barrier(count), [None] * count, []

    def run(number):
        try:
            start.wait()
            results[number] = work(number)
        except Exception as error:  # told to the test's own thread
            faults.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    return results


def definite(ask):
    """The answer that says for certain; `ask` asks under one key."""

    def look():
        answer = ask()
        return None if answer.code in INDEFINITE else answer

    return eventually(look, "a definite answer", 60)


def outcomes(answers):
    """How often there was which status with which code."""
    found = {}
    for answer in answers:
        found[answer.status, answer.code] = found.get((answer.status, answer.code), 0) + 1
    return found
