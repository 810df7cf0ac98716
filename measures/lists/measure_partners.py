"""The list of countries, regions and groups and their parts in measures."""

from django.db.models import Value
from django.utils.translation import gettext_lazy as _

from measures.lists.columns import measure_columns
from measures.lists.conditions import (
    by_name,
    one_measure,
)
from measures.lists.orders import ROW, measure_sorts
from measures.models import (
    MeasurePartner,
)
from policies.lists.columns import entry, evidence
from policies.lists.conditions import partners, sources
from policies.lists.orders import name_sort
from portal.lists.columns import Column
from portal.lists.declaration import ListPage
from portal.lists.filters import ChoiceFacet
from portal.lists.filterset import ListFilterSet
from portal.lists.values import bilingual, label


class MeasurePartnerFilterSet(ListFilterSet):
    model = MeasurePartner

    q = by_name("partner")
    role = ChoiceFacet(label=_("Role"), choices=MeasurePartner.Role)
    measure = one_measure()
    partner = partners()
    source = sources()


COLUMNS = (
    *measure_columns(cell="entry"),
    Column(
        "partner",
        _("Country or region"),
        bilingual("partner__name", "partners.code"),
        _("Which country, region or group has a part in the measure."),
        cell="text",
        leads=("partner", "partner_code"),
    ),
    Column("partner_code", _("Country or region, code"), "partner__code", _("Its code.")),
    Column("role", _("Role"), label("role", MeasurePartner.Role), _("Which part."), cell="text"),
    Column("role_code", _("Role, code"), "role", _("The role as a fixed code.")),
    *evidence(),
    entry("measure", "measure__slug", anchor=(Value("partners"),)),
)


MEASURE_PARTNERS = ListPage(
    name="measure-partners",
    key=("measure_slug", "partner_code", "role_code"),
    title=_("Countries and their roles"),
    lead=_("The part each country, region or group has in a measure, with its role."),
    entries=lambda: MeasurePartner.objects.published().for_list(),
    filterset_class=MeasurePartnerFilterSet,
    columns=COLUMNS,
    sorts=measure_sorts(
        name_sort(*ROW, path="partner__", name="partner", label=_("By country or region"))
    ),
)
