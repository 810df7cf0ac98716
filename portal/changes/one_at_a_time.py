"""One process at a time brings a database up to date; whoever comes meanwhile waits for its end."""

import contextlib
import fcntl
import pathlib
from collections.abc import Iterator

from django.core.management.base import CommandError
from django.db import OperationalError, connections

# What PostgreSQL knows the lock by: it is ours alone in a database of ours.
NUMBER = 0x53484952554245
# Databases for which this process has the lock, so that a command may call another.
HELD: set[str] = set()


@contextlib.contextmanager
def one_at_a_time(using: str) -> Iterator[None]:
    """Have a database for oneself, among all who ask for that; visitors and editors do not.

    The lock ends with the process, however that ends. Raises CommandError where a pooler stands
    between: the lock is one of the session, and would stay on a connection of the pooler's.
    """
    if using in HELD:
        yield
        return
    with LOCKS[connections[using].vendor](using):
        HELD.add(using)
        try:
            yield
        finally:
            HELD.discard(using)


@contextlib.contextmanager
def _on_postgresql(using: str) -> Iterator[None]:
    # A connection of its own, which outlives the transactions of what is done inside.
    connection = connections[using].copy()
    if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        raise CommandError(
            "This needs a session of its own, which a pooler does not give: set DATABASE_POOLER=0 "
            "and let DATABASE_URL be the address of PostgreSQL itself."
        )
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [NUMBER])
        yield
    finally:
        connection.close()


@contextlib.contextmanager
def _on_sqlite(using: str) -> Iterator[None]:
    name = str(connections[using].settings_dict["NAME"])
    if ":memory:" in name or "mode=memory" in name:
        yield
        return
    path = pathlib.Path(f"{name}.lock")
    try:
        file = path.open("w")
    except OSError as error:
        raise OperationalError(f"{path} cannot be written: {error.strerror}") from error
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


LOCKS = {"postgresql": _on_postgresql, "sqlite": _on_sqlite}
