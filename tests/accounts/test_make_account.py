"""`make admin` asks in one language, makes an account with its role, and says what comes next."""

import io

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from portal.accounts.management.commands import make_account
from tests.accounts.people import EDITOR, account

pytestmark = pytest.mark.django_db


def make(monkeypatch, answers=(), **options) -> str:
    """What the command says, answered line by line; where nothing is left to say the input ends."""
    left = iter(answers)

    def answer(question=""):
        try:
            said = next(left)
        except StopIteration:
            raise EOFError from None
        out.write(f"{question}\n")
        return said

    out = io.StringIO()
    monkeypatch.setattr("builtins.input", answer)
    monkeypatch.setattr(make_account, "getpass", answer)
    call_command("make_account", stdout=out, stderr=out, **options)
    assert next(left, None) is None, "not all was asked for"
    return out.getvalue()


def test_it_asks_for_everything_and_says_what_comes_next(monkeypatch):
    account(EDITOR, "taken")
    said = make(
        monkeypatch,
        [
            *("taken", "new", "標 花子"),
            *("boss", "2"),
            *("short", "long-enough-7", "other-words-7", "long-enough-7", "long-enough-7"),
        ],
    )
    user = User.objects.get(username="new")
    assert (user.last_name, user.is_staff, user.is_superuser) == ("標 花子", True, False)
    assert [group.name for group in user.groups.all()] == [EDITOR]
    assert user.check_password("long-enough-7")
    for words in ("already", "none of the roles", "too short", "differ", "make run", "/admin/"):
        assert words in said


@pytest.mark.empty
def test_the_first_account_is_a_superuser_unless_another_role_is_named(monkeypatch):
    make(monkeypatch, ["first", "", "", "long-enough-7", "long-enough-7"])
    assert User.objects.get(username="first").is_superuser
    with pytest.raises(CommandError, match="no terminal"):
        make(monkeypatch, ["second", "", ""])


def test_without_a_terminal_it_is_told_all(monkeypatch):
    monkeypatch.setenv(make_account.PASSWORD, "long-enough-7")
    make(monkeypatch, username="robot", role="viewer")
    assert User.objects.get(username="robot").has_perm("measures.view_citation")
    for options, words in (
        ({"username": "robot", "role": "viewer"}, "already"),
        ({"username": "a b", "role": "viewer"}, "valid username"),
        ({"username": "other"}, "no terminal"),
    ):
        with pytest.raises(CommandError, match=words):
            make(monkeypatch, **options)
    monkeypatch.delenv(make_account.PASSWORD)
    with pytest.raises(CommandError, match="no terminal"):
        make(monkeypatch, username="other", role="viewer")
