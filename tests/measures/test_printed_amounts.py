"""Every picture against every row it is given: what is printed is drawn, or said not to be.

What is expected is computed here from the rows of the record, and looked for in the pages.
"""

import dataclasses
import html
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from measures.charts.amounts import change, entries
from measures.charts.programmes import Programme
from measures.charts.subjects import SubjectBars
from measures.models import BudgetLine, Measure
from measures.reconciliation import Table
from portal.dates.edtf import fiscal_year_short
from portal.money import yen_in_words
from tests.measures.making import Maker

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]

LANGUAGES = ("ja", "en")
OKU = 10**8
SVG = re.compile(r'<svg class="chart (chart--\w+)".*?</svg>', re.S)
TEXT = re.compile(r'<text class="([^"]*)"[^>]*>(.*?)</text>', re.S)


@dataclasses.dataclass(frozen=True)
class Drawn:
    """A bar as a page shows it: the words of its place, and its figure."""

    place: str
    total: str


def words(markup: str) -> str:
    """The words of a piece of a page."""
    return html.unescape(re.sub(r"<[^>]+>", "", markup)).strip()


def drawings(page: str, slug: str) -> dict[str, list[Drawn]]:
    """The bars of each drawing of a programme, by the kind of the drawing."""
    found: dict[str, list[Drawn]] = {}
    for svg in SVG.finditer(page):
        if f'id="bars-{slug}-{svg[1]}"' not in svg[0]:
            continue
        title = place = ""
        for css, text in TEXT.findall(svg[0]):
            if css == "row-label":
                title = words(text)
            elif css == "axis-label":
                place = words(text)
            elif css.startswith("total-label"):
                found.setdefault(svg[1], []).append(Drawn(f"{title} {place}", words(text)))
    return found


def year_of(line: BudgetLine) -> str:
    """The fiscal years of a line as a place begins with them."""
    if line.fiscal_year is None:
        return "年度の記載なし" if translation.get_language() == "ja" else "Year not stated"
    return fiscal_year_short(line.fiscal_year)


def number(amount: int) -> str:
    """An amount in the unit of tables."""
    return (
        f"{Decimal(amount) / OKU:,f}".rstrip("0").rstrip(".")
        if amount % OKU
        else (f"{amount // OKU:,}")
    )


def beside(line: BudgetLine, lines: list[BudgetLine]) -> list[BudgetLine]:
    """The lines with which one is added: those of its years and stage, or itself alone."""
    if not line.is_added:
        return [line]
    place = (line.fiscal_year, line.fiscal_year_until, line.stage)
    return [
        each
        for each in lines
        if each.is_added and place == (each.fiscal_year, each.fiscal_year_until, each.stage)
    ]


def figures(own: list[BudgetLine]) -> set[str]:
    """How the figure of a bar may be told: one line as it is printed, several as their sum."""
    about = ""
    if any(each.approximate for each in own):
        about = "約" if translation.get_language() == "ja" else "about "
    amount = sum(each.amount for each in own)
    found = {about + number(amount), about + yen_in_words(amount, "JPY")}
    return found | {own[0].printed_in_words or own[0].printed} if len(own) == 1 else found


def programmes() -> list[Measure]:
    """The programmes of the record."""
    return list(Measure.objects.published().with_budgets())


def pages(client, measure: Measure, language: str) -> list[str]:
    """The pages that show the budget of a programme."""
    with translation.override(language):
        addresses = [measure.get_absolute_url(), reverse("budgets")]
        return [client.get(address).content.decode() for address in addresses]


def check_bars(bars: list[Drawn], lines: list[BudgetLine]) -> None:
    """Each amount in yen has one bar, in its year and stage and as printed; no bar is more."""
    expected = {}
    for line in lines:
        if line.currency == "JPY":
            own = beside(line, lines)
            expected[tuple(each.pk for each in own)] = own
    left = list(bars)
    for own in expected.values():
        year, stage = year_of(own[0]), str(own[0].get_stage_display())
        fitting = [
            bar
            for bar in left
            if year in bar.place and stage in bar.place and bar.total in figures(own)
        ]
        assert fitting, (year, stage, figures(own), bars)
        left.remove(fitting[0])
    assert left == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_printed_amount_of_the_record_has_a_bar_or_is_told(client, language):
    drawn = 0
    for measure in programmes():
        lines = list(measure.budget_lines.all())
        for page in pages(client, measure, language):
            found = drawings(page, measure.slug)
            with translation.override(language):
                assert found or all(line.shown in words(page) for line in lines), measure
                for bars in found.values():
                    check_bars(bars, lines)
                    drawn += 1
    # Two programmes are compared over years: in two drawings each, and in a panel.
    assert drawn == 7


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_segments_of_a_bar_are_its_lines(language):
    with translation.override(language):
        for measure in programmes():
            table = Table(measure, measure.budget_lines.all(), measure.printed_totals.all())
            for bar, entry in zip(
                SubjectBars(table).bars,
                [each for each in entries(table) if each.is_yen],
                strict=True,
            ):
                whole = sum(line.amount for line in entry.lines)
                assert round(sum(part.value for part in bar.parts) * OKU) == whole
                for part in bar.parts:
                    alone = [line for line in entry.lines if str(line.subject) == part.name]
                    assert not alone or part.figure in figures(alone)


def cells(page: str, slug: str) -> list[list[str]]:
    """The rows of the table of a programme, cell by cell."""
    (table,) = re.findall(rf'<table[^>]*>\s*<caption id="table-{slug}">.*?</table>', page, re.S)
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.S)
    # A break between year and stage is a space.
    return [
        [words(cell.replace("<br>", " ")) for cell in re.findall(r"<t[hd]\b.*?</t[hd]>", row, re.S)]
        for row in rows
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_has_every_amount_in_its_year_and_the_sums_of_what_is_added(client, language):
    for slug, address in (
        ("osa", "/measures/osa/"),
        *[
            ("supply-chain-budget", each)
            for each in ("/measures/supply-chain-budget/", "/budgets/")
        ],
    ):
        prefix = "/en" if language == "en" else ""
        with translation.override(language):
            page = client.get(prefix + address).content.decode()
        rows = cells(page, slug)
        lines = list(BudgetLine.objects.filter(measure__slug=slug).select_related("subject"))
        with translation.override(language):
            for line in lines:
                if line.label and not line.is_added or not line.subject:
                    # Another matter: it stands in a list beneath the table, with the reason.
                    end = page.index(f'id="table-{slug}"')
                    assert line.printed in words(page[end:])
                    continue
                place = rows[0].index(f"{year_of(line)} {line.get_stage_display()}")
                (row,) = (row for row in rows if row[0].rstrip("★") == str(line.subject))
                assert any(row[place].startswith(each) for each in figures([line])), row
                aside = "合計に含めない" if language == "ja" else "not in the sum"
                assert (aside in row[place]) == (not line.is_added)
            added = [line for line in lines if line.is_added]
            heads = ("列計", "Computed column sum")
            (sums,) = (row for row in rows if row[0] in heads)
            for line in added:
                place = rows[0].index(f"{year_of(line)} {line.get_stage_display()}")
                assert sums[place] in figures(beside(line, lines))
            assert sums[len(rows[0]) - 3] in figures(added)


@pytest.mark.parametrize(
    ("language", "expected", "sums"),
    [
        (
            "ja",
            ["20億円", "約50億円", "約80億円", "約181億円"],
            ["20", "約50", "約80", "—", "約150", "約150", "—"],
        ),
        (
            "en",
            ["JPY 2 billion", "about JPY 5 billion", "about JPY 8 billion"]
            + ["about JPY 18.1 billion"],
            ["20", "about 50", "about 80", "—", "about 150", "about 150", "—"],
        ),
    ],
)
def test_osa_ends_with_its_newest_and_largest_year(client, language, expected, sums):
    """The right values, as section 6 of the deck of the Ministry of Foreign Affairs prints them."""
    osa = Measure.objects.get(slug="osa")
    heading = {
        "ja": "令和5年度20億円→令和8年度約181億円",
        "en": "FY2023: JPY 2 billion → FY2026: about JPY 18.1 billion",
    }[language]
    aside = {"ja": "合計に含めない", "en": "not in the sum"}[language]
    measure_page, budgets = pages(client, osa, language)
    kinds_of = {measure_page: ("chart--wide", "chart--phone"), budgets: ("chart--panel",)}
    for page, kinds in kinds_of.items():
        found = drawings(page, "osa")
        assert set(found) == set(kinds)
        for kind in kinds:
            assert [bar.total for bar in found[kind]] == expected
        assert heading in words(page)
        svg = next(each[0] for each in SVG.finditer(page) if "bars-osa-" in each[0])
        assert heading in words(re.search(r"<title.*?</title>", svg, re.S)[0])
        told = words(re.search(r"<desc.*?</desc>", svg, re.S)[0])
        assert all(each in told for each in expected)
        assert re.search(rf"{re.escape(expected[-1])} ?[(（]{aside}[)）]", told)
        assert svg.count('class="series-1"') == 3
        assert svg.count('class="series-7"') == 1
        assert not re.search(r"\d%", heading + told)
    heads = ("列計", "Computed column sum")
    (row,) = (row for row in cells(measure_page, "osa") if row[0] in heads)
    assert row[1:] == sums


# ---- programmes made by hand


@pytest.fixture
def maker() -> Maker:
    return Maker()


def read(measure: Measure) -> Measure:
    """A programme made by hand with all that pictures read."""
    (found,) = Measure.objects.programmes([measure.slug])
    return found


REASON = {"not_added_ja": "別。", "not_added_en": "Apart."}


def finding(measure: Measure) -> str:
    """The heading of a programme in English."""
    table = Table(measure, measure.budget_lines.all(), ())
    with translation.override("en"):
        return change(table, entries(table))


def test_the_heading_stays_inside_one_stage(maker):
    measure = maker.measure("test-stages")
    for year, oku in ((2023, 50), (2024, 30), (2025, 20)):
        maker.line(measure, oku, year=year)
    assert finding(read(measure)) == "FY2023: JPY 5 billion → FY2025: JPY 2 billion"
    maker.line(measure, 1000, year=2026, stage="request")
    assert finding(read(measure)) == (
        "Initial budget, FY2023: JPY 5 billion → FY2025: JPY 2 billion"
    )


def test_there_is_no_heading_where_no_two_years_can_be_compared(maker):
    measure = maker.measure("test-alone")
    maker.line(measure, 5, year=2024)
    maker.line(measure, 6, year=2025, stage="request")
    # Several years are no year, and what has no year is in none.
    maker.line(measure, 7, year=2025, fiscal_year_until=2027)
    maker.line(measure, 8, year=None)
    assert finding(read(measure)) == ""
    assert Programme(read(measure)).is_drawn


def test_one_row_of_several_does_not_stand_for_the_programme(maker):
    measure = maker.measure("test-two-rows")
    one, two = maker.subject(1), maker.subject(2)
    for year in (2024, 2025):
        maker.line(measure, 5, year=year, subject=one)
        maker.line(measure, 6, year=year, subject=two)
    maker.line(measure, 90, year=2026, subject=one, **REASON)
    assert finding(read(measure)) == "FY2024: JPY 1.1 billion → FY2025: JPY 1.1 billion"
    bars = Programme(read(measure)).bars
    assert [bar.value for bar in bars] == [11, 11, 90]


def test_what_overlaps_is_a_bar_of_its_own(maker):
    measure = maker.measure("test-overlap")
    subject = maker.subject(1)
    maker.line(measure, 10, year=2024, subject=subject)
    whole = maker.line(measure, 30, year=2024, subject=subject, **REASON)
    maker.line(measure, 20, year=2024, subject=subject, part_of=whole, **REASON)
    for picture in (
        Programme(read(measure)),
        SubjectBars(Table(read(measure), read(measure).budget_lines.all(), ())),
    ):
        assert [[part.value for part in bar.parts] for bar in picture.bars] == [[10], [30], [20]]
        assert [bool(bar.remark) for bar in picture.bars] == [False, True, True]


def test_another_currency_is_told_and_not_drawn_on_the_scale_of_yen(maker, client):
    measure = maker.measure("test-euro")
    subject = maker.subject(1)
    for year in (2024, 2025):
        maker.line(measure, 10, year=year, subject=subject)
    euro = maker.line(measure, 999, year=2026, subject=subject, currency="EUR")
    maker.total(measure, 20, subject=subject)
    programme = Programme(read(measure))
    assert [bar.value for bar in programme.bars] == [10, 10]
    assert [each.line for each in programme.undrawn] == [euro]
    for page in pages(client, measure, "ja"):
        assert "通貨が違い、同じ目盛りでは比べられないため" in words(page)
        for bars in drawings(page, measure.slug).values():
            assert len(bars) == 2


def test_an_amount_of_nought_has_a_place_and_no_length(maker):
    measure = maker.measure("test-nought")
    for year, oku in ((2024, 0), (2025, 10)):
        maker.line(measure, oku, year=year)
    maker.line(measure, 0, year=2026, **REASON)
    bars = Programme(read(measure)).bars
    assert [(bar.total, len(bar.parts)) for bar in bars] == [
        ("0億円", 0),
        ("10億円", 1),
        ("0億円", 0),
    ]
