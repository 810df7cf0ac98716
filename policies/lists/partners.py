"""The list of partners."""

from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _

from policies.lists.columns import (
    entry,
    joined_names,
    name_columns,
    related_count,
)
from policies.lists.conditions import NAMES
from policies.models import (
    Partner,
    PartnerAlias,
)
from portal.lists.columns import Column, Joined, Kind, bilingual, label
from portal.lists.declaration import ListPage
from portal.lists.filters import ChoiceFacet, RelatedFacet, Search
from portal.lists.filterset import ListFilterSet


class PartnerFilterSet(ListFilterSet):
    model = Partner

    q = Search(titles=(*NAMES, "iso2"), texts=("code", "note_ja"), names=NAMES)
    kind = ChoiceFacet(label=_("Kind"), choices=Partner.Kind)
    member_of = RelatedFacet(
        field_name="groups",
        key="code",
        label=_("Member of"),
        queryset=Partner.objects.filter(kind=Partner.Kind.GROUP),
    )


COLUMNS = (
    Column("code", _("Code"), "code", _("Part of the permanent address.")),
    *name_columns(),
    Column(
        "other_names",
        _("Other names"),
        joined_names(PartnerAlias, "partner"),
        _("Other names, short forms and slips."),
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
        lambda: Joined(
            Partner.objects.filter(groups=OuterRef("pk")).order_by("code"), bilingual("name")()
        ),
        _("Members of a group, where the record names them."),
    ),
    Column(
        "measures",
        _("Measures"),
        related_count(Partner, "measures", "measure", narrower=True),
        _("Measures in which it has a part, or a member or part of it."),
        Kind.INTEGER,
        cell="number",
    ),
    Column("note", _("Note"), bilingual("note"), _("What sets it apart."), cell="optional"),
    entry("partner", "code"),
)


PARTNERS = ListPage(
    name="partners",
    title=_("Partners"),
    lead=_("Countries, regions and groups that measures are directed at or made with."),
    entries=Partner.objects.for_list,
    filterset_class=PartnerFilterSet,
    columns=COLUMNS,
    per_page=100,
)
