"""The list of the values of indicators."""

from django.db.models import Case, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from measures.lists.units import bound_column, figure_columns, largest
from measures.models import (
    DataPoint,
    Indicator,
)
from policies.lists.columns import edtf, entry, evidence
from policies.lists.conditions import TITLES, in_name_order, partners, sources
from policies.lists.orders import PRINTED, name_sort, newest, newest_source, oldest
from portal.lists.columns import TEXT, Column, Kind, in_language
from portal.lists.declaration import ListPage
from portal.lists.filters import RelatedFacet, Search
from portal.lists.filterset import ListFilterSet
from portal.lists.values import bilingual


class DataPointFilterSet(ListFilterSet):
    model = DataPoint

    q = Search(
        titles=("label_ja", "label_en"),
        texts=("printed",),
        refs={"indicator": False},
        owner="indicator",
    )
    indicator = RelatedFacet(
        key="slug",
        label=_("Indicator"),
        queryset=Indicator.objects.all(),
        order=in_name_order,
        find=TITLES,
    )
    partner = partners()
    source = sources()


def unit():
    """The unit of a value, that of its indicator where it has none of its own."""
    return Coalesce(
        Case(When(~Q(unit_ja=""), then=bilingual("unit")())),
        bilingual("indicator__unit")(),
        output_field=TEXT,
    )


printed_unit = in_language("ja", unit)
COLUMNS = (
    Column(
        "indicator",
        _("Indicator"),
        bilingual("indicator__title", "indicators.slug"),
        _("The table or chart it belongs to."),
        cell="entry",
    ),
    Column(
        "indicator_slug",
        _("Indicator, address name"),
        "indicator__slug",
        _("Address name of the indicator."),
    ),
    Column("code", _("Code"), "code", _("Code of the row, its anchor on the page.")),
    Column("label", _("Label"), bilingual("label"), _("Label of the row."), cell="text"),
    Column(
        "series",
        _("Series"),
        bilingual("series"),
        _("Series of the row, where there are several."),
        cell="optional",
    ),
    Column(
        "partner",
        _("Country or region"),
        bilingual("partner__name", "partners.code"),
        _("Whose value it is."),
        cell="optional",
    ),
    Column(
        "subject",
        _("Subject"),
        bilingual("subject__name", "subjects.slug"),
        _("What it is about."),
        cell="optional",
    ),
    *edtf("period", _("Period"), "period", _("Period in EDTF form."), cell="words"),
    Column(
        "value",
        _("Value"),
        "value",
        _("The value as a number; empty for words and levels."),
        Kind.DECIMAL,
        cell="number",
        data=(bound_column(printed_unit), *figure_columns(printed_unit)),
    ),
    Column(
        "unit",
        _("Unit"),
        unit,
        _("Unit of the value."),
        cell="optional",
    ),
    Column(
        "printed", _("As printed"), "printed", _("The value as the source gives it."), cell="text"
    ),
    *evidence(),
    entry("indicator", "indicator__slug", anchor=(Value("point-"), "code")),
)


DATA_POINTS = ListPage(
    name="data-points",
    key=("indicator_slug", "code"),
    title=_("Data points"),
    lead=_("The values of the indicators, one row each."),
    entries=DataPoint.objects.for_list,
    filterset_class=DataPointFilterSet,
    columns=COLUMNS,
    remark=_("No sum is given: values of different indicators and periods cannot be added."),
    sorts=(
        name_sort(
            *("indicator__slug", *PRINTED),
            path="indicator__",
            name="indicator",
            label=_("By indicator"),
        ),
        largest(printed_unit, "indicator__slug", *PRINTED),
        name_sort(
            *("indicator__slug", *PRINTED),
            path="partner__",
            name="partner",
            label=_("By country or region"),
        ),
        newest("period_from", "indicator__slug", *PRINTED),
        oldest("period_from", "indicator__slug", *PRINTED),
        newest_source("pk"),
    ),
)
