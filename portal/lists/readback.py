"""What is asked of a list, read back in words: its conditions, and the ways out of each."""

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext
from pyroaring import BitMap

from portal.lists.facets import Chip, Turn
from portal.lists.filters import FacetFilter
from portal.lists.forms import FIND
from portal.lists.hierarchy import ONLY, YES


class ReadBack:
    """The part of a filter set that says what is asked; the filter set knows what that finds."""

    @cached_property
    def chips(self) -> list[Chip]:
        """One chip per value in use, each with the query string that leaves it out."""
        return [
            Chip(str(self.filters[name].label), self.words(name, value), self.without(name, value))
            for name, values in self.conditions.items()
            for value in values
        ]

    def words(self, name: str, value: str) -> str:
        """The value as people say it; of one above others, whether it stands for these too."""
        if self.filters[name].parts:
            return self.filters[name].words(value, self.conditions)
        words = self.offered(name).get(value, value)
        if not self.stands_above(name, value):
            return words
        if self.only(name):
            return gettext("%(value)s only") % {"value": words}
        told = self.filters[name].hierarchy.told
        return gettext("%(value)s (%(told)s)") % {"value": words, "told": told}

    def stands_above(self, name: str, value: str) -> bool:
        """Whether other values are narrower than this one."""
        return name in self.state.nestings and value in self.state.nestings[name].below

    def without(self, name: str, value: str) -> str:
        """The query string of the same list without one value; the last takes its switch along."""
        kept = self.data.getlist(name) if isinstance(self.filters[name], FacetFilter) else []
        kept = [other for other in kept if other != value]
        return self.query_with({name: kept} if kept else self._left(name))

    def _left(self, name: str) -> dict[str, list[str]]:
        """A question left out, with its switch and with what means nothing without it."""
        return dict.fromkeys((name, name + ONLY, *self.filters[name].carries), [])

    def query_with(self, changed: dict[str, list[str]]) -> str:
        """What is asked, with other values for some parameters and without the page."""
        query = QueryDict(mutable=True)
        for name in dict.fromkeys((*self.data, *changed)):
            if name != "page" and not name.startswith(FIND):
                query.setlist(name, changed.get(name, self.data.getlist(name)))
        return query.urlencode()

    @cached_property
    def escapes(self) -> list[Chip]:
        """For a list that is empty: each condition with the rows found without it."""
        return [
            Chip(
                str(self.filters[name].label),
                "、".join(self.words(name, value) for value in values),
                self.query_with(self._left(name)),
                len(self.narrowed(name)),
            )
            for name, values in self.conditions.items()
        ]

    @property
    def sentence(self) -> list[tuple[str, str]]:
        """The conditions in words of the active language: pairs of question and the values, joined
        by “or”.
        """
        joint = gettext(" or ")
        return [
            (str(self.filters[name].label), joint.join(self.words(name, value) for value in values))
            for name, values in self.conditions.items()
        ]

    @property
    def told(self) -> list[tuple[str, str]]:
        """The same without what leaves all rows where they are: a remark tells of that."""
        asked = zip(self.conditions, self.sentence, strict=True)
        return [pair for name, pair in asked if self.filters[name].narrows((name,))]

    @cached_property
    def turns(self) -> list[Turn]:
        """For each question asked for values that stand above others: the way to its other sense.

        That is with what is narrower, or without.
        """
        return [
            self._turn(name, values)
            for name, values in self.conditions.items()
            if any(self.stands_above(name, value) for value in values)
        ]

    def _turn(self, name: str, values: list[str]) -> Turn:
        only, hierarchy = self.only(name), self.filters[name].hierarchy
        known = (self.state.widened if only else self.state.facets)[name]
        rows = BitMap.union(BitMap(), *(known[each] for each in values if each in known))
        return Turn(
            str(hierarchy.wider if only else hierarchy.only),
            self.query_with({name + ONLY: [] if only else [YES]}),
            self.narrowed(name).intersection_cardinality(rows),
        )
