"""Sources numbered through a page, so that print can say [3] at a value and [3] at its source."""

import dataclasses
from collections.abc import Iterable, Iterator

from django.http import HttpRequest
from django.utils.functional import cached_property

from measures.models import Citation, Measure
from measures.page.panels import HEAD, panels_of
from policies.citations import cite, publishers_page
from policies.models import Section, SourceDocument
from portal.rows.bundle import PkListParam, RowBundle

DOCUMENTS = RowBundle(
    lambda: {"documents": SourceDocument.objects.for_detail().filter(pk__in=PkListParam())}
)


def sections_of(measure: Measure) -> Iterator[Section]:
    """The sections that the values of a measure were read from, as its page comes to them."""
    for panel in (HEAD, *panels_of(measure)):
        yield from panel.sections(measure)


@dataclasses.dataclass(frozen=True)
class NumberedSource:
    """A section with its number on the page, and the citations of the measures in it.

    `file` is the publisher's own PDF at its page; empty where none is known.
    """

    number: int
    section: Section
    document: SourceDocument
    citations: list[Citation]
    text: str
    file: str


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
    def documents(self) -> dict[int, SourceDocument]:
        """The documents of all sections with their publishers, by primary key: one query."""
        wanted = sorted({section.document_id for section in self.sections.values()})
        found = DOCUMENTS.read(wanted)["documents"] if wanted else []
        return {each.pk: each for each in found}

    def __iter__(self) -> Iterator[NumberedSource]:
        for pk, section in self.sections.items():
            document = self.documents[section.document_id]
            yield NumberedSource(
                self.numbers[pk],
                section,
                document,
                self.citations.get(pk, []),
                cite(self.request, section, document),
                publishers_page(section, document),
            )

    def __len__(self):
        return len(self.sections)
