"""What the record calls its entries and entities, and whom a name in a text may mean.

The names are read for each version as the search folded them: folding those of 100,000 measures
takes five seconds. Who is called as before stays in the lexicon. Little is made of each name, since
Python looks through all containers that are made again and again.
"""

import itertools
import operator
from collections.abc import Iterable, Iterator, Mapping

from django.db import models

from measures.models import Indicator, Measure
from policies.models import Organisation, Partner, SourceDocument, Subject
from portal.mentions.lexicon import Lexicon
from portal.pages.check.values import Thing, visible
from portal.search.corpus import CORPORA
from portal.search.models import Name, Rank
from portal.search.text import fold

# Names of fewer letters than that stand in other words.
SHORTEST = 2
# The most names that are kept, so that a process stays small.
MOST_NAMES = 1_000_000
NAMED: dict[str, type[models.Model]] = {
    "measure": Measure,
    "partner": Partner,
    "organisation": Organisation,
    "subject": Subject,
}
TITLED: dict[str, type[models.Model]] = {"indicator": Indicator, "document": SourceDocument}
BRACKET = "("
# What things are called, as it stands in folded texts, and whether that is the whole of a name.
Calls = Mapping[Thing, Mapping[str, bool]]


class NameLexicon:
    """The names of what visitors may see at one version; `told` is what each is called.

    `former` are those of another version, from which those that are told as before are taken.
    """

    def __init__(self, using: str, former: "NameLexicon | None" = None):
        before = former.told if former else {}
        read = itertools.chain(names_told(using), titles_told(using))
        self.told = {
            thing: before[thing] if before.get(thing) == names else names for thing, names in read
        }
        gone, come = without(before, self.told), without(self.told, before)
        self.lexicon = former.lexicon if former else Lexicon()
        if gone or come:
            self.lexicon = self.lexicon.changed(words_of(gone), words_of(come))

    def __len__(self):
        return len(self.lexicon)

    def find(self, folded: str) -> Iterator[tuple[int, int, tuple[Thing, ...]]]:
        """The names in a text, none within another: beginning, end, whom each may mean."""
        for start, end, things in self.lexicon.find(folded):
            yield start, end, self._whom(folded[start:end], things)

    def find_all(self, folded: str) -> Iterator[tuple[int, int, tuple[Thing, ...]]]:
        """The same with those that stand within another."""
        for start, end, things in self.lexicon.find_all(folded):
            yield start, end, self._whom(folded[start:end], things)

    def _whom(self, name: str, things: Iterable[Thing]) -> tuple[Thing, ...]:
        """Whom a name may mean. That of a country is no half of the name of a measure.

        So China is the country, and none of the measures of which (China) stands behind the title.
        """
        whole = [thing for thing in things if self.told[thing].get(name)]
        is_country = any(kind == "partner" for kind, _pk in whole)
        return tuple(sorted(whole if is_country else things))


def names_told(using: str) -> Iterator[tuple[Thing, dict[str, bool]]]:
    """The names that the search knows of what visitors may see."""
    numbers = {CORPORA[model].number(using): name for name, model in NAMED.items()}
    hidden = set(Measure.objects.using(using).filter(published=False).values_list("pk", flat=True))
    rows = Name.objects.using(using).filter(corpus__in=numbers, rank__lt=Rank.READING)
    # The least rank of a name counts: it comes last.
    ordered = rows.order_by("corpus", "row", "-rank")
    told = ordered.values_list("corpus", "row", "letters", "rank")
    read = told[:MOST_NAMES].iterator(chunk_size=20_000)
    for (corpus, row), own in itertools.groupby(read, key=operator.itemgetter(0, 1)):
        if numbers[corpus] != "measure" or row not in hidden:
            yield (numbers[corpus], row), {name: rank != Rank.HALF for *_, name, rank in own}


def titles_told(using: str) -> Iterator[tuple[Thing, dict[str, bool]]]:
    """The titles of what the search knows no names of; of documents also what they are cited by."""
    for name, model in TITLED.items():
        fields = ["title_ja", "title_en"]
        if model is SourceDocument:
            fields += ["short_name_ja", "short_name_en"]
        for pk, *titles in visible(model, using).values_list("pk", *fields):
            yield (name, pk), {fold(title): True for title in titles}


def without(told: Calls, others: Calls) -> Calls:
    """What things are called of those that others call otherwise, or have not."""
    return {thing: names for thing, names in told.items() if others.get(thing) != names}


def parts_of_name(name: str) -> tuple[str, str]:
    """What stands before the brackets of a folded name, and in them.

    Of several those at its end count: a substance has some within its own name.
    """
    last = name.rfind(BRACKET) if name.endswith(")") else name.find(BRACKET)
    while last > 0 and name.count(")", last) > name.count(BRACKET, last):
        last = name.rfind(BRACKET, 0, last)
    return (name[:last].strip(), name[last + 1 :]) if last > 0 else (name, "")


def words_of(told: Calls) -> dict[str, list[Thing]]:
    """The words that things are looked for by: their names, also without brackets behind them."""
    found: dict[str, list[Thing]] = {}
    for thing, names in told.items():
        words = set(names)
        for name in names:
            if BRACKET in name:
                words.add(parts_of_name(name)[0])
        for word in words:
            if len(word) >= SHORTEST and not word.isdecimal():
                found.setdefault(word, []).append(thing)
    return found
