"""The timeline by year and month, with the precision that each source gives."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from measures.charts.timelines import beginning, calendar, remaining
from measures.models import Milestone
from portal.dates.edtf import bounds

pytestmark = [pytest.mark.bundled]


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("2026-03-19", ("2026", "03", "19")),
        ("2026-03", ("2026", "03", "")),
        ("2026", ("2026", "", "")),
        ("2026-22", ("2026", "", "")),
        ("2025-10-25/2025-10-26", ("2025", "10", "25")),
        ("2026-04-25/..", ("2026", "04", "25")),
        ("../2027-03", ("2027", "03", "")),
        ("2025-05~", ("2025", "05", "")),
        ("", ("", "", "")),
    ],
)
def test_a_date_stands_where_it_begins(edtf, expected):
    assert beginning(edtf) == expected


@pytest.mark.parametrize(
    ("edtf", "japanese", "english"),
    [
        ("2026-03-09", "3月9日", "9 March"),
        ("2025-05~", "2025年5月頃", "about May 2025"),
        ("2026-22", "2026年夏", "summer 2026"),
    ],
)
def test_what_the_headings_leave_open_is_said(edtf, japanese, english):
    with translation.override("ja"):
        assert remaining(edtf) == japanese
    with translation.override("en"):
        assert remaining(edtf) == english


def test_a_month_without_a_day_says_so():
    with translation.override("en"):
        assert remaining("2026-03") == "day not stated"
        assert remaining("2026") == "month not stated"


def milestones(*dates: str) -> list[Milestone]:
    """Milestones that are not saved."""
    return [Milestone(date=date, date_from=bounds(date)[0]) for date in dates]


def test_events_stand_by_year_and_month_in_their_order():
    with translation.override("en"):
        years = calendar(milestones("2026-03-19", "2026-03", "2026-01-04", "2026", "2025-12", ""))
    assert [year.words for year in years] == ["2026", "2025", "Without a date"]
    assert [month.words for month in years[0].months] == [
        "March 2026",
        "January 2026",
        "Month not stated",
    ]
    assert [year.count for year in years] == [4, 1, 1]
    assert years[2].months[0].events[0].date == ""


def test_a_month_has_one_place_even_if_others_come_between():
    with translation.override("en"):
        years = calendar(milestones("2026-01-01", "2026", "2026-01"))
    assert [len(month.events) for month in years[0].months] == [2, 1]
    anchors = [month.anchor for month in years[0].months]
    assert len(set(anchors)) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "?page=2", "?organisation=meti", "?sort=oldest&partner=us"])
def test_every_event_of_a_page_is_drawn_with_few_queries(client, query):
    client.get(f"/timeline/{query}")
    with CaptureQueriesContext(connection) as captured:
        response = client.get(f"/timeline/{query}")
    text = response.content.decode()
    assert response.status_code == 200
    assert len(captured) <= 12
    assert text.count('class="timeline__date"') == len(response.context["list_request"].page)
