"""Building blocks: texts looked at, and the vocabularies that published measures use."""

from collections.abc import Iterator

from django.db.models import Case, F, Value, When
from django.db.models.functions import Concat
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from measures.models import BudgetLine, Measure, Stage
from measures.models.budget import ADDED
from policies.lists.conditions import NAMES, READINGS, in_name_order
from policies.models import Partner, Pillar
from policies.models.naming import name_order
from portal.dates.edtf import fiscal_year_label
from portal.lists.columns import TEXT
from portal.lists.filters import ChoiceFacet, RelatedFacet, Search
from portal.lists.request import ListRequest
from portal.search.corpus import Figures

# What a measure is called, how that is read, and everything else that people search for: the texts
# of its page, and the names and readings of what it is about.
MEASURE_NAMES = ("title_ja", "title_en", "names__name")
MEASURE_READINGS = ("reading", "names__reading")
MEASURE_TEXTS = (
    "identifiers__value",
    "summary_ja",
    "summary_en",
    "provisions__heading_ja",
    "provisions__text_ja",
    "provisions__text_en",
    "milestones__label_ja",
    "milestones__label_en",
    "milestones__phrase",
    "citations__phrase",
    "subjects__subject__name_ja",
    "subjects__subject__name_en",
    "subjects__subject__aliases__name",
    "subjects__subject__reading",
    "subjects__subject__aliases__reading",
    "partners__partner__name_ja",
    "partners__partner__name_en",
    "partners__partner__aliases__name",
    "partners__partner__reading",
    "partners__partner__aliases__reading",
    "organisations__organisation__name_ja",
    "organisations__organisation__name_en",
    "organisations__organisation__abbreviation",
    "organisations__organisation__aliases__name",
    "organisations__organisation__reading",
    "organisations__organisation__aliases__reading",
    "targets__printed",
    "targets__label_ja",
    "targets__label_en",
    "budget_lines__label_ja",
    "budget_lines__label_en",
    "budget_lines__printed",
    "printed_totals__printed",
    "export_control__items_ja",
    "export_control__items_en",
    "agreement__venue_ja",
)
# How much a find counts there where all kinds of entries are in one order.
MEASURE_WEIGHTS = {"subjects": 1.0, "partners": 1.0, "organisations": 1.0, "summary": 0.9}
# The stages of budgets in the words that people use.
STAGES = {
    "補正予算": (Stage.SUPPLEMENTARY,),
    "補正": (Stage.SUPPLEMENTARY,),
    "当初予算": (Stage.INITIAL, Stage.INITIAL_DRAFT),
    "当初": (Stage.INITIAL, Stage.INITIAL_DRAFT),
    "概算要求": (Stage.REQUEST,),
    "要求額": (Stage.REQUEST,),
    "予算案": (Stage.INITIAL_DRAFT,),
    "supplementary budget": (Stage.SUPPLEMENTARY,),
    "initial budget": (Stage.INITIAL, Stage.INITIAL_DRAFT),
    "draft budget": (Stage.INITIAL_DRAFT,),
    "budget request": (Stage.REQUEST,),
}
# What people call amounts of budgets.
BUDGET_WORDS = ("予算", "予算額", "budget", "budgets")


def row_search(
    *paths: str, whole: bool = False, figures: Figures | None = None, **refs: bool
) -> Search:
    """Words in what a row says itself, in its phrase, or in the names of its measure.

    With `whole` in all that its measure is found by. `refs` are further rows it is found by.
    """
    return Search(
        titles=paths,
        texts=("phrase",),
        refs={"measure": whole, **refs},
        owner="measure",
        figures=figures,
    )


def budget_figures(**more: str | bool) -> Figures:
    """Where rows of budgets tell amount, fiscal year and stage."""
    return Figures(
        amount="amount",
        currency="currency",
        year="fiscal_year",
        stage="stage",
        about="subject",
        stages=STAGES,
        called=BUDGET_WORDS,
        **more,
    )


def by_name(thing: str, *paths: str) -> Search:
    """Words in the names of the thing that a row gives a part, or in those of its measure.

    Its phrase is a name of the thing, or nearly so, and rows of this kind are the most.
    """
    return Search(titles=paths, refs={"measure": False, thing: False}, owner="measure")


def number_of_these(list_request: ListRequest, question: str, value: str) -> int:
    """How many of the rows found have a value of a question besides."""
    rows = list_request.state.facets[question].get(value, BitMap())
    return list_request.filterset.found.intersection_cardinality(rows)


def meaning_of(words: str) -> Promise:
    """The address of the help that says what some fixed words mean."""
    return format_lazy("{}#{}", reverse_lazy("help-record"), words)


def measures(field: str = "measure", label: str = "") -> RelatedFacet:
    """Which measures a row names in a field; few enough to be counted."""
    return RelatedFacet(
        field_name=field,
        key="slug",
        label=label or _("Measure"),
        queryset=Measure.objects.published(),
        order=in_name_order,
        find=(*MEASURE_NAMES, *MEASURE_READINGS),
    )


def one_measure() -> RelatedFacet:
    """Rows of single measures: asked by links from their pages, as there are too many to count."""
    return RelatedFacet(
        key="slug", label=_("Measure"), queryset=Measure.objects.published(), counted=False
    )


def jurisdictions(
    path: str, label: str = "", none: str = _("Joint, without Japan")
) -> RelatedFacet:
    """Whose act it is; with `none` joint acts are among them.

    The act of a member is none of its group, nor that of a province one of its country.
    """
    return RelatedFacet(
        field_name=path,
        key="code",
        label=label or _("Jurisdiction"),
        none=none,
        queryset=Partner.objects.all(),
        order=in_name_order,
        find=(*NAMES, *READINGS),
    )


class PillarChoice(ChoiceFacet):
    """Any of several pillars, named `framework/pillar`: a slug is unique in its framework."""

    of = Pillar

    def __init__(self, *args, **kwargs):
        super().__init__(*args, choices=pillars, **kwargs)

    def group(self):
        path = self.field_name
        slugs = (F(f"{path}__framework__slug"), Value("/"), F(f"{path}__slug"))
        return Concat(*slugs, output_field=TEXT)

    def options(self, used):
        return ((value, words) for value, words in super().options(used) if value in used)


class AddedChoice(ChoiceFacet):
    """Lines that tables add up, or those that stand outside, or both."""

    YES, NO = "yes", "no"
    CHOICES = ((YES, _("Included in totals")), (NO, _("Not included in totals")))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, choices=self.CHOICES, **kwargs)

    def group(self):
        return Case(When(ADDED, then=Value(self.YES)), default=Value(self.NO), output_field=TEXT)


def pillars(using: str) -> Iterator[tuple[str, str]]:
    """All pillars, with their framework: schemes by name, the pillars of each as it prints them."""
    found = Pillar.objects.using(using).select_related("framework")
    for pillar in found.order_by(name_order("framework__"), "framework__slug", "position"):
        words = gettext("%(pillar)s (%(framework)s)")
        named = words % {"pillar": pillar, "framework": pillar.framework}
        yield f"{pillar.framework.slug}/{pillar.slug}", named


def fiscal_years(using: str) -> Iterator[tuple[int, str]]:
    """The fiscal years of the budget lines, newest first."""
    lines = BudgetLine.objects.using(using).published().order_by("-fiscal_year")
    years = lines.values_list("fiscal_year", flat=True)
    for year in years.filter(fiscal_year__isnull=False).distinct():
        yield year, fiscal_year_label(year)
