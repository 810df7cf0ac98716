"""Which database is read: the primary, unless a replica was chosen for what is done just now."""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar

from django.db import DEFAULT_DB_ALIAS

_READ: ContextVar[str] = ContextVar("read", default=DEFAULT_DB_ALIAS)


@contextlib.contextmanager
def reading(alias: str) -> Iterator[None]:
    """Let what is read inside come from a database, where nobody names another."""
    token = _READ.set(alias)
    try:
        yield
    finally:
        _READ.reset(token)


class ReplicaRouter:
    """Router of Django: reads where `reading` says, writes to the primary always."""

    def db_for_read(self, model, **hints) -> str:
        """The database chosen; never none, or rows kept by the process would say where they
        were read, and lead to a replica that has been left out since.
        """
        return _READ.get()

    def db_for_write(self, model, **hints) -> str:
        """The primary."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, first, second, **hints) -> bool:
        """Every two rows: they are of one database, wherever they were read."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints) -> bool:
        """The primary alone has tables made; replicas follow it."""
        return db == DEFAULT_DB_ALIAS
