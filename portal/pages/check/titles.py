"""Entries by the words of their titles and labels: whom a sentence tells of without a name.

`The rules against circumvention of anti-dumping duties` are the Anti-circumvention system for
anti-dumping duties: what two texts share counts by how few entries have it.
"""

import dataclasses
import functools
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from portal.pages.check.name_lexicon import NameLexicon, parts_of_name
from portal.pages.check.spelled import Spelled
from portal.pages.check.spoken import longest
from portal.pages.check.terms import COUNTRIES, Term, terms_of_sentence, terms_of_title, word_of
from portal.pages.check.values import Thing

# Of a title so much has to stand in a sentence, of a label too; and so much to differ from it.
LIKE, ALIKE = 0.58, 0.74
# A label alone, with no word of the title, has to stand there almost whole, and to say more.
WHOLE, TELLING = 0.85, 12.0
# Two words at least have to be shared, and to say so much together.
LEAST, WEIGHT = 2, 7.0
# Whom a title names says so much alone where hardly another has it.
NAMED = 5.0
# A word of a title that says that a label is meant of this entry.
OWN = 2.0
# An entry is looked at for words that no more have.
RARE = 60
# So many entries are told at most that some words are like.
MOST = 12
# What may stand in the title of another.
PARTS = ("partner", "organisation", "measure")


@dataclasses.dataclass(frozen=True)
class Like:
    """An entry that a sentence has words of, how much they say, and whether they say it surely.

    `terms` are those of its title or label that the sentence has.
    """

    entry: Thing
    weight: float
    is_sure: bool
    terms: frozenset[Term]


class Titles:
    """The words of titles, of what stands in brackets behind them, and of labels, by entry."""

    def __init__(self, names: NameLexicon):
        self.names, self.spelled = names, Spelled(names.told)
        self.heads: dict[Thing, list[tuple[frozenset[Term], frozenset[Term]]]] = defaultdict(list)
        self.labels: dict[Thing, set[frozenset[Term]]] = defaultdict(set)

    def add_title(self, entry: Thing, letters: str) -> None:
        """A title in folded letters."""
        head, rest = parts_of_name(letters)
        terms = self.of_title(head, entry)
        if len(terms) >= LEAST:
            aside = self.of_title(rest, entry)
            self.heads[entry].append((terms, aside))
            if len(aside) > LEAST:
                self.heads[entry].append((aside, terms))

    def add_label(self, entry: Thing, letters: str) -> None:
        """The label of one of its values in folded letters."""
        terms = self.of_title(parts_of_name(letters)[0], entry)
        if len(terms) >= LEAST:
            self.labels[entry].add(terms)

    def of_title(self, letters: str, entry: Thing) -> frozenset[Term]:
        """The words of a title or label, those of a name in it as whom it means."""
        pieces, last, things = [], 0, set()
        found = ((a, b, self.parts(own, entry)) for a, b, own in self.names.find_all(letters))
        for start, end, own in longest(each for each in found if each[2]):
            pieces.append(letters[last:start])
            things.add(own[0])
            last = end
        rest = "|".join((*pieces, letters[last:]))
        words = (each for each in terms_of_title(rest) if each not in COUNTRIES)
        return frozenset((*words, *things, *self.countries(rest), *self.shorts(rest)))

    def of_sentence(self, letters: str) -> frozenset[Term]:
        """The words of a sentence, and whom all names in it may mean."""
        found = (self.parts(own) for _a, _b, own in self.names.find_all(letters))
        things = {thing for own in found for thing in own}
        terms = terms_of_sentence(letters) | things | self.countries(letters)
        return terms | self.shorts(letters)

    def shorts(self, letters: str) -> set[Term]:
        """The words for short forms that folded letters spell out: gx of green transformation."""
        return {word_of(short) for short in self.spelled.shorts_in(letters)}

    @staticmethod
    def parts(things: Iterable[Thing], entry: Thing | None = None) -> list[Thing]:
        """Whom a name may mean of what may stand in a title; no one if that is the entry itself."""
        return [] if entry in things else sorted(each for each in things if each[0] in PARTS)

    def countries(self, letters: str) -> set[Thing]:
        """The countries whose things or people folded letters tell of."""
        words = {*letters.replace("|", " ").split()} & COUNTRIES.keys()
        named = (self.names.lexicon.meanings.get(COUNTRIES[word], ()) for word in words)
        return {self.parts(own)[0] for own in named if self.parts(own)}

    @functools.cached_property
    def entries(self) -> dict[Term, list[Thing]]:
        """The entries that have a word, in a title or in a label."""
        found: dict[Term, list[Thing]] = defaultdict(list)
        for entry in {**self.heads, **self.labels}:
            for term in self.all_of(entry):
                found[term].append(entry)
        return dict(found)

    def all_of(self, entry: Thing) -> frozenset[Term]:
        """All words of an entry."""
        heads = (term for pair in self.heads.get(entry, ()) for part in pair for term in part)
        labels = (term for label in self.labels.get(entry, ()) for term in label)
        return frozenset((*heads, *labels))

    def weight(self, terms: Iterable[Term]) -> float:
        """How much some words say together: each the more, the fewer entries have it."""
        return sum(self.weights.get(term, self.rarest) for term in terms)

    @functools.cached_property
    def rarest(self) -> float:
        """How much a word says that one entry has."""
        return math.log(1 + (len(self.heads) or 1))

    @functools.cached_property
    def weights(self) -> dict[Term, float]:
        """How much each word says."""
        most = len(self.heads) or 1
        return {term: math.log(1 + most / len(own)) for term, own in self.entries.items()}

    def like(self, terms: frozenset[Term]) -> list[Like]:
        """The entries that a sentence with these words is most like, the most like first."""
        shared: Counter[Thing] = Counter()
        for term in terms:
            own = self.entries.get(term, ())
            if len(own) <= RARE:
                shared.update(own)
        found = filter(None, (self.likeness(entry, terms) for entry in shared))
        return sorted(found, key=lambda each: (-each.weight, each.entry))[:MOST]

    def likeness(self, entry: Thing, terms: frozenset[Term]) -> Like | None:
        """How much of the title or of a label of an entry some words have; None for too little."""
        readers = (self.by_titles, self.by_labels, self.by_things)
        found = [like for reader in readers for like in reader(entry, terms)]
        return max(found, key=lambda each: (each.weight, each.is_sure), default=None)

    def by_titles(self, entry: Thing, terms: frozenset[Term]) -> Iterator[Like]:
        """The titles of an entry that stand in a sentence but for some words."""
        for head, rest in self.heads.get(entry, ()):
            own = head & terms
            part = self.weight(own) / self.weight(head)
            if part >= LIKE and len(own) >= LEAST and self.weight(own) >= WEIGHT:
                both = own | rest & terms
                yield Like(entry, part * self.weight(both), part >= ALIKE, both)

    def by_things(self, entry: Thing, terms: frozenset[Term]) -> Iterator[Like]:
        """Whom the title of an entry names, and hardly another's; no more than a hint."""
        for head, _rest in self.heads.get(entry, ()):
            own = {each for each in head & terms if type(each) is tuple}
            if own and self.weight(own) >= NAMED:
                yield Like(entry, LIKE * self.weight(own), False, frozenset(own))

    def by_labels(self, entry: Thing, terms: frozenset[Term]) -> Iterator[Like]:
        """The labels of an entry that stand in a sentence, with a word of its title."""
        titles = {term for head, rest in self.heads.get(entry, ()) for term in head | rest} & terms
        for label in self.labels.get(entry, ()):
            own = label & terms
            weight = self.weight(own)
            part = weight / self.weight(label)
            is_owned = any(self.weight([term]) >= OWN for term in titles) and weight >= WEIGHT
            if (
                part < LIKE
                or len(own) < LEAST
                or not (is_owned or (part >= WHOLE and weight >= TELLING))
            ):
                continue
            both = own | titles
            yield Like(entry, part * self.weight(both), part >= ALIKE, both)
