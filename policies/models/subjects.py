"""What a measure is about: materials, technologies, sectors and themes, as a tree."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.models.base import Alias, Bilingual, EntryModel, choice_constraint
from policies.models.fields import AddressNameField, LineField, ParagraphField
from policies.models.naming import ReadingField, name_orders, with_other_names
from policies.models.narrower import NestedQuerySet
from portal.lists.addresses import address


class SubjectQuerySet(NestedQuerySet):
    ABOVE = (("parent", {}), ("broader", {}))

    def for_list(self):
        """Subjects with parent and other names, by kind and name."""
        return self.select_related("parent").prefetch_related("aliases").order_by("kind", "slug")

    def for_detail(self):
        """One subject with all subjects that it names or that name it, and other names."""
        return self.select_related("parent").prefetch_related(
            "aliases", "identifiers", "narrower", "broader", "also_narrower", "related"
        )


class SubjectKind(models.TextChoices):
    MATERIAL = "material", _("Material")
    TECHNOLOGY = "technology", _("Technology")
    PRODUCT = "product", _("Product")
    SECTOR = "sector", _("Sector")
    THEME = "theme", _("Theme")


class Subject(EntryModel):
    """A material, technology, product, sector or theme.

    Look-alikes (レアアース, レアメタル, 重要鉱物) stay apart; the note says how they differ. The
    `parent` is its place in the tree; `broader` are further subjects that hold all of it, so that
    all the narrower ones of a subject are reached by both. `related` are subjects beside it, of
    which neither holds the other.
    """

    Kind = SubjectKind

    KEY = ("slug",)

    slug = AddressNameField(unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name_ja = LineField(_("name (Japanese)"))
    reading = ReadingField()
    name_en = LineField(_("name (English)"))
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("broader subject"),
        related_name="narrower",
        null=True,
        blank=True,
    )
    broader = models.ManyToManyField(
        "self",
        verbose_name=_("further broader subjects"),
        symmetrical=False,
        related_name="also_narrower",
        blank=True,
        help_text=_("Subjects beside the one above it in the tree that hold all of it too."),
    )
    related = models.ManyToManyField(
        "self",
        verbose_name=_("related subjects"),
        blank=True,
        help_text=_("Subjects beside it; neither holds the other."),
    )
    note_ja = ParagraphField(_("note (Japanese)"), blank=True)
    note_en = ParagraphField(_("note (English)"), blank=True)
    name_order_ja, name_order_en = name_orders()

    name = Bilingual()
    note = Bilingual()
    objects = SubjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        ordering = ["slug"]
        constraints = [
            choice_constraint("kind", SubjectKind),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("pk")),
                name="policies_subject_not_own_parent",
                violation_error_message=_("A subject cannot be its own broader subject."),
            ),
        ]

    def __str__(self):
        return self.name

    @staticmethod
    def form_of_both(form: dict, both: tuple[dict, dict]) -> dict:
        """The form of two subjects that became one: what stands above it is named once."""
        found = with_other_names(form, both)
        above = {found.get("parent")}
        for name in ("broader", "related"):
            if left := [each for each in found.pop(name, ()) if each not in above]:
                found[name] = left
                above |= {*left}
        return found

    def get_absolute_url(self):
        return address("subject", self.slug)


class SubjectAlias(Alias):
    subject = models.ForeignKey(
        Subject, models.CASCADE, verbose_name=_("subject"), related_name="aliases"
    )

    class Meta(Alias.Meta):
        verbose_name = _("other name of a subject")
        verbose_name_plural = _("other names of subjects")
        constraints = [
            models.UniqueConstraint(fields=["subject", "name"], name="policies_subjectalias_once")
        ]
