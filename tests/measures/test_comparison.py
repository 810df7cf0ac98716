"""Measures, controls and programmes side by side: what differs, what is shared, what is refused."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext

from measures.compare.comparison import (
    budget_comparison,
    compared,
    control_comparison,
    measure_comparison,
)
from measures.facts import Fact, FactValue
from measures.loading import load_for_comparison
from measures.models import BudgetLine, Measure
from tests.entries import Maker, Vocabulary, everything, measure
from tests.markup import Page, common_faults

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]


def chosen(*slugs: str) -> list[Measure]:
    """Published measures with all their rows, in this order."""
    found = {each.slug: each for each in Measure.objects.published().chosen(slugs)}
    return load_for_comparison([found[slug] for slug in slugs])


def row_of(rows, name: str):
    """The row of a fact."""
    return next(row for row in rows if str(row.name) == gettext(name))


def names_of(cell) -> list[str]:
    """What a cell says."""
    return [item.words for item in cell.items]


def test_rows_differ_where_any_entry_says_something_else():
    one, two = chosen("espa-2022", "espa-amendment-2026")
    said = {one.pk: ["a", "b"], two.pk: ["b", "c"]}
    facts = [
        Fact("kind", lambda entry: [FactValue("law")]),
        Fact("subjects", lambda entry: [FactValue(word) for word in said[entry.pk]]),
        Fact("silent", lambda entry: []),
    ]
    same, other = compared([one, two], facts)
    assert (same.name, same.differs) == ("kind", False)
    assert not any(item.shared for cell in same.cells for item in cell.items)
    assert (other.name, other.differs) == ("subjects", True)
    shared = [[item.words for item in cell.items if item.shared] for cell in other.cells]
    assert shared == [["b"], ["b"]]


def test_the_same_values_in_another_order_are_the_same():
    one, two = chosen("espa-2022", "espa-amendment-2026")
    said = {one.pk: ["a", "b"], two.pk: ["b", "a"]}
    (row,) = compared([one, two], [Fact("x", lambda entry: map(FactValue, said[entry.pk]))])
    assert not row.differs


def test_marked_is_what_all_answer_and_not_the_same():
    one, two = chosen("espa-2022", "espa-amendment-2026")
    facts = {
        "other": Fact("other", lambda entry: [FactValue(entry.slug)]),
        "same": Fact("same", lambda entry: [FactValue("law")]),
        "partial": Fact("partial", lambda entry: [FactValue("x")] if entry is one else []),
        "own": Fact("own", lambda entry: [FactValue(entry.slug)], own=True),
    }
    rows = compared([one, two], facts.values())
    assert [row.name for row in rows if row.marked] == ["other"]
    assert [row.name for row in rows if not row.differs] == ["same"]


def test_a_status_is_the_same_whatever_day_its_source_tells_it_of():
    rows = measure_comparison(chosen("osa", "espa-2022"))
    row = row_of(rows, "Status")
    assert len({item.note for cell in row.cells for item in cell.items}) == 2
    assert not row.differs


def test_provisions_are_compared_by_what_they_say():
    like = row_of(measure_comparison(chosen("espa-2022", "espa-amendment-2026")), "Provisions")
    (amendment,) = chosen("espa-amendment-2026")
    tops = [row for row in amendment.provisions.all() if not row.parent_id]
    assert names_of(like.cells[1])[: len(tops)] == [row.heading or row.text for row in tops][:12]
    assert like.cells[1].items[0].note == tops[0].text
    assert not like.note
    unlike = row_of(measure_comparison(chosen("espa-2022", "osa")), "Provisions")
    assert "種別が異なる" in unlike.note


def test_the_title_names_what_is_compared(client):
    page = Page(client.get("/compare/?measure=osa&measure=espa-2022").content.decode())
    named = "政府安全保障能力強化支援（OSA）と経済安全保障推進法の比較"
    assert page.text("h1") == named
    assert named in page.text("title")


def test_every_value_of_a_measure_says_where_it_was_read():
    rows = measure_comparison(chosen("espa-2022", "supply-chain-budget", "osa"))
    for row in rows:
        for item in (item for cell in row.cells for item in cell.items):
            assert item.row or item.section or "#" in item.address, (row.name, item.words)


def test_a_measure_is_compared_by_its_own_rows():
    one, two = chosen("espa-2022", "supply-chain-budget")
    row = row_of(measure_comparison([one, two]), "Subjects")
    alone = Measure.objects.get(slug="supply-chain-budget").subjects.order_by("position", "pk")
    assert names_of(row.cells[1]) == [str(each.subject) for each in alone]


def test_controls_tell_who_towards_whom_and_since_when():
    rows = control_comparison(chosen("cn-antimony-2024-09", "cn-graphite-2023-12"))
    for name in ("Directed at", "Effect", "Effective"):
        assert row_of(rows, name)
    assert not row_of(rows, "Imposed by").differs
    assert row_of(rows, "Controlled items").differs


def test_what_suspends_a_control_is_named_only_when_visitors_may_see_it():
    maker = Maker("pair", "語")
    words = Vocabulary(maker, 1)
    pair = [measure(maker, words), measure(maker, words)]
    hidden = measure(Maker("secret", "ひそかな語"), words, published=False)
    for control, event in ((pair[0].export_control, hidden), (pair[1].export_control, pair[1])):
        control.suspended_by = event
        control.save()
    rows = control_comparison(chosen(*(each.slug for each in pair)))
    told = [item.words for row in rows for cell in row.cells for item in cell.items]
    assert hidden.title not in told
    assert pair[1].title in told, "what suspends the other is open to all"


def test_programmes_stand_year_by_year_and_stage_by_stage():
    rows = budget_comparison(chosen("supply-chain-budget", "osa"))
    supply, osa = chosen("supply-chain-budget", "osa")
    printed = [
        item.words
        for row in rows
        for item in row.cells[0].items
        if item.row and item.row in supply.printed_totals.all()
    ]
    assert "2兆5,643億円" in printed
    names = [str(row.name) for row in rows]
    assert len(names) == len(set(names)), "each year and stage has one row"
    lines = [line for line in osa.budget_lines.all() if line.is_added]
    found = [item.row for row in rows for item in row.cells[1].items]
    assert {line.pk for line in lines} <= {
        each.pk for each in found if isinstance(each, BudgetLine)
    }


def test_computed_sums_of_a_programme_say_so_and_cross_no_stage():
    (supply,) = chosen("supply-chain-budget")
    rows = budget_comparison([supply, *chosen("osa")])
    computed = [
        (str(row.name), item)
        for row in rows
        for item in row.cells[0].items
        if "件" in item.note or "computed" in item.note
    ]
    assert computed
    for _name, item in computed:
        assert item.row is None
        assert "stage=" in item.address
        assert "fiscal_year=" in item.address


@pytest.mark.parametrize("question", ["measure", "control", "budget"])
def test_a_comparison_asks_at_most_twelve_questions(client, question):
    _words, found = everything("many", "たくさんの語", 3)
    query = "&".join(f"{question}={each.slug}" for each in found[:4])
    client.get("/compare/")
    with CaptureQueriesContext(connection) as captured:
        response = client.get(f"/compare/?{query}")
    assert response.status_code == 200
    assert len(captured) <= 12


def test_a_comparison_marks_what_differs_in_words(client):
    page = Page(
        client.get("/compare/?measure=espa-2022&measure=espa-amendment-2026").content.decode()
    )
    assert common_faults(page) == []
    heads = [link.attrs["href"] for link in page.links]
    assert "/measures/espa-2022/" in heads
    tinted = page.all("tr", **{"class": "compare__differs"})
    tags = page.all("span", **{"class": "tag tag--differs"})
    assert len(tinted) == len(tags) > 0


def test_only_what_differs_is_shown_on_demand(client):
    address = "/compare/?measure=espa-2022&measure=espa-amendment-2026"
    every = client.get(address).context["rows"]
    only = client.get(f"{address}&only=differences").context["rows"]
    assert [row.name for row in only] == [row.name for row in every if row.differs]
    assert 0 < len(only) < len(every)


REFUSED = {
    "measure=espa-2022": "1",
    "&".join(f"measure={slug}" for slug in "abcde"): "5",
    "measure=espa-2022&measure=no-such-measure": "no-such-measure",
    "measure=espa-2022&control=cn-graphite-2023-12": "measure, control",
    "control=espa-2022&control=cn-graphite-2023-12": "espa-2022",
    "budget=espa-2022&budget=osa": "espa-2022",
    "measure=espa-2022&measure=espa-2022": "1",
    "measure=espa-2022&measure=osa&colour=blue": "colour",
    "measure=espa-2022&measure=osa&only=everything": "only=everything",
    "measure=%00&measure=%E8%AA%9E": "語",
}


@pytest.mark.parametrize(("query", "named"), REFUSED.items())
def test_what_cannot_be_compared_is_named_and_kept(client, read_only, query, named):
    response = client.get(f"/compare/?{query}")
    text = response.content.decode()
    assert response.status_code == 400
    page = Page(text)
    assert common_faults(page) == []
    faults = html.unescape(
        re.search(r'<ul class="error-page__list"[^>]*>(.*?)</ul>', text, re.S)[1]
    )
    assert named in faults
    ticked = {each.attrs["value"] for each in page.all("input", type="checkbox", checked="")}
    asked = set(re.findall(r"=([a-z0-9-]+)", query.partition("&colour")[0]))
    known = set(Measure.objects.filter(slug__in=asked).values_list("slug", flat=True))
    assert ticked >= known, "nothing that was chosen is lost"


def test_without_a_choice_the_page_says_how_to_choose(client, read_only):
    response = client.get("/compare/")
    assert response.status_code == 200
    page = Page(response.content.decode())
    values = {
        name: {each.attrs["value"] for each in page.all("input", name=name)}
        for name in ("control", "budget")
    }
    assert "cn-graphite-2023-12" in values["control"]
    assert "supply-chain-budget" in values["budget"]


def test_an_unpublished_measure_cannot_be_compared(client):
    words = Vocabulary(Maker("open", "公開の語"), 1)
    hidden = measure(Maker("secret", "ひそかな語"), words, published=False)
    text = client.get(f"/compare/?measure=espa-2022&measure={hidden.slug}").content.decode()
    assert "ひそかな語" not in text


def test_the_list_of_measures_leads_to_both(client):
    page = Page(client.get("/measures/?kind=law").content.decode())
    (form,) = page.all("form", **{"class": "choose"})
    assert (form.attrs["action"], form.attrs["method"]) == ("/compare/", "get")
    elsewhere = [each.attrs.get("formaction", "") for each in page.all("button")]
    # The buttons beside what is ticked lead to a place on the list itself.
    assert [each for each in elsewhere if each and not each.startswith("/measures/")] == ["/brief/"]
    boxes = page.all("input", name="measure", type="checkbox")
    assert len(boxes) == Measure.objects.published().filter(kind="law").count()


def test_each_difference_between_sources_stands_once_with_its_sides_beside_each_other(client):
    page = Page(client.get("/discrepancies/").content.decode())
    assert common_faults(page) == []
    shown = client.get("/discrepancies/").context["differences"]
    keys = [(each.first["c_entry_address"], each.first["c_topic"]) for each in shown]
    assert len(keys) == len(set(keys))
    sides = page.all("div", **{"class": "sides__one"})
    assert len(sides) == sum(len(each.statements) for each in shown) == 50
    assert len(page.all("div", **{"class": "sides"})) == len(shown)
