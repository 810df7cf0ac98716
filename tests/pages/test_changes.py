"""Readers see what was changed, when and why, and never what was not for them."""

import csv
import io
import re

import pytest
from django.urls import reverse

from measures.models import Measure
from portal.changes.models import Version
from portal.record.joining import join, merge_entries
from portal.record.models import Batch, Entry
from portal.record.moving import Renaming
from portal.record.revising import batch
from portal.record.withdrawing import withdraw
from tests.markup import Page, common_faults

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def change(slug: str, kind: str = Batch.Kind.WORLD, **values) -> None:
    """One change of a measure."""
    with batch(kind=kind, reason="施行された"):
        row = Measure.objects.get(slug=slug)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()


@pytest.fixture
def changed():
    """A measure that was changed twice, and one that nobody sees."""
    change("talks", title_ja="長い会談")
    change("talks", kind=Batch.Kind.CORRECTION, summary_ja="長く話した。")
    change("act", title_ja="秘匿ズンダ措置")


ADDRESSES = ["/changes/", "/en/changes/", "/measures/talks/changes/", "/en/measures/talks/changes/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_pages_tell_values_before_and_after(client, changed, address):
    answer = client.get(address)
    assert answer.status_code == 200
    for words in ("長い会談", "会って話した。", "長く話した。", "施行された"):
        assert words in answer.text
    assert common_faults(Page(answer.text)) == []


def test_nothing_of_what_is_hidden_is_met(client, changed):
    """Not in pages, not in the CSV, not by its address."""
    for address in [*ADDRESSES, "/changes.csv", "/changes/?document=paper"]:
        answer = client.get(address)
        text = b"".join(answer).decode() if answer.streaming else answer.text
        assert "ズンダ" not in text, address
        assert "/act/" not in text, address
    assert client.get("/measures/act/changes/").status_code == 404


def test_the_latest_change_comes_first(client, changed):
    text = client.get("/changes/").text
    assert text.index("長く話した。") < text.index("長い会談", text.index("<table"))


def test_changes_are_asked_for_by_kind_document_and_day(client, changed):
    def found(query: str) -> int:
        return client.get(f"/changes/?{query}").text.count('class="section change"')

    assert found("") == 2
    assert found("kind=world") == found("kind=source-correction") == 1
    assert found("kind=editorial") == 0
    assert found("document=paper") == 2
    assert found("since=2020-01-01") == 2
    assert found("until=2020-01-01") == 0


@pytest.mark.parametrize(
    "query", ["kind=nonsense", "document=none", "since=x", "until=2026-13-01", "page=0", "colour=b"]
)
@pytest.mark.parametrize("address", ["/changes/", "/changes.csv"])
def test_what_is_not_understood_is_refused(client, address, query):
    answer = client.get(f"{address}?{query}")
    assert answer.status_code == 400
    assert client.get("/changes/?page=9").status_code == 404


def lines(client, address: str) -> list[dict]:
    """The lines of a CSV."""
    text = b"".join(client.get(address)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_csv_has_a_line_for_each_difference(client, changed):
    [line] = lines(client, "/changes.csv?kind=world")
    assert (line["entry"], line["before"], line["after"]) == ("長い会談", "会談", "長い会談")
    assert line["url"] == "http://testserver/measures/talks/changes/"


def test_no_cell_is_a_formula(client):
    with batch(reason="=1+1"):
        row = Measure.objects.get(slug="talks")
        row.title_ja = "長い会談"
        row.save()
    assert lines(client, "/changes.csv")[0]["reason"] == "'=1+1"


def test_a_deleted_entry_is_told_by_its_name(client):
    """Its page of changes is gone with it."""
    Measure.objects.get(slug="act").delete()
    with batch(reason="二重の登録"):
        Measure.objects.get(slug="talks").delete()
    text = client.get("/changes/").text
    assert "二重の登録" in text
    assert reverse("measure-changes", args=["talks"]) not in text


def test_the_page_of_a_measure_leads_to_its_changes(client):
    address = reverse("measure-changes", args=["talks"])
    assert f'href="{address}"' in client.get(reverse("measure", args=["talks"])).text


def test_a_row_that_went_is_a_list_of_what_it_said(client):
    """The labels with their values, and no code; an amount with its currency."""
    measure = Measure.objects.get(slug="talks")
    section = measure.citations.get().section
    line = {"code": "own-code", "amount": 177_800_000_000, "printed": "1,778億円"}
    line |= {"fiscal_year": 2024, "stage": "initial", "section": section, "phrase": "会談"}
    with batch(reason="予算"):
        measure.budget_lines.create(**line)
    with batch(reason="重複"):
        measure.budget_lines.all().delete()
    for address in ADDRESSES:
        text = client.get(address).text
        amount = "JPY 177.8 billion (JPY 177,800,000,000)"
        amount = amount if "/en/" in address else "1,778億円（177,800,000,000円）"
        assert text.count(f"<dd>{amount}</dd>") == text.count('<dl class="row-told">') == 2
        assert "own-code" not in text
        assert common_faults(Page(text)) == []


def test_how_an_entry_went_is_said(client):
    """Deleted, withdrawn and made one with another are three things, also in the CSV."""
    renaming = Renaming("organisation", "bureau", "ministry")
    chosen = dict.fromkeys(join(renaming, {}).choices, "mine")
    merge_entries(join(renaming, chosen), Batch(via=Batch.Via.MERGE, kind=Batch.Kind.EDITORIAL))
    said = Batch(via=Batch.Via.FORM, kind=Batch.Kind.CORRECTION, reason="誤り")
    withdraw(Entry.objects.get(kind="measure", key="talks"), said)
    page = re.sub(r"\s+", " ", client.get("/en/changes/").text)
    assert "<div>Withdrawn</div>" in page
    assert 'Made one with another entry: <a href="/en/organisations/ministry/">Ministry</a>' in page
    assert "Deleted" not in page
    deeds = {line["entry"]: line["action"] for line in lines(client, "/en/changes.csv")}
    assert deeds["Talks"] == "Withdrawn"
    assert deeds["Bureau"] == "Made one with another entry"


def test_a_revision_is_of_an_entry_and_a_version_of_the_record(client, changed):
    """Each has a word of its own: who types that of a page of changes gets nothing else."""
    assert "第2版" in client.get("/measures/talks/changes/").text
    assert "Revision 2" in client.get("/en/measures/talks/changes/").text
    assert client.get("/measures/talks/changes/?as_of=第2版").status_code == 400
    number = Version.objects.current().number
    answer = client.get(f"/measures/talks/changes/?as_of=収録版{number}", follow=True)
    assert f"収録版{number}に収録していた内容" in answer.text
    answer = client.get(f"/en/measures/talks/changes/?as_of=v{number}")
    assert f"What version {number} of the record held." in answer.text


@pytest.mark.parametrize(
    "address",
    [
        "/sources/paper/changes/",
        "/partners/aa/changes/",
        "/subjects/metals/changes/",
        "/organisations/ministry/changes/",
        "/issues/shortage/changes/",
        "/indicators/output/changes/",
        "/pillars/plan/changes/",
    ],
)
def test_every_kind_with_pages_has_one_of_changes(client, address):
    assert client.get(address).status_code == 200
    assert client.get(address.replace("/changes/", "-x/changes/")).status_code == 404
