"""A log in which one failure does not bury all others.

While the database is away every request fails for the same reason, and whoever scans the network
asks by names that are none of ours: of either one line in a second says it all.
"""

import logging
import threading
import time

from django.core.exceptions import DisallowedHost

from portal.changes.away import is_away

SECONDS = 1


class Sparing(logging.Filter):
    """Of what passes by itself one line in a second, without where in the code; all else whole."""

    def __init__(self):
        super().__init__()
        self.lock, self.told, self.left_out = threading.Lock(), {}, {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a line is written; one that stands for others says for how many."""
        error = record.exc_info[1] if record.exc_info else None
        if not (is_away(error) or isinstance(error, DisallowedHost)):
            return True
        kind = type(error)
        with self.lock:
            now = time.monotonic()
            if now - self.told.get(kind, -SECONDS) < SECONDS:
                self.left_out[kind] = self.left_out.get(kind, 0) + 1
                return False
            self.told[kind], others = now, self.left_out.pop(kind, 0)
        reason = " ".join(f"{kind.__name__}: {error}".split())
        more = f"; {others} like it before" if others else ""
        record.msg, record.args = "%s (%s%s)", (record.getMessage(), reason, more)
        record.exc_info = record.exc_text = None
        return True
