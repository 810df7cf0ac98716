"""Where sources differ: one thing told in several ways, each with its source."""

import re

from django.db import models
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from measures.models.indicators import Indicator
from measures.models.measure import Measure
from policies.models import Evidence, Issue, SourceDocument
from policies.models.base import Bilingual, EvidenceQuerySet, choice_constraint
from policies.models.citable import cited_figure
from policies.models.fields import LineField, ParagraphField, PositionField, RecordModel
from portal.changes.models import RecordedQuerySet


def in_order(choices: type[models.TextChoices], path: str) -> models.Case:
    """The place of a choice among its kind, to sort by."""
    places = [
        models.When(**{path: value}, then=models.Value(place))
        for place, value in enumerate(choices.values)
    ]
    return models.Case(*places, default=models.Value(len(choices)))


def one_of(*fields: str) -> models.Q:
    """That exactly one of some foreign keys is filled."""
    return models.Q(
        *(
            models.Q(**{f"{other}__isnull": other != filled for other in fields})
            for filled in fields
        ),
        _connector=models.Q.OR,
    )


class DiscrepancyNature(models.TextChoices):
    """What a difference is, the one that misleads most first."""

    REAL = "real", _("The statements contradict each other")
    PRECISION = "precision", _("One statement is more precise")
    WORDING = "wording", _("The words differ")


class DiscrepancyQuerySet(RecordedQuerySet):
    def with_statements(self):
        """Differences of one entry with what each source tells, those that mislead most first."""
        read = Statement.objects.select_related("section__document")
        return self.prefetch_related(models.Prefetch("statements", read)).order_by(
            in_order(DiscrepancyNature, "nature"), "position", "pk"
        )


class Discrepancy(RecordModel):
    """One thing told differently; the statements stand side by side, none is silently dropped.

    It hangs on the one entry that it is about: `entry` is that entry, whatever its kind.
    """

    Nature = DiscrepancyNature

    PREFIX = "discrepancy"
    SHOWN_IF = ("measure__published",)
    # The kinds of entries it may be about, by the field that leads there.
    ENTRIES = ("measure", "indicator", "issue", "document")

    measure = models.ForeignKey(
        Measure,
        models.CASCADE,
        verbose_name=_("measure"),
        related_name="discrepancies",
        null=True,
        blank=True,
    )
    indicator = models.ForeignKey(
        Indicator,
        models.CASCADE,
        verbose_name=_("indicator"),
        related_name="discrepancies",
        null=True,
        blank=True,
    )
    issue = models.ForeignKey(
        Issue,
        models.CASCADE,
        verbose_name=_("issue"),
        related_name="discrepancies",
        null=True,
        blank=True,
    )
    document = models.ForeignKey(
        SourceDocument,
        models.CASCADE,
        verbose_name=_("source document"),
        related_name="discrepancies",
        null=True,
        blank=True,
    )
    position = PositionField()
    nature = models.CharField(_("how they differ"), max_length=10, choices=Nature)
    topic_ja = LineField(_("what differs (Japanese)"))
    topic_en = LineField(_("what differs (English)"))
    chosen_ja = ParagraphField(_("value used and why (Japanese)"), blank=True)
    chosen_en = ParagraphField(_("value used and why (English)"), blank=True)

    topic = Bilingual()
    chosen = Bilingual()
    objects = DiscrepancyQuerySet.as_manager()

    class Meta:
        verbose_name = _("difference between sources")
        verbose_name_plural = _("differences between sources")
        ordering = ["measure_id", "indicator_id", "issue_id", "document_id", "position", "pk"]
        constraints = [
            choice_constraint("nature", DiscrepancyNature),
            models.CheckConstraint(
                condition=one_of("measure", "indicator", "issue", "document"),
                name="measures_discrepancy_of_one_entry",
                violation_error_message=_(
                    "Name the one entry it is about: a measure, indicator, issue or document."
                ),
            ),
            *(
                models.UniqueConstraint(
                    fields=[entry, "topic_ja"], name=f"measures_discrepancy_{entry}_topic_once"
                )
                for entry in ("measure", "indicator", "issue", "document")
            ),
        ]

    def __str__(self):
        return self.topic

    @property
    def entry(self) -> models.Model | None:
        """The entry it is about; None of a row that is not saved yet and names none."""
        named = (getattr(self, name) for name in self.ENTRIES)
        return next((each for each in named if each is not None), None)

    def get_absolute_url(self):
        return f"{self.entry.get_absolute_url()}#discrepancies"


FISCAL_YEAR = re.compile("(?:令和|平成)?[0-9元]+年度")


class StatementQuerySet(EvidenceQuerySet):
    def for_list(self):
        """Statements with what differs: contradictions first, then entry by entry."""
        slugs = (f"discrepancy__{name}__slug" for name in Discrepancy.ENTRIES)
        rows = self.select_related(*Statement.ADDRESS_JOINS, "section__document").annotate(
            place=in_order(DiscrepancyNature, "discrepancy__nature"),
            entry_slug=Concat(*(Coalesce(slug, models.Value("")) for slug in slugs)),
        )
        return rows.order_by(
            "place", "entry_slug", "discrepancy__position", "discrepancy", "position", "pk"
        )


class Statement(Evidence):
    """What one section says where sources differ."""

    NAMED_BY = ("section__document__slug", "section__code", "phrase", "value_ja")

    discrepancy = models.ForeignKey(
        Discrepancy,
        models.CASCADE,
        verbose_name=_("difference between sources"),
        related_name="statements",
    )
    position = PositionField()
    value_ja = LineField(_("value told (Japanese)"))
    value_en = LineField(_("value told (English)"))

    value = Bilingual()
    objects = StatementQuerySet.as_manager()
    ADDRESS_JOINS = tuple(f"discrepancy__{name}" for name in Discrepancy.ENTRIES)
    SHOWN_IF = ("discrepancy__measure__published",)

    class Meta(Evidence.Meta):
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["discrepancy", "position", "pk"]

    def __str__(self):
        return self.value

    @property
    def fiscal_years(self) -> frozenset[str]:
        """The fiscal years that it speaks of, as printed: 令和5年度."""
        return frozenset(FISCAL_YEAR.findall(self.value_ja))

    def is_beside(self, other: "Statement") -> bool:
        """Whether another statement tells of the same fiscal year, where this one names one."""
        return not self.fiscal_years or self.fiscal_years == other.fiscal_years

    @property
    def cited_in(self) -> str:
        return str(self.discrepancy.entry)

    @property
    def cited_as(self) -> str:
        return cited_figure(self.discrepancy.topic, self.value)

    def get_absolute_url(self):
        return self.discrepancy.get_absolute_url()
