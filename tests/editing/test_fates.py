"""A draft whose entry was merged, renamed or deleted since says so, and what can be done."""

import pytest
from django.test import Client
from django.urls import reverse

from measures.models import Measure
from policies.models import Subject
from portal.record.deleting import delete as delete_entries
from portal.record.deleting import deletion_of
from portal.record.joining import merge_entries
from portal.record.models import Batch, Draft, Entry
from portal.record.moving import Renaming, rename
from portal.unsaved.models import Unsaved
from tests.drafting import WORD, account, act, draft_of, form_at, page
from tests.policies.test_merging import choices
from tests.record.test_joining import chosen_of, joined, other, said

__all__ = ["other"]
# The stock templates of the admin read variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.both]
DELETED, MERGED, MOVED = (
    "その間に削除されました",
    "別の項目に統合されました",
    "アドレスが変わりました",
)


@pytest.fixture
def reviewer(client) -> Client:
    """The client of somebody who may publish."""
    account(client, "確認・公開")
    return client


def listed(client) -> str:
    return client.get(reverse("drafts")).text


def review(client, draft: Draft) -> str:
    return client.get(page("draft-review", draft)).text


def address(key: str) -> str:
    row = Measure.objects.get(slug=key)
    return reverse("admin:measures_measure_change", args=[row.pk])


def subject(key: str = "passing") -> Subject:
    """A subject that nothing names."""
    return Subject.objects.create(slug=key, kind="theme", name_ja=key, name_en=key.title())


def delete(row: Subject) -> None:
    """Delete a subject."""
    delete_entries(deletion_of([row], {}), said(Batch.Via.FORM))


def test_nothing_is_said_of_a_draft_whose_entry_is_where_it_was(reviewer):
    draft = draft_of("measure", "act", title_en=WORD)
    draft_of("measure", "new", title_en=WORD)
    assert 'class="fate"' not in listed(reviewer) + review(reviewer, draft)


def test_of_an_entry_that_was_merged_the_draft_goes_on_from_the_other_where_somebody_says_so(
    reviewer, other
):
    draft = draft_of("measure", "act", Draft.State.FOR_REVIEW, title_en=WORD, summary_en="More.")
    merge_entries(joined(), said())
    for text in (listed(reviewer), review(reviewer, draft)):
        assert MERGED in text
        assert f'href="{address("other")}"' in text
    assert "one and the same" in review(reviewer, draft)
    # Nothing of it goes anywhere before.
    refused = act(reviewer, draft, "publish")
    assert refused.status_code == 400
    assert "今は「other」です" in refused.text
    assert reviewer.get(page("draft", draft))["Location"] == page("draft-review", draft)
    assert act(reviewer, draft, "carry").status_code == 400
    choice = f"choice {draft.pk} title_en"
    assert f'name="{choice}"' in review(reviewer, draft)
    sides = choices(review(reviewer, draft), "mine")
    assert act(reviewer, draft, "carry", **sides).status_code == 302
    draft.refresh_from_db()
    assert draft.key == "other"
    assert 'class="fate"' not in listed(reviewer) + review(reviewer, draft)
    assert act(reviewer, draft, "publish").status_code == 302
    measure = Measure.objects.get(slug="other")
    assert (measure.title_en, measure.summary_en) == (WORD, "More.")
    # What the other had of its own stays.
    assert measure.citations.filter(phrase="別").exists()


def test_under_another_key_it_is_the_same_entry(reviewer):
    draft = draft_of("measure", "talks", title_en=WORD)
    rename(Renaming("measure", "talks", "dialogue"), said(Batch.Via.FORM))
    assert MOVED in listed(reviewer)
    assert f'href="{address("dialogue")}"' in review(reviewer, draft)
    assert act(reviewer, draft, "carry").status_code == 302
    assert act(reviewer, draft, "publish").status_code == 302
    assert Measure.objects.get(slug="dialogue").title_en == WORD


def test_an_entry_that_was_deleted_is_brought_back_where_somebody_says_so(reviewer):
    row = subject()
    draft = draft_of("subject", "passing", note_en=WORD)
    delete(row)
    assert DELETED in listed(reviewer)
    text = review(reviewer, draft)
    assert DELETED in text
    assert f'name="choice {draft.pk}" value="mine"' in text
    assert act(reviewer, draft, "publish").status_code == 400
    for sides in ({}, {f"choice {draft.pk}": "theirs"}):
        assert act(reviewer, draft, "carry", **sides).status_code == 400
    assert act(reviewer, draft, "carry", **{f"choice {draft.pk}": "mine"}).status_code == 302
    assert DELETED not in listed(reviewer) + review(reviewer, draft)
    assert act(reviewer, draft, "publish").status_code == 302
    assert Subject.objects.get(slug="passing").note_en == WORD


def test_a_draft_that_says_what_the_entry_said_brings_that_back_too(reviewer):
    row = subject()
    draft = draft_of("subject", "passing")
    delete(row)
    assert act(reviewer, draft, "publish").status_code == 400
    assert act(reviewer, draft, "carry", **{f"choice {draft.pk}": "mine"}).status_code == 302
    assert act(reviewer, draft, "publish").status_code == 302
    assert Subject.objects.filter(slug="passing").exists()


def test_what_was_merged_into_what_was_deleted_comes_back_by_itself(reviewer):
    goes, stays = subject(), subject("staying")
    draft = draft_of("subject", "passing", note_en=WORD)
    renaming = Renaming("subject", goes.slug, stays.slug)
    merge_entries(chosen_of(renaming, "mine"), said())
    assert MERGED in listed(reviewer)
    delete(stays)
    assert DELETED in listed(reviewer)
    assert act(reviewer, draft, "carry", **{f"choice {draft.pk}": "mine"}).status_code == 302
    assert act(reviewer, draft, "publish").status_code == 302
    assert Subject.objects.get(slug="passing").note_en == WORD
    assert Entry.objects.get(kind="subject", key="passing").state == Entry.State.HERE


def test_it_is_given_up_with_the_button_beside(reviewer):
    row = subject()
    draft = draft_of("subject", "passing", note_en=WORD)
    delete(row)
    assert act(reviewer, draft, "drop").status_code == 302
    assert WORD not in listed(reviewer)


def test_what_is_typed_into_its_form_meanwhile_is_kept_and_offered_again(reviewer):
    row = subject()
    draft = draft_of("subject", "passing", note_en=WORD)
    path = page("draft", draft)
    typed = form_at(reviewer, path).typed | {"note_en": "Typed."}
    delete(row)
    assert reviewer.post(path, typed)["Location"] == page("draft-review", draft)
    assert Unsaved.objects.get().post["note_en"] == "Typed."
    act(reviewer, draft, "carry", **{f"choice {draft.pk}": "mine"})
    assert form_at(reviewer, f"{path}?typed=1").typed["note_en"] == "Typed."
