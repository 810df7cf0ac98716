"""The page of a measure leads with what answers on a page of its kind."""

import itertools
import re

import pytest
from django.test import RequestFactory
from django.utils import translation

from measures.facts import PAGE_FACTS, answered_first, answers, latest_amount
from measures.loading import load_for_comparison, load_for_page
from measures.models import Measure, Milestone
from measures.page.content import MeasurePage
from measures.page.panels import FIRST, PANELS, panels_of
from measures.sums import Column
from portal.lists.formats import FORMATS
from tests.measures.making import Maker

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]


def loaded(slug: str) -> Measure:
    """A measure with all its rows."""
    return load_for_page(Measure.objects.for_detail().get(slug=slug))


def page(slug: str) -> MeasurePage:
    """The page of a measure as it is told to a visitor."""
    return MeasurePage(RequestFactory().get("/"), loaded(slug))


@pytest.mark.parametrize(
    ("slug", "first"),
    [
        ("osa", ["budgets", "targets", "provisions"]),
        ("cn-heavy-rare-earths-2025-04", ["export-control"]),
        ("espa-2022", ["provisions", "milestones"]),
        ("japan-us-summit-2026-03", ["agreement", "provisions"]),
    ],
)
def test_what_answers_on_a_page_of_its_kind_comes_first(slug, first):
    shown = [panel.anchor for panel in panels_of(loaded(slug))]
    assert shown[: len(first)] == first


def test_panels_that_say_that_there_is_nothing_come_last_before_the_sources():
    several = load_for_comparison(list(Measure.objects.all()[:60]))
    for measure in several:
        panels = panels_of(measure)
        empty = [
            not any(panel.rows(measure, name) for name in panel.kinds)
            for panel in panels
            if not panel.closing
        ]
        assert empty == sorted(empty), measure.slug
        assert [panel.anchor for panel in panels[-2:]] == ["sources", "citation"]


def test_every_panel_that_leads_exists():
    assert {anchor for first in FIRST.values() for anchor in first} <= {
        panel.anchor for panel in PANELS
    }


def test_only_texts_have_provisions_and_others_have_content():
    with translation.override("en"):
        titles = {
            slug: [each.title for each in page(slug).panels if each.panel.anchor == "provisions"]
            for slug in ("espa-2022", "osa")
        }
    assert titles == {"espa-2022": ["Provisions"], "osa": ["Content"]}


def test_the_facts_lead_with_the_amount_of_the_latest_year_and_end_with_what_is_missing():
    told = answered_first(answers(loaded("osa"), PAGE_FACTS))
    budget = next(answer for answer in told if answer.fact is PAGE_FACTS[1])
    assert (budget.items[0].words, budget.items[0].note) == (
        "約181億円",
        "令和8年度（2026年度）、予算",
    )
    assert [bool(answer.items) for answer in told] == sorted(
        (bool(answer.items) for answer in told), reverse=True
    )
    assert not told[-1].items


def test_the_latest_amount_is_printed_or_a_sum_of_what_may_be_added():
    maker = Maker()
    measure = maker.measure("latest")
    assert latest_amount(measure) is None
    maker.line(measure, 100, year=2024)
    maker.line(measure, 30, year=2025)
    assert latest_amount(measure).words == "30億円"
    maker.line(measure, 12, year=2025, approximate=True)
    summed = latest_amount(measure)
    assert summed.words == "約42億円"
    assert "2件" in summed.note
    maker.line(measure, 5, year=2025, not_added_ja="重複", not_added_en="Overlap")
    assert latest_amount(measure) is None


def test_the_latest_amount_is_of_the_latest_year_of_every_programme():
    for measure in load_for_comparison(list(Measure.objects.filter(budget_lines__gt=0).distinct())):
        value = latest_amount(measure)
        if value and value.row:
            years = [line.fiscal_year or 0 for line in measure.budget_lines.all()]
            assert Column.of(value.row).fiscal_year == max(years), measure.slug


def test_events_are_told_in_the_order_of_days_on_every_page():
    """Each by its first day; what took effect may stand later in its own year or month."""
    for measure in load_for_comparison(list(Measure.objects.all())):
        rows = list(measure.milestones.all())
        days = [row.date_from or row.date_until for row in rows]
        dated = list(itertools.takewhile(bool, days))
        plain = [day for row, day in zip(rows, dated, strict=False) if row.kind != "effective"]
        assert plain == sorted(plain), measure.slug
        for one, other in itertools.pairwise(rows[: len(dated)]):
            last = other.date_until or other.date_from
            assert (one.date_from or one.date_until) <= last, measure.slug
        assert not any(days[len(dated) :]), measure.slug


def test_an_event_until_a_day_stands_by_that_day_and_one_without_a_day_last():
    maker = Maker()
    measure = maker.measure("course")
    given = [("undated", ""), ("late", "2025"), ("until", "../2024-02"), ("early", "2024")]
    for position, (code, date) in enumerate(given):
        Milestone.objects.create(
            measure=measure,
            code=code,
            date=date,
            kind="held",
            position=position,
            label_ja="会合",
            label_en="Meeting",
            section=maker.section,
            phrase="語",
        )
    codes = [row.code for row in loaded("course").milestones.all()]
    assert codes == ["early", "until", "late", "undated"]


def test_a_source_that_all_rows_of_a_panel_have_is_named_once(client):
    text = client.get("/measures/osa/").content.decode()
    part = re.search(r'<section [^>]*id="budgets".*?</section>', text, re.S)[0]
    names = re.findall(r'class="source-mark__text"', part)
    signs = re.findall(r'class="source-mark source-mark--sign"', part)
    assert len(names) == 1
    assert len(signs) == 5
    # Who hears the page is told the source at each row all the same.
    assert part.count("外務省 外交力・6節") == 6


def test_sources_that_differ_are_named_at_each_row(client):
    text = client.get("/measures/espa-2022/").content.decode()
    part = re.search(r'<section [^>]*id="targets".*?</section>', text, re.S)[0]
    sections = {row.section_id for row in loaded("espa-2022").targets.all()}
    signs = part.count("source-mark--sign")
    assert (len(sections) > 1) == (signs == 0)


@pytest.mark.parametrize("slug", ["osa", "espa-2022"])
def test_the_rows_of_every_panel_of_a_list_can_be_taken_away_as_every_format(client, slug):
    measure = loaded(slug)
    offered = {shown.panel.listing: shown for shown in page(slug).panels if shown.panel.listing}
    assert len(offered) >= 5
    for listing, shown in offered.items():
        rows = shown.panel.rows(measure, shown.panel.kinds[0])
        if listing == "discrepancies":  # told statement by statement
            rows = [statement for row in rows for statement in row.statements.all()]
        assert len(shown.files) == (len(FORMATS) if rows else 0), listing
        for words, address in shown.files:
            answer = client.get(address)
            assert answer.status_code == 200, (words, address)
            assert b"".join(answer)
            assert int(answer.headers["X-Total-Count"]) == len(rows), address
