"""All kinds of entries in one order: what holds most of what is asked, in the places that count.

The index proposes, cheaply; the best of what it proposes are weighed by their texts. The score is
computed here and not by a database, so that both give one order.
"""

import dataclasses
import functools
import itertools
import operator
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import models

from portal.changes import aside
from portal.changes.models import Stamp, Version
from portal.changes.tracking import shown
from portal.rows import kept
from portal.search.asked import Asked, Asker
from portal.search.corpus import CORPORA, alias
from portal.search.cutting import Cut, Cutter
from portal.search.documents import Texts
from portal.search.models import Rank
from portal.search.naming import Names, acts
from portal.search.tokens import document_key
from portal.search.weighing import OTHER_NAME, TEXT, TITLE, Met, Weighed
from portal.search.words import form

# What is called just as is asked counts so much more.
IS_TITLE, IS_NAME = 12.0, 9.0
# What counts of a score where nothing else that is asked was found. More counts by the share of the
# words that are held, and not of their rarity: beside a word that next to nothing holds all others
# were equal, and entries with one of four words stood above those with three.
ALONE = 0.15
# How many of those that the index proposes are weighed, and how many are told at most; the least
# that is told, of the first score.
WEIGHED, TOLD, LEAST = 120, 20, 0.25


@dataclasses.dataclass(frozen=True)
class RankedKind:
    """A kind of entries in the order: what its finds count, and the field that names an entry."""

    model: type[models.Model]
    weight: float
    key: str


# The kinds of entries that are put in one order; filled by `connect`.
KINDS: list[RankedKind] = []
# The rows through which an entry can be found, and how many are told that hold as much; filled by
# `connect`.
ROWS: dict[type[models.Model], int] = {}


def connect(kinds: Iterable[RankedKind], rows: Mapping[type[models.Model], int]) -> None:
    """Let these be the kinds of entries that are put in order, and the kinds of their rows."""
    KINDS[:] = kinds
    ROWS.clear()
    ROWS.update(rows)


@dataclasses.dataclass(frozen=True)
class Ranked:
    """An entry in the order: its score, and of what is asked what it holds where and what not.

    `named` is what of the score it has because it is called just as is asked.
    """

    model: type[models.Model]
    pk: int
    score: int
    met: Mapping[str, Met]
    unmet: tuple[str, ...]
    named: int = 0

    @property
    def key(self) -> tuple[type[models.Model], int]:
        """Model and primary key."""
        return self.model, self.pk

    @property
    def order(self) -> tuple[int, int]:
        """What decides on its place: whether it is called so, then its score."""
        return -self.named, -self.score


@dataclasses.dataclass(frozen=True)
class Ranking:
    """What was asked and the entries that answer it, the best first.

    What was read of `names` and `texts` on the way need not be read again.
    """

    cut: Cut
    asked: Sequence[Asked]
    results: Sequence[Ranked]
    names: Names
    texts: Texts

    @property
    def words(self) -> list[str]:
        """Every folded form that can be found, for marking."""
        found = [form for each in self.asked if each.word for form in each.word.forms]
        others = [name for each in self.asked if each.word for name, _written in each.word.others]
        return list(dict.fromkeys([*found, *others]))

    @property
    def widened(self) -> list[tuple[str, list[str]]]:
        """The words that were looked for by other names too, and these names."""
        return [
            (each.written, [written for _folded, written in each.word.others])
            for each in self.asked
            if each.word and each.word.others
        ]

    @property
    def read_as(self) -> list[tuple[str, Sequence[str]]]:
        """The words that no entry holds and that were read as names like them, and these names."""
        return [(each.written, each.near) for each in self.asked if each.near]

    @property
    def parted(self) -> list[str]:
        """The words that no entry holds as they were asked, so that their parts were looked for.

        Where a part says nothing of the matter, as in 予算推移, the word was none.
        """
        looked_for = {each.written for each in self.asked}
        words = [word.written for word in self.cut.words if word.written not in looked_for]
        return [
            word
            for word in words
            if set(word) <= {letter for part in looked_for if part in word for letter in part}
        ]

    @property
    def missing(self) -> list[str]:
        """The words that no entry holds as they were asked, but for those in quotes."""
        quoted = {word.written for word in self.cut.words if word.exact}
        return [each for each in (*self.parted, *self.absent) if each not in quoted]

    @property
    def absent(self) -> list[str]:
        """The words that no entry holds."""
        return [each.written for each in self.asked if not (each.is_found or each.is_weak)]

    @property
    def counted(self) -> set[str]:
        """What is asked for as it was written, without what is weak."""
        return {each.written for each in self.asked if not each.is_weak}


def rank(
    asked: str, using: str | None = None, most: int = TOLD, stamp: Stamp | None = None
) -> Ranking:
    """The entries that visitors may see and that answer what is asked, the best first.

    `stamp` is the version that whoever asks has read; without it, it is asked for.
    """
    using = alias(using)
    stamp = stamp or Version.objects.using(using).current()
    return Ranker(using, stamp).rank(asked, most)


def _keys() -> models.QuerySet:
    """By the place of its kind and its primary key the name of an entry in addresses."""
    first, *others = (
        kind.model._base_manager.filter(pk__in=kept.Asked(str(place)))
        .order_by()
        .values_list(models.Value(place), "pk", kind.key)
        for place, kind in enumerate(KINDS)
    )
    return first.union(*others, all=True)


# One statement for all kinds, put together once.
KEYS = kept.KeptStatement(_keys)


def hidden_from_visitors(using: str) -> set[int]:
    """The documents of entries that visitors may not see."""
    found = set()
    for kind in KINDS:
        if kind.model.SHOWN_IF:
            number = CORPORA[kind.model].number(using)
            # Not what is no longer shown, which no index would find, but what is hidden: few.
            hidden = [models.Q(**{path: False}) for path in kind.model.SHOWN_IF]
            rows = (
                kind.model._base_manager.using(using)
                .order_by()
                .filter(functools.reduce(operator.or_, hidden))
            )
            rows = rows.values_list("pk", flat=True)
            found.update(document_key(number, row) for row in rows)
    return found


@functools.lru_cache(maxsize=8)
def hidden_at(stamp: Stamp, using: str) -> frozenset[int]:
    """The documents of entries that visitors may not see at a version of the record."""
    return frozenset(hidden_from_visitors(using))


@functools.lru_cache(maxsize=8)
def entries_at(stamp: Stamp, using: str) -> int:
    """How many entries visitors can see at a version of the record."""
    return entries_now(using)


def entries_now(using: str) -> int:
    """How many entries visitors can see."""
    return sum(shown(kind.model, using).count() for kind in KINDS)


class Ranker:
    """Puts the entries of one database in order."""

    def __init__(self, using: str, stamp: Stamp):
        self.using, self.names, self.texts = using, Names(using), Texts(using)
        self.corpora = {
            CORPORA[kind.model].number(using): (place, kind, CORPORA[kind.model])
            for place, kind in enumerate(KINDS)
        }
        tried = aside.current()
        self.hidden = hidden_from_visitors(using) if tried else hidden_at(stamp, using)
        self.total = entries_now(using) if tried else entries_at(stamp, using)

    def rank(self, asked: str, most: int) -> Ranking:
        """The best entries for what is asked."""
        cut = Cutter(self.names).cut(asked)
        wanted = Asker(self.names, list(self.corpora), self.hidden, self.total).all(cut)
        named = self._named(cut.whole)
        proposed = self._proposed(wanted, named)
        results = self._weighed(proposed, wanted, named, cut)
        results = self._in_order(results)[:most]
        least = LEAST * max((each.score - each.named for each in results), default=0)
        told = [each for each in results if each.score >= least]
        return Ranking(cut, wanted, told, self.names, self.texts)

    def _named(self, whole: Collection[str]) -> dict[int, float]:
        """The documents of what is called just so, or is the act about that: what it counts."""
        called, about = self.names.owners(whole), self.names.owners(acts(whole))
        found: dict[int, float] = {}
        for corpus, row, rank_ in itertools.chain(*called.values(), *about.values()):
            known = document_key(corpus, row)
            value = IS_TITLE if rank_ == Rank.TITLE else IS_NAME
            if corpus in self.corpora and rank_ != Rank.HALF and known not in self.hidden:
                found[known] = max(found.get(known, 0.0), value)
        return found

    def _proposed(self, wanted: Sequence[Asked], named: Mapping[int, float]) -> list[int]:
        """The keys of the documents that are weighed: the best by what the index knows."""
        asking = [each for each in wanted if not each.common] or wanted
        scores: dict[int, float] = {known: value + 20.0 for known, value in named.items()}
        for each in asking:
            best: dict[int, float] = {}
            held = each.holders
            # What counts more comes later.
            for value, some in (
                (TEXT * OTHER_NAME, held.other_texts),
                (1.0, held.texts),
                (TITLE * OTHER_NAME, held.other_titles),
                (TITLE, held.titles),
            ):
                best.update(dict.fromkeys(some, value))
            for owner, (value, _document) in each.figures.items():
                best[owner] = max(best.get(owner, 0.0), value)
            for known, value in best.items():
                scores[known] = scores.get(known, 0.0) + value * each.rarity * each.factor
        order = sorted(scores, key=lambda known: (-round(scores[known] * 1000), known))
        return order[:WEIGHED]

    def _weighed(
        self,
        proposed: Sequence[int],
        wanted: Sequence[Asked],
        named: Mapping[int, float],
        cut: Cut,
    ) -> list[Ranked]:
        found = []
        number = sum(each.factor for each in wanted if not each.is_weak) or 1
        for document in self.texts.of(proposed):
            _place, kind, corpus = self.corpora[document.corpus]
            if any(form(word).stands_in(document.text) for word in cut.unwanted):
                continue
            text = Weighed(corpus, document)
            met = {each.written: spot for each in wanted if (spot := text.met(each))}
            counted = [(met[each.written], each) for each in wanted if each.written in met]
            strong = [each for _spot, each in counted if not each.is_weak]
            if not strong and document.pk not in named:
                continue
            score = sum(spot.value * each.rarity * each.factor for spot, each in counted)
            share = sum(each.factor for each in strong) / number
            score = score * (ALONE + (1 - ALONE) * share) * kind.weight
            score += named.get(document.pk, 0.0)
            unmet = tuple(
                each.written for each in wanted if each.written not in met and not each.is_weak
            )
            found.append(
                Ranked(
                    kind.model,
                    document.row,
                    round(score * 1000),
                    met,
                    unmet,
                    round(named.get(document.pk, 0.0) * 1000),
                )
            )
        return found

    def _in_order(self, results: list[Ranked]) -> list[Ranked]:
        """What is called so, then by score, by kind, by the name in addresses.

        That name is read where all else ties.
        """
        places = {kind.model: place for place, kind in enumerate(KINDS)}
        results.sort(key=lambda each: (each.order, places[each.model], each.pk))
        last = results[:TOLD][-1].order if results else ()
        ties = Counter((each.order, each.model) for each in results if each.order <= last)
        asked: dict[str, list[int]] = {str(place): [] for place in places.values()}
        for each in results:
            if ties[each.order, each.model] > 1:
                asked[str(places[each.model])].append(each.pk)
        told = KEYS.rows(self.using, **asked) if any(asked.values()) else []
        keys = {(place, pk): name for place, pk, name in told}

        def rank_of(each: Ranked) -> tuple[tuple[int, int], int, str, int]:
            place = places[each.model]
            return each.order, place, keys.get((place, each.pk), ""), each.pk

        return sorted(results, key=rank_of)
