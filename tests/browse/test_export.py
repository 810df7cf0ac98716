"""The CSV contract and its workbook, for every list, in both languages and both profiles."""

import csv
import dataclasses
import datetime
import decimal
import inspect
import io
import re
import urllib.parse
import xml.etree.ElementTree as ElementTree
import zipfile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from measures.models import BudgetLine, Citation, Measure, Milestone, Target
from policies.dates import bounds
from policies.models import Subject
from portal.browse import export
from portal.browse.columns import Column, Kind
from portal.views import LISTINGS
from tests.entries import everything

pytestmark = pytest.mark.django_db

PROFILES = ("", "data")
LANGUAGES = ("ja", "en")
BOM = "\ufeff"
HOST = "http://testserver"
PROVENANCE = ["source_title", "section_heading", "section_address", "entry_address"]
# Lists of what sources speak of; their rows are read from no single place.
WITHOUT_SOURCE = {"partners", "subjects", "organisations", "sources"}
# What a spreadsheet takes for the start of a formula.
HOSTILE = (
    "\tx",
    "\rx",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("https://evil.example")',
)
BREAKS = ("\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029")


@pytest.fixture(autouse=True)
def japanese():
    """Addresses are made in Japanese unless a test says otherwise."""
    with translation.override("ja"):
        yield


@dataclasses.dataclass
class Download:
    """One CSV as it came: its text, and its lines as the csv module reads them."""

    text: str
    header: list[str]
    rows: list[dict[str, str]]


def download(name: str, query: str = "", language: str = "ja") -> Download:
    """A CSV, its rows by the names of the data profile."""
    listing = next(each for each in LISTINGS if each.name == name)
    with translation.override(language):
        response = Client().get(f"{reverse(f'{name}-csv')}{query}")
        text = b"".join(response).decode("utf-8")
    assert response.status_code == 200
    header, *lines = csv.reader(io.StringIO(text.removeprefix(BOM), newline=""), strict=True)
    names = [column.name for column in listing.columns]
    return Download(text, header, [dict(zip(names, line, strict=True)) for line in lines])


def workbook(name: str, query: str = "") -> list[list]:
    """The rows of a workbook, numbers as numbers, empty cells as None."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    response = Client().get(f"{reverse(f'{name}-xlsx')}{query}")
    with zipfile.ZipFile(io.BytesIO(b"".join(response))) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        strings = [] if "xl/sharedStrings.xml" not in book.namelist() else book
        assert not strings, "text stands in the cells, as nothing is kept in memory"
    assert sheet.find(f".//{space}f") is None, "a formula"
    assert sheet.find(f".//{space}hyperlink") is None, "a link"
    found = []
    for row in sheet.iter(f"{space}row"):
        cells: dict[int, object] = {}
        for each in row:
            letters = re.match("[A-Z]+", each.get("r"))[0]
            place = 0
            for letter in letters:
                place = place * 26 + ord(letter) - 64
            if each.get("t") == "inlineStr":
                cells[place - 1] = "".join(text.text or "" for text in each.iter(f"{space}t"))
            elif (value := each.find(f"{space}v")) is not None:
                cells[place - 1] = decimal.Decimal(value.text)
        found.append([cells.get(place) for place in range(max(cells) + 1)])
    return found


every_list = pytest.mark.parametrize("listing", LISTINGS, ids=lambda listing: listing.name)


# The form of the file.


@every_list
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("profile", PROFILES)
def test_the_file_is_a_plain_table(read_only, listing, language, profile):
    """BOM only where people open it, CRLF, quoting, one header, no line break inside a cell."""
    found = download(listing.name, f"?profile={profile}" if profile else "", language)
    assert found.text.startswith(BOM) == (profile != "data")
    assert BOM not in found.text[1:]
    assert found.text.endswith("\r\n")
    assert found.text.count("\r\n") == found.text.count("\n") == found.text.count("\r")
    assert found.text.count("\r\n") == len(found.rows) + 1
    assert len(found.rows) == listing.entries().count()
    with translation.override(language):
        names = [column.name for column in listing.columns]
        words = [str(column.header) for column in listing.columns]
    assert found.header == (names if profile == "data" else words)
    assert len(set(found.header)) == len(found.header)
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(found.header)
    writer.writerows(row.values() for row in found.rows)
    assert found.text.removeprefix(BOM) == written.getvalue(), "quoted where it must be, not more"


@every_list
def test_the_two_profiles_hold_the_same_rows(read_only, listing):
    words, data = download(listing.name), download(listing.name, "?profile=data")
    plain = [{name: value.removeprefix("'") for name, value in row.items()} for row in words.rows]
    assert plain == data.rows


@every_list
@pytest.mark.parametrize("language", LANGUAGES)
def test_values_have_one_form(read_only, listing, language):
    """Plain numbers, ISO dates, EDTF beside them, addresses in full, no white space around."""
    kinds = {column.name: column.kind for column in listing.columns}
    wrong = []
    for row in download(listing.name, "?profile=data", language).rows:
        for name, value in row.items():
            if value != value.strip() or "None" in value:
                wrong.append((name, value))
            if not value:
                continue
            if kinds[name] == Kind.INTEGER and not re.fullmatch(r"-?(0|[1-9]\d*)", value):
                wrong.append((name, value))
            if kinds[name] == Kind.DECIMAL and not re.fullmatch(
                r"-?(0|[1-9]\d*)(\.\d*[1-9])?", value
            ):
                wrong.append((name, value))
            if kinds[name] == Kind.DATE:
                assert datetime.date.fromisoformat(value).isoformat() == value
            if kinds[name] == Kind.URL:
                prefix = f"{HOST}/en/" if language == "en" else f"{HOST}/"
                assert value.startswith(prefix), value
                assert (language == "en") == value.startswith(f"{HOST}/en/")
    assert wrong == []


@every_list
def test_dates_stand_in_both_forms(read_only, listing):
    """The EDTF form keeps the precision; the plain date beside it is its first or last day."""
    names = [column.name for column in listing.columns]
    dated = [name.removesuffix("_edtf") for name in names if name.endswith("_edtf")]
    for row in download(listing.name, "?profile=data").rows:
        for name in dated:
            first, last = bounds(row[f"{name}_edtf"])
            if f"{name}_from" in row:
                assert row[f"{name}_from"] == (first.isoformat() if first else "")
            if f"{name}_until" in row:
                assert row[f"{name}_until"] == (last.isoformat() if last else "")


@every_list
def test_the_last_columns_say_where_it_was_read(listing):
    names = [column.name for column in listing.columns]
    if listing.name in WITHOUT_SOURCE:
        assert names[-1] == "entry_address"
        assert not set(PROVENANCE[:-1]) & set(names)
    else:
        assert names[-4:] == PROVENANCE


@every_list
def test_every_row_names_its_source_and_its_entry(read_only, listing):
    for row in download(listing.name, "?profile=data").rows:
        assert row["entry_address"]
        if listing.name not in WITHOUT_SOURCE:
            assert [name for name in PROVENANCE if not row[name]] == []


@every_list
def test_the_order_is_stable(read_only, listing):
    assert download(listing.name).text == download(listing.name).text
    for sort in listing.sorts:
        query = f"?sort={sort.name}&profile=data"
        found = [row["entry_address"] for row in download(listing.name, query).rows]
        assert len(found) == listing.entries().count()
        assert found == [row["entry_address"] for row in download(listing.name, query).rows]


def test_sorting_orders_the_file_as_the_page():
    with translation.override("ja"):
        names = [row["title_ja"] for row in download("measures", "?sort=name&profile=data").rows]
    expected = Measure.objects.published().order_by("title_ja", "slug")
    assert names == list(expected.values_list("title_ja", flat=True))


def test_filters_narrow_the_file():
    rows = download("measures", "?kind=law&kind=bill&profile=data").rows
    expected = Measure.objects.published().filter(kind__in=["law", "bill"])
    assert {row["slug"] for row in rows} == set(expected.values_list("slug", flat=True))
    assert download("measures", "?q=no-such-words").rows == []


def test_an_empty_selection_is_the_header_alone():
    found = download("measures", "?q=no-such-words&profile=data")
    assert found.text.count("\r\n") == 1
    assert found.rows == []


# Empty, zero and large.


def test_empty_is_unknown_and_zero_is_zero():
    targets = Target.objects.published().for_list()
    first, second, third = (row.pk for row in targets[:3])
    Target.objects.filter(pk=first).update(value=None)
    Target.objects.filter(pk=second).update(value=0)
    Target.objects.filter(pk=third).update(value=decimal.Decimal("1234567.8900"))
    for profile in PROFILES:
        rows = download("targets", f"?profile={profile}" if profile else "").rows
        assert [row["value"] for row in rows[:3]] == ["", "0", "1234567.89"]
    place = [
        column.name for column in next(each for each in LISTINGS if each.name == "targets").columns
    ]
    found = [row[place.index("value")] for row in workbook("targets")[1:4]]
    assert found == [None, 0, decimal.Decimal("1234567.89")]


def test_amounts_are_plain_integers():
    line = BudgetLine.objects.published().for_list()[0]
    changed = {"amount": 9_000_000_000_000_000, "currency": "JPY", "fiscal_year": 2026}
    BudgetLine.objects.filter(pk=line.pk).update(**changed)
    row = download("budgets", "?profile=data").rows[0]
    assert row["amount"] == "9000000000000000"
    assert row["currency"] == "JPY"
    assert row["fiscal_year"] == "2026"


def test_several_codes_are_one_text():
    citation = Citation.objects.published().for_list()[0]
    Citation.objects.filter(pk=citation.pk).update(supports=["title", "date"])
    assert download("citations", "?profile=data").rows[0]["supports"] == "title, date"
    assert "title, date" in workbook("citations")[1]


# Text that would be something else.


@pytest.mark.parametrize("text", HOSTILE, ids=map(ascii, HOSTILE))
def test_text_never_starts_a_formula(text):
    """Written past all validation, it comes out as text; the data profile leaves it as it is."""
    subject = Subject.objects.for_list()[0]
    Subject.objects.filter(pk=subject.pk).update(name_ja=text, note_ja=f"{text}のあと")
    row = download("subjects").rows[0]
    for name in ("name", "name_ja", "note"):
        assert row[name].startswith("'")
    plain = download("subjects", "?profile=data").rows[0]
    assert not plain["name"].startswith("'")
    assert plain["name"].strip() == text.strip()
    assert workbook("subjects")[1][1].strip() == text.strip()


def test_numbers_are_never_touched_by_formula_safety():
    target = Target.objects.published().for_list()[0]
    Target.objects.filter(pk=target.pk).update(value=decimal.Decimal("-1.5"))
    assert download("targets").rows[0]["value"] == "-1.5"


@pytest.mark.parametrize("mark", BREAKS, ids=map(ascii, BREAKS))
def test_line_breaks_never_leave_a_cell(mark):
    subject = Subject.objects.for_list()[0]
    Subject.objects.filter(pk=subject.pk).update(note_ja=f"前{mark}後{mark}")
    for profile in PROFILES:
        found = download("subjects", f"?profile={profile}" if profile else "")
        assert found.rows[0]["note"] == "前 後"
        assert len(found.text.splitlines()) == len(found.rows) + 1


def test_a_formula_behind_a_line_break_is_text():
    subject = Subject.objects.for_list()[0]
    Subject.objects.filter(pk=subject.pk).update(name_ja="\n=1+1")
    assert download("subjects").rows[0]["name"].startswith("'")


def test_quotes_commas_and_markup_survive():
    text = "「a」, \"b\"; 'c' <d> & e\\f"
    subject = Subject.objects.for_list()[0]
    Subject.objects.filter(pk=subject.pk).update(name_ja=text)
    assert download("subjects").rows[0]["name"] == text
    assert '"「a」, ""b""; ' in download("subjects").text
    assert text in workbook("subjects")[1]


def test_hostile_text_in_every_field_of_every_row():
    """Whatever stands in the database, no cell of the default profile starts a formula."""
    everything("hostile", "=cmd\r\n", 2)
    quoted = urllib.parse.quote("=cmd")
    for listing in LISTINGS:
        kinds = {column.name: column.kind for column in listing.columns}
        found = download(listing.name, f"?q={quoted}")
        assert found.rows, listing.name
        bad = [
            (listing.name, name, value)
            for row in found.rows
            for name, value in row.items()
            if value.startswith(("=", "+", "-", "@", "\t", "\r")) and kinds[name] == Kind.TEXT
        ]
        assert bad == []
        assert any(value.startswith("'=cmd") for row in found.rows for value in row.values())
        assert len(found.text.splitlines()) == len(found.rows) + 1
        assert len(workbook(listing.name, f"?q={quoted}")) == len(found.rows) + 1


# The workbook.


@every_list
def test_the_workbook_holds_the_cells_of_the_csv(read_only, listing):
    """The same rows; numbers are numbers, and text is untouched."""
    data = download(listing.name, "?profile=data").rows
    header, *rows = workbook(listing.name)
    assert header == [str(column.header) for column in listing.columns]
    assert len(rows) == len(data)
    for row, expected in zip(rows, data, strict=True):
        for column, value in zip(
            listing.columns, [*row, *[None] * (len(header) - len(row))], strict=True
        ):
            text = expected[column.name]
            if column.numeric and text:
                assert value == decimal.Decimal(text), column.name
            else:
                assert (value or "") == text, column.name


# The answer around the file.


@every_list
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_download_has_a_name(client, listing, suffix):
    day = f"{timezone.localdate():%Y%m%d}"
    for language in LANGUAGES if suffix == "csv" else ("en",):
        with translation.override(language):
            response = client.get(reverse(f"{listing.name}-{suffix}"))
            title = str(listing.title)
        response.close()
        disposition = response["Content-Disposition"]
        plain, _semicolon, extended = disposition.partition("; filename*=UTF-8''")
        assert plain == f'attachment; filename="{listing.name}_{day}.{suffix}"'
        assert disposition.isascii()
        assert not set(extended) & set(" \"'();,"), "what RFC 8187 wants quoted"
        assert urllib.parse.unquote(extended) == f"{title}_{day}.{suffix}"


def test_a_day_is_the_day_in_japan():
    name = export.attachment("measures", "施策 (1)", "csv", datetime.date(2026, 4, 7))
    assert 'filename="measures_20260407.csv"' in name
    assert urllib.parse.unquote(name.partition("UTF-8''")[2]) == "施策 (1)_20260407.csv"


class Counting:
    """Rows that count how many of them have been read."""

    def __init__(self, number: int):
        self.number, self.read, self.chunk = number, 0, None

    def values_list(self, *names):
        """Itself: the rows are tuples already."""
        return self

    def iterator(self, chunk_size):
        """The rows one by one."""
        self.chunk = chunk_size
        for number in range(self.number):
            self.read += 1
            yield (f"row {number}",)


def test_a_csv_streams(monkeypatch):
    """The header comes before the first question to the database, and rows come one by one."""
    counting = Counting(100_000)
    monkeypatch.setattr(export, "rows", lambda queryset, columns, base: counting)
    lines = export.csv_lines(None, [Column("name", "Name", "name")], "data", "")
    assert inspect.isgenerator(lines)
    with CaptureQueriesContext(connection) as captured:
        assert next(lines) == "name\r\n"
    assert (len(captured), counting.read) == (0, 0)
    assert [next(lines) for _each in range(3)] == ["row 0\r\n", "row 1\r\n", "row 2\r\n"]
    assert counting.read == 3
    assert 0 < counting.chunk <= 5000
    lines.close()
    assert counting.read == 3


def test_a_csv_is_answered_as_a_stream(client):
    response = client.get(reverse("measures-csv"))
    assert response.streaming
    assert not response.is_async
    first = next(iter(response))
    assert first.startswith(BOM.encode())
    assert first.count(b"\r\n") == 1
    response.close()


def test_a_csv_of_any_length_is_one_query(django_assert_max_num_queries):
    number = Milestone.objects.published().count()
    with django_assert_max_num_queries(3):  # the rows, and a savepoint around them
        assert len(download("milestones").rows) == number > 100


def test_the_data_profile_is_named_in_the_dictionary(client):
    text = client.get(reverse("data")).content.decode()
    for listing in LISTINGS:
        assert f'href="{reverse(f"{listing.name}-csv")}?profile=data"' in text
