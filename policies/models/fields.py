"""The fields of the record: what a kind of text may hold is a rule of its column."""

import dataclasses
import json
import re

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import DEFAULT_DB_ALIAS, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policies.models import patterns
from portal.changes.models import Recorded
from portal.dates.clock import today
from portal.dates.edtf import bounds, describe, fiscal_year_short, validate_edtf
from portal.record.nesting import check_apart, check_nesting, references
from portal.rows.internals import Displayed


@dataclasses.dataclass(frozen=True)
class Rule:
    """A pattern that a text holds or, where it is `forbidden`, does not, and that in words.

    Python, which SQLite asks, and PostgreSQL read the pattern alike.
    """

    name: str
    pattern: str
    words: str
    forbidden: bool = False

    @property
    def validator(self) -> RegexValidator:
        """The same rule for forms and loads."""
        return RegexValidator(
            self.pattern, self.words, code=f"{self.name}_text", inverse_match=self.forbidden
        )


# A cell that starts so, spaces or a byte order mark before it or not, is read as a formula by
# spreadsheets, in Japanese ones of full width too; a line break ends a CSV cell badly.
PLAIN = Rule(
    "plain",
    patterns.PLAIN,
    _("Text may not start with = + - @, of either width, nor hold line breaks or tabs."),
    forbidden=True,
)
# As JSON is written by Python and by PostgreSQL.
CODES = Rule(
    "codes",
    patterns.CODES,
    _("Use a list of codes, each of lower-case letters and hyphens."),
)
CURRENCY = Rule(
    "code", patterns.CURRENCY, _("A currency is three capital letters, for example JPY.")
)

# The fiscal years that an amount can be of; what lies outside is a slip of the hand.
FIRST_YEAR, LAST_YEAR = 1945, 2100
POSSIBLE_YEARS = _("A fiscal year lies between 1945 and 2100, for example 2026.")

plain_text = PLAIN.validator
validate_slug = RegexValidator(
    r"^[a-z0-9]+(?:-[a-z0-9]+)*\Z",
    _("Use lower-case ASCII letters, digits and single hyphens, for example rare-earths."),
    code="slug",
)


class PatternConstraint(models.CheckConstraint):
    """The rule of one column of text.

    The pattern stands in the migration, so another pattern is another migration. Forms are told
    by Python, not by a question to the database for every text of every row.
    """

    def __init__(self, *, field: str, pattern: str, forbidden: bool = False, **options):
        self.field, self.pattern, self.forbidden = field, pattern, forbidden
        held = models.Q(**{f"{field}__regex": pattern})
        super().__init__(condition=~held if forbidden else held, **options)

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        del kwargs["condition"]
        kwargs |= {"field": self.field, "pattern": self.pattern}
        return path, args, kwargs | ({"forbidden": True} if self.forbidden else {})

    def validate(self, model, instance, exclude=None, using=DEFAULT_DB_ALIAS):
        if self.field in (exclude or ()):
            return
        field = model._meta.get_field(self.field)
        text = field.as_text(getattr(instance, field.attname))
        if bool(re.search(self.pattern, text)) == self.forbidden:
            raise ValidationError(
                self.get_violation_error_message(), code=self.violation_error_code
            )


class ConstrainedField(models.Field):
    """A field that brings a rule of its column. Its model has to be a `RecordModel`."""

    def constraint(self, name: str) -> models.CheckConstraint:
        """The rule of this field under the name it has in its model."""
        raise NotImplementedError


class RuledField(ConstrainedField):
    """A text with a pattern for its rule."""

    RULE = PLAIN

    def constraint(self, name: str) -> PatternConstraint:
        return PatternConstraint(
            field=name,
            pattern=self.RULE.pattern,
            forbidden=self.RULE.forbidden,
            name=f"%(app_label)s_%(class)s_{name}_{self.RULE.name}",
            violation_error_message=self.RULE.words,
        )

    def as_text(self, value) -> str:
        """A value as the rule looks at it."""
        return str(value)


RuledField.register_lookup(patterns.Pattern)


class LineField(RuledField, models.CharField):
    """One line of text."""

    default_validators = [plain_text]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 200)
        super().__init__(*args, **kwargs)


class OccurrenceField(LineField):
    """Which of several places of a phrase is meant: page of the copy, order, fingerprint."""

    # What is chosen on the picture of a page is no value that somebody reads in the source.
    UNSEEN = True


class ParagraphField(RuledField, models.TextField):
    """A paragraph of text, without line breaks so that it fits a CSV cell."""

    default_validators = [plain_text]


class WebAddressField(RuledField, models.URLField):
    """An address on the web."""


class NameField(RuledField, models.CharField):
    """A name in addresses: lower-case ASCII letters, digits and single hyphens."""

    default_validators = [validate_slug]


class AddressNameField(NameField):
    """A readable address part that never changes once published."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("verbose_name", _("address name"))
        kwargs.setdefault("max_length", 80)
        kwargs.setdefault(
            "help_text", _("Part of the permanent address. Never change it after publication.")
        )
        super().__init__(*args, **kwargs)


class CodeField(NameField):
    """A name for a child row, unique beside its siblings: its anchor on the page."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("verbose_name", _("code"))
        kwargs.setdefault("max_length", 60)
        kwargs.setdefault(
            "help_text", _("Anchor on the page, unique within the entry, for example p1-2.")
        )
        super().__init__(*args, **kwargs)


class CodesField(RuledField, models.JSONField):
    """A list of codes, each of lower-case ASCII letters and hyphens."""

    RULE = CODES

    def __init__(self, *args, words: type[models.TextChoices] | None = None, **kwargs):
        self.words = words
        super().__init__(*args, **kwargs)

    def in_words(self, code: str) -> str:
        """What a code of the list means; itself where that is told nowhere."""
        known = dict(self.words.choices) if self.words else {}
        return str(known.get(code, code))

    def as_text(self, value) -> str:
        """The list as JSON."""
        return json.dumps(value, cls=self.encoder)


class CurrencyField(RuledField, models.CharField):
    """A currency by its ISO 4217 code."""

    RULE = CURRENCY

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 3)
        super().__init__(*args, **kwargs)


class PositionField(models.PositiveIntegerField):
    """Where the row stands among its siblings, as printed."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("verbose_name", _("position"))
        kwargs.setdefault("default", 0)
        super().__init__(*args, **kwargs)


class FiscalYearField(ConstrainedField, models.PositiveSmallIntegerField):
    """A fiscal year (April to March) by its first calendar year."""

    is_year = True
    default_validators = [MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    default_error_messages = {"min_value": POSSIBLE_YEARS, "max_value": POSSIBLE_YEARS}

    def in_words(self, year) -> str:
        """A year in the words of the active language; what is none as it is."""
        text = str(year)
        return fiscal_year_short(int(text)) if text.isdecimal() else text

    def constraint(self, name: str) -> models.CheckConstraint:
        return models.CheckConstraint(
            condition=models.Q(**{f"{name}__range": (FIRST_YEAR, LAST_YEAR)}),
            name=f"%(app_label)s_%(class)s_{name}_possible",
            violation_error_message=POSSIBLE_YEARS,
        )


class EdtfField(RuledField, models.CharField):
    """A date in EDTF form. A `BoundField` beside it holds a plain date for sorting."""

    is_edtf = True
    default_validators = [validate_edtf]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 40)
        super().__init__(*args, **kwargs)

    def in_words(self, date: str) -> str:
        """A date in the words of the active language."""
        return describe(date)


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


class UpdatedOnField(models.DateField):
    """The day on which the content of an entry last changed; part of the YAML form.

    It moves with each revision of the entry. Loading keeps what the file says; what says nothing
    is of the day on which it is written. That is no default of the field, for files leave defaults
    out.
    """

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("verbose_name", _("last change"))
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance, add):
        value = super().pre_save(model_instance, add)
        if value is None:
            value = today()
            setattr(model_instance, self.attname, value)
        return value


class LastSaveField(models.DateTimeField):
    """The moment at which the content of an entry last changed, which moves with the day."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("verbose_name", _("last save"))
        kwargs |= {"default": timezone.now, "editable": False}
        super().__init__(*args, **kwargs)


class RecordModelBase(models.base.ModelBase):
    """Gives each model the rules of its fields, so that none can be without."""

    def __new__(mcs, name, bases, attrs, **kwargs):
        meta = attrs.get("Meta")
        if meta is not None and not getattr(meta, "abstract", False):
            inherited = {
                field.name: field
                for base in bases
                if hasattr(base, "_meta")
                for field in base._meta.local_fields
            }
            rules = [
                field.constraint(each)
                for each, field in (inherited | attrs).items()
                if isinstance(field, ConstrainedField)
            ]
            own = [*getattr(meta, "constraints", ()), *rules]
            attrs = attrs | {"Meta": type("Meta", (meta,), {"constraints": own})}
        return super().__new__(mcs, name, bases, attrs, **kwargs)


class RecordModel(Recorded, Displayed, metaclass=RecordModelBase):
    """A model of the record: every field with a rule brings it as a constraint.

    No row stands below itself, however many stand between.
    """

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        check_apart(self)
        for field in references(type(self)):
            above = None if field.many_to_many else getattr(self, field.attname)
            if above is not None:
                check_nesting(self, field.name, [above])
