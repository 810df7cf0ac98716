"""Where the site is served, and how much of it, from the environment.

HOST and PORT say where, WORKERS with how many processes, THREADS how many requests each answers at
a time. Each of these holds a connection to the database: WORKERS x THREADS in all. BACKLOG says how
many visitors wait until they are taken, MAX_RSS and WORKER_LIFETIME when a process is replaced.
What cannot be served so ends the command with a sentence.

A supervisor may listen instead and hand its sockets on, as systemd does (LISTEN_FDS): then visitors
wait where the server is started anew, and nobody is refused.
"""

import dataclasses
import errno
import os
import socket
import sys

from django.db import DEFAULT_DB_ALIAS

from portal.rows.internals import strange_migrations

# Migrations that are named where a newer release has changed the tables.
TOLD = 3
# The number of the first socket that is handed on.
FIRST = 3


@dataclasses.dataclass(frozen=True)
class Number:
    """A number in the environment: of what, within which bounds, and what stands in for it."""

    name: str
    what: str
    least: int
    most: int
    default: int | None

    def read(self) -> int | None:
        """The number that is meant; what is none within the bounds ends the command."""
        value = os.environ.get(self.name, "").strip()
        if not value:
            return self.default
        # Looked at before it is read: a number of ten thousand digits is none that Python reads.
        fits = value.isascii() and value.isdecimal() and len(value) <= len(str(self.most))
        if fits and self.least <= int(value) <= self.most:
            return int(value)
        without = "there is no limit" if self.default is None else f"it is {self.default}"
        sys.exit(
            f"{self.name}={value} is not a number of {self.what}; one from {self.least} to "
            f"{self.most} is. Without the variable {without}."
        )


PORT = Number("PORT", "a port", 1, 65_535, 8_000)
WORKERS = Number("WORKERS", "processes", 1, 1_000, os.cpu_count() or 1)
# Pages stay fast while some slow readers download.
THREADS = Number("THREADS", "requests that a process answers at a time", 1, 1_000, 4)
BACKLOG = Number("BACKLOG", "connections that wait to be taken", 128, 65_535, 1_024)
MAX_RSS = Number("MAX_RSS", "megabytes that a process may hold", 64, 1_000_000, None)
WORKER_LIFETIME = Number("WORKER_LIFETIME", "seconds that a process serves", 60, 31_536_000, None)
NUMBERS = (PORT, WORKERS, THREADS, BACKLOG, MAX_RSS, WORKER_LIFETIME)


def host() -> str:
    """The address to listen on; only this machine where nothing is said."""
    return os.environ.get("HOST", "127.0.0.1")


def ask(*, apart: bool = False) -> None:
    """End with a sentence where nothing could be served; early, so that nobody waits for it.

    `apart` from what serves nobody looks whether the port is free.
    """
    for number in NUMBERS:
        number.read()
    if not apart and not handed():
        for listening in sockets(1):
            listening.close()


def ask_database(using: str = DEFAULT_DB_ALIAS) -> None:
    """End with a sentence where a newer release changed the tables: this one would write into
    columns that mean something else now. Raises DatabaseError where it cannot be asked.
    """
    if strange := sorted(strange_migrations(using)):
        named = ", ".join(".".join(each) for each in strange[:TOLD])
        rest = f" and {len(strange) - TOLD} more" if len(strange) > TOLD else ""
        sys.exit(
            f"A newer release has changed the tables of this database: it has {named}{rest}, which "
            "this release does not know. Nothing was done. Start that release again, or restore "
            "a backup of this one (manage.py restore)."
        )


def handed() -> int:
    """How many sockets a supervisor listens on for this process."""
    return int(os.environ["LISTEN_FDS"]) if os.environ.get("LISTEN_PID") == str(os.getpid()) else 0


def sockets(workers: int) -> list[socket.socket]:
    """What visitors come to: what was handed on, or one socket for each worker, all at one port.

    This process keeps them, so visitors who wait at the socket of a worker that ends are taken by
    the one that follows.
    """
    if number := handed():
        return [socket.socket(fileno=FIRST + place) for place in range(number)]
    return [_listening(host(), PORT.read(), is_shared=workers > 1) for _worker in range(workers)]


def _listening(host: str, port: int, *, is_shared: bool) -> socket.socket:
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
        # A server stopped a moment ago leaves connections behind that do not hold the port.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if is_shared:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listening.bind(where)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            another = 8001 if port == 8000 else 8000
            sys.exit(
                f"Port {port} is taken: another program, or another Shirube, listens there. "
                f"Stop it, or choose another port: make run PORT={another}"
            )
        sys.exit(
            f"Cannot listen on HOST={host} PORT={port}: {error.strerror}. "
            "Without these two variables it is 127.0.0.1 and 8000."
        )
    return listening
