"""The list of pillars, with the frameworks and their matrices above it."""

from django.db.models import Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from policies.lists.columns import (
    entry,
    evidence,
    related_count,
)
from policies.lists.conditions import sources
from policies.lists.orders import newest_source
from policies.models import (
    Framework,
    Pillar,
)
from portal.lists.columns import TEXT, Column, Kind
from portal.lists.declaration import ListPage, Sort
from portal.lists.filters import RelatedFacet, Search
from portal.lists.filterset import ListFilterSet
from portal.lists.request import ListRequest
from portal.lists.values import Fixed, bilingual
from portal.pages.pillars.matrix import legend, matrices


class PillarFilterSet(ListFilterSet):
    model = Pillar

    q = Search(
        titles=("name_ja", "name_en"),
        texts=("number", "summary_ja", "summary_en", "framework__name_ja", "framework__name_en"),
    )
    framework = RelatedFacet(key="slug", label=_("Framework"), queryset=Framework.objects.all())
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
            Column("number", "", "number", _("Number as printed.")),
        ),
    ),
    Column(
        "name", _("Name"), bilingual("name"), _("Name in the language of the page."), cell="entry"
    ),
    Column("name_ja", _("Name (Japanese)"), "name_ja", _("Japanese name.")),
    Column("name_en", _("Name (English)"), "name_en", _("English name.")),
    Column(
        "parent",
        _("Parent pillar"),
        bilingual("parent__name", "pillars.slug"),
        _("The pillar above it."),
        cell="optional",
    ),
    MEASURES,
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
    ),
    template="policies/framework_list.html",
    per_page=20,
    context=framework_context,
)
