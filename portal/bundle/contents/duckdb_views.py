"""The tables of a bundle as views of DuckDB, each column with the type that is declared."""

from collections.abc import Iterator

from portal.lists.columns import Kind
from portal.lists.declaration import Table
from portal.pages.lists import DICTIONARY, RECORD

# What is not named is text.
TYPES = {
    Kind.INTEGER: "BIGINT",
    Kind.DECIMAL: "DOUBLE",
    Kind.BOOLEAN: "BOOLEAN",
    Kind.DATE: "DATE",
}
HEAD = """\
-- Run it in the folder of the bundle. 一式のフォルダーで実行すること。
-- Types are declared: without them Norway (no) becomes false, and 01 becomes 1.
"""


def views() -> bytes:
    """The statements that make them."""
    return "\n".join([HEAD, *statements()]).encode()


def statements() -> Iterator[str]:
    """A statement for each table."""
    for table in (*RECORD, *DICTIONARY):
        yield (
            f'CREATE VIEW "{table.table}" AS SELECT * FROM read_csv(\n'
            f"  'data/{table.table}.csv', header = true, delim = ',',\n"
            f"  quote = '\"', escape = '\"', nullstr = '',\n"
            f"  columns = {{{', '.join(columns(table))}}}\n"
            ");"
        )


def columns(table: Table) -> Iterator[str]:
    """Each column with its type."""
    for column in table.data_columns:
        yield f"'{column.name}': '{TYPES.get(column.kind, 'VARCHAR')}'"
