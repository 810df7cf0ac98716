"""How many requests a process answers at a time, and what those leave to others that only wait.

The server has more threads than it answers requests at a time. Each request has a seat, and the
connections to the databases belong to seats, not to threads: there are no more of them than seats.
Whoever waits for what is made elsewhere leaves the seat meanwhile, and holds nothing but a thread.
"""

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from typing import Protocol

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

# Answered without a seat, as it asks no database: whoever watches is answered when all are taken.
STANDING = "/livez"

Application = Callable[[dict, Callable], Iterable[bytes]]


class Holding(Protocol):
    """What a request holds that others need."""

    def leave(self) -> None:
        """Let others have it."""

    def take(self) -> None:
        """Have it again, as soon as it can be had."""


_HELD: ContextVar[tuple[Holding, ...]] = ContextVar("held", default=())


@contextlib.contextmanager
def holding(held: Holding) -> Iterator[None]:
    """Say that the request holds something inside, so that it is left while it waits."""
    with _set(_HELD, (*_HELD.get(), held)):
        yield


@contextlib.contextmanager
def unseated() -> Iterator[None]:
    """Leave to others inside what the request holds; the databases are not asked there.

    Nor is anything waited for there that may be held by who waits for a seat. In the midst of a
    transaction, whose connection nobody else can use, all of it is kept.
    """
    held = () if in_transaction() else _HELD.get()
    _leave(held)
    try:
        with _set(_HELD, ()):
            yield
    finally:
        _take(held)


@contextlib.contextmanager
def _set(variable: ContextVar, value: tuple[Holding, ...]) -> Iterator[None]:
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)


def _take(held: tuple[Holding, ...]) -> None:
    for each in held:
        each.take()


def _leave(held: tuple[Holding, ...]) -> None:
    for each in reversed(held):
        each.leave()


def in_transaction() -> bool:
    """Whether this thread is in the midst of one."""
    return any(each.in_atomic_block for each in connections.all(initialized_only=True))


class Seats:
    """An application that answers so many requests at a time; the others wait."""

    def __init__(self, application: Application, number: int):
        self.application, self.free = application, threading.Semaphore(number)
        self.connections: list[list[BaseDatabaseWrapper]] = []

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        if environ["PATH_INFO"] == STANDING:
            return self.application(environ, start_response)
        self.take()
        try:
            with holding(self):
                return Seated(self.application(environ, start_response), self)
        except BaseException:
            self.leave()
            raise

    def take(self) -> None:
        """Have a seat, with the connections of who left one last."""
        self.free.acquire()
        with contextlib.suppress(IndexError):  # a seat on which nobody sat yet
            for each in self.connections.pop():
                connections[each.alias] = each

    def leave(self) -> None:
        """Leave the seat, and the connections on it."""
        opened = connections.all(initialized_only=True)
        for each in opened:
            if not each.allow_thread_sharing:
                each.inc_thread_sharing()
            del connections[each.alias]
        self.connections.append(opened)
        self.free.release()


class Seated:
    """An answer whose seat is left when its last byte was handed on."""

    def __init__(self, answer: Iterable[bytes], seats: Seats):
        self.answer, self.seats = answer, seats

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.answer)

    def close(self) -> None:
        """The server has all of it, or gave up."""
        try:
            self.answer.close()
        finally:
            self.seats.leave()
