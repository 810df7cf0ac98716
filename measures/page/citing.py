"""Citations of a measure or an indicator, and of every row that hangs on it."""

import dataclasses
from collections.abc import Iterable, Iterator, Sequence

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise

from measures.kinds import KINDS, RowKind
from measures.lists.indicators import INDICATORS
from measures.lists.measures import MEASURES
from measures.loading import load_for_page
from measures.models import Indicator, Measure
from measures.page.relations import stated_relations
from policies.citations import cite, cite_entry, cite_row, refer_to_entry, refer_to_section
from policies.downloads import reference_file
from policies.models import Evidence, Section, SourceDocument
from portal.lists.declaration import ListPage
from portal.references import Format, Reference


@dataclasses.dataclass(frozen=True)
class CitedRow:
    """A row with its citation to copy; `words` say of which row it is."""

    row: Evidence
    words: str
    text: str


@dataclasses.dataclass(frozen=True)
class CitedRows:
    """The rows of one kind."""

    title: str | Promise
    rows: list[CitedRow]


class Citations:
    """The citations of one entry: its own, that of each of its rows, and those of its sources.

    `first` is the section that first tells of it, `groups` are rows by what they are called.
    """

    def __init__(
        self,
        request: HttpRequest,
        entry: Measure | Indicator,
        first: Section | None,
        groups: Iterable[tuple[str | Promise, Sequence[Evidence]]],
    ):
        self.request, self.entry, self.first = request, entry, first
        self.groups = [(title, list(rows)) for title, rows in groups if rows]
        sections = {row.section_id: row.section for _title, rows in self.groups for row in rows}
        self.sections = ({first.pk: first} if first else {}) | sections
        wanted = {section.document_id for section in self.sections.values()}
        self.documents = SourceDocument.objects.for_detail().in_bulk(wanted)

    @property
    def citation(self) -> str:
        """The citation of the page of the entry."""
        return cite_entry(self.request, self.entry, self.first)

    @property
    def address(self) -> str:
        """The path of the page of the entry."""
        return self.entry.get_absolute_url()

    @property
    def rows(self) -> Iterator[CitedRows]:
        """The rows of each kind with their citations."""
        for title, rows in self.groups:
            yield CitedRows(title, [self._cited(row) for row in rows])

    def _cited(self, row: Evidence) -> CitedRow:
        document = self.documents[row.section.document_id]
        path = row.get_absolute_url()
        # A row that has no words of its own says where it was read.
        words = f"「{row.phrase}」" if str(row) == str(self.entry) else str(row)
        citation = cite(self.request, row.section, document, path)
        return CitedRow(row, words, cite_row(self.entry, words, citation))

    @property
    def references(self) -> list[Reference]:
        """The entry and its sources for reference managers."""
        return [
            refer_to_entry(self.request, self.entry, self.first),
            *(
                refer_to_section(self.request, each, self.documents[each.document_id])
                for each in self.sections.values()
            ),
        ]


def evidence_of(measure: Measure) -> Iterator[tuple[str | Promise, list[Evidence]]]:
    """The rows that hang on a measure, read with all of them, by what they are called."""
    for kind in KINDS:
        if kind.mirror:
            # Those from and to the measure, so far as visitors see the other end.
            yield named(kind), [each.row for each in stated_relations(measure)]
        elif kind.has_source:
            yield named(kind), kind.rows_of(measure)
        for child in kind.children:
            yield named(child), list(below(kind.rows_of(measure), child))


def below(owners: Iterable[models.Model], kind: RowKind) -> Iterator[Evidence]:
    """The rows of one kind that hang on others, each with the one that it hangs on."""
    for owner in owners:
        for row in getattr(owner, kind.name).all():
            setattr(row, kind.owner, owner)
            yield row


def named(kind: RowKind) -> str | Promise:
    """What the rows of a kind are called."""
    return kind.model._meta.verbose_name_plural


def citations_of_measure(request: HttpRequest, slug: str) -> Citations:
    """The citations of a published measure. Raises Http404 where there is none."""
    measure = load_for_page(get_object_or_404(Measure.objects.published().for_detail(), slug=slug))
    first = next(iter(measure.citations.all()), None)
    return Citations(request, measure, first and first.section, evidence_of(measure))


def citations_of_indicator(request: HttpRequest, slug: str) -> Citations:
    """The citations of an indicator. Raises Http404 where there is none."""
    indicator = get_object_or_404(Indicator.objects.for_detail(), slug=slug)
    points: models.Manager = indicator.points
    groups = [
        (Indicator._meta.verbose_name_plural, [indicator]),
        (points.model._meta.verbose_name_plural, points.all()),
    ]
    return Citations(request, indicator, indicator.section, groups)


def measure_cite(request: HttpRequest, slug: str) -> HttpResponse:
    """The citations of a measure and of each of its rows, to copy."""
    return _page(request, citations_of_measure(request, slug), MEASURES)


def indicator_cite(request: HttpRequest, slug: str) -> HttpResponse:
    """The citations of an indicator and of each of its values, to copy."""
    return _page(request, citations_of_indicator(request, slug), INDICATORS)


def _page(request: HttpRequest, citations: Citations, listing: ListPage) -> HttpResponse:
    context = {"citations": citations, "entry": citations.entry, "listing": listing}
    return render(request, "measures/cite.html", context)


def measure_references(request: HttpRequest, slug: str, form: Format) -> HttpResponse:
    """A measure and its sources as a file for reference managers."""
    return reference_file(citations_of_measure(request, slug).references, form)


def indicator_references(request: HttpRequest, slug: str, form: Format) -> HttpResponse:
    """An indicator and its sources as a file for reference managers."""
    return reference_file(citations_of_indicator(request, slug).references, form)
