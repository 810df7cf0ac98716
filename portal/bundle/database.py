"""The bundle as one SQLite file: typed tables with their keys, filled from the CSV files."""

import contextlib
import csv
import itertools
import pathlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence

from portal.bundle.declared import ForeignKey, Resource
from portal.lists.columns import Column, Kind

TYPES = {Kind.INTEGER: "INTEGER", Kind.DECIMAL: "REAL", Kind.BOOLEAN: "INTEGER"}
READ: dict[str, Callable[[str], object]] = {
    Kind.INTEGER: int,
    Kind.DECIMAL: float,
    Kind.BOOLEAN: {"true": 1, "false": 0}.__getitem__,
}
# Nothing of the file is worth keeping where it does not come to its end.
QUICK = ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE")


class Dangling(Exception):
    """A row that names another which is not there."""


def write(
    path: pathlib.Path, resources: Sequence[Resource], folder: pathlib.Path, views: str = ""
) -> None:
    """Write all tables, read from the CSV files in a folder, and `views`, statements of SQL.

    Raises Dangling where a key leads nowhere: such a file would not be what it says it is.
    """
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        for each in QUICK:
            database.execute(f"PRAGMA {each}")
        database.execute("BEGIN")
        for resource in resources:
            database.execute(create(resource))
            columns = resource.columns
            marks = ", ".join("?" * len(columns))
            insert = f"INSERT INTO {quoted(resource.name)} VALUES ({marks})"
            database.executemany(insert, cells(folder / resource.csv, columns))
            for number, key in enumerate(indexed(resource)):
                name = quoted(f"{resource.name}_{number}")
                database.execute(f"CREATE INDEX {name} ON {quoted(resource.name)} ({listed(key)})")
        database.execute("COMMIT")
        database.executescript(views)
        if broken := database.execute("PRAGMA foreign_key_check").fetchall():
            table, row, other, _number = broken[0]
            raise Dangling(f"Row {row} of {table} names a row of {other} that is not there.")


def create(resource: Resource) -> str:
    """The statement that makes a table."""
    lines = [line(column, column.name in resource.key) for column in resource.columns]
    lines.append(f"PRIMARY KEY ({listed(resource.key)})")
    lines += [reference(key) for key in resource.foreign_keys]
    return f"CREATE TABLE {quoted(resource.name)} (\n  " + ",\n  ".join(lines) + "\n) STRICT"


def line(column: Column, required: bool) -> str:
    """A column in the statement."""
    name = quoted(column.name)
    told = f"{name} {TYPES.get(column.kind, 'TEXT')}" + (" NOT NULL" if required else "")
    return f"{told} CHECK ({name} IN (0, 1))" if column.kind == Kind.BOOLEAN else told


def reference(key: ForeignKey) -> str:
    """A foreign key in the statement."""
    there = f"{quoted(key.table)} ({listed(key.references)})"
    return f"FOREIGN KEY ({listed(key.columns)}) REFERENCES {there}"


def indexed(resource: Resource) -> Iterator[tuple[str, ...]]:
    """The columns by which rows are looked for besides, each once."""
    for key in dict.fromkeys(each.columns for each in resource.foreign_keys):
        if key != resource.key[: len(key)]:
            yield key


def cells(path: pathlib.Path, columns: Sequence[Column]) -> Iterator[list]:
    """The rows of a CSV file as values; an empty cell is none."""
    read = [READ.get(column.kind, str) for column in columns]
    with path.open(encoding="utf-8", newline="") as file:
        for row in itertools.islice(csv.reader(file), 1, None):
            yield [of(cell) if cell else None for of, cell in zip(read, row, strict=True)]


def quoted(name: str) -> str:
    """A name as SQL takes it, whatever words it knows."""
    return f'"{name}"'


def listed(names: Sequence[str]) -> str:
    """Some names, one after the other."""
    return ", ".join(map(quoted, names))
