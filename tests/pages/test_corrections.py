"""Readers see what was corrected, who pointed it out, and what independent readings found."""

import csv
import io

import pytest
from django.urls import reverse

from measures.models import Measure
from policies.models import Proofreading
from portal.record.models import Batch
from portal.remarks.models import Remark
from tests.asking import queries
from tests.markup import Page, common_faults
from tests.pages.test_changes import change

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def corrected() -> Batch:
    """A measure of which one change is a correction, and a correction that nobody sees."""
    change("talks", title_ja="別の会談")
    change("act", kind=Batch.Kind.CORRECTION, title_ja="秘匿ズンダ措置")
    change("talks", kind=Batch.Kind.CORRECTION, summary_ja="長く話した。")
    return Batch.objects.latest("pk")


def lines(client, address: str) -> list[list[str]]:
    text = b"".join(client.get(address)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("address", ["/corrections/", "/en/corrections/"])
def test_corrections_alone_are_told(client, corrected, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert "長く話した。" in answer.text
    assert "ズンダ" not in answer.text
    assert answer.text.count('class="section change"') == 1
    assert common_faults(Page(answer.text)) == []


@pytest.mark.parametrize(
    ("origin", "words"), [("reader", "読者"), ("division", "所管課"), (None, "編集")]
)
def test_who_pointed_it_out_is_told_in_one_word(client, corrected, origin, words):
    if origin:
        Remark.objects.create(
            origin=origin,
            row_kind="measures.measure",
            row=1,
            made_on="2026-04-01",
            text="秘密の文面",
            state="taken",
            batch=corrected,
        )
    text = client.get("/corrections/").text
    assert f"指摘した人：{words}" in text
    assert "秘密の文面" not in text
    header, line = lines(client, "/corrections.csv")
    assert dict(zip(header, line, strict=True))["pointed_out_by"] == words


def test_the_measured_mistakes_stand_above(client):
    Proofreading.objects.create(
        slug="second", day="2026-05-01", rows=100, wrong=1, imprecise=7, how_ja="引いた", how_en="D"
    )
    header, second, first = lines(client, "/proofreadings.csv")
    assert header[:6] == ["name", "day", "rows", "wrong", "imprecise", "right"]
    assert second[:6] == ["second", "2026-05-01", "100", "1", "7", "92"]
    assert first[0] == "first"
    assert "引いた" in client.get("/corrections/").text


def test_a_question_that_cannot_be_read_is_named(client):
    for address in ("/corrections/?kind=world", "/corrections.csv?since=never"):
        assert client.get(address).status_code == 400
    assert client.get("/corrections/?page=7").status_code == 404


def test_what_is_withdrawn_is_corrected_nowhere(client, corrected):
    hidden = Measure.objects.get(slug="talks")
    hidden.published = False
    hidden.save()
    assert "長く話した。" not in client.get("/corrections/").text


@pytest.mark.parametrize("name", ["corrections", "corrections-csv"])
def test_one_correction_and_many_need_as_many_queries(client, corrected, name):
    queries(client, reverse(name))  # what a process keeps of a version is read with the first
    one = queries(client, reverse(name))
    for number in range(5):
        change("talks", kind=Batch.Kind.CORRECTION, summary_ja=f"{number}日話した。")
    queries(client, reverse(name))
    assert queries(client, reverse(name)) == one


def test_readings_of_one_day_stand_in_the_order_of_their_numbers():
    for number in (9, 10, 1):
        Proofreading.objects.create(
            slug=f"draw-{number}",
            day="2026-04-01",
            rows=100,
            wrong=0,
            imprecise=0,
            how_ja="無作為",
            how_en="at random",
        )
    told = [each.slug for each in Proofreading.objects.newest() if each.how_ja == "無作為"]
    assert told == ["draw-10", "draw-9", "draw-1"]
