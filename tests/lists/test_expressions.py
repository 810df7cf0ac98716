"""What rows are counted by decides which rows are found, and which changes are logged."""

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Concat, ExtractYear

from measures.lists.agreements import AgreementFilterSet
from measures.lists.budgets import BudgetFilterSet
from measures.lists.measures import MeasureFilterSet
from measures.lists.trade_remedies import TradeRemedyFilterSet
from measures.models import Measure, Milestone
from portal.changes.models import Version
from portal.lists.expressions import paths_in, rows_with
from portal.lists.facet_index import NONE
from portal.lists.filters import FacetFilter
from portal.pages.lists import LISTS
from tests.cases import for_each

pytestmark = [pytest.mark.django_db, pytest.mark.bundled, pytest.mark.both]

COUNTED = [
    (listing, name)
    for listing in LISTS
    for name, question in listing.filterset_class.base_filters.items()
    if isinstance(question, FacetFilter) and question.counted
]


@pytest.mark.parametrize(
    ("expression", "paths"),
    [
        (F("kind"), ("kind",)),
        (F("partners__partner__code"), ("partners__partner__code",)),
        (ExtractYear(F("headline_from")), ("headline_from",)),
        (Concat(F("title_ja"), Value("/"), F("slug")), ("title_ja", "slug")),
        (
            Case(When(partners__role="target", then=F("partners__partner__code"))),
            ("partners__role", "partners__partner__code"),
        ),
        (
            Case(
                When(
                    Q(slug="a") | ~Q(headline_from__year__gte=2020, kind__in=["law"]), then=Value(1)
                ),
                default=F("title_en"),
            ),
            ("slug", "headline_from", "kind", "title_en"),
        ),
        (Case(When(Q(title_ja=F("title_en")), then=Value(1))), ("title_ja", "title_en")),
        (Value("a"), ()),
    ],
)
def test_an_expression_says_which_fields_it_reads(expression, paths):
    assert paths_in(expression, Measure) == paths


def test_a_field_that_does_not_exist_is_named():
    with pytest.raises(FieldDoesNotExist, match="colour__year"):
        paths_in(F("colour__year"), Measure)


@pytest.mark.parametrize(
    ("questions", "name", "paths"),
    [
        (MeasureFilterSet, "pillar", {"pillars__pillar__framework__slug", "pillars__pillar__slug"}),
        (BudgetFilterSet, "added", {"not_added_ja", "currency"}),
        (AgreementFilterSet, "year", {"date_from"}),
        (
            TradeRemedyFilterSet,
            "target",
            {"measure__partners__role", "measure__partners__partner__code"},
        ),
    ],
)
def test_what_is_computed_is_logged_by_what_it_is_computed_from(questions, name, paths):
    assert set(questions.base_filters[name].paths(questions.model)) == paths


@for_each(("listing", "name"), COUNTED, ids=lambda each: getattr(each, "name", each))
def test_a_value_finds_the_rows_that_are_counted_by_it(listing, name):
    """In the database as in the bitmaps, for rows without a value as well."""
    state = listing.facet_index(DEFAULT_DB_ALIAS).at(Version.objects.current())
    counted = state.facets[name]
    group, rows = listing.filterset_class.base_filters[name].group(), listing.entries().order_by()
    values = sorted(counted.keys() - {NONE})
    asked = [([value], False) for value in (*values[:3], *values[-3:])]
    asked += [(values[:2], False), (values[:1], True), ([], True)]
    for some, none in asked:
        wanted = set().union(*(counted.get(each, ()) for each in [*some, *([NONE] * none)]))
        found = rows_with(rows, group, some, none).values_list("pk", flat=True)
        assert set(found) == wanted, (some, none)


def test_one_row_must_be_all_that_is_asked():
    """A part in a measure counts with its own role, not with that of another part."""
    group = TradeRemedyFilterSet.base_filters["target"].group()
    queryset = rows_with(TradeRemedyFilterSet.model.objects.all(), group, ["cn"])
    for remedy in queryset:
        assert remedy.measure.partners.filter(partner__code="cn", role="target").exists()
    assert str(queryset.query).count('JOIN "measures_measurepartner"') == 1


def test_what_is_computed_in_another_way_is_computed_for_each_row():
    dated = Exists(Milestone.objects.filter(measure=OuterRef("pk"), code="in-force"))
    group = Case(When(dated, then=Value("yes")), default=Value("no"))
    found = set(rows_with(Measure.objects.all(), group, ["yes"]).values_list("pk", flat=True))
    assert found == set(Milestone.objects.filter(code="in-force").values_list("measure", flat=True))
