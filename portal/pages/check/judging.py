"""The verdict on a mention, from the values that it may tell of."""

import functools
import re
from collections.abc import Iterable, Iterator

from portal.mentions.frames import frame_of_phrase
from portal.mentions.mention import Bound, Kind, Mention
from portal.pages.check.agreeing import finer_than, same
from portal.pages.check.fitting import is_about, is_at_stage, is_in_years
from portal.pages.check.instead import amounts_instead, counts_instead, nearest_first
from portal.pages.check.matching import Match
from portal.pages.check.placing import Way
from portal.pages.check.reads import EVENT_WORDS, STAGE_WORDS
from portal.pages.check.statements import Otherwise
from portal.pages.check.surroundings import Around
from portal.pages.check.terms import english
from portal.pages.check.values import YEAR, Value, is_of
from portal.pages.check.verdicts import Judged, Note, Verdict
from portal.pages.check.wording import is_worded
from portal.search.text import fold

# What is said of an agreement by how its entry is named.
WAYS = {Way.WORDS: Note.PHRASE, Way.BESIDE: Note.NEARBY, Way.BEFORE: Note.NEARBY}
# What stands around the date of a document, and around the whole of which a part is told.
AS_OF = re.compile(
    r"\)?(?:の?(?:資料|文書|現状|時点|現在|表|報告書)|,? ?section|,? ?days? (?:before|after)"
    r"|[^、。]{0,16}の[翌前]日)"
)
AS_OF_BEFORE = re.compile(
    r"(?:基準|更新)日$|\d節の$|\b(?:as of|as told in|after|(?:documents?|table|record) of) ?$"
)
# The reason of an inference tells what it was read from.
REASON = re.compile(r"\[(?:推定|inferred)\]\((?:[^()]|\([^()]*\))*$")
WHOLE = re.compile(r"(?:の)?(?:うち|中[、,])")
WHOLE_BEFORE = re.compile(r"\bof the ?$|うち$")
AS_OF_LENGTH = 16
# What an amount has in it, or has not: 約9,500億円を含む.
CONTAINED = re.compile(r"を(?:含|除)")
# What somebody added up is told in brackets: the sum of the cells (¥198.0 billion).
ADDED_UP = re.compile(r"\bsum of [a-z ]{1,24}\($")
# What was reached is told beside what is aimed at: 実績は81本.
REACHED = re.compile(r"実績[^、。]{0,24}$")
# Letters of a phrase, beside its values, that say what a value is; of a bare number more have to,
# as 参加国は stands before that of any meeting.
TELLING, OF_A_NUMBER = 4, 6
# The letters of a date that is a month, with its year and without.
MONTH, PARTIAL_MONTH = 7, 4
# Those of a whole day.
DAY = 10
CURRENCY = re.compile(r"円|ドル|ユーロ|元|ポンド|ウオン|[¥$€£]|yen|dollar|euro|usd|jpy|eur")
LETTERS = re.compile(r"[^\W\d_]")
COMMON = sorted(map(fold, (*EVENT_WORDS, *STAGE_WORDS)), key=len, reverse=True)
DONE = re.compile(r"[a-z]+ed\b")
# Words of a label by which an English sentence tells of an event.
SEVERAL = 2
# So many values are told of a mention at most.
TOLD = 5


def judge(match: Match, otherwise: Otherwise) -> Judged:
    """How a mention stands to the record; also to statements that differ from its values."""
    judged = judge_by_values(match, otherwise)
    if judged.verdict != Verdict.DIFFERS:
        return judged
    told = otherwise.said(match.mention, judged.values)
    return Judged(told.verdict, told.values, told.notes) if told else judged


def judge_by_values(match: Match, otherwise: Otherwise) -> Judged:
    """How a mention stands to the values that it may tell of."""
    by_phrase = [each for each in match.phrased if is_said(match, each)]
    named, way = match.agreeing
    if by_phrase or named:
        agreeing = list(dict.fromkeys((*by_phrase, *named)))
        note = Note.PHRASE if by_phrase else WAYS.get(way)
        return agreed(match, agreeing, otherwise, note)
    if told := [each for each in match.phrased if is_telling(each, match)]:
        return unlike(match, told)
    if match.meant:
        return unlike_named_or_printed(match)
    if match.printed_instead:
        return unlike(match, match.printed_instead)
    if other := match.otherwise_counted:
        if said := [each for each in other if is_said(match, each) or is_bare(match, each)]:
            return agreed(match, said, otherwise, Note.PHRASE)
        # English has many words for what it counts, so that the number says more than its unit.
        is_english = match.mention.kind == Kind.COUNT and match.mention.unit.isascii()
        verdict = Verdict.CANDIDATES if is_english else Verdict.DIFFERS
        return Judged(verdict, tuple(other[:TOLD]), (Note.UNIT,))
    return Judged(Verdict.NOT_RECORDED)


def is_said(match: Match, value: Value) -> bool:
    """Whether a mention says a value whose phrase stands there, counting the same of its year."""
    mention = match.mention
    if not same(mention, value):
        return False
    if mention.kind == Kind.COUNT and is_of_another_year(match, value):
        return False
    spoken = (each.unit for each in frame_of_phrase(value.row.phrase).mentions)
    return mention.kind == Kind.NUMBER or is_of(mention, value) or mention.unit in spoken


def is_of_another_year(match: Match, value: Value) -> bool:
    """Whether a value is of another year than the text names, of which the record has one too."""
    years = match.around.years
    own = (*match.phrased, *match.printed_instead, *(v for m in match.meant for v in m.values))
    has_own = any(each.years == years and each.entry == value.entry for each in own)
    return has_own and not is_in_years(value, match.around)


def is_bare(match: Match, value: Value) -> bool:
    """Whether a number of no unit is a count whose words stand beside it: 閲覧数 約215万."""
    letters, mention = match.read.line.letters, match.mention
    if mention.kind != Kind.AMOUNT or CURRENCY.search(letters[mention.start : mention.end]):
        return False
    before = letters[: mention.start]
    return same(mention, value) and is_worded(value, before)


def is_telling(value: Value, match: Match) -> bool:
    """Whether a phrase says by itself what its value is, or its entry is named."""
    least = OF_A_NUMBER if match.mention.kind == Kind.NUMBER else TELLING
    return value.entry in match.around.named or len(telling_of(value.row.phrase)) >= least


@functools.lru_cache(maxsize=20_000)
def telling_of(phrase: str) -> str:
    """The letters of a phrase that say what its values are: no word of an event or stage."""
    text = frame_of_phrase(phrase).text
    for word in COMMON:
        text = text.replace(word, "")
    return "".join(LETTERS.findall(text))


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
    told = tuple(nearest_first(values, match)[:TOLD])
    if match.mention.kind == Kind.DATE and any(
        finer_than(match.mention, each.edtf) for each in told
    ):
        return Judged(Verdict.NOT_RECORDED, told, (Note.LESS_CLOSE,))
    return Judged(Verdict.DIFFERS, told)


def unlike_named_or_printed(match: Match) -> Judged:
    """The verdict by the entries that are named; else by what a document prints in these words."""
    judged = unlike_named(match)
    if judged.verdict == Verdict.DIFFERS and match.elsewhere and not match.named:
        return Judged(Verdict.CANDIDATES, match.elsewhere[:TOLD], (Note.UNNAMED,))
    if judged.verdict == Verdict.DIFFERS or not match.printed_instead:
        return judged
    return unlike(match, match.printed_instead)


def unlike_named(match: Match) -> Judged:
    """The verdict by the entries that are named, where no value of theirs fits and agrees."""
    around, rivals = match.around, rivals_of(match)
    elsewhere = [v for each in match.meant[:1] for v in each.values if same(match.mention, v)]
    if match.mention.kind == Kind.AMOUNT and is_of_no_subject(match, elsewhere):
        return Judged(Verdict.CANDIDATES, tuple(elsewhere[:TOLD]), (Note.UNNAMED,))
    if elsewhere and match.meant[0].way in (Way.NAME, Way.BEFORE):
        missed = [each for each in elsewhere if is_about(each, around)]
        if any(is_among_years(each, around) for each in elsewhere):
            return Judged(Verdict.CANDIDATES, tuple(elsewhere[:TOLD]), (Note.UNNAMED,))
        if rivals:
            told = tuple(dict.fromkeys((*nearest_first(rivals, match), *elsewhere)))[:TOLD]
            return Judged(Verdict.DIFFERS, told, (Note.OTHER_PLACE,))
        of_subject = any(each.things for each in missed)
        placed = match.mention.kind != Kind.DATE and (around.years or around.stages)
        if missed and (match.named or of_subject) and placed:
            return Judged(Verdict.DIFFERS, tuple(missed[:TOLD]), (Note.OTHER_PLACE,))
        note = Note.OTHER_PLACE if missed else Note.UNNAMED
        # Days of an entry that the sentence names are told of what it names.
        is_called = all(e.entry in around.called and e.kind != Kind.AMOUNT for e in elsewhere)
        is_plain = is_called and match.mention.kind == Kind.DATE
        return Judged(Verdict.CANDIDATES, tuple(elsewhere[:TOLD]), () if is_plain else (note,))
    return unlike(match, rivals) if rivals else Judged(Verdict.NOT_RECORDED)


def is_of_no_subject(match: Match, values: list[Value]) -> bool:
    """Whether a text names year and stage of some values, and no subject of their entries."""
    around = match.around
    known = {thing for each in match.meant[0].values for thing in each.things}
    return not known & around.named and any(
        each.years == around.years and is_at_stage(each, around)
        for each in values
        if each.things and around.years
    )


def is_among_years(value: Value, around: Around) -> bool:
    """Whether a value is of one of several years that the text names together: 令和5〜7年度."""
    if not (around.years and value.years) or value.years == around.years:
        return False
    return around.years[0] <= value.years[0] and value.years[1] <= around.years[1]


def rivals_of(match: Match) -> list[Value]:
    """The values that stand where the mention would: what the record says instead of it."""
    kind, named = kind_of(match.mention), match.named or match.worded
    if kind == Kind.AMOUNT and is_of_another(match):
        return []
    if kind == Kind.AMOUNT:
        own = [named] if named else match.meant if match.around.years else []
        return next(filter(None, (amounts_instead(each, match) for each in own)), [])
    if kind == Kind.DATE and (slipped := slips(match)):
        return slipped
    if kind == Kind.DATE and (is_as_of(match) or (match.mention.near and not match.named)):
        return []
    if kind == Kind.COUNT and (is_whole(match) or (match.is_in_name and not match.named)):
        return []
    is_borrowed = not match.read.line.is_row and not (kind == Kind.DATE and match.around.is_abroad)
    own = match.headed if is_borrowed else None
    meant = named or own or (match.beside if kind == Kind.COUNT else None)
    if meant is None:
        return []
    if kind == Kind.DATE:
        fitting = [each for each in meant.fitting if is_rival_day(match.mention, each)]
        alike = [each for each in fitting if is_as_close(match.mention, each)]
        beside_words = meant is match.worded and match.is_beside_words
        if not match.around.events and (match.is_bracketed or beside_words):
            return [each for each in alike if each.event]
        if not match.around.events and meant is named:
            return [each for each in alike if each.event and is_told_in_english(each, match)]
        if match.named and len(match.mention.edtf) == YEAR:
            alike = fitting
        return [each for each in alike if each.event in match.around.events]
    if kind == Kind.COUNT:
        worded = [
            each
            for each in meant.fitting
            if is_worded(each, match.around.sentence)
            if not is_reached(match, each)
        ]
        return counts_instead(meant, worded, match.around)
    return []


def is_told_in_english(value: Value, match: Match) -> bool:
    """Whether an English sentence that has no word of events has those of the label of one.

    One of them is what was done: invested an additional sum.
    """
    sentence = match.around.sentence
    done = english(" ".join(DONE.findall(sentence)))
    is_done = sentence.isascii() and bool(done & value.english)
    return is_done and len(value.english & english(sentence)) >= SEVERAL


def kind_of(mention: Mention) -> Kind:
    """What a mention is of: a bare number is a count where what it counts stands before it."""
    return Kind.COUNT if mention.kind == Kind.NUMBER and mention.unit else mention.kind


def is_as_of(match: Match) -> bool:
    """Whether a date is that of a document or of what it knew, and of no event: 2026年1月の資料."""
    letters, mention = match.read.line.letters, match.mention
    before = letters[max(0, mention.start - AS_OF_LENGTH) : mention.start]
    if AS_OF.match(letters, mention.end) or AS_OF_BEFORE.search(before):
        return True
    return bool(REASON.search(letters[: mention.start]))


def is_of_another(match: Match) -> bool:
    """Whether an amount is a part of another, or what its parts add up to."""
    letters, mention = match.read.line.letters, match.mention
    added = ADDED_UP.search(letters, max(0, mention.start - 2 * AS_OF_LENGTH), mention.start)
    return bool(added or CONTAINED.match(letters, mention.end))


def is_whole(match: Match) -> bool:
    """Whether a number is the whole of which a part is told, or a part: 11の物資のうち、うち2件."""
    letters, mention = match.read.line.letters, match.mention
    before = letters[max(0, mention.start - AS_OF_LENGTH) : mention.start]
    return bool(WHOLE.match(letters, mention.end) or WHOLE_BEFORE.search(before))


def is_reached(match: Match, value: Value) -> bool:
    """Whether a number is what was reached, beside a value that is aimed at."""
    before = match.read.line.letters[: match.mention.start]
    return bool(REACHED.search(before)) and "実績" not in value.label


def slips(match: Match) -> list[Value]:
    """The days that a whole date is but for its year, which no other date is by chance."""
    edtf = match.mention.edtf
    if len(edtf) != DAY:
        return []
    return [
        each
        for meant in match.meant
        for each in meant.values
        if len(each.edtf) == DAY and each.edtf[YEAR:] == edtf[YEAR:] and each.edtf != edtf
    ]


def is_rival_day(mention: Mention, value: Value) -> bool:
    """Whether another day than that of a value cannot be: what had come by a day may be older."""
    return value.kind != Kind.STATUS or mention.edtf[:DAY] > value.edtf[:DAY]


def is_as_close(mention: Mention, value: Value) -> bool:
    """Whether a date is told as closely as that of a value, or as the month that this lies in."""
    told = len(mention.edtf)
    if mention.partial:
        return (mention.near or told > PARTIAL_MONTH) and len(value.edtf) > YEAR
    return told == len(value.edtf) or (MONTH <= told < len(value.edtf) and "/" not in value.edtf)
