"""A window of days finds the rows that reach into it: the same everywhere, or a refusal."""

import collections
import datetime
import io
import re
import urllib.parse
import zipfile

import pytest
from django.urls import reverse
from django.utils import translation

from measures.models import (
    Agreement,
    ExportControl,
    Measure,
    MeasureOrganisation,
    MeasurePartner,
    Milestone,
    TradeRemedy,
)
from portal.dates.edtf import bounds
from portal.dates.written import EXAMPLES
from portal.lists.periods import Period
from portal.lists.request import ListRequest
from portal.pages.lists import LISTS
from tests.entries import Maker, Vocabulary
from tests.list_requests import list_request
from tests.markup import Page

pytestmark = [pytest.mark.django_db, pytest.mark.both]

LISTED = {listing.name: listing for listing in LISTS}
DATED = [listing for listing in LISTS if "since" in listing.filterset_class.base_filters]
NAMES = [listing.name for listing in DATED]
EVENT = collections.namedtuple("EVENT", "first last")
WINDOWS = (
    ("2015", "2015"),
    ("2011", "2011"),
    ("2023", "2023"),
    ("2025-10", "2025-12"),
    ("2025-10-25/2025-10-26", "2025-10-26"),
    ("2025-22", "2025-22"),
    ("2026-03-31", "2026-03"),
    ("1900", "1901"),
    ("2026", ""),
    ("2025-10-30/..", ""),
    ("2099", ""),
    ("", "2015"),
    ("", "../2024-02"),
    ("", "2099"),
    ("", "1999"),
    ("0001", "9999"),
)


@pytest.fixture(autouse=True)
def japanese():
    """Words are read in Japanese unless a test says otherwise."""
    with translation.override("ja"):
        yield


# What each list tells of, read from the printed dates alone.


def events() -> dict[int, list[EVENT]]:
    """The events of each measure."""
    found = {pk: [] for pk in Measure.objects.published().values_list("pk", flat=True)}
    for row in Milestone.objects.published():
        found[row.measure_id].append(EVENT(*bounds(row.date)))
    return found


def own(model) -> dict[int, list[EVENT]]:
    """The one date of each row."""
    return {row.pk: [EVENT(*bounds(row.date))] for row in model.objects.published()}


def terms() -> dict[int, list[EVENT]]:
    """From when to when each control is in place."""
    found = {}
    for row in ExportControl.objects.published():
        begins = bounds(row.effective)[0] or bounds(row.announced)[0]
        found[row.pk] = [EVENT(begins, bounds(row.ended)[1])]
    return found


TOLD = {
    "measures": events,
    "timeline": lambda: own(Milestone),
    "milestones": lambda: own(Milestone),
    "export-controls": terms,
    "agreements": lambda: own(Agreement),
}


def reaches(event: EVENT, since: str, until: str) -> bool:
    """Whether an event can lie in a window; an end without a day can lie anywhere."""
    if event == (None, None):
        return False
    first = event.first or datetime.date.min
    last = event.last or datetime.date.max
    begins = bounds(since)[0] or datetime.date.min
    ends = bounds(until)[1] or datetime.date.max
    return first <= ends and last >= begins


def wanted(name: str, since: str, until: str) -> set[int]:
    """The rows of a list of which one event reaches into the window."""
    return reaching(TOLD[name](), since, until)


def reaching(told: dict[int, list[EVENT]], since: str, until: str) -> set[int]:
    """The rows of those events of which one reaches into the window."""
    return {pk for pk, found in told.items() if any(reaches(each, since, until) for each in found)}


def query(since: str, until: str) -> str:
    """A window as it stands in an address."""
    asked = {"since": since, "until": until}
    return urllib.parse.urlencode({name: value for name, value in asked.items() if value})


def browse(name: str, asked: str) -> ListRequest:
    """A list as it is asked."""
    found = list_request(LISTED[name], f"/?{asked}")
    assert found.faults == []
    return found


def rows_in(response) -> int:
    """The rows of a download below its header."""
    content = b"".join(response.streaming_content)
    if response["Content-Type"].startswith("text/csv"):
        return content.decode("utf-8-sig").count("\r\n") - 1
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return len(re.findall(rb"<row[ >]", book.read("xl/worksheets/sheet1.xml"))) - 1


def test_every_list_that_asks_for_days_is_looked_at():
    assert set(NAMES) == set(TOLD)


@pytest.mark.bundled
@pytest.mark.parametrize("name", NAMES)
def test_a_window_finds_what_reaches_into_it(client, name):
    """On the page, in the files, and in the count of every kind."""
    sizes, told = set(), TOLD[name]()
    for number, (since, until) in enumerate(WINDOWS):
        asked = query(since, until)
        expected = reaching(told, since, until)
        found = browse(name, asked)
        assert set(found.filterset.found) == expected, asked
        assert set(found.queryset.order_by().values_list("pk", flat=True)) == expected, asked
        # Both files hold the rows of one queryset, whatever is asked: see `assert_the_same_rows`.
        suffix = ("csv", "xlsx")[number % 2]
        assert rows_in(client.get(f"/{name}.{suffix}?{asked}")) == len(expected), asked
        sizes.add(len(expected))
    assert len(sizes) > 4, "windows that tell rows apart"


@pytest.mark.parametrize(("since", "until"), WINDOWS)
def test_facets_count_what_reaches_into_the_window(since, until):
    expected = wanted("measures", since, until)
    kinds = Measure.objects.filter(pk__in=expected).values_list("kind", flat=True)
    facets = browse("measures", query(since, until)).filterset.facets
    counts = {
        each.value: each.count
        for facet in facets
        for each in (*facet.values, *facet.rest)
        if facet.name == "kind" and each.count
    }
    assert counts == collections.Counter(kinds)


@pytest.mark.bundled
@pytest.mark.parametrize(("since", "until"), [("2015", "2015"), ("2025-10", "2025-12")])
def test_the_neighbours_are_those_in_the_window(client, since, until):
    asked = urllib.parse.quote(query(since, until), safe="")
    order = list(
        Measure.objects.filter(pk__in=wanted("measures", since, until))
        .newest()
        .values_list("slug", flat=True)
    )
    assert len(order) > 5
    for place in (0, 3, 4):
        trail = client.get(f"/measures/{order[place]}/?from={asked}").context["trail"]
        assert trail.notice == ""
        assert trail.number == place + 1
        assert trail.browse.count == len(order)
        assert (trail.previous and trail.previous.entry.slug) == (
            order[place - 1] if place else None
        )
        assert trail.next.entry.slug == order[place + 1]


# One event meets both ends.


def dated(*dates: str) -> Measure:
    """A measure with an event of each date."""
    maker = Maker("windowed", "期間")
    words = Vocabulary(maker, 1)
    found = maker.row(
        Measure,
        jurisdiction=words.partners[0],
        kind=Measure.Kind.LAW,
        status=Measure.Status.IN_FORCE,
    )
    for date in dates:
        maker.row(Milestone, measure=found, section=words.section, date=date)
    return found


@pytest.mark.parametrize(
    ("dates", "since", "until", "found"),
    [
        (("2008", "2029"), "2015", "2015", False),
        (("2008", "2015-05-01", "2029"), "2015", "2015", True),
        (("2008/2029",), "2015", "2015", True),
        (("2008/..",), "2015", "2015", True),
        (("../2029",), "2015", "2015", True),
        (("../2014", "2016/.."), "2015", "2015", False),
        (("2014-12-31", "2016-01-01"), "2015", "2015", False),
        (("2015-01-01",), "2015", "2015", True),
        (("2015-12-31",), "2015", "2015", True),
        (("2015-22",), "2015-08-31", "2015-12", True),
        (("2015-22",), "2015-09-01", "2015-12", False),
        (("",), "0001", "9999", False),
        ((), "0001", "9999", False),
    ],
)
def test_one_event_meets_both_ends(dates, since, until, found):
    measure = dated(*dates)
    asked = query(since, until)
    assert (measure.pk in browse("measures", asked).filterset.found) == found
    assert browse("measures", asked).queryset.filter(pk=measure.pk).exists() == found


@pytest.mark.bundled
def test_the_year_2015_of_the_record():
    """One measure has an event in it; of the others one event each lasts through it."""
    found = browse("measures", "since=2015&until=2015").queryset
    ends = [
        {
            "open" if None in days else "closed"
            for days in (bounds(row.date) for row in measure.milestones.all())
            if reaches(EVENT(*days), "2015", "2015")
        }
        for measure in found
    ]
    assert sum("closed" in each for each in ends) == 1
    assert sum(each == {"open"} for each in ends) == len(ends) - 1 == 7


@pytest.mark.bundled
def test_open_dates_of_the_record_are_found():
    begun = Milestone.objects.published().filter(date="2010/..")
    found = browse("timeline", "since=2011&until=2011").filterset.found
    assert begun.count() == 7
    assert set(begun.values_list("pk", flat=True)) <= set(found)


@pytest.mark.bundled
@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("2025-05-31", "", True),
        ("2025-06", "", False),
        ("", "2024-12", False),
        ("2025-03", "2025-03", True),
    ],
)
def test_a_control_is_found_while_it_is_in_place(since, until, found):
    control = ExportControl.objects.get(announced="2025-01", ended="2025-05")
    assert (control.pk in browse("export-controls", query(since, until)).filterset.found) == found


# What is refused.


def refusals(client, name: str, asked: str, *, language: str) -> list[str]:
    """The words with which the page and both files of a list refuse a query."""
    found = []
    for suffix in ("", "-csv", "-xlsx"):
        with translation.override(language):
            address = reverse(f"{name}{suffix}")
        response = client.get(f"{address}?{asked}")
        assert response.status_code == 400, (address, asked)
        text = response.content.decode()
        found.append(text if suffix else Page(text).text())
    return found


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_a_window_that_ends_before_it_begins_is_refused(client, read_only, name, language):
    for since, until in (("2026-03", "2026-01"), ("2026", "2025-12-31"), ("2026-22", "2026-05")):
        for text in refusals(client, name, query(since, until), language=language):
            assert f"until={until}" in text
            assert f"since={since}" in text
            assert ("ends before" in text) == (language == "en")


@pytest.mark.bundled
@pytest.mark.parametrize(
    ("since", "until"), [("2026-03-31", "2026-03"), ("2026-03", "2026-03-01"), ("2026", "2026")]
)
def test_a_window_of_one_day_or_more_is_answered(since, until):
    assert browse("measures", query(since, until)).count


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_an_end_that_a_date_does_not_have_is_refused(client, read_only, name, language):
    for end, value in (("until", "2010/.."), ("since", "../2026"), ("since", "../2026-03-19")):
        asked = urllib.parse.urlencode({end: value})
        for text in refusals(client, name, asked, language=language):
            assert f"{end}={value}" in text
            assert ("has no" in text) == (language == "en")


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("end", ["since", "until"])
def test_a_refusal_offers_what_is_taken(client, end, language):
    (text, *_files) = refusals(client, "measures", f"{end}=soon", language=language)
    told = text[text.index("soon") :]
    for value in EXAMPLES[language]:
        assert value in told
        assert (
            browse("measures", urllib.parse.urlencode({end: value})).as_written or "/" not in value
        )


# A date is asked for as people write it, and stands in the address as a date.


WRITTEN = {
    "2026/03": "2026-03",
    "2026-3": "2026-03",
    "2026年3月": "2026-03",
    "令和8年": "2026",
    "R8.3": "2026-03",
    "２０２６": "2026",
    "令和八年三月十九日": "2026-03-19",
    "H31": "2019",
    "令和7年度": "2025-04/2026-03",
    "FY2025": "2025-04/2026-03",
    "19 March 2026": "2026-03-19",
}


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_a_written_date_leads_to_the_address_of_the_date(client, read_only, name, language):
    for written, edtf in WRITTEN.items():
        for end in ("since", "until"):
            for suffix in ("", "-csv", "-xlsx"):
                with translation.override(language):
                    address = reverse(f"{name}{suffix}")
                asked = {"q": "外為 法", end: written}
                response = client.get(f"{address}?{urllib.parse.urlencode(asked)}")
                expected = urllib.parse.urlencode(asked | {end: edtf})
                assert (response.status_code, response["Location"]) == (
                    302,
                    f"{address}?{expected}",
                )
        assert client.head(response["Location"]).status_code == 200


@pytest.mark.bundled
def test_a_fiscal_year_lasts_from_april_to_march():
    asked = browse("timeline", query("令和7年度", "2025年度"))
    assert set(asked.filterset.found) == wanted("timeline", "2025-04-01", "2026-03-31")
    assert asked.filterset.chips[0].value == "令和7年度（2025年度）"


def test_a_written_date_finds_the_same_without_the_way(client):
    """A list that a page is reached from is asked as it is named."""
    for written, edtf in WRITTEN.items():
        assert (
            browse("timeline", query(written, "")).count
            == browse("timeline", query(edtf, "")).count
        )


# What has no date has a value of its own.


def found_by(name: str, asked: str) -> set[int]:
    """The rows found, alike by bitmap and in the file."""
    found = browse(name, asked)
    assert set(found.queryset.values_list("pk", flat=True)) == set(found.filterset.found)
    return set(found.filterset.found)


@pytest.mark.bundled
@pytest.mark.parametrize("name", NAMES)
def test_what_has_no_date_can_be_asked_for(name):
    told = TOLD[name]()
    undated = {pk for pk, found in told.items() if all(each == (None, None) for each in found)}
    assert undated
    assert found_by(name, "undated=1") == undated
    for since, until in (("2025", ""), ("", "2015"), ("2015", "2015"), ("0001", "9999")):
        asked = query(since, until)
        assert found_by(name, f"{asked}&undated=1") == reaching(told, since, until) | undated
        plain = browse(name, asked).filterset
        assert [turn.count for turn in plain.untold] == [len(undated)]
        assert found_by(name, plain.untold[0].query) == reaching(told, since, until) | undated
        assert browse(name, f"{asked}&undated=1").filterset.untold == []


def test_what_has_no_date_is_read_back():
    alone, beside = browse("timeline", "undated=1"), browse("timeline", "since=2025&undated=1")
    assert [(chip.label, chip.value) for chip in alone.filterset.chips] == [("日付", "記載なし")]
    assert [(chip.value, chip.without) for chip in beside.filterset.chips] == [
        ("2025年", "undated=1"),
        ("期間内または記載なし", "since=2025"),
    ]


def test_a_choice_of_what_has_no_date_takes_one_value(client, read_only):
    for value in ("0", "true", "null", "１"):
        assert client.get(f"/timeline/?undated={value}").status_code == 400


# Read back, and left out.


def test_each_end_is_a_chip_of_its_own():
    questions = browse("measures", "kind=law&since=2015&until=2015&page=1").filterset
    ways = {chip.without for chip in questions.chips}
    assert ways == {"since=2015&until=2015", "kind=law&until=2015", "kind=law&since=2015"}


@pytest.mark.bundled
def test_without_one_end_the_other_counts():
    """A project has an event before 2015 and four since; none lasts through it."""
    found = browse("measures", "kind=project&since=2015&until=2015")
    assert not found.count
    ways = {each.without: each.count for each in found.filterset.escapes}
    assert ways == {way: browse("measures", way).count for way in ways}
    assert ways == {
        "since=2015&until=2015": 8,
        "kind=project&until=2015": 1,
        "kind=project&since=2015": 4,
    }


@pytest.mark.bundled
@pytest.mark.parametrize("name", NAMES)
def test_what_has_no_date_is_counted_beside(client, name):
    """In no window, and told: with the widest window that makes up the whole list."""
    every = len(TOLD[name]())
    missing = every - len(wanted(name, "0001", "9999"))
    assert missing
    for asked in ("since=0001&until=9999", "since=2025", "until=2025", "since=2015&until=2015"):
        page = Page(client.get(f"/{name}/?{asked}").content.decode())
        assert f"（ほかに日付の記載なし{missing}件）" in page.text()
        english = Page(client.get(f"/en/{name}/?{asked}").content.decode())
        assert f"({missing} more without a date)" in english.text()
    assert "ほかに日付の記載なし" not in client.get(f"/{name}/").content.decode()


@pytest.mark.bundled
def test_what_has_no_date_meets_all_other_conditions():
    asked = browse("agreements", "since=2025&level=ministerial")
    missing = Agreement.objects.published().filter(date="", level="ministerial").count()
    assert missing
    (turn,) = asked.filterset.untold
    assert (turn.label, turn.count) == (f"（ほかに日付の記載なし{missing}件）", missing)
    assert browse("agreements", turn.query).count == asked.count + missing


def test_a_period_knows_which_rows_have_no_date():
    period = Period("date_from", "date_until")
    every = browse("timeline", "").state.every
    undated = period.undated(Milestone.objects.all(), every)
    assert set(undated) == set(
        Milestone.objects.published().filter(date="").values_list("pk", flat=True)
    )


# A part in a measure and its role are one row.


def remedy_asked(name: str, value: str) -> set[int]:
    """The trade remedies found by one value, alike by bitmap, in the file and in the count."""
    found = browse("trade-remedies", f"{name}={value}")
    assert set(found.filterset.found) == set(found.queryset.values_list("pk", flat=True))
    # Its own condition is left out of a facet's counts, and a value that is asked for is shown.
    facet = next(each for each in found.filterset.facets if each.name == name)
    counts = {each.value: each.count for each in (*facet.values, *facet.rest)}
    assert counts.get(value, 0) == found.count
    return set(found.filterset.found)


@pytest.mark.bundled
@pytest.mark.parametrize(
    ("name", "model", "entry", "key", "role"),
    [
        ("target", MeasurePartner, "partner", "code", MeasurePartner.Role.AFFECTED),
        (
            "applicant",
            MeasureOrganisation,
            "organisation",
            "slug",
            MeasureOrganisation.Role.AFFECTED,
        ),
    ],
)
def test_a_remedy_is_found_by_those_with_the_role_alone(name, model, entry, key, role):
    part = model.objects.filter(measure__trade_remedy__isnull=False).first()
    value = getattr(getattr(part, entry), key)
    remedies = TradeRemedy.objects.published()
    other = remedies.exclude(
        measure__in=model.objects.filter(**{entry: getattr(part, entry)}).values("measure")
    ).first()
    before = remedy_asked(name, value)
    assert before
    assert other.pk not in before
    model.objects.create(
        measure=other.measure,
        section=part.section,
        phrase="語",
        role=role,
        **{entry: getattr(part, entry)},
    )
    assert remedy_asked(name, value) == before
