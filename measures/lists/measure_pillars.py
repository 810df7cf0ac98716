"""The list of the pillars under which sources put measures."""

from django.db.models import Value
from django.utils.translation import gettext_lazy as _

from measures.lists.columns import measure_columns
from measures.lists.conditions import by_name, one_measure
from measures.lists.orders import ROW, measure_sorts
from measures.models import Measure, MeasurePillar
from policies.lists.columns import entry, evidence
from policies.lists.conditions import frameworks, sources
from policies.lists.orders import name_sort
from portal.lists.columns import Column
from portal.lists.declaration import ListPage
from portal.lists.filters import ChoiceFacet
from portal.lists.filterset import ListFilterSet
from portal.lists.printed import printed_number
from portal.lists.values import bilingual, label


class MeasurePillarFilterSet(ListFilterSet):
    model = MeasurePillar

    q = by_name("pillar")
    framework = frameworks("pillar__framework")
    kind = ChoiceFacet(field_name="measure__kind", label=_("Kind"), choices=Measure.Kind)
    measure = one_measure()
    source = sources()


COLUMNS = (
    *measure_columns(cell="entry"),
    Column("kind", _("Kind"), label("measure__kind", Measure.Kind), _("Kind of the measure.")),
    Column("kind_code", _("Kind, code"), "measure__kind", _("The same as a fixed code.")),
    Column(
        "framework",
        _("Framework"),
        bilingual("pillar__framework__name", "frameworks.slug"),
        _("The scheme that the pillar belongs to."),
        cell="text",
    ),
    Column(
        "framework_slug",
        _("Framework, address name"),
        "pillar__framework__slug",
        _("Address name of the framework."),
    ),
    Column(
        "number",
        _("Printed number"),
        "pillar__number",
        _("Number as printed."),
        cell="optional",
        data=printed_number("pillar__number", _("Number as printed.")),
    ),
    Column(
        "pillar",
        _("Pillar"),
        bilingual("pillar__name", "pillars.slug"),
        _("Under which pillar the source puts the measure."),
        cell="text",
        leads=("pillar", "framework_slug", "pillar_slug"),
    ),
    Column(
        "pillar_slug",
        _("Pillar, address name"),
        "pillar__slug",
        _("Address name of the pillar, unique in its framework."),
    ),
    *evidence(),
    entry("measure", "measure__slug", anchor=(Value("pillars"),)),
)

MEASURE_PILLARS = ListPage(
    name="measure-pillars",
    key=("measure_slug", "framework_slug", "pillar_slug"),
    title=_("Measures and their pillars"),
    lead=_("Under which pillar of a scheme a source puts a measure."),
    entries=lambda: MeasurePillar.objects.published().for_list(),
    filterset_class=MeasurePillarFilterSet,
    columns=COLUMNS,
    sorts=measure_sorts(
        name_sort(
            *("pillar__framework__slug", "pillar__position", *ROW),
            path="pillar__framework__",
            name="pillar",
            label=_("By pillar"),
        )
    ),
)
