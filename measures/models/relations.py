"""What leads from one measure to another."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from measures.models.measure import Measure
from policies.models import Evidence
from policies.models.base import Bilingual, EvidenceQuerySet, choice_constraint
from policies.models.fields import ParagraphField, PositionField


class RelationQuerySet(EvidenceQuerySet):
    def leading_on(self, kinds, earlier, later):
        """Relations of these kinds, either way, between measures of two sets of primary keys."""
        forth = models.Q(source__in=later, target__in=earlier)
        back = models.Q(source__in=earlier, target__in=later)
        return self.filter(forth | back, kind__in=kinds)

    def parts_of(self, wholes):
        """The parts of some measures whose status is inferred, in the order of address names."""
        rows = self.filter(
            kind=RelationKind.PART_OF, target__in=wholes, source__status_inferred=True
        )
        named = rows.select_related("source", "target", "section__document")
        return named.order_by("target__slug", "source__slug", "pk")

    def for_list(self):
        """Relations with both measures and source, measure by measure."""
        return self.select_related("source", "target", "section__document").order_by(
            "source__slug", "position", "pk"
        )


class RelationKind(models.TextChoices):
    """What one measure is to another, in the order in which pages tell it."""

    AMENDS = "amends", _("amends")
    CREATES = "creates", _("creates")
    IMPLEMENTS = "implements", _("implements")
    FUNDS = "funds", _("funds")
    SUCCEEDS = "succeeds", _("succeeds")
    REPLACES = "replaces", _("replaces")
    REPEALS = "repeals", _("repeals")
    EXTENDS = "extends", _("extends")
    EXAMINES = "examines", _("examines whether to extend")
    SUSPENDS = "suspends", _("suspends or postpones")
    SHELVES = "shelves", _("shelves")
    RESPONDS_TO = "responds-to", _("responds to")
    EXPRESSES_CONCERN = "expresses-concern", _("expresses concern about")
    ANSWERS = "answers", _("answers the recommendation")
    TO_BE_OPERATED = "to-be-operated", _("is what the recommendation asks to operate or advance")
    IN_LINE_WITH = "in-line-with", _("is in line with the recommendation (link not stated)")
    ANNOUNCED_AT = "announced-at", _("was announced at")
    USES = "uses", _("makes use of")
    EXAMPLE_OF = "example-of", _("is named as an example of")
    BASED_ON = "based-on", _("rests on")
    PART_OF = "part-of", _("is part of")
    FOLLOWS = "follows", _("comes after")
    MAY_CONCERN = "may-concern", _("may concern (target not named)")
    SAME_TOPIC = "same-topic", _("has the same topic as")
    POSSIBLY_SAME = "possibly-same", _("is possibly the same as")


# What says that one measure does something to the other. A source has to say so; no inference may.
ACTS = (
    RelationKind.AMENDS,
    RelationKind.CREATES,
    RelationKind.IMPLEMENTS,
    RelationKind.FUNDS,
    RelationKind.SUCCEEDS,
    RelationKind.REPLACES,
    RelationKind.REPEALS,
    RelationKind.EXTENDS,
    RelationKind.EXAMINES,
    RelationKind.SUSPENDS,
    RelationKind.SHELVES,
    RelationKind.RESPONDS_TO,
    RelationKind.EXPRESSES_CONCERN,
    RelationKind.ANSWERS,
    RelationKind.TO_BE_OPERATED,
    RelationKind.ANNOUNCED_AT,
    RelationKind.USES,
    RelationKind.EXAMPLE_OF,
)
# What is stored one way and holds the other way too.
SYMMETRIC = (RelationKind.SAME_TOPIC, RelationKind.POSSIBLY_SAME)
# What cannot be said of something that was over before the recommendation was made.
AFTER_RECOMMENDATION = (RelationKind.ANSWERS, RelationKind.IN_LINE_WITH)
# What says nothing more where another relation joins the same two measures.
NO_MORE_BESIDE_ANOTHER = (
    RelationKind.IN_LINE_WITH,
    RelationKind.FOLLOWS,
    RelationKind.MAY_CONCERN,
    RelationKind.SAME_TOPIC,
    RelationKind.POSSIBLY_SAME,
)
# What puts a measure after or below the other, so that the other cannot be after or below it.
LATER_OR_BELOW = (
    RelationKind.AMENDS,
    RelationKind.IMPLEMENTS,
    RelationKind.SUCCEEDS,
    RelationKind.REPLACES,
    RelationKind.REPEALS,
    RelationKind.EXTENDS,
    RelationKind.BASED_ON,
    RelationKind.PART_OF,
)


class Relation(Evidence):
    """Why one measure leads to another, in words, and the section that shows it."""

    NAMED_BY = ("source__slug", "kind", "target__slug")

    SHOWN_IF = ("source__published", "target__published")

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
        Kind.EXAMINES: _("has its extension examined by"),
        Kind.SUSPENDS: _("is suspended or postponed by"),
        Kind.SHELVES: _("is shelved by"),
        Kind.RESPONDS_TO: _("is responded to by"),
        Kind.EXPRESSES_CONCERN: _("is the object of concern expressed in"),
        Kind.ANSWERS: _("is answered by"),
        Kind.TO_BE_OPERATED: _("asks to operate or advance"),
        Kind.IN_LINE_WITH: _("has in line with it (link not stated)"),
        Kind.ANNOUNCED_AT: _("saw the announcement of"),
        Kind.USES: _("is made use of by"),
        Kind.EXAMPLE_OF: _("has as an example"),
        Kind.BASED_ON: _("is the basis of"),
        Kind.PART_OF: _("includes"),
        Kind.FOLLOWS: _("is followed by"),
        Kind.MAY_CONCERN: _("may be meant in (target not named)"),
        Kind.SAME_TOPIC: _("has the same topic as"),
        Kind.POSSIBLY_SAME: _("is possibly the same as"),
    }

    source = models.ForeignKey(
        Measure, models.CASCADE, verbose_name=_("measure"), related_name="relations"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    target = models.ForeignKey(
        Measure, models.CASCADE, verbose_name=_("related measure"), related_name="reverse_relations"
    )
    position = PositionField()
    reason_ja = ParagraphField(_("reason (Japanese)"))
    reason_en = ParagraphField(_("reason (English)"))

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
    def cited_in(self) -> str:
        return str(self.source)

    @property
    def reverse_label(self) -> str:
        """The kind as the related measure would say it."""
        return self.REVERSE.get(self.kind, self.kind)

    def get_absolute_url(self):
        return f"{self.source.get_absolute_url()}#relations"
