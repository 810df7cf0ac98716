"""For tests of downloads: rows, columns that are wide or fail, and what may be left behind."""

import contextlib
import resource
from collections.abc import Iterator

from django.db import connection, connections
from django.db.models import Case, F, Func, TextField, Value, When
from django.db.models.functions import Cast, Repeat
from django.urls import reverse

from measures.models import Measure, MeasureSubject
from portal.lists.columns import Column
from portal.lists.declaration import Table
from portal.lists.export import BLOCK
from portal.pages.lists import TABLES

ROWS = MeasureSubject.objects.published().for_list()
IDLE = 0  # of psycopg's states of a transaction


def opened(alias: str = "reader"):
    """The driver's connection; None while nothing has been asked of the database."""
    return connections[alias].connection


def assert_nothing_is_left(alias: str = "reader") -> None:
    """No transaction, no statement, and a connection that still answers."""
    assert not connections[alias].in_atomic_block
    if connection.vendor == "postgresql":
        assert opened(alias).info.transaction_status == IDLE
        with connection.cursor() as cursor:
            process = [opened(alias).info.backend_pid]
            cursor.execute("SELECT state FROM pg_stat_activity WHERE pid = %s", process)
            assert cursor.fetchone() == ("idle",)
    else:
        assert not opened(alias).in_transaction
        assert not is_read()
    assert Measure.objects.using(alias).exists()


def is_read() -> bool:
    """Whether somebody reads the file of SQLite: what was written cannot be put into it then."""
    Measure.objects.using("writer").update(published=F("published"))
    with connections["writer"].cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 0")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return bool(cursor.fetchone()[0])


def wide(number: int = BLOCK) -> Column:
    """A column that fills a block with every row."""
    return Column("wide", "Wide", lambda: Repeat(Value("x"), Value(number)))


def failing_at_the_end() -> Column:
    """A column that the database cannot compute for the last row of `MeasureSubject`.

    That is the row last read where no order is asked for, as nothing has to be sorted first.
    """
    last = MeasureSubject.objects.latest("pk").pk

    def value():
        broken = Cast(Value(1) / (F("pk") - Value(last)), TextField())
        if connection.vendor == "sqlite":  # where a division by zero is no error
            broken = Func(Cast("pk", TextField()), Value("no path"), function="JSON_EXTRACT")
        return Case(When(pk=last, then=broken), default=Value(""), output_field=TextField())

    return Column("failing", "Failing", value)


def ended_from_outside(alias: str = "reader") -> Column:
    """A column at whose last row somebody ends the statement: the administrator of the database."""
    last = MeasureSubject.objects.latest("pk").pk
    if connection.vendor == "sqlite":
        own = connections[alias].connection
        own.create_function("end_it", 1, lambda key: own.interrupt(), deterministic=False)
        ending = Func("pk", function="END_IT")
    else:
        process = Func(function="PG_BACKEND_PID")
        ending = Func(process, function="PG_TERMINATE_BACKEND")
    ends = When(pk=last, then=Cast(ending, TextField()))
    value = Case(ends, default=Value(""), output_field=TextField())
    return Column("ended", "Ended", lambda: value)


@contextlib.contextmanager
def full_disk(size: int) -> Iterator[None]:
    """No file grows past `size` meanwhile: writing fails as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def address_of(table: Table) -> str:
    """Where the site gives the rows of a table for programs."""
    if table in TABLES:
        return table.csv_address
    return f"{reverse(f'{table.name}-csv')}?profile=data"
