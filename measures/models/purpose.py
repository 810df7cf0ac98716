"""What a source says that a measure is for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from measures.models.measure import Measure
from measures.models.measure_row import MeasureChild
from policies.models.base import choice_constraint, worded


class PurposeKind(models.TextChoices):
    """The purposes that the sources state, in their own terms."""

    AUTONOMY = "autonomy", _("Autonomy")
    INDISPENSABILITY = "indispensability", _("Indispensability")
    INTERNATIONAL_ORDER = "international-order", _("International order")
    STABLE_SUPPLY = "stable-supply", _("Stable supply")
    SUPPLY_CHAINS = "supply-chains", _("Resilient supply chains")
    DIVERSIFICATION = "diversification", _("Diversification")
    COERCION_RESPONSE = "coercion-response", _("Response to economic coercion")
    TECHNOLOGY_PROTECTION = "technology-protection", _("Prevention of technology leakage")
    INFORMATION_PROTECTION = "information-protection", _("Protection of information")
    INDUSTRIAL_BASE = "industrial-base", _("Industrial and technological base")
    COMPETITIVENESS = "competitiveness", _("Competitiveness")
    FAIR_COMPETITION = "fair-competition", _("Fair competition")
    GROWTH = "growth", _("Economic growth")
    SECURITY = "security", _("Peace and security")
    DECARBONISATION = "decarbonisation", _("Decarbonisation")
    CONNECTIVITY = "connectivity", _("Connectivity")
    SERVICES = "stable-services", _("Stable provision of services")
    COOPERATION = "cooperation", _("Closer cooperation")
    PARTNERS = "partners", _("Development of partners")
    PEOPLE = "people", _("Human resources")
    UNDERSTANDING = "understanding", _("Understanding and outreach")


class Purpose(MeasureChild):
    """A purpose that a section states for the measure. What no source states is not a row."""

    Kind = PurposeKind

    PREFIX = "purposes"
    NAMED_BY = ("measure__slug", "kind")
    RANK = 1

    measure = models.ForeignKey(
        Measure, models.CASCADE, verbose_name=_("measure"), related_name="purposes"
    )
    kind = models.CharField(_("purpose"), max_length=24, choices=Kind)

    class Meta(MeasureChild.Meta):
        verbose_name = _("stated purpose")
        verbose_name_plural = _("stated purposes")
        constraints = [
            *MeasureChild.Meta.constraints,
            choice_constraint("kind", PurposeKind),
            models.UniqueConstraint(fields=["measure", "kind"], name="measures_purpose_once"),
        ]

    def __str__(self):
        return self.get_kind_display()

    def get_kind_display(self) -> str:
        """What the purpose is called."""
        return worded(self.Kind, self.kind)
