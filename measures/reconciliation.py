"""Sums computed from budget lines, set beside the totals a source prints.

Lines are added only inside one programme and one currency, cell by cell as printed; lines with
a reason not to be added stay out. A row is a subject, a column a fiscal year and stage. Rows
are summed across stages only to check a printed row total, which does the same.
"""

import dataclasses
from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext

from measures.models import BudgetLine, Measure, PrintedTotal, Stage
from policies.dates import fiscal_year_short
from policies.models import Subject

# Tables are read in this unit: 億円 is 100 million yen.
UNIT = Decimal(100_000_000)


@dataclasses.dataclass(frozen=True)
class Check:
    """A computed sum and the printed total of the same cells, both in the table's unit."""

    name: str
    computed: Decimal
    total: PrintedTotal | None

    @property
    def printed(self) -> Decimal | None:
        """The printed total; None where the source prints none."""
        return Decimal(self.total.amount) / UNIT if self.total else None

    @property
    def difference(self) -> Decimal | None:
        """Printed minus computed; None where the source prints no total."""
        return self.printed - self.computed if self.total else None


@dataclasses.dataclass(frozen=True)
class Column:
    """A column: a fiscal year at a stage."""

    fiscal_year: int | None
    stage: str

    @property
    def year(self) -> str:
        """The fiscal year, short enough for a table head."""
        return fiscal_year_short(self.fiscal_year) if self.fiscal_year else ""

    @property
    def stage_words(self) -> str:
        """The stage in the active language."""
        return str(Stage(self.stage).label)


@dataclasses.dataclass(frozen=True)
class Row:
    """A row: a subject with its cells, None where nothing is printed."""

    subject: Subject
    mark: str
    cells: list[Decimal | None]
    check: Check


class Table:
    """The additive lines of one programme in yen as a table, with every printed total checked."""

    def __init__(
        self, measure: Measure, lines: Iterable[BudgetLine], totals: Iterable[PrintedTotal]
    ):
        self.measure = measure
        self.lines = [line for line in lines if not line.not_added_ja and line.currency == "JPY"]
        self.totals = [total for total in totals if total.currency == "JPY"]
        keys = {Column(line.fiscal_year, line.stage) for line in self.lines}
        order = {stage: number for number, stage in enumerate(Stage.values)}
        self.columns = sorted(keys, key=lambda each: (each.fiscal_year or 0, order[each.stage]))
        self.rows = [self._row(subject) for subject in self._subjects()]

    @property
    def unit(self) -> str:
        """The unit of every figure in the table."""
        return gettext("JPY 100 million")

    @property
    def width(self) -> int:
        """How many cells a row has, its head included."""
        return len(self.columns) + 4

    def _subjects(self) -> list[Subject]:
        seen: dict[int, Subject] = {}
        for line in self.lines:
            if line.subject:
                seen.setdefault(line.subject_id, line.subject)
        return list(seen.values())

    def _row(self, subject: Subject) -> Row:
        own = [line for line in self.lines if line.subject_id == subject.pk]
        cells = [
            _sum(line for line in own if Column(line.fiscal_year, line.stage) == column)
            for column in self.columns
        ]
        mark = "★" if any("★" in line.label_ja for line in own) else ""
        total = self._total(subject=subject.pk)
        return Row(subject, mark, cells, Check(str(subject), _sum(own) or Decimal(0), total))

    def _total(self, subject=None, column: Column | None = None) -> PrintedTotal | None:
        """The printed total of a row, a column or everything: the exact one, else one in round.

        Where an exact total stands, a repeat in prose (“about 1,692”) says nothing more.
        """
        found = [
            total
            for total in self.totals
            if total.subject_id == subject
            and (total.fiscal_year, total.stage)
            == ((column.fiscal_year, column.stage) if column else (None, ""))
        ]
        return min(found, key=lambda total: total.approximate, default=None)

    @property
    def column_checks(self) -> list[Check]:
        """The sum of each column beside its printed total."""
        return [
            Check(
                f"{column.year} {column.stage_words}",
                _sum(line for line in self.lines if Column(line.fiscal_year, line.stage) == column)
                or Decimal(0),
                self._total(column=column),
            )
            for column in self.columns
        ]

    @property
    def sum_of_cells(self) -> Decimal:
        """All cells added up."""
        return _sum(self.lines) or Decimal(0)

    @property
    def sum_of_totals(self) -> Decimal:
        """All printed row totals added up."""
        return sum((row.check.printed for row in self.rows if row.check.total), Decimal(0))

    @property
    def grand(self) -> Check:
        """The printed grand total beside the sum of all cells."""
        return Check(gettext("Grand total against all cells"), self.sum_of_cells, self._total())

    @property
    def difference_of_totals(self) -> Decimal | None:
        """The printed grand total minus the printed row totals; None where there is none."""
        return self.grand.printed - self.sum_of_totals if self.grand.total else None

    @property
    def checks(self) -> list[Check]:
        """Every check for which the source prints a total."""
        rows = [row.check for row in self.rows]
        against_rows = Check(
            gettext("Grand total against printed row totals"), self.sum_of_totals, self.grand.total
        )
        return [
            check for check in (against_rows, self.grand, *rows, *self.column_checks) if check.total
        ]

    @property
    def findings(self) -> list[Check]:
        """Checks worth a sentence: the grand total against the rows, and all that differ."""
        return [
            check
            for number, check in enumerate(self.checks)
            if check.difference or (number == 0 and self.grand.total)
        ]

    @property
    def exact(self) -> int:
        """How many further checks come out even."""
        return len(self.checks) - len(self.findings)


def _sum(lines: Iterable[BudgetLine]) -> Decimal | None:
    """The amounts added up in the table's unit; None for no line at all."""
    amounts = [line.amount for line in lines]
    return Decimal(sum(amounts)) / UNIT if amounts else None


def tables(measures: Iterable[Measure]) -> list[Table]:
    """A table for each programme that has subjects and printed totals."""
    found = (
        Table(measure, measure.budget_lines.all(), measure.printed_totals.all())
        for measure in measures
    )
    return [table for table in found if table.rows and table.totals]
