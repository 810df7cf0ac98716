"""What the record knew: lists as they stood at a point, made from revisions, and two beside each
other.
"""

import csv
import datetime
import functools
import io
from urllib.parse import urlsplit

import pytest
from django.db import connection, connections
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import override

from measures.lists.measures import MEASURES
from measures.models import Measure, MeasureStatus
from policies.models import Partner
from portal.changes.models import Version
from portal.changes.waiting import waiting
from portal.dates.clock import day_begins, today
from portal.lists import changed
from portal.pages.lists import LISTS
from portal.record import recalling
from portal.record.applying import apply
from portal.record.edits import Edit
from portal.record.models import Batch, Entry, Revision
from portal.record.moving import Renaming, rename
from portal.record.points import Point
from portal.record.revising import batch
from portal.record.sweeping import cascade
from portal.search.models import Unanswered
from portal.spells.models import State
from tests.cases import for_each
from tests.databases import own_copy
from tests.list_requests import list_request
from tests.markup import Page, common_faults
from tests.visits import body

pytestmark = [pytest.mark.django_db, pytest.mark.both]

# The record is loaded on the first day; what is edited then is of later days.
FIRST, SECOND, THIRD = "2026-01-10", "2026-03-20", "2026-05-05"
WORD = "ズンダ"
# Lists of entries, of rows, of what leads from one entry to another, and of vocabulary.
SOME = ("measures", "milestones", "relations", "measure-partners", "partners")


def dated(day: str) -> None:
    """Let the newest batch be one of the last minute of a day."""
    moment = day_begins(datetime.date.fromisoformat(day)) + datetime.timedelta(hours=23, minutes=59)
    newest = Batch.objects.order_by("-pk").values("pk")[:1]
    Batch.objects.filter(pk__in=list(newest.values_list("pk", flat=True))).update(made_at=moment)


def change(day: str, row, **values) -> None:
    """Change a row on a day."""
    with batch(kind=Batch.Kind.WORLD):
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    dated(day)


def measure(slug: str) -> Measure:
    return Measure.objects.get(slug=slug)


@pytest.fixture
def first(db):
    """The small record with both measures seen, all of it kept on the first day."""
    act = measure("act")
    act.published = True
    act.save()
    Batch.objects.update(made_at=day_begins(datetime.date.fromisoformat(FIRST)))


@pytest.fixture
def kept(first):
    """The talks called otherwise and of another kind from the second day on, from the third on
    without the act, and with a measure of which nobody knew before.
    """
    change(SECOND, measure("talks"), title_ja=f"{WORD}会談", kind=Measure.Kind.SUMMIT)
    form = {**form_of("talks"), "slug": "novel", "title_ja": "新しい施策"}
    edits = {
        ("measure", "novel"): Edit({name: form[name] for name in form if name != "relations"}),
        **without("act"),
    }
    apply(edits, Batch(via=Batch.Via.FORM, kind=Batch.Kind.WORLD))
    dated(THIRD)


def form_of(slug: str) -> dict:
    return Revision.objects.current().get(entry__kind="measure", entry__key=slug).form


def without(slug: str) -> dict:
    """The edits by which a measure goes, with all that names it."""
    head = Entry.objects.get(kind="measure", key=slug)
    return cascade({("measure", slug): Edit(None, head.number)})


def get(client, address: str, status: int = 200):
    response = client.get(address)
    assert response.status_code == status, body(response).decode()[:2000]
    return response


def told(client, query: str, name: str = "measures", status: int = 200) -> str:
    """The rows of a page of a list."""
    text = get(client, f"/{name}/?{query}", status).text
    assert common_faults(Page(text)) == []
    return text[text.index('class="list-layout__results"') :] if status == 200 else text


def lines(client, query: str, name: str = "measures") -> list[dict[str, str]]:
    """The rows of a CSV."""
    response = get(client, f"/{name}.csv?profile=data&{query}")
    return list(csv.DictReader(io.StringIO(body(response).decode())))


def titles(client, query: str) -> set[str]:
    return {line["title_ja"] for line in lines(client, query)}


def test_a_list_is_shown_as_it_stood(client, kept):
    assert titles(client, f"as_of={FIRST}") == {"金属法", "会談"}
    assert titles(client, "as_of=2026-03-19") == {"金属法", "会談"}
    assert titles(client, f"as_of={SECOND}") == {"金属法", f"{WORD}会談"}
    assert titles(client, f"as_of={THIRD}") == {"新しい施策", f"{WORD}会談"} == titles(client, "")
    page = told(client, f"as_of={FIRST}")
    assert "金属法" in page
    assert WORD not in page
    assert "新しい施策" not in page


def test_all_its_rows_are_as_they_were(client, first):
    before = {name: lines(client, "", name) for name in SOME}
    change(SECOND, Partner.objects.get(code="aa"), name_ja="改名国")
    apply(without("act"), Batch(via=Batch.Via.FORM, kind=Batch.Kind.WORLD))
    dated(THIRD)
    for name, known in before.items():
        now = lines(client, f"as_of={FIRST}", name)
        assert {line.pop("record_as_of") for line in now} <= {FIRST}
        assert now == known, name


def test_an_answer_of_the_past_is_kept_by_nobody(client, kept):
    for address in ("/measures/", "/measures.csv", "/measures.xlsx"):
        for query in (f"as_of={FIRST}", f"as_of={today()}"):
            response = get(client, f"{address}?{query}")
            assert body(response)
            assert response["Cache-Control"] == "no-store"
            assert not response.has_header("ETag")
    response = client.get(f"/measures.csv?as_of={FIRST}", headers={"If-None-Match": '"older"'})
    assert response.status_code == 200
    assert body(response)
    page = get(client, f"/measures/?as_of={FIRST}").text
    assert '<meta name="robots" content="noindex' in page


def test_the_present_is_what_it_was(client, kept):
    before = get(client, "/measures/").text, body(get(client, "/measures.csv"))
    stamp = Version.objects.current()
    counts = Revision.objects.count(), Batch.objects.count(), Measure.objects.count()
    facets = {name: dict(values) for name, values in list_request(MEASURES).state.facets.items()}
    assert "金属法" in told(client, f"as_of={FIRST}")
    told(client, f"as_of={FIRST}&as_of_beside={THIRD}&q=x&on=2025")
    assert (get(client, "/measures/").text, body(get(client, "/measures.csv"))) == before
    assert Version.objects.current() == stamp
    assert (Revision.objects.count(), Batch.objects.count(), Measure.objects.count()) == counts
    now = list_request(MEASURES).state.facets
    assert {name: dict(values) for name, values in now.items()} == facets


def test_facets_and_searches_are_those_of_then(client, kept):
    assert titles(client, f"as_of={FIRST}&kind=summit") == set()
    assert titles(client, f"as_of={SECOND}&kind=summit") == {f"{WORD}会談"}
    assert titles(client, f"as_of={FIRST}&q={WORD}") == set()
    assert titles(client, f"as_of={SECOND}&q={WORD}") == {f"{WORD}会談"}
    assert titles(client, f"as_of={SECOND}&q=金属法") == {"金属法"}
    assert titles(client, f"as_of={THIRD}&q=金属法") == set()


def test_words_asked_in_vain_of_the_past_are_no_note_for_editors(client, kept):
    told(client, f"as_of={FIRST}&q=nosuchword")
    assert not Unanswered.objects.exists()


def test_both_clocks_are_asked_together(client, first):
    day = "2024-06-01"
    before = lines(client, f"on={day}")
    row = MeasureStatus.objects.filter(measure__slug="act").first()
    change(SECOND, row, as_of="2024-01-01", inferred=False, inference_ja="", inference_en="")
    now = lines(client, f"on={day}")
    assert before != now
    assert [line["state_on_codes"] for line in lines(client, f"as_of={FIRST}&on={day}")] == [
        line["state_on_codes"] for line in before
    ]
    assert [line["state_on_codes"] for line in lines(client, f"as_of={SECOND}&on={day}")] == [
        line["state_on_codes"] for line in now
    ]
    state = next(line["state_on_codes"] for line in now if line["slug"] == "act")
    assert str(State(state.removesuffix("-possible")).label) in told(
        client, f"as_of={SECOND}&on={day}"
    )


def test_a_version_is_a_point_too(client, first):
    before = Version.objects.current().number
    change(SECOND, measure("talks"), title_ja="二度目")
    change(THIRD, measure("talks"), title_ja="三度目")
    assert "会談" in titles(client, f"as_of=v{before}")
    assert "二度目" in titles(client, f"as_of=v{before + 1}")
    assert "三度目" in titles(client, f"as_of=v{before + 2}")
    response = client.get(f"/measures/?as_of=版{before}")
    assert response.url == f"/measures/?as_of=v{before}"
    assert [line["change"] for line in compared(client, f"v{before}", f"v{before + 2}")]


def test_a_point_is_read_as_people_write_it(client, kept):
    response = client.get("/measures/?kind=law&as_of=令和8年3月20日")
    assert response.status_code == 302
    assert QueryDict(response.url.partition("?")[2]).dict() == {"kind": "law", "as_of": SECOND}


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("as_of=yesterday", "yesterday"),
        ("as_of=2999-01-01", "2999-01-01"),
        ("as_of=../2026", "../2026"),
        ("as_of=2025/..", "2025/.."),
        ("as_of=2025-12-31", "10 January 2026"),
        ("as_of=v999999", "999999"),
        ("as_of=v0", "version 0"),
        (f"as_of_beside={FIRST}", "as_of="),
        (f"as_of={FIRST}&as_of_beside=v1", "a version with a version"),
        (f"as_of={FIRST}&profile=edit", "profile=edit"),
        (f"as_of={FIRST}&kind=nonsense", "nonsense"),
        (f"as_of={FIRST}&as_of_beside={SECOND}&kind=nonsense", "nonsense"),
    ],
)
def test_what_cannot_be_meant_is_refused(client, kept, query, named):
    for address in ("/en/measures/", "/en/measures.csv", "/en/measures.xlsx"):
        response = client.get(f"{address}?{query}")
        assert response.status_code == 400, address
        text = body(response).decode()
        if not (address.endswith("xlsx") and "as_of_beside" in query):
            assert named in text, address
    page = get(client, f"/en/measures/?{query}", 400).text
    assert common_faults(Page(page)) == []


def test_other_pages_know_no_such_question(client, kept):
    response = client.get(f"/partners/aa/?as_of={FIRST}")
    assert response.status_code in (200, 400)
    text = get(client, f"/measures/talks/?from=as_of%3D{FIRST}").text
    assert "as_of" in text  # the notice that the list is none of today


def test_of_too_many_changes_none_is_made(client, kept, monkeypatch):
    monkeypatch.setattr(recalling, "MOST", 1)
    text = told(client, f"as_of={FIRST}", status=400)
    assert "1件" in text
    assert titles(client, f"as_of={today()}") == titles(client, "")
    monkeypatch.setattr(recalling, "MOST", 500)
    monkeypatch.setattr(changed, "MOST", 1)
    told(client, f"as_of={FIRST}&as_of_beside={THIRD}", status=400)


def test_what_cannot_be_made_again_is_told_without_a_word_of_it(client, kept):
    revision = Revision.objects.of("measure", "talks").get(number=1)
    revision.form = {**revision.form, "kind": f"{WORD}種"}
    revision.save()
    text = told(client, f"as_of={FIRST}", status=400)
    assert "収録" in text
    assert WORD not in text


def test_while_others_make_one_it_is_another_time(client, kept, monkeypatch):
    monkeypatch.setattr(recalling, "PATIENCE", 0)
    with recalling.turn():
        response = client.get(f"/measures/?as_of={FIRST}")
        assert response.status_code == 503
        assert response["Retry-After"]
        assert response["Cache-Control"] == "no-store"
        assert client.get(f"/measures.csv?as_of={FIRST}").status_code == 503
    get(client, f"/measures/?as_of={FIRST}")
    # One waits; whoever comes behind is not kept waiting.
    monkeypatch.setattr(recalling, "PATIENCE", 600)
    with recalling.turn(), recalling.QUEUE:
        assert client.get(f"/measures/?as_of={FIRST}").status_code == 503
    get(client, f"/measures/?as_of={FIRST}")


def test_a_file_says_as_of_when_it_is(client, kept):
    assert {line["record_as_of"] for line in lines(client, f"as_of={FIRST}")} == {FIRST}
    response = get(client, f"/measures.csv?as_of={FIRST}&kind=law")
    assert FIRST in response["Content-Disposition"]
    header = body(response).decode().splitlines()[0]
    assert header.endswith("収録の時点")
    assert "record_as_of" not in lines(client, "")[0]
    head = client.head(f"/measures.csv?as_of={FIRST}")
    assert body(head) == b""
    assert head["X-Total-Count"] == "2"


# Two points beside each other.


def compared(client, one: str, other: str, query: str = "", name="measures") -> list[dict]:
    """The lines of what differs; the same whichever is asked first."""
    found = lines(client, f"as_of={one}&as_of_beside={other}&{query}", name)
    assert found == lines(client, f"as_of={other}&as_of_beside={one}&{query}", name)
    assert all((line["as_of"], line["as_of_beside"]) == (one, other) for line in found)
    return found


def test_two_points_tell_what_changed_between_them(client, kept):
    with override("en"):
        found = compared(client, FIRST, SECOND)
        assert {line["change"] for line in found} == {"changed"}
        cells = {line["field"]: (line["before"], line["after"]) for line in found}
    assert ("会談", f"{WORD}会談") in cells.values()
    found = compared(client, FIRST, THIRD)
    ways = {(line["change"], line["row"]) for line in found}
    assert ways == {
        ("added", "新しい施策"),
        ("changed", f"{WORD}会談"),
        ("gone", "金属法"),
    }
    page = told(client, f"as_of={FIRST}&as_of_beside={THIRD}")
    for words in ("新しい施策", "金属法", "会談", "収録に加わった", "収録から外れた"):
        assert words in page
    # What is in the record has a page.
    assert 'href="/measures/talks/"' in page
    assert 'href="/measures/act/"' not in page
    assert "同じ" in told(client, f"as_of={FIRST}&as_of_beside={FIRST}")
    assert compared(client, FIRST, "2026-03-19") == []


def test_a_row_that_no_longer_meets_what_is_asked_has_not_gone(client, kept):
    kind = form_of_first("talks")["kind"]
    left = compared(client, FIRST, SECOND, f"kind={kind}")
    assert {(line["change"], line["row"]) for line in left} == {("left", "会談")}
    came = compared(client, FIRST, SECOND, "kind=summit")
    assert {(line["change"], line["row"]) for line in came} == {("meets", f"{WORD}会談")}


def form_of_first(slug: str) -> dict:
    return Revision.objects.of("measure", slug).get(number=1).form


def test_an_entry_of_another_key_is_the_same_row(client, first):
    before = len(lines(client, ""))
    rename(
        Renaming("measure", "talks", "long-talks", ("measures/talks", "measures/long-talks")),
        Batch(via=Batch.Via.FORM, kind=Batch.Kind.EDITORIAL, reason="a better name"),
    )
    dated(SECOND)
    assert {line["slug"] for line in lines(client, f"as_of={FIRST}")} == {"act", "talks"}
    found = compared(client, FIRST, SECOND)
    assert {line["change"] for line in found if line["row"] == "会談"} == {"changed"}
    assert len(lines(client, f"as_of={SECOND}")) == before


def test_a_row_is_told_from_others_of_its_entry_and_an_amount_with_its_currency(client, first):
    section = measure("talks").citations.get().section
    line = {"code": "own", "amount": 177_800_000_000, "printed": "1,778億円", "stage": "initial"}
    line |= {"fiscal_year": 2024, "section": section, "phrase": "会談"}
    with batch(kind=Batch.Kind.WORLD):
        made = measure("talks").budget_lines.create(**line)
    dated(SECOND)
    change(THIRD, made, amount=177_900_000_000)
    [found] = compared(client, SECOND, THIRD, name="budgets")
    assert found["row"].startswith("会談（令和6年度（2024年度）、")
    assert found["before"] == "1,778億円（177,800,000,000円）"
    assert found["after"] == "1,779億円（177,900,000,000円）"
    page = told(client, f"as_of={SECOND}&as_of_beside={THIRD}", "budgets")
    assert "1,779億円（177,900,000,000円）" in page


@for_each("name", ["measures", "budgets", "export-controls", "milestones", "sources"])
def test_every_list_is_compared(client, kept, name):
    told(client, f"as_of={FIRST}&as_of_beside={THIRD}", name)
    compared(client, FIRST, THIRD, name=name)
    assert_a_page_of_the_past(client, name)


def assert_a_page_of_the_past(client, name: str) -> None:
    told(client, f"as_of={FIRST}", name)
    assert body(get(client, f"/{name}.xlsx?as_of={FIRST}"))


# Nothing hidden is told.


def everywhere(client, *points: str) -> str:
    """All that lists tell of some points."""
    found = []
    pair = f"as_of={points[0]}&as_of_beside={points[-1]}"
    for query in (*(f"as_of={point}" for point in points), pair):
        for name in SOME:
            found.append(body(get(client, f"/{name}.csv?{query}")).decode())
        found.append(body(get(client, f"/measures/?{query}")).decode())
    return "".join(found)


def test_what_was_hidden_then_is_not_told_now(client, first):
    change(SECOND, measure("talks"), title_ja=f"{WORD}会談", published=False)
    change(THIRD, measure("talks"), title_ja="会談", published=True)
    assert WORD not in everywhere(client, FIRST, SECOND, THIRD)
    assert "会談" in titles(client, f"as_of={FIRST}")
    assert "会談" not in titles(client, f"as_of={SECOND}")


def read_a_document() -> None:
    """A document that is registered, and read: its measure is hidden until it is complete."""
    held = Revision.objects.current()
    document = held.get(entry__kind="sourcedocument", entry__key="sketch").form
    document |= {"slug": "sixth", "short_name_ja": "六", "short_name_en": "SIXTH"}
    document |= {"sha256": "00" * 31 + "ac", "title_ja": f"{WORD}資料", "title_en": WORD}
    put(SECOND, {("sourcedocument", "sixth"): Edit(document)})
    cited = [{"supports": ["title"], "section": "sixth/1", "phrase": "会談"}]
    form = {name: value for name, value in form_of("talks").items() if name != "relations"}
    form |= {"slug": "novel", "title_ja": "新しい施策", "citations": cited, "published": False}
    put(SECOND, {("measure", "novel"): Edit(form)})
    assert Batch.objects.order_by("pk").last().version is None
    put(THIRD, {("measure", "novel"): Edit(form | {"published": True}, 1)})


def put(day: str, edits: dict) -> None:
    """Apply edits on a day."""
    apply(edits, Batch(via=Batch.Via.DRAFT, kind=Batch.Kind.WORLD))
    dated(day)


def test_before_a_document_was_read_neither_it_nor_its_hidden_measure_was_there(client, first):
    before = Version.objects.current().number
    known = {name: lines(client, "", name) for name in SOME}
    read_a_document()
    made = Version.objects.current().number
    for point in (f"v{before}", FIRST):
        for name, rows in known.items():
            then = lines(client, f"as_of={point}", name)
            assert [line | {"record_as_of": ""} for line in then] == [
                line | {"record_as_of": ""} for line in rows
            ], (name, point)
    for point in (f"v{before + 1}", SECOND):
        assert titles(client, f"as_of={point}") == {"金属法", "会談"}
        assert WORD in told(client, f"as_of={point}", "en/sources")
    for point in (f"v{made}", THIRD):
        assert titles(client, f"as_of={point}") == {"金属法", "会談", "新しい施策"}
    assert {line["change"] for line in compared(client, f"v{before}", f"v{made}")} == {"added"}


def test_a_measure_that_is_still_hidden_keeps_nothing_in_the_past(client, first):
    before = Version.objects.current().number
    read_a_document()
    change(THIRD, measure("novel"), published=False)
    for point in (f"v{before}", FIRST):
        assert titles(client, f"as_of={point}") == {"金属法", "会談"}


def test_what_is_hidden_now_is_not_told_of_then(client, first):
    change(SECOND, measure("talks"), title_ja=f"{WORD}会談")
    change(THIRD, measure("talks"), title_ja="会談", published=False)
    assert WORD not in everywhere(client, FIRST, SECOND, THIRD)


def test_what_was_hidden_when_it_went_is_not_told_of_then(client, first):
    change(SECOND, measure("act"), title_ja=f"{WORD}法")
    change(THIRD, measure("act"), published=False)
    apply(without("act"), Batch(via=Batch.Via.FORM, kind=Batch.Kind.WORLD))
    dated(THIRD)
    assert WORD not in everywhere(client, FIRST, SECOND, THIRD)


def test_what_went_to_another_key_and_is_hidden_there_is_not_told(client, first):
    change(SECOND, measure("talks"), title_ja=f"{WORD}会談")
    rename(
        Renaming("measure", "talks", "long-talks", ("measures/talks", "measures/long-talks")),
        Batch(via=Batch.Via.FORM, kind=Batch.Kind.EDITORIAL, reason="a better name"),
    )
    dated(THIRD)
    change(THIRD, measure("long-talks"), published=False, title_ja="会談")
    assert WORD not in everywhere(client, FIRST, SECOND, THIRD)


# Nobody waits.


@pytest.fixture
def beside(tmp_path, monkeypatch):
    """Two connections, `reader` and `writer`, to a record of their own, in which the talks are
    called otherwise from the second day on.
    """
    with own_copy("small", "beside", tmp_path) as address:
        name = address.removeprefix("sqlite:///")
        if connection.vendor == "postgresql":
            name = urlsplit(address).path.strip("/")
        for alias in ("reader", "writer"):
            connections.databases[alias] = connection.settings_dict | {"NAME": name}
            again = functools.partial(connect_again, connections[alias])
            monkeypatch.setattr(connections[alias], "ensure_connection", again)
            again()
        begun = day_begins(datetime.date.fromisoformat(FIRST))
        Batch.objects.using("writer").update(made_at=begun)
        talks = Measure.objects.using("writer").get(slug="talks")
        talks.title_ja = f"{WORD}会談"
        talks.save(using="writer")
        yield Point(FIRST)
        for alias in ("reader", "writer"):
            connections[alias].close()
            del connections[alias], connections.databases[alias]


def connect_again(database) -> None:
    """Open a connection that is closed, as Django does outside of tests."""
    if database.connection is None:
        database.connect()


def test_editors_save_while_a_list_of_the_past_is_made(beside):
    here, there = (functools.partial(each.objects.using, "reader") for each in (Measure, Partner))
    with recalling.recalled([beside], "reader") as found, found.at(beside):
        assert here().get(slug="talks").title_ja == "会談"
        with waiting(0, "writer"):
            assert Measure.objects.using("writer").get(slug="talks").title_ja == f"{WORD}会談"
            partner = Partner.objects.using("writer").get(code="aa")
            partner.name_ja = f"{WORD}国"
            partner.save(using="writer")
        # What is saved meanwhile is none of then.
        assert there().get(code="aa").name_ja == "甲国"
    assert there().get(code="aa").name_ja == f"{WORD}国"
    assert here().get(slug="talks").title_ja == f"{WORD}会談"
    assert not connections["reader"].in_atomic_block


def test_the_way_back_from_an_entry_leads_to_the_list_of_today(client, kept):
    text = told(client, f"kind=summit&as_of={SECOND}")
    assert "?from=kind%3Dsummit" in text
    assert f"as_of%3D{SECOND}" not in text


@for_each("listing", [each for each in LISTS if each.name in SOME])
def test_lists_offer_the_question(client, first, listing):
    page = Page(get(client, reverse(listing.name)).text)
    assert [each for each in page.all("input") if each.attrs.get("name") == "as_of"]
