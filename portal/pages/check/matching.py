"""Which values of the record a mention may tell of, and how it stands to them."""

import dataclasses
import functools
from collections import Counter
from collections.abc import Iterable, Iterator

from portal.mentions.mention import Kind, Mention
from portal.pages.check import values
from portal.pages.check.agreeing import same
from portal.pages.check.fitting import fitting, is_placed
from portal.pages.check.known import Framed, Known
from portal.pages.check.placing import BESIDE, OWNERS, Way, distance, within
from portal.pages.check.printing import printed_beside, printed_instead, says_the_same
from portal.pages.check.reads import Read, framed
from portal.pages.check.surroundings import Around, Surroundings, is_year_alone
from portal.pages.check.values import Thing, Value, is_of
from portal.pages.check.wording import best_worded, counted_as

# A table has its entry said somewhere above it, and so has an amount of a year: so many of those
# named there may be meant.
TABLES = 3
# A smaller number is that of many things.
LEAST = 10
# Letters of a phrase that say what it is of where other entries are named around it.
ELSEWHERE = 8
# Entries that one name may mean.
FEW = 3


@dataclasses.dataclass(frozen=True)
class Meant:
    """The values of some entries that a mention may tell of by its unit, and how they are named.

    `fitting` are those of the subject, year, stage and event that the text names.
    """

    values: tuple[Value, ...]
    fitting: tuple[Value, ...]
    way: Way

    @property
    def is_one(self) -> bool:
        """Whether all are of one entry."""
        return len({each.entry for each in self.values}) == 1

    @property
    def is_few(self) -> bool:
        """Whether they are of so few entries that a heading may mean any of them."""
        return len({each.entry for each in self.values}) <= FEW


@dataclasses.dataclass(frozen=True)
class Match:
    """A mention with its surroundings and the values that it may tell of.

    `phrased` are those whose recorded phrase stands there but for its values; `otherwise_counted`
    those of the entries that its sentence names which are the same number of something else;
    `printed_instead` those that a document prints in its place, in the same words; `elsewhere` the
    days of entries that are named further off. `is_in_name` says that a name in the text has it.
    """

    read: Read
    mention: Mention
    around: Around
    phrased: tuple[Value, ...]
    meant: tuple[Meant, ...]
    otherwise_counted: tuple[Value, ...]
    printed_instead: tuple[Value, ...]
    elsewhere: tuple[Value, ...]
    is_in_name: bool

    @property
    def agreeing(self) -> tuple[list[Value], Way | None]:
        """The fitting values of the nearest entries that say the same, and how they are named."""
        for each in self.meant:
            if found := [value for value in each.fitting if same(self.mention, value)]:
                return found, each.way
        return [], None

    @property
    def named(self) -> Meant | None:
        """The values of the entry that the sentence names, if it does."""
        return next((each for each in self.meant if each.way == Way.NAME), None)

    @property
    def worded(self) -> Meant | None:
        """The values of the entry that the sentence has words of, if it is one alone."""
        return next((each for each in self.meant if each.way == Way.WORDS and each.is_one), None)

    @property
    def is_bracketed(self) -> bool:
        """Whether a date stands in brackets right behind the name of its entry."""
        letters, start = self.read.line.letters, self.mention.start
        own = {value.entry for each in self.meant[:1] for value in each.values}
        return letters[start - 1 : start] == "(" and any(
            0 <= start - name.end <= 1 for name in self.read.all_names if own & set(name.things)
        )

    @property
    def is_beside_words(self) -> bool:
        """Whether words that a document has of the entry stand right beside a mention.

        Of several dates in a row nothing says which belongs to the words behind them.
        """
        dates = (each for each in self.read.mentions if each.kind == Kind.DATE)
        if any(0 <= self.mention.start - each.end <= BESIDE for each in dates):
            return False
        own = {value.entry for each in self.meant for value in each.values}
        part = self.read.line.sentence_at(self.mention.start)
        return any(
            distance(words, self.mention) <= BESIDE
            for words in within(self.read.worded, *part)
            if own & set(words.things)
        )

    @property
    def beside(self) -> Meant | None:
        """The values of the entry that the line beside a bare mention names, if it is one alone."""
        return next((each for each in self.meant if each.way == Way.BESIDE and each.is_one), None)

    @property
    def headed(self) -> Meant | None:
        """The values of the entry that the heading or the lines before name, if they are few."""
        first = self.meant[0] if self.meant else None
        return first if first and first.is_few and first.way == Way.BEFORE else None


class Matcher:
    """The matches of a text: the record is asked once for all entries that it names."""

    def __init__(self, surroundings: Surroundings, known: Known):
        self.surroundings, self.known, self.using = surroundings, known, known.using
        self.hits = {read.line.number: framed(read) for read in surroundings.lines}
        self.values = self.load()
        # By line and the entries around, so that a long line is not read anew for each mention.
        self.said: dict[tuple, list[tuple[Mention, set[tuple]]]] = {}
        self.by_row = {
            (type(each.row), each.row.pk, each.kind): each
            for own in self.values.values()
            for each in own
        }

    def load(self) -> dict[Thing, list[Value]]:
        """The values of all entries that are named, or whose phrases stand in the text."""
        named = {
            thing
            for read in self.surroundings.lines
            for name in read.all_names
            for thing in name.of(OWNERS)
        }
        named |= {hit.entry for own in self.hits.values() for hits in own.values() for hit in hits}
        return values.load(named, self.using)

    def match(self, read: Read, mention: Mention) -> Match:
        """What a mention may tell of."""
        return self.placed(read, mention, self.surroundings.around(read, mention))

    def placed(self, read: Read, mention: Mention, around: Around) -> Match:
        """What a mention may tell of with these surroundings."""
        meant = tuple(self.meant(around, mention, row=read.line.is_row))
        hits = self.hits[read.line.number].get(mention.start, ())
        is_named = any(each.way == Way.NAME for each in around.groups)
        phrased = tuple(filter(None, map(self.value_of, trusted(hits, around, is_named))))
        beside = list(printed_beside(read, mention, around, self.values))
        told = [*phrased, *(value for value, _told in beside)]
        if told and not any(same(mention, each) for each in told):
            meant = tuple(without(meant, self.said_beside(read, mention, around)))
        counted = self.otherwise(around, mention)
        instead = printed_instead(read, mention, around, self.values)
        phrased += tuple(value for value, told in beside if says_the_same(told, mention))
        instead += tuple(value for value, told in beside if not says_the_same(told, mention))
        further = tuple(self.elsewhere(around, mention))
        in_name = self.surroundings.is_in_name(read.line.letters[mention.start : mention.end])
        return Match(read, mention, around, phrased, meant, counted, instead, further, in_name)

    def elsewhere(self, around: Around, mention: Mention) -> Iterator[Value]:
        """The days of all entries around a date that are that date."""
        if mention.kind == Kind.DATE:
            for entry in around.entries(*Way):
                own = (each for each in self.values.get(entry, ()) if each.edtf)
                yield from (each for each in own if same(mention, each))

    def said_beside(self, read: Read, mention: Mention, around: Around) -> set[tuple]:
        """What other mentions of a line say in the words of their own phrases."""
        key = read.line.number, around.groups
        if key not in self.said:
            self.said[key] = [(each, self.said_by(read, each, around)) for each in read.mentions]
        return set().union(*(said for each, said in self.said[key] if each is not mention))

    def said_by(self, read: Read, mention: Mention, around: Around) -> set[tuple]:
        """What a mention says in the words of its own phrases, of the entries of a place."""
        hits = self.hits[read.line.number].get(mention.start, ())
        own = [*filter(None, map(self.value_of, hits))]
        own += (value for value, _ in printed_beside(read, mention, around, self.values))
        return {what(value) for value in own if same(mention, value)}

    def otherwise(self, around: Around, mention: Mention) -> tuple[Value, ...]:
        """The values of the entries of a sentence that are a number of another unit."""
        if mention.kind not in (Kind.AMOUNT, Kind.COUNT):
            return ()
        own = (
            value
            for group in around.groups
            for entry in group.entries
            for value in self.values.get(entry, ())
            if group.way != Way.BEFORE or (value.things and value.things <= around.named)
        )
        numbers = {mention.value, mention.value / mention.step}
        return tuple(
            each
            for each in own
            if each.number and not is_of(mention, each)
            if numbers & {each.number, each.number / each.step} and max(numbers) >= LEAST
        )

    def meant(self, around: Around, mention: Mention, *, row: bool) -> Iterator[Meant]:
        """The values that a mention may tell of, those of the nearest entries first.

        Of entries that its sentence names the first with such values counts, and those that it has
        words of; else the first of those around it, and each that stands beside a bare date.
        """
        seen: Counter[Way] = Counter()
        for group in around.groups:
            found = self.of_unit(group.entries, mention)
            if not found or (seen[Way.NAME] and group.way != Way.WORDS):
                continue
            if seen[Way.BEFORE] >= (TABLES if row or around.years else 1):
                break
            fits = counted_as(fitting(found, mention, around), mention.unit)
            if mention.kind != Kind.DATE or not around.events:
                fits = best_worded(fits, around.sentence, around.clause, of_year=bool(around.years))
            if seen[Way.BEFORE]:
                fits = [each for each in fits if is_placed(each, around)]
            if group.way == Way.BEFORE and is_year_alone(mention, around):
                fits = [each for each in fits if len(each.edtf) == len(mention.edtf)]
            yield Meant(found, tuple(fits), group.way)
            seen[group.way] += 1
        if not any(each.way == Way.NAME for each in around.groups):
            yield from self.of_subject(around, mention, has_owner=bool(seen))

    def of_subject(self, around: Around, mention: Mention, *, has_owner: bool) -> Iterator[Meant]:
        """The amounts for a subject that a sentence names without its programme.

        Beside an entry that was named before they count where they are of the year that is named
        and agree: 重要鉱物に関しては、令和8年度当初予算案に125億円.
        """
        found = self.for_subjects(around.named, mention)
        fits = tuple(fitting(found, mention, around))
        if has_owner:
            fits = tuple(e for e in fits if e.years == around.years and same(mention, e))
        if found and (fits or not has_owner) and (around.years or not has_owner):
            yield Meant(found, fits, Way.NAME)

    def of_unit(self, entries: Iterable[Thing], mention: Mention) -> tuple[Value, ...]:
        """The values of some entries that a mention may tell of by its unit."""
        own = (each for entry in entries for each in self.values.get(entry, ()))
        return tuple(each for each in own if is_of(mention, each))

    @functools.cached_property
    def by_subject(self) -> dict[Thing, list[Value]]:
        """The amounts for each subject that the text names."""
        named = {
            thing
            for read in self.surroundings.lines
            for name in read.names
            for thing in name.of(("subject",))
        }
        found: dict[Thing, list[Value]] = {}
        for value in values.of_subjects(named, self.using):
            for thing in value.things:
                found.setdefault(thing, []).append(value)
        return found

    def for_subjects(self, things: Iterable[Thing], mention: Mention) -> tuple[Value, ...]:
        """The amounts for a subject that is named without its programme."""
        if mention.kind != Kind.AMOUNT:
            return ()
        own = (each for thing in things for each in self.by_subject.get(thing, ()))
        return tuple(each for each in own if is_of(mention, each))

    def value_of(self, hit: Framed) -> Value | None:
        """The value of the row that a phrase speaks of, as it was read; None for no value."""
        return self.by_row.get((hit.model, hit.pk, hit.kind))


def trusted(hits: Iterable[Framed], around: Around, is_named: bool) -> list[Framed]:
    """The rows that a phrase speaks of: of one that is named, or of one entry alone.

    Where the sentence names another entry the phrase says nothing; where one is named around it,
    it has to say more.
    """
    if is_named:
        sure = around.entries(Way.NAME, Way.WORDS) | around.called
        telling = (hit for hit in hits if hit.entry in sure or hit.content >= ELSEWHERE)
        return [hit for hit in telling if hit.entry in around.named]
    least = ELSEWHERE if around.entries(Way.BEFORE, Way.BESIDE) else 0
    sure = around.entries(Way.BEFORE, Way.BESIDE)
    worded = around.entries(Way.WORDS)
    told = [
        hit
        for hit in hits
        if hit.entry in sure
        or hit.content >= least
        or (hit.entry in worded and hit.spoken == Kind.DATE)
    ]
    most = max((hit.content for hit in told), default=0)
    longest = [hit for hit in told if hit.content == most]
    return longest if len({hit.entry for hit in longest}) == 1 else []


def what(value: Value) -> tuple:
    """What a value says of which entry, in whatever row it stands."""
    return value.entry, value.number, value.edtf


def without(meant: Iterable[Meant], said: set[tuple]) -> Iterator[Meant]:
    """What a mention may tell of, but for values that others say."""
    for each in meant:
        fits = tuple(value for value in each.fitting if what(value) not in said)
        yield dataclasses.replace(each, fitting=fits)
