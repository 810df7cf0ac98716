"""What a thread holds apart while it tries something out that nobody else is to see.

Tried out is what a transaction does that is always rolled back (`portal.record.asides`): visitors
see nothing of it, so nothing follows from it, and what a process keeps for all of them is neither
read from there nor kept.
"""

import contextlib
import dataclasses
import threading
from collections.abc import Callable, Hashable, Iterator
from typing import Any

from django.db import models
from django.db.models.signals import m2m_changed, pre_delete, pre_save

# Rows that are made aside are numbered from here on: no sequence comes so far, and the bitmaps of
# lists hold keys of 32 bits.
FIRST_KEY = 2**31


@dataclasses.dataclass
class Aside:
    """One thing that is tried out: the next key of a row, what was read since the last write.

    `noted` are the changes that were made of it, as the log would tell them.
    """

    next_key: int = FIRST_KEY
    read: dict[Hashable, Any] = dataclasses.field(default_factory=dict)
    noted: list[Any] = dataclasses.field(default_factory=list)

    def number(self, instance: models.Model) -> None:
        """Give a row that is made a key, in the order in which rows are made.

        So the same done again gives the same keys, on every database, and no row that anybody
        else makes meanwhile has one of them.
        """
        own = instance._meta.pk
        if instance.pk is None and isinstance(own, models.BigAutoField):
            instance.pk = self.next_key
            self.next_key += 1


class _Thread(threading.local):
    aside: Aside | None = None


_THREAD = _Thread()


def current() -> Aside | None:
    """What this thread tries out; None outside of that."""
    return _THREAD.aside


@contextlib.contextmanager
def begun() -> Iterator[Aside]:
    """Let what is done inside be tried out; what is tried out around it goes on as it was."""
    around = _THREAD.aside
    _THREAD.aside = Aside(around.next_key if around else FIRST_KEY)
    try:
        yield _THREAD.aside
    finally:
        _THREAD.aside = around


def on_write(sender, instance, **kwargs):
    """A row is about to be saved, deleted or linked: what was read so far holds no longer."""
    tried = current()
    if tried is not None:
        tried.read.clear()
        tried.number(instance)


def connect() -> None:
    """Let what is tried out know of each write."""
    for signal in (pre_save, pre_delete, m2m_changed):
        signal.connect(on_write, dispatch_uid="portal.changes.aside")


def apart(key: Hashable, read: Callable[[], Any]) -> Any:
    """What is read while something is tried out: again after each write, and kept no longer."""
    kept = _THREAD.aside.read
    if key not in kept:
        kept[key] = read()
    return kept[key]
