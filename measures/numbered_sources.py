"""Sources numbered through a page, so that print can say [3] at a value and [3] at its source."""

import dataclasses
import functools
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import get_language

from measures.models import Citation, Measure
from measures.page.panels import HEAD, panels_of
from policies.citations import cite, publishers_page
from policies.models import Section, SourceDocument
from portal.changes import aside
from portal.changes.models import Stamp
from portal.lists.request import database_of, stamp_of
from portal.rows.bundle import PkListParam, RowBundle

# So many sections are kept as they are cited, in each language: 2 MB.
KEPT = 5_000
DOCUMENTS = RowBundle(
    lambda: {"documents": SourceDocument.objects.for_detail().filter(pk__in=PkListParam())}
)


def sections_of(measure: Measure) -> Iterator[Section]:
    """The sections that the values of a measure were read from, as its page comes to them."""
    for panel in (HEAD, *panels_of(measure)):
        yield from panel.sections(measure)


class CitedSection(NamedTuple):
    """How a section is cited, and the publisher's own PDF at its page; empty where none is."""

    text: str
    file: str


@dataclasses.dataclass(frozen=True)
class NumberedSource:
    """A section with its number on the page, and the citations of the measures in it."""

    number: int
    section: Section
    citations: list[Citation]
    text: str
    file: str


def cited_now(request: HttpRequest) -> dict[int, CitedSection]:
    """The sections that were cited before, as the record says now, by primary key.

    Pages share their sources: drawn once for a version, they leave 0.7 ms of processor time less
    for the page of a measure, of 16 (median, 20,000 measures, SQLite), and a query.
    """
    if aside.current():
        return {}
    site = request.build_absolute_uri("/")
    return cited_at(stamp_of(request), database_of(request), get_language(), site)


@functools.lru_cache(maxsize=4)
def cited_at(_stamp: Stamp, _using: str, _language: str, _site: str) -> dict[int, CitedSection]:
    """The same at a version, in a language and at an address of the site."""
    return {}


class NumberedSources:
    """The sources of one measure or several, numbered from 1 in the order they are met."""

    def __init__(self, request: HttpRequest, measures: Iterable[Measure]):
        self.request = request
        self.sections: dict[int, Section] = {}
        self.citations: dict[int, list[Citation]] = {}
        for measure in measures:
            for section in sections_of(measure):
                self.sections.setdefault(section.pk, section)
            for citation in measure.citations.all():
                self.citations.setdefault(citation.section_id, []).append(citation)
        self.numbers = {pk: number for number, pk in enumerate(self.sections, start=1)}

    def number(self, section: Section) -> int | None:
        """The number of a section; None for one from which nothing here was read."""
        return self.numbers.get(section.pk)

    @cached_property
    def cited(self) -> dict[int, CitedSection]:
        """How each section is cited, by primary key; the documents of new ones take one query."""
        known = cited_now(self.request)
        own = {pk: known.get(pk) for pk in self.sections}
        new = [section for pk, section in self.sections.items() if own[pk] is None]
        wanted = sorted({section.document_id for section in new})
        read = DOCUMENTS.read(wanted)["documents"] if wanted else []
        documents = {each.pk: each for each in read}
        for section in new:
            document = documents[section.document_id]
            told = cite(self.request, section, document), publishers_page(section, document)
            own[section.pk] = CitedSection(*told)
        if len(known) > KEPT:
            known.clear()
        known.update((section.pk, own[section.pk]) for section in new)
        return own

    def __iter__(self) -> Iterator[NumberedSource]:
        for pk, section in self.sections.items():
            yield NumberedSource(
                self.numbers[pk], section, self.citations.get(pk, []), *self.cited[pk]
            )

    def __len__(self):
        return len(self.sections)
