"""What tests of downloads stand on: connections that are theirs alone."""

import functools

import pytest
from django.db import connection, connections

from measures.models import Measure


@pytest.fixture
def all_published(db):
    """The small record with every measure seen by visitors, so that every list has rows."""
    for measure in Measure.objects.filter(slug__in=["act", "talks"], published=False):
        measure.published = True
        measure.save()


def connect_again(database) -> None:
    """Open a connection that is closed, as Django does outside of tests."""
    if database.connection is None:
        database.connect()


@pytest.fixture
def apart(tmp_path, monkeypatch):
    """Two connections of their own to the record, `reader` and `writer`, and none of a test's.

    In the tests SQLite lives in memory, where readers and writers do not meet as in a file.
    """
    settings = connection.settings_dict | {"CONN_MAX_AGE": None}
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        path = tmp_path / "record.sqlite3"
        path.write_bytes(connection.connection.serialize())
        settings |= {"NAME": str(path)}
    for alias in ("reader", "writer"):
        connections.databases[alias] = settings.copy()
        # By hand: what a test connects to on the way is refused unless it was there at the start.
        again = functools.partial(connect_again, connections[alias])
        monkeypatch.setattr(connections[alias], "ensure_connection", again)
        again()
    yield
    for alias in ("reader", "writer"):
        connections[alias].close()
        del connections[alias]
        del connections.databases[alias]
