"""What editors say of two measures that the portal found related by what both share."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from measures.models.measure import Measure
from policies.models.base import Bilingual, choice_constraint
from policies.models.fields import ParagraphField, RecordModel
from portal.changes.models import RecordedQuerySet


class RelatedVerdictQuerySet(RecordedQuerySet):
    def bulk_create(self, objs, *args, **kwargs):
        """Writes verdicts, each on its pair in order."""
        rows = list(objs)
        for row in rows:
            row.order_pair()
        return super().bulk_create(rows, *args, **kwargs)

    def of(self, measure):
        """Verdicts on one measure and another, with both measures."""
        return self.filter(models.Q(first=measure) | models.Q(second=measure)).select_related(
            "first", "second"
        )

    def between(self, one: Measure, other: Measure):
        """The verdict on two measures, whichever is named first; at most one."""
        return self.filter(first__in=(one, other), second__in=(one, other))


class Verdict(models.TextChoices):
    CONFIRMED = "confirmed", _("Related")
    REJECTED = "rejected", _("Not related")


class RelatedVerdict(RecordModel):
    """An editor's word on two measures: related by what both share, or not.

    A pair has one verdict; it is saved with the measure first whose address name is. Confirmed
    pairs are shown first, rejected ones never. A relation that a source shows is a `Relation`.
    """

    Verdict = Verdict

    KEY = ("first__slug", "second__slug")
    CALLED_BY = ()
    SHOWN_IF = ("first__published", "second__published")
    # What it takes to confirm or reject a pair from the page of a measure.
    JUDGING = ("measures.add_relatedverdict", "measures.change_relatedverdict")

    first = models.ForeignKey(
        Measure, models.CASCADE, verbose_name=_("measure"), related_name="verdicts_before"
    )
    second = models.ForeignKey(
        Measure, models.CASCADE, verbose_name=_("related measure"), related_name="verdicts_behind"
    )
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    note_ja = ParagraphField(_("note (Japanese)"), blank=True)
    note_en = ParagraphField(_("note (English)"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("decided by"),
        related_name="related_verdicts",
        null=True,
        editable=False,
    )
    decided_at = models.DateTimeField(_("decided"), auto_now=True)

    note = Bilingual()
    objects = RelatedVerdictQuerySet.as_manager()

    class Meta:
        verbose_name = _("verdict on related measures")
        verbose_name_plural = _("verdicts on related measures")
        ordering = ["first", "second", "pk"]
        constraints = [
            choice_constraint("verdict", Verdict),
            models.UniqueConstraint(
                Least("first", "second"),
                Greatest("first", "second"),
                name="measures_relatedverdict_pair_once",
                violation_error_message=_("There is a verdict on these two measures already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(first=models.F("second")),
                name="measures_relatedverdict_not_on_itself",
                violation_error_message=_("A measure cannot be related to itself."),
            ),
        ]

    def __str__(self):
        return f"{self.first} – {self.second}: {self.get_verdict_display()}"

    def save(self, **options):
        self.order_pair()
        super().save(**options)

    def order_pair(self) -> None:
        """Puts first which comes first by name: keys differ from one loading to the next."""
        if self.first.slug > self.second.slug:
            self.first, self.second = self.second, self.first

    @staticmethod
    def form_in_order(form: dict) -> dict:
        """A form of a verdict with its pair in the order in which it is saved."""
        pair = sorted((form["first"], form["second"]))
        return {**form, **dict(zip(("first", "second"), pair, strict=True))}

    def get_absolute_url(self):
        return f"{self.first.get_absolute_url()}#relations"

    def beside(self, measure: Measure) -> Measure:
        """The measure that the verdict names beside `measure`."""
        return self.second if self.first_id == measure.pk else self.first
