"""Questions: what may be asked of a list. They refuse what they do not know, count, and read back.

Built on django-filter, which drops an invalid value silently and then shows everything; here a
bad value or an unknown name is a fault with a sentence that names it.
"""

import functools
from collections.abc import Mapping, Sequence

import django_filters
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import Case, Value, When
from django.utils.functional import cached_property
from django.utils.translation import get_language
from pyroaring import BitMap

from portal.changes.models import Version
from portal.lists.columns import Column
from portal.lists.facet_index import NONE, FacetIndex, FacetSnapshot, Values, VersionedLru
from portal.lists.facets import Turn
from portal.lists.fields import Fields
from portal.lists.filters import FacetFilter, Only, Part, RelatedFacet, Search, switches
from portal.lists.forms import STATE, FilterForm, joined
from portal.lists.hierarchy import ONLY, YES
from portal.lists.offer import Offer
from portal.lists.readback import ReadBack
from portal.search.index import ask, hits, matching_pks
from portal.search.query import Query

# What was asked with the other names of what it names, by version: the one box asks every list.
ASKED = VersionedLru()


class ListFilterSet(Fields, ReadBack, Offer, django_filters.FilterSet):
    """What may be asked of a list. Subclasses name the model asked about, and declare filters."""

    model: type[models.Model]
    # The parameter by which entries chosen on one page go along to others, if they do.
    CHOICE = ""

    class Meta:
        form = FilterForm

    def __init__(
        self,
        data,
        queryset,
        state: FacetSnapshot | None = None,
        besides: Sequence[str] = (),
        **kwargs,
    ):
        super().__init__(data, queryset=queryset, **kwargs)
        self.given_state = state
        # Parameters that ask nothing of the rows, though of something else.
        self.besides = besides
        # The database that all answers are read from.
        self.using = self.queryset.db
        self.answers: dict[tuple[str, ...], BitMap] = {}
        # What is offered, by language and question: JSON tells of one list in each language.
        self._offered: dict[tuple[str, str], dict[str, str]] = {}

    @classmethod
    def get_filters(cls):
        """The questions declared, and behind them the switches that belong to them."""
        questions = super().get_filters()
        return questions | switches(questions)

    @classmethod
    def facet_index(cls, entries, using: str = DEFAULT_DB_ALIAS, name: str = "") -> FacetIndex:
        """The bitmaps of a list that asks these questions of `entries` in one database.

        Under its `name` they are kept for processes to come.
        """
        facets = {
            name: question
            for name, question in cls.base_filters.items()
            if isinstance(question, FacetFilter)
        }
        groups = {name: each.group() for name, each in facets.items() if each.counted}
        hierarchies = {name: each.hierarchy for name, each in facets.items() if each.hierarchy}
        vocabularies = {each.of for each in facets.values() if each.of}
        return FacetIndex(entries, groups, hierarchies, vocabularies, using, name)

    def get_form_class(self):
        """A form with the fields that are asked, and with those that the page lets one write in.

        Most questions are not asked: fields for all take 1.0 ms in a list of measures, these 0.3.
        """
        fields = {
            name: question.field
            for name, question in self.filters.items()
            if name in self.data or not isinstance(question, FacetFilter | Only)
        }
        own = {"questions": self.filters, "choice": self.CHOICE, "besides": self.besides}
        return type(f"{type(self).__name__}Form", (self._meta.form,), fields | own)

    @cached_property
    def state(self) -> FacetSnapshot:
        """The rows of the list as bitmaps; of a list without an index, of its queryset."""
        if self.given_state is not None:
            return self.given_state
        index = self.facet_index(self.queryset.all, self.using)
        return index.at(Version.objects.using(self.using).current())

    @cached_property
    def is_plain(self) -> bool:
        """Whether all that is asked are values that rows have and that are offered.

        Nothing of it can be wrong, so no form looks at it: that takes 0.8 ms of processor time for
        two facets and 0.25 for nothing, this less than 0.1 (medians of 60, 1,000 measures, SQLite).
        """
        return all(self._is_plain(*each) for each in self.data.lists() if each[0] not in STATE)

    def _is_plain(self, name: str, values: list[str]) -> bool:
        question = self.filters.get(name)
        if not isinstance(question, FacetFilter) or not question.counted:
            return False
        found = self.state.widened[name]
        words = self._words(name, set(found))
        return all(value in found and value in words and value != NONE for value in values)

    @property
    def refused(self) -> Mapping[str, list]:
        """What is wrong with what is asked, by question."""
        return {} if self.is_plain else self.form.errors

    @property
    def cleaned(self) -> dict:
        """What is asked in words and dates, cleaned by the form; without what it refused."""
        if self.is_plain:
            return {}
        self.form.is_valid()
        return self.form.cleaned_data

    @cached_property
    def rewritten(self) -> dict[str, str]:
        """Values in the form that stands in addresses, of questions asked in another."""
        texts = {
            name: self.cleaned[name]
            for name in self.conditions
            if self.filters[name].parts and not isinstance(self.filters[name], FacetFilter)
        }
        return {name: text for name, text in texts.items() if text != self.data[name]}

    @cached_property
    def conditions(self) -> dict[str, list[str]]:
        """The questions in use with the values in force: of several texts that is the last.

        What the form refused is not in force; the rest still counts, for the form that shows it.
        """
        conditions = {}
        for name, question in self.filters.items():
            if isinstance(question, Only) or name in self.refused:
                continue
            given = self.data.getlist(name)
            if not isinstance(question, FacetFilter):
                given = given[-1:]
            if values := [value for value in dict.fromkeys(given) if value.strip()]:
                conditions[name] = values
        return conditions

    @cached_property
    def query(self) -> Query:
        """The words searched for, with the other names of what they name."""
        value = self.cleaned.get("q", "")
        if not value:
            return Query("")
        return ASKED.get((self.using, self.state.stamp, value), lambda: ask(value, self.using))

    def filter_queryset(self, queryset):
        """The rows of `queryset` that meet every condition, for a download."""
        for names in joined(self.filters, self.form.cleaned_data):
            queryset = self._meeting(queryset, names)
        return queryset

    def _meeting(self, queryset: models.QuerySet, names: tuple[str, ...]) -> models.QuerySet:
        """The rows of `queryset` that meet the condition asked by some questions."""
        question = self.filters[names[0]]
        values = {name: self.form.cleaned_data[name] for name in names}
        if isinstance(question, FacetFilter):
            keys = question.keys(values[names[0]])
            return question.filter(queryset, self.meant(names[0], keys))
        return question.filter(queryset, values if question.parts else values[names[0]])

    def only(self, name: str) -> bool:
        """Whether the values of a question stand for themselves alone, not for narrower ones."""
        return name not in self.state.nestings or self.data.get(name + ONLY) == YES

    def meant(self, name: str, values: Sequence[str]) -> Sequence[str]:
        """What values of a question stand for: themselves, and what is narrower where they do."""
        return values if self.only(name) else self.state.nestings[name].within(values)

    def counted(self, name: str) -> Values:
        """The rows that each value of a question finds."""
        question = self.filters[name]
        if not question.counted:
            given = tuple((part, *self.conditions[part]) for part in question.parts[:1])
            compute = functools.partial(question.values, self.state_entries, self.state.every)
            return self.state.answers.get(
                ("values", *given), lambda: compute(conditions=self.conditions)
            )
        return (self.state.facets if self.only(name) else self.state.widened)[name]

    def answer(self, *names: str) -> BitMap:
        """The rows that meet the condition asked by one question, or by parts of one condition."""
        if names not in self.answers:
            self.answers[names] = self._answer(names)
        return self.answers[names]

    def _answer(self, names: tuple[str, ...]) -> BitMap:
        question = self.filters[names[0]]
        if isinstance(question, FacetFilter) and question.counted:
            known = self.counted(names[0])
            values = self.conditions[names[0]]
            return BitMap.union(BitMap(), *(known[each] for each in values if each in known))
        if isinstance(question, Search):
            return self._hits[0]
        if question.parts and not question.narrows(names):
            return self.state.every
        given = tuple((name, *self.conditions[name]) for name in names)
        asked = self._meeting(self.state_entries, names)
        compute = functools.partial(asked.order_by().values_list, "pk", flat=True)
        return self.state.answers.get(given, lambda: BitMap(compute()))

    @property
    def _hits(self) -> tuple[BitMap, BitMap]:
        """The rows that hold the words searched for, and those that hold them in a title."""

        def compute() -> tuple[BitMap, BitMap]:
            found, named = hits(self.queryset.model, self.query, self.using)
            return BitMap(found), BitMap(named)

        return self.state.answers.get(("hits", *self.conditions["q"]), compute)

    @property
    def state_entries(self) -> models.QuerySet:
        """All rows of the model; what is not in the list is left out later."""
        return self.queryset.model._base_manager.using(self.using)

    @cached_property
    def found(self) -> BitMap:
        """The rows that answer every question."""
        return self._narrowed(list(self.conditions))

    @cached_property
    def title_hits(self) -> BitMap:
        """Of the rows found those that hold every word in a title or name."""
        return self.found & self._hits[1] if self.query.wanted else BitMap()

    def titles_before_others(self, parameters: Mapping) -> tuple[Case, ...]:
        """What orders hits in titles and names before others, as a page does, for a statement.

        Who asks for an order gets that order alone.
        """
        if not self.query.wanted or "sort" in parameters:
            return ()
        model = self.queryset.model
        named = matching_pks(model, self.query, titles=True, using=self.using)
        return (Case(When(pk__in=named, then=Value(0)), default=Value(1)),)

    def narrowed(self, *without: str) -> BitMap:
        """The rows that answer every question but some."""
        names = [name for name in self.conditions if name not in without]
        return self._narrowed(names) if len(names) < len(self.conditions) else self.found

    def _narrowed(self, names: list[str]) -> BitMap:
        asked = joined(self.filters, names)
        return BitMap.intersection(self.state.every, *(self.answer(*each) for each in asked))

    @property
    def columns(self) -> list[Column]:
        """The columns that the list has beside its own, for what is asked."""
        return [column for part, value in self._parts for column in part.columns(value)]

    @property
    def remarks(self) -> list[str]:
        """What readers have to know of the rows, for what is asked."""
        return [words for part, value in self._parts if (words := part.remark(value))]

    @property
    def _parts(self) -> list[tuple[Part, str]]:
        """The parts of conditions that are asked, each with its value."""
        asked = ((self.filters[name], name) for name in self.conditions)
        return [(part, self.cleaned[name]) for part, name in asked if isinstance(part, Part)]

    @cached_property
    def untold(self) -> list[Turn]:
        """How many rows meet all else but say nothing of what is asked in parts.

        In words, with the way to ask for them too.
        """
        turns = []
        for names in joined(self.filters, self.conditions):
            question = self.filters[names[0]]
            if question.parts and question.untold_way[0] not in names:
                find = functools.partial(question.untold, self.state_entries, self.state.every)
                untold = self.state.answers.get(("untold", *question.parts), find)
                if rows := self.narrowed(*names) & untold:
                    name, value = question.untold_way
                    words = question.untold_words(len(rows))
                    turns.append(Turn(words, self.query_with({name: [value]}), len(rows)))
        return turns

    def offered(self, name: str) -> dict[str, str]:
        """The values of a question with their words in the active language; empty of one that has
        none.
        """
        if not isinstance(self.filters[name], FacetFilter):
            return {}
        key = (get_language(), name)
        if key not in self._offered:
            self._offered[key] = self._options(name)
        return self._offered[key]

    def _options(self, name: str) -> dict[str, str]:
        used = set(self.state.widened.get(name, ()))
        used.update(self.data.getlist(name) if name not in self.refused else ())
        return self._words(name, used)

    def _words(self, name: str, used: set[str]) -> dict[str, str]:
        """The values of a question with their words, where some are used."""
        question = self.filters[name]
        # Words that were read for an earlier version do, unless a value is new.
        kept = self.state.words.setdefault(get_language(), {})
        seen, words = kept.get(name, (None, {}))
        if seen is None or not used <= seen:
            seen, words = kept[name] = (used, dict(question.options(used)))
        if isinstance(question, RelatedFacet) and used != seen:
            # What only an earlier visitor asked for is not offered to the next.
            words = {
                value: each
                for value, each in words.items()
                if value in used or value == RelatedFacet.NONE
            }
        return words
