"""What the record knew of an entry on a day, and what differs between two days."""

import datetime

import pytest

from measures.models import Measure
from portal.dates.clock import day_begins, today
from portal.record.models import Batch, Revision
from portal.record.revising import batch
from tests.markup import Page, common_faults

pytestmark = [pytest.mark.django_db, pytest.mark.both]

ADDRESS = "/measures/talks/changes/"
BEFORE, FIRST, SECOND = "2026-01-09", "2026-01-10", "2026-03-20"


def change(slug: str, **values) -> None:
    with batch(kind=Batch.Kind.WORLD):
        row = Measure.objects.get(slug=slug)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()


def made(number: int, day: str) -> None:
    """Let a revision of the talks be one of a day, made in its last minute."""
    moment = day_begins(datetime.date.fromisoformat(day)) + datetime.timedelta(hours=23, minutes=59)
    revision = Revision.objects.of("measure", "talks").get(number=number)
    Batch.objects.filter(pk=revision.batch_id).update(made_at=moment)


@pytest.fixture
def kept():
    """The talks, recorded on one day and given another name on a later one."""
    last = Revision.objects.of("measure", "talks").first().number
    made(last, FIRST)
    change("talks", title_ja="長い会談")
    made(last + 1, SECOND)
    change("talks", summary_ja="今日の要約。")


def told(client, query: str, status: int = 200) -> str:
    answer = client.get(f"{ADDRESS}?{query}")
    assert answer.status_code == status, answer.content.decode()
    assert common_faults(Page(answer.text)) == []
    return answer.text


def table(text: str) -> str:
    return text[text.index("<tbody") : text.index("</tbody")]


@pytest.mark.parametrize(
    "query", [f"as_of={FIRST}&as_of={SECOND}", f"as_of=v1&beside={FIRST}&beside=v1"]
)
def test_a_point_that_is_asked_twice_is_refused_in_words(client, kept, query):
    """Neither of the two is silently left out."""
    assert "複数回指定されています" in told(client, query, 400)


def test_an_entry_is_told_as_it_stood(client, kept):
    before = Measure.objects.get(slug="talks")
    first, second = (table(told(client, f"as_of={day}")) for day in (FIRST, SECOND))
    assert "長い会談" not in first
    assert "会って話した。" in first
    assert "長い会談" in second
    assert "今日の要約。" not in second
    now = table(told(client, f"as_of={today()}"))
    assert before.title_ja in now
    assert "今日の要約。" in now
    # All that hangs on it is told too, with where it was read.
    for row in (*before.milestones.all(), *before.citations.all(), *before.statuses.all()):
        assert row.phrase in now


def test_the_day_before_the_change_tells_of_nothing_later(client, kept):
    assert "長い会談" not in table(told(client, "as_of=2026-03-19"))
    # A month is known at its end.
    assert "長い会談" in table(told(client, "as_of=2026-03"))


def test_two_days_stand_side_by_side(client, kept):
    text = table(told(client, f"as_of={FIRST}&beside={SECOND}"))
    assert text == table(told(client, f"as_of={SECOND}&beside={FIRST}"))
    assert text.count("<tr") == 1
    assert "長い会談" in text
    assert "<tbody" not in told(client, f"as_of={FIRST}&beside=2026-03-19")


def test_before_it_was_recorded_there_is_nothing_but_the_first_day(client, kept):
    last = Revision.objects.of("measure", "talks").last().number
    made(last, FIRST)
    text = told(client, f"as_of={BEFORE}", status=404)
    assert "2026年1月10日" in text
    assert "<tbody" not in text


def test_what_visitors_could_not_see_then_is_not_told_now(client, kept):
    change("talks", published=False, title_ja="秘匿ズンダ会談")
    hidden = Revision.objects.of("measure", "talks").first().number
    change("talks", published=True, title_ja="会談")
    made(hidden - 1, SECOND)
    made(hidden, "2026-04-01")
    assert "ズンダ" not in told(client, "as_of=2026-04-01", status=404)
    change("act", title_ja="秘匿ズンダ措置")
    assert client.get(f"/measures/act/changes/?as_of={today()}").status_code == 404


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("as_of=yesterday", "yesterday"),
        ("as_of=2999-01-01", "2999-01-01"),
        ("as_of=2026-01-01/..", "2026-01-01/.."),
        ("as_of=../2026-01-01", "../2026-01-01"),
        ("as_of=", "As the record stood on"),
        ("as_of=2026-01-10&beside=never", "never"),
    ],
)
def test_what_cannot_be_meant_is_refused(client, query, named):
    answer = client.get(f"/en{ADDRESS}?{query}")
    assert answer.status_code == 400
    assert named in answer.text
    assert common_faults(Page(answer.text)) == []


def test_a_day_is_read_as_people_write_it(client, kept):
    answer = client.get(f"{ADDRESS}?as_of=令和8年3月20日")
    assert answer.status_code == 302
    assert answer.url == f"{ADDRESS}?as_of=2026-03-20"


def test_a_tidy_address_of_every_kind(client):
    for address in ("/partners/aa/", "/subjects/metals/", "/organisations/bureau/"):
        answer = client.get(f"{address}changes/?as_of={today()}")
        assert answer.status_code == 200, address
