"""What happens to accounts is noted; an account that did something stays."""

import datetime

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from measures.models import Measure, RelatedVerdict
from portal.accounts import models
from portal.accounts.models import AccountEvent, EventKind
from portal.accounts.past import sentence
from portal.record.models import Batch
from tests.accounts.people import ADMINISTRATOR, EDITOR, STAFF, SUPERUSER, VIEWER, account, come
from tests.forms import Form

# The stock templates of the admin read variables that are not always there.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,
    pytest.mark.usefixtures("quick_passwords"),
]


def told() -> list[tuple[str, str, str, str]]:
    """What was noted, the oldest first."""
    events = AccountEvent.objects.order_by("pk")
    return [*events.values_list("kind", "account", "by", "detail")]


def worked(user: User) -> None:
    """Let an account have changed something."""
    LogEntry.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(Measure),
        object_id="1",
        object_repr="施策",
        action_flag=CHANGE,
    )


def delete(client: Client, *users: User):
    """Delete accounts as their list does, after its question."""
    chosen = {"action": "delete_selected", "_selected_action": [user.pk for user in users]}
    return client.post(reverse("admin:auth_user_changelist"), chosen | {"post": "yes"})


# ---- accounts with a past


@pytest.mark.both
def test_an_account_that_did_something_is_not_deleted():
    user, idle = account(EDITOR, "worked"), account(EDITOR, "idle")
    worked(user)
    client = come(ADMINISTRATOR)
    url = reverse("admin:auth_user_delete", args=[user.pk])
    assert sentence(user) in client.get(url).content.decode()
    for answer in (client.post(url, {"post": "yes"}), delete(client, user, idle)):
        assert answer.status_code == 200
        assert sentence(user) in answer.content.decode()
    assert User.objects.filter(pk__in=[user.pk, idle.pk]).count() == 2
    assert delete(client, idle).status_code == 302
    assert not User.objects.filter(pk=idle.pk).exists()
    assert LogEntry.objects.filter(user=user).count() == 1


@pytest.mark.both
def test_not_by_a_script_either():
    user = account(EDITOR, "worked")
    worked(user)
    with pytest.raises(ProtectedError, match="worked"), transaction.atomic():
        user.delete()
    with pytest.raises(ProtectedError, match="worked"), transaction.atomic():
        User.objects.filter(pk=user.pk).delete()
    assert User.objects.filter(pk=user.pk).exists()


def test_what_is_decided_is_a_past_too():
    user = account(EDITOR, "decided")
    RelatedVerdict.objects.update(decided_by=user)
    assert RelatedVerdict.objects.exists()
    with pytest.raises(ProtectedError):
        user.delete()


def test_what_was_written_in_a_batch_is_a_past_too():
    """Its relation to the account has no name of its own."""
    user = account(EDITOR, "wrote")
    Batch.objects.create(user=user, via=Batch.Via.FORM, kind=Batch.Kind.EDITORIAL)
    with pytest.raises(ProtectedError):
        user.delete()


def test_an_account_without_a_past_goes_and_its_name_stays_in_the_log():
    account(EDITOR, "idle").delete()
    assert told()[-1] == (EventKind.DELETED, "idle", "", "")


# ---- what is noted


def fill(client: Client, user: User, **typed):
    """Change an account on its page."""
    url = reverse("admin:auth_user_change", args=[user.pk])
    form = Form(client.get(url).content.decode(), "user_form")
    given = {name: value for name, value in (form.typed | typed).items() if value is not None}
    answer = client.post(url, given)
    assert answer.status_code == 302, answer.context["errors"]


@pytest.mark.both
def test_roles_and_ticks_are_noted_with_who_gave_them():
    user, client = account(VIEWER, "promoted"), come(SUPERUSER)
    before = len(told())
    editor = Group.objects.get(name=EDITOR)
    right = Permission.objects.get(codename="view_group")
    boss = User.objects.get(is_superuser=True).username
    fill(client, user, groups=[editor.pk], user_permissions=[right.pk], is_superuser="on")
    fill(client, user, is_active=None, is_superuser=None)
    assert set(told()[before:]) == {
        (EventKind.RAISED, "promoted", boss, ""),
        (EventKind.TAKEN, "promoted", boss, VIEWER),
        (EventKind.GIVEN, "promoted", boss, EDITOR),
        (EventKind.GIVEN, "promoted", boss, str(right)),
        (EventKind.LOWERED, "promoted", boss, ""),
        (EventKind.DEACTIVATED, "promoted", boss, ""),
    }


def test_a_change_from_the_other_end_and_a_clearing_are_noted():
    user, group = account(STAFF, "someone"), Group.objects.get(name=EDITOR)
    before = len(told())
    group.user_set.add(user)
    user.groups.clear()
    group.user_set.add(user)
    group.user_set.clear()
    given, taken = ((kind, "someone", "", EDITOR) for kind in (EventKind.GIVEN, EventKind.TAKEN))
    assert told()[before:] == [given, taken, given, taken]


def test_signing_in_and_being_refused_are_noted(client):
    user = account(EDITOR, "someone")
    user.set_password("right-words")
    user.save()
    before = len(told())
    url = reverse("admin:login")
    for name, password in (("someone", "wrong"), ("my-secret", "x"), ("someone", "right-words")):
        client.post(url, {"username": name, "password": password})
    assert told()[before:] == [
        (EventKind.REFUSED, "someone", "", ""),
        (EventKind.REFUSED, "", "", ""),  # a password typed into the wrong field is kept nowhere
        (EventKind.SIGNED_IN, "someone", "", ""),
    ]
    for _try in range(5):
        client.post(url, {"username": "someone", "password": "wrong"})
    assert (EventKind.LOCKED, "someone", "", "") in told()


def test_a_password_and_an_account_are_noted():
    user = account(EDITOR, "someone")
    user.set_password("other words")
    user.save()
    user.save(update_fields=["last_login"])
    assert told()[-2:] == [
        (EventKind.GIVEN, "someone", "", EDITOR),
        (EventKind.PASSWORD, "someone", "", ""),
    ]
    assert (EventKind.MADE, "someone", "", "") in told()


@pytest.mark.both
def test_what_is_old_is_forgotten(monkeypatch):
    note = AccountEvent.objects.note
    note("refused", "a")
    old = timezone.now() - datetime.timedelta(days=models.KEPT_DAYS + 1)
    AccountEvent.objects.update(at=old)
    note("refused", "b")
    assert [event.account for event in AccountEvent.objects.all()] == ["b"]
    monkeypatch.setattr(models, "KEPT", 2)
    for name in "cde":
        note("refused", name)
    assert [event.account for event in AccountEvent.objects.all()] == ["e", "d"]


def test_the_log_says_how_long_it_is_kept():
    AccountEvent.objects.note("refused", "someone")
    page = come(ADMINISTRATOR).get(reverse("admin:accounts_accountevent_changelist"))
    assert str(models.KEPT_DAYS) in page.context["retention"]
    assert page.context["retention"] in page.content.decode()


# ---- who may do what with accounts


def test_an_administrator_makes_an_account_with_a_role():
    client = come(ADMINISTRATOR)
    url = reverse("admin:auth_user_add")
    form = Form(client.get(url).content.decode(), "user_form")
    role = Group.objects.get(name=EDITOR)
    words = {"username": "new", "password1": "long-enough-7", "password2": "long-enough-7"}
    answer = client.post(url, form.typed | words | {"groups": [role.pk], "last_name": "標"})
    assert answer.status_code == 302, answer.context["errors"]
    user = User.objects.get(username="new")
    assert user.is_staff
    assert [*user.groups.all()] == [role]
    assert user.has_perm("measures.change_citation")


def test_an_administrator_raises_nobody_above_the_roles():
    user, client = account(EDITOR, "someone"), come(ADMINISTRATOR)
    right = Permission.objects.get(codename="change_group")
    fill(client, user, is_superuser="on", user_permissions=[right.pk])
    user.refresh_from_db()
    assert not user.is_superuser
    assert not user.user_permissions.exists()


def test_an_administrator_leaves_superusers_alone():
    boss, client = account(SUPERUSER), come(ADMINISTRATOR)
    for page in ("delete", "password_change"):
        assert client.get(reverse(f"admin:auth_user_{page}", args=[boss.pk])).status_code == 403
    url = reverse("admin:auth_user_change", args=[boss.pk])
    assert client.post(url, {"username": "x"}).status_code == 403
    assert delete(client, boss).status_code == 403
    assert User.objects.filter(pk=boss.pk, username=boss.username).exists()
