"""A version for every change, and a log of the rows that each touched."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone

from measures.models import Measure, MeasureSubject, Provision
from policies.models import Footnote, Organisation, Partner, Subject
from portal.changes import models as version
from portal.changes.models import Change, Stamp, Version
from portal.changes.paths import fields_on, passes_many, relations_read, stands_with
from portal.changes.tracking import (
    everything_changed,
    loading,
    one_version,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def start() -> Stamp:
    """The version before the test."""
    return Version.objects.current()


def since(stamp: Stamp) -> dict:
    """What changed since a version."""
    return Change.objects.since(stamp, Version.objects.current())


def test_every_change_moves_the_version(start):
    subject = Subject.objects.create(slug="x", kind="theme", name_ja="あ", name_en="A")
    created = Version.objects.current()
    subject.save()
    saved = Version.objects.current()
    subject.delete()
    deleted = Version.objects.current()
    stamps = [start, created, saved, deleted]
    assert [stamp.number - start.number for stamp in stamps] == [0, 1, 2, 3]
    assert len({stamp.token for stamp in stamps}) == 4


def test_rows_that_no_list_reads_move_it_too(start):
    Footnote.objects.order_by("pk").first().save()
    assert Version.objects.current() != start


def test_what_is_no_part_of_the_record_does_not(start):
    get_user_model().objects.create_user("someone")
    Session.objects.create(session_key="k", session_data="d", expire_date=timezone.now())
    assert Version.objects.current() == start


@pytest.mark.bundled
def test_a_change_is_logged_for_the_rows_that_show_it(start):
    row = MeasureSubject.objects.order_by("pk").first()
    row.save()
    changed = since(start)
    assert changed["measures.Measure"] == {row.measure_id}
    assert changed["measures.MeasureSubject"] == {row.pk}
    assert "policies.Partner" not in changed


@pytest.mark.bundled
def test_a_row_that_moves_touches_both_ends(start):
    row = Provision.objects.filter(parent=None, children=None).order_by("pk").first()
    before, after = row.measure_id, Measure.objects.exclude(pk=row.measure_id).first().pk
    row.measure_id = after
    row.save()
    assert since(start)["measures.Measure"] == {before, after}


@pytest.mark.bundled
def test_links_of_many_to_many_are_changes(start):
    group = Partner.objects.filter(kind="group").order_by("pk").first()
    member = Partner.objects.filter(kind="country", groups=None).order_by("pk").first()
    group.members.add(member)
    assert {group.pk, member.pk} <= since(start)["policies.Partner"]
    middle = Version.objects.current()
    group.members.remove(member)
    assert {group.pk, member.pk} <= since(middle)["policies.Partner"]


def test_collected_changes_are_one_version(start):
    subjects = list(Subject.objects.order_by("pk")[:3])
    with one_version():
        for subject in subjects:
            subject.save()
    assert Version.objects.current().number == start.number + 1
    assert since(start)["policies.Subject"] == {subject.pk for subject in subjects}


def test_reading_inside_collected_is_no_version(start):
    with one_version():
        Subject.objects.count()
    assert Version.objects.current() == start


def test_a_failure_inside_collected_leaves_nothing_behind(start):
    def fail() -> None:
        with one_version():
            Subject.objects.order_by("pk").first().save()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert Version.objects.current() == start
    Subject.objects.order_by("pk").first().save()
    assert Version.objects.current().number == start.number + 1


def test_a_load_changes_everything(start):
    with loading():
        Subject.objects.create(slug="x", kind="theme", name_ja="あ", name_en="A")
    changed = since(start)
    assert changed["policies.Subject"] == changed["measures.Measure"] == {None}
    assert Version.objects.current().number == start.number + 1


@pytest.mark.bundled
def test_many_rows_are_told_as_all(start, monkeypatch):
    monkeypatch.setattr(version, "MANY", 2)
    with one_version():
        for subject in Subject.objects.order_by("pk")[:3]:
            subject.save()
    assert since(start)["policies.Subject"] == {None}


def test_a_version_that_was_undone_is_not_in_the_log(start):
    assert Change.objects.since(Stamp(start.number, "another"), start) is None
    with everything_changed():
        pass
    assert since(start) is not None


def test_the_log_is_kept_for_a_while(start, monkeypatch):
    monkeypatch.setattr(version, "KEPT", 2)
    subject = Subject.objects.order_by("pk").first()
    for _time in range(4):
        subject.save()
    assert since(start) is None
    assert Change.objects.filter(number__lte=start.number).count() == 0


@pytest.mark.parametrize(
    ("path", "many"),
    [
        ("title_ja", False),
        ("jurisdiction__name_ja", False),
        ("names__name", True),
        ("subjects__subject__name_ja", True),
        ("export_control__items_ja", False),
    ],
)
def test_a_path_may_pass_many_rows(path, many):
    assert passes_many(Measure, path) is many


@pytest.mark.parametrize(
    ("model", "path", "prefixes"),
    [
        (MeasureSubject, "measure__pk", []),
        (MeasureSubject, "measure__title_ja", ["measure"]),
        (Measure, "subjects__subject__pk", ["subjects"]),
        (Measure, "subjects__pk", ["subjects"]),
        (Organisation, "partner__pk", []),
        (Organisation, "aliases__pk", ["aliases"]),
    ],
)
def test_a_key_that_goes_with_its_row_is_read_of_that_row_alone(model, path, prefixes):
    assert [prefix for prefix, _model, _back in relations_read(model, path)] == prefixes


def test_a_key_that_is_emptied_when_what_it_leads_to_goes_does_not_stand():
    assert stands_with(models.ForeignKey(Measure, models.PROTECT))
    assert not stands_with(models.ForeignKey(Measure, models.SET_NULL, null=True))


@pytest.mark.parametrize(("path", "names"), [("pk", []), ("jurisdiction__pk", ["jurisdiction"])])
def test_a_path_may_end_in_the_primary_key(path, names):
    assert [field.name for field in fields_on(Measure, path)] == names
