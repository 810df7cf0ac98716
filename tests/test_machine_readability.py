"""The Government's rule on machine-readable data, check by check, over every file of every table.

行政データにおける機械可読性に関するルール (31 March 2026): 30 checks on three levels.
The text of each stands in the rule; a test says what it means here. They are asked of the files for
programs (`?profile=data`); of those for readers too, but for L1-07, L1-08 and L3-08: there several
names stand in a cell, prints stay prints, and headers are Japanese, which is what they are for.
"""

import collections
import csv
import dataclasses
import datetime
import functools
import html
import io
import re
import urllib.parse
import zipfile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from measures.models import Stage
from portal.lists.columns import Column, Kind, codelist
from portal.lists.declaration import Table
from portal.pages.lists import DICTIONARY, LISTS, RECORD, TABLES
from tests.visits import body

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]

BOM = "\ufeff"
# A cell of a line: quoted, with quotes inside doubled, or bare.
CELL = re.compile(r'(?:"((?:[^"]|"")*)"|([^",]*))(?:,|$)')
BARE = re.compile(r"|true|false|-?\d+(\.\d+)?|\d{4}-\d\d-\d\d")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
# Signs that look otherwise, or not at all, on another machine: the three of the rule's own list,
# circled and Roman numbers, squared words, and what Unicode leaves to each maker.
PLATFORM = re.compile("[㋿〜～①-⓿❶-➓㈀-㋾㌀-㏿Ⅰ-ⅿ★☆\ue000-\uf8ff]")
# Columns of what is printed, of names, and of sentences about prints.
EXACT = re.compile(
    r".*_(ja|en)|phrase|printed|heading|number|mark|name|other_names|reading|term|also_.*"
)
# Counts, orders and years, which have no unit; `scale` is that of a unit.
WITHOUT_UNIT = {
    *("measures", "points", "answers", "sections", "footnotes", "page", "file_page"),
    *("position", "distance"),
    *("fiscal_year", "fiscal_year_until", "scale", "number_sort", "updated_version"),
}
# Where each list of codes in a cell stands as rows too: the table, and its columns of both keys.
LONG = {
    "measures.other_names": ("measure_names", "measure_slug", "name"),
    "measures.lead_slugs": ("measure_organisations", "measure_slug", "organisation_slug"),
    "measures.organisation_slugs": ("measure_organisations", "measure_slug", "organisation_slug"),
    "measures.partner_codes": ("measure_partners", "measure_slug", "partner_code"),
    "measures.subject_slugs": ("measure_subjects", "measure_slug", "subject_slug"),
    "measures.pillar_codes": ("measure_pillars", "measure_slug", "pillar_slug"),
    "budgets.ministry_slugs": ("budget_ministries", "measure_slug", "organisation_slug"),
    "export_controls.target_codes": ("export_control_targets", "measure_slug", "partner_code"),
    "export_controls.subject_slugs": ("export_control_items", "measure_slug", "subject_slug"),
    "trade_remedies.target_codes": ("trade_remedy_targets", "measure_slug", "partner_code"),
    "trade_remedies.applicant_slugs": (
        *("trade_remedy_applicants", "measure_slug", "organisation_slug"),
    ),
    "agreements.partner_codes": ("agreement_parties", "measure_slug", "partner_code"),
    "agreements.target_codes": ("agreement_parties", "measure_slug", "partner_code"),
    "citations.supports": ("citation_supports", "measure_slug", "field"),
    "partners.other_names": ("partner_names", "partner_code", "name"),
    "partners.member_codes": ("partner_members", "group_code", "member_code"),
    "places.other_names": ("partner_names", "partner_code", "name"),
    "subjects.other_names": ("subject_names", "subject_slug", "name"),
    "subjects.further_broader_slugs": ("subject_broader", "subject_slug", "broader_slug"),
    "subjects.related_slugs": ("subject_related", "subject_slug", "related_slug"),
    "organisations.other_names": ("organisation_names", "organisation_slug", "name"),
    "issues.subject_slugs": ("issue_subjects", "issue_slug", "subject_slug"),
    "terms.also_printed": ("term_words", "term_slug", "name"),
    "terms.also_english": ("term_words", "term_slug", "name"),
    "terms.plain_words": ("term_words", "term_slug", "name"),
    **dict.fromkeys(
        (
            *("measures.law_number", "measures.law_id", "measures.budget_project_ids"),
            *("organisations.corporate_number", "subjects.hs_codes"),
        ),
        ("identifiers", "entry_key", "identifier"),
    ),
}


@dataclasses.dataclass(frozen=True)
class File:
    """A file of a table as it came, and what its columns are declared to be."""

    table: Table
    profile: str
    kind: str
    text: str
    columns: list[Column]

    @property
    def name(self) -> str:
        """What it is called where something is wrong."""
        return f"{self.table.name} {self.profile}".strip()

    @functools.cached_property
    def lines(self) -> list[str]:
        """Its lines, without what ends them."""
        return self.text.removeprefix(BOM).removesuffix("\r\n").split("\r\n")

    @functools.cached_property
    def records(self) -> list[list[str]]:
        """Its header and rows, as a reader of CSV takes them."""
        return list(csv.reader(io.StringIO(self.text.removeprefix(BOM), newline="")))

    @functools.cached_property
    def rows(self) -> list[dict[str, str]]:
        """Its rows by the names of columns."""
        header, *rows = self.records
        return [dict(zip(header, row, strict=True)) for row in rows]


def got(table: Table, profile: str) -> File:
    """A file, as the site sends it."""
    if table in TABLES:
        address = table.csv_address
    else:
        address = reverse(f"{table.name}-csv", query={"profile": profile} if profile else {})
    response = Client().get(address)
    assert response.status_code == 200
    columns = table.data_columns if profile else list(table.columns)
    text = b"".join(response).decode()
    return File(table, profile, response["Content-Type"], text, columns)


@pytest.fixture(scope="module")
def data(rows_for_all) -> list[File]:
    """The files for programs: every table of the record, and what tells of them."""
    return [got(table, "data") for table in (*RECORD, *DICTIONARY)]


@pytest.fixture(scope="module")
def files(data) -> list[File]:
    """All files: these, and those for readers in Japanese."""
    return [*data, *(got(listing, "") for listing in LISTS)]


@pytest.fixture(scope="module")
def by_name(data) -> dict[str, list[dict[str, str]]]:
    """The rows of each table for programs."""
    return {file.table.table: file.rows for file in data}


@pytest.fixture(scope="module")
def books(rows_for_all) -> dict[str, dict[str, str]]:
    """The parts of the workbook of each list, with few rows: all have the same build."""
    found = {}
    for listing in LISTS:
        response = Client().get(reverse(f"{listing.name}-xlsx", query={"q": "重要鉱物"}))
        assert response.status_code == 200
        with zipfile.ZipFile(io.BytesIO(b"".join(response))) as book:
            found[listing.name] = {name: book.read(name).decode() for name in book.namelist()}
    return found


def sheets(book: dict[str, str]) -> list[str]:
    """The sheets of a workbook."""
    return [part for name, part in book.items() if name.startswith("xl/worksheets/sheet")]


def faults(files, wrong) -> list[str]:
    """The names of the files of which something is wrong."""
    return [file.name for file in files if wrong(file)]


# Which files there are.

CSV_LINK = re.compile(r'href="([^"#]*\.csv(?:\?[^"]*)?)"')
# One page of each sort that has files: lists with charts, entries with panels, what tells of data.
PAGES = (
    *("/", "/data/", "/data/versions/", "/help/caveats/", "/corrections/", "/pillars/"),
    *("/budgets/", "/agreements/", "/export-controls/?q=%E8%BC%B8%E5%87%BA", "/timeline/"),
    *("/partners/cn/", "/subjects/semiconductors/", "/organisations/meti/"),
)
# Files that a bundle holds, which are these tables byte for byte.
OF_BUNDLE = re.compile(r"^/data/(?:latest|v/\d+)/")
# What tells of the record and not of the world: no table of it, and declared where it stands.
APART = {"/data/changes.csv", "/corrections.csv", "/proofreadings.csv"}


def test_every_csv_that_pages_offer_is_one_of_those_that_are_checked(files, by_name, client):
    """A file of a panel or of a chart is that of a list under conditions: it has the same form."""
    headers = {}
    for file in files:
        address = (
            file.table.csv_address if file.table in TABLES else reverse(f"{file.table.name}-csv")
        )
        headers[address, file.profile if file.table not in TABLES else ""] = file.records[0]
    of_kinds = {row["kind_code"]: f"/measures/{row['slug']}/" for row in by_name["measures"]}
    first = [f"/{name}/{by_name[name][0]['slug']}/" for name in ("indicators", "issues")]
    offered = {
        html.unescape(link)
        for page in (*PAGES, *of_kinds.values(), *first)
        for link in CSV_LINK.findall(client.get(page).content.decode())
    }
    assert len(offered) > 100
    paths = {urllib.parse.urlsplit(each).path for each in offered}
    known = {address for address, _profile in headers}
    assert {each for each in paths if not OF_BUNDLE.match(each)} - known == APART
    one_of_each = {}
    for each in offered:
        parts = urllib.parse.urlsplit(each)
        query = urllib.parse.parse_qs(parts.query)
        one_of_each[parts.path, query.get("profile", [""])[0], *sorted(query)] = each
    for (path, profile, *_questions), address in one_of_each.items():
        if (path, profile) in headers:
            answer = client.get(address)
            assert answer.status_code == 200, address
            [header, *_rows] = csv.reader(io.StringIO(body(answer).decode().removeprefix(BOM)))
            assert header == headers[path, profile], address
    for address in APART:
        answer = client.get(address)
        assert answer["Content-Type"].startswith("text/csv; charset=utf-8")
        text = body(answer).decode().removeprefix(BOM)
        names, *rows = csv.reader(io.StringIO(text, newline=""))
        assert [each for each in names if not re.fullmatch(r"[a-z][a-z0-9_]*", each)] == [], address
        assert len(set(names)) == len(names) > 1
        assert {len(row) for row in rows} <= {len(names)}, address
        assert text.count("\r\n") == len(rows) + 1 == text.count("\n"), "no line within a cell"


# Level 1: what machines can read.


def test_l1_01_the_format_is_one_that_machines_read(files, books):
    assert faults(files, lambda file: file.kind != "text/csv; charset=utf-8") == []
    assert all("xl/workbook.xml" in book for book in books.values())


def test_l1_02_a_file_holds_one_table(files):
    assert faults(files, lambda file: len({len(row) for row in file.records}) != 1) == []


def test_l1_03_no_row_or_column_divides_it(files):
    assert faults(files, lambda file: any(not any(row) for row in file.records)) == []
    assert faults(files, lambda file: not all(file.records[0])) == []


def test_l1_04_nothing_stands_beside_the_data(files, data):
    """No note, no title, no line of sums: the header, then rows of which each has its key."""
    for file in files:
        names = [each.name if file.profile else str(each.header) for each in file.columns]
        with translation.override("ja"):
            assert file.records[0] == [str(name) for name in names], file.name
    # Nobody who is above a pillar at the top, no product of some remedies: only keys are asked.
    for file in data:
        assert not any(row[name] == "" for row in file.rows for name in file.table.key), file.name


def test_l1_05_every_column_has_a_name_that_tells_what_it_is(files):
    for file in files:
        for column, header in zip(file.columns, file.records[0], strict=True):
            assert re.search(r"[a-z]{2}|[Mm]49|[ぁ-んァ-ヶ一-龠]", header), (file.name, header)
            assert str(column.meaning), (file.name, header)


def test_l1_06_no_blank_or_line_break_is_there_for_looks(files):
    spaced = re.compile(r"^\s|\s$|\s\s|[\t\u3000]")
    for file in files:
        found = [cell for row in file.records for cell in row if spaced.search(cell)]
        assert found == [], file.name


def test_l1_07_a_cell_holds_one_datum(data, by_name):
    """A cell of codes has the same as rows of a table; nothing else is several things."""
    marks = re.compile("[、;\n]|, ")
    columns = [(file, column) for file in data for column in file.columns]
    several = {(file.table.table, column.name) for file, column in columns if column.several}
    names = {".".join(each) for each in several}
    assert names <= LONG.keys()
    for file, column in columns:
        if not (column.several or EXACT.fullmatch(column.name)):
            found = [row[column.name] for row in file.rows if marks.search(row[column.name])]
            assert found == [], (file.name, column.name)
    for name in sorted(names):
        long, owner, part = LONG[name]
        table, _point, column = name.partition(".")
        rows = {(row[owner], row[part]) for row in by_name[long]}
        key = next(file.table.key[0] for file in data if file.table.table == table)
        held = {
            (row[key], code.rpartition("/")[2] if long == "measure_pillars" else code)
            for row in by_name[table]
            for code in row[column].split(";")
            if code
        }
        assert held or long == "identifiers", name
        assert held <= rows, name


def test_l1_08_no_sign_depends_on_the_machine(data):
    """But in prints, names and words about them, as the rule allows.

    Beside a printed number stands the number, beside a printed ★ whether it is there.
    """
    beside = {"①": ("number", "number_sort"), "★": ("label_ja", "added_designation")}
    for file in data:
        header = file.records[0]
        for name in header:
            found = {cell for row in file.rows if PLATFORM.search(cell := row[name])}
            assert not found or EXACT.fullmatch(name), (file.name, name, found)
            for sign, (printed, told) in beside.items():
                if name == printed and any(sign in cell for cell in found):
                    assert told in header, (file.name, name, told)


def test_l1_09_blank_and_zero_are_two_things(by_name):
    for name in ("targets", "data_points"):
        for row in by_name[name]:
            assert (row["value"] == "") == (row["value_status"] != "number"), row
    for name in ("budgets", "printed_totals"):
        assert {row["amount"] for row in by_name[name]}.isdisjoint({"", "0"})
    told = {row["code"] for row in by_name["caveats"]}
    assert {"blank", "no-row", "dash"} <= told


def test_l1_10_workbooks_hold_no_objects(books):
    objects = re.compile("drawing|media|chart|comment|vml|embed", re.I)
    assert [name for name, book in books.items() if any(map(objects.search, book))] == []


def test_l1_11_no_format_tells_anything(books):
    """One font and no fill; the only format of cells is that of days."""
    for name, book in books.items():
        styles = book["xl/styles.xml"]
        assert '<fonts count="1">' in styles, name
        assert '<fills count="2">' in styles, name
        formats = set(re.findall(r'formatCode="([^"]*)"', styles))
        assert formats <= {"yyyy\\-mm\\-dd", "yyyy-mm-dd"}, name


def test_l1_12_no_cells_are_merged(books):
    assert [name for name, book in books.items() if "mergeCell" in "".join(sheets(book))] == []


def test_l1_13_no_row_or_column_is_hidden(books):
    hidden = re.compile('hidden="1"|outlineLevel|collapsed|state="(veryH|h)idden"')
    for name, book in books.items():
        assert not hidden.search(
            "".join(sheets(book))
            + re.sub("<definedName.*?</definedName>", "", book["xl/workbook.xml"])
        ), name


def test_l1_14_a_record_is_one_line(files):
    assert faults(files, lambda file: len(file.lines) != len(file.records)) == []
    assert faults(files, lambda file: re.search(r"(?<!\r)\n|\r(?!\n)", file.text)) == []


def test_l1_15_texts_with_commas_are_quoted(files):
    """Every text is; what stands bare is a number, a day, or true or false."""
    for file in files:
        width = len(file.records[0])
        for line in file.lines[1:]:
            cells = CELL.findall(line)[:width]
            assert all(BARE.fullmatch(bare) for _quoted, bare in cells), (file.name, line)


# Level 2: what machines can compute with.


def test_l2_01_numbers_are_nothing_but_numbers(files):
    for file in files:
        for place, column in enumerate(file.columns):
            if column.numeric:
                cells = {row[place] for row in file.records[1:]} - {""}
                assert [each for each in cells if not NUMBER.fullmatch(each)] == [], file.name


def test_l2_02_nothing_is_left_out_because_it_stands_above(data):
    """What belongs to a key is told wherever the key is."""
    pairs = (("measure_slug", "measure_ja"), ("document_slug", "section_code"))
    labels = re.compile(r"(.+)_code")
    asked = 0
    for file in data:
        header = set(file.records[0])
        found = [each for each in pairs if header.issuperset(each)]
        for column in file.columns:
            stem = labels.fullmatch(column.name)
            if column.choices and stem and f"{stem[1]}_ja" in header:
                found.append((column.name, f"{stem[1]}_ja"))
        for key, told in found:
            asked += 1
            short = [row for row in file.rows if bool(row[key]) > bool(row[told])]
            assert short == [], (file.name, key, told)
    assert asked > 50


def test_l2_03_every_column_has_a_name_of_its_own(files):
    assert faults(files, lambda file: len(set(file.records[0])) != len(file.records[0])) == []


def test_l2_04_choices_are_of_a_fixed_list(data):
    """Each cell is a code of its list, and a code has the same words everywhere.

    But a status: a law comes into force, a plan is carried out, and the code is the same.
    """
    words = collections.defaultdict(set)
    asked = 0
    for file in data:
        for column in file.columns:
            if not column.choices:
                continue
            asked += 1
            cells = (row[column.name] for row in file.rows)
            codes = {code for cell in cells for code in cell.split(";") if code}
            assert codes <= set(column.choices.values), (file.name, column.name)
            told = f"{column.name.removesuffix('_code')}_ja"
            for row in file.rows:
                if told in row and row[column.name] and not column.several:
                    words[codelist(column.choices), row[column.name]].add(row[told])
    assert asked > 50
    several = {code for code, found in words.items() if len(found) > 1}
    assert {name for name, _code in several} <= {"measure_status"}


def test_l2_05_other_and_what_it_is_stand_apart(by_name):
    other = re.compile(r"その他.*[（(：:]|[Oo]ther.*[(:]")
    labels = [row[f"label_{code}"] for row in by_name["codelists"] for code in ("ja", "en")]
    assert [each for each in labels if other.search(each)] == []


def test_l2_06_workbooks_hold_values_and_no_formula(books):
    formulas = re.compile(r"<f[ >]")
    assert [name for name, book in books.items() if formulas.search("".join(sheets(book)))] == []


# Level 3: what can be joined with other data.


def test_l3_01_the_first_line_is_the_header_and_the_second_a_row(files):
    for file in files:
        assert file.text.startswith(BOM) == (not file.profile), file.name
        assert len(CELL.findall(file.lines[0])) >= len(file.columns)
        assert len(file.records) > 1, file.name
        assert file.records[1] != file.records[0], file.name


def test_l3_02_a_table_of_codes_is_attached(data, by_name):
    told = collections.defaultdict(set)
    for row in by_name["codelists"]:
        assert all((row["label_ja"], row["label_en"])), row
        told[row["list"]].add(row["code"])
    for file in data:
        for column in file.columns:
            if column.choices:
                codes = {code for code in column.choices.values if code}
                assert codes <= told[codelist(column.choices)], (file.name, column.name)


def test_l3_03_signs_in_columns_of_numbers_are_defined(by_name):
    """No sign stands there (L2-01): what is no number says so in a column beside it, by a code."""
    defined = {row["code"] for row in by_name["codelists"] if row["list"] == "value_status"}
    used = {row["value_status"] for name in ("targets", "data_points") for row in by_name[name]}
    assert used
    assert used <= defined


def test_l3_04_numbers_have_their_unit(data, by_name):
    """In the column itself, or in one that it names; else it counts, orders or dates."""
    units = 0
    for file in data:
        for column in (each for each in file.columns if each.numeric):
            if not column.unit:
                assert column.name in WITHOUT_UNIT, (file.name, column.name)
                continue
            units += 1
            named = column.unit.strip("{}")
            for row in file.rows:
                assert not row[column.name] or row[named], (file.name, row)
    assert units >= 4
    declared = {(row["table_name"], row["column_name"]): row["unit"] for row in by_name["columns"]}
    assert declared["budgets", "amount"] == "{currency}"


def test_l3_05_time_is_told_by_the_calendar_of_all(data):
    """Days in ISO 8601, what is no day in EDTF with its bounds, fiscal years as years."""
    era = re.compile("令和|平成|昭和|[RHS][0-9]")
    for file in data:
        for column in file.columns:
            if column.kind == Kind.EDTF:
                stem = column.name.removesuffix("_edtf")
                bounds = {f"{stem}_{part}" for part in ("from", "until", "precision")}
                assert bounds <= set(file.records[0]), (file.name, column.name)
            elif column.kind != Kind.DATE and not column.name.startswith("fiscal_year"):
                continue
            for cell in {row[column.name] for row in file.rows} - {""}:
                assert not era.search(cell), (file.name, column.name)
                if column.kind == Kind.DATE:
                    assert datetime.date.fromisoformat(cell).isoformat() == cell
                if column.kind == Kind.INTEGER:
                    assert re.fullmatch(r"(19|20)\d\d", cell), (file.name, column.name)


def test_l3_06_regions_have_codes(by_name):
    """ISO 3166: countries by two letters and by number, places by the codes of their country."""
    for row in by_name["partners"]:
        if row["iso2"]:
            assert row["code"] == row["iso2"].lower(), row
    countries = [row for row in by_name["partners"] if row["kind_code"] == "country"]
    assert countries
    assert [row["code"] for row in countries if not re.fullmatch("[A-Z]{2}", row["iso2"])] == []
    for row in by_name["places"]:
        assert row["name_ja"], row
        assert row["country_code"], row


def test_l3_07_the_form_is_the_same_whatever_the_year(by_name):
    """A file of another year, or of another part, has the same columns."""
    years = sorted({row["fiscal_year"] for row in by_name["budgets"]} - {""})
    assert len(years) > 3
    headers = set()
    for year in years:
        address = reverse("budgets-csv", query={"profile": "data", "fiscal_year": year})
        headers.add(b"".join(Client().get(address)).split(b"\r\n")[0])
    assert len(headers) == 1


def test_l3_08_definitions_sources_changes_and_encoding_are_told(data, by_name, client):
    """Every column with its meaning, every document, what changed, and how the file is encoded."""
    told = {(row["table_name"], row["column_name"]): row for row in by_name["columns"]}
    for file in data:
        for name in file.records[0]:
            assert re.fullmatch(r"[a-z][a-z0-9_]*", name), (file.name, name)
            row = told[file.table.table, name]
            assert all((row["type"], row["meaning_ja"], row["meaning_en"])), (file.name, name)
    assert [row["slug"] for row in by_name["sources"] if not row["publisher_slug"]] == []
    page = client.get(reverse("data")).content.decode()
    assert "BOM付きUTF-8" in page
    assert reverse("help-caveats") in page
    assert b"".join(client.get(reverse("changes-csv")))


def test_l3_09_repeated_things_are_rows(data):
    """No year, no number of a series and no stage of a budget is the name of a column."""
    series = re.compile(r"\d{4}|_\d+$|^(fy|y|q)\d")
    stages = {code.replace("-", "_") for code in Stage.values if len(code) > len("budget")}
    for file in data:
        found = [name for name in file.records[0] if series.search(name)]
        assert [name for name in found if name != "iso3166_2"] == [], file.name
        assert stages.isdisjoint(file.records[0]), file.name
