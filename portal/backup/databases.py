"""What the two databases do each in its own way."""

from types import ModuleType

from django.db import connections

from portal.backup import postgresql, sqlite

DATABASES = {"postgresql": postgresql, "sqlite": sqlite}


def way(using: str) -> ModuleType:
    """How a database is dumped and loaded: `version`, `dump`, `look_at`, `load`, `FILE`."""
    return DATABASES[connections[using].vendor]
