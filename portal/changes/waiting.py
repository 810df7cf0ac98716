"""How long a statement waits for another's lock, and how long it may take.

Both databases let writers wait for each other. Who saves a form would rather wait half a minute
than lose it; who only reads must not wait because something about the visit is noted.

Where the site is served PostgreSQL ends what takes longer than a page may. Nothing that is said
here outlives a transaction on it: a pooler lends the connection to somebody else behind one.
"""

import contextlib
import threading
from collections.abc import Iterator

from django.db import connections, transaction
from psycopg.pq import TransactionStatus

# What is asked for to give up at once; PostgreSQL takes 0 for ever.
AT_ONCE = {"sqlite": 0, "postgresql": 1}
# The seconds that SQLite is waited for where settings say nothing: the default of Python.
SECONDS = 5
# Bytes of a SQLite file that are read as memory while a file is written: more gave little (1 GB).
MAPPED = 512 * 1024 * 1024
# What a statement may take beside its wait for a lock, in seconds.
BESIDE = 30
# Only where there is a limit that is shorter; without one a statement may take as long as it does.
PROLONGED = """
SELECT set_config('statement_timeout', %s, true)
WHERE current_setting('statement_timeout')::interval > '0'
  AND current_setting('statement_timeout')::interval < %s::interval
"""
# Tables that somebody holds against readers, or is about to: who reads waits behind either. On a
# standby it is not seen who waits to, so the primary is asked.
HELD = """
SELECT EXISTS (
    SELECT FROM pg_locks JOIN pg_class ON pg_class.oid = relation
    WHERE mode = 'AccessExclusiveLock' AND relkind = 'r' AND relpersistence = 'p'
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
)
"""


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

    Begin it outside a transaction: SQLite waits as a transaction begins. On PostgreSQL it holds in
    transactions, which all that changes several rows is.
    """
    connection, before = connections[using], WAITS.by_database.get(using)
    with contextlib.ExitStack() as opened:
        if connection.vendor == "postgresql" and before is None:
            opened.enter_context(_telling(connection))
        _wait(using, seconds * 1_000 or AT_ONCE[connection.vendor])
        try:
            yield
        finally:
            # A connection that broke is opened anew, with what all begin with.
            if connection.connection is not None and connection.is_usable():
                _wait(using, before)
            else:
                _note(using, before)


@contextlib.contextmanager
def reading_long(seconds: int, using: str) -> Iterator[None]:
    """One transaction on PostgreSQL, in which a statement may take so many seconds; for files.

    On SQLite none: it streams outside a transaction, and one would lock editors out. There the file
    is read as memory meanwhile.
    """
    connection = connections[using]
    if connection.vendor != "postgresql":
        with mapped(connection):
            yield
        return
    with transaction.atomic(using=using):
        with connection.cursor() as cursor:
            cursor.execute(PROLONGED, [f"{seconds}s"] * 2)
        yield


@contextlib.contextmanager
def mapped(connection) -> Iterator[None]:
    """Read the file of a SQLite database as memory, up to its first `MAPPED` bytes.

    All rows by date lie all over the file, and each page was a call of the system: the CSV of
    100,448 measures took 4.3 seconds, and takes 3.4. What is mapped counts as held by the process,
    so it is given back.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA mmap_size = {MAPPED}")
        try:
            yield
        finally:
            cursor.execute("PRAGMA mmap_size = 0")


@contextlib.contextmanager
def reading_at_once(using: str) -> Iterator[None]:
    """One transaction on PostgreSQL, in which nobody waits for a table that somebody holds.

    On SQLite nothing: who reads there waits for nobody.
    """
    if connections[using].vendor != "postgresql":
        yield
        return
    with waiting(0, using), transaction.atomic(using=using):
        yield


def is_held(using: str) -> bool:
    """Whether somebody holds a table, so that nobody can read it; never on SQLite.

    What only an aside holds, a table that ends with its connection, is none.
    """
    connection = connections[using]
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(HELD)
        return cursor.fetchone()[0]


def _wait(using: str, milliseconds: int | None) -> None:
    """Let statements wait so long from now on; None says: as long as ever."""
    connection = connections[using]
    _note(using, milliseconds)
    if connection.vendor == "sqlite":
        ever = connection.settings_dict["OPTIONS"].get("timeout", SECONDS) * 1_000
        with connection.cursor() as cursor:
            asked = ever if milliseconds is None else milliseconds
            cursor.execute(f"PRAGMA busy_timeout = {int(asked)}")
    elif _status(connection) == TransactionStatus.INTRANS:
        _set_locally(connection, milliseconds)


def _note(using: str, milliseconds: int | None) -> None:
    if milliseconds is None:
        WAITS.by_database.pop(using, None)
    else:
        WAITS.by_database[using] = milliseconds


@contextlib.contextmanager
def _telling(connection) -> Iterator[None]:
    """As `execute_wrapper`, which takes the last one away: also where another came meanwhile."""
    connection.execute_wrappers.append(_begin)
    try:
        yield
    finally:
        connection.execute_wrappers.remove(_begin)


def _begin(execute, sql, params, many, context):
    """Before the first statement of each transaction say how long those of it wait."""
    connection = context["connection"]
    if connection.in_atomic_block and _status(connection) == TransactionStatus.IDLE:
        _set_locally(connection, WAITS.by_database[connection.alias])
    return execute(sql, params, many, context)


def _status(connection) -> TransactionStatus | None:
    opened = connection.connection
    return opened and opened.info.transaction_status


def _set_locally(connection, milliseconds: int | None) -> None:
    """For the transaction that there is. By the driver itself: no statement of the page's own."""
    with connection.wrap_database_errors:
        if milliseconds is None:
            connection.connection.execute("SET LOCAL lock_timeout TO DEFAULT")
            connection.connection.execute("SET LOCAL statement_timeout TO DEFAULT")
            return
        set_it = "SELECT set_config('lock_timeout', %s, true)"
        connection.connection.execute(set_it, [str(milliseconds)])
        longest = f"{milliseconds + BESIDE * 1_000}ms"
        connection.connection.execute(PROLONGED, [longest] * 2)
