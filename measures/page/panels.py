"""The panels of a measure, in the order of its page; each shows one kind of row, or a few."""

import dataclasses
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from measures.kinds import BY_NAME
from measures.models import Measure
from measures.page.relations import stated_relations
from policies.models import Section
from portal.lists.columns import Label


@dataclasses.dataclass(frozen=True)
class PanelLink:
    """A link in the head of a panel: to a list of the measure's rows, or to a part of a page."""

    words: Label
    view: str
    fragment: str = ""

    def to(self, measure: Measure) -> tuple[str, str]:
        """The words and the address for one measure."""
        if self.fragment:
            return str(self.words), f"{reverse(self.view)}#{self.fragment}"
        return str(self.words), reverse(self.view, query={"measure": measure.slug})


@dataclasses.dataclass(frozen=True, kw_only=True)
class Panel:
    """One part of the page of a measure, drawn by `template`.

    `kinds` are the rows that it shows, the first of them the one that the table of contents
    counts, where it is `counted`. `always` is for a panel that says so where it has nothing. A
    panel without a title belongs to the head of the page.
    """

    anchor: str = ""
    title: Label = ""
    template: str = ""
    kinds: tuple[str, ...] = ()
    counted: bool = True
    always: bool = False
    links: tuple[PanelLink, ...] = ()

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
        title=_("Provisions"),
        template="measures/panels/provisions.html",
        kinds=("provisions",),
    ),
    Panel(
        anchor="milestones",
        title=_("Course of events"),
        template="measures/panels/milestones.html",
        kinds=("milestones",),
        always=True,
    ),
    Panel(
        anchor="budgets",
        title=_("Budget"),
        template="measures/panels/budgets.html",
        kinds=("budget_lines", "printed_totals"),
        links=(
            PanelLink(_("Compare with another programme"), "compare", "budget"),
            PanelLink(_("CSV (budget lines)"), "budgets-csv"),
        ),
    ),
    Panel(
        anchor="targets",
        title=_("Targets and figures"),
        template="measures/panels/targets.html",
        kinds=("targets",),
    ),
    Panel(
        anchor="relations",
        title=_("Related measures"),
        template="measures/panels/relations.html",
        kinds=("relations",),
        always=True,
    ),
    Panel(
        anchor="issues",
        title=_("Issues it answers"),
        template="measures/panels/issues.html",
        kinds=("answers",),
    ),
    Panel(
        anchor="organisations",
        title=_("Organisations and their parts"),
        template="measures/panels/organisations.html",
        kinds=("organisations",),
        always=True,
        links=(PanelLink("CSV", "measure-organisations-csv"),),
    ),
    Panel(
        anchor="subjects",
        title=_("Subjects"),
        template="measures/panels/subjects.html",
        kinds=("subjects",),
        always=True,
        links=(PanelLink("CSV", "measure-subjects-csv"),),
    ),
    Panel(
        anchor="discrepancies",
        title=_("Where sources differ"),
        template="measures/panels/discrepancies.html",
        kinds=("discrepancies",),
    ),
    Panel(
        anchor="sources",
        title=_("Sources"),
        template="measures/panels/sources.html",
        kinds=("citations",),
        always=True,
    ),
    Panel(
        anchor="citation",
        title=_("Citation"),
        template="measures/panels/citation.html",
        counted=False,
        always=True,
    ),
)
