"""PostgreSQL servers that a test may stop, kill and cut off: a primary, and standbys behind it.

Each is a cluster of its own in a new folder, from the newest PostgreSQL of this machine, and gone
at the end. Nothing is kept over a power cut, so they start in a second or two.
"""

import contextlib
import dataclasses
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator

import psycopg
import pytest

ROOM = 2_000_000_000  # bytes that two clusters and what tests write never take
USER, DATABASE = "shirube", "shirube"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "full_page_writes": "off",
    "max_wal_senders": "4",
    "wal_receiver_status_interval": "1s",
    "wal_retrieve_retry_interval": "200ms",
    "log_min_messages": "error",
}


@dataclasses.dataclass(frozen=True)
class Cluster:
    """A server of PostgreSQL in a folder."""

    folder: pathlib.Path
    port: int

    @property
    def data(self) -> pathlib.Path:
        """Where its files are."""
        return self.folder / f"data{self.port}"

    @property
    def log(self) -> pathlib.Path:
        """What it tells; with `log_statement` set also what it is asked."""
        return self.folder / f"log{self.port}"

    @property
    def address(self) -> str:
        """Where its database is, as settings name it."""
        return f"postgres://{USER}@127.0.0.1:{self.port}/{DATABASE}"

    def start(self) -> None:
        """Let it run; comes back when it answers."""
        asked = [f"-c {name}={value or chr(39) * 2}" for name, value in SETTINGS.items()]
        options = " ".join([f"-p {self.port}", *asked])
        command = ["start", "--wait", "--silent", f"--log={self.log}", f"--options={options}"]
        as_postgres("pg_ctl", *command, f"--pgdata={self.data}")

    def stop(self) -> None:
        """Stop it at once, as a crash does; nothing happens where it does not run."""
        if (self.data / "postmaster.pid").exists():
            as_postgres("pg_ctl", "stop", "--mode=immediate", "--silent", f"--pgdata={self.data}")

    def kill(self) -> None:
        """End it with all that serve for it, as a machine that loses its power."""
        running = self.data / "postmaster.pid"
        first = int(running.read_text().split()[0])
        children = pathlib.Path(f"/proc/{first}/task/{first}/children").read_text().split()
        for each in (first, *map(int, children)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        # Where nobody collects the dead, its number would still pass for a server.
        running.unlink()

    def set(self, name: str, value: str) -> None:
        """Give a setting another value, from now on."""
        self.ask(f"ALTER SYSTEM SET {name} = '{value}'")
        self.ask("SELECT pg_reload_conf()")

    def fill(self, address: str) -> None:
        """Copy all that another database holds into its own, which is empty."""
        dump = [str(binaries() / "pg_dump"), "--no-owner", f"--dbname={address}"]
        load = [str(binaries() / "psql"), "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1"]
        with subprocess.Popen(dump, stdout=subprocess.PIPE) as dumping:
            subprocess.run(
                [*load, self.address], stdin=dumping.stdout, stdout=subprocess.DEVNULL, check=True
            )
        assert dumping.returncode == 0, f"{address} could not be read"

    def ask(self, statement: str, *values) -> list[tuple]:
        """What a statement gives; it is committed at once."""
        with psycopg.connect(self.address, autocommit=True) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []


@contextlib.contextmanager
def primary() -> Iterator[Cluster]:
    """A server with an empty database."""
    binaries()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="shirube-cluster-", dir=_roomy()))
    if is_root():
        shutil.chown(folder, "postgres", "postgres")
    try:
        made = Cluster(folder, free_port())
        words = ["--encoding=UTF8", "--locale=C", f"--username={USER}", "--auth=trust"]
        small = ["--no-sync", "--wal-segsize=1"]
        as_postgres("initdb", *words, *small, f"--pgdata={made.data}")
        with _running(made):
            as_postgres("createdb", *_reached(made), DATABASE)
            yield made
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def standby(of: Cluster) -> Iterator[Cluster]:
    """A streaming standby of a server, with all that it holds by now."""
    made = Cluster(of.folder, free_port())
    words = ["--checkpoint=fast", "--wal-method=stream", "--write-recovery-conf", "--no-sync"]
    as_postgres("pg_basebackup", *_reached(of), *words, f"--pgdata={made.data}")
    with _running(made):
        yield made


@contextlib.contextmanager
def _running(cluster: Cluster) -> Iterator[None]:
    cluster.start()
    try:
        yield
    finally:
        cluster.stop()


def _roomy() -> pathlib.Path | None:
    """Memory, if there is enough of it: a busy disk takes seconds to make and to forget files."""
    memory = pathlib.Path("/dev/shm")
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > ROOM else None


def _reached(cluster: Cluster) -> list[str]:
    return ["--host=127.0.0.1", f"--port={cluster.port}", f"--username={USER}"]


def binaries() -> pathlib.Path:
    """The folder of the newest PostgreSQL of this machine; without one the test is skipped."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("no PostgreSQL below /usr/lib/postgresql. Debian: apt-get install postgresql")
    return max(found, key=lambda each: int(each.parts[-3])).parent


def as_postgres(program: str, *words: str) -> None:
    """Run a program of PostgreSQL, which refuses to run as root. Fails where it fails."""
    before = ["runuser", "-u", "postgres", "--"] if is_root() else []
    done = subprocess.run(
        [*before, str(binaries() / program), *words],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{program}: {done.stderr}"


def is_root() -> bool:
    """Whether this process may do anything."""
    return os.geteuid() == 0


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
