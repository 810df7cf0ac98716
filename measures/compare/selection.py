"""What a visitor chose to see together: the measures that an address names, and its faults."""

import dataclasses
from collections.abc import Callable, Sequence

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from measures.loading import load_for_comparison
from measures.models import Measure
from portal.lists.columns import Label
from portal.lists.faults import Fault, clipped, few, unknown, without
from portal.record.gone import Gone, gone
from portal.record.models import Entry
from portal.record.tracing import moved_query


@dataclasses.dataclass(frozen=True)
class SelectionKind:
    """What can be chosen under a name of the address; `holds` tells whether a measure is one."""

    name: str
    title: Label
    holds: Callable[[Measure], bool]
    wanting: Label


MEASURES = SelectionKind("measure", _("Measures"), lambda measure: True, "")
CONTROLS = SelectionKind(
    "control",
    _("Export controls"),
    lambda measure: hasattr(measure, "export_control"),
    _("“%(value)s” is a measure, but no export control."),
)
BUDGETS = SelectionKind(
    "budget",
    _("Budget programmes"),
    lambda measure: bool(measure.budget_lines.all()),
    _("“%(value)s” is a measure, but no budget line of it is recorded."),
)


def left_out(slug: str, gone: Gone) -> str:
    """That a measure is left out because it is gone."""
    if gone.last is None:
        return gettext("“%(value)s” is not shown any more; it is left out here.") % {"value": slug}
    words = gettext("“%(name)s” was taken out of the record on %(day)s; it is left out here.")
    if gone.is_withdrawn:
        words = gettext("“%(name)s” was withdrawn on %(day)s; it is left out here.")
    return words % {"name": gone.last.name, "day": gone.last.day_in_words}


class Selection:
    """The measures that an address names, between `least` and `most`, by one of the kinds.

    `also` are further names of the address, each with the values it may have.
    """

    def __init__(
        self,
        query: QueryDict,
        kinds: Sequence[SelectionKind],
        limits: tuple[int, int],
        also: dict[str, tuple[str, ...]] | None = None,
    ):
        self.query, self.kinds = query, kinds
        self.least, self.most = limits
        self.also = also or {}

    @cached_property
    def asked(self) -> list[SelectionKind]:
        """The kinds that the address names."""
        return [kind for kind in self.kinds if kind.name in self.query]

    @property
    def kind(self) -> SelectionKind:
        """The kind that is chosen; the first one where none is."""
        return self.asked[0] if self.asked else self.kinds[0]

    @cached_property
    def slugs(self) -> list[str]:
        """The address names chosen, each once, in the order of the address."""
        values = [value for kind in self.asked for value in self.query.getlist(kind.name)]
        return list(dict.fromkeys(values))

    @cached_property
    def found(self) -> dict[str, Measure]:
        """The measures chosen that visitors may see, by address name, in the order chosen."""
        known = [slug for slug in self.slugs if slug.isascii() and "\0" not in slug]
        measures = {each.slug: each for each in Measure.objects.published().chosen(known)}
        return {slug: measures[slug] for slug in self.slugs if slug in measures}

    @property
    def moved(self) -> str:
        """The query with the address names that the measures have now, where one had another."""
        return moved_query(self.query, {kind.name: Measure for kind in self.asked})

    @cached_property
    def gone(self) -> dict[str, Gone]:
        """What of the choice visitors could see once and cannot any more, by address name."""
        missing = [slug for slug in self.slugs if slug not in self.found and "\0" not in slug]
        heads = Entry.objects.at([(Measure._meta.model_name, slug) for slug in missing])
        found = {head.key: gone(head) for head in heads}
        return {slug: found[slug] for slug in missing if found.get(slug)}

    @property
    def left_out(self) -> list[str]:
        """A sentence for each of those: it is left out."""
        return [left_out(slug, each) for slug, each in self.gone.items()]

    @cached_property
    def measures(self) -> list[Measure]:
        """The measures chosen, each with all its rows. Read only where their number is right."""
        return load_for_comparison(list(self.found.values()))

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What was asked beside the choice, name and value; it is asked again with another."""
        return [
            (name, value)
            for name, values in self.also.items()
            for value in dict.fromkeys(self.query.getlist(name))
            if value in values
        ]

    @property
    def empty(self) -> bool:
        """Whether the address asks nothing at all: no choice was made yet."""
        return not self.query

    @cached_property
    def faults(self) -> list[Fault]:
        """A sentence for everything that keeps the choice from being shown."""
        return [*self._unknown(), *self._missing(), *self._number()] or self._wanting()

    def _unknown(self) -> list[Fault]:
        known = [kind.name for kind in self.kinds] + list(self.also)
        words = gettext("“%(name)s” is not a field here. Available: %(known)s.")
        faults = unknown(self.query, known, words)
        words = gettext("“%(value)s” is not accepted here. Accepted: %(known)s.")
        for name, values in self.also.items():
            mended = without(self.query, name, values.__contains__)
            faults += [
                Fault(
                    words % {"value": clipped(f"{name}={value}"), "known": ", ".join(values)},
                    name,
                    mended,
                )
                for value in self.query.getlist(name)
                if value not in values
            ]
        if len(self.asked) > 1:
            names = ", ".join(kind.name for kind in self.asked)
            words = gettext("Choose entries of one kind only. Now chosen: %s.")
            faults.append(Fault(words % names, self.kind.name))
        return faults

    def _missing(self) -> list[Fault]:
        words = gettext("There is no published measure “%(value)s”.")
        known = {*self.found, *self.gone}
        missing = [slug for slug in self.slugs if slug not in known]
        return few(missing, lambda slug: self._chosen(words % {"value": clipped(slug)}, slug))

    def _chosen(self, words: str, slug: str) -> Fault:
        """That one of the things chosen cannot be shown."""
        name = next(kind.name for kind in self.asked if slug in self.query.getlist(kind.name))
        return Fault(words, name, without(self.query, name, lambda value: value != slug))

    def _number(self) -> list[Fault]:
        number = len(self.slugs) - len(self.gone)
        if self.least <= number <= self.most:
            return []
        if self.least == 1:
            words = gettext("Choose from 1 to %(most)s; the address names %(number)s.")
        else:
            words = gettext("Choose from %(least)s to %(most)s; the address names %(number)s.")
        given = {"least": self.least, "most": self.most, "number": number}
        return [Fault(words % given, self.kind.name)]

    def _wanting(self) -> list[Fault]:
        return [
            self._chosen(str(self.kind.wanting) % {"value": measure.slug}, measure.slug)
            for measure in self.measures
            if not self.kind.holds(measure)
        ]
