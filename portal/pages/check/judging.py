"""The verdict on a mention, from the values that it may tell of."""

import re
from collections.abc import Iterable, Iterator

from portal.mentions.frames import frame_of_phrase
from portal.mentions.mention import Bound, Kind, Mention
from portal.pages.check.agreeing import finer_than, same
from portal.pages.check.known import WORDS
from portal.pages.check.matching import Match, Meant, is_about, is_at_stage, is_in_years
from portal.pages.check.statements import Otherwise
from portal.pages.check.surroundings import Around, Way
from portal.pages.check.values import Value
from portal.pages.check.verdicts import Judged, Note, Verdict

# Words that say that an amount is one of a budget or investment.
MONEY_WORDS = re.compile(
    r"予算|計上|総額|合計|総計|[規額計]|投資|融資|支援|補正|要求|基金|budget|fund|total|invest|loan"
)
LABEL_WORDS = re.compile(r"[一-鿿々]{2,}|[ァ-ヺ]{2,}|[a-z]{4,}")
# What is said of an agreement by how its entry is named.
WAYS = {Way.WORDS: Note.PHRASE, Way.BESIDE: Note.NEARBY, Way.BEFORE: Note.NEARBY}
# So many values are told of a mention at most.
TOLD = 5


def judge(match: Match, otherwise: Otherwise) -> Judged:
    """How a mention stands to the record."""
    by_phrase = [each for each in match.phrased if same(match.mention, each)]
    named, way = match.agreeing
    if by_phrase or named:
        agreeing = list(dict.fromkeys((*by_phrase, *named)))
        note = Note.PHRASE if by_phrase else WAYS.get(way)
        return agreed(match, agreeing, otherwise, note)
    if told := [each for each in match.phrased if is_telling(each, match)]:
        return unlike(match, told)
    return unlike_named(match) if match.meant else Judged(Verdict.NOT_RECORDED)


def is_telling(value: Value, match: Match) -> bool:
    """Whether a phrase says by itself what its value is, or its entry is named."""
    return value.entry in match.around.named or frame_of_phrase(value.row.phrase).content >= WORDS


def agreed(match: Match, agreeing: list[Value], otherwise: Otherwise, note: Note | None) -> Judged:
    """Agreement, and what has to be known of it: others say otherwise, or it is inferred."""
    told = otherwise.of(match.mention, agreeing)
    if told:
        return Judged(told.verdict, told.values, told.notes)
    exact = closest(agreeing, match.around)
    sure = [each for each in exact if not each.inferred]
    verdict = Verdict.AGREES if sure else Verdict.INFERENCE
    chosen = sure or exact
    found = (*number_notes(match.mention, chosen[0]), *([note] if note else []))
    return Judged(verdict, tuple(chosen), found)


def closest(values: list[Value], around: Around) -> list[Value]:
    """Of values that agree those of the very year and subject that the text names, if any."""
    of_year = [each for each in values if around.years and each.years == around.years] or values
    return [each for each in of_year if each.things and each.things <= around.named] or of_year


def number_notes(mention: Mention, value: Value) -> Iterator[Note]:
    """What has to be known of a number that agrees: how it is rounded."""
    if value.number is None or mention.value is None:
        return
    if mention.until is None and mention.value != value.number:
        yield Note.ROUNDED
    if mention.bound == Bound.EXACT and getattr(value.row, "approximate", False):
        yield Note.NOT_ABOUT


def unlike(match: Match, values: Iterable[Value]) -> Judged:
    """A mention that the record tells otherwise, or knows less closely."""
    told = tuple(values)[:TOLD]
    if match.mention.kind == Kind.DATE and any(finer_than(match.mention, each.edtf) for each in told):
        return Judged(Verdict.NOT_RECORDED, told, (Note.LESS_CLOSE,))
    return Judged(Verdict.DIFFERS, told)


def unlike_named(match: Match) -> Judged:
    """The verdict by the entries that are named, where no value of theirs fits and agrees."""
    around, rivals = match.around, rivals_of(match)
    elsewhere = [v for each in match.meant[:1] for v in each.values if same(match.mention, v)]
    if elsewhere and match.meant[0].way in (Way.NAME, Way.BEFORE):
        missed = [each for each in elsewhere if is_about(each, around)]
        if rivals:
            told = tuple(dict.fromkeys((*rivals, *elsewhere)))[:TOLD]
            return Judged(Verdict.DIFFERS, told, (Note.OTHER_PLACE,))
        if missed and match.named and (around.years or around.stages):
            return Judged(Verdict.DIFFERS, tuple(missed[:TOLD]), (Note.OTHER_PLACE,))
        note = Note.OTHER_PLACE if missed else Note.UNNAMED
        return Judged(Verdict.CANDIDATES, tuple(elsewhere[:TOLD]), (note,))
    return unlike(match, rivals) if rivals else Judged(Verdict.NOT_RECORDED)


def rivals_of(match: Match) -> list[Value]:
    """The values that stand where the mention would: what the record says instead of it."""
    kind, named = match.mention.kind, match.named
    if kind == Kind.AMOUNT:
        around = match.around
        meant = named or (match.meant[0] if around.years and match.meant else None)
        return amounts_instead(meant, around) if meant else []
    if named is None:
        return []
    if kind == Kind.DATE:
        return [each for each in named.fitting if each.event in match.around.events]
    if kind == Kind.COUNT:
        return [each for each in named.fitting if is_worded(each, match.around.sentence)]
    return []


def amounts_instead(meant: Meant, around: Around) -> list[Value]:
    """The amounts of the years and stages that the text names; all of an entry if it names none."""
    if around.years or around.stages:
        exact = [each for each in meant.fitting if each.years == around.years or not around.years]
        if exact := [each for each in exact if each.years or each.stage]:
            return exact
        if meant.way != Way.NAME:
            return []
        return [
            each
            for each in meant.values
            if is_about(each, around) and (is_in_years(each, around) or is_at_stage(each, around))
        ]
    return list(meant.fitting) if MONEY_WORDS.search(around.sentence) else []


def is_worded(value: Value, sentence: str) -> bool:
    """Whether a sentence has a word of the label of a value."""
    return any(word in sentence for word in words_of(value.label))


def words_of(label: str) -> list[str]:
    """The words of a label, long runs of kanji by their first and last two."""
    found = LABEL_WORDS.findall(label)
    return [part for word in found for part in dict.fromkeys((word, word[:2], word[-2:]))]
