"""All kinds of entries in one order: what holds most of what is asked, in the places that count.

The index proposes, cheaply; the best of what it proposes are weighed by their texts. The score is
computed here and not by a database, so that both give one order.
"""

import dataclasses
import math
from collections.abc import Iterable, Mapping, Sequence

from django.db import models

from portal.changes.tracking import shown
from portal.search.corpus import CORPORA, Corpus, alias
from portal.search.cutting import Cut, Cutter, Word, pairs
from portal.search.lookup import Holders, holders
from portal.search.models import Document, Figure, FigureKind, Name, Rank
from portal.search.readings import said
from portal.search.text import APART
from portal.search.tokens import CORPUS_SLOTS, document_key
from portal.search.words import form

# What a find counts at a place.
TITLE, NAME, TEXT = 3.0, 2.2, 0.6
WHOLE_READING, START_OF_READING, IN_READING = 3.0, 2.0, 1.6
OTHER_NAME = 0.56
AMOUNT = {FigureKind.TOTAL: 3.0, FigureKind.ROW: 2.85, FigureKind.TEXT: 1.5}
PERIOD = {FigureKind.TOTAL: 2.0, FigureKind.ROW: 1.0}
IS_TITLE, IS_NAME = 12.0, 9.0
# Of a name that the word is a part of, what counts at least.
PART = 0.55
# What counts of a score where nothing else that is asked was found.
ALONE = 0.4
# How many of those that the index proposes are weighed, and how many are told at most; the least
# that is told, of the first score.
WEIGHED, TOLD, LEAST = 120, 20, 0.25
# A word that more than this share of all entries hold proposes none.
COMMON = 0.2


@dataclasses.dataclass(frozen=True)
class RankedKind:
    """A kind of entries in the order: what its finds count, and the field that names an entry."""

    model: type[models.Model]
    weight: float
    key: str


# The kinds of entries that are put in one order; filled by `connect`.
KINDS: list[RankedKind] = []


def connect(kinds: Iterable[RankedKind]) -> None:
    """Let these be the kinds of entries that are looked through, the first before the others."""
    KINDS[:] = kinds


@dataclasses.dataclass(frozen=True)
class Asked:
    """One thing that is asked for, a word or a figure, with how rare it is and where it stands."""

    written: str
    rarity: float
    factor: float = 1.0
    word: Word | None = None
    holders: Holders = dataclasses.field(default_factory=Holders)
    figures: Mapping[int, tuple[float, int]] = dataclasses.field(default_factory=dict)
    common: bool = False

    @property
    def is_found(self) -> bool:
        """Whether anything holds it."""
        return bool(self.holders.all or self.figures)


@dataclasses.dataclass(frozen=True)
class Met:
    """Where an entry holds what is asked: what it counts, and the path; of figures the document."""

    value: float
    path: str = ""
    document: int = 0
    own: bool = True


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


@dataclasses.dataclass(frozen=True)
class Ranking:
    """What was asked and the entries that answer it, the best first."""

    cut: Cut
    asked: Sequence[Asked]
    results: Sequence[Ranked]

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
    def absent(self) -> list[str]:
        """The words that no entry holds."""
        return [each.written for each in self.asked if not each.is_found]


def rank(asked: str, using: str | None = None, most: int = TOLD) -> Ranking:
    """The entries that visitors may see and that answer what is asked, the best first."""
    using = alias(using)
    return Ranker(using).rank(asked, most)


class Ranker:
    """Puts the entries of one database in order."""

    def __init__(self, using: str):
        self.using = using
        self.corpora = {
            CORPORA[kind.model].number(using): (place, kind, CORPORA[kind.model])
            for place, kind in enumerate(KINDS)
        }
        self.hidden = {
            document_key(number, row)
            for number, (_place, kind, _corpus) in self.corpora.items()
            if kind.model.SHOWN_IF
            for row in kind.model._base_manager.using(using)
            .exclude(pk__in=shown(kind.model, using).values("pk"))
            .values_list("pk", flat=True)
        }
        self.total = sum(
            kind.model._base_manager.using(using).count()
            for _place, kind, _corpus in self.corpora.values()
        ) - len(self.hidden)

    def rank(self, asked: str, most: int) -> Ranking:
        """The best entries for what is asked."""
        cut = Cutter(self.using).cut(asked)
        wanted = [each for word in cut.words for each in self._words(word)] + self._figures(cut)
        wanted = list({each.written: each for each in reversed(wanted)}.values())[::-1]
        named = self._named(cut.whole)
        proposed = self._proposed(wanted, named)
        results = self._weighed(proposed, wanted, named, cut)
        results = self._in_order(results)[:most]
        least = LEAST * max((each.score - each.named for each in results), default=0)
        return Ranking(cut, wanted, [each for each in results if each.score >= least])

    def _rarity(self, number: int) -> float:
        return math.log(1 + (self.total - number + 0.5) / (number + 0.5))

    def _words(self, word: Word) -> list[Asked]:
        """A word as it is looked for; one of kanji that nothing holds, by its pairs."""
        found = self._word(word)
        if found.is_found:
            return [found]
        apart = [self._word(pair) for pair in pairs(word, step=2)]
        if apart and all(part.is_found for part in apart):
            return apart
        known = [part for part in map(self._word, pairs(word, step=1)) if part.is_found]
        covered = {letter for part in known for letter in part.written}
        if not known:
            return [found]
        missing = "".join(letter for letter in word.written if letter not in covered)
        return [*known, self._word(Word(missing, (missing,)))] if missing else known

    def _word(self, word: Word) -> Asked:
        others = [name for name, _written in word.others]
        held = holders(list(self.corpora), word.forms, others, self.using)
        if word.said:
            held.titles |= self._said(word.said)
        elif len(word.written) > 2 and said(word.written) == word.written:
            held.titles |= self._said(said(word.written), whole=False)
        held.without(self.hidden)
        number = len(held.own) or len(held.all)
        common = held.cut and number > COMMON * self.total
        return Asked(word.written, self._rarity(number), word.factor, word, held, common=common)

    def _said(self, reading: str, whole: bool = True) -> set[int]:
        """The documents of what is read so, or, where not `whole`, of what is read like it."""
        names = Name.objects.using(self.using).filter(rank=Rank.READING, corpus__in=self.corpora)
        told = names.filter(folded=reading) if whole else names.filter(folded__contains=reading)
        return {document_key(corpus, row) for corpus, row in told.values_list("corpus", "row")}

    def _figures(self, cut: Cut) -> list[Asked]:
        """Amounts, fiscal years and stages as they are looked for."""
        figures = Figure.objects.using(self.using)
        rows = figures.exclude(kind=FigureKind.TEXT)
        found: list[Asked] = []
        for written, yen in cut.amounts:
            found.append(self._figure(written, figures.filter(yen__range=yen.range), AMOUNT))
        periods = []
        for written, year in cut.years:
            until = models.Q(year=year) | models.Q(year__lt=year, until__gte=year)
            periods.append((written, until))
        for written, codes in cut.stages:
            periods.append((written, models.Q(stage__in=codes)))
        together = rows
        for written, condition in periods:
            found.append(self._figure(written, rows.filter(condition), PERIOD))
            together = together.filter(condition)
        if len(periods) > 1:
            found = self._together(found, together, [written for written, _condition in periods])
        return found

    def _figure(self, written: str, rows: models.QuerySet, values: Mapping) -> Asked:
        best: dict[int, tuple[float, int]] = {}
        for owner, document, kind in rows.order_by("-document").values_list(
            "owner", "document", "kind"
        ):
            if owner % CORPUS_SLOTS in self.corpora and owner not in self.hidden:
                best[owner] = max(best.get(owner, (0.0, 0)), (values[kind], -document))
        return Asked(written, self._rarity(len(best)), figures=best)

    def _together(
        self, found: list[Asked], rows: models.QuerySet, names: Sequence[str]
    ) -> list[Asked]:
        """Years and stages that one row has all count once more, there."""
        kinds: dict[int, tuple[int, int]] = {}
        for owner, document, kind in rows.values_list("owner", "document", "kind"):
            kinds[owner] = min(kinds.get(owner, (9, 0)), (kind, document))
        return [
            dataclasses.replace(
                each,
                figures={
                    owner: (value + 1.0, -kinds[owner][1]) if owner in kinds else (value, document)
                    for owner, (value, document) in each.figures.items()
                },
            )
            if each.written in names
            else each
            for each in found
        ]

    def _named(self, whole: str) -> dict[int, float]:
        """The documents of what is called just so, with what that counts."""
        names = Name.objects.using(self.using).filter(
            folded=whole, corpus__in=self.corpora, rank__lte=Rank.DECLARED
        )
        found: dict[int, float] = {}
        for corpus, row, rank_ in names.values_list("corpus", "row", "rank"):
            known = document_key(corpus, row)
            value = IS_TITLE if rank_ == Rank.TITLE else IS_NAME
            if known not in self.hidden:
                found[known] = max(found.get(known, 0.0), value)
        return found

    def _proposed(self, wanted: Sequence[Asked], named: Mapping[int, float]) -> list[int]:
        """The keys of the documents that are weighed: the best by what the index knows."""
        asking = [each for each in wanted if not each.common] or wanted
        scores: dict[int, float] = {known: value + 20.0 for known, value in named.items()}
        for each in asking:
            best: dict[int, float] = {}
            held = each.holders
            for value, some in (
                (TEXT * OTHER_NAME, held.other_texts),
                (TITLE * OTHER_NAME, held.other_titles),
                (1.0, held.texts),
                (TITLE, held.titles),
            ):
                for known in some:
                    best[known] = max(best.get(known, 0.0), value)
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
        documents = Document.objects.using(self.using).filter(pk__in=proposed)
        found = []
        asked = sum(each.rarity * each.factor for each in wanted)
        for document in documents:
            _place, kind, corpus = self.corpora[document.corpus]
            if any(form(word).stands_in(document.text) for word in cut.unwanted):
                continue
            text = Text(corpus, document)
            met = {each.written: spot for each in wanted if (spot := text.met(each))}
            if not met and document.pk not in named:
                continue
            counted = [(met[each.written], each) for each in wanted if each.written in met]
            score = sum(spot.value * each.rarity * each.factor for spot, each in counted)
            share = sum(each.rarity * each.factor for _spot, each in counted) / (asked or 1)
            score = score * (ALONE + (1 - ALONE) * share) * kind.weight
            score += named.get(document.pk, 0.0)
            unmet = tuple(each.written for each in wanted if each.written not in met)
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
        """By score, then kind, then the name in addresses."""
        places = {kind.model: place for place, kind in enumerate(KINDS)}
        results.sort(key=lambda each: (-each.score, places[each.model], each.pk))
        last = results[TOLD - 1].score if len(results) > TOLD else 0
        keys: dict[tuple, str] = {}
        for kind in KINDS:
            rows = [each.pk for each in results if each.model is kind.model and each.score >= last]
            if len(rows) > 1:
                told = kind.model._base_manager.using(self.using).filter(pk__in=rows)
                keys |= {(kind.model, pk): name for pk, name in told.values_list("pk", kind.key)}
        return sorted(
            results,
            key=lambda each: (-each.score, places[each.model], keys.get(each.key, ""), each.pk),
        )


class Text:
    """The text of a document line by line, and what a find in each line counts."""

    def __init__(self, corpus: Corpus, document: Document):
        self.corpus, self.document = corpus, document
        paths = [corpus.paths[int(place)] for place in document.origins.split(",") if place]
        self.lines = list(zip(paths, document.text.split(APART), strict=True))

    def met(self, asked: Asked) -> Met | None:
        """Where it holds what is asked, at the place that counts most."""
        if asked.word is None:
            value, document = asked.figures.get(self.document.pk, (0.0, 0))
            return Met(value, document=-document) if value else None
        word = asked.word
        spots = [Met(value, path) for value, path in self._places(word.forms)]
        spots += [
            Met(value * OTHER_NAME, path, own=False)
            for value, path in self._places([name for name, _written in word.others])
        ]
        spots += [Met(value, path) for value, path in self._spoken(word)]
        return max(spots, key=lambda spot: (round(spot.value, 6), spot.own), default=None)

    def _places(self, forms: Sequence[str]) -> Iterable[tuple[float, str]]:
        for each in map(form, forms):
            if each.needle in self.document.text:
                for path, line in self.lines:
                    if each.needle in line and each.stands_in(line):
                        yield self._weight(path, each.folded, line), path

    def _weight(self, path: str, word: str, line: str) -> float:
        if path in self.corpus.titles and path not in self.corpus.readings:
            whole = NAME if "__" in path else TITLE
            return whole * (PART + (1 - PART) * min(1.0, len(word) / len(line)))
        return self.corpus.weight(path, TEXT)

    def _spoken(self, word: Word) -> Iterable[tuple[float, str]]:
        reading = word.said or (said(word.written) if len(word.written) > 2 else "")
        if not reading or said(word.written) != reading:
            return
        for path, line in self.lines:
            if path in self.corpus.readings:
                spoken = said(line)
                if spoken == reading:
                    yield WHOLE_READING, path
                elif spoken.startswith(reading):
                    yield START_OF_READING, path
                elif reading in spoken:
                    yield IN_READING, path
