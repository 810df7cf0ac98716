"""The data profile: one file for all languages, declared to the last cell."""

import collections
import csv
import io
import random
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from policies.models import SourceDocument
from portal.dates.edtf import bounds
from portal.dates.expressions import Precision, first_day, last_day, precision
from portal.lists.columns import Kind
from portal.pages.lists import DICTIONARY, LISTS, RECORD, TABLES
from tests.cases import for_each

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_published")]

every_list = for_each("listing", LISTS, ids=lambda listing: listing.name)
FORMS = {
    Kind.INTEGER: r"-?(0|[1-9]\d*)",
    Kind.DECIMAL: r"-?(0|[1-9]\d*)(\.\d*[1-9])?",
    Kind.DATE: r"\d{4}-\d{2}-\d{2}",
    Kind.BOOLEAN: "true|false",
    Kind.PATH: r"/[a-z0-9/#-]+",
    Kind.TEXT: ".*",
    Kind.EDTF: r"[0-9/.~?%-]+",
}
# Free text, in which any mark may stand; other cells of a table hold one datum, or codes.
FREE = re.compile(r".*_(ja|en)|phrase|printed|heading|term|note|number|reading|also_.*|plain_words")
FREE_NAMES = {"other_names"}


def text(name: str, query: str = "", language: str = "ja") -> str:
    """A file of the data profile as it came."""
    with translation.override(language):
        response = Client().get(f"{reverse(f'{name}-csv')}?profile=data{query}")
        assert response.status_code == 200
        return b"".join(response).decode()


def read(table, query: str = "") -> list[dict[str, str]]:
    """The rows of such a file, or of a table that has this form alone."""
    if table in TABLES:
        found = b"".join(Client().get(table.csv_address)).decode()
    else:
        found = text(table.name, query)
    return list(csv.DictReader(io.StringIO(found, newline="")))


@pytest.mark.bundled
@every_list
def test_the_file_is_one_in_all_languages(read_only, listing):
    assert text(listing.name) == text(listing.name, language="en")


@every_list
def test_readers_and_programs_have_their_own_headers(listing):
    names = [column.name for column in listing.data_columns]
    assert len(names) == len(set(names))
    assert [name for name in names if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name)] == []
    with translation.override("en"):
        assert [each.name for each in listing.data_columns if not str(each.meaning)] == []


def wrong(listing, rows: list[dict[str, str]]) -> set[tuple[str, str]]:
    """Cells that are not of the kind or code that their column declares."""
    found = set()
    for column in listing.data_columns:
        codes = set(column.choices.values) if column.choices else None
        for row in rows:
            cell = row[column.name]
            if cell and not re.fullmatch(FORMS[column.kind], cell):
                found.add((column.name, cell))
            each = cell.split(";") if column.several else [cell]
            if cell and codes is not None and not codes.issuperset(each):
                found.add((column.name, cell))
    return found


@pytest.mark.bundled
def test_types_are_those_declared_in_whole_files_and_in_filtered_ones(read_only):
    """Fifty questions drawn at random: a schema holds of any part of a table."""
    drawn = random.Random(15)
    every = (*RECORD, *DICTIONARY)
    assert {(each.name, *found) for each in every for found in wrong(each, read(each))} == set()
    for _number in range(50):
        listing = drawn.choice(LISTS)
        query = f"&q={drawn.choice(['経済', '半導体', '2026', '日本', 'AI', '法', '1'])}"
        assert wrong(listing, read(listing, query)) == set(), f"{listing.name} {query}"


def test_one_name_has_one_type_and_one_meaning_for_machines():
    kinds: dict[str, set] = {}
    for listing in (*RECORD, *DICTIONARY):
        for column in listing.data_columns:
            kinds.setdefault(column.name, set()).add((column.kind, column.several))
    assert {name: found for name, found in kinds.items() if len(found) > 1} == {}


@pytest.mark.bundled
@every_list
def test_a_cell_holds_one_datum_or_codes(read_only, listing):
    """The mark between names stands in free text alone."""
    for row in read(listing):
        for name, cell in row.items():
            if not (FREE.fullmatch(name) or name in FREE_NAMES):
                assert "、" not in cell, name
                assert ", " not in cell, name


@pytest.mark.bundled
def test_every_code_leads_to_its_row(read_only):
    """In all tables of the record; a place is a partner too."""
    rows = {table.table: read(table) for table in RECORD}
    rows["partners"] += [dict.fromkeys(rows["partners"][0], "") | each for each in rows["places"]]
    missing = set()
    for table in RECORD:
        for column in (each for each in table.data_columns if each.refers):
            owner, _point, key = column.refers.partition(".")
            known = {row[key] for row in rows[owner]}
            for row in rows[table.table]:
                cell = row[column.name]
                codes = cell.split(";") if column.several else [cell]
                missing |= {(table.name, column.name, each) for each in codes if each} - {
                    (table.name, column.name, each) for each in known
                }
    assert missing == set()


@pytest.mark.bundled
def test_keys_name_one_row(read_only):
    twice = []
    for table in (*RECORD, *DICTIONARY):
        found = collections.Counter(tuple(row[key] for key in table.key) for row in read(table))
        assert table.key, table.name
        twice += [(table.name, key) for key, number in found.items() if number > 1]
    assert twice == []


@pytest.mark.both
@for_each(
    "edtf",
    [
        *("2026-03-19", "2026-02", "2024-02", "2026-12", "2026", "2026-21", "2026-22", "2026-23"),
        *("2026-24", "2027-24", "2002-07/2012-06", "2026-04-25/..", "../2026-04", "2025-05~"),
        *(
            "2025-10-25/2025-10-26",
            "2025~",
            "2024-04/2025-03",
            "2025-10-25?",
            "2023-24/2026-21",
            "",
        ),
    ],
)
def test_the_database_reads_a_date_as_python_does(edtf):
    document = SourceDocument.objects.first()
    rows = SourceDocument.objects.filter(pk=document.pk)
    rows.update(date=edtf)
    [found] = rows.values_list(first_day("date"), last_day("date"), precision("date"))
    assert found[:2] == bounds(edtf)
    assert found[2] in {*Precision.values, ""}
    assert bool(found[2]) == bool(edtf)


def test_precision_says_what_is_printed():
    forms = {"2026-03-19": "day", "2026-03": "month", "2026-22": "season", "2026~": "year"}
    forms |= {"2026-04/2027-03": "interval", "": ""}
    rows = SourceDocument.objects.filter(pk=SourceDocument.objects.first().pk)
    for edtf, expected in forms.items():
        rows.update(date=edtf)
        assert rows.values_list(precision("date"), flat=True).get() == expected
