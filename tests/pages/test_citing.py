"""What cites rows: an address for each that stays, its page, its files."""

import datetime
import html
import json
import re
from collections import Counter
from unittest import mock

import pytest
from django.utils import translation

from measures.kinds import KINDS
from measures.loading import load_for_page
from measures.models import Measure, MeasureName, MeasureStatus, Statement, Target
from policies.citations import citation_of, state_of_record
from policies.models import Evidence, SourceDocument
from portal.bibliography import FORMATS
from portal.dates.edtf import describe
from portal.lists.request import stamp_of
from portal.pages.citing import citable_models
from tests.entries import Maker, Vocabulary, measure
from tests.visits import body

pytestmark = [pytest.mark.django_db]

LANGUAGES = ("ja", "en")
LINK = re.compile(r'class="cite-link" href="([^"]+)"')


@pytest.fixture(autouse=True)
def japanese():
    """Addresses are made in Japanese, whatever language the last visit spoke."""
    with translation.override("ja"):
        yield


def text_at(client, address: str) -> str:
    """The HTML of a page."""
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


# Addresses.


def test_every_row_that_tells_something_of_a_source_can_be_cited():
    assert set(citable_models().values()) >= {
        model for model in all_evidence() if not model._meta.abstract
    }


def all_evidence() -> list[type[Evidence]]:
    """The models of evidence."""
    found, todo = [], [Evidence]
    while todo:
        model = todo.pop()
        found.append(model)
        todo += model.__subclasses__()
    return found


@pytest.mark.bundled
def test_no_two_rows_have_one_address():
    for kind, model in citable_models().items():
        names = Counter(row.cite_name for row in model.for_citing())
        assert names, kind
        assert [name for name, number in names.items() if number > 1] == [], kind


@pytest.mark.bundled
def test_an_address_leads_to_its_row(django_assert_max_num_queries):
    for model in citable_models().values():
        row = model.for_citing().last()
        with django_assert_max_num_queries(6):
            found = model.named(row.cite_name)
            assert found == row
            for_page = (found.get_absolute_url(), found.cite_address, str(found))
        assert all(for_page)


@pytest.mark.bundled
def test_an_address_stays_when_the_record_is_loaded_anew():
    """A row of the same words has it, whatever its number in the database."""
    for model in (Target, MeasureName, Statement):
        row = model.for_citing().first()
        name, number = row.cite_name, row.pk
        row.delete()
        row.pk = number + 1000
        row.save(force_insert=True)
        assert model.named(name).pk == number + 1000
        assert str(number + 1000) not in name


def test_what_no_one_may_see_has_no_page(client):
    words = Vocabulary(Maker("open", "公開の語"), 1)
    hidden = measure(Maker("secret", "ひそかな語"), words, published=False)
    cited = [hidden, hidden.export_control, *hidden.budget_lines.all(), *hidden.names.all()]
    for row in cited:
        assert client.get(row.cite_address).status_code == 404, row.cite_address
        for each in FORMATS:
            assert client.get(row.file_address(each.suffix)).status_code == 404
    hidden.published = True
    hidden.save()
    assert {client.get(row.cite_address).status_code for row in cited} == {200}


@pytest.mark.parametrize(
    "name", ["no-such", "../../x", "\x00", "a\x00b", "é", "a//b", "A", "x" * 3000]
)
def test_what_is_not_there_has_no_page(client, name):
    row = MeasureStatus.for_citing().first()
    for address in (row.cite_address, row.file_address("bib")):
        for kind in ("measure-status", "no-such", "measure-row", "user"):
            parts = address.replace("/measure-status/", f"/{kind}/").replace(row.cite_name, name)
            assert client.get(parts).status_code == 404, (kind, name)


# Ways to them.


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_row_of_a_measure_leads_to_what_cites_it(client, language):
    """At the row, or where its source mark leads: at its place on the page of its section."""
    maker = Maker("open", "公開の語")
    made = measure(maker, Vocabulary(maker, 1))
    with translation.override(language):
        read = load_for_page(Measure.objects.published().for_detail().get(pk=made.pk))
        page = text_at(client, read.get_absolute_url())
        rows = [row for kind in KINDS if kind.has_source for row in kind.rows_of(read)]
        assert len(rows) > 15
        here = set(LINK.findall(page))
        shown = [row for row in rows if row.cite_address in here]
        assert len(shown) > len(rows) / 2
        for row in rows:
            there = text_at(client, row.section.get_absolute_url())
            place = there.partition(f'id="{row.evidence_id}"')[2].partition("</li>")[0]
            assert LINK.findall(place) == [row.cite_address]


def test_links_stand_where_rows_are_cited_and_on_no_list(client):
    assert LINK.findall(text_at(client, Measure.objects.published().first().get_absolute_url()))
    for address in ("/", "/budgets/", "/export-controls/", "/measures/"):
        assert not LINK.findall(text_at(client, address))


# The page.


@pytest.mark.bundled
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_each_kind(client, read_only, rf, language):
    for kind, model in citable_models().items():
        with translation.override(language):
            row = model.for_citing().first()
            page = text_at(client, row.cite_address)
            text = citation_of(rf.get("/"), row, state_of_record(1, describe("2026-04-25")))
            address = row.get_absolute_url()
        bare = html.unescape(re.sub(r"<span lang=\"ja\">(.*?)</span>", r"\1", page))
        assert re.findall(r'class="citation-box">(.*?)</p>', bare) == [text], kind
        assert text.count("http://testserver/") == 1
        assert '<meta name="robots" content="noindex">' in page
        assert f'href="{address}"' in page
        assert not re.search(r"[。.]{2}|: \.|、、|%\(", text), text


# Files.


@pytest.mark.bundled
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_of_each_kind(client, read_only, language):
    for kind, model in citable_models().items():
        with translation.override(language):
            row = model.for_citing().first()
            files = {each.suffix: client.get(row.file_address(each.suffix)) for each in FORMATS}
            address = f"http://testserver{row.get_absolute_url()}"
        key = f"{kind}-{row.cite_name}".replace("/", "-")
        for each in FORMATS:
            response = files[each.suffix]
            content = body(response)
            assert response.status_code == 200, kind
            assert response["Content-Type"] == each.content_type
            assert response["Content-Disposition"] == f'attachment; filename="{key}.{each.suffix}"'
            assert int(response["Content-Length"]) == len(content)
            assert response["X-Robots-Tag"] == "noindex"
            assert response["ETag"].startswith('"'), "strong, as that of every whole download"
            assert key in content.decode()
            assert address in content.decode()
        [item] = json.loads(body(client.get(row_file(row, "json", language))))
        assert item["URL"] == address


def row_file(row, suffix: str, language: str) -> str:
    """The address of a file in a language."""
    with translation.override(language):
        return row.file_address(suffix)


@pytest.mark.bundled
def test_a_document_keeps_its_japanese_title_in_both_languages(client):
    document = SourceDocument.objects.get(slug="meti-2026-04")
    section = document.sections.get(code="13")
    for language in LANGUAGES:
        title = body(client.get(row_file(document, "bib", language))).decode()
        assert f"  title = {{{document.title_ja}}},\n" in title
        assert (f"titleaddon = {{{document.title_en}}}" in title) == (language == "en")
        part = body(client.get(row_file(section, "ris", language))).decode()
        assert f"T2  - {document.title_ja}" in part
        assert (f"[{document.title_en}]" in part) == (language == "en")
        assert f"TI  - {section.heading}" in part
        assert "SE  - 13\r\n" in part
        assert ("しるべ" if language == "ja" else "Shirube") in part.partition("N1  - ")[2]


@pytest.mark.bundled
def test_an_inferred_date_says_so(client):
    document = SourceDocument.objects.get(slug="npi-2025")
    text = body(client.get(document.file_address("bib"))).decode()
    assert "  date = {2025-21?},\n" in text
    assert document.date_inference_ja in text


@pytest.mark.bundled
@pytest.mark.parametrize("suffix", ["bib", "ris"])
def test_the_file_of_a_page_without_a_day_of_change_tells_the_version(client, suffix):
    told = client.get(f"/cite/partner/cn.{suffix}").content.decode()
    assert re.search(r"引用した時点：収録版\d+、2026年4月25日時点。", told)
    assert "引用した時点" not in client.get(f"/cite/measure/osa.{suffix}").content.decode()


def test_a_file_is_the_same_on_every_day(client):
    row = MeasureStatus.for_citing().first()
    files = [row.file_address(each.suffix) for each in FORMATS]
    today = [body(client.get(address)) for address in files]
    with mock.patch("portal.middleware.caching.today", return_value=datetime.date(2031, 1, 2)):
        assert [body(client.get(address)) for address in files] == today


def test_who_has_a_file_is_not_sent_it_again(client, rf):
    address = MeasureStatus.for_citing().first().file_address("ris")
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": etag}).status_code == 304
    before = stamp_of(rf.get("/"))
    MeasureStatus.for_citing().first().save()
    assert stamp_of(rf.get("/")) != before
    assert client.get(address, headers={"if-none-match": etag}).status_code == 200
