"""The list of pillars, with the frameworks and their matrices above it.

Scheme by scheme as printed at first, as the order of pillars is a part of what a scheme says.
"""

from django.db.models import Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from policies.lists.columns import (
    entry,
    evidence,
    name_columns,
    reading,
    related_count,
)
from policies.lists.conditions import CALLED, frameworks, sources
from policies.lists.orders import name_sort, newest_source
from policies.models import (
    Framework,
    Pillar,
)
from portal.lists.columns import TEXT, Column, Kind
from portal.lists.declaration import ListPage, Sort
from portal.lists.filters import Search
from portal.lists.filterset import ListFilterSet
from portal.lists.initials import initials
from portal.lists.printed import printed_number
from portal.lists.request import ListRequest
from portal.lists.values import Fixed, bilingual
from portal.pages.pillars.matrix import legend, matrices


class PillarFilterSet(ListFilterSet):
    model = Pillar

    q = Search(
        titles=CALLED,
        texts=(
            *("number", "summary_ja", "summary_en"),
            *(f"framework__{path}" for path in CALLED),
        ),
    )
    kana, letter = initials()
    framework = frameworks()
    source = sources()


MEASURES = Column(
    "measures",
    _("Measures"),
    related_count(Pillar, "measures", "measure"),
    _("Measures that a source puts under it."),
    Kind.INTEGER,
    cell="number",
)


def pillar_code():
    """A pillar by its framework and its own name, as conditions ask for it."""
    return Concat("framework__slug", Value("/"), "slug", output_field=TEXT)


COLUMNS = (
    Column(
        "framework",
        _("Framework"),
        bilingual("framework__name", "frameworks.slug"),
        _("The scheme the pillar belongs to."),
        cell="text",
    ),
    Column(
        "framework_slug",
        _("Framework, address name"),
        "framework__slug",
        _("Address name of the framework."),
    ),
    Column("slug", _("Address name"), "slug", _("Part of the permanent address.")),
    Column(
        "number",
        _("Printed number"),
        "number",
        _("Number as printed."),
        cell="optional",
        data=(
            Column("pillar_code", "", Fixed(pillar_code), _("Framework and pillar, unique.")),
            *printed_number("number", _("Number as printed.")),
        ),
    ),
    *name_columns(),
    Column(
        "parent",
        _("Parent pillar"),
        bilingual("parent__name", "pillars.slug"),
        _("The pillar above it."),
        cell="optional",
    ),
    MEASURES,
    reading(),
    *evidence(),
    entry("pillar", "framework__slug", "slug"),
)


def framework_context(list_request: ListRequest) -> dict:
    """All frameworks side by side with their matrices, unless conditions ask for single pillars."""
    if list_request.filterset.conditions:
        return {"frameworks": [], "others": [], "matrices": [], "legend": []}
    frameworks = Framework.objects.featured().for_list()
    return {
        "frameworks": frameworks,
        "others": Framework.objects.other().for_list(),
        "matrices": [matrix for matrix in matrices(frameworks) if matrix.rows],
        "legend": legend(),
    }


# Scheme by scheme as printed.
FRAMEWORK = ("framework__section__position", "framework__slug", "position", "pk")


PILLARS = ListPage(
    name="pillars",
    key=("framework_slug", "slug"),
    title=_("Pillars"),
    lead=_(
        "The same words stand for different things in different documents."
        " Each scheme is shown as its owner sets it; none are merged."
    ),
    entries=Pillar.objects.for_list,
    filterset_class=PillarFilterSet,
    columns=COLUMNS,
    sorts=(
        Sort("framework", _("By framework"), FRAMEWORK),
        Sort(
            "measures",
            _("Most measures first"),
            lambda: (MEASURES.expression().desc(), *FRAMEWORK),
        ),
        newest_source("pk"),
        name_sort("pk"),
    ),
    template="policies/framework_list.html",
    per_page=20,
    context=framework_context,
)
