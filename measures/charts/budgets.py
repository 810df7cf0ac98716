"""What the page of budgets shows above its list."""

import heapq
from collections.abc import Collection, Mapping
from functools import cached_property

from django.urls import reverse

from measures.charts.ministries import MinistryBars
from measures.charts.programmes import Programme
from measures.charts.subjects import SubjectBars
from measures.models import BudgetLine, Measure, PrintedTotal
from measures.reconciliation import tables

# Programmes shown in full, and further ones beside each other: the page reads no more of them.
FULL, BESIDE = 1, 6


def _matter(line: BudgetLine) -> tuple:
    """What a line that is not added is about, and why it is left out."""
    what = (line.measure_id, line.subject_id, line.label_ja, line.scope_ja)
    return (*what, line.not_added_ja, line.obligations, line.section_id, line.inference_ja)


class Overview:
    """What the page of budgets shows above its list, of a bounded number of programmes.

    `facets` give the lines of each programme and of those not added, as the list counts them.
    """

    def __init__(self, facets: Mapping[str, Mapping[str, Collection]]):
        self.counted = facets["measure"]
        self.outside = facets["added"].get("no", ())
        slugs = self._chosen()
        found = {each.slug: each for each in Measure.objects.published().programmes(slugs)}
        self.measures = [found[slug] for slug in slugs if slug in found]

    def _chosen(self) -> list[str]:
        """The programmes shown: those with the most printed totals, then those with most lines."""
        most = FULL + BESIDE
        slugs = list(PrintedTotal.objects.most_checked(most))
        rest = (slug for slug, lines in self.counted.items() if lines and slug not in slugs)
        by_lines = heapq.nsmallest(most, rest, key=lambda slug: (-len(self.counted[slug]), slug))
        return (slugs + by_lines)[:most]

    @cached_property
    def pictures(self) -> list[SubjectBars]:
        """The programmes shown in full, with their tables."""
        return [SubjectBars(table) for table in tables(self.measures[:FULL])]

    @cached_property
    def ministries(self) -> list[MinistryBars]:
        """The same programmes by ministry, where several ministries are named."""
        found = (MinistryBars(picture.table) for picture in self.pictures)
        return [each for each in found if each.is_drawn]

    @cached_property
    def others(self) -> list[Programme]:
        """The programmes beside each other."""
        full = {picture.table.measure.pk for picture in self.pictures}
        found = [Programme(measure) for measure in self.measures if measure.pk not in full]
        return sorted(found, key=lambda each: -len(each.entries))

    @property
    def more(self) -> int:
        """How many further programmes have budget lines."""
        return sum(bool(lines) for lines in self.counted.values()) - len(self.measures)

    @cached_property
    def not_added(self) -> list[list[BudgetLine]]:
        """The lines of the programmes shown that are not added, those with all in common together.

        Lines of one thing, left out for one reason that one section shows, differ in year, stage
        and amount alone.
        """
        found: dict[tuple, list[BudgetLine]] = {}
        for measure in self.measures:
            for line in measure.budget_lines.all():
                if not line.is_added:
                    found.setdefault(_matter(line), []).append(line)
        return list(found.values())

    @property
    def more_not_added(self) -> int:
        """How many lines of further programmes are not added."""
        return len(self.outside) - sum(len(lines) for lines in self.not_added)

    @property
    def not_added_address(self) -> str:
        """The list of all lines that are not added."""
        return reverse("budgets", query={"added": "no"})
