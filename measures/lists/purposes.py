"""The list of what sources say measures are for."""

from django.db.models import Value
from django.utils.translation import gettext_lazy as _

from measures.lists.columns import measure_columns
from measures.lists.conditions import meaning_of, one_measure, row_search
from measures.lists.orders import ROW, measure_sorts
from measures.models import Measure, Purpose
from policies.lists.columns import entry, evidence
from policies.lists.conditions import sources
from policies.lists.orders import placed
from portal.lists.columns import Column
from portal.lists.declaration import ListPage, Sort
from portal.lists.filters import ChoiceFacet
from portal.lists.filterset import ListFilterSet
from portal.lists.values import label


class PurposeFilterSet(ListFilterSet):
    model = Purpose

    q = row_search()
    purpose = ChoiceFacet(
        field_name="kind", label=_("Purpose"), choices=Purpose.Kind, help=meaning_of("purpose")
    )
    kind = ChoiceFacet(field_name="measure__kind", label=_("Kind"), choices=Measure.Kind)
    measure = one_measure()
    source = sources()


COLUMNS = (
    *measure_columns(cell="entry"),
    Column("kind", _("Kind"), label("measure__kind", Measure.Kind), _("Kind of the measure.")),
    Column("kind_code", _("Kind, code"), "measure__kind", _("The same as a fixed code.")),
    Column(
        "purpose",
        _("Stated purpose"),
        label("kind", Purpose.Kind),
        _("What the section says the measure is for."),
        cell="text",
    ),
    Column("purpose_code", _("Stated purpose, code"), "kind", _("The purpose as a fixed code.")),
    *evidence(),
    entry("measure", "measure__slug", anchor=(Value("purposes"),)),
)

PURPOSES = ListPage(
    name="purposes",
    key=("measure_slug", "purpose_code"),
    title=_("Stated purposes"),
    lead=_("What the sources say that measures are for; nothing where none is stated."),
    entries=lambda: Purpose.objects.published().for_list(),
    filterset_class=PurposeFilterSet,
    columns=COLUMNS,
    sorts=measure_sorts(Sort("purpose", _("By purpose"), (placed("kind", Purpose.Kind), *ROW))),
)
