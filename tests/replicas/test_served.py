"""Visitors read from a real standby, behind a real server, and notice nothing of what befalls it.

The primary commits without waiting for its disk, so a change is seen there before it is in the log
that the standby follows: what could go wrong goes wrong then.
"""

import contextlib
import dataclasses
import http.client
import http.cookiejar
import itertools
import os
import pathlib
import re
import secrets
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings

from tests.clusters import Cluster, primary, standby
from tests.databases import postgresql_copy
from tests.e2e.serving import UNSET, Server, Site, beside
from tests.forms import Form

pytestmark = pytest.mark.postgresql

READERS = 6
PATIENCE = 60  # seconds until something has to have come about
LIMIT = 12_000_000  # bytes of a download that are written down before it is sent
NUMBERS = itertools.count(1)
# What is told of a measure by its page, by a list that searches and by its file; with another
# number each is drawn anew.
PAGE, LIST = "/en/measures/talks/?from=q%3D{}", "/en/measures/?q=talks+-x{}"
FILE = "/en/measures.csv?q=talks+-x{}"
SAVES = """
import sys, django
django.setup()
from measures.models import Measure
row = Measure.objects.get(slug="talks")
for line in sys.stdin:
    row.title_en = f"Talks {line.strip()}"
    row.save()
    print(line.strip(), flush=True)
"""
# Rows as of the first one, so long that a table of them does not fit into what sockets hold.
MORE = """
INSERT INTO policies_footnote ({names})
SELECT {values} FROM policies_footnote AS one, generate_series(%s::int, %s::int) AS place
WHERE one.id = (SELECT min(id) FROM policies_footnote)
"""
COLUMNS = """
SELECT column_name FROM information_schema.columns
WHERE table_name = 'policies_footnote' AND column_name <> 'id'
"""
MOVED = "UPDATE version_version SET number = number + 1, token = md5(number::text)::char(16)"


@dataclasses.dataclass(frozen=True)
class Served:
    """A primary, its standby, and a server that reads from both."""

    primary: Cluster
    standby: Cluster
    server: Server

    def get(self, path: str) -> bytes:
        """What a visitor is sent. Raises what a browser would show as an error."""
        return self.server.site.get(path)

    def until_read(self) -> None:
        """Wait until the standby is what both workers read."""
        self.server.until(lambda: self.from_standby(8) == 8)

    def from_standby(self, asked: int) -> int:
        """How many of some downloads come from the standby."""
        before = self.copies()
        for _each in range(asked):
            self.get(FILE.format(next(NUMBERS)))
        return self.copies() - before

    def copies(self) -> int:
        """The downloads that were ever read from the standby."""
        return self.standby.log.read_text().count("statement: COPY (")


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Served]:
    """The small record on a primary, followed by a standby, served by two workers."""
    folder = tmp_path_factory.mktemp("replicas")
    with contextlib.ExitStack() as opened:
        first = opened.enter_context(primary())
        with postgresql_copy("small", "shirube_replicas") as address:
            first.fill(address)
        first.set("synchronous_commit", "off")
        second = opened.enter_context(standby(first))
        second.set("log_statement", "all")  # so that its log tells what is read there
        site = site_of(first, second, folder)
        site.manage("collectstatic", "--no-input", "--verbosity=0")
        site.manage("createsuperuser", "--username=editor", "--email=e@example.jp", "--no-input")
        served = Served(first, second, opened.enter_context(beside(site, folder)))
        served.until_read()
        yield served


def site_of(first: Cluster, second: Cluster, folder: pathlib.Path) -> Site:
    """What the processes of the site are told."""
    password = secrets.token_urlsafe(12)
    environment = {name: value for name, value in os.environ.items() if name not in UNSET}
    environment |= {
        "ALLOWED_HOSTS": "127.0.0.1",
        "BUNDLE_ROOT": str(folder / "data"),
        "DATABASE_URL": first.address,
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DJANGO_SUPERUSER_PASSWORD": password,
        "DOWNLOAD_DISK_LIMIT": str(LIMIT),
        "HOST": "127.0.0.1",
        "PORT": "0",
        "REPLICA_URLS": second.address,
        "SECRET_KEY": secrets.token_urlsafe(50),
        "STATIC_ROOT": str(folder / "static"),
        "THREADS": "4",
        "WORKERS": "2",
    }
    return Site("", "editor", password, environment)


class Reading:
    """Visitors who read all the time, and what they were told.

    `seen` is the highest number that anybody was told, or that was saved, by now.
    """

    def __init__(self, served: Served):
        self.served, self.ended = served, threading.Event()
        self.lock = threading.Lock()
        self.seen = self.answers = 0
        self.older: list[str] = []
        self.failed: list[str] = []

    @contextlib.contextmanager
    def under_way(self) -> Iterator["Reading"]:
        """Let them read while something is done; afterwards nothing failed and nothing was old."""
        threads = [threading.Thread(target=self._read, args=(each,)) for each in range(READERS)]
        for each in threads:
            each.start()
        try:
            yield self
        finally:
            self.ended.set()
            for each in threads:
                each.join(PATIENCE)
        assert (self.failed, self.older) == ([], [])

    def tell(self, number: int) -> None:
        """Somebody knows this number from now on."""
        with self.lock:
            self.seen = max(self.seen, number)

    def _read(self, place: int) -> None:
        paths = itertools.islice(itertools.cycle((PAGE, LIST, FILE)), place, None)
        while not self.ended.is_set():
            self._ask(next(paths).format(next(NUMBERS)))

    def _ask(self, address: str) -> None:
        seen = self.seen
        try:
            told = re.search(r"Talks (\d+)", self.served.get(address).decode())
        except (OSError, http.client.HTTPException) as error:
            self.failed.append(f"{address}: {error!r}")
            return
        number = int(told[1]) if told else 0
        if number < seen:
            self.older.append(f"{address}: {number} behind {seen}")
        self.answers += 1
        self.tell(number)


class Saving:
    """A process that saves the measure, whose title then has another number."""

    def __init__(self, process: subprocess.Popen):
        self.process = process

    def save(self) -> int:
        """Save it once more; the number, when the change is committed."""
        self.process.stdin.write(f"{next(NUMBERS)}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@pytest.fixture(scope="module")
def saving(served) -> Iterator[Saving]:
    """Somebody who saves, beside the server."""
    command = [sys.executable, "-c", SAVES]
    with subprocess.Popen(
        command,
        cwd=settings.BASE_DIR,
        env=served.server.site.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        saving = Saving(process)
        saving.save()
        yield saving
        process.stdin.close()


def save_while(saving: Saving, reading: Reading, answers: int) -> None:
    """Save again and again until so many answers came; the readers know what was saved."""
    end, enough = time.monotonic() + PATIENCE, reading.answers + answers
    while reading.answers < enough:
        assert time.monotonic() < end, reading.failed
        reading.tell(saving.save())
        time.sleep(0.05)


KEY = "an0editor0an0editor0an0editor0an"
SESSION = (
    "INSERT INTO django_session (session_key, session_data, expire_date) "
    "VALUES (%s, '', now() + interval '1 day') RETURNING session_key"
)


def test_visitors_are_answered_from_the_standby_and_editors_are_not(served):
    served.until_read()
    before = served.copies()
    request = urllib.request.Request(served.server.site.address + FILE.format(next(NUMBERS)))
    served.primary.ask(SESSION, KEY)
    request.add_header("Cookie", f"sessionid={KEY}")
    with urllib.request.urlopen(request) as answer:
        assert b"Talks" in answer.read()
    # The record as it stood is made again by writing, which a standby cannot.
    assert b"Talks" in served.get("/en/measures/?as_of=v1")
    assert served.copies() == before


def test_no_reader_is_told_what_is_older_than_what_anybody_saw(served, saving):
    """While changes come one after the other, and while the standby stands still."""
    served.until_read()
    before = served.copies()
    with Reading(served).under_way() as reading:
        save_while(saving, reading, 40)
        assert served.copies() > before, "the standby was never read"
        served.standby.ask("SELECT pg_wal_replay_pause()")
        save_while(saving, reading, 20)
        served.standby.ask("SELECT pg_wal_replay_resume()")
        save_while(saving, reading, 20)
    served.until_read()


def test_no_read_fails_while_the_standby_is_killed_and_comes_back(served, saving):
    served.until_read()
    with Reading(served).under_way() as reading:
        for _time in range(2):
            served.standby.kill()
            save_while(saving, reading, 20)
            served.standby.start()
            before = served.copies()
            served.server.until(lambda before=before: served.copies() > before)
            save_while(saving, reading, 10)
    assert " is left out: " in served.server.log.read_text()
    served.until_read()


def test_an_editor_reads_what_was_just_saved(served):
    editor = Editor(served.server.site)
    [(key,)] = served.primary.ask("SELECT id FROM measures_measure WHERE slug = 'talks'")
    change = f"/admin/measures/measure/{key}/change/"
    form = Form(editor.open(change), "measure_form").typed
    served.standby.ask("SELECT pg_wal_replay_pause()")
    try:
        title = f"Talks {next(NUMBERS)}"
        editor.open(change, form | {"title_en": title})
        assert title in editor.open("/en/measures/talks/")
        assert title in served.get(PAGE.format(next(NUMBERS))).decode()
    finally:
        served.standby.ask("SELECT pg_wal_replay_resume()")
    served.until_read()


class Editor:
    """Somebody who is signed in, by a browser without scripts."""

    def __init__(self, site: Site):
        self.site = site
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        form = Form(self.open("/admin/login/"), "login-form").typed
        self.open("/admin/login/", form | {"username": site.editor, "password": site.password})

    def open(self, path: str, typed: dict | None = None) -> str:
        """The page that follows on an address, or on a form that is sent there."""
        url = self.site.address + path
        data = urllib.parse.urlencode(typed, doseq=True).encode() if typed is not None else None
        with self.opener.open(urllib.request.Request(url, data, {"Referer": url})) as answer:
            return answer.read().decode()


NOTES = "/data/footnotes.csv"
END = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE query ~ '^COPY' AND state = 'active'
"""

LOCKED = """
SELECT 1 FROM pg_locks
WHERE mode = 'AccessExclusiveLock' AND relation = 'measures_measure'::regclass
"""
HELD_UP = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'RecoveryConflictSnapshot'"


def add_rows(served: Served, first: int, last: int) -> None:
    """Let the table of notes have so many rows more, each of a thousand bytes."""
    given = {"code": "'long-' || place", "position": "place", "text_en": "repeat('long ', 200)"}
    names = [name for (name,) in served.primary.ask(COLUMNS)]
    values = [given.get(name, f"one.{name}") for name in names]
    more = MORE.format(names=", ".join(names), values=", ".join(values))
    served.primary.ask(more, first, last)
    served.primary.ask(MOVED)


def test_a_download_that_fails_before_a_byte_was_sent_comes_from_the_primary(served):
    add_rows(served, 1, 9_000)
    served.until_read()
    whole = served.get(NOTES)
    assert len(whole) < LIMIT
    served.primary.ask(MOVED)
    served.until_read()
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(served.get(NOTES)))
    with psycopg.connect(served.standby.address, autocommit=True) as other:
        reader.start()
        ended = 0
        while reader.is_alive():
            ended += other.execute(END).fetchone()[0]
    assert ended
    assert got == [whole]
    assert "Asked again at the primary: /data/footnotes.csv" in served.server.log.read_text()
    served.until_read()


def test_what_takes_too_long_on_the_standby_is_refused_and_leaves_it_in_use(served):
    """It would take as long at the primary: a table is locked, and so it is on the standby."""
    served.until_read()
    logged = served.server.log.read_text()
    asked = served.server.site.address + FILE.format(next(NUMBERS))
    with psycopg.connect(served.primary.address) as other:
        other.execute("LOCK TABLE measures_measure IN ACCESS EXCLUSIVE MODE")
        served.server.until(lambda: served.standby.ask(LOCKED))
        start = time.monotonic()
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(asked)
        assert time.monotonic() - start < 6, "3 seconds, and no more of them at the primary"
    with refused.value as answer:
        assert (answer.code, answer.headers["Retry-After"]) == (503, "60")
    told = served.server.log.read_text().removeprefix(logged)
    assert "left out" not in told
    assert "Asked again" not in told
    assert served.from_standby(8) == 8


def test_a_long_download_whose_rows_are_taken_away_ends_where_everybody_sees_it(served):
    add_rows(served, 9_001, 50_000)
    served.standby.set("max_standby_streaming_delay", "1s")
    served.until_read()
    connection = http.client.HTTPConnection("127.0.0.1", served.server.port)
    with contextlib.closing(connection):
        connection.request("GET", NOTES)
        answer = connection.getresponse()
        assert (answer.status, answer.length) == (200, None)
        answer.read(100_000)
        served.primary.ask("DELETE FROM policies_footnote WHERE starts_with(code, 'long-')")
        served.primary.ask("VACUUM policies_footnote")
        served.server.until(lambda: served.standby.ask(HELD_UP))
        time.sleep(1.5)
        # A backend that waits for its reader sees only then that it is cancelled.
        with pytest.raises((http.client.HTTPException, OSError)):
            answer.read()
    assert "due to conflict with recovery" in served.standby.log.read_text()
    assert "Download /data/footnotes.csv failed" in served.server.log.read_text()
    served.primary.ask(MOVED)
    served.until_read()


def test_a_standby_that_was_promoted_is_read_no_more(served):
    """It goes on by itself, with later versions than the primary's. The last test: it stays so."""
    served.until_read()
    served.standby.ask("SELECT pg_promote()")
    served.standby.ask("UPDATE measures_measure SET title_en = 'Promoted' WHERE slug = 'talks'")
    served.standby.ask(MOVED)
    for _each in range(8):
        assert b"Promoted" not in served.get(PAGE.format(next(NUMBERS)))
    served.server.until(lambda: served.from_standby(8) == 0)
    time.sleep(1)  # as often as it is asked meanwhile whether it is well
    assert served.from_standby(8) == 0
