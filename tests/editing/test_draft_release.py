"""A bundle of drafts is seen, tried and published as one; what it changes is told before."""

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from measures.models import BudgetLine, Measure
from policies.models import Section, SourceDocument, Subject
from portal.dates.clock import now
from portal.editing.drafts.reaching import DRAWN
from portal.pages.lists import LISTS
from portal.record.drafting import edits_of
from portal.record.models import Batch, Draft
from portal.record.publishing import publish_due
from tests.accounts.people import EDITOR, REVIEWER, VIEWER, come
from tests.drafting import WORD, act, change_address, draft_of, form_at, page

# The stock templates of the admin read variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.both]
LINE = {
    "code": "new",
    "amount": "500000000",
    "printed": "5億円",
    "stage": "initial",
    "fiscal_year": "2026",
    "section": "paper/1",
    "phrase": "会談",
}
SUBJECT = {"slug": "mochi", "kind": Subject.Kind.values[0], "name_ja": "ずんだ餅", "name_en": WORD}


@pytest.fixture
def reviewer():
    """The browser of somebody who may publish."""
    return come(REVIEWER)


def new_subject(state: str = Draft.State.WRITING) -> Draft:
    """A draft of a subject that is not there yet."""
    return draft_of("subject", "mochi", state, **SUBJECT)


def release() -> tuple[Draft, Draft]:
    """A bundle of a new subject, and of a measure that names it."""
    rows = [{"subject": "mochi", "section": "paper/1", "phrase": "会談"}]
    drafts = draft_of("measure", "talks", subjects=rows), new_subject()
    Draft.objects.update(bundle="release")
    for each in drafts:
        each.refresh_from_db()
    return drafts


def review(client, draft: Draft) -> dict:
    """What the page of a review says."""
    answer = client.get(page("draft-review", draft))
    assert answer.status_code == 200
    return answer.context


def test_drafts_are_chosen_to_a_bundle_from_the_list_and_a_bundle_is_offered_by_name(reviewer):
    first, second, third = draft_of("measure", "talks"), new_subject(), draft_of("measure", "act")
    listed = reviewer.get(reverse("drafts")).text
    assert all(f'name="draft" value="{each.pk}"' in listed for each in (first, second, third))
    sent = {"draft": [first.pk, second.pk], "new_bundle": "release"}
    assert reviewer.post(reverse("drafts"), sent).status_code == 302
    told = dict(Draft.objects.values_list("key", "bundle"))
    assert told == {"talks": "release", "mochi": "release", "act": ""}
    assert "<option>release</option>" in reviewer.get(page("draft-review", third)).text
    act(reviewer, third, "bundle", bundle="release")
    assert Draft.objects.filter(bundle="release").count() == 3
    reviewer.post(reverse("drafts"), {"draft": [first.pk]})
    assert Draft.objects.get(pk=first.pk).bundle == ""
    assert reviewer.post(reverse("drafts"), {"draft": ["x", "9" * 5000]}).status_code == 302
    assert come(VIEWER).post(reverse("drafts"), sent).status_code == 403


def failing_at(monkeypatch, number: int) -> None:
    """Let the database fail where the draft of that number is saved."""
    own, begun = Draft.save, []

    def locked(draft, *args, **options):
        begun.append(draft)
        if len(begun) == number:
            raise OperationalError("database is locked")
        own(draft, *args, **options)

    monkeypatch.setattr(Draft, "save", locked)


def test_drafts_are_put_in_a_bundle_all_or_none(reviewer, monkeypatch):
    keys = [draft_of("measure", "talks").pk, new_subject().pk]
    failing_at(monkeypatch, 2)
    answer = reviewer.post(reverse("drafts"), {"draft": keys, "new_bundle": "release"})
    assert (answer.status_code, "保存されていません" in answer.text) == (503, True)
    assert not Draft.objects.exclude(bundle="").exists()


@pytest.mark.parametrize("deed", ["ask", "refuse"])
def test_a_bundle_is_asked_for_or_sent_back_as_a_whole(reviewer, monkeypatch, deed):
    first, _second = release()
    before = set(Draft.objects.values_list("pk", "state"))
    failing_at(monkeypatch, 2)
    answer = reviewer.post(page("draft-review", first), {"deed": deed, "note": "語"})
    assert (answer.status_code, "保存されていません" in answer.text) == (503, True)
    assert set(Draft.objects.values_list("pk", "state")) == before


def test_a_bundle_is_reviewed_previewed_and_published_as_one(reviewer):
    measure, subject = release()
    for draft, public in ((measure, "measures/talks/"), (subject, "subjects/mochi/")):
        address = f"{page('draft-preview', draft)}{public}"
        assert review(reviewer, draft)["reach"].page == address
    shown = reviewer.get(page("draft-review", measure)).text
    assert page("draft", subject) in shown
    for public in ("en/measures/talks/", "en/subjects/mochi/", "en/subjects.csv"):
        answer = reviewer.get(page("draft-preview-of", subject, public))
        assert (answer.status_code, WORD in answer.text) == (200, True), public
    assert reviewer.get("/en/subjects/mochi/").status_code == 404
    before = Batch.objects.count()
    assert act(reviewer, measure, "publish").status_code == 302
    assert Measure.objects.get(slug="talks").subjects.get().subject.name_en == WORD
    assert (Batch.objects.count(), Batch.objects.first().revisions.count()) == (before + 1, 2)
    assert not Draft.objects.open().exists()


def test_of_a_bundle_all_is_published_or_nothing(reviewer):
    measure, subject = release()
    Draft.objects.filter(pk=subject.pk).update(posted={"": {"sent": "", "saved": 1}})
    assert act(reviewer, measure, "publish").status_code == 400
    assert not Subject.objects.filter(slug="mochi").exists()
    assert not Measure.objects.get(slug="talks").subjects.exists()


def test_a_form_of_a_bundle_is_drawn_beside_the_others_and_offers_what_they_make(reviewer):
    measure, _subject = release()
    address = page("draft-rows", measure, "subjects")
    form = form_at(reviewer, address)
    assert reviewer.post(address, form.typed).status_code == 302
    measure.refresh_from_db()
    assert [each["subject"] for each in measure.form["subjects"]] == ["mochi"]
    asked = {"app_label": "measures", "model_name": "measuresubject", "field_name": "subject"}
    choices = page("draft-choices", measure)
    assert choices in reviewer.get(address).text
    for words in (WORD, "ずんだ"):
        found = reviewer.get(choices, asked | {"term": words}).json()["results"]
        assert [each["text"] for each in found] == ["ずんだ餅"]
    published = reviewer.get(reverse("admin:autocomplete"), asked | {"term": WORD}).json()
    assert published["results"] == []


def test_a_new_document_is_drafted_with_what_is_read_from_it(reviewer):
    sections = [{"code": "1", "heading": "序", "title_en": "One", "was_read": False}]
    SourceDocument.objects.get(slug="sketch")  # a document as the one that is made
    made = draft_of("sourcedocument", "sketch")
    new = made.form | {"slug": "fresh", "short_name_ja": "新", "short_name_en": "NEW"}
    new |= {"sha256": "00" * 31 + "ac", "sections": sections, "title_ja": "新しい資料"}
    Draft.objects.filter(pk=made.pk).update(key="fresh", base=0)
    made.refresh_from_db()
    made.key, made.form, made.bundle = "fresh", new, "fresh"
    made.save()
    rows = [{"supports": ["title"], "section": "fresh/1", "phrase": "会談"}]
    measure = draft_of("measure", "talks", citations=rows)
    Draft.objects.filter(pk=measure.pk).update(bundle="fresh")
    preview = reviewer.get(page("draft-preview-of", measure, "sources/fresh/1/"))
    assert (preview.status_code, "会談" in preview.text) == (200, True)
    assert act(reviewer, measure, "publish").status_code == 302
    section = Section.objects.get(document__slug="fresh")
    assert Measure.objects.get(slug="talks").citations.get().section == section


# ---- where something changes


def test_the_lists_that_draw_are_lists():
    assert {listing.name for listing in LISTS} >= DRAWN


def test_it_is_told_on_which_lists_pages_and_files_a_title_stands(reviewer):
    draft = draft_of("measure", "talks", title_en=WORD)
    reach = review(reviewer, draft)["reach"]
    lists = {str(each.title): each for each in reach.lists}
    one = next(each for each in reach.lists if each.address.endswith("preview/measures/"))
    assert (one.number, one.before, one.after, one.drawn) == (1, 1, 1, False)
    assert [address for _name, address in one.links] == [
        page("draft-preview-of", draft, "measures/talks/")
    ]
    for name, address in one.files:
        assert reviewer.get(address).status_code == 200, name
    assert len(lists) < len(LISTS)
    assert not any(each.address.endswith("preview/budgets/") for each in reach.lists)
    named = {address for each in reach.pages for _name, address in each.links}
    for public in ("measures/talks/", "sources/paper/1/"):
        assert page("draft-preview-of", draft, public) in named
        assert reviewer.get(page("draft-preview-of", draft, public)).status_code == 200


def test_it_is_told_how_many_rows_and_which_sums_there_are_before_and_after(reviewer):
    draft = draft_of("measure", "talks", budget_lines=[LINE])
    reach = review(reviewer, draft)["reach"]
    [budgets] = [each for each in reach.lists if each.address.endswith("preview/budgets/")]
    assert (budgets.number, budgets.before, budgets.after, budgets.drawn) == (1, 0, 1, True)
    [first] = reach.sums
    assert (first.before, first.after) == ("合計なし", "5億円")
    assert "5億円" in reviewer.get(first.address).text
    act(reviewer, draft, "publish")
    more = draft_of("measure", "talks", budget_lines=[LINE, LINE | {"code": "more"}])
    [changed] = review(reviewer, more)["reach"].sums
    assert (changed.before, changed.after) == ("5億円", "10億円")
    less = draft_of("measure", "talks", budget_lines=[])
    reach = review(reviewer, less)["reach"]
    [budgets] = [each for each in reach.lists if each.address.endswith("preview/budgets/")]
    assert (budgets.before, budgets.after, budgets.links[0][1]) == (1, 0, "")
    assert BudgetLine.objects.filter(code="new").count() == 1


def test_a_draft_that_changes_nothing_reaches_no_list(reviewer):
    assert review(reviewer, draft_of("measure", "talks"))["reach"].lists == []


# ---- what stands against it


def test_a_key_that_another_draft_takes_is_told_before_and_then_refused_in_words(reviewer):
    first = new_subject(Draft.State.FOR_REVIEW)
    second = draft_of("subject", "mochi", **SUBJECT | {"name_ja": "別の餅"})
    [collision] = review(reviewer, second)["collisions"]
    assert [line.draft for line in collision.lines] == [first]
    assert "mochi" in collision.faults[0]
    shown = reviewer.get(page("draft-review", second)).text
    assert page("draft-review", first) in shown
    assert act(reviewer, second, "publish").status_code == 302
    answer = act(reviewer, first, "publish")
    assert (answer.status_code, "mochi" in answer.text) == (400, True)
    assert Subject.objects.filter(slug="mochi").count() == 1


def test_two_entries_that_a_rule_of_the_record_keeps_apart_collide(reviewer):
    """Each is good by itself, also beside all that is published."""
    partner = {"kind": "country", "name_ja": "丙国", "name_en": "Cland", "iso2": "CC"}
    first = draft_of("partner", "cc", Draft.State.FOR_REVIEW, code="cc", **partner)
    second = draft_of("partner", "cd", code="cd", **partner)
    other = draft_of("measure", "talks", Draft.State.FOR_REVIEW, title_en=WORD)
    found = review(reviewer, second)
    assert found["against"].faults == ()
    [collision] = found["collisions"]
    assert [line.draft for line in collision.lines] == [first]
    assert not review(reviewer, other)["collisions"]
    # It is told and hinders nobody: who asks for a review hears of it.
    assert act(reviewer, second, "ask").status_code == 302
    assert Draft.objects.get(pk=second.pk).state == Draft.State.FOR_REVIEW


def test_drafts_that_need_each_other_collide_with_nobody(reviewer):
    measure, subject = release()
    Draft.objects.update(state=Draft.State.FOR_REVIEW)
    alone = draft_of("measure", "act", title_en=WORD)
    assert review(reviewer, alone)["collisions"] == []
    assert measure.bundle == subject.bundle


def test_what_could_not_be_published_anyhow_is_no_collision(reviewer):
    rows = [{"subject": "no-such", "section": "paper/1", "phrase": "会談"}]
    draft_of("measure", "act", Draft.State.FOR_REVIEW, subjects=rows)
    assert review(reviewer, draft_of("measure", "talks", title_en=WORD))["collisions"] == []


def test_further_drafts_of_one_entry_are_named(reviewer):
    first, second = draft_of("measure", "talks"), draft_of("measure", "talks", title_en=WORD)
    assert [line.draft for line in review(reviewer, second)["others"]] == [first]


# ---- by whom, and why


def test_who_wrote_on_a_draft_is_no_reviewer_of_it(reviewer, settings):
    settings.TWO_EYES = True
    draft = draft_of("measure", "talks")
    form = form_at(reviewer, page("draft", draft))
    reviewer.post(page("draft", draft), form.typed | {"title_en": WORD})
    assert act(reviewer, draft, "publish").status_code == 400
    assert review(reviewer, draft)["own_review"]
    later = {"publish_at": "2999-01-01T00:00"}
    assert act(reviewer, draft, "publish", **later).status_code == 400
    other = come(REVIEWER, "another")
    assert not review(other, draft)["own_review"]
    assert act(other, draft, "publish").status_code == 302


def test_in_a_bundle_no_draft_is_reviewed_by_who_wrote_it(reviewer, settings):
    settings.TWO_EYES = True
    measure, subject = release()
    form = form_at(reviewer, page("draft", subject))
    reviewer.post(page("draft", subject), form.typed)
    assert act(reviewer, measure, "publish").status_code == 400
    assert act(come(REVIEWER, "another"), measure, "publish").status_code == 302


def test_on_its_day_a_bundle_is_published_as_one_or_held_up_as_one(reviewer):
    measure, subject = release()
    later = {"publish_at": "2999-01-01T00:00"}
    assert act(reviewer, measure, "publish", **later).status_code == 302
    Draft.objects.update(publish_at=now())
    Subject.objects.create(**SUBJECT | {"name_ja": "別の餅"})
    done, held_up = publish_due(now())
    assert (done, {each.pk for each in held_up}) == ([], {measure.pk, subject.pk})
    assert {each.state for each in Draft.objects.all()} == {Draft.State.HELD_UP}
    assert not Measure.objects.get(slug="talks").subjects.exists()


def test_where_a_reason_is_required_the_ordinary_form_asks_for_it_too(reviewer, settings):
    settings.REASON_REQUIRED = True
    address = change_address()
    typed = form_at(reviewer, address).typed | {"title_en": WORD, "batch_kind": "world"}
    answer = reviewer.post(address, typed | {"batch_reason": " "})
    assert (answer.status_code, WORD in answer.text) == (200, True)
    assert "理由を入力してください" in answer.text
    assert not Measure.objects.filter(title_en=WORD).exists()
    assert reviewer.post(address, typed | {"batch_reason": "変わった"}).status_code == 302
    assert Measure.objects.get(slug="talks").title_en == WORD


# ---- what is not complete


def test_a_preview_says_what_could_not_be_saved_and_why():
    editor = come(EDITOR)
    draft = draft_of("measure", "talks")
    form = form_at(editor, page("draft", draft))
    editor.post(page("draft", draft), form.typed | {"title_ja": "", "summary_en": WORD})
    shown = editor.get(page("draft-preview-of", draft, "measures/talks/")).text
    banner = shown.partition("draft-banner")[2].partition("</aside>")[0]
    assert "名称" in banner
    assert form_at(editor, page("draft", draft)).typed["summary_en"] == WORD
    assert WORD not in shown
    assert "名称" in " ".join(review(editor, draft)["against"].faults)


def test_what_drafts_make_of_entries_is_asked_once_for_all():
    drafts = [draft_of("measure", "talks", summary_ja="別の概要。"), new_subject()]
    drafts.append(draft_of("measure", "act", summary_ja="別の概要。"))
    told = []
    for some in (drafts[:1], drafts):
        with CaptureQueriesContext(connection) as captured:
            assert len(edits_of(some)) == len(some)
        told.append(len(captured))
    assert told == [2, 2]


def test_what_was_decided_of_drafts_is_written_at_once(django_assert_num_queries):
    drafts = release()
    before = {each.pk: each.saved_at for each in drafts}
    with django_assert_num_queries(1):
        Draft.objects.decide(drafts, state=Draft.State.HELD_UP, note="理由")
    for each in Draft.objects.all():
        assert (each.state, each.note) == (Draft.State.HELD_UP, "理由")
        assert each.saved_at > before[each.pk]
    assert {each.note for each in drafts} == {"理由"}
