"""Sums beside printed totals: those of the page, as numbers, and why there is none."""

import json

import pytest
from django.test import Client

from measures.models import BudgetLine, Measure, PrintedTotal
from measures.models.budget import NotAdded
from measures.reconciliation import of_total, tables
from measures.sums import UNIT
from policies.models import Section

pytestmark = [pytest.mark.django_db, pytest.mark.both]

NUMBERS = ("computed", "difference", "not_added_reason_code")


def told() -> dict[tuple[str, str], tuple]:
    """What the list says of the sum beside each total, by programme and code."""
    rows = map(json.loads, b"".join(Client().get("/printed-totals.ndjson")).splitlines())
    return {
        (row["measure_slug"], row["code"]): tuple(row[name] for name in NUMBERS) for row in rows
    }


def expected(total: PrintedTotal) -> tuple:
    """The same from the lines that `measures.reconciliation` says it is the total of."""
    lines = [
        line
        for line in of_total(total, total.measure.budget_lines.all())
        if line.currency == total.currency
    ]
    if not lines:
        foreign = total.currency != "JPY"
        return None, None, NotAdded.OTHER_CURRENCY if foreign else NotAdded.NO_LINES
    computed = sum(line.amount for line in lines)
    return computed, total.amount - computed, None


@pytest.mark.bundled
def test_the_sum_is_that_of_the_lines_of_the_total():
    totals = PrintedTotal.objects.published().select_related("measure")
    assert told() == {(each.measure.slug, each.code): expected(each) for each in totals}


@pytest.mark.bundled
def test_what_the_page_sets_beside_a_total_is_in_the_table():
    """The computed sum, the printed total and the difference, in yen."""
    rows, checked = told(), 0
    for table in tables(
        Measure.objects.published().filter(printed_totals__isnull=False).distinct()
    ):
        for check in table.checks:
            if check.name != table.totals_check.name:
                computed, difference, reason = rows[table.measure.slug, check.total.code]
                assert (computed, reason) == (check.computed * UNIT, None)
                assert difference == check.difference * UNIT
                checked += 1
    assert checked > 20


def test_where_no_sum_stands_a_code_says_why():
    """Of a row, a column and the whole; lines that are not added, other years, and currencies."""
    measure = Measure.objects.published().filter(budget_lines__isnull=True)[0]
    place = {"measure": measure, "section": Section.objects.all()[0], "phrase": "計"}
    line = {**place, "stage": "initial", "printed": "x"}
    BudgetLine.objects.create(**line, code="a", position=90, amount=5, fiscal_year=2024)
    BudgetLine.objects.create(
        **line, code="b", position=91, amount=7, fiscal_year=2024, fiscal_year_until=2026
    )
    BudgetLine.objects.create(
        **line, code="c", position=92, amount=9, fiscal_year=2024, not_added_ja="別の額"
    )
    BudgetLine.objects.create(
        **line, code="d", position=93, amount=11, fiscal_year=2024, currency="USD"
    )
    totals = {
        "whole": {},
        "year": {"fiscal_year": 2024, "stage": "initial"},
        "other-year": {"fiscal_year": 2023, "stage": "initial"},
        "dollars": {"currency": "USD"},
    }
    for position, (code, more) in enumerate(totals.items(), 90):
        PrintedTotal.objects.create(
            **place, code=code, position=position, amount=12, printed="12", **more
        )
    found = {code: each for (slug, code), each in told().items() if slug == measure.slug}
    assert found == {
        "whole": (12, 0, None),
        "year": (5, 7, None),
        "other-year": (None, None, "no-lines"),
        "dollars": (None, None, "other-currency"),
    }
