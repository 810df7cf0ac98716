"""Two documents side by side: what both tell, what only one tells, and what became of it."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from measures.compare.documents import DocumentsCompared, Said, SaidByBoth
from measures.models import Citation, Measure, MeasureStatus
from policies.models import Organisation, Section, SourceDocument
from tests.markup import Page, common_faults

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def later():
    """A second document that tells of the talks otherwise."""
    document = SourceDocument.objects.create(
        slug="later", publisher=Organisation.objects.first(), title_ja="後の資料", title_en="Later",
        short_name_ja="後", short_name_en="Later", date="2030-01", sha256="0" * 64,
    )  # fmt: skip
    section = Section.objects.create(document=document, code="1", heading="題", title_en="One")
    talks = Measure.objects.get(slug="talks")
    same = {"measure": talks, "section": section, "phrase": "語"}
    Citation.objects.create(supports=["title"], **same)
    MeasureStatus.objects.create(value="ended", as_of="2030-01", **same)
    return document


@pytest.fixture
def compared(later):
    return DocumentsCompared(later, SourceDocument.objects.get(slug="paper"))


def test_the_earlier_stands_first_whatever_the_order(compared):
    assert (compared.earlier.slug, compared.later.slug) == ("paper", "later")


def test_what_both_tell_stands_side_by_side(compared):
    [told] = compared.both
    assert told.measure.slug == "talks"
    [status] = [aspect for aspect in told.aspects if aspect.earlier and aspect.later]
    assert [said.row.value for said in status.earlier] == ["held"]
    assert [said.row.value for said in status.later] == ["ended"]
    assert status.differs


def test_what_is_said_alike_does_not_differ():
    row = MeasureStatus.objects.first()
    alike = SaidByBoth("状態", [Said("開催", row)], [Said("開催", row), Said("開催", row)])
    assert not alike.differs
    assert SaidByBoth("状態", [Said("開催", row)], []).differs


def test_what_only_one_tells_is_listed_with_it(compared):
    Measure.objects.filter(slug="act").update(published=True)
    assert [measure.slug for measure in compared.only_earlier] == ["act"]
    assert compared.only_later == []


def test_what_visitors_may_not_see_is_in_neither(compared):
    Measure.objects.update(published=False)
    assert (compared.both, compared.only_earlier, compared.only_later) == ([], [], [])


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_is_sound_and_its_csv_holds_the_same(client, later, prefix):
    asked = "?earlier=paper&later=later"
    response = client.get(f"{prefix}/documents-compared/{asked}")
    assert response.status_code == 200
    assert common_faults(Page(response.content.decode())) == []
    answer = client.get(f"{prefix}/documents-compared.csv{asked}")
    assert answer["Content-Type"].startswith("text/csv")
    assert "attachment" in answer["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert len(rows) == 1 + sum(1 for _row in response.context["compared"].rows()) > 2
    assert {len(row) for row in rows} == {10}


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("earlier=paper&later=nowhere", "nowhere"),
        ("earlier=paper&later=paper", "異なる2つの資料"),
        ("earlier=paper", "異なる2つの資料"),
        ("first=paper", "first"),
    ],
)
def test_a_choice_that_cannot_be_shown_is_refused_in_words(client, later, query, words):
    for path in ("/documents-compared/", "/documents-compared.csv"):
        response = client.get(f"{path}?{query}")
        assert response.status_code == 400
        assert words in response.content.decode()
    assert client.get("/documents-compared/").status_code == 200
    assert client.get("/documents-compared.csv").status_code == 400


@pytest.mark.bundled
@pytest.mark.both
def test_known_changes_between_two_years_stand_side_by_side(client):
    """The designated goods went from 11 to 16; the security clearance became a law."""
    asked = "?earlier=meti-2024-02&later=meti-2026-04"
    with CaptureQueriesContext(connection) as asked_of:
        text = client.get(f"/documents-compared/{asked}").content.decode()
    assert len(asked_of) <= 16
    assert "特定重要物資" in text
    rows = client.get(f"/documents-compared.csv{asked}").content.decode("utf-8-sig")
    assert "espa-2022" in rows
