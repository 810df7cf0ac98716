"""The figures of the first page: those that people quote, and the budget of the year."""

import dataclasses

from django.urls import reverse
from django.utils.translation import gettext

from measures.models import BudgetLine, PrintedTotal, Target
from portal.dates.clock import today
from portal.dates.edtf import fiscal_year_label, fiscal_year_of
from portal.rows.bundle import RowBundle

# Amounts of the year on the first page.
BUDGET_LINES = 4


# Both kinds in one statement, which asks for no primary key.
FEATURED = RowBundle(
    lambda: {
        "totals": PrintedTotal.objects.published().featured(),
        "targets": Target.objects.published().featured(),
    }
)


def _place(row: PrintedTotal | Target) -> tuple[str, int, int]:
    return row.measure.slug, row.position, row.pk


@dataclasses.dataclass(frozen=True)
class KeyFigure:
    """A figure with what it is the figure of: one that several share is shown once."""

    shown: str
    rows: list[PrintedTotal | Target]

    @property
    def told(self) -> str:
        """The figure; of several that it is of each."""
        if len(self.rows) == 1:
            return self.shown
        return gettext("%(figure)s each") % {"figure": self.shown}

    @property
    def sources(self) -> list[PrintedTotal | Target]:
        """A row for each section where it was read."""
        return list({row.section_id: row for row in self.rows}.values())


def key_figures() -> list[KeyFigure]:
    """The figures that people quote, as editors have marked them."""
    found: dict[str, KeyFigure] = {}
    marked = FEATURED.read(0)
    for row in (row for part in marked.values() for row in sorted(part, key=_place)):
        found.setdefault(row.shown, KeyFigure(row.shown, [])).rows.append(row)
    return list(found.values())


@dataclasses.dataclass(frozen=True)
class YearOfBudget:
    """The largest amounts of a fiscal year."""

    fiscal_year: int
    lines: list[BudgetLine]

    @property
    def words(self) -> str:
        """The fiscal year in the active language."""
        return fiscal_year_label(self.fiscal_year)

    @property
    def address(self) -> str:
        """The list of all its lines."""
        return reverse("budgets", query={"fiscal_year": self.fiscal_year})


def budget_of_this_year() -> YearOfBudget:
    """The amounts of the fiscal year that it is today."""
    fiscal_year = fiscal_year_of(today())
    lines = BudgetLine.objects.published().largest_of_year(fiscal_year, BUDGET_LINES)
    return YearOfBudget(fiscal_year, list(lines))
