"""What checks find is kept in the wake of each change, of what it touched and nothing else."""

import json
import os
import subprocess
import sys
from functools import partial

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from measures.checks import keeping
from measures.models import (
    Citation,
    Measure,
    Milestone,
    Provision,
    Relation,
)
from policies.models import Attachment, Clause, Section, SectionText, Term
from portal.changes.models import VersionQuerySet
from portal.changes.tracking import loading, one_version
from portal.findings.keeping import accept, forget, keep_findings, noticed
from portal.findings.models import AcceptedFinding, Finding, KeptCheck, OutdatedEntry
from tests.databases import own_copy

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def state() -> set[tuple]:
    """All that is kept, but for since when."""
    said = ("code", "gravity", "kind", "entry", "key", "row_kind", "row", "field", "other")
    words = ("where_ja", "where_en", "what_ja", "what_en", "address")
    return set(Finding.objects.values_list(*said, *words, "digest", "due"))


def codes_of(entry) -> set[str]:
    kind = entry._meta.label_lower
    return set(Finding.objects.about(kind, [entry.pk]).values_list("code", flat=True))


@pytest.fixture(autouse=True)
def kept():
    """What the whole record has is kept; afterwards it is as if the record were walked anew."""
    keeping.keep_all()
    yield
    before = state()
    keeping.keep_all()
    assert state() == before


@pytest.fixture
def section():
    return Section.objects.select_related("document").order_by("pk").first()


@pytest.fixture
def measure(section):
    row = Measure.objects.create(
        slug="zz-new", kind="project", title_ja="ある計画", title_en="A plan of its own",
        reading="あるけいかく", summary_ja="概要。", summary_en="It.",
    )  # fmt: skip
    Citation.objects.create(measure=row, section=section, phrase="語", supports=["title"])
    return row


def test_a_change_finds_and_its_undoing_forgets(measure, section):
    assert "year-impossible" not in codes_of(measure)
    event = Milestone.objects.create(
        measure=measure, section=section, phrase="語", code="e", kind="held", date="1026",
        label_ja="開催", label_en="Held",
    )  # fmt: skip
    finding = Finding.objects.get(code="year-impossible")
    assert (finding.row_kind, finding.row) == ("measures.milestone", event.pk)
    assert finding.key == "zz-new"
    assert finding.edit_address == f"/admin/measures/milestone/{event.pk}/change/"
    event.date = "2026"
    event.save()
    assert "year-impossible" not in codes_of(measure)


def test_what_stays_keeps_since_when_it_is_known(measure):
    measure.summary_ja = "字" * 301
    measure.save()
    first = Finding.objects.get(code="summary-long", entry=measure.pk)
    measure.kind = "plan"
    measure.save()
    again = Finding.objects.get(code="summary-long", entry=measure.pk)
    assert (again.pk, again.version, again.first_seen) == (
        first.pk,
        first.version,
        first.first_seen,
    )


def test_a_deleted_entry_leaves_nothing(measure):
    assert codes_of(measure)
    pk = measure.pk
    measure.delete()
    assert not Finding.objects.about("measures.measure", [pk]).exists()


def test_a_fault_of_two_is_kept_and_forgotten_from_either_end(measure, section):
    other = Measure.objects.exclude(pk=measure.pk).order_by("pk").first()
    words = {"section": section, "phrase": "語", "reason_ja": "理由", "reason_en": "Reason"}
    forth = Relation.objects.create(source=measure, target=other, kind="amends", **words)
    assert "told-twice" not in codes_of(measure)
    back = Relation.objects.create(source=other, target=measure, kind="amends", **words)
    assert {"told-twice"} <= codes_of(measure) & codes_of(other)
    back.delete()
    assert "told-twice" not in codes_of(measure)
    forth.delete()


def test_a_title_that_two_have(measure):
    other = Measure.objects.exclude(pk=measure.pk).filter(published=True).first()
    title = measure.title_ja
    measure.title_ja = other.title_ja
    measure.save()
    assert Finding.objects.filter(code="same-title").count() == 1
    measure.title_ja = title
    measure.save()
    assert not Finding.objects.filter(code="same-title").exists()


def test_a_section_is_silent_once_the_last_row_is_gone(measure):
    document = Section.objects.first().document
    section = Section.objects.create(document=document, code="zz", heading="x", title_en="x")
    assert "silent-section" in codes_of(section)
    row = Citation.objects.create(measure=measure, section=section, phrase="x", supports=["title"])
    assert "silent-section" not in codes_of(section)
    row.delete()
    assert "silent-section" in codes_of(section)
    pk = section.pk
    section.delete()
    assert not Finding.objects.about("policies.section", [pk]).exists()


def test_a_clause_that_names_what_goes(measure, section):
    provision = Provision.objects.create(
        measure=measure, section=section, phrase="語", code="p1", text_ja="文", text_en="Text"
    )
    names = ["measures/zz-new", "measures/zz-new#provision-p1"]
    clause = Clause.objects.create(section=section, phrase="語", records=names)
    own = Finding.objects.filter(code="clause-dangling", row=clause.pk)
    assert not own.exists()
    provision.delete()
    assert [each.what_en for each in own.all()] == names[1:]
    measure.delete()
    assert sorted(each.what_en for each in own.all()) == names


def test_an_attached_text_has_phrases_looked_for(measure, section):
    row = measure.citations.get()
    lost = Finding.objects.filter(code="phrase-lost", row=row.pk, row_kind="measures.citation")
    assert not lost.exists()
    copy = {"kind": "text", "file_name": "a.txt", "sha256": "0" * 64}
    Attachment.objects.create(document=section.document, **copy)
    text = SectionText.objects.create(section=section, text="別の文")
    assert lost.exists()
    text.text = "ある語の文"
    text.save()
    assert not lost.exists()
    text.text = "別の文"
    text.save()
    assert lost.exists()
    Attachment.objects.all().delete()
    SectionText.objects.all().delete()
    assert not lost.exists()


def test_a_vocabulary_of_terms_has_what_it_decides_asked_anew(section):
    assert not KeptCheck.objects.filter(outdated=True).exists()
    Term.objects.create(
        slug="zz-term", term_ja="滅多に出ない語", term_en="A rare word", reading="めったにでないご",
        section=section, phrase="語", english="ours",
    )  # fmt: skip
    outdated = set(KeptCheck.objects.filter(outdated=True).values_list("code", flat=True))
    assert outdated == {"term-lost", "plain-word", "two-englishes"}
    keeping.keep_all()
    assert not KeptCheck.objects.filter(outdated=True).exists()


def test_a_load_forgets_all(measure):
    assert Finding.objects.exists()
    with loading():
        pass
    assert not Finding.objects.exists()
    assert not KeptCheck.objects.exists()
    keeping.keep_all()


def test_who_saves_is_told_what_is_new(measure):
    with noticed() as news, one_version():
        measure.summary_ja = "字" * 301
        measure.save()
    assert [each.code for each in news] == ["summary-long"]
    with noticed() as news:
        measure.save()
    assert news == []


def test_what_went_again_is_no_news(measure):
    with noticed() as news:
        measure.summary_ja = "字" * 301
        measure.save()
        measure.summary_ja = "概要。"
        measure.save()
    assert news == []


def test_accepted_is_a_value_and_not_a_row(measure, admin_user):
    measure.summary_ja = "字" * 301
    measure.save()
    finding = Finding.objects.get(code="summary-long", entry=measure.pk)
    accept(finding, admin_user)
    day = finding.first_seen.date()
    own = Finding.objects.filter(code="summary-long", entry=measure.pk)
    assert own.exists()
    assert not own.open(day).exists()
    measure.summary_ja = "字" * 302
    measure.save()
    assert own.open(day).exists()
    assert AcceptedFinding.objects.get().user_name == admin_user.get_full_name()


def test_entries_of_a_change_of_many_are_looked_at_later(section):
    with one_version():
        for number in range(keeping.AT_ONCE + 1):
            Measure.objects.create(
                slug=f"zz-{number}", kind="project", title_ja=f"計画{number}号",
                title_en=f"P {number}", reading=f"けいかく{number}ごう", summary_ja="字" * 301,
                summary_en="It.",
            )  # fmt: skip
    long = Finding.objects.filter(code="summary-long")
    assert not long.exists()
    assert OutdatedEntry.objects.filter(kind="measures.measure").count() == keeping.AT_ONCE + 1
    left = keeping.catch_up(limit=2)
    assert (left, long.count()) == (keeping.AT_ONCE - 1, 2)
    assert keeping.catch_up() == 0
    assert long.count() == keeping.AT_ONCE + 1


def test_a_record_that_nobody_looked_through_is_caught_up_with():
    before = state()
    assert before
    forget()
    while keeping.catch_up(limit=10):
        pass
    assert state() == before
    assert set(KeptCheck.objects.values_list("outdated", flat=True)) == {False}


def test_a_save_looks_at_what_it_touched_alone(measure, section):
    """However large the record: the statements of one save do not grow with it."""
    for number in range(3):
        Measure.objects.create(
            slug=f"zz-{number}", kind="project", title_ja=f"計画{number}号", title_en=f"P {number}",
            reading=f"けいかく{number}ごう", summary_ja="概要。", summary_en="It.",
        )  # fmt: skip
    with CaptureQueriesContext(
        connection,
    ) as few:
        measure.save()
    for number in range(3, 30):
        Measure.objects.create(
            slug=f"zz-{number}", kind="project", title_ja=f"計画{number}号", title_en=f"P {number}",
            reading=f"けいかく{number}ごう", summary_ja="概要。", summary_en="It.",
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        measure.save()
    assert len(many) == len(few)


def test_the_command_keeps_what_it_finds(measure, capsys):
    Finding.objects.all().delete()
    with pytest.raises(CommandError, match="faults"):
        call_command("check_record", verbosity=0)
    assert not Finding.objects.exists()
    with pytest.raises(CommandError, match="faults"):
        call_command("check_record", keep=True, verbosity=0)
    assert Finding.objects.exists()
    capsys.readouterr()


def retitled(title: str):
    """An edit that gives a measure a title."""

    def edit(measure):
        measure.title_ja = measure.title_en = title
        measure.save()

    return edit


def change(group: str, **values):
    """An edit of the first row of a group."""

    def edit(measure):
        row = getattr(measure, group).first()
        for name, value in values.items():
            setattr(row, name, value)
        row.save()

    return edit


def summarised(measure):
    """A summary that is too long."""
    measure.summary_ja = "字" * 301
    measure.save()


def hide(measure):
    """The tick of publication is taken away."""
    measure.published = False
    measure.save()


def elsewhere(measure):
    """A citation is read from another section."""
    row = measure.citations.first()
    row.section = Section.objects.exclude(pk=row.section_id).order_by("pk").last()
    row.save()


EDITS = {
    "summary": summarised,
    "title": retitled("別の題"),
    "hidden": hide,
    "phrase": change("citations", phrase="どこにもない語"),
    "section": elsewhere,
    "supports": change("citations", supports=["summary"]),
    "words": change("provisions", text_ja="別の文", text_en="Another text"),
    "code": change("provisions", code="another"),
    "event": change("milestones", label_ja="別", date="1700"),
    "status": change("statuses", as_of="2030-01"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_what_one_field_changes_is_found_as_in_the_whole_record(edit):
    """Checks that the field cannot concern are not asked; the rest is what a walk finds."""
    edit(Measure.objects.get(slug="act"))


def test_another_with_the_same_title_is_found_from_either_side():
    act, other = Measure.objects.order_by("pk")[:2]
    retitled(other.title_ja)(act)
    assert "same-title" in codes_of(act) & codes_of(other)
    retitled("別の題")(act)
    assert "same-title" not in codes_of(act) | codes_of(other)


def test_each_portion_of_a_walk_waits_for_the_change_under_way(monkeypatch):
    """What another puts off while it is looked at would be forgotten in the end."""
    done = []
    lock, some = VersionQuerySet.lock, keeping.batches
    monkeypatch.setattr(VersionQuerySet, "lock", lambda rows: done.append("lock") or lock(rows))
    monkeypatch.setattr(keeping, "batches", lambda *of: done.append("asked") or some(*of))
    monkeypatch.setattr(keeping, "rest", lambda: done.append("rest"))
    monkeypatch.setattr(keeping, "catch_up", partial(keeping.catch_up, 3))
    keeping.keep_all()
    portions = "".join(each[0] for each in done).split("r")
    assert len(portions) > 3
    assert portions[0].startswith("lla")  # before all are put off, and for the first portion
    assert all(each.startswith("la") for each in portions[1:])


def test_a_walk_keeps_nothing_of_what_is_gone(measure):
    measure.summary_ja = "字" * 301
    measure.save()
    [one] = Finding.objects.filter(code="summary-long", entry=measure.pk)
    for number, changed in enumerate(
        ({"code": "no-check"}, {"entry": 10**9}, {"other_kind": one.kind, "other": 10**9})
    ):
        row = Finding.objects.get(pk=one.pk)
        for name, value in changed.items():
            setattr(row, name, value)
        row.pk, row.digest = None, str(number)
        row.save()
    keeping.keep_all()
    assert list(Finding.objects.filter(code="summary-long", entry=measure.pk)) == [one]
    assert not Finding.objects.filter(digest__in="012").exists()


WALKED = """
import json, threading
from django.db import connection
from measures.checks import keeping
from measures.models import Measure
from policies.models import Subject
from portal.changes.tracking import one_version
from portal.findings.models import Finding, OutdatedEntry
from tests.measures.test_kept_findings import state

saved = []

def saves():
    # A measure that is looked at with its change, and more subjects than are.
    row = Measure.objects.get(slug="talks")
    row.summary_ja = "\u5b57" * 301
    row.save()
    with one_version():
        for number in range(keeping.AT_ONCE + 1):
            name = {"name_ja": "\u540d", "name_en": "One name", "kind": "theme"}
            Subject.objects.create(slug=f"zz-{number}", **name)
    saved.append(OutdatedEntry.objects.filter(kind="policies.subject").count())
    connection.close()

def rest():
    if not saved:
        beside = threading.Thread(target=saves)
        beside.start()
        beside.join()

keeping.rest, keeping.catch_up.__defaults__ = rest, (3, keeping.nobody)
keeping.keep_all()
walked = state()
found = Finding.objects.filter(code__in=("summary-long", "shared-subject-name"))
codes = sorted(set(found.values_list("code", flat=True)))
keeping.forget()
keeping.rest = lambda: None
keeping.keep_all()
print(json.dumps([saved[0] > 0, codes, walked == state()]))
"""


def test_others_save_while_the_record_is_looked_through(tmp_path):
    """Over a connection of their own, and in the end all is as if it were looked through anew."""
    with own_copy("small", "walked", tmp_path) as url:
        done = subprocess.run(
            [sys.executable, "manage.py", "shell", "-v0", "-c", WALKED],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DATABASE_URL": url, "PYTHONPATH": str(settings.BASE_DIR)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [True, ["shared-subject-name", "summary-long"], True]


def test_what_two_find_at_once_is_kept_once(measure, monkeypatch):
    """Neither fails where both look at an entry for the first time, and neither sees the other."""
    monkeypatch.setattr("portal.findings.keeping.kept_of", lambda _findings: set())
    first = Finding.objects.first()
    again = Finding.objects.get(pk=first.pk)
    again.pk = None
    keep_findings([again], Finding.objects.none())
    assert Finding.objects.filter(digest=first.digest).count() == 1
