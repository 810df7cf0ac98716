"""What changed since a version or a day, as files for programs."""

import csv
import datetime
import io
import json

import pytest
from django.test import Client

from measures.models import Measure, MeasureStatus
from policies.models import Subject
from portal.changes.models import Version
from portal.dates.clock import day_begins, today
from portal.dates.edtf import bounds
from portal.dates.written import read
from portal.record.applying import apply
from portal.record.edits import Edit
from portal.record.joining import join, merge_entries
from portal.record.models import Batch, Entry
from portal.record.moving import Renaming, rename
from portal.record.revising import batch
from portal.record.withdrawing import withdraw
from tests.visits import body

pytestmark = [pytest.mark.django_db, pytest.mark.both]

CSV, JSON, NDJSON = "/data/changes.csv", "/data/changes.json", "/data/changes.ndjson"
SECRET = "ズンダ"


def change(slug: str, **values) -> int:
    """One change of a measure; the version that it makes."""
    with batch(kind=Batch.Kind.WORLD, reason="施行された"):
        row = Measure.objects.get(slug=slug)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    return Version.objects.current().number


def get(address: str, **headers: str):
    """What a new client gets, read to its end."""
    response = Client().get(address, headers=headers)
    response.body = body(response)
    return response


def rows(query: str = "", address: str = CSV) -> list[dict[str, str]]:
    """The rows of a file of changes."""
    response = get(f"{address}{query}")
    text = response.body.decode()
    assert response.status_code == 200, text
    if address == CSV:
        return list(csv.DictReader(io.StringIO(text)))
    return json.loads(text) if address == JSON else [json.loads(line) for line in text.splitlines()]


def test_a_row_tells_a_value_before_and_after_in_both_languages():
    version = change("talks", kind=Measure.Kind.SUMMIT)
    [row] = rows(f"?since=v{version - 1}")
    assert row["version"] == str(version)
    assert row["made_at"].endswith("+09:00")
    assert (row["entry_kind"], row["entry_key"]) == ("measure", "talks")
    assert row["entry_address"] == "/measures/talks/"
    assert (row["action"], row["path"]) == ("changed", "kind")
    assert row["after"] == "summit"
    assert (row["after_ja"], row["after_en"]) == ("首脳会談", "Summit")
    assert (row["change_kind"], row["reason"]) == ("world", "施行された")


def test_the_three_files_hold_the_same():
    change("talks", title_ja="長い会談")
    change("talks", summary_ja="長く話した。")
    of_json = rows(address=JSON)
    assert len(of_json) == 2
    assert rows(address=NDJSON) == of_json
    in_words = [
        {name: "" if value is None else str(value) for name, value in row.items()}
        for row in of_json
    ]
    assert in_words == rows()
    assert of_json[0]["merged_into"] is None
    assert "" not in of_json[0].values()
    assert {get(address)["X-Total-Count"] for address in (CSV, JSON, NDJSON)} == {"2"}


def test_changes_come_in_the_order_in_which_they_were_made():
    first = change("talks", title_ja="長い会談")
    second = change("talks", title_ja="短い会談")
    assert [row["version"] for row in rows()] == [str(first), str(second)]
    assert [row["after_ja"] for row in rows(f"?since=v{first}")] == ["短い会談"]
    assert [row["after_ja"] for row in rows(f"?until=v{first}")] == ["長い会談"]
    assert rows(f"?since=v{second}") == []
    assert get(f"{JSON}?since=v{second}").body == b"[]"


@pytest.mark.parametrize("form", ["{0.year}", "令和{1}年", "{0.year}-{0.month:02}"])
def test_a_year_or_month_lasts_from_its_first_day_to_its_last(form):
    change("talks", title_ja="長い会談")
    asked = form.format(today(), today().year - 2018)
    first, last = bounds(read(asked))
    before = day_begins(first) - datetime.timedelta(minutes=1)
    assert first <= today() <= last
    assert len(rows(f"?since={asked}")) == len(rows(f"?until={asked}")) == 1
    Batch.objects.filter(version=Version.objects.current().number).update(made_at=day_begins(first))
    assert len(rows(f"?since={asked}&until={asked}")) == 1
    Batch.objects.filter(version=Version.objects.current().number).update(made_at=before)
    assert rows(f"?since={asked}") == []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        *(("?since=v0", 400), ("?since=v999999", 400), ("?since=nonsense", 400)),
        *(("?until=v999999", 400), ("?colour=b", 400), ("?since=2999-01-01", 400)),
        *(("?since=../2026", 400), ("?until=../2026", 400), ("?since=2025/..", 400)),
        *(("?since=v0&since=v1", 400), ("?until=v1&until=v1", 400)),
        ("?since=2001-01-01", 409),
    ],
)
@pytest.mark.parametrize("address", [CSV, JSON])
def test_what_is_not_understood_or_not_kept_is_refused(address, query, status):
    response = get(f"{address}{query}")
    assert response.status_code == status
    assert query[1:].partition("=")[0] in response.body.decode()


def test_what_came_went_and_became_one_with_another_is_told_so():
    form = {"slug": "novel", "kind": "material", "name_ja": "新語", "name_en": "Novel"}
    apply({("subject", "novel"): Edit(form)}, Batch(via=Batch.Via.LOAD))
    [row] = rows()
    assert (row["action"], row["path"], row["entry_name_en"]) == ("added", "", "Novel")
    with batch():
        Subject.objects.get(slug="novel").delete()
    gone = rows()[-1]
    assert (gone["action"], gone["entry_key"], gone["entry_address"]) == ("removed", "novel", "")


def test_an_entry_made_one_with_another_names_that():
    forms = {
        ("subject", slug): Edit({"slug": slug, "kind": "material", "name_ja": ja, "name_en": en})
        for slug, ja, en in (("novel", "新語", "Novel"), ("newer", "新新語", "Newer"))
    }
    apply(forms, Batch(via=Batch.Via.FORM))
    version = Version.objects.current().number
    renaming = Renaming("subject", "novel", "newer")
    chosen = dict.fromkeys(join(renaming, {}).choices, "mine")
    merge_entries(join(renaming, chosen), Batch(via=Batch.Via.FORM))
    told = [row for row in rows(f"?since=v{version}") if row["entry_key"] == "novel"]
    assert [(row["action"], row["merged_into"]) for row in told] == [("merged", "newer")]


def test_an_entry_under_another_key_is_told_once_under_that():
    rename(Renaming("measure", "talks", "parley"), Batch(via=Batch.Via.FORM))
    told = [row for row in rows() if row["entry_kind"] == "measure"]
    assert {row["entry_key"] for row in told} == {"parley"}
    assert {row["action"] for row in told} == {"changed"}


def test_a_row_of_an_entry_is_told_with_its_place():
    with batch():
        row = MeasureStatus.objects.filter(measure__slug="talks").first()
        row.phrase = "話した"
        row.save()
    [told] = rows()
    assert told["path"].startswith("statuses/")
    assert told["path"].endswith("/phrase")
    assert told["after"] == "話した"


def test_nothing_of_what_is_hidden_is_told():
    """Neither of what never was seen, nor of what is seen no more, nor who wrote it."""
    change("act", title_ja=SECRET)
    change("talks", title_ja=f"{SECRET}会談")
    assert SECRET in get(CSV).body.decode()
    change("talks", published=False)
    for address in (CSV, JSON, NDJSON):
        assert SECRET not in get(address).body.decode()
    delete("act", "talks")
    [row] = rows()
    assert (row["action"], row["entry_key"], row["merged_into"]) == ("removed", "talks", "")


def test_of_what_was_hidden_its_key_and_address_are_told_and_nothing_else():
    """Who keeps a copy learns that the entry went: its page says so as well."""
    version = change("talks", title_ja=f"{SECRET}会談", title_en=f"{SECRET} talks")
    with batch(kind=Batch.Kind.CORRECTION, reason=SECRET):
        for row in Measure.objects.filter(slug__in=["talks", "act"]):
            row.published = False
            row.save()
    assert Client().get("/measures/talks/").status_code == 410
    [row] = rows(f"?since=v{version}")
    assert (row["action"], row["path"], row["entry_key"]) == ("removed", "", "talks")
    assert (row["entry_address"], row["entry_name_ja"]) == ("/measures/talks/", "talks")
    assert (row["before"], row["before_en"], row["after_ja"]) == ("", "talks", "")
    assert (row["change_kind"], row["reason"]) == ("", "")
    version = Version.objects.current().number
    for address in (f"/changes/?version={version}", "/changes.csv", "/changes/feed.atom"):
        text = get(address).body.decode()
        assert "talks" in text
        assert SECRET not in text
    assert "/v" in get("/measures.atom").body.decode()
    for address in ("/changes/?kind=correction", "/corrections/", "/corrections.csv"):
        assert "talks" not in get(address).body.decode()
    change("talks", published=True)
    assert [row["action"] for row in rows(f"?since=v{version}")] == ["added"]


def test_what_is_hidden_and_named_otherwise_then_is_told_by_the_key_that_was_seen():
    change("talks", published=False)
    rename(Renaming("measure", "talks", "parley"), Batch(via=Batch.Via.FORM))
    told = [row for row in rows() if row["entry_kind"] == "measure"]
    assert {(row["action"], row["entry_key"]) for row in told} == {("removed", "talks")}
    assert "parley" not in get(CSV).body.decode()


def test_of_what_was_withdrawn_only_that_is_told():
    change("talks", summary_ja=SECRET)
    withdraw_measure("talks")
    assert SECRET not in get(CSV).body.decode()
    [row] = rows()
    assert (row["action"], row["entry_key"]) == ("removed", "talks")


def delete(*slugs: str) -> None:
    """Delete measures, those that name others first."""
    for slug in slugs:
        Measure.objects.get(slug=slug).delete()


def withdraw_measure(slug: str) -> None:
    head = Entry.objects.get(kind="measure", key=slug)
    withdraw(head, Batch(via=Batch.Via.FORM, kind=Batch.Kind.CORRECTION, reason="誤り"))


def test_the_page_of_changes_tells_no_name_of_what_was_hidden_before_it_went():
    change("talks", title_ja=f"{SECRET}会談")
    change("talks", published=False)
    delete("act", "talks")
    assert SECRET not in get("/changes/").body.decode()


def test_the_file_is_whole_and_named_by_its_version():
    version = change("talks", title_ja="長い会談")
    response = get(CSV)
    assert response["Content-Length"] == str(len(response.body))
    assert response["ETag"].startswith('"')
    assert response["Access-Control-Allow-Origin"] == "*"
    assert f"until-v{version}" in response["Content-Disposition"]
    part = get(CSV, range="bytes=0-6")
    assert (part.status_code, part.body) == (206, b"version")


@pytest.mark.parametrize("address", [JSON, NDJSON, "/data/index.json", "/measures.json"])
def test_what_can_only_be_read_says_so_as_a_problem(address):
    response = Client().post(address)
    assert response.status_code == 405
    assert response["Content-Type"] == "application/problem+json"
    assert response["Allow"]


def test_a_problem_repeats_neither_its_title_nor_a_long_address():
    told = json.loads(get(f"/measures/{'x' * 3000}.json").body)
    assert told["status"] == 404
    assert told.get("detail") != told["title"]
    told = json.loads(get(f"{JSON}?since={'あ' * 2000}").body)
    assert len(told["instance"]) <= 200
    assert not told["instance"][-2:].startswith("%")
    assert not told["instance"].endswith("%")
