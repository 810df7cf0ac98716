"""One measure in short, as one of several in a printed brief."""

import itertools

from django.utils.functional import cached_property

from measures.facts import DETAIL_FACTS, HEAD_FACTS, Answer, answers
from measures.legislative_steps import Step, legislative_steps
from measures.models import BudgetLine, Measure, PrintedTotal
from measures.page.provisions import nested_provisions

# Of more amounts than this only the totals stand in a brief.
FEW = 8


class Brief:
    """A measure in short: stage, facts, provisions by their headings; its rows are read."""

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

    @cached_property
    def provisions(self) -> list:
        """The top provisions; the lines below them stand on the page of the measure."""
        return nested_provisions(self.measure)
