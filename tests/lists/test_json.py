"""JSON of lists and tables: the cells of the data profile with types, page by page or all."""

import csv
import dataclasses
import io
import json
import re
from urllib.parse import urlsplit

import pytest
from django.db import OperationalError
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.urls import reverse

from measures.models import Measure
from policies.models import Partner
from portal.lists.api import page
from portal.lists.api.cursors import Cursor, Unreadable, Walk
from portal.lists.columns import Kind
from portal.pages.api import views
from portal.pages.lists import DICTIONARY, LISTS, RECORD, TABLES
from tests.cases import for_each

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_published")]

PROBLEM = "application/problem+json"


def ask(address: str, **headers: str) -> HttpResponse:
    """What a new client is answered, whatever goes wrong."""
    response = Client(raise_request_exception=False).get(address, headers=headers)
    response.read = b"".join(response)
    return response


def body(response) -> bytes:
    """All of an answer, which was read to its end."""
    return response.read if hasattr(response, "read") else response.content


def read(address: str) -> dict:
    """An answer of JSON, numbers as they are written."""
    response = ask(address)
    assert response.status_code == 200, body(response)
    return json.loads(body(response), parse_int=str, parse_float=str)


def walked(address: str) -> list[dict]:
    """The rows of all pages from an address on."""
    rows = []
    while address:
        answer = read(address)
        rows += answer["rows"]
        address = answer["next"]
    assert str(len(rows)) == answer["count"]
    return rows


def typed(cell: str, column):
    """A cell of the CSV as JSON has it, numbers as they are written."""
    if column.several:
        return cell.split(";") if cell else []
    return {"": None, "true": True, "false": False}.get(cell, cell) if column else cell


def expected(table) -> list[dict]:
    """The rows of the CSV for programs as JSON has them."""
    address = table.csv_address
    found = body(ask(address if table in TABLES else f"{address}?profile=data")).decode()
    columns = {column.name: column for column in table.data_columns}
    return [
        {name: typed(cell, columns[name]) for name, cell in row.items()}
        for row in csv.DictReader(io.StringIO(found, newline=""))
    ]


def lines(address: str) -> list[dict]:
    """The rows of a file of lines."""
    found = body(ask(address)).decode().splitlines()
    return [json.loads(each, parse_int=str, parse_float=str) for each in found]


@pytest.mark.both
@for_each("table", (*RECORD, *DICTIONARY), ids=lambda table: table.name)
def test_the_cells_are_those_of_the_csv_with_types(table):
    rows = expected(table)
    whole = read(reverse(f"{table.name}-json"))
    assert lines(reverse(f"{table.name}-ndjson")) == rows
    assert whole["count"] == str(len(rows))
    assert whole["rows"] == (rows if table in TABLES else rows[:100])


@for_each("table", (*RECORD, *DICTIONARY), ids=lambda table: table.name)
def test_numbers_and_truths_are_no_text(table):
    columns = {column.name: column for column in table.data_columns}
    for row in json.loads(body(ask(reverse(f"{table.name}-json"))))["rows"]:
        for name, value in row.items():
            column = columns[name]
            if column.several:
                assert isinstance(value, list)
            elif value is not None:
                assert isinstance(value, bool) == (column.kind == Kind.BOOLEAN), name
                assert isinstance(value, int | float) == (
                    column.numeric or column.kind == Kind.BOOLEAN
                ), name


@pytest.mark.both
@for_each("listing", LISTS, ids=lambda listing: listing.name)
def test_pages_follow_one_another_in_the_order_of_the_list(listing):
    """Rows without a value in the order stand where they stand, on either database."""
    fields = ",".join(listing.key)
    for sort in listing.sorts:
        query = f"?sort={sort.name}&fields={fields}"
        rows = lines(f"{reverse(f'{listing.name}-ndjson')}{query}")
        assert walked(f"{reverse(f'{listing.name}-json')}{query}&size=3") == rows, sort.name


def test_hits_in_titles_come_first_on_each_page():
    isle = partner(10)  # behind the other, but for its name
    isle.name_ja = "隣国の島"
    isle.save()
    query = "?q=隣国&fields=code"
    rows = lines(f"/partners.ndjson{query}")
    assert walked(f"/partners.json{query}&size=1") == rows == [{"code": "land-10"}, {"code": "aa"}]


@pytest.mark.both
def test_many_rows_are_walked_step_by_step(monkeypatch):
    monkeypatch.setattr("portal.lists.api.cursors.SORT_IN_DATABASE_UP_TO", 0)
    monkeypatch.setattr("portal.lists.api.cursors.SCAN_STEP", 1)
    query = "?kind=country&fields=code"
    rows = lines(f"/partners.ndjson{query}")
    assert walked(f"/partners.json{query}&size=1") == rows != []


# While others edit.


@pytest.mark.both
def test_a_page_ends_at_the_last_row_that_is_still_there():
    """Its keys are read first and the place of one then; an edit may come in between."""
    one, other = partner(1), partner(2)
    walk = Walk(Partner.objects.all(), ("name_order_en", "code"))
    assert walk.last_place([one.pk, other.pk])[-2:] == (other.code, other.pk)
    key = other.pk
    other.delete()
    assert walk.last_place([one.pk, key])[-2:] == (one.code, one.pk)
    assert walk.last_place([key]) is None


def partner(number: int) -> Partner:
    """A partner that stands in the order of names by its number."""
    name = f"Land {number:02}"
    return Partner.objects.create(
        code=f"land-{number:02}", kind="country", name_ja=name, name_en=name
    )


@pytest.mark.both
def test_nothing_is_skipped_or_repeated_while_rows_come_and_go():
    """By its number the second page would skip what moved up, or repeat what moved down."""
    made = {number: partner(number) for number in range(10, 20)}
    address = "/partners.json?kind=country&sort=name&size=4&fields=code,name_en"
    first = read(address)
    start = [row["code"] for row in first["rows"]]
    assert start == ["land-10", "land-11", "land-12", "land-13"]
    made[11].delete()
    made[13].delete()  # the row that the cursor names
    partner(5)  # before the page that was read
    made[16].name_en = made[16].note_en = "Another"
    made[16].save()
    second = read(first["next"])
    assert [row["code"] for row in second["rows"]] == ["land-14", "land-15", "land-16", "land-17"]
    assert first["firstPageVersion"] == first["version"] == second["firstPageVersion"]
    assert int(second["version"]) > int(second["firstPageVersion"])
    partner(25)
    rest = walked_from(second["next"])
    assert rest[:3] == ["land-18", "land-19", "land-25"]
    assert not set(rest) & {*start, "land-14", "land-15", "land-16", "land-17"}


def walked_from(address: str) -> list[str]:
    """The codes of all rows from a page on."""
    found = []
    while address:
        answer = read(address)
        found += [row["code"] for row in answer["rows"]]
        address = answer["next"]
    return found


@pytest.mark.both
def test_a_row_that_is_hidden_between_two_pages_is_not_told():
    fields = "/measures.json?sort=name&fields=slug&size=1"
    slugs = [row["slug"] for row in walked(fields)]
    first = read(fields)
    for slug in slugs[:2]:  # the one that was told, and the next
        measure = Measure.objects.get(slug=slug)
        measure.published = False
        measure.save()
    rest = read(first["next"])
    assert [row["slug"] for row in rest["rows"]] == slugs[2:3]


def test_one_that_goes_between_two_statements_is_missing(monkeypatch):
    """What was drawn while the version moved is drawn anew, so the next one takes its place."""
    made = [partner(number) for number in range(10, 14)]
    read_rows = page.rows

    def gone(asked, keys):
        Partner.objects.filter(pk=made[1].pk).delete()
        return read_rows(asked, keys)

    monkeypatch.setattr(page, "rows", gone)
    answer = read("/partners.json?kind=country&sort=name&size=3&fields=code")
    assert [row["code"] for row in answer["rows"]] == ["land-10", "land-12", "land-13"]
    assert answer["next"]


@pytest.mark.parametrize(
    "given",
    [
        *("", "x", "é", "W10", "bnVsbA", "eyJhIjoxfQ"),
        str(Cursor("name", 1, 2, ("a",))),
        str(Cursor("name", 1, 0, ("\x00",))),
        str(Cursor("name", 1, 0, (2**70,))),
        "WyJuYW1lIiwxLDAsIlx1ZDgwMCJd",  # a lone surrogate
        "WyJuYW1lIiwxLDAsWzFdXQ",  # a list in it
        "WyJuYW1lIiwxLDAsMS41XQ",  # a number with a point
    ],
)
def test_what_is_no_cursor_is_none(given):
    with pytest.raises(Unreadable):
        Cursor.read(given)


def test_a_cursor_comes_back_as_it_was_given():
    cursor = Cursor("date", 7, 1, (None, "2026-04-01", 12, True, "甲"))
    assert Cursor.read(str(cursor)) == cursor


# What is wrong.

AFTER = Cursor("name", 1, 0, ("a", "aa", 1))


@pytest.mark.parametrize(
    ("query", "parameter", "kept"),
    [
        ("kind=nothing&size=5", "kind", "size=5"),
        ("foo=1&size=5&fields=code", "foo", "size=5&fields=code"),
        ("sort=foo&size=5", "sort", "size=5"),
        ("size=0&kind=country", "size", "kind=country"),
        ("size=1001", "size", ""),
        ("size=²", "size", ""),
        ("fields=code,foo", "fields", ""),
        ("page=2&size=3", "page", "size=3"),
        ("after=foo&kind=country", "after", "kind=country"),
        (f"after={AFTER}&sort=measures", "after", "sort=measures"),
        ("size=2&size=3", "size", ""),
        ("profile=readable", "profile", ""),
        ("as_of=foo", "as_of", ""),
    ],
)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_fault_names_its_parameter_and_the_way_without_it(query, parameter, kept, language):
    response = ask(f"/partners.json?{query}", accept_language=language)
    told = json.loads(body(response))
    assert (response.status_code, response["Content-Type"]) == (400, PROBLEM)
    assert response["Content-Language"] == language
    assert bool(re.search("[ぁ-ん]", told["detail"])) == (language == "ja")
    assert told["type"] == "/help/api/#problem-400"
    (error,) = told["errors"]
    assert error["parameter"] == parameter
    assert error["detail"] == told["detail"]
    assert error["address"] == "?".join(filter(None, ("/partners.json", kept)))
    assert ask(error["address"]).status_code == 200


@pytest.mark.parametrize("values", [(5, "slug", 10), (True, True, True)])
def test_a_place_of_other_types_is_refused(values):
    assert_refused(f"/measures.json?after={Cursor('date', 1, 0, values)}&sort=date")


@pytest.mark.parametrize("version", [-1, 999_999])
def test_a_version_that_the_record_never_had_is_refused(version):
    after = QueryDict(urlsplit(read("/partners.json?size=1")["next"]).query)["after"]
    forged = dataclasses.replace(Cursor.read(after), version=version)
    assert ask(f"/partners.json?after={after}").status_code == 200
    assert_refused(f"/partners.json?after={forged}")


@pytest.mark.parametrize("address", ["/data/index.json", "/data/changes.json", "/partners.json"])
def test_what_may_not_be_done_is_a_problem_everywhere(address):
    response = Client().post(address)
    assert (response.status_code, response["Content-Type"]) == (405, PROBLEM)
    assert "GET" in response["Allow"]


def assert_refused(address: str) -> None:
    """The place behind which a page is to begin is refused, and nothing else."""
    response = ask(address)
    assert response.status_code == 400, body(response)
    (error,) = json.loads(body(response))["errors"]
    assert error["parameter"] == "after"


def test_every_fault_is_told_at_once():
    told = json.loads(body(ask("/partners.json?kind=x&foo=1&size=0&after=b&fields=c&page=2")))
    found = {each["parameter"] for each in told["errors"]}
    assert found == {"kind", "foo", "size", "after", "fields", "page"}


@pytest.mark.parametrize("query", ["size=3", "after=x", "page=2", "kind=x"])
def test_a_file_of_all_rows_has_no_pages(query):
    response = ask(f"/partners.ndjson?{query}")
    assert (response.status_code, response["Content-Type"]) == (400, PROBLEM)


@pytest.mark.parametrize("suffix", ["json", "ndjson"])
def test_a_table_is_always_the_whole(suffix):
    response = ask(f"/data/footnotes.{suffix}?size=3")
    assert (response.status_code, response["Content-Type"]) == (400, PROBLEM)


def broken(*arguments, **named):
    """What a database does that went away."""
    raise OperationalError("gone")


def failing(*arguments, **named):
    """A fault of the site itself."""
    raise ZeroDivisionError


@pytest.mark.parametrize(
    ("made", "status"), [(broken, 503), (failing, 500)], ids=["away", "failed"]
)
def test_who_asks_for_json_is_told_in_json_that_it_fails(monkeypatch, made, status):
    monkeypatch.setattr(views, "page_of", made)
    response = ask("/partners.json", accept_language="en")
    told = json.loads(body(response))
    assert (response.status_code, response["Content-Type"]) == (status, PROBLEM)
    assert told["status"] == status
    assert response.has_header("Retry-After") == (status == 503)


@pytest.mark.parametrize("address", ["/partners.ndjson", "/data/footnotes.json"])
def test_a_file_comes_whole_or_not_at_all(monkeypatch, address):
    every = views.every_row

    def breaking(queryset, columns):
        yield next(every(queryset, columns))
        raise OperationalError("gone")

    monkeypatch.setattr(views, "every_row", breaking)
    response = ask(address, accept_language="en")
    told = json.loads(body(response))
    assert (response.status_code, response["Content-Type"]) == (503, PROBLEM)
    assert "could not be completed" in told["detail"]
    assert response["Retry-After"] == "60"


@pytest.mark.parametrize("address", ["/partners.json", "/data/footnotes.ndjson", "/nothing.json"])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_json_is_only_read(address, method):
    response = getattr(Client(), method)(address, headers={"accept-language": "en"})
    told = json.loads(body(response))
    assert (response.status_code, response["Content-Type"]) == (405, PROBLEM)
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert told["detail"].startswith("This address can only be read.")


@pytest.mark.parametrize("address", ["/partners.json", "/partners.ndjson", "/data/footnotes.json"])
def test_who_takes_no_json_is_told_what_there_is(address):
    response = ask(address, accept="text/csv")
    assert (response.status_code, response["Content-Type"]) == (406, PROBLEM)
    assert ask(address, accept="text/html,*/*;q=0.1").status_code == 200


def test_a_part_beyond_the_end_and_another_state_are_problems():
    beyond = ask("/partners.json", range="bytes=9999999-")
    assert (beyond.status_code, beyond["Content-Type"]) == (416, PROBLEM)
    assert beyond["Content-Range"].startswith("bytes */")
    other = ask("/partners.json", if_match='"other"')
    assert (other.status_code, other["Content-Type"]) == (412, PROBLEM)


@pytest.mark.parametrize("address", ["/nothing.json", "/measures/nothing.json", "/nothing/"])
def test_nothing_is_told_in_json_too(address):
    response = ask(address, accept="application/json")
    assert (response.status_code, response["Content-Type"]) == (404, PROBLEM)
    page = ask("/nothing/", accept="text/html")
    assert page["Content-Type"].startswith("text/html")


# What is told beside the rows.


def test_an_answer_says_what_was_asked_and_of_which_record(settings):
    settings.DATA_LICENCE = "CC BY 4.0"
    response = ask("/partners.json?kind=country&size=1")
    told = json.loads(body(response))
    assert [*told] == [
        *("version", "asOf", "licence", "firstPageVersion", "asked", "count", "next", "rows")
    ]
    assert told["licence"] == "CC BY 4.0"
    assert told["asked"] == {"ja": ["種別: 国"], "en": ["Kind: Country"]}
    assert response["X-Total-Count"] == str(told["count"])
    assert response["Shirube-Version"] == str(told["version"])
    found = re.findall(r'<http://testserver([^>]*)>; rel="([a-z]+)"', response["Link"])
    links = {relation: address for address, relation in found}
    assert links["first"] == "/partners.json?kind=country&size=1"
    assert f"http://testserver{links['next']}" == told["next"]
    assert links["describedby"] == "/api/openapi.json"


def test_an_answer_is_the_same_for_who_reads_another_language():
    bodies = {body(ask("/measures.json", accept_language=each)) for each in ("ja", "en", "de")}
    assert len(bodies) == 1


def test_who_has_the_answer_is_told_so():
    tag = ask("/partners.json")["ETag"]
    assert ask("/partners.json", if_none_match=tag).status_code == 304


def test_fields_come_as_they_are_asked():
    row = read("/partners.json?fields=name_en,code,name_en")["rows"][0]
    assert [*row] == ["name_en", "code"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_file_that_has_a_language_speaks_that_of_its_address(language):
    """Citations are JSON too: whatever a browser prefers, they are as their address says."""
    other = "ja" if language == "en" else "en"
    start = "/en" if language == "en" else ""
    response = ask(f"{start}/cite/measure/nothing.json", accept_language=other)
    assert (response.status_code, response["Content-Language"]) == (404, language)
