"""What a deletion would take: the entries that go, those that lose something, what forbids it."""

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Collection, Mapping

from django.db import models

from portal.changes.tracking import written_to
from portal.record.applying import apply
from portal.record.differences import Difference, all_differences
from portal.record.edits import Applied, Edit, Key
from portal.record.matching import Row
from portal.record.models import Batch, Entry, Revision
from portal.record.schema import EntrySchema, schema_of
from portal.record.sweeping import cascade, forbidding, left_naming, unnamed
from portal.record.wording import rows_of


@dataclasses.dataclass(frozen=True)
class Loss:
    """An entry that goes or loses something: what it is called, and what becomes of it.

    `rows` says how many rows of each kind go with one that goes.
    """

    key: Key
    name: str
    form: Row | None
    differences: list[Difference]
    rows: list[tuple[str, int]]


@dataclasses.dataclass(frozen=True)
class Deletion:
    """Entries to be deleted, with all that goes with them.

    `edits` is what becomes of all entries; `forbidding` are the rows that need one that would go.
    Those that would name nothing then are among them.
    """

    chosen: frozenset[Key]
    edits: dict[Key, Edit]
    forbidding: list[models.Model]

    @property
    def seal(self) -> str:
        """What stands for just this: another one where anything of it is otherwise by now."""
        told = sorted((*key, edit.base, edit.form is None) for key, edit in self.edits.items())
        return hashlib.sha256(repr(told).encode()).hexdigest()

    def losses(self) -> tuple[list[Loss], list[Loss], list[Loss]]:
        """The entries chosen, others that go with them, and those that lose something."""
        heads = {(head.kind, head.key): head for head in Entry.objects.at(self.edits)}
        known = Revision.objects.current().filter(entry__in=heads.values())
        forms = dict(known.values_list("entry", "form"))
        keys = sorted(heads)
        changes = [
            (schema_of(key[0]), forms.get(heads[key].pk), self.edits[key].form) for key in keys
        ]
        names = all_differences([(schema, None, form) for schema, form, _after in changes])
        found = [
            Loss(key, told[0].new if told else key[1], change[2], differ, counted(*change[:2]))
            for key, change, told, differ in zip(
                keys, changes, names, all_differences(changes), strict=True
            )
        ]
        return (
            [each for each in found if each.key in self.chosen],
            [each for each in found if each.key not in self.chosen and each.form is None],
            [each for each in found if each.form is not None],
        )


def counted(schema: EntrySchema, form: Row | None) -> list[tuple[str, int]]:
    """How many rows of each kind stand in a form, at any depth."""
    counts: Counter[type[models.Model]] = Counter()
    level = [(schema, form or {})]
    while level:
        below = [
            (child, row)
            for own, held in level
            for name, child in own.children.items()
            for row in rows_of(child, held.get(name))
        ]
        counts.update(child.model for child, _row in below)
        level = below
    return [(str(model._meta.verbose_name_plural), number) for model, number in counts.items()]


def deletion_of(
    rows: Collection[models.Model], addresses: Mapping[str, bool], using: str | None = None
) -> Deletion:
    """What it would be to delete some entries of one kind, of which these are the pages."""
    using = written_to(using)
    kind = next(iter(rows))._meta.model_name
    heads = Entry.objects.using(using).of_rows({kind: [row.pk for row in rows]})
    chosen = {(head.kind, head.key): Edit(None, head.number) for head in heads}
    edits = unnamed(cascade(chosen, using), addresses, using)
    against = [*forbidding(rows, using), *left_naming(edits, addresses, using)]
    return Deletion(frozenset(chosen), edits, against)


def delete(deletion: Deletion, batch: Batch, using: str | None = None) -> Applied:
    """Delete the entries. Raises RecordError where something stands against it."""
    return apply(deletion.edits, batch, using)
