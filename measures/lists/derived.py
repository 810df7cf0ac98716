"""Tables of what follows from rows: cells printed empty, and what stood when."""

import datetime
from collections.abc import Iterable

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


def empty_cells(using: str) -> Iterable[tuple]:
    """The cells of printed tables without an amount.

    Where a source prints the total of a row and that of a column, it prints the cell of both; what
    is no amount there is its sign for none. Amounts told beside the table fill no cell of it.
    """
    totals = PrintedTotal.objects.using(using).published().order_by("measure__slug", "position")
    rows: dict[int, list[tuple]] = {}
    columns: dict[int, list[tuple]] = {}
    for total in totals.select_related("measure", "subject", "section__document"):
        cell = (total.fiscal_year, total.stage)
        if total.subject and total.fiscal_year is None:
            rows.setdefault(total.measure_id, []).append((total.measure, total.subject, total))
        elif total.fiscal_year is not None and not total.subject:
            columns.setdefault(total.measure_id, []).append(cell)
    lines = BudgetLine.objects.using(using).filter(ADDED, measure__in=rows)
    filled = set(lines.values_list("measure_id", "subject_id", "fiscal_year", "stage"))
    for measure_id, printed in rows.items():
        for measure, subject, total in printed:
            for year, stage in columns.get(measure_id, ()):
                if (measure_id, subject.pk, year, stage) not in filled:
                    section = total.section
                    place = (section.document.slug, section.code)
                    yield (measure.slug, subject.slug, year, stage, *place)


def spells(using: str) -> Iterable[tuple]:
    """What is known of when each measure was planned, in force, suspended or over."""
    slugs = dict(
        Measure.objects.using(using).published().order_by("slug").values_list("pk", "slug")
    )
    found: dict[int, list[Spell]] = {}
    for spell in Spell.objects.using(using).order_by("possible_from", "possible_until", "state"):
        found.setdefault(spell.owner, []).append(spell)
    for pk, slug in slugs.items():
        for position, spell in enumerate(found.get(pk, ()), start=1):
            possible = (spell.possible_from, spell.possible_until)
            certain = (spell.certain_from, spell.certain_until)
            days = (None if day in OPEN else day for day in (*possible, *certain))
            yield (slug, position, spell.state, *days)


DERIVED = (
    Table(
        name="budget-empty-cells",
        title=_("Cells of budget tables printed empty"),
        lead=_("Where a source prints a sign for none: no amount, not one that is unknown."),
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
