"""Whether confirmations still hold: what an entry says now beside what was looked at.

A row is found by what names it among its siblings, never by its place in a list, and is compared by
all that it says itself and that a source can say: how a name is read is the work of this site. So
no confirmation survives a change of what it is about.
"""

import dataclasses
import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping

from django.db import models

from policies.models.confirmations import DIGITS, HEAD, WHOLE, Confirmation
from portal.changes.touched import Follower, Touched
from portal.record import trees
from portal.record.matching import spread, step
from portal.record.merging import PLACE, Path, name_of
from portal.record.schema import DAY, EntrySchema, key_of, kinds, schema_of
from portal.record.trees import Node
from portal.rows.updating import update_each

# What the site keeps of a confirmation by itself.
KEPT = ("entry", "entry_key", "row_kind", "row", "field", "holds")
MANY = 500


@dataclasses.dataclass(frozen=True)
class Spot:
    """A place in an entry as it is now: the row, the field of it, and the digest of both."""

    row: models.Model
    field: str
    digest: str


def digest_of(said) -> str:
    """What stands for something that an entry says."""
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def said_by(schema: EntrySchema, form: dict) -> dict:
    """What a form says but for what is no value that is read.

    That is the day of its last change and, of an entry, its name in addresses.
    """
    left_out = {DAY} | {path.partition("__")[0] for path in schema.model.__dict__.get("KEY", ())}
    return {name: value for name, value in form.items() if name not in left_out}


def read_by(schema: EntrySchema, form: dict) -> dict:
    """What the form of a row says that somebody can find in a source: no reading of a name."""
    own = said_by(schema, form)
    return {
        name: value
        for name, value in own.items()
        if not getattr(schema.by_name.get(name), "UNSEEN", False)
    }


def nodes_of(node: Node, path: Path = ()) -> Iterator[tuple[str, Node]]:
    """A row and all below it, by the names that tables give them."""
    yield name_of(path), node
    for name, below in node.children.items():
        child = node.schema.children[name]
        for number, each in enumerate(below):
            where = (*path, name)
            if not child.one:
                where = (*where, step(child, spread(child, each.form_plainly), number))
            yield from nodes_of(each, where)


def spot_at(nodes: dict[str, Node], place: str) -> Spot | None:
    """A place in an entry whose rows are given by name; None where it has no such place.

    Of a value the phrase that it was read at is a part: nobody has read it at another.
    """
    if place == WHOLE:
        node = nodes[""]
        return Spot(node.instance, "", digest_of(said_by(node.schema, node.form_plainly)))
    node = nodes.get("" if place == HEAD else place)
    if node is not None:
        return Spot(node.instance, "", digest_of(read_by(node.schema, node.data_plainly)))
    above, _slash, field = place.rpartition("/")
    node = nodes.get(above)
    if node is None or field not in node.schema.by_name:
        return None
    data = node.data_plainly
    said = {name: data[name] for name in {field, *PLACE} if name in data}
    return Spot(node.instance, field, digest_of(said))


def entries_by_pk(kind: str, pks: Collection[int], using: str) -> dict[int, Node]:
    """Entries of a kind with all their rows, by primary key."""
    return {node.instance.pk: node for node in trees.read(schema_of(kind), pks, using)}


def _pks_by_key(kind: str, keys: Collection[str], using: str) -> dict[str, int]:
    """The primary keys of entries of a kind, by readable key."""
    model = schema_of(kind).model
    rows = model._base_manager.using(using)
    if len(model.KEY) == 1:
        rows = rows.filter(**{f"{model.KEY[0]}__in": keys})
    return {"/".join(names): pk for pk, *names in rows.values_list("pk", *model.KEY)}


def look_again(
    found: Iterable[Confirmation], using: str, read: Mapping[int, Node] | None = None
) -> None:
    """Keep of some confirmations whether they hold; written only where that differs.

    `read` are entries that are known as they are now, by primary key.
    """
    by_kind: dict[str, list[Confirmation]] = {}
    for each in found:
        by_kind.setdefault(each.entry_kind, []).append(each)
    changed = []
    for kind, some in by_kind.items():
        if kind not in kinds():
            continue
        before = {each.pk: _kept(each) for each in some}
        known = {each.entry for each in some} - {None}
        entries = {pk: node for pk, node in (read or {}).items() if pk in known}
        entries |= entries_by_pk(kind, known - entries.keys(), using)
        lost = [each for each in some if each.entry not in entries]
        if lost:
            keys = _pks_by_key(kind, {each.entry_key for each in lost}, using)
            entries |= entries_by_pk(kind, set(keys.values()), using)
            for each in lost:
                each.entry = keys.get(each.entry_key)
        nodes = {pk: dict(nodes_of(node)) for pk, node in entries.items()}
        for each in some:
            _settle(each, nodes.get(each.entry))
        changed += [each for each in some if before[each.pk] != _kept(each)]
    update_each(Confirmation._base_manager.using(using), changed, KEPT)


def _kept(each: Confirmation) -> list:
    return [getattr(each, name) for name in KEPT]


def _settle(each: Confirmation, nodes: dict[str, Node] | None) -> None:
    """Let a confirmation say what an entry says of it."""
    spot = None
    if nodes is None:
        each.entry = None
    else:
        each.entry_key = key_of(nodes[""].instance)
        spot = spot_at(nodes, each.place)
    each.row_kind = spot.row._meta.label_lower if spot else ""
    each.row = spot.row.pk if spot else None
    each.field = spot.field if spot else ""
    each.holds = spot is not None and spot.digest == each.digest


def follow(touched: Touched) -> None:
    """Look again at the confirmations in entries that a change touched, and at new ones."""
    rows = Confirmation._base_manager.using(touched.using)
    for model, keys in touched.rows.items():
        if model is Confirmation:
            look_again(rows.all() if keys is None else rows.filter(pk__in=keys), touched.using)
        elif keys is not None:  # of all, the confirmations themselves are told
            entries = Confirmation.objects.using(touched.using).of_entries(model, keys)
            alone = touched.alone
            known = alone is not None and alone.model is model and alone.tree is not None
            look_again(entries, touched.using, {alone.pk: alone.tree} if known else None)


def follower() -> Follower:
    """Who keeps whether confirmations hold, of the entries of the connected record."""
    paths: dict[type[models.Model], set[str]] = {Confirmation: {"pk"}}
    for file in kinds().values():
        found = {path for path, _schema in file.schema.walk() if path}
        links = {
            f"{path}__{name}" if path else name
            for path, schema in file.schema.walk()
            for name, field in schema.by_name.items()
            if field.many_to_many
        }
        paths[file.schema.model] = {"pk"} | found | links
    return Follower(paths, follow)
