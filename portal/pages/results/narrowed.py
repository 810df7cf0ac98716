"""Lists that answer what is asked: its words read as the conditions of a list."""

import dataclasses
import functools
import itertools
import math
import operator
import types
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from pyroaring import BitMap

from portal.dates.edtf import fiscal_year_label
from portal.lists.declaration import ListPage
from portal.lists.filters import FacetFilter, RelatedFacet
from portal.lists.request import ListRequest
from portal.pages.answers.values import Counts
from portal.search.asked import Asked
from portal.search.corpus import CORPORA
from portal.search.query import key
from portal.search.ranking import Ranking
from portal.search.text import fold

# The questions of lists that fiscal years and stages of budgets answer.
YEAR, STAGE = "fiscal_year", "stage"
# Of a word that names several entries, or answers several questions, so many readings are tried.
READINGS = 6
# All words together are read in so many ways, or no list is asked for: with fourteen partners, each
# of them who acts or at whom it is directed, 16,384 ways took 0.9 s.
WAYS = 1024
# What the names of acts of Japan with another begin with: 日英.
JAPAN = "日"

# Values of some questions.
Conditions = Mapping[str, Sequence[str]]


class Entries:
    """The entries that words name, for one page: those that it tells of already are not read."""

    def __init__(self, counts: Counts):
        self.using = counts.using
        self.known: dict[type[models.Model], dict[int, models.Model]] = {}
        for row, (entry, _told) in counts.answers.items():
            self.known.setdefault(row.model, {})[row.pk] = entry

    def values(self, model: type[models.Model], key: str, pks: Collection[int]) -> list[str]:
        """What stands in a field of entries of a kind, by their primary keys, in order."""
        known = self._with(model, "pk", pks)
        return sorted(str(getattr(known[pk], key)) for pk in pks if pk in known)

    def called(
        self, model: type[models.Model], key: str, values: Collection[str]
    ) -> list[models.Model]:
        """The entries of a kind that have some values in a field, in the order of these."""
        known = {str(getattr(each, key)): each for each in self._with(model, key, values).values()}
        return [known[value] for value in sorted(values) if value in known]

    def _with(
        self, model: type[models.Model], field: str, values: Collection
    ) -> dict[int, models.Model]:
        """The entries known of a kind, with those that have some values in a field."""
        known = self.known.setdefault(model, {})
        if missing := set(values) - {getattr(each, field) for each in known.values()}:
            entries = model._base_manager.using(self.using).filter(**{f"{field}__in": missing})
            known.update((each.pk, each) for each in entries)
        return known


@dataclasses.dataclass(frozen=True)
class Narrowed:
    """A list with the conditions that were asked for, which so many rows meet."""

    listing: ListPage
    conditions: Conditions
    count: int
    counts: Counts
    entries: "Entries"

    @property
    def address(self) -> str:
        """The list under these conditions."""
        return reverse(self.listing.name, query=self.conditions)

    @property
    def in_words(self) -> str:
        """The list in words: its title, and each question with the values asked of it."""
        questions = self.listing.filterset_class.base_filters
        told = []
        for name, values in self.conditions.items():
            words = gettext(" or ").join(self._values_in_words(name, values))
            asked = {"question": questions[name].label, "words": words}
            told.append(gettext("%(question)s is %(words)s") % asked)
        if not told:
            return str(self.listing.title)
        whole = {"title": self.listing.title, "conditions": gettext(", ").join(told)}
        return gettext("%(title)s where %(conditions)s") % whole

    def _values_in_words(self, name: str, values: Sequence[str]) -> list[str]:
        question: FacetFilter = self.listing.filterset_class.base_filters[name]
        if name == YEAR:
            return [fiscal_year_label(int(value)) for value in values]
        if isinstance(question, RelatedFacet):
            return [str(each) for each in self.entries.called(question.of, question.key, values)]
        choices = question.choices
        pairs = choices(self.counts.using) if isinstance(choices, types.FunctionType) else choices
        words = {str(value): str(told) for value, told in getattr(pairs, "choices", pairs)}
        return [words[value] for value in values]

    @cached_property
    def amounts_to(self) -> str:
        """What the rows come to, in words; empty where that is nothing."""
        parameters = QueryDict(mutable=True)
        for name, values in self.conditions.items():
            parameters.setlist(name, values)
        path, counts = reverse(self.listing.name), self.counts
        asked = ListRequest(self.listing, parameters, path, counts.stamp, counts.using)
        return self.listing.amounts_to(asked)


class Narrowing:
    """Reads what was asked as the conditions of lists."""

    def __init__(self, ranking: Ranking, counts: Counts):
        self.cut, self.names, self.counts = ranking.cut, ranking.names, counts
        self.words = [each for each in ranking.asked if each.word]
        self.entries = Entries(counts)

    def of(self, listings: Iterable[ListPage]) -> list[Narrowed]:
        """The lists that are asked for by name, where every word beside is a condition of theirs.

        An amount asks for no list; what is shut out no list shuts out. One word alone leads to the
        list that it names, or to that whose kind or status it is.
        """
        if self.cut.amounts or self.cut.unwanted:
            return []
        figures = len(self.cut.years) + len(self.cut.stages)
        if len(self.words) + figures > 1:
            return [found for each in listings if each.called and (found := self._narrowed(each))]
        if figures or not self.words:
            return []
        return [found for each in listings if (found := self._alone(each))]

    def _alone(self, listing: ListPage) -> Narrowed | None:
        """The list that the one word asked for leads to; None where it is no word of that list.

        Names that the word was looked for by as well are other words.
        """
        words = {fold(word): said for word, said in (listing.called | listing.alone).items()}
        words |= self._choices(listing)
        said = next((words[each] for each in self.words[0].word.forms if each in words), None)
        if said is None:
            return None
        count = len(self._rows(listing, said))
        return Narrowed(listing, said, count, self.counts, self.entries) if count else None

    def _choices(self, listing: ListPage) -> dict[str, Conditions]:
        """The words of choices of the list in the active language, each as its condition."""
        questions = listing.filterset_class.base_filters
        return {
            fold(str(words)): {name: (value,)}
            for name in listing.choices
            for value, words in questions[name].choices.choices
        }

    def _narrowed(self, listing: ListPage) -> Narrowed | None:
        """The list under the conditions that find most rows; None where it is not asked for.

        Words that answer one question are two of its values, as in 半導体と蓄電池, only where they
        cannot answer different ones; what the list is called by says its condition alone, so that
        中国の対日輸出規制 are those by China against Japan.
        """
        called = {fold(word): said for word, said in listing.called.items()}
        figures = self._figures(listing)
        if figures is None or not (figures or self._are_called(called)):
            return None
        fixed, ways = list(figures), []
        for asked in self.words:
            said = said_by(asked, called)
            named = self._named(listing, asked) if said is None else []
            if said is not None:
                fixed.append(said)
            elif named:
                ways.append(named)
            elif not is_slight(asked):
                return None
        if math.prod(map(len, ways)) > WAYS:
            return None
        found = [
            (clashes(readings), self._under(listing, merged([*fixed, *readings])))
            for readings in itertools.product(*ways)
            if not clashes([merged(fixed), merged(readings)])
        ]
        some = [(not clash, each.count, each) for clash, each in found if each.count]
        return max(some, key=lambda each: each[:2])[-1] if some else None

    def _under(self, listing: ListPage, conditions: Conditions) -> Narrowed:
        """A list under some conditions; without any nothing is asked of it."""
        count = len(self._rows(listing, conditions)) if conditions else 0
        return Narrowed(listing, conditions, count, self.counts, self.entries)

    def _are_called(self, called: Mapping[str, Conditions]) -> bool:
        return any(said_by(each, called) is not None for each in self.words)

    def _figures(self, listing: ListPage) -> list[Conditions] | None:
        """The fiscal years and stages as conditions; None where the list has no such questions."""
        found = [{YEAR: [str(year)]} for _written, year in self.cut.years]
        found += [{STAGE: [str(code) for code in codes]} for _written, codes in self.cut.stages]
        questions = listing.filterset_class.base_filters
        return found if all(each.keys() <= questions.keys() for each in found) else None

    def _named(self, listing: ListPage, asked: Asked) -> list[Conditions]:
        """The entries that a word names, each as a condition of every question that asks for it."""
        named = self._named_by[asked.written]
        found = [
            {name: [value]}
            for name, question in listing.filterset_class.base_filters.items()
            if isinstance(question, RelatedFacet) and question.of in named
            for value in self.entries.values(question.of, question.key, named[question.of])
        ]
        return found[:READINGS]

    @cached_property
    def _named_by(self) -> dict[str, dict[type[models.Model], list[int]]]:
        """For each word as it was written the entries that it names, by kind."""
        names = {each.written: {key(name) for name in names_of(each)} for each in self.words}
        owners = self.names.owners(set().union(*names.values()))
        kinds = {CORPORA[model].number(self.counts.using): model for model in CORPORA}
        found: dict[str, dict[type[models.Model], list[int]]] = {}
        for written, keys in names.items():
            by_kind = found.setdefault(written, {})
            for corpus, row, _rank in itertools.chain(*(owners.get(name, ()) for name in keys)):
                by_kind.setdefault(kinds[corpus], []).append(row)
        return found

    def _rows(self, listing: ListPage, conditions: Conditions) -> BitMap:
        """The rows of a list that meet all conditions, each by any of its values."""
        state = listing.facet_index(self.counts.using).at(self.counts.stamp)
        known = state.widened
        found = (
            BitMap.union(BitMap(), *(known[name].get(value, BitMap()) for value in values))
            for name, values in conditions.items()
        )
        return functools.reduce(operator.and_, found, state.every)


def said_by(asked: Asked, called: Mapping[str, Conditions]) -> Conditions | None:
    """What a word says of a list that is called so; None where it is no name of the list."""
    names = [*asked.word.forms, *(name for name, _written in asked.word.others)]
    return next((called[name] for name in names if name in called), None)


def names_of(asked: Asked) -> tuple[str, ...]:
    """The names that a word may be: its forms; of what Japan does with another, the other."""
    first = asked.word.forms[0]
    pair = len(first) == 2 and first.startswith(JAPAN)
    return (first[1:],) if pair else asked.word.forms if not is_slight(asked) else ()


def is_slight(asked: Asked) -> bool:
    """Whether a word is weak, or a single letter: 日 of 日EU is Japan, of which all is told."""
    return asked.is_weak or len(asked.word.forms[0]) == 1


def clashes(conditions: Sequence[Conditions]) -> bool:
    """Whether two of them answer one question."""
    names = [name for each in conditions for name in each]
    return len(set(names)) < len(names)


def merged(conditions: Iterable[Conditions]) -> dict[str, list[str]]:
    """Conditions of several words as one query: what two say of one question is asked at once."""
    found: dict[str, list[str]] = {}
    for each in conditions:
        for name, values in each.items():
            found[name] = list(dict.fromkeys([*found.get(name, ()), *map(str, values)]))
    return found
