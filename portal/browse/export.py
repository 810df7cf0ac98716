"""Downloads: CSV and XLSX from the columns of a list, in constant memory.

The CSV contract: UTF-8 with BOM, CRLF, RFC 4180 quoting, one header row, plain numbers, ISO
dates, empty for unknown. `?profile=data` has snake_case headers and no BOM.
"""

import csv
import datetime
import tempfile
from collections.abc import Iterator, Sequence
from urllib.parse import quote

import xlsxwriter
from django.db import models, transaction
from django.http import FileResponse, StreamingHttpResponse

from portal.browse.columns import Column, rows

PROFILES = ("", "data")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
CHUNK = 2000


class Echo:
    """A file that hands back what is written to it, for the csv module."""

    def write(self, value: str) -> str:
        """What was written."""
        return value


def headers(columns: Sequence[Column], profile: str) -> list[str]:
    """The header row: words in the active language, or the names of the data profile."""
    return [column.name if profile == "data" else str(column.header) for column in columns]


def cells(row: tuple, columns: Sequence[Column], profile: str) -> Iterator:
    """One row as CSV cells. In the default profile text can never start a formula."""
    for value, column in zip(row, columns, strict=True):
        if value is None:
            yield ""
        elif column.numeric:
            yield _plain(value)
        else:
            text = _text(value)
            formula = str(value).startswith(FORMULA) or text.lstrip().startswith(FORMULA)
            yield f"'{text}" if profile != "data" and formula else text


def _text(value) -> str:
    """A value on one line; several codes with a comma between."""
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return " ".join(text.splitlines())


def _plain(number) -> str:
    """A number without exponent or idle zeros."""
    text = f"{number:f}" if not isinstance(number, int) else str(number)
    return text.rstrip("0").rstrip(".") if "." in text else text


def csv_lines(
    queryset: models.QuerySet, columns: Sequence[Column], profile: str, base: str
) -> Iterator[str]:
    """The lines of the CSV, read in one snapshot with a cursor that holds few rows.

    Headers and expressions are made at once, while the language of the request is active; the
    lines are drawn later, when it may be another.
    """
    names = [f"c_{column.name}" for column in columns]
    found = rows(queryset, columns, base).values_list(*names)
    return _lines(headers(columns, profile), found, columns, profile)


def _lines(
    header: list[str], found: models.QuerySet, columns: Sequence[Column], profile: str
) -> Iterator[str]:
    writer = csv.writer(Echo(), lineterminator="\r\n")
    bom = "" if profile == "data" else "\ufeff"
    yield bom + writer.writerow(header)
    # Inside a transaction PostgreSQL streams from a plain cursor; outside Django would ask for
    # one WITH HOLD, which computes every row before the first is sent.
    with transaction.atomic():
        for row in found.iterator(chunk_size=CHUNK):
            yield writer.writerow(cells(row, columns, profile))


def attachment(name: str, title: str, suffix: str, day: datetime.date) -> str:
    """A Content-Disposition with an ASCII name and the name people read."""
    readable = quote(f"{title}_{day:%Y%m%d}.{suffix}", safe="")
    return f"attachment; filename=\"{name}_{day:%Y%m%d}.{suffix}\"; filename*=UTF-8''{readable}"


def csv_response(
    queryset: models.QuerySet, columns: Sequence[Column], profile: str, base: str
) -> StreamingHttpResponse:
    """The rows as a streamed CSV."""
    return StreamingHttpResponse(
        csv_lines(queryset, columns, profile, base), content_type="text/csv; charset=utf-8"
    )


def xlsx_response(queryset: models.QuerySet, columns: Sequence[Column], base: str) -> FileResponse:
    """The rows as a workbook with formulas and links off; numbers are numbers."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - FileResponse closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    sheet = book.add_worksheet()
    for index, header in enumerate(headers(columns, "")):
        sheet.write_string(0, index, header)
    names = [f"c_{column.name}" for column in columns]
    with transaction.atomic():
        found = rows(queryset, columns, base).values_list(*names).iterator(chunk_size=CHUNK)
        for number, row in enumerate(found, start=1):
            for index, (value, column) in enumerate(zip(row, columns, strict=True)):
                if value is None or value == "":
                    continue
                if column.numeric:
                    sheet.write_number(number, index, value)
                else:
                    sheet.write_string(number, index, _text(value))
    book.close()
    file.seek(0)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return FileResponse(file, content_type=kind)
