"""What the tables of a bundle are, for every form that it is given in: read from the columns."""

import dataclasses
import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from portal.lists.columns import Column
from portal.lists.declaration import Table
from portal.pages.changes.log import Between
from portal.pages.changes.log import table as table_of_changes
from portal.pages.lists import DICTIONARY, RECORD


@dataclasses.dataclass(frozen=True)
class ForeignKey:
    """Columns whose values are those of `references` in one row of a table, unless one is empty."""

    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Resource:
    """A table of the bundle, and how its rows refer to those of others."""

    table: Table
    foreign_keys: tuple[ForeignKey, ...]
    # Where its rows stand as CSV, if not among the tables of the record.
    path: str = ""

    @property
    def name(self) -> str:
        """Its name in all forms."""
        return self.table.table

    @property
    def columns(self) -> list[Column]:
        """Its columns."""
        return self.table.data_columns

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that name a row."""
        return self.table.key

    @property
    def csv(self) -> str:
        """Where its rows stand as CSV."""
        return self.path or f"data/{self.name}.csv"

    @property
    def parquet(self) -> str:
        """Where its rows stand as Parquet."""
        return f"parquet/{self.name}.parquet"

    def is_whole(self, key: ForeignKey) -> bool:
        """Whether the columns of a foreign key are filled together or not at all.

        Not so where one is of the row's own key and another is not: a pillar at the top has a
        framework and no pillar above. Formats without NULL would look for a row of both.
        """
        own = [each in self.key for each in key.columns]
        return all(own) or not any(own)

    def enum(self, column: Column) -> list[str]:
        """The codes that cells of a column may hold; empty where it holds something else."""
        return [each for each in column.choices.values if each] if column.choices else []


@functools.cache
def resources() -> tuple[Resource, ...]:
    """All tables of the record, with the two that tell of them, in the order of the data page."""
    return declared((*RECORD, *DICTIONARY))


@functools.cache
def changes() -> Resource:
    """What changed since the record was first loaded: no table of the record, and without a key.

    What a row is about is told by a path that is empty where it is the entry itself.
    """
    return Resource(dataclasses.replace(table_of_changes(Between()), key=()), (), "CHANGES.csv")


def declared(tables: Sequence[Table]) -> tuple[Resource, ...]:
    """Some tables that refer to nothing but each other."""
    known = {table.table: table for table in tables}
    known |= {table.keys_of: table for table in tables if table.keys_of}
    return tuple(Resource(table, tuple(foreign_keys(table, known))) for table in tables)


def foreign_keys(table: Table, known: Mapping[str, Table]) -> Iterator[ForeignKey]:
    """The keys by which rows of a table name rows of others, or of itself.

    A cell with several values names several rows, which no format of tables can say.
    """
    columns = table.data_columns
    for place, column in enumerate(columns):
        if not column.refers or column.several:
            continue
        owner, _point, name = column.refers.partition(".")
        target = known[owner]
        *before, last = target.key
        if last != name:
            raise ValueError(f"{table.name}.{column.name} refers to {column.refers}, no key.")
        own = {each.name: each for each in target.data_columns}
        beside = (nearest(columns[:place], own[each]) for each in before)
        yield ForeignKey((*beside, column.name), target.table, target.key)


def nearest(columns: Iterable[Column], part: Column) -> str:
    """The last of some columns that refers to what a part of another table's key refers to."""
    return [each.name for each in columns if each.refers == part.refers][-1]
