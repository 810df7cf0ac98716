"""Two entries of one kind joined: one stays with the rows of both, the other leads to it.

Rows are the same where what names them among their siblings is; where they then say different
things, it is asked. What leads to the one that goes leads to the one that stays.
"""

import dataclasses
from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext

from portal.changes.tracking import written_to
from portal.record.applying import apply
from portal.record.edits import Applied, Edit, Key
from portal.record.matching import folded, key_fields, key_of, same_key, spread, step
from portal.record.merging import Clash, Path, Side, name_of, union
from portal.record.models import Batch, Entry, Revision
from portal.record.moving import Renaming
from portal.record.schema import DAY, EntrySchema, RecordError, plainly, schema_of
from portal.record.tracing import head_of
from portal.record.writer import had_by_one

Chosen = Mapping[str, Side]


@dataclasses.dataclass(frozen=True)
class Joining:
    """What would become of all entries, and what has to be chosen first.

    A clash says `mine` for the entry that stays and `theirs` for the one that goes; `form` and
    `clashes` are those of the one that stays, `concerned` those who name the one that goes.
    """

    edits: dict[Key, Edit]
    form: dict
    clashes: tuple[Clash, ...]
    stays: dict
    goes: dict
    renaming: Renaming
    concerned: list[tuple[Entry, dict]]


class _Union:
    """The forms of two entries being made one."""

    def __init__(self, chosen: Chosen):
        self.chosen, self.clashes = chosen, []

    def choose(self, path: Path, kind: str, mine, theirs):
        """The side that is meant; a clash, and the entry that stays, where nobody said."""
        side = self.chosen.get(name_of(path))
        if side is None:
            self.clashes.append(Clash(path, kind, None, mine, theirs))
        return theirs if side == "theirs" else mine

    def row(self, schema: EntrySchema, mine: dict, theirs: dict, path: Path) -> dict:
        """One row of two that are the same: what one leaves open the other fills."""
        found = {}
        for name, field in schema.by_name.items():
            sides = said(field, mine), said(field, theirs)
            if field.many_to_many:
                found[name] = union(None, *sides)
            elif name == DAY:
                found[name] = sides[0]
            elif None in sides or sides[0] == sides[1]:
                found[name] = sides[1] if sides[0] is None else sides[0]
            else:
                found[name] = self.choose((*path, name), "field", *sides)
        for name, child in schema.children.items():
            found[name] = self.below(child, mine.get(name), theirs.get(name), (*path, name))
        return {name: value for name, value in found.items() if value not in (None, [], {})}

    def below(self, schema: EntrySchema, mine, theirs, path: Path):
        """The rows below two that are one."""
        if not mine or not theirs:
            return mine or theirs
        if schema.one:
            return mine if mine == theirs else self.choose(path, "row", mine, theirs)
        ours = [spread(schema, row) for row in mine]
        others = [spread(schema, row) for row in theirs]
        rows, met = list(ours), set()
        for one, other in same_key(schema, ours, others):
            met.add(other)
            where = (*path, step(schema, ours[one], one))
            if has_source(schema):  # a value and where it was read are chosen as one
                same = ours[one] == others[other]
                rows[one] = (
                    ours[one] if same else self.choose(where, "row", ours[one], others[other])
                )
            else:
                rows[one] = self.row(schema, ours[one], others[other], where)
        rows += [row for place, row in enumerate(others) if place not in met]
        for name in had_by_one(schema.model):  # what one of many may have stays where it is
            for row in [row for row in rows if name in row][1:]:
                rows[rows.index(row)] = {each: row[each] for each in row if each != name}
        return [folded(schema, row) for row in rows]


def said(field: models.Field, row: dict):
    """What a row says in a field: a yes or no that is left out is said too."""
    default = field.get_default() if isinstance(field, models.BooleanField) else None
    return row.get(field.name, default)


def has_source(schema: EntrySchema) -> bool:
    """Whether its rows say where they were read."""
    return {"section", "phrase"} <= schema.by_name.keys()


def join(renaming: Renaming, chosen: Chosen, using: str | None = None) -> Joining:
    """What every entry is to be where the entry `old` of a renaming becomes part of `new`."""
    using = written_to(using)
    kind, schema = renaming.kind, schema_of(renaming.kind)
    heads = [head_of(kind, key) for key in (renaming.new, renaming.old)]
    stays, goes = (Revision.objects.using(using).current().get(entry=each).form for each in heads)
    joining = _Union(chosen)
    form = joining.row(schema, renaming.form(schema, stays), renaming.own(goes), ())
    form = without_itself(schema, keep_titles(schema, form, goes), renaming)
    edits = {
        (kind, renaming.old): Edit(None, heads[1].number, renaming.new),
        (kind, renaming.new): Edit(form, heads[0].number),
    }
    concerned = renaming.concerned(using)
    for head, other in concerned:
        if (head.kind, head.key) != (kind, renaming.new):
            edits |= _following(renaming, head, other)
    return Joining(edits, form, tuple(joining.clashes), stays, goes, renaming, concerned)


def _following(renaming: Renaming, head: Entry, form: dict) -> dict[Key, Edit]:
    """What an entry that names the one that goes is to be."""
    schema = schema_of(head.kind)
    new = without_doubles(schema, plainly(renaming.form(schema, form)))
    key = schema.key_of_form(new)
    if key == head.key:
        return {(head.kind, key): Edit(new, head.number, keeps_day=True)}
    # Its own key is made of those of others: it may be there already, or be of one alone.
    parts = key.split("/")
    there = head_of(head.kind, key)
    if len(set(parts)) < len(parts):
        return {(head.kind, head.key): Edit(None, head.number)}
    if there is not None and there.row is not None:
        return {(head.kind, head.key): Edit(None, head.number, key)}
    return {
        (head.kind, head.key): Edit(None, head.number, key),
        (head.kind, key): Edit(new, there and there.number, keeps_day=True),
    }


def keep_titles(schema: EntrySchema, form: dict, goes: dict) -> dict:
    """A form with the titles of the one that goes as other names, as its model says how."""
    keep = getattr(schema.model, "form_with_names", None)
    return keep(form, goes) if keep else form


def without_itself(schema: EntrySchema, form: dict, renaming: Renaming) -> dict:
    """A form without the rows in which it would name itself."""
    found = dict(form)
    for name, child in schema.children.items():
        if child.one or name not in form:
            continue
        relations = [
            field.name
            for field in child.by_name.values()
            if field.related_model is schema.model and not field.many_to_many
        ]
        rows = [
            row
            for row in form[name]
            if not isinstance(row, dict) or all(row.get(each) != renaming.new for each in relations)
        ]
        found[name] = rows
    return {name: value for name, value in found.items() if value != []}


def without_doubles(schema: EntrySchema, form: dict) -> dict:
    """A form in which of rows that came to bear one name the first stays."""
    found = dict(form)
    for name, child in schema.children.items():
        if child.one or name not in form or not key_fields(child):
            continue
        kept: dict[tuple, dict] = {}
        for row in form[name]:
            kept.setdefault(key_of(child, spread(child, row)), row)
        found[name] = list(kept.values())
    return found


def merge_entries(joining: Joining, batch: Batch, using: str | None = None) -> Applied:
    """Let two entries be one. Raises RecordError where something stands against it, choices that
    nobody made among them; then nothing has changed.
    """
    if joining.clashes:
        words = gettext("%(number)s places are still to be decided.")
        raise RecordError([words % {"number": len(joining.clashes)}])
    return apply(joining.edits, batch, using)
