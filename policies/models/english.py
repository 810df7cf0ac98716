"""Where the English of a name comes from, and the reference in which it was looked up."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.models.base import choice_constraint
from policies.models.fields import LineField


class NameEnglish(models.TextChoices):
    OFFICIAL = "official", _("Official")
    PRINTED = "printed", _("Printed in the source")
    OURS = "ours", _("Our translation, or not looked up")


def english_fields() -> tuple[models.CharField, LineField, LineField]:
    """Where the English name of an entry comes from, and where it was verified."""
    return (
        models.CharField(
            _("where the English comes from"),
            max_length=8,
            choices=NameEnglish,
            default=NameEnglish.OURS,
            help_text=_("Official only where it was looked up; the reference is named below."),
        ),
        LineField(
            _("where the English was verified (Japanese)"),
            blank=True,
            help_text=_("The name of the reference and its address."),
        ),
        LineField(_("where the English was verified (English)"), blank=True),
    )


def official_names_reference() -> models.CheckConstraint:
    """Official English names its reference in both languages, and no other names one."""
    return models.CheckConstraint(
        condition=models.Q(english="official")
        & ~models.Q(english_source_ja="")
        & ~models.Q(english_source_en="")
        | ~models.Q(english="official") & models.Q(english_source_ja="", english_source_en=""),
        name="%(app_label)s_%(class)s_official_names_reference",
        violation_error_message=_(
            "Official English names the reference in both languages, other English none."
        ),
    )


def english_constraints() -> tuple[models.CheckConstraint, models.CheckConstraint]:
    """What holds of the fields of `english_fields`."""
    return choice_constraint("english", NameEnglish), official_names_reference()
