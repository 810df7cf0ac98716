"""A document's own scheme of pillars, and the issues that measures answer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.models.actors import Organisation, Partner
from policies.models.base import (
    Bilingual,
    Evidence,
    EvidenceQuerySet,
    check_sibling,
    choice_constraint,
)
from policies.models.fields import (
    AddressNameField,
    LastSaveField,
    LineField,
    ParagraphField,
    PositionField,
    UpdatedOnField,
)
from policies.models.naming import NamedQuerySet, ReadingField, name_orders
from policies.models.subjects import Subject
from portal.lists.addresses import address


class FrameworkQuerySet(NamedQuerySet, EvidenceQuerySet):
    def for_list(self):
        """Frameworks with owner, source and pillars, by document and name."""
        return (
            self.select_related("owner", "jurisdiction", "section__document__publisher")
            .prefetch_related("pillars")
            .order_by("section__document__slug", "section__position", "slug")
        )

    def with_top_pillars(self):
        """Frameworks with the number of pillars that stand below no other, as `top_pillars`."""
        top = models.Count("pillars", filter=models.Q(pillars__parent=None))
        return self.annotate(top_pillars=top)

    def featured(self):
        """The leading schemes."""
        return self.filter(featured=True)

    def other(self):
        """The schemes that do not lead."""
        return self.filter(featured=False)


class Framework(Evidence):
    """One owner's scheme of pillars. Schemes of different owners are related, never merged."""

    KEY = ("slug",)
    ENTRY = True
    RANK = 4

    slug = AddressNameField(unique=True)
    name_ja = LineField(_("name (Japanese)"))
    reading = ReadingField()
    name_en = LineField(_("name (English)"))
    owner = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("owner"),
        related_name="frameworks",
        null=True,
        blank=True,
    )
    jurisdiction = models.ForeignKey(
        Partner,
        models.PROTECT,
        verbose_name=_("country or region"),
        related_name="frameworks",
        null=True,
        blank=True,
    )
    featured = models.BooleanField(
        _("leading scheme"),
        default=False,
        help_text=_("Shown first and on the home page; the others stand below."),
    )
    summary_ja = ParagraphField(_("summary (Japanese)"), blank=True)
    summary_en = ParagraphField(_("summary (English)"), blank=True)
    name_order_ja, name_order_en = name_orders()

    name = Bilingual()
    summary = Bilingual()
    objects = FrameworkQuerySet.as_manager()

    class Meta(Evidence.Meta):
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")
        ordering = ["slug"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address("framework", self.slug)

    @property
    def tree(self) -> list[tuple["Pillar", list["Pillar"]]]:
        """The pillars of the first level in printed order, each with those below it."""
        pillars = list(self.pillars.all())
        return [
            (pillar, [each for each in pillars if each.parent_id == pillar.pk])
            for pillar in pillars
            if not pillar.parent_id
        ]


class PillarQuerySet(NamedQuerySet, EvidenceQuerySet):
    def for_list(self):
        """Pillars with framework, parent and source, in printed order."""
        return self.select_related("framework", "parent", "section__document").order_by(
            "framework__section__position", "framework__slug", "position", "pk"
        )

    def for_detail(self):
        """One pillar with framework, parent, sub-pillars and related pillars elsewhere."""
        related = models.Prefetch(
            "relations",
            PillarRelation.objects.select_related("target__framework", "section__document"),
        )
        return self.select_related(
            "framework", "parent", "section__document__publisher"
        ).prefetch_related("children", "also_holds", related)


class Pillar(Evidence):
    """A pillar or sub-theme; it may stand under a second pillar too."""

    KEY = ("framework__slug", "slug")
    ENTRY = True

    framework = models.ForeignKey(
        Framework, models.CASCADE, verbose_name=_("framework"), related_name="pillars"
    )
    slug = AddressNameField()
    position = PositionField()
    parent = models.ForeignKey(
        "self",
        models.RESTRICT,
        verbose_name=_("parent pillar"),
        related_name="children",
        null=True,
        blank=True,
    )
    also_under = models.ManyToManyField(
        "self",
        verbose_name=_("also stands under"),
        symmetrical=False,
        related_name="also_holds",
        blank=True,
    )
    number = LineField(_("printed number"), max_length=20, blank=True)
    name_ja = LineField(_("name (Japanese)"))
    reading = ReadingField()
    name_en = LineField(_("name (English)"))
    summary_ja = ParagraphField(_("summary (Japanese)"), blank=True)
    summary_en = ParagraphField(_("summary (English)"), blank=True)
    name_order_ja, name_order_en = name_orders()

    name = Bilingual()
    summary = Bilingual()
    objects = PillarQuerySet.as_manager()

    class Meta(Evidence.Meta):
        verbose_name = _("pillar")
        verbose_name_plural = _("pillars")
        ordering = ["framework", "position", "pk"]
        constraints = [
            *Evidence.Meta.constraints,
            models.UniqueConstraint(
                fields=["framework", "slug"],
                name="policies_pillar_slug_once",
                violation_error_message=_("The framework has a pillar with this address name."),
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("pk")),
                name="policies_pillar_not_own_parent",
                violation_error_message=_("A pillar cannot stand below itself."),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.name}".strip()

    def clean(self):
        super().clean()
        check_sibling(self, "parent", "framework")

    def get_absolute_url(self):
        return address("pillar", self.framework.slug, self.slug)


class PillarRelation(Evidence):
    """Why two pillars of different frameworks are read together."""

    source = models.ForeignKey(
        Pillar, models.CASCADE, verbose_name=_("pillar"), related_name="relations"
    )
    target = models.ForeignKey(
        Pillar, models.CASCADE, verbose_name=_("related pillar"), related_name="reverse_relations"
    )
    position = PositionField()
    reason_ja = ParagraphField(_("reason (Japanese)"))
    reason_en = ParagraphField(_("reason (English)"))

    reason = Bilingual()
    ADDRESS_JOINS = ("source__framework", "target__framework")
    NAMED_BY = (
        *("source__framework__slug", "source__slug"),
        *("target__framework__slug", "target__slug"),
    )

    class Meta(Evidence.Meta):
        verbose_name = _("relation of pillars")
        verbose_name_plural = _("relations of pillars")
        ordering = ["source", "position", "pk"]
        constraints = [
            *Evidence.Meta.constraints,
            models.UniqueConstraint(
                fields=["source", "target"], name="policies_pillarrelation_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")),
                name="policies_pillarrelation_not_to_itself",
                violation_error_message=_("A pillar cannot be related to itself."),
            ),
        ]

    def __str__(self):
        return f"{self.source} → {self.target}"

    @property
    def cited_in(self) -> str:
        return str(self.source)

    def get_absolute_url(self):
        return f"{self.source.get_absolute_url()}#relations"


class IssueQuerySet(NamedQuerySet, EvidenceQuerySet):
    def for_list(self):
        """Issues with speaker and source, in the order of the document."""
        return self.select_related("speaker", "section__document").order_by(
            "section__document__slug", "section__position", "slug"
        )

    def for_detail(self):
        """One issue with speaker, source, subjects and partners."""
        return self.select_related("speaker", "section__document__publisher").prefetch_related(
            "subjects", "partners"
        )


class IssueKind(models.TextChoices):
    ASSESSMENT = "assessment", _("Assessment")
    THREAT = "threat", _("Threat")
    CHALLENGE = "challenge", _("Challenge")
    QUESTION = "question", _("Open question")
    OPINION = "opinion", _("Opinion")


class Issue(Evidence):
    """An assessment, threat or open question that measures answer. Not a measure."""

    Kind = IssueKind

    KEY = ("slug",)
    ENTRY = True

    slug = AddressNameField(unique=True)
    updated_on = UpdatedOnField()
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title_ja = LineField(_("title (Japanese)"))
    reading = ReadingField()
    title_en = LineField(_("title (English)"))
    summary_ja = ParagraphField(_("summary (Japanese)"), blank=True)
    summary_en = ParagraphField(_("summary (English)"), blank=True)
    speaker = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("said by"),
        related_name="issues",
        null=True,
        blank=True,
    )
    subjects = models.ManyToManyField(
        Subject, verbose_name=_("subjects"), related_name="issues", blank=True
    )
    partners = models.ManyToManyField(
        Partner, verbose_name=_("partners"), related_name="issues", blank=True
    )
    updated_at = LastSaveField()
    name_order_ja, name_order_en = name_orders("title")

    title = Bilingual()
    summary = Bilingual()
    objects = IssueQuerySet.as_manager()

    class Meta(Evidence.Meta):
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        ordering = ["slug"]
        constraints = [*Evidence.Meta.constraints, choice_constraint("kind", IssueKind)]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address("issue", self.slug)
