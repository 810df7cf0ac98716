"""What browsers tell of forms that are open: what was typed so far, and by whom they are read.

Both know accounts by their numbers alone, so that neither keeps an account from being deleted.
"""

import datetime

from django.db import models
from django.http import QueryDict
from django.utils import timezone

from portal import posts
from portal.rows.internals import delete_unheard

# How long what was typed is kept, and how long after its last word a browser counts as gone.
KEPT_FOR = datetime.timedelta(days=14)
GONE_AFTER = datetime.timedelta(seconds=90)


class UnsavedQuerySet(models.QuerySet):
    def keep(self, user: int, path: str, sent: QueryDict) -> bool:
        """Keep what stands in a form in place of what was kept of it before; whether it is.

        What is too large is not; nor is any password. What is too old goes.
        """
        delete_unheard(self.filter(saved_at__lt=timezone.now() - KEPT_FOR))
        text = posts.worth_keeping(sent).urlencode()
        if len(text) > posts.LARGEST or len(path) > Unsaved.PATH:
            return False
        kept = {"sent": text, "saved_at": timezone.now()}
        self.update_or_create(user=user, path=path, defaults=kept)
        return True

    def at(self, user: int, path: str) -> "Unsaved | None":
        """What a user typed into the form of an address and did not save."""
        young = self.filter(saved_at__gte=timezone.now() - KEPT_FOR)
        return young.filter(user=user, path=path).first()

    def forget(self, user: int, path: str) -> None:
        """The form of an address was saved, or what was typed is given up."""
        delete_unheard(self.filter(user=user, path=path))


class Unsaved(models.Model):
    """A form as its fields were filled when the browser last told of it. It is never applied."""

    PATH = 255

    user = models.BigIntegerField()
    path = models.CharField(max_length=PATH)
    sent = models.TextField()
    saved_at = models.DateTimeField(db_index=True)

    objects = UnsavedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "path"], name="unsaved_unsaved_one_a_form"),
        ]

    def __str__(self):
        return f"{self.user} {self.path}"

    @property
    def post(self) -> QueryDict:
        """What the form would send."""
        return QueryDict(self.sent, mutable=True)


class OpenFormQuerySet(models.QuerySet):
    def seen(self, user: int, name: str, entry: str) -> None:
        """A user has a form of an entry open."""
        delete_unheard(self.filter(seen_at__lt=timezone.now() - GONE_AFTER))
        told = {"name": name, "seen_at": timezone.now()}
        self.update_or_create(user=user, entry=entry, defaults=told)

    def left(self, user: int, entry: str) -> None:
        """A user has left the forms of an entry."""
        delete_unheard(self.filter(user=user, entry=entry))

    def others(self, user: int, entry: str) -> list[str]:
        """Who else has a form of an entry open, by name."""
        here = self.filter(entry=entry, seen_at__gte=timezone.now() - GONE_AFTER)
        return list(here.exclude(user=user).order_by("name", "pk").values_list("name", flat=True))


class OpenForm(models.Model):
    """That somebody has a form of an entry, or of its rows, open in a browser."""

    user = models.BigIntegerField()
    name = models.CharField(max_length=310)
    entry = models.CharField(max_length=100)
    seen_at = models.DateTimeField(db_index=True)

    objects = OpenFormQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "entry"], name="unsaved_open_form_one_a_user"),
        ]

    def __str__(self):
        return f"{self.name} {self.entry}"
