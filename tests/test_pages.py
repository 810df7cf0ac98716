"""Every address of the site, in both languages: over a record in which each branch is drawn.

It is the small record, all of it published, with a number of entries of every kind that lead to
each other. What the bundled record has beside that, `tests/test_crawl.py` visits.
"""

import html
import io
import re
import urllib.parse
import zipfile

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import translation

from measures.models import Measure, MeasureSubject
from policies.models import Framework, Pillar, Section, SourceDocument, Subject
from portal.changes.tracking import everything_changed
from portal.help.pages import PAGES as PAGES_OF_HELP
from portal.lists.declaration import ListPage
from portal.lists.filters import FacetFilter, Search
from portal.middleware.bounds import LONGEST
from portal.pages.changes.public import VIEWS
from portal.pages.lists import LISTS
from portal.pages.planned import CALENDARS
from tests.asking import queries
from tests.entries import Maker, Vocabulary, everything, measure
from tests.markup import Page, common_faults
from tests.site_map import (
    DETAILS,
    EDITORS,
    EXAMPLES,
    FILE_EXAMPLES,
    FILES,
    LANGUAGES,
    PAGES,
    PUBLIC,
    SITE_MAP,
    UNASKED,
    WITHOUT_LANGUAGE,
    answered,
    editors_address,
    in_language,
)
from tests.visits import Site, assert_the_same_rows, body, header_faults, page_faults, report

pytestmark = pytest.mark.django_db

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


@pytest.fixture(autouse=True)
def japanese():
    """Addresses are made in Japanese, whatever language the last visit spoke."""
    with translation.override("ja"):
        yield


@pytest.fixture(scope="module", autouse=True)
def record(rows_for_all):
    """Entries with one, with many and without rows of each kind, each seen by visitors."""
    act = Measure.objects.get(slug="act")
    act.published = True
    act.save()
    everything("entry", "語", 3, english="Word ")
    MeasureSubject.objects.update(number="①")  # a sign, which is of no language


@pytest.fixture(scope="module")
def walked() -> Site:
    """What was visited, once for all tests: none of those who read it changes the record."""
    return Site(lambda entries: entries)


@pytest.fixture
def site(walked, read_only) -> Site:
    """The site as a visitor walks it, with a database that refuses to be written to."""
    return walked


# The site map.


def test_every_pattern_has_examples():
    assert set(DETAILS) == set(EXAMPLES), "a pattern with arguments needs an example here"
    assert FILES.keys() | EDITORS <= SITE_MAP.keys()
    for name, (entries, _paths) in EXAMPLES.items():
        assert entries().count() >= 2, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_pages_of_the_sitemap_have_one_title(site, language):
    """Not in the small record either, where entries of all kinds have the same words."""
    found = site.titles(language)
    assert sum(map(len, found.values())) > 50
    report([f"{title!r}: {places}" for title, places in found.items() if len(places) > 1])


def test_an_undefined_variable_fails():
    with pytest.raises(pytest.fail.Exception, match="absent"):
        Template("{{ absent }}").render(Context())


def test_a_page_that_writes_fails(read_only):
    with pytest.raises(AssertionError, match="wrote to the database"):
        Subject.objects.update(note_ja="")


@pytest.mark.both
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_address(site, language):
    """Status 200, the right type, and nothing that no page may have."""
    names = [name for name in PUBLIC if language == "ja" or name not in WITHOUT_LANGUAGE]
    report([fault for name in names for fault in site.faults_at(name, language)])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_link_is_dead(site, language):
    """Every link leads to a page, and every anchor to a place on it."""
    report([fault for name in PAGES for fault in site.dead_links(name, language)])


# What pages for editors are asked about.
@pytest.mark.parametrize("name", sorted(EDITORS))
def test_a_page_for_editors_opens_to_editors_alone(client, admin_client, name):
    address = editors_address(name, ("paper", "1"))
    door = client.get(address)
    assert door.status_code == 302
    assert door["Location"].startswith(reverse("admin:login"))
    response = admin_client.get(address)
    response.close()
    assert response.status_code == 200
    report(header_faults(response))


def test_coverage_tells_of_every_document(admin_client, site):
    response = admin_client.get(reverse("coverage"))
    found = Page(response.content.decode())
    report(common_faults(found))
    for document in SourceDocument.objects.all():
        assert document.title_ja in response.content.decode()
    links = {link.attrs["href"] for link in found.links}
    here = {link for link in links if link.startswith("#")}
    assert {link.removeprefix("#") for link in here} <= set(found.ids)
    dead = [link for link in sorted(links - here) if site.link_fault(link)]
    assert dead == []


def test_a_dead_link_is_noticed(site):
    assert site.link_fault("/measures/no-such-measure/") == "404"
    assert site.link_fault("/measures/#no-such-place") == "no such place on the page"
    assert "no-such-kind" in site.link_fault("/measures/?kind=no-such-kind")
    assert site.link_fault("/static/css/no-such-file.css") == "no such file"
    assert site.link_fault("http://example.jp/") == "leaves the site without https"


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_that_pages_load_exist(site, language):
    page = Page(Client().get(in_language("/", language)).content.decode())
    files = [
        element.attrs.get("href") or element.attrs.get("src")
        for element in page.elements
        if element.tag in {"script", "img"} or element.attrs.get("rel") in {"icon", "stylesheet"}
    ]
    assert len(files) >= 3
    report([f"{each}: {fault}" for each in files if (fault := site.link_fault(each))])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_address_in_a_file_is_dead(site, language):
    """Every address in a CSV is a full one, and opens a page that has the place it names."""
    report([fault for listing in LISTS for fault in site.dead_in_file(listing, language)])


@pytest.mark.both
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_list_in_use(site, language):
    """A list that is narrowed, sorted, empty or on its last page keeps every law of a page."""
    report([fault for listing in LISTS for fault in site.faults_in_use(listing, language)])


def test_page_csv_and_workbook_have_the_same_rows(site):
    """However a list is asked, the number it states is that of the rows in its files."""
    for listing in LISTS:
        assert_the_same_rows(site, listing)


# What cannot be answered.


def bad_queries(listing: ListPage) -> dict[str, tuple[str, str]]:
    """Questions that a list refuses, each with the words its sentence must hold."""
    bad = {
        "colour=blue": ("colour", "colour"),
        "page=0": ("page=0", "0"),
        "sort=colour": ("sort=colour", "colour"),
        "profile=excel": ("profile=excel", "excel"),
        "q=" + "長" * 201: ("q=", "長" * 79 + "…"),
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
        *("page=-1", "page=last", "page=1.0", "page=２", "page=99999999999", "page=1e3"),
        *("sort=-name", "profile=DATA", "since=yesterday", "since=2026-02-30"),
        *("until=19.3.2026", "kind=LAW", "kind= law", "pillar=espa-pillars"),
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


def various() -> list[ListPage]:
    """Lists that between them ask every sort of question."""
    found, seen = [], set()
    for listing in LISTS:
        sorts = set(map(type, listing.filterset_class.base_filters.values()))
        if sorts - seen:
            found.append(listing)
            seen |= sorts
    return found


@pytest.mark.parametrize("value", STRANGE.values(), ids=STRANGE.keys())
@pytest.mark.both
def test_strange_input_never_breaks_a_list(client, read_only, value):
    assert_never_broken(client, value, various())
    quoted = urllib.parse.quote(value)
    for address in (f"/sections.csv?q={quoted}", f"/search/?q={quoted}", f"/sources/?{quoted}=1"):
        response = client.get(address)
        text = body(response).decode()
        assert response.status_code in {200, 400, 414}, address[:100]
        assert "<script>alert" not in text


@pytest.mark.crawl
@pytest.mark.parametrize("value", STRANGE.values(), ids=STRANGE.keys())
def test_strange_input_breaks_none_of_the_lists(client, read_only, value):
    assert_never_broken(client, value, LISTS)


def assert_never_broken(client, value: str, lists) -> None:
    """Refused, and no error of the site, whatever it is asked so."""
    quoted = urllib.parse.quote(value)
    for listing in lists:
        names = listing.filterset_class({}, queryset=listing.entries()).filters
        everywhere = "&".join(f"{name}={quoted}" for name in (*names, "page", "sort", "profile"))
        response = client.get(f"{reverse(f'{listing.name}-csv')}?{everywhere}")
        assert response.status_code == (414 if len(everywhere) > LONGEST else 400), listing.name


@pytest.mark.parametrize("value", STRANGE.values(), ids=STRANGE.keys())
def test_strange_addresses_do_not_exist(client, read_only, value):
    for name in DETAILS:
        address = reverse(name, args=["mark"] * len(SITE_MAP[name]))
        response = client.get(address.replace("mark", urllib.parse.quote(value)))
        assert response.status_code in {301, 404, 414}, name


@pytest.mark.parametrize(
    "query", ["%", "%zz", "%ff%fe", "q=%ED%A0%80", "&&&", "=", "q", "q[]=1", "q=a&q=b", "?q=a"]
)
def test_broken_queries_never_break_a_page(client, read_only, query):
    for path in ("/measures.csv", "/sources/", "/search/"):
        response = client.get(path, query_params=None, QUERY_STRING=query)
        body(response)
        assert response.status_code in {200, 400}, f"{path}?{query}"


def test_more_values_than_a_form_takes_are_refused(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
    query = "kind=law&" * 501
    assert client.get(f"/measures/?{query}").status_code == 400


def test_head_answers_as_get_does(client, site):
    for name in PUBLIC:
        response = client.head(site.addresses(name, "ja")[0])
        assert (response.status_code, response["Content-Type"]) == answered(name), name
        assert body(response) == b"", name


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
    changed = [f"{name}-changes" for name in VIEWS]
    assert {*hung, *changed, "cite", "remark"} == set(DETAILS), "a new page needs hostile text here"
    pages = [entry.get_absolute_url() for entry in hung.values()]
    pages += [f"{hung[name].get_absolute_url()}changes/" for name in VIEWS]
    pages += [entry.cite_address for entry in hung.values()]
    pages += [entry.remark_address for entry in hung.values()]
    pages += [found[0].budget_lines.first().cite_address, found[0].names.first().cite_address]
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
        "cite": found[0].budget_lines.first().cite_address,
        "remark": found[0].budget_lines.first().remark_address,
    }
    pages |= {f"{view}-changes": f"{pages[view]}changes/" for view in VIEWS}
    for name in FILE_EXAMPLES:
        pages[name] = found[0].budget_lines.first().file_address(name.removeprefix("cite-"))
    for listing in LISTS:
        for suffix in ("", "-csv", "-xlsx", "-docx", "-atom", "-csvw"):
            pages[f"{listing.name}{suffix}"] = f"{reverse(f'{listing.name}{suffix}')}?q={text}"
    for suffix in ("docx", "pptx"):
        pages[f"measure-{suffix}"] = f"{pages['measure'].rstrip('/')}.{suffix}"
    for name in ("search", "names", "names-json", *(f"{each}-ics" for each in CALENDARS)):
        pages[name] = f"{reverse(name)}?q={text}"
    chosen = "&".join(f"measure={each.slug}" for each in found[:4])
    pages |= {name: f"{reverse(name)}?{chosen}" for name in ("compare", "brief")}
    return pages


@pytest.mark.both
def test_one_row_and_many_need_as_many_queries(client):
    one = growing_pages("one", "ひとつだけの語", 1)
    many = growing_pages("many", "たくさんある語", 3)
    # Two documents side by side are asked for in `tests/measures/test_documents_compared.py`.
    without_rows = {
        *UNASKED,
        *("changes", "changes-csv", "changes-feed", "versions", "data-check"),
        "documents-compared",
        "remark-sent",
        # A form alone; of texts that are sent `tests/check` asks.
        "check-text",
        # A slide holds few lines; that of a measure is asked for.
        "budgets-pptx",
        # Of these `tests/pages/test_corrections.py` asks.
        *("corrections", "corrections-csv", "proofreadings-csv"),
        "home",
        "data",
        "help",
        *(page.view for page in PAGES_OF_HELP),
    }
    assert set(one) == set(PUBLIC) - without_rows - WITHOUT_LANGUAGE
    # What a process keeps of a version is read with the first question: of a measure, what each
    # of its things is shared with.
    for address in (one["measure"], many["measure"], one["search"], one["names"]):
        client.get(address)
    grown = {}
    for name, address in one.items():
        if FILES.get(name) is None:
            # The first page after a change reads what changed; here it is what every page asks.
            client.get(address.partition("?")[0])
        few, more = queries(client, address), queries(client, many[name])
        if few != more:
            grown[name] = (few, more)
    assert not grown, f"queries for one row and for many: {grown}"


def test_pages_of_the_whole_record_need_as_many_queries_when_it_grows(client):
    everything("few", "少ない", 1)
    pages = ["/", "/budgets/", "/pillars/", "/data/", "/timeline/", "/measures/"]
    pages += ["/sitemap.xml", "/sitemap-measures.xml", "/changes/", "/changes.csv"]

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
        Measure.objects.filter(pk=hidden.pk).update(updated_on="2099-01-01")
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
