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
from collections.abc import Callable, Iterator

from django.conf import settings

from tests.databases import own_copy

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
    with own_copy("bundled", folder.name, folder) as url:
        environment = {name: value for name, value in os.environ.items() if name not in UNSET}
        environment |= {
            "ALLOWED_HOSTS": "127.0.0.1",
            "BUNDLE_ROOT": str(folder / "data"),
            "DATABASE_URL": url,
            "DJANGO_SUPERUSER_PASSWORD": secrets.token_urlsafe(12),
            "HOST": "127.0.0.1",
            "PICTURES_ROOT": str(folder / "pictures"),
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
    with beside(site, folder, DEBUG="1") as server:
        yield server.site


@dataclasses.dataclass(frozen=True)
class Server:
    """A server that a test may maltreat: its site, its first process, its log."""

    site: Site
    process: subprocess.Popen
    log: pathlib.Path

    @property
    def port(self) -> int:
        """Where it listens, on 127.0.0.1."""
        return int(self.site.environment["PORT"])

    @property
    def workers(self) -> set[int]:
        """The processes that answer."""
        pid = self.process.pid
        return set(map(int, pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))

    def until(self, condition: Callable[[], object]) -> None:
        """Wait for what is to come about. Fails where it does not."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, f"it did not come about: {self.log.read_text()[-4000:]}"
            time.sleep(0.02)


@contextlib.contextmanager
def beside(site: Site, folder: pathlib.Path, **environment: str) -> Iterator[Server]:
    """Another server over the record of `site`, or what `environment` makes of it."""
    site = _site(site.environment | {"PORT": _free_port()} | environment)
    log = folder / "server.log"
    with _running(site, log) as process:
        yield Server(site, process, log)


def _site(environment: dict[str, str]) -> Site:
    address = f"http://127.0.0.1:{environment['PORT']}"
    return Site(address, "editor", environment["DJANGO_SUPERUSER_PASSWORD"], environment)


def _free_port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


def _run(environment: dict[str, str], *words: str) -> None:
    command = [sys.executable, *words]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{' '.join(words)}: {done.stdout}{done.stderr}"


@contextlib.contextmanager
def _running(site: Site, log: pathlib.Path) -> Iterator[subprocess.Popen]:
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
        yield process
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
