"""The databases that are measured: built once, kept in var/bench until what they hold changes."""

import contextlib
import dataclasses
import hashlib
import os
import pathlib
import secrets
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "bench"
CLUSTER = FOLDER / "cluster"
PASSWORD = FOLDER / "cluster-password"
# What the rows depend on. The search index knows itself whether it fits the code.
RECORD = ("tests/bench/[glw]*.py", "*/migrations/*.py", "*/*/migrations/*.py", "fixtures/**/*.yaml")


class Missing(Exception):
    """Something that this machine lacks, in words for the person who started the benchmark."""


@dataclasses.dataclass(frozen=True)
class Database:
    """One built database: how many measures, which kind, and where."""

    size: int
    vendor: str
    url: str

    @property
    def folder(self) -> pathlib.Path:
        """Where its files lie; for PostgreSQL only the note of what it was built from."""
        return FOLDER / f"{self.size}-{self.vendor}"

    @property
    def name(self) -> str:
        """What PostgreSQL calls it."""
        return f"shirube_bench_{self.size}"

    @property
    def tree(self) -> pathlib.Path:
        """The code that serves it."""
        return ROOT

    @property
    def serving(self) -> list[str]:
        """What Python is started with to serve it."""
        return ["manage.py", "serve"]

    @property
    def path(self) -> pathlib.Path:
        """The file of a SQLite database."""
        return self.folder / "shirube.sqlite3"

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs in its environment to use it."""
        settings = {"DATABASE_URL": self.url, "DJANGO_SETTINGS_MODULE": "portal.settings"}
        return os.environ | settings


def fingerprint(patterns: tuple[str, ...]) -> str:
    """A short name for the contents of the files that match."""
    found = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            found.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return found.hexdigest()[:16]


def ready(size: int, vendor: str, server: str | None) -> Database:
    """The database of `size` measures: as it stands, or built; `server` is where PostgreSQL is."""
    database = Database(size, vendor, _url(size, vendor, server))
    note = database.folder / "built-from"
    record = fingerprint(RECORD)
    if note.exists() and note.read_text() == record and _exists(database, server):
        print(f"  {size:,} measures on {vendor}: kept from an earlier run", flush=True)
        _run(database, "index")
        return database
    note.unlink(missing_ok=True)
    print(f"  {size:,} measures on {vendor}: building", flush=True)
    empty(database, server)
    _run(database, "record")
    note.write_text(record)
    return database


def _url(size: int, vendor: str, server: str | None) -> str:
    if vendor == "sqlite":
        return f"sqlite:///{FOLDER / f'{size}-sqlite' / 'shirube.sqlite3'}"
    return urlsplit(server)._replace(path=f"/shirube_bench_{size}").geturl()


def _exists(database: Database, server: str | None) -> bool:
    if database.vendor == "sqlite":
        return database.path.exists()
    with psycopg.connect(server) as connection:
        query = "SELECT 1 FROM pg_database WHERE datname = %s"
        return connection.execute(query, [database.name]).fetchone() is not None


def empty(database: Database, server: str | None) -> None:
    """Make it anew, with nothing in it."""
    shutil.rmtree(database.folder, ignore_errors=True)
    database.folder.mkdir(parents=True)
    if database.vendor == "postgresql":
        drop(database.name, server)
        with psycopg.connect(server, autocommit=True) as connection:
            name = sql.Identifier(database.name)
            connection.execute(
                sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(name)
            )


def drop(name: str, server: str) -> None:
    """Remove a database from PostgreSQL, if it is there."""
    with psycopg.connect(server, autocommit=True) as connection:
        command = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        connection.execute(command.format(sql.Identifier(name)))


def _run(database: Database, part: str) -> None:
    command = [sys.executable, "-m", "tests.bench.build", part, str(database.size)]
    if subprocess.run(command, cwd=ROOT, env=database.environment, check=False).returncode:
        raise Missing("The database could not be built; the reason stands above.")


def clean() -> None:
    """Remove everything that earlier runs have built."""
    server = os.environ.get("BENCH_POSTGRES_URL")
    for folder in FOLDER.glob("*-postgresql*") if server else ():
        drop("shirube_bench_" + folder.name.replace("-postgresql", "").replace("-", "_"), server)
    shutil.rmtree(FOLDER, ignore_errors=True)
    subprocess.run(["git", "worktree", "prune"], cwd=ROOT, check=True)  # former commits


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """The address of a server: the one of BENCH_POSTGRES_URL, or a cluster of our own.

    Raises Missing where there is neither.
    """
    if given := os.environ.get("BENCH_POSTGRES_URL"):
        try:
            psycopg.connect(given).close()
        except psycopg.OperationalError as error:
            raise Missing(f"BENCH_POSTGRES_URL does not answer: {error}") from error
        yield given
        return
    programs = sorted(
        pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: path.parts[4]
    )
    initdb = programs[-1] if programs else shutil.which("initdb")
    if not initdb:
        raise Missing(
            "There is no PostgreSQL to measure. Either name a server whose user may create "
            "databases:\n  export BENCH_POSTGRES_URL=postgres://USER:PASSWORD@127.0.0.1:5432/postgres"
            "\nor install one, which is then started and stopped here:\n"
            "  Debian, Ubuntu: sudo apt-get install postgresql   macOS: brew install postgresql\n"
            "or leave it out:\n  make bench DATABASES=sqlite"
        )
    programs = pathlib.Path(initdb).parent
    if not (CLUSTER / "PG_VERSION").exists():
        _new_cluster(programs)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
    start = ("start", "--wait", "--silent", f"--log={CLUSTER / 'log'}", f"--options={options}")
    _as_postgres(programs / "pg_ctl", f"--pgdata={CLUSTER}", *start)
    try:
        password = quote(PASSWORD.read_text().strip())
        yield f"postgres://shirube:{password}@127.0.0.1:{port}/postgres"
    finally:
        stop = ("stop", "--mode=fast", "--silent")
        _as_postgres(programs / "pg_ctl", f"--pgdata={CLUSTER}", *stop)


def _new_cluster(programs: pathlib.Path) -> None:
    """A cluster as installed, but for the memory that every guide sets first."""
    shutil.rmtree(CLUSTER, ignore_errors=True)
    CLUSTER.mkdir(parents=True)
    with open(os.open(PASSWORD, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_hex(16))
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(CLUSTER, "postgres")
        shutil.chown(PASSWORD, "postgres")
    locale = ("--encoding=UTF8", "--locale=C", "--username=shirube")
    login = ("--auth=scram-sha-256", f"--pwfile={PASSWORD}")
    _as_postgres(programs / "initdb", f"--pgdata={CLUSTER}", "--no-sync", *locale, *login)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    with (CLUSTER / "postgresql.conf").open("a") as file:
        file.write(f"shared_buffers = {min(memory // 4, 4096)}MB\nmax_wal_size = 8GB\n")


def _as_postgres(*command) -> None:
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", "postgres", "--", *words]
    done = subprocess.run(
        words,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        raise Missing(f"PostgreSQL: {' '.join(words)}\n{done.stderr.decode()}")
