"""The clauses of the bundled record: each is decided, and together they are the whole text."""

import hashlib

import pytest

from measures.checks.sections import recorded
from policies.clauses import ClauseText
from policies.models import Clause, Section, SourceDocument
from portal.search.passages import FoldedSource, cut

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]


def test_what_clauses_name_is_there():
    clauses = list(Clause.objects.for_checks())
    known = recorded({record for clause in clauses for record in clause.records})
    faults = [
        f"{clause}: {record}"
        for clause in clauses
        for record in clause.records
        if record not in known
    ]
    assert not faults, "\n".join(faults)


def test_each_clause_is_decided_and_few_have_no_record():
    clauses = list(Clause.objects.for_checks())
    assert not [clause for clause in clauses if not clause.records and not clause.reason]
    unrecorded = [clause for clause in clauses if not clause.records]
    assert len(unrecorded) < len(clauses) / 10


def test_every_section_has_clauses():
    silent = Section.objects.filter(checklist__isnull=True)
    assert not silent, list(silent)


def test_a_repeated_clause_says_where_it_is_recorded():
    repeated = Clause.objects.filter(reason=Clause.Reason.REPEATED)
    assert repeated
    assert all(clause.records for clause in repeated)


@pytest.fixture
def texts(source_texts) -> dict[str, str]:
    """The text of each document by its address name."""
    contents = [path.read_bytes() for path in source_texts.glob("*.txt")]
    files = {hashlib.sha256(each).hexdigest(): each.decode("utf-8") for each in contents}
    return {document.slug: files[document.sha256] for document in SourceDocument.objects.all()}


def test_the_clauses_are_the_whole_text(texts):
    faults = []
    for document in SourceDocument.objects.all():
        phrases = Clause.objects.phrases_by_section(document)
        sections = {section.code: section for section in document.sections.all()}
        headings = [(code, section.heading) for code, section in sections.items()]
        found, _missing = cut(FoldedSource(texts[document.slug]), headings)
        for each in found:
            section = sections[each.code]
            text = ClauseText(texts[document.slug][each.start : each.end])
            named = phrases.get(section.pk, [])
            faults += [f"{section}: not in its place: {lost}" for lost in text.spans(named)[1]]
            faults += [f"{section}: no clause: {bare}" for bare in text.uncovered(named)]
    assert not faults, "\n".join(faults)
