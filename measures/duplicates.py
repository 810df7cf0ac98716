"""Measures that a new one may be: their titles and other names, held against those of the new one.

Those that visitors do not see are among them: the index holds every row.
"""

import dataclasses
from collections.abc import Iterable

from django.utils.translation import gettext

from measures.models import Measure
from portal.search.corpus import CORPORA, alias
from portal.search.pks import SharingGrams
from portal.search.text import fold

# How like a name has to be, how many measures are compared for each name, how many are told.
LIKE, COMPARED, MOST = 0.6, 2_000, 8
SIZE = 3


@dataclasses.dataclass(frozen=True)
class Likely:
    """A measure that may be the same, how like its nearest name is (1 for equal), and which."""

    measure: Measure
    likeness: float
    why: str


def likely_duplicates(title: str, aliases: Iterable[str] = ()) -> list[Likely]:
    """The measures that are called like a new one, by its title or another name; likest first."""
    asked = [name for name in (title, *aliases) if fold(name)]
    found = [likely for measure in alike(asked) if (likely := nearest(measure, asked))]
    return sorted(found, key=lambda each: (-each.likeness, each.measure.slug))[:MOST]


def alike(asked: list[str]) -> Iterable[Measure]:
    """The measures of which a title or name shares characters with one of the names."""
    using = alias(None)
    number = CORPORA[Measure].number(using)
    keys: set[int] = set()
    for name in asked:
        keys.update(SharingGrams(number, fold(name), COMPARED, SIZE).read(using))
    return Measure.objects.filter(pk__in=keys).prefetch_related("names").order_by("pk")


def nearest(measure: Measure, asked: list[str]) -> Likely | None:
    """A measure by the name of it that is most like one of those asked; None where none is."""
    names = [measure.title_ja, measure.title_en, *(each.name for each in measure.names.all())]
    likeness, name = max((likeness_of(one, other), other) for one in asked for other in names)
    if likeness < LIKE:
        return None
    words = gettext("has this name") if likeness == 1 else gettext("is called “%(name)s”")
    return Likely(measure, likeness, words % {"name": name} if likeness < 1 else words)


def likeness_of(one: str, other: str) -> float:
    """How like two names are, by the characters in rows of three that they share: 0 to 1."""
    first, second = trigrams(one), trigrams(other)
    if fold(one) == fold(other):
        return 1.0
    return min(2 * len(first & second) / (len(first) + len(second)), 0.99)


def trigrams(name: str) -> set[str]:
    """Every three characters in a row of a folded name, the beginning and the end told too."""
    folded = f" {fold(name)} "
    return {folded[at : at + SIZE] for at in range(max(len(folded) - SIZE + 1, 1))}
