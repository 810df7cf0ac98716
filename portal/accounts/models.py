"""What happened to accounts: who signed in, who was refused, who was given which role."""

import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# How long an event is kept, and how many at most: then the oldest goes.
KEPT_DAYS = 365
KEPT = 10_000


class AccountEventQuerySet(models.QuerySet):
    def note(self, kind: str, account: str, by: str = "", detail: str = "") -> None:
        """Remember an event, and forget those that are too old."""
        detail = detail[: AccountEvent.DETAIL]
        made = self.create(kind=kind, account=account, by=by, detail=detail)
        oldest = made.at - datetime.timedelta(days=KEPT_DAYS)
        self.filter(models.Q(at__lt=oldest) | models.Q(pk__lte=made.pk - KEPT)).delete()


class EventKind(models.TextChoices):
    SIGNED_IN = "signed-in", _("signed in")
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
    """One event: of which account, by whom, when. Neither addresses nor devices are kept.

    Names are kept as they were, so that an account that is gone still says what it did. `by` is
    empty where a command of the server did it, and for signing in.
    """

    Kind = EventKind
    DETAIL = 500

    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    kind = models.CharField(_("what happened"), max_length=20, choices=EventKind)
    account = models.CharField(_("account or group"), max_length=150, blank=True)
    by = models.CharField(_("by whom"), max_length=150, blank=True)
    detail = models.CharField(_("which"), max_length=DETAIL, blank=True)

    objects = AccountEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event of an account")
        verbose_name_plural = _("sign-ins and permissions")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.account}"
