"""What every model of the record shares: dates, two languages, and a source for each value."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Length
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from policies.dates import bounds, describe, validate_edtf

PHRASE_LENGTH = 40

models.CharField.register_lookup(Length)

# A cell that starts so, spaces before it or not, is read as a formula by spreadsheets; a line
# break ends a CSV cell badly. The same is said in `PLAIN`, for each database in its own words.
plain_text = RegexValidator(
    r"^(?![ \u00a0\u3000]*[=+@-])[^\0\t-\r\x1c-\x1e\x85\u2028\u2029]*\Z",
    _("Text may not start with = + - @ and may not hold line breaks or tabs."),
    code="plain_text",
)
validate_slug = RegexValidator(
    r"^[a-z0-9]+(?:-[a-z0-9]+)*\Z",
    _("Use lower-case ASCII letters, digits and single hyphens, for example rare-earths."),
    code="slug",
)


# PostgreSQL takes no NUL in a text anyway; SQLite ends a GLOB at one.
PLAIN = {
    "postgresql": (
        r"{0} !~ '^[ \u00a0\u3000]*[=+@-]|[\u0009-\u000d\u001c-\u001e\u0085\u2028\u2029]'"
    ),
    "sqlite": (
        "instr({0}, char(0)) = 0"
        " AND ltrim({0}, char(32, 160, 12288)) NOT GLOB '[=+@-]*'"
        " AND {0} NOT GLOB '*[' || char(9, 10, 11, 12, 13, 28, 29, 30, 133, 8232, 8233) || ']*'"
    ),
}


CODES = {
    "postgresql": r"""{0}::text ~ '^\[("[a-z][a-z-]*"(, "[a-z][a-z-]*")*)?\]$'""",
    "sqlite": (
        "json_type({0}) = 'array'"
        """ AND json({0}) NOT GLOB '*[^][a-z",-]*' AND json({0}) NOT GLOB '*[["]-*'"""
    ),
}


class Plain(models.Field):
    """Text that fits a CSV cell as it is, by a rule of its column in the database.

    So exports need no second look at what they write. What breaks the rule raises
    IntegrityError when it is stored; the validators say it in words before.
    """

    def db_check(self, connection):
        return PLAIN[connection.vendor].format(connection.ops.quote_name(self.column))


class PlainLine(Plain, models.CharField):
    """One line of text."""

    default_validators = [plain_text]


class PlainText(Plain, models.TextField):
    """A paragraph of text without line breaks."""

    default_validators = [plain_text]


class PlainAddress(Plain, models.URLField):
    """An address on the web."""


class PlainName(Plain, models.CharField):
    """An address name or a code: lower-case ASCII letters, digits and single hyphens."""

    default_validators = [validate_slug]


class PlainCodes(models.JSONField):
    """A list of codes, each of lower-case ASCII letters and hyphens, by a rule of its column."""

    def db_check(self, connection):
        return CODES[connection.vendor].format(connection.ops.quote_name(self.column))


def line(verbose_name, *, max_length=200, **options) -> PlainLine:
    """One line of editors' text."""
    return PlainLine(verbose_name, max_length=max_length, **options)


def text(verbose_name, **options) -> PlainText:
    """A paragraph of editors' text, without line breaks so that it fits a CSV cell."""
    return PlainText(verbose_name, **options)


def slug(**options) -> PlainName:
    """A readable address part that never changes once published."""
    return PlainName(
        _("address name"),
        max_length=80,
        help_text=_("Part of the permanent address. Never change it after publication."),
        **options,
    )


def code() -> PlainName:
    """A name for a child row, unique beside its siblings: its anchor on the page."""
    return PlainName(
        _("code"),
        max_length=60,
        help_text=_("Anchor on the page, unique within the entry, for example p1-2."),
    )


def position() -> models.PositiveIntegerField:
    """Where the row stands among its siblings, as printed."""
    return models.PositiveIntegerField(_("position"), default=0)


class EdtfField(Plain, models.CharField):
    """A date in EDTF form. A `BoundField` beside it holds a plain date for sorting."""

    default_validators = [validate_edtf]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 40)
        super().__init__(*args, **kwargs)


class BoundField(models.DateField):
    """The first (`end=False`) or last day of the EDTF field named `of`; written on every save."""

    def __init__(self, *args, of: str, end: bool = False, **kwargs):
        self.of, self.end = of, end
        kwargs |= {"null": True, "editable": False}
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["null"], kwargs["editable"]
        return name, path, args, kwargs | {"of": self.of, "end": self.end}

    def pre_save(self, model_instance, add):
        value = bounds(getattr(model_instance, self.of))[self.end]
        setattr(model_instance, self.attname, value)
        return value


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


class Alias(models.Model):
    """Another name under which a thing is told, slips of print included."""

    name = line(_("name"))

    class Meta:
        abstract = True
        ordering = ["id"]

    def __str__(self):
        return self.name


class EvidenceQuerySet(models.QuerySet):
    def published(self):
        """Rows that visitors may see."""
        return self.all()

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


class Evidence(models.Model):
    """Where a value was read: a section, the phrase that anchors it, and whether it is inferred.

    The phrase is copied from the section's text (at most 40 characters) so that the place can
    be found again. An inferred value says why it is inferred.
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
    phrase = PlainLine(
        _("anchor phrase"),
        max_length=PHRASE_LENGTH,
        help_text=_("A name or figure copied from the section, at most 40 characters."),
        error_messages={"blank": _("Copy the phrase that shows where this was read.")},
    )
    inferred = models.BooleanField(
        _("inferred"), default=False, help_text=_("The source does not state this outright.")
    )
    inference_ja = text(_("reason of the inference (Japanese)"), blank=True)
    inference_en = text(_("reason of the inference (English)"), blank=True)
    inference = Bilingual()
    objects = EvidenceQuerySet.as_manager()

    # What the address of a row needs beyond its own foreign keys.
    ADDRESS_JOINS: tuple[str, ...] = ()
    # Where the rows stand among all that is read from a section; the smaller the earlier.
    RANK = 5

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


def worded(choices: type[models.TextChoices], value: str) -> str:
    """What a choice is called; what is none of them is given back as it is."""
    try:
        return str(choices(value).label)
    except ValueError:
        return str(value)


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
