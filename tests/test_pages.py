"""Every address of the site, in both languages, for every entry of the record."""

import csv
import dataclasses
import html
import io
import os
import re
import urllib.parse
import xml.etree.ElementTree as ElementTree
import zipfile

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, resolve, reverse
from django.utils import translation

from measures.models import Indicator, Measure
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
from portal.help.pages import PAGES as PAGES_OF_HELP
from portal.lists.columns import Kind
from portal.lists.declaration import ListPage
from portal.lists.filters import FacetFilter, Search
from portal.pages.lists import LISTS
from portal.sitemaps import SITEMAPS
from tests.databases import is_sqlite
from tests.entries import Maker, Vocabulary, everything, measure
from tests.list_requests import list_request
from tests.markup import Page, common_faults
from tests.sample import representatives
from tests.speech import speech_faults

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]

LANGUAGES = ("ja", "en")
HOST = "http://testserver"
# In strict runs every entry is visited, on one of the databases; elsewhere few that together have
# all an entry can have.
STRICT = os.environ.get("CI_STRICT") == "1" and is_sqlite()
# Which entries stand behind a pattern with arguments, and what in them fills these.
EXAMPLES = {
    "measure": (Measure.objects.published, ("slug",)),
    "indicator": (Indicator.objects.all, ("slug",)),
    "source": (SourceDocument.objects.all, ("slug",)),
    "section": (Section.objects.all, ("document__slug", "code")),
    "framework": (Framework.objects.all, ("slug",)),
    "pillar": (Pillar.objects.all, ("framework__slug", "slug")),
    "partner": (Partner.objects.all, ("code",)),
    "subject": (Subject.objects.all, ("slug",)),
    "organisation": (Organisation.objects.all, ("slug",)),
    "issue": (Issue.objects.all, ("slug",)),
}
# What each pattern that is no page answers with.
FILES = {
    "healthz": "application/json",
    "robots": "text/plain; charset=utf-8",
    "sitemap": "application/xml",
    "sitemap-section": "application/xml",
    **{f"{listing.name}-csv": "text/csv; charset=utf-8" for listing in LISTS},
    **{
        f"{listing.name}-xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        for listing in LISTS
    },
}
WITHOUT_LANGUAGE = {"healthz", "robots", "sitemap", "sitemap-section"}
# Pages for editors, which send everybody else to the door.
EDITORS = {"coverage"}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
STRANGE = {
    "nul": "\x00",
    "nul inside": "a\x00b",
    "long": "輸" * 5000,
    "emoji": "👩‍👩‍👧‍👦🇯🇵",
    "right to left": "\u202eabc\u202c\u200f",
    "combining": "か\u3099" + "\u0301" * 50,
    "separators": "\u2028\u2029\x85\x0b\x0c",
    "quotes": "\"'`「」『』“”",
    "query language": "'; DROP TABLE measures_measure; --",
    "markup": "<script>alert(1)</script>",
    "wildcards": "%_\\%",
    "template": "{{ request }}{% now 'Y' %}",
    "format": "%s %(value)s {0}",
    "path": "../../../etc/passwd",
    "control": "\x01\x08\x1b[31m\x7f",
    "non-character": "\ufffe\uffff\U0010ffff",
}


def site_map(patterns=None, prefix: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """The names of all patterns outside the admin, with the names of their arguments."""
    found: dict[str, list[str]] = {}
    for each in get_resolver().url_patterns if patterns is None else patterns:
        arguments = (*prefix, *each.pattern.converters)
        if isinstance(each, URLPattern):
            assert each.name, f"{each.pattern} has no name, so no template can link to it"
            assert each.name not in found, f"two patterns are called {each.name}"
            found[each.name] = list(arguments)
        elif each.namespace != "admin":
            inner = site_map(each.url_patterns, arguments)
            assert not inner.keys() & found.keys(), "a name stands for two patterns"
            found |= inner
    return found


SITE_MAP = site_map()
PUBLIC = [name for name in SITE_MAP if name not in EDITORS]
PAGES = [name for name in PUBLIC if name not in FILES]
DETAILS = [name for name in PAGES if SITE_MAP[name]]
VISITS = [
    (name, language)
    for name in PUBLIC
    for language in LANGUAGES
    if language == "ja" or name not in WITHOUT_LANGUAGE
]


def addresses(name: str, language: str) -> list[str]:
    """The addresses of a pattern to visit: in strict runs every one that the record has."""
    if name == "sitemap-section":
        return [reverse(name, args=[section]) for section in SITEMAPS]
    with translation.override(language):
        if name not in EXAMPLES:
            return [reverse(name)]
        entries, paths = EXAMPLES[name]
        chosen = entries() if STRICT else entries().filter(pk__in=representatives(entries()))
        return [reverse(name, args=each) for each in chosen.order_by("pk").values_list(*paths)]


def language_of(address: str) -> str:
    """The language that an address speaks."""
    return "en" if address.startswith("/en/") else "ja"


def in_language(address: str, language: str) -> str:
    """The address of the same page in the other or the same language."""
    bare = address.removeprefix("/en") if address.startswith("/en/") else address
    return f"/en{bare}" if language == "en" else bare


def body(response) -> bytes:
    """All of a response, streamed or not."""
    return b"".join(response) if response.streaming else response.content


@dataclasses.dataclass(frozen=True)
class Visited:
    """What one visit found."""

    status: int
    kind: str
    ids: frozenset[str]
    links: tuple[str, ...]
    faults: tuple[str, ...]
    count: int | None = None


class Site:
    """Visits addresses, each once in a run of the tests: nothing here changes the record."""

    def __init__(self):
        self.visited: dict[str, Visited] = {}
        self.checked: dict[str, str] = {}

    def visit(self, address: str) -> Visited:
        """What stands at an address."""
        if address not in self.visited:
            self.visited[address] = self._visit(address)
        return self.visited[address]

    def _visit(self, address: str) -> Visited:
        response = Client().get(address)
        content = body(response)
        kind = response["Content-Type"]
        if not kind.startswith("text/html"):
            faults = tuple(header_faults(response))
            return Visited(response.status_code, kind, frozenset(), (), faults)
        text = content.decode()
        page = Page(text)
        counted = re.findall(r'class="count-line__number num">(\d+)<', text)
        return Visited(
            response.status_code,
            kind,
            frozenset(page.ids),
            tuple(dict.fromkeys(link.attrs["href"] for link in page.links)),
            tuple(page_faults(page, address) + header_faults(response)),
            int(counted[0]) if counted else None,
        )


SITE = Site()


@pytest.fixture(autouse=True)
def japanese():
    """Addresses are made in Japanese, whatever language the last visit spoke."""
    with translation.override("ja"):
        yield


@pytest.fixture
def site(read_only) -> Site:
    """The site as a visitor walks it, with a database that refuses to be written to."""
    return SITE


def page_faults(page: Page, address: str) -> list[str]:
    """What is wrong with a page at this address."""
    language = language_of(address)
    faults = common_faults(page)
    if "q=" not in address:  # what a visitor typed is of no known language
        faults += speech_faults(page, language)
    if [element.attrs.get("lang") for element in page.all("html")] != [language]:
        faults.append("the page does not name its language")
    canonical = [link.attrs["href"] for link in page.all("link", rel="canonical")]
    if canonical != [HOST + address]:
        faults.append(f"canonical {canonical}")
    for code in LANGUAGES:
        alternate = page.all("link", rel="alternate", hreflang=code)
        if [link.attrs["href"] for link in alternate] != [HOST + in_language(address, code)]:
            faults.append(f"hreflang {code}: {[link.attrs['href'] for link in alternate]}")
    other = next(code for code in LANGUAGES if code != language)
    switches = [link for link in page.links if "hreflang" in link.attrs]
    if {link.attrs["href"] for link in switches} != {in_language(address, other)}:
        faults.append(f"language switch to {[link.attrs['href'] for link in switches]}")
    for link in page.links:
        path = urllib.parse.urlsplit(link.attrs["href"]).path
        if path.startswith(("/admin/", "/static/")):
            continue  # one language alone, or none
        if path.startswith("/") and link not in switches and language_of(path) != language:
            faults.append(f"leads out of its language: {path}")
    if not any(element.attrs.get("name") == "description" for element in page.all("meta")):
        faults.append("no description")
    return faults


def header_faults(response) -> list[str]:
    """Headers that every answer carries."""
    faults = [
        f"{name}: {response.headers.get(name)}"
        for name, value in HEADERS.items()
        if response.headers.get(name) != value
    ]
    policy = response.headers.get("Content-Security-Policy", "")
    directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";") if part)
    for name in ("default-src", "base-uri", "frame-ancestors"):
        if directives.get(name) != "'none'":
            faults.append(f"{name} is {directives.get(name)}")
    if directives.get("form-action") != "'self'":
        faults.append(f"form-action is {directives.get('form-action')}")
    faults += [
        f"{name} is {value}"
        for name, value in directives.items()
        if value not in {"'none'", "'self'"}
    ]
    if response.cookies and not response.wsgi_request.user.is_authenticated:
        faults.append(f"a visitor gets the cookie {response.cookies}")
    return faults


def report(faults: list[str]) -> None:
    """Fail with every fault, each on a line."""
    assert not faults, f"{len(faults)} faults:\n" + "\n".join(faults[:40])


# The site map.


def test_every_pattern_has_examples():
    assert set(DETAILS) == set(EXAMPLES), "a pattern with arguments needs an example here"
    assert FILES.keys() | EDITORS <= SITE_MAP.keys()
    assert all(entries().exists() for entries, _paths in EXAMPLES.values())
    for name, (entries, _paths) in EXAMPLES.items():
        assert len(addresses(name, "ja")) >= (entries().count() if STRICT else 2)


def test_an_undefined_variable_fails():
    with pytest.raises(pytest.fail.Exception, match="absent"):
        Template("{{ absent }}").render(Context())


def test_a_page_that_writes_fails(read_only):
    with pytest.raises(AssertionError, match="wrote to the database"):
        Subject.objects.update(note_ja="")


@pytest.mark.parametrize(("name", "language"), VISITS)
@pytest.mark.both
def test_every_address(site, name, language):
    """Status 200, the right type, and nothing that no page may have."""
    faults = []
    for address in addresses(name, language):
        visited = site.visit(address)
        faults += [f"{address}: {fault}" for fault in visited.faults]
        expected = FILES.get(name, "text/html; charset=utf-8")
        if (visited.status, visited.kind) != (200, expected):
            faults.append(f"{address}: {visited.status} {visited.kind}")
    report(faults)


@pytest.mark.parametrize("name", sorted(EDITORS))
def test_a_page_for_editors_opens_to_editors_alone(client, admin_client, site, name):
    address = reverse(name)
    door = client.get(address)
    assert door.status_code == 302
    assert door["Location"].startswith(reverse("admin:login"))
    response = admin_client.get(address)
    assert response.status_code == 200
    found = Page(response.content.decode())
    report(common_faults(found) + header_faults(response))
    links = {link.attrs["href"] for link in found.links}
    here = {link for link in links if link.startswith("#")}
    assert {link.removeprefix("#") for link in here} <= set(found.ids)
    dead = [link for link in sorted(links - here) if link_fault(site, link)]
    assert dead == []


@pytest.mark.parametrize(("name", "language"), [each for each in VISITS if each[0] in PAGES])
def test_no_link_is_dead(site, name, language):
    """Every link leads to a page, and every anchor to a place on it."""
    faults = []
    for address in addresses(name, language):
        for link in site.visit(address).links:
            if fault := link_fault(site, urllib.parse.urljoin(address, link)):
                faults.append(f"{address} → {link}: {fault}")
    report(faults)


def link_fault(site: Site, link: str) -> str:
    """Why a link is dead; empty for one that leads somewhere."""
    if link not in site.checked:
        site.checked[link] = _link_fault(site, link)
    return site.checked[link]


def _link_fault(site: Site, link: str) -> str:
    parts = urllib.parse.urlsplit(link)
    if parts.netloc:
        return "" if parts.scheme == "https" else "leaves the site without https"
    if parts.path.startswith("/static/"):
        found = finders.find(parts.path.removeprefix("/static/"))
        return "" if found else "no such file"
    with translation.override(language_of(parts.path)):
        match = resolve(parts.path)
    listing = next(iter(getattr(match.func, "args", ())), None)
    if parts.query and isinstance(listing, ListPage):
        # What the list answers stands in `test_every_list_in_use`; here, that it understands,
        # which page and downloads in both languages do alike.
        question = f"{listing.name}?{parts.query}"
        if question not in site.checked:
            browse = list_request(listing, link)
            site.checked[question] = "; ".join(browse.faults)
        return site.checked[question]
    if match.url_name == "compare" and parts.query:
        # Each pair of related measures has one; what it draws stands in the tests of comparing.
        named = {value for _name, value in urllib.parse.parse_qsl(parts.query)}
        known = Measure.objects.published().filter(slug__in=named).count()
        return "" if len(named) >= 2 and known == len(named) else "names what is not there"
    # The query of an entry names the list it is reached from; the entry is the same without it.
    query = "" if match.url_name in EXAMPLES else parts.query
    target = parts._replace(fragment="", query=query).geturl()
    if match.url_name in EXAMPLES and not STRICT and target not in site.visited:
        entries, paths = EXAMPLES[match.url_name]
        found = entries().filter(**dict(zip(paths, match.kwargs.values(), strict=True)))
        return "" if found.exists() else "404"
    visited = site.visit(target)
    if visited.status not in {200, 301, 302}:
        return str(visited.status)
    if parts.fragment and parts.fragment not in visited.ids:
        return "no such place on the page"
    return ""


def test_a_dead_link_is_noticed(site):
    assert link_fault(site, "/measures/no-such-measure/") == "404"
    assert link_fault(site, "/measures/#no-such-place") == "no such place on the page"
    assert "no-such-kind" in link_fault(site, "/measures/?kind=no-such-kind")
    assert link_fault(site, "/static/css/no-such-file.css") == "no such file"
    assert link_fault(site, "http://example.jp/") == "leaves the site without https"


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_that_pages_load_exist(site, language):
    page = Page(Client().get(in_language("/", language)).content.decode())
    files = [
        element.attrs.get("href") or element.attrs.get("src")
        for element in page.elements
        if element.tag in {"script", "img"} or element.attrs.get("rel") in {"icon", "stylesheet"}
    ]
    assert len(files) >= 3
    report([f"{each}: {fault}" for each in files if (fault := link_fault(site, each))])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("listing", LISTS, ids=lambda listing: listing.name)
def test_no_address_in_a_file_is_dead(site, listing, language):
    """Every address in a CSV is a full one, and opens a page that has the place it names."""
    with translation.override(language):
        response = Client().get(f"{reverse(f'{listing.name}-csv')}?profile=data")
    rows = list(csv.DictReader(io.StringIO(body(response).decode())))
    assert len(rows) == listing.entries().count()
    names = [column.name for column in listing.columns if column.kind == Kind.URL]
    found = {row[name] for row in rows for name in names if row[name]}
    assert found
    faults = []
    for link in sorted(found):
        path = link.removeprefix(HOST)
        if path == link or language_of(path) != language:
            faults.append(f"{link} is no address in this language")
        elif fault := link_fault(site, path):
            faults.append(f"{link}: {fault}")
    report(faults)


# States of a list.


def states(listing: ListPage, language: str) -> list[str]:
    """Addresses of a list in use: narrowed, empty, on its last page, in every order."""
    with translation.override(language):
        address = reverse(listing.name)
        questions = listing.filterset_class({}, queryset=listing.entries())
        last = -(-listing.entries().count() // listing.per_page)
    narrowed = [(name, next(iter(values))) for name, values in questions.options.items() if values]
    asked = [[*narrowed, ("q", "の")], [("q", "no such words 無")]]
    if language == "ja":
        asked += [[("page", str(last))], narrowed[:1]]
        asked += [[("sort", sort.name), *narrowed[:1]] for sort in listing.sorts[1:]]
    return [f"{address}?{urllib.parse.urlencode(query)}" for query in asked]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("listing", LISTS, ids=lambda listing: listing.name)
@pytest.mark.both
def test_every_list_in_use(site, listing, language):
    """A list that is narrowed, sorted, empty or on its last page keeps every law of a page."""
    faults = []
    for address in states(listing, language):
        visited = site.visit(address)
        faults += [f"{address}: {fault}" for fault in visited.faults]
        if visited.status != 200:
            faults.append(f"{address}: {visited.status}")
        for link in visited.links:
            if fault := link_fault(site, urllib.parse.urljoin(address, link)):
                faults.append(f"{address} → {link}: {fault}")
    report(faults)


def rows_of_workbook(content: bytes) -> list[ElementTree.Element]:
    """The rows of the only sheet."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    return sheet.findall(f"{space}sheetData/{space}row")


@pytest.mark.parametrize("listing", LISTS, ids=lambda listing: listing.name)
def test_page_csv_and_workbook_have_the_same_rows(client, site, listing):
    """However a list is asked, the number it states is that of the rows in its files."""
    address = reverse(listing.name)
    counts = {}
    for asked in (address, *states(listing, "ja")):
        visited = site.visit(asked)
        query = asked.removeprefix(address)
        bare = re.sub(r"[?&]page=\d+", "", query)
        for suffix in ("csv", "xlsx"):
            # An empty list offers no download; its address still answers, with the header alone.
            offered = f"{reverse(f'{listing.name}-{suffix}')}{bare}" in visited.links
            assert offered == bool(visited.count)
        if bare != query or "sort=" in query:
            continue  # the same rows again
        lines = body(client.get(f"{reverse(f'{listing.name}-csv')}{bare}")).decode()
        book = body(client.get(f"{reverse(f'{listing.name}-xlsx')}{bare}"))
        rows = lines.count("\r\n") - 1, len(rows_of_workbook(book)) - 1
        counts[query] = (visited.count, *rows)
    assert all(len(set(each)) == 1 for each in counts.values()), counts
    assert counts[""][0] == listing.entries().count() > 0
    assert (0, 0, 0) in counts.values()


# What cannot be answered.


def bad_queries(listing: ListPage) -> dict[str, tuple[str, str]]:
    """Questions that a list refuses, each with the words its sentence must hold."""
    bad = {
        "colour=blue": ("colour", "colour"),
        "page=0": ("page=0", "0"),
        "sort=colour": ("sort=colour", "colour"),
        "profile=excel": ("profile=excel", "excel"),
        "q=" + "長" * 201: ("q=", "長" * 201),
    }
    filters = listing.filterset_class({}, queryset=listing.entries()).filters
    for name, question in filters.items():
        if isinstance(question, FacetFilter):
            bad[f"{name}=no-such-value"] = (name, "no-such-value")
        elif not isinstance(question, Search):
            bad[f"{name}=2026-13"] = (name, "2026-13")
    return bad


@pytest.mark.parametrize(
    "query",
    [
        *("page=-1", "page=last", "page=1.0", "page=", "page=２", "page=99999999999", "page=1e3"),
        *("sort=", "sort=-name", "profile=DATA", "since=yesterday", "since=2026-02-30"),
        *("until=19.3.2026", "kind=", "kind=LAW", "kind= law", "partner=", "pillar=espa-pillars"),
    ],
)
def test_what_looks_almost_right_is_refused(client, read_only, query):
    for suffix in ("", "-csv", "-xlsx"):
        response = client.get(f"{reverse(f'measures{suffix}')}?{asked(query)}")
        assert response.status_code == 400
        assert query.partition("=")[2] in html.unescape(response.content.decode())


def asked(query: str) -> str:
    """A query as a browser would send it."""
    name, _equals, value = query.partition("=")
    return urllib.parse.urlencode({name: value})


@pytest.mark.parametrize("suffix", ["", "-csv", "-xlsx"])
@pytest.mark.parametrize("listing", LISTS, ids=lambda listing: listing.name)
def test_a_bad_question_is_refused_by_name(client, read_only, listing, suffix):
    address = reverse(f"{listing.name}{suffix}")
    faults = []
    for query, words in bad_queries(listing).items():
        response = client.get(f"{address}?{asked(query)}")
        text = body(response).decode()
        if response.status_code != 400:
            faults.append(f"{query!r}: {response.status_code}")
            continue
        if suffix:
            expected = "text/plain; charset=utf-8"
            if response["Content-Type"] != expected or "Content-Disposition" in response.headers:
                faults.append(f"{query!r}: a refusal is no download")
        else:
            page = Page(text)
            text = page.text()
            faults += [f"{query!r}: {fault}" for fault in common_faults(page)]
        missing = [word for word in words if word not in text]
        if missing:
            faults.append(f"{query!r}: the refusal does not name {missing}: {text[:200]!r}")
    report(faults)


def test_every_fault_is_named_at_once(client):
    query = "?kind=nonsense&colour=blue&page=x&sort=z&profile=w&since=2026-99"
    for suffix in ("", "-csv", "-xlsx"):
        text = client.get(reverse(f"measures{suffix}") + query).content.decode()
        for word in ("nonsense", "colour", "page=x", "sort=z", "profile=w", "2026-99"):
            assert word in text, f"measures{suffix} does not name {word}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_speaks_the_language_of_the_address(client, language):
    address = in_language("/measures.csv", language)
    text = client.get(f"{address}?page=x").content.decode()
    assert text.count("\n") == 1
    assert "page=x" in text
    assert bool(re.search("[ぁ-ん]", text)) == (language == "ja"), text


@pytest.mark.parametrize("listing", LISTS, ids=lambda listing: listing.name)
def test_a_page_past_the_end_does_not_exist(client, read_only, listing):
    last = -(-listing.entries().count() // listing.per_page)
    assert client.get(f"{reverse(listing.name)}?page={last}").status_code == 200
    response = client.get(f"{reverse(listing.name)}?page={last + 1}")
    assert response.status_code == 404
    page = Page(response.content.decode())
    assert str(last) in page.text("p"), "the answer says where the list ends"
    report(common_faults(page))
    assert client.get(f"{reverse(listing.name)}?q=no-such-words&page=2").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DETAILS)
def test_an_unknown_entry_does_not_exist(client, read_only, name, language):
    with translation.override(language):
        address = reverse(name, args=["no-such-entry"] * len(SITE_MAP[name]))
    response = client.get(address)
    assert response.status_code == 404
    page = Page(response.content.decode())
    assert address in page.text("code")
    report(page_faults(page, address) + header_faults(response))


def test_an_entry_is_found_below_its_own_parent_only(client):
    section = Section.objects.first()
    pillar = Pillar.objects.first()
    other = Framework.objects.exclude(pk=pillar.framework_id).exclude(pillars__slug=pillar.slug)[0]
    assert client.get(reverse("section", args=["no-such-source", section.code])).status_code == 404
    assert client.get(reverse("pillar", args=[other.slug, pillar.slug])).status_code == 404


@pytest.mark.parametrize("value", STRANGE.values(), ids=STRANGE.keys())
@pytest.mark.both
def test_strange_input_never_breaks_a_list(client, read_only, value):
    """Refused or answered, but never an error of the site."""
    quoted = urllib.parse.quote(value)
    for listing in LISTS:
        names = listing.filterset_class({}, queryset=listing.entries()).filters
        everywhere = "&".join(f"{name}={quoted}" for name in (*names, "page", "sort", "profile"))
        response = client.get(f"{reverse(f'{listing.name}-csv')}?{everywhere}")
        assert response.status_code == 400, listing.name
    for address in (f"/sections.csv?q={quoted}", f"/search/?q={quoted}", f"/sources/?{quoted}=1"):
        response = client.get(address)
        text = body(response).decode()
        assert response.status_code in {200, 400}, address[:100]
        assert "<script>alert" not in text


@pytest.mark.parametrize("value", STRANGE.values(), ids=STRANGE.keys())
def test_strange_addresses_do_not_exist(client, read_only, value):
    for name in DETAILS:
        address = reverse(name, args=["mark"] * len(SITE_MAP[name]))
        response = client.get(address.replace("mark", urllib.parse.quote(value)))
        assert response.status_code in {301, 404}, name


@pytest.mark.parametrize(
    "query", ["%", "%zz", "%ff%fe", "q=%ED%A0%80", "&&&", "=", "q", "q[]=1", "q=a&q=b", "?q=a"]
)
def test_broken_queries_never_break_a_page(client, read_only, query):
    for path in ("/measures.csv", "/sources/", "/search/"):
        response = client.get(path, query_params=None, QUERY_STRING=query)
        body(response)
        assert response.status_code in {200, 400}, f"{path}?{query}"


def test_more_values_than_a_form_takes_are_refused(client, settings):
    query = "kind=law&" * (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)
    assert client.get(f"/measures/?{query}").status_code == 400


@pytest.mark.parametrize("name", PUBLIC)
def test_head_answers_as_get_does(client, read_only, name):
    response = client.head(addresses(name, "ja")[0])
    assert response.status_code == 200
    assert response["Content-Type"] == FILES.get(name, "text/html; charset=utf-8")
    assert body(response) == b""


@pytest.mark.parametrize("path", ["/measures", "/en/measures", "/en", "/healthz"])
def test_a_missing_slash_is_mended(client, path):
    response = client.get(f"{path}?q=a")
    assert response.status_code == 301
    assert response["Location"] == f"{path}/?q=a"


def test_the_address_decides_the_language_alone(client, read_only):
    for accepted in ("en", "ja", "fr", "de;q=0.5, en", "xx"):
        for address, language in (("/sources/", "ja"), ("/en/sources/", "en")):
            response = client.get(address, headers={"accept-language": accepted})
            assert response["Content-Language"] == language


@pytest.mark.parametrize("address", ["/admin/login/", "/no-such-page/", "/measures/?page=x"])
def test_policy_stands_on_every_answer(client, address):
    response = client.get(address)
    response.cookies.clear()
    assert header_faults(response) == []


# Words of the record are words, never markup.


def test_hostile_text_is_shown_as_it_is(client):
    hostile = "<x-y a='\">&amp;"
    words, found = everything("hostile", hostile, 1)
    hung = {
        "measure": found[0],
        "indicator": words.indicators[0],
        "source": words.document,
        "section": words.section,
        "framework": words.frameworks[0],
        "pillar": words.pillars[0],
        "partner": words.partners[0],
        "subject": words.subjects[0],
        "organisation": words.organisations[0],
        "issue": words.issues[0],
    }
    assert set(hung) == set(DETAILS), "a new page needs hostile text here"
    pages = [entry.get_absolute_url() for entry in hung.values()]
    quoted = urllib.parse.quote(hostile)
    pages += [f"{reverse(listing.name)}?q={quoted}" for listing in LISTS]
    pages += ["/", f"/search/?q={quoted}", f"/measures/?q={quoted}&status=ended", "/pillars/"]
    pages += [f"/measures/?subject={words.subjects[0].slug}", "/budgets/"]
    for address in pages:
        page = Page(client.get(address).content.decode())
        assert not page.all("x-y"), f"{address} takes text for markup"
        assert not page.faults, f"{address}: {page.faults}"
        if address != "/pillars/":
            assert hostile in page.text(), f"{address} does not show the text as it is"


# How many questions a page asks of the database.


def queries(client, address: str) -> int:
    """How many queries a page needs."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
        body(response)
    assert response.status_code == 200, address
    return len(captured)


def growing_pages(name: str, text: str, number: int) -> dict[str, str]:
    """The address of each kind of page, with so many rows of each kind on it."""
    words, found = everything(name, text, number)
    pages = {
        "measure": found[0].get_absolute_url(),
        "indicator": words.indicators[0].get_absolute_url(),
        "source": words.document.get_absolute_url(),
        "section": words.section.get_absolute_url(),
        "framework": words.frameworks[0].get_absolute_url(),
        "pillar": words.pillars[0].get_absolute_url(),
        "partner": words.partners[0].get_absolute_url(),
        "subject": words.subjects[0].get_absolute_url(),
        "organisation": words.organisations[0].get_absolute_url(),
        "issue": words.issues[0].get_absolute_url(),
    }
    for listing in LISTS:
        for suffix in ("", "-csv", "-xlsx"):
            pages[f"{listing.name}{suffix}"] = f"{reverse(f'{listing.name}{suffix}')}?q={text}"
    pages["search"] = f"{reverse('search')}?q={text}"
    chosen = "&".join(f"measure={each.slug}" for each in found[:4])
    pages |= {name: f"{reverse(name)}?{chosen}" for name in ("compare", "brief")}
    return pages


@pytest.mark.both
def test_one_row_and_many_need_as_many_queries(client):
    one = growing_pages("one", "ひとつだけの語", 1)
    many = growing_pages("many", "たくさんある語", 3)
    without_rows = {"home", "data", "help", *(page.view for page in PAGES_OF_HELP)}
    assert set(one) == set(PUBLIC) - without_rows - WITHOUT_LANGUAGE
    client.get(one["measure"])
    grown = {}
    for name, address in one.items():
        # The first page after a change reads what changed; here it is what every page asks.
        body(client.get(address.partition("?")[0]))
        few, more = queries(client, address), queries(client, many[name])
        if few != more:
            grown[name] = (few, more)
    assert not grown, f"queries for one row and for many: {grown}"


def test_pages_of_the_whole_record_need_as_many_queries_when_it_grows(client):
    everything("few", "少ない", 1)
    pages = ["/", "/budgets/", "/pillars/", "/data/", "/timeline/", "/measures/"]
    pages += ["/sitemap.xml", "/sitemap-measures.xml"]

    def asked() -> dict[str, int]:
        # The first page after a change reads what changed; counted is what every other asks.
        return {address: min(queries(client, address) for _ in range(2)) for address in pages}

    before = asked()
    everything("more", "増えた", 3)
    assert asked() == before


# What is not published.


def seen(client, address: str) -> str:
    """What a visitor sees at an address."""
    response = client.get(address)
    assert response.status_code == 200, address
    content = body(response)
    if address.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "".join(
                book.read(name).decode() for name in book.namelist() if name.startswith("xl/")
            )
    return content.decode()


def test_work_on_an_unpublished_measure_is_no_change_of_the_record(client):
    words = Vocabulary(Maker("open", "公開の語"), 1)
    before = seen(client, "/")
    hidden = measure(Maker("secret", "ひそかな語"), words, published=False)
    with everything_changed():
        Measure.objects.filter(pk=hidden.pk).update(updated_at="2099-01-01T00:00:00Z")
    assert seen(client, "/") == before
    with everything_changed():
        Measure.objects.filter(pk=hidden.pk).update(published=True)
    assert "2099" in seen(client, "/")


def test_what_an_unpublished_measure_suspends_names_no_one(client):
    """A control that visitors see does not lead to a measure they may not see."""
    maker = Maker("open", "公開の語")
    words = Vocabulary(maker, 1)
    shown = measure(maker, words)
    hidden = measure(Maker("secret", "ひそかな語"), words, published=False)
    shown.export_control.suspended_by = hidden
    shown.export_control.save()
    pages = (shown.get_absolute_url(), "/export-controls/", "/export-controls.csv")
    texts = {address: seen(client, address) for address in pages}
    report([a for a, text in texts.items() if "ひそかな語" in text or hidden.slug in text])
