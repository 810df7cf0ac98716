"""Measures, export controls or budget programmes side by side: which facts differ, which agree."""

import dataclasses
from collections.abc import Callable, Iterable, Sequence

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from measures.detail_facts import DETAIL_FACTS
from measures.facts import (
    MEASURE_FACTS,
    PROVISIONS,
    SOURCES,
    STATUS,
    Fact,
    FactValue,
    Run,
    leads,
    linked,
    runs_of,
    told,
    whole_totals,
)
from measures.models import Measure
from measures.page.panels import TEXTS
from measures.reconciliation import Column, Table
from portal.lists.columns import Label


@dataclasses.dataclass(frozen=True)
class Cell:
    """What one entry says; `label` is its name, for phones."""

    label: str
    items: list[FactValue]

    @property
    def runs(self) -> list[Run]:
        """The values by where they were read: each source is named once in a row."""
        return runs_of(self.items)


@dataclasses.dataclass(frozen=True)
class Row:
    """One fact of every entry; `own` where each entry has values by itself, `note` why."""

    name: Label
    cells: list[Cell]
    own: bool = False
    note: str = ""

    @property
    def differs(self) -> bool:
        """Whether any two entries say something else."""
        return len({frozenset(item.said for item in cell.items) for cell in self.cells}) > 1

    @property
    def partial(self) -> bool:
        """Whether an entry says nothing, so that there is nothing to compare."""
        return not all(cell.items for cell in self.cells)

    @property
    def marked(self) -> bool:
        """Whether every entry answers, and not the same: a difference worth a mark."""
        return self.differs and not self.partial and not self.own

    @property
    def empty(self) -> bool:
        """Whether no entry says anything."""
        return not any(cell.items for cell in self.cells)


def compared(measures: Sequence[Measure], facts: Iterable[Fact]) -> list[Row]:
    """A row for each fact that any of the measures has.

    Where they differ, what all of them say nevertheless is marked as shared.
    """
    rows = []
    for fact in facts:
        answers = [list(fact.items(measure)) for measure in measures]
        told = [{item.said for item in items} for items in answers]
        common = set.intersection(*told) if any(each != told[0] for each in told) else set()
        cells = [
            Cell(
                measure.title,
                [dataclasses.replace(item, shared=item.said in common) for item in items],
            )
            for measure, items in zip(measures, answers, strict=True)
        ]
        rows.append(Row(fact.name, cells, fact.own))
    return [row for row in rows if not row.empty]


def control_comparison(measures: Sequence[Measure]) -> list[Row]:
    """Export controls side by side: who, towards whom, what, since when, what suspended it."""
    facts = (*DETAIL_FACTS["export_control"], Fact(_("Suspended by"), suspending))
    return compared(measures, [STATUS, *facts, SOURCES])


def suspending(measure: Measure) -> Iterable[FactValue]:
    """The event that suspended a control, where visitors may see it."""
    event = measure.export_control.suspended_by
    if event and event.published:
        yield linked(measure.export_control, event)


def budget_comparison(measures: Sequence[Measure]) -> list[Row]:
    """Budget programmes side by side: a row for each fiscal year at each stage.

    Stages are never added up; a printed total of everything stands in a row of its own.
    """
    tables = {
        measure.pk: Table(measure, measure.budget_lines.all(), measure.printed_totals.all())
        for measure in measures
    }
    columns = {column for table in tables.values() for column in table.columns}
    facts = [STATUS, Fact(_("Leading organisations"), leads)]
    facts += [
        Fact(column.name, _amounts(tables, column))
        for column in sorted(columns, key=lambda each: each.place)
    ]
    facts += [
        Fact(_("Printed total of everything"), grand_totals),
        Fact(_("Amounts that are not added"), aside),
        SOURCES,
    ]
    return compared(measures, facts)


def _amounts(tables: dict[int, Table], column: Column) -> Callable[[Measure], Iterable[FactValue]]:
    """The amounts of a programme for a year and stage: printed, and computed where many add up."""

    def items(measure: Measure) -> Iterable[FactValue]:
        table = tables[measure.pk]
        if column not in table.columns:
            return
        lines = [line for line in table.lines if Column.of(line) == column]
        check = table.column_checks[table.columns.index(column)]
        if check.total:
            yield FactValue(check.total.shown, row=check.total, note=gettext("printed total"))
        if len(lines) == 1:
            yield FactValue(lines[0].shown, row=lines[0], note=lines[0].label)
        else:
            words = ngettext("computed from %(n)s line", "computed from %(n)s lines", len(lines))
            note = words % {"n": len(lines)}
            yield FactValue(check.computed_in_words, address=check.address, note=note)

    return items


def grand_totals(measure: Measure) -> Iterable[FactValue]:
    """Totals of everything, as printed."""
    for total in whole_totals(measure):
        yield FactValue(total.shown, row=total, note=total.difference)


def aside(measure: Measure) -> Iterable[FactValue]:
    """Lines with a reason not to be added, and those in another currency than yen."""
    for line in measure.budget_lines.all():
        if not line.is_added:
            yield FactValue(line.shown, row=line, note=told(line))


def measure_comparison(measures: Sequence[Measure]) -> list[Row]:
    """Measures of any kind side by side. What unlike kinds provide is not set against each other:
    it stands in one row, which says so."""
    rows = compared(measures, MEASURE_FACTS)
    if len({measure.kind in TEXTS for measure in measures}) == 1:
        return rows
    note = gettext("The kinds are unlike: provisions of a text beside the content of another act.")
    return [
        dataclasses.replace(row, note=note) if row.name == PROVISIONS.name else row for row in rows
    ]
