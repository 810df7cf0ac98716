"""The list of organisations and their parts in measures."""

from django.db.models import Value
from django.utils.translation import gettext_lazy as _

from measures.lists.columns import measure_columns
from measures.lists.conditions import (
    by_name,
    one_measure,
)
from measures.lists.orders import ROW, measure_sorts
from measures.models import (
    MeasureOrganisation,
)
from policies.lists.columns import entry, evidence
from policies.lists.conditions import organisations, sources
from policies.lists.orders import name_sort
from portal.lists.columns import Column
from portal.lists.declaration import ListPage
from portal.lists.filters import ChoiceFacet
from portal.lists.filterset import ListFilterSet
from portal.lists.values import bilingual, label


class MeasureOrganisationFilterSet(ListFilterSet):
    model = MeasureOrganisation

    q = by_name("organisation")
    role = ChoiceFacet(label=_("Role"), choices=MeasureOrganisation.Role)
    measure = one_measure()
    organisation = organisations()
    source = sources()


COLUMNS = (
    *measure_columns(cell="entry"),
    Column(
        "organisation",
        _("Organisation"),
        bilingual("organisation__name", "organisations.slug"),
        _("Who has a part in the measure."),
        cell="text",
        leads=("organisation", "organisation_slug"),
    ),
    Column(
        "organisation_slug",
        _("Organisation, address name"),
        "organisation__slug",
        _("Address name of the organisation."),
    ),
    Column(
        "role", _("Role"), label("role", MeasureOrganisation.Role), _("Which part."), cell="text"
    ),
    Column("role_code", _("Role, code"), "role", _("The role as a fixed code.")),
    *evidence(),
    entry("measure", "measure__slug", anchor=(Value("organisations"),)),
)


MEASURE_ORGANISATIONS = ListPage(
    name="measure-organisations",
    key=("measure_slug", "organisation_slug", "role_code"),
    title=_("Organisations and their roles"),
    lead=_("The part each organisation has in a measure, with its role."),
    entries=lambda: MeasureOrganisation.objects.published().for_list(),
    filterset_class=MeasureOrganisationFilterSet,
    columns=COLUMNS,
    sorts=measure_sorts(
        name_sort(*ROW, path="organisation__", name="organisation", label=_("By organisation"))
    ),
)
