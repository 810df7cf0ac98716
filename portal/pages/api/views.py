"""Lists and tables as JSON, page by page or all rows at once."""

import json
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, override

from portal.lists.addresses import moved_permanently
from portal.lists.api.asked import Asked
from portal.lists.api.encoding import blocks_of, line_of
from portal.lists.api.page import page_of, way
from portal.lists.api.problems import (
    JSON,
    NDJSON,
    is_accepted,
    not_acceptable,
    refused,
)
from portal.lists.api.reading import every_row
from portal.lists.declaration import ListPage, Table
from portal.lists.download import TOTAL, text_download
from portal.lists.export import attachment
from portal.lists.faults import Fault
from portal.lists.links import Link, linked
from portal.lists.past import past_of
from portal.lists.provenance import file_names, names_of_table
from portal.lists.request import database_of, stamp_of
from portal.lists.shown import DATA
from portal.pages.summary import RecordCache

# What stands between two rows.
BETWEEN = ",\n"
# The other forms of a list, by the endings of their addresses.
OTHERS = {"json": NDJSON, "ndjson": JSON}


def head(request: HttpRequest) -> dict:
    """What every answer says first: of which record it is, and under what it may be used.

    The licence is that of the compilation; it is null while nobody has decided.
    """
    past = past_of(request)
    begins = RecordCache.at(stamp_of(request)).newest.begins
    return {
        "version": stamp_of(request).number,
        "asOf": past.point.asked if past else begins,
        "licence": settings.DATA_LICENCE or None,
    }


def opened(known: dict, name: str) -> str:
    """What is known as the beginning of an object, behind which the value of a name begins."""
    return f'{json.dumps(known, ensure_ascii=False, separators=(",", ":"))[:-1]},"{name}":'


def described() -> Link:
    """The description of all addresses."""
    return reverse("openapi"), "describedby", {"type": JSON}


def before(asked: Asked) -> HttpResponse | None:
    """The answer to a request that is no good: a refusal, or the address of what is meant."""
    request, list_request = asked.request, asked.list_request
    if not is_accepted(request):
        return not_acceptable(request)
    if asked.faults and list_request.moved:
        return moved_permanently(request.path, asked.with_own(list_request.moved))
    if asked.faults:
        return refused(request, asked.faults)
    if list_request.as_written:
        query = asked.with_own(list_request.as_written)
        return HttpResponseRedirect(f"{request.path}?{query}")
    return None


def list_json(listing: ListPage, request: HttpRequest) -> HttpResponse:
    """A page of the rows found, with the address of the next."""
    asked = Asked(request, listing, paged=True)
    if (answer := before(asked)) is not None:
        return answer
    with override(settings.LANGUAGE_CODE):
        page = page_of(asked)
        known = head(request) | {
            "firstPageVersion": page.began,
            "asked": asked.in_words,
            "count": asked.list_request.count,
            "next": page.next and request.build_absolute_uri(way(asked, page.next)),
        }
    content = f"{opened(known, 'rows')}[\n{BETWEEN.join(page.lines)}\n]}}\n"
    response = HttpResponse(content, content_type=JSON)
    response[TOTAL] = known["count"]
    links: list[Link] = [(way(asked, None), "first", {"type": JSON})]
    if page.next:
        links.append((way(asked, page.next), "next", {"type": JSON}))
    return linked(request, response, [*links, *others(asked, "json")])


def list_ndjson(listing: ListPage, request: HttpRequest) -> HttpResponse:
    """All rows found, each as an object in a line; whole or not at all."""
    asked = Asked(request, listing, paged=False)
    if (answer := before(asked)) is not None:
        return answer
    with override(settings.LANGUAGE_CODE):
        rows = every_row(asked.list_request.queryset_of(DATA), asked.columns)
        names = file_names(asked.list_request)
    blocks = ndjson(map(line_of(asked.columns), rows))
    response = text_download(request, blocks, NDJSON, attachment(*names, "ndjson"))
    return linked(request, response, others(asked, "ndjson"))


def others(asked: Asked, suffix: str) -> list[Link]:
    """What stands beside an answer: its page, its other forms, and what describes it."""
    list_request = asked.list_request
    query = list_request.file_query
    page = f"{list_request.page_path}?{query}" if query else list_request.page_path
    other = "ndjson" if suffix == "json" else "json"
    return [
        (page, "alternate", {"type": "text/html"}),
        (list_request.file_address(other), "alternate", {"type": OTHERS[suffix]}),
        (list_request.file_address("csv", DATA), "alternate", {"type": "text/csv"}),
        described(),
    ]


def ndjson(lines: Iterator[str]) -> Iterator[bytes]:
    """Rows in lines, in blocks; the first block is the empty head."""
    yield b""
    yield from blocks_of(f"{line}\n" for line in lines)


def table_rows(table: Table, using: str) -> Iterator[str]:
    """The rows of a table as objects."""
    columns = table.data_columns
    found = table.lines(using) if table.lines else every_row(table.entries().using(using), columns)
    return map(line_of(columns), found)


def table_json(table: Table, request: HttpRequest) -> HttpResponse:
    """All rows of a table that has no page."""
    if (answer := refused_whole(request)) is not None:
        return answer
    blocks = within(opened(head(request), "rows"), table_rows(table, database_of(request)))
    return table_file(table, request, blocks, "json", JSON)


def table_ndjson(table: Table, request: HttpRequest) -> HttpResponse:
    """The same, each row in a line."""
    if (answer := refused_whole(request)) is not None:
        return answer
    blocks = ndjson(table_rows(table, database_of(request)))
    return table_file(table, request, blocks, "ndjson", NDJSON)


def table_file(
    table: Table, request: HttpRequest, blocks: Iterator[bytes], suffix: str, kind: str
) -> HttpResponse:
    """A table as a file, whole or not at all."""
    names = names_of_table(table, stamp_of(request).number)
    response = text_download(request, blocks, kind, attachment(*names, suffix))
    other = "ndjson" if suffix == "json" else "json"
    links: list[Link] = [
        (reverse(f"{table.name}-{other}"), "alternate", {"type": OTHERS[suffix]}),
        (table.csv_address, "alternate", {"type": "text/csv"}),
        described(),
    ]
    return linked(request, response, links)


def within(start: str, lines: Iterator[str]) -> Iterator[bytes]:
    """An object whose rows come one after the other, and their number behind them."""
    yield f"{start}[\n".encode()
    yield from blocks_of(_joined(lines))


def _joined(lines: Iterator[str]) -> Iterator[str]:
    number = 0
    for number, line in enumerate(lines, 1):
        yield line if number == 1 else BETWEEN + line
    end = "\n" if number else ""
    yield f'{end}],"count":{number}}}'


def refused_whole(request: HttpRequest) -> HttpResponse | None:
    """Why what is always the whole is refused, where anything is asked of it."""
    if not is_accepted(request):
        return not_acceptable(request)
    if not request.GET:
        return None
    words = gettext("“%(name)s” is not understood: this file is always the whole table.")
    name = next(iter(request.GET))
    return refused(request, [Fault(words % {"name": name}, name, "")])
