"""Where the site is served, and how much of it, from the environment.

HOST and PORT say where, WORKERS and THREADS with how many processes and threads. Each thread that
answers holds a connection to the database: WORKERS x THREADS in all. What cannot be served so ends
the command with a sentence.
"""

import errno
import os
import socket
import sys

MOST = 1_000
THREADS = 4  # pages stay fast while some slow readers download


def host() -> str:
    """The address to listen on; only this machine where nothing is said."""
    return os.environ.get("HOST", "127.0.0.1")


def port() -> int:
    """The port to listen on."""
    value = os.environ.get("PORT", "8000")
    # Looked at before it is read: a number of ten thousand digits is none that Python reads.
    fits = value.isascii() and value.isdecimal() and len(value) <= len("65535")
    if not (fits and 0 < int(value) < 65536):
        sys.exit(f"PORT={value} is not a port; a number from 1024 to 65535 is: make run PORT=8001")
    return int(value)


def workers() -> int:
    """The processes; one for each processor where nothing is said."""
    return _number("WORKERS", "processes", os.cpu_count() or 1)


def threads() -> int:
    """The threads of each process."""
    return _number("THREADS", "threads for each process", THREADS)


def ask() -> None:
    """End with a sentence where nothing could be served; early, so that nobody waits for it."""
    workers(), threads()
    _ask_for_port(host(), port())


def _number(name: str, what: str, default: int) -> int:
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    fits = value.isascii() and value.isdecimal() and len(value) <= len(str(MOST))
    if not (fits and 1 <= int(value) <= MOST):
        sys.exit(
            f"{name}={value} is not a number of {what}; one from 1 to {MOST} is. "
            f"Without the variable it is {default}."
        )
    return int(value)


def _ask_for_port(host: str, port: int) -> None:
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            # A server stopped a moment ago leaves connections behind that do not hold the port.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
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
