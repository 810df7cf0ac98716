"""A download is one state of the record, holds nobody up, and leaves nothing behind."""

import contextlib
import io
import tracemalloc
import zipfile

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections, connection, connections
from django.db.models import Case, F, Func, TextField, Value, When
from django.db.models.functions import Cast, Repeat
from django.utils import translation

from measures.columns import MEASURE_SUBJECTS
from measures.models import Measure, MeasureSubject
from policies.models import Subject
from portal.browse.columns import Column
from portal.browse.export import BLOCK, csv_blocks, csv_response, xlsx_response

pytestmark = pytest.mark.django_db

ROWS = MeasureSubject.objects.published().for_list()
IDLE = 0  # of psycopg's states of a transaction


@pytest.fixture(autouse=True)
def japanese():
    """The language of every file."""
    with translation.override("ja"):
        yield


@pytest.fixture
def apart(tmp_path):
    """Two connections of their own to the record, `reader` and `writer`, and none of a test's.

    In the tests SQLite lives in memory, where readers and writers do not meet as in a file.
    """
    settings = connection.settings_dict | {"CONN_MAX_AGE": None}
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        path = tmp_path / "record.sqlite3"
        path.write_bytes(connection.connection.serialize())
        settings |= {"NAME": str(path)}
    for alias in ("reader", "writer"):
        connections.databases[alias] = settings.copy()
        # By hand: what a test connects to on the way is refused unless it was there at the start.
        connections[alias].connect()
    yield
    for alias in ("reader", "writer"):
        connections[alias].close()
        del connections[alias]
        del connections.databases[alias]


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


@contextlib.contextmanager
def an_edit():
    """An editor renames the last measure of the list and adds a row to it; undone afterwards."""
    last = ROWS.using("writer").reverse()[0]
    title = last.measure.title_ja
    measure = Measure.objects.using("writer").filter(pk=last.measure_id)
    new = Subject.objects.using("writer").exclude(measures__measure=last.measure_id)[0]
    assert measure.update(title_ja="いま変わった") == 1
    added = MeasureSubject(
        measure=last.measure, subject=new, section=last.section, phrase="新", position=99
    )
    MeasureSubject.objects.using("writer").bulk_create([added])
    try:
        yield title
    finally:
        MeasureSubject.objects.using("writer").filter(pk=added.pk).delete()
        measure.update(title_ja=title)


def sheet(response) -> bytes:
    """The rows of a workbook."""
    content = b"".join(response)
    response.file_to_stream.close()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return book.read("xl/worksheets/sheet1.xml")


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


def test_the_header_comes_before_anything_is_asked_of_the_database(apart):
    connections["reader"].close()
    blocks = csv_blocks(ROWS.using("reader"), MEASURE_SUBJECTS, "data", "")
    header = next(blocks)
    assert header.startswith(b"measure,measure_slug,")
    assert header.count(b"\r\n") == 1
    assert opened() is None
    blocks.close()
    assert opened() is None


def test_blocks_are_of_one_size_and_end_with_a_line():
    header, *blocks = csv_blocks(ROWS, MEASURE_SUBJECTS, "", "")
    assert len(blocks) > 3
    assert all(block.endswith(b"\r\n") for block in [header, *blocks])
    assert all(BLOCK / 2 < len(block) < BLOCK * 2 for block in blocks[1:-1])
    assert sum(block.count(b"\r\n") for block in blocks) == ROWS.count()


def test_a_file_is_one_state_of_the_record_and_holds_no_editor_up(apart):
    """Half-way through, a measure is renamed and a row added; the file has the old ones."""
    expected = b"".join(csv_blocks(ROWS.using("writer"), MEASURE_SUBJECTS, "", ""))
    stated = ROWS.using("reader").count()
    blocks = csv_blocks(ROWS.using("reader"), MEASURE_SUBJECTS, "", "")
    begun = next(blocks) + next(blocks)
    with an_edit() as title:
        assert title.encode() not in begun, "what is edited must be what is still to come"
        found = begun + b"".join(blocks)
        assert ROWS.using("writer").count() == stated + 1
        again = b"".join(csv_blocks(ROWS.using("writer"), MEASURE_SUBJECTS, "", ""))
    assert found == expected
    assert found.count(b"\r\n") == stated + 1
    assert "いま変わった".encode() in again
    assert again.count(b"\r\n") == stated + 2
    assert_nothing_is_left()


def test_a_workbook_is_one_state_of_the_record_and_holds_no_editor_up(apart):
    """The edit comes when the statement runs and no row is read yet."""
    edited = []

    def edit(execute, sql, params, many, context):
        found = execute(sql, params, many, context)
        if not edited and "SELECT" in sql:
            edited.append(stack.enter_context(an_edit()))
        return found

    expected = sheet(xlsx_response(ROWS.using("writer"), MEASURE_SUBJECTS, ""))
    with contextlib.ExitStack() as stack, connections["reader"].execute_wrapper(edit):
        found = sheet(xlsx_response(ROWS.using("reader"), MEASURE_SUBJECTS, ""))
    assert len(edited) == 1
    assert found == expected
    assert_nothing_is_left()


def test_who_goes_away_half_way_frees_the_connection(apart):
    """The last row would fail: it is never computed, as the statement is cancelled."""
    found = MeasureSubject.objects.using("reader").order_by()
    response = csv_response(found, [wide(), failing_at_the_end()], "data", "")
    blocks = iter(response)
    assert next(blocks) == b"wide,failing\r\n"
    assert next(blocks).endswith(b'x",""\r\n')
    if connection.vendor == "sqlite":
        assert is_read()
    request_finished.disconnect(close_old_connections)  # they are the test's own too
    try:
        response.close()
    finally:
        request_finished.connect(close_old_connections)
    assert_nothing_is_left()
    assert list(blocks) == []


def test_who_reads_to_the_end_is_told_of_the_failure(apart):
    found = MeasureSubject.objects.using("reader").order_by()
    blocks = csv_blocks(found, [failing_at_the_end()], "data", "")
    with pytest.raises(Exception, match=r"division by zero|JSON path"):
        list(blocks)
    assert_nothing_is_left()


def test_a_whole_file_leaves_nothing_behind(apart):
    for _block in csv_blocks(ROWS.using("reader"), MEASURE_SUBJECTS, "", ""):
        pass
    assert_nothing_is_left()


def test_memory_stays_flat():
    """Eighty megabytes go by, and few of them are held at a time."""
    total = 0
    tracemalloc.start()
    try:
        for block in csv_blocks(ROWS, [wide()], "data", ""):
            total += len(block)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert total > ROWS.count() * BLOCK > 60_000_000
    assert peak < total / 5


def test_an_impossible_condition_is_the_header_alone():
    nothing = ROWS.filter(pk__in=[])
    assert list(csv_blocks(nothing, MEASURE_SUBJECTS[:1], "data", "")) == [b"measure\r\n"]
