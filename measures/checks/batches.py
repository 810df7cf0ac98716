"""Entries as checks read them: some of one kind at a time, each with all of its rows.

A check is asked about a batch. So the same check runs over the whole record, batch by batch, and
over the one entry that somebody has just saved.
"""

import dataclasses
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property

from django.db import models

from measures.checks.names import NAMED, CutNames, Named, Places, named_bodies
from measures.loading import load_whole
from measures.models import Measure
from measures.record import FILES
from measures.terms import Vocabulary
from policies.models import Attachment, Evidence, Section, SectionText, SourceDocument
from portal.changes.touched import Alone
from portal.record.nesting import references
from portal.record.schema import EntrySchema
from portal.search.passages import fold_source

# Entries that are read at a time; of more at once each would look through the rows of all.
SIZE = 50
SOURCE = "section__document"


def load(schema: EntrySchema, keys: Collection[int]) -> list[models.Model]:
    """The entries of these primary keys with all that is nested in them."""
    found = joined(schema.model).filter(pk__in=keys).order_by("pk")
    return list(found.prefetch_related(*nested(schema)))


def joined(model: type[models.Model]) -> models.QuerySet:
    """The rows of a model with what they refer to, and the document they were read from."""
    names = [field.name for field in model._meta.fields if field.many_to_one or field.one_to_one]
    names += [SOURCE] if issubclass(model, Evidence) else []
    rows = model._base_manager.all()
    return rows.select_related(*names) if names else rows


def nested(schema: EntrySchema, prefix: str = "") -> Iterator[models.Prefetch]:
    """What is nested in the entries of a schema, for prefetching."""
    for name, child in schema.children.items():
        rows = joined(child.model).order_by(*child.model._meta.ordering)
        many = [field.name for field in references(child.model) if field.many_to_many]
        rows = rows.prefetch_related(*many)
        yield models.Prefetch(f"{prefix}{name}", rows)
        yield from nested(child, f"{prefix}{name}__")


def below(schema: EntrySchema, row: models.Model) -> Iterator[models.Model]:
    """A row and all that is nested in it."""
    yield row
    for name, child in schema.children.items():
        if child.one:
            rows = [one] if (one := getattr(row, name, None)) else []
        else:
            rows = getattr(row, name).all()
        for each in rows:
            yield from below(child, each)


def rows_below(schema: EntrySchema, prefix: str = "") -> Iterator[tuple[str, type[models.Model]]]:
    """The field path to an entry and to all that is nested in it, each with its model."""
    yield prefix, schema.model
    for name, child in schema.children.items():
        field = schema.model._meta.get_field(name)
        yield from rows_below(child, f"{prefix}{field.name}__")


def load_sections(keys: Collection[int]) -> list[models.Model]:
    """Sections with their clauses and notes, their text, and whether anything was read there."""
    rows = load(SECTIONS, keys)
    texts = SectionText.objects.by_section([row.pk for row in rows])
    for row in rows:
        row.text = texts.get(row.pk)
    return with_reading(rows)


def mark_read(keys: Collection[int]) -> list[models.Model]:
    """Sections with whether anything was read from them, and nothing else."""
    return with_reading(load(BARE_SECTIONS, keys))


def with_reading(rows: list[models.Model]) -> list[models.Model]:
    """Sections, each with whether anything was read from it."""
    read = Section.objects.read_among([row.pk for row in rows])
    for row in rows:
        row.has_entries = row.pk in read
    return rows


@dataclasses.dataclass(frozen=True)
class EntryKind:
    """One kind of entries that are checked: how they are read, and of which rows they are made.

    `paths` are further field paths by which a change elsewhere is one of such an entry.
    """

    schema: EntrySchema
    load: Callable[[Collection[int]], list[models.Model]] | None = None
    paths: tuple[str, ...] = ()

    @property
    def model(self) -> type[models.Model]:
        """The model of the entries."""
        return self.schema.model

    def read(self, keys: Collection[int]) -> list[models.Model]:
        """The entries of these primary keys with all of their rows."""
        return self.load(keys) if self.load else load(self.schema, keys)

    def held(self, alone: Alone | None, keys: Collection[int]) -> list[models.Model]:
        """The one entry of a change as it was read already, where nothing that is asked is missing.

        Rows are read for revisions without what they name many to many of their own kind.
        """
        rows = (model for path, model in rows_below(self.schema) if path)
        many = any(field.many_to_many for model in rows for field in references(model))
        if alone is None or alone.tree is None or self.load or many:
            return []
        known = alone.model is self.model and {alone.pk} == set(keys)
        return [alone.tree.held()] if known else []

    def read_from(self, sections: Collection[int]) -> set[int]:
        """The primary keys of the entries that hold anything read from one of some sections."""
        evidence = [path for path, model in rows_below(self.schema) if issubclass(model, Evidence)]
        found: set[int] = set()
        for path in evidence:
            rows = self.model._base_manager.filter(**{f"{path}section__in": sections})
            found |= set(rows.order_by().values_list("pk", flat=True))
        return found

    def followed(self) -> set[str]:
        """The field paths of all that can change what is found of an entry."""
        return {"pk", *(f"{path}pk" for path, _model in rows_below(self.schema)), *self.paths}


def schemas() -> Mapping[type[models.Model], EntrySchema]:
    """How entries are made, by model; sections are read from, so each is an entry of its own."""
    return {file.schema.model: file.schema for file in FILES}


SCHEMAS = schemas()
SECTIONS = SCHEMAS[SourceDocument].children["sections"]
BARE_SECTIONS = dataclasses.replace(SECTIONS, children={})
DOCUMENT = dataclasses.replace(
    SCHEMAS[SourceDocument],
    children={
        name: child
        for name, child in SCHEMAS[SourceDocument].children.items()
        if child is not SECTIONS
    },
)
ENTRY_KINDS = {
    kind.model: kind
    for kind in (
        *(
            EntryKind(schema)
            for model, schema in SCHEMAS.items()
            if model not in {Measure, SourceDocument}
        ),
        EntryKind(DOCUMENT, paths=("sections__pk",)),
        EntryKind(
            SECTIONS,
            load_sections,
            ("attached__pk",),
        ),
        EntryKind(SCHEMAS[Measure], load_whole, ("reverse_relations__pk",)),
    )
}


class Names:
    """The names of partners and organisations, as checks look for them; read when first asked."""

    @cached_property
    def named(self) -> Named:
        """The partners and organisations with their names."""
        return Named(NAMED.read([]))

    @cached_property
    def places(self) -> Places:
        """The words that name places."""
        return Places(self.named)

    @cached_property
    def bodies(self) -> CutNames:
        """The names of bodies, as texts may cut them."""
        return named_bodies(self.named)


class Terms:
    """The terms of art of the record; read when first asked."""

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """All terms, as they are found in texts."""
        return Vocabulary()


@dataclasses.dataclass(frozen=True)
class Asking:
    """What batches of one walk through the record have in common, read once."""

    names: Names = dataclasses.field(default_factory=Names)
    terms: Terms = dataclasses.field(default_factory=Terms)


class Batch:
    """Some entries of one kind, each with all of its rows, and the texts they were read from."""

    def __init__(self, kind: EntryKind, entries: list, asking: Asking):
        self.kind, self.entries, self.asking = kind, entries, asking

    @property
    def model(self) -> type[models.Model]:
        """The model of the entries."""
        return self.kind.model

    @cached_property
    def rows(self) -> list[tuple[models.Model, models.Model]]:
        """Every entry and every row of it, beside the entry."""
        return [(entry, row) for entry in self.entries for row in below(self.kind.schema, entry)]

    @cached_property
    def evidence(self) -> list[tuple[models.Model, Evidence]]:
        """The rows that say where they were read, each beside its entry."""
        return [(entry, row) for entry, row in self.rows if isinstance(row, Evidence)]

    @cached_property
    def _own_texts(self) -> dict[int, str]:
        return SectionText.objects.by_section({row.section_id for _entry, row in self.evidence})

    @cached_property
    def _folded(self) -> dict[int, str]:
        return {section: fold_source(text) for section, text in self._own_texts.items()}

    @cached_property
    def _whole(self) -> dict[int, str]:
        """The folded text of each attached document of which the heading of a section is gone."""
        gone = {
            row.section.document_id
            for _entry, row in self.evidence
            if row.section_id not in self._own_texts
        }
        attached = Attachment.objects.filter(document__in=gone)
        return {
            document: "".join(map(fold_source, SectionText.objects.texts_of(document)))
            for document in attached.values_list("document_id", flat=True)
        }

    def says(self, row: Evidence) -> bool:
        """Whether the phrase of a row stands where it was read; so does one without a copy."""
        text = self._folded.get(row.section_id)
        if text is None:
            text = self._whole.get(row.section.document_id)
        return text is None or fold_source(row.phrase) in text

    def text_of(self, row: Evidence) -> str:
        """The attached text of the section of a row; empty without one."""
        return self._own_texts.get(row.section_id, "")


def batches(kind: EntryKind, asking: Asking, keys: Iterable[int] | None = None) -> Iterator[Batch]:
    """The entries of a kind, of these primary keys or all of them, some at a time."""
    wanted = kind.model._base_manager.order_by("pk").values_list("pk", flat=True)
    every = list(wanted if keys is None else sorted(keys))
    for start in range(0, len(every), SIZE):
        yield Batch(kind, kind.read(every[start : start + SIZE]), asking)
