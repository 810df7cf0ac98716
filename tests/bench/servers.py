"""Processes that answer: the portal and Datasette, started alone and stopped again."""

import contextlib
import os
import pathlib
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

from tests.bench.databases import FOLDER, ROOT, Database, Missing

LOG = FOLDER / "server.log"
DATASETTE = ROOT / ".venv-bench" / "bin" / "datasette"
PATIENCE = 120  # seconds; Datasette counts the rows of an immutable file before it answers


class Server:
    """A server under measurement, and the memory of its processes."""

    def __init__(self, port: int, process: subprocess.Popen):
        self.port, self.process = port, process

    @property
    def processes(self) -> list[int]:
        """The ids of the process and of all below it."""
        parents = {}
        for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                fields = path.read_text().rpartition(")")[2].split()
                parents[int(path.parent.name)] = int(fields[1])
        found = [self.process.pid]
        for pid in found:
            found += [child for child, parent in parents.items() if parent == pid]
        return found

    def forget_peaks(self) -> None:
        """Count the peaks of memory from now on."""
        for pid in self.processes:
            with contextlib.suppress(OSError):
                pathlib.Path(f"/proc/{pid}/clear_refs").write_text("5")

    def peak(self) -> float:
        """The most memory that the largest of the processes has held, in MB."""
        peaks = [0]
        for pid in self.processes:
            with contextlib.suppress(OSError):
                for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
                    if line.startswith("VmHWM:"):
                        peaks.append(int(line.split()[1]))
        return max(peaks) / 1024


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextlib.contextmanager
def _running(
    command: list, port: int, environment: dict[str, str], tree: pathlib.Path = ROOT
) -> Iterator[Server]:
    with LOG.open("ab") as log:
        process = subprocess.Popen(
            [str(word) for word in command],
            cwd=tree,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        _wait(port, process)
        yield Server(port, process)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(port: int, process: subprocess.Popen) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise Missing(f"A server did not start; {LOG} says why.")


def portal(database: Database):
    """The portal as in production, over plain HTTP."""
    port = free_port()
    environment = database.environment | {
        "SHIRUBE_PRODUCTION": "1",
        "SECURE_SSL_REDIRECT": "0",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "HOST": "127.0.0.1",
        "PORT": str(port),
    }
    for name in ("DEBUG", "BEHIND_PROXY", "CSRF_TRUSTED_ORIGINS"):
        environment.pop(name, None)
    return _running([sys.executable, *database.serving], port, environment, database.tree)


def datasette(*words):
    """Datasette with the words of its command line: files, options."""
    port = free_port()
    return _running([DATASETTE, "serve", *words, "--port", port], port, dict(os.environ))
