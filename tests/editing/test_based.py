"""Two editors at one entry: whoever saves later loses nothing, and takes nothing from the other."""

import html
import re
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.http import QueryDict
from django.urls import reverse

from measures.models import BudgetLine, Citation, Measure, MeasureName
from policies.admin.pages import RecordAdmin
from policies.models import Partner, PartnerAlias, Pillar, Section, SourceDocument, Subject
from portal.record.based import Since, base_of, is_of_an_entry
from portal.record.drafting import meant
from portal.record.models import Batch, Draft, Entry, Revision
from portal.record.moving import Renaming, rename
from portal.record.schema import RecordError
from tests.accounts.people import EDITOR, REVIEWER, VIEWER, account
from tests.forms import Form

# The stock templates of the admin read variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.both]


@pytest.fixture
def one(client):
    """The browser of one editor."""
    client.force_login(account(REVIEWER, "satou", last_name="佐藤"))
    return client


@pytest.fixture
def other(client_of):
    """The browser of another."""
    return client_of(account(REVIEWER, "suzuki", last_name="鈴木"))


@pytest.fixture
def client_of(client):
    """Makes browsers of accounts."""

    def come(user):
        browser = type(client)()
        browser.force_login(user)
        return browser

    return come


def act() -> Measure:
    return Measure.objects.get(slug="act")


def address(row, group: str = "") -> str:
    """The page of a row, or of a group of its rows."""
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}"
    if group:
        return reverse(f"{name}_group", args=[row.pk, group])
    return reverse(f"{name}_change", args=[row.pk])


def opened(client, row, group: str = "") -> tuple[str, Form]:
    """A page and its form, as somebody has it open."""
    url = address(row, group)
    answer = client.get(url)
    assert answer.status_code == 200, url
    return url, Form(answer.text, f"{row._meta.model_name}_form")


def send(client, page: tuple[str, Form], **typed):
    """Send a form with something typed into it."""
    url, form = page
    return client.post(url, form.typed | {"batch_kind": "world"} | typed)


def row_in(form: Form, row) -> str:
    """The prefix of a row in a form."""
    return next(
        name.removesuffix("-id")
        for name, value in form.typed.items()
        if name.endswith("-id") and value == str(row.pk)
    )


def asked(answer) -> dict[str, list[str]]:
    """The choices on a page that asks, each with its two values."""
    assert answer.status_code == 409, answer.status_code
    return radios(answer)


def radios(answer) -> dict[str, list[str]]:
    """The same of any page."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="radio" name="([^"]*)" value="([^"]*)"', answer.text):
        found.setdefault(html.unescape(name), []).append(html.unescape(value))
    return found


def sent_on(answer) -> dict:
    """What a page that asks sends along."""
    found: dict = {}
    text = answer.text[answer.text.index("clashes") :]
    for name, value in re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', text):
        found.setdefault(html.unescape(name), []).append(html.unescape(value))
    return found


def said(client, answer) -> str:
    """What the page says to which an answer leads."""
    assert answer.status_code == 302, answer.text[:3000]
    return client.get(answer["Location"]).text


def looked_over(client, url: str, answer, **chosen):
    """Tick what the checks found of the joined entry, and save again."""
    assert answer.status_code == 400, answer.status_code
    ticks = re.findall(r'name="accept_finding" value="([^"]*)"', answer.text)
    assert ticks
    return client.post(url, sent_on(answer) | {"accept_finding": ticks} | chosen)


def choose(client, url: str, answer, side: str):
    """Choose one side of all that clashes."""
    chosen = {
        name: next(value for value in values if value.startswith(side))
        for name, values in asked(answer).items()
    }
    return client.post(url, sent_on(answer) | chosen)


FIELDS = {
    Measure: ("summary_en", "title_en"),
    Subject: ("name_en", "note_en"),
    Partner: ("name_en", "note_en"),
    Section: ("title_en", "note_en"),
    SourceDocument: ("title_en", "short_name_en"),
    Citation: ("phrase", "inference_en"),
}


@pytest.mark.parametrize("model", [Measure, Subject, Partner, Section, SourceDocument])
def test_what_two_change_in_different_places_is_saved_at_once(one, other, model):
    row = model._default_manager.order_by("pk").first()
    mine, theirs = FIELDS[model]
    page = opened(one, row)
    assert send(other, opened(other, row), **{theirs: "Theirs"}).status_code == 302
    answer = send(one, page, **{mine: "Mine"})
    text = said(one, answer)
    row.refresh_from_db()
    assert (getattr(row, mine), getattr(row, theirs)) == ("Mine", "Theirs")
    # It is told who did what, and not what one did oneself.
    assert "鈴木さんが" in text
    assert "佐藤さんが" not in text
    assert str(model._meta.get_field(theirs).verbose_name) in text
    last = Batch.objects.latest("pk")
    assert (last.user_name, last.kind, last.via) == ("佐藤", "world", "form")


def test_every_page_of_an_entry_or_its_rows_says_what_it_was_drawn_from(one, small_rows):
    """No page of the record is left out, and none that has a base can be saved without."""
    assert len(small_rows) > 25
    for row in small_rows:
        _url, form = opened(one, row)
        assert form.typed["based_on"] == str(base_of(row)), row._meta.label


@pytest.fixture
def small_rows():
    """A row of each model of the record that has a page."""
    pages = [page for page in admin.site._registry.values() if isinstance(page, RecordAdmin)]
    found = [
        page.model._default_manager.order_by("-pk").first()
        for page in pages
        if is_of_an_entry(page.model)
    ]
    assert None not in found
    return found


def test_what_both_changed_is_asked_and_nothing_typed_is_lost(one, other):
    measure = act()
    page = opened(one, measure)
    before = measure.title_en
    send(other, opened(other, measure), title_en="Theirs", batch_reason="why")
    answer = send(one, page, title_en="Mine", summary_en="My summary.")
    assert list(asked(answer)) == ["choice title_en"]
    for words in (before, "Theirs", "Mine", "鈴木"):
        assert words in answer.text, words
    assert " checked" not in answer.text[answer.text.index("clashes") :]
    # Nobody chose, so it is asked again; then it is chosen.
    again = one.post(page[0], sent_on(answer))
    assert asked(again) == asked(answer)
    measure.refresh_from_db()
    assert (measure.title_en, measure.summary_en != "My summary.") == ("Theirs", True)
    assert choose(one, page[0], again, "mine").status_code == 302
    measure.refresh_from_db()
    assert (measure.title_en, measure.summary_en) == ("Mine", "My summary.")


def test_the_other_side_can_be_chosen_and_a_choice_holds_for_what_was_seen(one, other):
    measure = act()
    page = opened(one, measure)
    send(other, opened(other, measure), title_en="Theirs")
    answer = send(one, page, title_en="Mine", summary_en="My summary.")
    send(other, opened(other, measure), title_en="Theirs again")
    answer = choose(one, page[0], answer, "theirs")
    assert "Theirs again" in answer.text
    assert choose(one, page[0], answer, "theirs").status_code == 302
    measure.refresh_from_db()
    assert (measure.title_en, measure.summary_en) == ("Theirs again", "My summary.")


def test_what_does_not_clash_is_saved_by_one_button_and_the_rest_is_asked_on(one, other):
    measure = act()
    page = opened(one, measure)
    send(other, opened(other, measure), title_en="Theirs")
    answer = send(one, page, title_en="Mine", summary_en="My summary.")
    answer = one.post(page[0], sent_on(answer) | {"_apart": "1"})
    measure.refresh_from_db()
    assert (measure.title_en, measure.summary_en) == ("Theirs", "My summary.")
    assert list(asked(answer)) == ["choice title_en"]
    assert choose(one, page[0], answer, "mine").status_code == 302
    measure.refresh_from_db()
    assert (measure.title_en, measure.summary_en) == ("Mine", "My summary.")


def test_from_the_page_that_asks_one_goes_back_to_the_form(one, other):
    measure = act()
    page = opened(one, measure)
    send(other, opened(other, measure), title_en="Theirs")
    answer = send(one, page, title_en="Mine")
    back = one.post(page[0], sent_on(answer) | {"_back": "1"})
    form = Form(back.text, "measure_form")
    assert form.typed["title_en"] == "Mine"
    assert form.typed["based_on"] == page[1].typed["based_on"]
    assert send(one, (page[0], form), title_en="Theirs").status_code == 302


def test_a_fault_in_an_outrun_form_is_told_as_ever(one, other):
    measure = act()
    page = opened(one, measure)
    send(other, opened(other, measure), title_en="Theirs")
    answer = send(one, page, title_ja="", summary_en="My summary.")
    assert answer.status_code == 200
    assert answer.context["errors"]
    form = Form(answer.text, "measure_form")
    assert send(one, (page[0], form), title_ja="題名").status_code == 302
    measure.refresh_from_db()
    told = (measure.title_ja, measure.title_en, measure.summary_en)
    assert told == ("題名", "Theirs", "My summary.")


def test_the_kind_of_change_is_asked_of_an_outrun_form_too(one, other):
    subject = Subject.objects.first()
    page = opened(one, subject)
    send(other, opened(other, subject), name_en="Theirs")
    answer = send(one, page, note_en="Mine", batch_kind="")
    assert (answer.status_code, bool(answer.context["errors"])) == (200, True)


def test_rows_that_two_change_on_two_pages_are_joined(one, other):
    measure = act()
    line = measure.budget_lines.first()
    group, row = opened(one, measure, "budget_lines"), opened(other, line)
    assert send(other, row, label_en="Theirs").status_code == 302
    prefix = row_in(group[1], line)
    answer = send(one, group, **{f"{prefix}-scope_en": "Mine"})
    assert answer.status_code == 302, answer.text
    line.refresh_from_db()
    assert (line.label_en, line.scope_en) == ("Theirs", "Mine")


def test_a_row_that_was_deleted_meanwhile_is_asked_and_comes_back_as_typed(one, other):
    measure = act()
    name = measure.names.first()
    group, row = opened(one, measure, "names"), opened(one, name)
    other.post(reverse("admin:measures_measurename_delete", args=[name.pk]), {"post": "yes"})
    assert not MeasureName.objects.filter(pk=name.pk).exists()
    prefix = row_in(group[1], name)
    for page, field in ((group, f"{prefix}-name"), (row, "name")):
        answer = send(one, page, **{field: "Mine"})
        [values] = asked(answer).values()
        assert len(values) == 2
        assert "Mine" in answer.text
    answer = choose(one, row[0], answer, "mine")
    assert "checked" in answer.text[answer.text.index("clashes") :]
    [(name, [mine, _theirs])] = radios(answer).items()
    assert looked_over(one, row[0], answer, **{name: mine}).status_code == 302
    assert measure.names.get().name == "Mine"


def test_a_row_beside_one_that_was_deleted_meanwhile_is_found_by_its_place(one, other):
    """Rows that are put back aside have other keys; none takes what was typed into another."""
    measure = act()
    section = measure.citations.first().section
    for number in range(3):
        MeasureName.objects.create(
            measure=measure, name=f"Name {number}", kind="alias", section=section, phrase="法",
            position=10 + number,
        )  # fmt: skip
    names = list(measure.names.all())
    group = opened(one, measure, "names")
    for gone in (names[0], names[2]):
        url = reverse("admin:measures_measurename_delete", args=[gone.pk])
        assert other.post(url, {"post": "yes"}).status_code == 302
    prefix = row_in(group[1], names[3])
    answer = send(one, group, **{f"{prefix}-phrase": "私"})
    assert answer.status_code == 302, answer.text
    left = list(measure.names.values_list("pk", "name", "phrase"))
    assert left == [
        (names[1].pk, names[1].name, names[1].phrase),
        (names[3].pk, names[3].name, "私"),
    ]


def test_rows_that_both_added_stand_side_by_side(one, other):
    measure = act()
    section = measure.citations.first().section
    given = {"kind": "alias", "section": section.pk, "phrase": "法", "position": ""}
    pages = []
    for client in (one, other):
        url = address(measure, "names") + "?add=1"
        form = Form(client.get(url).text, "measure_form")
        pages.append((url, form))
    for client, page, name in ((other, pages[1], "Theirs"), (one, pages[0], "Mine")):
        number = int(page[1].typed["names-TOTAL_FORMS"]) - 1
        typed = {f"names-{number}-{field}": value for field, value in given.items()}
        answer = send(client, page, **typed, **{f"names-{number}-name": name, "_continue": "1"})
        assert answer.status_code == 302, answer.text
        assert client.get(answer["Location"]).status_code == 200
    assert {"Theirs", "Mine"} < set(measure.names.values_list("name", flat=True))


def test_rows_without_a_place_are_known_by_their_keys(one, other):
    partner = Partner.objects.get(code="aa")
    kept, gone = partner.aliases.order_by("pk")
    page = opened(one, partner)
    PartnerAlias.objects.get(pk=gone.pk).delete()
    prefix = row_in(page[1], kept)
    answer = looked_over(one, page[0], send(one, page, **{f"{prefix}-name": "Mine"}))
    assert answer.status_code == 302
    assert list(partner.aliases.values_list("pk", "name")) == [(kept.pk, "Mine")]


def test_an_entry_that_was_deleted_meanwhile_leaves_what_was_typed_as_a_draft(one, other):
    subject = Subject.objects.create(slug="passing", kind="theme", name_ja="過", name_en="Passing")
    page = opened(one, subject)
    deleting = reverse("admin:policies_subject_delete", args=[subject.pk])
    said_why = {"batch_kind": "world", "batch_reason": "w"}
    other.post(deleting, Form(other.get(deleting).text, "deletion_form").typed | said_why)
    assert not Subject.objects.filter(pk=subject.pk).exists()
    text = said(one, send(one, page, note_en="Mine"))
    draft = Draft.objects.get()
    assert (draft.key, draft.form["note_en"]) == ("passing", "Mine")
    assert "鈴木" in text
    choice = re.search(r'type="hidden" name="([^"]*)" value="mine"', text)[1]
    review = reverse("draft-review", args=[draft.pk])
    for deed in ("carry", "publish"):
        draft.refresh_from_db()
        told = {"deed": deed, "batch_kind": "world", "batch_reason": "w", choice: "mine"}
        sent = urlencode(told | {"saved": f"{draft.pk}-{draft.saved}"})
        answer = one.post(review, sent, "application/x-www-form-urlencoded")
        assert answer.status_code == 302, answer.context["faults"]
    assert Subject.objects.get(slug="passing").note_en == "Mine"


def test_a_draft_of_an_outrun_form_takes_nothing_back(one, other):
    subject = Subject.objects.order_by("pk").first()
    page = opened(one, subject)
    send(other, opened(other, subject), note_en="Theirs")
    assert send(one, page, name_en="Mine", _draft="1").status_code == 302
    draft = Draft.objects.get()
    assert meant(draft).merged.form["note_en"] == "Theirs"
    assert meant(draft).merged.form["name_en"] == "Mine"


def test_an_entry_that_got_another_key_meanwhile_is_the_same(one, other):
    subject = Subject.objects.get(slug="metals")
    page = opened(one, subject)
    rename(Renaming("subject", "metals", "raw-metals"), Batch(via="script", kind="editorial"))
    assert send(one, page, note_en="Mine").status_code == 302
    subject.refresh_from_db()
    assert (subject.slug, subject.note_en) == ("raw-metals", "Mine")


@pytest.mark.parametrize("base", [None, "", "x", "1-1--", "999999-1--0", "1-999--0", "1-1-7-0"])
def test_a_form_that_does_not_say_its_base_comes_back_and_can_be_saved(one, base):
    subject = Subject.objects.order_by("-pk").first()
    url, form = opened(one, subject)
    good = form.typed.pop("based_on")
    typed = {"note_en": "Mine"} | ({} if base is None else {"based_on": base})
    answer = send(one, (url, form), **typed)
    assert answer.status_code == 200
    form = Form(answer.text, "subject_form")
    assert (form.typed["note_en"], form.typed["based_on"]) == ("Mine", good)
    assert send(one, (url, form)).status_code == 302


@pytest.fixture
def never_again(monkeypatch):
    """What forms were drawn from cannot be had again: a rule of today is against it."""

    def refuse(_since):
        raise RecordError(["it breaks a rule"])

    monkeypatch.setattr(Since, "put_back", refuse)


def test_what_clashes_with_a_version_that_cannot_be_had_again_is_asked(one, other, never_again):
    measure = act()
    page = opened(one, measure)
    send(other, opened(other, measure), title_en="Theirs", summary_en="Of theirs alone")
    answer = send(one, page, title_en="Mine")
    assert answer.status_code == 409
    [name] = asked(answer)
    assert name.endswith("title_en")
    # However often it is sent, nothing of theirs is overwritten.
    assert send(one, page, title_en="Mine").status_code == 409
    measure.refresh_from_db()
    assert (measure.title_en, measure.summary_en) == ("Theirs", "Of theirs alone")
    answer = choose(one, page[0], answer, "mine")
    assert answer.status_code == 302, answer.text
    measure.refresh_from_db()
    assert (measure.title_en, measure.summary_en) == ("Mine", "Of theirs alone")


def test_rows_are_joined_on_what_there_is_now_too(one, other, never_again):
    measure = act()
    name = measure.names.first()
    page = opened(one, measure, "names")
    send(other, opened(other, measure), title_en="Theirs")
    prefix = row_in(page[1], name)
    answer = looked_over(one, page[0], send(one, page, **{f"{prefix}-name": "Mine"}))
    assert answer.status_code == 302
    name.refresh_from_db()
    measure.refresh_from_db()
    assert (name.name, measure.title_en) == ("Mine", "Theirs")


def test_a_draft_is_made_of_it_too(one, other, never_again):
    measure = act()
    page = opened(one, measure)
    send(other, opened(other, measure), title_en="Theirs")
    assert send(one, page, summary_en="Mine", _draft="1").status_code == 302
    form = meant(Draft.objects.get()).merged.form
    assert (form["title_en"], form["summary_en"]) == ("Theirs", "Mine")


def test_of_an_entry_that_is_gone_for_good_what_was_typed_is_kept(one, other, never_again):
    subject = Subject.objects.create(slug="passing", kind="theme", name_ja="過", name_en="Passing")
    page = opened(one, subject)
    subject.delete()
    answer = send(one, page, note_en="Mine")
    draft = Draft.objects.get()
    assert answer["Location"] == reverse("draft-review", args=[draft.pk])
    assert QueryDict(draft.posted[""]["sent"])["note_en"] == "Mine"
    assert draft.gaps == ["it breaks a rule"]


def test_who_may_not_change_may_not_join_either(one, other, client_of):
    page = opened(one, act())
    send(other, opened(other, act()), title_en="Theirs")
    viewer = client_of(account(VIEWER))
    number = Revision.objects.count()
    assert send(viewer, page, title_en="Mine").status_code == 403
    assert Revision.objects.count() == number


def test_what_an_editor_may_not_publish_stays_unpublished(one, other, client_of):
    """The merge keeps what the form refuses: it is carried out with the rights of who sends it."""
    editor = client_of(account(EDITOR))
    measure = act()
    page = opened(editor, measure)
    send(other, opened(other, measure), title_en="Theirs")
    assert send(editor, page, summary_en="Mine", published="on").status_code == 200
    assert send(editor, page, summary_en="Mine").status_code == 302
    measure.refresh_from_db()
    assert (measure.published, measure.title_en, measure.summary_en) == (False, "Theirs", "Mine")


def test_two_who_save_at_the_same_moment_are_joined(one, other, monkeypatch):
    """The other saves between the look at the form and the lock."""
    measure = act()
    page = opened(one, measure)
    saving = RecordAdmin.saving

    def outrun(*given):
        monkeypatch.setattr(RecordAdmin, "saving", saving)
        found = act()
        found.title_en = "Theirs"
        found.save()
        return saving(*given)

    monkeypatch.setattr(RecordAdmin, "saving", outrun)
    assert send(one, page, summary_en="Mine").status_code == 302
    measure.refresh_from_db()
    assert (measure.title_en, measure.summary_en) == ("Theirs", "Mine")


def test_what_is_tried_out_leaves_no_trace(one, other):
    measure = act()
    page = opened(one, measure)
    send(other, opened(other, measure), title_en="Theirs")
    before = (Revision.objects.count(), Batch.objects.count(), Entry.objects.count())
    asked(send(one, page, title_en="Mine"))
    assert (Revision.objects.count(), Batch.objects.count(), Entry.objects.count()) == before
    assert BudgetLine.objects.filter(pk__gte=2**31).count() == 0
    assert Pillar.objects.filter(pk__gte=2**31).count() == 0
