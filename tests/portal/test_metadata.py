"""What machines are told of a page: previews, reference managers, search engines."""

import html
import json
import re
import urllib.parse

import pytest
from django.urls import reverse
from django.utils import translation

from measures.models import Measure, Milestone
from policies.models import SourceDocument
from portal.pages.lists import LISTS
from portal.pages.metadata import data_block
from tests.entries import everything
from tests.markup import Page
from tests.visits import header_faults

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
PAGES = ("/", "/measures/", "/data/", "/help/", "/search/?q=x", "/measures/?kind=law")


def read(client, address: str) -> Page:
    """The page at an address."""
    return Page(client.get(address).content.decode())


def metas(page: Page, attribute: str) -> dict[str, str]:
    """The metas of a page, by name or property."""
    found = page.all("meta")
    return {e.attrs[attribute]: e.attrs["content"] for e in found if attribute in e.attrs}


def told(client, address: str) -> dict[str, dict]:
    """The linked data of a page, by type."""
    response = client.get(address)
    assert response.status_code == 200, address
    assert header_faults(response) == []
    found = [json.loads(block) for block in BLOCK.findall(response.content.decode())]
    assert all(each["@context"] == "https://schema.org" for each in found)
    return {each["@type"]: each for each in found}


# Previews.


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_preview_says_what_the_page_says(client, prefix, path):
    page = read(client, f"{prefix}{path}")
    graph, named = metas(page, "property"), metas(page, "name")
    [canonical] = [link.attrs["href"] for link in page.all("link", rel="canonical")]
    assert graph["og:title"] == page.text("title")
    assert graph["og:description"] == named["description"]
    assert graph["og:url"] == canonical
    assert graph["og:site_name"] == ("Shirube" if prefix else "しるべ")
    assert graph["og:type"] == "website"
    assert graph["og:locale"] == ("en_GB" if prefix else "ja_JP")
    assert graph["og:locale:alternate"] == ("ja_JP" if prefix else "en_GB")


def test_a_preview_has_the_permanent_address(client):
    measure = Measure.objects.published().first()
    page = read(client, f"{measure.get_absolute_url()}?from=kind%3Dlaw")
    assert metas(page, "property")["og:url"] == f"{HOST}{measure.get_absolute_url()}"
    assert metas(page, "property")["og:description"] == measure.summary_ja


def test_signs_in_a_title_are_escaped_once(client):
    _words, found = everything("signs", 'a & b <c> "d"', 1)
    text = client.get(found[0].get_absolute_url()).content.decode()
    title = html.escape(found[0].title_ja)
    assert f'<meta property="og:title" content="{title} | しるべ">' in text
    assert f"<title>{title} | しるべ</title>" in text
    assert 'name="citation_title" content="a &amp; b' in text


# Titles.


def test_the_title_of_a_list_says_what_is_asked(client):
    def title(address: str) -> str:
        return read(client, address).text("title")

    assert title("/measures/") == "施策 | しるべ"
    assert title("/measures/?kind=law&kind=bill") == "施策（種別：法律または法案） | しるべ"
    assert title("/en/measures/?kind=law") == "Measures (Kind: Law) | Shirube"
    both = title("/measures/?kind=law&q=%E8%AA%9E")
    assert "種別：法律" in both
    assert "語" in both
    long = title(f"/measures/?q={urllib.parse.quote('語' * 200)}")
    assert long.endswith("…） | しるべ")
    assert len(long) < 120


@pytest.mark.bundled
def test_pages_of_a_list_have_titles_of_their_own(client):
    titles = [read(client, f"/measures/?page={page}").text("title") for page in (1, 2)]
    assert titles == ["施策 | しるべ", "施策・2ページ | しるべ"]


# Linked data.


@pytest.mark.bundled
def test_a_law_is_legislation_and_a_programme_a_service(client):
    law = told(client, "/measures/fefa/")["Legislation"]
    measure = Measure.objects.get(slug="fefa")
    assert law["name"] == measure.title_ja
    assert measure.title_en in law["alternateName"]
    assert law["legislationType"] == "法律"
    assert law["legislationJurisdiction"] == "日本"
    assert law["description"] == measure.summary_ja
    assert law["dateModified"] == measure.updated_on.isoformat()
    assert law["mainEntityOfPage"] == law["@id"] == f"{HOST}/measures/fefa/"
    force = "InForce" if measure.status == Measure.Status.IN_FORCE else "NotInForce"
    assert law["legislationLegalForce"] == f"https://schema.org/{force}"
    cited = {row.section.document.title_ja for row in measure.citations.all()}
    assert {each["name"] for each in law["citation"]} == cited
    service = told(client, "/en/measures/supply-chain-budget/")["GovernmentService"]
    assert service["inLanguage"] == "en"
    assert "legislationType" not in service
    summit = Measure.objects.published().filter(kind=Measure.Kind.SUMMIT).first()
    assert "CreativeWork" in told(client, summit.get_absolute_url())


@pytest.mark.bundled
def test_a_law_tells_the_day_it_was_passed_where_a_source_does(client):
    enacted = Milestone.objects.filter(kind="enacted", measure__kind="law", inferred=False)
    told_of = 0
    for law in Measure.objects.published().filter(kind="law"):
        days = {row.date for row in enacted.filter(measure=law)}
        known = days.pop() if len(days) == 1 else ""
        data = told(client, law.get_absolute_url())["Legislation"]
        assert data.get("legislationDate", "") == (known if len(known) == 10 else "")
        told_of += len(known) == 10
    assert told_of or not enacted.filter(date__regex=r"^\d{4}-\d\d-\d\d$")


@pytest.mark.bundled
def test_a_document_tells_only_a_date_that_is_known(client):
    for document in SourceDocument.objects.select_related("publisher"):
        data = told(client, document.get_absolute_url())["CreativeWork"]
        assert data["name"] == document.title_ja
        assert data["publisher"]["name"] == str(document.publisher)
        known = "" if document.date_inferred else document.date
        assert data.get("datePublished", "") == known
        section = document.sections.first()
        chapter = told(client, section.get_absolute_url())["Chapter"]
        assert chapter["name"] == section.heading
        assert chapter["isPartOf"]["name"] == document.title_ja


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_list_is_a_data_set_with_its_files(client, language):
    for listing in LISTS:
        with translation.override(language):
            page, csv, xlsx = reverse(listing.name), listing.csv_address, listing.xlsx_address
            title = str(listing.title)
        data = told(client, page)["Dataset"]
        assert data["name"] == title
        assert data["url"] == f"{HOST}{page}"
        files = {each["contentUrl"]: each["encodingFormat"] for each in data["distribution"]}
        assert files[f"{HOST}{csv}"] == "text/csv"
        assert files[f"{HOST}{xlsx}"].endswith("spreadsheetml.sheet")


def test_the_data_set_of_a_narrowed_list_has_the_rows_that_are_asked_for(client):
    data = told(client, "/measures/?kind=law")["Dataset"]
    assert data["url"] == f"{HOST}/measures/?kind=law"
    files = [each["contentUrl"] for each in data["distribution"]]
    assert files[:2] == [f"{HOST}/measures.csv?kind=law", f"{HOST}/measures.xlsx?kind=law"]
    assert all("kind=law" in each for each in files)


def test_the_trail_is_told_as_it_is_drawn(client):
    measure = Measure.objects.published().first()
    address = measure.get_absolute_url()
    trail = told(client, address)["BreadcrumbList"]["itemListElement"]
    assert [(each["position"], each["name"], each["item"]) for each in trail] == [
        (1, "ホーム", f"{HOST}/"),
        (2, "施策", f"{HOST}/measures/"),
        (3, measure.title_ja, f"{HOST}{address}"),
    ]


# Text of the record is data.

ENDS = "</script><b>x</b><!-- &amp; \u2028 ]]>"


def test_a_text_ends_no_block():
    block = data_block({"@type": "Thing", "name": ENDS})
    assert block.count("<") == 2
    assert block.count("</script>") == 1
    assert json.loads(BLOCK.fullmatch(block)[1])["name"] == ENDS


def test_a_title_ends_no_block_on_its_page(client):
    text = "</script><b>x</b>"
    words, found = everything("ends", text, 1)
    entries = (found[0], words.subjects[0], words.document, words.section, words.pillars[0])
    for entry in entries:
        drawn = client.get(entry.get_absolute_url()).content.decode()
        assert "<b>x</b>" not in drawn
        assert text in json.dumps(told(client, entry.get_absolute_url()), ensure_ascii=False)
