"""Entries with all that is nested in them, read in one statement for each kind.

What comes of it is a tree of `Node`s: a row, what it says by itself, and the rows below it.
"""

import dataclasses
import functools
from collections.abc import Collection, Iterator

from django.db import models

from portal.record.schema import EntrySchema, in_file, is_left_out, key_of, plainly
from portal.rows.bundle import PkListParam, RowBundle
from portal.rows.internals import hold, hold_one


@dataclasses.dataclass
class Node:
    """A row of the record as it stands in the database, with what it is written as."""

    schema: EntrySchema
    instance: models.Model
    data: dict
    children: dict[str, list["Node"]] = dataclasses.field(default_factory=dict)

    @property
    def form(self):
        """What the row is written as with all below it: a mapping, or a bare string."""
        form = dict(self.data)
        for name, nodes in self.children.items():
            forms = [node.form for node in nodes]
            form[name] = forms[0] if self.schema.children[name].one else forms
        plain = self.schema.plain
        return form[plain] if form.keys() == {plain} else form

    @functools.cached_property
    def form_plainly(self):
        """The same as files give it when they are read."""
        return plainly(self.form)

    @property
    def data_plainly(self) -> dict:
        """What the row says by itself, as files give it when they are read."""
        return plainly(self.data)

    def held(self) -> models.Model:
        """The row with all below it, as if each kind had been prefetched."""
        for name, child in self.schema.children.items():
            rows = [node.held() for node in self.children.get(name, ())]
            for row in rows:
                setattr(row, child.parent, self.instance)
            if child.one:
                hold_one(self.instance, name, rows[0] if rows else None)
            else:
                hold(self.instance, name, rows)
        return self.instance

    def walk(self) -> Iterator["Node"]:
        """The row and all below it."""
        yield self
        for nodes in self.children.values():
            for node in nodes:
                yield from node.walk()


def key_joins(field: models.Field) -> str:
    """The relations that the readable key of what a foreign key leads to is read from."""
    steps = [path.rpartition("__")[0] for path in getattr(field.related_model, "KEY", ())]
    return "__".join([field.name, max(steps, key=len, default="")]).strip("_")


def key_joins_through(schema: EntrySchema, field: models.ManyToManyField) -> tuple[str, str, str]:
    """The through model's fields to the row and to its target, and the joins to its key."""
    back, ahead = field.m2m_field_name(), field.m2m_reverse_field_name()
    joins = key_joins(field.remote_field.through._meta.get_field(ahead))
    return back, ahead, joins


class EntryBundle:
    """How the entries of one schema are read, whichever are asked for."""

    def __init__(self, schema: EntrySchema):
        self.schema = schema
        self.bundle = RowBundle(lambda: dict(self._parts()))

    def _parts(self) -> Iterator[tuple[str, models.QuerySet]]:
        """A queryset for the entries, for each kind of rows below, and for links many to many."""
        yield from self._of(self.schema, "", "pk")

    def _of(self, schema: EntrySchema, path: str, back: str):
        asked = PkListParam()
        joins = [
            key_joins(field)
            for field in schema.fields()
            if field.is_relation and not field.many_to_many
        ]
        rows = schema.model._base_manager.filter(**{f"{back}__in": asked})
        yield path, rows.select_related(*joins) if joins else rows
        for field in schema.fields():
            if field.many_to_many:
                owner, _ahead, joins = key_joins_through(schema, field)
                links = field.remote_field.through._base_manager
                up = owner if back == "pk" else f"{owner}__{back}"
                found = links.filter(**{f"{up}__in": asked})
                yield f"{path}__{field.name}", found.select_related(joins)
        for name, child in schema.children.items():
            up = child.parent if back == "pk" else f"{child.parent}__{back}"
            yield from self._of(child, f"{path}__{name}", up)

    def read(self, pks: Collection[int], using: str) -> list[Node]:
        """The entries of these primary keys that there are, with all that is nested in them."""
        if not pks:
            return []
        rows = self.bundle.read(sorted(pks), using)
        return _Reading(rows).nodes(self.schema, "", rows[""])


class _Reading:
    """Rows by their path, being put together."""

    def __init__(self, rows: dict[str, list[models.Model]]):
        self.rows = rows
        self.grouped: dict[tuple[str, str], dict[int, list]] = {}

    def below(self, path: str, attname: str) -> dict[int, list[models.Model]]:
        """The rows at a path by what a foreign key of theirs says."""
        if (path, attname) not in self.grouped:
            groups: dict[int, list] = {}
            for row in self.rows[path]:
                groups.setdefault(getattr(row, attname), []).append(row)
            self.grouped[path, attname] = groups
        return self.grouped[path, attname]

    def nodes(self, schema: EntrySchema, path: str, rows: list[models.Model]) -> list[Node]:
        """The rows of a schema with what stands below each."""
        found = [Node(schema, row, self.data(schema, path, row)) for row in rows]
        for name, child in schema.children.items():
            inner = f"{path}__{name}"
            groups = self.below(inner, child.model._meta.get_field(child.parent).attname)
            for node in found:
                if held := groups.get(node.instance.pk):
                    node.children[name] = self.nodes(child, inner, held)
        return found

    def data(self, schema: EntrySchema, path: str, row: models.Model) -> dict:
        """What a row says by itself."""
        data = {}
        for name, field in schema.by_name.items():
            if field.many_to_many:
                value = self.linked(schema, path, field, row)
            elif field.is_relation:
                target = getattr(row, name)
                value = None if target is None else reference(schema, row, field, target)
            else:
                value = in_file(getattr(row, name))
            if not is_left_out(field, value):
                data[name] = value
        return data

    def linked(self, schema, path, field, row) -> list[str]:
        """The keys of what a row is linked to many to many."""
        back, ahead, _joins = key_joins_through(schema, field)
        attname = field.remote_field.through._meta.get_field(back).attname
        links = self.below(f"{path}__{field.name}", attname).get(row.pk, ())
        keys = sorted(key_of(getattr(link, ahead)) for link in links)
        if field.remote_field.symmetrical:  # told once, by the first of the two
            keys = [key for key in keys if key > key_of(row)]
        return keys


def reference(schema: EntrySchema, row: models.Model, field: models.Field, target) -> str:
    """The key of `target`; its local name alone where it stands beside `row`."""
    if schema.local and field.related_model is schema.model:
        parent = f"{schema.parent}_id"
        if getattr(row, parent) == getattr(target, parent):
            return getattr(target, schema.local)
    return key_of(target)


@functools.cache
def bundle_of(schema: EntrySchema) -> EntryBundle:
    """The one bundle of a schema: its statement is built once in the life of a process."""
    return EntryBundle(schema)


def read(schema: EntrySchema, pks: Collection[int], using: str) -> list[Node]:
    """The entries of a schema with these primary keys, with all that is nested in them."""
    return bundle_of(schema).read(pks, using)


def read_all(schema: EntrySchema, using: str) -> list[Node]:
    """All entries of a schema, by key.

    They are sorted here because databases differ in how they sort text.
    """
    pks = list(schema.model._base_manager.using(using).values_list("pk", flat=True))
    return sorted(read(schema, pks, using), key=lambda node: key_of(node.instance).split("/"))
