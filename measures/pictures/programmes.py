"""Programmes beside each other: small pictures, each to its own scale."""

import dataclasses
from collections.abc import Iterable
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext

from measures.models import BudgetLine, Measure
from measures.pictures.words import in_words
from measures.reconciliation import Cell, Column, Table
from policies.models import Organisation
from portal.browse.templatetags.browse import plain_number
from portal.charts.bars import Bar, Drawing, Group, Part, phone


@dataclasses.dataclass(frozen=True)
class Amount:
    """What a programme has in a column, and the same in words."""

    column: Column
    cell: Cell
    words: str


class Programme:
    """A programme beside others: its amounts year by year and stage by stage, to its own scale."""

    def __init__(self, measure: Measure):
        self.measure = measure
        self.table = Table(measure, measure.budget_lines.all(), ())

    @property
    def lines(self) -> list[BudgetLine]:
        """All its lines, those that are not added among them."""
        return list(self.measure.budget_lines.all())

    @property
    def address(self) -> str:
        """The list of all its lines."""
        return f"{reverse('budgets')}?measure={self.measure.slug}"

    @cached_property
    def amounts(self) -> list[Amount]:
        """Its amounts, in the order of the columns."""
        found = []
        for column in self.table.columns:
            cell = self.table.cell(self.table.lines, column)
            words = about(self.table.lines, column) + plain_number(cell.amount)
            found.append(Amount(column, cell, words))
        return found

    @cached_property
    def ministries(self) -> list[Organisation]:
        """The ministries that its added lines name, in the order of these lines."""
        found = {
            ministry.pk: ministry
            for line in self.table.lines or self.lines
            for ministry in line.ministries.all()
        }
        return list(found.values())

    @property
    def leads(self) -> list[Organisation]:
        """Who leads it; for programmes whose lines name no ministry."""
        return [] if self.ministries else [row.organisation for row in self.measure.leads]

    @cached_property
    def bars(self) -> list[Bar]:
        """A bar for each column."""
        return [
            Bar(
                each.column.label,
                each.column.stage_words,
                [Part(1, float(each.cell.amount), "", "")] if each.cell.amount else [],
                each.words,
            )
            for each in self.amounts
        ]

    @property
    def is_drawn(self) -> bool:
        """Whether there is anything to compare."""
        return len(self.bars) > 1 and any(bar.parts for bar in self.bars)

    @property
    def phone(self) -> Drawing:
        """Its drawing, the same at every width."""
        return phone([Group("", self.bars)])

    @property
    def description(self) -> str:
        """The bars in words."""
        return in_words(self.bars, self.table.unit)


def about(lines: Iterable[BudgetLine], column: Column) -> str:
    """“About” where a line of a column is printed so: a sum is no more exact than its parts."""
    rough = any(line.approximate for line in lines if Column.of(line) == column)
    return gettext("about ") if rough else ""
