"""Every change, by whatever way it comes, is a revision of each entry of which the form differs."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation

from measures.models import Measure, Milestone, Relation
from measures.record import FILES
from policies.models import Framework, Partner, Section, Subject, Synonym
from policies.models.fields import RecordModel
from portal.changes.models import RecordedQuerySet, Version
from portal.changes.tracking import one_version
from portal.dates.clock import today
from portal.record.models import Batch, Entry, Revision
from portal.record.revising import batch, unlike_heads
from portal.record.schema import key_of, kinds
from portal.record.writing import write
from tests.forms import Form

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.ignore_template_errors]


@pytest.fixture
def start() -> int:
    """The last revision before the test."""
    return Revision.objects.latest("pk").pk


def since(start: int) -> list[tuple[str, str, int]]:
    """The revisions since: kind, key and number."""
    found = Revision.objects.filter(pk__gt=start).select_related("entry").order_by("pk")
    return [(each.entry.kind, each.entry.key, each.number) for each in found]


def test_every_entry_has_a_first_revision_in_one_batch():
    assert Batch.objects.get().via == Batch.Via.LOAD
    number = sum(file.schema.model.objects.count() for file in kinds().values())
    assert Entry.objects.count() == Revision.objects.count() == number
    assert not unlike_heads()


def test_a_row_saved_by_a_script_is_a_revision_of_its_entry(start):
    milestone = Milestone.objects.get(measure__slug="act", code="enacted")
    milestone.label_en = "Passed"
    milestone.save()
    assert since(start) == [("measure", "act", 2)]
    revision = Revision.objects.latest("pk")
    act = Measure.objects.get(slug="act")
    assert revision.form == write(act)
    assert revision.form["milestones"][0]["label_en"] == "Passed"
    assert revision.form["updated_on"] == today().isoformat() == str(act.updated_on)
    assert (revision.batch.via, revision.batch.user) == (Batch.Via.SCRIPT, None)


def test_a_save_that_changes_nothing_is_no_revision(start):
    act = Measure.objects.get(slug="act")
    act.save()
    act.milestones.first().save()
    assert since(start) == []
    after = Measure.objects.get(slug="act")
    assert (after.updated_on, after.updated_at) == (act.updated_on, act.updated_at)


def test_rows_two_levels_deep_and_links_are_revisions_of_the_entry(start):
    statement = Measure.objects.get(slug="act").discrepancies.first().statements.first()
    statement.value_en = "Another value"
    statement.save()
    line = Measure.objects.get(slug="act").budget_lines.get(code="all")
    line.ministries.clear()
    Section.objects.get(document__slug="paper", code="1").footnotes.first().delete()
    assert since(start) == [
        ("measure", "act", 2),
        ("measure", "act", 3),
        ("sourcedocument", "paper", 2),
    ]
    assert not unlike_heads()


def test_one_batch_is_one_revision_of_each_entry(start, admin_user):
    before = Version.objects.current().number
    with batch(user=admin_user, via="import", kind="world", reason="A new law"):
        for measure in Measure.objects.all():
            measure.title_en += " x"
            measure.save()
            measure.summary_en += " y"
            measure.save()
    assert since(start) == [("measure", "act", 2), ("measure", "talks", 2)]
    made = Batch.objects.latest("pk")
    assert (made.via, made.kind, made.reason) == ("import", "world", "A new law")
    assert (made.user, made.user_name) == (admin_user, "標")
    assert made.version == before + 1 == Version.objects.current().number


def test_what_is_undone_inside_is_no_revision(start):
    with one_version():
        act = Measure.objects.get(slug="act")
        title, act.title_en = act.title_en, "Other"
        act.save()
        act.title_en = title
        act.save()
    assert since(start) == []


def test_a_row_that_moves_is_a_revision_of_both_entries(start):
    milestone = Milestone.objects.get(measure__slug="act", code="enacted")
    milestone.measure = Measure.objects.get(slug="talks")
    milestone.code, milestone.headline = "moved", False
    milestone.save()
    assert set(since(start)) == {("measure", "act", 2), ("measure", "talks", 2)}


@pytest.mark.parametrize("whole", ["row", "queryset"])
def test_a_deleted_entry_is_one_batch_with_all_that_loses_something(start, whole):
    relation = Relation.objects.get(source__slug="talks", target__slug="act")
    assert relation
    Measure.objects.get(slug="act").export_control.delete()
    start = Revision.objects.latest("pk").pk
    if whole == "row":
        Measure.objects.get(slug="act").delete()
    else:
        Measure.objects.filter(slug="act").delete()
    found = since(start)
    assert ("measure", "act", 3) in found
    assert ("measure", "talks", 2) in found
    assert len({key for _kind, key, _number in found}) == len(found)
    assert Revision.objects.filter(pk__gt=start).values("batch").distinct().count() == 1
    gone = Entry.objects.get(kind="measure", key="act")
    assert (gone.state, gone.row) == (Entry.State.GONE, None)
    assert gone.revisions.get(number=3).form is None
    assert str(Measure.objects.get(slug="talks").updated_on) == today().isoformat()
    assert not unlike_heads()


def test_what_loses_a_link_without_a_signal_is_a_revision(start):
    subject = Subject.objects.create(slug="x", kind="theme", name_ja="あ", name_en="A")
    Subject.objects.get(slug="metals").broader.add(subject)
    start = Revision.objects.latest("pk").pk
    subject.delete()
    assert set(since(start)) == {("subject", "x", 2), ("subject", "metals", 3)}


def test_an_entry_of_another_name_goes_on_under_that(start):
    word = Synonym.objects.get(word="ためこみ")
    word.word = "ためおき"
    word.save()
    old = Entry.objects.get(kind="synonym", key="ためこみ")
    assert (old.state, old.moved_to, old.row) == (Entry.State.MOVED, "ためおき", None)
    assert Entry.objects.get(kind="synonym", key="ためおき").row == word.pk
    word.word = "ためこみ"
    word.save()
    old.refresh_from_db()
    assert (old.state, old.moved_to, old.number) == (Entry.State.HERE, "", 3)
    assert not unlike_heads()


def test_an_entry_made_anew_goes_on_where_the_former_ended():
    for _time in range(2):
        Partner.objects.create(code="new-land", kind="country", name_ja="新", name_en="New")
        Partner.objects.get(code="new-land").delete()
    assert Entry.objects.get(kind="partner", key="new-land").number == 4


def test_a_batch_keeps_the_name_of_its_time(admin_user):
    with batch(user=admin_user):
        Subject.objects.create(slug="x", kind="theme", name_ja="あ", name_en="A")
    get_user_model().objects.filter(pk=admin_user.pk).update(last_name="別")
    made = Batch.objects.latest("pk")
    assert (made.user, made.user_name) == (admin_user, "標")


def test_a_figure_that_was_changed_and_put_back_shows_both(start):
    line = Measure.objects.get(slug="act").budget_lines.get(code="all")
    before = line.amount
    for amount in (5, before):
        line.amount = amount
        line.save()
    found = Revision.objects.filter(pk__gte=start, entry__key="act").order_by("number")
    told = [each.form["budget_lines"][0]["amount"] for each in found]
    assert told[-2:] == ["5", str(before)]


def test_every_model_of_the_record_is_deleted_as_one_change():
    models = {each.model for file in FILES for _path, each in file.schema.walk()}
    assert {model for model in models if not issubclass(model, RecordModel)} == set()
    for model in models:
        assert isinstance(model.objects.all(), RecordedQuerySet), model


# ---- the admin


def page(client, instance) -> tuple[str, Form]:
    """The address of a page of the admin, and its form."""
    meta = instance._meta
    url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[instance.pk])
    return url, Form(client.get(url).content.decode(), f"{meta.model_name}_form")


@pytest.mark.parametrize("kind", ["measure", "sourcedocument", "issue", "partner", "framework"])
def test_opened_and_saved_is_no_change(admin_client, start, kind):
    entry = kinds()[kind].schema.model.objects.order_by("pk").first()
    before = Version.objects.current(), write(entry), getattr(entry, "updated_at", None)
    url, form = page(admin_client, entry)
    assert admin_client.post(url, form.typed).status_code == 302
    entry.refresh_from_db()
    after = Version.objects.current(), write(entry), getattr(entry, "updated_at", None)
    assert after == before
    assert since(start) == []


def test_a_saved_page_is_a_batch_of_its_user(admin_client, admin_user, start):
    act = Measure.objects.get(slug="act")
    url, form = page(admin_client, act)
    form.typed["title_en"] = "Another act"
    form.typed |= {"batch_kind": "world", "batch_reason": " The law was amended "}
    assert admin_client.post(url, form.typed).status_code == 302
    assert since(start) == [("measure", "act", 2)]
    made = Batch.objects.latest("pk")
    assert (made.user, made.via, made.kind) == (admin_user, Batch.Via.FORM, Batch.Kind.WORLD)
    assert made.reason == "The law was amended"
    assert Measure.objects.get(slug="act").updated_on == today()


def test_a_row_saved_on_its_own_page_moves_the_day_of_its_entry(admin_client, start):
    milestone = Milestone.objects.get(measure__slug="act", code="enacted")
    before = milestone.measure.updated_at
    url, form = page(admin_client, milestone)
    form.typed |= {"label_en": "Passed", "batch_kind": "none of these"}
    assert admin_client.post(url, form.typed).status_code == 302
    assert since(start) == [("measure", "act", 2)]
    assert Batch.objects.latest("pk").kind == ""
    assert Measure.objects.get(slug="act").updated_at > before


def test_rows_ticked_and_deleted_are_one_batch(admin_client, admin_user, start):
    framework = Framework.objects.get(slug="plan")
    pillars = framework.pillars.all()
    Measure.objects.get(slug="act").pillars.all().delete()
    start = Revision.objects.latest("pk").pk
    ticked = {"action": "delete_selected", "_selected_action": [p.pk for p in pillars], "post": "y"}
    assert admin_client.post(reverse("admin:policies_pillar_changelist"), ticked).status_code == 302
    assert not framework.pillars.exists()
    assert ("framework", "plan", 2) in since(start)
    assert Revision.objects.filter(pk__gt=start).values("batch").distinct().count() == 1
    assert Batch.objects.latest("pk").user == admin_user


# ---- a database from before, and what signals did not see


def test_entries_from_before_there_were_revisions_get_their_first():
    number = Entry.objects.count()
    for model in (Revision, Entry, Batch):
        model.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert Entry.objects.count() == number
    assert not unlike_heads()
    call_command("migrate", verbosity=0)
    assert Revision.objects.count() == number


def test_the_check_tells_entries_that_differ_from_their_heads(capsys):
    Measure.objects.filter(slug="act").update(title_en="Past all signals")
    act = Measure.objects.get(slug="act")
    assert [each.head.key for each in unlike_heads()] == ["act"]
    with translation.override("en"), pytest.raises(CommandError):
        call_command("check_record")
    told = capsys.readouterr().out
    assert "Entries that differ from their last revision: 1" in told
    assert f"measure {key_of(act)}: differs from revision 1" in told
