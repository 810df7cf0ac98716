"""The list of indicators."""

from django.db.models import Case, Value, When
from django.utils.translation import gettext_lazy as _

from measures.models import (
    Indicator,
)
from policies.lists.columns import entry, evidence, reading
from policies.lists.conditions import TITLES, sources
from policies.lists.orders import SECTION, name_sort, newest_source
from portal.lists.columns import Column, Kind
from portal.lists.declaration import ListPage, Sort
from portal.lists.filters import Search
from portal.lists.filterset import ListFilterSet
from portal.lists.initials import initials
from portal.lists.values import bilingual


class IndicatorFilterSet(ListFilterSet):
    model = Indicator

    q = Search(
        titles=TITLES,
        texts=("basis_ja", "missing_ja", "points__label_ja", "points__label_en"),
    )
    kana, letter = initials()
    source = sources()


COLUMNS = (
    Column("slug", _("Address name"), "slug", _("Part of the permanent address.")),
    Column(
        "title",
        _("Title"),
        bilingual("title"),
        _("Title in the language of the page."),
        cell="entry",
    ),
    Column("title_ja", _("Title (Japanese)"), "title_ja", _("Japanese title.")),
    Column("title_en", _("Title (English)"), "title_en", _("English title.")),
    Column("unit", _("Unit"), bilingual("unit"), _("Unit of the values."), cell="optional"),
    Column("basis", _("Basis"), bilingual("basis"), _("What the values rest on."), cell="optional"),
    Column(
        "points",
        _("Number of values"),
        "point_count",
        _("How many values are recorded."),
        Kind.INTEGER,
        cell="number",
    ),
    Column(
        "missing",
        _("Why it has no points"),
        bilingual("missing"),
        _("Filled where the data of a chart is missing."),
        cell="optional",
    ),
    reading(),
    *evidence(),
    entry("indicator", "slug"),
)

WITHOUT_VALUES = Case(When(point_count__gt=0, then=Value(0)), default=Value(1))


INDICATORS = ListPage(
    name="indicators",
    key=("slug",),
    title=_("Indicators"),
    lead=_("Tables and charts of the documents; where the data is missing, this is stated."),
    entries=Indicator.objects.for_list,
    filterset_class=IndicatorFilterSet,
    columns=COLUMNS,
    sorts=(
        Sort("values", _("Those with values first"), (WITHOUT_VALUES, *SECTION, "slug")),
        newest_source("slug"),
        name_sort("slug"),
    ),
)
