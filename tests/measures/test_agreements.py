"""Agreements by partner, level and year: every number is the length of the list it leads to."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from measures.charts.agreements import HOME, LEAST, ROWS, AgreementsPicture
from measures.models import Agreement, MeasurePartner
from policies.models import Partner
from portal.lists.request import ListRequest
from portal.pages.lists import LISTS
from tests.list_requests import list_request

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]

LISTING = next(listing for listing in LISTS if listing.name == "agreements")


@pytest.fixture(autouse=True)
def english():
    """Sentences are compared in the language they are written in."""
    with translation.override("en"):
        yield


def browse(query: str = "") -> ListRequest:
    """What the list makes of a query."""
    return list_request(LISTING, f"/agreements/?{query}")


def picture(query: str = "") -> AgreementsPicture:
    """The tables of what a query finds."""
    return AgreementsPicture(browse(query))


@pytest.mark.parametrize(
    "query",
    [
        "",
        "level=summit",
        "year=2025&level=summit&level=ministerial",
        "partner=us&partner=cn",
        "partner=us&year=null",
        "form=dialogue&partner=jp",
        "q=協議",
        "year=null",
        "since=2025-10&until=2025-12&level=ministerial",
    ],
)
def test_every_number_is_the_length_of_its_list(query):
    found = picture(query)
    cells = [cell for _words, cell in found.others]
    cells += [found.home] if found.home else []
    cells += [cell for _words, cell in found.levels]
    for row in found.table.rows:
        assert len(row.cells) == len(found.table.columns)
        cells += [row.total, *row.cells]
    assert cells
    # Everyone who is named has a row, or is named beneath, or is counted there.
    counted = len(found.shown) + len(found.others) + found.unnamed
    assert counted == len(found.partners)
    assert len(found.table.rows) in {len(found.shown), len(found.shown) + 1}
    wrong = [(c.count, c.query) for c in cells if browse(c.query).count != c.count]
    assert wrong == []


def test_the_levels_and_the_years_of_all_entries_add_up():
    for query, counted in (
        ("", Agreement.objects.published().filter(measure__jurisdiction__code=HOME)),
        ("jurisdiction=jp&jurisdiction=null", None),
    ):
        found = picture(query)
        everyone = found.table.rows[0]
        number = browse(query).count if counted is None else counted.count()
        assert everyone.total.count == number
        assert sum(cell.count for cell in everyone.cells) == number
        assert sum(cell.count for _words, cell in found.levels) == number


def test_what_others_agree_among_themselves_is_not_counted_as_japans(client):
    found = picture()
    between = Agreement.objects.published().exclude(measure__jurisdiction__code=HOME)
    assert found.elsewhere == between.count() > 0
    counts = {code: count for code, _words, count in found.partners}
    assert counts["us"] == browse("partner=us&partner_only=1&jurisdiction=jp").count
    assert counts["us"] < browse("partner=us&partner_only=1").count
    text = client.get("/en/agreements/").content.decode()
    assert f"{found.elsewhere} entries between others are in the list only." in text
    assert picture("jurisdiction=null").elsewhere == 0


def test_agreements_are_asked_for_by_subject(client):
    found = browse("subject=economic-coercion")
    assert 0 < found.count < found.total
    for row in found.queryset:
        assert row.measure.subjects.filter(subject__slug="economic-coercion").exists()
    assert client.get("/agreements/?subject=economic-coercion").status_code == 200


@pytest.mark.both
@pytest.mark.parametrize(
    ("prefix", "words"), [("", "アフリカ（受益者）"), ("/en", "Africa (Beneficiary)")]
)
def test_who_is_no_party_stands_there_with_its_role(client, prefix, words):
    assert words in b"".join(client.get(f"{prefix}/agreements.csv")).decode()
    assert words in client.get(f"{prefix}/agreements/?q=G20").content.decode()


def test_every_partner_stands_in_the_tables_or_beneath():
    found = picture()
    codes = set(
        MeasurePartner.objects.filter(
            measure__agreement__isnull=False, measure__jurisdiction__code=HOME
        ).values_list("partner__code", flat=True)
    )
    assert {code for code, _words, _count in found.partners} == codes - {HOME}
    assert len(found.shown) + len(found.others) + found.unnamed == len(found.partners)
    assert len(found.shown) <= ROWS
    assert all(count >= LEAST for _code, _words, count in found.shown)


def test_the_finding_names_who_is_named_most_often():
    code, words, count = picture().partners[0]
    assert picture().finding == f"Japan’s most frequent counterpart: {words}, in {count} entries"
    assert count == browse(f"partner={code}&partner_only=1&jurisdiction=jp").count
    everyone = picture("jurisdiction=jp&jurisdiction=null&jurisdiction=us")
    code, words, count = everyone.partners[0]
    assert everyone.finding == f"Named most often: {words}, in {count} entries"
    assert picture("partner=jp").finding == "No partner abroad is named"


def test_shades_grow_with_the_counts():
    cells = [cell for row in picture().table.rows[1:] for cell in row.cells]
    shades = sorted((cell.count, cell.shade) for cell in cells)
    assert [shade for _count, shade in shades] == sorted(shade for _count, shade in shades)
    assert shades[0][1] == 0
    assert shades[-1][1] == 4


def test_a_year_can_be_asked_for_and_that_of_none_too(client):
    years = Agreement.objects.published().years()
    assert years == sorted(years, reverse=True)
    counts = [browse(f"year={year}").count for year in years]
    assert all(counts)
    assert sum(counts) + browse("year=null").count == Agreement.objects.published().count()
    assert client.get("/agreements/?year=1066").status_code == 400
    assert browse("year=null").queryset.count() == browse("year=null").count


@pytest.mark.parametrize("query", ["", "?partner=us", "?year=2025", "?q=協議"])
def test_the_page_takes_few_queries(client, query):
    client.get(f"/agreements/{query}")
    with CaptureQueriesContext(connection) as captured:
        response = client.get(f"/agreements/{query}")
    assert response.status_code == 200
    assert len(captured) <= 12


@pytest.fixture
def group() -> Partner:
    """A group that means its members, some of whom agreements name."""
    found = Partner.objects.create(
        code="both", kind="group", name_ja="両国", name_en="Both", counts_members=True
    )
    found.members.set(Partner.objects.filter(code__in=["us", "cn"]))
    return found


def test_a_group_is_shown_with_each_of_its_members(group):
    """Each is counted where it is named itself; the list of the group has all of them."""
    found = picture("partner=both")
    asked = browse("partner=both&jurisdiction=jp")
    assert asked.count > max(count for _c, _words, count in found.partners)
    assert {code for code, _words, _count in found.partners} == {"us", "cn"}
    cells = [cell for row in found.table.rows for cell in (row.total, *row.cells)]
    assert [browse(cell.query).count for cell in cells] == [cell.count for cell in cells]
    assert picture("partner=both&partner_only=1").partners == []
    assert "both" not in {code for code, _words, _count in picture().partners}


def test_a_country_is_counted_without_its_parts():
    """Its list has those too, so that the number leads to the list of the country alone."""
    before = {code: count for code, _words, count in picture().partners}
    country = Partner.objects.get(code="us")
    part = Partner.objects.create(
        code="us-north", kind="place", name_ja="北部", name_en="North", part_of=country
    )
    rows = MeasurePartner.objects.filter(
        measure__agreement__isnull=False, measure__jurisdiction__code=HOME
    )
    row = rows.exclude(measure__partners__partner=country).first()
    MeasurePartner.objects.create(
        measure=row.measure, partner=part, role=row.role, section=row.section, phrase="句"
    )
    found = picture()
    assert {code: count for code, _words, count in found.partners} == before | {"us-north": 1}
    assert browse("partner=us&jurisdiction=jp").count == before["us"] + 1
    for each in found.table.rows:
        assert browse(each.total.query).count == each.total.count
    asked = {code: count for code, _words, count in picture("partner=us").partners}
    assert asked == {"us": before["us"], "us-north": 1}
