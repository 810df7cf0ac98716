"""Until a document is read to its end, nothing follows from what it does not say."""

import datetime
import re

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from measures.checks import keeping
from measures.models import Citation, Measure
from policies.as_of import as_of
from policies.coverage import coverage
from policies.models import Section, SectionText, SourceDocument
from portal.dates.clock import today
from portal.findings.models import Finding

pytestmark = pytest.mark.django_db

READ, UNREAD = datetime.date(2025, 3, 1), datetime.date(2026, 6, 1)


@pytest.fixture
def sketch():
    """The document of the small record that is registered and not read."""
    return SourceDocument.objects.get(slug="sketch")


@pytest.fixture
def section(sketch):
    return sketch.sections.get()


@pytest.fixture
def cited(section):
    """A published measure that the unread section tells of."""
    measure = Measure.objects.get(slug="talks")
    Citation.objects.create(measure=measure, section=section, phrase="会談", supports=["title"])
    return measure


def page(client, thing, language="ja"):
    with override("ja"):
        address = thing if isinstance(thing, str) else thing.get_absolute_url()
    answer = client.get(address if language == "ja" else f"/en{address}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_as_of_date_is_that_of_the_newest_document_read(sketch):
    assert as_of().day == READ
    assert as_of(unread=True).day == UNREAD
    sketch.state = SourceDocument.State.READ
    sketch.save()
    assert as_of().day == UNREAD


def test_what_only_unread_documents_tell_is_as_of_the_newest_of_them(client, sketch, section):
    told = Measure.objects.create(
        slug="sketched", title_ja="素描", title_en="Sketch", kind="plan", published=True
    )
    Citation.objects.create(measure=told, section=section, phrase="素描", supports=["title"])
    assert "基準日2026年6月" in re.sub(r"<[^>]+>|\s", "", page(client, told))
    SourceDocument.objects.update(state=SourceDocument.State.READING)
    assert as_of().day == UNREAD


def test_a_record_without_a_dated_document_is_as_of_today():
    assert as_of([]).day == today()


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "まだ読んでいません"), ("en", "not read yet")]
)
def test_every_place_of_a_count_says_that_it_is_not_read(client, sketch, section, language, words):
    for address in ("/", "/sources/", sketch, section):
        assert words in page(client, address, language)


def test_a_section_that_is_not_read_has_no_zero(client, section):
    shown = page(client, section)
    assert "<dd>0</dd>" not in shown
    assert "読み取った項目 0" not in shown
    assert 'class="outline__count"' not in shown
    section.was_read = True
    section.save()
    shown = page(client, section)
    assert "<dd>0</dd>" in shown
    assert "まだ読んでいません" not in shown


@pytest.mark.usefixtures("cited")
def test_a_section_with_entries_is_still_being_read(client, section, sketch):
    for thing in (section, sketch):
        assert "読んでいる途中です" in page(client, thing)


def test_a_document_that_is_read_says_nothing_of_reading(client):
    paper = SourceDocument.objects.get(slug="paper")
    for thing in (paper, *paper.sections.all()):
        assert "unread" not in page(client, thing)


def test_what_an_unread_document_tells_of_is_not_said_to_be_unstated(client, cited):
    assert 'data-empty="not-examined"' in page(client, cited)
    SourceDocument.objects.update(state=SourceDocument.State.READ)
    assert 'data-empty="not-examined"' not in page(client, cited)


@pytest.mark.usefixtures("cited")
def test_rows_of_an_unread_document_are_in_lists_as_any(client):
    csv = b"".join(client.get("/citations.csv?source=sketch").streaming_content).decode()
    assert "会談" in csv


def test_two_documents_compared_say_which_is_not_read(client):
    shown = page(client, "/documents-compared/?earlier=paper&later=sketch")
    assert "省 2026はまだ読み終えていません" in shown
    assert "省 2025はまだ読み終えていません" not in shown


def test_the_help_counts_what_is_read(client):
    assert "2 published documents" not in page(client, "/help/record/", "en")


def found(code: str) -> list[str]:
    """Where a check finds something."""
    return [each.where for each in keeping.walk() if each.code == code]


def test_an_unread_section_is_not_silent_and_a_read_one_is(section):
    assert str(section) not in found("silent-section")
    section.was_read = True
    section.save()
    assert found("silent-section") == [str(section)]


def test_lines_of_an_unread_section_wait_for_their_clauses(section):
    SectionText.objects.create(section=section, text="一行目。")
    assert str(section) not in found("uncovered-text")
    section.was_read = True
    section.save()
    assert str(section) in found("uncovered-text")


def test_a_state_that_contradicts_the_sections_is_a_fault(sketch):
    assert found("half-read") == []
    SourceDocument.objects.filter(pk=sketch.pk).update(state=SourceDocument.State.READ)
    assert found("half-read") == ["下書き"]
    SourceDocument.objects.filter(pk=sketch.pk).update(state=SourceDocument.State.READING)
    Section.objects.filter(document=sketch).update(was_read=True)
    assert found("half-read") == ["下書き"]


def test_the_last_section_that_is_read_has_the_document_asked_about(sketch):
    keeping.keep_all()
    for section in sketch.sections.all():
        section.was_read = True
        section.save()
    assert Finding.objects.filter(code="half-read", entry=sketch.pk).exists()


def test_coverage_counts_the_sections_that_are_read(sketch):
    finished = {each.document.slug: each.finished for each in coverage()}
    assert (finished["sketch"], finished["paper"]) == (0, 2)


def test_the_check_names_documents_that_are_not_read(capsys):
    with pytest.raises(CommandError):
        call_command("check_record")
    said = capsys.readouterr().out
    assert "Not read to its end: sketch (registered, 0 of 1 sections)." in said
    assert "Not read to its end: paper" not in said
