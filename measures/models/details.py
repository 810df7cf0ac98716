"""The rows that hang on a measure: citations, provisions, targets."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Concat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from measures.models.measure import Measure
from measures.models.measure_row import CodedChild, MeasureChild, MeasureChildQuerySet, code_once
from policies.models import Organisation, Subject
from policies.models.base import Bilingual, DateInWords, check_sibling, choice_constraint, worded
from policies.models.citable import cited_figure, cited_kind
from policies.models.fields import BoundField, CodesField, EdtfField, LineField, ParagraphField
from portal.money import figure_print_in_words


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
    NAMED_BY = ("measure__slug", "section__document__slug", "section__code", "phrase")
    RANK = 0

    measure = models.ForeignKey(
        Measure, models.CASCADE, verbose_name=_("measure"), related_name="citations"
    )
    supports = CodesField(
        _("supports"),
        words=CitationField,
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

    @property
    def cited_as(self) -> str:
        return cited_kind(self, gettext(", ").join(self.supports_in_words))

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
        """The supported fields in the active language; nothing where they are no list."""
        fields = self.supports if isinstance(self.supports, list) else []
        return [worded(self.Field, field) for field in fields]


class ProvisionQuerySet(MeasureChildQuerySet):
    def defining(self, subject: models.Expression):
        """Provisions that define a subject: their measure is about it, their heading says so."""
        named = Subject.objects.order_by().filter(pk=subject)
        heading = models.Subquery(named.values(words=Concat("name_ja", models.Value("の定義"))))
        return self.filter(measure__subjects__subject=subject, heading_ja=heading).for_list()


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
    number = LineField(_("printed number"), max_length=20, blank=True)
    heading_ja = LineField(_("heading (Japanese)"), blank=True)
    heading_en = LineField(_("heading (English)"), blank=True)
    text_ja = ParagraphField(_("content in own words (Japanese)"))
    text_en = ParagraphField(_("content in own words (English)"))
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
    objects = ProvisionQuerySet.as_manager()

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
        super().clean()
        check_sibling(self, "parent", "measure")


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
    label_ja = LineField(_("label (Japanese)"))
    label_en = LineField(_("label (English)"))
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4, null=True, blank=True)
    bound = models.CharField(_("how exact"), max_length=10, choices=Bound, default=Bound.EXACT)
    unit_ja = LineField(_("unit (Japanese)"), max_length=40, blank=True)
    unit_en = LineField(_("unit (English)"), max_length=40, blank=True)
    printed = LineField(_("as printed"), max_length=40)
    due = EdtfField(_("due"), blank=True)
    due_from = BoundField(of="due")
    due_until = BoundField(of="due", end=True, db_index=True)
    featured = models.BooleanField(_("shown on the home page"), default=False)
    counts_ja = ParagraphField(_("what it counts (Japanese)"))
    counts_en = ParagraphField(_("what it counts (English)"))

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
        return f"{self.label}: {self.shown}"

    @property
    def cited_as(self) -> str:
        return cited_figure(self.label, self.shown)

    @property
    def shown(self) -> str:
        """The figure as printed; in English its number and unit where it has one."""
        return self.printed_in_words or self.printed

    @property
    def printed_in_words(self) -> str:
        """The English words of the figure as printed; empty in Japanese and for mere words."""
        bound = "" if self.bound == TargetBound.EXACT else self.get_bound_display()
        return figure_print_in_words(self.printed, self.value, self.unit, bound)

    @property
    def caveat(self) -> str:
        """What to know before quoting the figure."""
        return self.counts

    @property
    def told_otherwise(self) -> list[models.Model]:
        """What other statements say of the same, where sources differ over what is read here.

        Where this one is of a fiscal year, what is said of others or of all is not the same.
        """
        if self.measure_id is None:
            return []
        place = (self.section_id, self.phrase)
        found: list[models.Model] = []
        for difference in self.measure.discrepancies.all():
            told = {(each.section_id, each.phrase): each for each in difference.statements.all()}
            if own := told.pop(place, None):
                found += [each for each in told.values() if own.is_beside(each)]
        return found
