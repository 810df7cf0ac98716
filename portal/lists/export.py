"""What a download holds: CSV and XLSX from the columns of a list, in constant memory.

The CSV contract: UTF-8 with BOM, CRLF, RFC 4180 quoting, one header row, plain numbers, ISO
dates, empty for unknown. `?profile=data` has snake_case headers and no BOM.

One statement draws all rows, and a statement sees one state of the record: the file has as many
rows as the page said when it was asked for, whatever is edited while it is read.
"""

import contextlib
import csv
import datetime
import io
import itertools
import re
import tempfile
from collections.abc import Iterator, Sequence
from typing import BinaryIO
from urllib.parse import quote

import xlsxwriter
from django.core.exceptions import EmptyResultSet
from django.db import connections, models, transaction
from django.utils.translation import gettext
from xlsxwriter.exceptions import FileCreateError

from portal.dates.clock import today
from portal.lists.cells import (
    cell_alias,
    cell_values,
    csv_cells_postgresql,
    csv_lines_sqlite,
    is_quoted,
)
from portal.lists.columns import Column, Kind
from portal.rows.internals import compiler_of

PROFILES = ("", "data")
# How much is sent at a time: less costs more turns, more keeps the first rows waiting.
BLOCK = 65_536
# What holds days, and the form of a whole one. Before 1900 a workbook has none.
DAYS = {Kind.DATE, Kind.EDTF}
WHOLE_DAY = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
# Rows read at a time, to begin with and for a workbook.
CHUNK = 100


def headers(columns: Sequence[Column], profile: str) -> list[str]:
    """The header row: words in the active language, or the names of the data profile."""
    return [column.name if profile == "data" else str(column.header) for column in columns]


def csv_blocks(
    queryset: models.QuerySet, columns: Sequence[Column], profile: str, base: str
) -> Iterator[bytes]:
    """The CSV in blocks, the header first and before anything is asked of the database.

    The statement is made at once, while the language of the request is active; the rows are
    drawn later, when it may be another. Closing the iterator ends the statement.
    """
    written = io.StringIO("" if profile == "data" else "\ufeff", newline="")
    written.seek(0, io.SEEK_END)
    csv.writer(written, lineterminator="\r\n").writerow(headers(columns, profile))
    make, read = DATABASES[connections[queryset.db].vendor]
    try:
        compiler = compiler_of(make(queryset, columns, base))
        rows = read(compiler.connection, *compiler.as_sql(), columns)
    except EmptyResultSet:  # a condition that nothing can meet
        rows = iter(())
    return _after(written.getvalue().encode(), rows)


def _after(header: bytes, rows: Iterator[bytes]) -> Iterator[bytes]:
    # A generator, not a chain: closing it closes the rows.
    yield header
    yield from rows


def _from_sqlite(connection, sql: str, params: tuple, columns) -> Iterator[bytes]:
    number = CHUNK
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        while found := cursor.fetchmany(number):
            block = b"".join(itertools.chain.from_iterable(found))
            # As many rows as fill a block, by the width of those just read.
            number = max(1, len(found) * BLOCK // len(block))
            yield block


def _from_postgresql(connection, sql: str, params: tuple, columns) -> Iterator[bytes]:
    marked = ", ".join(
        connection.ops.quote_name(cell_alias(each)) for each in columns if is_quoted(each)
    )
    # COPY takes no parameters, so they are written into the statement by the driver.
    query = connection.ops.compose_sql(sql, params)
    statement = f"COPY ({query}) TO STDOUT (FORMAT csv, FORCE_QUOTE ({marked}))"
    # Outside a transaction: left half-way, the statement is cancelled and nothing stays open.
    # What goes wrong while rows are read is the driver's own error; as Django's it is known here,
    # and a connection that broke is not used again.
    errors = connection.wrap_database_errors
    with errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        waiting, size = [], 0
        for row in copy:
            waiting.append(row)
            size += len(row)
            if size >= BLOCK:
                yield b"".join(waiting).replace(b"\n", b"\r\n")
                waiting, size = [], 0
        yield b"".join(waiting).replace(b"\n", b"\r\n")


# For each database, what makes the query and what reads it.
DATABASES = {
    "sqlite": (csv_lines_sqlite, _from_sqlite),
    "postgresql": (csv_cells_postgresql, _from_postgresql),
}


def attachment(name: str, title: str, suffix: str) -> str:
    """A Content-Disposition with an ASCII name and the name people read."""
    readable = quote(f"{title}.{suffix}", safe="")
    return f"attachment; filename=\"{name}.{suffix}\"; filename*=UTF-8''{readable}"


def write_xlsx(
    file: BinaryIO,
    queryset: models.QuerySet,
    columns: Sequence[Column],
    base: str,
    about: Sequence[tuple[str, str]] = (),
) -> Iterator[int]:
    """Write a workbook with formulas and links off; numbers are numbers, whole days are days.

    A month, a season or a period stays text, in EDTF form. Counts its rows aloud.

    What it is `about` stands on a sheet of its own behind the rows, and in its properties. The same
    rows give the same bytes all day, so that a version of the record can name them.
    """
    # The writer leaves its own files behind where it does not come to an end.
    with tempfile.TemporaryDirectory() as folder, _snapshot(queryset.db):
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(file, options | {"tmpdir": folder})
        midnight = datetime.datetime.combine(today(), datetime.time())
        said = "; ".join(f"{label}: {words}" for label, words in about)
        title = about[0][1] if about else ""
        book.set_properties({"created": midnight, "title": title, "subject": said})
        sheet = book.add_worksheet(sheet_name(title))
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for index, header in enumerate(headers(columns, "")):
            sheet.write_string(0, index, header)
        found = cell_values(queryset, columns, base).iterator(chunk_size=CHUNK)
        with _closing(book):
            for number, row in enumerate(found, start=1):
                for index, (value, column) in enumerate(zip(row, columns, strict=True)):
                    if value is None or value == "":
                        continue
                    if column.numeric:
                        sheet.write_number(number, index, value)
                    elif column.kind in DAYS and WHOLE_DAY.fullmatch(value):
                        date = datetime.datetime.fromisoformat(value)
                        sheet.write_datetime(number, index, date, day)
                    else:
                        sheet.write_string(number, index, value)
                yield number
            if about:
                sheet = book.add_worksheet(gettext("About this file"))
                for number, (label, words) in enumerate(about):
                    sheet.write_string(number, 0, label)
                    sheet.write_string(number, 1, words)


def sheet_name(title: str) -> str | None:
    """A title as the name of a sheet, as far as a workbook takes it; None for none."""
    kept = "".join(" " if letter in "[]:*?/\\" else letter for letter in title)
    return kept[:31].strip(" '") or None


@contextlib.contextmanager
def _closing(book: xlsxwriter.Workbook) -> Iterator[None]:
    """Close the book. After an error too, for only so it closes its own files; then in vain."""
    try:
        yield
    except BaseException:
        with contextlib.suppress(FileCreateError):
            book.close()
        raise
    book.close()


def _snapshot(using: str) -> contextlib.AbstractContextManager:
    """Where rows are read one by one.

    PostgreSQL streams from a plain cursor inside a transaction; outside Django would ask for one
    WITH HOLD, which computes every row before the first. SQLite streams by itself, and a
    transaction there would lock editors out.
    """
    if connections[using].vendor == "postgresql":
        return transaction.atomic(using=using)
    return contextlib.nullcontext()
