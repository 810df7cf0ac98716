"""What goes with an entry that goes: rows of others that lead to it, and links to it."""

import dataclasses
import functools
import operator
from collections.abc import Iterable, Iterator, Mapping

from django.contrib.admin.utils import NestedObjects
from django.db import models
from django.db.models.functions import Cast
from django.db.models.lookups import Contains

from portal.changes.models import Recorded
from portal.changes.tracking import Changes, changed, written_to
from portal.record import trees
from portal.record.edits import Edit, Key
from portal.record.matching import folded, spread
from portal.record.models import Entry, Revision
from portal.record.schema import EntrySchema, key_of, kinds, plainly, schema_of
from portal.record.trees import Node

Rows = dict[type[models.Model], set[models.Model]]


def swept(instances: Iterable[models.Model], using: str) -> Rows:
    """All rows that go where some rows are deleted, these among them."""
    return {model: set(rows) for model, rows in _collected(instances, using).data.items()}


def forbidding(instances: Iterable[models.Model], using: str) -> list[models.Model]:
    """The entries that need some rows, so that these cannot be deleted."""
    collected = _collected(instances, using)
    rows: dict[type[models.Model], set[int]] = {}
    for each in collected.protected:
        if each not in collected.data.get(type(each), ()):
            rows.setdefault(type(each), set()).add(each.pk)
    found: dict[type[models.Model], set[int]] = {}
    for model, pks in rows.items():
        is_row = model._meta.model_name not in kinds() and issubclass(model, Recorded)
        owners = changed(model, pks, using).revised if is_row else {model: pks}
        for owner, some in owners.items():
            found.setdefault(owner, set()).update(some)
    return [
        row
        for model, pks in found.items()
        for row in model._base_manager.using(using).filter(pk__in=pks).order_by("pk")
    ]


def _collected(instances: Iterable[models.Model], using: str) -> NestedObjects:
    """What Django would delete with some rows, and what it would not."""
    collector = NestedObjects(using=using)
    by_model: dict[type[models.Model], list[models.Model]] = {}
    for instance in instances:
        by_model.setdefault(type(instance), []).append(instance)
    for rows in by_model.values():
        collector.collect(rows)
    return collector


def touched(rows: Rows, using: str) -> Changes:
    """Who is touched where some rows go, the entries that lose something among them."""
    changes = Changes(using)
    for model, some in rows.items():
        if issubclass(model, Recorded):
            changes.add(changed(model, {row.pk for row in some}, using, going=True))
    return changes


def cascade(edits: Mapping[Key, Edit], using: str | None = None) -> dict[Key, Edit]:
    """The same with an edit for each entry that would lose something by those that go.

    So what a deletion takes along stands in its batch, and can be brought back with it.
    """
    using = written_to(using)
    gone = [key for key, edit in edits.items() if edit.form is None]
    heads = Entry.objects.using(using).at(gone).exclude(row=None)
    pks: dict[str, set[int]] = {}
    for head in heads:
        pks.setdefault(head.kind, set()).add(head.row)
    nodes = [trees.read(schema_of(kind), rows, using) for kind, rows in pks.items()]
    going = swept([node.instance for some in nodes for node in some], using)
    found = dict(edits)
    for model, rows in touched(going, using).revised.items():
        kind = model._meta.model_name
        numbers = dict(
            Entry.objects.using(using).filter(kind=kind, row__in=rows).values_list("row", "number")
        )
        for node in trees.read(schema_of(kind), rows, using):
            key = (kind, key_of(node.instance))
            if key not in found:
                form = None if is_in(node, going) else plainly(without(node, going))
                found[key] = Edit(form, numbers.get(node.instance.pk))
    return found


def unnamed(
    edits: Mapping[Key, Edit], addresses: Mapping[str, bool], using: str | None = None
) -> dict[Key, Edit]:
    """The same with an edit for each entry of which a list names the page of one that goes.

    `addresses` are these pages, without language and slashes at the ends, each with whether
    visitors know it. A row that says nothing without such a name goes too; where visitors do not
    know it the row stays, as they would learn of it, and the checks find what it names.
    """
    naming = [
        kind
        for kind, file in kinds().items()
        if any(is_of_addresses(each) for _path, s in file.schema.walk() for each in s.fields())
    ]
    held = Revision.objects.using(written_to(using)).current().exclude(form=None)
    found = dict(edits)
    for each in held.filter(entry__kind__in=naming).select_related("entry").order_by("pk"):
        head = each.entry
        edit = found.get((head.kind, head.key), Edit(each.form, head.number))
        if edit.form is not None:
            form = _unnamed(schema_of(head.kind), edit.form, addresses)
            if form != edit.form:
                found[head.kind, head.key] = dataclasses.replace(edit, form=form)
    return found


def _unnamed(schema: EntrySchema, form: dict, addresses: Mapping[str, bool]) -> dict:
    """A form that names none of some addresses in its lists, nor what stands below them."""
    found, known = dict(form), True
    for name, field in schema.by_name.items():
        if is_of_addresses(field) and name in form:
            going = {each: page for each in form[name] if (page := page_in(each, addresses))}
            known = known and all(addresses[page] for page in going.values())
            found[name] = [each for each in form[name] if each not in going]
    stands = getattr(schema.model, "stands", None)
    if found != form and stands and not stands(found):
        return {} if known else form
    for name, child in schema.children.items():
        if name in form and not child.one:
            rows = [spread(child, row) for row in form[name]]
            left = [_unnamed(child, row, addresses) for row in rows]
            found[name] = [folded(child, row) for row in left if row]
    return {name: value for name, value in found.items() if value != []}


def left_naming(
    edits: Mapping[Key, Edit], addresses: Mapping[str, bool], using: str
) -> list[models.Model]:
    """The rows that would name nothing once entries go, and stay: visitors would learn of what they
    did not know by a row that goes. They are of entries that stay.
    """
    hidden = [page for page, is_known in addresses.items() if not is_known]
    found = []
    for schema, field in _listing_addresses() if hidden else ():
        holds = functools.reduce(
            operator.or_,
            (models.Q(Contains(Cast(field.name, models.TextField()), page)) for page in hidden),
        )
        rows = schema.model._base_manager.using(using).filter(holds).order_by("pk")
        found += [row for row in rows if _is_left(schema, field, row, addresses)]
    return [row for row in found if not _goes(row, edits, using)]


def _listing_addresses() -> Iterator[tuple[EntrySchema, models.Field]]:
    """The rows of which a list names pages, each with the field; those that say nothing without."""
    for file in kinds().values():
        for _path, schema in file.schema.walk():
            for field in schema.fields():
                if is_of_addresses(field) and hasattr(schema.model, "stands"):
                    yield schema, field


def _is_left(
    schema: EntrySchema, field: models.Field, row: models.Model, addresses: Mapping[str, bool]
) -> bool:
    """Whether a row says nothing without some addresses, of which visitors do not know all."""
    named = {each: page_in(each, addresses) for each in getattr(row, field.name)}
    own = {
        name: getattr(row, name) for name, each in schema.by_name.items() if not each.is_relation
    }
    own[field.name] = [each for each, page in named.items() if not page]
    known = all(addresses[page] for page in named.values() if page)
    return not known and not schema.model.stands(own)


def _goes(row: models.Model, edits: Mapping[Key, Edit], using: str) -> bool:
    """Whether the entry of a row is among those that go."""
    owners = changed(type(row), {row.pk}, using).revised
    heads = Entry.objects.using(using).of_rows(
        {model._meta.model_name: pks for model, pks in owners.items()}
    )
    gone = {key for key, edit in edits.items() if edit.form is None}
    return any((head.kind, head.key) in gone for head in heads)


def is_of_addresses(field: models.Field) -> bool:
    """Whether a field lists addresses of this site."""
    return getattr(field, "names_addresses", False)


def page_in(address: str, pages: Iterable[str]) -> str:
    """The one of some pages at which an address stands, or below which; empty if at none."""
    return next(
        (page for page in pages if address == page or address.startswith((f"{page}#", f"{page}/"))),
        "",
    )


def is_in(node: Node, rows: Rows) -> bool:
    """Whether a row is among some."""
    return node.instance in rows.get(type(node.instance), ())


def without(node: Node, going: Rows) -> dict:
    """The form of a row without what leads to rows that go."""
    form = dict(node.data)
    for name, field in node.schema.by_name.items():
        if field.many_to_many and name in form:
            gone = {key_of(row) for row in going.get(field.related_model, ())}
            form[name] = [key for key in form[name] if key not in gone]
    for name, nodes in node.children.items():
        kept = [without(each, going) for each in nodes if not is_in(each, going)]
        if kept:
            form[name] = kept[0] if node.schema.children[name].one else kept
    plain = node.schema.plain
    return form[plain] if form.keys() == {plain} else form
