"""The log of accounts as a file, which no spreadsheet takes for formulas."""

import csv
import io
from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import StreamingHttpResponse

from portal.accounts.models import AccountEvent
from portal.dates.clock import at_home
from portal.tables.harmless import harmless

BOM = "\ufeff"
HEADERS = ("at", "kind", "account", "by", "address", "detail")


def rows(events: QuerySet[AccountEvent]) -> Iterator[tuple[str, ...]]:
    """The header and a row for each event, times with their zone."""
    yield HEADERS
    for event in events.iterator():
        texts = (event.account, event.by, event.address or "", event.detail)
        at = at_home(event.at).isoformat(timespec="seconds")
        yield (at, event.kind, *map(harmless, texts))


def log_file(events: QuerySet[AccountEvent]) -> StreamingHttpResponse:
    """The answer with the events as CSV: UTF-8 with BOM, CRLF, a header row."""
    response = StreamingHttpResponse(lines(events), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="shirube_accounts.csv"'
    response["Cache-Control"] = "no-store"
    return response


def lines(events: QuerySet[AccountEvent]) -> Iterator[bytes]:
    """The lines of the file."""
    yield BOM.encode()
    for row in rows(events):
        line = io.StringIO()
        csv.writer(line, lineterminator="\r\n").writerow(row)
        yield line.getvalue().encode()
