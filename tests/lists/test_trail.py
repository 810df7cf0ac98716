"""The way back to a filtered list, and the measures before and after."""

import html
import urllib.parse

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from measures.models import Measure
from tests.markup import Page

pytestmark = [pytest.mark.django_db, pytest.mark.bundled, pytest.mark.both]

LISTS = (
    "",
    "kind=law",
    "page=2",
    "sort=name&page=3",
    "kind=plan&kind=law&sort=oldest",
    "q=の",
    "q=半導体&page=2",
    "sort=updated&page=2",
    "since=2023&until=2023&page=2",
)


def links_of(client, query: str) -> list[str]:
    """The links to measures on a page of the list."""
    page = Page(client.get(f"/measures/?{query}").content.decode())
    return [link.attrs["href"] for link in page.links if "?from=" in link.attrs["href"]]


def ways(client, address: str) -> dict[str, str]:
    """Where the page of a measure leads on: rel, and what the link back says."""
    page = Page(client.get(address).content.decode())
    found = {
        link.attrs["rel"]: link.attrs["href"]
        for link in page.links
        if link.attrs.get("rel") in {"prev", "next"}
    }
    back = [link for link in page.links if link.attrs.get("class") == "trail__back"]
    return found | {"back": back[0].attrs["href"]} if back else found


@pytest.mark.parametrize("query", LISTS)
def test_the_neighbours_are_those_of_the_list(client, query):
    links = links_of(client, query)
    assert len(links) > 2
    slugs = [link.partition("?")[0] for link in links]
    for place in (0, 1, len(links) - 1):
        found = ways(client, links[place])
        if place:
            assert found["prev"].partition("?")[0] == slugs[place - 1]
        if place + 1 < len(links):
            assert found["next"].partition("?")[0] == slugs[place + 1]


@pytest.mark.crawl
def test_from_the_first_to_the_last_and_back(client):
    """Walking on reaches every measure of the list once, over the edges of its pages."""
    address, walked = links_of(client, "kind=plan")[0], []
    while address:
        walked.append(address.partition("?")[0])
        address = ways(client, address).get("next", "")
    wanted = Measure.objects.published().filter(kind="plan").newest()
    assert walked == [each.get_absolute_url() for each in wanted]
    assert len(walked) > 40, "more than two pages"


def test_the_place_is_told_and_leads_back_to_its_page(client):
    link = links_of(client, "kind=plan&page=2")[3]
    response = client.get(link)
    trail = response.context["trail"]
    assert (trail.number, trail.notice) == (24, "")
    assert trail.browse.count == Measure.objects.published().filter(kind="plan").count()
    assert html.unescape(ways(client, link)["back"]) == "/measures/?kind=plan&page=2"
    first = ways(client, links_of(client, "kind=plan&page=2")[0])["prev"]
    assert urllib.parse.unquote(first.partition("?from=")[2]) == "kind=plan"


def test_the_first_has_none_before_and_the_last_none_after(client):
    links = links_of(client, "kind=law")
    assert "prev" not in ways(client, links[0])
    assert "next" not in ways(client, links[-1])


def test_without_a_list_there_is_no_trail(client):
    assert ways(client, "/measures/espa-2022/") == {}


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("kind=nonsense", "nonsense"),
        ("colour=blue", "colour"),
        ("page=x", "page=x"),
        ("sort=colour", "sort=colour"),
        ("page=99999", ""),
        ("kind=dialogue", ""),
        ("a=b&" * 600, "from"),
        ("q=\0", ""),
        ("%ff%fe=%zz", ""),
    ],
)
def test_a_bad_list_costs_a_notice_and_not_the_page(client, read_only, query, named):
    response = client.get("/measures/espa-2022/", {"from": query})
    page = Page(response.content.decode())
    assert response.status_code == 200
    (notice,) = page.all("p", **{"class": "trail-notice"})
    assert notice
    assert named in page.text("p")
    assert not page.all("a", rel="next")


def test_the_permanent_address_is_the_plain_one(client):
    link = links_of(client, "kind=law")[0]
    page = Page(client.get(link).content.decode())
    (canonical,) = page.all("link", rel="canonical")
    assert canonical.attrs["href"] == f"http://testserver{link.partition('?')[0]}"
    for alternate in page.all("link", rel="alternate"):
        assert "from=" not in alternate.attrs["href"]


def test_the_way_back_asks_few_questions(client):
    link = links_of(client, "kind=plan&page=2")[3]
    client.get(link)
    with CaptureQueriesContext(connection) as captured:
        client.get(f"{link}%26")
    assert len(captured) <= 12
