"""The list of partners."""

from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _

from policies.lists.columns import (
    entry,
    joined_names,
    name_columns,
    reading,
    related_count,
)
from policies.lists.conditions import NAMES, READINGS, in_name_order, partners
from policies.lists.orders import WITHOUT_LAST, by_kind, most, name_sort, used_by_name
from policies.models import (
    Partner,
    PartnerAlias,
)
from portal.lists.columns import Column, Kind
from portal.lists.declaration import ListPage
from portal.lists.filters import ChoiceFacet, RelatedFacet, Search
from portal.lists.filterset import ListFilterSet
from portal.lists.initials import initials
from portal.lists.values import Codes, Several, bilingual, flag, label

PARTNER_KINDS = [each for each in Partner.Kind.choices if each[0] not in Partner.PARTS]
PLACE_KINDS = [each for each in Partner.Kind.choices if each[0] in Partner.PARTS]
PARTNER_TEXTS = ("code", "alpha3", "iso3166_2", "note_ja", *READINGS)


class PartnerFilterSet(ListFilterSet):
    model = Partner

    q = Search(titles=(*NAMES, "iso2"), texts=PARTNER_TEXTS, names=NAMES)
    kana, letter = initials()
    kind = ChoiceFacet(label=_("Kind"), choices=PARTNER_KINDS)
    member_of = RelatedFacet(
        field_name="groups",
        key="code",
        label=_("Member of"),
        queryset=Partner.objects.filter(kind=Partner.Kind.GROUP),
        order=in_name_order,
    )


MEASURES = Column(
    "measures",
    _("Measures"),
    related_count(Partner, "measures", "measure", narrower=True),
    _("Measures in which it has a part, or a member or part of it."),
    Kind.INTEGER,
    cell="number",
)
COLUMNS = (
    Column("code", _("Code"), "code", _("Part of the permanent address.")),
    *name_columns(),
    Column(
        "other_names",
        _("Other names"),
        joined_names(PartnerAlias, "partner"),
        _("Other names, short forms and misprints."),
        cell="optional",
    ),
    Column(
        "kind", _("Kind"), label("kind", Partner.Kind), _("Country, region or group."), cell="text"
    ),
    Column(
        "iso2", _("ISO 3166-1 code"), "iso2", _("Two letters; empty for groups."), cell="optional"
    ),
    Column(
        "members",
        _("Members"),
        Several(
            lambda: Partner.objects.filter(groups=OuterRef("pk")).order_by("code"),
            bilingual("name"),
            Codes("member_codes", "code", "partners.code"),
        ),
        _("Members of a group, where the record names them."),
    ),
    MEASURES,
    Column("note", _("Note"), bilingual("note"), _("What sets it apart."), cell="optional"),
    reading(),
    Column("alpha3", _("ISO 3166-1 alpha-3"), "alpha3", _("Three letters; of countries alone.")),
    Column("m49", _("M49"), "m49", _("Three digits of the United Nations; regions have one too.")),
    Column(
        "counts_members",
        _("Counts its members"),
        flag("counts_members", _("yes")),
        _("Filled where sources that name the group mean its members."),
    ),
    entry("partner", "code"),
)


PARTNERS = ListPage(
    name="partners",
    key=("code",),
    title=_("Partners"),
    lead=_("Countries, regions and groups that measures are directed at or made with."),
    entries=Partner.objects.for_list,
    filterset_class=PartnerFilterSet,
    columns=COLUMNS,
    sorts=(
        used_by_name(MEASURES, "pk", label=WITHOUT_LAST),
        most(MEASURES, "pk", label=_("Most measures first")),
        by_kind(Partner.Kind, "pk"),
    ),
    per_page=100,
)


class PlaceFilterSet(ListFilterSet):
    model = Partner

    q = Search(titles=(*NAMES, "iso2"), texts=PARTNER_TEXTS, names=NAMES)
    kana, letter = initials()
    kind = ChoiceFacet(label=_("Kind"), choices=PLACE_KINDS)
    country = partners("part_of", _("Country"))


PLACES = ListPage(
    name="places",
    key=("code",),
    title=_("Places in countries"),
    lead=_(
        "Subdivisions of countries, towns and districts that sources name. They are not partners."
    ),
    entries=Partner.objects.parts,
    filterset_class=PlaceFilterSet,
    columns=(
        Column("code", _("Code"), "code", _("Part of the permanent address.")),
        *name_columns(),
        reading(),
        Column(
            "other_names",
            _("Other names"),
            joined_names(PartnerAlias, "partner"),
            _("Other names, short forms and misprints."),
            cell="optional",
        ),
        Column(
            "kind",
            _("Kind"),
            label("kind", Partner.Kind),
            _("Subdivision of ISO 3166-2, or a town or district."),
            cell="text",
        ),
        Column(
            "country",
            _("Country"),
            bilingual("part_of__name", "partners.code"),
            _("Where it lies."),
            cell="text",
        ),
        Column(
            "iso3166_2",
            _("ISO 3166-2 code"),
            "iso3166_2",
            _("Empty for towns and districts, which that standard leaves out."),
            cell="optional",
        ),
        MEASURES,
        Column("note", _("Note"), bilingual("note"), _("What sets it apart."), cell="optional"),
        entry("partner", "code"),
    ),
    sorts=(
        name_sort("pk"),
        most(MEASURES, "pk", label=_("Most measures first")),
        name_sort("name_order_ja", "pk", path="part_of__", name="country", label=_("By country")),
    ),
    per_page=100,
    home=False,
)
