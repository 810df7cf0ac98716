"""By what the world outside knows what is recorded here, each with the place it was checked at."""

from collections.abc import Callable

from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.models import schemes
from policies.models.actors import Organisation
from policies.models.base import Bilingual, choice_constraint
from policies.models.fields import LineField, RecordModel
from policies.models.subjects import Subject
from portal.dates.edtf import describe


class Identifier(RecordModel):
    """A number or code that others gave; it stands here only once somebody has checked it."""

    # What a value of each scheme has to be.
    CHECKS: dict[str, Callable[[str], None]] = {}

    value = LineField(_("identifier"), max_length=40)
    place_ja = LineField(_("checked at (Japanese)"))
    place_en = LineField(_("checked at (English)"))
    checked_on = models.DateField(_("checked on"))

    place = Bilingual()

    class Meta:
        abstract = True
        ordering = ["id"]

    def __str__(self):
        return self.value

    @property
    def checked_in_words(self) -> str:
        """The day of the check in the active language."""
        return describe(str(self.checked_on or ""))

    def clean(self):
        super().clean()
        if check := self.CHECKS.get(self.scheme):
            check(self.value)


def once(name: str, owner: str) -> models.UniqueConstraint:
    """An identifier stands once in its entry.

    That two entries share none is no rule of the database: of two that become one both have it for
    a time.
    """
    return models.UniqueConstraint(fields=[owner, "value"], name=name)


class OrganisationScheme(models.TextChoices):
    CORPORATE_NUMBER = "corporate-number", _("Corporate number")


class OrganisationIdentifier(Identifier):
    """What a register knows an organisation by."""

    Scheme = OrganisationScheme
    CHECKS = {Scheme.CORPORATE_NUMBER: schemes.corporate_number}

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, verbose_name=_("organisation"), related_name="identifiers"
    )
    scheme = models.CharField(_("scheme"), max_length=20, choices=OrganisationScheme)

    class Meta(Identifier.Meta):
        verbose_name = _("identifier of an organisation")
        verbose_name_plural = _("identifiers of organisations")
        constraints = [
            choice_constraint("scheme", OrganisationScheme),
            once("policies_organisationidentifier_once", "organisation"),
        ]


class SubjectScheme(models.TextChoices):
    HS = "hs", _("HS code")


class SubjectIdentifier(Identifier):
    """What tariffs and trade figures know goods by; several codes where one is too narrow."""

    Scheme = SubjectScheme
    CHECKS = {Scheme.HS: schemes.goods}

    subject = models.ForeignKey(
        Subject, models.CASCADE, verbose_name=_("subject"), related_name="identifiers"
    )
    scheme = models.CharField(_("scheme"), max_length=20, choices=SubjectScheme)

    class Meta(Identifier.Meta):
        verbose_name = _("identifier of a subject")
        verbose_name_plural = _("identifiers of subjects")
        constraints = [
            choice_constraint("scheme", SubjectScheme),
            once("policies_subjectidentifier_once", "subject"),
        ]
