"""An editor finds that two measures are one, and makes one of them."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from measures.models import Measure
from portal.record.models import Batch
from tests.record.test_joining import other

__all__ = ["other"]
pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def editor(client, admin_user):
    """A client of somebody who may do everything."""
    client.force_login(admin_user)
    return client


def page() -> str:
    return reverse("admin:measures_measure_merge", args=[Measure.objects.get(slug="other").pk])


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
    answer = editor.post(page(), {**choices(text, "theirs"), **said})
    assert answer["Location"] == change
    assert not Measure.objects.filter(slug="act").exists()
    assert Measure.objects.get(slug="other").title_en == "Metals Act"
    assert Batch.objects.first().via == "merge"
    undo = reverse("admin:record_batch_undo", args=[Batch.objects.first().pk])
    assert editor.get(undo).status_code == 200
    editor.post(undo, {"batch_kind": "editorial"})
    assert Measure.objects.get(slug="act").title_en == "Metals Act"


@pytest.mark.parametrize("given", ["other", "no-such", ""])
def test_what_is_no_other_measure_is_refused(editor, other, given):
    answer = editor.get(page(), {"other": given})
    assert answer.status_code == 400
    assert f'value="{given}"' in answer.text or not given


def test_who_may_not_delete_does_not_merge(client, other, django_user_model):
    user = django_user_model.objects.create_user("writer", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_measure"))
    client.force_login(user)
    assert client.get(page()).status_code == 403
    assert client.post(page(), {"other": "act"}).status_code == 403
