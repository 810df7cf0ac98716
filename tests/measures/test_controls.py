"""The picture of export controls, and the exchange between the United States and China."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from measures.charts.controls import MOST, ControlsPicture, direction, drawable, grouped
from measures.charts.exchange import BOTH, LEFT, RIGHT, bilateral_timeline
from measures.models import ExportControl, Measure, MeasurePartner, Milestone
from policies.models import Partner, Section
from portal.dates.edtf import describe
from portal.pages.lists import LISTS
from tests.list_requests import list_request

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]

DAY = datetime.date(2026, 4, 7)
LISTING = next(listing for listing in LISTS if listing.name == "export-controls")


@pytest.fixture(autouse=True)
def english():
    """Sentences are compared in the language they are written in."""
    with translation.override("en"):
        yield


def picture(query: str = "") -> ControlsPicture:
    """The picture of what a query finds."""
    return ControlsPicture(list_request(LISTING, f"/export-controls/?{query}"))


def partner(code: str) -> Partner:
    """A partner of the record."""
    return Partner.objects.get(code=code)


def measure(slug: str, actor: str | None, *parts: tuple[str, str], **given) -> Measure:
    """A measure of a government with the parts that others have in it, by code and role."""
    section = Section.objects.first()
    made = Measure.objects.create(
        slug=slug,
        kind=given.pop("kind", Measure.Kind.EXPORT_CONTROL),
        jurisdiction=partner(actor) if actor else None,
        status=given.pop("status", Measure.Status.IN_FORCE),
        title_ja=slug,
        title_en=slug,
        summary_ja="要約",
        summary_en="Summary",
        **given,
    )
    for code, role in parts:
        MeasurePartner.objects.create(
            measure=made, partner=partner(code), role=role, section=section, phrase="句"
        )
    return made


def control(slug: str, actor: str, *targets: str, status=Measure.Status.IN_FORCE, **given):
    """An export control directed at `targets`."""
    made = measure(slug, actor, *((code, "target") for code in targets), status=status)
    return ExportControl.objects.create(
        measure=made,
        jurisdiction=partner(actor),
        items_ja="品目",
        items_en="items",
        effect=ExportControl.Effect.BANNED,
        section=Section.objects.first(),
        phrase="句",
        **given,
    )


def event(made: Measure, date: str, kind: str, label: str = "event") -> Milestone:
    """A dated event of a measure."""
    return Milestone.objects.create(
        measure=made,
        code=f"{kind}-{date[-5:]}",
        kind=kind,
        date=date,
        label_ja=label,
        label_en=label,
        section=Section.objects.first(),
        phrase="句",
    )


def test_the_finding_counts_what_the_list_counts():
    suspended = ExportControl.objects.published().filter(measure__status="suspended").count()
    home = ExportControl.objects.published().directed_at("jp").count()
    assert suspended > 1
    assert home > 1
    assert picture().finding == (
        f"{suspended} export controls are suspended, but none of the {home} directed at Japan "
        "(as of 7 April 2026)"
    )


def test_the_finding_follows_the_conditions():
    assert picture("jurisdiction=us").finding == (
        "1 export control is suspended (as of 7 April 2026)"
    )
    assert "None of these" in picture("status=in-force").finding


def test_the_finding_says_what_of_the_suspended_touches_japan():
    joint = measure("joint-act", None, ("us", "party"), ("cn", "party"))
    halted = {"announced": "2026-01", "suspended": "2026-02", "suspended_by": joint}
    control("halted", "cn", "jp", status=Measure.Status.SUSPENDED, **halted)
    number = ExportControl.objects.published().directed_at("jp").count()
    assert f", with 1 of the {number} directed at Japan" in picture().finding
    assert picture("status=suspended&target=jp").finding == (
        "1 export control is suspended, with the 1 directed at Japan (as of February 2024)"
    )


def test_every_control_found_is_drawn_or_named_beneath():
    found = picture()
    drawn = [span.label for group in found.groups for span in group.spans]
    assert len(drawn) + len(found.undrawn) == len(LISTING.entries())
    assert all(not each.begins_from for each in found.undrawn)
    assert found.left_out == 0


def test_a_bar_needs_the_days_that_its_status_speaks_of():
    assert drawable(control("plain", "us", "cn", announced="2026-01"))
    assert not drawable(control("undated", "us", "cn"))
    over = {"status": Measure.Status.ENDED, "announced": "2026-01"}
    assert not drawable(control("over", "us", "cn", **over))
    assert drawable(control("over-in-march", "us", "cn", ended="2026-03", **over))
    halted = {"status": Measure.Status.SUSPENDED, "announced": "2026-01"}
    assert not drawable(control("halted", "us", "cn", **halted))


def test_controls_are_grouped_by_direction_with_japan_last():
    groups = grouped(picture().drawn)
    labels = [group.label for group in groups]
    assert labels[0] == "China → all destinations"
    assert labels[-1].startswith("Japan")
    assert sum(len(group.spans) for group in groups) == len(picture().drawn)
    for group in groups:
        assert [span.begins for span in group.spans] == sorted(span.begins for span in group.spans)


def test_a_control_without_a_direction_says_so():
    assert direction(control("nowhere", "us", announced="2026-01")) == (
        "United States: direction not stated"
    )


def test_the_picture_is_bounded_and_says_what_it_leaves_out(client):
    for number in range(MOST):
        control(f"many-{number}", "us", "cn", announced="2026-01")
    found = picture()
    assert len(found.controls) == MOST
    assert found.left_out == len(LISTING.entries()) - MOST
    text = client.get("/en/export-controls/").content.decode()
    assert f"{found.left_out} more are in the list" in text
    # What is counted as drawn is what has a bar.
    assert f"The chart shows {len(found.drawn)} controls" in text
    bars = sum(len(group.spans) for group in found.groups)
    assert bars == len(found.drawn)
    assert bars + len(found.undrawn) + found.left_out == len(LISTING.entries())


def test_what_is_left_out_is_said_where_nothing_is_drawn(client):
    ExportControl.objects.all().delete()
    for number in range(MOST + 2):
        control(f"undated-{number:02}", "us", "cn")
    found = picture()
    assert found.drawn == []
    assert (len(found.undrawn), found.left_out) == (MOST, 2)
    text = client.get("/en/export-controls/").content.decode()
    assert "2 more are in the list" in text


def test_events_that_suspended_controls_have_a_line():
    words = [mark.words for mark in picture().marks]
    event_of_record = ExportControl.objects.filter(suspended_by__isnull=False).first()
    title = event_of_record.suspended_by.title
    day = describe(event_of_record.suspended_from.isoformat())
    assert (day, title) in words
    assert [mark.css for mark in picture("status=in-force").marks] == ["line-asof"]


def test_an_event_that_is_not_published_has_no_line():
    events = ExportControl.objects.values("suspended_by")
    Measure.objects.filter(pk__in=events).update(published=False)
    assert picture().suspensions == []


def test_the_legend_names_only_what_is_drawn():
    css = [css for css, _words in picture("jurisdiction=us&status=in-force").legend]
    assert css == ["actor-us", "unknown"]
    assert "actor-cn" in [css for css, _words in picture().legend]


def test_the_exchange_has_two_sides_and_joint_acts():
    for turn in bilateral_timeline(DAY).turns:
        measure_of = turn.milestone.measure
        codes = {row.partner.code for row in measure_of.partners.all()}
        if turn.side == BOTH:
            assert measure_of.jurisdiction is None
            assert {LEFT, RIGHT} <= codes
        else:
            assert measure_of.jurisdiction.code == turn.side
    days = [turn.milestone.date_from for turn in bilateral_timeline(DAY).turns]
    assert days == sorted(days)


def test_the_exchange_leaves_out_what_concerns_neither():
    slugs = {turn.milestone.measure.slug for turn in bilateral_timeline(DAY).turns}
    event(measure("us-on-japan", "us", ("jp", "target")), "2026-01-10", "announced")
    event(measure("third-on-china", "jp", ("cn", "target")), "2026-01-10", "announced")
    event(measure("hidden", "us", ("cn", "target"), published=False), "2026-01-10", "announced")
    assert {turn.milestone.measure.slug for turn in bilateral_timeline(DAY).turns} == slugs
    event(measure("us-on-china", "us", ("cn", "affected")), "2026-01-10", "announced")
    found = {turn.milestone.measure.slug for turn in bilateral_timeline(DAY).turns}
    assert found - slugs == {"us-on-china"}


def test_what_happened_on_the_day_of_the_talks_stands_with_them():
    talks = measure("talks", None, ("us", "party"), ("cn", "party"), kind=Measure.Kind.SUMMIT)
    event(talks, "2026-02-01", "held")
    event(measure("given", "us", ("cn", "target")), "2026-02-01", "shelved")
    event(measure("taken", "cn", ("us", "target")), "2026-02-01", "suspended")
    event(measure("later", "cn", ("us", "target")), "2026-02-02", "announced")
    found = {turn.milestone.measure.slug: turn for turn in bilateral_timeline(DAY).turns}
    assert [each.title for each in found["talks"].outcomes] == ["given", "taken"]
    assert {"given", "taken"}.isdisjoint(found)
    assert found["later"].side == RIGHT


def test_what_is_not_past_yet_is_told():
    made = measure("ahead", "us", ("cn", "target"))
    event(made, "2026-05", "deadline")
    event(made, "2026-03", "announced")
    told = {
        t.milestone.date: t.ahead
        for t in bilateral_timeline(DAY).turns
        if t.milestone.measure == made
    }
    assert told == {"2026-03": False, "2026-05": True}


@pytest.mark.parametrize("query", ["", "?jurisdiction=cn", "?q=鉱物", "?sort=", "?page=1"])
def test_the_page_takes_few_queries(client, query):
    address = f"/export-controls/{query}" if query != "?sort=" else "/en/export-controls/"
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    assert len(captured) <= 12
