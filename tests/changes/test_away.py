"""What passes by itself is told from what is a fault of ours, in the answer and in the log."""

import logging

import pytest
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError, OperationalError, connection

from portal.changes.away import is_away
from portal.search.models import Unanswered
from portal.watching import sparing

READ_ONLY = {
    "sqlite": ("PRAGMA query_only = 1", "PRAGMA query_only = 0"),
    "postgresql": ("SAVEPOINT one; SET TRANSACTION READ ONLY", "ROLLBACK TO one"),
}


@pytest.mark.both
@pytest.mark.django_db
def test_what_a_database_refuses_that_is_only_read_is_worth_another_try():
    begin, end = READ_ONLY[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(begin)
        with pytest.raises(DatabaseError) as refused:
            cursor.execute(f"DELETE FROM {Unanswered._meta.db_table}")
        cursor.execute(end)
    assert is_away(refused.value)


@pytest.mark.both
@pytest.mark.django_db
def test_a_fault_of_ours_is_not():
    with pytest.raises(DatabaseError) as refused, connection.cursor() as cursor:
        cursor.execute("SELECT nothing_of_the_kind")
    assert not is_away(refused.value)
    assert not is_away(ValueError("no number"))
    assert not is_away(None)


def record(error: Exception) -> logging.LogRecord:
    """A line about a failure."""
    told = ("django.request", logging.ERROR, "path", 1, "Failed: %s", ("/measures/",))
    return logging.LogRecord(*told, exc_info=(type(error), error, None))


def test_the_log_has_one_line_in_a_second_of_what_passes(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(sparing.time, "monotonic", lambda: now[0])
    log = sparing.Sparing()
    lines = [record(OperationalError("gone\n  away")) for _line in range(4)]
    assert [log.filter(line) for line in lines] == [True, False, False, False]
    assert lines[0].getMessage() == "Failed: /measures/ (OperationalError: gone away)"
    assert lines[0].exc_info is None
    assert log.filter(record(DisallowedHost("evil.example.com"))), "of each kind one"
    now[0] += 1
    last = record(OperationalError("gone"))
    assert log.filter(last)
    assert last.getMessage().endswith("(OperationalError: gone; 3 like it before)")


def test_every_other_failure_is_told_whole():
    log, line = sparing.Sparing(), record(ValueError("no number"))
    assert log.filter(line)
    assert log.filter(line)
    assert line.exc_info
