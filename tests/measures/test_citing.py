"""A citation for every row, reached from the row without a script; files for reference managers."""

import html
import json
import re

import pytest
from django.urls import reverse
from django.utils import translation

from measures.models import BudgetLine, DataPoint, Indicator, Measure, Relation
from policies.models import Section, SourceDocument
from portal.references import FORMATS
from tests.markup import Page
from tests.sample import fullest, representatives

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]

LANGUAGES = ("ja", "en")


def page(client, address: str) -> tuple[Page, str]:
    """A page and its HTML."""
    response = client.get(address)
    assert response.status_code == 200, address
    text = response.content.decode()
    return Page(text), text


def cited(client, address: str) -> dict[str, str]:
    """What the page of citations of an entry says of each row, by its id."""
    _page, text = page(client, f"{address}cite/")
    rows = re.findall(r'<li id="([\w-]+)">(.*?)</li>', text, re.S)
    return {
        name: html.unescape(re.sub(r"<[^>]+>", "", row.partition("citation-box")[2]))
        for name, row in rows
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("model", [Measure, Indicator], ids=["measure", "indicator"])
def test_each_row_leads_to_its_citation(client, read_only, model, language):
    every, led = model.objects.published(), 0
    for entry in every.filter(pk__in={fullest(every), *representatives(every)}):
        with translation.override(language):
            address = entry.get_absolute_url()
        there, _text = page(client, f"{address}cite/")
        ways = [
            link.attrs["href"]
            for link in page(client, address)[0].links
            if link.attrs.get("class") == "cite-link"
        ]
        led += len(ways)
        for way in ways:
            path, _sign, name = way.partition("#")
            assert path == f"{address}cite/"
            assert name in there.ids, f"{address} leads to no citation of {name}"
    assert led > 40


def test_every_kind_of_row_can_be_cited_and_names_itself(client, read_only):
    line = BudgetLine.objects.filter(measure__slug="supply-chain-budget").first()
    found = cited(client, "/measures/supply-chain-budget/")
    told = found[line.evidence_id]
    assert str(line) in told
    assert line.section.heading in told
    assert f"http://testserver{line.get_absolute_url()}" in told
    measure = Measure.objects.get(slug="espa-2022")
    ids = cited(client, measure.get_absolute_url())
    for rows in (measure.provisions, measure.milestones, measure.targets, measure.citations):
        assert {row.evidence_id for row in rows.all()} <= set(ids)
    relations = Relation.objects.published()
    for row in (*relations.filter(source=measure), *relations.filter(target=measure)):
        assert row.evidence_id in ids
    point = DataPoint.objects.first()
    assert point.printed in cited(client, point.indicator.get_absolute_url())[point.evidence_id]


def files(client, address: str) -> dict[str, str]:
    """The files for reference managers below an address, by suffix."""
    found = {}
    for form in FORMATS:
        response = client.get(f"{address}cite.{form.suffix}")
        assert response.status_code == 200
        assert response["Content-Type"] == form.content_type
        assert f'.{form.suffix}"' in response["Content-Disposition"]
        found[form.suffix] = response.content.decode()
    assert client.get(f"{address}cite.txt").status_code == 404
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_entry_is_told_alike_in_each_form(client, read_only, language):
    osa = Measure.objects.get(slug="osa")
    section = Section.objects.get(document__slug="meti-2026-04", code="13")
    document = SourceDocument.objects.get(slug="meti-2026-04")
    for entry, title in ((osa, "title"), (section.document, "title"), (document, "title")):
        with translation.override(language):
            address = entry.get_absolute_url()
            words = str(getattr(entry, title))
        for text in files(client, address).values():
            assert words in text
            assert f"http://testserver{address}" in text
    with translation.override(language):
        address = section.get_absolute_url()
    for text in files(client, address).values():
        assert section.heading in text
        assert f"http://testserver{address}" in text
    (item,) = json.loads(files(client, address)["json"])
    assert item["issued"] == {"date-parts": [[2026, 4, 7]]}
    assert item["section"] == "13"


def test_the_file_of_a_measure_holds_its_sources(client, read_only):
    items = json.loads(files(client, "/measures/espa-2022/")["json"])
    assert items[0]["id"] == "shirube-espa-2022"
    sections = {row.section_id for row in Measure.objects.get(slug="espa-2022").citations.all()}
    assert len(items) > len(sections) > 1
    assert len({item["id"] for item in items}) == len(items)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_keys_of_references_are_unique_and_plain(client, language):
    """A reference manager takes two of one key for one."""
    keys = [f"{each.document.slug}-{each.code}" for each in Section.objects.for_list()]
    keys += [f"shirube-{each.slug}" for each in (*Measure.objects.all(), *Indicator.objects.all())]
    keys += [each.slug for each in SourceDocument.objects.all()]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"[a-z0-9-]+", key) for key in keys)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_with_citations_bring_what_copies_them(client, read_only, language):
    """By a file of this site, in words of the page; the page works without."""
    with translation.override(language):
        addresses = [reverse("measure", args=["osa"]), reverse("measure-cite", args=["osa"])]
        addresses.append(reverse("section", args=["meti-2026-04", "13"]))
    for address in addresses:
        found, text = page(client, address)
        (script,) = found.all("script", defer="")
        assert script.attrs["src"].startswith("/static/js/copy")
        assert script.attrs["data-copy"] == ("コピー" if language == "ja" else "Copy")
        assert "citation-box" in text
        assert not found.all("button", **{"class": "button button--small copy"})
