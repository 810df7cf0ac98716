"""Who is at work, for what is noted of a change where no request is at hand."""

import contextlib
import contextvars
from collections.abc import Iterator

_actor: contextvars.ContextVar[str] = contextvars.ContextVar("actor", default="")


@contextlib.contextmanager
def acting(user) -> Iterator[None]:
    """Whatever happens to accounts within is noted as done by `user`."""
    token = _actor.set(user.get_username())
    try:
        yield
    finally:
        _actor.reset(token)


def actor() -> str:
    """The account at work; empty for a command of the server."""
    return _actor.get()
