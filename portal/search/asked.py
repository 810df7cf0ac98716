"""What is asked as it is looked for: how rare it is, and which entries hold it."""

import dataclasses
import functools
import math
import operator
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.db import models

from portal.search.by_script import Word, pairs
from portal.search.corpus import CORPORA
from portal.search.cutting import Cut
from portal.search.lookup import Holders, Wanting, holders
from portal.search.models import Figure, FigureKind, Name, Rank
from portal.search.naming import Names
from portal.search.near import MOST_COMPARED, named_like, nearest_names, words_begun
from portal.search.text import fold
from portal.search.tokens import CORPUS_SLOTS, document_key

# What a figure counts by where it stands, and a year or stage that a row tells with the others.
AMOUNT = {FigureKind.TOTAL: 3.0, FigureKind.ROW: 2.85, FigureKind.TEXT: 1.5}
PERIOD = {FigureKind.TOTAL: 2.0, FigureKind.ROW: 1.0}
TOGETHER = 1.0
# What counts for a word that is said of amounts of its kind in general: who has one holds it.
HAVING = {FigureKind.TOTAL: 1.0, FigureKind.ROW: 0.9}
# What a find counts of a name that the word may be a slip of.
SLIP = 0.7
# A word that more than this share of all entries hold proposes none.
COMMON = 0.2


IN_ROWS = ~models.Q(kind=FigureKind.TEXT)


class Told(NamedTuple):
    """A figure that an entry or a row tells: whose it is, where it stands, and its own key."""

    owner: int
    document: int
    kind: int
    pk: int


@dataclasses.dataclass(frozen=True)
class Asked:
    """One thing that is asked for, a word or a figure, with how rare it is and where it stands.

    Of a figure, `figures` has what it counts for each entry, `rows` the documents that tell it.
    A word for such amounts in general has both, and who tells one holds it too.
    A word that nothing holds may be a slip of the names in `near`, or the beginning of these words,
    which are looked for instead.
    """

    written: str
    rarity: float
    factor: float = 1.0
    word: Word | None = None
    holders: Holders = dataclasses.field(default_factory=Holders)
    figures: Mapping[int, tuple[float, int]] = dataclasses.field(default_factory=dict)
    rows: frozenset[int] = frozenset()
    common: bool = False
    near: tuple[str, ...] = ()

    @property
    def is_weak(self) -> bool:
        """Whether it counts where it stands, and is not missed where it does not."""
        return self.word is not None and self.word.weak

    @property
    def is_found(self) -> bool:
        """Whether anything holds it."""
        return bool(self.holders.all or self.figures)


class Asker:
    """Looks for words and figures among the entries of some corpora that visitors may see."""

    def __init__(self, names: Names, corpora: Collection[int], hidden: Collection[int], total: int):
        self.using, self.corpora, self.hidden, self.total = names.using, corpora, hidden, total
        self.names = names
        self.having = {
            fold(word)
            for corpus in CORPORA.values()
            if corpus.figures
            for word in corpus.figures.called
        }

    def all(self, cut: Cut) -> list[Asked]:
        """All that is asked, each thing once."""
        looked_for = zip(cut.words, self._looked_for(cut.words), strict=True)
        found = list(self._found_or_like(looked_for))
        found += self._figures(cut)
        return list({each.written: each for each in reversed(found)}.values())[::-1]

    def _found_or_like(self, looked_for: Iterable[tuple[Word, Asked]]) -> Iterator[Asked]:
        """Words as they were looked for, the first few that nothing holds as what is like them."""
        missing = 0
        for word, asked in looked_for:
            if asked.is_found or word.weak or missing == MOST_COMPARED:
                yield asked
            else:
                missing += 1
                yield from self._or_like_it(word, asked)

    def _rarity(self, number: int) -> float:
        return math.log(1 + (self.total - number + 0.5) / (number + 0.5))

    def _or_like_it(self, word: Word, found: Asked) -> list[Asked]:
        """A word that nothing holds, as names like it or its pairs are looked for."""
        apart = self._looked_for(pairs(word, step=2))
        if apart and all(part.is_found for part in apart):
            return apart
        named = [] if word.exact else named_like(word.forms[-1], self.names.using)
        if near := self._begun(word, named) or self._near(word, named):
            return [near]
        known = [part for part in self._looked_for(pairs(word, step=1)) if part.is_found]
        covered = {letter for part in known for letter in part.written}
        if not known:
            return [found]
        missing = "".join(letter for letter in word.forms[0] if letter not in covered)
        return [*known, *self._looked_for([Word(missing, (missing,))])] if missing else known

    def _looked_for(self, words: Sequence[Word]) -> list[Asked]:
        """Words with who holds each of them."""
        wanting = [Wanting(each.forms, [name for name, _ in each.others]) for each in words]
        held = holders(list(self.corpora), wanting, self.using)
        return [self._weighed(*pair) for pair in zip(words, held, strict=True)]

    def _weighed(self, word: Word, held: Holders) -> Asked:
        if word.said:
            held.titles |= self._said(word.said)
            if not held.titles:
                held.titles |= self._said(word.said, whole=False)
        held.without(self.hidden)
        number = len(held.own) or len(held.all)
        common = held.cut and number > COMMON * self.total
        found = Asked(word.written, self._rarity(number), word.factor, word, held, common=common)
        return found if word.exact or word.forms[0] not in self.having else self._having(found)

    def _having(self, asked: Asked) -> Asked:
        """A word for amounts in general: who tells one holds it, though no text of it says so."""
        [rows] = self._told([IN_ROWS])
        told = self._figure(asked.written, rows, HAVING)
        rarity = self._rarity(len(asked.holders.all | told.figures.keys()))
        return dataclasses.replace(asked, rarity=rarity, figures=told.figures, rows=told.rows)

    def _begun(self, word: Word, named: Sequence[tuple[str, str]]) -> Asked | None:
        """A word that is the beginning of others, as these are looked for."""
        begun = () if word.exact else tuple(words_begun(word.forms[-1], named))
        if not begun:
            return None
        whole = dataclasses.replace(word, forms=begun, others=self.names.others(begun), said="")
        [found] = self._looked_for([whole])
        return dataclasses.replace(found, near=begun) if found.is_found else None

    def _near(self, word: Word, named: Sequence[tuple[str, str]]) -> Asked | None:
        """A word that may be a slip of a name, as that name is looked for."""
        names = {} if word.exact else nearest_names(word.forms[-1], named, self.using)
        if not names:
            return None
        forms = tuple(fold(name) for name in names.values())
        others = self.names.others(names)
        near = dataclasses.replace(
            word, forms=forms, others=others, said="", factor=word.factor * SLIP
        )
        [found] = self._looked_for([near])
        return dataclasses.replace(found, near=tuple(names.values())) if found.is_found else None

    def _said(self, reading: str, whole: bool = True) -> set[int]:
        """The documents of what is read so, or, where not `whole`, of what is read like it."""
        names = Name.objects.using(self.using).filter(rank=Rank.READING, corpus__in=self.corpora)
        told = names.filter(folded=reading) if whole else names.filter(folded__contains=reading)
        return {document_key(corpus, row) for corpus, row in told.values_list("corpus", "row")}

    def _figures(self, cut: Cut) -> list[Asked]:
        """Amounts, fiscal years and stages as they are looked for."""
        amounts = [(written, models.Q(yen__range=yen.range)) for written, yen in cut.amounts]
        periods = [
            (written, models.Q(year=year) | models.Q(year__lt=year, until__gte=year))
            for written, year in cut.years
        ]
        periods += [(written, models.Q(stage__in=codes)) for written, codes in cut.stages]
        asked = [*amounts, *((written, IN_ROWS & period) for written, period in periods)]
        told = self._told([condition for _written, condition in asked])
        values = [AMOUNT] * len(amounts) + [PERIOD] * len(periods)
        found = [
            self._figure(written, rows, value)
            for (written, _condition), rows, value in zip(asked, told, values, strict=True)
        ]
        if len(periods) > 1:
            together = set.intersection(*map(set, told[len(amounts) :]))
            found = self._together(found, together, [written for written, _period in periods])
        return found

    def _told(self, conditions: Sequence[models.Q]) -> list[list[Told]]:
        """For each condition the figures that meet it: one look for all of them."""
        if not conditions:
            return []
        meets = {
            f"meets_{place}": models.ExpressionWrapper(each, models.BooleanField())
            for place, each in enumerate(conditions)
        }
        figures = Figure.objects.using(self.using).filter(
            functools.reduce(operator.or_, conditions)
        )
        # What is whole comes before years, and the newest year before others.
        figures = figures.order_by(models.F("year").desc(nulls_first=True), "document")
        rows = figures.annotate(**meets).values_list("owner", "document", "kind", "pk", *meets)
        read = [(Told(*row[:4]), row[4:]) for row in rows]
        return [[told for told, met in read if met[place]] for place in range(len(conditions))]

    def _figure(self, written: str, rows: Iterable[Told], values: Mapping) -> Asked:
        best: dict[int, tuple[float, int]] = {}
        told = set()
        for owner, document, kind, _pk in rows:
            if owner % CORPUS_SLOTS in self.corpora and owner not in self.hidden:
                if values[kind] > best.get(owner, (0.0, 0))[0]:
                    best[owner] = (values[kind], -document)
                told.add(document)
        return Asked(written, self._rarity(len(best)), figures=best, rows=frozenset(told))

    def _together(
        self, found: list[Asked], rows: Iterable[Told], names: Sequence[str]
    ) -> list[Asked]:
        """Years and stages that one row has all count once more, there."""
        kinds: dict[int, tuple[int, int]] = {}
        for owner, document, kind, _pk in rows:
            kinds[owner] = min(kinds.get(owner, (FigureKind.TEXT, 0)), (kind, document))

        def counted(owner: int, value: float, document: int) -> tuple[float, int]:
            return (value + TOGETHER, -kinds[owner][1]) if owner in kinds else (value, document)

        return [
            dataclasses.replace(
                each,
                figures={owner: counted(owner, *told) for owner, told in each.figures.items()},
            )
            if each.written in names
            else each
            for each in found
        ]
