"""What stood on a day: kept for every measure, and asked of lists on the page and as a file."""

import csv
import datetime
import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation

from measures.models import Agreement, ExportControl, Measure, MeasureStatus, Milestone, TradeRemedy
from measures.spells import keep_all, spells_of, with_stale_spells
from policies.models import Partner, Section, Subject
from portal.changes.models import Version
from portal.changes.tracking import one_version
from portal.lists.facet_index import FacetIndex
from portal.pages.lists import LISTS
from portal.spells.models import Spell
from tests.cases import for_each
from tests.list_requests import list_request
from tests.markup import Page, common_faults

pytestmark = [pytest.mark.django_db, pytest.mark.both]

LISTED = {listing.name: listing for listing in LISTS}
ASKED = [listing for listing in LISTS if "on" in listing.filterset_class.base_filters]
SOURCE = {"phrase": "語"}


@pytest.fixture
def act():
    """A measure that nothing is known of yet."""
    measure = Measure.objects.get(slug="talks")
    for rows in (measure.statuses, measure.milestones):
        rows.all().delete()
    for model in (ExportControl, TradeRemedy, Agreement):
        model.objects.filter(measure=measure).delete()
    return measure


@pytest.fixture
def section():
    return Section.objects.order_by("pk").first()


def event(measure, kind, date, section, **given):
    return Milestone.objects.create(
        measure=measure, kind=kind, date=date, code=f"{kind}-{date}".lower().replace("/", "-"),
        label_ja="出来事", label_en="Event", section=section, **SOURCE, **given,
    )  # fmt: skip


def status(measure, value, as_of, section, **given):
    return MeasureStatus.objects.create(
        measure=measure, value=value, as_of=as_of, section=section, **SOURCE, **given
    )


def on(measure, day: str) -> set[tuple[str, int]]:
    """The states that are kept of a measure for a day, each 1 where it is certain."""
    date = datetime.date.fromisoformat(day)
    rows = Spell.objects.on(date, date).filter(owner=measure.pk)
    return set(rows.values_list("state", "sure"))


# What is kept follows from the rows of a measure.


def test_statuses_and_events_are_followed(act, section):
    assert on(act, "2025-05-01") == set()
    effective = event(act, "effective", "2025-04-01", section)
    assert on(act, "2025-05-01") == {("in-force", 0)}
    newest = status(act, "in-force", "2026-04-07", section)
    assert on(act, "2025-05-01") == {("in-force", 1)}
    newest.value = "suspended"
    newest.save()
    assert on(act, "2025-05-01") == {("in-force", 0), ("suspended", 0)}
    with one_version():
        newest.delete()
        effective.delete()
    assert on(act, "2025-05-01") == set()
    assert with_stale_spells("default") == []


def test_a_name_alone_says_nothing(act, section):
    status(act, "named", "2026-04-07", section)
    assert not Spell.objects.filter(owner=act.pk).exists()


def test_a_date_of_a_document_that_is_inferred_makes_nothing_certain(act, section):
    document = section.document
    document.date, document.date_inferred = "2026-04-07", False
    document.date_inference_ja = document.date_inference_en = ""
    document.save()
    status(act, "in-force", "2026-04-07", section)
    assert on(act, "2026-04-07") == {("in-force", 1)}
    document.date_inferred, document.date_inference_ja = True, "年の記載がない。"
    document.save()
    assert on(act, "2026-04-07") == {("in-force", 0)}


def test_an_amendment_that_is_decided_leaves_a_law_in_force(act, section):
    event(act, "effective", "2022-08-01", section)
    status(act, "in-force", "2026-04-07", section)
    event(act, "cabinet-decision", "2026-03-19", section)
    assert on(act, "2026-03-20") == {("in-force", 1)}


def test_meetings_do_not_end_what_goes_on(act, section):
    event(act, "held", "2025-10-30", section)
    assert on(act, "2025-11-01") == {("held", 1)}
    status(act, "in-force", "2026-04-07", section)
    assert on(act, "2025-11-01") == set()
    assert on(act, "2026-04-07") == {("in-force", 1)}


def test_a_control_has_the_days_of_its_detail(act, section):
    summit = Measure.objects.exclude(pk=act.pk).order_by("pk").first()
    ExportControl.objects.create(
        measure=act, jurisdiction=Partner.objects.order_by("pk").first(), items_ja="品",
        items_en="x", effect="licence", announced="2025-10-09", effective="2025-10-20",
        suspended="2025-11-10", suspended_until="2026-11-10", suspended_by=summit,
        section=section, **SOURCE,
    )  # fmt: skip
    assert on(act, "2025-10-10") == {("planned", 1)}
    assert on(act, "2025-11-09") == {("in-force", 1)}
    assert on(act, "2026-11-10") == {("suspended", 1)}
    assert on(act, "2026-11-11") == {("in-force", 0)}
    act.export_control.delete()
    assert on(act, "2025-11-09") == set()


def test_a_duty_has_its_period_and_an_investigation_its_first_day(act, section):
    given = {
        "jurisdiction": Partner.objects.order_by("pk").first(),
        "product": Subject.objects.order_by("pk").first(),
        "kind": "ad",
        "section": section,
        **SOURCE,
    }
    duty = TradeRemedy.objects.create(
        measure=act, procedure="duty", duty_period="2016-08/2026-08", **given
    )
    assert on(act, "2016-08-15") == {("in-force", 0)}
    assert on(act, "2020-01-01") == {("in-force", 1)}
    assert on(act, "2027-01-01") == {("ended", 0)}
    duty.procedure, duty.duty_period, duty.investigation_start = "investigation", "", "2025-12-25"
    duty.save()
    assert on(act, "2025-12-25") == {("in-force", 1)}
    assert on(act, "2020-01-01") == set()


def test_an_agreement_is_held_on_its_day(act, section):
    Agreement.objects.create(
        measure=act, level="summit", form="meeting", date="2025-10-25/2025-10-26",
        section=section, **SOURCE,
    )  # fmt: skip
    assert on(act, "2025-10-25") == {("held", 0)}
    assert on(act, "2025-10-26") == {("held", 1)}


def test_a_measure_that_goes_takes_its_spells_along(act, section):
    event(act, "effective", "2025-04-01", section)
    pk = act.pk
    ExportControl.objects.filter(suspended_by=act).delete()
    Measure.objects.filter(pk=pk).delete()
    assert not Spell.objects.filter(owner=pk).exists()


def test_what_is_wrong_is_told_and_mended(act, section):
    event(act, "effective", "2025-04-01", section)
    call_command("keep_spells", check=True)
    Spell.objects.filter(owner=act.pk).delete()
    with pytest.raises(CommandError, match="talks"):
        call_command("keep_spells", check=True)
    before = Version.objects.current()
    call_command("keep_spells")
    assert Version.objects.current() != before
    assert on(act, "2025-04-01") == {("in-force", 1)}
    assert keep_all("default") == 0


def test_a_save_that_changes_no_spell_writes_none(act, section):
    event(act, "effective", "2025-04-01", section)
    kept = list(Spell.objects.filter(owner=act.pk).values_list("pk"))
    act.title_ja = "別の名"
    act.save()
    assert list(Spell.objects.filter(owner=act.pk).values_list("pk")) == kept


@pytest.mark.bundled
def test_the_record_is_kept_as_it_says():
    assert with_stale_spells("default") == []
    assert {state for (state,) in Spell.objects.values_list("state")} == {
        *("planned", "decided", "in-force", "suspended", "held", "ended")
    }


# What lists say of a day.


def rows_of(client, name: str, query: str) -> list[dict]:
    """The rows of a file for readers, by the names of its columns."""
    answer = client.get(f"/{name}.csv?{query}")
    assert answer.status_code == 200, answer.content
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    _header, *lines = csv.reader(io.StringIO(text))
    columns = list_request(LISTED[name.removeprefix("en/")], f"/?{query}").columns
    return [dict(zip((each.name for each in columns), line, strict=True)) for line in lines]


def test_the_lists_of_measures_and_their_days_can_be_asked():
    assert {listing.name for listing in ASKED} >= {
        *("measures", "export-controls", "trade-remedies", "agreements", "milestones", "timeline")
    }


@pytest.mark.bundled
@for_each("listing", ASKED, ids=lambda listing: listing.name)
def test_page_download_and_counts_agree(listing):
    for day in ("1990", "2024-02", "2025-10-30", "2026-04-07", "2026-11-29"):
        asked = list_request(listing, f"/?on={day}")
        assert asked.faults == []
        assert asked.count == asked.total == asked.queryset.count()
        facet = next(each for each in asked.filterset.facets if each.name == "state")
        known = 0
        for value in [*facet.values, *facet.rest]:
            narrowed = list_request(listing, f"/?on={day}&state={value.value}")
            assert narrowed.faults == []
            keys = set(narrowed.queryset.values_list("pk", flat=True))
            assert set(narrowed.filterset.found) == keys
            assert value.count == len(keys) == narrowed.count
            known += value.count
        assert known >= asked.total


@pytest.mark.bundled
def test_what_a_list_finds_is_what_the_rows_of_each_measure_say():
    day = datetime.date(2025, 11, 15)
    found = {}
    for measure in Measure.objects.published():
        for span in spells_of(measure):
            if span.possible_from <= day <= span.possible_until:
                sure = span.certain_from and span.certain_from <= day <= span.certain_until
                value = span.state.value + ("" if sure else "-possible")
                found.setdefault(value, set()).add(measure.pk)
    known = set().union(*found.values())
    every = set(Measure.objects.published().values_list("pk", flat=True))
    found["unknown"] = every - known
    for value, keys in found.items():
        asked = list_request(LISTED["measures"], f"/?on={day}&state={value}")
        assert set(asked.filterset.found) == keys, value
    assert len(found) > 5


def test_a_day_alone_leaves_all_rows_and_each_says_its_state(client, act, section):
    event(act, "effective", "2025-04-01", section)
    status(act, "in-force", "2026-04-07", section)
    whole = rows_of(client, "measures", "sort=name")
    asked = rows_of(client, "measures", "on=2025-05-01&sort=name")
    assert [row["slug"] for row in asked] == [row["slug"] for row in whole]
    assert "state_on" not in whole[0]
    told = {row["slug"]: row.pop("state_on") for row in asked}
    assert asked == whole
    assert told["talks"] == "施行・実施中"
    told = {row["slug"]: row["state_on"] for row in rows_of(client, "measures", "on=2024-01-01")}
    assert told["talks"] == "不明"
    told = {row["slug"]: row["state_on"] for row in rows_of(client, "en/measures", "on=2027")}
    assert told["talks"] == "In force or under way (possible)"


def test_several_states_stand_one_behind_the_other_the_certain_first(client, act, section):
    status(act, "considered", "2024-02-01", section)
    status(act, "in-force", "2026-04-07", section)
    told = {row["slug"]: row["state_on"] for row in rows_of(client, "measures", "on=2025-01-01")}
    assert told["talks"] == "計画・検討・発表の段階（可能性）、施行・実施中（可能性）"
    answer = client.get("/measures.csv?on=2025-01-01&profile=data")
    data = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode()))
    codes = {row["slug"]: row["state_on_codes"] for row in data}
    assert codes["talks"] == "planned-possible;in-force-possible"
    # A year meets both, and neither on all of its days.
    told = {row["slug"]: row["state_on"] for row in rows_of(client, "measures", "on=2024")}
    assert told["talks"] == "計画・検討・発表の段階（可能性）、施行・実施中（可能性）"


def test_the_page_says_the_day_in_words(client, act, section):
    event(act, "effective", "2025-04-01", section)
    page = client.get("/measures/?on=2025-04-01").content.decode()
    assert "2025年4月1日の時点：<b>施行・実施中</b>" in page
    assert page.count("2025年4月1日の時点について") == 1
    assert common_faults(Page(page)) == []
    english = client.get("/en/measures/?on=2025-04-01").content.decode()
    assert "On 1 April 2025" in english
    assert "On 1 April 2025" not in client.get("/en/measures/").content.decode()


def test_a_day_is_read_as_people_write_it(client):
    answer = client.get("/measures/?on=令和7年4月1日")
    assert answer.status_code == 302
    assert answer.url == "/measures/?on=2025-04-01"
    for view in ("measures-csv", "measures-xlsx"):
        assert client.get(reverse(view) + "?on=令和7年4月1日").url.endswith("?on=2025-04-01")


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("on=2025-13", "2025-13"),
        ("on=yesterday", "yesterday"),
        ("on=2025-04/..", "2025-04/.."),
        ("on=2025&state=nonsense", "nonsense"),
        ("state=in-force", "state"),
        ("on=2025-13&beside=2024&state=in-force", "2025-13"),
        ("on=2025&beside=never", "never"),
    ],
)
def test_what_cannot_be_meant_is_refused(client, query, named):
    for path in ("/measures/", "/en/measures/", "/measures.csv", "/export-controls/"):
        answer = client.get(f"{path}?{query}")
        assert answer.status_code == 400, path
        assert named in answer.content.decode()


def test_the_way_out_of_a_fault_and_of_a_day_leaves_no_state_behind():
    (fault,) = list_request(LISTED["measures"], "/?state=in-force&kind=law").faults
    assert fault.mended == "kind=law"
    asked = list_request(LISTED["measures"], "/?on=2025&state=in-force&kind=law").filterset
    ways = {chip.label: chip.without for chip in asked.chips}
    with translation.override("ja"):
        day, state = str(asked.filters["on"].label), str(asked.filters["state"].label)
    assert ways[day] == "kind=law"
    assert ways[state] == "on=2025&kind=law"


def test_states_are_a_facet_of_the_day_alone():
    with translation.override("ja"):
        assert "state" not in [
            each.name for each in list_request(LISTED["measures"]).filterset.facets
        ]
        asked = list_request(LISTED["measures"], "/?on=2025-04-01").filterset
    assert "state" in [each.name for each in asked.facets]


def test_no_database_is_asked_again_for_the_same_day(monkeypatch, django_assert_num_queries):
    listing = LISTED["measures"]
    list_request(listing, "/?on=2025-04-01").filterset.facets  # noqa: B018
    asked = list_request(listing, "/?on=2025-04-01")
    with django_assert_num_queries(0):
        asked.filterset.facets  # noqa: B018
    assert isinstance(listing.facet_index("default"), FacetIndex)


# Two days side by side.


@pytest.mark.bundled
@for_each("listing", ASKED, ids=lambda listing: listing.name)
def test_two_days_find_what_stood_otherwise(listing):
    for one, other in (("2025-04-01", "2026-04-07"), ("2024", "2026-04-07"), ("2024", "2024")):
        asked = list_request(listing, f"/?on={one}&beside={other}")
        assert asked.faults == []
        keys = set(asked.queryset.values_list("pk", flat=True))
        assert set(asked.filterset.found) == keys
        again = list_request(listing, f"/?on={other}&beside={one}")
        assert set(again.filterset.found) == keys
        told = {row["pk"]: row for row in again.dicts(0, again.count)}
        assert all(row["c_state_on"] != row["c_state_beside"] for row in told.values())
        whole = list_request(listing, f"/?on={one}")
        same = list_request(listing, f"/?on={other}")
        before = {row["pk"]: row["c_state_on"] for row in whole.dicts(0, whole.count)}
        after = {row["pk"]: row["c_state_on"] for row in same.dicts(0, same.count)}
        assert {pk for pk, words in before.items() if words != after[pk]} == keys


def test_both_days_stand_in_the_file(client, act, section):
    event(act, "effective", "2025-04-01", section)
    (row,) = rows_of(client, "measures", "on=2025-03-31&beside=2025-04-01")
    assert (row["state_on"], row["state_beside"]) == ("不明", "施行・実施中")
    page = client.get("/measures/?on=2025-03-31&beside=2025-04-01").content.decode()
    assert "2025年4月1日の時点：<b>施行・実施中</b>" in page
    assert "2025年3月31日の時点：<b>不明</b>" in page
    assert rows_of(client, "measures", "on=2025-03-30&beside=2025-03-31") == []
    assert (
        common_faults(Page(client.get("/en/measures/?on=2025&beside=2024").content.decode())) == []
    )


def test_a_second_day_takes_a_first(client):
    answer = client.get("/measures/?beside=2025-04-01")
    assert answer.status_code == 400
    (fault,) = list_request(LISTED["measures"], "/?beside=2025-04-01").faults
    assert fault.mended == ""
