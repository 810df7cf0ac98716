"""The page of budgets: what it finds, what it draws, and where every figure leads."""

import io
import re
import zipfile
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from measures.charts.budgets import BESIDE, FULL, Overview
from measures.charts.ministries import MinistryBars
from measures.charts.programmes import Programme
from measures.charts.subjects import SUBJECTS, SubjectBars
from measures.loading import load_for_page
from measures.models import BudgetLine, Measure, MeasureOrganisation, PrintedTotal
from measures.models.budget import ADDED
from measures.reconciliation import Table, tables
from policies.models import Organisation
from portal.lists.request import ListRequest
from portal.pages.lists import LISTS
from tests.list_requests import list_request
from tests.markup import Page
from tests.measures.making import Maker

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]

MAIN = "supply-chain-budget"
LISTING = next(listing for listing in LISTS if listing.name == "budgets")
# Statements that a page may ask of the database.
MOST_QUERIES = 12


def browse(address: str) -> ListRequest:
    """The list of budgets as it is asked for at an address."""
    return list_request(LISTING, address)


def keys(address: str) -> set[int]:
    """The lines that the list at an address shows."""
    asked = browse(address)
    assert asked.faults == [], address
    return set(asked.filterset.found)


def overview() -> Overview:
    """What the page shows above its list."""
    return Overview(browse("/budgets/").state.facets)


def table_of(slug: str) -> Table:
    """The table of one programme."""
    measure = Measure.objects.with_budgets().get(slug=slug)
    return Table(measure, measure.budget_lines.all(), measure.printed_totals.all())


# ---- the record


def test_the_headline_is_computed():
    with translation.override("en"):
        (picture,) = overview().pictures
        assert picture.finding == (
            "Supplementary budget, FY2022: JPY 1.0358 trillion → FY2025: JPY 169.3 billion"
        )
        # The print says otherwise of two columns, which the reconciliation finds too.
        assert "FY2024 Supplementary budget, the source states JPY 198.1 billion" in picture.figures
        assert "FY2025 Supplementary budget, the source states JPY 169.2 billion" in picture.figures
        assert picture.figures.count("the source states") == 2


def test_the_five_largest_subjects_have_a_series_of_their_own():
    with translation.override("ja"):
        (picture,) = overview().pictures
        names = [name for _series, name in picture.series]
    assert names[:SUBJECTS] == [
        "蓄電池",
        "半導体",
        "クラウドプログラム",
        "船舶の部品",
        "重要鉱物",
    ]
    assert "11" in names[SUBJECTS]
    assert len(names) == 6


def test_a_bar_is_the_sum_of_its_column():
    (picture,) = overview().pictures
    sums = [check.computed for check in picture.table.column_checks]
    bars = [bar for bar in picture.bars if not bar.remark]
    assert [Decimal(bar.value) for bar in bars] == sums
    assert [bar.total for bar in bars] == [f"{amount:,.0f}" for amount in sums]


def test_the_note_says_which_subjects_count_contract_authorisations():
    with translation.override("ja"):
        (picture,) = overview().pictures
        assert "船舶の部品" in picture.counted
        assert "国庫債務負担行為" in picture.counted


def test_every_figure_of_the_table_leads_to_exactly_its_lines():
    table = table_of(MAIN)
    for row in table.rows:
        own = [line for line in table.lines if line.subject == row.subject]
        assert keys(row.check.address) == {line.pk for line in own}
        for column, cell in zip(table.columns, row.cells, strict=True):
            lines = {
                line.pk
                for line in own
                if (line.fiscal_year, line.stage) == (column.fiscal_year, column.stage)
            }
            assert bool(cell.address) == bool(lines)
            if lines:
                assert keys(cell.address) == lines
    for column, check in zip(table.columns, table.column_checks, strict=True):
        lines = {
            line.pk
            for line in table.lines
            if (line.fiscal_year, line.stage) == (column.fiscal_year, column.stage)
        }
        assert keys(check.address) == lines
    assert keys(table.grand.address) == {line.pk for line in table.lines}


def test_downloads_hold_the_rows_they_state(client):
    table = table_of(MAIN)
    text = b"".join(client.get(f"/budgets.csv?{table.file_query}").streaming_content).decode(
        "utf-8-sig"
    )
    assert len(text.splitlines()) - 1 == len(table.lines) == 33
    book = client.get(f"/budgets.xlsx?{table.file_query}")
    with zipfile.ZipFile(io.BytesIO(b"".join(book.streaming_content))) as sheets:
        assert sheets.read("xl/worksheets/sheet1.xml").count(b"<row ") == 1 + 33
    book.close()


def test_the_largest_ministry_is_counted():
    with translation.override("ja"):
        (picture,) = overview().ministries
        assert [row.name for row in picture.rows] == [
            "経済産業省",
            "国土交通省",
            "厚生労働省",
            "農林水産省",
        ]
    with translation.override("en"):
        assert picture.finding == (
            "In 5 of 6 fiscal years and stages the largest amount is with "
            "Ministry of Economy, Trade and Industry"
        )


def test_every_figure_of_a_ministry_leads_to_exactly_its_lines():
    (picture,) = overview().ministries
    for row in picture.rows:
        assert keys(row.address) == {line.pk for line in row.lines}
        for cell in row.cells:
            if cell.amount is not None:
                found = BudgetLine.objects.filter(pk__in=keys(cell.address))
                assert sum(line.amount for line in found) == cell.amount * 10**8


def test_a_joint_line_counts_for_each_and_is_told_apart():
    (picture,) = overview().ministries
    rows = {row.ministry.slug: row for row in picture.rows}
    for slug, other in (("meti", "mhlw"), ("mhlw", "meti")):
        ((column, cell),) = rows[slug].joint_amounts
        assert (column.fiscal_year, column.stage, cell.amount) == (2025, "supplementary", 25)
        assert [partner.slug for partner in rows[slug].partners] == [other]
    (bar,) = (bar for bar in rows["meti"].bars if len(bar.parts) == 2)
    assert [part.value for part in bar.parts] == [467, 25]
    assert bar.total == "492"


def test_the_picture_says_how_many_lines_are_inferred(client):
    (picture,) = overview().ministries
    lines = BudgetLine.objects.filter(ADDED).filter(measure__slug=MAIN, inferred=True)
    assert picture.inferred == lines.count() > 0
    words = f"{picture.inferred} of these lines hold something"
    assert words in client.get("/en/budgets/").content.decode()


def test_the_lines_of_ministries_are_those_that_are_added():
    (picture,) = overview().ministries
    lines = {line.pk for row in picture.rows for line in row.lines}
    added = BudgetLine.objects.published().filter(ADDED).filter(measure__slug=MAIN)
    assert lines == set(added.values_list("pk", flat=True))


def test_every_line_is_in_the_picture_of_ministries_or_said_to_be_left_out():
    with translation.override("en"):
        (picture,) = overview().ministries
        left = len(picture.table.outside)
        assert f"{left} lines with a reason not to be added are left out" in picture.figures
    lines = {line.pk for row in picture.rows for line in row.lines}
    assert len(lines) + left == len(picture.table.measure.budget_lines.all())
    assert len(picture.drawn) + picture.more == len(picture.rows)
    for row in picture.drawn:
        assert sum(bool(bar.parts) for bar in row.bars) == sum(bool(c.amount) for c in row.cells)


def test_further_programmes_keep_years_stages_and_words_of_the_print():
    with translation.override("en"):
        others = {each.measure.slug: each for each in overview().others}
        osa = others["osa"].entries
        assert [(each.words, each.remark) for each in osa] == [
            ("JPY 2 billion", ""),
            ("about JPY 5 billion", ""),
            ("about JPY 8 billion", ""),
            ("about JPY 18.1 billion", "not in the sum"),
        ]
        (several,) = others["k-program"].entries
        assert several.column.name == "FY2021 – FY2022 Supplementary budget"
        assert several.words == "JPY 250 billion"
        (abroad,) = others["caremag-financing-2025-03"].undrawn
        assert abroad.words == "up to EUR 110 million"
    assert others["osa"].is_drawn
    assert others["osa"].undrawn == []
    assert not others["k-program"].is_drawn
    assert [lead.slug for lead in others["osa"].leads] == ["mofa"]
    assert others["k-program"].leads == []
    for programme in others.values():
        assert keys(programme.address) == {line.pk for line in programme.lines}
        for each in programme.entries:
            if each.check:
                found = BudgetLine.objects.filter(pk__in=keys(each.address))
                assert sum(line.amount for line in found) == each.check.computed * 10**8


def test_what_is_not_added_stands_there_once():
    shown = overview()
    lines = [line.pk for group in shown.not_added for line in group]
    assert sorted(lines) == sorted(keys(shown.not_added_address))
    assert shown.more_not_added == 0
    fertilisers = next(group for group in shown.not_added if len(group) > 1)
    assert [line.printed for line in fertilisers] == ["1億円", "0.3億円", "0.3億円", "0.3億円"]
    assert all(line.why_not_added for group in shown.not_added for line in group)


# ---- the pages


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_figure_on_the_page_is_a_link_that_works(client, language):
    with translation.override(language):
        page = Page(client.get(reverse("budgets")).content.decode())
    links = {
        link.attrs["href"] for link in page.links if "figure-link" in link.attrs.get("class", "")
    }
    assert len(links) > 80
    for address in links:
        if urlsplit(address).path.endswith("/budgets/"):
            assert keys(address), address


def test_pictures_have_names_and_both_drawings(client):
    page = Page(client.get("/budgets/").content.decode())
    pictures = page.all("svg", role="img")
    forms = [css for picture in pictures for css in picture.attrs["class"].split() if "--" in css]
    assert forms.count("chart--wide") == forms.count("chart--phone") == 2
    assert forms.count("chart--panel") == 1
    for picture in pictures:
        assert all(name in page.ids for name in picture.attrs["aria-labelledby"].split())


@pytest.mark.parametrize("query", ["?added=no", "?page=2"])
def test_where_nothing_is_added_and_further_on_there_are_no_pictures(client, query):
    page = Page(client.get(f"/budgets/{query}").content.decode())
    assert page.all("svg", role="img") == []


def test_the_question_whether_a_line_is_added():
    yes, no, every = keys("/?added=yes"), keys("/?added=no"), keys("/")
    assert yes == set(BudgetLine.objects.published().filter(ADDED).values_list("pk", flat=True))
    assert no == every - yes
    assert keys("/?added=yes&added=no") == every
    for asked, found in (("yes", yes), ("no", no)):
        rows = browse(f"/?added={asked}").queryset
        assert {row.pk for row in rows} == found
    assert browse("/?added=maybe").faults


def test_lines_without_subject_or_ministry_can_be_asked_for():
    published = BudgetLine.objects.published()
    for name, lines in (
        ("subject", published.filter(subject=None)),
        ("ministry", published.filter(ministries=None)),
    ):
        assert keys(f"/?{name}=null") == set(lines.values_list("pk", flat=True)) != set()


def test_the_page_of_a_measure_draws_its_budget(client):
    page = Page(client.get(f"/measures/{MAIN}/").content.decode())
    assert any(name.startswith(f"bars-{MAIN}-") for name in page.ids)
    page = Page(client.get("/measures/k-program/").content.decode())
    assert not any(name.startswith("bars-") for name in page.ids)


@pytest.mark.parametrize("address", ["/budgets/", f"/measures/{MAIN}/"])
def test_pages_ask_few_questions(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    assert len(captured) <= MOST_QUERIES, [each["sql"][:120] for each in captured]


# ---- small cases made by hand


@pytest.fixture
def maker() -> Maker:
    return Maker()


def read(measure: Measure) -> Table:
    """The table of a programme made by hand."""
    return table_of(measure.slug)


def test_nothing_is_drawn_where_nothing_is_compared(maker):
    measure = maker.measure("test-single")
    maker.line(measure, 50)
    assert not SubjectBars(read(measure)).is_drawn
    assert not MinistryBars(read(measure)).is_drawn
    maker.line(measure, 0, year=2026)
    assert SubjectBars(read(measure)).is_drawn
    BudgetLine.objects.filter(measure=measure).delete()
    maker.line(measure, 0)
    maker.line(measure, 0, year=2026)
    assert not SubjectBars(read(measure)).is_drawn


def test_one_more_subject_than_series_keeps_its_name(maker):
    measure = maker.measure("test-six")
    for number in range(SUBJECTS + 1):
        maker.line(measure, number + 1, subject=maker.subject(number))
    assert [name for _series, name in SubjectBars(read(measure)).legend] == [
        f"test-{number}" for number in reversed(range(SUBJECTS + 1))
    ]
    maker.line(measure, 1, subject=maker.subject(9))
    with translation.override("en"):
        assert SubjectBars(read(measure)).legend[-1] == (6, "2 other subjects")


def test_lines_without_a_subject_have_a_row_and_an_address(maker):
    measure = maker.measure("test-without")
    line = maker.line(measure, 3)
    maker.line(measure, 4, subject=maker.subject(0))
    maker.total(measure, 7)
    table = read(measure)
    assert [row.subject and row.subject.slug for row in table.rows] == ["test-0", None]
    assert table.rows[1].check.printed is None
    assert keys(table.rows[1].cells[0].address) == {line.pk}
    assert sum(row.check.computed for row in table.rows) == table.sum_of_cells


def test_several_years_are_a_column_of_their_own(maker):
    measure = maker.measure("test-years")
    maker.line(measure, 3)
    maker.line(measure, 4, fiscal_year_until=2027)
    table = read(measure)
    assert [(column.fiscal_year, column.until) for column in table.columns] == [
        (2025, None),
        (2025, 2027),
    ]


def test_a_sum_of_a_year_not_stated_has_no_address(maker):
    measure = maker.measure("test-undated")
    maker.line(measure, 3, year=None)
    (check,) = read(measure).column_checks
    assert check.computed == 3
    assert check.address == ""


def test_another_currency_says_why_it_is_not_added(maker):
    line = maker.line(maker.measure("test-euro"), 3, currency="EUR")
    assert not line.is_added
    with translation.override("en"):
        assert line.why_not_added == "Its currency is not the yen."
    assert line in BudgetLine.objects.exclude(ADDED)
    assert line not in BudgetLine.objects.filter(ADDED)
    line.currency = "JPY"
    assert line.is_added
    assert line.why_not_added == ""


def test_lines_that_name_no_ministry_stand_last(maker):
    measure = maker.measure("test-ministries")
    meti = Organisation.objects.get(slug="meti")
    maker.line(measure, 3).ministries.set([meti])
    bare = maker.line(measure, 400)
    picture = MinistryBars(read(measure))
    assert [row.ministry for row in picture.rows] == [meti, None]
    assert keys(picture.rows[1].address) == {bare.pk}
    with translation.override("en"):
        # What is largest is nobody's.
        assert picture.finding == "Budget by ministry"


def test_nobody_is_first_where_two_are_equal(maker):
    measure = maker.measure("test-ties")
    for slug in ("meti", "mofa"):
        maker.line(measure, 3).ministries.set([Organisation.objects.get(slug=slug)])
    with translation.override("en"):
        assert MinistryBars(read(measure)).finding == "Budget by ministry"


def test_a_programme_without_ministries_names_who_leads_it(maker):
    measure = maker.measure("test-led")
    maker.line(measure, 3)
    mofa = Organisation.objects.get(slug="mofa")
    MeasureOrganisation.objects.create(
        measure=measure, organisation=mofa, role="lead", section=maker.section, phrase="語"
    )
    (found,) = Measure.objects.programmes([measure.slug])
    programme = Programme(found)
    assert programme.ministries == []
    assert programme.leads == [mofa]


def test_the_page_reads_a_bounded_number_of_programmes(maker, client):
    for number in range(FULL + BESIDE + 5):
        measure = maker.measure(f"test-many-{number:02}")
        maker.line(measure, 1)
        maker.line(measure, 1, year=2026, not_added_ja="別。", not_added_en="Apart.")
    shown = overview()
    assert len(shown.measures) == FULL + BESIDE
    # Printed totals first, then who has the most lines, then by name.
    assert [each.slug for each in shown.measures][:4] == [
        MAIN,
        "osa",
        "test-many-00",
        "test-many-01",
    ]
    every = Measure.objects.filter(budget_lines__isnull=False).distinct().count()
    assert shown.more == every - FULL - BESIDE
    assert shown.more_not_added == len(keys("/?added=no")) - sum(map(len, shown.not_added)) > 0
    with translation.override("en"):
        text = client.get("/en/budgets/").content.decode()
    assert re.search(rf"{shown.more} further programmes have budget lines", text)
    assert "/budgets/?added=no" in text
    client.get("/budgets/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/budgets/")
    assert len(captured) <= MOST_QUERIES


def test_an_unpublished_programme_is_not_chosen(maker):
    measure = maker.measure("test-hidden")
    maker.line(measure, 1)
    for _each in range(40):
        maker.total(measure, 1)
    assert PrintedTotal.objects.most_checked(1)[0] == "test-hidden"
    Measure.objects.filter(pk=measure.pk).update(published=False)
    assert PrintedTotal.objects.most_checked(1)[0] == MAIN


def test_a_row_is_one_subject_or_ministry_even_above_another():
    """Rows whose subject stands above that of another row lead to the lines that they add alone."""
    ministries = [row.ministry for row in MinistryBars(table_of(MAIN)).rows]
    for above, below in ([row.subject for row in table_of(MAIN).rows][:2], ministries[:2]):
        below.parent = above
        below.save()
    table = table_of(MAIN)
    for row in table.rows:
        own = {line.pk for line in table.lines if line.subject == row.subject}
        assert keys(row.check.address) == own
    for row in MinistryBars(table).rows:
        assert keys(row.address) == {line.pk for line in row.lines}
    first = table.rows[0]
    wide = f"/budgets/?measure={MAIN}&subject={first.subject.slug}&added=yes"
    assert keys(wide) > keys(first.check.address)


def test_an_amount_apart_that_is_too_long_is_drawn_broken_and_said():
    measure = load_for_page(Measure.objects.for_detail().get(slug="supply-chain-budget"))
    picture = SubjectBars(tables([measure])[0])
    assert [shape.css for shape in picture.wide.shapes][:1] == ["bar-gap"]
    assert "約2兆円の棒は目盛りに収まらない" in picture.figures
