"""Databases for tests, copied from ones that are made once for each state of the code.

Making one takes seconds (`migrate`, then `load_record`), copying it hundredths of one. So the first
process that needs it makes a template, named by a digest of all it depends on, and every process
copies that: into memory on SQLite, by `CREATE DATABASE … TEMPLATE` on PostgreSQL.

A test sees the small record (`tests/small_record.py`), so that no edit of the bundled one breaks a
test of code. Tests about the bundled record are marked `bundled`, those of a site that nothing was
loaded into `empty`.
"""

import contextlib
import fcntl
import hashlib
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from tests.small_record import RECORD

ROOT = pathlib.Path(settings.BASE_DIR)
STORE = ROOT / "var" / "test"
# Code that neither makes tables nor loads, indexes or writes a row. All other code is counted.
HARMLESS = ("admin", "charts", "columns", "help", "pictures", "templatetags")
HARMLESS_FILES = ("urls.py", "caching.py", "sheets.py", "sitemaps.py", "gallery.py")
# Trees beside each other have templates of their own on a server that they share: locks are files
# of each tree.
PREFIX = f"shirube_test_{hashlib.sha256(str(ROOT).encode()).hexdigest()[:6]}_"
KINDS = ("small", "bundled", "empty")
# The databases on the server that this process made and still reads.
IN_USE: set[str] = set()


def kind_of(item: pytest.Item) -> str:
    """The kind of record that a test is marked with."""
    marked = [kind for kind in KINDS if item.get_closest_marker(kind)]
    return marked[-1] if marked else KINDS[0]


def spread(folder: pathlib.Path, files: dict[str, str]) -> pathlib.Path:
    """`folder`, filled with files of a record given as texts by path."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def digest(kind: str) -> str:
    """What names a template: another one wherever it could hold other tables or rows."""
    counted = hashlib.sha256(f"{sys.version}\0".encode())
    code = [
        path for app in ("portal", "policies", "measures") for path in (ROOT / app).rglob("*.py")
    ]
    record = (ROOT / "fixtures").rglob("*.yaml") if kind == "bundled" else ()
    for path in sorted([*code, *record, ROOT / "requirements.txt"]):
        within = path.relative_to(ROOT)
        if path.name not in HARMLESS_FILES and not set(within.parts) & set(HARMLESS):
            counted.update(f"{within}\0".encode() + path.read_bytes())
    if kind == "small":
        counted.update(repr(RECORD).encode())
    return counted.hexdigest()[:16]


def is_sqlite() -> bool:
    """Whether this run of the suite is about SQLite; otherwise about PostgreSQL."""
    return settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


def _address(database: str) -> str:
    return urlsplit(settings.DATABASE_URL)._replace(path=f"/{database}").geturl()


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    STORE.mkdir(parents=True, exist_ok=True)
    with (STORE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def fill(url: str, kind: str) -> None:
    """Bring an empty database to the state of a kind, by the site's own commands."""
    with tempfile.TemporaryDirectory() as scratch:
        commands = {
            "empty": [["migrate"]],
            "small": [["migrate"], ["load_record", scratch]],
            "bundled": [["migrate"], ["load_record"]],
        }
        spread(pathlib.Path(scratch), RECORD)
        for words in commands[kind]:
            command = [sys.executable, "manage.py", *words, "--verbosity=0"]
            done = subprocess.run(
                command,
                cwd=ROOT,
                env=os.environ | {"DATABASE_URL": url},
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, f"{' '.join(words)}: {done.stdout}{done.stderr}"


def sqlite_template(kind: str) -> pathlib.Path:
    """The file to copy, made if there is none for this state of the code."""
    template = STORE / f"{kind}-{digest(kind)}.sqlite3"
    with _one_at_a_time():
        if not template.exists():
            for old in STORE.glob(f"{kind}-*"):
                old.unlink()
            unfinished = template.with_suffix(".unfinished")
            fill(f"sqlite:///{unfinished}", kind)
            with contextlib.closing(sqlite3.connect(unfinished)) as filled:
                # So that the file alone holds everything.
                filled.execute("PRAGMA journal_mode=DELETE")
            unfinished.rename(template)
    return template


def _named(server: psycopg.Connection, start: str) -> set[str]:
    found = server.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [start]
    )
    return {name for (name,) in found}


def _drop(server: psycopg.Connection, name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _make(server: psycopg.Connection, name: str, template: str) -> None:
    make = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    server.execute(make.format(sql.Identifier(name), sql.Identifier(template)))


def _postgresql_template(server: psycopg.Connection, kind: str) -> str:
    """The name of the database to copy, made if there is none for this state of the code."""
    template = f"{PREFIX}{kind}_{digest(kind)}"
    if not _named(server, template):
        for old in _named(server, f"{PREFIX}{kind}_"):
            _drop(server, old)
        unfinished = f"{PREFIX}{kind}_unfinished"
        _make(server, unfinished, "template0")
        fill(_address(unfinished), kind)
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        server.execute(rename.format(sql.Identifier(unfinished), sql.Identifier(template)))
    return template


@contextlib.contextmanager
def postgresql_copy(kind: str, name: str) -> Iterator[str]:
    """A database called `name` with the record of a kind, dropped at the end; its address.

    Fails where this process has one of that name, which would be dropped under who reads it.
    """
    assert name not in IN_USE, f"this process reads a database called {name}"
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as server:
        _drop(server, name)
        with _one_at_a_time():  # PostgreSQL copies no database that another session copies
            _make(server, name, _postgresql_template(server, kind))
        IN_USE.add(name)
        try:
            yield _address(name)
        finally:
            _drop(server, name)
            IN_USE.remove(name)


@contextlib.contextmanager
def own_copy(kind: str, name: str, folder: pathlib.Path) -> Iterator[str]:
    """A database for processes of a test's own, with the record of a kind; its address.

    It is of the kind that this run is about: a file in `folder`, or one on the server.
    """
    if is_sqlite():
        path = folder / f"{name}.sqlite3"
        shutil.copyfile(sqlite_template(kind), path)
        yield f"sqlite:///{path}"
        return
    server = urlsplit(settings.DATABASE_URL)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    with postgresql_copy(kind, f"{server.path.strip('/')}_{name}{worker}") as address:
        yield address


class Databases:
    """The copies of one process, each made when a test first asks for its kind."""

    def __init__(self):
        self.kept = contextlib.ExitStack()
        self.names: dict[str, str] = {}
        self.before = connection.settings_dict["NAME"]

    def use(self, kind: str) -> None:
        """Let Django's connection lead to the copy of a kind."""
        if kind not in self.names:
            self.names[kind] = self._copied(kind)
        if connection.settings_dict["NAME"] != self.names[kind]:
            # Django's own close() leaves a database in memory open.
            BaseDatabaseWrapper.close(connection)
            connection.settings_dict["NAME"] = self.names[kind]

    def close(self) -> None:
        """Leave nothing behind."""
        BaseDatabaseWrapper.close(connection)
        connection.settings_dict["NAME"] = self.before
        self.kept.close()

    def _copied(self, kind: str) -> str:
        if not is_sqlite():
            name = f"{self.before}_{kind}_{os.environ.get('PYTEST_XDIST_WORKER', 'test')}"
            self.kept.enter_context(postgresql_copy(kind, name))
            return name
        name = f"file:{kind}?mode=memory&cache=shared"
        # A database in memory stays while a connection to it does.
        memory = self.kept.enter_context(
            contextlib.closing(sqlite3.connect(name, uri=True, check_same_thread=False))
        )
        with contextlib.closing(sqlite3.connect(sqlite_template(kind))) as template:
            template.backup(memory)
        return name
