"""A programme by ministry: small pictures side by side, on rows and a scale they share."""

import dataclasses
from decimal import Decimal
from functools import cached_property

from django.utils.translation import get_language, gettext, ngettext

from measures.models import BudgetLine
from measures.reconciliation import Table
from measures.sums import Cell, Column, summed
from policies.models import Organisation
from portal.charts.bars import Bar, Drawing, Group, Part, lattice, phone
from portal.lists.filters import RelatedFacet
from portal.lists.hierarchy import exactly

# Ministries that are drawn; the table has all of them.
DRAWN = 5
ALONE, JOINT = 1, 2


@dataclasses.dataclass(frozen=True)
class MinistryRow:
    """A ministry's lines of a table, None for lines that name none, cell by cell.

    A line of several ministries counts for each of them, and is told apart as joint.
    """

    ministry: Organisation | None
    lines: list[BudgetLine]
    cells: list[Cell]
    columns: list[Column]
    address: str

    @property
    def name(self) -> str:
        """The ministry in the active language."""
        return str(self.ministry) if self.ministry else gettext("No ministry stated")

    @property
    def short_name(self) -> str:
        """The name for a narrow column."""
        if get_language() == "en" and self.ministry and self.ministry.abbreviation:
            return self.ministry.abbreviation
        return self.name

    @property
    def largest(self) -> Decimal:
        """The largest of its amounts."""
        return max(cell.amount or Decimal(0) for cell in self.cells)

    @property
    def joint(self) -> list[BudgetLine]:
        """The lines that it has with other ministries."""
        return [line for line in self.lines if len(line.ministries.all()) > 1]

    @property
    def partners(self) -> list[Organisation]:
        """The ministries with which it has these lines."""
        found = {
            other.pk: other
            for line in self.joint
            for other in line.ministries.all()
            if other != self.ministry
        }
        return list(found.values())

    @property
    def joint_amounts(self) -> list[tuple[Column, Cell]]:
        """What it has with other ministries, column by column."""
        found = ((column, summed(self.joint, column)) for column in self.columns)
        return [(column, cell) for column, cell in found if cell.amount is not None]

    @property
    def bars(self) -> list[Bar]:
        """A bar for each column, without parts where it has nothing there."""
        together = dict(self.joint_amounts)
        found = []
        for column, cell in zip(self.columns, self.cells, strict=True):
            whole = cell.amount or Decimal(0)
            shared = together[column].amount if column in together else Decimal(0)
            parts = [
                Part(series, float(amount), "", "")
                for series, amount in ((ALONE, whole - shared), (JOINT, shared))
                if amount
            ]
            found.append(Bar(column.label, column.stage_words, parts, cell.words))
        return found


class MinistryBars:
    """The lines of a table by ministry. Amounts of ministries are not added: some are joint."""

    def __init__(self, table: Table):
        self.table = table
        groups: dict[int | None, tuple[Organisation | None, list[BudgetLine]]] = {}
        for line in table.lines:
            for ministry in line.ministries.all() or (None,):
                key = ministry.pk if ministry else None
                groups.setdefault(key, (ministry, []))[1].append(line)
        rows = [self._row(*group) for group in groups.values()]
        self.rows = sorted(rows, key=lambda row: (row.ministry is None, -row.largest))

    def _row(self, ministry: Organisation | None, lines: list[BudgetLine]) -> MinistryRow:
        # The lines of a bureau are told by its own name, so its ministry's lists leave them out.
        asked = exactly("ministry", ministry.slug) if ministry else {"ministry": RelatedFacet.NONE}
        cells = [self.table.cell(lines, column, **asked) for column in self.table.columns]
        address = self.table.address(**asked)
        return MinistryRow(ministry, lines, cells, self.table.columns, address)

    @property
    def slug(self) -> str:
        """What the names of its elements end in."""
        return f"{self.table.measure.slug}-ministries"

    @property
    def is_drawn(self) -> bool:
        """Whether there is anything to compare: two ministries, and an amount."""
        return len(self.rows) > 1 and self.rows[0].largest > 0

    @cached_property
    def _firsts(self) -> tuple[MinistryRow | None, int]:
        """The ministry that has the largest amount in the most columns, and in how many.

        Nobody is first in a column where two are equal.
        """
        firsts: dict[int, int] = {}
        for place in range(len(self.table.columns)):
            amounts = [row.cells[place].amount or Decimal(0) for row in self.rows]
            if amounts.count(max(amounts)) == 1:
                number = amounts.index(max(amounts))
                firsts[number] = firsts.get(number, 0) + 1
        most = max(firsts.values(), default=0)
        best = [number for number, times in firsts.items() if times == most]
        found = self.rows[best[0]] if len(best) == 1 else None
        return (found, most) if found and found.ministry else (None, 0)

    @property
    def finding(self) -> str:
        """Whose amount is the largest, and in how many columns."""
        row, times = self._firsts
        if row is None:
            return gettext("Budget by ministry")
        every = len(self.table.columns)
        if times == every:
            words = gettext("%(ministry)s has the largest amount in every fiscal year and stage")
        else:
            words = gettext(
                "In %(times)s of %(every)s fiscal years and stages "
                "the largest amount is with %(ministry)s"
            )
        return words % {"times": times, "every": every, "ministry": row.name}

    @property
    def figures(self) -> str:
        """How many lines this is, and what stays outside."""
        inside = ngettext(
            "%(count)s line that is added, in yen.",
            "%(count)s lines that are added, in yen.",
            len(self.table.lines),
        )
        words = inside % {"count": len(self.table.lines)}
        outside = len(self.table.measure.budget_lines.all()) - len(self.table.lines)
        if not outside:
            return words
        left = ngettext(
            "%(count)s line with a reason not to be added is left out.",
            "%(count)s lines with a reason not to be added are left out.",
            outside,
        )
        return f"{words} {left % {'count': outside}}"

    @property
    def inferred(self) -> int:
        """How many of the lines hold something that the source does not state outright."""
        return sum(line.inferred for line in self.table.lines)

    @property
    def has_joint(self) -> bool:
        """Whether a line names several ministries."""
        return any(row.joint for row in self.rows)

    @property
    def legend(self) -> list[tuple[int, str]]:
        """The series with what they stand for."""
        found = [(ALONE, gettext("this ministry alone")), (JOINT, gettext("joint with others"))]
        return found if self.has_joint else []

    @property
    def drawn(self) -> list[MinistryRow]:
        """The ministries that are drawn."""
        return self.rows[:DRAWN]

    @property
    def more(self) -> int:
        """How many ministries stand in the table alone."""
        return len(self.rows) - len(self.drawn)

    @property
    def wide(self) -> Drawing:
        """The drawing for wide screens and paper."""
        return lattice([Group(row.short_name, row.bars) for row in self.drawn], "—")

    @property
    def phone(self) -> Drawing:
        """The drawing for phones, which leaves out what is nothing."""
        return phone(
            [Group(row.name, [bar for bar in row.bars if bar.total]) for row in self.drawn]
        )

    @property
    def description(self) -> str:
        """The bars in words."""
        words = gettext("%(ministry)s: %(amounts)s.")
        return " ".join(
            words
            % {
                "ministry": row.name,
                "amounts": gettext(", ").join(
                    f"{bar.label} {bar.note} {bar.total}" for bar in row.bars if bar.total
                ),
            }
            for row in self.drawn
        )
