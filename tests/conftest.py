"""What every test stands on: the bundled record, closed sockets, pages that cannot write."""

import gc
import os
import pathlib
import re

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings
from django.utils import translation

from tests.analysts import analysts, duckdb_over_http  # noqa: F401 - fixtures for all
from tests.databases import Databases, is_sqlite, kind_of

STRICT = os.environ.get("CI_STRICT") == "1"
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP|TRUNCATE)\b", re.I)
NOTES = "search_unanswered"
DATABASES = pytest.StashKey[Databases]()
NEEDS_DATABASE = {"db", "django_db_setup"}


def pytest_configure(config):
    """The marks by which a test says which record it is about; without one, the small record."""
    config.addinivalue_line("markers", "bundled: about the bundled record")
    config.addinivalue_line("markers", "empty: about a site that nothing was loaded into")
    config.addinivalue_line("markers", "crawl: every entry and every link of the bundled record")
    config.addinivalue_line("markers", "deploy: everything that runs beside the site, too")
    config.addinivalue_line("markers", "both: the two databases could differ here")
    config.addinivalue_line("markers", "postgresql: about PostgreSQL alone")
    config.stash[DATABASES] = Databases()


def pytest_unconfigure(config):
    """Leave no database behind."""
    config.stash[DATABASES].close()


def pytest_collection_finish(session):
    """Spare the collector what was imported: nothing of it goes before the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment):
    """Nothing: the database of a test is chosen by `pytest_runtest_setup`."""


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """The database of the kind that the test is marked with, before any fixture reads it."""
    if item.get_closest_marker("postgresql") and is_sqlite():
        pytest.skip("it is about PostgreSQL; DATABASE_URL names it")
    if item.get_closest_marker("django_db") or NEEDS_DATABASE & set(item.fixturenames):
        item.config.stash[DATABASES].use(kind_of(item))


# What marks texts of finished pages, so that their words could not be looked for as they are.
MARKING = "portal.middleware.unbroken.Unbroken"


@pytest.fixture(autouse=True)
def language_of_the_site():
    """A visit leaves its language active; every test begins in that of the site."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(autouse=True, scope="session")
def nobody_waits():
    """Who looks through the record lets others come in between, and here there are none.

    What it takes with others runs in processes of its own (`tests/measures/test_kept_findings.py`).
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("measures.checks.keeping.REST", 0)
        yield


@pytest.fixture(autouse=True, scope="session")
def settings_of_tests(django_test_environment, tmp_path_factory):
    """Tests read templates, not the manifest that `collectstatic` writes.

    Nor do they look through the collected files, which every client of theirs would do anew. They
    see pages and files as they are drawn; those of what is kept say otherwise, and those of what is
    marked in finished pages. Browsers see all of it.
    """
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    dummy = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    with override_settings(
        WHITENOISE_AUTOREFRESH=True,
        MIDDLEWARE=[each for each in settings.MIDDLEWARE if each != MARKING],
        STORAGES=settings.STORAGES | {"staticfiles": plain},
        CACHES=settings.CACHES | {"pages": dummy, "former": dummy},
        DOWNLOADS_KEPT=0,
        BUNDLE_ROOT=str(tmp_path_factory.mktemp("bundles")),
        PICTURES_ROOT=str(tmp_path_factory.mktemp("pictures")),
    ):
        yield


@pytest.fixture(scope="module")
def rows_for_all(django_db_setup, django_db_blocker):
    """The database for the fixtures of a module: every test sees what they write, none changes it.

    A module is about one record: its tests have the same mark of one, or none.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def admin_user(django_user_model):
    """An editor; without a password, whose hashing would take most of the time of many tests."""
    return django_user_model.objects.create(
        username="editor", last_name="標", is_staff=True, is_superuser=True
    )


@pytest.fixture
def quick_passwords(settings):
    """Passwords are hashed in no time, where many are tried and none is kept."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def refuse_writes(execute, sql, params, many, context):
    """Fail where a statement writes."""
    assert not WRITES.match(sql), f"What is only read wrote to the database: {sql[:200]}"
    return execute(sql, params, many, context)


def refuse_writes_but_notes(execute, sql, params, many, context):
    """The same, but what people ask in vain may be noted for editors."""
    if NOTES in sql:
        return execute(sql, params, many, context)
    return refuse_writes(execute, sql, params, many, context)


@pytest.fixture
def read_only(db):
    """Any statement that writes is an error while this fixture is in use.

    But for one: what people ask in vain is noted for editors.
    """
    with connection.execute_wrapper(refuse_writes_but_notes):
        yield


@pytest.fixture
def nothing_written(db):
    """Any statement that writes is an error, that note too: for what is drawn without a view."""
    with connection.execute_wrapper(refuse_writes):
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
