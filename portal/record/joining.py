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
from portal.record.moving import Renaming, retell
from portal.record.rules import had_by_one, units
from portal.record.schema import DAY, NOTHING, EntrySchema, RecordError, plainly, schema_of
from portal.record.tracing import head_of

Chosen = Mapping[str, Side]


@dataclasses.dataclass(frozen=True)
class Asked:
    """What has to be chosen in one entry: in its form, or in that of one that names it."""

    entry: Entry
    form: dict
    clashes: tuple[Clash, ...]

    def choice(self, clash: Clash) -> str:
        """What the choice between the sides of a clash is called among those of all entries."""
        return choice_of(self.entry, clash.path)


@dataclasses.dataclass(frozen=True)
class Joining:
    """What would become of all entries, and what has to be chosen first.

    A clash says `mine` for the entry that stays and `theirs` for the one that goes; `form` is
    what the one that stays would be, `concerned` those who name the one that goes. `asked` are
    those of all these in which something is to be chosen.
    """

    edits: dict[Key, Edit]
    form: dict
    asked: tuple[Asked, ...]
    stays: dict
    goes: dict
    renaming: Renaming
    concerned: list[tuple[Entry, dict]]

    @property
    def choices(self) -> dict[str, Clash]:
        """What has to be chosen, by the names of the choices."""
        return {each.choice(clash): clash for each in self.asked for clash in each.clashes}


class _Union:
    """Rows of two entries being made one, in the form of an entry."""

    def __init__(self, head: Entry, chosen: Chosen):
        self.head, self.chosen, self.clashes = head, chosen, []

    def side(self, path: Path, kind: str, mine, theirs) -> Side:
        """The side that is meant; a clash, and the entry that stays, where nobody said."""
        side = self.chosen.get(choice_of(self.head, path))
        if side is None:
            self.clashes.append(Clash(path, kind, None, mine, theirs))
        return side or "mine"

    def choose(self, path: Path, kind: str, mine, theirs):
        """What that side says."""
        return theirs if self.side(path, kind, mine, theirs) == "theirs" else mine

    def asked(self, form: dict) -> Asked:
        """What has to be chosen, of an entry that has this form."""
        return Asked(self.head, form, tuple(self.clashes))

    def row(self, schema: EntrySchema, mine: dict, theirs: dict, path: Path) -> dict:
        """One row of two that are the same: what one leaves open the other fills."""
        found = {}
        mine, theirs = self.in_units(schema, mine, theirs, path)
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

    def in_units(self, schema: EntrySchema, mine: dict, theirs: dict, path: Path) -> list[dict]:
        """Both rows, in which the fields that hang together are those of one of them.

        It is asked of the first that they say differently; where one leaves open what the other
        says nothing stands against it.
        """
        rows = [dict(mine), dict(theirs)]
        for unit in units(schema.model):
            fields = {name: field for name, field in schema.by_name.items() if name in unit}
            told = {name: [said(field, row) for row in rows] for name, field in fields.items()}
            both = [name for name, sides in told.items() if None not in sides]
            differing = [name for name in both if told[name][0] != told[name][1]]
            if differing:
                side = self.side((*path, differing[0]), "field", *told[differing[0]])
                meant = rows[side == "theirs"]
                kept = {name: meant[name] for name in unit if name in meant}
                rows = [{n: row[n] for n in row.keys() - unit} | kept for row in rows]
        return rows

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
            rows[one] = self.one(schema, ours[one], others[other], where)
        rows += [row for place, row in enumerate(others) if place not in met]
        for name in had_by_one(schema.model):  # what one of many may have stays where it is
            for row in [row for row in rows if name in row][1:]:
                rows[rows.index(row)] = {each: row[each] for each in row if each != name}
        return [folded(schema, row) for row in rows]

    def one(self, schema: EntrySchema, mine: dict, theirs: dict, path: Path) -> dict:
        """Two rows that are known by the same as one: what is read somewhere is chosen whole."""
        if mine == theirs:
            return mine
        if has_source(schema):
            return self.choose(path, "row", mine, theirs)
        return self.row(schema, mine, theirs, path)

    def following(self, schema: EntrySchema, before: dict, form: dict, path: Path = ()) -> dict:
        """The form of another entry, in which the one that stays is named for the one that goes.

        Of rows that came to be known by the same there is one, and of what a list names twice.
        `before` is the form as it named both.
        """
        found = {
            name: list(dict.fromkeys(value))
            if name in schema.by_name and isinstance(value, list)
            else value
            for name, value in form.items()
        }
        for name, child in schema.children.items():
            if name not in form:
                continue
            if child.one:
                found[name] = self.following(child, before[name], form[name], (*path, name))
                continue
            kept: dict[tuple, tuple[dict, bool]] = {}
            for place, sides in enumerate(zip(before[name], form[name], strict=True)):
                old, new = (spread(child, side) for side in sides)
                where = (*path, name, step(child, new, place))
                new = self.following(child, old, new, where)
                key = key_of(child, new) if key_fields(child) else (place,)
                follows = key_of(child, old) != key_of(child, new)
                if key in kept:
                    other, other_follows = kept[key]
                    pair = (new, other) if other_follows else (other, new)
                    new, follows = self.one(child, *pair, where), False
                kept[key] = new, follows
            found[name] = [folded(child, row) for row, _follows in kept.values()]
        return found


def choice_of(entry: Entry, path: Path) -> str:
    """What the choice at a place in the form of an entry is called."""
    return f"{entry.kind} {entry.key} {name_of(path)}"


def said(field: models.Field, row: dict):
    """What a row says in a field; None where it leaves it open.

    What is left out because it is the default of its field is said too: a yes or no, or one of
    several choices. Nothing was chosen where the default is empty.
    """
    is_open = field.many_to_many or callable(field.default)
    default = None if is_open else field.get_default()
    return row.get(field.name, None if default in NOTHING else plainly(default))


def has_source(schema: EntrySchema) -> bool:
    """Whether its rows say where they were read."""
    return {"section", "phrase"} <= schema.by_name.keys()


def join(renaming: Renaming, chosen: Chosen, using: str | None = None) -> Joining:
    """What every entry is to be where the entry `old` of a renaming becomes part of `new`."""
    using = written_to(using)
    kind, schema, new = renaming.kind, schema_of(renaming.kind), renaming.new
    heads = [head_of(kind, key) for key in (new, renaming.old)]
    stays, goes = (Revision.objects.using(using).current().get(entry=each).form for each in heads)
    joining = _Union(heads[0], chosen)
    mine = without_itself(schema, renaming.form(schema, stays), new)
    theirs = without_itself(schema, renaming.own(goes), new)
    form = told_as_one(schema, joining.row(schema, mine, theirs, ()), (goes, stays))
    edits = {
        (kind, renaming.old): Edit(None, heads[1].number, new),
        (kind, new): Edit(form, heads[0].number),
    }
    asked = [joining.asked(form)]
    concerned = renaming.concerned(using)
    for head, other in concerned:
        if (head.kind, head.key) != (kind, new):
            following = _Union(head, chosen)
            edits |= _following(renaming, following, plainly(other))
            asked.append(following.asked(other))
    for name, field in schema.by_name.items():
        if field.many_to_many and field.remote_field.symmetrical:
            retell(edits, kind, name, new)
    asked = tuple(each for each in asked if each.clashes)
    return Joining(edits, form, asked, stays, goes, renaming, concerned)


def _following(renaming: Renaming, following: _Union, form: dict) -> dict[Key, Edit]:
    """What an entry that names the one that goes is to be."""
    head = following.head
    schema = schema_of(head.kind)
    renamed = plainly(renaming.form(schema, form))
    new = following.following(schema, form, renamed)
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


def told_as_one(schema: EntrySchema, form: dict, both: tuple[dict, dict]) -> dict:
    """A form of two entries that became one, as its model tells one of that kind.

    What both were called stays as other names, where the kind has these.
    """
    tell = getattr(schema.model, "form_of_both", None)
    return tell(form, both) if tell else form


def without_itself(schema: EntrySchema, form: dict, key: str) -> dict:
    """A form without what names the entry itself, by its key: fields, links, and rows that do."""
    found = {}
    for name, value in form.items():
        child, field = schema.children.get(name), schema.by_name.get(name)
        found[name] = value
        if child is not None and not child.one:
            own = [
                each.name
                for each in child.by_name.values()
                if each.related_model is schema.model and not each.many_to_many
            ]
            rows = [spread(child, row) for row in value]
            kept = [row for row in rows if all(row.get(each) != key for each in own)]
            found[name] = [folded(child, row) for row in kept]
        elif field is not None and field.related_model is schema.model:
            many = isinstance(value, list)
            found[name] = [each for each in value if each != key] if many else value
            if value == key:
                del found[name]
    return {name: value for name, value in found.items() if value != []}


def merge_entries(joining: Joining, batch: Batch, using: str | None = None) -> Applied:
    """Let two entries be one. Raises RecordError where something stands against it, choices that
    nobody made among them; then nothing has changed.
    """
    if joining.choices:
        words = gettext("%(number)s places are still to be decided.")
        raise RecordError([words % {"number": len(joining.choices)}])
    return apply(joining.edits, batch, using)
