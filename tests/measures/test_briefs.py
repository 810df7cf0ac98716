"""Briefs: the sources numbered through, several measures as one, citations to copy."""

import html
import re

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from measures.compare import briefs
from measures.compare.briefs import FEW, Brief
from measures.loading import load_for_comparison, load_for_page
from measures.models import Measure
from measures.numbered_sources import NumberedSources, sections_of
from policies.citations import cite
from policies.models import Section
from tests.entries import everything
from tests.markup import Page, common_faults

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]

REQUEST = RequestFactory().get("/")
LONGEST = ("supply-chain-budget", "industry-base-action-plan", "espa-amendment-2026", "usmca")


def numbers_of(text: str) -> tuple[set[str], list[str]]:
    """The numbers that stand at values, and those in the list of sources, as printed."""
    marks = set(re.findall(r'source-mark__number" aria-hidden="true">\[(\d+)\]', text))
    return marks, re.findall(r'numbered-sources__number">\[(\d+)\]', text)


@pytest.mark.parametrize("slug", LONGEST)
def test_every_mark_on_the_page_of_a_measure_has_a_number_in_its_list(client, slug):
    text = client.get(f"/measures/{slug}/").content.decode()
    marks, listed = numbers_of(text)
    assert listed == [str(number) for number in range(1, len(listed) + 1)]
    assert marks <= set(listed)
    signs = len(re.findall(r'class="source-mark[ "]', text))
    assert signs == len(re.findall(r'class="source-mark__number"', text)) > 0


def test_sources_are_numbered_in_the_order_they_are_met():
    measure = load_for_page(Measure.objects.for_detail().get(slug="espa-amendment-2026"))
    numbered = NumberedSources(REQUEST, [measure])
    met = list(dict.fromkeys(section.pk for section in sections_of(measure)))
    assert [source.section.pk for source in numbered] == met
    assert [source.number for source in numbered] == list(range(1, len(met) + 1))
    assert numbered.number(measure.statuses.all()[0].section) == 1
    assert numbered.number(Section.objects.exclude(pk__in=met).first()) is None


def test_a_numbered_source_names_publisher_document_date_heading_and_address():
    measure = load_for_page(Measure.objects.for_detail().get(slug="espa-amendment-2026"))
    for source in NumberedSources(REQUEST, [measure]):
        document = source.section.document
        parts = (document.publisher, document.title, document.date_in_words, source.section.heading)
        for part in (*parts, source.section.get_absolute_url()):
            assert str(part) in source.text
        assert source.text == cite(REQUEST, source.section, document)


def test_a_page_cites_a_document_as_it_is_called_now(client):
    measure = Measure.objects.get(slug="espa-amendment-2026")
    document = measure.citations.first().section.document
    for title in (document.title_ja, "改められた題名"):
        document.title_ja = title
        document.save()
        text = client.get(measure.get_absolute_url()).content.decode()
        [row] = re.findall(r'numbered-sources__number">\[1\].*?</p>', text, re.DOTALL)
        assert f"『{title}』" in row


def test_a_date_that_is_inferred_says_so():
    inferred = Section.objects.filter(document__date_inferred=True).first()
    plain = Section.objects.filter(document__date_inferred=False).first()
    said = [cite(REQUEST, section, section.document) for section in (inferred, plain)]
    assert ["(inferred)" in text or "（推定）" in text for text in said] == [True, False]


def test_a_figure_is_cited_with_the_address_of_its_row(client):
    text = html.unescape(client.get("/measures/supply-chain-budget/").content.decode())
    total = Measure.objects.get(slug="supply-chain-budget").printed_totals.first()
    assert f'href="{total.cite_address}"' in text
    assert f'id="{total.anchor}"' in text
    page = html.unescape(client.get(total.cite_address).content.decode())
    [cited] = re.findall(r'class="citation-box">(.*?)</p>', page)
    assert f"http://testserver{total.get_absolute_url()}" in cited
    assert total.printed in cited


def test_a_section_has_a_citation_to_copy(client):
    section = Section.objects.select_related("document__publisher").first()
    text = html.unescape(client.get(section.get_absolute_url()).content.decode())
    assert f"http://testserver{section.get_absolute_url()}" in text
    (cited,) = re.findall(r'class="citation-box">(.*?)</p>', text)
    assert section.heading in cited
    assert str(section.document.publisher) in cited


def test_several_measures_become_one_brief_in_the_order_chosen(client):
    page = client.get("/brief/?" + "&".join(f"measure={slug}" for slug in LONGEST))
    text = page.content.decode()
    assert common_faults(Page(text)) == []
    places = [text.index(f'<article class="section brief-entry" id="{slug}"') for slug in LONGEST]
    assert places == sorted(places)
    marks, listed = numbers_of(text)
    assert marks <= set(listed)
    assert listed == [str(number) for number in range(1, len(listed) + 1)]
    for slug in LONGEST:
        assert f"http://testserver/measures/{slug}/" in text


def test_a_brief_holds_what_a_measure_has(client):
    (measure,) = load_for_comparison(list(Measure.objects.chosen(["espa-amendment-2026"])))
    text = html.unescape(client.get("/brief/?measure=espa-amendment-2026").content.decode())
    told = [measure.title, measure.summary]
    told += [row.heading for row in measure.provisions.all() if not row.parent_id]
    told += [row.text for row in measure.provisions.all()]
    told += [row.label for row in measure.milestones.all()]
    told += [row.date_in_words for row in measure.milestones.all()]
    for words in told:
        assert words in text


def test_of_many_provisions_a_brief_tells_the_upper_ones_and_counts_the_rest(monkeypatch):
    monkeypatch.setattr(briefs, "LINES", 20)
    many, few = (
        Brief(measure)
        for measure in load_for_comparison(
            list(Measure.objects.chosen(["industry-base-action-plan", "osa"]).order_by("slug"))
        )
    )
    rows = many.measure.provisions.all()
    assert len(rows) > briefs.LINES
    assert many.lines_left_out == sum(bool(row.parent_id) for row in rows) > 0
    assert [line for top in many.provisions for line in top.lines] == []
    assert few.lines_left_out == 0
    assert [line for top in few.provisions for line in top.lines]


def test_a_brief_of_a_programme_begins_with_its_amounts_and_names_a_source_once(client):
    text = client.get("/brief/?measure=osa").content.decode()
    assert text.index("約181億円</span>") < text.index("支援の内容")
    facts = re.search(r'<dl class="brief-facts">.*?</dl>', text, re.S)[0]
    named = re.findall(r'class="source-mark__text"', facts)
    (osa,) = load_for_comparison(list(Measure.objects.chosen(["osa"])))
    assert len(named) == len(Brief(osa).facts), "one source, named once for each fact"


def test_of_many_amounts_a_brief_shows_the_totals_and_counts_the_rest():
    few, many = load_for_comparison(
        list(Measure.objects.chosen(["supply-chain-budget", "osa"]).order_by("slug"))
    )
    brief = Brief(many)
    assert len(many.budget_lines.all()) > FEW
    assert brief.lines == []
    assert all(total.subject_id is None for total in brief.totals)
    shown = len(brief.totals)
    assert brief.left_out == len(many.budget_lines.all()) + len(many.printed_totals.all()) - shown
    assert Brief(few).left_out == 0


def test_twenty_measures_are_one_brief_of_at_most_twelve_questions(client):
    slugs = Measure.objects.published().values_list("slug", flat=True)[:20]
    address = "/brief/?" + "&".join(f"measure={slug}" for slug in slugs)
    client.get("/brief/")
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    assert response.content.decode().count("<article") == 20
    assert len(captured) <= 12


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("measure=no-such-measure", "no-such-measure"),
        ("measure=espa-2022&measure=no-such-measure", "no-such-measure"),
        ("control=cn-graphite-2023-12", "control"),
        ("measure=espa-2022&only=differences", "only"),
    ],
)
def test_what_makes_no_brief_is_named(client, read_only, query, named):
    response = client.get(f"/brief/?{query}")
    assert response.status_code == 400
    assert named in Page(response.content.decode()).text("li")


def test_more_than_twenty_are_refused_and_none_is_lost(client, read_only):
    slugs = list(Measure.objects.published().values_list("slug", flat=True)[:25])
    response = client.get("/brief/?" + "&".join(f"measure={slug}" for slug in slugs))
    page = Page(response.content.decode())
    assert response.status_code == 400
    assert "25" in page.text("li")
    ticked = [each.attrs["value"] for each in page.all("input", name="measure", checked="")]
    assert ticked == slugs


def test_the_rows_of_several_measures_are_those_of_each_alone():
    _words, found = everything("many", "たくさんの語", 3)
    slugs = [each.slug for each in found]
    together = load_for_comparison(list(Measure.objects.chosen(slugs)))
    assert len(together) == len(found)
    names = [relation.name for relation in Measure._meta.related_objects if relation.one_to_many]
    for measure in together:
        alone = load_for_page(Measure.objects.for_detail().get(pk=measure.pk))
        for name in set(names) & set(getattr(alone, "_prefetched_objects_cache", {})):
            rows = [row.pk for row in getattr(alone, name).all()]
            assert [row.pk for row in getattr(measure, name).all()] == rows, name
        assert measure.export_control.pk == alone.export_control.pk
        for mine, theirs in zip(measure.budget_lines.all(), alone.budget_lines.all(), strict=True):
            assert list(mine.ministries.all()) == list(theirs.ministries.all())
        for mine, theirs in zip(
            measure.discrepancies.all(), alone.discrepancies.all(), strict=True
        ):
            assert list(mine.statements.all()) == list(theirs.statements.all())
