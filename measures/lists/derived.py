"""Tables of what follows from rows: cells printed empty, and what stood when."""

import datetime
import itertools
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from measures.models import BudgetLine, Measure, PrintedTotal, Stage
from measures.models.budget import ADDED
from policies.lists.columns import section_key
from policies.lists.tables import link
from portal.lists.columns import Column, Kind
from portal.lists.declaration import Table
from portal.spells.models import Spell, State

# Where a side of a spell is bounded by no source, its day is the first or last of the calendar.
OPEN = (datetime.date.min, datetime.date.max)
# Measures whose spells are read at a time; the order in which those of one are told.
CHUNK = 500
IN_ORDER = ("possible_from", "possible_until", "state")


def empty_cells(using: str) -> Iterable[tuple]:
    """The cells of printed tables without an amount.

    Where a source prints the total of a row and that of a column, it prints the cell of both; what
    is no amount there is its sign for none. Amounts told beside the table fill no cell of it.
    """
    totals = PrintedTotal.objects.using(using).published().order_by("measure__slug", "position")
    rows: dict[int, dict[int, PrintedTotal]] = {}
    columns: dict[int, dict[tuple, PrintedTotal]] = {}
    for total in totals.select_related("measure", "subject", "section__document"):
        cell = (total.fiscal_year, total.stage)
        if total.subject and total.fiscal_year is None:
            rows.setdefault(total.measure_id, {}).setdefault(total.subject_id, total)
        elif total.fiscal_year is not None and not total.subject:
            columns.setdefault(total.measure_id, {}).setdefault(cell, total)
    lines = BudgetLine.objects.using(using).filter(ADDED, measure__in=rows)
    filled = set(lines.values_list("measure_id", "subject_id", "fiscal_year", "stage"))
    for measure_id, printed in rows.items():
        for subject_id, total in printed.items():
            place = (total.section.document.slug, total.section.code)
            for year, stage in columns.get(measure_id, ()):
                if (measure_id, subject_id, year, stage) not in filled:
                    yield (total.measure.slug, total.subject.slug, year, stage, *place)


def spells(using: str) -> Iterator[tuple]:
    """What is known of when each measure was planned, in force, suspended or over.

    Some measures are read at a time, however many there are.
    """
    measures = Measure.objects.using(using).published().order_by("slug")
    slugs = measures.values_list("pk", "slug").iterator(chunk_size=CHUNK)
    while some := dict(itertools.islice(slugs, CHUNK)):
        found: dict[int, list[Spell]] = {}
        for spell in Spell.objects.using(using).filter(owner__in=some).order_by(*IN_ORDER):
            found.setdefault(spell.owner, []).append(spell)
        for pk, slug in some.items():
            yield from of_measure(slug, found.get(pk, ()))


def of_measure(slug: str, found: Iterable[Spell]) -> Iterator[tuple]:
    """The spells of a measure, one after the other."""
    for position, spell in enumerate(found, start=1):
        possible = (spell.possible_from, spell.possible_until)
        certain = (spell.certain_from, spell.certain_until)
        days = (None if day in OPEN else day for day in (*possible, *certain))
        yield (slug, position, spell.state, *days)


DERIVED = (
    Table(
        name="budget-empty-cells",
        title=_("Cells of budget tables printed empty"),
        lead=_("Where a source gives a sign for none: no amount, not one that is unknown."),
        lines=empty_cells,
        columns=(
            link("measure_slug", "measure", "measures.slug"),
            link("subject_slug", "subject", "subjects.slug"),
            Column(
                "fiscal_year",
                "",
                "fiscal_year",
                _("First calendar year of the fiscal year (April to March)."),
                Kind.INTEGER,
            ),
            Column("stage_code", "", "stage", _("The stage as a fixed code."), choices=Stage),
            *section_key("document", "section"),
        ),
        key=("measure_slug", "subject_slug", "fiscal_year", "stage_code"),
    ),
    Table(
        name="measure-spells",
        title=_("What stood when"),
        lead=_(
            "The states of measures with the days on which each possibly and certainly lasts, as "
            "charts and lists of a day read them."
        ),
        lines=spells,
        columns=(
            link("measure_slug", "measure", "measures.slug"),
            Column("position", "", "position", _("Its place among those of it."), Kind.INTEGER),
            Column("state_code", "", "state", _("The state."), choices=State),
            Column(
                "possible_from",
                "",
                "possible_from",
                _("First day on which it possibly is so; empty where no source bounds it."),
                Kind.DATE,
            ),
            Column(
                "possible_until",
                "",
                "possible_until",
                _("Last day on which it possibly is so; empty where no source bounds it."),
                Kind.DATE,
            ),
            Column(
                "certain_from",
                "",
                "certain_from",
                _("First day on which it certainly is so; empty where there is none."),
                Kind.DATE,
            ),
            Column(
                "certain_until",
                "",
                "certain_until",
                _("Last day on which it certainly is so; empty where there is none."),
                Kind.DATE,
            ),
        ),
        key=("measure_slug", "position"),
    ),
)
