"""Planned dates as calendars, as programs for calendars take them."""

import base64
import json
import re

import pytest
from django.test import Client

from measures.models import Measure, Milestone, Target
from portal.record.joining import join, merge_entries
from portal.record.models import Batch
from portal.record.moving import Renaming, rename
from portal.record.revising import batch
from tests.markup import Page, common_faults

pytestmark = [pytest.mark.django_db, pytest.mark.both]

LONG = "非常に長い名前の会合、；その続き" * 8
READ = """
import base64, icalendar, json, sys
calendar = icalendar.Calendar.from_ical(base64.b64decode(json.load(sys.stdin)))
found = []
for event in calendar.walk("VEVENT"):
    start, end = event["DTSTART"], event["DTEND"]
    found.append({
        "uid": str(event["UID"]), "summary": str(event["SUMMARY"]), "url": str(event["URL"]),
        "start": start.dt.isoformat(), "end": end.dt.isoformat(),
        "value": start.params["VALUE"], "stamp": event["DTSTAMP"].dt.isoformat(),
        "sequence": int(event["SEQUENCE"]), "description": str(event["DESCRIPTION"]),
    })
print(json.dumps(found))
"""


def planned(code: str, date: str, **values) -> Milestone:
    """A planned event of the talks."""
    talks = Measure.objects.get(slug="talks")
    said = {"label_ja": "次の会談", "label_en": "Next talks", "kind": Milestone.Kind.PLANNED}
    source = talks.statuses.first()
    place = {"section": source.section, "phrase": source.phrase, "position": 90 + int(code[-1])}
    row = Milestone(measure=talks, code=code, date=date, **place, **(said | values))
    with batch():
        row.save()
    return row


def ics(address: str) -> bytes:
    response = Client().get(address)
    assert response.status_code == 200, response.content.decode()
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return response.content


def test_programs_for_calendars_read_them(analysts):
    planned("p1", "2031-04-01", label_ja=LONG, label_en="Talks, then; more \\ talks")
    planned("p2", "2031-05-01/2031-05-03")
    planned("p3", "2031-06")
    content = ics("/en/timeline.ics?measure_kind=dialogue")
    first, second = json.loads(analysts(READ, base64.b64encode(content).decode()))
    assert first["summary"] == (
        f"Planned: Talks, then; more \\ talks ({Measure.objects.get(slug='talks').title_en})"
    )
    assert (first["value"], first["start"], first["end"]) == ("DATE", "2031-04-01", "2031-04-02")
    assert (second["start"], second["end"]) == ("2031-05-01", "2031-05-04")
    assert first["uid"].startswith("talks.milestone-p1@")
    assert first["url"] == "http://testserver/en/measures/talks/#milestone-p1"
    japanese = ics("/timeline.ics?measure_kind=dialogue")
    [event, *_others] = json.loads(analysts(READ, base64.b64encode(japanese).decode()))
    assert event["summary"].startswith(f"予定：{LONG}")
    assert event["uid"] == first["uid"]


def test_no_line_is_longer_than_75_octets_and_no_character_is_cut():
    planned("p1", "2031-04-01", label_ja=LONG)
    lines = ics("/timeline.ics").split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert sum(line.startswith(b" ") for line in lines) > 3
    for line in lines:
        line.decode()


def test_the_same_version_gives_the_same_bytes_and_a_change_counts_up():
    row = planned("p1", "2031-04-01")
    first = ics("/timeline.ics")
    assert ics("/timeline.ics") == first
    with batch():
        row.date = "2031-04-02"
        row.save()
    second = ics("/timeline.ics")

    def said(name: str, content: bytes) -> str:
        return re.search(rf"^{name}:(.*)\r$", content.decode(), re.MULTILINE)[1]

    assert said("UID", first) == said("UID", second)
    assert int(said("SEQUENCE", second)) == int(said("SEQUENCE", first)) + 1


def uids(content: bytes) -> set[str]:
    """What the events of a calendar are known by."""
    return set(re.findall(r"^UID:(.*)\r$", content.decode(), re.MULTILINE))


def test_an_event_stays_one_event_under_whatever_name_its_measure_goes():
    """A calendar into which it was taken would else hold it twice."""
    planned("p1", "2031-04-01")
    before = uids(ics("/timeline.ics"))
    for old, new in (("talks", "parley"), ("parley", "colloquy")):
        rename(Renaming("measure", old, new), Batch(via=Batch.Via.FORM))
        assert uids(ics("/timeline.ics")) == before
    with batch():
        Milestone.objects.get(measure__slug="colloquy", code="p1").delete()
    assert uids(ics("/timeline.ics")) < before


def test_an_event_keeps_its_name_where_another_measure_becomes_one_with_its_own():
    planned("p1", "2031-04-01")
    before = uids(ics("/timeline.ics"))
    renaming = Renaming("measure", "act", "talks")
    chosen = dict.fromkeys(join(renaming, {}).choices, "mine")
    merge_entries(join(renaming, chosen), Batch(via=Batch.Via.FORM))
    assert before <= uids(ics("/timeline.ics"))


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_says_how_many_dates_are_in_it_and_how_many_are_not(prefix):
    planned("p1", "2031-04-01")
    planned("p2", "2031-06")
    planned("p3", "2031")
    text = Client().get(f"{prefix}/timeline/?measure_kind=dialogue").text
    assert common_faults(Page(text)) == []
    assert f'href="{prefix}/timeline.ics?measure_kind=dialogue"' in text
    note = text[text.index("timeline.ics") :][:600]
    assert re.search(r"予定日1件|1 planned date", note)
    assert re.search(r"ほか2件|2 more are", note)


def test_what_is_due_has_a_calendar_too():
    target = Target.objects.filter(measure__published=True).exclude(due="").first()
    if target is None:
        target = Target.objects.first()
        target.measure.published = True
        target.measure.save()
    target.due = "2031-03-31"
    target.save()
    content = ics("/targets.ics").decode()
    assert "DTSTART;VALUE=DATE:20310331\r\n" in content
    assert f"UID:{target.measure.slug}.target-{target.code}@" in content.replace("\r\n ", "")


def test_what_happened_or_is_hidden_is_in_none():
    planned("p1", "1999-04-01", kind=Milestone.Kind.HELD)
    planned("p2", "2031-04-01")
    with batch():
        talks = Measure.objects.get(slug="talks")
        talks.published = False
        talks.save()
    assert b"talks" not in ics("/timeline.ics")


@pytest.mark.parametrize("query", ["colour=b", "as_of=v1", "page=2"])
def test_what_is_not_understood_is_refused(query):
    response = Client().get(f"/timeline.ics?{query}")
    assert response.status_code == 400
    assert query.partition("=")[0] in response.content.decode()
