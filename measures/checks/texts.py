"""Checks of rows against the texts: phrases in attached copies, terms of art, plain words."""

import difflib
from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext_lazy as _

from measures.checks.batches import Batch
from measures.terms import Lapse, with_two_englishes
from measures.terms import replaced_in as replaced
from measures.terms import unkept_in as unkept
from policies.models.base import PHRASE_LENGTH
from portal.findings.fault import Fault, told
from portal.search.passages import FoldedSource, fold_source, tidy

# The least of a phrase that has to stand in a text in one piece for the place to be offered.
ALIKE = 1 / 3


def lost_phrases(batch: Batch) -> Iterator[Fault]:
    """Rows whose phrase does not occur in the attached text of their section."""
    for entry, row in batch.evidence:
        if not batch.says(row):
            words = _("“%(phrase)s” does not stand in section %(section)s")
            given = {"phrase": row.phrase, "section": row.section}
            if near := nearest(batch.text_of(row), row.phrase):
                words = _("“%(phrase)s” does not stand in section %(section)s; near it: “%(near)s”")
                given["near"] = near
            value = f"{row.section.document.slug}/{row.section.code}/{row.phrase}"
            yield Fault(entry, told(words, given), row, "phrase", value)


def nearest(text: str, phrase: str) -> str:
    """The place of a text that is most like a phrase, no longer than a phrase may be; or nothing.

    It is the place of the longest piece of the phrase that stands there, and what is around it.
    """
    source, wanted = FoldedSource(text), fold_source(phrase)
    matcher = difflib.SequenceMatcher(None, source.folded, wanted, autojunk=False)
    found = matcher.find_longest_match()
    if found.size < max(2, len(wanted) * ALIKE):
        return ""
    start = max(0, found.a - found.b)
    length = min(len(wanted), len(source.folded) - start)
    first, last = source.place(start, length)
    return tidy(source.text[first:last])[:PHRASE_LENGTH]


def lost_terms(batch: Batch) -> Iterator[Fault]:
    """Texts that do not keep a term of art which their phrase prints."""
    for entry, row in batch.evidence:
        for lapse in unkept([row], batch.asking.terms.vocabulary):
            yield lapsed(entry, lapse)


def plain_words(batch: Batch) -> Iterator[Fault]:
    """Texts that say a plain word instead of a term of art."""
    for entry, row in batch.rows:
        for lapse in replaced([row], batch.asking.terms.vocabulary):
            yield lapsed(entry, lapse)


def lapsed(entry: models.Model, lapse: Lapse) -> Fault:
    """A text that does not keep a term, as a fault of its row."""
    value = f"{lapse}/{lapse.language}/{lapse.text}"
    return Fault(entry, f"{lapse}: {lapse.text}", lapse.row, first_text(lapse), value)


def first_text(lapse: Lapse) -> str:
    """The field of a row that holds the text which lost a term, or the first of that language."""
    names = [
        field.name
        for field in lapse.row._meta.fields
        if field.name.endswith(f"_{lapse.language}") and not field.name.startswith("name_order")
    ]
    holding = [name for name in names if (text := getattr(lapse.row, name)) and text in lapse.text]
    return (holding or names or [""])[0]


def two_englishes(batch: Batch) -> Iterator[Fault]:
    """Subjects that bear the name of a term of art, but not its English."""
    for term, subject in with_two_englishes(batch.asking.terms.vocabulary):
        what = f"“{subject.name_en}” ≠ “{term.term_en}”"
        yield Fault(subject, what, field="name_en", value=what)
