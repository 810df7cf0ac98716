"""What is worked out of a text is remembered while that text is checked, and no longer.

The same sentence is asked about for each of its values. A cache of the process would answer as
fast, and hold sentences of what somebody else has checked: nothing of a text is kept.
"""

import contextlib
import contextvars
import functools
from collections.abc import Callable, Iterator
from typing import TypeVar

Answer = TypeVar("Answer")

MEMORY: contextvars.ContextVar[dict[tuple, object] | None] = contextvars.ContextVar(
    "memory", default=None
)


@contextlib.contextmanager
def one_check() -> Iterator[None]:
    """One text is checked inside."""
    token = MEMORY.set({})
    try:
        yield
    finally:
        MEMORY.reset(token)


def within_check(function: Callable[[str], Answer]) -> Callable[[str], Answer]:
    """A function of letters that answers once for the same letters of a check."""

    @functools.wraps(function)
    def remembered(letters: str) -> Answer:
        memory = MEMORY.get()
        if memory is None:
            return function(letters)
        key = (function, letters)
        if key not in memory:
            memory[key] = function(letters)
        return memory[key]

    return remembered
