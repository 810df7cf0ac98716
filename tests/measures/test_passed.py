"""A day that a source gave for something to come says of itself when it is over."""

import datetime

import pytest
from django.utils import translation

from measures import coming
from measures.coming import coming_days
from measures.lists.suspended import Suspended, suspended_in_words
from measures.loading import load_for_page
from measures.models import Measure, Milestone, Target
from measures.models.choices import LAPSED
from measures.passed import passed_among, passed_days
from policies.models import Pillar, Section, SourceDocument
from tests.cases import for_each

pytestmark = [pytest.mark.django_db]

DAY = datetime.date(2026, 11, 29)


@pytest.fixture
def talks():
    """A measure that one document tells of, of a day in spring."""
    SourceDocument.objects.update(date="2026-04-07", date_from=datetime.date(2026, 4, 7))
    return Measure.objects.get(slug="talks")


def event(measure: Measure, kind: str, date: str) -> Milestone:
    section = Section.objects.order_by("pk").first()
    return Milestone.objects.create(
        measure=measure, kind=kind, date=date, code=f"e-{date[:7]}", label_ja="次回",
        label_en="Next", section=section, phrase="語",
    )  # fmt: skip


def passed(measure: Measure) -> list[str]:
    return [each.date for each in passed_days(load_for_page(measure), DAY)]


@pytest.mark.parametrize(
    ("kind", "date", "told"),
    [
        ("planned", "2026-10", ["2026-10"]),
        ("deadline", "2026-11-28", ["2026-11-28"]),
        ("planned", "2026-11", []),  # the month is not over
        ("planned", "2026-11-29", []),
        ("planned", "2027", []),
        ("planned", "2026-10/..", []),  # nobody said by when
        ("planned", "2026-03", []),  # the document saw that day itself
        ("held", "2026-10", []),
    ],
)
def test_only_what_was_to_come_and_is_over(talks, kind, date, told):
    event(talks, kind, date)
    assert passed(talks) == told


@pytest.mark.both
@pytest.mark.parametrize("status", ["held", *sorted(LAPSED)])
def test_what_lapsed_with_its_measure_is_waited_for_no_more(talks, status):
    event(talks, "planned", "2026-10")
    Measure.objects.filter(pk=talks.pk).update(status=status)
    told = status not in LAPSED
    assert passed(Measure.objects.get(pk=talks.pk)) == ["2026-10"] * told
    assert passed_among({"talks"}) == ({"talks"} if told else set())


def test_a_target_that_was_due(talks):
    section = Section.objects.order_by("pk").first()
    Target.objects.create(
        measure=talks, code="t", label_ja="数", label_en="Number", printed="1件", due="2026-09",
        counts_ja="件数", counts_en="Cases", section=section, phrase="語",
    )  # fmt: skip
    assert passed(talks) == ["2026-09"]


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("", "次回（2026年5月）は過ぎています。以後は収録資料にありません。"),
        ("/en", "Next (May 2026) has passed."),
    ],
)
def test_the_page_and_the_brief_say_it(client, talks, prefix, words):
    event(talks, "planned", "2026-05")
    for path in ("/measures/talks/", "/brief/?measure=talks"):
        assert words in client.get(f"{prefix}{path}").content.decode(), path


def test_dates_ahead_on_the_first_page_are_those_after_today(client, talks):
    for date in ("2026-05", "2099-05"):
        row = event(talks, "planned", date)
        Milestone.objects.filter(measure=talks).update(headline=False)
        row.headline = True
        row.save()
        ahead = client.get("/").context["ahead"]
        assert [each.date for each in ahead if each.row.measure == talks] == (
            ["2099-05"] if date == "2099-05" else []
        )


@pytest.mark.both
@pytest.mark.bundled
def test_a_list_asks_for_the_same_days_at_once():
    every = Measure.objects.published()
    told = {each.slug for each in every if passed_days(load_for_page(each))}
    assert passed_among({each.slug for each in every}) == told
    assert told, "some day of the record has passed"


NOTES = {
    "ja": "期限を過ぎています。以後は収録資料にありません。",
    "en": "The time given has passed; nothing later is recorded here.",
}


@pytest.mark.both
@pytest.mark.bundled
@for_each("language", NOTES)
def test_where_a_status_stands_its_day_does_and_that_the_time_given_has_passed(client, language):
    prefix, day = ("", "時点</span>") if language == "ja" else ("/en", ">as of ")
    pillar = Pillar.objects.filter(measures__isnull=False).order_by("pk").first()
    for address in (
        *("/trade-remedies/", "/export-controls/", "/measures/?kind=trade-remedy", "/partners/kr/"),
        *("/subjects/rare-earths/", "/subjects/potassium-hydroxide/", pillar.get_absolute_url()),
    ):
        text = client.get(f"{prefix}{address}").content.decode()
        assert 0 < text.count('<span class="status"') <= text.count(day), address
        assert NOTES[language] in text or "pillars" in address, address


@pytest.mark.bundled
@pytest.mark.both
def test_downloads_hold_nothing_of_today(client):
    for name in ("trade-remedies", "export-controls"):
        for form in ("csv", "json"):
            told = b"".join(client.get(f"/{name}.{form}")).decode()
            assert "suspended" in told or "in-force" in told
            assert NOTES["ja"] not in told


@pytest.mark.bundled
@pytest.mark.both
@for_each(
    ("prefix", "words"),
    [
        ("", "うち停止中2件（2025年10月30日時点）、2件は期限を過ぎ、以後は収録資料になし"),
        ("/en", "as of 30 October 2025), for 2 the time given has passed; nothing later is"),
    ],
)
def test_the_answer_that_counts_says_as_of_when(client, prefix, words):
    assert words in client.get(f"{prefix}/search/", {"q": "輸出管理"}).content.decode()


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (["2025-10", "2025-10"], " (as of October 2025)"),
        (["2025-10/2026-02", "2026-01-05"], " (as of October 2025 – February 2026)"),
        (["2026-01-05", "", "2025-11-10"], " (as of 10 November 2025 – 5 January 2026)"),
        (["2025", "2025-10"], " (as of 2025)"),
        (["2025-10/..", "2026-01-05"], " (as of a day not before October 2025)"),
        (["", ""], ""),
    ],
)
def test_the_time_of_which_some_are_suspended_spans_that_of_each(dates, words):
    with translation.override("en"):
        told = suspended_in_words([Suspended(1, 0, each, ()) for each in dates])
    assert told == f"{len(dates)} of them suspended{words}"


@pytest.mark.both
def test_what_was_planned_due_or_ends_is_to_come_and_what_is_done_is_not(talks):
    event(talks, "held", "2026")  # on some day of this year: not known to lie ahead
    event(talks, "effective", "2028-04-01")  # known for later
    event(talks, "planned", "2099-02")
    section = Section.objects.order_by("pk").first()
    for code, due in (("a", "2024/2099-02"), ("b", "2030"), ("c", "2030/.."), ("d", "2025")):
        Target.objects.create(
            measure=talks, code=code, label_ja="数", label_en="Number", printed="1件", due=due,
            counts_ja="件数", counts_en="Cases", section=section, phrase="語",
        )  # fmt: skip
    mine = [each for each in coming_days(DAY, 100) if each.row.measure == talks]
    assert [each.date for each in mine] == ["2028-04-01", "2030", "2099-02"]
    Measure.objects.filter(pk=talks.pk).update(status="shelved")
    assert not [each for each in coming_days(DAY, 100) if each.row.measure == talks]


def test_what_was_deleted_while_the_days_are_read_is_left_out(talks, monkeypatch):
    for date in ("2099-02", "2099-03"):
        event(talks, "planned", date)
    read = coming.ROWS.read

    def after_a_deletion(pks):
        Milestone.objects.filter(measure=talks, date="2099-02").delete()
        return read(pks)

    monkeypatch.setattr(coming.ROWS, "read", after_a_deletion)
    mine = [each.date for each in coming_days(DAY, 100) if each.row.measure == talks]
    assert "2099-03" in mine
    assert "2099-02" not in mine


@pytest.mark.both
@pytest.mark.bundled
def test_the_ends_of_duties_are_to_come_each_once_and_held_meetings_are_not():
    found = [(each.row.measure.slug, each.in_words) for each in coming_days(DAY, 50)]
    with translation.override("en"):
        told = {(each.row.measure.slug, each.in_words) for each in coming_days(DAY, 50)}
    duties = {slug for slug, _words in found if slug.startswith("ad-")}
    assert len([slug for slug, _words in found if slug in duties]) == len(duties) == 4
    assert ("ad-galvanised-wire", "December 2027") in told
    assert ("india-ai-talent-invitation", "2030") in told
    assert not {"azec-plus-summit-2026", "hormuz-meeting-2026"} & {slug for slug, _w in told}


@pytest.mark.bundled
def test_suspended_controls_whose_end_is_over_are_told(client, monkeypatch):
    with translation.override("ja"):
        text = client.get("/export-controls/?status=suspended").content.decode()
    assert "資料に記載の停止期限を過ぎています" in text
