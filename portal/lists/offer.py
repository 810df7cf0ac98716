"""What a list offers to ask: its facets with their counts, and the index of its names."""

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import get_language

from portal.lists.facets import Facet, FacetValue, Index, Switch
from portal.lists.faults import of_parameter
from portal.lists.filters import FacetFilter, RelatedFacet
from portal.lists.forms import FIND
from portal.lists.hierarchy import ONLY, YES
from portal.lists.initials import Initial

# The list that is at home with the entries of a model, by its name; filled by `connect`.
HOMES: dict[type[models.Model], str] = {}


class Offer:
    """The part of a filter set that says what may be asked; the filter set knows what is found."""

    # Values shown before the rest of a long facet is folded away, and how many are folded.
    SHOWN, FOLDED = 10, 10
    # Values shown of those that hold the words sought among them.
    FOUND = 100

    @cached_property
    def facets(self) -> list[Facet]:
        """Every question with values, each value with the rows it would lead to.

        A question's own condition is left out of its counts, so that a second value can be
        weighed; all other conditions and the search count.
        """
        return [self._facet(name) for name in self.filters if self._is_facet(name)]

    @cached_property
    def index(self) -> Index | None:
        """The index in the active language; none of a list that is none of names."""
        language = "en" if get_language() == "en" else "ja"
        for name, question in self.filters.items():
            if isinstance(question, Initial) and question.language == language:
                counts = self._counts(name)
                chosen = self.conditions.get(name, ())
                values = [
                    FacetValue(value, words, counts.get(value, 0), value in chosen)
                    for value, words in self.offered(name).items()
                ]
                return Index(name, str(question.label), values)
        return None

    def _counts(self, name: str) -> dict[str, int]:
        """How many rows each value of a question would find beside all other conditions."""
        rows, known = self.narrowed(name), self.counted(name)
        # A list without conditions counts whole bitmaps.
        whole = len(rows) == len(self.state.every)
        return {
            value: len(known[value]) if whole else rows.intersection_cardinality(known[value])
            for value in self.offered(name)
            if value in known
        }

    def tally(self, name: str) -> dict[str, int]:
        """How many of the rows found have each value of a question, by its words; only what occurs.

        A row may have several.
        """
        counted = self.counted(name)
        return {
            words: count
            for value, words in self.offered(name).items()
            if value in counted and (count := self.found.intersection_cardinality(counted[value]))
        }

    def sought(self, name: str) -> str:
        """The words that values offered for a question have to hold; empty where all are."""
        return self.data.get(FIND + name, "").strip()

    @property
    def undrawn(self) -> list[tuple[str, str]]:
        """Conditions in use that the form keeps though it draws no field for them."""
        return [
            (name, value)
            for name, values in self.conditions.items()
            if isinstance(self.filters[name], FacetFilter) and not self._is_facet(name)
            for value in values
        ]

    def _is_facet(self, name: str) -> bool:
        """Whether the values of a question are drawn as a facet."""
        question = self.filters[name]
        if isinstance(question, Initial) or not isinstance(question, FacetFilter):
            return False
        return question.is_offered(self.conditions)

    @property
    def is_sought(self) -> bool:
        """Whether values of some question are looked for."""
        return any(name.startswith(FIND) and self.data[name].strip() for name in self.data)

    def _facet(self, name: str) -> Facet:
        counts, offered = self._counts(name), self.offered(name)
        question, chosen = self.filters[name], set(self.data.getlist(name))
        values = list(offered)
        if not question.counted:
            # The values of another day are no values of this one.
            values = [value for value in offered if value in counts or value in chosen]
        if isinstance(question, RelatedFacet):
            values.sort(key=lambda value: -counts.get(value, 0))
        long, sought = len(values) > self.SHOWN + self.FOLDED, self.sought(name)
        most = self.SHOWN
        if sought:
            matching = question.matching(sought, offered)
            values, most = [value for value in values if value in matching], self.FOUND
        shown, rest = values[:most], values[most:]
        if chosen:
            shown += [value for value in offered if value in chosen and value not in shown]
            rest = [value for value in rest if value not in chosen]
        listing = HOMES.get(question.of, "")
        more = max(0, len(rest) - self.FOLDED) if listing else 0

        # Of a long vocabulary only what is drawn is made into values.
        def drawn(some: list[str]) -> list[FacetValue]:
            return [
                FacetValue(value, offered[value], counts.get(value, 0), value in chosen)
                for value in some
            ]

        return Facet(
            name=name,
            label=str(question.label),
            values=drawn(shown),
            rest=drawn(rest[: len(rest) - more]),
            more=more,
            listing=listing,
            help=str(question.help),
            open=bool(chosen or sought or not question.counted),
            switch=self._switch(name),
            find=FIND + name if question.find and (long or sought) else "",
            sought=sought,
            faults=of_parameter(self.faults, name) + of_parameter(self.faults, name + ONLY),
        )

    def _switch(self, name: str) -> Switch | None:
        if name not in self.state.nestings:
            return None
        return Switch(name + ONLY, YES, str(self.filters[name + ONLY].label), self.only(name))
