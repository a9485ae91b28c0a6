"""One-time codes as an authenticator app shows them."""

import base64
import hmac
import struct
import time

STEP = 30


def step_of_now():
    return int(time.time()) // STEP


def one_time_code(secret, step):
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", step), "sha1")
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start:start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


class Authenticator:
    """Shows no code twice, as identity takes none twice."""

    def __init__(self, secret):
        self.secret, self.last = secret, 0

    def code(self):
        """The earliest code that is taken: of the step before, of now, of the next. Waits when these are used up."""
        # A step that is about to end is left alone: the code would be late.
        self.last = max(self.last + 1, int(time.time() + 3) // STEP - 1)
        time.sleep(max(0, (self.last - 1) * STEP + 0.1 - time.time()))
        return one_time_code(self.secret, self.last)
