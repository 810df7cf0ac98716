"""Sums computed from budget lines, set beside the totals a source prints.

Lines are added only inside one programme and one currency, cell by cell as printed; lines with
a reason not to be added stay out. A row is a subject, a column a fiscal year and stage. Rows
are summed across stages only to check a printed row total, which does the same. Every sum has
the address of the list of exactly the lines it is the sum of. What is not added is missing in the
sums alone: a table shows it beside them.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from django.utils.http import urlencode
from django.utils.translation import gettext

from measures.models import BudgetLine, Measure, PrintedTotal
from measures.models.budget import CURRENCY
from measures.sums import UNIT, Cell, Check, Column, added, figure, is_rough, summed
from policies.models import Footnote, Subject
from portal.lists.addresses import address
from portal.lists.filters import RelatedFacet
from portal.lists.hierarchy import exactly

# By which a source tells rows apart; a note at the foot of the section says how.
MARK = "★"


@dataclasses.dataclass(frozen=True)
class Row:
    """A row: a subject with its cells. Lines that name no subject have a row of their own.

    `aside` are the lines by which the row goes on, and which none of its sums holds, by cell.
    """

    subject: Subject | None
    mark: str
    cells: list[Cell]
    aside: list[list[Cell]]
    check: Check

    @property
    def name(self) -> str:
        """The subject in the active language."""
        return subject_name(self.subject)

    @property
    def amounts(self) -> list[Decimal | None]:
        """The amounts of the cells."""
        return [cell.amount for cell in self.cells]

    @property
    def places(self) -> list[tuple[Cell, list[Cell]]]:
        """Each cell with what stands in it beside its sum."""
        return list(zip(self.cells, self.aside, strict=True))


def subject_name(subject: Subject | None) -> str:
    """The subject in the active language, or that none is stated."""
    return str(subject) if subject else gettext("No subject stated")


class Table:
    """The additive lines of one programme in yen as a table, with every printed total checked.

    `asked` are further conditions of the list that these lines are found by, where they are not all
    of the programme.
    """

    def __init__(
        self,
        measure: Measure,
        lines: Iterable[BudgetLine],
        totals: Iterable[PrintedTotal],
        asked: Mapping[str, Sequence[str]] | None = None,
    ):
        every = list(lines)
        self.measure, self.asked = measure, asked or {}
        self.lines = [line for line in every if line.is_added]
        self.outside = [line for line in every if not line.is_added]
        self.totals = [total for total in totals if total.currency == CURRENCY]
        self.columns = _columns(self.lines)
        subjects = self._subjects()
        self.continued = self._continued({each.pk for each in subjects if each})
        self.shown_columns = _columns(self.lines + self.continued)
        self.rows = [self._row(subject) for subject in subjects]

    @cached_property
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
        return len(self.shown_columns) + (4 if self.checks else 2)

    def _subjects(self) -> list[Subject | None]:
        """The subjects in the order of their first lines; None last, for lines without one."""
        seen: dict[int | None, Subject | None] = {}
        for line in self.lines:
            seen.setdefault(line.subject_id, line.subject)
        if None in seen:
            seen[None] = seen.pop(None)
        return list(seen.values())

    def _continued(self, subjects: set[int]) -> list[BudgetLine]:
        """The lines not added by which a row goes on: all of its subject, in a year of their own.

        What has a name of its own, or overlaps another line, is another matter.
        """
        overlap = {line.part_of_id for line in self.lines + self.outside}
        return [
            line
            for line in self.outside
            if line.subject_id in subjects
            and line.currency == CURRENCY
            and line.fiscal_year is not None
            and not line.label_ja
            and line.part_of_id is None
            and line.pk not in overlap
        ]

    def _row(self, subject: Subject | None) -> Row:
        key = subject.pk if subject else None
        own = [line for line in self.lines if line.subject_id == key]
        # A row is one printed subject, so its lists leave out what is narrower.
        asked = exactly("subject", subject.slug) if subject else {"subject": RelatedFacet.NONE}
        mark = MARK if any(MARK in line.label_ja for line in own) else ""
        cells = [self.cell(own, column, **asked) for column in self.shown_columns]
        aside = [
            [_aside(line) for line in self.continued if _stands(line, key, column)]
            for column in self.shown_columns
        ]
        total = self._total(subject=key) if subject else None
        check = self._check(subject_name(subject), own, total, self.address(**asked))
        return Row(subject, mark, cells, aside, check)

    def _check(
        self, name: str, lines: list[BudgetLine], total: PrintedTotal | None, address: str
    ) -> Check:
        return Check(name, added(lines) or Decimal(0), total, address, is_rough(lines))

    def cell(self, lines: Iterable[BudgetLine], column: Column, **asked: str) -> Cell:
        """The sum of those of the lines that stand in a column.

        `asked` are the conditions, beside measure and column, that find just these lines.
        """
        cell = summed(lines, column)
        if cell.amount is None:
            return cell
        return dataclasses.replace(cell, address=self.address(column, **asked))

    def address(self, column: Column | None = None, listing: str = "budgets", **asked: str) -> str:
        """The list of the lines added up that meet the conditions; of a year not stated none."""
        query = {**self.asked, "measure": self.measure.slug, **asked}
        if column:
            if column.fiscal_year is None:
                return ""
            query |= {"fiscal_year": column.fiscal_year, "stage": column.stage}
        return f"{address(listing)}?{urlencode(query | {'added': 'yes'}, doseq=True)}"

    @property
    def file_query(self) -> str:
        """What files of the lines of the table are asked for."""
        return self.address(listing="budgets-csv").partition("?")[2]

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

    @cached_property
    def column_checks(self) -> list[Check]:
        """The sum of each column beside its printed total."""
        return [
            self._check(
                column.name,
                [line for line in self.lines if Column.of(line) == column],
                self._total(column=column),
                self.address(column),
            )
            for column in self.columns
        ]

    @cached_property
    def has_printed_sums(self) -> bool:
        """Whether the source prints a total of a column or of everything."""
        return any(check.total for check in (*self.column_checks, self.grand))

    @cached_property
    def shown_checks(self) -> list[Check | None]:
        """The column checks by shown column; None where nothing is added."""
        checks = dict(zip(self.columns, self.column_checks, strict=True))
        return [checks.get(column) for column in self.shown_columns]

    @property
    def sum_of_cells(self) -> Decimal:
        """All cells added up."""
        return added(self.lines) or Decimal(0)

    @cached_property
    def sum_of_totals(self) -> Decimal:
        """All printed row totals added up."""
        return sum((row.check.printed for row in self.rows if row.check.total), Decimal(0))

    @cached_property
    def totals_check(self) -> Check:
        """The printed grand total beside the sum of the printed row totals."""
        name = gettext("Grand total against printed row totals")
        totals = [row.check.total for row in self.rows if row.check.total]
        amount, rough = self.sum_of_totals, is_rough(totals)
        return Check(name, amount, self.grand.total, self.address(), rough)

    @cached_property
    def grand(self) -> Check:
        """The printed grand total beside the sum of all cells."""
        name = gettext("Grand total against all cells")
        return self._check(name, self.lines, self._total(), self.address())

    @property
    def difference_of_totals(self) -> Decimal | None:
        """The printed grand total minus the printed row totals; None where there is none."""
        return self.grand.printed - self.sum_of_totals if self.grand.total else None

    @cached_property
    def checks(self) -> list[Check]:
        """Every check for which the source prints a total."""
        rows = [row.check for row in self.rows]
        every = (self.totals_check, self.grand, *rows, *self.column_checks)
        return [check for check in every if check.total]

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


def of_total(total: PrintedTotal, lines: Iterable[BudgetLine]) -> list[BudgetLine]:
    """Of the lines of a programme those that a printed total is the total of."""
    column = Column(total.fiscal_year, total.stage)
    return [
        line
        for line in lines
        if line.is_added
        and total.subject_id in (None, line.subject_id)
        and (total.fiscal_year is None or Column.of(line) == column)
    ]


def _stands(line: BudgetLine, subject: int | None, column: Column) -> bool:
    """Whether a line stands in the cell of a subject and a column."""
    return line.subject_id == subject and Column.of(line) == column


def _aside(line: BudgetLine) -> Cell:
    """A line that is not added, in a cell of its own."""
    return Cell(Decimal(line.amount) / UNIT, figure(line), line.get_absolute_url())


def _columns(lines: Iterable[BudgetLine]) -> list[Column]:
    """The columns in which lines stand, in their order."""
    return sorted({Column.of(line) for line in lines}, key=lambda each: each.place)


def tables(measures: Iterable[Measure]) -> list[Table]:
    """A table for each programme that has subjects and printed totals."""
    found = (
        Table(measure, measure.budget_lines.all(), measure.printed_totals.all())
        for measure in measures
    )
    return [table for table in found if table.totals and any(row.subject for row in table.rows)]
