"""What happened to accounts: who signed in, who was refused, who was given which role."""

import datetime
import json
import logging

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LOG = logging.getLogger("portal.accounts")
# How long an event is kept, and how many refusals at most: who tries passwords pushes out refusals
# of before, and nothing that anybody did.
KEPT_DAYS = 365
KEPT = 10_000


class AccountEventQuerySet(models.QuerySet):
    def note(
        self, kind: str, account: str, by: str = "", detail: str = "", address: str | None = None
    ) -> None:
        """Remember an event, here and in the log, and forget those that are too old."""
        told = {"account": account, "by": by, "detail": detail, "address": address or ""}
        LOG.info("Account event %s %s", kind, json.dumps(told, ensure_ascii=False))
        detail = detail[: AccountEvent.DETAIL]
        self.create(kind=kind, account=account, by=by, detail=detail, address=address)
        self.forget()

    def forget(self) -> int:
        """Delete what is kept no longer; how much that was."""
        oldest = timezone.now() - datetime.timedelta(days=KEPT_DAYS)
        tried = self.filter(kind__in=(EventKind.REFUSED, EventKind.LOCKED)).order_by("-pk")
        last = tried.values_list("pk", flat=True)[KEPT : KEPT + 1].first()
        gone = models.Q(at__lt=oldest)
        if last is not None:
            gone |= models.Q(kind__in=(EventKind.REFUSED, EventKind.LOCKED), pk__lte=last)
        return self.filter(gone).delete()[0]


class EventKind(models.TextChoices):
    SIGNED_IN = "signed-in", _("signed in")
    SIGNED_OUT = "signed-out", _("signed out")
    ENDED = "ended", _("all sessions ended")
    EXPORTED = "exported", _("file for editors taken")
    ENROLLED = "enrolled", _("second factor set up")
    UNENROLLED = "unenrolled", _("second factor removed")
    RENEWED = "renewed", _("recovery codes renewed")
    VERIFIED = "verified", _("second factor given")
    REFUSED = "refused", _("sign-in refused")
    LOCKED = "locked", _("sign-in paused after wrong passwords")
    MADE = "made", _("account made")
    DELETED = "deleted", _("account deleted")
    ACTIVATED = "activated", _("account activated")
    DEACTIVATED = "deactivated", _("account deactivated")
    PASSWORD = "password", _("password changed")
    ADMITTED = "admitted", _("may sign in to the editing pages")
    EXCLUDED = "excluded", _("may no longer sign in to the editing pages")
    RAISED = "raised", _("made a superuser")
    LOWERED = "lowered", _("no longer a superuser")
    GIVEN = "given", _("role or permission given")
    TAKEN = "taken", _("role or permission taken")


class AccountEvent(models.Model):
    """One event: of which account, by whom, when, from which network address. No devices are kept.

    Names are kept as they were, so that an account that is gone still says what it did. `by` is
    empty where a command of the server did it, and for signing in.
    """

    Kind = EventKind
    DETAIL = 500

    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    kind = models.CharField(_("what happened"), max_length=20, choices=EventKind)
    account = models.CharField(_("account or group"), max_length=150, blank=True)
    by = models.CharField(_("by whom"), max_length=150, blank=True)
    detail = models.CharField(_("details"), max_length=DETAIL, blank=True)
    address = models.GenericIPAddressField(_("network address"), null=True, blank=True)

    objects = AccountEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event of an account")
        verbose_name_plural = _("sign-ins and permissions")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.account}"
