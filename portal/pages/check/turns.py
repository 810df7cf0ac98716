"""How many texts are checked at once in a process; who would wait too long is sent away.

A check holds a seat for as long as it takes, and there may be only four for all visitors: one is
always left to others.
"""

import contextlib
import threading
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

# Two texts are compared at once, and one file is looked into by a process of its own.
CHECKING, READING = threading.BoundedSemaphore(2), threading.BoundedSemaphore(1)
# Seconds that somebody waits for a turn, and after which it is worth to come again.
WAIT, RETRY_AFTER = 2, 5
BUSY = _("Other texts are being checked. Please send yours again in a moment.")


class Busy(Exception):
    """So many are at it that there is no turn for another now."""


@contextlib.contextmanager
def turn(places: threading.BoundedSemaphore) -> Iterator[None]:
    """Hold one of some places. Raises Busy where none becomes free soon."""
    if not places.acquire(timeout=WAIT):
        raise Busy
    try:
        yield
    finally:
        places.release()
