"""How long a statement waits for another's lock.

Both databases let writers wait for each other. Who saves a form would rather wait half a minute
than lose it; who only reads must not wait because something about the visit is noted.
"""

import contextlib
from collections.abc import Iterator

from django.db import connections

# What reads and sets it: on SQLite for the one lock of the file, on PostgreSQL for each lock.
READ = {
    "sqlite": "PRAGMA busy_timeout",
    "postgresql": "SELECT setting FROM pg_settings WHERE name = 'lock_timeout'",
}
# PostgreSQL takes 0 for ever.
AT_ONCE = {"sqlite": 0, "postgresql": 1}


@contextlib.contextmanager
def waiting(seconds: int, using: str) -> Iterator[None]:
    """Let statements inside wait so many seconds for a lock; with 0 they give up at once.

    Begin it outside a transaction: SQLite waits as a transaction begins.
    """
    before = _wait(using)
    _set_wait(using, seconds * 1_000 or AT_ONCE[connections[using].vendor])
    try:
        yield
    finally:
        # A connection that broke is opened anew, with what all begin with.
        if connections[using].connection is not None and connections[using].is_usable():
            _set_wait(using, before)


def _wait(using: str) -> int:
    """The milliseconds that a statement waits now."""
    with connections[using].cursor() as cursor:
        cursor.execute(READ[connections[using].vendor])
        return int(cursor.fetchone()[0])


def _set_wait(using: str, milliseconds: int) -> None:
    with connections[using].cursor() as cursor:
        if connections[using].vendor == "sqlite":
            cursor.execute(f"PRAGMA busy_timeout = {int(milliseconds)}")
        else:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [str(milliseconds)])
