"""Building blocks of conditions: documents, partners, subjects, organisations."""

from django.utils.translation import gettext_lazy as _

from policies.models import (
    Organisation,
    Partner,
    SourceDocument,
    Subject,
)
from portal.lists.filters import RelatedFacet

NAMES = ("name_ja", "name_en", "aliases__name")
READINGS = ("reading", "aliases__reading")
ORGANISATION = (*NAMES, "abbreviation")


def sources(path: str = "section__document") -> RelatedFacet:
    """Which document a row was read from."""
    return RelatedFacet(
        field_name=path, key="slug", label=_("Source"), queryset=SourceDocument.objects.all()
    )


def partners(path: str = "partner", label: str = "", **where: str) -> RelatedFacet:
    """Which countries, regions or groups a row names at the field path, `where` it also says so."""
    return RelatedFacet(
        field_name=path,
        key="code",
        label=label or _("Country or region"),
        queryset=Partner.objects.all(),
        where=where,
    )


def subjects(path: str = "subject", label: str = "", none: str = "") -> RelatedFacet:
    """What a row is about at the field path; with `none` also rows about nothing."""
    return RelatedFacet(
        field_name=path,
        key="slug",
        label=label or _("Subject"),
        none=none,
        queryset=Subject.objects.all(),
    )


def organisations(
    path: str = "organisation", label: str = "", none: str = "", **where: str
) -> RelatedFacet:
    """Which organisations a row names at the field path, `where` it also says so.

    With `none` also rows without one.
    """
    return RelatedFacet(
        field_name=path,
        key="slug",
        label=label or _("Organisation"),
        none=none,
        queryset=Organisation.objects.all(),
        where=where,
    )
