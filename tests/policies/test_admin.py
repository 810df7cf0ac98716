"""The admin as a whole, and the pages of the frame of reference."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteMixin
from django.contrib.auth.models import Permission
from django.core.exceptions import FieldDoesNotExist
from django.db import connection
from django.forms import NumberInput
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext

from policies.models import (
    CopyFile,
    CopyPage,
    CopyPiece,
    Framework,
    Issue,
    Organisation,
    Partner,
    Pillar,
    PillarRelation,
    Section,
    SourceDocument,
    Subject,
)
from portal.dates.clock import today
from tests.cases import for_each
from tests.entries import Maker, everything
from tests.forms import Form

# The stock templates of the admin read variables that are not always there.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,
]

PAGES = admin.site._registry
# What is kept of the file of a copy: bytes, and where letters stand. The copy itself has a page.
BYTES = {CopyFile, CopyPage, CopyPiece}
OURS = [
    model
    for app in ("policies", "measures")
    for model in apps.get_app_config(app).get_models()
    if model not in BYTES
]
AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


def label(model) -> str:
    return model._meta.label


def address(model, page: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def form_of(client, instance, group: str = "") -> tuple[str, Form]:
    """The address of the page of `instance`, or of a group of its rows, and its form."""
    page = ("group", instance.pk, group) if group else ("change", instance.pk)
    url = address(type(instance), *page)
    return url, Form(client.get(url).content.decode(), f"{instance._meta.model_name}_form")


def new_form(client, model) -> tuple[str, Form]:
    """The address of the page that adds a `model`, and its form."""
    url = address(model, "add")
    return url, Form(client.get(url).content.decode(), f"{model._meta.model_name}_form")


@pytest.fixture
def by_editor(admin_user):
    request = RequestFactory().get("/")
    request.user = admin_user
    return request


# ---- every page


@for_each("model", OURS, ids=label)
def test_every_model_has_a_page(model):
    assert model in PAGES


@for_each("model", PAGES, ids=label)
def test_lists_and_searches_answer(model, admin_client):
    """With few questions, and with the last choice of every filter."""
    listing = address(model, "changelist")
    with CaptureQueriesContext(connection) as asked:
        page = admin_client.get(listing)
    assert page.status_code == 200
    if PAGES[model].search_fields:
        assert admin_client.get(listing, {"q": "経済"}).status_code == 200
    if model in OURS:
        assert len(asked) <= 12
        assert_filters_answer(admin_client, model, page.context["cl"])


def assert_filters_answer(admin_client, model, changes) -> None:
    """Of a list, and its years."""
    listing = address(model, "changelist")
    for spec in changes.filter_specs:
        choice = [*spec.choices(changes)][-1]
        answer = admin_client.get(listing + choice["query_string"])
        assert answer.status_code == 200, choice
    if PAGES[model].date_hierarchy:
        asked = {f"{PAGES[model].date_hierarchy}__year": 2026}
        assert admin_client.get(listing, asked).status_code == 200


@for_each("model", PAGES, ids=label)
def test_forms_answer(model, admin_client, by_editor):
    may_add = PAGES[model].has_add_permission(by_editor)
    assert admin_client.get(address(model, "add")).status_code == (200 if may_add else 403)
    entry = model._default_manager.order_by("pk").last()
    if entry is not None:
        assert admin_client.get(address(model, "change", entry.pk)).status_code == 200
        # Of a row it is that of its entry.
        history = admin_client.get(address(model, "history", entry.pk), follow=True)
        assert history.status_code == 200
        may_delete = PAGES[model].has_delete_permission(by_editor, entry)
        answer = admin_client.get(address(model, "delete", entry.pk))
        assert answer.status_code == (200 if may_delete else 403)


@for_each("model", OURS, ids=label)
def test_every_relation_is_chosen_by_search(model, by_editor):
    """Neither a list of all rows, nor a raw number, nor two boxes side by side."""
    page = PAGES[model]
    forms = [page.get_form(by_editor)]
    forms += [inline.get_formset(by_editor).form for inline in page.get_inline_instances(by_editor)]
    for form in forms:
        for name, field in form.base_fields.items():
            try:
                relation = form._meta.model._meta.get_field(name).is_relation
            except FieldDoesNotExist:
                relation = False
            if relation:
                widget = getattr(field.widget, "widget", field.widget)
                assert isinstance(widget, AutocompleteMixin), f"{form._meta.model}.{name}"


@for_each("model", OURS, ids=label)
def test_autocomplete_answers_for_every_relation(model, admin_client):
    for field in (*model._meta.fields, *model._meta.many_to_many):
        if field.is_relation:
            names = {
                "app_label": model._meta.app_label,
                "model_name": model._meta.model_name,
                "field_name": field.name,
            }
            answer = admin_client.get(reverse("admin:autocomplete"), names | {"term": ""}, **AJAX)
            assert answer.status_code == 200
            assert answer.json()["results"], f"{field} finds nothing"


@for_each("model", OURS, ids=label)
def test_lists_are_in_an_order_without_ties(model):
    last = PAGES[model].ordering[-1]
    assert last == "pk" or model._meta.get_field(last).unique


@pytest.mark.parametrize("path", ["", "policies/subject/", "measures/measure/add/"])
def test_pages_hold_nothing_that_the_policy_forbids(path, admin_client):
    answer = admin_client.get(reverse("admin:index") + path)
    page = answer.content.decode()
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)[^>]*>", page)
    assert "/static/css/admin.css" in page


def test_the_site_says_its_name(admin_client):
    page = admin_client.get(reverse("admin:index"))
    name = gettext("Shirube editing")
    assert page.context["site_header"] == page.context["title"] == name
    assert f'<a href="{reverse("admin:index")}">{name}</a>' in page.content.decode()


# ---- who may come in


def test_who_is_no_editor_is_sent_to_the_login(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("reader", password="secret-words"))
    answer = client.get(address(Subject, "changelist"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("admin:login"))


@for_each("model", OURS, ids=label)
def test_who_may_only_look_sees_every_page(model, client, django_user_model):
    reader = django_user_model.objects.create(username="reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(reader)
    assert client.get(address(model, "changelist")).status_code == 200
    assert client.get(address(model, "add")).status_code == 403
    entry = model._default_manager.order_by("pk").last()
    if entry is not None:
        page = client.get(address(model, "change", entry.pk))
        assert page.status_code == 200
        assert "_save" not in page.content.decode()


def test_five_wrong_passwords_pause_the_login(client, admin_user):
    admin_user.set_password("right")
    admin_user.save()

    def login(password):
        words = {"username": admin_user.username, "password": password}
        return client.post(reverse("admin:login"), words)

    for _try in range(4):
        assert login("wrong").status_code == 200
    answer = login("wrong")
    assert answer.status_code == 429
    page = answer.content.decode()
    assert "5分" in page
    assert "5 minutes" in page
    assert '<html lang="ja"' in page
    assert login("right").status_code == 429


# ---- finding


@pytest.mark.bundled
@pytest.mark.parametrize(
    ("model", "asked", "found"),
    [
        (Subject, "電池", "蓄電池"),
        (Subject, "rare earth", "レアアース"),
        (Subject, "ﾚｱｱｰｽ", "レアアース"),
        (Organisation, "経産", "経済産業省"),
        (Organisation, "METI", "経済産業省"),
        (Partner, "中国", "中国"),
        (Section, "輸出", "輸出"),
    ],
)
@pytest.mark.both
def test_two_characters_or_another_name_are_enough(model, asked, found, admin_client):
    page = admin_client.get(address(model, "changelist"), {"q": asked})
    names = " ".join(str(entry) for entry in page.context["cl"].result_list)
    assert found in names


def test_a_search_lists_an_entry_once(admin_client):
    partner = Partner.objects.filter(aliases__isnull=False).order_by("code").first()
    partner.aliases.create(name="同じ語の別名一")
    partner.aliases.create(name="同じ語の別名二")
    page = admin_client.get(address(Partner, "changelist"), {"q": "同じ語"})
    assert [*page.context["cl"].result_list] == [partner]


# ---- stable names


@pytest.mark.parametrize(
    ("model", "name"),
    [
        (SourceDocument, "slug"),
        (Section, "code"),
        (Framework, "slug"),
        (Pillar, "slug"),
        (Partner, "code"),
        (Organisation, "slug"),
        (Subject, "slug"),
        (Issue, "slug"),
    ],
)
def test_a_name_in_an_address_never_changes(model, name, admin_client):
    entry = model.objects.order_by("pk").first()
    before = getattr(entry, name)
    url, form = form_of(admin_client, entry)
    assert name not in form.typed
    answer = admin_client.post(url, form.typed | {name: "another-name"})
    assert answer.status_code == 302, answer.context["errors"]
    entry.refresh_from_db()
    assert getattr(entry, name) == before


def test_not_even_in_the_rows_of_another_page(admin_client):
    section = Section.objects.select_related("document").order_by("pk").first()
    url, form = form_of(admin_client, section.document, "sections")
    keys = (name for name in form.typed if name.endswith("-id"))
    row = next(name for name in keys if form.typed[name] == str(section.pk))
    row = row.removesuffix("-id")
    assert f"{row}-code" not in form.typed
    admin_client.post(url, form.typed | {f"{row}-code": "other", f"{row}-title_en": "Mended"})
    before = section.code
    section.refresh_from_db()
    assert (section.code, section.title_en) == (before, "Mended")


# ---- refusals


@pytest.mark.parametrize("formula", ["=1+1", "+81", "-5", "@home", "a\tb"])
def test_what_a_spreadsheet_would_calculate_is_refused_and_kept(formula, admin_client):
    url, form = form_of(admin_client, Subject.objects.order_by("pk").first())
    answer = admin_client.post(url, form.typed | {"name_ja": formula})
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["name_ja"] == [
        gettext("Text may not start with = + - @, of either width, nor hold line breaks or tabs.")
    ]
    assert answer.context["adminform"].form["name_ja"].value() == formula


@pytest.mark.parametrize("date", ["2026年4月", "2026-13", "2026-05/2026-04"])
def test_a_date_that_is_none_is_refused_and_kept(date, admin_client):
    url, form = form_of(admin_client, SourceDocument.objects.order_by("pk").first())
    answer = admin_client.post(url, form.typed | {"date": date})
    assert answer.status_code == 200
    [message] = answer.context["adminform"].form.errors["date"]
    assert date in message
    assert answer.context["adminform"].form["date"].value() == date


def test_an_issue_without_a_section_is_refused(admin_client):
    url, form = new_form(admin_client, Issue)
    typed = form.typed | {"slug": "new-issue", "kind": "threat", "phrase": "あ" * 41}
    typed |= {"title_ja": "題名", "title_en": "Title"}
    answer = admin_client.post(url, typed)
    errors = answer.context["adminform"].form.errors
    assert errors["section"] == [gettext("Name the section this was read from.")]
    assert "40" in errors["phrase"][0]
    assert answer.context["adminform"].form["phrase"].value() == "あ" * 41
    assert "maxlength" not in str(answer.context["adminform"].form["phrase"])


def test_a_pillar_stays_under_pillars_of_its_framework(admin_client):
    pillar = Pillar.objects.order_by("pk").first()
    first, stranger = pillar.framework, everything("other", "ほか", 1)[0].pillars[0]
    url, form = form_of(admin_client, pillar)
    answer = admin_client.post(url, form.typed | {"parent": stranger.pk})
    assert "parent" in answer.context["adminform"].form.errors
    names = {"app_label": "policies", "model_name": "pillar", "field_name": "parent"}
    found = admin_client.get(
        reverse("admin:autocomplete"), names | {"term": "", "within": first.pk}, **AJAX
    ).json()["results"]
    assert {int(each["id"]) for each in found} <= {each.pk for each in first.pillars.all()}
    url, form = new_form(admin_client, Pillar)
    answer = admin_client.post(url, form.typed | {"framework": first.pk, "parent": stranger.pk})
    assert answer.context["adminform"].form.errors["parent"] == [
        gettext("Choose a row of the same entry.")
    ]


# ---- order and versions


def test_a_row_without_a_position_comes_last(admin_client):
    first, second, third = Maker("three", "三つ").rows(
        Pillar, 3, framework=Framework.objects.get(), section=Section.objects.first()
    )
    section = first.section
    PillarRelation.objects.create(
        source=first, target=second, position=7, reason_ja="理由", reason_en="R",
        section=section, phrase="語",
    )  # fmt: skip
    url, form = form_of(admin_client, first)
    form.row(
        "relations", target=third.pk, reason_ja="理由", reason_en="R", section=section.pk,
        phrase="語", position="",
    )  # fmt: skip
    answer = admin_client.post(url, form.typed)
    assert answer.status_code == 302, answer.context["errors"]
    assert [row.position for row in first.relations.order_by("position")] == [7, 8]


@pytest.mark.both
def test_nobody_saves_over_what_another_saved(admin_client):
    issue = Issue.objects.order_by("pk").first()
    url, form = form_of(admin_client, issue)
    assert admin_client.post(url, form.typed | {"title_en": "First"}).status_code == 302
    answer = admin_client.post(url, form.typed | {"title_en": "Second"})
    assert answer.status_code == 409
    issue.refresh_from_db()
    assert issue.title_en == "First"


@pytest.mark.both
def test_a_row_edited_alone_makes_a_new_version_of_its_document(admin_client):
    section = Section.objects.select_related("document").order_by("pk").first()
    url, form = form_of(admin_client, section.document)
    row_url, row_form = form_of(admin_client, section)
    assert admin_client.post(row_url, row_form.typed | {"title_en": "Mended"}).status_code == 302
    answer = admin_client.post(url, form.typed)
    assert answer.status_code == 302
    section.refresh_from_db()
    assert section.title_en == "Mended"
    history = admin_client.get(address(SourceDocument, "history", section.document.pk))
    assert str(Section._meta.verbose_name) in history.content.decode()


# ---- what people write


def test_new_rows_entered_together_stand_in_the_order_entered(admin_client):
    """Behind the rows that are there; a row with a position of its own keeps it."""
    document = SourceDocument.objects.order_by("pk").first()
    before = max(document.sections.values_list("position", flat=True))
    url, form = form_of(admin_client, document, "sections")
    for code in ("new-c", "new-a", "new-b"):
        form.row("sections", code=code, heading="見出し", title_en="Heading", position="")
    form.row("sections", code="new-first", heading="見出し", title_en="Heading", position="1")
    answer = admin_client.post(url, form.typed)
    assert answer.status_code == 302, answer.context["errors"]
    made = document.sections.filter(code__startswith="new").order_by("position")
    assert list(made.values_list("code", "position")) == [
        ("new-first", 1),
        *((code, before + n) for n, code in enumerate(("new-c", "new-a", "new-b"), start=1)),
    ]


def test_rows_of_a_new_entry_stand_in_the_order_entered(admin_client):
    url, form = new_form(admin_client, Framework)
    texts = {
        "title_ja": "枠組み",
        "title_en": "Framework",
        "slug": "new",
        "name_ja": "枠",
        "name_en": "F",
    }
    form.typed |= {name: text for name, text in texts.items() if name in form.typed}
    section = Section.objects.order_by("pk").first()
    form.typed |= {"section": str(section.pk), "phrase": "語"}
    answer = admin_client.post(url, form.typed)
    assert answer.status_code == 302, answer.context["errors"]
    url, form = form_of(admin_client, Framework.objects.get(slug="new"), "pillars")
    for slug in ("z", "a"):
        form.row(
            "pillars", slug=slug, name_ja=slug, name_en=slug, section=str(section.pk), phrase="語"
        )
    answer = admin_client.post(url, form.typed)
    assert answer.status_code == 302, answer.context["errors"]
    assert list(Pillar.objects.filter(framework__slug="new").values_list("slug", "position")) == [
        ("z", 0),
        ("a", 1),
    ]


@pytest.mark.parametrize(
    ("written", "page"),
    [
        ("1,234", 1234),
        ("１２３", 123),
        ("１，２３４", 1234),
        (" 12 ", 12),
        ("1,2", None),
        ("1,2345", None),
    ],
)
def test_numbers_are_taken_as_people_write_them(admin_client, written, page):
    section = Section.objects.order_by("pk").first()
    url, form = form_of(admin_client, section)
    answer = admin_client.post(url, form.typed | {"page": written})
    if page is None:
        assert answer.context["adminform"].form.errors.keys() == {"page"}
        assert written in answer.content.decode()
    else:
        assert answer.status_code == 302, answer.context["errors"]
        section.refresh_from_db()
        assert section.page == page


def test_every_number_is_typed_in_a_field_of_text(by_editor):
    """One of numbers would keep commas to itself."""
    asked = [
        (label(model), name)
        for model in OURS
        for page in [PAGES[model], *PAGES[model].get_inline_instances(by_editor)]
        for name, field in (
            page.get_form(by_editor)
            if hasattr(page, "get_form")
            else page.get_formset(by_editor).form
        ).base_fields.items()
        if isinstance(field.widget, NumberInput)
    ]
    assert asked == []


# ---- dates of documents


@pytest.mark.parametrize(
    ("date", "ticked", "code"),
    [
        ("2206-10", False, "future"),
        ("1026-10", True, "year"),
        ("{next}", False, "future"),
        ("{next}/..", False, "future"),
        ("2001-04", False, "old"),
        ("2001-04", True, None),
        ("{newest}", False, None),
    ],
)
def test_a_date_that_no_document_has_is_asked_about(admin_client, date, ticked, code):
    document, newest = two_documents()
    date = date.format(next=f"{today().year + 1}-01", newest=newest.date)
    url, form = form_of(admin_client, document)
    typed = form.typed | {"date": date} | ({"old": "on"} if ticked else {})
    answer = admin_client.post(url, typed)
    if code is None:
        assert answer.status_code == 302, answer.context["errors"]
    else:
        assert answer.context["adminform"].form.has_error("date", code)
        assert date in answer.content.decode()


def two_documents() -> tuple[SourceDocument, SourceDocument]:
    """One, and one that is dated."""
    document = SourceDocument.objects.order_by("pk").first()
    given = {"publisher": document.publisher, "issuer": None, "date": "2026-04-07"}
    newest = Maker("dated", "日付").row(SourceDocument, **given)
    return document, newest


def test_a_document_whose_date_stands_is_not_asked_again(admin_client):
    document, _newest = two_documents()
    SourceDocument.objects.filter(pk=document.pk).update(date="1999", date_from="1999-01-01")
    url, form = form_of(admin_client, document)
    answer = admin_client.post(url, form.typed | {"title_ja": "新しい題名"})
    assert answer.status_code == 302, answer.context["errors"]
