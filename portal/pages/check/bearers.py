"""Of which measure a text says where it stands: the one that its words can be of, and no guess.

A sentence that names one measure tells of that one, however far off; of several its topic, else the
nearest. Where it names none, the one that a number of it agrees with, that its words are surely
like, or that the sentence before named and this one goes on about.
"""

import re

from measures.models.choices import Status
from portal.mentions.mention import Kind
from portal.pages.check import values
from portal.pages.check.acted import is_subject
from portal.pages.check.agreeing import same
from portal.pages.check.apart import partners_in, partners_of
from portal.pages.check.asked import Asked, Bearer, one_of, statuses, statuses_of
from portal.pages.check.matching import Match, Matcher
from portal.pages.check.placing import OWNERS, Way, within
from portal.pages.check.reads import Named
from portal.pages.check.shortened import of_remedy, of_short_title
from portal.pages.check.spoken_on import of_before, of_day
from portal.pages.check.values import Thing, is_of
from portal.pages.check.verdicts import Note
from portal.pages.check.wholes import CHANGE, TOPIC, is_of_whole, is_plain

# What follows the name of a measure after which another came, or was made: Xの後に施行された.
AFTER = re.compile(r"[」』)]*(?:の後|に続|を受け|に基づ|に伴|に先立)")
# The name behind a claim of an English sentence is where, or by whom, it came: shelved at Busan.
WHERE = re.compile(r"\b(?:at|in|by|on|of|to|from|after|since|under|with|for)(?: the)? ?$")
# Behind these another thing is told of.
AND = re.compile(
    r"\b(?:and|but|while|whereas|although)\b|(?:であり|ており|おり|[だるたすい]が|し)、"
)
# So much more than the next an entry has to be like a sentence.
CLEARLY = 1.15


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
        of_day(match, asked, start)
        or of_number(match, asked, start)
        or of_likes(match, asked, start, end)
        or of_words(match, names, matcher, start)
        or of_remedy(match, asked, start)
        or of_short_title(match, asked, start)
        or of_before(match, asked, start)
    )


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
    if AND.search(gap):
        return None
    return Bearer(statuses_of(name, matcher))


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
