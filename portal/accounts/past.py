"""Which accounts did something, so that deleting them would take a name out of the histories."""

from django.contrib.auth import get_user_model
from django.db.models import ProtectedError
from django.utils.translation import gettext
from django_otp.models import Device


class PastError(ProtectedError):
    """Refusal to delete an account that did something, with what to do instead."""

    def __init__(self, user):
        super().__init__(sentence(user), {user})


def sentence(user) -> str:
    """Why an account is not deleted, and what to do instead."""
    words = gettext(
        "“%(account)s” has worked here: deleting the account would take the name out of the "
        "histories. Take away the tick “active” instead; nobody can sign in with it then."
    )
    return words % {"account": user.get_username()}


def has_past(user, using: str) -> bool:
    """Whether anything that is no account, group or second factor tells what this account did."""
    relations = [
        each
        for each in get_user_model()._meta.get_fields(include_hidden=True)
        if (each.one_to_many or each.one_to_one)
        and not each.related_model._meta.auto_created
        and not issubclass(each.related_model, Device)
    ]
    return any(
        each.related_model._base_manager.using(using).filter(**{each.field.name: user}).exists()
        for each in relations
    )
