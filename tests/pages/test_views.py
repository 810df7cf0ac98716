"""The first page, the search over everything, the dictionary, and what machines ask for."""

import datetime
import html
import re
import urllib.parse
import xml.etree.ElementTree as ElementTree

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from measures.models import Indicator, Measure, Milestone, PrintedTotal, Target
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
from portal.changes.tracking import everything_changed
from portal.dates.clock import today
from portal.dates.edtf import bounds
from portal.help.pages import PAGES
from portal.lists.columns import Kind
from portal.pages import figures
from portal.pages.found import SEARCHED
from portal.pages.lists import TABLES
from portal.pages.summary import RecordSummary
from portal.pages.views import EXAMPLES, LISTS
from portal.search.ranking import rank
from portal.sitemaps import Entries
from tests.markup import Page, common_faults

pytestmark = [pytest.mark.django_db]

LANGUAGES = ("ja", "en")
HOST = "http://testserver"


@pytest.fixture(autouse=True)
def japanese():
    """Addresses are made in Japanese unless a test says otherwise."""
    with translation.override("ja"):
        yield


def page(client, address: str, status: int = 200) -> Page:
    """A page of the site that keeps the laws of every page."""
    response = client.get(address)
    assert response.status_code == status, address
    found = Page(response.content.decode())
    assert common_faults(found) == [], address
    return found


def links(found: Page) -> set[str]:
    """Where a page leads."""
    return {link.attrs["href"] for link in found.links}


# The first page.


@pytest.mark.bundled
def test_the_first_page_shows_what_people_quote(client, read_only):
    """Every figure as printed, each leading to its place and to its source."""
    found = page(client, "/")
    figures = [*PrintedTotal.objects.published().featured()]
    figures += Target.objects.published().featured()
    assert len(figures) >= 3
    for figure in figures:
        assert figure.printed in found.text()
        assert figure.get_absolute_url() in links(found)
        section = figure.section.get_absolute_url()
        assert any(link.startswith(section) for link in links(found))


@pytest.mark.bundled
def test_no_figure_of_the_first_page_is_repeated(client):
    shown = [figure.shown for figure in client.get("/").context["figures"]]
    rows = [row for figure in client.get("/").context["figures"] for row in figure.rows]
    assert len(shown) == len(set(shown)) < len(rows)
    assert "各20の日本企業等" in Page(client.get("/").content.decode()).text()


@pytest.mark.bundled
@pytest.mark.parametrize(
    ("day", "fiscal_year"), [("2026-11-29", 2026), ("2026-04-01", 2026), ("2027-03-31", 2026)]
)
def test_the_first_page_tells_the_budget_of_the_fiscal_year(client, monkeypatch, day, fiscal_year):
    monkeypatch.setattr(figures, "today", lambda: datetime.date.fromisoformat(day))
    budget = figures.budget_of_this_year()
    assert budget.fiscal_year == fiscal_year
    amounts = [line.amount for line in budget.lines]
    assert amounts == sorted(amounts, reverse=True)
    assert {line.fiscal_year for line in budget.lines} == {fiscal_year}
    assert budget.lines[0].shown == "約181億円"


@pytest.mark.bundled
def test_a_year_without_a_budget_has_no_part_on_the_first_page(client, monkeypatch):
    monkeypatch.setattr(figures, "today", lambda: datetime.date(2040, 4, 1))
    assert 'id="budget-h"' not in client.get("/").content.decode()


@pytest.mark.bundled
def test_indicators_with_values_come_before_those_whose_chart_was_not_in_the_text():
    counts = [indicator.point_count for indicator in Indicator.objects.for_list()]
    without = counts.index(0)
    assert without > 0
    assert not any(counts[without:])


@pytest.mark.bundled
def test_a_section_without_a_copy_has_no_heading_over_nothing(client):
    found = page(client, "/sources/meti-2026-04/13/")
    assert not found.all("section", id="passage")
    assert "原文は掲載していません" in found.text()
    assert "蓄電池 令和6年度（2024年度） 当初予算 2,300億円" in found.text()


@pytest.mark.bundled
def test_moves_lie_behind_and_dates_ahead_lie_ahead(client, read_only):
    context = client.get("/").context
    as_of = RecordSummary().as_of
    dated = Milestone.objects.published().filter(headline=True)
    moves = [each.date_from for each in context["moves"]]
    assert len(moves) == 7
    assert moves == sorted(moves, reverse=True)
    assert all(each.date_until is None or each.date_until <= as_of for each in context["moves"])
    over = dated.filter(date_from__lte=as_of).exclude(date_until__gt=as_of)
    assert not over.filter(date_from__gt=moves[0]).exists(), "nothing newer is left out"
    ahead = list(context["ahead"])
    assert ahead
    ends = [bounds(each.date)[1] for each in ahead]
    assert ends == sorted(ends)
    assert ends[0] > today()
    given = Milestone.objects.published().filter(kind__in=("planned", "deadline"))
    sooner = given.filter(date_until__gt=today(), date_until__lt=ends[0])
    assert not sooner.exists(), "nothing sooner is left out"
    assert len({each.measure_id for each in context["moves"]}) == 7


def test_the_first_page_counts_what_each_document_gave(client, read_only):
    """Sections and entries as the outline of the document counts them."""
    response = client.get("/")
    entries = dict(response.context["entries"])
    assert len(entries) == SourceDocument.objects.count()
    for document, number in entries.items():
        outline = Section.objects.outline(document)
        assert document.section_count == len(outline)
        assert number == sum(section.entry_count for section in outline)
        assert number or not document.is_read


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_leads_everywhere(client, read_only, language):
    with translation.override(language):
        found = page(client, reverse("home"))
        featured = Framework.objects.featured()
        assert featured
        for framework in featured:
            assert framework.get_absolute_url() in links(found)
        for document in SourceDocument.objects.all():
            assert document.get_absolute_url() in links(found)
            assert document.title in found.text()
        for name in ("measures", "budgets", "timeline", "partners", "subjects", "data", "sources"):
            assert reverse(name) in links(found)
    (box,) = (each for each in found.all("input", name="q") if each.attrs["id"] == "q-home")
    assert box.attrs["type"] == "search"


@pytest.mark.parametrize(
    ("language", "example"), [(code, each) for code in LANGUAGES for each in EXAMPLES[code]]
)
def test_every_example_finds_something(client, read_only, language, example):
    with translation.override(language):
        address = f"{reverse('search')}?q={urllib.parse.quote(example)}"
        assert address in links(page(client, reverse("home")))
    assert page(client, address).all("section")


@pytest.mark.bundled
def test_the_record_is_dated_by_its_newest_document(client):
    newest = SourceDocument.objects.order_by("-date_from").first()
    record = RecordSummary()
    assert record.as_of == newest.date_from
    assert f'<time datetime="{newest.date_from:%Y-%m-%d}">' in client.get("/").content.decode()
    with everything_changed():
        Measure.objects.filter(slug="fefa").update(updated_on="2031-05-06")
    assert f"{RecordSummary().updated}" == "2031-05-06"
    assert '<time datetime="2031-05-06">' in client.get("/").content.decode()


# The search over everything.


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20%E3%80%80"])
def test_a_search_for_nothing_asks_for_words(client, read_only, query):
    found = page(client, f"/search/{query}")
    assert not found.all("section", **{"class": "result-group"})
    assert found.all("input", id="q-results")
    assert found.all("meta", name="robots", content="noindex")


@pytest.mark.bundled
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("asked", ["レアアース", "米", "AI 輸出", "1,306億円", '"rare earth" -cn'])
@pytest.mark.both
def test_a_search_tells_entries_in_their_order(client, read_only, asked, language):
    """Those of the ranking, each with its address, and the way to every list."""
    quoted = urllib.parse.quote_plus(asked)
    with translation.override(language):
        response = client.get(f"{reverse('search')}?q={quoted}")
        found = Page(response.content.decode())
        told = [line.entry for line in response.context["found"].lines]
        ranked = [each.key for each in rank(asked).results]
        assert [(type(entry), entry.pk) for entry in told] == ranked != []
        assert {entry.get_absolute_url() for entry in told} <= links(found)
        for listing in SEARCHED:
            assert f"{reverse(listing.name)}?q={quoted}" in links(found)
    quoted = f"“{asked}”" if language == "en" else f"「{asked}」"
    assert quoted in found.text().partition(" | ")[2]


@pytest.mark.bundled
def test_a_search_says_what_was_not_found(client, read_only):
    text = page(client, "/search/?q=ラピダスへの補助金").text()
    assert "ラピダス" in text
    assert "記録にも5資料の本文にもありません。" in text
    assert "2語のうち1語に一致" in text
    assert "すべての語を含む項目はありません" in text
    assert "安定供給確保支援" in text


@pytest.mark.bundled
@pytest.mark.parametrize(
    ("asked", "language", "told", "address"),
    [
        ("経済安全保証推進法", "ja", "もしかして： 経済安全保障推進法", "経済安全保障推進法"),
        (
            "critcal minerals ministerial",
            "en",
            "Did you mean: critical minerals ministerial",
            "critical minerals ministerial",
        ),
        ("今年度のOSA予算", "ja", "「今年度」は令和", ""),
        ("When did China start restricting rare earths?", "en", "The list that answers", ""),
    ],
)
def test_a_search_tells_what_it_made_of_what_was_asked(
    client, read_only, asked, language, told, address
):
    with translation.override(language):
        found = page(client, reverse("search", query={"q": asked}))
        assert told in found.text()
        assert not address or reverse("search", query={"q": address}) in links(found)


@pytest.mark.bundled
def test_a_search_shows_through_which_row_an_entry_was_found(client, read_only):
    found = page(client, "/search/?q=蓄電池への補正予算の総額は")
    assert any("#budget-" in each for each in links(found))
    assert "予算項目" in found.text()


def test_a_search_without_hits_says_so_and_leads_on(client, read_only):
    found = page(client, "/search/?q=%E5%AD%98%E5%9C%A8%E3%81%97%E3%81%AA%E3%81%84zzz")
    assert "存在しないzzz" in found.text("h1")
    assert {"/measures/", "/subjects/", "/sources/"} <= links(found)
    assert re.search(r'num">0<', client.get("/search/?q=zzzzzz").content.decode())


def test_a_search_keeps_what_was_asked_in_its_box(client, read_only):
    response = client.get("/search/?q=%22rare+earth%22+%3Cb%3E")
    found = Page(response.content.decode())
    assert found.faults == []
    (box,) = found.all("input", id="q-results")
    assert box.attrs["value"] == '"rare earth" <b>'
    assert not [each for each in found.all("b") if each.parent in {"h1", "title"}]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_search_takes_two_hundred_characters(client, read_only, language):
    with translation.override(language):
        address = reverse("search")
    assert page(client, f"{address}?q={'x' * 200}")
    refused = page(client, f"{address}?q={'x' * 201}", 400)
    assert "200" in refused.text()
    assert "x" * 201 in refused.text()
    assert page(client, f"{address}?q={'x' * 200}%20").all("h1"), "white space around is no text"


def test_a_search_names_what_it_does_not_know(client, read_only):
    assert "colour" in page(client, "/search/?q=AI&colour=blue", 400).text()


def test_every_list_that_is_searched_exists():
    assert set(SEARCHED) <= set(LISTS)
    assert len(SEARCHED) == len(set(SEARCHED))


# The dictionary.


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dictionary_holds_every_column_of_every_list(client, read_only, language):
    """Header, name, type and meaning of each, below the list it belongs to, in its order."""
    with translation.override(language):
        text = client.get(reverse("data")).content.decode()
        for listing in LISTS:
            start = text.index(f'<section class="section" id="{listing.name}"')
            part = text[start : text.index("</section>", start)]
            for address in (reverse(listing.name), listing.csv_address, listing.xlsx_address):
                assert f'href="{address}"' in part
            assert f'href="{listing.csv_address}?profile=data"' in part
            rows = re.findall(
                r'<tr>\s*<th scope="row">(.*?)</th>'
                r".*?<div>(.*?)</div>.*?<div>(.*?)</div>.*?<div>(.*?)</div>",
                part,
                re.DOTALL,
            )
            plain = [
                tuple(html.unescape(re.sub("<[^>]+>", "", cell)) for cell in row) for row in rows
            ]
            assert plain == [
                (
                    str(column.header),
                    "".join(f"{each.name} " for each in column.in_data),
                    str(column.kind.label),
                    str(column.meaning),
                )
                for column in listing.columns
            ]


def test_the_dictionary_explains_every_kind(client):
    kinds = {column.kind for listing in LISTS for column in listing.columns}
    assert kinds == set(Kind) - {Kind.PATH, Kind.BOOLEAN}, "which programs alone are told"
    kinds |= {column.kind for listing in LISTS for column in listing.data_columns}
    assert kinds == set(Kind)


def test_the_dictionary_names_every_table_and_the_licences(client, settings):
    settings.DATA_LICENCE, settings.DATA_LICENCE_URL = "X-1.0", "https://example.jp/x"
    text = client.get(reverse("data")).content.decode()
    for table in TABLES:
        assert f'href="{table.csv_address}"' in text
    assert "<dd>X-1.0。" in text
    assert '<a href="https://example.jp/x" rel="license noreferrer">' in text


# What machines ask for.


def test_health_is_told_without_a_page(client, django_assert_max_num_queries):
    told = {"status": "ok", "database": connection.vendor, "writes": "ok"}
    told |= dict.fromkeys(("migrations", "index", "record"), "ok")
    for address in ("/readyz", "/healthz/"):
        with django_assert_max_num_queries(11):  # looks, and what a change does first, undone
            response = client.get(address)
        assert response.json() == told
        assert not response.cookies


@pytest.mark.parametrize(
    ("name", "spoiled", "told"),
    [
        ("missing_migrations", {("measures", "9999_to_come")}, {"migrations": "missing"}),
        ("is_current", False, {"index": "outdated"}),
    ],
)
def test_who_lacks_something_is_not_ready(client, monkeypatch, name, spoiled, told):
    monkeypatch.setattr(f"portal.pages.probes.{name}", lambda _using: spoiled)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json().items() >= ({"status": "unready"} | told).items()


@pytest.mark.empty
def test_a_site_without_a_record_lives_and_is_not_ready(client):
    assert client.get("/livez").status_code == 200
    response = client.get("/readyz")
    assert (response.status_code, response.json()["record"]) == (503, "empty")


def test_health_is_told_without_a_database(client):
    def refuse(execute, sql, params, many, context):
        raise DatabaseError("gone")

    with connection.execute_wrapper(refuse):
        response = client.get("/healthz/")
        assert client.get("/livez").status_code == 200
    told = {"status": "unready", "database": "away"}
    assert (response.status_code, response.json()) == (503, told)


def test_health_is_told_over_plain_http_to_who_knows_no_name(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    for address in ("/livez", "/readyz", "/healthz/"):
        assert client.get(address, headers={"host": "10.0.0.7"}).status_code == 200
    response = client.get("/measures/?kind=law")
    assert response.status_code == 301
    assert response["Location"] == "https://testserver/measures/?kind=law"


def test_robots_may_read_all_but_what_is_asked_or_sent(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    shut = {line.partition(": ")[2] for line in lines if line.startswith("Disallow")}
    assert shut == {*("/search/", "/en/search/", "/remarks/", "/en/remarks/"), "/admin/"}
    assert lines[-1] == f"Sitemap: {HOST}/sitemap.xml"


@pytest.fixture
def sitemap(client, read_only) -> list[ElementTree.Element]:
    """The entries of the sitemap, of all its files."""
    files = ElementTree.fromstring(client.get("/sitemap.xml").content)
    addresses = [each.findtext(f"{SPACE}loc").removeprefix(HOST) for each in files]
    found = [ElementTree.fromstring(client.get(address).content) for address in addresses]
    return [entry for root in found for entry in root]


SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def test_the_sitemap_holds_every_page_in_both_languages(sitemap):
    found = [each.findtext(f"{SPACE}loc") for each in sitemap]
    assert len(found) == len(set(found))
    expected = set()
    entries = [
        *Measure.objects.published(),
        *Indicator.objects.all(),
        *SourceDocument.objects.all(),
        *Section.objects.select_related("document"),
        *Framework.objects.all(),
        *Pillar.objects.select_related("framework"),
        *Partner.objects.all(),
        *Subject.objects.all(),
        *Organisation.objects.all(),
        *Issue.objects.all(),
    ]
    for language in LANGUAGES:
        with translation.override(language):
            expected |= {f"{HOST}{entry.get_absolute_url()}" for entry in entries}
            names = ["home", "data", "help", *(page.view for page in PAGES)]
            names += [listing.name for listing in LISTS]
            expected |= {f"{HOST}{reverse(name)}" for name in names}
    assert set(found) == expected


@pytest.mark.bundled
def test_the_sitemap_has_files_of_bounded_length(client, monkeypatch):
    """A long list goes on in further files, none of which reads more than its own entries."""
    whole = client.get("/sitemap-measures.xml").content.decode()
    monkeypatch.setattr(Entries, "limit", 200)
    files = client.get("/sitemap.xml").content.decode()
    last = -(-2 * Measure.objects.published().count() // 200)
    assert f"{HOST}/sitemap-measures.xml?p={last}<" in files
    parts = [
        client.get(f"/sitemap-measures.xml?p={n}").content.decode() for n in range(1, last + 1)
    ]
    found = [re.findall("<loc>(.*?)</loc>", part) for part in parts]
    assert all(len(each) == 200 for each in found[:-1])
    assert sum(found, []) == re.findall("<loc>(.*?)</loc>", whole)
    for address in (f"/sitemap-measures.xml?p={last + 1}", "/sitemap-none.xml"):
        assert client.get(address).status_code == 404


def test_the_sitemap_pairs_the_languages(sitemap):
    for each in sitemap:
        ways = {link.get("hreflang"): link.get("href") for link in each.iter(LINK)}
        assert set(ways) == set(LANGUAGES)
        bare = ways["ja"].removeprefix(HOST)
        assert ways["en"] == f"{HOST}/en{bare}"
        assert each.findtext(f"{SPACE}loc") in ways.values()


def test_the_sitemap_dates_what_changes(sitemap):
    dated = {
        each.findtext(f"{SPACE}loc"): each.findtext(f"{SPACE}lastmod")
        for each in sitemap
        if each.findtext(f"{SPACE}lastmod")
    }
    slugs = set(Measure.objects.published().values_list("slug", flat=True))
    assert {f"{HOST}/measures/{slug}/" for slug in slugs} <= dated.keys()
    assert all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) for day in dated.values())


# Errors.


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_does_not_exist_is_said_in_the_language_of_the_address(client, read_only, language):
    address = "/en/no-such-page/" if language == "en" else "/no-such-page/"
    found = page(client, address, 404)
    assert found.all("html", lang=language)
    assert address in found.text("code")
    assert found.all("input", id="q-404")


def test_the_reason_of_a_404_is_no_matter_of_the_code(client):
    for address in ("/no-such-page/", "/measures/no-such-measure/"):
        text = client.get(address).content.decode()
        assert "resolver" not in text
        assert "matches the given query" not in text
        assert "tried" not in text


@pytest.mark.bundled
def test_an_error_of_the_site_shows_nothing_of_itself(client, monkeypatch):
    def fail(request):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("portal.pages.summary.RecordSummary.documents", property(fail))
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    text = response.content.decode()
    assert "secret detail" not in text
    assert "Traceback" not in text
    assert "<h1>" in text


def test_a_form_without_its_token_is_refused_in_words():
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "a"})
    assert response.status_code == 403
    assert 'lang="en"' in response.content.decode()
    assert "CSRF" not in response.content.decode()


def test_an_unknown_host_is_refused(client):
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_is_sent_to_a_page(method):
    client = Client(enforce_csrf_checks=True)
    for address in ("/", "/measures/", "/measures.csv", "/measures/fefa/", "/search/"):
        assert getattr(client, method)(address).status_code in {403, 405}


# A site without a record.


@pytest.mark.empty
@pytest.mark.both
def test_a_site_without_a_record_stands(client):
    """Before the first document is loaded, every list is empty and no page fails."""
    for language in LANGUAGES:
        with translation.override(language):
            names = ["home", "search", "data", *(listing.name for listing in LISTS)]
            for name in names:
                page(client, reverse(name))
            for listing in LISTS:
                lines = b"".join(client.get(listing.csv_address)).decode()
                assert lines.count("\r\n") == 1
                assert b"".join(client.get(listing.xlsx_address))
            assert page(client, f"{reverse('search')}?q=AI")
    assert client.get("/sitemap.xml").status_code == 200
