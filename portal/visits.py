"""A request on its way through the site: its number, and what is to be told of it."""

import contextvars
import dataclasses
import re
import secrets
import time
from typing import Literal

from django.dispatch import Signal
from django.http import HttpRequest

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9._=+/-]{8,64}")
# Sent with a `Visit` when the last byte of its answer was handed to the server.
ENDED = Signal()
# Where an answer came from: the page store, a browser's own copy that still holds, or the record.
Origin = Literal["kept", "held", "drawn"]


@dataclasses.dataclass
class Visit:
    """One request; what comes of it is filled in on the way.

    `number` names it in logs, in the answer and on the pages of failures. `length` counts the bytes
    of the body, `seconds` ends with the last of them. `failure` is of the database: why there is
    no answer.
    """

    number: str
    request: HttpRequest
    began: float = dataclasses.field(default_factory=time.perf_counter)
    origin: Origin = "drawn"
    status: int = 0
    language: str = ""
    length: int = 0
    failure: BaseException | None = None

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.perf_counter() - self.began


_CURRENT: contextvars.ContextVar[Visit | None] = contextvars.ContextVar("visit", default=None)


def begin(request: HttpRequest) -> Visit:
    """The visit of a request, under the number that a proxy gave it if that is one, else a new."""
    told = request.headers.get(HEADER, "")
    number = told if WELL_FORMED.fullmatch(told) else secrets.token_hex(16)
    visit = Visit(number, request)
    _CURRENT.set(visit)
    return visit


def current() -> Visit | None:
    """The visit that this thread answers; None beside requests."""
    return _CURRENT.get()


def number() -> str:
    """The number of the request that this thread answers; empty beside requests."""
    visit = current()
    return visit.number if visit else ""


def came_from(origin: Origin) -> None:
    """Note where the answer to the present request came from."""
    if visit := current():
        visit.origin = origin


def failed(error: BaseException) -> None:
    """Note why the present request cannot be answered."""
    if visit := current():
        visit.failure = error


def failure() -> BaseException | None:
    """Why the present request could not be answered; None where it was, and beside requests."""
    visit = current()
    return visit.failure if visit else None


def end(**_signal) -> None:
    """Tell that the present visit has ended; what follows on this thread belongs to none."""
    if visit := current():
        try:
            ENDED.send(Visit, visit=visit)
        finally:
            _CURRENT.set(None)
