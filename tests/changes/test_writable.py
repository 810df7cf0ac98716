"""Who asks whether the site is well is told when nothing can be saved, and nothing is written."""

import contextlib
import shutil

import pytest
from django.db import OperationalError, connection
from django.test import RequestFactory

from portal.changes import writable
from portal.changes.models import VersionQuerySet
from portal.changes.waiting import waiting
from portal.middleware.patience import Patience
from portal.pages import views
from tests.databases import is_sqlite

pytestmark = pytest.mark.django_db


def told(client) -> tuple[int, str]:
    """The status of the health page, and what it says of writing."""
    response = client.get("/healthz/")
    return response.status_code, response.json()["writes"]


def test_a_database_that_can_be_written_is_said_to_be(client, nothing_written):
    assert told(client) == (200, "ok")


def test_a_database_that_refuses_is_said_to(client, monkeypatch):
    def refuse(_versions):
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(VersionQuerySet, "lock", refuse)
    assert told(client) == (200, "refused")


@pytest.mark.skipif(not is_sqlite(), reason="the disk of PostgreSQL is another machine's")
def test_a_full_disk_is_said_to_be_full(client, monkeypatch):
    usage = shutil._ntuple_diskusage(100, 99, writable.ROOM - 1)
    monkeypatch.setattr(writable.shutil, "disk_usage", lambda _path: usage)
    assert told(client) == (200, "full")


def wait() -> int:
    """How many milliseconds a statement waits for a lock now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "PRAGMA busy_timeout"
            if connection.vendor == "sqlite"
            else "SELECT setting FROM pg_settings WHERE name = 'lock_timeout'"
        )
        return int(cursor.fetchone()[0])


@pytest.mark.both
def test_the_wait_is_as_long_as_was_said_and_then_as_before():
    before = wait()
    with waiting(30, "default"):
        assert wait() == 30_000
        with waiting(0, "default"):
            assert wait() <= 1
        assert wait() == 30_000
    assert wait() == before
    with contextlib.suppress(ValueError), waiting(7, "default"):
        raise ValueError
    assert wait() == before


@pytest.mark.both
def test_who_sends_a_form_waits_longer_than_who_reads(client, monkeypatch):
    found = []
    monkeypatch.setattr("portal.pages.views.writes", lambda _using: found.append(wait()) or "ok")
    before = wait()
    for method in ("get", "post"):
        Patience(views.healthz)(getattr(RequestFactory(), method)("/healthz/"))
    assert found == [before, 30_000]
    assert wait() == before
