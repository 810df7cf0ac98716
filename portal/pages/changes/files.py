"""The changes of the record as files: CSV, a JSON array, and JSON line by line."""

import json
from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from portal.lists.download import JSON, NDJSON, csv_download, text_download
from portal.lists.export import attachment, plain_blocks
from portal.lists.provenance import SITE
from portal.lists.request import database_of, stamp_of
from portal.pages.changes.log import Between, Refused, between, records, table

View = Callable[[HttpRequest], HttpResponse]


def understood(view: Callable[[HttpRequest, Between], HttpResponse]) -> View:
    """A view that is asked for changes between two points; why not, in words, where it is not."""

    def answer(request: HttpRequest) -> HttpResponse:
        try:
            asked = between(request.GET)
        except Refused as error:
            words, kind = f"{error}\n", "text/plain; charset=utf-8"
            return HttpResponse(words, status=error.status, content_type=kind)
        return view(request, asked)

    return answer


@understood
def changes_csv(request: HttpRequest, asked: Between) -> HttpResponse:
    """The changes as CSV, the same file in both languages."""
    blocks = plain_blocks(table(asked), database_of(request))
    return csv_download(request, blocks, disposition(request, asked, "csv"))


@understood
def changes_json(request: HttpRequest, asked: Between) -> HttpResponse:
    """The changes as an array of objects, one to a line."""
    return text_download(request, json_blocks(asked), JSON, disposition(request, asked, "json"))


@understood
def changes_ndjson(request: HttpRequest, asked: Between) -> HttpResponse:
    """The changes as an object to a line, and nothing around them."""
    return text_download(
        request, ndjson_blocks(asked), NDJSON, disposition(request, asked, "ndjson")
    )


def ndjson_blocks(asked: Between) -> Iterator[bytes]:
    """The objects in blocks, with nothing before the first."""
    yield b""
    for record in records(asked):
        yield line(record)


def json_blocks(asked: Between) -> Iterator[bytes]:
    """The array in blocks: its brackets alone are no rows."""
    yield b"["
    for number, record in enumerate(records(asked)):
        yield (b"," if number else b"") + line(record)
    yield b"]"


def line(record: dict) -> bytes:
    """One change as a line of JSON."""
    return f"{json.dumps(record, ensure_ascii=False)}\n".encode()


def disposition(request: HttpRequest, asked: Between, suffix: str) -> str:
    """A file to keep, whose name says between which points its changes are."""
    since = f"since-{asked.since.asked}" if asked.since else ""
    until = asked.until.asked if asked.until else f"v{stamp_of(request).number}"
    name = "_".join(filter(None, (SITE, "changes", since, f"until-{until}")))
    return attachment(name, name, suffix)


urlpatterns: list[URLPattern] = [
    path("data/changes.csv", changes_csv, name="data-changes-csv"),
    path("data/changes.json", changes_json, name="data-changes-json"),
    path("data/changes.ndjson", changes_ndjson, name="data-changes-ndjson"),
]
