"""The CSV contract and its workbook, for every list, in both languages and both profiles."""

import csv
import dataclasses
import datetime
import decimal
import html
import io
import re
import urllib.parse
import xml.etree.ElementTree as ElementTree
import zipfile

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from measures.lists.measures import MEASURES
from measures.lists.targets import TARGETS
from measures.models import BudgetLine, Citation, Measure, Milestone, Target
from policies.lists.subjects import SUBJECTS
from policies.models import Subject
from portal.changes.models import Version
from portal.dates.edtf import bounds
from portal.lists import export
from portal.lists.columns import Kind, rows
from portal.lists.ordering import english_key, japanese_key
from portal.pages.lists import LISTS
from portal.pages.summary import RecordCache
from portal.record.models import Batch
from tests.cases import for_each
from tests.entries import everything
from tests.list_requests import list_request

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.both,
    pytest.mark.usefixtures("all_published"),
]

PROFILES = ("", "data")
QUOTED = {Kind.TEXT, Kind.URL, Kind.PATH, Kind.EDTF}
LANGUAGES = ("ja", "en")
BOM = "\ufeff"
HOST = "http://testserver"
PROVENANCE = ["source_title", "section_heading", "section_address", "entry_address"]
# Lists of what sources speak of; their rows are read from no single place.
WITHOUT_SOURCE = {"partners", "places", "subjects", "organisations", "sources"}


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
    listing = next(each for each in LISTS if each.name == name)
    with translation.override(language):
        response = Client().get(f"{reverse(f'{name}-csv')}{query}")
        text = b"".join(response).decode("utf-8")
    assert response.status_code == 200
    header, *lines = csv.reader(io.StringIO(text.removeprefix(BOM), newline=""), strict=True)
    data = "profile=data" in query
    names = [column.name for column in (listing.data_columns if data else listing.columns)]
    return Download(text, header, [dict(zip(names, line, strict=True)) for line in lines])


# What workbooks count days from.
FIRST_DAY = datetime.date(1899, 12, 30)


def workbook(name: str, query: str = "", sheet_number: int = 1) -> list[list]:
    """The rows of a workbook, numbers as numbers, days as days, empty cells as None."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    response = Client().get(f"{reverse(f'{name}-xlsx')}{query}")
    with zipfile.ZipFile(io.BytesIO(b"".join(response))) as book:
        sheet = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{sheet_number}.xml"))
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
                number = decimal.Decimal(value.text)
                day = each.get("s", "0") != "0"  # the one format there is
                cells[place - 1] = FIRST_DAY + datetime.timedelta(int(number)) if day else number
        found.append([cells.get(place) for place in range(max(cells) + 1)])
    return found


every_list = for_each("listing", LISTS, ids=lambda listing: listing.name)


# The form of the file.


@every_list
@for_each("language", LANGUAGES)
@for_each("profile", PROFILES)
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
        names = [column.name for column in listing.data_columns]
        words = [str(column.header) for column in listing.columns]
    assert found.header == (names if profile == "data" else words)
    assert len(set(found.header)) == len(found.header)


def plainly(value, kind) -> str:
    """A value as the contract writes it: text in quotation marks; numbers, days and truths bare."""
    if value is None:
        return ""
    if isinstance(value, str) and kind != Kind.BOOLEAN:
        return '"' + value.replace('"', '""') + '"'
    if isinstance(value, decimal.Decimal):
        figure = f"{value:f}"
        return figure.rstrip("0").rstrip(".") if "." in figure else figure
    return str(value)


def written(listing, found: models.QuerySet, profile: str) -> str:
    """What a plain writer makes of the rows, one value at a time."""
    header = io.StringIO(newline="")
    columns = listing.data_columns if profile else listing.columns
    names = [column.name if profile else str(column.header) for column in columns]
    csv.writer(header, lineterminator="\r\n").writerow(names)
    lines = ["" if profile else BOM, header.getvalue()]
    for row in rows(found, columns, HOST):
        cells = []
        for column in columns:
            value = row[f"c_{column.name}"]
            empty = value is None and column.kind in QUOTED
            cells.append(plainly("" if empty else value, column.kind))
        lines.append(",".join(cells) + "\r\n")
    return "".join(lines)


def in_order(listing) -> models.QuerySet:
    """The rows of a list in its first order."""
    return (
        listing.entries().order_by(*listing.sorts[0].order) if listing.sorts else listing.entries()
    )


@every_list
@for_each("language", LANGUAGES)
@for_each("profile", PROFILES)
def test_the_database_writes_what_a_plain_writer_would(read_only, listing, language, profile):
    """Byte by byte, so that both databases give the same file."""
    found = download(listing.name, f"?profile={profile}" if profile else "", language)
    with translation.override("ja" if profile else language):
        assert found.text == written(listing, in_order(listing), profile)


@every_list
def test_the_two_profiles_hold_the_same_rows(read_only, listing):
    words, data = download(listing.name), download(listing.name, "?profile=data")
    addresses = [row["entry_address"].removeprefix(HOST) for row in words.rows]
    assert addresses == [row["entry_address"] for row in data.rows]


@every_list
@for_each("language", LANGUAGES)
def test_values_have_one_form(read_only, listing, language):
    """Plain numbers, ISO dates, EDTF beside them, addresses in full, no white space around."""
    kinds = {column.name: column.kind for column in listing.columns}
    wrong = []
    for row in download(listing.name, "", language).rows:
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
    names = [column.name for column in listing.data_columns]
    dated = [name.removesuffix("_edtf") for name in names if name.endswith("_edtf")]
    for row in download(listing.name, "?profile=data").rows:
        for name in dated:
            edtf = row[f"{name}_edtf"]
            first, last = bounds(edtf)
            assert row[f"{name}_from"] == (first.isoformat() if first else "")
            assert row[f"{name}_until"] == (last.isoformat() if last else "")
            assert bool(row[f"{name}_precision"]) == bool(edtf)


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
            assert row["source_title_ja"]
            assert row["section_address"] == reverse(
                "section", args=(row["document_slug"], row["section_code"])
            ), "the key of the section is that of its page"


@every_list
def test_the_order_is_stable(read_only, listing):
    assert download(listing.name).text == download(listing.name).text
    for sort in listing.sorts:
        query = f"?sort={sort.name}&profile=data"
        found = [row["entry_address"] for row in download(listing.name, query).rows]
        assert len(found) == listing.entries().count()
        assert found == [row["entry_address"] for row in download(listing.name, query).rows]


@for_each("language", LANGUAGES)
def test_sorting_orders_the_file_as_the_page(language):
    field = f"title_{language}"
    with translation.override(language):
        names = [row[field] for row in download("measures", "?sort=name", language).rows]
        page = list_request(MEASURES, "/?sort=name").page
        shown = [each.title_en if language == "en" else each.title_ja for each in page]
    key = english_key if language == "en" else japanese_key
    rows = Measure.objects.published().values_list(field, "reading", "slug")
    ordered = sorted(rows, key=lambda row: (key(language == "ja" and row[1] or row[0]), row[2]))
    assert names == [name for name, _reading, _slug in ordered]
    assert names[: len(shown)] == shown


def test_a_search_orders_the_file_as_the_page():
    """Hits in titles and names before others, as on the page."""
    first, second = Measure.objects.published().order_by("-headline_from", "slug")[:2]
    first.summary_ja, second.title_ja = "鉱山の話", "鉱山の法律"
    first.save(), second.save()
    shown = [each.slug for each in list_request(MEASURES, "/?q=鉱山").page]
    assert shown == [second.slug, first.slug]
    for query in ("?q=鉱山", "?q=鉱山&profile=data"):
        assert [row["slug"] for row in download("measures", query).rows] == shown


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


@pytest.mark.bundled
def test_empty_is_unknown_and_zero_is_zero():
    targets = in_order(TARGETS)
    first, second, third = (row.pk for row in targets[:3])
    Target.objects.filter(pk=first).update(value=None)
    Target.objects.filter(pk=second).update(value=0)
    Target.objects.filter(pk=third).update(value=decimal.Decimal("1234567.8900"))
    for profile in PROFILES:
        rows = download("targets", f"?profile={profile}" if profile else "").rows
        assert [row["value"] for row in rows[:3]] == ["", "0", "1234567.89"]
    place = [
        column.name for column in next(each for each in LISTS if each.name == "targets").columns
    ]
    found = [row[place.index("value")] for row in workbook("targets")[1:4]]
    assert found == [None, 0, decimal.Decimal("1234567.89")]


@pytest.mark.bundled
def test_amounts_are_plain_integers():
    line = BudgetLine.objects.published().for_list()[0]
    changed = {"amount": 9_000_000_000_000_000, "currency": "JPY", "fiscal_year": 2026}
    BudgetLine.objects.filter(pk=line.pk).update(**changed)
    row = download("budgets", "?profile=data").rows[0]
    assert row["amount"] == "9000000000000000"
    assert row["currency"] == "JPY"
    assert row["fiscal_year"] == "2026"


@pytest.mark.bundled
def test_a_workbook_has_whole_days_as_days_and_others_as_text():
    names = [
        column.name for column in next(each for each in LISTS if each.name == "timeline").columns
    ]
    edtf, first = names.index("date_edtf"), names.index("date_from")
    rows = Milestone.objects.published().order_by("pk")
    assert rows.count() > 1
    rows.update(date="2026-04", date_from=datetime.date(2026, 4, 1))
    whole = {"date": "2026-04-07", "date_from": datetime.date(2026, 4, 7)}
    Milestone.objects.filter(pk=rows.first().pk).update(**whole)
    found = {(row[edtf], row[first]) for row in workbook("timeline")[1:]}
    assert found == {
        (datetime.date(2026, 4, 7), datetime.date(2026, 4, 7)),
        ("2026-04", datetime.date(2026, 4, 1)),
    }


def test_several_codes_are_one_text():
    citation = Citation.objects.published().for_list()[0]
    Citation.objects.filter(pk=citation.pk).update(supports=["title", "date"])
    assert download("citations", "?profile=data").rows[0]["supports"] == "title;date"
    assert "title, date" in workbook("citations")[1]


# Text that would be something else.


@pytest.mark.bundled
def test_a_number_may_be_negative():
    target = in_order(TARGETS)[0]
    Target.objects.filter(pk=target.pk).update(value=decimal.Decimal("-1.5"))
    assert download("targets").rows[0]["value"] == "-1.5"


def test_quotes_commas_and_markup_survive():
    text = "「a」, \"b\"; 'c' <d> & e\\f"
    subject = in_order(SUBJECTS)[0]
    Subject.objects.filter(pk=subject.pk).update(name_ja=text)
    assert download("subjects").rows[0]["name"] == text
    assert '"「a」, ""b""; ' in download("subjects").text
    assert text in workbook("subjects")[1]


def test_every_field_of_every_row_is_written_as_it_is():
    """Text that looks like CSV, like SQL and like a form for numbers."""
    everything("hostile", """%s"%w",'a';\\n =1 {0}""", 2)
    for listing in LISTS:
        for profile in PROFILES:
            found = download(listing.name, f"?profile={profile}" if profile else "")
            assert found.text == written(listing, in_order(listing), profile), listing.name
        assert any("%w" in value for row in found.rows for value in row.values()), listing.name


# The workbook.


@every_list
def test_the_workbook_holds_the_cells_of_the_csv(read_only, listing):
    """The same rows; numbers are numbers, and text is untouched."""
    data = download(listing.name).rows
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
            elif isinstance(value, datetime.date):
                assert column.kind in {Kind.DATE, Kind.EDTF}
                assert value.isoformat() == text
            else:
                assert column.kind != Kind.DATE or not text, column.name
                assert (value or "") == text, column.name


# The answer around the file.


@every_list
@for_each("suffix", ["csv", "xlsx"])
def test_a_download_has_a_name(client, listing, suffix):
    version = f"v{Version.objects.current().number}"
    for language in LANGUAGES if suffix == "csv" else ("en",):
        with translation.override(language):
            response = client.get(reverse(f"{listing.name}-{suffix}"))
            title = str(listing.title)
            assert b"".join(response)
        disposition = response["Content-Disposition"]
        plain, _semicolon, extended = disposition.partition("; filename*=UTF-8''")
        name = f"shirube_{listing.name}_{language}_{version}.{suffix}"
        assert plain == f'attachment; filename="{name}"'
        assert disposition.isascii()
        assert not set(extended) & set(" \"'();,"), "what RFC 8187 wants quoted"
        assert urllib.parse.unquote(extended) == f"{title}_{version}.{suffix}"


def names(client, query: str, language: str = "ja") -> tuple[str, str]:
    """The two names of a file of measures: in ASCII, and in words; without the ending."""
    prefix = "/en" if language == "en" else ""
    response = client.head(f"{prefix}/measures.csv?{query}")
    assert response.status_code == 200
    plain, _semicolon, extended = response["Content-Disposition"].partition("; filename*=UTF-8''")
    assert plain.isascii()
    plain = plain.partition('filename="')[2].removesuffix('"')
    assert plain.endswith(".csv")
    assert urllib.parse.unquote(extended).endswith(".csv")
    return plain.removesuffix(".csv"), urllib.parse.unquote(extended).removesuffix(".csv")


def test_files_of_different_conditions_have_different_names(client):
    version = Version.objects.current().number
    for language, words in (("ja", "施策_種別-法律"), ("en", "Measures_Kind-Law")):
        plain, readable = names(client, "kind=law", language)
        assert re.fullmatch(f"shirube_measures_{language}_v{version}_[0-9a-f]{{8}}", plain)
        assert re.fullmatch(f"{words}_v{version}_[0-9a-f]{{8}}", readable)
        assert plain[-8:] == readable[-8:]
    asked = ["kind=law", "kind=law&kind=bill", "q=AI", "q=%E5%A4%96%E7%82%BA", "q=%E7%82%BA"]
    asked += ["q=a%2Fb%5C%3A", "q=" + "x" * 200, "q=" + "x" * 199, "kind=law&since=2026", ""]
    asked += ["kind=law&sort=name", "kind=law&profile=data", "profile=data"]
    found = [names(client, query) for query in asked]
    for each in (0, 1):
        assert len({pair[each] for pair in found}) == len(asked)
    assert all(len(plain) < 90 and len(words) < 90 for plain, words in found)
    assert not any(set('\\/:*?"<>|') & set(plain + words) for plain, words in found)


def test_a_workbook_is_of_the_moment_at_which_the_record_became_so(client):
    """Not of that in which it is written, so a version gives the same bytes on any day."""
    number = Version.objects.current().number
    batch = Batch.objects.create(via=Batch.Via.SCRIPT, kind=Batch.Kind.CORRECTION, version=number)
    made = datetime.datetime(2020, 2, 3, 4, 5, 6, tzinfo=datetime.UTC)
    Batch.objects.filter(pk=batch.pk).update(made_at=made)
    with zipfile.ZipFile(io.BytesIO(b"".join(client.get("/measures.xlsx")))) as book:
        properties = book.read("docProps/core.xml").decode()
        others = {each.filename: book.read(each) for each in book.infolist()}
    assert properties.count("2020-02-03T04:05:06Z") == 2, "created and modified"
    today = f"{timezone.localdate():%Y-%m-%d}".encode()
    assert [name for name, content in others.items() if today in content] == []


def test_a_workbook_takes_the_data_profile():
    header, *found = workbook("provisions", "?profile=data")
    provisions = next(each for each in LISTS if each.name == "provisions")
    assert header == [column.name for column in provisions.data_columns]
    data = download("provisions", "?profile=data").rows
    assert [row[header.index("code")] for row in found] == [row["code"] for row in data]


def test_a_workbook_can_be_read_as_it_opens(client):
    """The header stays, each column can be filtered, and a sheet says what the columns are."""
    with zipfile.ZipFile(io.BytesIO(b"".join(client.get("/measures.xlsx")))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        told = html.unescape(book.read("xl/worksheets/sheet3.xml").decode())
    assert 'state="frozen"' in sheet
    assert "<autoFilter ref=" in sheet
    for column in MEASURES.columns:
        assert f">{column.header}<" in told
        assert str(column.meaning) in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_says_what_it_holds(client, language):
    with translation.override(language):
        address = reverse("measures-xlsx")
        page = reverse("measures")
    response = client.get(f"{address}?kind=law&since=2020")
    with zipfile.ZipFile(io.BytesIO(b"".join(response))) as book:
        names, properties = book.read("xl/workbook.xml").decode(), book.read("docProps/core.xml")
        strings = html.unescape(book.read("xl/worksheets/sheet2.xml").decode())
    title = "施策" if language == "ja" else "Measures"
    assert f'name="{title}"' in names
    assert title in properties.decode()
    for words in ("法律" if language == "ja" else "Law", f"{page}?kind=law&since=2020"):
        assert words in strings
        assert words in html.unescape(properties.decode())


def test_a_name_that_people_read_is_written_as_headers_want_it():
    name = export.attachment("shirube_measures_ja_v3", "施策 (1)", "csv")
    assert name.isascii()
    assert 'filename="shirube_measures_ja_v3.csv"' in name
    assert urllib.parse.unquote(name.partition("UTF-8''")[2]) == "施策 (1).csv"


@pytest.mark.bundled
def test_a_csv_is_sent_in_blocks(client):
    response = client.get(reverse("measures-csv"))
    assert response.streaming
    assert not response.is_async
    first, *blocks = response
    assert first.startswith(BOM.encode())
    assert blocks
    assert all(len(block) == export.BLOCK for block in [first, *blocks[:-1]])


def test_the_data_profile_is_named_in_the_dictionary(client):
    text = client.get(reverse("data")).content.decode()
    for listing in LISTS:
        assert f'href="{reverse(f"{listing.name}-csv")}?profile=data"' in text


def test_a_workbook_says_as_of_when_it_is():
    newest = RecordCache.at(Version.objects.current()).as_of_in_words
    assert ["基準日", newest] in workbook("partners", sheet_number=2)
    told = dict(workbook("partners", "?as_of=v1", sheet_number=2)[:-3])
    assert "基準日" not in told
    assert any("v1" in words for words in told.values())
