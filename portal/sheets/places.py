"""Where the rows of a model stand in the forms of entries, and how a table names them."""

import copy
import dataclasses
import functools
from collections.abc import Iterator

from django.db import models

from portal.record.edits import Key
from portal.record.matching import Row, spread, step
from portal.record.merging import name_of
from portal.record.schema import EntrySchema, RecordFile, kinds

Path = tuple[str, ...]
# What stands in place of the name of a row that is to be made.
NEW = "+"


@dataclasses.dataclass(frozen=True)
class Place:
    """The rows of one schema in the entries of one kind.

    `names` are the lists from the entry down to them, none for the entry itself. `back` is the
    field path from a row to its entry.
    """

    kind: str
    names: tuple[str, ...]
    schema: EntrySchema
    back: str


def _walk(schema: EntrySchema, names: tuple[str, ...], back: str) -> Iterator[tuple]:
    yield names, schema, back
    for name, child in schema.children.items():
        up = f"{child.parent}__{back}" if back else child.parent
        yield from _walk(child, (*names, name), up)


def places() -> tuple[Place, ...]:
    """All places of the connected record."""
    return _places(tuple(kinds().values()))


@functools.cache
def _places(files: tuple[RecordFile, ...]) -> tuple[Place, ...]:
    return tuple(
        Place(file.schema.kind, names, schema, back)
        for file in files
        for names, schema, back in _walk(file.schema, (), "")
    )


def places_of(model: type[models.Model]) -> list[Place]:
    """Where rows of a model stand; a row stands in one of them."""
    return [place for place in places() if place.schema.model is model]


def place_at(kind: str, names: tuple[str, ...]) -> Place | None:
    """The place in a kind of entries to which lists lead."""
    found = (place for place in places() if place.kind == kind and place.names == names)
    return next(found, None)


def row_name(path: Path) -> str:
    """What a table calls a row: the lists and names that lead to it."""
    return name_of(path)


def path_of(name: str) -> Path:
    """The path that the name of a row stands for."""
    parts = name.split("/") if name else []
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in parts)


@dataclasses.dataclass
class Held:
    """A row in a form: what it is, and the list that holds it, None where it stands alone."""

    row: Row
    schema: EntrySchema
    names: tuple[str, ...]
    beside: list[Row] | None = None
    above: Row | None = None


def opened(schema: EntrySchema, form: Row) -> Row:
    """A copy of a form in which every row is names and values, and each list a list."""
    return _opened(schema, copy.deepcopy(form))


def _opened(schema: EntrySchema, row: Row) -> Row:
    for name, child in schema.children.items():
        if name in row:
            rows = [row[name]] if child.one else row[name]
            rows = [_opened(child, spread(child, each)) for each in rows]
            row[name] = rows[0] if child.one else rows
    return row


def held_in(schema: EntrySchema, form: Row) -> dict[Path, Held]:
    """The rows of a form that was opened, by the paths that a table calls them by."""
    return dict(_held(schema, form, (), (), None, None))


def _held(schema, row, path, names, beside, above) -> Iterator[tuple[Path, Held]]:
    yield path, Held(row, schema, names, beside, above)
    for name, child in schema.children.items():
        if name not in row:
            continue
        if child.one:
            yield from _held(child, row[name], (*path, name), (*names, name), None, row)
        else:
            for number, each in enumerate(row[name]):
                where = (*path, name, step(child, each, number))
                yield from _held(child, each, where, (*names, name), row[name], row)


@functools.cache
def key_names(schema: EntrySchema) -> tuple[str, ...]:
    """The fields of an entry that make its key."""
    return tuple(dict.fromkeys(path.partition("__")[0] for path in schema.model.KEY))


def named_by(schema: EntrySchema, key: Key) -> Row | None:
    """The fields that a key tells of an entry; None where it cannot be one."""
    names, paths = key_names(schema), schema.model.KEY
    parts = key[1].split("/")
    if len(parts) != len(paths) or not all(parts):
        return None
    told: dict[str, list[str]] = {name: [] for name in names}
    for path, part in zip(paths, parts, strict=True):
        told[path.partition("__")[0]].append(part)
    return {name: "/".join(some) for name, some in told.items()}
