"""Processes that read the record for the one that writes the index."""

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor

import django


def readers(number: int) -> ProcessPoolExecutor:
    """So many processes, each with the settings of this one and connections of its own.

    They are begun anew, not forked: a connection to a database cannot be shared. One that is
    killed ends the work with `BrokenProcessPool`.
    """
    fresh = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(number, mp_context=fresh, initializer=begin)


def begin() -> None:
    """Before the first is read: the models, and an eye on the process that is read for."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    django.setup()


def end_with_parent() -> None:
    """End this process where the one that began it was killed and will not ask again."""
    multiprocessing.connection.wait([multiprocessing.parent_process().sentinel])
    os.kill(os.getpid(), signal.SIGTERM)
