"""The description of addresses for programs (OpenAPI 3.1), from what lists and tables declare."""

import functools
import json
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override

from portal.lists.api.asked import AFTER, FIELDS, MOST, SIZE, USUAL
from portal.lists.api.problems import JSON, PROBLEM, TITLES
from portal.lists.declaration import ListPage, Table
from portal.pages.api import record_schemas, schemas
from portal.pages.api.entries import KINDS, Kind
from portal.pages.api.parts import (
    REFUSING,
    lines,
    operation,
    parameter,
    questions,
    responses,
)
from portal.pages.api.record_paths import of_record
from portal.pages.api.schemas import ref, row_name, words
from portal.pages.lists import LISTS, TABLES

DESCRIPTION = """\
The record as JSON, one answer for all languages. Every list takes the questions of its page, and
answers page by page (`.json`) or with all rows at once (`.ndjson`), from the columns of its CSV for
programs. What the record itself is stands beside: its changes, its files of each version, rows to
cite, metadata of tables and catalogues; a text can be sent to be compared with it, of which nothing
is kept. Nothing here is written, and no key is needed.

Numbers are numbers, true and false are such, null is what is not known, and columns with several
codes are arrays. Dates are in EDTF beside their first and last day. Every answer has a strong ETag:
ask with If-None-Match, and 304 says that nothing has changed. Languages of problems follow
Accept-Language."""
LICENCE = "The sources have their own licences, as far as they state one; see /sources.json."


def fields(listing: ListPage) -> dict:
    """Which columns are told."""
    names = [column.name for column in listing.data_columns]
    schema = {"type": "array", "items": {"type": "string", "enum": names}}
    return parameter(
        FIELDS, "Columns to tell, all where none is named.", schema, style="form", explode=False
    )


def pages() -> Iterator[dict]:
    """How much of a list is told."""
    size = {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}
    yield parameter(SIZE, "Rows of a page.", size)
    yield parameter(
        AFTER,
        "Behind which row the page begins, as the address `next` of an answer says it. It is a "
        "place in the order of the list, so nothing is skipped or repeated where rows come or go.",
        {"type": "string"},
    )


def of_list(listing: ListPage) -> Iterator[tuple[str, dict]]:
    """The addresses of a list."""
    asked, told = list(questions(listing)), fields(listing)
    refusing = (*REFUSING, 410)
    page = {JSON: {"schema": ref(f"{row_name(listing)}Page")}}
    yield (
        reverse(f"{listing.name}-json"),
        operation(
            f"{listing.table}_page",
            listing.title,
            listing.lead,
            [*asked, *pages(), told],
            responses(page, refusing),
        ),
    )
    yield (
        reverse(f"{listing.name}-ndjson"),
        operation(
            f"{listing.table}_rows",
            listing.title,
            listing.lead,
            [*asked, told],
            responses(lines(), refusing),
        ),
    )


def of_table(table: Table) -> Iterator[tuple[str, dict]]:
    """The addresses of a table that has no page."""
    whole = {JSON: {"schema": ref(f"{row_name(table)}Table")}}
    for suffix, content in (("json", whole), ("ndjson", lines())):
        name = f"{table.table}_{'table' if suffix == 'json' else 'rows'}"
        yield (
            reverse(f"{table.name}-{suffix}"),
            operation(name, table.title, table.lead, [], responses(content, REFUSING)),
        )


def of_entry(kind: Kind) -> tuple[str, dict]:
    """The address of an entry."""
    parameters = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": f"As in the column {refers}.",
            "schema": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"},
        }
        for name, refers in kind.keys.items()
    ]
    content = {JSON: {"schema": ref(f"{kind.view.capitalize()}Entry")}}
    title = f"One entry of {words(kind.tables[0].title)}"
    answers = responses(content, (*REFUSING, 410))
    return kind.address, operation(f"{kind.view}_entry", title, title, parameters, answers)


def components() -> dict:
    """The schemas and refusals that addresses share."""
    found = {row_name(table): schemas.row_schema(table) for table in (*LISTS, *TABLES)}
    found |= {f"{row_name(listing)}Page": schemas.list_schema(listing) for listing in LISTS}
    found |= {f"{row_name(table)}Table": schemas.table_schema(table) for table in TABLES}
    found |= {f"{kind.view.capitalize()}Entry": schemas.entry_schema(kind) for kind in KINDS}
    problems = {
        str(status): {
            "description": words(title),
            "content": {PROBLEM: {"schema": ref("Problem")}},
        }
        for status, title in TITLES.items()
    }
    found |= {"Problem": schemas.problem_schema(), **record_schemas.every()}
    return {"schemas": found, "responses": problems}


@functools.cache
def description(licence: str) -> bytes:
    """The description of all addresses, as JSON; `licence` is that of the compilation."""
    with override(settings.LANGUAGE_CODE):
        paths = dict(pair for listing in LISTS for pair in of_list(listing))
        paths |= dict(pair for table in TABLES for pair in of_table(table))
        paths |= dict(of_entry(kind) for kind in KINDS)
        paths |= dict(of_record())
    info = {"title": "Shirube", "version": "1", "description": f"{DESCRIPTION}\n\n{LICENCE}"}
    if licence:
        info["license"] = {"name": licence}
    told = {
        "openapi": "3.1.0",
        "info": info,
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": components(),
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def openapi(request: HttpRequest) -> HttpResponse:
    """The description; the same for all who ask."""
    return HttpResponse(description(settings.DATA_LICENCE), content_type=JSON)
