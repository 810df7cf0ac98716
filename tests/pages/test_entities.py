"""Pages of partners, subjects and organisations: what they gather, how many, and how bounded."""

import datetime
import re
import urllib.parse

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from measures.models import (
    BudgetLine,
    Measure,
    MeasureOrganisation,
    MeasurePartner,
    MeasureSubject,
    Milestone,
)
from policies.models import Organisation, Partner, Section, Subject
from portal.changes.tracking import one_version
from portal.charts.dots import SHAPES, window
from portal.lists.hierarchy import exactly
from portal.pages.entities.home import between
from portal.pages.entities.rows import ACTS, BUNDLES, SHOWN, rows_of_entity
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
        "totals": ("printed-totals", "partner"),
        "money": ("budgets", "partner"),
    },
    Subject: {
        "measures": ("measures", "subject"),
        "events": ("timeline", "subject"),
        "directed": ("export-controls", "subject"),
        "totals": ("printed-totals", "subject"),
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


def narrower(found) -> list:
    """The entities below one."""
    return list(type(found).objects.within(found))[1:]


@pytest.mark.bundled
@pytest.mark.parametrize("alone", [False, True], ids=["with narrower", "alone"])
@pytest.mark.parametrize(("model", "key"), CASES)
def test_every_total_is_the_length_of_the_list_it_leads_to(model, key, alone):
    named = entity(model, key)
    found = rows_of_entity(named, [] if alone else narrower(named))
    assert found["measures"].total
    assert WHOLE_LISTS[model].keys() <= found.keys()
    wrong = []
    for part, (name, question) in WHOLE_LISTS[model].items():
        listing = next(each for each in LISTS if each.name == name)
        asked = exactly(question, key) if alone and part not in ACTS else {question: key}
        browse = list_request(listing, f"/{name}/?{urllib.parse.urlencode(asked)}")
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


@pytest.mark.bundled
def test_the_total_that_a_source_prints_stands_first(client):
    text = client.get("/subjects/storage-batteries/").content.decode()
    assert text.index("1兆52億円") < text.index('id="timeline"') < text.index('id="measures"')
    row = text[text.index('class="printed-totals"') :]
    assert "/sources/meti-2026-04/13/#" in row[: row.index("</li>")]
    english = client.get("/en/subjects/storage-batteries/").content.decode()
    assert "JPY 1.0052 trillion" in english


@pytest.mark.bundled
def test_a_partner_has_the_amounts_of_measures_and_the_page_says_so(client):
    text = client.get("/partners/au/").content.decode()
    assert "2億豪ドル" in text
    assert "この国・地域だけを対象とする金額ではありません" in text
    assert "この国・地域だけを対象とする金額" not in client.get("/subjects/osa/").content.decode()


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
    # A measure has several amounts.
    assert all(found[part].left_out == 2 for part in full.keys() - {"money", "totals"})
    client.get(crowd.get_absolute_url())
    with CaptureQueriesContext(connection) as captured:
        text = client.get(crowd.get_absolute_url()).content.decode()
    assert len(captured) <= 12
    assert f"/measures/?partner={crowd.code}" in text
    assert SHOWN < text.count("<tr>") <= 2 * (SHOWN + 1)


@pytest.mark.bundled
@pytest.mark.parametrize(
    "address", ["/partners/cn/", "/subjects/semiconductors/", "/organisations/meti/"]
)
def test_every_row_of_a_page_can_be_cited(address, client):
    """As on the page of a measure, and without a question for each row."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        text = client.get(address).content.decode()
    assert len(captured) <= 12
    for row in re.findall(r"<tr>.*?</tr>", text, re.S)[1:]:
        if 'class="source-mark' in row:
            assert 'class="cite-link"' in row
    assert 'class="cite-link"' in text


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
    assert text[text.index('<section class="section" id="measures"') :].count("<tr>") == before + 1


@pytest.mark.bundled
def test_what_is_not_published_is_not_gathered():
    partner = Partner.objects.get(code="ke")
    Measure.objects.filter(partners__partner=partner).update(published=False)
    found = rows_of_entity(partner)
    told = BUNDLES[Partner].querysets.keys() - {"issues", "own_statuses"}
    assert {part: each.total for part, each in found.items() if part != "issues"} == dict.fromkeys(
        told, 0
    )


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


def relatives(client, entry) -> dict[str, list[str]]:
    """The entries that the head of a page leads to, by the word above them."""
    text = client.get(entry.get_absolute_url()).content.decode()
    head = text[text.index('<dl class="names">') : text.index("</dl>")]
    parts = [part.partition("</dt>") for part in head.split("<dt>")[1:]]
    return {word: re.findall('href="([^"]+)"', links) for word, _end, links in parts}


def addresses(*entries) -> list[str]:
    return [entry.get_absolute_url() for entry in entries]


def test_a_subject_leads_to_all_that_is_above_below_and_beside_it(client):
    maker = Maker("kin", "類")
    parent, broader, narrower, also, beside, one = maker.rows(Subject, 6)
    one.parent = parent
    one.save()
    narrower.parent = one
    narrower.save()
    one.broader.add(broader)
    also.broader.add(one)
    beside.related.add(one)
    found = relatives(client, one)
    assert found["上位"] == addresses(parent, broader)
    assert found["下位"] == addresses(narrower, also)
    assert found["関連する分野・物資"] == addresses(beside)


def test_a_country_leads_to_its_parts_and_they_to_it(client):
    maker = Maker("soil", "土")
    country = maker.row(Partner, kind="country")
    part = maker.row(Partner, kind="subdivision", part_of=country)
    assert relatives(client, country)["行政区画・地点"] == addresses(part)
    assert relatives(client, part)["属する国"] == addresses(country)


# What is narrower.


@pytest.fixture
def act() -> Measure:
    """A measure that visitors see, about rare metals, by the bureau, with the north of Aland."""
    found = Measure.objects.get(slug="act")
    found.published = True
    found.save()
    read = {"measure": found, "section": Section.objects.first(), "phrase": "句"}
    for model, part in (
        (MeasureOrganisation, {"organisation": Organisation.objects.get(slug="bureau")}),
        (MeasurePartner, {"partner": Partner.objects.get(code="aa-north")}),
    ):
        model.objects.filter(measure=found).delete()
        model.objects.create(role=model.Role.values[0], **part, **read)
    return found


@pytest.mark.parametrize(
    ("model", "key", "below"),
    [
        (Subject, "metals", "rare-metals"),
        (Subject, "resources", "rare-metals"),
        (Organisation, "ministry", "bureau"),
        (Partner, "pact", "aa-north"),
        (Partner, "aa", "aa-north"),
    ],
)
def test_a_row_says_by_which_narrower_entity_it_came(act, model, key, below):
    field = {Partner: "code"}.get(model, "slug")
    named, through = model.objects.get(**{field: key}), model.objects.get(**{field: below})
    found = rows_of_entity(named, narrower(named))
    for part in ("measures", "events", "sections"):
        assert found[part].total
        assert [row.through for row in found[part].rows] == [[through]] * len(found[part].rows)
    own = rows_of_entity(through)
    assert own["measures"].total == 1
    assert [row.through for row in own["measures"].rows] == [[]]
    assert rows_of_entity(named)["measures"].total == 0, "alone it names no measure"


def test_what_names_both_came_by_itself(act):
    metals = Subject.objects.get(slug="metals")
    MeasureSubject.objects.create(
        measure=act, subject=metals, section=Section.objects.first(), phrase="句"
    )
    found = rows_of_entity(metals, narrower(metals))
    assert found["measures"].total == 1
    assert {row.subject.slug: row.through for row in found["measures"].rows} == {
        "metals": [],
        "rare-metals": [Subject.objects.get(slug="rare-metals")],
    }
    assert {tuple(row.through) for row in found["events"].rows} == {()}


def test_a_line_of_a_ministry_and_its_bureau_stands_once(act):
    ministry = Organisation.objects.get(slug="ministry")
    found = rows_of_entity(ministry, narrower(ministry))["money"]
    lines = BudgetLine.objects.filter(ministries__in=Organisation.objects.within(ministry))
    assert lines.count() > lines.distinct().count() == found.total == len(found.rows)


def test_an_act_of_a_part_is_no_act_of_its_country(act):
    act.jurisdiction = Partner.objects.get(code="aa-north")
    act.save()
    act.export_control.jurisdiction = act.jurisdiction
    act.export_control.save()
    country = Partner.objects.get(code="aa")
    assert rows_of_entity(act.jurisdiction)["imposed"].total == 1
    found = rows_of_entity(country, narrower(country))
    assert (found["own"].total, found["own_events"].total, found["imposed"].total) == (0, 0, 0)
    assert found["measures"].total == 1


def test_a_control_is_directed_at_its_targets_alone(act):
    """Who is affected has a part in the measure, as its other partners do."""
    country = Partner.objects.get(code="aa")
    for role, controls in (("affected", 0), ("target", 1)):
        MeasurePartner.objects.filter(measure=act).update(role=role)
        found = rows_of_entity(country, narrower(country))
        assert (found["measures"].total, found["directed"].total) == (1, controls)
    assert [each.code for each in found["directed"].rows[0].through] == ["aa-north"]


def test_a_page_leads_to_lists_as_long_as_its_numbers(act, client):
    """With what is narrower and without; the page says which, and leads to the other."""
    with_it = client.get("/en/subjects/metals/").content.decode()
    assert "Narrower subjects included (1)" in with_it
    assert 'href="?only=1"' in with_it
    assert "(Rare metals)" in with_it
    alone = client.get("/en/subjects/metals/?only=1").content.decode()
    assert "(Rare metals)" not in alone
    assert "Include narrower subjects (1)" in alone
    for text, shown in ((with_it, 1), (alone, 0)):
        links = re.findall(r'href="(/en/[\w-]+/\?[^"]*)">\s*As a list \((\d+)', text)
        assert len(links) >= shown
        for address, number in links:
            listed = client.get(address.replace("&amp;", "&")).content.decode()
            assert f'<span class="count-line__number num">{number}</span>' in listed, address
    assert "only=1" not in client.get("/en/subjects/rare-metals/").content.decode()


@pytest.mark.parametrize("value", ["0", "yes", "2"])
def test_a_page_refuses_what_it_does_not_know(client, value):
    for page in ("subjects/metals", "organisations/ministry", "partners/pact"):
        response = client.get(f"/en/{page}/?only={value}")
        assert response.status_code == 400
        assert f"only={value}" in response.content.decode()


# The parts of the page of a partner, in their order.
ORDER = ("japan", "timeline", "own", "measures")


def words_between(code: str) -> dict[str, list[str]]:
    """The measures between Japan and a partner, by the words of the sentence on its page."""
    partner = Partner.objects.get(code=code)
    return {each.short: [row.measure.slug for row in each.every] for each in between(partner)}


@pytest.mark.bundled
def test_the_page_of_a_partner_begins_with_what_stands_between_it_and_japan(client):
    found = words_between("cn")
    assert set(found["対日措置"]) == {
        "cn-japan-control-list-2026-02",
        "cn-japan-watch-list-2026-02",
        "cn-japan-dual-use-ban-2026-01",
    }
    for slug in found["日本の措置"]:
        measure = Measure.objects.get(slug=slug)
        assert measure.jurisdiction.code == "jp"
        assert measure.status not in {"ended", "rejected", "shelved", "held"}
    assert all(len(set(slugs)) == len(slugs) > 0 for slugs in found.values())
    text = client.get("/partners/cn/").content.decode()
    lead = re.sub(r"<[^>]+>", "", re.search(r'<p class="lead">(.*?)</p>', text, re.S)[1])
    assert "対日措置 3" in lead
    assert "香港・マカオ" not in lead, "a footnote leads no page"
    places = [text.index(f'<section class="section" id="{name}"') for name in ORDER]
    assert places == sorted(places)


@pytest.mark.bundled
def test_japan_itself_has_nothing_between_it_and_japan(client):
    assert between(Partner.objects.get(code="jp")) == []
    assert 'id="japan"' not in client.get("/partners/jp/").content.decode()


@pytest.mark.bundled
def test_what_is_over_or_hidden_does_not_stand_between_two():
    before = words_between("cn")["対日措置"]
    for slug, field, value in zip(
        before, ("published", "kind"), (False, "recommendation"), strict=False
    ):
        measure = Measure.objects.get(slug=slug)
        setattr(measure, field, value)
        measure.save()
    assert words_between("cn")["対日措置"] == before[2:]


@pytest.mark.bundled
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_of_a_subject_leads_to_its_definition(client, prefix):
    text = client.get(f"{prefix}/subjects/economic-security/").content.decode()
    told = "経済上の措置を通じて確保" if not prefix else "through economic measures"
    assert told in text
    assert f"{prefix}/measures/economic-diplomacy-2026/#provision-definition" in text
