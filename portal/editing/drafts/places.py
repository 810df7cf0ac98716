"""Where the rows of a draft stand in its entry: `sections/3/footnotes/1`.

In a draft rows are named by their places. Those that it makes have other primary keys whenever it
is drawn after it was saved.
"""

import dataclasses
from collections.abc import Iterator

from django.db import models

from policies.admin.groups import is_key
from portal.changes.tracking import written_to
from portal.record import trees
from portal.record.schema import EntrySchema
from portal.record.trees import Node

NEW = "new"


@dataclasses.dataclass(frozen=True)
class Placed:
    """What stands at a place: how such rows are written, the row, and the row that holds it.

    There is no row where one is to be entered.
    """

    schema: EntrySchema
    row: models.Model | None
    owner: models.Model


def entry_of(schema: EntrySchema, pk: int) -> Node:
    """An entry with all its rows, as it is now."""
    [node] = trees.read(schema, {pk}, written_to(None))
    return node


def at(entry: Node, place: str) -> Placed | None:
    """What stands at a place of an entry; None where there is no such place."""
    node, found = entry, None
    steps = place.split("/")
    for name, number in zip(steps[::2], steps[1::2], strict=False):
        schema, owner = node.schema.children.get(name), node.instance
        if schema is None or (found and found.row is None):
            return None
        if number == NEW:
            found = Placed(schema, None, owner)
            continue
        rows = node.children.get(name, [])
        if not (is_key(number) and 0 < int(number) <= len(rows)):
            return None
        node = rows[int(number) - 1]
        found = Placed(schema, node.instance, owner)
    return found if len(steps) % 2 == 0 else None


def places(entry: Node) -> dict[tuple[type[models.Model], int], str]:
    """The places of all rows of an entry, by model and primary key."""
    return {
        (type(node.instance), node.instance.pk): place for node, place in _below(entry, "") if place
    }


def _below(node: Node, place: str) -> Iterator[tuple[Node, str]]:
    yield node, place
    for name, rows in node.children.items():
        for number, row in enumerate(rows, start=1):
            yield from _below(row, f"{place}/{name}/{number}".lstrip("/"))


def owner_of(place: str) -> tuple[str, str]:
    """The place of what holds a row, and the name of the rows beside it."""
    before, _slash, _number = place.rpartition("/")
    owner, _slash, name = before.rpartition("/")
    return owner, name
