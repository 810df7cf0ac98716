"""Numbers of cases told by what was done: アンチダンピング調査は2025年に5件が開始された.

The record calls it 調査開始件数: a sentence tells of it that has the subject right before such
words, all of them, and the year.
"""

import re
from collections.abc import Iterable, Iterator

from measures.models import Target
from portal.mentions.mention import Kind, Mention
from portal.pages.check.agreeing import same
from portal.pages.check.apart import partners_in
from portal.pages.check.matching import Match, Matcher
from portal.pages.check.placing import Way, within
from portal.pages.check.terms import KANJI, terms_of_sentence, terms_of_title
from portal.pages.check.values import READERS, Value, values_of, visible
from portal.pages.check.verdicts import Judged, Note, Verdict
from portal.search.text import fold

Pair = tuple[Match, Judged]
CASES, NUMBER = "件", "件数"
# What says that another number is told: of others, of a part, of more years.
OTHERS = re.compile(
    r"世界|各国|諸国|海外|外国|他国|うち|内訳|累計|以降|以来|まで|超|平均"
    r"|\b(?:world(?:wide)?|global(?:ly)?|abroad|overseas|other countries|against|of which|of them"
    r"|since|until|so far|to date|cumulative|average|more than|over)\b"
)
# The same in English, and what is counted there: anti-dumping investigations.
ENGLISH = re.compile(r"(?:[a-z]+ )*(?P<noun>investigations|cases|probes|petitions|inquiries)")
# Letters of the first word of a label.
WORD = 2


def by_cases(pairs: list[Pair], matcher: Matcher) -> Iterator[Pair]:
    """The findings, numbers of cases of which nothing is known judged by what was done."""
    cases = Cases(matcher)
    for match, judged in pairs:
        found = cases.judged(match) if judged.is_unknown and is_of_cases(match) else None
        yield match, found or judged


def is_of_cases(match: Match) -> bool:
    """Whether a mention counts cases in a sentence that names no entry, of one year."""
    mention, around = match.mention, match.around
    if not counts_cases(mention) or match.read.line.is_row:
        return False
    return (
        bool(around.years) and not around.entries(Way.NAME) and not OTHERS.search(around.sentence)
    )


def counts_cases(mention: Mention) -> bool:
    """Whether a mention counts cases: 5件, five anti-dumping investigations."""
    is_told = mention.unit.startswith(CASES) or ENGLISH.fullmatch(mention.unit)
    return mention.kind == Kind.COUNT and bool(is_told)


class Cases:
    """The numbers of cases of a database by subject, read once."""

    def __init__(self, matcher: Matcher):
        self.matcher, self.titles = matcher, matcher.known.titles
        self.known: dict[int, list[Value]] = {}

    def judged(self, match: Match) -> Judged | None:
        """How a number stands to that of the subject before what was done; None for nothing."""
        place = match.read.line.sentence_at(match.mention.start)
        names = within(match.read.names, *place)
        if partners_in(names, self.titles, match.around.sentence):
            return None
        found = [v for pk, end in self.subjects(match, place) for v in self.of(pk, match, end)]
        found = list({each.row.pk: each for each in found}.values())
        if len(found) != 1:
            return None
        verdict = Verdict.INFERENCE if found[0].inferred else Verdict.AGREES
        if not same(match.mention, found[0]):
            verdict = Verdict.DIFFERS
        return Judged(verdict, tuple(found), (Note.TITLE,))

    @staticmethod
    def subjects(match: Match, place: tuple[int, int]) -> Iterator[tuple[int, int]]:
        """The subjects of a sentence, and where each name of them ends."""
        for name in within(match.read.names, *place):
            yield from ((pk, name.end) for _kind, pk in name.of(("subject",)))

    def of(self, subject: int, match: Match, end: int) -> Iterable[Value]:
        """The numbers of a subject all words of which a sentence has, the first behind its name."""
        told, letters = terms_of_sentence(match.around.sentence), match.read.line.letters
        for value in self.of_subject(subject):
            if value.years != match.around.years:
                continue
            if letters.isascii():
                noun = fold(value.row.label_en).partition(" ")[0]
                words, is_behind = value.english, letters.startswith(f" {noun}", end)
            else:
                label = next(iter(KANJI.findall(fold(value.label).partition("年の")[2])), "")
                words = terms_of_title(label) - {NUMBER}
                is_behind = letters.startswith(label[:WORD], end)
            if is_behind and len(words) >= WORD and words <= told:
                yield value

    def of_subject(self, subject: int) -> list[Value]:
        """The numbers of cases of the measures of a subject."""
        if subject not in self.known:
            asked = {"measure__subjects__subject": subject, "unit_ja": CASES}
            rows = visible(Target, self.matcher.using).filter(**asked, label_ja__endswith=NUMBER)
            joins = READERS[Target][2]
            found = rows.select_related(*joins).order_by("pk").distinct()
            self.known[subject] = [each for each in values_of(found) if each.kind == Kind.COUNT]
        return self.known[subject]
