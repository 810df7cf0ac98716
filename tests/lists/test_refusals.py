"""What is refused leaves nothing behind: the form stays filled, with the reason at the field."""

import html
import re
import urllib.parse

import pytest
from django.urls import reverse
from django.utils import translation

from portal.lists.filters import Only, Search
from portal.lists.periods import Day
from portal.pages.lists import LISTS
from tests.markup import Page, common_faults

pytestmark = pytest.mark.django_db

LANGUAGES = ("ja", "en")


def refused(client, address: str) -> tuple[Page, str]:
    """A page that is answered with 400 and is well made all the same, and its HTML."""
    response = client.get(address)
    assert response.status_code == 400, address
    text = response.content.decode()
    page = Page(text)
    assert common_faults(page) == [], address
    return page, text


def at(text: str, name: str) -> str:
    """The HTML of the element with an id."""
    tag = re.search(rf'<(\w+)[^>]*\bid="{name}"[^>]*>(.*?)</\1>', text, re.S)
    return html.unescape(tag[2])


def ways(text: str) -> list[str]:
    """The links by which one thing each is left out."""
    return re.findall(r'href="([^"]*)"', at(text, "faults"))


def described(page: Page, text: str, tag: str, **attrs: str) -> str:
    """What stands where an element says that it is described."""
    (element,) = page.all(tag, **attrs)
    return " ".join(at(text, name) for name in element.attrs["aria-describedby"].split())


def addresses(name: str) -> list[str]:
    """The address of a page in both languages."""
    found = []
    for language in LANGUAGES:
        with translation.override(language):
            found.append(reverse(name))
    return found


@pytest.mark.parametrize("listing", LISTS, ids=lambda listing: listing.name)
def test_each_written_question_is_refused_at_its_field(client, read_only, listing):
    filters = listing.filterset_class.base_filters
    bad = {name: "2026-13" for name, each in filters.items() if isinstance(each, Day)}
    bad |= {name: "x" * 201 for name, each in filters.items() if isinstance(each, Search)}
    for address in addresses(listing.name):
        for name, value in bad.items():
            others = {other: "2026-03" if other in bad else "" for other in filters}
            asked = {key: each for key, each in others.items() if each and key not in {name, "q"}}
            given = urllib.parse.urlencode(asked | {name: value})
            page, text = refused(client, f"{address}?{given}")
            (box,) = page.all("input", id=f"ask-{name}")
            assert box.attrs["value"] == value
            assert box.attrs["aria-invalid"] == "true"
            told = described(page, text, "input", id=f"ask-{name}")
            assert (value if name != "q" else "200") in told
            for other, kept in asked.items():
                (box,) = page.all("input", id=f"ask-{other}")
                assert box.attrs["value"] == kept
                assert "aria-invalid" not in box.attrs
            rest = urllib.parse.urlencode(asked)
            assert ways(text) == [f"{address}?{rest}".removesuffix("?")]
            assert client.get(ways(text)[0]).status_code == 200


@pytest.mark.bundled
@pytest.mark.parametrize("language", LANGUAGES)
def test_all_other_conditions_are_kept(client, read_only, language):
    with translation.override(language):
        address = reverse("measures")
    kept = "kind=law&kind=bill&partner=cn&q=%E8%BC%B8%E5%87%BA&subject_only=1&undated=1&sort=name"
    page, text = refused(client, f"{address}?{kept}&since=yesterday&until=2026")
    ticked = {
        (each.attrs["name"], each.attrs["value"])
        for each in page.all("input", type="checkbox", checked="")
    }
    assert ticked >= {("kind", "law"), ("kind", "bill"), ("partner", "cn"), ("undated", "1")}
    for name, value in (("q", "輸出"), ("since", "yesterday"), ("until", "2026")):
        assert page.all("input", id=f"ask-{name}", value=value)
    assert page.all("input", type="hidden", name="sort", value="name")
    assert ways(text) == [f"{address}?{kept}&until=2026"]
    assert client.get(ways(text)[0]).status_code == 200


@pytest.mark.bundled
def test_the_numbers_beside_a_refusal_are_those_of_the_rest(client, read_only):
    """What was refused counts nothing; the values count what they lead to without it."""
    rest = "kind=law&until=2020"
    counts = [
        re.findall(r'facet__count">(\d+)<', client.get(address).content.decode())
        for address in (f"/measures/?{rest}", f"/measures/?{rest}&since=yesterday")
    ]
    assert counts[0] == counts[1]
    assert len(set(counts[0])) > 3


@pytest.mark.bundled
@pytest.mark.parametrize(
    ("query", "ways_out"),
    [
        ("kind=law&kind=xx&kind=yy", ["kind=law"]),
        ("kind=xx", [""]),
        ("partner=cn&partner=atlantis&since=2020", ["partner=cn&since=2020"]),
        ("kind=law&colour=blue&size=1", ["kind=law&size=1", "kind=law&colour=blue"]),
        ("kind=law&sort=z&page=x", ["kind=law&page=x", "kind=law&sort=z"]),
        ("kind=law&since=2026&until=2025", ["kind=law&since=2026"]),
        ("until=2010%2F..&since=2009", ["since=2009"]),
        ("subject=semiconductors&subject_only=2", ["subject=semiconductors"]),
        ("kind=law&undated=2", ["kind=law"]),
        ("q=AI&profile=w", ["q=AI"]),
    ],
)
def test_the_way_out_leaves_out_what_is_at_fault_alone(client, read_only, query, ways_out):
    _page, text = refused(client, f"/measures/?{query}")
    assert ways(text) == [f"/measures/?{way}".removesuffix("?") for way in ways_out]
    if len(ways_out) == 1:
        assert client.get(ways(text)[0]).status_code == 200


@pytest.mark.bundled
@pytest.mark.parametrize("query", ["kind=law&kind=xx", "subject_only=2", "fiscal_year=26"])
def test_a_value_that_is_not_known_is_told_beside_its_list(client, read_only, query):
    name = query.partition("=")[0].partition("_only")[0]
    page, text = refused(client, f"/measures/?{query}")
    (told,) = [
        each
        for each in page.all("fieldset")
        if each.attrs.get("aria-describedby") == f"fault-{name}"
    ]
    assert told
    assert at(text, f"fault-{name}").strip() in html.unescape(text.partition("<form")[2])
    assert query.rpartition("=")[2] in at(text, "faults")


def test_no_question_of_a_list_is_forgotten():
    """Each is a value of a list, a switch beside one, or a field that tells what is wrong."""
    for listing in LISTS:
        filters = listing.filterset_class.base_filters
        assert all(
            each.input in {"search", "text", "checkbox"} or isinstance(each, Only)
            for each in filters.values()
        )


# The pages beside the lists.


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_search_keeps_its_words(client, read_only, language):
    with translation.override(language):
        address = reverse("search")
    page, text = refused(client, f"{address}?q={'x' * 201}")
    assert page.all("input", id="q-results", value="x" * 201)
    assert "200" in described(page, text, "input", id="q-results")
    assert ways(text) == [address]
    page, text = refused(client, f"{address}?q=AI&colour=blue")
    assert page.all("input", id="q-results", value="AI")
    assert ways(text) == [f"{address}?q=AI"]


@pytest.mark.bundled
@pytest.mark.parametrize(
    ("path", "query", "way"),
    [
        ("/compare/", "measure=espa-2022&measure=osa&colour=blue", "measure=espa-2022&measure=osa"),
        (
            "/compare/",
            "measure=espa-2022&measure=nowhere&measure=osa&only=differences",
            "measure=espa-2022&measure=osa&only=differences",
        ),
        ("/compare/", "measure=espa-2022&measure=osa&only=all", "measure=espa-2022&measure=osa"),
        ("/brief/", "measure=espa-2022&measure=nowhere", "measure=espa-2022"),
        ("/brief/", "measure=espa-2022&only=differences", "measure=espa-2022"),
        (
            "/documents-compared/",
            "earlier=meti-2024-02&later=meti-2026-04&colour=blue",
            "earlier=meti-2024-02&later=meti-2026-04",
        ),
    ],
)
def test_a_choice_is_mended_by_leaving_out_what_is_at_fault(client, read_only, path, query, way):
    _page, text = refused(client, f"{path}?{query}")
    assert ways(text) == [f"{path}?{way}"]
    assert client.get(ways(text)[0]).status_code == 200


@pytest.mark.bundled
def test_a_choice_of_too_few_is_described_at_its_boxes(client, read_only):
    page, text = refused(client, "/compare/?measure=espa-2022&only=differences")
    (boxes,) = [each for each in page.all("fieldset") if "aria-describedby" in each.attrs]
    assert boxes.attrs["aria-describedby"] == "faults"
    assert page.all("input", type="hidden", name="only", value="differences")
    assert ways(text) == []


@pytest.mark.bundled
def test_a_document_that_is_not_there_is_told_at_its_field(client, read_only):
    page, text = refused(client, "/documents-compared/?earlier=nowhere&later=meti-2026-04")
    assert "nowhere" in described(page, text, "select", id="earlier")
    (later,) = page.all("select", id="later")
    assert "aria-invalid" not in later.attrs
    assert page.all("option", value="meti-2026-04", selected="")


# Empty, repeated, without meaning, and long.


@pytest.mark.parametrize("listing", LISTS, ids=lambda listing: listing.name)
def test_what_is_empty_asks_nothing(client, read_only, listing):
    """Programs send a parameter for every question that they know."""
    names = [*listing.filterset_class.base_filters, "sort", "page", "profile", "as_of"]
    query = urllib.parse.urlencode(dict.fromkeys(names, ""))
    for name in (listing.name, f"{listing.name}-csv"):
        address = reverse(name)
        assert b"".join(client.get(f"{address}?{query}")), address
        given, plain = (client.get(each) for each in (f"{address}?{query}", address))
        assert given.status_code == 200
        if name.endswith("csv"):
            assert b"".join(given) == b"".join(plain)
            assert given["Content-Disposition"] == plain["Content-Disposition"]


def test_an_unknown_name_is_refused_unless_it_asks_nothing(client, read_only):
    assert client.get("/measures/?colour=").status_code == 200
    assert client.get("/measures/?colour=blue").status_code == 400


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("profile=data&profile=", ""),
        ("profile=data&profile=data", "profile"),
        ("profile=data&profile=edit", "profile"),
        ("sort=name&sort=newest", "sort"),
        ("page=1&page=2", "page"),
        ("as_of=2026-01&as_of=2026-02", "as_of"),
    ],
)
def test_what_is_said_twice_is_refused(client, read_only, query, name):
    for address in ("/measures/", "/measures.csv", "/measures.xlsx"):
        response = client.get(f"{address}?{query}")
        content = b"".join(response)
        if name:
            assert response.status_code == 400, address
            assert f"「{name}" in html.unescape(content.decode()), address
        else:
            assert response.status_code == 200, address


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("page", ["1", "2", "999", "x"])
def test_a_file_has_no_pages(client, read_only, suffix, page):
    response = client.get(f"/measures.{suffix}?page={page}&kind=law")
    assert response.status_code == 400
    [told] = response.content.decode().splitlines()
    assert f"page={page}" in told


@pytest.mark.parametrize(
    "query",
    [
        *("q={}", "since={}", "kind={}", "sort={}", "profile={}", "page={}", "{}=x", "as_of={}"),
        *("measure={}", "partner={}", "on={}"),
    ],
)
@pytest.mark.parametrize("address", ["/measures.csv", "/en/measures.xlsx"])
def test_what_was_asked_is_repeated_in_few_letters(client, read_only, address, query):
    long = "長x" * 700
    response = client.get(f"{address}?{query.format(urllib.parse.quote(long))}")
    assert response.status_code == 400
    told = response.content.decode()
    assert "長x長x" in told
    assert max(len(found) for found in re.findall("[長x]+", told)) <= 80


@pytest.mark.parametrize(
    "address",
    [
        *("/search/?{}=x", "/compare/?measure={}", "/compare/?{}=x"),
        *("/brief/?measure={}", "/documents-compared.csv?earlier={}", "/documents-compared/?{}=x"),
        *("/changes.csv?{}=x", "/changes.csv?document={}", "/corrections.csv?{}=x"),
    ],
)
def test_other_pages_repeat_in_few_letters_too(client, read_only, address):
    """But for the fields of their forms, in which what was typed stays."""
    long = "長x" * 700
    response = client.get(address.format(urllib.parse.quote(long)))
    assert response.status_code == 400
    told = re.sub(r'(?:value|href|content)="[^"]*"', "", b"".join(response).decode())
    assert max((len(found) for found in re.findall("[長x]+", told)), default=0) <= 80
