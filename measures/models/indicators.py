"""Statistical tables of the documents, as rows with their own sources."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.models import Evidence, Partner, Subject
from policies.models.base import Bilingual, DateInWords, EvidenceQuerySet
from policies.models.citable import cited_figure
from policies.models.fields import (
    AddressNameField,
    BoundField,
    CodeField,
    EdtfField,
    LastSaveField,
    LineField,
    ParagraphField,
    PositionField,
    UpdatedOnField,
)
from policies.models.naming import NamedQuerySet, ReadingField, name_orders
from portal.lists.addresses import address


class IndicatorQuerySet(NamedQuerySet, EvidenceQuerySet):
    def for_list(self):
        """Indicators with source and the number of data points, as printed.

        Those with values come first: of the others the chart did not stand in the text.
        """
        valued = models.Case(models.When(point_count=0, then=1), default=0)
        return (
            self.select_related("section__document")
            .annotate(point_count=models.Count("points"))
            .order_by(valued, "section__document__slug", "section__position", "slug")
        )

    def for_detail(self):
        """One indicator with its data points, their sources, partners and subjects."""
        return self.select_related("section__document__publisher").prefetch_related(
            "points__partner", "points__subject", "points__section__document", "subjects"
        )


class Indicator(Evidence):
    """A table or chart of a document. One whose data is lost says so and has no points."""

    KEY = ("slug",)
    ENTRY = True

    slug = AddressNameField(unique=True)
    updated_on = UpdatedOnField()
    title_ja = LineField(_("title (Japanese)"))
    reading = ReadingField()
    title_en = LineField(_("title (English)"))
    unit_ja = LineField(_("unit (Japanese)"), max_length=40, blank=True)
    unit_en = LineField(_("unit (English)"), max_length=40, blank=True)
    basis_ja = ParagraphField(_("basis (Japanese)"), blank=True)
    basis_en = ParagraphField(_("basis (English)"), blank=True)
    missing_ja = ParagraphField(_("why it has no points (Japanese)"), blank=True)
    missing_en = ParagraphField(_("why it has no points (English)"), blank=True)
    subjects = models.ManyToManyField(
        Subject, verbose_name=_("subjects"), related_name="indicators", blank=True
    )
    updated_at = LastSaveField()
    name_order_ja, name_order_en = name_orders("title")

    title = Bilingual()
    unit = Bilingual()
    basis = Bilingual()
    missing = Bilingual()
    objects = IndicatorQuerySet.as_manager()

    class Meta(Evidence.Meta):
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["slug"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address("indicator", self.slug)


class DataPointQuerySet(EvidenceQuerySet):
    def for_list(self):
        """Data points with indicator, partner, subject and source, as printed."""
        return self.select_related("indicator", "partner", "subject", "section__document").order_by(
            "indicator__slug", "position", "pk"
        )


class DataPoint(Evidence):
    """One value of an indicator; `printed` where it is a word or a level, not a number."""

    PREFIX = "point"
    NAMED_BY = ("indicator__slug", "code")

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, verbose_name=_("indicator"), related_name="points"
    )
    code = CodeField()
    position = PositionField()
    label_ja = LineField(_("label (Japanese)"))
    label_en = LineField(_("label (English)"))
    series_ja = LineField(_("series (Japanese)"), blank=True)
    series_en = LineField(_("series (English)"), blank=True)
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        verbose_name=_("country or region"),
        related_name="data_points",
        null=True,
        blank=True,
    )
    subject = models.ForeignKey(
        Subject,
        models.PROTECT,
        verbose_name=_("subject"),
        related_name="data_points",
        null=True,
        blank=True,
    )
    period = EdtfField(_("period"), blank=True)
    period_from = BoundField(of="period")
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4, null=True, blank=True)
    printed = LineField(_("as printed"), max_length=40)
    unit_ja = LineField(_("unit (Japanese)"), max_length=40, blank=True)
    unit_en = LineField(_("unit (English)"), max_length=40, blank=True)

    label = Bilingual()
    series = Bilingual()
    unit = Bilingual()
    period_in_words = DateInWords("period")
    objects = DataPointQuerySet.as_manager()

    class Meta(Evidence.Meta):
        verbose_name = _("data point")
        verbose_name_plural = _("data points")
        ordering = ["indicator", "position", "pk"]
        constraints = [
            *Evidence.Meta.constraints,
            models.UniqueConstraint(
                fields=["indicator", "code"], name="measures_datapoint_code_once"
            ),
        ]

    def __str__(self):
        return f"{self.label}: {self.printed}"

    @property
    def cited_in(self) -> str:
        return str(self.indicator)

    @property
    def cited_as(self) -> str:
        return cited_figure(self.label, self.printed)

    def get_absolute_url(self):
        return f"{self.indicator.get_absolute_url()}#{self.PREFIX}-{self.code}"
