"""A record whose rows are wide, and whose last one fails to be read: seen so by one server alone.

A view stands before a table: on PostgreSQL in a schema of its own that the server is told to look
into first, on SQLite in a copy of the file.
"""

import contextlib
import pathlib
import sqlite3
from collections.abc import Iterator

import psycopg
from django.conf import settings

from tests.e2e.serving import Site

TABLE = "measures_measuresubject"
ADDRESS = "/measure-subjects.csv?profile=data"
COLUMN = "phrase"
SCHEMA = "failing"
SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
# A cell that no buffer on the way holds a thousand of.
WIDE = "hex(zeroblob(30000))" if SQLITE else "repeat('x', 60000)"
# What is done when the last row is read.
NOTHING = "1"
ENDED = (
    "json_extract('{}', 'no path' || id)" if SQLITE else "pg_terminate_backend(pg_backend_pid())"
)
STUCK = "pg_sleep(600)"  # PostgreSQL alone
# Said to be stable, so that PostgreSQL calls it for those alone who ask for the column.
FUNCTION = f"""
CREATE FUNCTION {SCHEMA}.last(key bigint) RETURNS text STABLE LANGUAGE plpgsql
AS $$ BEGIN PERFORM %s; RETURN 'x'; END $$
"""


@contextlib.contextmanager
def record(site: Site, folder: pathlib.Path, last: str, options: str = "") -> Iterator[str]:
    """A database, by its address, that does `last` when the last row of `ADDRESS` is read."""
    url = site.environment["DATABASE_URL"]
    if SQLITE:
        copy = folder / "failing.sqlite3"
        _copy(pathlib.Path(url.removeprefix("sqlite:///")), copy, last)
        yield f"sqlite:///{copy}"
        return
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(f"SELECT * FROM {TABLE} LIMIT 0")
        connection.execute(f"CREATE SCHEMA {SCHEMA}")
        try:
            names = [column.name for column in found.description]
            connection.execute(FUNCTION % last)
            view = _view(f"public.{TABLE}", names, f"{SCHEMA}.last(id)")
            connection.execute(f"CREATE VIEW {SCHEMA}.{TABLE} AS {view}")
            yield f"{url}?options=-c search_path={SCHEMA},public {options}"
        finally:
            connection.execute(f"DROP SCHEMA {SCHEMA} CASCADE")


def _copy(original: pathlib.Path, copy: pathlib.Path, last: str) -> None:
    with (
        contextlib.closing(sqlite3.connect(original)) as source,
        contextlib.closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
        found = target.execute(f"SELECT * FROM {TABLE} LIMIT 0")
        names = [name for name, *_more in found.description]
        target.execute("PRAGMA legacy_alter_table = ON")  # no other table follows the new name
        target.execute(f"ALTER TABLE {TABLE} RENAME TO behind")
        target.execute(f"CREATE VIEW {TABLE} AS {_view('behind', names, last)}")


def _view(table: str, names: list[str], last: str) -> str:
    ending = f"CASE WHEN id = (SELECT max(id) FROM {table}) THEN {last} ELSE {WIDE} END"
    columns = (f"{ending} AS {COLUMN}" if name == COLUMN else f'"{name}"' for name in names)
    return f"SELECT {', '.join(columns)} FROM {table}"
