"""Details of measures on trade: export controls, trade remedies, agreements."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from measures.models.measure import Measure
from measures.models.roles import MeasurePartner
from policies.models import Evidence, Partner, Subject
from policies.models.base import Bilingual, DateInWords, EvidenceQuerySet, choice_constraint
from policies.models.fields import BoundField, EdtfField, LineField, ParagraphField


class MeasureDetail(Evidence):
    """What a measure of one kind has beside the fields of every measure."""

    NAMED_BY = ("measure__slug",)

    SHOWN_IF = ("measure__published",)

    class Meta(Evidence.Meta):
        abstract = True
        ordering = ["measure"]

    def __str__(self):
        return str(self.measure)

    @property
    def cited_in(self) -> str:
        return str(self.measure)

    @property
    def cited_as(self) -> str:
        return str(self._meta.verbose_name)

    def get_absolute_url(self):
        return self.measure.get_absolute_url()


class ExportControlQuerySet(EvidenceQuerySet):
    def for_list(self):
        """Export controls with measure, sides and source, by jurisdiction and date."""
        return (
            self.select_related("measure", "jurisdiction", "suspended_by", "section__document")
            .prefetch_related("measure__partners__partner")
            .order_by(
                "jurisdiction__code", models.F("begins_from").asc(nulls_last=True), "measure__slug"
            )
        )

    def directed_at(self, code: str):
        """Export controls that name the partner as a target."""
        targets = MeasurePartner.objects.filter(partner__code=code, role=MeasurePartner.Role.TARGET)
        return self.filter(measure__in=targets.order_by().values("measure"))


class ExportControlEffect(models.TextChoices):
    LICENCE = "licence", _("Licence required")
    BANNED = "banned", _("Banned")
    STRICTER_REVIEW = "stricter-review", _("Stricter review")
    RELAXED = "relaxed", _("Relaxed")
    LISTED = "listed", _("Entities listed")
    RULE_CHANGE = "rule-change", _("Rule changed")
    NOT_STATED = "not-stated", _("Not stated")


class ExportControl(MeasureDetail):
    """Who controls what towards whom, since when, and what suspended it.

    `begins` is the first date the source gives: effective, else announced.
    """

    Effect = ExportControlEffect

    measure = models.OneToOneField(
        Measure, models.CASCADE, verbose_name=_("measure"), related_name="export_control"
    )
    jurisdiction = models.ForeignKey(
        Partner, models.PROTECT, verbose_name=_("imposed by"), related_name="export_controls"
    )
    all_destinations = models.BooleanField(_("towards all destinations"), default=False)
    items_ja = ParagraphField(_("controlled items (Japanese)"))
    items_en = ParagraphField(_("controlled items (English)"))
    effect = models.CharField(_("effect"), max_length=16, choices=Effect)
    announced = EdtfField(_("announced"), blank=True)
    effective = EdtfField(_("effective"), blank=True)
    begins_from = models.GeneratedField(
        expression=models.functions.Coalesce("effective_from", "announced_from"),
        output_field=models.DateField(null=True),
        db_persist=True,
    )
    announced_from = BoundField(of="announced")
    effective_from = BoundField(of="effective")
    ended = EdtfField(_("ended"), blank=True)
    ended_from = BoundField(of="ended")
    ended_until = BoundField(of="ended", end=True)
    suspended = EdtfField(_("suspended from"), blank=True)
    suspended_from = BoundField(of="suspended")
    suspended_until = EdtfField(_("suspended until"), blank=True)
    suspended_until_to = BoundField(of="suspended_until", end=True, db_index=True)
    suspended_by = models.ForeignKey(
        Measure,
        models.PROTECT,
        verbose_name=_("suspended by"),
        related_name="suspended_controls",
        null=True,
        blank=True,
    )
    suspension_ja = ParagraphField(
        _("what the source says of the suspension (Japanese)"), blank=True
    )
    suspension_en = ParagraphField(
        _("what the source says of the suspension (English)"), blank=True
    )

    items = Bilingual()
    suspension = Bilingual()
    announced_in_words = DateInWords("announced")
    effective_in_words = DateInWords("effective")
    ended_in_words = DateInWords("ended")
    suspended_in_words = DateInWords("suspended")
    suspended_until_in_words = DateInWords("suspended_until")
    objects = ExportControlQuerySet.as_manager()

    class Meta(MeasureDetail.Meta):
        verbose_name = _("export control")
        verbose_name_plural = _("export controls")
        constraints = [
            *MeasureDetail.Meta.constraints,
            choice_constraint("effect", ExportControlEffect),
            models.CheckConstraint(
                condition=models.Q(suspended="", suspended_until="", suspended_by__isnull=True)
                | ~models.Q(suspended="") & models.Q(suspended_by__isnull=False),
                name="measures_exportcontrol_suspension_names_its_event",
                violation_error_message=_(
                    "A suspension names its first day and the event that suspended it."
                ),
            ),
        ]


class TradeRemedyQuerySet(EvidenceQuerySet):
    def for_list(self):
        """Trade remedies with measure, product, sides, applicants and source, as printed."""
        return (
            self.select_related("measure", "jurisdiction", "product", "section__document")
            .prefetch_related("measure__partners__partner", "measure__organisations__organisation")
            .order_by("procedure", "number", "measure__slug")
        )


class TradeRemedyKind(models.TextChoices):
    AD = "ad", _("Anti-dumping duty")
    CVD = "cvd", _("Countervailing duty")


class TradeRemedyProcedure(models.TextChoices):
    DUTY = "duty", _("Duty")
    INVESTIGATION = "investigation", _("Investigation")
    EXTENSION = "extension", _("Investigation on extension")


class TradeRemedy(MeasureDetail):
    """An anti-dumping or countervailing duty, or the investigation that may lead to one."""

    Kind = TradeRemedyKind

    Procedure = TradeRemedyProcedure

    measure = models.OneToOneField(
        Measure, models.CASCADE, verbose_name=_("measure"), related_name="trade_remedy"
    )
    jurisdiction = models.ForeignKey(
        Partner, models.PROTECT, verbose_name=_("imposed by"), related_name="trade_remedies"
    )
    product = models.ForeignKey(
        Subject, models.PROTECT, verbose_name=_("product"), related_name="trade_remedies"
    )
    kind = models.CharField(_("kind"), max_length=4, choices=Kind)
    procedure = models.CharField(_("procedure"), max_length=14, choices=Procedure)
    number = models.PositiveSmallIntegerField(_("row in the printed table"), default=0)
    duty_period = EdtfField(
        _("duty period"), blank=True, help_text=_("For example 2016-08/2026-08.")
    )
    duty_from = BoundField(of="duty_period")
    duty_until = BoundField(of="duty_period", end=True, db_index=True)
    investigation_start = EdtfField(_("investigation opened"), blank=True)
    investigation_from = BoundField(of="investigation_start")

    duty_period_in_words = DateInWords("duty_period")
    investigation_start_in_words = DateInWords("investigation_start")
    objects = TradeRemedyQuerySet.as_manager()

    class Meta(MeasureDetail.Meta):
        verbose_name = _("trade remedy")
        verbose_name_plural = _("trade remedies")
        constraints = [
            *MeasureDetail.Meta.constraints,
            choice_constraint("kind", TradeRemedyKind),
            choice_constraint("procedure", TradeRemedyProcedure),
            models.CheckConstraint(
                condition=models.Q(procedure="duty") & ~models.Q(duty_period="")
                | ~models.Q(procedure="duty") & ~models.Q(investigation_start=""),
                name="measures_traderemedy_dated",
                violation_error_message=_("A duty has its period, an investigation its first day."),
            ),
        ]


class AgreementQuerySet(EvidenceQuerySet):
    def for_list(self):
        """Agreements with measure, partners and source, newest first."""
        return (
            self.select_related("measure", "section__document")
            .prefetch_related("measure__partners__partner")
            .order_by(models.F("date_from").desc(nulls_last=True), "measure__slug")
        )

    def years(self) -> list[int]:
        """The calendar years in which agreements begin, newest first."""
        days = self.filter(date_from__isnull=False).dates("date_from", "year", order="DESC")
        return [day.year for day in days]


class AgreementLevel(models.TextChoices):
    SUMMIT = "summit", _("Summit level")
    MINISTERIAL = "ministerial", _("Ministerial level")
    WORKING = "working", _("Working level")
    MULTI = "multi", _("Public and private")
    NOT_STATED = "not-stated", _("Not stated")


class AgreementForm(models.TextChoices):
    TREATY = "treaty", _("Treaty or EPA")
    MEMORANDUM = "memorandum", _("Memorandum")
    JOINT_STATEMENT = "joint-statement", _("Joint statement or press release")
    CHAIRS_STATEMENT = "chairs-statement", _("Chair’s statement")
    MEETING = "meeting", _("Meeting")
    DIALOGUE = "dialogue", _("Dialogue or consultation")
    INITIATIVE = "initiative", _("Initiative or partnership")
    CONFERENCE = "conference", _("Conference")


class Agreement(MeasureDetail):
    """A meeting, statement or instrument between governments: level, form, date, venue."""

    Level = AgreementLevel

    Form = AgreementForm

    measure = models.OneToOneField(
        Measure, models.CASCADE, verbose_name=_("measure"), related_name="agreement"
    )
    level = models.CharField(_("level"), max_length=12, choices=Level)
    form = models.CharField(_("form"), max_length=20, choices=Form)
    date = EdtfField(_("date"), blank=True)
    date_from = BoundField(of="date")
    date_until = BoundField(of="date", end=True)
    venue_ja = LineField(_("venue (Japanese)"), blank=True)
    venue_en = LineField(_("venue (English)"), blank=True)

    venue = Bilingual()
    date_in_words = DateInWords("date")
    objects = AgreementQuerySet.as_manager()

    class Meta(MeasureDetail.Meta):
        verbose_name = _("agreement or dialogue")
        verbose_name_plural = _("agreements and dialogues")
        constraints = [
            *MeasureDetail.Meta.constraints,
            choice_constraint("level", AgreementLevel),
            choice_constraint("form", AgreementForm),
        ]
