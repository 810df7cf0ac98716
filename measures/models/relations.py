"""What leads from one measure to another, and where sources differ."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from measures.models.measure import Measure
from policies.models import Evidence
from policies.models.base import (
    Bilingual,
    EvidenceQuerySet,
    choice_constraint,
    line,
    text,
)


class RelationQuerySet(EvidenceQuerySet):
    def published(self):
        """Relations between measures that visitors may see."""
        return self.filter(source__published=True, target__published=True)

    def for_list(self):
        """Relations with both measures and source, measure by measure."""
        return self.select_related("source", "target", "section__document").order_by(
            "source__slug", "position", "pk"
        )


class RelationKind(models.TextChoices):
    AMENDS = "amends", _("amends")
    CREATES = "creates", _("creates")
    IMPLEMENTS = "implements", _("implements")
    FUNDS = "funds", _("funds")
    SUCCEEDS = "succeeds", _("succeeds")
    REPLACES = "replaces", _("replaces")
    REPEALS = "repeals", _("repeals")
    EXTENDS = "extends", _("extends")
    SUSPENDS = "suspends", _("suspends")
    SHELVES = "shelves", _("shelves")
    RESPONDS_TO = "responds-to", _("responds to")
    PROTESTS = "protests", _("protests against")
    ANSWERS = "answers", _("answers the recommendation")
    BASED_ON = "based-on", _("rests on")
    PART_OF = "part-of", _("is part of")
    SAME_TOPIC = "same-topic", _("has the same topic as")
    POSSIBLY_SAME = "possibly-same", _("is possibly the same as")


class Relation(Evidence):
    """Why one measure leads to another, in words, and the section that shows it."""

    Kind = RelationKind

    REVERSE = {
        Kind.AMENDS: _("is amended by"),
        Kind.CREATES: _("is created by"),
        Kind.IMPLEMENTS: _("is implemented by"),
        Kind.FUNDS: _("is funded by"),
        Kind.SUCCEEDS: _("is succeeded by"),
        Kind.REPLACES: _("is replaced by"),
        Kind.REPEALS: _("is repealed by"),
        Kind.EXTENDS: _("is extended by"),
        Kind.SUSPENDS: _("is suspended by"),
        Kind.SHELVES: _("is shelved by"),
        Kind.RESPONDS_TO: _("is responded to by"),
        Kind.PROTESTS: _("is protested against by"),
        Kind.ANSWERS: _("is answered by"),
        Kind.BASED_ON: _("is the basis of"),
        Kind.PART_OF: _("includes"),
        Kind.SAME_TOPIC: _("has the same topic as"),
        Kind.POSSIBLY_SAME: _("is possibly the same as"),
    }

    source = models.ForeignKey(
        Measure, models.CASCADE, verbose_name=_("measure"), related_name="relations"
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    target = models.ForeignKey(
        Measure, models.CASCADE, verbose_name=_("related measure"), related_name="reverse_relations"
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    reason_ja = text(_("reason (Japanese)"))
    reason_en = text(_("reason (English)"))

    reason = Bilingual()
    objects = RelationQuerySet.as_manager()

    class Meta(Evidence.Meta):
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        ordering = ["source", "position", "pk"]
        constraints = [
            *Evidence.Meta.constraints,
            choice_constraint("kind", RelationKind),
            models.UniqueConstraint(
                fields=["source", "kind", "target"], name="measures_relation_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")),
                name="measures_relation_not_to_itself",
                violation_error_message=_("A measure cannot be related to itself."),
            ),
        ]

    def __str__(self):
        return f"{self.source} {self.get_kind_display()} {self.target}"

    @property
    def reverse_label(self) -> str:
        """The kind as the related measure would say it."""
        return self.REVERSE.get(self.kind, self.kind)

    def get_absolute_url(self):
        return f"{self.source.get_absolute_url()}#relations"


class Discrepancy(models.Model):
    """One thing told differently; the statements stand side by side, none is silently dropped."""

    PREFIX = "discrepancy"

    measure = models.ForeignKey(
        Measure, models.CASCADE, verbose_name=_("measure"), related_name="discrepancies"
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    topic_ja = line(_("what differs (Japanese)"))
    topic_en = line(_("what differs (English)"))
    chosen_ja = text(_("value used and why (Japanese)"), blank=True)
    chosen_en = text(_("value used and why (English)"), blank=True)

    topic = Bilingual()
    chosen = Bilingual()

    class Meta:
        verbose_name = _("difference between sources")
        verbose_name_plural = _("differences between sources")
        ordering = ["measure", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "topic_ja"], name="measures_discrepancy_topic_once"
            )
        ]

    def __str__(self):
        return self.topic

    def get_absolute_url(self):
        return f"{self.measure.get_absolute_url()}#discrepancies"


class StatementQuerySet(EvidenceQuerySet):
    def published(self):
        """Statements on measures that visitors may see."""
        return self.filter(discrepancy__measure__published=True)

    def for_list(self):
        """Statements with what differs, measure by measure."""
        return self.select_related("discrepancy__measure", "section__document").order_by(
            "discrepancy__measure__slug", "discrepancy__position", "discrepancy", "position", "pk"
        )


class Statement(Evidence):
    """What one section says where sources differ."""

    discrepancy = models.ForeignKey(
        Discrepancy,
        models.CASCADE,
        verbose_name=_("difference between sources"),
        related_name="statements",
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    value_ja = line(_("value told (Japanese)"))
    value_en = line(_("value told (English)"))

    value = Bilingual()
    objects = StatementQuerySet.as_manager()
    ADDRESS_JOINS = ("discrepancy__measure",)

    class Meta(Evidence.Meta):
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["discrepancy", "position", "pk"]

    def __str__(self):
        return self.value

    def get_absolute_url(self):
        return self.discrepancy.get_absolute_url()
