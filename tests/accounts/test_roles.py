"""The roles: who has which permission, and that publishing is not changing."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.urls import reverse

from measures.models import Citation, Measure
from measures.models.permissions import PERMISSIONS
from policies.models import Section
from portal.accounts.backend import entries_of_rows, row_permissions
from portal.accounts.roles import ADMINISTRATOR, EDITOR, REVIEWER, ROLES, VIEWER
from portal.editing.jobs import JOBS
from portal.findings.models import Finding
from portal.remarks.models import Remark
from tests.accounts.people import account, come
from tests.cases import for_each
from tests.forms import Form

# The stock templates of the admin read variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

OWN = {
    "view_coverage": VIEWER,
    "import_rows": EDITOR,
    "publish_measure": REVIEWER,
    "restore_entry": REVIEWER,
    "confirm_value": REVIEWER,
}


def permissions(role) -> set[str]:
    """What a role has, as the database says."""
    return set(Group.objects.get(name=role.name).permissions.values_list("codename", flat=True))


@pytest.mark.both
@pytest.mark.empty
def test_the_roles_are_there_on_an_empty_database():
    assert [*Group.objects.order_by("pk").values_list("name", flat=True)] == [
        role.name for role in ROLES
    ]
    for lower, upper in zip(ROLES, ROLES[1:], strict=False):
        assert permissions(lower) < permissions(upper)
    assert permissions(ADMINISTRATOR) >= {"add_user", "view_accountevent"}
    assert "change_group" not in permissions(ADMINISTRATOR)


@for_each("name", dict(PERMISSIONS))
def test_each_permission_of_our_own_begins_with_one_role(name):
    assert Permission.objects.filter(codename=name).count() == 1
    has = [role for role in ROLES if name in permissions(role)]
    assert has == list(ROLES[ROLES.index(OWN[name]) :])


@pytest.mark.both
def test_migrating_mends_the_roles_and_leaves_other_groups_alone():
    viewer, other = Group.objects.get(name=VIEWER.name), Group.objects.create(name="別の組")
    extra = Permission.objects.get(codename="delete_measure")
    before = permissions(VIEWER)
    viewer.permissions.add(extra)
    viewer.permissions.remove(Permission.objects.get(codename="view_measure"))
    other.permissions.add(extra)
    call_command("migrate", verbosity=0)
    assert permissions(VIEWER) == before
    assert [*other.permissions.all()] == [extra]
    Group.objects.get(name=EDITOR.name).delete()
    call_command("migrate", verbosity=0)
    assert "change_measure" in permissions(EDITOR)


def test_every_model_of_the_record_is_an_entry_or_hangs_on_one():
    """Only an entry has permissions of its own, and a row is never on the first page."""
    models = {*apps.get_app_config("policies").get_models()}
    models |= {*apps.get_app_config("measures").get_models()}
    rows = entries_of_rows()
    entries = {entry for of_row in rows.values() for entry in of_row}
    assert rows.keys() <= models
    assert not entries & rows.keys()
    assert rows[Citation] == {Measure}
    assert row_permissions()["measures.delete_citation"] == {"measures.change_measure"}
    assert "measures.change_measure" not in row_permissions()


def test_every_entry_is_on_the_first_page():
    offered = {apps.get_model(name) for job in JOBS for name in job.models}
    hidden = {model for model in admin.site._registry if model not in offered}
    assert hidden <= entries_of_rows().keys() | {Permission}
    assert Section in offered


# ---- publishing is not changing


def the_form(client, measure=None) -> tuple[str, Form]:
    """The form of a measure, or of one to come."""
    page, args = ("change", [measure.pk]) if measure else ("add", [])
    url = reverse(f"admin:measures_measure_{page}", args=args)
    return url, Form(client.get(url).content.decode(), "measure_form")


@pytest.mark.both
@pytest.mark.parametrize("published", [True, False])
def test_who_may_not_publish_changes_all_but_that(published):
    measure = Measure.objects.order_by("slug").first()
    Measure.objects.filter(pk=measure.pk).update(published=published)
    url, form = the_form(come(EDITOR.name), measure)
    assert "published" not in form.typed  # a disabled field is not sent
    client = come(ADMINISTRATOR.name)
    client.force_login(account(EDITOR.name, "second"))
    answer = client.post(url, form.typed | {"title_en": "Mended"})
    assert answer.status_code == 302, answer.context["errors"]
    measure.refresh_from_db()
    assert (measure.title_en, measure.published) == ("Mended", published)


def test_who_may_not_publish_is_refused_where_it_is_sent_nevertheless():
    measure = Measure.objects.order_by("slug").first()
    Measure.objects.filter(pk=measure.pk).update(published=False)
    client = come(EDITOR.name)
    url, form = the_form(client, measure)
    answer = client.post(url, form.typed | {"published": "on"})
    assert answer.status_code == 200
    assert "確認・公開" in str(answer.context["adminform"].form.errors["published"])
    measure.refresh_from_db()
    assert not measure.published


def test_what_an_editor_adds_is_hidden_until_somebody_publishes_it():
    client, section = come(EDITOR.name), Section.objects.order_by("pk").first()
    url, form = the_form(client)
    typed = form.typed | {
        "title_ja": "新しい施策", "title_en": "A new measure", "slug": "new-measure",
        "kind": "law", "summary_ja": "要約。", "summary_en": "Summary.",
        "citations-0-section": section.pk, "citations-0-phrase": "語句",
        "citations-0-supports": ["title"],
    }  # fmt: skip
    Form.row(form, "statuses")
    answer = client.post(url + "?published=on", typed)
    assert answer.status_code == 302, answer.context["errors"]
    measure = Measure.objects.get(slug="new-measure")
    assert not measure.published
    reviewer = come(REVIEWER.name)
    url, form = the_form(reviewer, measure)
    assert reviewer.post(url, form.typed | {"published": "on"}).status_code == 302
    measure.refresh_from_db()
    assert measure.published


def test_a_row_on_a_page_of_its_own_says_nothing_of_publication():
    """Nor does any other page: the tick is on the form of the measure alone."""
    for model, page in admin.site._registry.items():
        if model is not Measure:
            assert "published" not in {field.name for field in model._meta.fields}, model
        assert "published" not in page.list_editable
        # Findings and remarks are settled in bulk, and sessions ended; the record stays.
        assert page.actions in ((), None, []) or model in {Finding, Remark, User}, model
