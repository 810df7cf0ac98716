"""What is typed is kept before it is saved, and offered again; who else has a form open is told."""

import datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from measures.models import Measure
from policies.models import Subject
from portal import posts
from portal.accounts.past import has_past
from portal.unsaved.models import GONE_AFTER, KEPT_FOR, OpenForm, Unsaved
from tests.accounts.people import EDITOR, VIEWER, account
from tests.forms import Form

# The stock templates of the admin read variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.both]
TYPED = "Words that were typed."


@pytest.fixture
def editor() -> User:
    return account(EDITOR, "satou", last_name="佐藤")


@pytest.fixture
def one(editor) -> Client:
    """The browser of an editor."""
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def other() -> Client:
    """The browser of another."""
    client = Client()
    client.force_login(account(EDITOR, "suzuki", last_name="鈴木"))
    return client


def measure_page(group: str = "") -> str:
    measure = Measure.objects.get(slug="act")
    if group:
        return reverse("admin:measures_measure_group", args=[measure.pk, group])
    return reverse("admin:measures_measure_change", args=[measure.pk])


def form_at(client, url: str) -> Form:
    return Form(client.get(url).text, "measure_form")


def tell(client, path: str, **sent):
    """What a browser tells of a form."""
    return client.post(reverse("admin:unsaved"), {"kept_path": path} | sent)


def keep(client, path: str, **typed) -> None:
    """What a browser tells of a form into which something was typed."""
    answer = tell(client, path, **form_at(client, path).typed | typed | {"kept_typed": "1"})
    assert answer.json()["kept"], answer.status_code


def test_what_was_typed_is_offered_shown_and_saved(one):
    path = measure_page()
    before = Measure.objects.get(slug="act").summary_en
    keep(one, path, summary_en=TYPED)
    assert Measure.objects.get(slug="act").summary_en == before
    page = one.get(path)
    assert TYPED not in page.text
    assert f'href="?{"typed=1"}"' in page.text
    shown = one.get(f"{path}?typed=1")
    form = Form(shown.text, "measure_form")
    assert form.typed["summary_en"] == TYPED
    assert one.post(f"{path}?typed=1", form.typed | {"batch_kind": "world"}).status_code == 302
    assert Measure.objects.get(slug="act").summary_en == TYPED
    assert not Unsaved.objects.exists()
    assert "?typed=1" not in one.get(path).text


def test_it_is_given_up_with_a_button_that_needs_no_script(one):
    path = measure_page()
    keep(one, path, summary_en=TYPED)
    page = one.get(path).text
    assert 'name="kept_discard"' in page
    answer = tell(one, path, kept_discard="1")
    assert (answer.status_code, answer["Location"]) == (302, path)
    assert not Unsaved.objects.exists()


def test_rows_that_were_typed_are_kept_by_their_page(one):
    path = measure_page("names")
    keep(one, path, **{"names-0-name": TYPED})
    assert "?typed=1" not in one.get(measure_page()).text
    form = form_at(one, f"{path}?typed=1")
    assert form.typed["names-0-name"] == TYPED


def test_a_new_entry_is_kept_too(one):
    path = reverse("admin:measures_measure_add")
    keep(one, path, summary_en=TYPED)
    assert form_at(one, f"{path}?typed=1").typed["summary_en"] == TYPED


def test_what_others_saved_since_is_joined_with_what_was_typed(one, other):
    path = measure_page()
    keep(one, path, summary_en=TYPED)
    form = form_at(other, path)
    other.post(path, form.typed | {"title_en": "Theirs", "batch_kind": "world"})
    form = form_at(one, f"{path}?typed=1")
    assert one.post(path, form.typed | {"batch_kind": "world"}).status_code == 302
    measure = Measure.objects.get(slug="act")
    assert (measure.summary_en, measure.title_en) == (TYPED, "Theirs")


def test_it_is_for_its_editor_alone_and_for_some_days(one, other):
    path = measure_page()
    keep(one, path, summary_en=TYPED)
    assert TYPED not in other.get(f"{path}?typed=1").text
    Unsaved.objects.update(saved_at=timezone.now() - KEPT_FOR - datetime.timedelta(minutes=1))
    assert TYPED not in one.get(f"{path}?typed=1").text
    keep(other, path)
    assert Unsaved.objects.count() == 1


def test_what_is_too_large_is_not_kept_and_no_password_is(one, monkeypatch):
    path = measure_page()
    keep(one, path, summary_en=TYPED, password1="s3cret")
    assert "s3cret" not in Unsaved.objects.get().sent
    monkeypatch.setattr(posts, "LARGEST", 10)
    assert tell(one, path, kept_typed="1", summary_en="x" * 20).json()["kept"] is False
    assert TYPED in Unsaved.objects.get().post["summary_en"]


@pytest.mark.parametrize("path", ["", "/", "/admin/", "/admin/auth/user/add/", "/no/such/", "\0"])
def test_nothing_is_kept_of_what_is_no_form_of_the_record(one, path):
    assert tell(one, path, kept_typed="1").status_code == 404
    assert not Unsaved.objects.exists()


def test_nothing_is_kept_of_who_may_not_save(one):
    viewer = Client()
    viewer.force_login(account(VIEWER))
    assert tell(viewer, measure_page(), kept_typed="1").status_code == 403
    assert (Unsaved.objects.exists(), OpenForm.objects.exists()) == (False, False)


def test_who_else_has_the_entry_open_is_told_until_they_leave(one, other):
    path = measure_page()
    assert tell(one, path).json()["others"] == []
    # On whichever of its pages.
    assert tell(other, measure_page("names")).json()["others"] == ["佐藤"]
    assert "鈴木" in one.get(path).text
    assert "佐藤" not in one.get(path).text.partition('class="others"')[2].partition("</p>")[0]
    row = Measure.objects.get(slug="act").names.get()
    tell(one, reverse("admin:measures_measurename_change", args=[row.pk]))
    assert OpenForm.objects.count() == 2
    tell(other, path, kept_leaving="1")
    assert tell(one, path).json()["others"] == []
    assert "鈴木" not in one.get(path).text


def test_who_is_not_heard_of_any_more_is_gone(one, other):
    path = measure_page()
    tell(other, path)
    OpenForm.objects.update(seen_at=timezone.now() - GONE_AFTER - datetime.timedelta(seconds=1))
    assert tell(one, path).json()["others"] == []
    assert OpenForm.objects.count() == 1


def test_another_entry_is_another(one, other):
    tell(other, reverse("admin:policies_subject_change", args=[Subject.objects.first().pk]))
    assert tell(one, measure_page()).json()["others"] == []


def test_what_is_open_is_no_past_of_an_account(one, editor):
    keep(one, measure_page(), summary_en=TYPED)
    tell(one, measure_page())
    assert not has_past(editor, "default")
