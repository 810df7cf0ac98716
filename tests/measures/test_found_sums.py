"""What the lines that a list of budgets has found add up to, or why no sum is made."""

import re
from urllib.parse import urlencode, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from measures.charts.found import FoundSums
from measures.models import BudgetLine
from measures.models.budget import ADDED
from portal.changes.tracking import one_version
from portal.pages.lists import LISTS
from tests.list_requests import list_request
from tests.measures.making import Maker

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.bundled]

MAIN = "supply-chain-budget"
LISTING = next(listing for listing in LISTS if listing.name == "budgets")


def sums(**asked) -> FoundSums:
    """What the lines found for some conditions add up to."""
    found = list_request(LISTING, f"/budgets/?{urlencode(asked, doseq=True)}")
    assert found.faults == []
    return FoundSums(found)


def text_of(client, query: str) -> str:
    """The words of the page of budgets for a query."""
    text = client.get(f"/budgets/?{query}").content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text))


def test_supplementary_budgets_for_storage_batteries_have_a_sum(client):
    found = sums(stage="supplementary", subject="storage-batteries")
    assert sorted(line.amount // 10**8 for line in found.table.lines) == [1778, 2658, 3316]
    assert found.total.computed == 7752
    # The source prints no total of these three.
    assert found.total.total is None
    assert found.totals == []
    text = text_of(client, "stage=supplementary&subject=storage-batteries")
    assert "3件の合計（当サイトの計算） 7,752億円" in text
    for part in ("1,778億円", "2,658億円", "3,316億円"):
        assert part in text
    assert (
        '<svg class="chart'
        in client.get("/budgets/?stage=supplementary&subject=storage-batteries").content.decode()
    )


def test_a_subject_has_its_sum_beside_the_printed_total(client):
    found = sums(subject="storage-batteries")
    assert found.total.computed == 10052
    assert found.total.total.printed == "1兆52億円"
    assert found.total.difference == 0
    text = text_of(client, "subject=storage-batteries")
    assert "4件の合計（当サイトの計算） 1兆52億円" in text
    assert "印字の合計 1兆52億円" in text


def test_a_programme_keeps_its_reconciliation(client):
    found = sums(measure=MAIN)
    measure = found.measure
    whole = {total.pk for total in measure.printed_totals.all()}
    assert {total.pk for total in found.totals} == whole
    # The two differences that the page without conditions explains.
    assert found.total.computed == 25628
    assert found.total.difference == 15
    text = text_of(client, f"measure={MAIN}")
    assert "＋15" in text
    assert "印字との突合" in text


def test_a_total_is_held_against_all_its_lines_alone():
    """With a part of its lines asked for, a printed total checks nothing."""
    found = sums(measure=MAIN, fiscal_year=2025, stage="supplementary")
    printed = {total.printed for total in found.totals}
    assert {"1,692億円", "約1,692億円"} <= printed
    assert "2兆5,643億円" not in printed
    assert found.total.total.printed == "1,692億円"
    assert found.total.difference == -1


def test_about_stays_about_and_what_is_not_added_is_said(client):
    found = sums(measure="osa")
    assert found.total.computed_in_words == "約150億円"
    assert found.outside_count == 1
    text = text_of(client, "measure=osa")
    assert "ほかに1件は合計に含めていません" in text
    line = BudgetLine.objects.get(measure__slug="osa", fiscal_year=2026)
    assert line.not_added_ja in text
    asked = list_request(LISTING, found.outside_address)
    assert [row.pk for row in asked.queryset] == [line.pk]


def test_several_programmes_are_not_added_to_one_sum(client):
    found = sums(added="yes")
    assert found.table is None
    assert len(found.programmes) > 1
    for each in found.programmes:
        rows = list_request(LISTING, each.address).queryset
        assert {row.measure.slug for row in rows} == {each.slug}
        assert len(rows) == each.added
    text = text_of(client, "added=yes")
    assert "全体の合計はしません。" in text
    assert "2兆5,628億円" in text
    assert "約150億円" in text


def test_lines_that_may_not_be_added_say_so(client):
    text = text_of(client, "added=no")
    assert "合計しません。 いずれも" in text


@pytest.mark.parametrize(
    "asked",
    [
        {"subject": "ship-parts"},
        {"subject": "ship-parts", "subject_only": "1"},
        {"ministry": "mhlw"},
        {"ministry": "meti", "fiscal_year": ["2024", "2025"]},
        {"source": "meti-2026-04", "measure": MAIN, "stage": "initial"},
        {"q": "半導体"},
    ],
    ids=str,
)
def test_every_figure_of_the_table_leads_to_exactly_its_lines(asked):
    found = sums(**asked)
    rows = set(list_request(LISTING, f"/?{urlencode(asked, doseq=True)}").filterset.found)
    added = BudgetLine.objects.filter(ADDED, pk__in=rows)
    if found.table is None:
        assert len({line.measure_id for line in added}) != 1
        return
    assert found.total.computed * 10**8 == sum(line.amount for line in added)
    cells = [cell for row in found.table.rows for cell in (*row.cells, row.check.cell)]
    cells += [check.cell for check in found.table.column_checks]
    assert cells
    for cell in cells:
        if cell.address:
            lines = list_request(LISTING, cell.address).queryset
            assert {line.pk for line in lines} <= rows
            assert sum(line.amount for line in lines) == cell.amount * 10**8


def test_one_amount_at_several_stages_is_not_added_twice(client):
    maker = Maker()
    with one_version():
        measure = maker.measure("test-stages")
        subject = maker.subject(1)
        maker.line(measure, 50, stage="initial-draft", subject=subject)
        maker.line(measure, 60, stage="initial", subject=subject)
        maker.line(measure, 7, stage="supplementary", subject=subject)
    found = sums(measure="test-stages")
    assert {line.stage for line in found.twice} == {"initial-draft", "initial"}
    assert found.table is None
    text = text_of(client, "measure=test-stages")
    assert "合計しません。 同じ金額が、予算の複数の段階で" in text
    # With a supplementary budget alone besides, nothing is there twice.
    found = sums(measure="test-stages", stage=["initial", "supplementary"])
    assert found.total.computed == 67


def test_the_sum_stays_on_further_pages_and_in_english(client):
    with translation.override("en"):
        text = client.get(f"/en/budgets/?measure={MAIN}&page=2").content.decode()
    assert "JPY 2.5628 trillion" in text
    assert '<svg class="chart' not in text


def test_the_page_asks_few_questions(client):
    address = f"/budgets/?measure={MAIN}"
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    assert len(captured) <= 12, [each["sql"][:120] for each in captured]


@pytest.mark.parametrize("listing", ["printed-totals", "targets", "data-points"])
def test_other_lists_of_amounts_say_why_no_sum_is_made(client, listing):
    found = next(each for each in LISTS if each.name == listing)
    with translation.override("ja"):
        remark = str(found.remark)
    assert remark
    assert remark in client.get(urlsplit(f"/{listing}/").path).content.decode()
