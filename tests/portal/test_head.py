"""What the head of a page says of it: no two titles alike, the same to machines as to people."""

import json
import re

import pytest
from django.template import Context, loader
from django.template.loader_tags import BlockNode
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from measures.models import Indicator, Measure
from measures.page.structured import legislation
from policies.models import (
    Framework,
    Issue,
    Organisation,
    Partner,
    Pillar,
    Section,
    SourceDocument,
    Subject,
)
from portal.help.pages import PAGES
from portal.pages.lists import LISTS
from portal.sitemaps import SITEMAPS
from portal.templatetags.head import json_ld, told_to_citers
from tests.markup import Page, common_faults
from tests.portal.test_references import NASTY

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]

LANGUAGES = ("ja", "en")
# The template of each model of the sitemap, and what it calls the entry.
TEMPLATES = {
    Measure: ("measures/measure_detail.html", "measure"),
    Indicator: ("measures/indicator_detail.html", "indicator"),
    SourceDocument: ("policies/source_detail.html", "document"),
    Section: ("policies/section_detail.html", "section"),
    Framework: ("policies/framework_detail.html", "framework"),
    Pillar: ("policies/pillar_detail.html", "pillar"),
    Partner: ("policies/entity_detail.html", "entity"),
    Subject: ("policies/entity_detail.html", "entity"),
    Organisation: ("policies/entity_detail.html", "entity"),
    Issue: ("policies/issue_detail.html", "issue"),
}
LISTING = {Partner: "partners", Subject: "subjects", Organisation: "organisations"}
NAMED = {listing.name: listing for listing in LISTS}


def title_of(template: str, **context) -> str:
    """The title of a page as its template makes it, without drawing the page."""
    nodes = loader.get_template(template).template.nodelist.get_nodes_by_type(BlockNode)
    (block,) = [node for node in nodes if node.name == "title"]
    return " ".join(block.nodelist.render(loaded(template, context)).split())


def loaded(template: str, context: dict) -> Context:
    """A context that a block of a template can be drawn in."""
    found = Context(context)
    found.template = loader.get_template(template).template
    return found


def titles() -> dict[str, str]:
    """The title of every page of the sitemap, by its address."""
    found = {}
    for name, sitemap in SITEMAPS.items():
        if name == "lists":
            continue
        for entry in sitemap.entries():
            template, called = TEMPLATES[type(entry)]
            listing = LISTING.get(type(entry))
            context = {"listing_title": NAMED[listing].title} if listing else {}
            found[entry.get_absolute_url()] = title_of(template, **{called: entry}, **context)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_pages_have_one_title(client, language):
    with translation.override(language):
        found = titles()
        for name in ("home", "data", "help", *(page.view for page in PAGES), *NAMED):
            address = reverse(name)
            text = client.get(address).content.decode()
            found[address] = re.search("<title>(.*?)</title>", text, re.S)[1].strip()
            found[address] = found[address].removesuffix(
                " | しるべ" if language == "ja" else " | Shirube"
            )
    assert len(found) > 1500
    pages: dict[str, list[str]] = {}
    for address, title in found.items():
        pages.setdefault(title, []).append(address)
    assert {title: alike for title, alike in pages.items() if len(alike) > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("model", TEMPLATES, ids=lambda model: model.__name__)
def test_a_page_has_the_title_that_is_looked_at_above(client, model, language):
    with translation.override(language):
        entry = model.objects.order_by("pk").last()
        template, called = TEMPLATES[model]
        listing = LISTING.get(model)
        context = {"listing_title": NAMED[listing].title} if listing else {}
        expected = title_of(template, **{called: entry}, **context)
        text = client.get(entry.get_absolute_url()).content.decode()
    shown = " ".join(re.search("<title>(.*?)</title>", text, re.S)[1].split())
    assert shown.startswith(expected)


def head(client, address: str) -> tuple[Page, dict[str, str], list[dict]]:
    """A page, its properties and names by their name, and its data blocks."""
    text = client.get(address).content.decode()
    page = Page(text)
    assert common_faults(page) == []
    told = {
        each.attrs.get("property") or each.attrs["name"]: each.attrs["content"]
        for each in page.all("meta")
        if "content" in each.attrs
    }
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    return page, told, [json.loads(block) for block in blocks]


PATHS = ("/", "/measures/", "/measures/espa-2022/", "/sources/meti-2026-04/13/", "/search/?q=%22a")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_a_link_can_be_shown(client, read_only, path, language):
    address = path if language == "ja" else f"/en{path}"
    page, told, _data = head(client, address)
    site = "しるべ" if language == "ja" else "Shirube"
    title = " ".join(page.text("title").split()).removesuffix(f" | {site}")
    assert told["og:title"] == title
    assert told["og:description"] == " ".join(told["description"].split())
    (canonical,) = page.all("link", rel="canonical")
    assert told["og:url"] == canonical.attrs["href"]
    assert told["og:site_name"] == site
    assert told["og:locale"] == ("ja_JP" if language == "ja" else "en_GB")


def test_a_section_can_be_cited_by_who_reads_its_head(client, read_only):
    section = Section.objects.get(document__slug="meti-2026-04", code="13")
    _page, told, _data = head(client, section.get_absolute_url())
    assert section.document.title in told["citation_title"]
    assert section.heading in told["citation_title"]
    assert told["citation_author"] == told["citation_technical_report_institution"]
    assert told["citation_author"] == "経済産業省"
    assert told["citation_publication_date"] == "2026/04/07"
    assert told["citation_language"] == "ja"
    assert told["citation_public_url"] == f"http://testserver{section.get_absolute_url()}"


def test_a_measure_is_a_page_of_this_site(client, read_only):
    measure = Measure.objects.get(slug="osa")
    _page, told, data = head(client, measure.get_absolute_url())
    assert told["citation_title"] == measure.title_ja
    assert told["citation_publisher"] == "しるべ"
    assert "citation_author" not in told
    assert told["citation_publication_date"] == f"{measure.updated_on:%Y/%m/%d}"
    assert data == [], "schema.org has no word for a programme of support"


def test_a_body_with_a_comma_is_no_person():
    told = told_to_citers(NASTY)
    assert "citation_author" not in told
    assert 'report_institution" content="Ministry of {Economy}, Trade &amp;' in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_law_is_legislation(client, read_only, language):
    with translation.override(language):
        measure = Measure.objects.get(slug="espa-2022")
        address, title = measure.get_absolute_url(), measure.title
    _page, _told, (data,) = head(client, address)
    assert (data["@context"], data["@type"]) == ("https://schema.org", "Legislation")
    assert (data["name"], data["url"]) == (title, f"http://testserver{address}")
    assert data["inLanguage"] == language
    assert data["legislationLegalForce"] == "https://schema.org/InForce"
    assert data["dateModified"] == measure.updated_on.isoformat()


def test_only_legislation_is_called_so():
    request = RequestFactory().get("/")
    kinds = {
        kind: bool(legislation(request, Measure.objects.published().filter(kind=kind).first()))
        for kind in Measure.objects.published().values_list("kind", flat=True).distinct()
    }
    assert {kind for kind, told in kinds.items() if told} == {"law", "bill", "cabinet-order"} & set(
        kinds
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_is_a_dataset_with_its_files(client, read_only, language):
    address = "/budgets/" if language == "ja" else "/en/budgets/"
    _page, _told, (data,) = head(client, address)
    assert (data["@type"], data["url"]) == ("Dataset", f"http://testserver{address}")
    files = {each["contentUrl"] for each in data["distribution"]}
    assert files == {f"http://testserver{address[:-1]}.{suffix}" for suffix in ("csv", "xlsx")}
    for each in data["distribution"]:
        kind = client.head(each["contentUrl"].removeprefix("http://testserver"))["Content-Type"]
        assert kind.partition(";")[0] == each["encodingFormat"]
    assert head(client, f"{address}?kind=x&q=a")[2] == [], "a part of a list is none"
    _page, _told, (catalogue,) = head(client, "/data/" if language == "ja" else "/en/data/")
    assert data | {"@context": None} in [each | {"@context": None} for each in catalogue["dataset"]]
    assert len(catalogue["dataset"]) == len(LISTS)


def test_data_never_ends_its_block():
    written = json_ld({"name": "</script><script>alert(1)</script> & <!--"})
    assert written.count("<") == 2
    inside = written.partition(">")[2].rpartition("<")[0]
    assert json.loads(inside)["name"] == "</script><script>alert(1)</script> & <!--"
    assert json_ld(None) == ""
