"""What was read from where: the entries of a section, and how far a document is covered."""

import dataclasses
from collections.abc import Iterator

from django.db.models import QuerySet

from policies.models import Attachment, Clause, Evidence, Section, SectionText, SourceDocument
from policies.quotations import quote
from portal.rows.bundle import PkParam, RowBundle
from portal.search.passages import fold_source


@dataclasses.dataclass(frozen=True)
class Group:
    """The entries of one model that were read from a section."""

    name: str
    entries: list


@dataclasses.dataclass
class Chapter:
    """Sections of an outline that stand together: below `head`, or loose where there is none."""

    head: Section | None
    sections: list[Section]

    @property
    def entries(self) -> int:
        """How many entries were read from the chapter."""
        return sum(section.entry_count for section in self.sections)


def outline_chapters(outline: list[Section]) -> list[Chapter]:
    """An outline by its parts, in printed order; a part is the first of its own sections."""
    parents = {section.parent_id for section in outline}
    found: list[Chapter] = []
    for section in outline:
        if section.pk in parents and section.parent_id is None:
            found.append(Chapter(section, [section]))
        elif found and (found[-1].head is None) == (section.parent_id is None):
            found[-1].sections.append(section)
        else:
            found.append(Chapter(None, [section]))
    return found


def evidence_relations() -> list:
    """The reverse relations from a section to every model with evidence, by rank.

    Every such model has a foreign key to the section, so none can be forgotten here.
    """
    relations = Section.objects.evidence_relations()
    return sorted(relations, key=lambda relation: relation.related_model.RANK)


def _read_from_asked() -> dict[str, QuerySet]:
    return {
        relation.related_model._meta.label: relation.related_model.objects.for_section(PkParam())
        for relation in evidence_relations()
    }


READ_FROM = RowBundle(_read_from_asked)


def entries_of(section: Section, attached: SectionText | None) -> Iterator[Group]:
    """Everything read from a section that visitors may see, model by model.

    With passages where a copy is given.
    """
    texts = {section.pk: attached.text} if attached else {}
    found = READ_FROM.read(section.pk)
    for relation in evidence_relations():
        rows = found[relation.related_model._meta.label]
        for row in rows:
            row.section = section
        if rows:
            name = str(relation.related_model._meta.verbose_name_plural)
            yield Group(name, quote(rows, texts))


def rows_of(document: SourceDocument) -> Iterator[Evidence]:
    """Every row read from a document, unpublished ones too."""
    for relation in evidence_relations():
        rows = relation.related_model.objects.in_document(document)
        yield from rows


def lost(rows: Iterator[Evidence], texts: dict[str, str], whole: str) -> list[Evidence]:
    """The rows whose phrase does not occur in their section's text.

    `texts` are folded texts by section code. A section that is not among them (its heading is
    gone) is looked up in the folded text of the `whole` document.
    """
    return [
        row for row in rows if fold_source(row.phrase) not in texts.get(row.section.code, whole)
    ]


@dataclasses.dataclass(frozen=True)
class Line:
    """One section: its entries, its clauses, and how many of these have a reason instead."""

    section: Section
    entries: int
    clauses: int
    omitted: int

    @property
    def recorded(self) -> int:
        """Clauses that entries record."""
        return self.clauses - self.omitted


@dataclasses.dataclass(frozen=True)
class Coverage:
    """How far a document is covered, section by section."""

    document: SourceDocument
    rows: list[Line]

    @property
    def attachment(self) -> Attachment | None:
        """The copy that is attached."""
        return getattr(self.document, "attachment", None)

    @property
    def read(self) -> int:
        """Sections with entries."""
        return sum(bool(row.entries) for row in self.rows)

    @property
    def finished(self) -> int:
        """Sections that are read to their end."""
        return sum(row.section.was_read for row in self.rows)

    @property
    def entries(self) -> int:
        """Entries read from the document."""
        return sum(row.entries for row in self.rows)

    @property
    def clauses(self) -> int:
        """Clauses of the document."""
        return sum(row.clauses for row in self.rows)

    @property
    def recorded(self) -> int:
        """Clauses that entries record."""
        return sum(row.recorded for row in self.rows)

    @property
    def omitted(self) -> int:
        """Clauses with a reason why nothing records them."""
        return sum(row.omitted for row in self.rows)


def coverage() -> list[Coverage]:
    """How far each document is covered, the newest first, in few statements."""
    entries, clauses = Section.objects.entries_by_section(), Clause.objects.counts_by_section()
    lines: dict[int, list[Line]] = {}
    for section in Section.objects.for_list():
        counted = entries.get(section.pk, 0), *clauses.get(section.pk, (0, 0))
        lines.setdefault(section.document_id, []).append(Line(section, *counted))
    documents = SourceDocument.objects.for_list().select_related("attachment")
    return [Coverage(document, lines.get(document.pk, [])) for document in documents]
