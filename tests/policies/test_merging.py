"""An editor finds that two entries are one, and makes one of them."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from measures.models import Measure
from policies.models import (
    Attachment,
    Organisation,
    Partner,
    SectionText,
    SourceDocument,
    Subject,
    Term,
)
from portal.record.models import Batch
from portal.record.revising import batch
from tests.record.test_joining import other

__all__ = ["other"]
pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def editor(client, admin_user):
    """A client of somebody who may do everything."""
    client.force_login(admin_user)
    return client


def page(model=Measure, key: str = "other") -> str:
    """Where another entry becomes part of one."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_merge"
    return reverse(name, args=[model.objects.get(**{model.KEY[0]: key}).pk])


def choices(text: str, side: str) -> dict[str, str]:
    """Every choice that a page asks for, of one side."""
    names = {part.split('"')[0] for part in text.split('name="')[1:]}
    return {name: side for name in names if name.startswith("choice ")}


def test_two_measures_become_one(editor, other):
    change = reverse("admin:measures_measure_change", args=[Measure.objects.get(slug="other").pk])
    assert page() in editor.get(change).text
    assert 'name="other"' in editor.get(page()).text
    text = editor.get(page(), {"other": "act"}).text
    for words in ("Metals Act", "Other Act", "会談"):
        assert words in text
    said = {"other": "act", "batch_kind": "editorial", "batch_reason": "同じもの"}
    refused = editor.post(page(), said)
    assert refused.status_code == 400
    assert "まだ選んでいない" in refused.text
    assert "同じもの" in refused.text
    kept = editor.post(page(), {**choices(text, "theirs"), "other": "act"})
    assert kept.status_code == 400
    assert "checked" in kept.text
    assert "変更の種類を" in kept.text
    answer = editor.post(page(), {**choices(text, "theirs"), **said})
    assert answer["Location"] == change
    assert not Measure.objects.filter(slug="act").exists()
    assert Measure.objects.get(slug="other").title_en == "Metals Act"
    assert Batch.objects.first().via == "merge"
    undo = reverse("admin:record_batch_undo", args=[Batch.objects.first().pk])
    assert editor.get(undo).status_code == 200
    editor.post(undo, {"batch_kind": "editorial"})
    assert Measure.objects.get(slug="act").title_en == "Metals Act"


def test_what_was_chosen_is_there_after_the_session_ended(editor, admin_user, other):
    shown = editor.get(page(), {"other": "act"})
    sent = {"other": "act", "ticket": shown.context["ticket"], "batch_reason": "同じもの"}
    editor.session.flush()
    door = editor.post(page(), choices(shown.text, "theirs") | sent)["Location"]
    editor.force_login(admin_user)  # which takes over what the browser's session holds
    text = editor.get(parse_qs(urlsplit(door).query)["next"][0]).text
    assert "保存されていません" in text
    assert "同じもの" in text
    assert text.count(" checked") == len(choices(shown.text, "theirs"))
    assert Measure.objects.filter(slug="act").exists()


@pytest.mark.parametrize("given", ["other", "no-such", ""])
def test_what_is_no_other_measure_is_refused(editor, other, given):
    answer = editor.get(page(), {"other": given})
    assert answer.status_code == 400
    assert f'value="{given}"' in answer.text or not given


@pytest.mark.parametrize(
    ("model", "goes", "stays", "names"),
    [
        (Partner, "zz", "aa", ("乙国", "甲国")),
        (Organisation, "bureau", "ministry", ("局", "省")),
        (Subject, "recycling", "resources", ("再資源化", "資源")),
        (Term, "home-base", "stockpiling", ("はじめに", "備蓄")),
        (SourceDocument, "sketch", "paper", ("下書き", "白書")),
    ],
)
def test_two_of_another_kind_become_one(editor, model, goes, stays, names):
    address = page(model, stays)
    row = model.objects.get(**{model.KEY[0]: stays})
    name = f"admin:policies_{model._meta.model_name}_change"
    assert address in editor.get(reverse(name, args=[row.pk])).text
    text = editor.get(address, {"other": goes}).text
    for words in (*names, "両方の名称は" if hasattr(model, "aliases") else ""):
        assert words in text
    said = {"other": goes, "batch_kind": "editorial", "batch_reason": "同じもの"}
    answer = editor.post(address, {**choices(text, "mine"), **said})
    assert answer["Location"] == reverse(name, args=[row.pk])
    assert not model.objects.filter(**{model.KEY[0]: goes}).exists()
    undo = reverse("admin:record_batch_undo", args=[Batch.objects.first().pk])
    editor.post(undo, {"batch_kind": "editorial"})
    assert model.objects.filter(**{model.KEY[0]: goes}).exists()


def with_copy(document: SourceDocument, name: str, text: str) -> None:
    """A copy of a document with a text for its first section, if it has one."""
    Attachment.objects.create(document=document, kind="text", file_name=name, sha256="0" * 64)
    for section in document.sections.filter(code="1"):
        SectionText.objects.create(section=section, text=text, page=3)


def test_the_copy_of_a_document_comes_along(editor):
    goes, stays = (SourceDocument.objects.get(slug=slug) for slug in ("paper", "sketch"))
    with_copy(goes, "paper.txt", "白書の本文")
    text = merged_into(editor, "sketch", "paper")
    assert "paper.txt" in text
    assert Attachment.objects.get().document == stays
    assert Attachment.objects.get().file_name == "paper.txt"
    row = SectionText.objects.get()
    assert (row.section.document, row.section.code) == (stays, "1")
    assert (row.text, row.page) == ("白書の本文", 3)


def test_where_both_have_a_copy_it_is_said_which_one_goes(editor):
    goes, stays = (SourceDocument.objects.get(slug=slug) for slug in ("sketch", "paper"))
    with_copy(goes, "sketch.txt", "")
    with_copy(stays, "paper.txt", "白書の本文")
    text = merged_into(editor, "paper", "sketch")
    assert "「paper.txt」が残り" in text
    assert "「sketch.txt」は失われます" in text
    assert (Attachment.objects.get().document, SectionText.objects.count()) == (stays, 1)


def merged_into(editor, stays: str, goes: str) -> str:
    """What the page said on which one document became part of another."""
    address = page(SourceDocument, stays)
    text = editor.get(address, {"other": goes}).text
    said = {"other": goes, "batch_kind": "editorial", "batch_reason": "同じもの"}
    assert editor.post(address, {**choices(text, "mine"), **said}).status_code == 302
    return text


def test_it_asks_which_of_two_things_others_tell_is_meant(editor):
    """Of another entry it is named; nothing is dropped unasked."""
    with batch(kind=Batch.Kind.EDITORIAL):
        row = Measure.objects.get(slug="act").partners.get()
        row.pk, row.partner, row.phrase = None, Partner.objects.get(code="zz"), "乙の句"
        row.save(force_insert=True)
    address = page(Partner, "pact")
    text = editor.get(address, {"other": "zz"}).text
    assert "施策: 金属法 › " in text
    assert "乙の句" in text
    said = {"other": "zz", "batch_kind": "editorial"}
    editor.post(address, {**choices(text, "theirs"), **said})
    assert Measure.objects.get(slug="act").partners.get().phrase == "乙の句"


def test_who_may_not_delete_does_not_merge(client, other, django_user_model):
    user = django_user_model.objects.create_user("writer", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_measure"))
    client.force_login(user)
    assert client.get(page()).status_code == 403
    assert client.post(page(), {"other": "act"}).status_code == 403
