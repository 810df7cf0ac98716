"""One measure in short, as one of several in a printed brief."""

import itertools
from collections.abc import Iterable

from django.utils.functional import cached_property

from measures.detail_facts import DETAIL_FACTS
from measures.facts import HEAD_FACTS, Answer, answers
from measures.legislative_steps import Step, legislative_steps
from measures.models import BudgetLine, Measure, PrintedTotal
from measures.page.panels import TEXTS
from measures.page.provisions import nested_provisions
from policies.models import Evidence, Section
from policies.models.sources import sole_section

# Of more amounts than this only the totals stand in a brief.
FEW = 8
# Of more provisions and lines below them than this only the former stand in a brief.
LINES = 40


class Brief:
    """A measure in short: stage, facts, what its provisions say; its rows are read.

    A source that all rows of a part have is named once, at the head of the part.
    """

    def __init__(self, measure: Measure):
        self.measure = measure

    @cached_property
    def steps(self) -> list[Step]:
        """The status line, for legislation."""
        return legislative_steps(self.measure)

    @cached_property
    def facts(self) -> list[Answer]:
        """The facts that the measure has, those of a control, a remedy or an agreement last."""
        facts = (*HEAD_FACTS, *itertools.chain.from_iterable(DETAIL_FACTS.values()))
        return [answer for answer in answers(self.measure, facts) if answer.items]

    @cached_property
    def totals(self) -> list[PrintedTotal]:
        """The printed totals of columns and of everything; those of rows where there are few."""
        totals = list(self.measure.printed_totals.all())
        if len(totals) <= FEW:
            return totals
        return [total for total in totals if not total.subject_id]

    @cached_property
    def lines(self) -> list[BudgetLine]:
        """The budget lines, where they are few."""
        lines = list(self.measure.budget_lines.all())
        return lines if len(lines) <= FEW else []

    @property
    def left_out(self) -> int:
        """How many amounts stand on the page of the measure alone."""
        every = len(self.measure.printed_totals.all()) + len(self.measure.budget_lines.all())
        return every - len(self.totals) - len(self.lines)

    @property
    def amounts_first(self) -> bool:
        """Whether who looks at it asks for amounts before anything else."""
        return self.measure.kind == Measure.Kind.BUDGET_PROGRAMME

    @property
    def is_text(self) -> bool:
        """Whether it has provisions; of anything else its content is told."""
        return self.measure.kind in TEXTS

    @cached_property
    def provisions(self) -> list:
        """The top provisions, each with the `lines` below it that the brief tells."""
        tops = nested_provisions(self.measure)
        if self.lines_left_out:
            for top in tops:
                top.lines = []
        return tops

    @property
    def lines_left_out(self) -> int:
        """How many lines below provisions stand on the page of the measure alone."""
        rows = self.measure.provisions.all()
        return sum(bool(row.parent_id) for row in rows) if len(rows) > LINES else 0

    @property
    def provisions_source(self) -> Section | None:
        """Where all provisions were read, if that is one section."""
        return _shared(self.measure.provisions.all())

    @property
    def events_source(self) -> Section | None:
        """Where all events were read, if that is one section."""
        return _shared(self.measure.milestones.all())

    @property
    def amounts_source(self) -> Section | None:
        """Where all amounts and figures were read, if that is one section."""
        return _shared([*self.totals, *self.lines, *self.measure.targets.all()])


def _shared(rows: Iterable[Evidence]) -> Section | None:
    return sole_section(row.section for row in rows)
