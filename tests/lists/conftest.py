"""What tests of downloads stand on: connections that are theirs alone."""

import functools

import environ
import pytest
from django.db import connection, connections

from measures.models import Measure
from tests.databases import kind_of, own_copy


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
def apart(request, tmp_path, monkeypatch):
    """Two connections of their own, `reader` and `writer`, to a copy of the record.

    What they write is there for good, the day of the last change too, so no other test may see it.
    """
    with own_copy(kind_of(request.node), "apart", tmp_path) as address:
        settings = connection.settings_dict | {
            "NAME": environ.Env.db_url_config(address)["NAME"],
            "CONN_MAX_AGE": None,
        }
        for alias in ("reader", "writer"):
            connections.databases[alias] = settings.copy()
            # By hand: what a test connects to on the way is refused unless it was there before.
            again = functools.partial(connect_again, connections[alias])
            monkeypatch.setattr(connections[alias], "ensure_connection", again)
            again()
        yield
        for alias in ("reader", "writer"):
            connections[alias].close()
            del connections[alias]
            del connections.databases[alias]
