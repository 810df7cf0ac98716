"""CSV, workbook, JSON and JSON by lines hold the same rows, whatever is asked of a list."""

import csv
import datetime
import io
import json
import random
from collections.abc import Callable, Iterator
from decimal import Decimal
from urllib.parse import urlencode

import pytest
import python_calamine
from django.test import Client
from django.urls import reverse

from portal.lists.columns import Column, Kind
from portal.lists.declaration import ListPage
from portal.lists.values import BETWEEN
from portal.pages.lists import LISTS
from tests.list_requests import list_request

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]

WORDS = ("経済", "半導体", "2026", "日本", "AI", "法", "1", "中国")
SEED, QUESTIONS = 15, 50
# Rows of a page of JSON, so that many answers have several.
SIZE = 150


def questions() -> Iterator[tuple[ListPage, list[tuple[str, str]]]]:
    """Lists with what is asked of them: values that facets offer, words, an order; most find."""
    drawn = random.Random(SEED)
    for _number in range(QUESTIONS):
        listing = drawn.choice(LISTS)
        asked = [("sort", drawn.choice(listing.sorts).name)]
        facets = [each for each in list_request(listing).filterset.facets if each.values]
        for facet in drawn.sample(facets, min(len(facets), drawn.choice((0, 1, 1, 2)))):
            asked.append((facet.name, drawn.choice([*facet.values, *facet.rest]).value))
        if drawn.random() < 0.3 and "q" in listing.filterset_class.base_filters:
            asked.append(("q", drawn.choice(WORDS)))
        yield listing, asked


def body(address: str) -> bytes:
    """All of an answer."""
    response = Client().get(address)
    assert response.status_code == 200, address
    return b"".join(response)


def of_text(column: Column) -> Callable[[str], object]:
    """How a cell of the CSV is read."""
    if column.several:
        return lambda cell: cell.split(BETWEEN) if cell else []
    if column.kind == Kind.BOOLEAN:
        return {"": None, "true": True, "false": False}.__getitem__
    read = Decimal if column.numeric else str
    return lambda cell: read(cell) if cell else None


def of_csv(listing: ListPage, asked: list[tuple[str, str]]) -> list[dict]:
    """The rows of the CSV, read by the kinds of its columns."""
    readers = {column.name: of_text(column) for column in listing.data_columns}
    query = urlencode([*asked, ("profile", "data")])
    text = body(f"{reverse(f'{listing.name}-csv')}?{query}").decode()
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return [{name: readers[name](cell) for name, cell in row.items()} for row in rows]


def of_lines(listing: ListPage, asked: list[tuple[str, str]]) -> list[dict]:
    """The rows of JSON by lines."""
    text = body(f"{reverse(f'{listing.name}-ndjson')}?{urlencode(asked)}").decode()
    return [json.loads(line, parse_int=Decimal, parse_float=Decimal) for line in text.splitlines()]


def of_pages(listing: ListPage, asked: list[tuple[str, str]]) -> list[dict]:
    """The rows of all pages of JSON."""
    rows, address = [], f"{reverse(f'{listing.name}-json')}?{urlencode([*asked, ('size', SIZE)])}"
    while address:
        answer = json.loads(body(address), parse_int=Decimal, parse_float=Decimal)
        rows += answer["rows"]
        address = answer["next"]
    assert answer["count"] == len(rows)
    return rows


def of_workbook(listing: ListPage, asked: list[tuple[str, str]]) -> list[dict]:
    """The rows of the workbook, as the columns tell them; a day is written as it is in files."""
    query = urlencode([*asked, ("profile", "data")])
    content = body(f"{reverse(f'{listing.name}-xlsx')}?{query}")
    book = python_calamine.load_workbook(io.BytesIO(content))
    header, *found = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    columns = {column.name: column for column in listing.data_columns}
    assert header == [*columns]
    return [
        {name: of_cell(columns[name], cell) for name, cell in zip(header, row, strict=True)}
        for row in found
    ]


def of_cell(column: Column, cell: object) -> object:
    """How a cell of the workbook is read."""
    if isinstance(cell, bool):
        assert column.kind == Kind.BOOLEAN, column.name
        return cell
    if isinstance(cell, datetime.date):
        assert column.kind in {Kind.DATE, Kind.EDTF}, column.name
        return cell.isoformat()
    if isinstance(cell, int | float):
        assert column.numeric, column.name
        return Decimal(repr(cell)).normalize()
    return of_text(column)(cell)


def told_by_workbooks(rows: list[dict]) -> list[dict]:
    """Rows whose numbers are those that a workbook can hold."""
    return [
        {
            name: Decimal(repr(float(cell))).normalize() if isinstance(cell, Decimal) else cell
            for name, cell in row.items()
        }
        for row in rows
    ]


def test_fifty_questions_find_the_same_rows_in_every_form(read_only):
    found = 0
    for listing, asked in questions():
        rows = of_csv(listing, asked)
        found += bool(rows)
        assert of_lines(listing, asked) == rows, (listing.name, asked)
        assert of_pages(listing, asked) == rows, (listing.name, asked)
        assert of_workbook(listing, asked) == told_by_workbooks(rows), (listing.name, asked)
    assert found > QUESTIONS / 2, "most questions are about something"
