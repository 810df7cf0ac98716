"""Every change of an entry becomes a revision of it, in a batch that says who made it and why.

At the end of a change the entries that it touched are read, as their forms. Where a form differs
from the head of its entry, a revision is added and the day of the last change is moved; where it
does not, nothing has changed, whatever was saved.
"""

import contextlib
import dataclasses
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from django.apps import apps
from django.db import connections, models, transaction
from django.db.models.signals import post_migrate

from portal.changes.touched import Alone
from portal.changes.tracking import (
    Changes,
    changed,
    one_version,
    revise_with,
    written_to,
)
from portal.dates.clock import now, today
from portal.record import trees
from portal.record.edits import Key
from portal.record.models import Batch, Entry, Revision
from portal.record.schema import (
    DAY,
    MOMENT,
    EntrySchema,
    key_of,
    kinds,
    layout,
    plainly,
    schema_of,
)
from portal.record.trees import Node
from portal.rows.updating import update_each

# Primary keys of entries by kind.
Pks = Mapping[str, Collection[int]]
# What a statement takes at once.
MANY = 500


class Current(threading.local):
    """What is said of the changes that this thread is about to make."""

    said: dict | None = None
    # The heads that were locked for it, by the kind and primary key of the entry, as they stand.
    locked: Mapping[tuple[str, int], Entry] = {}


CURRENT = Current()


@contextlib.contextmanager
def batch(
    user=None,
    via: str = Batch.Via.SCRIPT,
    kind: str = "",
    reason: str = "",
    using: str | None = None,
    savepoint: bool = True,
) -> Iterator[None]:
    """All changes made inside are one batch, of which this is said, and one version.

    Inside another batch it is part of that one. Without `savepoint` a failure undoes the
    transaction that it stands in as well.
    """
    if CURRENT.said is not None:
        yield
        return
    CURRENT.said = {"user": user, "via": via, "kind": kind, "reason": reason}
    try:
        with one_version(using, savepoint=savepoint):
            yield
    finally:
        CURRENT.said, CURRENT.locked = None, {}


def said_now() -> Batch:
    """A batch, not saved yet, of what is said of the changes that are being made."""
    return Batch(**(CURRENT.said or {"via": Batch.Via.SCRIPT}))


@dataclasses.dataclass
class Revised:
    """An entry that is not what its head says: the head, and the form that it has now.

    `before` is the form that the head says, and `node` the entry as it was read; None of one that
    is new here.
    """

    head: Entry
    form: dict | None
    schema: EntrySchema
    before: dict | None = None
    node: Node | None = None

    @property
    def is_dated(self) -> bool:
        """Whether the entry tells the day of its last change."""
        return DAY in self.schema.by_name

    def tell_today(self) -> None:
        """Let the form say that it changed today."""
        if self.form is not None and self.is_dated:
            self.form[DAY] = today().isoformat()
            self.node.data[DAY] = today()


def lock(using: str, pks: Pks) -> list[Entry]:
    """The heads of entries, locked until the transaction ends."""
    asked = {(kind, pk) for kind, rows in pks.items() for pk in rows}
    if asked and asked <= CURRENT.locked.keys():
        return [CURRENT.locked[each] for each in sorted(asked)]
    heads = Entry.objects.using(using).select_for_update()
    return list(heads.of_rows({kind: rows for kind, rows in pks.items() if rows}))


def lock_entries_of(model: type[models.Model], pk: int, using: str | None = None) -> list[Entry]:
    """Lock the heads of the entries that a row belongs to, before anything of them is read."""
    using = written_to(using)
    if model._meta.model_name in kinds():
        rows = {model: {pk}}
    else:
        rows = changed(model, {pk}, using).revised
    heads = lock(using, {each._meta.model_name: some for each, some in rows.items()})
    if CURRENT.said is not None:
        CURRENT.locked = {(head.kind, head.row): head for head in heads}
    return heads


def forms_of(heads: Collection[Entry], using: str) -> dict[int, dict | None]:
    """What the record holds of entries, by the primary keys of their heads."""
    found = Revision.objects.using(using).current().filter(entry__in=[head.pk for head in heads])
    return dict(found.values_list("entry", "form"))


def differing(heads: list[Entry], pks: Pks, using: str, *, dating: bool) -> list[Revised]:
    """The entries among some that are not what their heads say.

    With `dating` those that say no other day of their change than before say today.
    """
    known = forms_of(heads, using)
    by_row = {(head.kind, head.row): head for head in heads}
    found, new = [], {}
    for kind, rows in pks.items():
        schema = schema_of(kind)
        there = {node.instance.pk: node for node in trees.read(schema, rows, using)}
        for pk in sorted(rows):
            head, node = by_row.get((kind, pk)), there.get(pk)
            key = None if node is None else key_of(node.instance)
            if head is not None and head.key != key:
                # The row went, or has another name: the entry of the old name is no more.
                moved = "" if key is None else key
                head.row, head.moved_to = None, moved
                head.state = Entry.State.MOVED if moved else Entry.State.GONE
                found.append(Revised(head, None, schema))
                head = None
            if node is None:
                continue
            form = plainly(node.form)
            if head is None:
                new[kind, key] = Revised(Entry(kind=kind, key=key, row=pk), form, schema)
            elif form != known.get(head.pk):
                if head.state == Entry.State.WITHDRAWN and schema.is_shown(form):
                    head.state, head.moved_to = Entry.State.HERE, ""
                revised = Revised(head, form, schema, known.get(head.pk), node)
                if dating and same_day(form, known.get(head.pk)):
                    revised.tell_today()
                found.append(revised)
    return found + _named_before(new, using)


def same_day(form: dict, known: dict | None) -> bool:
    """Whether a form tells no other day of its last change than it did."""
    return known is not None and form.get(DAY) == known.get(DAY)


def _named_before(new: dict[Key, Revised], using: str) -> list[Revised]:
    """New entries; one of which the key was used before goes on where that one ended."""
    if new:
        for head in Entry.objects.using(using).at(new):
            head.row = new[head.kind, head.key].head.row
            head.state, head.moved_to = Entry.State.HERE, ""
            new[head.kind, head.key].head = head
    return list(new.values())


def revise(changes: Changes) -> Callable[[int | None], None] | None:
    """What is to be done about entries that a change touched, once its version is known."""
    pks = {model._meta.model_name: rows for model, rows in changes.revised.items() if rows}
    found = differing(lock(changes.using, pks), pks, changes.using, dating=True)
    if sum(map(len, pks.values())) == 1 and len(found) < 2:  # a key that changed is two of them
        changes.alone = alone(pks, found, changes.written)
    if not found:
        return None
    for each in found:
        if each.form is not None and each.is_dated:
            changes.touched.setdefault(each.schema.model, set()).add(each.head.row)

    def write(version: int | None) -> None:
        said = said_now()
        said.version = version
        add(found, said, changes.using)
        dated = [each for each in found if each.form is not None and each.is_dated]
        days = ((each.schema.model, each.form[DAY], each.head.row) for each in dated)
        keep_days(days, changes.using)

    return write


def alone(pks: Pks, found: list[Revised], written: Collection[type[models.Model]]) -> Alone | None:
    """The one entry that a change touched, where it went on and nothing else was written."""
    [(kind, rows)] = [(kind, rows) for kind, rows in pks.items() if rows]
    schema, [pk] = schema_of(kind), rows
    if not {each.model for _path, each in schema.walk()}.issuperset(written):
        return None
    if not found:
        return Alone(schema.model, pk, {}, {}, None)
    [revised] = found
    if revised.form is None or revised.before is None:
        return None
    return Alone(schema.model, pk, revised.before, revised.form, revised.node)


def add(found: list[Revised], said: Batch, using: str) -> None:
    """Add a revision of each entry, in one batch."""
    CURRENT.locked = {}  # which stand otherwise now
    said.save(using=using)
    for each in found:
        each.head.number += 1
    made = [each.head for each in found if each.head.pk is None]
    known = [each.head for each in found if each.head.pk is not None]
    heads = Entry.objects.using(using)
    # A row that goes from one head to another leaves the first before it is given.
    for some in ([h for h in known if h.row is None], [h for h in known if h.row is not None]):
        update_each(heads, some, ["number", "state", "moved_to", "row"])
    if made:
        heads.bulk_create(made, batch_size=MANY)
    Revision.objects.using(using).bulk_create(
        [
            Revision(
                entry=each.head,
                number=each.head.number,
                batch=said,
                form=each.form,
                layout=layout(each.head.kind),
            )
            for each in found
        ],
        batch_size=MANY,
    )


def keep_days(days: Iterable[tuple[type[models.Model], str, int]], using: str) -> None:
    """Let entries say when they changed: the day as their forms have it, and the moment.

    Each is told by its model, the day and its primary key.
    """
    wanted: dict[tuple[type[models.Model], str], list[int]] = {}
    for model, day, pk in days:
        wanted.setdefault((model, day), []).append(pk)
    for (model, day), pks in wanted.items():
        entries = model._base_manager.using(using).filter(pk__in=pks)
        entries.update(**{DAY: day, MOMENT: now()})


def unlike_heads(using: str | None = None) -> list[Revised]:
    """All entries that are not what their heads say, and heads of entries that are not there.

    Their days stay as they are.
    """
    using = written_to(using)
    heads = list(Entry.objects.using(using).there())
    pks = {
        kind: set(file.schema.model._base_manager.using(using).values_list("pk", flat=True))
        for kind, file in kinds().items()
    }
    lost = []
    for head in heads:
        if head.row is None:
            head.state = Entry.State.GONE
            lost.append(Revised(head, None, schema_of(head.kind)))
        else:
            pks[head.kind].add(head.row)
    there = [head for head in heads if head.row is not None]
    return lost + differing(there, pks, using, dating=False)


def revise_all(said: Batch, using: str) -> int:
    """Give each entry that is not what its head says a revision; how many there were."""
    found = unlike_heads(using)
    if found:
        add(found, said, using)
    return len(found)


def on_migrated(sender, using, **kwargs):
    """Give the entries of a database from before there were revisions their first.

    That is done behind all migrations, when the tables are as the models say.
    """
    tables = {Entry._meta.db_table} | {
        schema.model._meta.db_table
        for file in kinds().values()
        for _path, schema in file.schema.walk()
    }
    if not tables <= set(connections[using].introspection.table_names()):
        return
    with transaction.atomic(using=using):
        if not Entry.objects.using(using).exists():
            revise_all(Batch(via=Batch.Via.LOAD), using)


def connect() -> None:
    """Let every change of an entry of the connected files become a revision of it."""
    rows, links = {}, {}
    for file in kinds().values():
        model = file.schema.model
        rows[model] = {path for path, _schema in file.schema.walk() if path}
        links[model] = {
            f"{path}__{name}" if path else name
            for path, schema in file.schema.walk()
            for name, field in schema.by_name.items()
            if field.many_to_many
        }
    revise_with(rows, links, revise)
    app = apps.get_app_config(Entry._meta.app_label)
    post_migrate.connect(on_migrated, sender=app, dispatch_uid="portal.record.on_migrated")
