"""The matrix pillar × kind: what its numbers stand for and where they lead."""

import itertools
import urllib.parse

import pytest
from django.http import QueryDict
from django.urls import reverse

from policies.models import Framework, Pillar
from portal.pages.lists import LISTS
from portal.pages.pillars.matrix import Cell, legend, matrices
from tests.list_requests import list_request
from tests.markup import Page, common_faults

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]

MEASURES = next(listing for listing in LISTS if listing.name == "measures")


@pytest.mark.parametrize(
    ("count", "strength"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (7, 3), (8, 4), (90, 4)]
)
def test_the_tint_grows_with_the_count(count, strength):
    assert Cell("law", "Law", count, "").strength == strength


def test_the_legend_names_the_counts_of_every_tint():
    assert legend() == [(1, "1"), (2, "2–3"), (3, "4–7"), (4, "8–")]


@pytest.mark.parametrize("step", [9, pytest.param(1, marks=pytest.mark.crawl)])
def test_each_number_leads_to_exactly_as_many_measures(client, read_only, step):
    """Every cell and every total that the page of all pillars shows; one in `step` is followed."""
    found = Page(client.get(reverse("pillars")).content.decode())
    address = reverse("measures")
    numbers = {
        link.attrs["href"]
        for link in found.links
        if link.attrs["href"].startswith(f"{address}?pillar=")
    }
    shown, places = 0, itertools.count()
    for matrix in matrices(Framework.objects.featured().for_list()):
        assert matrix.size == Pillar.objects.filter(framework=matrix.framework).count()
        for row in matrix.rows:
            asked = {"pillar": f"{matrix.framework.slug}/{row.pillar.slug}"}
            cells = [(asked | {"kind": cell.kind}, cell.count) for cell in row.cells]
            for query, count in [(asked, row.total), *cells]:
                words = urllib.parse.urlencode(query, safe="/")
                assert (f"{address}?{words}" in numbers) == bool(count)
                shown += bool(count)
                if next(places) % step == 0:
                    asked_for = QueryDict(words)
                    found = MEASURES.filterset_class(asked_for, queryset=MEASURES.entries())
                    assert found.qs.count() == count, words
    assert len(numbers) == shown > 50


def test_what_nobody_examined_is_not_none(client, read_only):
    found = Page(client.get(reverse("pillars")).content.decode())
    cells = [each.attrs.get("class") for each in found.all("td")]
    gaps = Pillar.objects.filter(framework__featured=True, gaps__isnull=False).count()
    assert cells.count("matrix__unexamined") == gaps > 0
    assert cells.count("matrix__none") > 0


# A matrix of a day counts what its cells lead to.


def test_a_matrix_of_a_day_counts_what_was_in_force(client):
    framework = Framework.objects.featured().for_list()[0]
    for day in ("2024-03-01", "2026-04-07"):
        answer = client.get(f"/pillars/{framework.slug}/?on={day}")
        assert answer.status_code == 200
        whole, (matrix,) = matrices([framework])[0], matrices([framework], day)
        assert 0 < matrix.total < whole.total
        for row in matrix.rows:
            for cell in row.cells:
                if cell.count:
                    pillar = f"{framework.slug}/{row.pillar.slug}"
                    query = (
                        f"pillar={pillar}&kind={cell.kind}&on={day}"
                        "&state=in-force&state=in-force-possible"
                    )
                    assert list_request(MEASURES, f"/?{query}").count == cell.count, query


def test_a_day_that_cannot_be_read_is_refused_and_one_as_written_is_led_on(client):
    framework = Framework.objects.featured().for_list()[0]
    address = f"/pillars/{framework.slug}/"
    refused = client.get(f"{address}?on=2025-13")
    assert refused.status_code == 400
    assert "2025-13" in refused.text
    assert common_faults(Page(refused.text)) == []
    assert client.get(f"{address}?on=令和7年4月1日").url == f"{address}?on=2025-04-01"
