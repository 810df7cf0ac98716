"""The verdict on a mention, from the values that it may tell of."""

import re
from collections.abc import Iterable

from portal.mentions.frames import frame_of_phrase
from portal.mentions.mention import Bound, Kind
from portal.pages.check.agreeing import finer_than, same
from portal.pages.check.known import WORDS
from portal.pages.check.matching import Match, is_about, is_at_stage, is_in_years
from portal.pages.check.statements import Otherwise
from portal.pages.check.values import Value
from portal.pages.check.verdicts import Judged, Note, Verdict

# Words that say that an amount is one of a budget or investment.
MONEY_WORDS = re.compile(
    r"予算|計上|総額|合計|総計|[規額計]|投資|融資|支援|補正|要求|基金|budget|fund|total|invest|loan"
)
LABEL_WORDS = re.compile(r"[一-鿿々]{2,}|[ァ-ヺ]{2,}|[a-z]{4,}")
# So many values are told of a mention at most.
TOLD = 5


def judge(match: Match, otherwise: Otherwise) -> Judged:
    """How a mention stands to the record."""
    agreeing = agreeing_of(match)
    if agreeing:
        return agreed(match, agreeing, otherwise)
    if told := [each for each in match.phrased if is_telling(each, match)]:
        return unlike(match, told)
    return unlike_named(match)


def is_telling(value: Value, match: Match) -> bool:
    """Whether a phrase says by itself what its value is, or its entry is named."""
    return value.entry in match.around.named or frame_of_phrase(value.row.phrase).content >= WORDS


def agreeing_of(match: Match) -> list[Value]:
    """The values that a mention agrees with: those that fit, or whose phrase stands there."""
    by_phrase = [each for each in match.phrased if same(match.mention, each)]
    return list(dict.fromkeys((*by_phrase, *match.agreeing)))


def agreed(match: Match, agreeing: list[Value], otherwise: Otherwise) -> Judged:
    """Agreement, and what has to be known of it: others say otherwise, or it is inferred."""
    told = otherwise.of(match.mention, agreeing)
    if told:
        return Judged(told.verdict, told.values, told.notes)
    sure = [each for each in agreeing if not each.inferred]
    verdict = Verdict.AGREES if sure else Verdict.INFERENCE
    return Judged(verdict, tuple((sure or agreeing)[:TOLD]), tuple(notes(match, (sure or agreeing)[0])))


def notes(match: Match, value: Value) -> Iterable[Note]:
    """What has to be known of a value that agrees."""
    mention = match.mention
    if value.number is not None and mention.value is not None:
        if mention.until is None and mention.value != value.number:
            yield Note.ROUNDED
        if mention.bound == Bound.EXACT and getattr(value.row, "approximate", False):
            yield Note.NOT_ABOUT
    if value in match.phrased:
        yield Note.PHRASE
    elif not match.near:
        yield Note.NEARBY


def unlike(match: Match, values: Iterable[Value]) -> Judged:
    """A mention that the record tells otherwise, or knows less closely."""
    told = tuple(values)[:TOLD]
    if match.mention.kind == Kind.DATE and any(finer_than(match.mention, each.edtf) for each in told):
        return Judged(Verdict.NOT_RECORDED, told, (Note.LESS_CLOSE,))
    return Judged(Verdict.DIFFERS, told)


def unlike_named(match: Match) -> Judged:
    """The verdict by the entry that is named, where no value of it fits and agrees."""
    rivals = rivals_of(match)
    if match.elsewhere:
        missed = [each for each in match.elsewhere if is_about(each, match.around)]
        if rivals:
            return Judged(Verdict.DIFFERS, tuple((*rivals, *match.elsewhere)[:TOLD]), (Note.OTHER_PLACE,))
        if missed and (match.around.years or match.around.stages or match.around.events):
            return Judged(Verdict.DIFFERS, tuple(missed[:TOLD]), (Note.OTHER_PLACE,))
        return Judged(Verdict.CANDIDATES, tuple(match.elsewhere[:TOLD]), (Note.UNNAMED,))
    if rivals:
        return unlike(match, rivals)
    return Judged(Verdict.NOT_RECORDED)


def rivals_of(match: Match) -> list[Value]:
    """The values that stand where the mention would: what the record says instead of it."""
    kind = match.mention.kind
    if kind == Kind.AMOUNT:
        return amounts_instead(match) if match.near or match.around.years else []
    if not match.near:
        return []
    if kind == Kind.DATE:
        return list(match.fitting) if match.around.events else []
    if kind == Kind.COUNT:
        return [each for each in match.fitting if is_worded(each, match.around.sentence)]
    return []


def amounts_instead(match: Match) -> list[Value]:
    """The amounts of the years and stages that the text names; all of an entry if it names none."""
    around = match.around
    if around.years or around.stages:
        exact = [each for each in match.fitting if each.years == around.years or not around.years]
        if exact := [each for each in exact if each.years or each.stage]:
            return exact
        return [
            each
            for each in match.meant
            if is_about(each, around) and (is_in_years(each, around) or is_at_stage(each, around))
        ]
    return list(match.fitting) if MONEY_WORDS.search(around.sentence) else []


def is_worded(value: Value, sentence: str) -> bool:
    """Whether a sentence has a word of the label of a value."""
    return any(word in sentence for word in words_of(value.label))


def words_of(label: str) -> list[str]:
    """The words of a label, long runs of kanji by their first and last two."""
    found = LABEL_WORDS.findall(label)
    return [part for word in found for part in dict.fromkeys((word, word[:2], word[-2:]))]
