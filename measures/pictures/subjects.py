"""A programme by subject: a stacked bar for each fiscal year and stage."""

from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext, ngettext

from measures.models import Obligations
from measures.pictures.words import in_words, listed, percent
from measures.reconciliation import Check, Column, Row, Table
from portal.browse.templatetags.browse import plain_number
from portal.charts.bars import BESIDE, Bar, Drawing, Group, Part, phone, wide

# Subjects with a series of their own; the others are drawn together.
SUBJECTS = 5


class SubjectBars:
    """The bars of a table, one for each fiscal year and stage, by subject."""

    def __init__(self, table: Table):
        self.table = table
        ordered = sorted(table.rows, key=lambda row: -row.check.computed)
        # A single row more than have a series keeps its name.
        most = SUBJECTS if len(ordered) > SUBJECTS + 1 else len(ordered)
        self.leading, self.others = ordered[:most], ordered[most:]

    @property
    def slug(self) -> str:
        """What the names of its elements end in."""
        return self.table.measure.slug

    @property
    def is_drawn(self) -> bool:
        """Whether there is anything to compare: two fiscal years or stages, and an amount."""
        return len(self.table.columns) > 1 and self.table.sum_of_cells > 0

    @cached_property
    def _largest(self) -> list[tuple[Column, Decimal]]:
        """The fewest columns that make more than half of the computed sum, in their order."""
        sums = list(zip(self.table.columns, (each.computed for each in self.checks), strict=True))
        found: list[tuple[Column, Decimal]] = []
        for column, amount in sorted(sums, key=lambda each: -each[1]):
            found.append((column, amount))
            if 2 * sum(amount for _column, amount in found) > self.table.sum_of_cells:
                break
        return [each for each in sums if each in found]

    @cached_property
    def checks(self) -> list[Check]:
        """The column sums, in the order of the columns."""
        return self.table.column_checks

    @property
    def finding(self) -> str:
        """Which years and stages most of the computed sum falls to, and how much of it."""
        stages: dict[str, list[str]] = {}
        for column, _amount in self._largest:
            stages.setdefault(column.stage_words, []).append(column.year)
        columns = [
            gettext("%(years)s (%(stage)s)") % {"years": listed(years), "stage": stage}
            for stage, years in stages.items()
        ]
        share = percent(self._most, self.table.sum_of_cells)
        words = gettext("%(share)s%% of the computed sum falls to %(columns)s")
        return words % {"share": share, "columns": listed(columns)}

    @property
    def _most(self) -> Decimal:
        return sum((amount for _column, amount in self._largest), Decimal(0))

    @property
    def figures(self) -> str:
        """The figures behind the finding."""
        amounts = [plain_number(amount) for _column, amount in self._largest]
        total = self.table.sum_of_cells
        words = gettext("%(amount)s of %(total)s (in %(unit)s), which is %(share)s%%.")
        most = plain_number(self._most)
        return words % {
            "amount": f"{' + '.join(amounts)} = {most}" if len(amounts) > 1 else most,
            "total": plain_number(total),
            "unit": self.table.unit,
            "share": percent(self._most, total, "0.1"),
        }

    @property
    def legend(self) -> list[tuple[int, str]]:
        """The series with what they stand for."""
        names = [row.name for row in self.leading]
        if self.others:
            words = ngettext(
                "%(count)s other subject", "%(count)s other subjects", len(self.others)
            )
            names.append(words % {"count": len(self.others)})
        return list(enumerate(names, 1))

    @cached_property
    def bars(self) -> list[Bar]:
        """A bar for each fiscal year and stage."""
        return [
            Bar(
                column.label,
                column.stage_words,
                self._parts(place),
                plain_number(check.computed),
            )
            for place, (column, check) in enumerate(
                zip(self.table.columns, self.checks, strict=True)
            )
        ]

    def _parts(self, place: int) -> list[Part]:
        """The segments of the bar of a column."""
        groups = [[row] for row in self.leading] + ([self.others] if self.others else [])
        found = []
        for (series, name), rows in zip(self.legend, groups, strict=True):
            amount = _amount(rows, place)
            if amount:
                found.append(Part(series, float(amount), name, plain_number(amount)))
        return found

    @property
    def wide(self) -> Drawing:
        """The drawing for wide screens and paper."""
        return wide(self.bars)

    @property
    def beside(self) -> Drawing:
        """The drawing for wide screens on the page of a measure, beside its contents."""
        return wide(self.bars, BESIDE)

    @property
    def phone(self) -> Drawing:
        """The drawing for phones."""
        return phone([Group("", self.bars)])

    @property
    def description(self) -> str:
        """The bars in words."""
        return in_words(self.bars, self.table.unit)

    @property
    def counted(self) -> str:
        """Which subjects count contract authorisations, and how."""
        found: dict[str, list[str]] = {}
        for line in self.table.lines:
            if line.obligations != Obligations.NONE:
                ways = found.setdefault(str(line.subject or line.label), [])
                if line.get_obligations_display() not in ways:
                    ways.append(line.get_obligations_display())
        words = gettext("%(subject)s: %(ways)s.")
        return " ".join(
            words % {"subject": subject, "ways": gettext(", ").join(ways)}
            for subject, ways in found.items()
        )


def _amount(rows: Iterable[Row], place: int) -> Decimal:
    """What rows have in the column at a place."""
    return sum((row.cells[place].amount or Decimal(0) for row in rows), Decimal(0))
