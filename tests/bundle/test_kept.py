"""Bundles are there as a whole or not at all: killed, failed, two at a time, another history."""

import csv
import fcntl
import io
import json
import signal

import pytest
from django.core.management import call_command

from measures.models import Measure
from portal.bundle.snapshot import snapshot
from portal.changes.models import Version
from tests.bundle.conftest import site_of
from tests.lists.conftest import apart  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db]
# Changes a title, so that the record is at another version.
EDIT = """
from measures.models import Measure
row = Measure.objects.published().first()
row.title_ja += "（改）"
row.save()
"""
# Three changes of it more, of a kind each; then the file that the site has of all four.
EDITS = f"""{EDIT}
from django.test import Client
from portal.changes.models import Version
from portal.record.revising import batch
former = Version.objects.current().number - 1
for kind, field in (
    ("world", "summary_ja"), ("source-correction", "title_en"), ("editorial", "summary_en"),
):
    with batch(kind=kind):
        setattr(row, field, "Altered")
        row.save()
file = Client().get(f"/data/changes.csv?since=v{{former}}", headers={{"host": "127.0.0.1"}})
print(b"".join(file).decode(), end="")
"""


@pytest.fixture
def site(tmp_path):
    """A site with the small record and no bundle."""
    with site_of("small", tmp_path) as site:
        yield site


def program(folder, text: str) -> str:
    """Something that is called in the place of the program that writes Parquet."""
    path = folder / "program"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def names(site) -> set[str]:
    """What stands in the folder of the bundles, but for the lock and what was promised."""
    return {each.name for each in site.root.iterdir()} - {"lock", "promised"}


def test_killed_midway_it_leaves_nothing_that_looks_whole(site, tmp_path, client, settings):
    settings.BUNDLE_ROOT = str(site.root)
    killer = program(tmp_path, "kill -9 $PPID")
    done = site.manage("make_bundle", PARQUET_PYTHON=killer)
    assert done.returncode == -signal.SIGKILL
    assert names(site) == {"beside-new"}, "it was in the middle"
    assert client.get("/data/index.json").status_code == 503
    done = site.manage("make_bundle")
    assert done.returncode == 0, done.stderr
    assert names(site) == {str(site.manifest["version"])}
    assert client.get("/data/index.json").status_code == 200


def test_where_it_fails_nothing_is_left(site, tmp_path):
    failing = program(tmp_path, "echo the disk is full >&2; exit 1")
    for words in (("make_bundle",), ("make_bundle", "--out", str(tmp_path / "out"))):
        done = site.manage(*words, PARQUET_PYTHON=failing)
        assert done.returncode == 1
        assert "The bundle could not be made, and nothing of it is left" in done.stderr
        assert "the disk is full" in done.stderr
    assert names(site) == set()
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "out.unfinished").exists()


def test_an_interpreter_that_is_not_there_is_told_in_words(site):
    done = site.manage("make_bundle", PARQUET_PYTHON="/nowhere/python")
    assert done.returncode == 1
    assert "The bundle could not be made, and nothing of it is left" in done.stderr
    assert "/nowhere/python" in done.stderr
    assert "Traceback" not in done.stderr
    assert names(site) == set()


def test_versions_come_and_go(site, tmp_path):
    """What is another history goes; an edit makes a new one, which names what is another now."""
    former = site.root / "9999"
    former.mkdir(parents=True)
    (former / "index.json").write_text(json.dumps({"token": "of another history"}))
    without = program(tmp_path, "cat > /dev/null; exit 3")
    done = site.manage("make_bundle", PARQUET_PYTHON=without)
    assert "Without Parquet" in done.stdout
    first = site.manifest
    assert names(site) == {str(first["version"])}
    assert (first["parquet"], first["previous"], first["changes"]) == (False, None, None)
    assert {table["parquet"] for table in first["tables"]} == {None}
    edited = site.manage("shell", "-v0", "-c", EDITS, ALLOWED_HOSTS="127.0.0.1")
    assert site.manage("make_bundle", PARQUET_PYTHON=without, BUNDLES_KEPT="1").returncode == 0
    second = site.manifest
    text = (site.folder / "CHANGES.csv").read_text()
    change, *others = csv.DictReader(io.StringIO(text, newline=""))
    assert change["after"] == change["before"] + "（改）"
    assert [each["after"] for each in others] == ["Altered"] * 3
    kinds = [each["change_kind"] for each in others]
    assert kinds == ["world", "source-correction", "editorial"]
    assert others[-1]["version"] == str(second["version"])
    assert text.splitlines() == edited.stdout.splitlines(), "the site's own file says the same"
    assert names(site) == {str(second["version"])}, "the oldest is let go"
    assert second["version"] > first["version"]
    assert second["changes"]["since"] == first["version"]
    changed = {table["name"] for table in second["changes"]["tables"]}
    assert "measures" in changed
    assert "codelists" not in changed


# As a database that is restored: another token, so another history, at an earlier version.
RESTORED = """
from portal.changes.models import Change, Version
number = Version.objects.current().number - 1
Version.objects.update(number=number, token="of another")
Change.objects.all().delete()
"""


def test_no_number_is_given_to_two_bundles(site, tmp_path):
    """Browsers ask for no file of a version again."""
    without = program(tmp_path, "cat > /dev/null; exit 3")
    assert site.manage("shell", "-c", EDIT).returncode == 0
    assert site.manage("make_bundle", PARQUET_PYTHON=without).returncode == 0
    first = (site.folder / "index.json").read_bytes()
    number = site.manifest["version"]
    assert site.manage("make_bundle", "--again", PARQUET_PYTHON=without).returncode == 0
    assert (site.folder / "index.json").read_bytes() == first, "the same bytes, the same number"
    assert site.manage("shell", "-c", RESTORED).returncode == 0
    assert site.manage("make_bundle", PARQUET_PYTHON=without).returncode == 0
    assert names(site) == {str(number - 1)}
    assert site.manage("shell", "-c", EDIT).returncode == 0
    assert site.manage("make_bundle", PARQUET_PYTHON=without).returncode == 0
    assert names(site) == {str(number + 1)}, "and not the one that it had before"
    # With Parquet it is another bundle.
    assert site.manage("make_bundle", "--again").returncode == 0
    assert site.manifest["version"] == number + 2


def test_one_process_makes_it(settings, tmp_path):
    settings.BUNDLE_ROOT = str(tmp_path)
    told = io.StringIO()
    with (tmp_path / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        call_command("make_bundle", stdout=told)
    assert "Another process makes the bundle; nothing is done here." in told.getvalue()
    assert [each.name for each in tmp_path.iterdir()] == ["lock"]


@pytest.mark.both
@pytest.mark.usefixtures("apart")
def test_all_tables_are_of_one_state_and_no_editor_waits():
    with snapshot("reader"):
        before = Version.objects.using("reader").current()
        row = Measure.objects.using("writer").published().first()
        row.title_ja += "（改）"
        row.save(using="writer")
        assert Version.objects.using("reader").current() == before
        title = Measure.objects.using("reader").get(pk=row.pk).title_ja
        assert title != row.title_ja
    assert Version.objects.using("reader").current() != before
    assert Measure.objects.using("reader").get(pk=row.pk).title_ja == row.title_ja
