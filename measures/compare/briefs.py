"""One measure in short, as one of several in a printed brief."""

from collections.abc import Iterator

from django.utils.functional import cached_property

from measures.detail import agreement_facts, control_facts, nested_provisions, remedy_facts
from measures.facts import HEAD_FACTS, FactValue
from measures.legislative_steps import Step, legislative_steps
from measures.models import BudgetLine, Measure, PrintedTotal
from portal.lists.columns import Label

# Of more amounts than this only the totals stand in a brief.
FEW = 8
DETAILS = (
    ("export_control", control_facts),
    ("trade_remedy", remedy_facts),
    ("agreement", agreement_facts),
)


class Brief:
    """A measure in short: stage, facts, provisions by their headings; its rows are read."""

    def __init__(self, measure: Measure):
        self.measure = measure

    @cached_property
    def legislative_steps(self) -> list[Step]:
        """The status line, for legislation."""
        return legislative_steps(self.measure)

    @cached_property
    def facts(self) -> list[tuple[Label, list[FactValue]]]:
        """The facts that the measure has, those of a control, a remedy or an agreement last."""
        told = ((fact.name, list(fact.items(self.measure))) for fact in HEAD_FACTS)
        return [(name, items) for name, items in (*told, *self._details()) if items]

    def _details(self) -> Iterator[tuple[Label, list[FactValue]]]:
        for name, facts in DETAILS:
            if (row := getattr(self.measure, name, None)) is not None:
                for title, value in facts(self.measure, row):
                    yield title, [FactValue(str(value), row=row)] if value else []

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
