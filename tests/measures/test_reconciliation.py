"""Sums are computed cell by cell and set beside every printed total, with each difference."""

from decimal import Decimal

import pytest
from django.utils import translation

from measures.models import BudgetLine, Measure, PrintedTotal, Stage
from measures.models.budget import ADDED
from measures.reconciliation import Column, Table, tables
from policies.models import Section, Subject

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]

COLUMNS = [
    (2022, "supplementary"),
    (2023, "supplementary"),
    (2024, "initial"),
    (2024, "supplementary"),
    (2025, "supplementary"),
    (2026, "initial-draft"),
]
NONE = None
# As printed on the slide, in 億円: the cells of the columns above, then the printed row total.
ROWS = {
    "蓄電池": ([3316, 2658, 2300, 1778, NONE, NONE], 10052),
    "半導体": ([3686, 4376, NONE, NONE, NONE, NONE], 8062),
    "重要鉱物": ([1058, NONE, NONE, NONE, NONE, 125], 1183),
    "クラウドプログラム": ([200, 1166, NONE, NONE, NONE, NONE], 1366),
    "航空機の部品": ([417, 327, NONE, NONE, NONE, NONE], 744),
    "可燃性天然ガス": ([236, 330, NONE, 150, NONE, NONE], 716),
    "工作機械・産業用ロボット": ([416, 78, NONE, NONE, NONE, NONE], 494),
    "永久磁石": ([253, NONE, NONE, 41, 170, NONE], 464),
    "先端電子部品": ([NONE, 212, NONE, 9, 12, NONE], 233),
    "無人航空機": ([NONE, NONE, NONE, NONE, 139, NONE], 139),
    "人工衛星": ([NONE, NONE, NONE, NONE, 97, NONE], 97),
    "ロケットの部品": ([NONE, NONE, NONE, NONE, 49, NONE], 49),
    "船舶の部品": ([63, 25, NONE, 2, 1201, NONE], 1306),
    "抗菌薬": ([553, NONE, NONE, NONE, NONE, NONE], 553),
    "肥料": ([160, NONE, NONE, NONE, NONE, NONE], 160),
    "人工呼吸器": ([NONE, NONE, NONE, NONE, 25, NONE], 25),
}
MARKED = {"先端電子部品", "無人航空機", "人工衛星", "ロケットの部品", "船舶の部品", "人工呼吸器"}
PRINTED_COLUMNS = [10358, 9172, 2300, 1981, 1692, 125]
COMPUTED_COLUMNS = [10358, 9172, 2300, 1980, 1693, 125]
GRAND = 25643


@pytest.fixture
def table() -> Table:
    """The table of the supply-chain budget."""
    return next(
        found
        for found in tables(Measure.objects.published().with_budgets())
        if found.measure.slug == "supply-chain-budget"
    )


def test_the_table_is_that_of_one_programme(table):
    assert {line.measure.slug for line in table.lines} == {"supply-chain-budget"}


def test_about_150_counts_three_years_of_osa_and_not_the_fourth():
    found = next(
        found
        for found in tables(Measure.objects.published().with_budgets())
        if found.measure.slug == "osa"
    )
    assert [check.computed for check in found.column_checks] == [20, 50, 80]
    (row,) = found.rows
    assert row.check.total.printed == "約150億円"
    assert row.check.difference == 0
    aside = BudgetLine.objects.exclude(ADDED).get(measure__slug="osa")
    assert (aside.fiscal_year, aside.amount) == (2026, 18_100_000_000)


def test_the_columns_are_fiscal_years_and_stages_in_order(table):
    assert [(column.fiscal_year, column.stage) for column in table.columns] == COLUMNS


def test_the_rows_are_the_subjects_as_printed(table):
    assert [row.subject.name_ja for row in table.rows] == list(ROWS)


def test_the_star_stands_where_it_is_printed(table):
    assert {row.subject.name_ja for row in table.rows if row.mark} == MARKED
    assert {row.mark for row in table.rows} == {"", "★"}


def test_every_cell_is_as_printed(table):
    assert {row.subject.name_ja: row.amounts for row in table.rows} == {
        name: cells for name, (cells, _total) in ROWS.items()
    }


def test_every_row_is_summed_beside_its_printed_total(table):
    for row in table.rows:
        cells, printed = ROWS[row.subject.name_ja]
        assert row.check.computed == sum(filter(None, cells))
        assert row.check.printed == printed


def test_only_the_row_of_ship_parts_differs(table):
    differences = {row.subject.name_ja: row.check.difference for row in table.rows}
    assert differences == dict.fromkeys(ROWS, 0) | {"船舶の部品": 15}


def test_every_column_is_summed_beside_its_printed_total(table):
    assert [check.computed for check in table.column_checks] == COMPUTED_COLUMNS
    assert [check.printed for check in table.column_checks] == PRINTED_COLUMNS


def test_two_columns_differ_by_one(table):
    differences = dict(
        zip(COLUMNS, (check.difference for check in table.column_checks), strict=True)
    )
    assert differences == dict.fromkeys(COLUMNS, 0) | {
        (2025, "supplementary"): -1,
        (2024, "supplementary"): 1,
    }


def test_the_grand_total_is_fifteen_above_the_cells(table):
    assert table.sum_of_cells == sum(COMPUTED_COLUMNS) == 25628
    assert table.grand.computed == table.sum_of_cells
    assert table.grand.printed == GRAND
    assert table.grand.difference == 15
    assert table.grand.difference_in_words == "＋15億円"
    with translation.override("en"):
        assert table.grand.difference_in_words == "+JPY 1.5 billion"


def test_the_grand_total_is_the_sum_of_the_row_totals(table):
    assert table.sum_of_totals == sum(total for _cells, total in ROWS.values()) == GRAND
    assert table.difference_of_totals == 0


def test_repeats_in_prose_are_not_counted(table):
    repeats = table.measure.printed_totals.filter(section__code="40")
    assert {(total.fiscal_year, total.stage) for total in repeats} == {
        (2025, "supplementary"),
        (2026, "initial-draft"),
    }
    used = {check.total.pk for check in table.checks}
    assert not used & {total.pk for total in repeats}


def test_every_other_printed_total_is_checked_once(table):
    used = [check.total.pk for check in table.checks]
    printed = table.measure.printed_totals.filter(approximate=False)
    # The grand total is held against the rows and against the cells.
    assert sorted(used) == sorted([*printed.values_list("pk", flat=True), table.grand.total.pk])
    assert len(used) == 16 + 6 + 2


def test_the_footnote_on_fertilisers_stays_outside(table):
    outside = table.measure.budget_lines.exclude(ADDED).filter(
        section__document__slug="meti-2026-04"
    )
    assert sorted((line.fiscal_year, line.stage, line.amount) for line in outside) == [
        (2023, "initial", 100_000_000),
        (2024, "initial", 30_000_000),
        (2025, "budget", 30_000_000),
        (2026, "request", 30_000_000),
    ]
    assert not {line.pk for line in outside} & {line.pk for line in table.lines}
    assert len(table.lines) == 33


def test_what_differs_has_its_reason_and_the_reason_is_marked_inferred(table):
    differing = [check for check in table.checks if check.difference]
    assert [check.difference for check in differing] == [15, 15, 1, -1]
    for check in differing:
        assert check.total.difference_ja
        assert check.total.difference_en
        assert check.total.difference_inferred


def test_what_comes_out_even_has_no_reason(table):
    for check in table.checks:
        if not check.difference and check.total != table.grand.total:
            assert not check.total.difference_ja
            assert not check.total.difference_inferred


def test_findings_are_the_grand_total_and_all_that_differs(table):
    assert [check.difference for check in table.findings] == [0, 15, 15, 1, -1]
    assert table.findings[0].total == table.grand.total
    assert table.exact == 16 + 6 + 2 - 5


def test_the_table_says_its_unit_and_names(table):
    with translation.override("en"):
        assert table.unit == "JPY 100 million"
        assert table.grand.name == "Grand total against all cells"
        names = [check.name for check in table.column_checks]
        assert (names[0], names[-1]) == (
            "FY2022 Supplementary budget",
            "FY2026 Draft initial budget",
        )
    assert table.width == len(COLUMNS) + 4


def test_a_table_is_made_of_what_is_fetched_at_once(django_assert_num_queries):
    with django_assert_num_queries(4):
        for found in tables(Measure.objects.published().with_budgets()):
            assert found.checks
            assert [row.check.name for row in found.rows]
            assert [str(check.total.section.document) for check in found.checks]


# ---- small cases made by hand


class Programme:
    """A programme of its own, to which lines and printed totals are added."""

    def __init__(self):
        self.section = Section.objects.get(document__slug="meti-2026-04", code="13")
        self.measure = Measure.objects.create(
            slug="test-programme",
            kind="budget-programme",
            status="in-force",
            title_ja="試験",
            title_en="Test",
            summary_ja="試験。",
            summary_en="A test.",
        )
        self.subjects = [
            Subject.objects.create(slug=slug, kind="material", name_ja=slug, name_en=slug)
            for slug in ("test-b", "test-a")
        ]

    def line(self, subject: int | None, oku: str, year=2025, stage=Stage.INITIAL, **given):
        number = self.measure.budget_lines.count()
        return BudgetLine.objects.create(
            measure=self.measure,
            position=number,
            code=f"l{number}",
            subject=None if subject is None else self.subjects[subject],
            amount=int(Decimal(oku) * 100_000_000),
            printed=f"{oku}億円",
            fiscal_year=year,
            stage=stage,
            section=self.section,
            phrase="語",
            **given,
        )

    def total(self, oku: str, subject: int | None = None, year=None, stage="", **given):
        number = self.measure.printed_totals.count()
        return PrintedTotal.objects.create(
            measure=self.measure,
            position=number,
            code=f"t{number}",
            subject=None if subject is None else self.subjects[subject],
            amount=int(Decimal(oku) * 100_000_000),
            printed=f"{oku}億円",
            fiscal_year=year,
            stage=stage,
            section=self.section,
            phrase="語",
            **given,
        )

    def table(self) -> Table:
        (found,) = tables(Measure.objects.filter(pk=self.measure.pk).with_budgets())
        return found


@pytest.fixture
def programme() -> Programme:
    return Programme()


def test_another_currency_is_left_out(programme):
    programme.line(0, "10")
    programme.line(0, "99", currency="EUR")
    programme.total("12", subject=0)
    programme.total("99", currency="EUR")
    table = programme.table()
    assert table.rows[0].amounts == [10]
    assert table.rows[0].check.difference == 2
    assert table.sum_of_cells == 10
    assert table.grand.total is None


def test_a_programme_in_another_currency_has_no_table(programme):
    programme.line(0, "10", currency="EUR")
    programme.total("10", currency="EUR")
    assert tables(Measure.objects.filter(pk=programme.measure.pk).with_budgets()) == []


def test_what_is_not_printed_is_not_compared(programme):
    programme.line(0, "10")
    programme.line(1, "5")
    programme.total("11", subject=1)
    table = programme.table()
    first, second = table.rows
    assert first.check.printed is None
    assert first.check.difference is None
    assert second.check.difference == 6
    assert table.column_checks[0].printed is None
    assert table.grand.printed is None
    assert table.grand.difference is None
    assert table.difference_of_totals is None
    assert table.sum_of_totals == 11
    assert [check.name for check in table.checks] == ["test-a"]
    assert table.findings == table.checks
    assert table.exact == 0


def test_an_even_row_is_no_finding(programme):
    programme.line(0, "10")
    programme.total("10", subject=0)
    table = programme.table()
    assert [check.difference for check in table.checks] == [0]
    assert table.findings == []
    assert table.exact == 1


def test_a_programme_without_printed_totals_has_no_table(programme):
    programme.line(0, "10")
    assert tables(Measure.objects.filter(pk=programme.measure.pk).with_budgets()) == []


def test_a_programme_without_subjects_has_no_table(programme):
    programme.line(None, "10")
    programme.total("10")
    assert tables(Measure.objects.filter(pk=programme.measure.pk).with_budgets()) == []


def test_stages_of_one_year_stand_apart(programme):
    programme.line(0, "1", stage=Stage.SUPPLEMENTARY)
    programme.line(0, "2", stage=Stage.REQUEST)
    programme.line(0, "4", stage=Stage.INITIAL)
    programme.line(0, "8", stage=Stage.INITIAL_DRAFT)
    programme.total("5", year=2025, stage=Stage.INITIAL)
    table = programme.table()
    assert [column.stage for column in table.columns] == [
        "request",
        "initial-draft",
        "initial",
        "supplementary",
    ]
    assert table.rows[0].amounts == [2, 8, 4, 1]
    assert [check.difference for check in table.column_checks] == [None, None, 1, None]


def test_years_stand_apart_and_in_order(programme):
    programme.line(0, "1", year=2026)
    programme.line(0, "2", year=2024)
    programme.line(0, "4", year=None)
    programme.total("7", subject=0)
    table = programme.table()
    assert table.columns == [
        Column(None, "initial"),
        Column(2024, "initial"),
        Column(2026, "initial"),
    ]
    assert table.rows[0].amounts == [4, 2, 1]
    with translation.override("en"):
        assert table.columns[0].year == "Year not stated"
    assert table.rows[0].check.difference == 0


def test_lines_of_one_cell_are_added(programme):
    programme.line(0, "1.5")
    programme.line(0, "0.3")
    programme.total("2", subject=0)
    table = programme.table()
    assert table.rows[0].amounts == [Decimal("1.8")]
    assert table.rows[0].check.difference == Decimal("0.2")


def test_an_empty_cell_is_not_a_nought(programme):
    programme.line(0, "1", year=2024)
    programme.line(1, "0", year=2025)
    programme.total("1")
    table = programme.table()
    assert table.rows[0].amounts == [1, None]
    assert table.rows[1].amounts == [None, 0]


def test_a_line_with_a_reason_not_to_be_added_stays_outside(programme):
    programme.line(0, "10")
    programme.line(0, "7", year=2024, not_added_ja="重なる。", not_added_en="Overlaps.")
    programme.total("10", subject=0)
    table = programme.table()
    (row,) = table.rows
    assert row.check.computed == 10
    assert row.check.difference == 0
    assert table.columns == [Column(2025, "initial")]
    # It is missing in the sums alone: the row shows it in its year, beside no sum.
    assert table.shown_columns == [Column(2024, "initial"), Column(2025, "initial")]
    assert row.amounts == [None, 10]
    assert [[cell.words for cell in aside] for aside in row.aside] == [["7"], []]
    assert [check and check.computed for check in table.shown_checks] == [None, 10]


def test_what_overlaps_or_has_a_name_is_another_matter(programme):
    whole = programme.line(0, "10")
    reason = {"not_added_ja": "重なる。", "not_added_en": "Overlaps."}
    part = programme.line(0, "7", year=2024, part_of=whole, **reason)
    named = programme.line(0, "6", year=2023, label_ja="別", label_en="Apart", **reason)
    other = programme.line(1, "5", year=2022, **reason)
    programme.total("10")
    table = programme.table()
    assert table.outside == [part, named, other]
    assert table.continued == []


def test_a_sum_is_no_more_exact_than_its_parts(programme):
    programme.line(0, "10")
    programme.line(0, "7", year=2026, approximate=True)
    programme.line(1, "5")
    programme.total("17", subject=0, approximate=True)
    table = programme.table()
    with translation.override("ja"):
        assert [row.check.cell.words for row in table.rows] == ["約17", "5"]
        assert [check.cell.words for check in table.column_checks] == ["15", "約7"]
        assert table.grand.cell.words == "約22"
        assert table.grand.computed_in_words == "約22億円"
        assert table.totals_check.cell.words == "約17"


def test_rows_stand_in_the_order_of_their_first_line(programme):
    programme.line(1, "1")
    programme.line(0, "2")
    programme.line(1, "4", year=2024)
    programme.total("7")
    assert [row.subject.slug for row in programme.table().rows] == ["test-a", "test-b"]


def test_an_approximate_total_is_a_repeat_and_not_compared(programme):
    programme.line(0, "10")
    programme.total("9", subject=0, approximate=True)
    programme.total("11", subject=0)
    table = programme.table()
    assert table.rows[0].check.printed == 11
    assert len(table.checks) == 1


def test_a_total_of_a_row_is_no_grand_total(programme):
    programme.line(0, "10")
    programme.total("11", subject=0)
    programme.total("12", year=2025, stage=Stage.INITIAL)
    programme.total("13")
    table = programme.table()
    assert table.rows[0].check.printed == 11
    assert table.column_checks[0].printed == 12
    assert table.grand.printed == 13
    assert [check.difference for check in table.findings] == [2, 3, 1, 2]


def test_no_one_fetches_the_lines_of_an_unpublished_programme(programme):
    programme.line(0, "10")
    programme.total("10", subject=0)
    Measure.objects.filter(pk=programme.measure.pk).update(published=False)
    found = tables(Measure.objects.published().with_budgets())
    assert [table.measure.slug for table in found] == ["osa", "supply-chain-budget"]
