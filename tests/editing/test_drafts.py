"""Drafts: written in the real form, previewed on the site, reviewed, published; nothing leaks."""

import datetime
import io
import zipfile

import pytest
from django.core.management import call_command
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from measures.models import Measure, MeasureName
from policies.admin.drafting import NO_ROW, unknown_rows
from policies.models import Subject
from portal.changes.aside import FIRST_KEY
from portal.changes.models import Version
from portal.dates.clock import now
from portal.record.models import Batch, Draft, Revision
from portal.record.publishing import publish_due
from portal.record.revising import batch
from tests.drafting import (
    WORD,
    account,
    act,
    approved,
    change_address,
    form_at,
    measure,
    page,
    save_draft,
)
from tests.forms import Form
from tests.markup import Page
from tests.visits import body

# The stock templates of the admin read variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.both]


@pytest.fixture
def editor(client):
    """The client of an editor, who may not publish."""
    account(client, "編集")
    return client


@pytest.fixture
def reviewer(client):
    """The client of somebody who may publish."""
    account(client, "確認・公開")
    return client


def kept():
    """What must stay as it is while nothing is published."""
    return Version.objects.current(), Batch.objects.count(), Revision.objects.count()


def test_a_draft_changes_nothing_that_is_published(editor):
    pages = ("/measures/talks/", "/en/measures/talks/", "/en/measures.csv", "/en/", "/sitemap.xml")
    shown = [body(Client().get(address, follow=True)) for address in pages]
    before = kept()
    draft = save_draft(editor, title_en=WORD)
    editor.get(page("draft-preview-of", draft, "en/measures/"))
    assert kept() == before
    assert [body(Client().get(address, follow=True)) for address in pages] == shown
    assert measure().title_en != WORD
    assert (draft.form["title_en"], draft.is_complete, draft.base) == (WORD, True, 1)
    assert draft.author.username == "編集"


def test_a_draft_is_opened_and_written_on_in_the_real_form(editor):
    draft = save_draft(editor, title_en=WORD)
    before = kept()
    form = form_at(editor, page("draft", draft))
    assert form.typed["title_en"] == WORD
    answer = editor.post(page("draft", draft), form.typed | {"summary_en": "More."})
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert (draft.form["title_en"], draft.form["summary_en"]) == (WORD, "More.")
    assert kept() == before


def test_a_draft_sent_unchanged_says_the_same(editor):
    draft = save_draft(editor, title_en=WORD)
    form = form_at(editor, page("draft", draft))
    editor.post(page("draft", draft), form.typed)
    assert Draft.objects.get().form == draft.form


def test_rows_are_added_in_a_draft_and_keep_their_place(editor):
    draft = save_draft(editor, title_en=WORD)
    address = page("draft-rows", draft, "names")
    form = form_at(editor, f"{address}?add=1")
    prefix = "names"
    number = int(form.typed[f"{prefix}-TOTAL_FORMS"]) - 1
    section = measure().citations.first().section
    given = {"name": f"{WORD} name", "section": section.pk, "phrase": "協議"}
    given["kind"] = MeasureName.Kind.values[0]
    form.typed |= {f"{prefix}-{number}-{name}": value for name, value in given.items()}
    answer = editor.post(address, form.typed | {"_continue": "1"})
    assert answer.status_code == 302, answer.text[:500]
    draft.refresh_from_db()
    assert draft.is_complete, draft.posted
    assert f"{WORD} name" in str(draft.form["names"])
    again = form_at(editor, address)
    held = draft.form
    editor.post(address, again.typed)
    draft.refresh_from_db()
    assert (draft.form, draft.is_complete) == (held, True)
    assert not measure().names.filter(name__startswith=WORD).exists()


def test_what_is_not_complete_is_kept_and_the_gap_is_told(reviewer):
    draft = save_draft(reviewer, title_ja="", summary_en=WORD)
    assert not draft.is_complete
    answer = reviewer.get(page("draft", draft))
    assert WORD in answer.text
    shown = reviewer.get(page("draft-preview-of", draft, f"measures/{measure().slug}/"))
    assert "draft-banner" in shown.text
    assert "<li>" in shown.text.partition("draft-banner")[2].partition("</aside>")[0]
    assert act(reviewer, draft, "publish").status_code == 400
    form = Form(answer.text, "measure_form")
    reviewer.post(page("draft", draft), form.typed | {"title_ja": "協議"})
    draft.refresh_from_db()
    assert draft.is_complete
    assert draft.form["summary_en"] == WORD


def test_a_new_entry_begins_as_a_draft_also_where_it_is_not_complete(reviewer):
    add = reverse("admin:policies_subject_add")
    form = form_at(reviewer, add)
    reviewer.post(add, form.typed | {"name_en": WORD, "_draft": "1"})
    draft = Draft.objects.get()
    assert (draft.form, draft.is_complete) == (None, False)
    shown = reviewer.get(page("draft", draft))
    form = Form(shown.text, "subject_form")
    assert form.typed["name_en"] == WORD
    typed = {"name_ja": "ずんだ餅", "slug": "zundamochi", "kind": Subject.Kind.values[0]}
    reviewer.post(page("draft", draft), form.typed | typed)
    draft.refresh_from_db()
    assert (draft.key, draft.is_complete) == ("zundamochi", True)
    assert not Subject.objects.filter(slug="zundamochi").exists()
    assert form_at(reviewer, page("draft", draft)).typed["slug"] == "zundamochi"
    preview = reviewer.get(page("draft-preview-of", draft, "en/subjects/zundamochi/"))
    assert (preview.status_code, WORD in preview.text) == (200, True)
    assert act(reviewer, draft, "publish").status_code == 302
    assert Subject.objects.get(slug="zundamochi").name_en == WORD


def test_a_preview_shows_the_page_lists_and_downloads_as_they_will_be(editor):
    draft = save_draft(editor, title_en=WORD)
    slug = measure().slug
    for public in (f"en/measures/{slug}/", "en/measures/", "en/measures.csv"):
        answer = editor.get(page("draft-preview-of", draft, public))
        assert answer.status_code == 200, public
        assert WORD in answer.text, public
        assert "no-store" in answer["Cache-Control"], public
    answer = editor.get(page("draft-preview-of", draft, f"en/measures/{slug}/"))
    assert f'href="{page("draft-preview", draft)}en/measures/' in answer.text
    assert editor.get(page("draft-preview-of", draft, "admin/")).status_code == 404
    assert WORD not in editor.get(reverse("measure", args=[slug])).text


def test_a_preview_hands_out_every_document_and_slide(editor):
    Measure.objects.update(published=True)
    draft = save_draft(editor, title_en=WORD)
    chosen = "measure=talks&measure=act"
    for public in (
        *("measures/talks.docx", "measures.docx", "measures/act.pptx", "budgets.pptx"),
        *("budgets.docx", f"brief.docx?{chosen}", f"compare.docx?{chosen}"),
    ):
        shown = Client().get(f"/en/{public}")
        answer = editor.get(f"{page('draft-preview', draft)}en/{public}")
        assert (answer.status_code, shown.status_code) == (200, 200), public
        assert answer["Content-Type"] == shown["Content-Type"], public
        if public.endswith(".docx") and "budgets" not in public:
            with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
                assert WORD in packed.read("word/document.xml").decode(), public


@pytest.mark.parametrize("public", ["", "measures/", "measures/talks/", "search/?q=x", "help/"])
def test_a_preview_is_read_in_the_other_language(editor, public):
    draft = save_draft(editor, title_en=WORD)
    prefix = page("draft-preview", draft)
    ways = {f"{prefix}{public}": f"{prefix}en/{public}", f"{prefix}en/{public}": prefix + public}
    for address, other in ways.items():
        found = Page(editor.get(address).text)
        switches = {each.attrs["href"] for each in found.links if "hreflang" in each.attrs}
        assert switches == {other}, address
        assert editor.get(other).status_code == 200


def test_a_list_of_a_preview_is_cited_by_its_address(editor):
    prefix = page("draft-preview", save_draft(editor, title_en=WORD))
    found = Page(editor.get(f"{prefix}measures/").text)
    [asked] = {e.attrs["href"] for e in found.links if "/data/check/" in e.attrs["href"]}
    assert asked == f"{prefix}data/check/?address={prefix}measures/"
    assert editor.get(asked).status_code == 200


def test_a_visitor_finds_nothing_of_a_draft(editor):
    draft = save_draft(editor, title_en=WORD, summary_ja=WORD)
    for view in ("draft-preview", "draft-review", "draft"):
        editor.get(page(view, draft))
    editor.logout()
    slug = measure().slug
    for address in (
        *("/", "/en/", f"/measures/{slug}/", f"/en/measures/{slug}/", "/en/measures/"),
        *("/en/measures.csv", f"/search/?q={WORD}", f"/en/search/names.json?q={WORD}"),
        *("/sitemap.xml", "/en/changes/", f"/en/measures/{slug}/changes/", "/data/"),
    ):
        answer = editor.get(address, follow=True)
        body = b"".join(answer) if answer.streaming else answer.content
        assert WORD not in body.decode().replace(f"q={WORD}", "").replace(
            f'value="{WORD}"', ""
        ) or address.startswith("/search"), address
    for view in ("draft-preview", "draft-review", "draft"):
        assert editor.get(page(view, draft)).status_code == 302


def test_publishing_is_not_writing(editor):
    draft = save_draft(editor, title_en=WORD)
    assert act(editor, draft, "publish").status_code == 403
    assert act(editor, draft, "ask").status_code == 302
    assert Draft.objects.get().state == Draft.State.FOR_REVIEW
    account(editor, "閲覧")
    assert editor.get(page("draft-review", draft)).status_code == 200
    assert editor.get(page("draft", draft)).status_code == 302
    for deed in ("ask", "publish", "refuse", "drop", "bundle", "carry"):
        assert act(editor, draft, deed, note="no").status_code == 403, deed
    assert editor.post(change_address(), {"_draft": "1"}).status_code == 403


def test_published_it_is_one_batch_of_who_published_it(editor, client):
    draft = save_draft(editor, title_en=WORD)
    act(editor, draft, "ask")
    account(client, "確認・公開")
    review = client.get(page("draft-review", draft))
    assert WORD in review.text
    batches = Batch.objects.count()
    assert act(client, draft, "publish").status_code == 302
    assert measure().title_en == WORD
    last = Batch.objects.first()
    assert (last.via, last.kind, last.reason) == ("draft", "world", "it changed")
    assert last.user.username == "確認・公開"
    assert (Version.objects.current().number, Batch.objects.count()) == (last.version, batches + 1)
    assert Draft.objects.get().state == Draft.State.PUBLISHED
    assert act(client, draft, "publish").status_code == 400


def test_a_kind_of_change_and_where_it_is_set_a_reason_are_needed(reviewer, settings):
    draft = save_draft(reviewer, title_en=WORD)
    assert act(reviewer, draft, "publish", batch_kind="").status_code == 400
    settings.REASON_REQUIRED = True
    assert act(reviewer, draft, "publish", batch_reason="").status_code == 400
    assert measure().title_en != WORD
    assert act(reviewer, draft, "publish").status_code == 302


def test_with_two_eyes_nobody_publishes_a_draft_of_their_own(reviewer, settings):
    settings.TWO_EYES = True
    draft = save_draft(reviewer, title_en=WORD)
    assert act(reviewer, draft, "publish").status_code == 400
    assert measure().title_en != WORD
    account(reviewer, "確認・公開", "another")
    assert act(reviewer, draft, "publish").status_code == 302


def test_what_was_published_since_is_kept(reviewer):
    draft = save_draft(reviewer, title_en=WORD)
    with batch(kind=Batch.Kind.WORLD):
        row = measure()
        row.summary_en = "Meanwhile."
        row.save()
    assert form_at(reviewer, page("draft", draft)).typed["summary_en"] == "Meanwhile."
    assert act(reviewer, draft, "publish").status_code == 302
    assert (measure().title_en, measure().summary_en) == (WORD, "Meanwhile.")


def test_a_clash_is_asked_and_never_overwritten(reviewer):
    draft = save_draft(reviewer, title_en=WORD)
    with batch(kind=Batch.Kind.WORLD):
        row = measure()
        row.title_en = "Theirs"
        row.save()
    assert act(reviewer, draft, "publish").status_code == 400
    assert reviewer.get(page("draft", draft)).status_code == 302
    review = reviewer.get(page("draft-review", draft)).text
    name = f"choice {draft.pk} title_en"
    assert f'name="{name}"' in review
    assert act(reviewer, draft, "carry").status_code == 400
    assert act(reviewer, draft, "carry", **{name: "mine"}).status_code == 302
    assert act(reviewer, draft, "publish").status_code == 302
    assert measure().title_en == WORD


def test_a_form_outrun_by_another_comes_back_filled_in(reviewer):
    draft = save_draft(reviewer, title_en=WORD)
    form = form_at(reviewer, page("draft", draft))
    reviewer.post(page("draft", draft), form.typed | {"summary_en": "First."})
    answer = reviewer.post(page("draft", draft), form.typed | {"summary_en": "Second."})
    assert (answer.status_code, "Second." in answer.text) == (409, True)
    assert Draft.objects.get().form["summary_en"] == "First."


def test_rows_that_a_draft_made_are_not_mistaken_for_others_later():
    made, real = str(FIRST_KEY + 3), "17"
    sent = QueryDict(f"a-0-id={made}&a-1-id={real}&a-0-parent={made}&a-0-amount={made}")
    assert unknown_rows(sent).dict() == {
        "a-0-id": NO_ROW,
        "a-1-id": real,
        "a-0-parent": NO_ROW,
        "a-0-amount": made,
    }


def test_a_hidden_entry_is_seen_once_its_draft_is_published(reviewer):
    with batch():
        row = measure()
        row.published = False
        row.save()
    draft = save_draft(reviewer, title_en=WORD)
    address = f"/en/measures/{row.slug}/"
    assert reviewer.get(address).status_code == 410
    assert WORD in reviewer.get(page("draft-preview-of", draft, address[1:])).text
    assert act(reviewer, draft, "publish").status_code == 302
    assert WORD in reviewer.get(address).text


def test_two_good_drafts_that_collide_are_told(reviewer):
    first = save_draft(reviewer, title_en=WORD)
    act(reviewer, first, "ask")
    second = save_draft(reviewer, title_en="Another title")
    shown = reviewer.get(page("draft-review", second))
    [found] = shown.context["collisions"]
    assert [line.draft for line in found.lines] == [first]
    assert page("draft-review", first) in shown.text
    [fault] = found.faults
    assert "名称（英語）" in fault


def test_a_draft_that_is_written_on_has_to_be_approved_anew(reviewer):
    draft = save_draft(reviewer, title_en=WORD)
    later = (now() + datetime.timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    assert act(reviewer, draft, "publish", publish_at=later).status_code == 302
    assert Draft.objects.get().state == Draft.State.APPROVED
    form = form_at(reviewer, page("draft", draft))
    reviewer.post(page("draft", draft), form.typed | {"summary_en": "Other."})
    draft.refresh_from_db()
    assert (draft.state, draft.publish_at) == (Draft.State.WRITING, None)


def test_it_is_published_on_its_day(reviewer, capsys):
    draft = approved(reviewer, title_en=WORD)
    call_command("publish_due")
    assert measure().title_en != WORD
    Draft.objects.update(publish_at=now() - datetime.timedelta(minutes=1))
    call_command("publish_due")
    assert measure().title_en == WORD
    assert Batch.objects.first().reason == "it changed"
    draft.refresh_from_db()
    assert draft.state == Draft.State.PUBLISHED
    assert publish_due(now()) == ([], [])
    assert "draft" in capsys.readouterr().out


def test_what_the_record_refuses_on_its_day_is_held_up(reviewer):
    approved(reviewer, title_en=WORD)
    with batch(kind=Batch.Kind.WORLD):
        row = measure()
        row.title_en = "Theirs"
        row.save()
    Draft.objects.update(publish_at=now() - datetime.timedelta(minutes=1))
    done, held_up = publish_due(now())
    assert (done, len(held_up)) == ([], 1)
    draft = Draft.objects.get()
    assert (draft.state, bool(draft.note)) == (Draft.State.HELD_UP, True)
    assert measure().title_en == "Theirs"
    assert draft.note in reviewer.get(page("draft-review", draft)).text


def test_it_is_sent_back_with_a_note_and_given_up(reviewer):
    draft = save_draft(reviewer, title_en=WORD)
    act(reviewer, draft, "ask")
    assert act(reviewer, draft, "refuse").status_code == 400
    assert act(reviewer, draft, "refuse", note="なぜ").status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.note) == (Draft.State.REFUSED, "なぜ")
    act(reviewer, draft, "drop")
    assert not Draft.objects.open().exists()
    assert WORD not in reviewer.get(reverse("drafts")).text


def test_a_bundle_is_previewed_and_published_together(reviewer):
    draft = save_draft(reviewer, title_en=WORD)
    add = reverse("admin:policies_subject_add")
    typed = {
        "name_ja": "ずんだ餅",
        "name_en": "Mochi",
        "slug": "mochi",
        "kind": Subject.Kind.values[0],
    }
    reviewer.post(add, form_at(reviewer, add).typed | typed | {"_draft": "1"})
    other = Draft.objects.first()
    for each in (draft, other):
        act(reviewer, each, "bundle", bundle="release")
    preview = reviewer.get(page("draft-preview-of", other, f"en/measures/{measure().slug}/"))
    assert WORD in preview.text
    assert act(reviewer, draft, "publish").status_code == 302
    assert (measure().title_en, Subject.objects.filter(slug="mochi").count()) == (WORD, 1)
    assert not Draft.objects.open().exists()
    assert Batch.objects.first().revisions.count() == 2
