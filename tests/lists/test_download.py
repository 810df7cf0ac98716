"""A download is whole and says how long it is, or it is an error; never a table that ends early."""

import contextlib
import functools
import gc
import io
import logging
import os
import re
import tempfile
import tracemalloc
import zipfile
from collections.abc import Iterator

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections, connection, connections
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from measures.lists.measure_subjects import COLUMNS
from measures.models import MeasureSubject
from portal.lists.columns import Column
from portal.lists.download import csv_download, xlsx_download
from portal.lists.export import BLOCK, csv_blocks, write_xlsx
from portal.lists.whole import MEMORY
from portal.pages.lists import LISTS
from tests.downloads import (
    ROWS,
    assert_nothing_is_left,
    ended_from_outside,
    failing_at_the_end,
    full_disk,
    is_read,
    wide,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both]

ADDRESS = "/measure-subjects.csv?q=%E9%8A%85"
SENTENCE = {
    "ja": "最後の行まで取り出せなかったため、途中までのファイルは送りません。",
    "en": "The download could not be completed, so nothing of it was sent.",
}


@pytest.fixture(autouse=True)
def japanese():
    """The language of every answer, whatever a test before has asked for."""
    with translation.override("ja"):
        yield


@pytest.fixture(autouse=True)
def told(caplog) -> Iterator:
    """What the log tells of downloads, beginning with nothing."""
    with caplog.at_level(logging.INFO, "portal.lists.download"):
        yield caplog


@pytest.fixture(autouse=True)
def own_connections() -> Iterator[None]:
    """The end of a request leaves connections open: they are the test's own too."""
    request_finished.disconnect(close_old_connections)
    yield
    request_finished.connect(close_old_connections)


def csv(*columns: Column, rows=None) -> HttpResponse:
    """The answer with these columns, drawn over a connection that no test holds."""
    rows = MeasureSubject.objects.using("reader").order_by() if rows is None else rows
    blocks = csv_blocks(rows, columns, "data", "")
    return csv_download(RequestFactory().get(ADDRESS), blocks, "attachment")


def xlsx(*columns: Column) -> HttpResponse:
    """The same as a workbook."""
    rows = MeasureSubject.objects.using("reader").order_by()
    write = functools.partial(write_xlsx, queryset=rows, columns=columns, base="")
    return xlsx_download(RequestFactory().get("/rows.xlsx"), write, "attachment")


def hidden_files() -> set[str]:
    """The temporary files that this process holds: they have no name any more."""
    found = set()
    for number in os.listdir("/proc/self/fd"):
        with contextlib.suppress(FileNotFoundError):  # the one of the listing itself
            found.add(os.readlink(f"/proc/self/fd/{number}"))
    return {path for path in found if path.endswith("(deleted)")}


def body(response: HttpResponse) -> bytes:
    """All that is sent; then the answer is closed, as a server does."""
    with contextlib.closing(response):
        return b"".join(response)


def lines(caplog) -> list[tuple[str, str]]:
    """The lines of the log about downloads: level and words."""
    return [
        (record.levelname, record.getMessage())
        for record in caplog.records
        if record.name == "portal.lists.download"
    ]


def assert_unavailable(response: HttpResponse, language: str = "ja") -> None:
    """A refusal in words, that no browser saves under the name of the list."""
    assert response.status_code == 503
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert int(response["Retry-After"]) > 0
    assert not response.has_header("Content-Disposition")
    assert not response.has_header("X-Total-Count")
    assert response.content.decode().startswith(SENTENCE[language])


# Whole.


@pytest.mark.parametrize("listing", LISTS, ids=lambda listing: listing.name)
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_every_download_says_how_long_it_is(client, listing, suffix, told):
    address = reverse(f"{listing.name}-{suffix}")
    response = client.get(address)
    content = body(response)
    assert int(response["Content-Length"]) == len(content)
    rows = int(response["X-Total-Count"])
    if suffix == "csv":
        assert content.count(b"\r\n") == rows + 1
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            sheet = book.read("xl/worksheets/sheet1.xml")
        assert sheet.count(b"<row ") == rows + 1
    [line] = lines(told)
    assert line == ("INFO", f"Download {address} sent, {rows} rows, {len(content)} bytes")


def test_head_tells_the_log_of_no_download(client, told):
    assert client.head("/measures.csv?kind=law")["X-Total-Count"]
    assert lines(told) == []


@pytest.mark.bundled
def test_the_rows_stand_in_a_file_before_the_answer_begins(apart):
    """The connection is free while they are sent; closing the answer frees the file."""
    before = hidden_files()
    response = csv(wide())
    assert_nothing_is_left()
    [file] = hidden_files() - before
    assert next(iter(response)).startswith(b"wide\r\n")
    response.close()
    assert file not in hidden_files()


def test_few_rows_need_no_file(apart):
    before = hidden_files()
    response = csv(*COLUMNS[:1])
    assert int(response["Content-Length"]) < MEMORY
    assert hidden_files() == before
    response.close()


@pytest.mark.bundled
def test_memory_stays_flat():
    """Eighty megabytes are written and sent, and few of them are held at a time."""
    total = 0
    tracemalloc.start()
    try:
        with contextlib.closing(csv(wide(), rows=ROWS)) as response:
            for block in response:
                total += len(block)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert total == int(response["Content-Length"]) > 60_000_000
    assert peak < total / 3


def test_a_workbook_of_the_same_rows_has_the_same_bytes(client):
    first, second = (b"".join(client.get(reverse("budgets-xlsx"))) for _time in range(2))
    assert first == second


def test_who_goes_away_is_told_of(apart, told):
    response = csv(wide())
    blocks = iter(response)
    sent = len(next(blocks)) + len(next(blocks))
    response.close()
    response.close()
    length = response["Content-Length"]
    words = f"Download {ADDRESS} left by its reader after {sent} of {length} bytes"
    assert lines(told) == [("INFO", words)]


# Not whole: nothing at all.


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("make", [csv, xlsx])
def test_a_statement_ended_from_outside_is_an_error(apart, make, language, told):
    before = hidden_files()
    with translation.override(language):
        response = make(Column("phrase", "Phrase", "phrase"), ended_from_outside())
    assert_unavailable(response, language)
    assert hidden_files() == before
    [(level, words)] = lines(told)
    assert level == "ERROR"
    assert re.search(r"^Download /\S+ failed after \d+ rows, \d+ bytes made, 0 bytes sent: ", words)
    assert re.search(r"OperationalError: (interrupted|.*terminat.*)", words), words
    assert "\n" not in words
    # What Django does at the end of a request, and why it is Django's own error that must be told.
    connections["reader"].close_if_unusable_or_obsolete()
    assert MeasureSubject.objects.using("reader").exists()


@pytest.mark.bundled
# What the writer of workbooks still holds it tries to write when it is forgotten, in vain again.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("make", [csv, xlsx])
def test_a_full_disk_is_an_error(apart, make, told, monkeypatch, tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    before = hidden_files()
    with full_disk(5 * BLOCK if make is xlsx else 2 * MEMORY):
        response = make(wide(30_000), Column("phrase", "Phrase", "phrase"))
    assert_unavailable(response)
    gc.collect()
    assert hidden_files() == before
    assert list(folder.iterdir()) == [], "nothing stays on the full disk"
    [(level, words)] = lines(told)
    assert (level, "File too large" in words) == ("ERROR", True)
    rows = int(re.search(r"failed after (\d+) rows", words)[1])
    assert 0 < rows < ROWS.count()
    assert_nothing_is_left()


def test_a_fault_of_the_site_is_told_and_stays_a_fault(apart, told):
    """What no second try mends is not said to pass by itself."""
    with pytest.raises(ZeroDivisionError):
        csv_download(RequestFactory().get(ADDRESS), (1 // 0 for _row in b" "), "attachment")
    [(level, words)] = lines(told)
    assert level == "ERROR"
    assert "ZeroDivisionError" in words


# Past the limit.


@pytest.mark.bundled
def test_past_the_limit_the_rest_is_streamed(apart, settings, told):
    whole = body(csv(wide()))
    settings.DOWNLOAD_DISK_LIMIT = 10 * BLOCK
    response = csv(wide())
    assert not response.has_header("Content-Length")
    assert not response.has_header("X-Total-Count")
    assert response["Content-Disposition"] == "attachment"
    if connection.vendor == "sqlite":
        assert is_read()
    assert body(response) == whole
    assert_nothing_is_left()
    rows = whole.count(b"\r\n") - 1
    sent = f"Download {ADDRESS} sent, {rows} rows, {len(whole)} bytes"
    assert lines(told)[-1] == ("INFO", sent)


@pytest.mark.parametrize(("room", "whole"), [(1, True), (-BLOCK, False)])
def test_only_what_goes_past_the_limit_is_streamed(apart, settings, room, whole):
    length = len(body(csv(wide())))
    settings.DOWNLOAD_DISK_LIMIT = length + room
    response = csv(wide())
    assert response.has_header("Content-Length") == whole
    assert len(body(response)) == length


@pytest.mark.bundled
@pytest.mark.parametrize("failing", [failing_at_the_end, ended_from_outside])
def test_a_stream_that_fails_does_not_end_as_if_it_were_whole(apart, settings, failing, told):
    settings.DOWNLOAD_DISK_LIMIT = 0
    with pytest.raises(Exception, match=r"zero|JSON path|interrupted|terminat"):
        body(csv(wide(), failing()))
    [(level, words)] = lines(told)
    assert level == "ERROR"
    sent = int(re.search(r"failed after \d+ rows, \d+ bytes made, (\d+) bytes sent: ", words)[1])
    assert sent > BLOCK


def test_who_leaves_a_stream_is_told_of(apart, settings, told):
    settings.DOWNLOAD_DISK_LIMIT = 0
    response = csv(wide(), failing_at_the_end())
    next(iter(response))
    response.close()
    assert_nothing_is_left()
    [(level, words)] = lines(told)
    assert (level, "left by its reader" in words) == ("INFO", True)
