"""A database of one's own for a while, in which nobody waits for anybody.

SQLite has one lock for all who write: what is tried out in the file of the site holds it, and
editors wait. So a thread that tries something out for a visitor does it in a copy.
"""

import contextlib
import pathlib
import tempfile
from collections.abc import Iterator

from django.db import connections, transaction

# The copy is thrown away: nothing of it has to reach the disk.
PRAGMAS = "PRAGMA synchronous=OFF;"


@contextlib.contextmanager
def apart(using: str) -> Iterator[None]:
    """Let this thread read and write a database, inside, as it is now and stays, unseen by others.

    On SQLite that is a copy in a temporary file, made while others write. PostgreSQL locks rows
    alone: there it is a transaction that sees one state from its start to its end, which whoever
    writes in it has to roll back. Inside another transaction it is a part of that one.
    """
    connection = connections[using]
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with _copied(using):
            yield
    else:
        with transaction.atomic(using=using):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield
            transaction.set_rollback(True, using=using)


@contextlib.contextmanager
def _copied(using: str) -> Iterator[None]:
    connection = connections[using]
    connection.ensure_connection()
    with tempfile.TemporaryDirectory(prefix="shirube-") as folder:
        copy = connection.copy()
        copy.settings_dict["NAME"] = str(pathlib.Path(folder) / "apart.sqlite3")
        copy.settings_dict["OPTIONS"]["init_command"] = PRAGMAS
        copy.connect()
        try:
            connection.connection.backup(copy.connection)
            connections[using] = copy
            yield
        finally:
            connections[using] = connection
            copy.close()
