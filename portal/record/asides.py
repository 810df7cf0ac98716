"""Trying out what a form would make of the record: everything is seen inside, nothing stays.

A draft is drawn as the real page, and a change is tried before it is made, in a transaction that
is always rolled back.
"""

import contextlib
from collections.abc import Iterator

from django.contrib.messages.storage import default_storage
from django.db import connections, transaction
from django.http import HttpRequest

from portal.changes.aside import begun
from portal.changes.tracking import STATE, written_to
from portal.rows.internals import keep_messages, messages_of

# How long, in milliseconds, what is tried out waits for a row that a save has locked (PostgreSQL).
PATIENCE = 2000


@contextlib.contextmanager
def aside(request: HttpRequest | None = None, using: str | None = None) -> Iterator[None]:
    """Undo at the end whatever is done inside, and let nobody see anything of it.

    Rows made inside have keys that no other row has, given in the order in which they are made.
    There is no new version, and the index is left alone; log entries and what waits for the end of
    the transaction are undone with it. Messages to the editor of `request` are dropped. What a
    page says must be drawn inside.

    Foreign keys are only checked where a transaction is committed, which this one is not: ask
    `check_constraints` of the connection before a form counts as one that can be kept.
    """
    using = written_to(using)
    with begun(), collected_outside(), own_messages(request), transaction.atomic(using=using):
        try:
            connection = connections[using]
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    # Until the end of this transaction, or of this part of it.
                    cursor.execute("SELECT set_config('lock_timeout', %s, true)", [str(PATIENCE)])
            yield
        finally:
            transaction.set_rollback(True, using=using)


@contextlib.contextmanager
def collected_outside() -> Iterator[None]:
    """Let what was collected of changes made outside stay as it is; of those inside is nothing."""
    silent, collecting = STATE.silent, STATE.collecting
    STATE.silent, STATE.collecting = True, None
    try:
        yield
    finally:
        STATE.silent, STATE.collecting = silent, collecting


@contextlib.contextmanager
def own_messages(request: HttpRequest | None) -> Iterator[None]:
    """Let messages that are given inside be seen inside alone."""
    held = messages_of(request)
    if held is not None:
        keep_messages(request, default_storage(request))
    try:
        yield
    finally:
        if held is not None:
            keep_messages(request, held)
