"""What the page of one measure holds."""

import dataclasses
from collections.abc import Iterator

from django.http import HttpRequest
from django.utils.functional import cached_property

from measures.charts.subjects import SubjectBars
from measures.detail_facts import DETAIL_FACTS
from measures.facts import PAGE_FACTS, Answer, answered_first, answers
from measures.legislative_steps import Step, legislative_steps
from measures.models import Citation, Measure, MeasureName, Obligations, RelatedVerdict
from measures.numbered_sources import NumberedSources
from measures.page.panels import Panel, panels_of
from measures.page.provisions import nested_provisions
from measures.page.relations import Related, RelatedGroup, by_verb, stated_relations, unanswered
from measures.reconciliation import Table, tables
from measures.related import SimilarMeasure, similar_measures
from measures.shared import shared_at
from policies.as_of import AsOf, as_of
from policies.citations import changed_on
from policies.copies import shown_to
from policies.models import Section
from policies.models.sources import sole_section
from policies.quotations import quote
from portal.dates.edtf import describe
from portal.handouts.parts import SLIDE_ROWS
from portal.lists.formats import FORMATS
from portal.lists.request import database_of, stamp_of


@dataclasses.dataclass(frozen=True)
class ShownPanel:
    """A panel of one measure: how many rows it tells of, where its links lead, and its files.

    `source` is where all of it was read, where that is one section and there are several rows:
    it is named once at the head of the panel, and each row has a sign alone.
    """

    panel: Panel
    title: str
    count: int
    links: list[tuple[str, str]]
    files: list[tuple[str, str]]
    source: Section | None


class MeasurePage:
    """One measure, read with all its rows, as its page tells it to who asks."""

    def __init__(self, request: HttpRequest, measure: Measure):
        self.request, self.measure = request, measure

    @property
    def permanent(self) -> str:
        """The path of the page, without a query."""
        return self.measure.get_absolute_url()

    @property
    def address(self) -> str:
        """The permanent address of the page in full."""
        return self.request.build_absolute_uri(self.permanent)

    @property
    def names(self) -> dict[str, list[MeasureName]]:
        """Its other names by their kind, as the kinds come first."""
        found: dict[str, list[MeasureName]] = {}
        for name in self.measure.names.all():
            found.setdefault(name.get_kind_display(), []).append(name)
        return found

    @cached_property
    def facts(self) -> list[Answer]:
        """The facts at the head of the page; those without an answer last."""
        return answered_first(answers(self.measure, PAGE_FACTS))

    @property
    def facts_source(self) -> Section | None:
        """Where all of these facts were read, if that is one section."""
        return sole_section(section for answer in self.facts for section in answer.sections)

    @cached_property
    def details(self) -> dict[str, list[Answer]]:
        """The facts of the export control, the trade remedy and the agreement, by kind."""
        return {
            name: answered_first(answers(self.measure, facts))
            for name, facts in DETAIL_FACTS.items()
        }

    @cached_property
    def steps(self) -> list[Step]:
        """The status line, for legislation."""
        return legislative_steps(self.measure)

    @cached_property
    def provisions(self) -> list:
        """The top provisions with the lines below each."""
        return nested_provisions(self.measure)

    @cached_property
    def budgets(self) -> list[SubjectBars]:
        """A chart and a table for each unit in which lines are added."""
        return [SubjectBars(table) for table in tables([self.measure])]

    @property
    def fits_slide(self) -> bool:
        """Whether there are bars of its amounts in yen, and no more than a slide holds."""
        if not self.measure.budget_lines.all():
            return False
        rows = self.measure.budget_lines.all(), self.measure.printed_totals.all()
        [drawn] = self.budgets or [SubjectBars(Table(self.measure, *rows))]
        return 0 < len(drawn.bars) <= SLIDE_ROWS

    @cached_property
    def line_columns(self) -> dict[str, bool]:
        """Which columns of its budget lines hold anything, of those that may hold nothing."""
        lines = list(self.measure.budget_lines.all())
        return {
            "ministries": any(line.ministries.all() for line in lines),
            "remarks": any(
                line.scope
                or line.obligations != Obligations.NONE
                or line.inferred
                or not line.is_added
                for line in lines
            ),
        }

    @cached_property
    def any_target_due(self) -> bool:
        """Whether a day is told by which any of its targets is due."""
        return any(target.due for target in self.measure.targets.all())

    @cached_property
    def relations(self) -> list[Related]:
        """The stated relations."""
        return list(stated_relations(self.measure))

    @property
    def relation_groups(self) -> list[RelatedGroup]:
        """The same by verb."""
        return by_verb(self.relations)

    @property
    def unanswered(self) -> bool:
        """Whether it is a recommendation that nothing in the record is said to follow."""
        return unanswered(self.measure, self.relations)

    @cached_property
    def similar(self) -> list[SimilarMeasure]:
        """The measures that share much with it."""
        shared = shared_at(stamp_of(self.request), database_of(self.request))
        return similar_measures(self.measure, shared)

    @property
    def computed_first(self) -> bool:
        """Whether these stand open: to who judges them, and where no source relates others."""
        return self.judging or not self.relations

    @property
    def judging(self) -> bool:
        """Whether who asks may say of similar measures whether they are related."""
        user = self.request.user
        return user.is_staff and user.has_perms(RelatedVerdict.JUDGING)

    @cached_property
    def citations(self) -> list[Citation]:
        """The citations, each with its passage where a copy is attached that who asks may see."""
        return quote(self.measure.citations.all(), None if shown_to(self.request) else {})

    @cached_property
    def numbered(self) -> NumberedSources:
        """The sources numbered through."""
        return NumberedSources(self.request, [self.measure])

    @cached_property
    def as_of(self) -> AsOf:
        """The date of the newest document that tells of it."""
        return as_of(row.section.document for row in self.measure.citations.all())

    @property
    def silence(self) -> str:
        """Which word for nothing stands where no row tells of something.

        Sources are silent where all that tell of it are read to their end.
        """
        documents = [row.section.document for row in self.measure.citations.all()]
        return "not-stated" if all(each.is_read for each in documents) else "not-examined"

    @property
    def changed(self) -> str:
        """The day on which the entry was last changed."""
        return changed_on(self.measure)

    @property
    def changed_in_words(self) -> str:
        """The same in the active language."""
        return describe(self.changed)

    @cached_property
    def panels(self) -> list[ShownPanel]:
        """The panels that the page has, in their order."""
        return list(self._panels())

    def _panels(self) -> Iterator[ShownPanel]:
        for panel in panels_of(self.measure):
            rows = [panel.rows(self.measure, name) for name in panel.kinds]
            count = len(rows[0]) if panel.counted and rows else 0
            if panel.anchor == "relations":
                count += len(self.similar)
            links = [link.words_and_address() for link in panel.links] if any(rows) else []
            files = self._files(panel.listing) if panel.listing and rows[0] else []
            title = str(panel.title_for(self.measure))
            source = sole_section(panel.sections(self.measure))
            yield ShownPanel(panel, title, count, links, files, source)

    def _files(self, listing: str) -> list[tuple[str, str]]:
        query = f"measure={self.measure.slug}"
        return [(each.words(None), each.address(listing, query)) for each in FORMATS]
