"""Of which measure a text says where it stands: the one that its words can be of, and no guess.

A sentence that names one measure tells of that one, however far off; of several its topic, else the
nearest. Where it names none, the one that a number of it agrees with, that its words are surely
like, or that the sentence before named and this one goes on about.
"""

import dataclasses
import re
from collections.abc import Iterable

from measures.models import MeasureStatus
from measures.models.choices import Status
from portal.mentions.mention import Kind, Mention
from portal.pages.check import values
from portal.pages.check.acted import is_subject
from portal.pages.check.agreeing import same
from portal.pages.check.apart import partners_in, partners_of
from portal.pages.check.candidates import Pair
from portal.pages.check.matching import Match, Matcher
from portal.pages.check.placing import OWNERS, Way, within
from portal.pages.check.reads import Named
from portal.pages.check.stages import COMING, MAKING
from portal.pages.check.subjects import has_own_subject
from portal.pages.check.unnamed import Sentences
from portal.pages.check.values import Thing, Value, is_of
from portal.pages.check.verdicts import GOOD, Note

# What makes a name the topic of its sentence.
TOPIC = re.compile(
    r"[」』)]*(?:(?:の(?:件|現状|状況))?(?:に(?:つき|つい|関し)(?:まし)?ては?|に関しては)|[はがも])"
)
# What follows the name of a measure after which another came, or was made: Xの後に施行された.
AFTER = re.compile(r"[」』)]*(?:の後|に続|を受け|に基づ|に伴|に先立)")
# The name behind a claim of an English sentence is where, or by whom, it came: shelved at Busan.
WHERE = re.compile(r"\b(?:at|in|by|on|of|to|from|after|since|under|with|for)(?: the)? ?$")
# What is told of a part or a change of a measure is not told of it: changes to the Act.
CHANGE = re.compile(
    r"\b(?:changes?|amendments?|revisions?|extensions?|expansions?|reforms?|reviews?|updates?"
    r"|additions?|adjustments?|exceptions?|exemptions?|parts?|successors?|alternatives?|talks?"
    r"|use|abolition|repeal)(?: \w+)? (?:to|of|in|for|from|on|by)(?: the)? ?$"
)
CHANGES = re.compile(CHANGE.pattern.removesuffix("$"))
OF_IT = re.compile(r"'s\b|^(?:its|their) ")
# The words between a name and what is said of it tell: of the whole of it, or of an aspect.
ASPECT = re.compile(
    rf"[」』)]*の(?!{MAKING}|{COMING}|段階)[一-鿿ァ-ヺー]{{2,12}}(?:の[一-鿿ァ-ヺー]{{2,12}})?"
    r"(?:に(?:つ[いき]|関し|向け)|[をはが])"
)
# What is said of somebody of whom more is told: 検討を進めている企業.
ATTRIBUTE = re.compile(r"(?:の)?[一-鿿ァ-ヺ](?<![段状と中後前一])")
# What right before such a word says that something is considered, or planned.
OBJECT = re.compile(r"(?:を|に向け(?:た|て)の?|(?:へ|について)の|(?<!もの)の)$")
ADVERBS = (
    r"(?:(?:現在|今|なお|まだ|いまだ|引き続き|新たに|今後|政府(?:内)?(?:で|として)(?:は)?)、?)*"
)
WHOLE = re.compile(
    rf"{ADVERBS}(?:の|(?:そ|こ)の|これの)?(?:第\d+回|(?:{MAKING}|{COMING}|(?:改正)?法案)(?:に(?:ついて|関して))?)?"
    r"(?:を|に向け(?:た|て)の?|への?|についての?|の|は|が)?"
)
# The subjects of a clause that are whoever acts, or the measure as a whole.
SUBJECT = re.compile(r"([一-鿿々ァ-ヺーa-z0-9]+)[がは](?!い|あり)")
OWN = re.compile(
    rf"(?:{MAKING}|{COMING}|検討|準備|議論|措置|制度|規定|法案|改正案|全体|一部|現在|今|段階|時点"
    r"|現時点|現状"
    r"|政府|当局|省|庁|我が国|日本|米国|中国|同国|両国|側|では|審議|手続|交渉|案|徴収|賦課|効力)$"
)
# What an English clause behind a comma has of its own, where it goes on about the same.
GOING_ON = re.compile(
    r" ?(?:(?:and|but|which|that|who|it|they|yet|though|although|however|so far|still|also|now"
    r"|currently|has|have|had|is|are|was|were|been|not|the|this|scheme|system|rule|act|bill"
    r"|measures?|law|tariff|as announced|within the government)\b ?)*"
)
# Stages of what there is not yet, of which words before them say what is planned.
PLANS = ("considered", "discussed", "prepared", "planned", "negotiated", "to-be-held")
MADE = re.compile(rf"(?:{MAKING}|{COMING})(?:について)?(?:を|に向け(?:た|て)の?|の)$")
COMMA = re.compile(r"[,;]")
# So much more than the next an entry has to be like a sentence.
CLEARLY = 1.15
SAME = re.compile(r"^[^一-鿿ァ-ヺ]*(?:同|本|当該|この|その|これ)[^、はがも]{0,6}(?=[はがも])")
ABOUT = re.compile(r"に(?:つき|つい|関し)(?:まし)?ては?")
# A sentence that goes on about what was named before has no more letters before such a word.
SHORT = 28


@dataclasses.dataclass(frozen=True)
class Bearer:
    """The measures that a claim is of, with their statuses, and how they are known."""

    values: tuple[Value, ...]
    notes: tuple[Note, ...] = ()


class Asked:
    """What a text knows of its measures, read once: what agrees in each sentence, what it is like.

    `told` are the findings of its values.
    """

    def __init__(self, matcher: Matcher, told: Iterable[Pair]):
        self.matcher, self.sentences = matcher, Sentences(matcher)
        self.agreed: dict[tuple[int, int], list[tuple[Mention, set[Thing]]]] = {}
        # The same of dates of acts that have no name: who speaks of one may tell of much else.
        self.acts: dict[tuple[int, int], list[tuple[Mention, set[Thing]]]] = {}
        for match, judged in told:
            if judged.verdict in GOOD:
                entries = {value.entry for value in judged.values}
                place = match.read.line.number, match.read.line.sentence_at(match.mention.start)[0]
                known = self.acts if Note.ACT in judged.notes else self.agreed
                known.setdefault(place, []).append((match.mention, entries))

    def agreeing(self, match: Match, start: int) -> list[tuple[Mention, set[Thing]]]:
        """The values of the sentence of a claim that agree, and the entries they agree with."""
        return self.agreed.get((match.read.line.number, start), [])


def bearer(match: Match, asked: Asked) -> Bearer | None:
    """Of which measure a claim is; None where nothing says so surely."""
    matcher = asked.matcher
    if match.read.line.is_row:
        return of_row(match)
    start, end = match.read.line.sentence_at(match.mention.start)
    names = [n for n in within(match.read.all_names, start, end) if statuses_of(n, matcher)]
    called = [each for each in names if not each.worded]
    if act := of_act(match, asked, start):
        return act
    if called:
        by_date = None if has_topic(match, called) else of_date(match, asked, start)
        return by_date or of_named(match, called, matcher, start)
    return (
        of_number(match, asked, start)
        or of_likes(match, asked, start, end)
        or of_words(match, names, matcher, start)
        or of_before(match, matcher, start)
    )


def statuses_of(name: Named, matcher: Matcher) -> tuple[Value, ...]:
    """The statuses of whom a name may mean."""
    return statuses(name.of(OWNERS), matcher)


def statuses(entries: Iterable[Thing], matcher: Matcher) -> tuple[Value, ...]:
    """The statuses of some entries."""
    own = (each for entry in entries for each in matcher.values.get(entry, ()))
    return tuple(each for each in own if isinstance(each.row, MeasureStatus))


def of_row(match: Match) -> Bearer | None:
    """The measure that a row of a table names."""
    first = match.meant[0] if match.meant else None
    return Bearer(first.values) if first and first.way == Way.NAME else None


def of_named(match: Match, names: list[Named], matcher: Matcher, start: int) -> Bearer | None:
    """The measure that a sentence names: its topic, else the nearest before a claim, or behind."""
    letters, mention = match.read.line.letters, match.mention
    if any(each.start <= mention.start and mention.end <= each.end for each in names):
        return None
    before = [each for each in names if each.start < mention.start]
    if not before:
        return of_behind(match, names[0], matcher)
    if letters.startswith("の", mention.end):
        return None
    chosen = subject_of(letters, before, start)
    if chosen is None or not is_of_whole(match, chosen, start):
        return None
    entries = of_partners(match, chosen, matcher)
    newest = {v.event for v in statuses(entries, matcher) if v.row.newest}
    # Of several of one name that stand otherwise none is guessed, but of talks and their rounds.
    are_talks = mention.codes[0] == "to-be-held" and newest <= {Status.HELD, Status.IN_FORCE}
    is_one = len(entries) == 1 or len(newest) == 1 or are_talks
    return Bearer(statuses(entries, matcher)) if is_one else None


def of_partners(match: Match, name: Named, matcher: Matcher) -> list[Thing]:
    """Whom a name may mean: of several those with the countries of the sentence in their titles."""
    titles, line = matcher.known.titles, match.read.line
    place = line.sentence_at(match.mention.start)
    named = partners_in(within(match.read.names, *place), titles, line.letters[slice(*place)])
    entries = [each for each in name.of(OWNERS) if statuses([each], matcher)]
    return [each for each in entries if partners_of(each, titles) & named] or entries


def subject_of(letters: str, names: list[Named], start: int) -> Named | None:
    """Of the names before a claim the last topic; else the last after which nothing came."""
    topics = [each for each in names if TOPIC.match(letters, each.end)]
    if not topics and letters[start : names[-1].end].isascii():
        topics = [each for each in names if not WHERE.search(letters[start : each.start])]
    free = [each for each in topics or names if not AFTER.match(letters, each.end)]
    return free[-1] if free else None


def of_behind(match: Match, name: Named, matcher: Matcher) -> Bearer | None:
    """The measure whose name stands behind a claim, in no brackets, and is no place or means."""
    gap = match.read.line.letters[match.mention.end : name.start]
    if gap.count("(") > gap.count(")") or WHERE.search(gap) or CHANGE.search(gap):
        return None
    return Bearer(statuses_of(name, matcher))


def is_of_whole(match: Match, name: Named, start: int) -> bool:
    """Whether a claim is of what its sentence names, not of a change, an aspect or another."""
    letters, mention = match.read.line.letters, match.mention
    between = letters[name.end : mention.start]
    if not letters[start : mention.end].isascii():
        return is_of_topic(match, between)
    if CHANGE.search(letters[start : name.start]) or OF_IT.match(between):
        return False
    parts = COMMA.split(between)
    return len(parts) == 1 or bool(GOING_ON.fullmatch(parts[-1]))


def is_of_topic(match: Match, between: str) -> bool:
    """Whether a Japanese claim is of what stands before the words between, as a whole.

    What is considered or planned has to be that, or that there be one, and no other object.
    """
    letters, mention = match.read.line.letters, match.mention
    if ATTRIBUTE.match(letters, mention.end) or ASPECT.match(between):
        return False
    topic = TOPIC.match(between)
    rest = between[topic.end() :] if topic else between
    if any(not OWN.search(each) for each in SUBJECT.findall(rest)):
        return False
    code, before = mention.codes[0], letters[: mention.start]
    last = rest.rpartition("、")[2]
    if code not in PLANS or not (OBJECT.search(before) or (code != "planned" and "を" in last)):
        return True
    return bool(WHOLE.fullmatch(last))


def has_topic(match: Match, names: list[Named]) -> bool:
    """Whether one of the names before a claim is the topic of its sentence, or it is English."""
    letters = match.read.line.letters
    before = [each for each in names if each.start < match.mention.start]
    is_japanese = not letters[names[0].start : match.mention.end].isascii()
    return not is_japanese or any(TOPIC.match(letters, each.end) for each in before)


def of_date(match: Match, asked: Asked, start: int) -> Bearer | None:
    """The one measure that a date before a claim is of, where names say less than its words."""
    dates = [
        entries
        for mention, entries in asked.agreeing(match, start)
        if mention.kind == Kind.DATE and mention.end <= match.mention.start
    ]
    return one_of(set().union(*dates), asked.matcher, Note.PHRASE)


def of_act(match: Match, asked: Asked, start: int) -> Bearer | None:
    """The one measure that the date of an act is of, where that act is all a claim is said of."""
    told = asked.acts.get((match.read.line.number, start), [])
    if len(told) != 1 or not is_subject(match, told[0][0], start):
        return None
    return one_of(told[0][1], asked.matcher, Note.ACT)


def of_number(match: Match, asked: Asked, start: int) -> Bearer | None:
    """The one measure that the numbers of a sentence agree with, or its dates, and its words too.

    Of an English sentence only its part counts. Another that it is like has no such number.
    """
    first = match.read.line.letters.rfind(";", start, match.mention.start)
    own = [each for each in asked.agreeing(match, start) if each[0].start > first]
    if not own or not is_plain(match, start):
        return None
    numbers = [each for each in own if each[0].kind in (Kind.AMOUNT, Kind.COUNT)]
    entries = set().union(*(found for _mention, found in numbers or own))
    likes = {each.entry for each in asked.sentences.of(match.around.sentence)}
    rivals = [v for each in likes - entries for v in asked.matcher.values.get(each, ())]
    is_shared = any(same(m, v) for m, _found in numbers for v in rivals if is_of(m, v))
    return (
        one_of(entries, asked.matcher, Note.TITLE) if entries <= likes and not is_shared else None
    )


def of_words(match: Match, names: list[Named], matcher: Matcher, start: int) -> Bearer | None:
    """The one measure that a sentence has words of a document of, which stand in its title.

    Other words say little: what was proposed of active cyber defence is not the law.
    """
    before = [each for each in names if each.start < match.mention.start]
    if not before or not is_of_whole(match, before[-1], start):
        return None
    letters, told = match.read.line.letters, matcher.known.titles.names.told
    entries = {
        thing
        for each in before
        for thing in each.of(OWNERS)
        if any(letters[each.start : each.end] in name for name in told.get(thing, ()))
    }
    return one_of(entries, matcher, Note.PHRASE)


def of_likes(match: Match, asked: Asked, start: int, end: int) -> Bearer | None:
    """The one measure whose title a sentence surely has."""
    clause = match.read.line.letters.rfind(";", start, match.mention.start) + 1
    letters = match.read.line.letters[max(start, clause) : end]
    likes = asked.sentences.of(letters) if is_plain(match, start) else []
    sure = bool(likes) and likes[0].is_sure
    if not sure or (len(likes) > 1 and likes[0].weight < CLEARLY * likes[1].weight):
        return None
    entry, matcher = likes[0].entry, asked.matcher
    if entry not in matcher.values:
        matcher.values.update(values.load({entry}, matcher.using))
    return one_of({entry}, matcher, Note.TITLE)


def is_plain(match: Match, start: int) -> bool:
    """Whether a claim of a sentence that has no name is of no change of what it has words of."""
    letters, mention = match.read.line.letters, match.mention
    before = letters[start : mention.start].rpartition(";")[2]
    if before.isascii():
        return not CHANGES.search(before)
    if ATTRIBUTE.match(letters, mention.end):
        return False
    is_considered = mention.codes[0] in PLANS and mention.codes[0] != "planned"
    return not is_considered or not OBJECT.search(before) or bool(MADE.search(before))


def of_before(match: Match, matcher: Matcher, start: int) -> Bearer | None:
    """The one measure named before a sentence that goes on about it."""
    letters, mention = match.read.line.letters, match.mention
    before, sentence = letters[start : mention.start], match.around.sentence
    if len(before) > SHORT or has_own_subject(sentence) or OF_IT.search(before):
        return None
    if ABOUT.search(before) and not SAME.match(before):
        return None
    if not letters[start : mention.end].isascii() and not is_of_topic(match, said(before)):
        return None
    groups = (each for each in match.around.groups if each.way == Way.BEFORE)
    entries = next((e for each in groups if (e := owning(each.entries, matcher))), set())
    return one_of(entries, matcher, Note.NEARBY)


def said(before: str) -> str:
    """The words before a claim without what they go on with: 同制度は、まだ."""
    return SAME.sub("", before)


def owning(entries: Iterable[Thing], matcher: Matcher) -> set[Thing]:
    """Those entries that have statuses."""
    return {each for each in entries if statuses([each], matcher)}


def one_of(entries: Iterable[Thing], matcher: Matcher, note: Note) -> Bearer | None:
    """The one of some entries that has statuses; None where it is not one."""
    own = owning(entries, matcher)
    return Bearer(statuses(own, matcher), (note,)) if len(own) == 1 else None
