"""Visits the addresses of the site as a crawler does, and tells what is wrong there."""

import csv
import dataclasses
import html
import io
import re
import urllib.parse
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Callable, Iterator

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import models
from django.test import Client
from django.urls import resolve, reverse
from django.utils import translation

from measures.models import Measure
from portal.lists.columns import Kind
from portal.lists.declaration import ListPage
from portal.middleware.probing import PROBES
from portal.pages.citing import citable_models
from portal.sitemaps import SITEMAPS
from tests.list_requests import list_request, takes_a_day
from tests.markup import Page, common_faults
from tests.site_map import (
    EXAMPLES,
    FILE_EXAMPLES,
    GIVEN,
    HANDOUT_EXAMPLES,
    HOST,
    JSON_EXAMPLES,
    LANGUAGES,
    answered,
    in_language,
    language_of,
)
from tests.speech import speech_faults

# Every row of the record has these addresses; what stands there is tested in tests/pages.
CITES = {"cite", *FILE_EXAMPLES}
# Files of entries that are there where the entry is.
ENTRY_FILES = HANDOUT_EXAMPLES | JSON_EXAMPLES
# What a page says as a number, without what counts its own rows, and without drawings: they hold
# the ticks of their scale and the sum of what shares a bar.
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
UNSAID = re.compile(r"<(script|style|nav|svg)\b.*?</\1>|<[^>]+>", re.S)
ROWS = re.compile(r"[\d,]+(?=\s*(?:件|項目|節))")
# How files end that are one for all languages.
FOR_ALL = (".json", ".ndjson", ".ttl", ".jsonld", ".cff")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


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
    title: str = ""
    numbers: frozenset[str] = frozenset()


class Site:
    """Visits addresses, each once: a record that changes on the way needs a new one.

    Of the entries behind a pattern those are visited that `chosen` leaves of them.
    """

    def __init__(self, chosen: Callable[[models.QuerySet], models.QuerySet]):
        self.chosen = chosen
        self.visited: dict[str, Visited] = {}
        self.checked: dict[str, str] = {}
        self.found: dict[tuple[str, str], list[str]] = {}

    def addresses(self, name: str, language: str) -> list[str]:
        """The addresses of a pattern to visit."""
        if (name, language) not in self.found:
            self.found[name, language] = self._addresses(name, language)
        return self.found[name, language]

    def _addresses(self, name: str, language: str) -> list[str]:
        if name == "sitemap-section":
            return [reverse(name, args=[section]) for section in SITEMAPS]
        with translation.override(language):
            if name in HANDOUT_EXAMPLES:
                entries, paths = HANDOUT_EXAMPLES[name]
                found = entries().order_by("pk").values_list(*paths)[:1]
                return [reverse(name, args=each) for each in found]
            if name not in EXAMPLES | FILE_EXAMPLES | JSON_EXAMPLES:
                return [reverse(name, args=GIVEN.get(name, []))]
            entries, paths = (EXAMPLES | FILE_EXAMPLES | JSON_EXAMPLES)[name]
            found = self.chosen(entries()).order_by("pk").values_list(*paths)
            return [reverse(name, args=each) for each in found]

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
        counted = re.findall(r'class="count-line__number num">([\d,]+)<', text)
        return Visited(
            response.status_code,
            kind,
            frozenset(page.ids),
            tuple(dict.fromkeys(link.attrs["href"] for link in page.links)),
            tuple(page_faults(page, address) + header_faults(response)),
            int(counted[0].replace(",", "")) if counted else None,
            page.text("title"),
            frozenset(numbers_in(ROWS.sub("", said_on(text)))),
        )

    def link_fault(self, link: str) -> str:
        """Why a link is dead; empty for one that leads somewhere."""
        if link not in self.checked:
            self.checked[link] = self._link_fault(link)
        return self.checked[link]

    def _link_fault(self, link: str) -> str:
        parts = urllib.parse.urlsplit(link)
        if parts.netloc:
            return "" if parts.scheme == "https" else "leaves the site without https"
        if parts.path.startswith("/static/"):
            found = finders.find(parts.path.removeprefix("/static/"))
            return "" if found else "no such file"
        with translation.override(language_of(parts.path)):
            match = resolve(parts.path)
        arguments = getattr(match.func, "args", ())
        listing = next((each for each in arguments if isinstance(each, ListPage)), None)
        if parts.query and listing:
            # What the list answers stands in `faults_in_use`; here, that it understands, which
            # page and downloads in both languages do alike.
            question = f"{listing.name}?{parts.query}"
            if question not in self.checked:
                browse = list_request(listing, link)
                self.checked[question] = "; ".join(browse.faults)
            return self.checked[question]
        if match.url_name == "compare" and parts.query:
            # Each pair of related measures has one; what it draws stands in the tests of comparing.
            named = {value for _name, value in urllib.parse.parse_qsl(parts.query)}
            known = Measure.objects.published().filter(slug__in=named).count()
            return "" if len(named) >= 2 and known == len(named) else "names what is not there"
        if match.url_name in CITES or match.url_name == "remark":  # there is one for every row
            found = citable_models()[match.kwargs["kind"]].named(match.kwargs["name"])
            return "" if found else "404"
        if match.url_name in ENTRY_FILES:
            entries, paths = ENTRY_FILES[match.url_name]
            found = entries().filter(**dict(zip(paths, match.kwargs.values(), strict=True)))
            return "" if found.exists() else "404"
        # The query of an entry names the list it is reached from; the entry is the same without it.
        query = "" if match.url_name in EXAMPLES else parts.query
        target = parts._replace(fragment="", query=query).geturl()
        name, language = match.url_name, language_of(target)
        if name in EXAMPLES and target not in self.addresses(name, language):
            entries, paths = EXAMPLES[name]
            found = entries().filter(**dict(zip(paths, match.kwargs.values(), strict=True)))
            # What is there, and not among those that are visited, is a page like them.
            return "" if found.exists() else "404"
        visited = self.visit(target)
        if visited.status not in {200, 301, 302}:
            return str(visited.status)
        if parts.fragment and parts.fragment not in visited.ids:
            return "no such place on the page"
        return ""

    def faults_at(self, name: str, language: str) -> Iterator[str]:
        """Status 200, the right type, and nothing that no page may have."""
        for address in self.addresses(name, language):
            visited = self.visit(address)
            yield from (f"{address}: {fault}" for fault in visited.faults)
            if (visited.status, visited.kind) != answered(name):
                yield f"{address}: {visited.status} {visited.kind}"

    def dead_links(self, name: str, language: str) -> Iterator[str]:
        """Links of pages that lead to no page, or to no place on it."""
        for address in self.addresses(name, language):
            yield from self._dead_links_on(address)

    def _dead_links_on(self, address: str) -> Iterator[str]:
        for link in self.visit(address).links:
            if fault := self.link_fault(urllib.parse.urljoin(address, link)):
                yield f"{address} → {link}: {fault}"

    def dead_in_file(self, listing: ListPage, language: str) -> Iterator[str]:
        """Addresses in a CSV that are no full ones, or open no page with the place they name."""
        with translation.override(language):
            response = Client().get(reverse(f"{listing.name}-csv"))
        _header, *rows = csv.reader(io.StringIO(body(response).decode("utf-8-sig")))
        assert len(rows) == listing.entries().count()
        places = [at for at, each in enumerate(listing.columns) if each.kind == Kind.URL]
        found = {row[at] for row in rows for at in places if row[at]}
        assert found, listing.name
        for link in sorted(found):
            path = link.removeprefix(HOST)
            if path == link or language_of(path) != language:
                yield f"{link} is no address in this language"
            elif fault := self.link_fault(path):
                yield f"{link}: {fault}"

    def faults_in_use(self, listing: ListPage, language: str) -> Iterator[str]:
        """What is wrong with a list that is narrowed, sorted, empty or on its last page."""
        for address in states(listing, language):
            visited = self.visit(address)
            yield from (f"{address}: {fault}" for fault in visited.faults)
            if visited.status != 200:
                yield f"{address}: {visited.status}"
            yield from self._dead_links_on(address)

    def titles(self, language: str) -> dict[str, list[str]]:
        """The addresses of the sitemap in a language, by the title of the page."""
        found: dict[str, list[str]] = {}
        for part in locations(reverse("sitemap")):
            for address in locations(part):
                if language_of(address) == language:
                    found.setdefault(self.visit(address).title, []).append(address)
        return found

    def counts(self, listing: ListPage) -> dict[str, tuple[int, int, int]]:
        """By question, the number of rows a list states and those of its two files."""
        address = reverse(listing.name)
        found = {}
        for asked in (address, *states(listing, "ja")):
            visited = self.visit(asked)
            query = asked.removeprefix(address)
            bare = re.sub(r"[?&]page=\d+", "", query)
            for suffix in ("csv", "xlsx"):
                # An empty list offers no download; its address answers with the header alone.
                offered = f"{reverse(f'{listing.name}-{suffix}')}{bare}" in visited.links
                assert offered == bool(visited.count), asked
            if bare != query or "sort=" in query:
                continue  # the same rows again
            lines = body(Client().get(f"{reverse(f'{listing.name}-csv')}{bare}")).decode()
            book = body(Client().get(f"{reverse(f'{listing.name}-xlsx')}{bare}"))
            rows = lines.count("\r\n") - 1, len(rows_of_workbook(book)) - 1
            found[query] = (visited.count, *rows)
        return found


def said_on(text: str) -> str:
    """The words of a page between its navigation and its footer."""
    main = text.partition("<main")[2].partition("</main>")[0]
    return html.unescape(UNSAID.sub(" ", main))


def numbers_in(words: str) -> Iterator[str]:
    """Numbers as they are compared: without commas, and without zeros that say nothing."""
    for found in NUMBER.findall(words):
        yield plain_number(found.replace(",", ""))


def plain_number(digits: str) -> str:
    """A number without zeros that say nothing: 0.30 is 0.3, and 04 is 4."""
    whole, point, rest = digits.partition(".")
    return ((whole.lstrip("0") or "0") + point + rest.rstrip("0")).rstrip(".")


def locations(address: str) -> list[str]:
    """The addresses that a file of the sitemap, or its index, leads to."""
    text = Client().get(address).content.decode()
    return [found.removeprefix(HOST) for found in re.findall(r"<loc>(.*?)</loc>", text)]


def permanent(address: str) -> str:
    """The address by which what stands at one is known: the same rows in another order, and on the
    first page, are the same list."""
    path, mark, query = address.partition("?")
    kept = [pair for pair in query.split("&") if not pair.startswith("sort=") and pair != "page=1"]
    return path + (mark + "&".join(kept) if query and kept else "")


def page_faults(page: Page, address: str) -> list[str]:
    """What is wrong with a page at this address."""
    language = language_of(address)
    faults = common_faults(page)
    if "q=" not in address:  # what a visitor typed is of no known language
        faults += speech_faults(page, language)
    if [element.attrs.get("lang") for element in page.all("html")] != [language]:
        faults.append("the page does not name its language")
    canonical = [link.attrs["href"] for link in page.all("link", rel="canonical")]
    if canonical != [HOST + permanent(address)]:
        faults.append(f"canonical {canonical}")
    for code in LANGUAGES:
        alternate = page.all("link", rel="alternate", hreflang=code)
        if [each.attrs["href"] for each in alternate] != [
            HOST + in_language(permanent(address), code)
        ]:
            faults.append(f"hreflang {code}: {[link.attrs['href'] for link in alternate]}")
    other = next(code for code in LANGUAGES if code != language)
    switches = [link for link in page.links if "hreflang" in link.attrs]
    if {link.attrs["href"] for link in switches} != {in_language(address, other)}:
        faults.append(f"language switch to {[link.attrs['href'] for link in switches]}")
    for link in page.links:
        parts = urllib.parse.urlsplit(link.attrs["href"])
        path = parts.path
        if parts.netloc or path.startswith(("/admin/", "/static/")):
            continue  # one language alone, or none
        if path.startswith("/data/") and path.endswith(".csv") or path.endswith(FOR_ALL):
            continue  # files for programs are the same in every language
        if path.startswith("/") and link not in switches and language_of(path) != language:
            faults.append(f"leads out of its language: {path}")
    if not any(element.attrs.get("name") == "description" for element in page.all("meta")):
        faults.append("no description")
    return faults


def header_faults(response) -> list[str]:
    """Headers that every answer carries but those to machines, which come before all else."""
    if response.request["PATH_INFO"] in PROBES:
        return []
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
    # A form that is sent needs the token against forged ones, and a visitor gets nothing else.
    form = not response.streaming and b"csrfmiddlewaretoken" in response.content
    held = set(response.cookies) - ({settings.CSRF_COOKIE_NAME} if form else set())
    if held and not response.wsgi_request.user.is_authenticated:
        faults.append(f"a visitor gets the cookie {response.cookies}")
    return faults


def report(faults: list[str]) -> None:
    """Fail with every fault, each on a line."""
    assert not faults, f"{len(faults)} faults:\n" + "\n".join(faults[:40])


def states(listing: ListPage, language: str) -> list[str]:
    """Addresses of a list in use: narrowed, empty, on its last page, in every order."""
    with translation.override(language):
        address = reverse(listing.name)
        questions = listing.filterset_class({}, queryset=listing.entries())
        last = -(-listing.entries().count() // listing.per_page)
    offered = ((name, questions.offered(name)) for name in questions.filters)
    narrowed = [(name, next(iter(values))) for name, values in offered if values]
    if takes_a_day(listing):
        narrowed.append(("on", "2026"))
    asked = [[*narrowed, ("q", "の")], [("q", "no such words 無")]]
    if language == "ja":
        asked += [[("page", str(last))], narrowed[:1]]
        asked += [[("sort", sort.name), *narrowed[:1]] for sort in listing.sorts[1:]]
    return [f"{address}?{urllib.parse.urlencode(query)}" for query in asked]


def rows_of_workbook(content: bytes) -> list[ElementTree.Element]:
    """The rows of the only sheet."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    return sheet.findall(f"{space}sheetData/{space}row")


def assert_the_same_rows(site: Site, listing: ListPage) -> None:
    """Of one list, for the question of nothing, of something, and of what is not there."""
    counts = site.counts(listing)
    assert all(len(set(each)) == 1 for each in counts.values()), (listing.name, counts)
    assert counts[""][0] == listing.entries().count() > 0, listing.name
    assert (0, 0, 0) in counts.values(), listing.name
