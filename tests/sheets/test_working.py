"""Long work at a table: stopped in the middle it goes on, and no part is done twice."""

import datetime

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from measures.models import Measure
from policies.models import Partner
from portal.record import restoring
from portal.record.models import Batch, Revision
from portal.record.schema import RecordError
from portal.sheets import working
from portal.sheets.models import SILENCE, Import
from portal.sheets.working import work
from tests.accounts.people import EDITOR, come
from tests.sheets.handing import as_csv, confirm, looked_at, table

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.ignore_template_errors]


class KilledError(BaseException):
    """The process ends, in the midst of whatever it does."""


@pytest.fixture
def in_parts(monkeypatch):
    """Every part is one entry, and nothing begins by itself."""
    monkeypatch.setattr(working, "PART", 1)
    monkeypatch.setattr(working, "WHOLE", 1)
    monkeypatch.setattr(working, "PAUSE", 0)
    monkeypatch.setattr(working, "REST", 0)
    monkeypatch.setattr("portal.sheets.views.begin", lambda pk, total: None)


def confirmed(client) -> Import:
    """A table that changes several entries, confirmed and not begun."""
    rows = table(client, "partners")
    for row in rows:
        row["note_en"] = "Mended by table."
    assert len(rows) > 2
    job = looked_at(client, as_csv(rows))
    work(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.checked["changed"]) == ("checked", 0, len(rows))
    confirm(client, job)
    assert (job.state, job.total) == ("applying", len(rows))
    return job


def mended() -> int:
    """How many entries are changed."""
    return Partner.objects.filter(note_en="Mended by table.").count()


def test_a_large_table_is_applied_in_parts_and_undone_as_a_whole(in_parts):
    client = come("管理")
    job = confirmed(client)
    page = client.get(reverse("admin:import", args=[job.pk]))
    assert 'http-equiv="refresh"' in page.content.decode()
    work(job.pk)
    job.refresh_from_db()
    assert (job.state, mended(), job.batches.count()) == ("done", job.total, job.total)
    client.post(reverse("admin:import-undo", args=[job.pk]), {"batch_reason": "no"})
    assert mended() == 0


@pytest.mark.parametrize("whole", [1, 500])
def test_every_entry_that_was_worked_at_is_told_the_last_part_too(in_parts, monkeypatch, whole):
    monkeypatch.setattr(working, "WHOLE", whole)
    client = come(EDITOR)
    job = confirmed(client)
    page = client.get(reverse("admin:import", args=[job.pk]))
    assert page.context["is_whole"] == (whole == 500)
    told: list[int] = []
    work(job.pk, told.append)
    assert sum(told) == job.total == mended()


def test_a_table_is_undone_as_a_whole_or_not_at_all(in_parts, monkeypatch):
    client = come("管理")
    job = confirmed(client)
    work(job.pk)
    own, begun = restoring.restore, []

    def locked(*given):
        begun.append(given)
        if len(begun) == 2:
            raise OperationalError("database is locked")
        return own(*given)

    monkeypatch.setattr(restoring, "restore", locked)
    answer = client.post(reverse("admin:import-undo", args=[job.pk]), {"batch_reason": "no"})
    assert (answer.status_code, "保存されていません" in answer.text) == (503, True)
    assert (len(begun), mended()) == (2, job.total)


@pytest.mark.parametrize("at", ["advance", "apply"])
def test_who_is_killed_in_the_middle_leaves_nothing_half_and_goes_on(in_parts, monkeypatch, at):
    client = come(EDITOR)
    job = confirmed(client)
    assert working.go_on(job.pk)
    own = working.apply

    def killed(*args, **options):
        if at == "apply":
            own(*args, **options)
        raise KilledError

    monkeypatch.setattr(working, "apply", killed)
    with pytest.raises(KilledError):
        work(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, mended(), job.batches.count()) == ("applying", 1, 1, 1)
    monkeypatch.setattr(working, "apply", own)
    Import.objects.filter(pk=job.pk).update(beat=timezone.now() - SILENCE * 2)
    page = client.get(reverse("admin:import", args=[job.pk]))
    assert page.context["job"].is_left
    call_command("work_imports")
    job.refresh_from_db()
    assert (job.state, mended(), job.batches.count()) == ("done", job.total, job.total)


def test_who_comes_late_does_no_part_twice(in_parts):
    client = come(EDITOR)
    job = confirmed(client)
    late = Import.objects.get(pk=job.pk)
    assert working.go_on(job.pk)
    before = Batch.objects.count(), Revision.objects.count()
    edits = working.unpacked(late.asked[: working.PART])
    assert working.carry_out(late, edits) is False
    assert (Batch.objects.count(), Revision.objects.count()) == before
    job.refresh_from_db()
    assert (job.state, job.done) == ("applying", 1)


def test_a_busy_database_is_waited_for(in_parts, monkeypatch):
    client = come(EDITOR)
    job = confirmed(client)
    own, times = working.apply, []

    def busy(*args, **options):
        times.append(args)
        if len(times) < 3:
            raise OperationalError("database is locked")
        return own(*args, **options)

    monkeypatch.setattr(working, "apply", busy)
    work(job.pk)
    job.refresh_from_db()
    assert (job.state, mended()) == ("done", job.total)


def test_what_is_refused_at_the_last_stops_and_tells_what_was_applied(in_parts, monkeypatch):
    client = come(EDITOR)
    job = confirmed(client)
    assert working.go_on(job.pk)

    def refused(*args, **options):
        raise RecordError(["no such thing"])

    monkeypatch.setattr(working, "apply", refused)
    work(job.pk)
    job.refresh_from_db()
    assert (job.state, job.faults, mended()) == ("stopped", ["no such thing"], 1)
    page = client.get(reverse("admin:import", args=[job.pk])).content.decode()
    assert "no such thing" in page


def test_an_error_that_nobody_thought_of_is_told(in_parts, monkeypatch, caplog):
    client = come(EDITOR)
    job = confirmed(client)

    def broken(*args, **options):
        raise ZeroDivisionError

    monkeypatch.setattr(working, "apply", broken)
    work(job.pk)
    job.refresh_from_db()
    assert (job.state, len(job.faults), mended()) == ("stopped", 1, 0)
    assert "ZeroDivisionError" in caplog.text


def test_a_large_table_is_worked_at_beside_the_requests(monkeypatch):
    begun = []

    class Thread:
        def __init__(self, target, args, daemon):
            self.work = target, args

        def start(self):
            begun.append(self.work)

    monkeypatch.setattr(working.threading, "Thread", Thread)
    with override("ja"):
        working.begin(7, working.AT_ONCE + 1)
    assert begun == [(working._beside, (7, "ja"))]


def test_only_who_handed_a_table_in_confirms_it():
    client = come(EDITOR)
    rows = table(client, "partners")
    rows[0]["note_en"] = "Mended by table."
    job = looked_at(client, as_csv(rows))
    assert confirm(come("確認・公開"), job).status_code == 403
    assert mended() == 0


def test_a_table_waits_for_as_long_as_its_owner_likes():
    client = come(EDITOR)
    rows = table(client, "partners")
    rows[0]["note_en"] = "Mended by table."
    job = looked_at(client, as_csv(rows))
    Import.objects.filter(pk=job.pk).update(beat=timezone.now() - datetime.timedelta(days=40))
    Measure.objects.first().delete()
    confirm(client, job)
    assert (job.state, mended()) == ("done", 1)
