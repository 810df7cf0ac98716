"""What a table asks of entries: the cells that differ, row by row, and what is refused of it."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from portal.record.edits import Key
from portal.record.matching import Row
from portal.record.schema import EntrySchema, plainly, tidied
from portal.sheets.places import Held, Path, held_in, opened

SET, MADE, DELETED = "set", "made", "deleted"


@dataclasses.dataclass
class RowEdit:
    """What one row of a table asks: where it stands there, and the row of the entry it is of.

    `path` leads to the row; of one that is made to what is to hold it, and the list. `values` are
    those that differ, None for none.
    """

    sheet: str
    number: int
    path: list[str]
    deed: str
    values: dict[str, Any] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass
class EntryEdit:
    """What a file asks of one entry, made from its revision `base`; 0 of one that is to be made."""

    kind: str
    key: str
    base: int
    rows: list[RowEdit] = dataclasses.field(default_factory=list)

    @property
    def at(self) -> Key:
        """The kind and the readable key of the entry."""
        return self.kind, self.key

    @property
    def numbers(self) -> str:
        """The rows of the file that ask for it."""
        return ", ".join(dict.fromkeys(f"{row.sheet}:{row.number}" for row in self.rows))


@dataclasses.dataclass(frozen=True)
class Refusal:
    """A cell, or where `column` is empty a row, or a whole table, that is not taken, and why."""

    sheet: str
    number: int
    column: str
    value: str
    reason: str


def packed(edits: Sequence[EntryEdit]) -> list:
    """Edits as JSON holds them."""
    return [dataclasses.asdict(each) for each in edits]


def unpacked(some: Sequence[dict]) -> list[EntryEdit]:
    """The same back."""
    return [
        EntryEdit(**{**each, "rows": [RowEdit(**row) for row in each["rows"]]}) for each in some
    ]


def mine(schema: EntrySchema, base: Row | None, edit: EntryEdit, first: Row) -> Row | None:
    """The form that an edit makes of the one that it was made from; None deletes the entry.

    `first` are the fields that name an entry that is made. All rows are found before one is
    changed, as a row without a name is told by its place.
    """
    form = opened(schema, base if base is not None else first)
    held = held_in(schema, form)
    found: list[tuple[RowEdit, Held]] = []
    for row in edit.rows:
        path: Path = tuple(row.path)
        found.append((row, held[path[:-1] if row.deed == MADE and path else path]))
    for row, place in found:
        if row.deed == SET or (row.deed == MADE and not row.path):
            set_values(place.row, row.values)
    for row, place in found:
        if row.deed == DELETED:
            if place.above is None:
                return None
            take_out(place)
    for row, place in found:
        if row.deed == MADE and row.path:
            put_in(place, row.path[-1], row.values)
    return tidied(schema, plainly(form))


def set_values(row: Row, values: dict) -> None:
    """Change a row in place."""
    for name, value in values.items():
        if value is None:
            row.pop(name, None)
        else:
            row[name] = value


def take_out(held: Held) -> None:
    """Take a row out of what holds it."""
    if held.beside is None:
        held.above.pop(held.names[-1], None)
    else:
        held.beside[:] = [row for row in held.beside if row is not held.row]


def put_in(held: Held, name: str, values: dict) -> None:
    """Add a row to a list of another."""
    row = {key: value for key, value in values.items() if value is not None}
    if held.schema.children[name].one:
        held.row[name] = row
    else:
        held.row.setdefault(name, []).append(row)
