"""The panels of a measure; each shows one kind of row, or a few. What answers first comes first.

Which panel that is depends on the kind of the measure: who looks at a budget programme asks for
amounts, who looks at a law for what it provides. What the sources do not tell comes last.
"""

import dataclasses
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from measures.kinds import BY_NAME
from measures.models import Measure
from measures.page.relations import stated_relations
from policies.models import Section
from portal.lists.columns import Label


@dataclasses.dataclass(frozen=True)
class PanelLink:
    """A link in the head of a panel, to a part of a page."""

    words: Label
    view: str
    fragment: str

    def words_and_address(self) -> tuple[str, str]:
        """What it says and where it leads."""
        return str(self.words), f"{reverse(self.view)}#{self.fragment}"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Panel:
    """One part of the page of a measure, drawn by `template`.

    `kinds` are the rows that it shows, the first of them the one that the table of contents
    counts, where it is `counted`. `always` is for a panel that says so where it has nothing,
    `closing` for one that stands at the end whatever it holds. A panel without a title belongs to
    the head of the page. `other_title` is its title on pages of measures that are no `texts`.
    `listing` is the list of which its rows can be taken away as files.
    """

    anchor: str = ""
    title: Label = ""
    other_title: Label = ""
    template: str = ""
    kinds: tuple[str, ...] = ()
    counted: bool = True
    always: bool = False
    closing: bool = False
    links: tuple[PanelLink, ...] = ()
    listing: str = ""

    def title_for(self, measure: Measure) -> Label:
        """Its title on the page of a measure."""
        return self.title if measure.kind in TEXTS else self.other_title or self.title

    def rows(self, measure: Measure, name: str) -> list:
        """The rows of one of its kinds, those alone that visitors may see."""
        kind = BY_NAME[name]
        if kind.mirror:
            return [related.row for related in stated_relations(measure)]
        return kind.rows_of(measure)

    def sections(self, measure: Measure) -> Iterator[Section]:
        """Where the rows of the panel were read, in their order."""
        for name in self.kinds:
            kind = BY_NAME[name]
            for row in self.rows(measure, name):
                if kind.has_source:
                    yield row.section
                for child in kind.children:
                    yield from (below.section for below in getattr(row, child.name).all())


Kind = Measure.Kind
# Measures that are texts with provisions; what is told of any other is its content.
TEXTS = {Kind.LAW, Kind.BILL, Kind.CABINET_ORDER, Kind.REGULATION, Kind.AGREEMENT}
# The panels that answer first, by kind; the others follow in the order of PANELS.
FIRST = {
    Kind.BUDGET_PROGRAMME: ("budgets", "targets"),
    Kind.RESEARCH_PROGRAMME: ("budgets", "targets"),
    Kind.PROJECT: ("budgets",),
    Kind.RECOMMENDATION: ("provisions", "relations", "issues"),
}
HEAD = Panel(kinds=("statuses", "purposes", "names", "partners", "pillars"))
PANELS = (
    Panel(
        anchor="export-control",
        title=_("Export control"),
        template="measures/panels/export_control.html",
        kinds=("export_control",),
        counted=False,
        links=(PanelLink(_("Compare with another export control"), "compare", "control"),),
    ),
    Panel(
        anchor="trade-remedy",
        title=_("Trade remedy"),
        template="measures/panels/trade_remedy.html",
        kinds=("trade_remedy",),
        counted=False,
    ),
    Panel(
        anchor="agreement",
        title=_("Agreement or dialogue"),
        template="measures/panels/agreement.html",
        kinds=("agreement",),
        counted=False,
    ),
    Panel(
        anchor="provisions",
        title=pgettext_lazy("of a law or treaty", "Provisions"),
        other_title=_("Content"),
        template="measures/panels/provisions.html",
        kinds=("provisions",),
        listing="provisions",
    ),
    Panel(
        anchor="milestones",
        title=_("Course of events"),
        template="measures/panels/milestones.html",
        kinds=("milestones",),
        always=True,
        listing="milestones",
    ),
    Panel(
        anchor="budgets",
        title=_("Budget"),
        template="measures/panels/budgets.html",
        kinds=("budget_lines", "printed_totals"),
        links=(PanelLink(_("Compare with another programme"), "compare", "budget"),),
        listing="budgets",
    ),
    Panel(
        anchor="targets",
        title=_("Targets and figures"),
        template="measures/panels/targets.html",
        kinds=("targets",),
        listing="targets",
    ),
    Panel(
        anchor="relations",
        title=_("Related measures"),
        template="measures/panels/relations.html",
        kinds=("relations",),
        always=True,
        listing="relations",
    ),
    Panel(
        anchor="issues",
        title=_("Issues addressed"),
        template="measures/panels/issues.html",
        kinds=("answers",),
        listing="issues",
    ),
    Panel(
        anchor="organisations",
        title=_("Organisations and their roles"),
        template="measures/panels/organisations.html",
        kinds=("organisations",),
        always=True,
        listing="measure-organisations",
    ),
    Panel(
        anchor="subjects",
        title=_("Subjects"),
        template="measures/panels/subjects.html",
        kinds=("subjects",),
        always=True,
        listing="measure-subjects",
    ),
    Panel(
        anchor="discrepancies",
        title=_("Where sources differ"),
        template="measures/panels/discrepancies.html",
        kinds=("discrepancies",),
        listing="discrepancies",
    ),
    Panel(
        anchor="sources",
        title=_("Sources"),
        template="measures/panels/sources.html",
        kinds=("citations",),
        always=True,
        closing=True,
        listing="citations",
    ),
    Panel(
        anchor="citation",
        title=_("Citation"),
        template="measures/panels/citation.html",
        counted=False,
        always=True,
        closing=True,
    ),
)


def panels_of(measure: Measure) -> list[Panel]:
    """The panels with something to show or to say, in the order of the page of a measure.

    First what answers on a page of its kind, then the others, then those that say that there is
    nothing, and the sources at the end.
    """
    first = FIRST.get(measure.kind, ())

    def place(panel: Panel) -> tuple[bool, bool, int]:
        empty = not any(panel.rows(measure, name) for name in panel.kinds)
        rank = first.index(panel.anchor) if panel.anchor in first else len(first)
        return panel.closing, empty, rank

    places = {panel.anchor: place(panel) for panel in PANELS}
    shown = [panel for panel in PANELS if panel.always or not places[panel.anchor][1]]
    return sorted(shown, key=lambda panel: places[panel.anchor])
