"""Questions: they refuse, count, read themselves back, and lead out again."""

import collections
import urllib.parse

import pytest
from django.http import QueryDict
from django.utils import translation
from pyroaring import BitMap

from measures.lists.measures import MeasureFilterSet
from measures.models import (
    BudgetLine,
    Measure,
    MeasureOrganisation,
    MeasurePartner,
    MeasurePillar,
    MeasureSubject,
)
from policies.lists.partners import PartnerFilterSet
from policies.lists.subjects import SubjectFilterSet
from policies.models import Framework, Partner, Pillar, Subject
from portal.lists.filters import FacetFilter, Only, Part, RelatedFacet, Search
from portal.lists.filterset import ListFilterSet
from portal.pages.lists import LISTS
from tests.cases import for_each
from tests.entries import Maker, Vocabulary, measure
from tests.list_requests import list_request, takes_a_day

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture(autouse=True)
def japanese():
    """Words are read in Japanese unless a test says otherwise."""
    with translation.override("ja"):
        yield


def measures(query: str = "") -> MeasureFilterSet:
    """The questions of the list of measures, asked."""
    return MeasureFilterSet(QueryDict(query), queryset=Measure.objects.published())


def asked(listing, pairs=()):
    """The questions of a list, asked."""
    query = QueryDict(urllib.parse.urlencode(list(pairs)))
    return listing.filterset_class(query, queryset=listing.entries())


def options(questions):
    """The values of every question that has some, with their words."""
    asked = questions.filters.items()
    return {name: questions.offered(name) for name, each in asked if isinstance(each, FacetFilter)}


def facet(questions, name):
    """One facet of a list, with all its values by value."""
    questions.FOLDED = 1_000_000
    found = next(each for each in questions.facets if each.name == name)
    return {each.value: each for each in (*found.values, *found.rest)}


def counts(questions, name) -> dict[str, int]:
    """The counts of one facet."""
    return {value: each.count for value, each in facet(questions, name).items()}


def slugs(questions) -> set[str]:
    """The measures found."""
    assert questions.faults == []
    return set(questions.qs.values_list("slug", flat=True))


# What is refused.


def test_without_conditions_everything_is_found():
    questions = measures()
    assert questions.faults == []
    assert questions.conditions == {}
    assert questions.qs.count() == Measure.objects.published().count()


def test_a_value_that_is_not_known_is_named():
    (fault,) = measures("kind=nonsense").faults
    assert "kind=nonsense" in fault
    (fault,) = measures("partner=atlantis").faults
    assert "atlantis" in fault


def test_a_parameter_that_is_not_known_is_named_with_those_that_are():
    (fault,) = measures("colour=blue").faults
    assert "colour" in fault
    for name in MeasureFilterSet.base_filters:
        assert name in fault


def test_where_and_how_are_no_conditions():
    questions = measures("page=2&sort=name&profile=data")
    assert questions.faults == []
    assert questions.conditions == {}


def test_a_date_is_taken_in_any_precision():
    for day in ("2026", "2026-03", "2026-03-19", "2026-22", "2025-10-25/2025-10-26"):
        assert measures(f"since={day}").faults == []
    for day in ("2026-13", "soon", "19.3.2026", "3/9/2026", "20260319x"):
        (fault,) = measures(f"since={day}").faults
        assert day in fault


def test_two_bad_values_are_two_faults():
    assert len(measures("kind=nonsense&status=nonsense&colour=blue").faults) == 3


@for_each("listing", LISTS, ids=lambda listing: listing.name)
def test_every_question_has_words_and_every_value_too(listing):
    # What may be asked of a day alone is offered once one is named.
    questions = asked(listing, [("on", "2026")] if takes_a_day(listing) else ())
    assert isinstance(next(iter(questions.filters.values())), Search), "the search box comes first"
    for name, question in questions.filters.items():
        assert str(question.label).strip()
        assert isinstance(question, FacetFilter | Search | Only | Part)
        for value, words in questions.offered(name).items():
            assert value
            assert words.strip()
    names = [field.name for field in questions.free_fields]
    switches = {name for name, each in questions.filters.items() if isinstance(each, Only)}
    assert {*names, *options(questions), *switches} == set(questions.filters)


# What is found.


@pytest.mark.bundled
def test_several_values_of_one_question_are_any_of_them():
    laws, bills = slugs(measures("kind=law")), slugs(measures("kind=bill"))
    assert laws
    assert bills
    assert slugs(measures("kind=law&kind=bill")) == laws | bills


@pytest.mark.bundled
def test_several_questions_must_all_be_met():
    both = slugs(measures("kind=export-control&jurisdiction=cn"))
    assert both
    assert both == slugs(measures("kind=export-control")) & slugs(measures("jurisdiction=cn"))


@pytest.mark.bundled
def test_a_path_through_many_rows_finds_each_row_once():
    many = Measure.objects.get(slug="supply-chain-budget")
    assert many.subjects.count() > 3
    query = "&".join(f"subject={row.subject.slug}" for row in many.subjects.all())
    found = list(measures(query).qs.values_list("slug", flat=True))
    assert many.slug in found
    assert len(found) == len(set(found))


@pytest.mark.bundled
def test_two_parts_of_one_partner_count_once():
    one = Measure.objects.filter(partners__isnull=False).first()
    row = one.partners.first()
    others = [role for role in MeasurePartner.Role.values if role != row.role]
    MeasurePartner.objects.create(
        measure=one, partner=row.partner, role=others[0], section=row.section, phrase="x"
    )
    questions = measures(f"partner={row.partner.code}")
    expected = MeasurePartner.objects.filter(partner=row.partner, measure__published=True).values(
        "measure"
    )
    assert questions.qs.count() == expected.distinct().count()
    assert counts(measures(), "partner")[row.partner.code] == questions.qs.count()


@pytest.mark.bundled
def test_a_condition_leaves_order_and_annotations_alone():
    queryset = Measure.objects.with_headline().newest()
    subjects = list(
        Subject.objects.filter(measures__isnull=False).distinct().values_list("slug", flat=True)
    )
    found = MeasureFilterSet.base_filters["subject"].filter(queryset, subjects)
    assert len(subjects) > 1
    assert found.query.order_by == queryset.query.order_by
    assert len(found) == len({each.pk for each in found})
    assert hasattr(found[0], "headline_date")


@pytest.mark.bundled
def test_a_pillar_is_named_with_its_framework():
    first = MeasurePillar.objects.select_related("pillar__framework").first().pillar
    found = slugs(measures(f"pillar={first.framework.slug}/{first.slug}"))
    assert found == set(first.measures.values_list("measure__slug", flat=True))
    for bad in (first.slug, f"{first.slug}/{first.framework.slug}", f"no-such/{first.slug}", "/"):
        assert measures(f"pillar={bad}").faults != []


@pytest.mark.bundled
def test_pillars_of_one_name_in_two_frameworks_stay_apart():
    words = Vocabulary(Maker("apart", "別の語"), 1)
    here, there = Framework.objects.exclude(pk=words.frameworks[0].pk)[:2]
    read = {"section": words.section, "phrase": "語", "name_ja": "同じ", "name_en": "Same"}
    pillars = [
        Pillar.objects.create(framework=each, slug="same-name", **read) for each in (here, there)
    ]
    found = Measure.objects.order_by("slug")[:2]
    for pillar, each in zip(pillars, found, strict=True):
        row = {"section": words.section, "phrase": "語"}
        MeasurePillar.objects.create(measure=each, pillar=pillar, **row)
    assert slugs(measures(f"pillar={here.slug}/same-name")) == {found[0].slug}
    assert slugs(measures(f"pillar={there.slug}/same-name")) == {found[1].slug}
    both = f"pillar={here.slug}/same-name&pillar={there.slug}/same-name"
    assert slugs(measures(both)) == {each.slug for each in found}
    assert counts(measures(), "pillar")[f"{there.slug}/same-name"] == 1


@pytest.mark.bundled
def test_joint_acts_can_be_asked_for():
    """A jurisdiction that no side has is a value of its own."""
    joint = set(
        Measure.objects.published().filter(jurisdiction=None).values_list("slug", flat=True)
    )
    assert joint
    assert slugs(measures(f"jurisdiction={RelatedFacet.NONE}")) == joint
    assert counts(measures(), "jurisdiction")[RelatedFacet.NONE] == len(joint)
    japan = slugs(measures("jurisdiction=jp"))
    assert slugs(measures(f"jurisdiction=jp&jurisdiction={RelatedFacet.NONE}")) == japan | joint
    (chip,) = measures(f"jurisdiction={RelatedFacet.NONE}").chips
    assert chip.value not in {"", RelatedFacet.NONE}


def test_nothing_can_be_asked_for_only_where_it_is_offered():
    assert measures(f"subject={RelatedFacet.NONE}").faults != []
    assert measures(f"kind={RelatedFacet.NONE}").faults != []


def test_jurisdictions_cover_every_measure():
    assert sum(counts(measures(), "jurisdiction").values()) == measures().qs.count()


# How often.


SAMPLE = 5


@for_each("listing", LISTS, ids=lambda listing: listing.name)
def test_a_count_is_what_its_value_leads_to(listing):
    """For every facet of every list: the most frequent values, and the rarest."""
    wrong = {}
    for name in (each.name for each in asked(listing).facets):
        found = sorted(counts(asked(listing), name).items(), key=lambda pair: -pair[1])
        for value, count in dict(found[:SAMPLE] + found[-SAMPLE:]).items():
            questions = asked(listing, [(name, value)])
            assert questions.faults == []
            if questions.qs.count() != count:
                wrong[f"{name}={value}"] = (count, questions.qs.count())
    assert wrong == {}, "stated and found"


@pytest.mark.bundled
@pytest.mark.parametrize(
    "query",
    ["kind=law", "q=輸出", "subject=rare-earths", "jurisdiction=cn&since=2025", "status=held&q=AI"],
)
def test_a_count_keeps_all_other_conditions(query):
    pairs = urllib.parse.parse_qsl(query)
    assert measures(query).qs.exists()
    for name in ("kind", "status", "jurisdiction", "partner"):
        others = [pair for pair in pairs if pair[0] != name]
        for value, count in list(counts(measures(query), name).items())[:6]:
            found = measures(urllib.parse.urlencode([*others, (name, value)]))
            assert found.qs.count() == count, f"{query}: {name}={value}"


def test_a_question_leaves_its_own_condition_out_of_its_counts():
    assert counts(measures("kind=law"), "kind") == counts(measures(), "kind")
    narrowed = counts(measures("kind=law"), "status")
    assert sum(narrowed.values()) == measures("kind=law").qs.count()
    assert narrowed != counts(measures(), "status")


def test_counts_are_those_of_the_record():
    """Counted once more, without the database's help."""
    published = set(Measure.objects.published().values_list("pk", flat=True))
    for name, model, path in (
        ("subject", MeasureSubject, "subject__slug"),
        ("partner", MeasurePartner, "partner__code"),
        ("organisation", MeasureOrganisation, "organisation__slug"),
    ):
        pairs = {
            pair for pair in model.objects.values_list(path, "measure") if pair[1] in published
        }
        expected = collections.Counter(value for value, _measure in pairs)
        found = counts(measures(), name)
        assert {value: count for value, count in found.items() if count} == dict(expected)


@pytest.mark.bundled
def test_a_value_that_leads_to_nothing_shows_zero():
    found = counts(measures("kind=law"), "partner")
    assert set(found) == set(counts(measures(), "partner"))
    assert 0 in found.values()
    unused = set(Measure.Kind.values) - set(
        Measure.objects.published().values_list("kind", flat=True)
    )
    assert {counts(measures(), "kind")[kind] for kind in unused} <= {0}


@pytest.mark.bundled
def test_chosen_values_are_shown_even_when_the_facet_is_long():
    values = facet(measures(), "subject")
    rarest = list(values)[-1]
    found = next(each for each in measures(f"subject={rarest}").facets if each.name == "subject")
    assert found.open
    assert [each.value for each in found.values if each.chosen] == [rarest]
    assert rarest not in [each.value for each in found.rest]
    assert len(found.values) == measures().SHOWN + 1
    closed = next(each for each in measures().facets if each.name == "subject")
    assert not closed.open
    assert len(closed.values) == measures().SHOWN


def test_entries_come_by_frequency_and_fixed_words_in_their_order():
    frequencies = list(counts(measures(), "subject").values())
    assert frequencies == sorted(frequencies, reverse=True)
    assert list(counts(measures(), "kind")) == Measure.Kind.values


@pytest.mark.parametrize("listing", LISTS, ids=lambda listing: listing.name)
def test_facets_need_few_queries(listing, django_assert_max_num_queries):
    """One for the counts of a facet and one for its values; the search reads each text once."""
    questions = asked(listing, [("q", "の")])
    paths = len(questions.filters["q"].texts)
    with django_assert_max_num_queries(paths + 1 + 2 * len(options(questions)) + 2):
        assert questions.facets is not None
        assert questions.chips


# In words.


@pytest.mark.bundled
def test_conditions_read_back_in_words():
    questions = measures("kind=law&kind=bill&partner=us&q=AI&since=2025-10")
    assert questions.conditions == {
        "q": ["AI"],
        "kind": ["law", "bill"],
        "partner": ["us"],
        "since": ["2025-10"],
    }
    sentence = dict(questions.sentence)
    words = {str(Measure.Kind.LAW.label), str(Measure.Kind.BILL.label)}
    kind = str(questions.filters["kind"].label)
    assert all(word in sentence[kind] for word in words)
    assert sentence[str(questions.filters["partner"].label)] == str(Partner.objects.get(code="us"))
    assert [chip.value for chip in questions.chips] == [
        "AI",
        str(Measure.Kind.LAW.label),
        str(Measure.Kind.BILL.label),
        str(Partner.objects.get(code="us")),
        "2025年10月",
    ]


def test_words_follow_the_language():
    with translation.override("en"):
        (chip,) = measures("kind=law").chips
        assert (chip.label, chip.value) == ("Kind", "Law")
        assert measures("kind=law&kind=bill").sentence == [("Kind", "Law or Bill")]


def test_each_chip_leads_to_the_list_without_it():
    questions = measures("kind=law&kind=bill&q=AI&sort=name&page=3")
    ways = {chip.value: QueryDict(chip.without) for chip in questions.chips}
    assert ways["AI"] == QueryDict("kind=law&kind=bill&sort=name")
    assert ways[str(Measure.Kind.LAW.label)] == QueryDict("kind=bill&q=AI&sort=name")
    assert ways[str(Measure.Kind.BILL.label)] == QueryDict("kind=law&q=AI&sort=name")


def test_a_value_given_twice_is_one_condition():
    questions = measures("kind=law&kind=law")
    assert len(questions.chips) == 1
    assert questions.chips[0].without == ""
    assert slugs(questions) == slugs(measures("kind=law"))


def test_of_two_texts_the_one_in_force_is_read_back():
    """A form takes the last; the words on the page must say the same."""
    questions = measures("q=AI&q=輸出")
    assert slugs(questions) == slugs(measures("q=輸出"))
    (chip,) = questions.chips
    assert chip.value == "輸出"
    assert chip.without == ""


def test_white_space_is_no_condition():
    assert measures("q=%20%E3%80%80%20").chips == []
    assert measures("q=%20%E3%80%80%20").qs.count() == measures().qs.count()


def test_text_in_an_address_is_quoted():
    questions = measures(urllib.parse.urlencode([("q", "a&b=c#d"), ("kind", "law")]))
    kind = questions.chips[1]
    assert QueryDict(kind.without) == QueryDict(urllib.parse.urlencode({"q": "a&b=c#d"}))


@pytest.mark.bundled
def test_an_empty_list_shows_ways_out():
    query = "kind=law&kind=bill&partner=au&q=" + urllib.parse.quote("存在しない語句")
    questions = measures(query)
    assert questions.qs.count() == 0
    found = {QueryDict(each.without).urlencode(): each.count for each in questions.escapes}
    assert len(found) == 3
    for way, count in found.items():
        assert measures(way).qs.count() == count
    assert found[QueryDict("kind=law&kind=bill&partner=au").urlencode()] == (
        measures("kind=law&kind=bill&partner=au").qs.count()
    )


def test_a_way_out_begins_on_the_first_page_and_keeps_the_order():
    (escape,) = measures("q=zzzz&page=2&sort=name").escapes
    assert escape.without == "sort=name"


# Single questions.


def test_members_of_a_group_are_found():
    group = Partner.objects.filter(members__isnull=False).first()
    questions = PartnerFilterSet(
        QueryDict(f"member_of={group.code}"), queryset=Partner.objects.for_list()
    )
    assert questions.faults == []
    assert set(questions.qs) == set(group.members.all())


def test_narrower_subjects_are_found():
    broad = Subject.objects.filter(narrower__isnull=False).first()
    questions = SubjectFilterSet(
        QueryDict(f"broader={broad.slug}"), queryset=Subject.objects.for_list()
    )
    assert set(questions.qs) == set(broad.narrower.all())
    assert questions.faults == []


def test_fiscal_years_are_those_of_the_lines():
    listing = next(each for each in LISTS if each.name == "budgets")
    years = list(asked(listing).offered("fiscal_year"))
    lines = BudgetLine.objects.published().exclude(fiscal_year=None)
    expected = sorted({line.fiscal_year for line in lines}, reverse=True)
    assert years == [str(year) for year in expected]
    for year in expected:
        found = asked(listing, [("fiscal_year", year)])
        assert {line.fiscal_year for line in found.qs} == {year}


@pytest.mark.bundled
def test_a_search_is_asked_once_for_all_facets(django_assert_num_queries):
    questions = measures("q=輸出&kind=law")
    assert questions.found
    assert any(options(questions).values())
    with django_assert_num_queries(0):
        assert questions.facets


@pytest.mark.bundled
def test_a_long_facet_leaves_its_end_to_the_list_of_its_entries():
    found = next(each for each in measures().facets if each.name == "subject")
    every = len(measures().offered("subject"))
    assert len(found.values) == ListFilterSet.SHOWN
    assert len(found.rest) == ListFilterSet.FOLDED
    assert found.more == every - len(found.values) - len(found.rest) > 0
    assert found.listing == "subjects"
    last = min(facet(measures(), "subject").values(), key=lambda value: value.count)
    chosen = next(
        each for each in measures(f"subject={last.value}").facets if each.name == "subject"
    )
    assert last.value in {each.value for each in chosen.values}, "what is chosen is always shown"


@pytest.mark.bundled
def test_one_measure_is_asked_for_and_not_counted():
    """A facet with as many values as the list has rows would help nobody."""
    listing = next(each for each in LISTS if each.name == "provisions")
    measure = Measure.objects.filter(provisions__isnull=False).order_by("pk").first()
    questions = asked(listing, [("measure", measure.slug)])
    assert "measure" not in {each.name for each in questions.facets}
    assert set(questions.found) == set(measure.provisions.values_list("pk", flat=True))
    assert [chip.value for chip in questions.chips] == [str(measure)]


def test_what_one_visitor_asked_for_is_not_offered_to_the_next():
    """Words are kept in the process; a value without rows stays with who asked for it."""
    unused = Partner.objects.filter(measures=None).order_by("pk").first()
    listing = next(each for each in LISTS if each.name == "measures")
    with_it = list_request(listing, f"/?partner={unused.code}").filterset
    assert with_it.offered("partner")[unused.code] == str(unused)
    assert with_it.found == BitMap()
    without = list_request(listing, "/").filterset
    assert unused.code not in without.offered("partner")


def test_values_of_unpublished_measures_are_not_offered():
    words = Vocabulary(Maker("apart", "別の語"), 1)
    before = {listing.name: options(asked(listing)) for listing in LISTS}
    hidden = measure(Maker("secret", "ひそかな語"), words, published=False)
    after = {listing.name: options(asked(listing)) for listing in LISTS}
    assert after == before
    Measure.objects.filter(pk=hidden.pk).update(published=True)
    assert words.subjects[0].slug in measures().offered("subject")
