"""A measure's other names, actors, subjects and pillars, and the issues it answers."""

from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from measures.models.measure import Measure
from measures.models.measure_row import MeasureChild, MeasureChildQuerySet
from policies.models import Issue, Organisation, Partner, Pillar, Subject
from policies.models.base import Bilingual, choice_constraint
from policies.models.citable import cited_kind
from policies.models.fields import LineField, ParagraphField, RecordModel
from policies.models.naming import ReadingField


class MeasureNameKind(models.TextChoices):
    OFFICIAL = "official", _("Official title")
    ALIAS = "alias", _("Other name")
    ABBREVIATION = "abbreviation", _("Abbreviation")
    PRINTED = "printed", pgettext_lazy("name", "As printed")


class MeasureName(MeasureChild):
    """Another name of the measure: formal title, short form, or the name one document uses."""

    Kind = MeasureNameKind

    PREFIX = "names"
    NAMED_BY = ("measure__slug", "name")

    measure = models.ForeignKey(
        Measure, models.CASCADE, verbose_name=_("measure"), related_name="names"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name = LineField(_("name"))
    reading = ReadingField()

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


class MeasureOrganisationQuerySet(MeasureChildQuerySet):
    def leading(self):
        """The organisations that lead their measure, as printed."""
        return (
            self.filter(role__in=MeasureOrganisation.LEADING)
            .select_related("organisation")
            .order_by("position", "pk")
        )


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
    FORUM = "forum", _("Forum")
    CHAIR = "chair", _("Chair")
    IMPLEMENTER = "implementer", _("Implementer")


class MeasureOrganisation(MeasureChild):
    """An organisation's part in a measure."""

    Role = MeasureOrganisationRole

    objects = MeasureOrganisationQuerySet.as_manager()

    LEADING = (Role.LEAD, Role.CO_LEAD, Role.HOST, Role.REGULATOR)
    PREFIX = "organisations"
    NAMED_BY = ("measure__slug", "organisation__slug", "role")

    measure = models.ForeignKey(
        Measure, models.CASCADE, verbose_name=_("measure"), related_name="organisations"
    )
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
    FORUM = "forum", _("Forum")
    CHAIR = "chair", _("Chair")


class MeasurePartnerQuerySet(MeasureChildQuerySet):
    def between(self, one: str, others: Collection[str]):
        """What stands between a country or group and others, and is not over; newest first.

        That is the part of either in acts of the other that are directed at it or affect it, and
        the part of the others in what they and the first agreed on, met for or work on together.
        Who only recommends changes nothing between them.
        """
        role, status = MeasurePartnerRole, Measure.Status
        acts = models.Q(role__in=(role.TARGET, role.AFFECTED))
        directed = acts & models.Q(partner__code=one, measure__jurisdiction__code__in=others)
        directed |= acts & models.Q(partner__code__in=others, measure__jurisdiction__code=one)
        together = models.Q(partner__code__in=others, role__in=(role.PARTY, role.PARTNER))
        joint = self.model.objects.order_by().filter(partner__code=one, role=role.PARTY)
        together &= models.Q(measure__jurisdiction__code=one) | models.Q(
            measure__jurisdiction__isnull=True, measure__in=joint.values("measure")
        )
        over = (status.ENDED, status.REJECTED, status.SHELVED)
        current = self.for_entity().select_related("partner").filter(directed | together)
        return current.exclude(measure__status__in=over).exclude(
            measure__kind=Measure.Kind.RECOMMENDATION
        )


class MeasurePartner(MeasureChild):
    """A country's, region's or group's part in a measure."""

    Role = MeasurePartnerRole

    PREFIX = "partners"
    NAMED_BY = ("measure__slug", "partner__code", "role")

    measure = models.ForeignKey(
        Measure, models.CASCADE, verbose_name=_("measure"), related_name="partners"
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, verbose_name=_("country, region or group"), related_name="measures"
    )
    role = models.CharField(_("role"), max_length=12, choices=Role)

    objects = MeasurePartnerQuerySet.as_manager()

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
    NAMED_BY = ("measure__slug", "subject__slug")

    measure = models.ForeignKey(
        Measure, models.CASCADE, verbose_name=_("measure"), related_name="subjects"
    )
    subject = models.ForeignKey(
        Subject, models.PROTECT, verbose_name=_("subject"), related_name="measures"
    )
    number = LineField(
        _("printed number"), max_length=10, blank=True, help_text=_("For example ①.")
    )
    group_ja = LineField(_("printed group (Japanese)"), blank=True)
    group_en = LineField(_("printed group (English)"), blank=True)
    note_ja = ParagraphField(_("note (Japanese)"), blank=True)
    note_en = ParagraphField(_("note (English)"), blank=True)

    group = Bilingual()
    note = Bilingual()

    class Meta(MeasureChild.Meta):
        verbose_name = _("subject of a measure")
        verbose_name_plural = _("subjects of measures")
        constraints = [
            *MeasureChild.Meta.constraints,
            models.UniqueConstraint(
                fields=["measure", "subject"], name="measures_measuresubject_once"
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.subject}".strip()

    @property
    def part_in_words(self) -> str:
        return " ".join(words for words in (self.number, self.group, self.note) if words)


class MeasurePillarQuerySet(MeasureChildQuerySet):
    def counts_by_kind(self, asked: models.Q | None = None) -> dict[tuple[int, str], int]:
        """How many published measures of each kind stand under each pillar; of those `asked`."""
        rows = (
            self.published()
            .filter(asked or models.Q())
            .order_by()
            .values_list("pillar", "measure__kind")
        )
        counted = rows.annotate(n=models.Count("pk"))
        return {(pillar, kind): number for pillar, kind, number in counted}


class MeasurePillar(MeasureChild):
    """The pillar of a framework under which a source puts the measure."""

    PREFIX = "pillars"
    NAMED_BY = ("measure__slug", "pillar__framework__slug", "pillar__slug")
    ADDRESS_JOINS = ("pillar__framework",)

    objects = MeasurePillarQuerySet.as_manager()

    measure = models.ForeignKey(
        Measure, models.CASCADE, verbose_name=_("measure"), related_name="pillars"
    )
    pillar = models.ForeignKey(
        Pillar, models.PROTECT, verbose_name=_("pillar"), related_name="measures"
    )

    class Meta(MeasureChild.Meta):
        verbose_name = _("pillar of a measure")
        verbose_name_plural = _("pillars of measures")
        constraints = [
            *MeasureChild.Meta.constraints,
            models.UniqueConstraint(
                fields=["measure", "pillar"], name="measures_measurepillar_once"
            ),
        ]

    def __str__(self):
        return str(self.pillar)


class Answer(MeasureChild):
    """An issue that the measure answers."""

    PREFIX = "issues"
    NAMED_BY = ("measure__slug", "issue__slug")

    measure = models.ForeignKey(
        Measure, models.CASCADE, verbose_name=_("measure"), related_name="answers"
    )
    issue = models.ForeignKey(
        Issue, models.PROTECT, verbose_name=_("issue"), related_name="answers"
    )
    reason_ja = ParagraphField(_("reason (Japanese)"))
    reason_en = ParagraphField(_("reason (English)"))

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

    @property
    def cited_as(self) -> str:
        return cited_kind(self, str(self.issue))


class PillarGap(RecordModel):
    """A cell of the matrix pillar × kind that nobody has examined; other empty ones say none."""

    KEY = ("pillar__framework__slug", "pillar__slug", "kind")
    CALLED_BY = ()

    pillar = models.ForeignKey(
        Pillar, models.CASCADE, verbose_name=_("pillar"), related_name="gaps"
    )
    kind = models.CharField(_("kind"), max_length=24, choices=Measure.Kind)
    reason_ja = ParagraphField(_("reason (Japanese)"))
    reason_en = ParagraphField(_("reason (English)"))

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
