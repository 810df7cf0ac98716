"""Amounts of budget lines in the unit of tables: one as it is printed, several as their sum."""

import dataclasses
from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext

from measures.models import BudgetLine, PrintedTotal, Stage
from measures.models.budget import CURRENCY, Amount
from portal.dates.edtf import fiscal_year_label, fiscal_year_short
from portal.languages import plain_number, sign_of
from portal.money import as_printed, yen_in_words

# Tables are read in this unit: 億円 is 100 million yen.
UNIT = Decimal(100_000_000)


def about(words: str, rough: bool) -> str:
    """The words of a sum; with “about” where a part of it is printed so, as it is no more exact."""
    return gettext("about ") + words if rough else words


def figure(row: Amount) -> str:
    """The number of an amount in the table's unit, with what the print says of it: about 181."""
    return as_printed(plain_number(Decimal(row.amount) / UNIT), row.printed)


@dataclasses.dataclass(frozen=True)
class Cell:
    """A sum of lines in the table's unit, None for no line; its words, and where its lines are."""

    amount: Decimal | None
    words: str = ""
    address: str = ""


@dataclasses.dataclass(frozen=True)
class Check:
    """A computed sum and the printed total of the same cells, both in the table's unit.

    `rough` where a part of the sum is printed as “about”.
    """

    name: str
    computed: Decimal
    total: PrintedTotal | None
    address: str
    rough: bool

    @property
    def cell(self) -> Cell:
        """The computed sum with the address of its lines."""
        return Cell(self.computed, about(plain_number(self.computed), self.rough), self.address)

    @property
    def computed_in_words(self) -> str:
        """The computed sum as sources print amounts: 2兆5,628億円, JPY 2.5628 trillion."""
        return about(yen_in_words(int(self.computed * UNIT), CURRENCY), self.rough)

    @property
    def printed_words(self) -> str:
        """The printed total as a number of the table; empty where the source prints none."""
        return figure(self.total) if self.total else ""

    @property
    def printed(self) -> Decimal | None:
        """The printed total; None where the source prints none."""
        return Decimal(self.total.amount) / UNIT if self.total else None

    @property
    def difference(self) -> Decimal | None:
        """Printed minus computed; None where the source prints no total."""
        return self.printed - self.computed if self.total else None

    @property
    def difference_in_words(self) -> str:
        """The same with its sign and unit: ＋15億円, +JPY 1.5 billion."""
        words = yen_in_words(int(abs(self.difference) * UNIT), CURRENCY)
        return f"{sign_of(self.difference)}{words}"


@dataclasses.dataclass(frozen=True)
class Column:
    """A column: a fiscal year, or several from one until another, at a stage."""

    fiscal_year: int | None
    stage: str
    until: int | None = None

    @classmethod
    def of(cls, line: BudgetLine) -> "Column":
        """The column in which a line stands."""
        return cls(line.fiscal_year, line.stage, line.fiscal_year_until)

    @property
    def year(self) -> str:
        """The fiscal year, short enough for a table head."""
        if self.fiscal_year is None:
            return gettext("Year not stated")
        words = fiscal_year_short(self.fiscal_year)
        return f"{words} – {fiscal_year_short(self.until)}" if self.until else words

    @property
    def label(self) -> str:
        """The fiscal year with its calendar year, where there is room for both."""
        if self.fiscal_year is None or self.until:
            return self.year
        return fiscal_year_label(self.fiscal_year)

    @property
    def stage_words(self) -> str:
        """The stage in the active language."""
        return str(Stage(self.stage).label)

    @property
    def name(self) -> str:
        """Year and stage in the active language."""
        return f"{self.year} {self.stage_words}"

    @property
    def place(self) -> tuple[int, int, int]:
        """Where it stands among columns: by year, then along the budget process."""
        return self.fiscal_year or 0, self.until or 0, Stage.values.index(self.stage)


def is_rough(rows: Iterable[Amount]) -> bool:
    """Whether one of the amounts is printed as “about”."""
    return any(row.approximate for row in rows)


def added(lines: Iterable[BudgetLine]) -> Decimal | None:
    """The amounts added up in the table's unit; None for no line at all."""
    amounts = [line.amount for line in lines]
    return Decimal(sum(amounts)) / UNIT if amounts else None


def summed(lines: Iterable[BudgetLine], column: Column) -> Cell:
    """The sum of those of the lines that stand in a column; a single one as it is printed."""
    own = [line for line in lines if Column.of(line) == column]
    amount = added(own)
    if amount is None:
        return Cell(None)
    words = figure(own[0]) if len(own) == 1 else about(plain_number(amount), is_rough(own))
    return Cell(amount, words)
