"""A worker or the whole server is killed in the middle of what editors do: all stands, or nothing.

The server is a real one, and so are the kills. They come where the rows are written and the first
revision is about to be, before anything is committed.
"""

import contextlib
import dataclasses
import http.client
import http.cookiejar
import json
import os
import pathlib
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings

from tests.databases import own_copy
from tests.forms import Form

pytestmark = pytest.mark.both

PATIENCE = 120  # seconds until a server answers
# Read by each Python process of the server as it starts. The file names who is to die.
DEADLY = """
import os, pathlib, signal
from django.db.backends.signals import connection_created

death = pathlib.Path(os.environ["DEATH"])

def die(execute, sql, params, many, context):
    if death.exists() and sql.startswith('INSERT INTO "record_revision"'):
        whom = death.read_text()
        death.unlink()
        if whom == "server":
            os.killpg(os.getpgid(0), signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)

def arm(connection, **_more):
    connection.execute_wrappers.append(die)

connection_created.connect(arm, weak=False)
"""
# What a process sees of a database: what visitors do, what is kept of it, and what is amiss.
TELLS = """
from measures.models import Measure
from portal.changes.models import Version
from portal.record.models import Entry, Revision
from portal.record.revising import unlike_heads
from portal.search.checking import faults
titles = dict(Measure.objects.values_list("slug", "title_en"))
states = {each.key: each.state for each in Entry.objects.filter(kind="measure")}
numbers = [Revision.objects.count(), Version.objects.current().number]
print(json.dumps([titles, states, numbers, len(unlike_heads()), [str(each) for each in faults()]]))
"""
# What stands before each deed, and where it is done.
DRAFTED = """
from django.urls import reverse
from portal.record.models import Draft, Revision
from measures.models import Measure
head = Revision.objects.current_of_row("measure", Measure.objects.get(slug="talks").pk)
form = head.form | {"title_en": "Published at last"}
draft = Draft.objects.create(
    kind="measure", key="talks", base=head.number, form=form, layout=head.layout
)
print(json.dumps(reverse("draft-review", args=[draft.pk])))
"""
DELETED = """
from django.urls import reverse
from measures.models import Measure
from portal.record.models import Batch
Measure.objects.get(slug="act").delete()
print(json.dumps(reverse("admin:record_batch_undo", args=[Batch.objects.latest("pk").pk])))
"""
DOUBLED = """
from django.urls import reverse
from measures.models import Measure
stays = reverse("admin:measures_measure_merge", args=[Measure.objects.get(slug="act").pk])
print(json.dumps(stays + "?other=talks"))
"""
HANDED_IN = """
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from tests.sheets.handing import as_csv, looked_at, table
client = Client(headers={"host": "127.0.0.1"})
client.force_login(User.objects.get())
rows = [row | {"title_en": "From a table"} for row in table(client, "measures")]
print(json.dumps(reverse("admin:import", args=[looked_at(client, as_csv(rows)).pk])))
"""


@dataclasses.dataclass(frozen=True)
class Deed:
    """Something that editors do: what has to stand before, and how one sees that it is done."""

    before: str
    done: Callable[[dict, dict], bool]
    typed: dict[str, str] = dataclasses.field(default_factory=dict)
    # Who goes on after a death, where that is not the editor, who is told that it is under way.
    goes_on: str = ""


DEEDS = {
    "publish": Deed(
        DRAFTED,
        lambda titles, _states: titles["talks"] == "Published at last",
        {"deed": "publish"},
    ),
    "restore": Deed(DELETED, lambda titles, _states: "act" in titles),
    "merge": Deed(DOUBLED, lambda _titles, states: states["talks"] == "moved"),
    "import": Deed(
        HANDED_IN,
        lambda titles, _states: "From a table" in titles.values(),
        goes_on="work_imports",
    ),
}


class Site:
    """The small record served, and an editor who is signed in."""

    def __init__(self, address: str, folder: pathlib.Path):
        self.folder, self.death = folder, folder / "death"
        (folder / "sitecustomize.py").write_text(DEADLY)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.environment = os.environ | {
            "ALLOWED_HOSTS": "127.0.0.1",
            "DATABASE_URL": address,
            "DEATH": str(self.death),
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "DJANGO_SUPERUSER_PASSWORD": secrets.token_urlsafe(),
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "SECRET_KEY": secrets.token_urlsafe(50),
            "BUNDLE_ROOT": str(folder / "data"),
            "STATIC_ROOT": str(folder / "static"),
            "THREADS": "2",
            "WORKERS": "2",
        }
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )

    def run(self, *words: str) -> str:
        """What a process of Python prints that runs beside the server."""
        done = subprocess.run(
            [sys.executable, *words],
            cwd=settings.BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ask(self, script: str):
        """What a script says of the database."""
        return json.loads(self.run("-c", f"import json, django\ndjango.setup()\n{script}"))

    @contextlib.contextmanager
    def served(self) -> Iterator[subprocess.Popen]:
        """A server, until it is ended or dies."""
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=settings.BASE_DIR,
                env=self.environment | {"PYTHONPATH": str(self.folder)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            self.until(self.answers)
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait(PATIENCE)

    def until(self, condition: Callable[[], object]) -> None:
        """Wait for what is to come about."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, (self.folder / "log").read_text()[-4000:]
            time.sleep(0.1)

    def answers(self) -> bool:
        """Whether a page of the list is answered."""
        with contextlib.suppress(urllib.error.URLError, http.client.HTTPException, OSError):
            return "</html>" in self.open("/measures/")
        return False

    def open(self, path: str, typed: dict | None = None) -> str:
        """The page that follows on an address, or on a form that is sent there."""
        url = f"http://127.0.0.1:{self.port}{path}"
        data = urllib.parse.urlencode(typed, doseq=True).encode() if typed is not None else None
        sent = urllib.request.Request(url, data, {"Referer": url})
        with self.opener.open(sent, timeout=PATIENCE) as answer:
            return answer.read().decode()

    def sign_in(self) -> None:
        """The opener becomes the editor."""
        form = Form(self.open("/admin/login/"), "login-form").typed
        form |= {"username": "editor", "password": self.environment["DJANGO_SUPERUSER_PASSWORD"]}
        self.open("/admin/login/?next=/admin/password_change/", form)

    def do(self, deed: Deed, address: str) -> None:
        """What the editor sends."""
        form = Form(self.open(address), None).typed
        self.open(address.partition("?")[0], form | {"batch_reason": "試し"} | deed.typed)


@pytest.fixture
def site(tmp_path) -> Iterator[Site]:
    """The small record with its one editor."""
    with own_copy("small", "killed", tmp_path) as address:
        site = Site(address, tmp_path)
        site.run("manage.py", "prepare")
        account = ("--username=editor", "--email=editor@example.jp", "--no-input")
        site.run("manage.py", "createsuperuser", *account)
        yield site


@pytest.mark.parametrize(
    ("name", "whom"),
    [("publish", "worker"), ("restore", "server"), ("merge", "worker"), ("import", "server")],
)
def test_a_death_in_the_middle_leaves_nothing(site, name, whom):
    deed = DEEDS[name]
    address = site.ask(deed.before)
    with contextlib.ExitStack() as servers:
        process = servers.enter_context(site.served())
        site.sign_in()
        before = site.ask(TELLS)
        assert not deed.done(*before[:2])
        site.death.write_text(whom)
        with contextlib.suppress(urllib.error.URLError, http.client.HTTPException, OSError):
            site.do(deed, address)
        site.until(lambda: not site.death.exists())
        if whom == "server":
            assert process.wait(PATIENCE) == -signal.SIGKILL
            servers.enter_context(site.served())
        site.until(site.answers)
        after = site.ask(TELLS)
        assert after == before
        assert after[-2:] == [0, []]
        if deed.goes_on:
            site.run("manage.py", deed.goes_on)
        else:
            site.do(deed, address)
        site.until(lambda: deed.done(*site.ask(TELLS)[:2]))
        assert site.ask(TELLS)[-2:] == [0, []]
