"""What a database holds, so that one that came back can be held against it."""

import hashlib

from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import override

from portal.lists.export import plain_blocks
from portal.pages.lists import LISTS, TABLES


def tables(using: str) -> list[str]:
    """All tables, of whatever app."""
    return sorted(connections[using].introspection.table_names())


def rows(using: str) -> dict[str, int]:
    """How many rows each table has."""
    connection = connections[using]
    with connection.cursor() as cursor:
        return {name: _count(cursor, connection.ops.quote_name(name)) for name in tables(using)}


def _count(cursor, name: str) -> int:
    cursor.execute(f"SELECT COUNT(*) FROM {name}")
    return cursor.fetchone()[0]


def csvs(using: str) -> dict[str, str]:
    """The SHA-256 of each list and table as programs take it, by its address."""
    with override(settings.LANGUAGE_CODE):
        found = {f"{each.csv_address}?profile=data": each for each in LISTS}
        found |= {each.csv_address: each for each in TABLES}
    return {address: _digest(table, using) for address, table in found.items()}


def _digest(table, using: str) -> str:
    counted = hashlib.sha256()
    for block in plain_blocks(table, using):
        counted.update(block)
    return counted.hexdigest()


def migrations(using: str) -> list[str]:
    """The migrations that were applied."""
    return sorted(map(".".join, MigrationLoader(connections[using]).applied_migrations))


def known_migrations() -> set[str]:
    """The migrations of this release."""
    return set(map(".".join, MigrationLoader(None).disk_migrations))
