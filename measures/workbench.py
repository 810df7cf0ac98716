"""A section as it is read: its text with what was read already, and what is still silent."""

import dataclasses
from collections.abc import Iterable, Iterator

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property

from measures.duplicates import Likely, likely_duplicates
from measures.models import Measure
from measures.prefilled import Prefilled
from policies.clauses import ClauseText
from policies.coverage import Group, evidence_relations
from policies.models import Clause, Section, SourceDocument
from policies.models.base import PHRASE_LENGTH
from policies.slides import Slide, slides_of
from portal.search.passages import FoldedSource


@dataclasses.dataclass(frozen=True)
class Stretch:
    """A stretch of a text: as it stands, what was read from it, whether it is looked for now."""

    text: str
    row: models.Model | None = None
    address: str = ""
    wanted: bool = False


class Workbench:
    """One section with its text, its entries and the phrase that is looked for in it."""

    def __init__(self, section: Section, phrase: str = "", measure: Measure | None = None):
        self.section, self.phrase, self.measure = section, phrase.strip(), measure

    @cached_property
    def source(self) -> FoldedSource | None:
        """The text of an attached copy; None without one, or where it has pictures alone."""
        attached = getattr(self.section, "attached", None)
        return FoldedSource(attached.text) if attached and attached.text else None

    @cached_property
    def groups(self) -> list[Group]:
        """All rows read from the section, kind by kind, those that nobody sees yet among them."""
        found = []
        for relation in evidence_relations():
            rows = list(relation.related_model.objects.in_section(self.section))
            for row in rows:
                row.section = self.section
                row.edit_address = edit_address(row)
            if rows:
                found.append(Group(str(relation.related_model._meta.verbose_name_plural), rows))
        return found

    @property
    def entries(self) -> int:
        """How many rows were read from it."""
        return sum(len(group.entries) for group in self.groups)

    @cached_property
    def stretches(self) -> list[Stretch]:
        """The text in order: what was read is marked, with the row that was read from there."""
        if self.source is None:
            return []
        marks = [
            (span, Stretch("", row, row.edit_address))
            for group in self.groups
            for row in group.entries
            if (span := self.source.span(row.phrase))
        ]
        if self.span:
            marks.append((self.span, Stretch("", wanted=True)))
        return list(cut(self.source.text, marks))

    @cached_property
    def span(self) -> tuple[int, int] | None:
        """Where the phrase that is looked for stands; None where nowhere, or none is."""
        return self.source.span(self.phrase) if self.source and self.phrase else None

    @cached_property
    def slides(self) -> list[Slide]:
        """The pages of the copy, with what was read framed, and wherever the phrase stands."""
        attached = getattr(self.section, "attached", None)
        found = slides_of(self.section, attached, self.groups, self.phrase)
        return found.slides if found else []

    @property
    def is_too_long(self) -> bool:
        """Whether the phrase is longer than an anchor may be."""
        return len(self.phrase) > PHRASE_LENGTH

    @cached_property
    def beginnings(self) -> Prefilled | None:
        """The forms that the phrase begins; none without one that can be an anchor."""
        if not self.phrase or self.is_too_long or (self.source and not self.span):
            return None
        return Prefilled(self.section, self.phrase, self.measure)

    @cached_property
    def duplicates(self) -> list[Likely]:
        """The measures that a new one called by the phrase may be; not the one that is chosen."""
        found = likely_duplicates(self.phrase) if self.beginnings else []
        return [likely for likely in found if likely.measure != self.measure]

    @cached_property
    def checklist(self) -> list[Clause]:
        """The clauses of the section."""
        return list(Clause.objects.for_section(self.section))

    @cached_property
    def uncovered(self) -> list[str]:
        """The lines of the text that neither a clause nor a row names."""
        if self.source is None:
            return []
        phrases = [clause.phrase for clause in self.checklist]
        rows = [row.phrase for group in self.groups for row in group.entries]
        text = ClauseText(self.source.text)
        bare = text.uncovered(phrases)
        return [line for line in bare if not any(phrase in line for phrase in rows)]

    @property
    def may_be_done(self) -> bool:
        """Whether something was read from it, or it says why not."""
        return bool(self.entries or self.section.empty_reason_ja)


def cut(text: str, marks: Iterable[tuple[tuple[int, int], Stretch]]) -> Iterator[Stretch]:
    """A text by its marks; of those that overlap the one that is wanted now, else the first."""
    taken: list[tuple[int, int, Stretch]] = []
    for (start, end), mark in sorted(marks, key=lambda each: (not each[1].wanted, each[0])):
        if all(end <= first or start >= last for first, last, _mark in taken):
            taken.append((start, end, mark))
    place = 0
    for start, end, mark in sorted(taken, key=lambda each: each[0]):
        if start > place:
            yield Stretch(text[place:start])
        yield dataclasses.replace(mark, text=text[start:end])
        place = end
    if place < len(text):
        yield Stretch(text[place:])


def edit_address(row: models.Model) -> str:
    """The page of the admin that changes a row."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


class Reading:
    """A document as it is read: how far, and what is still silent."""

    def __init__(self, document: SourceDocument):
        self.document = document
        self.sections = Section.objects.outline(document)

    @property
    def unread(self) -> list[Section]:
        """The sections that are not read to their end."""
        return [section for section in self.sections if not section.was_read]

    @property
    def next(self) -> Section | None:
        """The first section that is not read."""
        return next(iter(self.unread), None)

    @cached_property
    def hidden(self) -> list[Measure]:
        """The measures cited from it that visitors do not see."""
        return [each for each in choices(self.document) if not each.published]

    def finish(self) -> None:
        """Say that it is read. Raises ValueError while a section is not."""
        if self.unread:
            raise ValueError(self.unread)
        self.document.state = SourceDocument.State.READ
        self.document.save()


def choices(document: SourceDocument, chosen: str = "") -> models.QuerySet:
    """The measures that the document tells of, unpublished ones too: rows are added to them.

    One that was `chosen` is among them: found by its likeness, others may tell of it alone.
    """
    told = models.Q(pk__in=Measure.objects.told_by(document))
    wanted = models.Q(pk=int(chosen)) if chosen.isdecimal() else models.Q(pk=None)
    return Measure.objects.filter(told | wanted).by_name()
