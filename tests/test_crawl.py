"""Every entry of the bundled record and every link between them: `make test-crawl`.

On PostgreSQL few entries are visited that together have all an entry can have. Without the crawl,
in `make test`, the fullest entry of each kind and every page that is of none.
"""

import csv
import decimal
import io
from collections.abc import Iterator

import pytest
from django.db import models
from django.test import Client
from django.utils import translation

from portal.bundle.declared import resources
from portal.pages.lists import LISTS
from tests.databases import is_sqlite
from tests.downloads import address_of
from tests.sample import fullest, representatives
from tests.site_map import DETAILS, EXAMPLES, LANGUAGES, PAGES, PUBLIC, WITHOUT_LANGUAGE
from tests.visits import Site, assert_the_same_rows, body, numbers_in, report

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]

# Each language in a process of its own, for what one visit found serves all tests after it.
SPOKEN = [pytest.param(each, marks=pytest.mark.xdist_group(each)) for each in LANGUAGES]
# Lists drawn as a table have one template, and each of them is visited by `tests/test_pages.py`.
TABLES = {listing.name for listing in LISTS if not listing.objects} - {"sources"}
FEW = [name for name in PAGES if name not in TABLES]


def chosen(entries: models.QuerySet) -> models.QuerySet:
    """The entries to visit."""
    return entries if is_sqlite() else entries.filter(pk__in=representatives(entries))


@pytest.fixture(autouse=True)
def japanese():
    """Addresses are made in Japanese, whatever language the last visit spoke."""
    with translation.override("ja"):
        yield


@pytest.fixture(scope="module")
def walked() -> Site:
    """What was visited, once for all tests: none of them changes the record."""
    return Site(chosen)


@pytest.fixture
def site(walked, read_only) -> Site:
    """The site as a visitor walks it, with a database that refuses to be written to."""
    return walked


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fullest_pages_of_the_record(read_only, language):
    """What few rows do not show: charts, lists that break, names of every form."""
    site = Site(lambda entries: entries.filter(pk=fullest(entries)))
    report([fault for name in FEW for fault in site.faults_at(name, language)])
    report([fault for name in DETAILS for fault in site.dead_links(name, language)])


@pytest.mark.crawl
def test_the_crawl_visits_every_entry(site):
    for name, (entries, _paths) in EXAMPLES.items():
        number = entries().count()
        assert len(site.addresses(name, "ja")) == number if is_sqlite() else number >= 2, name


@pytest.mark.crawl
@pytest.mark.both
@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("name", PUBLIC)
def test_every_address(site, name, language):
    if language == "ja" or name not in WITHOUT_LANGUAGE:
        report(list(site.faults_at(name, language)))


@pytest.mark.crawl
@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("name", PAGES)
def test_no_link_is_dead(site, name, language):
    report(list(site.dead_links(name, language)))


@pytest.mark.crawl
@pytest.mark.parametrize("language", SPOKEN)
def test_no_two_pages_of_the_sitemap_have_one_title(site, language):
    found = site.titles(language)
    assert sum(map(len, found.values())) > 1_000
    report([f"{title!r}: {places}" for title, places in found.items() if len(places) > 1])


@pytest.mark.crawl
@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("listing", LISTS, ids=lambda listing: listing.name)
def test_no_address_in_a_file_is_dead(site, listing, language):
    report(list(site.dead_in_file(listing, language)))


def published_numbers() -> set[str]:
    """Every number in a table of the bundle."""
    return {
        number
        for resource in resources()
        for line in csv.reader(io.StringIO(body(Client().get(address_of(resource.table))).decode()))
        for cell in line
        for number in spellings(cell)
    }


def spellings(cell: str) -> Iterator[str]:
    """The numbers in a cell; one of yen also in 億 and in 兆 and 億, as pages write it."""
    yield from numbers_in(cell)
    if cell.isdecimal():
        hundred_millions = decimal.Decimal(cell) / 10**8
        yield from numbers_in(f"{hundred_millions:f} {hundred_millions % 10_000:f}")


@pytest.mark.crawl
@pytest.mark.xdist_group("ja")
def test_every_number_of_an_entry_is_in_the_bundle(site):
    published = published_numbers()
    report(
        [
            f"{address}: {number}"
            for name in ("measure", "indicator", "issue", "organisation", "pillar")
            for address in site.addresses(name, "ja")
            for number in site.visit(address).numbers - published
        ]
    )


@pytest.mark.crawl
@pytest.mark.both
@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("listing", LISTS, ids=lambda listing: listing.name)
def test_every_list_in_use(site, listing, language):
    report(list(site.faults_in_use(listing, language)))


@pytest.mark.crawl
@pytest.mark.xdist_group("ja")
@pytest.mark.parametrize("listing", LISTS, ids=lambda listing: listing.name)
def test_page_csv_and_workbook_have_the_same_rows(site, listing):
    assert_the_same_rows(site, listing)
