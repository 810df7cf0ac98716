"""What is typed into the form of a draft is kept before it is saved; who has it open is told."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from policies.admin.drafting import NO_ROW
from portal.changes.aside import FIRST_KEY
from portal.posts import TOKEN
from portal.record.models import Draft
from portal.unsaved.models import OpenForm, Unsaved
from tests.accounts.people import EDITOR, VIEWER, account
from tests.drafting import form_at, page, save_draft

# The stock templates of the admin read variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.both]
TYPED = "Words that were typed."


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def one() -> Client:
    """The browser of an editor."""
    return browser(account(EDITOR, "satou", last_name="佐藤"))


@pytest.fixture
def other() -> Client:
    """The browser of another."""
    return browser(account(EDITOR, "suzuki", last_name="鈴木"))


@pytest.fixture
def draft(one) -> Draft:
    return save_draft(one, title_en="Of the draft")


def tell(client, path: str, **sent):
    """What a browser tells of a form."""
    return client.post(reverse("admin:unsaved"), {"kept_path": path} | sent)


def keep(client, path: str, **typed) -> None:
    """What a browser tells of a form into which something was typed."""
    answer = tell(client, path, **form_at(client, path).typed | typed | {"kept_typed": "1"})
    assert answer.json()["kept"], answer.status_code


def test_what_was_typed_into_a_draft_is_offered_shown_and_saved(one, draft):
    path = page("draft", draft)
    keep(one, path, summary_en=TYPED)
    draft.refresh_from_db()
    assert draft.form["summary_en"] != TYPED
    shown = one.get(path).text
    assert TYPED not in shown
    assert 'href="?typed=1"' in shown
    form = form_at(one, f"{path}?typed=1")
    assert (form.typed["summary_en"], form.typed["title_en"]) == (TYPED, "Of the draft")
    assert one.post(path, form.typed).status_code == 302
    draft.refresh_from_db()
    assert draft.form["summary_en"] == TYPED
    assert not Unsaved.objects.exists()


def test_it_is_kept_no_longer_once_it_stands_in_a_draft_that_is_not_complete(one, draft):
    path = page("draft", draft)
    keep(one, path, title_ja="", summary_en=TYPED)
    one.post(path, form_at(one, f"{path}?typed=1").typed)
    draft.refresh_from_db()
    assert not draft.is_complete
    assert not Unsaved.objects.exists()
    # What is typed on top of that is shown where it is asked for, and given up with a button.
    keep(one, path, summary_en="Later.")
    assert form_at(one, f"{path}?typed=1").typed["summary_en"] == "Later."
    assert tell(one, path, kept_discard="1")["Location"] == path
    assert form_at(one, path).typed["summary_en"] == TYPED


def test_rows_of_a_draft_are_kept_by_their_page(one, draft):
    path = page("draft-rows", draft, "names")
    keep(one, path, **{"names-0-name": TYPED})
    assert "?typed=1" not in one.get(page("draft", draft)).text
    assert form_at(one, f"{path}?typed=1").typed["names-0-name"] == TYPED


def test_what_was_typed_comes_back_to_a_draft_that_was_saved_since_with_a_word(one, other, draft):
    path, said = page("draft-rows", draft, "names"), "その間に下書きまたは公開中の項目が保存された"
    keep(one, path, **{"names-0-id": str(FIRST_KEY), "names-0-name": TYPED})
    assert said not in one.get(f"{path}?typed=1").text
    own = page("draft", draft)
    assert other.post(own, form_at(other, own).typed | {"title_en": "Theirs"}).status_code == 302
    assert said in one.get(f"{path}?typed=1").text
    shown = form_at(one, f"{path}?typed=1").typed
    # The key of a row that the draft made may be that of another by now.
    assert (shown["names-0-name"], shown["names-0-id"]) == (TYPED, NO_ROW)


def test_who_else_has_the_draft_open_is_told_until_they_leave(one, other, draft):
    path = page("draft", draft)
    assert tell(one, path).json()["others"] == []
    assert tell(other, page("draft-rows", draft, "names")).json()["others"] == ["佐藤"]
    told = one.get(path).text.partition('class="others"')[2].partition("</p>")[0]
    assert "鈴木" in told
    assert "佐藤" not in told
    tell(other, path, kept_leaving="1")
    assert tell(one, path).json()["others"] == []


def test_another_draft_is_another(one, other, draft):
    tell(other, page("draft", save_draft(one, title_en="Another")))
    assert tell(one, page("draft", draft)).json()["others"] == []


def test_nothing_is_kept_of_a_draft_that_is_closed_or_that_one_may_not_write(one, draft):
    path = page("draft", draft)
    assert tell(browser(account(VIEWER)), path, kept_typed="1").status_code == 403
    Draft.objects.update(state=Draft.State.DROPPED)
    assert tell(one, path, kept_typed="1").status_code == 403
    assert tell(one, reverse("draft", args=[10**30]), kept_typed="1").status_code == 404
    assert (Unsaved.objects.exists(), OpenForm.objects.exists()) == (False, False)


def test_what_was_sent_without_a_session_is_there_after_the_login(one, draft):
    path, user = page("draft", draft), get_user(one)
    sent = form_at(one, path).typed | {"summary_en": TYPED}
    one.session.flush()
    door = one.post(path, sent)["Location"]
    one.force_login(user)  # which takes over what the browser's session holds
    back = parse_qs(urlsplit(door).query)["next"][0]
    assert "保存されていません" in one.get(back).text
    form = form_at(one, back)
    assert form.typed["summary_en"] == TYPED
    draft.refresh_from_db()
    assert draft.form["summary_en"] != TYPED
    assert one.post(back, form.typed).status_code == 302
    draft.refresh_from_db()
    assert draft.form["summary_en"] == TYPED


def test_what_was_sent_with_an_old_token_is_shown_again(one, draft):
    path, strict = page("draft", draft), Client(enforce_csrf_checks=True)
    strict.force_login(get_user(one))
    sent = form_at(one, path).typed | {"summary_en": TYPED, TOKEN: "old"}
    answer = strict.post(path, sent)
    assert "保存されていません" in answer.text
    assert TYPED in answer.text
    draft.refresh_from_db()
    assert draft.form["summary_en"] != TYPED
