"""Pages of partners, subjects and organisations: what they gather, how many, and how bounded."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from measures.models import Measure, MeasurePartner, Milestone
from policies.models import Organisation, Partner, Section, Subject
from portal.changes.tracking import one_version
from portal.charts.dots import SHAPES, window
from portal.pages.entities.rows import BUNDLES, SHOWN, rows_of_entity
from portal.pages.entities.timeline import Strand, Timeline
from portal.pages.lists import LISTS
from tests.entries import Maker, Vocabulary, measure
from tests.list_requests import list_request

pytestmark = [pytest.mark.django_db, pytest.mark.both]

# Which list holds all of a part, and what it is asked.
WHOLE_LISTS = {
    Partner: {
        "measures": ("measures", "partner"),
        "own": ("measures", "jurisdiction"),
        "own_events": ("timeline", "jurisdiction"),
        "events": ("timeline", "partner"),
        "agreements": ("agreements", "partner"),
        "imposed": ("export-controls", "jurisdiction"),
        "directed": ("export-controls", "target"),
    },
    Subject: {
        "measures": ("measures", "subject"),
        "events": ("timeline", "subject"),
        "directed": ("export-controls", "subject"),
        "money": ("budgets", "subject"),
        "issues": ("issues", "subject"),
    },
    Organisation: {
        "measures": ("measures", "organisation"),
        "events": ("timeline", "organisation"),
        "money": ("budgets", "ministry"),
    },
}
ENTITIES = {
    Partner: ("code", ["cn", "us", "jp", "ke"]),
    Subject: ("slug", ["economic-security", "critical-minerals", "ai"]),
    Organisation: ("slug", ["meti", "mofa", "nakasone-peace-institute"]),
}
CASES = [(model, key) for model, (_field, keys) in ENTITIES.items() for key in keys]


def entity(model, key: str):
    """An entity of the record."""
    return model.objects.get(**{ENTITIES[model][0]: key})


@pytest.mark.bundled
@pytest.mark.parametrize(("model", "key"), CASES)
def test_every_total_is_the_length_of_the_list_it_leads_to(model, key):
    found = rows_of_entity(entity(model, key))
    assert found["measures"].total
    assert WHOLE_LISTS[model].keys() <= found.keys()
    wrong = []
    for part, (name, question) in WHOLE_LISTS[model].items():
        listing = next(each for each in LISTS if each.name == name)
        browse = list_request(listing, f"/{name}/?{question}={key}")
        # A value that no row of a list has is no value of it, and its page is not linked.
        if (found[part].total or not browse.faults) and browse.count != found[part].total:
            wrong.append((part, browse.count, found[part].total))
    assert wrong == []


@pytest.mark.bundled
@pytest.mark.parametrize(("model", "key"), CASES)
def test_the_newest_of_each_part_are_shown(model, key):
    days = {"own": "headline_from", "events": "date_from", "own_events": "date_from"}
    days |= {"agreements": "date_from", "imposed": "begins_from", "directed": "begins_from"}
    for part, found in rows_of_entity(entity(model, key)).items():
        assert found.left_out >= 0
        if part in days:
            shown = [getattr(row, days[part]) for row in found.rows]
            dated = [day for day in shown if day]
            assert dated == sorted(dated, reverse=True)
            assert shown[: len(dated)] == dated


@pytest.fixture
def crowd() -> Partner:
    """A partner with more of everything than a page shows."""
    words = Vocabulary(Maker("crowd", "群れ"), 1)
    with one_version():
        for number in range(SHOWN + 2):
            measure(Maker(f"crowd-{number}", f"群れ{number}"), words)
    return words.partners[0]


def test_a_page_shows_no_more_than_it_can_hold(crowd, client):
    found = rows_of_entity(crowd)
    full = {part: len(each.rows) for part, each in found.items() if each.left_out}
    assert full.keys() == WHOLE_LISTS[Partner].keys()
    assert set(full.values()) == {SHOWN}
    assert all(each.left_out == 2 for each in found.values() if each.left_out)
    client.get(crowd.get_absolute_url())
    with CaptureQueriesContext(connection) as captured:
        text = client.get(crowd.get_absolute_url()).content.decode()
    assert len(captured) <= 12
    assert f"/measures/?partner={crowd.code}" in text
    assert text.count("<tr ") <= SHOWN + 1


@pytest.mark.bundled
def test_a_measure_with_two_parts_stands_once(client):
    """The parts stand together, and the total counts measures."""
    row = MeasurePartner.objects.filter(partner__code="ke").first()
    before = rows_of_entity(row.partner)["measures"].total
    MeasurePartner.objects.create(
        measure=row.measure,
        partner=row.partner,
        role=MeasurePartner.Role.OPPONENT,
        section=row.section,
        phrase="句",
    )
    found = rows_of_entity(row.partner)["measures"]
    assert (found.total, found.left_out) == (before, 0)
    assert len(found.rows) == before + 1
    text = client.get(row.partner.get_absolute_url()).content.decode()
    assert text.count("<tr ") == before + 1


@pytest.mark.bundled
def test_what_is_not_published_is_not_gathered():
    partner = Partner.objects.get(code="ke")
    Measure.objects.filter(partners__partner=partner).update(published=False)
    found = rows_of_entity(partner)
    assert {part: each.total for part, each in found.items() if part != "issues"} == {
        part: 0 for part in BUNDLES[Partner].querysets if part != "issues"
    }


def test_every_kind_of_event_has_a_shape():
    shapes = {Milestone(kind=kind).phase.value for kind in Milestone.Kind.values}
    assert shapes == SHAPES.keys()


@pytest.mark.bundled
def test_an_event_of_two_strands_is_listed_once():
    partner = Partner.objects.get(code="cn")
    found = rows_of_entity(partner)
    strands = [
        Strand("own", "jurisdiction=cn", found["own_events"]),
        Strand("part", "partner=cn", found["events"]),
    ]
    timeline = Timeline("China", strands, datetime.date(2026, 4, 7))
    keys = [row.pk for row in timeline.events]
    assert len(keys) == len(set(keys))
    first, last = window(timeline.days, timeline.as_of)
    dots = [row for strand in strands for row in strand.events.rows]
    inside = [row for row in dots if first <= row.date_from.year <= last]
    for drawing in (timeline.wide, timeline.phone):
        more = sum(int(each.words) for each in drawing.words if each.words.startswith("+"))
        assert len(drawing.shapes) + more == len(inside)
    assert timeline.outside == len({row.pk for row in dots} - {row.pk for row in inside})
    assert {css for css, _path, _words in timeline.legend} <= SHAPES.keys()


def test_an_entity_without_dated_events_has_no_timeline(client):
    maker = Maker("bare", "裸")
    bare = maker.row(Subject)
    text = client.get(bare.get_absolute_url()).content.decode()
    assert '<svg class="chart' not in text
    assert 'data-empty="no-record"' in text


@pytest.mark.bundled
def test_the_sections_are_those_where_it_was_read():
    partner = Partner.objects.get(code="ke")
    rows = MeasurePartner.objects.filter(partner=partner)
    sections = Section.objects.filter(pk__in=rows.values("section"))
    assert {row.pk for row in rows_of_entity(partner)["sections"].rows} == {
        row.pk for row in sections
    }
