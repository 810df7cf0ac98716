"""(e) Numbers that pages print are found in the bundle: of every list, and of every chart.

Nothing here asks the database for what it expects: that is counted and added in the CSV files.
"""

import collections
import csv
import functools
import re
import urllib.parse
from decimal import Decimal

import pytest
from django.test import Client
from django.utils.translation import override

from measures.charts.agreements import AgreementsPicture
from measures.charts.budgets import Overview
from measures.charts.controls import ControlsPicture
from measures.charts.found import FoundSums
from measures.charts.indicators import pictures
from measures.lists.agreements import AGREEMENTS
from measures.lists.budgets import BUDGETS
from measures.lists.export_controls import EXPORT_CONTROLS
from measures.models import Indicator
from policies.models import Framework
from portal.lists.declaration import ListPage
from portal.lists.facet_index import NONE
from portal.lists.hierarchy import exactly, reached
from portal.pages.lists import LISTS
from portal.pages.pillars.matrix import matrices
from tests.asked_columns import codes_in, columns_of
from tests.bundle.dots import assert_drawn
from tests.cases import for_each
from tests.list_requests import list_request
from tests.visits import body

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]

Row = dict[str, str]
# Questions of what a measure says elsewhere: in which table, in which column.
BESIDE = {
    "partner": ("measure_partners", "partner_code"),
    "subject": ("measure_subjects", "subject_slug"),
    "organisation": ("measure_organisations", "organisation_slug"),
    "purpose": ("purposes", "purpose_code"),
    "cited": ("citations", "document_slug"),
    "issue": ("answers", "issue_slug"),
    "measure_kind": ("measures", "kind_code"),
    "jurisdiction": ("measures", "jurisdiction_code"),
}
# What a question means: whatever a measure is cited from, and not first alone.
MEANT = {("measures", "source"): "cited"}
# The column that names the measure of a row: of a measure its own.
OWN = {"measure_slug", "slug"}
# Of the tables of budgets, JPY 100 million.
UNIT = 100_000_000
COUNTED = re.compile(r">CSV \(([\d,]+) rows?\)<")


@pytest.fixture(scope="module")
def table(made):
    """The rows of a table of the bundle by its name."""

    @functools.cache
    def read(name: str) -> list[Row]:
        with (made.folder / "data" / f"{name}.csv").open(newline="") as file:
            return list(csv.DictReader(file))

    return read


def rows_of(table, listing: ListPage) -> list[Row]:
    """The rows of a list; one that draws those of another has no table of its own."""
    return table((listing.view or listing.name).replace("-", "_"))


def told(table, listing: ListPage, question: str) -> collections.Counter | None:
    """How many rows have each value of a question, by the tables alone; None where none says."""
    rows = rows_of(table, listing)
    question = MEANT.get((listing.name, question), question)
    if columns := columns_of(rows[0], listing, question):
        found = (codes_in(row, columns) for row in rows)
    elif question in BESIDE and (own := OWN & rows[0].keys()):
        name, column = BESIDE[question]
        key = "slug" if name == "measures" else "measure_slug"
        values = collections.defaultdict(set)
        for row in table(name):
            values[row[key]].add(row[column])
        found = (values[row[max(own)]] or {""} for row in rows)
    else:
        return None
    return collections.Counter(value or NONE for each in found for value in each)


def in_files(counted: str) -> int:
    """How many rows the buttons of a list say that its files have; 0 without buttons."""
    found = COUNTED.search(counted.partition('class="count-line"')[2])
    return int(found[1].replace(",", "")) if found else 0


@for_each("listing", LISTS, ids=lambda each: each.name)
def test_a_list_counts_what_the_bundle_holds(table, listing):
    rows = rows_of(table, listing)
    page = body(Client().get(f"/en/{listing.name}/")).decode()
    assert in_files(page) == len(rows)
    for question, facet in list_request(listing).state.facets.items():
        expected = told(table, listing, question)
        if expected is None:
            continue
        # Of a row that says nothing some questions keep an empty value, or half of one.
        counts = {value.strip("/") or NONE: len(found) for value, found in facet.items() if found}
        asks = listing.filterset_class.base_filters[question]
        if getattr(asks, "where", {}):
            # A row that says it of one says of another something else.
            counts.pop(NONE, None)
        assert counts == {value: expected[value] for value in counts}, question
        # What a page prints under one condition, of the value with most rows and of one with least.
        values = sorted(counts.keys() - {NONE}, key=counts.get)
        for value in (values[0], values[-1]):
            asked = exactly(question, value) if asks.hierarchy else {question: value}
            found = list_request(listing, f"/?{urllib.parse.urlencode(asked)}")
            assert found.count == expected[value], asked


def test_most_questions_are_told_by_a_table(table):
    """What is left are the first letters of names, and what rows of several tables say."""
    asked = [(each, name) for each in LISTS for name in list_request(each).state.facets]
    without = {(each.name, name) for each, name in asked if told(table, each, name) is None}
    assert {each for each in without if each[1] not in ("kana", "letter")} == {
        *(("measures", "fiscal_year"), ("agreements", "year"), ("partners", "member_of")),
    }
    assert len(asked) > 100


# Charts.


def number(cell) -> Decimal | None:
    """What a figure of a table of budgets says in yen; nothing where it has no line."""
    return None if cell.amount is None else cell.amount * UNIT


def summed(lines: list[Row]) -> Decimal | None:
    """What lines add up to; nothing without any."""
    return sum(Decimal(line["amount"]) for line in lines) if lines else None


def added(table, measure: str) -> list[Row]:
    """The lines of a programme that may be added."""
    return [
        line
        for line in table("budgets")
        if (line["measure_slug"], line["is_added"], line["currency"]) == (measure, "true", "JPY")
    ]


def in_column(lines: list[Row], column) -> list[Row]:
    """Those of a fiscal year and a stage."""
    key = (str(column.fiscal_year or ""), column.stage)
    return [line for line in lines if (line["fiscal_year"], line["stage_code"]) == key]


def test_charts_and_tables_of_budgets_draw_the_sums_of_the_bundle(table):
    overview = Overview(list_request(BUDGETS).state.facets)
    tables = [each.table for each in (*overview.pictures, *overview.others)]
    cells = 0
    for each in tables:
        lines = added(table, each.measure.slug)
        assert len(each.lines) == len(lines)
        for row in each.rows:
            slug = row.subject.slug if row.subject else ""
            own = [line for line in lines if line["subject_slug"] == slug]
            for column, cell in zip(each.shown_columns, row.cells, strict=True):
                assert number(cell) == summed(in_column(own, column)), (slug, column)
                cells += 1
            assert row.check.computed * UNIT == (summed(own) or 0)
    assert cells > 50
    assert overview.ministries
    for picture in overview.ministries:
        lines = added(table, picture.table.measure.slug)
        for row in picture.rows:
            slug = row.ministry.slug if row.ministry else ""
            own = [line for line in lines if slug in line["ministry_slugs"].split(";")]
            assert len(row.lines) == len(own)
            for column, cell in zip(row.columns, row.cells, strict=True):
                assert number(cell) == summed(in_column(own, column)), (slug, column)


def test_the_sum_below_a_list_of_budgets_is_that_of_the_bundle(table):
    programmes = {line["measure_slug"] for line in table("budgets")}
    told_of = 0
    for slug in programmes:
        lines = added(table, slug)
        sums = FoundSums(list_request(BUDGETS, f"/?measure={slug}"))
        every = [line for line in table("budgets") if line["measure_slug"] == slug]
        assert sums.outside_count == sum(line["is_added"] == "false" for line in every)
        if sums.table:
            told_of += 1
            assert sums.total.computed * UNIT == summed(lines)
            page = body(Client().get(f"/en/budgets/?measure={slug}")).decode()
            assert f"Sum of {len(lines)} line" in page
            assert sums.total.computed_in_words in page
    assert told_of


def test_charts_of_agreements_count_the_rows_of_the_bundle(table):
    picture = AgreementsPicture(list_request(AGREEMENTS, "/en/agreements/"))
    rows = [row for row in table("agreements") if row["jurisdiction_code"] == "jp"]
    assert picture.counted == len(rows)
    drawn = picture.table
    everyone, *others = drawn.rows
    codes = [code for code, _words, _count in picture.shown]
    assert len(others) == len(codes) > 3
    for code, line in [("", everyone), *zip(codes, others, strict=True)]:
        own = [row for row in rows if not code or code in row["partner_codes"].split(";")]
        assert line.total.count == len(own)
        for column, cell in zip(drawn.columns, line.cells, strict=True):
            years = [row["date_from"][:4] or NONE for row in own]
            assert cell.count == sum(year in column.values for year in years), (code, column)
    levels = collections.Counter(row["level_ja"] for row in rows)
    with override("ja"):
        drawn = {str(words): cell.count for words, cell in picture.levels}
    assert drawn == {words: count for words, count in levels.items() if words}


def test_the_chart_of_export_controls_is_of_the_rows_of_the_bundle(table):
    picture = ControlsPicture(list_request(EXPORT_CONTROLS, "/en/export-controls/"))
    rows = {row["measure_slug"]: row for row in table("export_controls")}
    suspended = {slug for slug, row in rows.items() if row["status_code"] == "suspended"}
    assert len(picture.suspended) == len(suspended)
    at_home = {slug for slug, row in rows.items() if "jp" in row["target_codes"].split(";")}
    assert len(picture.at_home) == len(at_home)
    assert {each.measure.slug for each in (*picture.drawn, *picture.undrawn)} == set(rows)
    for control in picture.drawn:
        row = rows[control.measure.slug]
        assert str(control.begins_from) in (row["effective_from"], row["announced_from"])
        if control.suspended_from:
            assert str(control.suspended_from) == row["suspended_from"]


def test_bars_of_indicators_are_as_long_as_the_bundle_says(table):
    points = {(row["indicator_slug"], row["code"]): row for row in table("data_points")}
    bars = 0
    for indicator in Indicator.objects.published().prefetch_related("points"):
        for picture in pictures(indicator):
            for point, bar in zip(picture.series.drawn, picture.series.bars, strict=True):
                row = points[indicator.slug, point.code]
                drawn = Decimal(str(bar.parts[0].value)) if bar.parts else None
                value = Decimal(row["value"]) / Decimal(row["scale"]) if row["value"] else None
                assert drawn == value, (indicator.slug, point.code)
                bars += 1
    assert bars > 50


def test_the_matrix_of_pillars_counts_the_rows_of_the_bundle(table):
    counts = collections.Counter(
        (row["framework_slug"], row["pillar_slug"], row["kind_code"])
        for row in table("measure_pillars")
    )
    drawn = {
        (matrix.framework.slug, row.pillar.slug, cell.kind): cell.count
        for matrix in matrices(Framework.objects.all())
        for row in matrix.rows
        for cell in row.cells
        if cell.count
    }
    assert drawn == counts


# Timelines of partners, subjects and organisations.

# Where their parts in measures stand, and in which column.
PARTS = {
    "partners": ("measure_partners", "partner_code"),
    "subjects": ("measure_subjects", "subject_slug"),
    "organisations": ("measure_organisations", "organisation_slug"),
}
# Of each lane so many events, the latest.
LATEST = 50
OUTSIDE = re.compile(r"(\d+) events? (?:is|are) outside the years shown")


def steps_down(table, name: str) -> list[tuple[str, str]]:
    """What stands right below what, by the tables alone."""
    if name == "subjects":
        return [(row["ancestor_slug"], row["subject_slug"]) for row in table("subject_ancestors")]
    if name == "organisations":
        return [(row["belongs_to_slug"], row["slug"]) for row in table("organisations")]
    counting = {row["code"] for row in table("partners") if row["counts_members"] == "true"}
    members = [(row["group_code"], row["member_code"]) for row in table("partner_members")]
    places = [(row["country_code"], row["code"]) for row in table("places")]
    return [*places, *(each for each in members if each[0] in counting)]


def within(table, name: str, key: str) -> set[str]:
    """An entity and all that is narrower."""
    steps = collections.defaultdict(list)
    for above, below in steps_down(table, name):
        steps[above].append(below)
    return set(reached([key], steps))


def lanes_of(table, name: str, key: str, keys: set[str]) -> list[list[Row]]:
    """The events that each lane of the page of an entity has to draw, newest first."""
    parts, column = PARTS[name]
    measures = {row["measure_slug"] for row in table(parts) if row[column] in keys}
    events = [row for row in table("milestones") if row["date_from"]]
    own = [row for row in events if name == "partners" and row["jurisdiction_code"] == key]
    some = [row for row in events if row["measure_slug"] in measures]
    return [lane[:LATEST] for lane in (own, some) if lane]


def with_most_events(table, name: str) -> list[str]:
    """Four entities of a kind whose measures have the most events, and one with a single one."""
    parts, column = PARTS[name]
    dated = collections.Counter(
        row["measure_slug"] for row in table("milestones") if row["date_from"]
    )
    events = collections.Counter()
    for key, measure in {(row[column], row["measure_slug"]) for row in table(parts)}:
        events[key] += dated[measure]
    ranked = sorted(events, key=lambda key: (-events[key], key))
    return [*ranked[:4], next(key for key in ranked if events[key] == 1)]


@for_each("name", PARTS)
def test_timelines_draw_the_events_of_the_bundle(table, name):
    for key in with_most_events(table, name):
        whole = within(table, name, key)
        for query, keys in (("", whole), ("?only=1", {key})) if len(whole) > 1 else (("", whole),):
            page = body(Client().get(f"/en/{name}/{key}/{query}")).decode()
            _before, part = page.split('<section class="section" id="timeline"')
            lanes = lanes_of(table, name, key, keys)
            for picture in part.split('<svg class="chart ')[1:3]:
                left_out = assert_drawn(picture.partition("</svg>")[0], lanes)
                told = OUTSIDE.search(part)
                assert len(left_out) == (int(told[1]) if told else 0), key
            every = {(row["measure_slug"], row["code"]) for lane in lanes for row in lane}
            listed, _after = part.partition('<ol class="timeline')[2].split("</ol>", 1)
            assert listed.count("<li>") == len(every)
            years = sorted(row["date_from"][:4] for lane in lanes for row in lane)
            assert f"{len(every)} dated event" in part
            assert f" from {years[0]} to {years[-1]}, " in part
