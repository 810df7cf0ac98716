"""Files applied onto a record in use, and a dump that holds what the record was before."""

import json
import os
import pathlib
import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from measures.models import Measure
from measures.record import FILES
from portal.changes.models import Version
from portal.record import history
from portal.record.models import Batch, Entry, Revision
from portal.record.revising import batch, unlike_heads
from portal.record.writing import dump
from tests.databases import own_copy, spread
from tests.small_record import RECORD

pytestmark = [pytest.mark.django_db, pytest.mark.both]

# A process that dies where all rows are written and none is committed.
DIES = """
import os, signal
import django
django.setup()
from django.core.management import call_command
from portal.record import applying
def die(*args):
    os.kill(os.getpid(), signal.SIGKILL)
applying.add = die
call_command("load_record", {folder!r}, "--onto")
"""
# What a process sees of a database.
TELLS = """
import json
import django
django.setup()
from measures.models import Measure
from portal.changes.models import Version
from portal.record.models import Entry, Revision
from portal.record.revising import unlike_heads
titles = dict(Measure.objects.values_list("slug", "title_en"))
print(json.dumps([titles, Entry.objects.count(), Revision.objects.count(),
                  Version.objects.current().number, len(unlike_heads())]))
"""


@pytest.fixture
def folder(tmp_path) -> pathlib.Path:
    """The small record as files."""
    return spread(tmp_path / "record", RECORD)


def edit(path: pathlib.Path, old: str, new: str) -> None:
    """Change a file."""
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))


def as_files(folder: pathlib.Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def empty() -> None:
    """Leave nothing of the record and its history."""
    for model in (Revision, Entry, Batch):
        model.objects.all().delete()
    schemas = [schema for file in FILES for _path, schema in file.schema.walk()]
    links = [f.remote_field.through for s in schemas for f in s.model._meta.many_to_many]
    with connection.cursor() as cursor:
        for model in {*links, *(schema.model for schema in schemas)}:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")


def onto(folder: pathlib.Path, *options: str) -> None:
    call_command("load_record", folder, "--onto", *options)


def test_an_unchanged_dump_changes_nothing(folder, read_only, capsys):
    onto(folder)
    assert "nothing was changed" in capsys.readouterr().out


def test_one_figure_is_one_revision(folder, capsys):
    before, start = Version.objects.current(), Revision.objects.count()
    edit(folder / "measures" / "act.yaml", "amount: 2000000000000", "amount: 3000000000000")
    onto(folder, "--reason", "Read again", "--kind", "source-correction")
    assert "Made 0 and changed 1 entries" in capsys.readouterr().out
    assert Revision.objects.count() == start + 1
    made = Batch.objects.latest("pk")
    assert (made.via, made.kind, made.reason) == ("load", "source-correction", "Read again")
    act = Measure.objects.get(slug="act")
    assert act.budget_lines.get(code="all").amount == 3_000_000_000_000
    assert Version.objects.current() == before  # nobody sees an unpublished measure
    onto(folder)
    assert Revision.objects.count() == start + 1


def test_some_files_alone_add_what_they_hold(tmp_path):
    start = Entry.objects.count()
    onto(spread(tmp_path / "some", {"synonyms.yaml": "- word: 新語\n  means:\n  - 備蓄\n"}))
    assert Entry.objects.count() == start + 1
    assert Entry.objects.filter(kind="synonym", key="ためこみ", state="here").exists()


def test_an_entry_that_was_edited_since_is_refused(folder, tmp_path):
    dumped = tmp_path / "dumped"
    talks = Measure.objects.get(slug="talks")
    talks.title_en = "Edited"
    talks.save()
    dump(dumped, FILES, with_history=True)
    edit(dumped / "measures" / "talks.yaml", "title_en: Edited", "title_en: From a file")
    onto(dumped)
    assert Measure.objects.get(slug="talks").title_en == "From a file"
    edit(dumped / "measures" / "talks.yaml", "title_en: From a file", "title_en: Once more")
    with pytest.raises(CommandError, match="talks"):
        onto(dumped)
    edit(folder / "measures" / "talks.yaml", "kind: dialogue", "kind: summit")
    with pytest.raises(CommandError, match="talks"):
        onto(folder)
    assert Measure.objects.get(slug="talks").title_en == "From a file"


@pytest.mark.empty
def test_a_dump_holds_the_history_and_a_load_reads_it_back(folder, tmp_path, admin_user):
    call_command("load_record", folder, verbosity=0)
    with batch(user=admin_user, kind="world", reason="A newer paper"):
        Measure.objects.get(slug="act").delete()
        talks = Measure.objects.get(slug="talks")
        talks.title_en = "Later talks"
        talks.save()
    first, second = tmp_path / "first", tmp_path / "second"
    call_command("dump_record", first, "--history")
    lines = (first / history.REVISIONS).read_text().splitlines()
    assert len(lines) == Revision.objects.count()
    deleted = [json.loads(line) for line in lines if json.loads(line)["form"] is None]
    assert ("measure", "act") in {(each["kind"], each["key"]) for each in deleted}
    empty()
    call_command("load_record", first, verbosity=0)
    assert not unlike_heads()
    call_command("dump_record", second, "--history")
    one, other = as_files(first), as_files(second)
    batches = str(history.BATCHES)
    for name in (batches, str(history.REVISIONS)):  # batches have other numbers
        told = [[json.loads(line) for line in each.pop(name).splitlines()] for each in (one, other)]
        numbers = [sorted({line.get("batch") or line["id"] for line in each}) for each in told]
        for each, known in zip(told, numbers, strict=True):
            for line in each:
                key = "id" if name == batches else "batch"
                line[key] = known.index(line[key])
        assert told[0] == told[1]
    assert one == other
    made = Batch.objects.get(reason="A newer paper")
    assert (made.user, made.user_name, made.kind) == (None, "標", "world")


def test_a_history_is_not_lost_by_a_dump_without_one(tmp_path):
    call_command("dump_record", tmp_path / "x", "--history")
    before = as_files(tmp_path / "x")
    with pytest.raises(CommandError, match="holds a history"):
        call_command("dump_record", tmp_path / "x")
    assert as_files(tmp_path / "x") == before


def test_what_stands_beside_a_record_stays_and_more_is_refused(tmp_path):
    target = spread(tmp_path / "x", {"README": "notes", "measures/NOTES.txt": "more"})
    spread(target, {"measures/old.yaml": "slug: old\n"})
    dump(target, FILES)
    assert (target / "README").read_text() == "notes"
    assert (target / "measures" / "NOTES.txt").read_text() == "more"
    assert not (target / "measures" / "old.yaml").exists()
    spread(target, {"photos/one": "1"})
    with pytest.raises(CommandError, match="photos: no part of a record"):
        call_command("dump_record", target)
    assert (target / "photos" / "one").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_process_that_dies_in_the_middle_leaves_nothing(folder, tmp_path):
    for name in ("act", "talks"):
        path = folder / "measures" / f"{name}.yaml"
        path.write_text(path.read_text().replace("title_en: ", "title_en: Half ", 1))

    def run(script: str, address: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-c", script],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "portal.settings"},
            capture_output=True,
            text=True,
            check=False,
        )

    with own_copy("small", "dies", tmp_path) as address:
        before = run(TELLS, address)
        died = run(DIES.format(folder=str(folder)), address)
        assert died.returncode == -signal.SIGKILL, died.stderr
        after = run(TELLS, address)
        assert (after.stdout, after.returncode) == (before.stdout, 0)
        assert json.loads(after.stdout)[-1] == 0
        lives = run(DIES.replace("applying.add = die", "").format(folder=str(folder)), address)
        assert "changed 2 entries" in lives.stdout, lives.stderr
        titles = json.loads(run(TELLS, address).stdout)[0]
        assert all(title.startswith("Half ") for title in titles.values())
