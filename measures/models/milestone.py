"""What happened and when: the dated events of a measure, one of them its headline."""

import datetime

from django.db import models
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from measures.models.measure import Measure
from measures.models.measure_row import (
    CodedChild,
    KeptQuerySet,
    KeptRow,
    code_once,
    soonest,
)
from measures.models.roles import MeasurePartner
from policies.models.base import Bilingual, DateInWords, choice_constraint
from policies.models.fields import BoundField, EdtfField, LineField
from portal.dates.edtf import machine_readable

# The day by which an event stands among others: what ended at some time and began at none that a
# source gives stands where it ended.
DAY = Coalesce("date_from", "date_until")


class MilestoneQuerySet(KeptQuerySet):
    def for_list(self):
        """Milestones with measure and source, newest first; undated ones last."""
        return self.select_related("measure__jurisdiction", "section__document").order_by(
            DAY.desc(nulls_last=True), "measure__slug", "position", "pk"
        )

    def period(self) -> tuple[datetime.date, datetime.date] | None:
        """The days from the first of these milestones to the last; None where none has a day.

        Each end is looked up in the order of an index, as there may be millions between them.
        """
        dated = self.filter(date_from__isnull=False).values_list("date_from", flat=True)
        first = dated.order_by("date_from").first()
        return (first, dated.order_by("-date_from").first()) if first else None

    def years(self) -> list[tuple[int | None, int]]:
        """The years of these milestones, newest first, with their number; None for no date."""
        rows = self.model.objects.order_by().filter(pk__in=self.order_by().values("pk"))
        counted = rows.annotate(year=ExtractYear(DAY)).values("year").annotate(n=models.Count("pk"))
        newest = models.F("year").desc(nulls_last=True)
        return list(counted.order_by(newest).values_list("year", "n"))

    def counted_after(self, *days) -> list[int]:
        """How many of these milestones stand after each of some days."""
        rows = self.model.objects.order_by().filter(pk__in=self.order_by().values("pk"))
        counts = {
            f"after_{place}": models.Count("pk", filter=models.Q(day__gt=day))
            for place, day in enumerate(days)
        }
        found = rows.annotate(day=DAY).aggregate(**counts)
        return [found[name] for name in counts]

    def listed(self, keys):
        """The milestones of these primary keys that visitors may see, as a list shows them."""
        return self.published().for_list().filter(pk__in=keys)

    def headlines(self):
        """The dates that stand for their measures in lists: one of each."""
        return self.filter(headline=True)

    def latest(self, day, number: int):
        """The last `number` milestones that lie behind on `day`, by their beginning, newest first.

        A month or a season that is not over by then does not lie behind; what began with an open
        end does. The index gives the day from which on they began; only those are sorted.
        """
        over = models.Q(date_until__lte=day) | models.Q(date_until__isnull=True)
        begun = self.filter(over, date_from__lte=day)
        days = list(
            begun.order_by("-date_from", "-pk").values_list("date_from", flat=True)[:number]
        )
        return begun.filter(date_from__gte=days[-1] if days else day).for_list()[:number]

    def upcoming(self, day, number: int):
        """The next `number` milestones that are to come after `day`, soonest first.

        Of what was planned or due that is its last day. Anything else has happened as soon as it
        may have: a meeting that was held in this year is none to come. Open ends are no date to
        wait for.
        """
        due = models.Q(kind__in=PHASES[_PHASES.DUE])
        coming = self.filter(due | models.Q(date_from__gt=day))
        return soonest(coming, "date_until", day, number)

    def planned(self, day):
        """Dated milestones that a source gave in advance: by their kind, or as they lie behind the
        day as of which the record is.
        """
        ahead = models.Q(kind__in=PHASES[_PHASES.DUE]) | models.Q(date_from__gt=day)
        return self.exclude(date="").filter(ahead)

    def between(self, one: str, other: str):
        """Dated milestones of what two partners, by code, do to each other or together.

        That is what one does that is directed at the other or affects it, what both are parties
        to without being the act of a third, and the export controls of either that such a joint
        act suspended. Newest first.
        """
        role = MeasurePartner.Role
        parts = MeasurePartner.objects.order_by()

        def named(code: str, *roles: str) -> models.QuerySet:
            return parts.filter(partner__code=code, role__in=roles).values("measure")

        joint = Measure.objects.published().filter(
            models.Q(pk__in=named(one, role.PARTY)),
            models.Q(pk__in=named(other, role.PARTY)),
            jurisdiction__isnull=True,
        )
        found = models.Q(measure__in=joint.values("pk"))
        for actor, met in ((one, other), (other, one)):
            found |= models.Q(
                models.Q(measure__in=named(met, role.TARGET, role.AFFECTED))
                | models.Q(measure__export_control__suspended_by__in=joint.values("pk")),
                measure__jurisdiction__code=actor,
            )
        return (
            self.filter(found, date_from__isnull=False)
            .select_related("measure__jurisdiction", "section__document")
            .order_by("-date_from", "measure__slug", "position", "pk")
        )


class MilestoneKind(models.TextChoices):
    CONSIDERED = "considered", _("Considered")
    PROPOSED = "proposed", _("Proposed")
    ANNOUNCED = "announced", _("Announced")
    PUBLISHED = "published", _("Published")
    PUBLIC_COMMENT = "public-comment", _("Public comment")
    CABINET_DECISION = "cabinet-decision", _("Cabinet decision")
    ENACTED = "enacted", _("Enacted")
    PROMULGATED = "promulgated", _("Promulgated")
    EFFECTIVE = "effective", _("Took effect")
    AMENDED = "amended", _("Amended")
    STARTED = "started", _("Started")
    HELD = "held", _("Held")
    DECIDED = "decided", _("Decided")
    SUSPENDED = "suspended", pgettext_lazy("event", "Suspended")
    EXTENDED = "extended", _("Extended")
    SHELVED = "shelved", _("Shelved")
    ENDED = "ended", _("Ended")
    REJECTED = "rejected", _("Rejected")
    DEADLINE = "deadline", _("Deadline")
    PLANNED = "planned", _("Planned")
    INVESTIGATION = "investigation", _("Investigation opened")


class MilestonePhase(models.TextChoices):
    """What kinds of events have in common, so that few signs can tell them apart."""

    ANNOUNCED = "announced", _("Announced or proposed")
    DECIDED = "decided", _("Decided or in effect")
    HELD = "held", pgettext_lazy("events", "Held")
    ENDED = "ended", _("Suspended or ended")
    DUE = "due", _("Planned or due")


_KINDS, _PHASES = MilestoneKind, MilestonePhase
PHASES = {
    _PHASES.ANNOUNCED: {
        *(_KINDS.CONSIDERED, _KINDS.PROPOSED, _KINDS.ANNOUNCED, _KINDS.PUBLISHED),
        *(_KINDS.PUBLIC_COMMENT, _KINDS.INVESTIGATION),
    },
    _PHASES.DECIDED: {
        *(_KINDS.CABINET_DECISION, _KINDS.ENACTED, _KINDS.PROMULGATED, _KINDS.EFFECTIVE),
        *(_KINDS.AMENDED, _KINDS.STARTED, _KINDS.DECIDED, _KINDS.EXTENDED),
    },
    _PHASES.HELD: {_KINDS.HELD},
    _PHASES.ENDED: {_KINDS.SUSPENDED, _KINDS.SHELVED, _KINDS.ENDED, _KINDS.REJECTED},
    _PHASES.DUE: {_KINDS.DEADLINE, _KINDS.PLANNED},
}
PHASE_OF = {kind: phase for phase, kinds in PHASES.items() for kind in kinds}


class Milestone(KeptRow, CodedChild):
    """A dated event of a measure. One per measure may be its headline date."""

    Kind = MilestoneKind

    PREFIX = "milestone"
    KEPT_BY = "keep_headline"
    RANK = 2

    measure = models.ForeignKey(
        Measure, models.CASCADE, verbose_name=_("measure"), related_name="milestones"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    date = EdtfField(
        _("date"),
        blank=True,
        help_text=_(
            "EDTF form: 2026-03-19, 2026-03, 2026-22 (summer), 2025-10-25/2025-10-26. "
            "Empty where the source gives none."
        ),
    )
    date_from = BoundField(of="date", db_index=True)
    date_until = BoundField(of="date", end=True)
    label_ja = LineField(_("event (Japanese)"))
    label_en = LineField(_("event (English)"))
    headline = models.BooleanField(
        _("headline date"), default=False, help_text=_("The date shown in lists. One per measure.")
    )

    label = Bilingual()
    date_in_words = DateInWords("date")
    objects = MilestoneQuerySet.as_manager()

    class Meta(CodedChild.Meta):
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        indexes = [
            models.Index(fields=["date_from"], name="measures_milestone_from"),
            models.Index(fields=["date_until"], name="measures_milestone_until"),
        ]
        constraints = [
            *CodedChild.Meta.constraints,
            code_once("milestone"),
            choice_constraint("kind", MilestoneKind),
            models.UniqueConstraint(
                fields=["measure"],
                condition=models.Q(headline=True),
                name="measures_milestone_one_headline",
                violation_error_message=_("The measure has a headline date already."),
            ),
        ]

    def __str__(self):
        return f"{self.date_in_words} {self.label}".strip()

    @property
    def cited_as(self) -> str:
        return str(self)

    @property
    def phase(self) -> MilestonePhase | None:
        """What the kind of the event has in common with others; None while it has no kind."""
        return PHASE_OF.get(self.kind)

    @property
    def year(self) -> int | None:
        """The calendar year the event begins in."""
        return self.date_from.year if self.date_from else None

    def place_in_time(self) -> tuple[bool, datetime.date, datetime.date]:
        """Where it stands among others by days; what has no date comes last.

        What took effect in a year or month of which no more is known stands at its end: it was
        passed before, as the fuller date of that may say.
        """
        days = [day for day in (self.date_from, self.date_until) if day]
        if not days:
            return True, datetime.date.max, datetime.date.max
        late = self.kind == MilestoneKind.EFFECTIVE and "/" not in self.date
        return False, days[-1 if late else 0], days[-1]

    @property
    def machine_date(self) -> str:
        """The date for an HTML `time` element, where it is plain enough."""
        return machine_readable(self.date)
