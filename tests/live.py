"""The site as it is served: real processes over a database of their own, asked from outside."""

import contextlib
import http.client
import os
import pathlib
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

from django.conf import settings

PATIENCE = 120  # seconds until a server answers
VISITORS = 2  # who ask all the time
CUT = 0  # in the place of a status: the connection broke off before an answer
# As systemd starts what it listens for: with the socket as number 3, and words that say so.
HANDED_ON = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}
os.execv(sys.executable, [sys.executable, "manage.py", "serve"])
"""


class Live:
    """A site that can be served, stopped and served again at one port."""

    def __init__(self, address: str, folder: pathlib.Path, **environment: str):
        self.folder = folder
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.environment = os.environ | {
            "ALLOWED_HOSTS": "127.0.0.1",
            "BUNDLE_ROOT": str(folder / "data"),
            "DATABASE_URL": address,
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "SECRET_KEY": secrets.token_urlsafe(50),
            "THREADS": "2",
            "WORKERS": "2",
            **environment,
        }

    def started(self) -> subprocess.Popen:
        """A server that takes over from a supervisor, who listens."""
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-c", HANDED_ON, str(self.listening.fileno())],
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=[self.listening.fileno()],
            )

    @contextlib.contextmanager
    def served(self) -> Iterator[subprocess.Popen]:
        """A server, until it is ended or dies."""
        process = self.started()
        try:
            self.until(lambda: process.poll() is not None or self.status("/livez") == 200)
            assert process.poll() is None, self.log
            yield process
        finally:
            ended(process)

    def until(self, condition: Callable[[], object]) -> None:
        """Wait for what is to come about."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, self.log[-4000:]
            time.sleep(0.1)

    @property
    def log(self) -> str:
        """What the servers said."""
        return (self.folder / "log").read_text()

    def ask(self, path: str, timeout: float = PATIENCE, **headers: str):
        """The answer to a new visitor, with its text read; raises OSError where none comes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET", path, headers={"Connection": "close", **headers})
            answer = connection.getresponse()
            answer.text = answer.read().decode(errors="replace")
            return answer
        finally:
            connection.close()

    def status(self, path: str) -> int | None:
        """The status of an answer; CUT where one who was let in got none, None for who was not."""
        try:
            return self.ask(path, timeout=30).status
        except (ConnectionResetError, http.client.HTTPException):
            return CUT
        except OSError:
            return None

    def workers(self, process: subprocess.Popen) -> list[int]:
        """The processes that answer."""
        children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
        return [int(each) for each in children.read_text().split()]

    @contextlib.contextmanager
    def asked_all_the_time(self, path: str, visitors: int = VISITORS) -> Iterator[list[int | None]]:
        """Visitors who ask again and again; the statuses of their answers so far."""
        found, over = [], threading.Event()

        def visit():
            while not over.is_set():
                found.append(self.status(path))

        threads = [threading.Thread(target=visit) for _visitor in range(visitors)]
        for each in threads:
            each.start()
        try:
            yield found
        finally:
            over.set()
            for each in threads:
                each.join()


def ended(process: subprocess.Popen) -> int:
    """End a server as supervisors do; its exit status."""
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    return process.wait(PATIENCE)
