"""What a text knows of its measures where it says how they stand, and the measures of a claim."""

import dataclasses
from collections.abc import Iterable

from measures.models import MeasureStatus
from portal.mentions.mention import Kind, Mention
from portal.pages.check.candidates import Pair
from portal.pages.check.matching import Match, Matcher
from portal.pages.check.near import sentence_before
from portal.pages.check.placing import OWNERS, within
from portal.pages.check.reads import Named
from portal.pages.check.unnamed import Sentences
from portal.pages.check.values import Thing, Value
from portal.pages.check.verdicts import GOOD, Note


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
        # Dates that are those of a measure that was named before their sentence.
        self.days: dict[tuple[int, int], list[tuple[Mention, tuple[Value, ...]]]] = {}
        for match, judged in told:
            if judged.verdict in GOOD:
                entries = {value.entry for value in judged.values}
                place = match.read.line.number, match.read.line.sentence_at(match.mention.start)[0]
                known = self.acts if Note.ACT in judged.notes else self.agreed
                known.setdefault(place, []).append((match.mention, entries))
                if match.mention.kind == Kind.DATE and Note.NEARBY in judged.notes:
                    self.days.setdefault(place, []).append((match.mention, judged.values))

    def agreeing(self, match: Match, start: int) -> list[tuple[Mention, set[Thing]]]:
        """The values of the sentence of a claim that agree, and the entries they agree with."""
        return self.agreed.get((match.read.line.number, start), [])

    def before(self, match: Match, start: int) -> set[Thing]:
        """The entries that values of the sentence before that of a claim agree with.

        None where that names any; `start` is where the sentence of the claim begins.
        """
        place = sentence_before(match.read, start, self.matcher.surroundings.lines)
        if place is None or any(each.owns for each in within(place[0].names, *place[1:])):
            return set()
        told = (place[0].line.number, place[1])
        agreed = (*self.agreed.get(told, ()), *self.acts.get(told, ()))
        return set().union(*(entries for _mention, entries in agreed))


def statuses_of(name: Named, matcher: Matcher) -> tuple[Value, ...]:
    """The statuses of whom a name may mean."""
    return statuses(name.of(OWNERS), matcher)


def statuses(entries: Iterable[Thing], matcher: Matcher) -> tuple[Value, ...]:
    """The statuses of some entries."""
    own = (each for entry in entries for each in matcher.values.get(entry, ()))
    return tuple(each for each in own if isinstance(each.row, MeasureStatus))


def owning(entries: Iterable[Thing], matcher: Matcher) -> set[Thing]:
    """Those entries that have statuses."""
    return {each for each in entries if statuses([each], matcher)}


def one_of(entries: Iterable[Thing], matcher: Matcher, note: Note) -> Bearer | None:
    """The one of some entries that has statuses; None where it is not one."""
    own = owning(entries, matcher)
    return Bearer(statuses(own, matcher), (note,)) if len(own) == 1 else None
