"""The form of a list as it was filled in, with what is wrong beside each field."""

import functools

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext

from portal.lists.facets import FreeField
from portal.lists.faults import (
    Fault,
    clipped,
    few,
    is_taken,
    messages_of,
    of_parameter,
    without,
)
from portal.lists.filters import FacetFilter, Only, RelatedFacet
from portal.lists.hierarchy import YES
from portal.record.gone import gone_in_words

# What is wrong with a value that means nothing without another question.
ALONE = "alone"


class Fields:
    """The part of a filter set that shows its form; the filter set knows what it asks."""

    @cached_property
    def faults(self) -> list[Fault]:
        """A sentence for each bad value or unknown parameter; empty where all is well."""
        if self.is_plain:
            return []
        told = [
            (name, error, words)
            for name, errors in self.form.errors.as_data().items()
            for error in errors
            for words in messages_of(error)
        ]
        return few(told, lambda each: self._fault(*each))

    def _fault(self, name: str, error: ValidationError, words: str) -> Fault:
        """One thing that is wrong: with a question, or with a parameter that is none."""
        if name not in self.filters:
            unknown = error.params["name"]
            return Fault(words, unknown, without(self.data, unknown))
        was = self._was(name, error)
        words = was or words
        given = {
            "label": self.filters[name].label,
            "name": name,
            "value": clipped(gettext(", ").join(self.data.getlist(name))),
            "error": words,
        }
        sentence = gettext("%(label)s (%(name)s=%(value)s): %(error)s") % given
        several = isinstance(self.filters[name], FacetFilter) and error.code != ALONE
        keep = functools.partial(is_taken, self.form.fields[name]) if several else None
        mended = without(self.data, name, keep)
        label = str(self.filters[name].label)
        return Fault(sentence, name, mended, label, words, gone=bool(was))

    def _was(self, name: str, error: ValidationError) -> str:
        """What became of the entry that a question asks for; empty where it never was."""
        question = self.filters[name]
        if error.code != "invalid_choice" or not isinstance(question, RelatedFacet):
            return ""
        return gone_in_words(question.of, error.params["value"]) if question.names_entries else ""

    @property
    def free_fields(self) -> list[FreeField]:
        """The questions answered by writing or by one tick, the search box first.

        Some stand last, so that the ends of a window stand together.
        """
        asked = sorted(self.filters.items(), key=lambda item: item[1].last)
        return [
            FreeField(
                name=name,
                label=str(question.label),
                input=question.input,
                value=YES if question.input == "checkbox" else self.data.get(name, ""),
                ticked=self.data.get(name) == YES,
                dated=question.dated,
                faults=of_parameter(self.faults, name),
            )
            for name, question in asked
            if not isinstance(question, FacetFilter | Only) and question.is_drawn(self.conditions)
        ]

    @property
    def dated(self) -> bool:
        """Whether something is asked by a date."""
        return any(question.dated for question in self.filters.values())
