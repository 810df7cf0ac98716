"""Who asks a list for a code finds the rows whose column holds it, however it is asked."""

import collections
import csv
import io
import json
import urllib.parse

import pytest
from django.test import Client
from django.urls import reverse

from measures.lists.export_controls import EXPORT_CONTROLS
from measures.models import ExportControl, MeasurePartner
from policies.models import Partner
from portal.lists import columns
from portal.lists.declaration import ListPage
from portal.lists.facet_index import NONE
from portal.lists.filters import FacetFilter
from portal.lists.hierarchy import exactly
from portal.pages.lists import LISTS
from tests.asked_columns import codes_in, columns_of
from tests.list_requests import list_request
from tests.visits import body

pytestmark = [pytest.mark.django_db, pytest.mark.bundled, pytest.mark.both]

# The column names the document that a measure was read from first, the question any it is cited
# from.
OTHERWISE = {("measures", "source")}
# The listed questions, each with the columns that hold its codes.
ASKED = [
    (listing, name, question, held)
    for listing in LISTS
    for name, question in listing.filterset_class.base_filters.items()
    if isinstance(question, FacetFilter)
    and (held := columns_of([each.name for each in listing.data_columns], listing, name))
    and (listing.name, name) not in OTHERWISE
]


def holding(listing: ListPage, names: tuple[str, ...]) -> dict[str, set[int]]:
    """The rows, by primary key, whose columns hold each code, as the files tell them."""
    told = [each for each in listing.data_columns if each.name in names]
    found = collections.defaultdict(set)
    for row in columns.rows(listing.entries(), told):
        cells = {name: row[f"c_{name}"] for name in names}
        for code in codes_in(cells, names):
            found[code].add(row["pk"])
    # Rows that say nothing are asked for in some lists alone.
    found.pop("", None)
    return dict(found)


def counted(listing: ListPage, name: str) -> dict[str, set[int]]:
    """The rows that the facet of a page counts by each value."""
    values = list_request(listing).state.facets[name]
    found = {value: set(rows) for value, rows in values.items() if value.strip("/") and rows}
    return {value: rows for value, rows in found.items() if value != NONE}


def test_a_question_finds_the_rows_whose_column_holds_the_code(read_only):
    """By the facet for each code; on the page and in the files for those with most and least."""
    codes = 0
    for listing, name, question, held in ASKED:
        rows = holding(listing, held)
        codes += len(rows)
        if question.counted:
            assert counted(listing, name) == rows, (listing.name, name)
        by_number = sorted(rows, key=lambda code: (len(rows[code]), code))
        for code in {by_number[0], by_number[-1]}:
            asked = exactly(name, code) if question.hierarchy else {name: code}
            found = list_request(listing, f"/?{urllib.parse.urlencode(asked)}")
            assert set(found.filterset.found) == rows[code], (listing.name, asked)
            taken = found.queryset.values_list("pk", flat=True)
            assert set(taken) == rows[code], (listing.name, asked)
    assert len(ASKED) > 80
    assert codes > 5_000


def test_who_is_affected_by_a_control_is_no_target_of_it():
    """The control is found by its targets alone, on the page, in the CSV and in the JSON."""
    targets = MeasurePartner.objects.filter(
        role=MeasurePartner.Role.TARGET,
        measure__in=ExportControl.objects.published().values("measure"),
    )
    target = targets.select_related("measure__export_control", "partner").first()
    elsewhere = Partner.objects.filter(pk__in=targets.values("partner"))
    other = elsewhere.exclude(pk__in=target.measure.partners.values("partner")).first()
    MeasurePartner.objects.create(
        measure=target.measure,
        partner=other,
        role=MeasurePartner.Role.AFFECTED,
        section=target.section,
        phrase="句",
    )
    for partner in (target.partner, other):
        asked = exactly("target", partner.code)
        for rows in (of_page(asked), of_csv(asked), of_json(asked)):
            assert rows
            assert (target.measure.slug in rows) == (partner == target.partner)
        facet = list_request(EXPORT_CONTROLS).state.facets["target"][partner.code]
        assert (target.measure.export_control.pk in facet) == (partner == target.partner)


def of_page(asked: dict) -> list[str]:
    """The measures whose controls a page tells of where something is asked."""
    found = list_request(EXPORT_CONTROLS, f"/?{urllib.parse.urlencode(asked)}")
    return [row["c_measure_slug"] for row in found.dicts(0, found.count)]


def of_csv(asked: dict) -> list[str]:
    """The same in the CSV for programs; each holds the code."""
    query = urllib.parse.urlencode(asked | {"profile": "data"})
    text = body(Client().get(f"{reverse('export-controls-csv')}?{query}")).decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert all(asked["target"] in row["target_codes"].split(";") for row in rows)
    return [row["measure_slug"] for row in rows]


def of_json(asked: dict) -> list[str]:
    """The same in the JSON; each holds the code."""
    query = urllib.parse.urlencode(asked)
    rows = json.loads(body(Client().get(f"{reverse('export-controls-json')}?{query}")))["rows"]
    assert all(asked["target"] in row["target_codes"] for row in rows)
    return [row["measure_slug"] for row in rows]
