"""What somebody pointed out about a value, and who sent how many of these today.

Nothing of it is part of the record, and nothing says who wrote a remark.
"""

import datetime

from django.apps import apps
from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.record.models import Batch, Kind

# Characters of a remark.
LONGEST = 1000


class Origin(models.TextChoices):
    """Who pointed something out; of nobody more is kept."""

    READER = "reader", _("A reader")
    DIVISION = "division", _("The division in charge")
    EDITORS = "editors", _("Editors")


class State(models.TextChoices):
    """What became of a remark."""

    OPEN = "open", _("To be looked at")
    TAKEN = "taken", _("Corrected")
    DECLINED = "declined", _("Looked at, nothing to correct")


class RemarkQuerySet(models.QuerySet):
    def open(self):
        """Those that nobody has looked at yet."""
        return self.filter(state=State.OPEN)

    def origins_of(self, batches) -> dict[int, str]:
        """Who pointed out what some batches corrected, by the batch; the latest word counts."""
        found = self.filter(batch__in=batches).order_by("pk")
        return dict(found.values_list("batch", "origin"))

    def corrections(self, most: int):
        """The last batches that corrected what was misread, and those that some name already."""
        last = Batch.objects.filter(kind=Kind.CORRECTION).order_by("-pk")
        offered = {*last.values_list("pk", flat=True)[:most], *self.values_list("batch", flat=True)}
        return Batch.objects.filter(pk__in=offered - {None}).order_by("-pk")

    def settle(self, state: str, name: str) -> int:
        """Note what became of some, and who decided that; of how many."""
        return self.update(state=state, handled_by=name)


class Remark(models.Model):
    """What somebody pointed out about a row or an entry, in their own words.

    The row is told by its model and primary key, and by its words in both languages. `batch` is the
    change that corrected what was wrong.
    """

    Origin = Origin
    State = State

    origin = models.CharField(_("pointed out by"), max_length=8, choices=Origin)
    row_kind = models.CharField(max_length=60)
    row = models.BigIntegerField()
    where_ja = models.TextField()
    where_en = models.TextField()
    address = models.CharField(max_length=400, blank=True)
    text = models.TextField(_("what was pointed out"), max_length=LONGEST)
    made_on = models.DateField(_("pointed out on"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    handled_by = models.CharField(_("looked at by"), max_length=310, blank=True)
    batch = models.ForeignKey(
        Batch,
        models.SET_NULL,
        verbose_name=_("corrected by"),
        related_name="remarks",
        null=True,
        blank=True,
    )

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("value pointed out")
        verbose_name_plural = _("values pointed out")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="remarks_remark_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(origin__in=Origin.values), name="remarks_remark_origin_known"
            ),
        ]

    def __str__(self):
        return self.where

    @property
    def where(self) -> str:
        """The row in the active language."""
        return self.where_en if get_language() == "en" else self.where_ja

    @property
    def edit_address(self) -> str:
        """The form of the row; empty where it has none."""
        name = f"admin:{self.row_kind.replace('.', '_')}_change"
        try:
            return reverse(name, args=[self.row])
        except NoReverseMatch:
            return ""

    @property
    def kind_in_words(self) -> str:
        """What such a row is called."""
        return str(apps.get_model(self.row_kind)._meta.verbose_name)


class SenderQuerySet(models.QuerySet):
    def count_one(self, day: datetime.date, digest: str, most: int) -> bool:
        """Count one more for somebody; False where that would be more than `most`."""
        self.get_or_create(day=day, digest=digest)
        mine = self.filter(day=day, digest=digest, count__lt=most)
        return mine.update(count=models.F("count") + 1) == 1

    def forget(self, day: datetime.date) -> int:
        """Delete what is of another day; of how many senders."""
        return self.exclude(day=day).delete()[0]


class Sender(models.Model):
    """How many remarks came today from one address, of which a digest alone is kept for the day.

    Without a digest it is all that came.
    """

    day = models.DateField()
    digest = models.CharField(max_length=64, blank=True)
    count = models.PositiveIntegerField(default=0)

    objects = SenderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "digest"], name="remarks_sender_once")
        ]

    def __str__(self):
        return f"{self.day} {self.count}"
