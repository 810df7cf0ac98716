"""Who asks for a value asks for what is narrower too, in pages, files and counts, or not at all."""

import csv
import io
import itertools
import random
import urllib.parse

import pytest
from django.db import DEFAULT_DB_ALIAS
from django.utils import translation
from pyroaring import BitMap

from measures.models import Measure, MeasureOrganisation, MeasurePartner
from policies.models import Organisation, Partner, Section, Subject
from portal.changes.models import Version
from portal.lists.hierarchy import ONLY, YES, Nesting, exactly
from portal.lists.request import ListRequest
from portal.pages.lists import LISTS
from tests.entries import Maker, Vocabulary, measure
from tests.list_requests import list_request

pytestmark = [pytest.mark.django_db, pytest.mark.both]

NAMED = {listing.name: listing for listing in LISTS}
NESTED = [
    (listing.name, name)
    for listing in LISTS
    for name, question in listing.filterset_class.base_filters.items()
    if getattr(question, "hierarchy", None)
]


@pytest.fixture(autouse=True)
def english():
    """Words are compared in the language they are written in."""
    with translation.override("en"):
        yield


@pytest.fixture
def act() -> Measure:
    """A measure that visitors see, about rare metals, by the bureau, with the north of Aland."""
    found = Measure.objects.get(slug="act")
    found.published = True
    found.save()
    read = {"measure": found, "section": Section.objects.first(), "phrase": "句"}
    for model, part in (
        (MeasureOrganisation, {"organisation": Organisation.objects.get(slug="bureau")}),
        (MeasurePartner, {"partner": Partner.objects.get(code="aa-north")}),
    ):
        model.objects.filter(measure=found).delete()
        model.objects.create(role=model.Role.values[0], **part, **read)
    return found


def asked(query: str, name: str = "measures") -> ListRequest:
    """A list as a query asks it."""
    found = list_request(NAMED[name], f"/{name}/?{query}")
    assert found.faults == []
    return found


def counts(found: ListRequest, name: str) -> dict[str, int]:
    """The number beside each value of a facet, those folded away too."""
    found.filterset.FOLDED = 1_000_000
    facet = next(each for each in found.filterset.facets if each.name == name)
    return {each.value: each.count for each in (*facet.values, *facet.rest)}


def found_thrice(query: str, name: str = "measures") -> int:
    """How many rows a query finds: on the page, in its order, and in the database alike."""
    found = asked(query, name)
    rows = set(found.queryset.order_by().values_list("pk", flat=True))
    assert rows == set(found.filterset.found) == set(found.keys(0, found.count))
    return found.count


# What stands below what.


def reached(pairs: list[tuple[str, str]], start: str) -> set[str]:
    """What stands below a value, and it itself, by trying again until nothing is new."""
    seen = {start}
    while further := {narrower for narrower, broader in pairs if broader in seen} - seen:
        seen |= further
    return seen


@pytest.mark.parametrize("seed", range(40))
def test_rows_are_those_of_all_narrower_values_whatever_the_shape(seed):
    """Trees, several above one, circles."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    values = "abcdefgh"
    pairs = [
        (chance.choice(values), chance.choice(values)) for _each in range(chance.randrange(14))
    ]
    nesting = Nesting(pairs)
    rows = {value: BitMap([number, 100 + number // 2]) for number, value in enumerate(values[:6])}
    widened = nesting.widened(rows)
    for value in values:
        below = reached(pairs, value)
        assert set(nesting.within([value])) == below
        own = [rows[each] for each in below if each in rows]
        assert widened.get(value, BitMap()) == BitMap.union(BitMap(), *own)
    assert nesting.within(["a", "b", "a"])[:2] == ["a", "b"]


@pytest.mark.bundled
@pytest.mark.parametrize("model", [Subject, Organisation, Partner])
def test_the_database_walks_down_as_the_index_does(model):
    nesting = Nesting(model.objects.broader_pairs())
    for entry in model.objects.all():
        found = list(model.objects.within(entry))
        assert found[0] == entry
        assert sorted(each.pk for each in found) == sorted(nesting.within([entry.pk]))


def test_the_database_walks_in_a_circle_once():
    metals, rare = Subject.objects.get(slug="metals"), Subject.objects.get(slug="rare-metals")
    Subject.objects.filter(pk=metals.pk).update(parent=rare)
    assert (
        set(Subject.objects.within(metals)) == {metals, rare} == set(Subject.objects.within(rare))
    )


# What is found.


def test_a_value_finds_what_is_narrower(act):
    """By the tree, by a further broader subject, as a part, as a member of a group."""
    for query in (
        *("subject=rare-metals", "subject=metals", "subject=resources"),
        *("organisation=bureau", "organisation=ministry"),
        *("partner=aa-north", "partner=aa", "partner=pact"),
    ):
        assert act in asked(query).queryset, query
        assert found_thrice(query), query
        name, value = query.split("=")
        assert counts(asked(""), name)[value] == found_thrice(query)


def test_a_switch_leaves_out_what_is_narrower(act):
    for query in ("subject=metals", "subject=resources", "organisation=ministry", "partner=pact"):
        name, value = query.split("=")
        only = f"{query}&{name}{ONLY}={YES}"
        assert act not in asked(only).queryset
        assert counts(asked(f"{name}{ONLY}={YES}"), name)[value] == found_thrice(only)
        assert found_thrice(only) < found_thrice(query)
    own = f"subject=rare-metals&subject{ONLY}={YES}"
    assert found_thrice(own) == found_thrice("subject=rare-metals") == 1


def test_several_values_are_still_any_of_them(act):
    other = measure(Maker("other", "別"), Vocabulary(Maker("words", "語"), 1))
    own = other.subjects.get().subject.slug
    assert found_thrice(f"subject=metals&subject={own}") == 2
    assert found_thrice(f"subject=metals&subject={own}&subject{ONLY}={YES}") == 1
    assert found_thrice("subject=metals&subject=rare-metals") == 1
    assert found_thrice("subject=metals&partner=pact") == 1
    assert found_thrice(f"subject=metals&partner=pact&partner{ONLY}={YES}") == 0


def test_a_member_is_counted_only_where_the_group_means_its_members(act):
    pact = Partner.objects.get(code="pact")
    pact.counts_members = False
    pact.save()
    assert "pact" not in counts(asked(""), "partner")
    assert found_thrice("partner=aa") == 1


def test_an_act_is_that_of_one_alone(act):
    """What a member or a province does is not done by the group or the country."""
    act.jurisdiction = Partner.objects.get(code="aa-north")
    act.save()
    assert counts(asked(""), "jurisdiction")["aa-north"] == 1
    assert not counts(asked(""), "jurisdiction").get("aa")
    assert f"jurisdiction{ONLY}" not in NAMED["measures"].filterset_class.base_filters


def test_values_in_a_circle_are_each_below_the_other(act):
    metals, rare = Subject.objects.get(slug="metals"), Subject.objects.get(slug="rare-metals")
    Subject.objects.filter(pk=metals.pk).update(parent=rare)
    metals.refresh_from_db()
    metals.save()
    assert found_thrice("subject=metals") == found_thrice("subject=rare-metals") == 1


@pytest.mark.bundled
@pytest.mark.parametrize(("listing", "name"), NESTED)
def test_a_count_is_the_length_of_its_list_with_and_without(listing, name):
    """In the database as in the bitmaps: every value of the list of measures, some of others."""
    found, step = 0, 1 if listing == "measures" else 9
    for switch in ("", f"{name}{ONLY}={YES}"):
        for value, count in list(counts(asked(switch, listing), name).items())[::step]:
            query = urllib.parse.urlencode({name: value})
            request = asked(f"{query}&{switch}", listing)
            assert request.count == request.queryset.count() == count, (query, switch)
            found += 1
    assert found or not NAMED[listing].every.exists()


@pytest.mark.bundled
def test_a_file_has_as_many_rows_as_its_subject_counts(client):
    for value, count in list(counts(asked(""), "subject").items())[::12]:
        text = b"".join(client.get(f"/measures.csv?subject={value}").streaming_content)
        assert len(list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))) == count + 1


@pytest.mark.bundled
@pytest.mark.parametrize("name", ["subjects", "organisations", "partners"])
def test_the_list_of_a_vocabulary_counts_as_the_facet_does(name):
    """Its measures, with those of what is narrower."""
    key = "code" if name == "partners" else "slug"
    facet = counts(asked(""), name.rstrip("s"))
    rows = asked("", name).dicts(0, 10_000)
    assert len(rows) > 50
    keys = dict(NAMED[name].entries().values_list("pk", key))
    wrong = {keys[row["pk"]]: row["c_measures"] for row in rows}
    assert {value: n for value, n in wrong.items() if n != facet.get(value, 0)} == {}


@pytest.mark.bundled
def test_what_a_broader_subject_was_missing(client):
    """Rows that only the narrower subject names, on the pages they are looked for."""
    text = client.get("/export-controls.csv?subject=rare-earths").getvalue().decode()
    assert "cn-heavy-rare-earths-2025-04" in text
    only = client.get(f"/export-controls.csv?subject=rare-earths&subject{ONLY}={YES}")
    assert "cn-heavy-rare-earths-2025-04" not in only.getvalue().decode()
    chips = asked("subject=semiconductors")
    slugs = set(chips.queryset.values_list("slug", flat=True))
    assert {
        "us-chip-equipment-controls-2022-10",
        "us-ai-memory-controls-2024-12",
        "us-h20-sales-2025-07",
        "us-h200-exports-2025-12",
    } <= slugs
    assert counts(chips, "kind")["export-control"] >= 4
    assert (
        counts(asked(f"subject=semiconductors&subject{ONLY}={YES}"), "kind")["export-control"] == 0
    )


# How it follows a change.


def test_what_stands_above_follows_every_change(act):
    """A change above touches no row of the list, and yet the counts move."""
    rare = Subject.objects.get(slug="rare-metals")
    metals, other = Subject.objects.get(slug="metals"), Subject.objects.get(slug="recycling")
    north, zz = Partner.objects.get(code="aa-north"), Partner.objects.get(code="zz")
    bureau, ministry = (Organisation.objects.get(slug=each) for each in ("bureau", "ministry"))

    def count(query: str) -> int:
        name, value = query.split("=")
        request = asked("")
        assert counts(request, name).get(value, 0) == len(
            request.state.widened[name].get(value, ())
        )
        if not request.state.widened[name].get(value):
            return 0
        return found_thrice(query)

    def saved(entry, **values) -> None:
        for name, value in values.items():
            setattr(entry, name, value)
        entry.save()

    assert [count(f"subject={each}") for each in ("metals", "resources", "recycling")] == [1, 1, 0]
    saved(metals, parent=other)  # nothing names metals: no row of the list is touched
    assert [count(f"subject={each}") for each in ("metals", "resources", "recycling")] == [1, 1, 1]
    saved(rare, parent=None)
    assert [count(f"subject={each}") for each in ("metals", "resources", "recycling")] == [0, 1, 0]
    rare.broader.add(metals)
    assert [count(f"subject={each}") for each in ("metals", "resources", "recycling")] == [1, 1, 1]
    rare.broader.clear()
    assert [count(f"subject={each}") for each in ("metals", "resources", "recycling")] == [0, 0, 0]
    pact = Partner.objects.get(code="pact")
    assert count("partner=pact") == 1
    pact.members.remove(Partner.objects.get(code="aa"))
    assert count("partner=pact") == 0
    saved(north, part_of=zz)
    assert [count("partner=pact"), count("partner=zz"), count("partner=aa")] == [1, 1, 0]
    assert count("organisation=ministry") == 1
    saved(bureau, parent=None)
    assert count("organisation=ministry") == 0
    saved(ministry, parent=bureau)
    assert count("organisation=bureau") == 1


def test_the_values_above_are_read_once_for_a_version_of_the_vocabulary(
    act, django_assert_num_queries
):
    listing = NAMED["measures"]
    index = listing.filterset_class.facet_index(listing.entries)
    state = index.at(Version.objects.current())
    with django_assert_num_queries(2):  # the rows by subject, and the subjects above
        assert state.widened["subject"]["metals"]
    with django_assert_num_queries(0):
        assert state.widened["subject"]["resources"]
    act.summary_en = "Another."
    act.save()
    after = index.at(Version.objects.current())
    assert after is not state
    with django_assert_num_queries(0):
        assert after.widened["subject"] == state.widened["subject"]


# How it is said.


def test_conditions_say_whether_they_stand_for_more(act):
    wide = asked("subject=metals").filterset
    assert wide.sentence == [("Subject", "Metals (narrower subjects included)")]
    (turn,) = wide.turns
    assert (turn.label, turn.count) == ("This subject only", 0)
    assert turn.query == urllib.parse.urlencode(exactly("subject", "metals"))
    only = asked(turn.query).filterset
    assert [chip.value for chip in only.chips] == ["Metals only"]
    (back,) = only.turns
    assert (back.label, back.query, back.count) == (
        "Include narrower subjects",
        "subject=metals",
        1,
    )
    plain = asked("subject=rare-metals").filterset
    assert plain.sentence == [("Subject", "Rare metals")]
    assert plain.turns == []
    parts = asked("organisation=ministry&partner=pact").filterset.sentence
    assert [words for _name, words in parts] == [
        "Pact (members and parts included)",
        "Ministry (its parts included)",
    ]


def test_the_last_value_takes_its_switch_along(act):
    asks = f"kind=law&subject=metals&subject=rare-metals&subject{ONLY}={YES}"
    chips = {chip.value: chip.without for chip in asked(asks).filterset.chips}
    assert chips["Metals only"] == f"kind=law&subject=rare-metals&subject{ONLY}={YES}"
    single = asked(f"kind=law&subject=metals&subject{ONLY}={YES}").filterset
    assert [chip.without for chip in single.chips] == [
        f"subject=metals&subject{ONLY}={YES}",
        "kind=law",
    ]
    assert [each.without for each in single.escapes] == [chip.without for chip in single.chips]


@pytest.mark.parametrize("value", ["0", "yes", "2"])
def test_a_switch_takes_one_value(client, value):
    query = urllib.parse.urlencode({"subject": "metals", f"subject{ONLY}": value})
    for suffix in ("/", ".csv", ".xlsx"):
        response = client.get(f"/en/measures{suffix}?{query}")
        assert response.status_code == 400
        assert f"subject{ONLY}={value}" in response.content.decode()


def test_a_page_offers_the_switch_and_keeps_it(client, act):
    text = client.get("/en/measures/?subject=metals").content.decode()
    box = f'<input type="checkbox" name="subject{ONLY}" value="{YES}"'
    assert f"{box}>" in text
    assert f'href="?subject=metals&amp;subject{ONLY}={YES}"' in text
    text = client.get(f"/en/measures/?subject=rare-metals&subject{ONLY}={YES}").content.decode()
    assert f"{box} checked>" in text
    for order in ("oldest", "name"):
        assert f"?subject=rare-metals&amp;subject{ONLY}={YES}&amp;sort={order}" in text
    assert f"/en/measures.csv?subject=rare-metals&amp;subject{ONLY}={YES}" in text


def test_every_nested_question_has_one_switch():
    assert {name for _listing, name in NESTED} >= {"subject", "organisation", "partner", "ministry"}
    for listing, name in itertools.product(LISTS, {name for _listing, name in NESTED}):
        filters = listing.filterset_class.base_filters
        nested = (listing.name, name) in NESTED
        assert (f"{name}{ONLY}" in filters) == nested
        assert (name in listing.facet_index(DEFAULT_DB_ALIAS).hierarchies) == nested
