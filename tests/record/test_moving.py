"""An entry gets another key: what names it follows, and nothing else of the record changes."""

import pathlib
import re

import pytest
from django.utils.translation import override

from measures.models import Measure, RelatedVerdict
from measures.record import FILES
from policies.models import Clause
from portal.changes.models import Version
from portal.record import restoring
from portal.record.models import Batch, Entry, Revision
from portal.record.moving import Renaming, rename
from portal.record.revising import unlike_heads
from portal.record.schema import RecordError, kinds
from portal.record.tracing import moved_from, now_at
from portal.record.writing import dump

pytestmark = [pytest.mark.django_db, pytest.mark.both]

# Kinds of which the key is a name of its own, and the folder of their pages.
FOLDERS = {
    "measure": "measures",
    "sourcedocument": "sources",
    "indicator": "indicators",
    "issue": "issues",
    "framework": "pillars",
    "partner": "partners",
    "subject": "subjects",
    "organisation": "organisations",
}


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def said(via=Batch.Via.FORM) -> Batch:
    return Batch(via=via, kind=Batch.Kind.EDITORIAL, reason="a better name")


def renaming(kind: str, old: str, new: str) -> Renaming:
    """A renaming of an entry with its page."""
    folder = FOLDERS[kind]
    return Renaming(kind, old, new, (f"{folder}/{old}", f"{folder}/{new}"))


def dumped(folder: pathlib.Path) -> dict[str, str]:
    """The files of the record."""
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in dump(folder, FILES)
    }


def keys() -> list[tuple[str, str]]:
    """All entries that can have another name."""
    heads = Entry.objects.filter(kind__in=FOLDERS, state=Entry.State.HERE)
    return list(heads.values_list("kind", "key"))


@pytest.mark.parametrize("prefix", ["aa0-", "zz9-"])
def test_every_entry_can_have_another_name_and_get_its_own_back(tmp_path, prefix):
    """Also where it comes to stand elsewhere in the order, of which one of two tells of both."""
    before = dumped(tmp_path / "before")
    names = "|".join(re.escape(key) for _kind, key in keys())
    for number, (kind, key) in enumerate(keys()):
        rows = dict(Entry.objects.exclude(row=None).values_list("pk", "row"))
        rename(renaming(kind, key, prefix + key), said())
        assert unlike_heads() == [], (kind, key)
        for path, text in dumped(tmp_path / f"{number}").items():
            named = re.findall(rf"(?<![\w-]){FOLDERS[kind]}/({names})(?![\w-])", text)
            assert key not in named, path
        assert now_at(kind, key).key == prefix + key
        assert now_at(kind, key).row in rows.values()  # the same row, not one made anew
        restoring.restore(restoring.without(Batch.objects.first()), said(Batch.Via.RESTORE))
        assert dumped(tmp_path / f"{number}-back") == before, (kind, key)
        assert now_at(kind, prefix + key).key == key
        assert unlike_heads() == []


def test_who_names_it_keeps_the_day_of_its_last_change():
    """They say what they said; so does the entry itself."""
    days = dict(Measure.objects.values_list("pk", "updated_on"))
    version = Version.objects.current().number
    applied = rename(renaming("sourcedocument", "paper", "white-paper"), said())
    assert ("measure", "talks") in applied.changed
    assert dict(Measure.objects.values_list("pk", "updated_on")) == days
    assert Version.objects.current().number == version + 1
    assert Batch.objects.first().revisions.count() == len(applied.changed) + len(applied.gone)


def test_checklists_name_the_new_address():
    rename(renaming("measure", "act", "metals-act"), said())
    named = [record for row in Clause.objects.all() for record in row.records]
    assert "measures/metals-act" in named
    assert "measures/act" not in named


def test_the_verdict_on_a_pair_follows():
    rename(renaming("measure", "act", "zinc-act"), said())
    assert Entry.objects.get(kind="relatedverdict", key="act/talks").moved_to == "talks/zinc-act"
    verdict = RelatedVerdict.objects.get()
    assert (verdict.first.slug, verdict.second.slug) == ("talks", "zinc-act")


@pytest.mark.parametrize("key", ["talks", "former"])
def test_a_key_once_used_is_given_to_nothing_else(key):
    rename(renaming("measure", "talks", "former"), said())
    rename(renaming("measure", "former", "latest"), said())
    with pytest.raises(RecordError, match="was used before"):
        rename(renaming("measure", "act", key), said())
    assert now_at("measure", "talks").key == "latest"
    assert moved_from("measure", "latest") == {"talks", "former"}


def test_what_is_no_key_is_refused_and_nothing_changes():
    count = Revision.objects.count()
    with pytest.raises(RecordError, match="slug"):
        rename(renaming("measure", "talks", "Not A Key"), said())
    assert Revision.objects.count() == count
    assert set(FOLDERS) < set(kinds())
