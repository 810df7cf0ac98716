"""Where a row stands in its entry, so that it is found again where its key is another or it went.

A place is the number of the row in the list that it stands in, behind that of the row which holds
the list, and so on from the entry: nothing for the entry itself.
"""

from collections.abc import Iterator

from django.db import models

from portal.record.schema import EntrySchema, kinds

# The schemas on the way from an entry to a row, that of the row last.
Way = tuple[EntrySchema, ...]


def ways_to(model: type[models.Model]) -> Iterator[tuple[str, Way]]:
    """The kinds of entries that have rows of a model, each with the way to them."""
    for kind, file in kinds().items():
        yield from ((kind, way) for way in _below(file.schema, (), model))


def _below(schema: EntrySchema, way: Way, model: type[models.Model]) -> Iterator[Way]:
    if schema.model is model:
        yield way
    for child in schema.children.values():
        yield from _below(child, (*way, child), model)


def entry_of(row: models.Model) -> tuple[models.Model, Way] | None:
    """The entry that a row belongs to, and the way to it; None of a row of no entry."""
    for _kind, way in ways_to(type(row)):
        owner = row
        for schema in reversed(way):
            owner = owner and getattr(owner, schema.parent)
        if owner is not None:
            return owner, way
    return None


def place_of(row: models.Model, way: Way) -> tuple[int, ...]:
    """The place of a row to which a way leads."""
    numbers = []
    for schema in reversed(way):
        owner = getattr(row, schema.parent)
        numbers.append(_beside(schema, owner.pk).index(row.pk))
        row = owner
    return tuple(reversed(numbers))


def row_at(entry: int, way: Way, place: tuple[int, ...]) -> int | None:
    """The primary key of the row at a place of an entry; None where there is none."""
    pk = entry
    for schema, number in zip(way, place, strict=True):
        pks = _beside(schema, pk)
        if number >= len(pks):
            return None
        pk = pks[number]
    return pk


def _beside(schema: EntrySchema, owner: int) -> list[int]:
    """The primary keys of the rows of one list, in its order."""
    rows = schema.model._base_manager.filter(**{schema.parent: owner})
    return list(rows.values_list("pk", flat=True))
