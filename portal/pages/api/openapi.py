"""The description of every address of JSON (OpenAPI 3.1), from what lists and tables declare."""

import functools
import json
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override

from portal.lists.api.asked import AFTER, FIELDS, MOST, SIZE, USUAL
from portal.lists.api.problems import JSON, NDJSON, PROBLEM, TITLES
from portal.lists.declaration import ListPage, Table
from portal.lists.filters import FacetFilter, Only, Search
from portal.lists.hierarchy import YES
from portal.lists.past import AS_OF, LABELS
from portal.pages.api import schemas
from portal.pages.api.entries import KINDS, Kind
from portal.pages.api.schemas import ref, row_name, words
from portal.pages.lists import LISTS, TABLES

# What every address may answer where it does not give what is asked; those that know questions.
ALWAYS = (404, 405, 406, 412, 416, 500, 503)
REFUSING = (400, *ALWAYS)
DESCRIPTION = """\
The record as JSON, one answer for all languages. Every list takes the questions of its page, and
answers page by page (`.json`) or with all rows at once (`.ndjson`), from the columns of its CSV for
programs. Nothing here is written, and no key is needed.

Numbers are numbers, true and false are such, null is what is not known, and columns with several
codes are arrays. Dates are in EDTF beside their first and last day. Every answer has a strong ETag:
ask with If-None-Match, and 304 says that nothing has changed. Languages of problems follow
Accept-Language."""
LICENCE = "The sources have their own licences, as far as they state one; see /sources.json."
EXAMPLES = {"q": "半導体", FIELDS: "slug,title_ja", SIZE: 20, AFTER: ""}


def parameter(name: str, description: str, schema: dict, **more) -> dict:
    """A parameter of a query."""
    told = {"name": name, "in": "query", "description": description, "schema": schema}
    return {**told, **({"example": EXAMPLES[name]} if EXAMPLES.get(name) else {}), **more}


def question(name: str, asked) -> dict:
    """A question of a list as a parameter."""
    text: dict = {"type": "string"}
    if isinstance(asked, Only) or getattr(asked, "input", "") == "checkbox":
        schema = {"type": "string", "enum": [YES]}
    elif isinstance(asked, FacetFilter):
        schema = {"type": "array", "items": text | codes_of(asked)}
    elif isinstance(asked, Search):
        schema = text | {"maxLength": 200}
    else:
        schema = text
    return parameter(name, f"{words(asked.label)}.", schema)


def codes_of(asked: FacetFilter) -> dict:
    """The values of a question that has the same ones always."""
    choices = getattr(asked, "choices", None)
    if choices is None or callable(choices):
        return {}
    return {"enum": [str(value) for value, _words in choices]}


def questions(listing: ListPage) -> Iterator[dict]:
    """The questions of a list, and its order."""
    for name, asked in listing.filterset_class.base_filters.items():
        yield question(name, asked)
    names = [sort.name for sort in listing.sorts]
    told = "; ".join(f"{sort.name}: {words(sort.label)}" for sort in listing.sorts)
    schema = {"type": "string", "enum": names}
    yield parameter("sort", f"Order of the rows; the first where none is asked. {told}.", schema)
    choice = listing.filterset_class.CHOICE
    if choice and choice not in listing.filterset_class.base_filters:
        yield parameter(choice, "Entries that were chosen; they narrow nothing.", several())
    yield parameter(AS_OF, f"{words(LABELS[AS_OF])}: a day or a version.", {"type": "string"})


def several() -> dict:
    """Any of several texts."""
    return {"type": "array", "items": {"type": "string"}}


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


def responses(content: dict, refusing: Sequence[int]) -> dict:
    """What an address answers."""
    found = {
        "200": {"description": "What is asked for.", "content": content},
        "206": {"description": "The part that is asked for with Range.", "content": content},
        "301": {"description": "The address of an entry that is named otherwise now."},
        "302": {"description": "The address of what is asked, as it stands in addresses."},
        "304": {"description": "Nothing has changed since the ETag that is held."},
    }
    return found | {
        str(status): {"$ref": f"#/components/responses/{status}"} for status in refusing
    }


def operation(name: str, title, lead, parameters: list[dict], answers: dict) -> dict:
    """What is read at an address."""
    told = {
        "operationId": name,
        "summary": words(title),
        "description": words(lead),
        "responses": answers,
    }
    return {"get": told | ({"parameters": parameters} if parameters else {})}


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


def lines() -> dict:
    """Rows in lines, which no schema of one document tells of."""
    description = "Each line is an object: a row, as in the answer by pages."
    return {NDJSON: {"schema": {"type": "string", "description": description}}}


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
    return {"schemas": {**found, "Problem": schemas.problem_schema()}, "responses": problems}


@functools.cache
def description(licence: str) -> bytes:
    """The description of all addresses, as JSON; `licence` is that of the compilation."""
    with override(settings.LANGUAGE_CODE):
        paths = dict(pair for listing in LISTS for pair in of_list(listing))
        paths |= dict(pair for table in TABLES for pair in of_table(table))
        paths |= dict(of_entry(kind) for kind in KINDS)
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
