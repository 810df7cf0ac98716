"""Rows that stand on rows are edited in a draft as they are in the record, by the real forms."""

import re

import pytest

from policies.models import Footnote, Section
from portal.record.models import Draft
from tests.accounts.people import EDITOR, come
from tests.drafting import WORD, draft_of, form_at, page
from tests.forms import Form

# The stock templates of the admin read variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.both]
FIRST = "sections/1"


@pytest.fixture
def editor():
    """The browser of an editor."""
    return come(EDITOR)


def sent(client, address: str, **typed):
    """The form of a page, sent with something typed into it."""
    return client.post(address, form_at(client, address).typed | typed)


def links_on(client, address: str) -> set[str]:
    """The addresses that a page leads to."""
    return set(re.findall(r'href="([^"#]+)', client.get(address).text))


def test_a_group_leads_to_the_page_of_each_of_its_rows(editor):
    draft = draft_of("sourcedocument", "paper")
    links = links_on(editor, page("draft-rows", draft, "sections"))
    rows = {page("draft-place", draft, f"sections/{number}") for number in (1, 2)}
    assert rows <= links
    assert not any(re.search(r"/policies/section/\d+/", each) for each in links)
    assert page("draft-place-rows", draft, FIRST, "footnotes") in links_on(
        editor, page("draft-place", draft, FIRST)
    )


def test_the_page_of_a_row_changes_the_draft_alone(editor):
    draft = draft_of("sourcedocument", "paper")
    answer = sent(editor, page("draft-place", draft, FIRST), title_en=WORD)
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert [each["title_en"] for each in draft.form["sections"]] == [WORD, "Background"]
    assert answer["Location"].startswith(page("draft", draft))
    assert editor.get(answer["Location"].partition("#")[0]).status_code == 200
    assert not Section.objects.filter(title_en=WORD).exists()


def test_a_row_sent_unchanged_says_the_same(editor):
    draft = draft_of("sourcedocument", "paper")
    before = draft.form
    for address in (
        page("draft-place", draft, FIRST),
        page("draft-place-rows", draft, FIRST, "footnotes"),
    ):
        assert sent(editor, address).status_code == 302
    draft.refresh_from_db()
    days = {"updated_on": None}
    assert draft.form | days == before | days


def test_rows_two_levels_deep_are_added_and_what_was_added_is_edited(editor):
    draft = draft_of("sourcedocument", "paper")
    address = page("draft-place-rows", draft, FIRST, "footnotes")
    form = form_at(editor, f"{address}?add=1")
    number = int(form.typed["footnotes-TOTAL_FORMS"]) - 1
    given = {"code": "n2", "kind": "footnote", "text_ja": "注二", "text_en": WORD, "phrase": "注"}
    form.typed |= {f"footnotes-{number}-{name}": value for name, value in given.items()}
    assert editor.post(address, form.typed).status_code == 302
    draft.refresh_from_db()
    assert [each["code"] for each in draft.form["sections"][0]["footnotes"]] == ["n1", "n2"]
    made = page("draft-place", draft, f"{FIRST}/footnotes/2")
    assert form_at(editor, made).typed["text_en"] == WORD
    assert sent(editor, made, text_en=f"{WORD} again").status_code == 302
    draft.refresh_from_db()
    assert draft.form["sections"][0]["footnotes"][1]["text_en"] == f"{WORD} again"
    assert Footnote.objects.count() == 1


def test_what_cannot_be_saved_comes_back_filled_in(editor):
    draft = draft_of("sourcedocument", "paper")
    address = page("draft-place", draft, FIRST)
    answer = sent(editor, address, title_en=WORD, heading="")
    assert answer.status_code == 200
    assert Form(answer.text, "section_form").typed["title_en"] == WORD
    draft.refresh_from_db()
    assert (draft.saved, draft.is_complete) == (1, True)


def test_a_row_outrun_by_another_save_comes_back_filled_in(editor):
    draft = draft_of("sourcedocument", "paper")
    address = page("draft-place", draft, FIRST)
    form = form_at(editor, address)
    editor.post(address, form.typed | {"title_en": "First."})
    answer = editor.post(address, form.typed | {"title_en": "Second."})
    assert (answer.status_code, "Second." in answer.text) == (409, True)


def test_a_difference_begins_on_a_page_of_its_own_with_what_a_source_tells(editor):
    draft = draft_of("measure", "talks")
    new = page("draft-place", draft, "discrepancies/new")
    assert new in links_on(editor, page("draft-rows", draft, "discrepancies"))
    section = Section.objects.get(document__slug="paper", code="1")
    typed = {"topic_ja": "日", "topic_en": WORD, "nature": "real"}
    told = {"value_ja": "一日", "value_en": "First", "section": section.pk, "phrase": "会談"}
    typed |= {f"statements-0-{name}": value for name, value in told.items()}
    answer = sent(editor, new, **typed)
    assert answer.status_code == 302, answer.text
    draft.refresh_from_db()
    [found] = draft.form["discrepancies"]
    assert (found["topic_en"], found["statements"][0]["phrase"]) == (WORD, "会談")
    again = page("draft-place", draft, "discrepancies/1")
    assert form_at(editor, again).typed["statements-0-value_en"] == "First"


@pytest.mark.parametrize(
    "place",
    [
        "sections/9",
        "sections/0",
        "sections/x",
        "sections",
        "nothing/1",
        "sections/1/nothing/1",
        "sections/new/footnotes/1",
        f"sections/{'9' * 5000}",
    ],
)
def test_a_place_where_nothing_stands_is_said_to_be_none(editor, place):
    draft = draft_of("sourcedocument", "paper")
    assert editor.get(page("draft-place", draft, place)).status_code == 404
    assert Draft.objects.get().saved == 1
