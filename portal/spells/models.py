"""The states that something is in, and the days on which it certainly or possibly is."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """What something is at on a day."""

    __codelist__ = "spell_state"

    PLANNED = "planned", _("Planned, proposed or announced")
    DECIDED = "decided", _("Decided or enacted")
    IN_FORCE = "in-force", _("In force or under way")
    SUSPENDED = "suspended", _("Suspended")
    HELD = "held", _("Held or issued")
    ENDED = "ended", _("Ended, shelved or rejected")


# What comes before something is there: it may pass unseen from one of these to another.
COMING = frozenset({State.PLANNED, State.DECIDED})
# What lasts once it is reached.
LASTING = frozenset({State.HELD, State.ENDED})


class SpellQuerySet(models.QuerySet):
    def on(self, first: datetime.date, last: datetime.date):
        """Spells that possibly hold on a day from `first` to `last`, the days that one date means.

        Each has `sure`, 1 where it certainly holds on all of them, else 0.
        """
        certain = Q(certain_from__lte=first, certain_until__gte=last)
        sure = models.Case(models.When(certain, then=1), default=0)
        return self.filter(possible_from__lte=last, possible_until__gte=first).annotate(sure=sure)


class Spell(models.Model):
    """A state of something, with the days on which it possibly and on which it certainly is so.

    `owner` is the primary key of the thing. A side that no source bounds ends with the calendar.
    What is certain on no day has no days for it. The rows follow from the record and are no part
    of it: `portal.spells.keeping` writes them.
    """

    owner = models.BigIntegerField(db_index=True)
    state = models.CharField(max_length=10, choices=State)
    possible_from = models.DateField()
    possible_until = models.DateField()
    certain_from = models.DateField(null=True)
    certain_until = models.DateField(null=True)

    objects = SpellQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["possible_from", "possible_until"], name="spells_spell_days")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(possible_from__lte=models.F("possible_until")),
                name="spells_spell_possible_in_order",
            ),
            models.CheckConstraint(
                condition=Q(certain_from__isnull=True, certain_until__isnull=True)
                | Q(
                    certain_from__gte=models.F("possible_from"),
                    certain_from__lte=models.F("certain_until"),
                    certain_until__lte=models.F("possible_until"),
                ),
                name="spells_spell_certain_within_possible",
            ),
        ]

    def __str__(self):
        return f"{self.owner}: {self.state} {self.possible_from}–{self.possible_until}"
