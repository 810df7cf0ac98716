"""How many processes and threads serve, from the environment: WORKERS and THREADS.

Each thread that answers holds a connection to the database: WORKERS x THREADS in all.
"""

import os
import sys

MOST = 1_000
THREADS = 4  # pages stay fast while some slow readers download


def workers() -> int:
    """The processes; one for each processor where nothing is said."""
    return _number("WORKERS", "processes", os.cpu_count() or 1)


def threads() -> int:
    """The threads of each process."""
    return _number("THREADS", "threads for each process", THREADS)


def _number(name: str, what: str, default: int) -> int:
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    # Looked at before it is read: a number of ten thousand digits is none that Python reads.
    fits = value.isascii() and value.isdecimal() and len(value) <= len(str(MOST))
    if not (fits and 1 <= int(value) <= MOST):
        sys.exit(
            f"{name}={value} is not a number of {what}; one from 1 to {MOST} is. "
            f"Without the variable it is {default}."
        )
    return int(value)
