"""Citations say of a source the same wherever they stand: its date, its heading, its section."""

import html
import re

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.utils import translation

from measures.loading import load_for_comparison
from measures.models import Measure
from measures.numbered_sources import NumberedSources
from policies.citations import (
    changed_on,
    citation_of,
    cite,
    cite_entry,
    cite_row,
    dated,
    source_of,
)
from policies.models import Section, SourceDocument
from portal.changes.models import Version
from portal.changes.tracking import everything_changed
from portal.dates.edtf import describe
from tests.sample import fullest, representatives

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]

LANGUAGES = ("ja", "en")
REQUEST = RequestFactory().get("/")
INFERRED = {"ja": "（推定）", "en": " (inferred)"}
# Pages that have citations to copy, among them of figures and of documents with inferred dates.
PAGES = (
    "/measures/npi-2025-recommendation-1/",
    "/measures/supply-chain-budget/",
    "/measures/osa/",
    "/measures/espa-2022/",
    "/brief/?measure=npi-2025-recommendation-1&measure=osa",
    "/compare/?measure=npi-2025-recommendation-1&measure=osa",
    "/sources/npi-2025/6/",
    "/sources/mofa-2026-diplomacy/7/",
    "/sources/meti-2026-04/13/",
)


def test_there_is_something_to_tell_apart():
    """Dates that are inferred and printed, headings that are mended and not."""
    assert set(SourceDocument.objects.values_list("date_inferred", flat=True)) == {True, False}
    mended = [section.title != section.heading for section in Section.objects.all()]
    assert any(mended)
    assert not all(mended)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_is_told_with_its_printed_heading_and_its_date(language):
    with translation.override(language):
        for section in Section.objects.select_related("document__publisher"):
            document, told = section.document, source_of(section, section.document)
            for part in (document.publisher, document.title, section.code, section.heading):
                assert str(part) in told
            marked = f"{document.date_in_words}{INFERRED[language]}"
            assert (marked in told) == document.date_inferred
            assert dated(document) in told
            assert cite(REQUEST, section, document).startswith(told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_citation_names_a_source_as_the_numbered_sources_do(language):
    published = Measure.objects.published()
    few = published.filter(pk__in={fullest(published), *representatives(published)})
    assert figures_cited(few, language) > 10


@pytest.mark.crawl
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_citation_names_a_source_as_the_numbered_sources_do(language):
    assert figures_cited(Measure.objects.published(), language) > 80


def figures_cited(measures, language: str) -> int:
    """How many: each citation of a measure, of its totals and of its targets names its source."""
    figures, documents = 0, SourceDocument.objects.for_detail().in_bulk()
    with translation.override(language):
        every = list(measures.order_by("slug"))
        for first in range(0, len(every), 50):
            for measure in load_for_comparison(every[first : first + 50]):
                numbered = NumberedSources(REQUEST, [measure])
                rows = [*measure.printed_totals.all(), *measure.targets.all()]
                cited = [(measure.citations.all()[0].section, citation_of(REQUEST, measure))]
                for row in rows:
                    text = cite_row(REQUEST, row, documents[row.section.document_id])
                    cited.append((row.section, text))
                sources = {source.section.pk: source for source in numbered}
                for section, text in cited:
                    source = sources[section.pk]
                    told = source_of(source.section, documents[source.section.document_id])
                    assert source.text.startswith(told)
                    assert told in text, f"{measure.slug}: {text}"
                figures += len(rows)
    return figures


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_all_citations_on_a_page_agree(client, read_only, path, language):
    """Whatever cites a section of a document on a page, cites it in the same words."""
    address = path if language == "ja" else f"/en{path}"
    text = html.unescape(client.get(address).content.decode())
    text = re.sub(r"<span lang=\"ja\">(.*?)</span>", r"\1", text)
    plain = re.findall(r'class="(?:citation-box|numbered-sources__text)">(.*?)</(?:p|span)>', text)
    with translation.override(language):
        told = [
            source_of(section, section.document)
            for section in Section.objects.select_related("document__publisher")
        ]
    assert plain
    for each in plain:
        assert any(source in each for source in told), each


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_keeps_no_day_of_change_is_cited_as_of_a_version(client, language):
    prefix = "" if language == "ja" else "/en"
    version = Version.objects.current().number
    for path in ("/partners/cn/", "/subjects/rare-earths/", "/organisations/meti/"):
        text = client.get(f"{prefix}{path}").content.decode()
        (cited,) = re.findall(r'class="citation-box">(.*?)</p>', text)
        words = (
            "収録版{}、2026年4月25日時点"
            if language == "ja"
            else ("version {} of the record, as of 25 April 2026")
        )
        assert words.format(version) in cited


def test_a_measure_without_a_source_is_cited_too():
    measure = Measure.objects.get(slug="osa")
    text = cite_entry(REQUEST, measure, None)
    assert measure.title in text
    assert describe(changed_on(measure)) in text
    assert text.endswith(f"http://testserver{measure.get_absolute_url()}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_and_its_citation_name_the_same_day_of_change(client, language):
    """That of the measure, though others were changed since."""
    with everything_changed():
        Measure.objects.filter(slug="osa").update(updated_on="2031-05-06")
        Measure.objects.filter(slug="fefa").update(updated_on="2031-06-07")
    prefix = "" if language == "ja" else "/en"
    text = client.get(f"{prefix}/measures/osa/").content.decode()
    with translation.override(language):
        words = describe("2031-05-06")
    assert f'<time datetime="2031-05-06">{words}</time>' in text
    (cited,) = re.findall(r'class="citation-box">(.*?)</p>', text)
    assert words in cited
    assert "2031-06-07" not in text


# One home.


def test_citations_are_worded_in_one_module_alone():
    wording = re.compile(r"%\(heading\)s”|last updated %\(updated\)s|\(inferred\)\"")
    homes = [
        path.relative_to(settings.BASE_DIR).as_posix()
        for package in ("portal", "policies", "measures")
        for path in (settings.BASE_DIR / package).rglob("*.py")
        if wording.search(path.read_text())
    ]
    assert homes == ["policies/citations.py"]


def test_pages_draw_the_date_of_a_document_in_one_template_alone():
    """It says where the date is inferred; a date drawn elsewhere might not."""
    folder = settings.BASE_DIR / "templates"
    homes = [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.html")
        if re.search(r"document(\.grouper)?\.date_in_words", path.read_text())
    ]
    assert homes == ["policies/document_date.html"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_date_of_a_document_says_that_it_is_inferred_wherever_it_stands(client, language):
    """On the pages of its sections, of its frameworks, its own, and at the foot of all."""
    document = SourceDocument.objects.get(slug="npi-2025")
    prefix = "" if language == "ja" else "/en"
    with translation.override(language):
        words, tag = document.date_in_words, translation.gettext("inferred")
    for path in ("/", "/pillars/", "/sources/npi-2025/", "/sources/npi-2025/6/"):
        text = client.get(f"{prefix}{path}").content.decode()
        bare = re.findall(rf">{re.escape(words)}</span>(?! <span class=\"inferred\">{tag}<)", text)
        assert not bare, path
