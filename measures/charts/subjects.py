"""A programme by subject: a stacked bar for each fiscal year and stage."""

from functools import cached_property

from django.utils.translation import gettext, ngettext

from measures.charts.amounts import Entry, change, entries, groups_apart, shortened
from measures.charts.words import bars_in_words
from measures.models import Obligations
from measures.reconciliation import Table
from measures.sums import Column, summed
from portal.charts.bars import ASIDE, BESIDE, Bar, Drawing, Group, Part, phone, wide

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

    @cached_property
    def entries(self) -> list[Entry]:
        """The amounts of the programme: the sums of columns, and what is not added."""
        return entries(self.table)

    @property
    def is_drawn(self) -> bool:
        """Whether there is anything to compare: two bars, and an amount."""
        bars = self.bars
        return len(bars) > 1 and any(bar.parts for bar in bars)

    @property
    def finding(self) -> str:
        """How the amount of a year changed. A share of the sum of years would be no finding."""
        return change(self.table, self.entries) or gettext("Budget by fiscal year and stage")

    @property
    def has_sums(self) -> bool:
        """Whether a bar is the sum of several lines, and its figure a number in the unit."""
        return any(len(each.lines) > 1 for each in self.entries)

    @property
    def unit(self) -> str:
        """The unit of bare numbers; empty where every bar is told as it is printed."""
        return self.table.unit if self.has_sums else ""

    @property
    def aside(self) -> list[Entry]:
        """The amounts in yen that are not in the sums: their bars are hatched."""
        return [each for each in self.entries if each.is_yen and not each.check]

    @property
    def figures(self) -> str:
        """The same as `sums_in_words`, and which bars are drawn broken."""
        return " ".join(filter(None, (self.sums_in_words, shortened(self.bars))))

    @property
    def sums_in_words(self) -> str:
        """Where the source prints another total than is drawn, and what is not in the sums."""
        sentences = [
            gettext(
                "For %(column)s, the source states %(printed)s; the chart shows the computed sum."
            )
            % {"column": check.name, "printed": check.total.shown}
            for check in self.table.column_checks
            if check.difference
        ]
        aside = len(self.aside)
        if aside:
            words = ngettext(
                "%(count)s amount is not in the sum: its bar is hatched and separate.",
                "%(count)s amounts are not in the sum: their bars are hatched and separate.",
                aside,
            )
            sentences.append(words % {"count": aside})
        return " ".join(sentences)

    @property
    def method(self) -> str:
        """What a bar and its figure are."""
        if self.has_sums:
            return gettext(
                "Segments show the amounts given in the cells; the figure for a whole bar is "
                "their computed sum. Stages are separate bars and are not added."
            )
        return gettext("Each bar is one amount as printed. Years and stages are separate bars.")

    @property
    def series(self) -> list[tuple[int, str]]:
        """The series of subjects with their names."""
        names = [row.name for row in self.leading]
        if self.others:
            words = ngettext(
                "%(count)s other subject", "%(count)s other subjects", len(self.others)
            )
            names.append(words % {"count": len(self.others)})
        return list(enumerate(names, 1))

    @property
    def legend(self) -> list[tuple[int, str]]:
        """The series with what they stand for, that of amounts not in the sum last."""
        return self.series + ([(ASIDE, gettext("not in the sum"))] if self.aside else [])

    @cached_property
    def groups(self) -> list[Group]:
        """A bar for each amount in yen: those of the years, then each matter apart."""
        drawn = [each for each in self.entries if each.is_yen]
        years = [self._bar(each) for each in drawn if not each.apart]
        return [Group("", years), *groups_apart(each for each in drawn if each.apart)]

    @cached_property
    def bars(self) -> list[Bar]:
        """The bars of all groups."""
        return [bar for group in self.groups for bar in group.bars]

    @property
    def abroad(self) -> list[Entry]:
        """The amounts in another currency, which no scale in yen holds."""
        return [each for each in self.entries if not each.is_yen]

    def _bar(self, entry: Entry) -> Bar:
        if not entry.check:
            return entry.bar
        column, total = entry.column, entry.words
        if self.has_sums:
            total = summed(entry.lines, column).words
        return Bar(column.label, column.stage_words, self._parts(column), total)

    def _parts(self, column: Column) -> list[Part]:
        """The segments of the bar of a column. A lone series needs no words beside the total."""
        groups = [[row] for row in self.leading] + ([self.others] if self.others else [])
        found = []
        for (series, name), rows in zip(self.series, groups, strict=True):
            subjects = {row.subject.pk if row.subject else None for row in rows}
            own = [line for line in self.table.lines if line.subject_id in subjects]
            cell = summed(own, column)
            if cell.amount and len(groups) > 1:
                found.append(Part(series, float(cell.amount), name, cell.words))
            elif cell.amount:
                found.append(Part(series, float(cell.amount), "", ""))
        return found

    @property
    def wide(self) -> Drawing:
        """The drawing for wide screens and paper."""
        return wide(self.bars, axis=self.has_sums)

    @property
    def beside(self) -> Drawing:
        """The drawing for wide screens on the page of a measure, beside its facts."""
        return wide(self.bars, BESIDE, axis=self.has_sums)

    @property
    def phone(self) -> Drawing:
        """The drawing for phones."""
        return phone(self.groups)

    @property
    def description(self) -> str:
        """The bars in words."""
        return bars_in_words(self.bars, self.unit)

    @property
    def counted(self) -> str:
        """Which subjects count contract authorisations, and how."""
        found: dict[str, list[str]] = {}
        for line in self.table.lines + self.table.outside:
            if line.obligations != Obligations.NONE:
                ways = found.setdefault(str(line.subject or line.label), [])
                if line.get_obligations_display() not in ways:
                    ways.append(line.get_obligations_display())
        words = gettext("%(subject)s: %(ways)s.")
        return " ".join(
            words % {"subject": subject, "ways": gettext(", ").join(ways)}
            for subject, ways in found.items()
        )
