"""The rows that hang on a measure: citations, provisions, milestones, targets, relations."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from measures.models.measure import Measure
from measures.models.rows import CodedChild, MeasureChild, MeasureChildQuerySet, code_once
from policies.dates import describe_with_era, machine_readable
from policies.models import Organisation
from policies.models.base import (
    Bilingual,
    BoundField,
    DateInWords,
    EdtfField,
    PlainCodes,
    PlainLine,
    check_sibling,
    choice_constraint,
    line,
    text,
)


class CitationField(models.TextChoices):
    TITLE = "title", _("Name")
    KIND = "kind", _("Kind")
    STATUS = "status", _("Status")
    DATE = "date", _("Date")
    JURISDICTION = "jurisdiction", _("Jurisdiction")
    SUMMARY = "summary", _("Content")
    PROVISIONS = "provisions", _("Provisions")
    ACTORS = "actors", _("Actors")
    SUBJECTS = "subjects", _("Subjects")
    PILLARS = "pillars", _("Pillars")
    AMOUNT = "amount", _("Amounts")


class Citation(MeasureChild):
    """Where a document tells of the measure, and which of its fields that supports."""

    Field = CitationField

    PREFIX = "sources"
    RANK = 0

    measure = models.ForeignKey(
        Measure, models.CASCADE, verbose_name=_("measure"), related_name="citations"
    )
    supports = PlainCodes(
        _("supports"),
        default=list,
        help_text=_(
            'Which fields of the measure the passage supports, for example ["title", "date"].'
        ),
    )

    class Meta(MeasureChild.Meta):
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        constraints = [
            *MeasureChild.Meta.constraints,
            models.UniqueConstraint(
                fields=["measure", "section", "phrase"], name="measures_citation_once"
            ),
        ]

    def __str__(self):
        return str(self.measure)

    def clean_fields(self, exclude=None):
        super().clean_fields(exclude)
        known = set(self.Field.values)
        if "supports" not in (exclude or ()) and (
            not isinstance(self.supports, list)
            or not self.supports
            or not all(isinstance(field, str) and field in known for field in self.supports)
        ):
            raise ValidationError(
                {
                    "supports": _("“%(value)s” must be a list of one or more of: %(known)s")
                    % {"value": self.supports, "known": ", ".join(self.Field.values)}
                }
            )

    @property
    def supports_in_words(self) -> list[str]:
        """The supported fields in the active language."""
        return [str(self.Field(field).label) for field in self.supports]


class Provision(CodedChild):
    """A clause or sub-item, numbered as printed; nested by `parent`."""

    PREFIX = "provision"
    RANK = 1

    measure = models.ForeignKey(
        Measure, models.CASCADE, verbose_name=_("measure"), related_name="provisions"
    )
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        verbose_name=_("part of"),
        related_name="children",
        null=True,
        blank=True,
    )
    number = PlainLine(_("printed number"), max_length=20, blank=True)
    heading_ja = line(_("heading (Japanese)"), blank=True)
    heading_en = line(_("heading (English)"), blank=True)
    text_ja = text(_("content in own words (Japanese)"))
    text_en = text(_("content in own words (English)"))
    is_new = models.BooleanField(_("marked as new in the source"), default=False)
    effective = EdtfField(_("takes effect"), blank=True)
    effective_from = BoundField(of="effective")
    speaker = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("said by"),
        related_name="provisions",
        null=True,
        blank=True,
    )

    heading = Bilingual()
    text = Bilingual()
    effective_in_words = DateInWords("effective")

    class Meta(CodedChild.Meta):
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")
        constraints = [
            *CodedChild.Meta.constraints,
            code_once("provision"),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("pk")),
                name="measures_provision_not_own_parent",
                violation_error_message=_("A provision cannot be part of itself."),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.heading or self.text}".strip()

    def clean(self):
        check_sibling(self, "parent", "measure")


class MilestoneQuerySet(MeasureChildQuerySet):
    def for_list(self):
        """Milestones with measure and source, newest first; undated ones last."""
        return self.select_related("measure__jurisdiction", "section__document").order_by(
            models.F("date_from").desc(nulls_last=True), "measure__slug", "position", "pk"
        )

    def upcoming(self):
        """Milestones with measure and source, soonest end first."""
        return self.select_related("measure__jurisdiction", "section__document").order_by(
            "date_until", "measure__slug", "pk"
        )

    def before(self, day):
        """Milestones that may have happened on or before `day`."""
        open_start = models.Q(date_from__isnull=True, date_until__isnull=False)
        return self.filter(models.Q(date_from__lte=day) | open_start)

    def ending_after(self, day):
        """Milestones with a known end that lies after `day`; open ends are no date to wait for."""
        return self.filter(date_until__gt=day)

    def delete(self):
        """Deletes the milestones; their measures keep no headline date that is gone."""
        measures = list(self.order_by().values_list("measure", flat=True).distinct())
        with transaction.atomic():
            deleted = super().delete()
            Measure.objects.filter(pk__in=measures).keep_headline()
        return deleted

    delete.alters_data = True
    delete.queryset_only = True


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


class Milestone(CodedChild):
    """A dated event of a measure. One per measure may be its headline date."""

    Kind = MilestoneKind

    PREFIX = "milestone"
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
    label_ja = line(_("event (Japanese)"))
    label_en = line(_("event (English)"))
    headline = models.BooleanField(
        _("headline date"), default=False, help_text=_("The date shown in lists. One per measure.")
    )

    label = Bilingual()
    date_in_words = DateInWords("date")
    objects = MilestoneQuerySet.as_manager()

    class Meta(CodedChild.Meta):
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
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

    def save(self, *args, **kwargs):
        """Saves the milestone; its measure, and the one it has left, keep their headline day."""
        left = type(self).objects.filter(pk=self.pk).values_list("measure", flat=True)
        with transaction.atomic():
            measures = {*left, self.measure_id}
            super().save(*args, **kwargs)
            Measure.objects.filter(pk__in=measures).keep_headline()

    def delete(self, *args, **kwargs):
        """Deletes the milestone; its measure keeps no headline date that is gone."""
        with transaction.atomic():
            deleted = super().delete(*args, **kwargs)
            Measure.objects.filter(pk=self.measure_id).keep_headline()
        return deleted

    @property
    def year(self) -> int | None:
        """The calendar year the event begins in."""
        return self.date_from.year if self.date_from else None

    @property
    def year_in_words(self) -> str:
        """The year in the active language, with its era."""
        return describe_with_era(str(self.year)) if self.date_from else ""

    @property
    def machine_date(self) -> str:
        """The date for an HTML `time` element, where it is plain enough."""
        return machine_readable(self.date)


class TargetBound(models.TextChoices):
    EXACT = "exact", _("exactly")
    ABOUT = "about", _("about")
    AT_LEAST = "at-least", _("at least")
    AT_MOST = "at-most", _("at most")


class Target(CodedChild):
    """A KPI or headline figure: value, unit, due date and what it counts."""

    Bound = TargetBound

    PREFIX = "target"
    RANK = 3

    measure = models.ForeignKey(
        Measure, models.CASCADE, verbose_name=_("measure"), related_name="targets"
    )
    label_ja = line(_("label (Japanese)"))
    label_en = line(_("label (English)"))
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4, null=True, blank=True)
    bound = models.CharField(_("how exact"), max_length=10, choices=Bound, default=Bound.EXACT)
    unit_ja = line(_("unit (Japanese)"), max_length=40, blank=True)
    unit_en = line(_("unit (English)"), max_length=40, blank=True)
    printed = PlainLine(_("as printed"), max_length=40)
    due = EdtfField(_("due"), blank=True)
    due_from = BoundField(of="due")
    featured = models.BooleanField(_("shown on the home page"), default=False)
    counts_ja = text(_("what it counts (Japanese)"))
    counts_en = text(_("what it counts (English)"))

    label = Bilingual()
    unit = Bilingual()
    counts = Bilingual()
    due_in_words = DateInWords("due")

    class Meta(CodedChild.Meta):
        verbose_name = _("target or headline figure")
        verbose_name_plural = _("targets and headline figures")
        constraints = [
            *CodedChild.Meta.constraints,
            code_once("target"),
            choice_constraint("bound", TargetBound),
        ]

    def __str__(self):
        return f"{self.label}: {self.printed}"

    @property
    def shown(self) -> str:
        """The figure as printed; on English pages its number and unit."""
        if get_language() == "en" and self.value is not None:
            return f"{self.value.normalize():,f} {self.unit}".strip()
        return self.printed

    @property
    def caveat(self) -> str:
        """What to know before quoting the figure."""
        return self.counts
