"""The addresses that tell of the record itself: what changed, files, rows to cite, catalogues."""

from collections.abc import Iterator

from django.urls import reverse

from portal.lists.api.problems import JSON
from portal.lists.csvw import CSVW
from portal.lists.declaration import ListPage, Table
from portal.lists.past import AS_OF
from portal.pages.api.parts import (
    ALWAYS,
    lines,
    operation,
    parameter,
    questions,
    responses,
)
from portal.pages.api.schemas import ref
from portal.pages.changes.log import SINCE, UNTIL
from portal.pages.lists import LISTS, TABLES

# What files answer that know no question and are always there; those that are told in a sentence.
STANDING = tuple(status for status in ALWAYS if status not in (404, 406))
IN_TEXT = (405, 412, 416, 503)
# What the address that is sent a text may answer instead.
SENDING = (400, 405, 413, 415, 503)
TEXT = {"type": "string"}
Paths = Iterator[tuple[str, dict]]


def described(name: str, words: str, content: dict, refusing, parameters: list[dict]) -> dict:
    """An address by what stands there."""
    return operation(name, words, words, parameters, responses(content, refusing))


def of_changes() -> Paths:
    """What changed between two points of the record."""
    asked = [
        parameter(SINCE, "From what came behind this version, or from this day on.", TEXT),
        parameter(UNTIL, "Until this version or the end of this day.", TEXT),
    ]
    content = {"json": {JSON: {"schema": ref("Changes")}}, "ndjson": lines()}
    for suffix, told in content.items():
        words = "What changed in the record, in the order in which it was made"
        yield (
            reverse(f"data-changes-{suffix}"),
            described(f"changes_{suffix}", words, told, (400, 409, *STANDING), asked),
        )


def of_subset(listing: ListPage) -> Paths:
    """The rows of a list as something to cite."""
    asked = [each for each in questions(listing) if each["name"] != AS_OF]
    given = [
        parameter("cited", "The version at which the rows were cited, such as v12.", TEXT),
        parameter("sha256", "The SHA-256 with which they were cited.", TEXT),
    ]
    told = {JSON: {"schema": ref("Subset")}}
    words = "The rows found as something to cite, and whether what was cited holds"
    yield (
        reverse(f"{listing.name}-meta"),
        described(f"{listing.table}_subset", words, told, (400, 410, *STANDING), [*asked, *given]),
    )


def of_metadata(table: Table) -> Paths:
    """What the columns of a CSV are."""
    asked = list(questions(table)) if isinstance(table, ListPage) else []
    told = {CSVW: {"schema": ref("TableMetadata")}}
    words = "What the columns of the CSV for programs are"
    yield (
        reverse(f"{table.name}-csvw"),
        described(f"{table.table}_metadata", words, told, (400, 410, *STANDING), asked),
    )


def of_bundles() -> Paths:
    """The manifests of the newest bundle, and of each that is kept."""
    told = {JSON: {"schema": ref("Bundle")}}
    words = "The whole record as files: the newest version"
    yield reverse("bundle"), described("bundle", words, told, (400, *STANDING), [])
    number = parameter("version", "The version of the record.", {"type": "integer", "minimum": 0})
    path = reverse("bundle-file", args=[0, "index.json"]).replace("/0/", "/{version}/")
    words = "The whole record as files: a version"
    asked = [number | {"in": "path", "required": True}]
    yield path, described("bundle_version", words, told, (400, 404, 410, *STANDING), asked)


def of_catalogues() -> Paths:
    """What catalogues and reference managers read, where what is wrong is told in a sentence."""
    kinds = {
        "catalog-ttl": ("text/turtle", TEXT, "The data as a catalogue knows them (DCAT-AP 3)"),
        "catalog-jsonld": (
            "application/ld+json",
            ref("Catalogue"),
            "The same catalogue as JSON-LD",
        ),
        "citation-cff": ("application/yaml", ref("Citation"), "How the data are cited"),
    }
    sentence = {"description": "A sentence.", "content": {"text/plain": {"schema": TEXT}}}
    for name, (kind, schema, words) in kinds.items():
        told = described(name.replace("-", "_"), words, {kind: {"schema": schema}}, (), [])
        told["get"]["responses"] |= {str(status): sentence for status in IN_TEXT}
        yield reverse(name), told


def of_check() -> Paths:
    """A text compared with the record: the only address that is sent something, of which nothing
    is kept.
    """
    words = "The values of a text, at most 60,000 characters, compared with the record"
    told = described("check_text", words, {JSON: {"schema": ref("Check")}}, SENDING, [])
    answer = told.pop("get")
    answer["requestBody"] = {"required": True, "content": {"text/plain": {"schema": TEXT}}}
    yield reverse("check-text-api"), {"post": answer}


def of_record() -> Paths:
    """All of these."""
    yield from of_check()
    yield from of_changes()
    for listing in LISTS:
        yield from of_subset(listing)
    for table in (*LISTS, *TABLES):
        yield from of_metadata(table)
    yield from of_bundles()
    yield from of_catalogues()
