"""By what the law search and the review of projects know a measure."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from measures.models.measure import Measure
from policies.models import schemes
from policies.models.base import choice_constraint
from policies.models.fields import PositionField
from policies.models.identifiers import Identifier, once
from portal.changes.models import RecordedQuerySet


class MeasureScheme(models.TextChoices):
    LAW_NUMBER = "law-number", _("Law number")
    LAW_ID = "law-id", _("Law id (e-Gov)")
    PROJECT = "budget-project", _("Budget project id")


class MeasureIdentifier(Identifier):
    """What others know a law or a budget programme by; an id of a law fits its number."""

    Scheme = MeasureScheme
    CHECKS = {
        Scheme.LAW_NUMBER: schemes.law_number,
        Scheme.LAW_ID: schemes.law_id,
        Scheme.PROJECT: schemes.project,
    }
    SHOWN_IF = ("measure__published",)

    measure = models.ForeignKey(
        Measure, models.CASCADE, verbose_name=_("measure"), related_name="identifiers"
    )
    position = PositionField()
    scheme = models.CharField(_("scheme"), max_length=20, choices=MeasureScheme)

    objects = RecordedQuerySet.as_manager()

    class Meta(Identifier.Meta):
        verbose_name = _("identifier of a measure")
        verbose_name_plural = _("identifiers of measures")
        ordering = ["measure", "position", "pk"]
        constraints = [
            choice_constraint("scheme", MeasureScheme),
            once("measures_measureidentifier_once", "measure"),
        ]

    def clean(self):
        super().clean()
        if self.scheme != MeasureScheme.LAW_ID or self.measure_id is None:
            return
        number = schemes.law_number_of(self.value)
        told = self.measure.identifiers.filter(scheme=MeasureScheme.LAW_NUMBER)
        if other := next((each for each in told if each.value != number), None):
            raise ValidationError(
                _("“%(id)s” is %(number)s; the measure has the number %(told)s."),
                code="law_id_of_another",
                params={"id": self.value, "number": number, "told": other.value},
            )

    def get_absolute_url(self):
        return f"{self.measure.get_absolute_url()}#identifiers"
