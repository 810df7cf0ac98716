"""What the budget lines that a list has found add up to, or why they are not added up."""

import dataclasses

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language

from measures.charts.subjects import SubjectBars
from measures.loading import load_with_money
from measures.models import BudgetLine, Measure, PrintedTotal, Stage
from measures.models.budget import CURRENCY
from measures.reconciliation import Table, of_total
from measures.sums import Check, about
from portal.lists.request import ListRequest
from portal.money import yen_in_words

# Programmes told with the sum of each where they are several.
PROGRAMMES = 20
# Stages through which one and the same amount passes; a supplementary budget comes on top.
ONE_AFTER_THE_OTHER = {Stage.REQUEST, Stage.INITIAL_DRAFT, Stage.INITIAL, Stage.BUDGET}


@dataclasses.dataclass(frozen=True)
class ProgrammeSum:
    """What the lines found of one programme add up to: words, and the address of these lines."""

    slug: str
    title: str
    added: int
    words: str
    address: str


class FoundSums:
    """The lines that a list of budgets has found: their sum, with its table and its checks.

    They are added where they are of one programme and in yen, none of them has a reason not to be
    added, and no amount is there twice because it passed through several stages. Between programmes
    amounts may overlap, and no source adds them; so each has a sum of its own.
    """

    def __init__(self, list_request: ListRequest):
        self.list_request = list_request
        filterset = list_request.filterset
        self.asked = {
            name: values
            for name, values in filterset.conditions.items()
            if name not in {"measure", "added"}
        }
        switches = [name for name in filterset.data if name.endswith("_only")]
        self.asked |= {name: filterset.data.getlist(name) for name in switches}
        found = list(filterset.qs.by_programme()[: PROGRAMMES + 1])
        self.more = len(found) > PROGRAMMES
        self.found = found[:PROGRAMMES]

    @property
    def outside_count(self) -> int:
        """How many of the lines found are not added."""
        return sum(row["outside"] for row in self.found)

    @cached_property
    def programmes(self) -> list[ProgrammeSum]:
        """The programmes of which lines are added, by name."""
        return [self._programme(row) for row in self.found if row["added"]]

    def _programme(self, row: dict) -> ProgrammeSum:
        english = row["measure__title_en"] if get_language() == "en" else ""
        slug = row["measure__slug"]
        words = about(yen_in_words(int(row["amount"]), CURRENCY), bool(row["rough"]))
        query = {**self.asked, "measure": slug, "added": "yes"}
        title = english or row["measure__title_ja"]
        return ProgrammeSum(slug, title, row["added"], words, reverse("budgets", query=query))

    @cached_property
    def measure(self) -> Measure | None:
        """The only programme of the lines that are added; None where these are of several."""
        slugs = [each.slug for each in self.programmes]
        if len(slugs) != 1 or self.more:
            return None
        return load_with_money(slugs[0], self.list_request.using)

    @cached_property
    def lines(self) -> list[BudgetLine]:
        """The lines found of the only programme."""
        if self.measure is None:
            return []
        found = self.list_request.filterset.found
        return [line for line in self.measure.budget_lines.all() if line.pk in found]

    @cached_property
    def twice(self) -> list[BudgetLine]:
        """Of the added lines those whose amount is there at another stage too."""
        found: dict[tuple, list[BudgetLine]] = {}
        for line in self.lines:
            if line.is_added and line.stage in ONE_AFTER_THE_OTHER:
                key = (line.subject_id, line.label_ja, line.fiscal_year, line.scope_ja)
                found.setdefault(key, []).append(line)
        several = [lines for lines in found.values() if len({line.stage for line in lines}) > 1]
        return [line for lines in several for line in lines]

    @cached_property
    def totals(self) -> list[PrintedTotal]:
        """The printed totals whose lines are all among those found."""
        if self.measure is None:
            return []
        every, found = self.measure.budget_lines.all(), {line.pk for line in self.lines}
        return [
            total
            for total in self.measure.printed_totals.all()
            if (own := of_total(total, every)) and {line.pk for line in own} <= found
        ]

    @cached_property
    def table(self) -> Table | None:
        """The table of the lines found, where a sum is made of them."""
        if self.measure is None or self.twice:
            return None
        return Table(self.measure, self.lines, self.totals, self.asked)

    @property
    def total(self) -> Check | None:
        """The sum of the lines found, beside the printed total of exactly these, if any."""
        if self.table is None:
            return None
        return dataclasses.replace(self.table.grand, total=self.printed)

    @property
    def printed(self) -> PrintedTotal | None:
        """The printed total of exactly the lines that are added."""
        added = {line.pk for line in self.table.lines}
        every = self.measure.budget_lines.all()
        same = [
            total
            for total in self.table.totals
            if {line.pk for line in of_total(total, every)} == added
        ]
        return min(same, key=lambda total: total.approximate, default=None)

    @cached_property
    def picture(self) -> SubjectBars | None:
        """The sum as bars by fiscal year and stage, with its table, where there are several."""
        table = self.table
        return SubjectBars(table) if table and len(table.lines) > 1 else None

    @property
    def outside_address(self) -> str:
        """The list of the lines found that are not added."""
        measures = self.list_request.filterset.conditions.get("measure", [])
        return reverse("budgets", query={**self.asked, "measure": measures, "added": "no"})

    @property
    def sum_of(self) -> int:
        """How many lines the sum is of."""
        return len(self.table.lines)
