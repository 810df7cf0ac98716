"""Programmes beside each other: small pictures, each to its own scale."""

from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext

from measures.charts.amounts import Entry, change, entries, groups_apart, shortened
from measures.charts.words import bars_in_words
from measures.models import BudgetLine, Measure
from measures.reconciliation import Table
from policies.models import Organisation
from portal.charts.bars import ASIDE, Bar, Drawing, Group, Part, phone


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
        return reverse("budgets", query={"measure": self.measure.slug})

    @property
    def file_query(self) -> str:
        """What files of all its lines are asked for."""
        return self.address.partition("?")[2]

    @cached_property
    def entries(self) -> list[Entry]:
        """Its amounts, in the order of the columns; what is a matter apart comes last."""
        return entries(self.table)

    @property
    def finding(self) -> str:
        """How its amount changed; empty where no two years can be compared."""
        return change(self.table, self.entries)

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
    def groups(self) -> list[Group]:
        """A bar for each amount in yen: those of the years, then each matter apart."""
        drawn = [each for each in self.entries if each.is_yen]
        years = [_bar(each) for each in drawn if not each.apart]
        apart = groups_apart(each for each in drawn if each.apart)
        return ([Group("", years)] if years else []) + apart

    @property
    def bars(self) -> list[Bar]:
        """The bars of all groups."""
        return [bar for group in self.groups for bar in group.bars]

    @property
    def is_drawn(self) -> bool:
        """Whether there is anything to compare."""
        return len(self.bars) > 1 and any(bar.parts for bar in self.bars)

    @property
    def undrawn(self) -> list[Entry]:
        """What is told in words: amounts on another scale, or all where nothing is compared."""
        return [each for each in self.entries if not (self.is_drawn and each.is_yen)]

    @property
    def title(self) -> str:
        """What its drawing shows: the programme, and how its amount changed."""
        words = {"name": str(self.measure), "finding": self.finding}
        return gettext("%(name)s: %(finding)s") % words if self.finding else words["name"]

    @property
    def legend(self) -> list[tuple[int, str]]:
        """What a hatched bar is; nothing where there is none."""
        aside = any(bar.remark for bar in self.bars)
        return [(ASIDE, gettext("not in the sum"))] if aside else []

    @property
    def broken(self) -> str:
        """Which of its bars are too long for the others; empty for none."""
        return shortened(self.bars)

    @property
    def phone(self) -> Drawing:
        """Its drawing, the same at every width."""
        return phone(self.groups)

    @property
    def description(self) -> str:
        """The bars in words."""
        return bars_in_words(self.bars)


def _bar(entry: Entry) -> Bar:
    if not entry.check:
        return entry.bar
    parts = [Part(1, entry.value, "", "")] if entry.value else []
    return Bar(entry.column.label, entry.column.stage_words, parts, entry.words)
