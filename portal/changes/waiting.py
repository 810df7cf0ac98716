"""How long a statement waits for another's lock.

Both databases let writers wait for each other. Who saves a form would rather wait half a minute
than lose it; who only reads must not wait because something about the visit is noted.
"""

import contextlib
import threading
from collections.abc import Iterator

from django.db import connections

# What is asked for to give up at once; PostgreSQL takes 0 for ever.
AT_ONCE = {"sqlite": 0, "postgresql": 1}
# The seconds that SQLite is waited for where settings say nothing: the default of Python.
SECONDS = 5


class Waits(threading.local):
    """How many milliseconds statements of this thread wait now, where they do otherwise than ever.

    By the database.
    """

    def __init__(self):
        self.by_database: dict[str, int] = {}


WAITS = Waits()


@contextlib.contextmanager
def waiting(seconds: int, using: str) -> Iterator[None]:
    """Let statements inside wait so many seconds for a lock; with 0 they give up at once.

    Begin it outside a transaction: SQLite waits as a transaction begins.
    """
    before = WAITS.by_database.get(using)
    _wait(using, seconds * 1_000 or AT_ONCE[connections[using].vendor])
    try:
        yield
    finally:
        # A connection that broke is opened anew, with what all begin with.
        if connections[using].connection is not None and connections[using].is_usable():
            _wait(using, before)
        else:
            WAITS.by_database.pop(using, None)


def _wait(using: str, milliseconds: int | None) -> None:
    """Let statements wait so long from now on; None says: as long as ever."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            ever = connection.settings_dict["OPTIONS"].get("timeout", SECONDS) * 1_000
            asked = ever if milliseconds is None else milliseconds
            cursor.execute(f"PRAGMA busy_timeout = {int(asked)}")
        elif milliseconds is None:
            cursor.execute("RESET lock_timeout")
        else:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [str(milliseconds)])
    if milliseconds is None:
        WAITS.by_database.pop(using, None)
    else:
        WAITS.by_database[using] = milliseconds
