"""Who is at work, for what is noted of a change where no request is at hand."""

import contextlib
import contextvars
from collections.abc import Iterator

from django.http import HttpRequest

from portal.clients import ip_address_of

_request: contextvars.ContextVar[HttpRequest | None] = contextvars.ContextVar(
    "request", default=None
)


@contextlib.contextmanager
def acting(request: HttpRequest) -> Iterator[None]:
    """Whatever happens to accounts within is noted as done by who asks."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


def actor() -> str:
    """The account at work; empty for a command of the server."""
    request = _request.get()
    return request.user.get_username() if request else ""


def address() -> str | None:
    """The network address that the account at work comes from; None for a command."""
    request = _request.get()
    return ip_address_of(request) if request else None
