"""The timeline by year and month, with the precision that each source gives."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from measures.charts.timelines import Timeline, beginning, calendar, remaining
from measures.models import Milestone
from portal.dates.edtf import bounds
from portal.pages.lists import LISTS
from tests.list_requests import list_request

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
    events = [[each for month in year.months for each in month.events] for year in years]
    assert [len(each) for each in events] == [4, 1, 1]
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


LISTING = next(listing for listing in LISTS if listing.name == "timeline")


def timeline(query: str = "") -> Timeline:
    """A page of the timeline."""
    return Timeline(list_request(LISTING, f"/timeline/?{query}"))


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.parametrize("query", ["", "page=2", "sort=oldest", "partner=us&sort=oldest", "q=発表"])
def test_the_years_are_those_of_the_whole_list_and_lead_to_their_first_event(client, query):
    shown = timeline(query)
    assert sum(jump.count for jump in shown.jumps) == shown.list_request.count
    for jump in shown.jumps:
        path, _mark, anchor = jump.address.rpartition("#")
        text = client.get(path or f"/timeline/?{query}").content.decode()
        assert f'id="{anchor}"' in text, jump
    years = [year for year, _count in shown.whole if year]
    assert years == sorted(years, reverse="oldest" not in query)


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_no_year_comes_twice_and_events_without_a_date_come_last(sort):
    found, number = [], 1
    while True:
        shown = timeline(f"sort={sort}&page={number}")
        found += [year.words for year in shown.years if found[-1:] != [year.words]]
        if not shown.list_request.page.has_next():
            break
        number += 1
    assert len(found) == len(set(found))
    undated = Milestone.objects.published().filter(date_from=None, date_until=None)
    if undated.exists():
        assert found[-1] == "日付の記載なし"


def marked(query: str) -> dict[str, tuple[str, str]]:
    """By the words of each line, the dates before and after it."""
    rows = [
        (event.milestone, line)
        for number in range(1, timeline(query).list_request.page.paginator.num_pages + 1)
        for year in timeline(f"{query}&page={number}").years
        for month in year.months
        for event in month.events
        for line in (*event.lines, "")
    ]
    days = [row.date_from or row.date_until for row, line in rows if not line]
    found, place = {}, 0
    for row, line in rows:
        if line:
            found[line] = (days[place - 1], row.date_from or row.date_until)
        else:
            place += 1
    return found


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_lines_stand_between_what_lies_ahead_and_what_does_not(sort, monkeypatch):
    day = datetime.date(2026, 11, 29)
    monkeypatch.setattr("measures.charts.timelines.today", lambda: day)
    lines = marked(f"sort={sort}")
    assert list(lines) == (
        ["今日 2026年11月29日", "基準日 2026年4月25日"]
        if sort == "newest"
        else ["基準日 2026年4月25日", "今日 2026年11月29日"]
    )
    borders = {"今日 2026年11月29日": day, "基準日 2026年4月25日": datetime.date(2026, 4, 25)}
    for words, (before, after) in lines.items():
        later, earlier = (before, after) if sort == "newest" else (after, before)
        assert earlier <= borders[words] < later
