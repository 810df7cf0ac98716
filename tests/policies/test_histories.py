"""Editors see what became of an entry, and bring it back."""

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse

from measures.models import Measure
from policies.models import Subject
from portal.record.models import Batch, Entry, Revision
from portal.record.revising import batch
from tests.forms import Form

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def editor(client, admin_user):
    """A client of somebody who may do everything."""
    client.force_login(admin_user)
    return client


def measure() -> Measure:
    """A measure that visitors see."""
    return Measure.objects.get(slug="talks")


def change(**values) -> Batch:
    """One change of it."""
    with batch(kind=Batch.Kind.WORLD, reason="it changed"):
        row = measure()
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    return Batch.objects.first()


def address(view: str, *args) -> str:
    """A page of the measure's versions."""
    return reverse(f"admin:measures_measure_{view}", args=[measure().pk, *args])


@pytest.fixture
def changed():
    """The measure after two changes."""
    return [change(title_en="Long talks"), change(summary_en="They talked on.")]


@pytest.fixture
def pages(changed):
    """Every page of histories."""
    return [
        address("history"),
        address("versions") + "?from=1&to=3",
        address("restore", 1),
        reverse("admin:record_batch_changelist"),
        reverse("admin:record_batch_deleted"),
        reverse("admin:record_batch_change", args=[changed[0].pk]),
        reverse("admin:record_batch_undo", args=[changed[0].pk]),
    ]


def test_the_history_tells_who_when_why_and_what(editor, admin_user):
    with batch(user=admin_user, kind=Batch.Kind.CORRECTION, reason="読み違い"):
        row = measure()
        row.title_en = "Long talks"
        row.save()
    text = editor.get(address("history")).text
    for words in ("標", "読み違い", "資料の読み違い", "Talks", "Long talks", "名称（英語）"):
        assert words in text


def test_every_page_is_for_editors_alone(editor, pages):
    assert {editor.get(each).status_code for each in pages} == {200}
    editor.logout()
    assert {editor.get(each).status_code for each in pages} == {302}


def test_who_may_only_look_brings_nothing_back(client, django_user_model, pages):
    reader = django_user_model.objects.create(username="reader", is_staff=True)
    client.force_login(reader)
    assert {client.get(each).status_code for each in pages} == {403}


def test_a_row_leads_to_the_history_of_its_entry(editor):
    citation = measure().citations.first()
    answer = editor.get(reverse("admin:measures_citation_history", args=[citation.pk]))
    assert (answer.status_code, answer["Location"]) == (302, address("history"))


def test_versions_that_are_not_there_are_not_found(editor, changed):
    assert editor.get(address("versions") + "?from=9").status_code == 404
    assert editor.get(address("restore", 9)).status_code == 404
    assert editor.get(address("versions") + "?from=x&to=").status_code == 200


def test_a_version_is_brought_back_by_a_post_alone(editor, changed):
    editor.get(address("restore", 1))
    assert measure().title_en == "Long talks"
    answer = editor.post(address("restore", 1), {"seen": "3"})
    assert answer.status_code == 400  # nobody said what kind of change it is
    assert measure().title_en == "Long talks"
    given = {"seen": "3", "batch_kind": "editorial", "batch_reason": "doch nicht"}
    assert editor.post(address("restore", 1), given)["Location"] == address("history")
    assert measure().title_en == "Talks"
    last = Batch.objects.first()
    assert (last.via, last.kind, last.reason) == ("restore", "editorial", "doch nicht")
    assert last.user_name == "標"


def test_what_was_changed_again_is_asked_and_chosen(editor, changed):
    change(title_en="Short talks")
    undo = reverse("admin:record_batch_undo", args=[changed[0].pk])
    text = editor.get(undo).text
    assert "Talks" in text
    assert 'value="mine"' in text
    name = "choice measure talks title_en"
    given = {"batch_kind": "editorial"}
    assert editor.post(undo, given).status_code == 400
    assert measure().title_en == "Short talks"
    assert editor.post(undo, given | {name: "mine"}).status_code == 302
    assert measure().title_en == "Talks"
    assert measure().summary_en == "They talked on."


def test_what_was_deleted_is_listed_and_brought_back(editor):
    with batch(reason="ein Versehen"):
        Measure.objects.get(slug="act").delete()
    deletion = Batch.objects.first()
    deleted = reverse("admin:record_batch_deleted")
    assert f'href="{deleted}"' in editor.get(reverse("admin:record_batch_changelist")).text
    text = editor.get(deleted).text
    undo = reverse("admin:record_batch_undo", args=[deletion.pk])
    assert "金属法" in text
    assert undo in text
    assert editor.post(undo, {"batch_kind": "editorial"}).status_code == 302
    assert Measure.objects.get(slug="act").provisions.count() == 2
    assert "金属法" not in editor.get(deleted).text


def test_a_change_of_what_visitors_see_says_of_what_kind_it_is(editor):
    """What was typed stays on the page; what nobody sees yet needs no word."""
    subject = Subject.objects.get(slug="metals")
    change_page = reverse("admin:policies_subject_change", args=[subject.pk])
    form = Form(editor.get(change_page).text, "subject_form").typed
    form |= {"name_en": "All metals"}
    form.pop("batch_kind", None)
    answer = editor.post(change_page, form)
    assert answer.status_code == 200
    assert "変更の種類を選んでください" in answer.text
    assert "All metals" in answer.text
    assert Subject.objects.get(slug="metals").name_en == "Metals"
    given = form | {"batch_kind": "source-correction", "batch_reason": "読み違い"}
    assert editor.post(change_page, given).status_code == 302
    assert Subject.objects.get(slug="metals").name_en == "All metals"
    last = Batch.objects.first()
    assert (last.via, last.kind, last.reason) == ("form", "source-correction", "読み違い")
    assert "読み違い" in editor.get(change_page).text  # it is offered again


@pytest.mark.parametrize("view", ["change", "group"])
def test_the_reason_is_asked_once_on_a_form_with_two_rows_of_buttons(editor, view):
    """Of two fields of one name the last would be taken, which nobody filled in."""
    group = ["citations"] if view == "group" else []
    page = editor.get(reverse(f"admin:measures_measure_{view}", args=[measure().pk, *group])).text
    assert page.count('name="_save"') == 2
    assert page.count('name="batch_reason"') == 1


@pytest.mark.both
def test_a_reason_with_a_sign_that_no_text_may_hold_is_kept_without_it(editor, changed):
    """A text of PostgreSQL holds no NUL: to undo a change for such a reason answered an error."""
    undo = reverse("admin:record_batch_undo", args=[changed[-1].pk])
    answer = editor.post(undo, {"batch_kind": "editorial", "batch_reason": "読み\0違い"})
    assert answer.status_code == 302
    assert Batch.objects.first().reason == "読み違い"


def test_a_hidden_measure_needs_no_word(editor):
    hidden = Measure.objects.get(slug="act")
    page = reverse("admin:measures_measure_change", args=[hidden.pk])
    form = Form(editor.get(page).text, "measure_form").typed | {"title_en": "Another act"}
    form.pop("batch_kind", None)
    assert editor.post(page, form).status_code == 302
    assert Revision.objects.of("measure", "act").first().batch.kind == ""


def test_of_what_was_loaded_no_kind_of_change_is_told(editor, client):
    """Nobody said of which kind it is: not even that it is editorial."""
    measure = Measure.objects.get(slug="talks")
    loaded = Revision.objects.of("measure", "talks").get().batch
    assert (loaded.via, loaded.kind) == ("load", "")
    history = reverse("admin:measures_measure_history", args=[measure.pk])
    pages = (history, reverse("admin:record_batch_change", args=[loaded.pk]))
    assert all("読み込み" in editor.get(page).text for page in pages)
    assert not any("体裁" in editor.get(page).text for page in pages)
    assert 'class="tag"' not in client.get("/measures/talks/changes/").text


def test_an_account_that_changed_something_stays(admin_user):
    """Nor would the name go with it: the batch has it by itself."""
    with batch(user=admin_user, reason="ein Grund"):
        row = measure()
        row.title_en = "Long talks"
        row.save()
    with pytest.raises(ProtectedError), transaction.atomic():
        admin_user.delete()
    last = Entry.objects.get(kind="measure", key="talks").revisions.first().batch
    assert (last.user, last.user_name, last.reason) == (admin_user, "標", "ein Grund")
