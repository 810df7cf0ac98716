"""Rows into the database, as fast as it takes them: past the ORM, indexes made afterwards."""

import contextlib
import multiprocessing
import os
from collections.abc import Iterator

from django.core.management.color import no_style
from django.db import connection

from tests.bench.generator import VARYING, Generator, table

NULL = str(None)  # how Python writes None is how COPY is told to read it


def write(generator: Generator) -> None:
    """Write the record that `generator` makes into the database of the settings.

    Nobody else may use the database meanwhile.
    """
    names = [table(model).name for model in VARYING]
    on_sqlite = connection.vendor == "sqlite"
    with _without_indexes_sqlite(names) if on_sqlite else _without_indexes_postgresql(names):
        store(generator)


def store(generator: Generator) -> None:
    """Write the rows, and let the database go on counting after them."""
    tables = {model: table(model) for model in VARYING}
    on_sqlite = connection.vendor == "sqlite"
    for rows in _made(generator):
        for model, made in rows.items():
            (_insert if on_sqlite else _copy)(tables[model], made)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(VARYING)):
            cursor.execute(statement)


def _made(generator: Generator) -> Iterator[dict]:
    """The blocks in order; made by processes of their own where there are several."""
    if len(generator.blocks) == 1:
        yield generator.block(0)
        return
    # A forked process may not use its parent's connection; it makes rows and needs none.
    with multiprocessing.get_context("fork").Pool(os.cpu_count() or 1) as pool:
        yield from pool.imap(generator.block, generator.blocks)


def _insert(table, rows) -> None:
    columns = ", ".join(f'"{name}"' for name in (*table.columns, *table.constants))
    # Constants stand in the statement once, not in every row.
    fixed = [_literal(value) for value in table.constants.values()]
    marks = ", ".join(["?"] * len(table.columns) + fixed)
    statement = f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})'
    connection.connection.executemany(statement, rows)


def _literal(value) -> str:
    if value is None:
        return "NULL"
    return (
        str(int(value)) if isinstance(value, (bool, int)) else f"""'{value.replace("'", "''")}'"""
    )


def _copy(table, rows) -> None:
    columns = ", ".join(f'"{name}"' for name in (*table.columns, *table.constants))
    fixed = [str(value).replace("%", "%%") for value in table.constants.values()]
    line = "\t".join(["%s"] * len(table.columns) + fixed) + "\n"
    statement = f"COPY \"{table.name}\" ({columns}) FROM STDIN (NULL '{NULL}')"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write("".join([line % row for row in rows]))


@contextlib.contextmanager
def _without_indexes_sqlite(names: list[str]) -> Iterator[None]:
    """One transaction without the indexes, which are made again at its end."""
    connection.ensure_connection()
    database = connection.connection
    marks = ", ".join("?" * len(names))
    found = database.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql > '' "
        f"AND tbl_name IN ({marks})",
        names,
    ).fetchall()
    # Nobody else uses the file, and it is thrown away when this fails.
    for pragma in (
        "journal_mode=OFF",
        "synchronous=OFF",
        "foreign_keys=OFF",
        "cache_size=-1000000",
    ):
        database.execute(f"PRAGMA {pragma}")
    database.execute("BEGIN")
    for name, _statement in found:
        database.execute(f'DROP INDEX "{name}"')
    yield
    for _name, statement in found:
        database.execute(statement)
    database.execute("COMMIT")
    connection.close()


@contextlib.contextmanager
def _without_indexes_postgresql(names: list[str]) -> Iterator[None]:
    """Without the indexes and the keys between tables, which are made again at the end."""
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) "
            "FROM pg_constraint WHERE contype IN ('u', 'f') AND conrelid::regclass::text = ANY(%s) "
            "ORDER BY contype DESC, conname",
            [names],
        )
        constraints = cursor.fetchall()
        for relation, name, _definition in constraints:
            cursor.execute(f'ALTER TABLE {relation} DROP CONSTRAINT "{name}"')
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) "
            "AND indexname NOT IN (SELECT conname FROM pg_constraint)",
            [names],
        )
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _name, definition in indexes:
            cursor.execute(definition)
        for relation, name, definition in constraints:
            cursor.execute(f'ALTER TABLE {relation} ADD CONSTRAINT "{name}" {definition}')
