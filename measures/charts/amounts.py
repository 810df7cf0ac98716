"""The amounts of a programme year by year: what bars draw, in its sums or not.

Whether an amount may be added decides over sums alone. A picture shows every amount that stands in
yen, and says of the others why it cannot: they have no length on the same scale.
"""

import dataclasses
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext, ngettext

from measures.models import BudgetLine
from measures.models.budget import CURRENCY
from measures.reconciliation import Table
from measures.sums import UNIT, Check, Column
from portal.charts.bars import ASIDE, Bar, Group, Part, broken


@dataclasses.dataclass(frozen=True)
class Entry:
    """An amount of a programme: the sum of a column, or a line that is not added.

    `check` is the sum; a line without one either goes on with the years of a row, or is `apart`,
    a matter with a name of its own.
    """

    column: Column
    lines: Sequence[BudgetLine]
    check: Check | None = None
    apart: bool = False

    @property
    def line(self) -> BudgetLine:
        """The first of its lines, the only one of what is not added."""
        return self.lines[0]

    @property
    def words(self) -> str:
        """The amount as it is printed; a sum of several lines in the words of prints."""
        if self.check and len(self.lines) > 1:
            return self.check.computed_in_words
        return self.line.shown

    @property
    def address(self) -> str:
        """Where its lines stand; empty for a sum of which no list can be asked."""
        return self.check.address if self.check else self.line.get_absolute_url()

    @property
    def is_yen(self) -> bool:
        """Whether it has a length on the scale of the others."""
        return self.line.currency == CURRENCY

    @property
    def value(self) -> float:
        """The length of its bar, in the unit of tables."""
        return float(sum(line.amount for line in self.lines) / UNIT)

    @property
    def name(self) -> str:
        """What it is for; empty where that is the programme, or a row of it."""
        if not self.apart:
            return ""
        return str(self.line.label or self.line.subject or self.line.measure)

    @property
    def remark(self) -> str:
        """What it is for, and that it is not in the sum; empty for a sum."""
        if self.check:
            return ""
        if not self.apart:
            return gettext("not in the sum")
        return gettext("%(name)s: not in the sum") % {"name": self.name}

    @property
    def bar(self) -> Bar:
        """A line that is not added, as a hatched bar of its own: it may overlap with any other."""
        parts = [Part(ASIDE, self.value, self.remark, "")] if self.value else []
        words = self.column.label, self.column.stage_words
        return Bar(*words, parts, self.words, self.remark, self.apart)


def entries(table: Table) -> list[Entry]:
    """The sums of a programme and what goes on with them in the order of the columns; then each
    matter apart, in the order of the lines."""
    sums = [
        Entry(column, [line for line in table.lines if Column.of(line) == column], check)
        for column, check in zip(table.columns, table.column_checks, strict=True)
    ]
    going_on = [Entry(Column.of(line), [line]) for line in table.continued]
    apart = [
        Entry(Column.of(line), [line], apart=True)
        for line in table.outside
        if line not in table.continued
    ]
    names = list(dict.fromkeys(each.name for each in apart))
    apart.sort(key=lambda each: (names.index(each.name), each.column.place))
    # Sorting keeps the order of what is equal: in a column the sum comes first.
    return sorted(sums + going_on, key=lambda each: each.column.place) + apart


def groups_apart(found: Iterable[Entry]) -> list[Group]:
    """The bars of matters apart, each matter under its name."""
    groups: dict[str, list[Bar]] = {}
    for entry in found:
        groups.setdefault(entry.name, []).append(entry.bar)
    return [Group(name, bars) for name, bars in groups.items()]


def shortened(bars: Sequence[Bar]) -> str:
    """Which bars are broken because they are too long for the others; empty for none."""
    found = [bar.total for bar in broken(bars)]
    if not found:
        return ""
    words = ngettext(
        "The bar of %(amounts)s is too long for this scale and is drawn broken.",
        "The bars of %(amounts)s are too long for this scale and are drawn broken.",
        len(found),
    )
    return words % {"amounts": gettext(", ").join(found)}


def _years(table: Table, found: Sequence[Entry]) -> dict[str, list[Entry]]:
    """By stage, the amounts of single fiscal years that stand for the whole programme.

    A line that is not added is the whole only where there is a single row, and nothing else in its
    column.
    """
    columns = [each.column for each in found]
    stages: dict[str, list[Entry]] = {}
    for entry in found:
        whole = entry.check or (len(table.rows) == 1 and columns.count(entry.column) == 1)
        if whole and not entry.apart and entry.column.fiscal_year and not entry.column.until:
            stages.setdefault(entry.column.stage, []).append(entry)
    return stages


def ends(table: Table, found: Sequence[Entry]) -> tuple[Entry, Entry] | None:
    """The first and the last year of the stage with the most, of several the latest; or None."""
    stages = [rows for rows in _years(table, found).values() if len(rows) > 1]
    if not stages:
        return None
    rows = max(stages, key=lambda rows: (len(rows), rows[-1].column.place))
    return rows[0], rows[-1]


def change(table: Table, found: Sequence[Entry]) -> str:
    """How the amount of a year changed from the first to the last; empty where years are few."""
    both = ends(table, found)
    if both is None:
        return ""
    first, last = both
    words = {
        "stage": first.column.stage_words,
        "first_year": first.column.year,
        "first": first.words,
        "last_year": last.column.year,
        "last": last.words,
    }
    if len({each.column.stage for each in found}) > 1:
        return gettext("%(stage)s, %(first_year)s: %(first)s → %(last_year)s: %(last)s") % words
    return gettext("%(first_year)s: %(first)s → %(last_year)s: %(last)s") % words
