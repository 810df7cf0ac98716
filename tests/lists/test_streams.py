"""A download is one state of the record, holds nobody up, and leaves nothing behind."""

import contextlib
import io
import tracemalloc
import zipfile

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections, connection, connections
from django.test import RequestFactory
from django.utils import translation

from measures.lists.measure_subjects import COLUMNS
from measures.models import Measure, MeasureSubject
from policies.models import Subject
from portal.lists.download import csv_download
from portal.lists.export import BLOCK, csv_blocks, write_xlsx
from tests.downloads import ROWS, assert_nothing_is_left, failing_at_the_end, is_read, opened, wide

pytestmark = [pytest.mark.django_db, pytest.mark.bundled, pytest.mark.both]


@pytest.fixture(autouse=True)
def japanese():
    """The language of every file."""
    with translation.override("ja"):
        yield


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


def sheet(queryset) -> bytes:
    """The rows of a workbook."""
    file = io.BytesIO()
    assert list(write_xlsx(file, queryset, COLUMNS, ""))
    with zipfile.ZipFile(file) as book:
        return book.read("xl/worksheets/sheet1.xml")


def test_the_header_comes_before_anything_is_asked_of_the_database(apart):
    connections["reader"].close()
    blocks = csv_blocks(ROWS.using("reader"), COLUMNS, "data", "")
    header = next(blocks)
    assert header.startswith(b"measure,measure_slug,")
    assert header.count(b"\r\n") == 1
    assert opened() is None
    blocks.close()
    assert opened() is None


def test_blocks_are_of_one_size_and_end_with_a_line():
    header, *blocks = csv_blocks(ROWS, COLUMNS, "", "")
    assert len(blocks) > 3
    assert all(block.endswith(b"\r\n") for block in [header, *blocks])
    assert all(BLOCK / 2 < len(block) < BLOCK * 2 for block in blocks[1:-1])
    assert sum(block.count(b"\r\n") for block in blocks) == ROWS.count()


def test_a_file_is_one_state_of_the_record_and_holds_no_editor_up(apart):
    """Half-way through, a measure is renamed and a row added; the file has the old ones."""
    expected = b"".join(csv_blocks(ROWS.using("writer"), COLUMNS, "", ""))
    stated = ROWS.using("reader").count()
    blocks = csv_blocks(ROWS.using("reader"), COLUMNS, "", "")
    begun = next(blocks) + next(blocks)
    with an_edit() as title:
        assert title.encode() not in begun, "what is edited must be what is still to come"
        found = begun + b"".join(blocks)
        assert ROWS.using("writer").count() == stated + 1
        again = b"".join(csv_blocks(ROWS.using("writer"), COLUMNS, "", ""))
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
        if not edited and " FROM " in sql:
            edited.append(stack.enter_context(an_edit()))
        return found

    expected = sheet(ROWS.using("writer"))
    with contextlib.ExitStack() as stack, connections["reader"].execute_wrapper(edit):
        found = sheet(ROWS.using("reader"))
    assert len(edited) == 1
    assert found == expected
    assert_nothing_is_left()


def test_who_goes_away_half_way_frees_the_connection(apart, settings):
    """The last row would fail: it is never computed, as the statement is cancelled."""
    settings.DOWNLOAD_DISK_LIMIT = 0
    found = MeasureSubject.objects.using("reader").order_by()
    rows = csv_blocks(found, [wide(), failing_at_the_end()], "data", "")
    response = csv_download(RequestFactory().get("/rows.csv"), rows, "attachment")
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
    for _block in csv_blocks(ROWS.using("reader"), COLUMNS, "", ""):
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
    assert list(csv_blocks(nothing, COLUMNS[:1], "data", "")) == [b"measure\r\n"]
