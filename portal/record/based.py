"""What a form was drawn from, and what became of its entry since.

A form that was outrun is carried out aside on the revision that it was drawn from. What it makes
of that is one side of a merge; the other is what the entry is now.
"""

import dataclasses
import functools
import re
from collections.abc import Mapping

from django.utils.translation import gettext

from portal.record.applying import apply
from portal.record.edits import Applied, Edit, Key
from portal.record.merging import Merged, Path, Side, merge
from portal.record.models import Batch, Draft, Entry, Revision
from portal.record.places import Way, entry_of, place_of, row_at, ways_to
from portal.record.schema import DAY, EntrySchema, RecordError, layout, schema_of, upgraded
from portal.record.telling import Told, tell
from portal.record.tracing import now_at

WRITTEN = re.compile(r"(\d{1,15})-(\d{1,9})-(\d{1,9}(?:\.\d{1,9})*)?-(\d{1,9})", re.ASCII)


@dataclasses.dataclass(frozen=True)
class Base:
    """What a form was drawn from: the head of an entry by its primary key, the number of the
    revision, the place of the row that the form is of, and how many rows of a list stand before
    the first that is on it.
    """

    head: int
    number: int
    place: tuple[int, ...] = ()
    before: int = 0

    def __str__(self):
        place = ".".join(map(str, self.place))
        return f"{self.head}-{self.number}-{place}-{self.before}"


def read(text: str) -> Base | None:
    """What a form says of its base; None where it says nothing that can be read."""
    found = WRITTEN.fullmatch(text)
    if found is None:
        return None
    place = tuple(int(each) for each in (found[3] or "").split(".") if each)
    return Base(int(found[1]), int(found[2]), place, int(found[4]))


def base_of(row, before: int = 0) -> Base | None:
    """What a form of a row is drawn from now; None of a row that belongs to no entry."""
    found = entry_of(row)
    if found is None:
        return None
    entry, way = found
    head = Entry.objects.of_rows({entry._meta.model_name: [entry.pk]}).first()
    return head and Base(head.pk, head.number, place_of(row, way), before)


def is_of_an_entry(model) -> bool:
    """Whether the rows of a model belong to entries."""
    return any(True for _each in ways_to(model))


@dataclasses.dataclass(frozen=True)
class Since:
    """The entry that a form is of: the revision it was drawn from, and what became of it since."""

    base: Base
    begun: Revision
    head: Entry
    way: Way

    @property
    def key(self) -> Key:
        """The kind and the readable key that the entry has now."""
        return self.head.kind, self.head.key

    @property
    def schema(self) -> EntrySchema:
        """How the entry is written."""
        return schema_of(self.head.kind)

    @property
    def is_past(self) -> bool:
        """Whether the entry is not as it was when the form was drawn."""
        return (self.head.pk, self.head.number) != (self.base.head, self.base.number)

    @property
    def is_gone(self) -> bool:
        """Whether the entry was deleted."""
        return self.head.row is None

    @functools.cached_property
    def form(self) -> dict:
        """The form of the entry when the page was drawn, under the key that it has now."""
        form = upgraded(self.head.kind, self.begun.form, self.begun.layout)
        if self.head.pk != self.base.head:
            form = {**form, self.schema.model.KEY[0]: self.head.key}
        return form

    @functools.cached_property
    def now(self) -> dict | None:
        """The form that the entry has now; None where it is gone."""
        current = Revision.objects.current().get(entry=self.head)
        return upgraded(self.head.kind, current.form, current.layout)

    @functools.cached_property
    def told(self) -> list[Told]:
        """Who changed it since, when, and what; the latest first."""
        kind, keys = self.head.kind, {self.begun.entry.key, self.head.key}
        later = Revision.objects.of_any(kind, keys).filter(batch__gt=self.begun.batch_id)
        return tell(list(later))

    def who(self, path: Path) -> Told | None:
        """Who changed last what stands at a path."""
        for told in self.told:
            for each in told.differences:
                if each.path[: len(path)] == path or path[: len(each.path)] == each.path:
                    return told
        return None

    def put_back(self) -> int:
        """Let the entry be, aside, what it was; the primary key of the row that the form is of.

        Raises RecordError, also where that row cannot be found.
        """
        said = Batch(via=Batch.Via.FORM, kind=Batch.Kind.EDITORIAL)
        apply({self.key: Edit(self.form, self.head.number)}, said)
        entry = Entry.objects.get(pk=self.head.pk).row
        pk = row_at(entry, self.way, self.base.place)
        if pk is None:
            raise RecordError([gettext("The row that was edited is not found any more.")])
        return pk

    def joined(self, mine: dict, chosen: Mapping[str, Side]) -> Merged:
        """What a form makes of the entry, joined with what others made of it since."""
        return merge(self.schema, self.form, mine, self.now, chosen)

    def save(self, form: dict, said: Batch) -> Applied:
        """Let the entry be what was joined, of today. Raises RecordError."""
        form = {name: value for name, value in form.items() if name != DAY}
        return apply({self.key: Edit(form, self.head.number)}, said)

    def as_draft(self, mine: dict, user, name: str) -> Draft:
        """What a form makes of an entry that is gone: kept beside the record."""
        return Draft.objects.create(
            kind=self.head.kind,
            key=self.head.key,
            base=self.base.number,
            form=mine,
            layout=layout(self.head.kind),
            author=user,
            author_name=name,
        )


def stands(base: Base, model, row: str) -> bool:
    """Whether an entry is still what the form of its own page was drawn from.

    It is told by its model and its primary key, as an address has it.
    """
    head = Entry.objects.filter(pk=base.head, number=base.number, kind=model._meta.model_name)
    return not base.place and row == str(head.values_list("row", flat=True).first())


def since(base: Base, model, row: int | None) -> Since | None:
    """What became of the entry that a form of a model is of; None where it says no such entry.

    `row` is the entry of the page now, None where that is gone.
    """
    begun = (
        Revision.objects.filter(entry=base.head, number=base.number)
        .exclude(form=None)
        .select_related("entry")
        .first()
    )
    if begun is None:
        return None
    head = now_at(begun.entry.kind, begun.entry.key)
    ways = [way for kind, way in ways_to(model) if kind == begun.entry.kind]
    if not any(len(way) == len(base.place) for way in ways) or row not in (None, head.row):
        return None
    way = next(way for way in ways if len(way) == len(base.place))
    return Since(base, begun, head, way)
