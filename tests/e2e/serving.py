"""The site as `make run` serves it, over a database of its own that holds the bundled record."""

import contextlib
import dataclasses
import os
import pathlib
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from psycopg import sql

ROOT = pathlib.Path(settings.BASE_DIR)
PATIENCE = 120  # seconds until the server answers
# What of the caller's environment would make it another site.
UNSET = ("DEBUG", "SHIRUBE_PRODUCTION", "CSRF_TRUSTED_ORIGINS", "BEHIND_PROXY")


@dataclasses.dataclass(frozen=True)
class Site:
    """A served site: where it is, the account of its one editor, what its processes are told."""

    address: str
    editor: str
    password: str
    environment: dict[str, str] = dataclasses.field(repr=False)

    def manage(self, *words: str) -> None:
        """Run a command of the site, as who keeps it does. Fails where the command fails."""
        _run(self.environment, "manage.py", *words)

    def get(self, path: str) -> bytes:
        """What the site sends for a path, without a browser. Raises HTTPError from 400 on."""
        with urllib.request.urlopen(self.address + path, timeout=PATIENCE) as answer:
            return answer.read()


@contextlib.contextmanager
def served(folder: pathlib.Path) -> Iterator[Site]:
    """A site with the bundled record; its files lie in `folder`, nothing else is written."""
    with _database(folder) as url:
        environment = {name: value for name, value in os.environ.items() if name not in UNSET}
        environment |= {
            "ALLOWED_HOSTS": "127.0.0.1",
            "DATABASE_URL": url,
            "DJANGO_SUPERUSER_PASSWORD": secrets.token_urlsafe(12),
            "HOST": "127.0.0.1",
            "PORT": _free_port(),
            "SECRET_KEY": secrets.token_urlsafe(50),
            "STATIC_ROOT": str(folder / "static"),
        }
        _run(environment, "manage.py", "prepare")
        site = _site(environment)
        account = (f"--username={site.editor}", "--email=editor@example.jp", "--no-input")
        site.manage("createsuperuser", *account)
        with _running(site, folder / "server.log"):
            yield site


@contextlib.contextmanager
def workshop(site: Site, folder: pathlib.Path) -> Iterator[Site]:
    """The same record as those see it who build the site: with what only they need."""
    site = _site(site.environment | {"DEBUG": "1", "PORT": _free_port()})
    with _running(site, folder / "workshop.log"):
        yield site


def _site(environment: dict[str, str]) -> Site:
    address = f"http://127.0.0.1:{environment['PORT']}"
    return Site(address, "editor", environment["DJANGO_SUPERUSER_PASSWORD"], environment)


def _free_port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


@contextlib.contextmanager
def _database(folder: pathlib.Path) -> Iterator[str]:
    """The address of an empty database of the kind that this run of the suite is about."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield f"sqlite:///{folder / 'shirube.sqlite3'}"
        return
    server = urlsplit(settings.DATABASE_URL)
    name = f"{server.path.strip('/')}_e2e"
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    make = sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0")
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as connection:
        connection.execute(drop)
        connection.execute(make.format(sql.Identifier(name)))
        try:
            yield server._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(drop)


def _run(environment: dict[str, str], *words: str) -> None:
    command = [sys.executable, *words]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{' '.join(words)}: {done.stdout}{done.stderr}"


@contextlib.contextmanager
def _running(site: Site, log: pathlib.Path) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=site.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # a Ctrl-C of the tests is not the server's
        )
    try:
        _wait(process, log, site)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(process: subprocess.Popen, log: pathlib.Path, site: Site) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            site.get("/healthz/")
            return
        time.sleep(0.1)
    raise AssertionError(f"The server does not answer: {log.read_text()}")
