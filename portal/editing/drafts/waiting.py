"""The drafts that somebody has to do with: counted on the first page of the admin, and listed."""

import dataclasses
from collections.abc import Callable, Iterator

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from measures.checks.worklists import Worklist
from measures.models.permissions import PUBLISH
from portal.dates.clock import at_home
from portal.record.models import Draft, DraftQuerySet
from portal.record.publishing import may_review

VIEW = "record.view_draft"
# What the address of the list asks for one of the shares with.
TODO = "todo"
State = Draft.State


@dataclasses.dataclass(frozen=True)
class Share:
    """Some of the open drafts: what they are called, which they are for somebody, who is told."""

    title: str | Promise
    holds: Callable[[Draft, AbstractBaseUser], bool]
    permission: str = VIEW


SHARES = {
    "review": Share(
        _("Drafts waiting for your review"),
        lambda draft, user: draft.state == State.FOR_REVIEW and may_review(draft, user),
        PUBLISH,
    ),
    "own": Share(_("Your drafts"), lambda draft, user: draft.author_id == user.pk),
    "soon": Share(
        _("Drafts to be published on their day"),
        lambda draft, _user: draft.state == State.APPROVED,
    ),
}


def asked_of(name: str, user: AbstractBaseUser) -> tuple[str, DraftQuerySet]:
    """What a share is called, and its drafts; all that are open where there is no such share."""
    share = SHARES.get(name)
    if share is None or not user.has_perm(share.permission):
        return "", Draft.objects.open()
    pks = [each.pk for each in Draft.objects.in_brief() if share.holds(each, user)]
    return str(share.title), Draft.objects.among(pks)


def waiting(user: AbstractBaseUser) -> list[Worklist]:
    """The shares of somebody, each with its number; none for who may see no drafts."""
    return list(_waiting(user)) if user.has_perm(VIEW) else []


def _waiting(user: AbstractBaseUser) -> Iterator[Worklist]:
    drafts = list(Draft.objects.in_brief())
    for name, share in SHARES.items():
        if user.has_perm(share.permission):
            found = [each for each in drafts if share.holds(each, user)]
            address = reverse("drafts", query={TODO: name})
            yield Worklist(share.title, len(found), address, NOTES.get(name, silent)(found))


def silent(_drafts: list[Draft]) -> str:
    """Nothing beside the number."""
    return ""


def returned(drafts: list[Draft]) -> str:
    """How many of some drafts came back to their author."""
    number = sum(each.state in (State.REFUSED, State.HELD_UP) for each in drafts)
    return gettext("sent back or held up: %(number)s") % {"number": number} if number else ""


def first_day(drafts: list[Draft]) -> str:
    """When the first of some drafts is to be published."""
    days = [each.publish_at for each in drafts if each.publish_at]
    if not days:
        return ""
    day = date_format(at_home(min(days)), "DATETIME_FORMAT")
    return gettext("the next: %(day)s") % {"day": day}


NOTES = {"own": returned, "soon": first_day}
