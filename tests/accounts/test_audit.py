"""Who came, from where, and took what: noted for who watches, and taken as a file."""

import csv
import datetime
import io
import json

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts import models
from portal.accounts.models import AccountEvent, EventKind
from tests.accounts.people import ADMINISTRATOR, EDITOR, SUPERUSER, account, account_with, come

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,
    pytest.mark.usefixtures("quick_passwords"),
]

RIGHT, ELSEWHERE = "a-password-for-tests", "203.0.113.5"
LOG = "admin:accounts_accountevent_csv"


@pytest.fixture
def editor(quick_passwords) -> User:
    return account_with(RIGHT, EDITOR, "someone")


def test_coming_and_going_is_noted_with_the_address(editor, caplog):
    caplog.set_level("INFO", "portal.accounts")
    client, door = Client(REMOTE_ADDR=ELSEWHERE), reverse("admin:login")
    client.post(door, {"username": "someone", "password": "wrong"})
    client.post(door, {"username": "someone", "password": RIGHT})
    client.post(reverse("admin:logout"))
    client.post(reverse("admin:logout"))
    events = AccountEvent.objects.filter(address=ELSEWHERE).order_by("pk")
    kinds = [EventKind.REFUSED, EventKind.SIGNED_IN, EventKind.SIGNED_OUT]
    assert [*events.values_list("kind", "account")] == [(kind, "someone") for kind in kinds]
    lines = [line for line in caplog.messages if ELSEWHERE in line and "Account event" in line]
    for kind, line in zip(kinds, lines, strict=True):
        head, _space, told = line.partition(" {")
        assert head == f"Account event {kind}"
        assert json.loads("{" + told)["account"] == "someone"
    assert RIGHT not in caplog.text


def test_a_name_with_a_line_break_makes_no_second_line_in_the_log(caplog):
    caplog.set_level("INFO", "portal.accounts")
    AccountEvent.objects.note(EventKind.MADE, "a\nAccount event made b")
    assert "\n" not in caplog.messages[-1]


def test_a_role_is_noted_with_the_address_of_who_gave_it():
    user, client = account(EDITOR, "someone"), come(SUPERUSER)
    url = reverse("admin:auth_user_changelist")
    chosen = {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"}
    client.post(url, chosen, REMOTE_ADDR=ELSEWHERE)
    assert AccountEvent.objects.get(kind=EventKind.DELETED).address == ELSEWHERE


def test_who_takes_a_file_that_visitors_are_not_given_is_noted():
    client = come(SUPERUSER)
    name = User.objects.get().username
    address = "/measures.csv?profile=edit"
    response = client.get(address, REMOTE_ADDR=ELSEWHERE)
    assert response.status_code == 200
    response.getvalue()  # read to its end, which frees its file
    event = AccountEvent.objects.get(kind=EventKind.EXPORTED)
    assert (event.account, event.detail, event.address) == (name, address, ELSEWHERE)
    client.get("/measures.csv").getvalue()
    assert Client().get(address).status_code != 200
    assert AccountEvent.objects.filter(kind=EventKind.EXPORTED).count() == 1


@pytest.mark.both
def test_the_log_is_taken_as_a_file_by_superusers_alone():
    AccountEvent.objects.note(EventKind.MADE, "@SUM(A1)", "+b", "＝1+1", ELSEWHERE)
    assert come(ADMINISTRATOR).get(reverse(LOG)).status_code == 403
    client = come(SUPERUSER)
    page = client.get(reverse("admin:accounts_accountevent_changelist") + "?kind__exact=made")
    assert f"{reverse(LOG)}?kind__exact=made" in page.content.decode()
    response = client.get(reverse(LOG) + "?kind__exact=made&q=SUM")
    content = response.getvalue().decode("utf-8-sig")
    assert content.count("\r\n") == content.count("\n") == 2
    (row,) = csv.DictReader(io.StringIO(content, newline=""))
    assert datetime.datetime.fromisoformat(row.pop("at")).utcoffset() is not None
    assert row == {
        "kind": "made",
        "account": "'@SUM(A1)",
        "by": "'+b",
        "detail": "'＝1+1",
        "address": ELSEWHERE,
    }
    assert AccountEvent.objects.filter(kind=EventKind.EXPORTED).exists()


def test_who_tries_passwords_pushes_out_nothing_that_was_done(monkeypatch):
    monkeypatch.setattr(models, "KEPT", 3)
    AccountEvent.objects.note(EventKind.SIGNED_IN, "someone")
    for _try in range(9):
        AccountEvent.objects.note(EventKind.REFUSED, "")
    assert AccountEvent.objects.filter(kind=EventKind.SIGNED_IN).count() == 1
    assert AccountEvent.objects.filter(kind=EventKind.REFUSED).count() == 3


@pytest.mark.both
def test_what_is_over_is_cleared(editor, capsys):
    client = Client()
    client.post(reverse("admin:login"), {"username": "someone", "password": "wrong"})
    come(SUPERUSER)
    call_command("clear_expired")
    assert "Deleted 0 sessions, 0 attempts, 0 events." in capsys.readouterr().out
    long_ago = timezone.now() - datetime.timedelta(days=models.KEPT_DAYS + 1)
    Session.objects.update(expire_date=long_ago)
    AccessAttempt.objects.update(attempt_time=long_ago)
    number = AccountEvent.objects.update(at=long_ago)
    call_command("clear_expired")
    assert f"Deleted 1 sessions, 1 attempts, {number} events." in capsys.readouterr().out
