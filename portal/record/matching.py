"""Which row of a form is which row of another form of the same entry.

A row is known by what names it among its siblings: its code, or the fields of a rule that none of
them may share. Rows without names are known by being equal. What is left over on both sides is
paired by likeness, so that a row of which the name itself was changed is that row still, and not
one that went and one that came.
"""

import json
from collections.abc import Mapping, Sequence

from django.db import models

from portal.record.schema import EntrySchema

# Left-over rows are the same where at least this share of their names and values is.
LIKE = 0.5

Row = dict
# The places of one row in two lists.
Pair = tuple[int, int]


def spread(schema: EntrySchema, row) -> Row:
    """A row as names and values, also one that is written as a bare string."""
    return row if isinstance(row, dict) else {schema.plain: row}


def folded(schema: EntrySchema, row: Row):
    """A row as it is written: as a bare string where nothing but that is filled."""
    return row[schema.plain] if schema.plain and row.keys() == {schema.plain} else row


def key_fields(schema: EntrySchema) -> tuple[str, ...]:
    """The fields that name a row among its siblings; nothing where no rule says so."""
    if schema.local:
        return (schema.local,)
    for rule in schema.model._meta.constraints:
        if isinstance(rule, models.UniqueConstraint) and schema.parent in rule.fields:
            names = tuple(name for name in rule.fields if name != schema.parent)
            if names and not rule.condition:
                return names
    return ()


def key_of(schema: EntrySchema, row: Row) -> tuple:
    """What a row is known by: the values that name it, or everything it says."""
    names = key_fields(schema)
    if names:
        return tuple(row.get(name) for name in names)
    return (json.dumps(row, sort_keys=True, ensure_ascii=False),)


def step(schema: EntrySchema, row: Row, place: int) -> str:
    """What a row is called on a path: the values that name it, or its number in the list."""
    if not key_fields(schema):
        return f"#{place + 1}"
    return " ".join(str(value) for value in key_of(schema, row) if value is not None)


def same_key(schema: EntrySchema, old: Sequence[Row], new: Sequence[Row]) -> list[Pair]:
    """The pairs of rows that are known by the same; of several, each by its turn."""
    places: dict[tuple, list[int]] = {}
    for place, row in enumerate(old):
        places.setdefault(key_of(schema, row), []).append(place)
    found = []
    for place, row in enumerate(new):
        if waiting := places.get(key_of(schema, row)):
            found.append((waiting.pop(0), place))
    return found


def likeness(old: Mapping, new: Mapping) -> float:
    """The share of names that two rows fill alike."""
    names = old.keys() | new.keys()
    return sum(old.get(name) == new.get(name) for name in names) / len(names) if names else 1.0


def pairs(schema: EntrySchema, old: Sequence[Row], new: Sequence[Row]) -> list[Pair]:
    """The places of each row that stands in both lists, by its place in the new one."""
    found = same_key(schema, old, new)
    gone = set(range(len(old))) - {place for place, _new in found}
    come = set(range(len(new))) - {place for _old, place in found}
    alike = sorted(
        (-share, abs(one - other), one, other)
        for one in gone
        for other in come
        if (share := likeness(old[one], new[other])) >= LIKE
    )
    for _share, _distance, one, other in alike:
        if one in gone and other in come:
            found.append((one, other))
            gone.remove(one)
            come.remove(other)
    return sorted(found, key=lambda pair: pair[1])
