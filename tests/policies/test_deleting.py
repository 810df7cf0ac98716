"""An editor deletes entries: shown what goes, asked why, told how it comes back."""

import pathlib

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from measures.models import ExportControl, Measure, PillarGap
from measures.record import FILES
from policies.models import Clause, Framework, Issue, Organisation, Partner, Subject, Term
from portal.record.edits import Edit
from portal.record.models import Batch, Entry
from portal.record.revising import batch, unlike_heads
from portal.record.sweeping import left_naming
from portal.record.writing import dump
from tests.forms import Form

pytestmark = [pytest.mark.django_db, pytest.mark.both]
SAID = {"batch_kind": "source-correction", "batch_reason": "二重の登録"}


@pytest.fixture
def editor(client, admin_user):
    """A client of somebody who may do everything."""
    client.force_login(admin_user)
    return client


@pytest.fixture(autouse=True)
def nothing_suspended():
    """The talks may be deleted: no control is suspended by them, but others lead to them."""
    with batch(kind=Batch.Kind.EDITORIAL):
        ExportControl.objects.filter(suspended_by__slug="talks").delete()


def address(model, page: str, *keys) -> str:
    opts = model._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=keys)


def row_of(model, key: str):
    """The entry with an address name."""
    return model.objects.get(**{model.KEY[0]: key})


def dumped(folder: pathlib.Path) -> dict[str, str]:
    """The files of the record."""
    paths = dump(folder, FILES)
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in paths}


def typed(text: str) -> dict:
    """What the form of the page sends."""
    return Form(text, "deletion_form").typed


def test_it_is_told_who_loses_what_and_comes_back_as_it_was(editor, tmp_path):
    before = dumped(tmp_path / "before")
    pk = row_of(Measure, "talks").pk
    url = address(Measure, "delete", pk)
    page = editor.get(url)
    # The law that leads to it, and what was said of the two.
    for words in (
        "会談",
        "金属法",
        "会談が止めた。",
        "出典",
        reverse("admin:record_batch_deleted"),
    ):
        assert words in page.text
    answer = editor.post(url, typed(page.text) | SAID)
    assert answer["Location"] == address(Measure, "changelist")
    assert not Measure.objects.filter(pk=pk).exists()
    assert unlike_heads() == []
    made = Batch.objects.first()
    assert (made.via, made.kind, made.reason) == ("form", "source-correction", "二重の登録")
    changed = set(made.revisions.values_list("entry__kind", "entry__key"))
    assert {("measure", "talks"), ("measure", "act"), ("relatedverdict", "act/talks")} <= changed
    editor.logout()
    gone = editor.get("/measures/talks/")
    assert gone.status_code == 410
    assert "二重の登録" in gone.text
    editor.force_login(made.user)
    undo = reverse("admin:record_batch_undo", args=[made.pk])
    assert undo in editor.get(reverse("admin:record_batch_deleted")).text
    editor.post(undo, {"batch_kind": "editorial"})
    assert dumped(tmp_path / "after") == before
    editor.logout()
    assert editor.get("/measures/talks/").status_code == 200


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"batch_kind": ""}, "変更の種類を"),
        ({"batch_reason": " "}, "理由を書いて"),
        ({"seal": "0"}, "もう一度"),
    ],
)
def test_what_was_not_said_is_asked_for_and_nothing_is_deleted(editor, given, words):
    url = address(Measure, "delete", row_of(Measure, "talks").pk)
    answer = editor.post(url, typed(editor.get(url).text) | SAID | given)
    assert answer.status_code == 400
    assert words in answer.text
    assert given.get("batch_reason", "二重の登録") in answer.text
    assert Measure.objects.filter(slug="talks").exists()


def test_what_came_to_lead_there_since_is_shown_first(editor):
    """Nobody deletes more than was shown."""
    url = address(Subject, "delete", row_of(Subject, "recycling").pk)
    sent = typed(editor.get(url).text) | SAID
    with batch(kind=Batch.Kind.EDITORIAL):
        row_of(Subject, "resources").related.add(row_of(Subject, "recycling"))
    answer = editor.post(url, sent)
    assert answer.status_code == 400
    assert "資源" in answer.text
    assert editor.post(url, typed(answer.text) | SAID).status_code == 302


@pytest.mark.parametrize(
    ("model", "key", "needed_by"),
    [
        (Partner, "aa", "金属法"),
        (Organisation, "ministry", "局"),
        (Subject, "metals", "希少金属"),
        (Issue, "shortage", "金属法"),
    ],
)
def test_what_others_need_cannot_go_and_they_are_named(editor, model, key, needed_by):
    url = address(model, "delete", row_of(model, key).pk)
    page = editor.get(url)
    assert needed_by in page.text.partition('id="faults"')[2].partition("</ul>")[0]
    assert "deletion_form" not in page.text
    assert editor.post(url, {"post": "yes", **SAID}).status_code == 400
    assert row_of(model, key)


def test_several_are_deleted_by_the_same_page(editor, tmp_path):
    """What one of them needs goes with it; one reason, one batch, and one way back."""
    with batch(kind=Batch.Kind.EDITORIAL):
        for subject in Subject.objects.filter(slug__in=("recycling", "resources")):
            subject.also_narrower.clear()
            subject.related.clear()
    rows = [row_of(Subject, "recycling"), row_of(Subject, "resources")]
    before = dumped(tmp_path / "before")
    url = address(Subject, "changelist")
    ticked = {"action": "delete_selected", "_selected_action": [row.pk for row in rows]}
    page = editor.post(url, ticked)
    for words in ("再資源化", "資源", "削除するもの"):
        assert words in page.text
    sent = {**ticked, "post": "yes", "seal": typed(page.text)["seal"], **SAID}
    assert editor.post(url, sent | {"batch_reason": ""}).status_code == 400
    made = Batch.objects.count()
    assert editor.post(url, sent).status_code == 302
    assert Batch.objects.count() == made + 1
    assert not Subject.objects.filter(slug__in=("recycling", "resources")).exists()
    heads = Entry.objects.filter(kind="subject", key__in=("recycling", "resources"))
    assert set(heads.values_list("state", flat=True)) == {"gone"}
    assert unlike_heads() == []
    undo = reverse("admin:record_batch_undo", args=[Batch.objects.first().pk])
    editor.post(undo, {"batch_kind": "editorial"})
    assert dumped(tmp_path / "after") == before


def test_who_may_not_change_what_loses_something_deletes_nothing(client, django_user_model):
    user = django_user_model.objects.create_user("writer", is_staff=True)
    names = ("delete_measure", "view_measure")
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(user)
    url = address(Measure, "delete", row_of(Measure, "talks").pk)
    page = client.get(url)
    assert "権限のない" in page.text
    assert client.post(url, {"post": "yes", **SAID}).status_code == 400
    assert Measure.objects.filter(slug="talks").exists()


def test_an_entry_whose_key_is_made_of_others_is_deleted_alike(editor):
    gap = PillarGap.objects.get()
    url = address(PillarGap, "delete", gap.pk)
    assert editor.post(url, typed(editor.get(url).text) | SAID).status_code == 302
    assert not PillarGap.objects.exists()
    framework = row_of(Framework, "plan")
    page = editor.get(address(Framework, "delete", framework.pk))
    assert "柱" in page.text


def lines_of(phrase: str) -> list[list[str]]:
    """What records the lines of the checklist with a phrase."""
    return list(Clause.objects.filter(phrase=phrase).values_list("records", flat=True))


def test_nothing_is_left_that_names_the_page_of_what_went(editor, tmp_path):
    """Lines of the checklist that were recorded as it alone go with it, and come back with it."""
    with batch(kind=Batch.Kind.EDITORIAL):
        line = Clause.objects.get(phrase="はじめに")
        line.records = ["measures/act", "measures/talks", "measures/talks-of-others"]
        line.save()
        Clause.objects.create(
            section=line.section, position=9, phrase="会談", records=["measures/talks#milestone-x"]
        )
    before = dumped(tmp_path / "before")
    url = address(Measure, "delete", row_of(Measure, "talks").pk)
    page = editor.get(url)
    assert "白書" in page.text
    editor.post(url, typed(page.text) | SAID)
    assert lines_of("はじめに") == [["measures/act", "measures/talks-of-others"]]
    assert lines_of("会談") == []
    assert unlike_heads() == []
    undo = reverse("admin:record_batch_undo", args=[Batch.objects.first().pk])
    editor.post(undo, {"batch_kind": "editorial"})
    assert dumped(tmp_path / "after") == before


def test_a_line_that_names_what_was_hidden_alone_is_mended_first(editor):
    """Were it to go, readers would learn of that; were it to stay, it would point at nothing."""
    with batch(kind=Batch.Kind.EDITORIAL):
        row_of(Measure, "act").answers.all().delete()
        line = Clause.objects.get(phrase="はじめに")
        line.records = ["measures/act"]
        line.save()
    url = address(Measure, "delete", row_of(Measure, "act").pk)
    said = {"batch_kind": "editorial", "batch_reason": "秘匿の理由"}
    page = editor.get(url)
    assert "「はじめに」" in page.context["faults"][0]
    sent = {"post": "yes", "seal": page.context["deletion"].seal} | said
    assert editor.post(url, sent).status_code == 400
    assert lines_of("はじめに") == [["measures/act"]]
    with batch(kind=Batch.Kind.EDITORIAL):
        line.records = ["measures/act", "measures/talks"]
        line.save()
    assert editor.post(url, typed(editor.get(url).text) | said).status_code == 302
    assert lines_of("はじめに") == [["measures/talks"]]
    editor.logout()
    for page in ("/changes/", "/sources/paper/changes/", "/measures/act/"):
        assert "秘匿の理由" not in editor.get(page).text
    assert editor.get("/measures/act/").status_code == 404


def test_a_line_that_goes_along_keeps_nobody_from_deleting(editor):
    with batch(kind=Batch.Kind.EDITORIAL):
        line = Clause.objects.get(phrase="はじめに")
        line.records = ["measures/act"]
        line.save()
    head = Entry.objects.get(kind="sourcedocument", key="paper")
    hidden, gone = {"measures/act": False}, {("sourcedocument", "paper"): Edit(None, head.number)}
    assert left_naming({}, hidden, "default") == [line]
    assert left_naming(gone, hidden, "default") == []
    assert left_naming({}, {"measures/act": True}, "default") == []
    assert left_naming({}, {"measures/ac": False}, "default") == []


def test_a_term_stands_on_the_page_of_its_section(editor):
    """Neither to rename it nor to delete it touches what names that page."""
    with batch(kind=Batch.Kind.EDITORIAL):
        line = Clause.objects.get(phrase="はじめに")
        line.records = ["sources/paper/1#footnote-n1"]
        line.save()
    pk = row_of(Term, "stockpiling").pk
    said = {"name": "stocks", **SAID}
    assert editor.post(address(Term, "rename", pk), said).status_code == 302
    assert lines_of("はじめに") == [["sources/paper/1#footnote-n1"]]
    url = address(Term, "delete", pk)
    assert editor.post(url, typed(editor.get(url).text) | SAID).status_code == 302
    assert lines_of("はじめに") == [["sources/paper/1#footnote-n1"]]
