"""What a download holds: CSV and XLSX from the columns of a list, in constant memory.

The CSV contract: UTF-8 with BOM, CRLF, RFC 4180 quoting, one header row, plain numbers, ISO
dates, empty for unknown. `?profile=data` has snake_case headers and no BOM.

One statement draws all rows, and a statement sees one state of the record: the file has as many
rows as the page said when it was asked for, whatever is edited while it is read.
"""

import contextlib
import csv
import dataclasses
import datetime
import io
import itertools
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO
from urllib.parse import quote

import xlsxwriter
from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.utils.translation import gettext
from xlsxwriter.exceptions import FileCreateError

from portal.changes.waiting import reading_long
from portal.lists.cells import (
    cell_alias,
    cell_values,
    csv_cells_postgresql,
    csv_lines_sqlite,
    is_quoted,
)
from portal.lists.columns import Column, Kind
from portal.lists.declaration import Table
from portal.rows.internals import compiler_of

PROFILES = ("", "data")
# How much is sent at a time: less costs more turns, more keeps the first rows waiting.
BLOCK = 65_536
# What holds days, and the form of a whole one. Before 1900 a workbook has none.
DAYS = {Kind.DATE, Kind.EDTF}
WHOLE_DAY = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
# How wide a column of a workbook is, in characters: by its header, within these.
NARROWEST, WIDEST = 8, 40
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


def plain_blocks(table: Table, using: str) -> Iterator[bytes]:
    """A table for programs as CSV in blocks, from its statement or its lines."""
    if table.lines is None:
        rows = table.in_order.using(using)
        yield from csv_blocks(rows, table.data_columns, "data", "")
        return
    columns = table.data_columns
    yield (",".join(column.name for column in columns) + "\r\n").encode()
    for line in table.lines(using):
        cells = (plain_cell(value, each) for value, each in zip(line, columns, strict=True))
        yield (",".join(cells) + "\r\n").encode()


def plain_cell(value, column: Column) -> str:
    """A value as databases write it into a CSV."""
    if isinstance(value, bool):
        return str(value).lower()
    told = "" if value is None else str(value)
    return '"' + told.replace('"', '""') + '"' if is_quoted(column) else told


def _after(header: bytes, rows: Iterator[bytes]) -> Iterator[bytes]:
    # A generator, not a chain: closing it closes the rows.
    yield header
    yield from rows


def _from_sqlite(connection, sql: str, params: tuple, columns) -> Iterator[bytes]:
    number = CHUNK
    long = reading_long(settings.DOWNLOAD_SECONDS, connection.alias)
    with long, connection.cursor() as cursor:
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
    # Left half-way, the statement is cancelled, its transaction is rolled back, nothing stays open.
    # What goes wrong while rows are read is the driver's own error; as Django's it is known here,
    # and a connection that broke is not used again.
    errors = connection.wrap_database_errors
    long = reading_long(settings.DOWNLOAD_SECONDS, connection.alias)
    with errors, long, connection.cursor() as cursor, cursor.copy(statement) as copy:
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


@dataclasses.dataclass(frozen=True)
class Workbook:
    """What a workbook is beside its rows: `about` it in lines, when the record was `made` so.

    Nothing in it is of the moment in which it is written: a version gives the same bytes each time.
    """

    about: Sequence[tuple[str, str]] = ()
    made: datetime.datetime = datetime.datetime(1980, 1, 1)
    profile: str = ""

    @property
    def title(self) -> str:
        """What the list is called."""
        return self.about[0][1] if self.about else ""


def write_xlsx(
    file: BinaryIO,
    queryset: models.QuerySet,
    columns: Sequence[Column],
    base: str,
    told: Workbook = Workbook(),
) -> Iterator[int]:
    """Write a workbook with formulas and links off; numbers are numbers, whole days are days.

    A month, a season or a period stays text, in EDTF form. Counts its rows aloud. Behind the rows
    stand a sheet of what the file is about, and one of what its columns mean.
    """
    # PostgreSQL streams from a plain cursor inside a transaction; outside Django would ask for one
    # WITH HOLD, which computes every row before the first.
    long = reading_long(settings.DOWNLOAD_SECONDS, queryset.db)
    # The writer leaves its own files behind where it does not come to an end.
    with tempfile.TemporaryDirectory() as folder, long:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(file, options | {"tmpdir": folder})
        said = "; ".join(f"{label}: {words}" for label, words in told.about)
        book.set_properties({"created": told.made, "title": told.title, "subject": said})
        sheet = book.add_worksheet(sheet_name(told.title))
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        names = headers(columns, told.profile)
        _write_lines(sheet, [names])
        found = cell_values(queryset, columns, base).iterator(chunk_size=CHUNK)
        with _closing(book):
            number = 0
            for number, row in enumerate(found, start=1):
                for index, (value, column) in enumerate(zip(row, columns, strict=True)):
                    if value is not None and value != "":
                        _write_cell(sheet, number, index, value, column, day)
                yield number
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, number, len(columns) - 1)
            for index, name in enumerate(names):
                sheet.set_column(index, index, min(WIDEST, NARROWEST + len(name)))
            if told.about:
                _write_lines(book.add_worksheet(gettext("About this file")), told.about)
                _write_lines(book.add_worksheet(gettext("Columns")), columns_told(columns, names))


def columns_told(columns: Sequence[Column], names: Sequence[str]) -> Iterator[Sequence[str]]:
    """What the columns of a file mean, a line for each, below a header."""
    yield gettext("Header"), "profile=data", gettext("Type"), gettext("Unit"), gettext("Meaning")
    for name, column in zip(names, columns, strict=True):
        told = ", ".join(each.name for each in column.in_data)
        yield name, told, str(column.kind.label), column.unit, str(column.meaning)


def _write_lines(sheet, lines: Iterable[Sequence[str]]) -> None:
    for number, line in enumerate(lines):
        for index, words in enumerate(line):
            sheet.write_string(number, index, words)


def _write_cell(sheet, number: int, index: int, value, column: Column, day) -> None:
    if column.numeric:
        sheet.write_number(number, index, value)
    elif column.kind == Kind.BOOLEAN:
        sheet.write_boolean(number, index, value == "true")
    elif column.kind in DAYS and WHOLE_DAY.fullmatch(value):
        sheet.write_datetime(number, index, datetime.datetime.fromisoformat(value), day)
    else:
        sheet.write_string(number, index, value)


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
