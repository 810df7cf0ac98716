"""Building blocks of conditions: documents, partners, subjects, organisations."""

from django.utils.translation import gettext_lazy as _

from policies.models import (
    Framework,
    Organisation,
    Partner,
    SourceDocument,
    Subject,
)
from portal.lists.filters import RelatedFacet
from portal.lists.hierarchy import Hierarchy

NAMES = ("name_ja", "name_en", "aliases__name")
READINGS = ("reading", "aliases__reading")
# Of entries without other names, what they are called and how that is read.
TITLES, CALLED = ("title_ja", "title_en", "reading"), ("name_ja", "name_en", "reading")
ORGANISATION = (*NAMES, "abbreviation")

# What stands below what, so that who chooses one means the others too.
NARROWER_SUBJECTS = Hierarchy(
    lambda: Subject.objects.broader_pairs("slug"),
    told=_("narrower subjects included"),
    only=_("This subject only"),
    wider=_("Include narrower subjects"),
)
PARTS_OF_ORGANISATIONS = Hierarchy(
    lambda: Organisation.objects.broader_pairs("slug"),
    told=_("its parts included"),
    only=_("This organisation only"),
    wider=_("Include its parts"),
)
MEMBERS_OF_PARTNERS = Hierarchy(
    lambda: Partner.objects.broader_pairs("code"),
    told=_("members and parts included"),
    only=_("This country, region or group only"),
    wider=_("Include members and parts"),
)


def in_name_order(entries):
    """Entries in the order of their names."""
    return entries.by_name()


def sources(path: str = "section__document") -> RelatedFacet:
    """Which document a row was read from."""
    return RelatedFacet(
        field_name=path, key="slug", label=_("Source"), queryset=SourceDocument.objects.all()
    )


def partners(path: str = "partner", label: str = "", **where: str) -> RelatedFacet:
    """Which countries, regions or groups a row names at the field path, `where` it also says so.

    A group whose name means its members finds what names one of these, a country its parts.
    """
    return RelatedFacet(
        field_name=path,
        key="code",
        label=label or _("Country or region"),
        queryset=Partner.objects.all(),
        order=in_name_order,
        find=(*NAMES, *READINGS, "code"),
        where=where,
        hierarchy=MEMBERS_OF_PARTNERS,
    )


def subjects(path: str = "subject", label: str = "", none: str = "") -> RelatedFacet:
    """What a row is about at the field path; with `none` also rows about nothing."""
    return RelatedFacet(
        field_name=path,
        key="slug",
        label=label or _("Subject"),
        none=none,
        queryset=Subject.objects.all(),
        order=in_name_order,
        find=(*NAMES, *READINGS),
        hierarchy=NARROWER_SUBJECTS,
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
        order=in_name_order,
        find=(*ORGANISATION, *READINGS),
        where=where,
        hierarchy=PARTS_OF_ORGANISATIONS,
    )


def frameworks(path: str = "framework") -> RelatedFacet:
    """To which schemes of pillars a row belongs by the field path."""
    return RelatedFacet(
        field_name=path,
        key="slug",
        label=_("Framework"),
        queryset=Framework.objects.all(),
        order=in_name_order,
        find=CALLED,
    )
