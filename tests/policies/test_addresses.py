"""An editor gives an entry another address, and none that anything had before."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from measures.models import Measure
from policies.models import Subject
from portal.record.models import Batch, Entry
from portal.record.revising import batch
from tests.forms import Form

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def editor(client, admin_user):
    """A client of somebody who may do everything."""
    client.force_login(admin_user)
    return client


def address(slug: str = "talks") -> str:
    return reverse("admin:measures_measure_rename", args=[Measure.objects.get(slug=slug).pk])


def asked(name: str, **others) -> dict:
    return {"name": name, "batch_kind": "editorial", "batch_reason": "よい名に", **others}


def test_the_page_of_an_entry_leads_there_and_it_tells_who_names_it(editor):
    measure = Measure.objects.get(slug="talks")
    page = editor.get(reverse("admin:measures_measure_change", args=[measure.pk]))
    assert address() in page.text
    text = editor.get(address()).text
    for words in ("/measures/talks/", "金属法", 'value="talks"'):
        assert words in text


def test_the_entry_stands_at_its_new_address(editor):
    pk = Measure.objects.get(slug="talks").pk
    answer = editor.post(address(), asked("meeting"), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("admin:measures_measure_change", args=[pk])
    assert Measure.objects.get(pk=pk).slug == "meeting"
    made = Batch.objects.first()
    assert (made.via, made.reason, made.user_name) == ("form", "よい名に", "標")
    editor.logout()
    assert editor.get("/measures/talks/")["Location"] == "/measures/meeting/"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (asked("act"), "以前に使われています"),
        (asked("Not A Name"), "Not A Name"),
        (asked(""), "必須"),
        ({"name": "meeting"}, "変更の種類を"),
    ],
)
def test_what_cannot_be_is_refused_with_what_was_typed(editor, given, words):
    answer = editor.post(address(), given)
    assert answer.status_code == 400
    assert words in answer.text
    assert f'value="{given["name"]}"' in answer.text or not given["name"]
    assert Measure.objects.filter(slug="talks").exists()


def test_who_may_not_delete_does_not_rename(client, django_user_model):
    user = django_user_model.objects.create_user("writer", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_measure"))
    client.force_login(user)
    assert client.get(address()).status_code == 403
    assert client.post(address(), asked("meeting")).status_code == 403


def test_a_new_entry_gets_no_name_that_another_had(editor):
    with batch(reason="誤り"):
        Subject.objects.get(slug="recycling").delete()
    page = reverse("admin:policies_subject_add")
    form = Form(editor.get(page).text, "subject_form")
    form.typed |= {"slug": "recycling", "kind": "theme", "name_ja": "再", "name_en": "Re"}
    answer = editor.post(page, form.typed)
    assert "以前に使われています" in answer.text
    assert Entry.objects.get(kind="subject", key="recycling").row is None
