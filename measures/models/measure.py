"""The measure: the unit everything hangs on, with its names, actors, subjects and pillars."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from policies.dates import describe
from policies.models import Evidence, Issue, Organisation, Partner, Pillar, Subject
from policies.models.base import Bilingual, EvidenceQuerySet, choice_constraint, code, line, position, slug, text


class MeasureQuerySet(models.QuerySet):
    def published(self):
        """Measures that visitors may see."""
        return self.filter(published=True)

    def with_budgets(self):
        """Measures with money, with budget lines, printed totals and their sources."""
        return self.filter(budget_lines__isnull=False).distinct().prefetch_related(
            "budget_lines__subject",
            "printed_totals__subject",
            "printed_totals__section__document",
        ).order_by("slug")

    def with_headline(self):
        """Adds the measure's headline milestone as `headline_date`, `_from` and `_label_*`."""
        headline = self.model.milestones.rel.related_model.objects.filter(
            measure=models.OuterRef("pk"), headline=True
        )
        return self.annotate(
            headline_date=models.Subquery(headline.values("date")[:1]),
            headline_from=models.Subquery(headline.values("date_from")[:1]),
            headline_label_ja=models.Subquery(headline.values("label_ja")[:1]),
            headline_label_en=models.Subquery(headline.values("label_en")[:1]),
        )

    def last_change(self):
        """When a measure was last saved; None without measures."""
        return self.aggregate(last=models.Max("updated_at"))["last"]

    def newest(self):
        """Measures of `with_headline`, newest headline date first, undated ones last."""
        return self.order_by(models.F("headline_from").desc(nulls_last=True), "slug")

    def for_list(self):
        """Measures as result rows: headline date, names, leads and first citation."""
        return self.with_headline().select_related("jurisdiction").prefetch_related(
            "names",
            models.Prefetch(
                "organisations",
                MeasureOrganisation.objects.filter(role__in=MeasureOrganisation.LEADING)
                .select_related("organisation")
                .order_by("position", "pk"),
                to_attr="leads",
            ),
            models.Prefetch(
                "citations",
                self.model.citations.rel.related_model.objects.select_related(
                    "section__document"
                ).order_by("position", "pk"),
            ),
        )

    def for_detail(self):
        """One measure with everything its page shows."""
        evidence = "section__document"
        return (
            self.with_headline()
            .select_related("jurisdiction", "status_section__document")
            .prefetch_related(
                f"names__{evidence}",
                f"citations__{evidence}__publisher",
                f"organisations__{evidence}",
                "organisations__organisation",
                f"partners__{evidence}",
                "partners__partner",
                f"subjects__{evidence}",
                "subjects__subject",
                f"pillars__{evidence}",
                "pillars__pillar__framework",
                f"answers__{evidence}",
                "answers__issue",
                f"provisions__{evidence}",
                "provisions__speaker",
                f"milestones__{evidence}",
                f"budget_lines__{evidence}",
                "budget_lines__subject",
                "budget_lines__ministries",
                f"printed_totals__{evidence}",
                "printed_totals__subject",
                f"targets__{evidence}",
                f"relations__{evidence}",
                "relations__target",
                f"reverse_relations__{evidence}",
                "reverse_relations__source",
                f"discrepancies__statements__{evidence}",
            )
        )


class MeasureKind(models.TextChoices):
    LAW = "law", _("Law")
    BILL = "bill", _("Bill")
    CABINET_ORDER = "cabinet-order", _("Cabinet order")
    REGULATION = "regulation", _("Regulation or scheme")
    BUDGET_PROGRAMME = "budget-programme", _("Budget programme")
    TAX = "tax", _("Tax measure")
    GUIDELINE = "guideline", _("Guideline or case collection")
    PLAN = "plan", _("Plan or strategy")
    INSTITUTION = "institution", _("Institution or council")
    EXPORT_CONTROL = "export-control", _("Export control")
    SANCTION = "sanction", _("Sanction")
    TARIFF = "tariff", _("Tariff or port fee")
    TRADE_REMEDY = "trade-remedy", _("Trade remedy")
    INVESTMENT_SCREENING = "investment-screening", _("Investment screening")
    PROCUREMENT = "procurement", _("Procurement or use rule")
    DIALOGUE = "dialogue", _("Dialogue or consultation")
    SUMMIT = "summit", _("Summit")
    MINISTERIAL = "ministerial", _("Ministerial meeting")
    JOINT_STATEMENT = "joint-statement", _("Joint statement")
    AGREEMENT = "agreement", _("Agreement")
    PARTNERSHIP = "partnership", _("Partnership or initiative")
    CONFERENCE = "conference", _("Conference or event")
    PROJECT = "project", _("Project")
    RESEARCH_PROGRAMME = "research-programme", _("Research programme")
    CAPACITY_BUILDING = "capacity-building", _("Outreach or capacity building")
    COOPERATION = "cooperation", _("International cooperation")
    RECOMMENDATION = "recommendation", _("Recommendation")
    TECHNOLOGY_RELEASE = "technology-release", _("Technology release")


class MeasureStatus(models.TextChoices):
    CONSIDERED = "considered", _("Under consideration or in preparation")
    PROPOSED = "proposed", _("Proposed")
    ANNOUNCED = "announced", _("Announced")
    CABINET_DECISION = "cabinet-decision", _("Cabinet decision")
    ENACTED = "enacted", _("Enacted")
    IN_FORCE = "in-force", _("In force or under way")
    HELD = "held", _("Held or issued")
    SUSPENDED = "suspended", _("Suspended")
    SHELVED = "shelved", _("Shelved")
    ENDED = "ended", _("Ended or repealed")
    REJECTED = "rejected", _("Rejected")


class Measure(models.Model):
    """Something a government or body does, plans or recommends.

    `jurisdiction` is whose act it is; empty where governments act jointly without Japan.
    """

    Kind = MeasureKind

    Status = MeasureStatus

    KEY = ("slug",)

    slug = slug(unique=True)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind, db_index=True)
    jurisdiction = models.ForeignKey(
        Partner,
        models.PROTECT,
        verbose_name=_("jurisdiction"),
        related_name="jurisdiction_measures",
        null=True,
        blank=True,
        help_text=_("Whose act it is. A foreign measure is never Japan's. Empty only where governments act jointly without Japan."),
    )
    status = models.CharField(_("status"), max_length=20, choices=Status, db_index=True)
    status_section = models.ForeignKey(
        "policies.Section",
        models.PROTECT,
        verbose_name=_("status read from"),
        related_name="measure_statuses",
        help_text=_("The section that shows the status."),
        error_messages={"null": _("Name the section this was read from."), "required": _("Name the section this was read from.")},
    )
    status_inferred = models.BooleanField(_("status inferred"), default=False)
    status_inference_ja = text(_("reason of the inferred status (Japanese)"), blank=True)
    status_inference_en = text(_("reason of the inferred status (English)"), blank=True)
    title_ja = line(_("title (Japanese)"))
    title_en = line(_("title (English)"), max_length=300)
    summary_ja = text(_("summary (Japanese)"), help_text=_("One or two sentences in your own words, never the source's."))
    summary_en = text(_("summary (English)"))
    published = models.BooleanField(_("published"), default=True, db_index=True)
    updated_at = models.DateTimeField(_("last change"), auto_now=True)

    title = Bilingual()
    summary = Bilingual()
    status_inference = Bilingual()
    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["slug"]
        constraints = [
            choice_constraint("kind", MeasureKind),
            choice_constraint("status", MeasureStatus),
            models.CheckConstraint(
                condition=models.Q(status_inferred=True) & ~models.Q(status_inference_ja="")
                | models.Q(status_inferred=False, status_inference_ja="", status_inference_en=""),
                name="measures_measure_inferred_status_has_reason",
                violation_error_message=_("An inferred status states its reason, others state none."),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def headline_date_in_words(self) -> str:
        """The headline date of `with_headline` in the active language."""
        return describe(self.headline_date or "")

    @property
    def headline_label(self) -> str:
        """What happened on the headline date of `with_headline`."""
        return Bilingual.read(self, "headline_label") or ""

    @property
    def more_citations(self) -> int:
        """How many citations there are beside the first."""
        return len(self.citations.all()) - 1

    def get_absolute_url(self):
        return reverse("measure", args=[self.slug])


class MeasureChildQuerySet(EvidenceQuerySet):
    def published(self):
        """Rows of measures that visitors may see."""
        return self.filter(measure__published=True)

    def for_list(self):
        """Rows with measure and source, measure by measure as printed."""
        return self.select_related("measure", "section__document").order_by(
            "measure__slug", "position", "pk"
        )

    def featured(self):
        """Rows that editors put on the home page, with measure and source."""
        return self.filter(featured=True).for_list()

    def for_entity(self):
        """Rows of one partner, subject or organisation: measures with headline date, newest first."""
        headline = Measure.milestones.rel.related_model.objects.filter(
            measure=models.OuterRef("measure"), headline=True
        )
        return (
            self.published()
            .select_related("measure__jurisdiction", "section__document")
            .annotate(
                headline_date=models.Subquery(headline.values("date")[:1]),
                headline_from=models.Subquery(headline.values("date_from")[:1]),
            )
            .order_by(models.F("headline_from").desc(nulls_last=True), "measure__slug", "pk")
        )


class MeasureChild(Evidence):
    """A row that belongs to one measure, in printed order, with its own source."""

    PREFIX = ""

    measure = models.ForeignKey(Measure, models.CASCADE, verbose_name=_("measure"))
    position = position()

    objects = MeasureChildQuerySet.as_manager()

    class Meta(Evidence.Meta):
        abstract = True
        ordering = ["measure", "position", "pk"]

    @property
    def anchor(self) -> str:
        """The row's anchor on the page of its measure."""
        return self.PREFIX

    @property
    def part_in_words(self) -> str:
        """What part the row gives to the thing it names."""
        return ""

    @property
    def headline_date_in_words(self) -> str:
        """The headline date of the measure, as `for_entity` adds it."""
        return describe(self.headline_date or "")

    def get_absolute_url(self):
        return f"{self.measure.get_absolute_url()}#{self.anchor}"


class CodedChild(MeasureChild):
    """A child row with a code of its own, which is its anchor."""

    code = code()

    class Meta(MeasureChild.Meta):
        abstract = True

    @property
    def anchor(self) -> str:
        return f"{self.PREFIX}-{self.code}"


def code_once(model: str) -> models.UniqueConstraint:
    """The code of a child row is unique in its measure."""
    return models.UniqueConstraint(
        fields=["measure", "code"],
        name=f"measures_{model}_code_once",
        violation_error_message=_("The measure has another row with this code."),
    )


class MeasureNameKind(models.TextChoices):
    OFFICIAL = "official", _("Official title")
    ALIAS = "alias", _("Other name")
    ABBREVIATION = "abbreviation", _("Abbreviation")
    PRINTED = "printed", _("As printed")


class MeasureName(MeasureChild):
    """Another name of the measure: formal title, short form, or the name one document uses."""

    Kind = MeasureNameKind

    PREFIX = "names"

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="names")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name = line(_("name"))

    class Meta(MeasureChild.Meta):
        verbose_name = _("other name of a measure")
        verbose_name_plural = _("other names of measures")
        constraints = [
            *MeasureChild.Meta.constraints,
            choice_constraint("kind", MeasureNameKind),
            models.UniqueConstraint(fields=["measure", "name"], name="measures_measurename_once"),
        ]

    def __str__(self):
        return self.name


class MeasureOrganisationRole(models.TextChoices):
    LEAD = "lead", _("Lead")
    CO_LEAD = "co-lead", _("Joint lead")
    HOST = "host", _("Host")
    CO_HOST = "co-host", _("Co-host")
    REGULATOR = "regulator", _("Regulator")
    HEADQUARTERS = "headquarters", _("Headquarters")
    MINISTER = "minister", _("Minister in charge")
    SEAT = "seat", _("Where it is set up")
    FUNDER = "funder", _("Funder")
    RECIPIENT = "recipient", _("Recipient")
    PARTICIPANT = "participant", _("Participant")
    SPEAKER = "speaker", _("Speaker")
    APPLICANT = "applicant", _("Applicant")
    AFFECTED = "affected", _("Affected")
    TARGET = "target", _("Target")
    AUTHOR = "author", _("Author of the material")
    DELIBERATION = "deliberation", _("Deliberates on it")
    IMPLEMENTER = "implementer", _("Implementer")


class MeasureOrganisation(MeasureChild):
    """An organisation's part in a measure."""

    Role = MeasureOrganisationRole

    LEADING = (Role.LEAD, Role.CO_LEAD, Role.HOST, Role.REGULATOR)
    PREFIX = "organisations"

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="organisations")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), related_name="measures"
    )
    role = models.CharField(_("role"), max_length=16, choices=Role)

    class Meta(MeasureChild.Meta):
        verbose_name = _("organisation of a measure")
        verbose_name_plural = _("organisations of measures")
        constraints = [
            *MeasureChild.Meta.constraints,
            choice_constraint("role", MeasureOrganisationRole),
            models.UniqueConstraint(
                fields=["measure", "organisation", "role"], name="measures_measureorganisation_once"
            ),
        ]

    def __str__(self):
        return f"{self.organisation} ({self.part_in_words})"

    @property
    def part_in_words(self) -> str:
        return self.get_role_display()


class MeasurePartnerRole(models.TextChoices):
    PARTNER = "partner", _("Partner")
    PARTY = "party", _("Party")
    PARTICIPANT = "participant", _("Participant")
    TARGET = "target", _("Target")
    AFFECTED = "affected", _("Affected")
    BENEFICIARY = "beneficiary", _("Beneficiary")
    MEDIATOR = "mediator", _("Mediator")
    PROPOSER = "proposer", _("Proposer")
    OPPONENT = "opponent", _("Opponent")
    HOST = "host", _("Host")


class MeasurePartner(MeasureChild):
    """A country's, region's or group's part in a measure."""

    Role = MeasurePartnerRole

    PREFIX = "partners"

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="partners")
    partner = models.ForeignKey(
        Partner, models.PROTECT, verbose_name=_("country, region or group"), related_name="measures"
    )
    role = models.CharField(_("role"), max_length=12, choices=Role)

    class Meta(MeasureChild.Meta):
        verbose_name = _("partner of a measure")
        verbose_name_plural = _("partners of measures")
        constraints = [
            *MeasureChild.Meta.constraints,
            choice_constraint("role", MeasurePartnerRole),
            models.UniqueConstraint(
                fields=["measure", "partner", "role"], name="measures_measurepartner_once"
            ),
        ]

    def __str__(self):
        return f"{self.partner} ({self.part_in_words})"

    @property
    def part_in_words(self) -> str:
        return self.get_role_display()


class MeasureSubject(MeasureChild):
    """What a measure is about; where the source prints a list, with its number and group."""

    PREFIX = "subjects"

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="subjects")
    subject = models.ForeignKey(
        Subject, models.PROTECT, verbose_name=_("subject"), related_name="measures"
    )
    number = models.CharField(_("printed number"), max_length=10, blank=True, help_text=_("For example ①."))
    group_ja = line(_("printed group (Japanese)"), blank=True)
    group_en = line(_("printed group (English)"), blank=True)
    note_ja = text(_("note (Japanese)"), blank=True)
    note_en = text(_("note (English)"), blank=True)

    group = Bilingual()
    note = Bilingual()

    class Meta(MeasureChild.Meta):
        verbose_name = _("subject of a measure")
        verbose_name_plural = _("subjects of measures")
        constraints = [
            *MeasureChild.Meta.constraints,
            models.UniqueConstraint(fields=["measure", "subject"], name="measures_measuresubject_once"),
        ]

    def __str__(self):
        return f"{self.number} {self.subject}".strip()

    @property
    def part_in_words(self) -> str:
        return " ".join(words for words in (self.number, self.group, self.note) if words)


class MeasurePillar(MeasureChild):
    """The pillar of a framework under which a source puts the measure."""

    PREFIX = "pillars"

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="pillars")
    pillar = models.ForeignKey(Pillar, models.PROTECT, verbose_name=_("pillar"), related_name="measures")

    class Meta(MeasureChild.Meta):
        verbose_name = _("pillar of a measure")
        verbose_name_plural = _("pillars of measures")
        constraints = [
            *MeasureChild.Meta.constraints,
            models.UniqueConstraint(fields=["measure", "pillar"], name="measures_measurepillar_once"),
        ]

    def __str__(self):
        return str(self.pillar)


class Answer(MeasureChild):
    """An issue that the measure answers."""

    PREFIX = "issues"

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="answers")
    issue = models.ForeignKey(Issue, models.PROTECT, verbose_name=_("issue"), related_name="answers")
    reason_ja = text(_("reason (Japanese)"))
    reason_en = text(_("reason (English)"))

    reason = Bilingual()

    class Meta(MeasureChild.Meta):
        verbose_name = _("answer to an issue")
        verbose_name_plural = _("answers to issues")
        constraints = [
            *MeasureChild.Meta.constraints,
            models.UniqueConstraint(fields=["measure", "issue"], name="measures_answer_once"),
        ]

    def __str__(self):
        return f"{self.measure} → {self.issue}"


class PillarGap(models.Model):
    """A cell of the matrix pillar × kind that nobody has examined yet; the other empty ones say none."""

    KEY = ("pillar__framework__slug", "pillar__slug", "kind")

    pillar = models.ForeignKey(Pillar, models.CASCADE, verbose_name=_("pillar"), related_name="gaps")
    kind = models.CharField(_("kind"), max_length=24, choices=Measure.Kind)
    reason_ja = text(_("reason (Japanese)"))
    reason_en = text(_("reason (English)"))

    reason = Bilingual()

    class Meta:
        verbose_name = _("cell not examined")
        verbose_name_plural = _("cells not examined")
        ordering = ["pillar", "kind"]
        constraints = [
            choice_constraint("kind", Measure.Kind),
            models.UniqueConstraint(fields=["pillar", "kind"], name="measures_pillargap_once"),
        ]

    def __str__(self):
        return f"{self.pillar} × {self.get_kind_display()}"
