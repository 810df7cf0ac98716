"""Accounts of every sort that come to the admin."""

from django.contrib.auth.models import Group, User
from django.test import Client

from portal.accounts.roles import NAMES

VIEWER, EDITOR, REVIEWER, ADMINISTRATOR = NAMES
# Who comes: nobody known, an account for which nothing is to sign in to, one without a role, the
# roles, and one who may do everything.
VISITOR, READER, STAFF, SUPERUSER = "visitor", "reader", "staff without a role", "superuser"
EVERYBODY = (VISITOR, READER, STAFF, *NAMES, SUPERUSER)


def account(who: str, name: str = "", **fields) -> User:
    """An account of this sort; its password cannot be used."""
    made = User.objects.create(
        username=name or f"somebody-{EVERYBODY.index(who)}",
        is_staff=who != READER,
        is_superuser=who == SUPERUSER,
        **fields,
    )
    if who in NAMES:
        made.groups.add(Group.objects.get(name=who))
    return made


def account_with(password: str, who: str, name: str) -> User:
    """An account of this sort that signs in with a password."""
    made = account(who, name)
    made.set_password(password)
    made.save()
    return made


def come(who: str, name: str = "") -> Client:
    """The browser of somebody of this sort, signed in where there is an account."""
    client = Client()
    if who != VISITOR:
        client.force_login(account(who, name))
    return client
