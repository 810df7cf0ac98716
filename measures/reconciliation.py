"""Sums computed from budget lines, set beside the totals a source prints.

Lines are added only inside one programme and one currency, cell by cell as printed; lines with
a reason not to be added stay out. A row is a subject, a column a fiscal year and stage. Rows
are summed across stages only to check a printed row total, which does the same. Every sum has
the address of the list of exactly the lines it is the sum of.
"""

import dataclasses
from collections.abc import Iterable
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from measures.models import BudgetLine, Measure, PrintedTotal, Stage
from measures.models.budget import CURRENCY
from policies.amounts import in_words
from policies.dates import fiscal_year_label, fiscal_year_short
from policies.models import Footnote, Subject
from portal.browse.filters import MultiKey

# Tables are read in this unit: 億円 is 100 million yen.
UNIT = Decimal(100_000_000)
# By which a source tells rows apart; a note at the foot of the section says how.
MARK = "★"


@dataclasses.dataclass(frozen=True)
class Cell:
    """A sum of lines in the table's unit, None for no line, and the address of their list."""

    amount: Decimal | None
    address: str


@dataclasses.dataclass(frozen=True)
class Check:
    """A computed sum and the printed total of the same cells, both in the table's unit."""

    name: str
    computed: Decimal
    total: PrintedTotal | None
    address: str

    @property
    def cell(self) -> Cell:
        """The computed sum with the address of its lines."""
        return Cell(self.computed, self.address)

    @property
    def computed_in_words(self) -> str:
        """The computed sum as sources print amounts: 2兆5,628億円, JPY 2.5628 trillion."""
        return in_words(int(self.computed * UNIT), CURRENCY)

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


@dataclasses.dataclass(frozen=True)
class Row:
    """A row: a subject with its cells. Lines that name no subject have a row of their own."""

    subject: Subject | None
    mark: str
    cells: list[Cell]
    check: Check

    @property
    def name(self) -> str:
        """The subject in the active language."""
        return subject_name(self.subject)

    @property
    def amounts(self) -> list[Decimal | None]:
        """The amounts of the cells."""
        return [cell.amount for cell in self.cells]


def subject_name(subject: Subject | None) -> str:
    """The subject in the active language, or that none is stated."""
    return str(subject) if subject else gettext("No subject stated")


class Table:
    """The additive lines of one programme in yen as a table, with every printed total checked."""

    def __init__(
        self, measure: Measure, lines: Iterable[BudgetLine], totals: Iterable[PrintedTotal]
    ):
        self.measure = measure
        self.lines = [line for line in lines if line.is_added]
        self.totals = [total for total in totals if total.currency == CURRENCY]
        self.columns = sorted({Column.of(line) for line in self.lines}, key=lambda each: each.place)
        self.rows = [self._row(subject) for subject in self._subjects()]

    @property
    def notes(self) -> list[Footnote]:
        """What is printed on the mark that rows have."""
        marked = {line.section_id: line.section for line in self.lines if MARK in line.label_ja}
        notes = [note for section in marked.values() for note in section.footnotes.all()]
        return [note for note in notes if note.mark == MARK]

    @property
    def unit(self) -> str:
        """The unit of every figure in the table."""
        return gettext("JPY 100 million")

    @property
    def width(self) -> int:
        """How many cells a row has, its head included."""
        return len(self.columns) + 4

    def _subjects(self) -> list[Subject | None]:
        """The subjects in the order of their first lines; None last, for lines without one."""
        seen: dict[int | None, Subject | None] = {}
        for line in self.lines:
            seen.setdefault(line.subject_id, line.subject)
        if None in seen:
            seen[None] = seen.pop(None)
        return list(seen.values())

    def _row(self, subject: Subject | None) -> Row:
        key = subject.pk if subject else None
        own = [line for line in self.lines if line.subject_id == key]
        asked = {"subject": subject.slug if subject else MultiKey.NONE}
        mark = MARK if any(MARK in line.label_ja for line in own) else ""
        cells = [self.cell(own, column, **asked) for column in self.columns]
        total = self._total(subject=key) if subject else None
        check = Check(subject_name(subject), added(own) or Decimal(0), total, self.address(**asked))
        return Row(subject, mark, cells, check)

    def cell(self, lines: Iterable[BudgetLine], column: Column, **asked: str) -> Cell:
        """The sum of those of the lines that stand in a column.

        `asked` are the conditions, beside measure and column, that find just these lines.
        """
        amount = added(line for line in lines if Column.of(line) == column)
        return Cell(amount, "" if amount is None else self.address(column, **asked))

    def address(self, column: Column | None = None, listing: str = "budgets", **asked: str) -> str:
        """The list of the lines added up that meet the conditions; of a year not stated none."""
        query = {"measure": self.measure.slug, **asked}
        if column:
            if column.fiscal_year is None:
                return ""
            query |= {"fiscal_year": column.fiscal_year, "stage": column.stage}
        return f"{reverse(listing)}?{urlencode(query | {'added': 'yes'})}"

    @property
    def csv_address(self) -> str:
        """The lines of the table as CSV."""
        return self.address(listing="budgets-csv")

    @property
    def xlsx_address(self) -> str:
        """The lines of the table as a workbook."""
        return self.address(listing="budgets-xlsx")

    def _total(self, subject=None, column: Column | None = None) -> PrintedTotal | None:
        """The printed total of a row, a column or everything: the exact one, else one in round.

        Where an exact total stands, a repeat in prose (“about 1,692”) says nothing more.
        """
        found = [
            total
            for total in self.totals
            if total.subject_id == subject
            and Column(total.fiscal_year, total.stage) == (column or Column(None, ""))
        ]
        return min(found, key=lambda total: total.approximate, default=None)

    @property
    def column_checks(self) -> list[Check]:
        """The sum of each column beside its printed total."""
        return [
            Check(
                column.name,
                self.cell(self.lines, column).amount,
                self._total(column=column),
                self.address(column),
            )
            for column in self.columns
        ]

    @property
    def sum_of_cells(self) -> Decimal:
        """All cells added up."""
        return added(self.lines) or Decimal(0)

    @property
    def sum_of_totals(self) -> Decimal:
        """All printed row totals added up."""
        return sum((row.check.printed for row in self.rows if row.check.total), Decimal(0))

    @property
    def grand(self) -> Check:
        """The printed grand total beside the sum of all cells."""
        name = gettext("Grand total against all cells")
        return Check(name, self.sum_of_cells, self._total(), self.address())

    @property
    def difference_of_totals(self) -> Decimal | None:
        """The printed grand total minus the printed row totals; None where there is none."""
        return self.grand.printed - self.sum_of_totals if self.grand.total else None

    @property
    def checks(self) -> list[Check]:
        """Every check for which the source prints a total."""
        rows = [row.check for row in self.rows]
        against_rows = Check(
            gettext("Grand total against printed row totals"),
            self.sum_of_totals,
            self.grand.total,
            self.address(),
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


def added(lines: Iterable[BudgetLine]) -> Decimal | None:
    """The amounts added up in the table's unit; None for no line at all."""
    amounts = [line.amount for line in lines]
    return Decimal(sum(amounts)) / UNIT if amounts else None


def tables(measures: Iterable[Measure]) -> list[Table]:
    """A table for each programme that has subjects and printed totals."""
    found = (
        Table(measure, measure.budget_lines.all(), measure.printed_totals.all())
        for measure in measures
    )
    return [table for table in found if table.totals and any(row.subject for row in table.rows)]
