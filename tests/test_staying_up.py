"""The site stays up: workers die, the server starts anew, the database goes away and comes back.

The servers are real ones, and so are the database and what happens to it.
"""

import contextlib
import json
import os
import pathlib
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings

from tests.breaking import Breakable
from tests.databases import is_sqlite, own_copy, spread
from tests.live import CUT, VISITORS, Live, ended
from tests.small_record import RECORD

# What reads a table that is locked: a page, a file.
LOCKED = ("/en/measures/?q=act", "/en/measures.csv?q=act")
ENOUGH = 1_000  # requests of which less than one in a hundred may fail
AT_ONCE = 5
NOTICE = {"/measures/": "ただいまデータベースに接続", "/en/measures/": "cannot be asked just now"}
REFUSED = {
    "/budgets/": ("text/html", "ただいま利用できません"),
    "/en/budgets/": ("text/html", "Not available just now"),
    "/budgets.csv": ("text/plain", "データベースが混み合っているか"),
    "/en/budgets.csv": ("text/plain", "The database is busy or down"),
    "/budgets.json": ("application/problem+json", "503"),
    "/admin/login/": ("text/html", "ただいま利用できません"),
}


# How long a statement may take and wait for a lock, in a process and for what it does.
SHOW_LIMITS = """
import json, django
django.setup()
from django.db import connection, transaction
from portal.changes.waiting import reading_long, waiting
found = {}
def show(what):
    with connection.cursor() as cursor:
        asked = [f"current_setting('{name}_timeout')" for name in ("statement", "lock")]
        cursor.execute(f"SELECT {', '.join(asked)}")
        found[what] = cursor.fetchone()
show("a command")
connection.close()
import portal.wsgi
show("what serves")
with reading_long(60, "default"):
    show("a download")
with waiting(30, "default"):
    show("a form, outside a transaction")
    with transaction.atomic():
        show("a form")
        with waiting(0, "default"):
            show("a note")
        show("the form again")
with transaction.atomic():
    show("a transaction after it")
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def static(tmp_path_factory) -> dict[str, str]:
    """Where the static files of the pages are collected."""
    told = {"STATIC_ROOT": str(tmp_path_factory.mktemp("static"))}
    words = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
    subprocess.run(words, cwd=settings.BASE_DIR, env=os.environ | told, check=True)
    return told


@pytest.fixture
def live(tmp_path, static) -> Iterator[Live]:
    """The small record, to be served."""
    with own_copy("small", "up", tmp_path) as address:
        live = Live(address, tmp_path, **static)
        with live.listening:
            yield live


def test_workers_that_are_killed_come_back_and_hardly_anybody_notices(live):
    with live.served() as process, live.asked_all_the_time("/measures/") as found:
        first = live.workers(process)
        assert len(first) == 2
        for worker in first:
            before = len(found)
            os.kill(worker, signal.SIGKILL)
            live.until(lambda gone=worker: gone not in live.workers(process))
            live.until(lambda: len(live.workers(process)) == 2)
            live.until(lambda mark=before: len(found) > mark + 20)
        live.until(lambda: len(found) > ENOUGH)
        assert process.poll() is None
        failed = [status for status in found if status != 200]
        assert len(failed) * 100 < len(found), failed


def test_nobody_is_refused_while_the_server_starts_anew(live):
    """A supervisor listens, as systemd does: who comes meanwhile waits.

    Whoever a worker has let in just as it ends may be cut off: each visitor once.
    """
    process = live.started()
    live.until(lambda: live.status("/livez") == 200)
    with contextlib.ExitStack() as servers, live.asked_all_the_time("/measures/") as found:
        live.until(lambda: len(found) > 20)
        assert ended(process) == 0
        servers.enter_context(live.served())
        before = len(found)
        live.until(lambda: len(found) > before + 20)
    assert set(found) <= {200, CUT}
    assert found.count(CUT) <= VISITORS


@pytest.mark.both
def test_without_a_database_what_is_kept_is_shown_and_the_rest_is_told_to_wait(tmp_path, static):
    with own_copy("small", "away", tmp_path) as address, Breakable(address) as database:
        live = Live(f"{database.address}?conn_max_age=0", tmp_path, WORKERS="1", **static)
        with live.listening, live.served():
            for path in NOTICE:
                assert live.ask(path, **{"Accept-Encoding": "gzip"}).status == 200
            assert live.ask("/readyz").status == live.ask("/healthz/").status == 200
            database.cut()
            for path, words in NOTICE.items():
                answer = live.ask(path)
                assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
                assert words in answer.text
                assert answer.headers["ETag"] is None
            for path, (kind, words) in REFUSED.items():
                answer = live.ask(path)
                assert (answer.status, answer.headers["Retry-After"]) == (503, "30"), path
                assert answer.headers["Content-Type"].startswith(kind), path
                assert words in answer.text, path
            assert live.ask("/livez", Host="10.0.0.7").status == 200
            unready = live.ask("/readyz", Host="10.0.0.7")
            assert unready.status == 503
            assert json.loads(unready.text)["status"] == "unready"
            before, start = len(live.log.splitlines()), time.monotonic()
            for _time in range(15):
                for path in ("/admin/login/", "/budgets/", "/readyz"):
                    assert live.ask(path).status == 503
            seconds = time.monotonic() - start
            # One in a second, of what may be one kind or another of failure.
            assert len(live.log.splitlines()) - before <= 2 * (seconds + 1)
            assert "Traceback" not in live.log
            database.mend()
            live.until(lambda: live.status("/budgets/") == 200)
            assert live.ask("/readyz").status == 200
            assert not any(words in live.ask(path).text for path, words in NOTICE.items())


if not is_sqlite():

    @pytest.mark.both
    def test_who_locks_a_table_stops_its_pages_for_seconds_and_nothing_else(tmp_path, static):
        """More visitors come than there are threads, and some for what is kept."""
        with own_copy("small", "locked", tmp_path) as address:
            live = Live(address, tmp_path, WORKERS="1", THREADS="4", **static)
            with live.listening, live.served(), psycopg.connect(address) as other:
                assert live.ask("/measures/").status == 200
                other.execute("LOCK TABLE measures_measure IN ACCESS EXCLUSIVE MODE")
                statuses = {"/livez": 200, "/readyz": 503, "/measures/": 200, LOCKED[0]: 503}
                waits = dict.fromkeys(statuses, 0.0)
                with contextlib.ExitStack() as visitors:
                    asked = [
                        visitors.enter_context(live.asked_all_the_time(path, visitors=4))
                        for path in LOCKED
                    ]
                    end = time.monotonic() + 5
                    while time.monotonic() < end:
                        for path, longest in waits.items():
                            start = time.monotonic()
                            assert live.ask(path).status == statuses[path]
                            waits[path] = max(longest, time.monotonic() - start)
                assert {status for found in asked for status in found} == {503}
                # A moment on a machine that has nothing else to do; a page waits for 3 seconds.
                for path in ("/livez", "/readyz", "/measures/"):
                    assert waits[path] < 2, waits
                assert waits[LOCKED[0]] < 7, waits
                assert json.loads(live.ask("/readyz").text)["database"] == "held"
                other.rollback()
                assert live.ask("/readyz").status == 200
                for path in LOCKED:
                    live.until(lambda path=path: live.status(path) == 200)

    @pytest.mark.both
    def test_a_database_that_falls_silent_keeps_one_visitor_waiting(tmp_path, static):
        with own_copy("small", "silent", tmp_path) as address, Breakable(address) as database:
            live = Live(database.address, tmp_path, WORKERS="1", THREADS="3", **static)
            with live.listening, live.served():
                # Each thread has a connection of its own.
                with live.asked_all_the_time("/measures/", visitors=3) as found:
                    live.until(lambda: len(found) > 20)
                database.way.fall_silent()
                with live.asked_all_the_time("/measures/", visitors=1) as waits:
                    time.sleep(1)
                    # As many files as there are threads: none of them keeps one.
                    for path in ("/measures.csv", "/budgets.json", "/budgets.csv"):
                        assert live.ask(path, timeout=20).status == 503
                    for path, words in (("/measures/", NOTICE["/measures/"]), ("/livez", "ok")):
                        assert words in live.ask(path, timeout=20).text
                    assert waits == []
                    database.way.speak()
                    live.until(lambda: waits)
                assert set(found + waits) == {200}

    @pytest.mark.both
    def test_only_what_serves_has_limits_and_what_is_longer_is_so_for_a_transaction():
        given = {"DATABASE_URL": f"{settings.DATABASE_URL}?options=-c lock_timeout=5s"}
        given |= {"DJANGO_SETTINGS_MODULE": "portal.settings"}
        words = [sys.executable, "-c", SHOW_LIMITS]
        said = subprocess.check_output(words, cwd=settings.BASE_DIR, env=os.environ | given)
        assert json.loads(said) == {
            "a command": ["0", "5s"],
            "what serves": ["10s", "5s"],
            "a download": ["1min", "5s"],
            "a form, outside a transaction": ["10s", "5s"],
            "a form": ["1min", "30s"],
            "a note": ["1min", "1ms"],
            "the form again": ["1min", "30s"],
            "a transaction after it": ["10s", "5s"],
        }


@pytest.fixture
def new(tmp_path) -> Iterator[str]:
    """The address of a database that nobody used yet."""
    if is_sqlite():
        yield f"sqlite:///{tmp_path / 'new.sqlite3'}"
        return
    name = f"{settings.DATABASES['default']['NAME']}_new"
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name}")
        yield re.sub(r"/[^/]*$", f"/{name}", settings.DATABASE_URL)
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def at_once(number: int, folder: pathlib.Path, *words: str, **environment: str) -> list[tuple]:
    """How processes that are started at once end: their status, and what they said."""
    given = {"BUNDLE_ROOT": str(folder / "data"), "STATIC_ROOT": str(folder / "static")}
    started = [
        subprocess.Popen(
            [sys.executable, "manage.py", *words],
            cwd=settings.BASE_DIR,
            env=os.environ | given | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _process in range(number)
    ]
    said = [process.communicate(timeout=300) for process in started]
    return [(process.returncode, *each) for process, each in zip(started, said, strict=True)]


PRODUCTION = {
    "SHIRUBE_PRODUCTION": "1",
    "SECRET_KEY": "throw-away-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLM",
    "ALLOWED_HOSTS": "shirube.example.jp",
    "DEBUG": "",
}


def measures(address: str) -> int:
    """How many measures a database holds."""
    question = "SELECT count(*) FROM measures_measure"
    if address.startswith("sqlite"):
        with contextlib.closing(sqlite3.connect(address.partition("///")[2])) as database:
            return database.execute(question).fetchone()[0]
    with psycopg.connect(address) as database:
        return database.execute(question).fetchone()[0]


@pytest.mark.both
def test_many_begin_with_an_empty_database_at_once(new, tmp_path):
    """Production gets no record that nobody asked for; who loads one loads it once."""
    told = at_once(AT_ONCE, tmp_path, "prepare", "--apart", DATABASE_URL=new, **PRODUCTION)
    assert [status for status, *_words in told] == [0] * AT_ONCE, told
    assert measures(new) == 0
    folder = str(spread(tmp_path / "record", RECORD))
    told = at_once(2, tmp_path, "load_record", folder, "--if-empty", DATABASE_URL=new)
    assert [status for status, *_words in told] == [0, 0], told
    assert sorted("nothing is loaded" in out for _status, out, _errors in told) == [False, True]
    assert measures(new) > 0
