"""All tables of a bundle are read from one state of the record."""

import contextlib
from collections.abc import Iterator

from django.db import connections, transaction


@contextlib.contextmanager
def snapshot(using: str) -> Iterator[None]:
    """Everything that is read inside is of one state, whatever is edited meanwhile.

    Nobody waits for it. On SQLite the transaction is begun by hand, as Django would begin one that
    keeps editors out.
    """
    connection = connections[using]
    if connection.vendor == "postgresql":
        with transaction.atomic(using=using):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")
