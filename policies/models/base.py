"""What every model of the record shares: dates, two languages, and a source for each value."""

import functools

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Length
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from policies.models.citable import Citable
from policies.models.fields import LineField, OccurrenceField, ParagraphField, RecordModel
from policies.models.naming import ReadingField
from portal.changes.models import RecordedQuerySet
from portal.dates.edtf import describe

PHRASE_LENGTH = 40
# Page of the copy, order of occurrence on it, fingerprint of what stands around.
OCCURRENCE = r"^[1-9]\d{0,4}/[1-9]\d{0,3}/[0-9a-f]{16}\Z"

models.CharField.register_lookup(Length)


class Bilingual:
    """Reads `<name>_en` on English pages where it is filled, `<name>_ja` otherwise."""

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner=None):
        return self if instance is None else self.read(instance, self.name)

    @staticmethod
    def read(instance, name: str) -> str:
        """The value of `<name>_en` or `<name>_ja` of an instance, as the descriptor picks it."""
        english = getattr(instance, f"{name}_en") if get_language() == "en" else ""
        return english or getattr(instance, f"{name}_ja")


class DateInWords:
    """Reads the EDTF field `of` in the words of the active language."""

    def __init__(self, of: str):
        self.of = of

    def __get__(self, instance, owner=None):
        return self if instance is None else describe(getattr(instance, self.of))


class Alias(RecordModel):
    """Another name under which a thing is told, slips of print included."""

    name = LineField(_("name"))
    reading = ReadingField()

    class Meta:
        abstract = True
        ordering = ["id"]

    def __str__(self):
        return self.name


class EvidenceQuerySet(RecordedQuerySet):
    def for_section(self, section):
        """Published rows read from a section, with all that their name and address need."""
        joins = [
            field.name
            for field in self.model._meta.fields
            if (field.many_to_one or field.one_to_one) and field.name != "section"
        ]
        rows = self.published().filter(section=section).order_by("pk")
        joins += self.model.ADDRESS_JOINS
        return rows.select_related(*joins) if joins else rows  # without names it follows all

    def in_section(self, section):
        """Every row read from a section, with all that their name and address need."""
        return self.in_document(section.document).filter(section=section)

    def for_place(self, pk):
        """One row, published or not, with its section as its page shows it; None without it."""
        return self.select_related("section__document", "section__attached").filter(pk=pk).first()

    def in_document(self, document):
        """Every row read from a document, with all that their name and address need."""
        joins = [
            field.name for field in self.model._meta.fields if field.many_to_one or field.one_to_one
        ]
        return (
            self.filter(section__document=document)
            .select_related(*joins, *self.model.ADDRESS_JOINS)
            .order_by("section__position", "pk")
        )


class EntryModel(Citable, RecordModel):
    """What has a page of its own and was read in many places, or in none."""

    ENTRY = True

    class Meta:
        abstract = True


class Evidence(Citable, RecordModel):
    """Where a value was read: a section, the phrase that anchors it, and whether it is inferred.

    The phrase is copied from the section's text (at most 40 characters) so that the place can
    be found again; where it stands more than once, `occurrence` says which one is meant
    (`policies.anchors`). An inferred value says why it is inferred.
    """

    section = models.ForeignKey(
        "policies.Section",
        models.PROTECT,
        verbose_name=_("section"),
        help_text=_("The slide or heading where this was read. Nothing is saved without one."),
        error_messages={
            "null": _("Name the section this was read from."),
            "required": _("Name the section this was read from."),
        },
    )
    phrase = LineField(
        _("anchor phrase"),
        max_length=PHRASE_LENGTH,
        help_text=_("A name or figure copied from the section, at most 40 characters."),
        error_messages={"blank": _("Copy the phrase that shows where this was read.")},
    )
    occurrence = OccurrenceField(
        _("place on the page"),
        max_length=40,
        blank=True,
        validators=[RegexValidator(OCCURRENCE, _("Page, order of occurrence and fingerprint."))],
        help_text=_("Chosen on the picture of the page, where the phrase stands there repeatedly."),
    )
    inferred = models.BooleanField(
        _("inferred"), default=False, help_text=_("The source does not state this outright.")
    )
    inference_ja = ParagraphField(_("reason of the inference (Japanese)"), blank=True)
    inference_en = ParagraphField(_("reason of the inference (English)"), blank=True)
    inference = Bilingual()
    objects = EvidenceQuerySet.as_manager()

    # What the address of a row needs beyond its own foreign keys.
    ADDRESS_JOINS: tuple[str, ...] = ()
    CITED_WITH = ("section__document__publisher",)
    # Where the rows stand among all that is read from a section; the smaller the earlier.
    RANK = 5
    WRITTEN_LAST = ("section", "phrase", "occurrence", "inferred", "inference_ja", "inference_en")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(phrase__length__gte=1, phrase__length__lte=PHRASE_LENGTH),
                name="%(app_label)s_%(class)s_phrase_1_to_40",
                violation_error_message=_("The anchor phrase takes 1 to 40 characters."),
            ),
            models.CheckConstraint(
                condition=models.Q(inferred=True) & ~models.Q(inference_ja="")
                | models.Q(inferred=False, inference_ja="", inference_en=""),
                name="%(app_label)s_%(class)s_inference_has_reason",
                violation_error_message=_(
                    "An inferred value states its reason, others state none."
                ),
            ),
        ]

    @property
    def evidence_id(self) -> str:
        """The row's anchor on the page of its section."""
        return f"{self._meta.model_name}-{self.pk}"

    @property
    def cited_in(self) -> str:
        """The name of the entry that the row hangs on; empty for what is cited by itself."""
        return ""

    @property
    def cited_as(self) -> str:
        """What the row tells, as a citation says it."""
        return str(self)


def worded(choices: type[models.TextChoices], value: str) -> str:
    """What a choice is called; what is none of them is given back as it is."""
    known = labels_of(choices, get_language())
    return known.get(value, value) if isinstance(value, str) else str(value)


@functools.cache
def labels_of(choices: type[models.TextChoices], _language: str) -> dict[str, str]:
    """What each choice is called in the active language.

    A choice made of its value and its words translated take 6 µs, this 0.5; the page of a law asks
    seventy times.
    """
    return {each.value: str(each.label) for each in choices}


def check_sibling(row, field: str, owner: str) -> None:
    """Raise ValidationError where `field` points at a row of another `owner`."""
    sibling = getattr(row, field)
    if sibling and getattr(sibling, f"{owner}_id") != getattr(row, f"{owner}_id"):
        raise ValidationError({field: _("Choose a row of the same entry.")}, code="sibling")


def choice_constraint(field: str, choices, *, blank: bool = False) -> models.CheckConstraint:
    """Keep `field` inside `choices`, in the database too."""
    values = [*choices.values, ""] if blank else choices.values
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": values}),
        name=f"%(app_label)s_%(class)s_{field}_known",
        violation_error_message=_("Unknown value."),
    )
