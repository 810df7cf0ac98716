"""The list of organisations."""

from django.utils.translation import gettext_lazy as _

from policies.lists.columns import (
    english_columns,
    entry,
    joined_names,
    name_columns,
    reading,
    related_count,
)
from policies.lists.conditions import ORGANISATION, READINGS, partners
from policies.lists.identifiers import identifier_column
from policies.lists.orders import WITHOUT_LAST, by_kind, most, used_by_name
from policies.models import (
    Organisation,
    OrganisationAlias,
    OrganisationIdentifier,
)
from portal.lists.columns import Column, Kind
from portal.lists.declaration import ListPage
from portal.lists.filters import ChoiceFacet, Search
from portal.lists.filterset import ListFilterSet
from portal.lists.initials import initials
from portal.lists.values import bilingual, label


class OrganisationFilterSet(ListFilterSet):
    model = Organisation

    q = Search(
        titles=ORGANISATION, texts=("note_ja", "identifiers__value", *READINGS), names=ORGANISATION
    )
    kana, letter = initials()
    kind = ChoiceFacet(label=_("Kind"), choices=Organisation.Kind)
    english = ChoiceFacet(label=_("Where the English comes from"), choices=Organisation.English)
    country = partners()


MEASURES = Column(
    "measures",
    _("Measures"),
    related_count(Organisation, "measures", "measure", narrower=True),
    _("Measures in which it has a part, or a unit of it."),
    Kind.INTEGER,
    cell="number",
)
COLUMNS = (
    Column("slug", _("Address name"), "slug", _("Part of the permanent address.")),
    *name_columns(),
    Column(
        "abbreviation",
        _("Abbreviation"),
        "abbreviation",
        _("Abbreviation, where one is used."),
        cell="optional",
    ),
    Column(
        "other_names",
        _("Other names"),
        joined_names(OrganisationAlias, "organisation"),
        _("Other names, short forms and misprints."),
        cell="optional",
    ),
    Column(
        "kind",
        _("Kind"),
        label("kind", Organisation.Kind),
        _("Ministry, agency, company …"),
        cell="text",
    ),
    Column(
        "belongs_to",
        _("Belongs to"),
        bilingual("parent__name", "organisations.slug"),
        _("The organisation above it."),
        cell="optional",
    ),
    Column(
        "country",
        _("Country or region"),
        bilingual("partner__name", "partners.code"),
        _("Where it belongs."),
        cell="optional",
    ),
    MEASURES,
    reading(),
    *english_columns(Organisation.English),
    identifier_column(
        "corporate_number",
        _("Corporate number"),
        _("13 digits of the National Tax Agency; empty where nobody has checked it."),
        OrganisationIdentifier,
        "organisation",
        OrganisationIdentifier.Scheme.CORPORATE_NUMBER,
    ),
    entry("organisation", "slug"),
)


ORGANISATIONS = ListPage(
    name="organisations",
    key=("slug",),
    title=_("Organisations"),
    lead=_(
        "Ministries, agencies, think tanks, companies, forums and office-holders that sources name."
    ),
    entries=Organisation.objects.for_list,
    filterset_class=OrganisationFilterSet,
    columns=COLUMNS,
    sorts=(
        used_by_name(MEASURES, "pk", label=WITHOUT_LAST),
        most(MEASURES, "pk", label=_("Most measures first")),
        by_kind(Organisation.Kind, "pk"),
    ),
    per_page=100,
)
