"""A backup comes back whole: the same files, accounts, history and copies; or it is refused."""

import contextlib
import dataclasses
import fcntl
import json
import os
import pathlib
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg import sql

from portal.backup.making import kept, prune
from portal.backup.manifest import NAME, Unfit, read
from portal.backup.restoring import compare, refuse_others
from tests.databases import is_sqlite, own_copy

ROOT = pathlib.Path(settings.BASE_DIR)
# What is no record and stands in the database alone, beside a change with its history.
LIVED_WITH = """
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from measures.models import Measure
from policies.models import Section, SectionText
User.objects.create_user("editor", password="kept as a hash", is_staff=True, last_name="標")
session = SessionStore()
session["kept"] = "as it is"
session.save()
talks = Measure.objects.get(slug="talks")
talks.title_en = "Edited after it was loaded"
talks.save()
Measure.objects.get(slug="act").delete()
section = Section.objects.first()
SectionText.objects.create(section=section, text="A reader's own copy, 全文", page=1)
"""
# Everything a visitor downloads, and a digest of everything else.
TELLS = """
import hashlib, json
from django.db import connection
from django.test import Client
from portal.pages.lists import LISTS, TABLES
client = Client(headers={"host": "127.0.0.1"})
files = [f"{each.csv_address}?profile=data" for each in LISTS]
files += [each.csv_address for each in (*LISTS, *TABLES)]
files += [f"/en{each.csv_address}" for each in LISTS]
found = {}
for address in files:
    answer = client.get(address)
    assert answer.status_code == 200, address
    found[address] = hashlib.sha256(answer.getvalue()).hexdigest()
rows = {}
for name in connection.introspection.table_names():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {name}")
        rows[name] = repr(sorted(cursor.fetchall(), key=repr))
print(json.dumps([found, rows]))
"""


@dataclasses.dataclass(frozen=True)
class Site:
    """A site over a database, of which each command is a process of its own."""

    environment: dict[str, str]

    def manage(self, *words: str) -> subprocess.CompletedProcess:
        """A command of the site, ended."""
        return self._python("manage.py", *words)

    def run(self, script: str) -> str:
        """What a script prints."""
        done = self._python("-c", f"import django\ndjango.setup()\n{script}")
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _python(self, *words: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )


def site_at(url: str, folder: pathlib.Path) -> Site:
    """A site over the database at an address."""
    told = {
        "ALLOWED_HOSTS": "127.0.0.1",
        "BUNDLE_ROOT": str(folder / "data"),
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "STATIC_ROOT": str(folder / "static"),
    }
    return Site(os.environ | told)


@contextlib.contextmanager
def nothing(folder: pathlib.Path) -> Iterator[str]:
    """The address of a database without a table, of the kind that this run is about."""
    if is_sqlite():
        yield f"sqlite:///{folder / 'fresh.sqlite3'}"
        return
    server = urlsplit(settings.DATABASE_URL)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    name = sql.Identifier(f"{server.path.strip('/')}_fresh{worker}")
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as cluster:
        cluster.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        cluster.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
        try:
            yield server._replace(path=f"/{name.as_string().strip(chr(34))}").geturl()
        finally:
            cluster.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


@pytest.fixture(scope="module")
def lived_with(tmp_path_factory) -> Iterator[tuple[Site, pathlib.Path]]:
    """A site that was edited, and the folder of its one backup."""
    folder = tmp_path_factory.mktemp("lived")
    with own_copy("small", "backed", folder) as url:
        site = site_at(url, folder)
        site.run(LIVED_WITH)
        made = site.manage("backup", str(folder / "backups"))
        assert made.returncode == 0, made.stderr
        yield site, kept(folder / "backups")[0]


def differing(told: list[dict], found: list[dict]) -> list[str]:
    """The files and tables that are not the same in both."""
    return [
        name
        for one, other in zip(told, found, strict=True)
        for name in sorted({*one, *other})
        if one.get(name) != other.get(name)
    ]


@pytest.mark.both
def test_a_fresh_clone_has_all_that_was_taken_away(lived_with, tmp_path):
    before, backup = lived_with
    files, rows = told = json.loads(before.run(TELLS))
    with nothing(tmp_path) as url:
        fresh = site_at(url, tmp_path)
        restored = fresh.manage("restore", str(backup))
        assert restored.returncode == 0, restored.stdout + restored.stderr
        assert differing(told, json.loads(fresh.run(TELLS))) == []
        sums = read(backup).csv
        assert len(sums) > 50
        assert sums == {address: files[address] for address in sums}
        assert "全文" in rows["policies_sectiontext"]
        assert "Edited after it was loaded" in rows["measures_measure"]
        assert rows["record_revision"].count("),") > 10
        assert fresh.manage("index_record", "--check").returncode == 0
        numbers = [each.name for each in (tmp_path / "data").iterdir() if each.name.isdecimal()]
        assert numbers == [str(read(backup).version["number"])]
        again = fresh.manage("restore", str(backup))
        assert again.returncode == 1
        assert "tables, and nothing was changed" in again.stderr
        fresh.run("from measures.models import Measure\nMeasure.objects.all().delete()")
        replaced = fresh.manage("restore", "--replace", str(backup))
        assert replaced.returncode == 0, replaced.stdout + replaced.stderr


@pytest.mark.both
@pytest.mark.django_db
def test_what_this_database_cannot_hold_is_refused(lived_with):
    manifest = read(lived_with[1])
    refuse_others(manifest, "default")
    later = dataclasses.replace(manifest, migrations=["measures.9999_later"])
    with pytest.raises(Unfit, match="of a newer release, which has measures.9999_later"):
        refuse_others(later, "default")
    other = {"postgresql": "sqlite", "sqlite": "postgresql"}[connection.vendor]
    foreign = dataclasses.replace(manifest, database={"vendor": other, "version": 1})
    with pytest.raises(Unfit, match=f"The backup is of {other}"):
        refuse_others(foreign, "default")
    if connection.vendor == "postgresql":
        newer = dataclasses.replace(manifest, database={"vendor": "postgresql", "version": 99})
        with pytest.raises(Unfit, match="The backup is of PostgreSQL 99, this server is"):
            refuse_others(newer, "default")


def test_nobody_else_reads_a_backup(lived_with):
    _site, backup = lived_with
    assert stat.S_IMODE(backup.stat().st_mode) == 0o700
    (part,) = read(backup).parts
    assert stat.S_IMODE((backup / part.name).stat().st_mode) == 0o600


def test_the_oldest_go_and_what_was_left_half_made_too(tmp_path):
    for year in (2020, 2021, 2022):
        (tmp_path / f"shirube-{year}0101T000000Z").mkdir()
    for other in ("beside-shirube-20230101T000000Z", "of somebody else"):
        (tmp_path / other).mkdir()
    assert [each.name for each in prune(tmp_path, 2)] == ["shirube-20200101T000000Z"]
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        *("lock", "of somebody else", "shirube-20210101T000000Z", "shirube-20220101T000000Z"),
    ]


def test_none_is_not_kept(tmp_path):
    with pytest.raises(CommandError, match="--keep 0 would keep none"):
        call_command("backup", str(tmp_path / "backups"), keep=0)
    assert not (tmp_path / "backups").exists()


def test_one_at_a_time(tmp_path):
    with (tmp_path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Unfit, match="Another process makes a backup"):
            prune(tmp_path, 1)


@pytest.fixture
def damaged(lived_with, tmp_path) -> pathlib.Path:
    """A backup to be damaged."""
    return shutil.copytree(lived_with[1], tmp_path / "damaged")


def test_a_damaged_part_is_named(damaged):
    (part,) = read(damaged).parts
    path = damaged / part.name
    with path.open("r+b") as file:
        file.seek(part.bytes // 2)
        byte = file.read(1)[0]
        file.seek(part.bytes // 2)
        file.write(bytes([byte ^ 1]))
    with pytest.raises(Unfit, match=f"{part.name} is damaged"):
        read(damaged)
    path.unlink()
    with pytest.raises(Unfit, match=f"{part.name} is missing"):
        read(damaged)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"form": 1}', '{"form": 1, "parts": [{}]}'])
def test_a_damaged_manifest_is_named(damaged, text):
    (damaged / NAME).write_text(text)
    with pytest.raises(Unfit, match=f"{NAME} is damaged"):
        read(damaged)


def test_what_is_no_backup_is_refused(damaged):
    (damaged / NAME).write_text('{"form": 2}')
    with pytest.raises(Unfit, match="has form 2; this release reads 1"):
        read(damaged)
    (damaged / NAME).unlink()
    with pytest.raises(Unfit, match=f"is no backup: it has no {NAME}"):
        read(damaged)


def test_what_came_back_otherwise_is_told():
    compare("rows of the table", {"a": 1}, {"a": 1})
    with pytest.raises(Unfit, match="b: 2 → None"):
        compare("rows of the table", {"a": 1, "b": 2}, {"a": 1})
    with pytest.raises(Unfit, match="c: None → 3"):
        compare("rows of the table", {}, {"c": 3})
