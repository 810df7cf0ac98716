"""What every test stands on: the bundled record, closed sockets, pages that cannot write."""

import os
import pathlib
import re

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

STRICT = os.environ.get("CI_STRICT") == "1"
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP|TRUNCATE)\b", re.I)
NOTES = "search_unanswered"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The bundled record is loaded once; every test sees it and leaves it as it was."""
    with django_db_blocker.unblock():
        call_command("load_record", verbosity=0)


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Tests read templates, not the manifest that `collectstatic` writes.

    Nor do they look through the collected files, which every client of theirs would do anew.
    """
    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(autouse=True)
def no_kept_pages(settings):
    """Tests see pages as they are drawn; those of the page cache say otherwise."""
    dummy = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    settings.CACHES = settings.CACHES | {"pages": dummy}


@pytest.fixture
def read_only(db):
    """Any statement that writes is an error while this fixture is in use.

    But for one: what people ask in vain is noted for editors.
    """

    def refuse(execute, sql, params, many, context):
        wrote = WRITES.match(sql) and NOTES not in sql
        assert not wrote, f"A page that is only read wrote to the database: {sql[:200]}"
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


@pytest.fixture(scope="session")
def source_texts() -> pathlib.Path:
    """The folder with the texts the record was read from, named by SOURCE_TEXTS."""
    folder = os.environ.get("SOURCE_TEXTS", "")
    if not folder:
        pytest.skip("SOURCE_TEXTS names no folder; the texts are not part of the project")
    path = pathlib.Path(folder)
    assert path.is_dir(), f"SOURCE_TEXTS={folder} is not a folder"
    return path


@pytest.fixture(scope="session")
def fixtures() -> pathlib.Path:
    """The folder of the bundled record."""
    return settings.BASE_DIR / "fixtures"


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """In strict runs a skipped test is a failed test: nothing may be left unchecked there."""
    outcome = yield
    report = outcome.get_result()
    if STRICT and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped in a strict run: {report.longrepr}"
