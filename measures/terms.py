"""Whether the texts of the record keep the terms of art that the sources print.

A term in the phrase of a row stands in what the row tells in Japanese, its English in what it
tells in English. Not the whole clause around the phrase is looked at, of which one row often tells
a part and its neighbours the rest. A plain word that must not replace a term stands nowhere.
"""

import dataclasses
import itertools
import operator
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import models

from measures.models import (
    Answer,
    BudgetLine,
    Citation,
    DataPoint,
    Measure,
    MeasureSubject,
    Milestone,
    PrintedTotal,
    Relation,
    Statement,
)
from policies.coverage import rows_of
from policies.models import Evidence, PillarRelation, SourceDocument, Subject, Term, TermWord
from portal.rows.bundle import RowBundle
from portal.search.passages import fold_source

# What a row says of itself or of the record, not what its phrase tells.
EXPLAINING = ("inference", "difference", "not_added", "missing", "note", "basis")
# Entries that stand beside a row wherever it is shown, so that it need not name them again.
BESIDE: dict[type[Evidence], tuple[str, ...]] = {
    Answer: ("measure", "issue"),
    BudgetLine: ("measure", "subject"),
    DataPoint: ("indicator", "partner", "subject"),
    MeasureSubject: ("subject",),
    Milestone: ("measure",),
    PillarRelation: ("source", "target"),
    PrintedTotal: ("measure", "subject"),
    Relation: ("source", "target"),
    Statement: ("discrepancy",),
}
NAMES = ("title", "name", "topic")
# What may stand between the parts of a term: サプライチェーンを強靱化.
BETWEEN = re.compile("[のをな「」・]")
SPACES = re.compile(r"[-‐‑–—\s]+")  # noqa: RUF001 - dashes of print
BETWEEN_WORDS = r"\W+(?:\w+\W+){0,3}"
IZE = re.compile(r"is(e|ed|es|ing|ation|ations)\b")
PLURAL_IES = re.compile(r"(?<=[a-z]{2})ies\b")
PLURAL_S = re.compile(r"(?<=[a-z]{2})(?<![su])s\b")
# All terms, a row for each word beside one.
WORDED = RowBundle(lambda: {"terms": Term.objects.with_each_word()})


def singular(english: str) -> str:
    """English as it is compared: small letters, one space between words, no plural.

    American and British spellings are one: official names keep the one they were made in.
    """
    words = SPACES.sub(" ", english.casefold())
    words = IZE.sub(r"iz\1", words).replace("defence", "defense").replace("licence", "license")
    return PLURAL_S.sub("", PLURAL_IES.sub("y", words))


def stands_in(wanted: str, english: str) -> bool:
    """Whether the words of some English stand in a text in their order, at most three between.

    So “resilient critical-mineral supply chains” tells of a resilient supply chain.
    """
    words = map(re.escape, wanted.split())
    return bool(re.search(rf"(?<!\w){BETWEEN_WORDS.join(words)}(?!\w)", english))


@dataclasses.dataclass(frozen=True)
class KnownTerm:
    """A term as it is compared: every print of it, all English for it, and its plain words."""

    term: Term
    prints: tuple[str, ...]
    english: tuple[str, ...]
    plain: tuple[str, ...]

    @classmethod
    def of(cls, rows: Iterable[Term]) -> "KnownTerm":
        """The term of which rows are given, one for each word beside it."""
        words: dict[str, list[str]] = defaultdict(list)
        for term in rows:
            words[term.word_kind].append(term.word)
        return cls(
            term,
            tuple(dict.fromkeys(map(fold_source, [term.term_ja, *words[TermWord.Kind.PRINTED]]))),
            tuple(map(singular, [term.term_en, *words[TermWord.Kind.ENGLISH]])),
            tuple(map(fold_source, words[TermWord.Kind.PLAIN])),
        )

    def is_kept(self, folded: str) -> bool:
        """Whether a folded Japanese text has the term, its parts side by side."""
        text = BETWEEN.sub("", folded)
        return any(BETWEEN.sub("", each) in text for each in self.prints)

    def is_told(self, english: str) -> bool:
        """Whether an English text, as `singular` gives it, has English for the term."""
        return any(stands_in(each, english) for each in self.english)


class Vocabulary:
    """All terms of the record, as they are found in texts: of two that overlap the longer."""

    def __init__(self):
        rows = sorted(
            WORDED.read([])["terms"],
            key=lambda row: (row.name_order_ja, row.slug, row.word_pk or 0),
        )
        terms = itertools.groupby(rows, key=operator.attrgetter("pk"))
        self.known = [KnownTerm.of(own) for _pk, own in terms]
        self._by_print = {each: known for known in self.known for each in known.prints}
        self._by_plain = {each: known for known in self.known for each in known.plain}
        self._prints = _any_of(self._by_print)
        self._plain = _any_of(self._by_plain)

    def printed_in(self, folded: str) -> list[KnownTerm]:
        """The terms that stand in a folded text, each once, in order."""
        found = map(self._by_print.__getitem__, self._prints.findall(folded))
        return list({known.term.pk: known for known in found}.values())

    def replaced_in(self, folded: str) -> list[tuple[str, Term]]:
        """The plain words in a folded text, each with the term that it must not replace."""
        words = dict.fromkeys(self._plain.findall(folded))
        return [(word, self._by_plain[word].term) for word in words]


def _any_of(words) -> re.Pattern[str]:
    """Any of the folded words, the longest first; one of Latin letters is no part of a longer."""
    longest_first = sorted(words, key=len, reverse=True)
    bounded = (
        f"{'(?<![a-z])' * each[0].isascii()}{re.escape(each)}{'(?![a-z])' * each[-1].isascii()}"
        for each in longest_first
    )
    return re.compile("|".join(bounded) or r"(?!)")


@dataclasses.dataclass(frozen=True)
class Lapse:
    """A text that does not keep a term; `instead` is the plain word that it says, if any."""

    row: models.Model
    term: Term
    language: str
    text: str
    instead: str = ""

    @property
    def address(self) -> str:
        """The place of the row on the site; nothing for what has none of its own."""
        return self.row.get_absolute_url() if hasattr(self.row, "get_absolute_url") else ""

    def __str__(self):
        if self.instead:
            return f"「{self.instead}」 → 「{self.term.term_ja}」"
        return f"「{self.term.term_ja}」" if self.language == "ja" else f"“{self.term.term_en}”"


def pairs_of(row: models.Model) -> list[str]:
    """The names of the texts of a row that stand in both languages."""
    names = [field.name for field in row._meta.concrete_fields]
    return [name.removesuffix("_ja") for name in names if name.endswith("_ja")]


def texts_of(row: Evidence) -> tuple[str, str]:
    """What a row tells in Japanese and in English; nothing where it has no words of its own.

    A citation tells what the summary of its measure does, if it supports that.
    """
    teller = row
    if isinstance(row, Citation):
        if Citation.Field.SUMMARY not in row.supports:
            return "", ""
        teller = row.measure
    told = [name for name in pairs_of(teller) if not name.endswith(EXPLAINING)]
    parts = [(teller, name) for name in told]
    if not any(getattr(teller, f"{name}_ja") for name in told):
        return "", ""
    for path in BESIDE.get(type(row), ()):
        entry = getattr(row, path)
        parts += [(entry, name) for name in pairs_of(entry) if name in NAMES] if entry else []
    japanese, english = (
        " ".join(filter(None, (getattr(entry, f"{name}_{language}") for entry, name in parts)))
        for language in ("ja", "en")
    )
    return japanese, english


def kept_apart(row: Evidence) -> str:
    """What a row gives letter by letter, in any language."""
    return fold_source(getattr(row, "printed", ""))


def unkept(document: SourceDocument) -> Iterator[Lapse]:
    """Texts read from a document that do not keep a term which their phrase prints."""
    yield from unkept_in(rows_of(document), Vocabulary())


def unkept_in(rows: Iterable[Evidence], vocabulary: Vocabulary) -> Iterator[Lapse]:
    """Texts of some rows that do not keep a term which their phrase prints."""
    for row in rows:
        if isinstance(row, Term):
            continue
        japanese, english = texts_of(row)
        printed = kept_apart(row)
        for known in vocabulary.printed_in(fold_source(row.phrase)) if japanese else ():
            if known.is_kept(printed):
                continue
            if not known.is_kept(fold_source(japanese)):
                yield Lapse(row, known.term, "ja", japanese)
            if not known.is_told(singular(english)):
                yield Lapse(row, known.term, "en", english)


def replaced(document: SourceDocument | None = None) -> Iterator[Lapse]:
    """Japanese texts of the record that say a plain word which no source prints.

    Of a document those of what was read from it, and of the measures that it tells of.
    """
    yield from replaced_in(worded_rows(document), Vocabulary())


def replaced_in(rows: Iterable[models.Model], vocabulary: Vocabulary) -> Iterator[Lapse]:
    """Japanese texts of some rows that say a plain word which no source prints."""
    for row in rows:
        texts = [getattr(row, f"{name}_ja") for name in pairs_of(row)]
        for text in filter(None, texts):
            for word, term in vocabulary.replaced_in(fold_source(text)):
                yield Lapse(row, term, "ja", text, word)


def worded_rows(document: SourceDocument | None) -> Iterator[models.Model]:
    """Every row of the record, or of one document, that may hold Japanese texts."""
    if document is not None:
        yield from rows_of(document)
        yield from Measure.objects.filter(citations__section__document=document).distinct()
        return
    for label in ("policies", "measures"):
        for model in apps.get_app_config(label).get_models():
            yield from model._default_manager.order_by("pk")


def with_two_englishes(vocabulary: Vocabulary) -> Iterator[tuple[Term, Subject]]:
    """Terms whose name is that of a subject too, which the record calls otherwise in English."""
    named: dict[str, list[Subject]] = defaultdict(list)
    terms = [known.term.term_ja for known in vocabulary.known]
    for subject in Subject.objects.filter(name_ja__in=terms):
        named[subject.name_ja].append(subject)
    for known in vocabulary.known:
        for subject in named[known.term.term_ja]:
            if not known.is_told(singular(subject.name_en)):
                yield known.term, subject
