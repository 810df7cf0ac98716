"""The file of SQLite, whole: by the backup API, while others read and write."""

import contextlib
import pathlib
import sqlite3
from collections.abc import Mapping

from django.db.backends.base.base import BaseDatabaseWrapper

FILE = "database.sqlite3"


def version(_connection: BaseDatabaseWrapper) -> dict[str, str | int]:
    """What the database is."""
    return {"vendor": "sqlite", "version": sqlite3.sqlite_version}


def dump(connection: BaseDatabaseWrapper, folder: pathlib.Path) -> None:
    """Write the state that the transaction of the connection sees."""
    with contextlib.closing(sqlite3.connect(folder / FILE)) as copy:
        connection.connection.backup(copy)
        # So that the one file holds everything, wherever it is carried.
        copy.execute("PRAGMA journal_mode=DELETE")


def look_at(_connection: BaseDatabaseWrapper, _told: Mapping[str, str | int]) -> None:
    """Nothing: any SQLite reads the files of every other."""


def load(connection: BaseDatabaseWrapper, folder: pathlib.Path, _replaced: list[str]) -> None:
    """Put the state of a backup in the place of what there is, all of it or nothing."""
    connection.ensure_connection()
    address = f"{(folder / FILE).absolute().as_uri()}?mode=ro"
    with contextlib.closing(sqlite3.connect(address, uri=True)) as copy:
        copy.backup(connection.connection)
    # The file brought its own way to write; the next connection says that of the site again.
    connection.close()
