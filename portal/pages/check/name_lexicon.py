"""What the record calls its entries and entities, and whom a name in a text may mean.

The names are read for each version. Of who is called as before nothing is folded again: at 100,000
measures that takes nine tenths of the time.
"""

import itertools
from collections.abc import Iterable, Iterator

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
# A name as it is written, and whether it is the whole of one.
Written = tuple[str, bool]


class NameLexicon:
    """The names of what visitors may see at one version; `told` is what each is called.

    `former` are those of another version, from which those that are told as before are taken.
    """

    def __init__(self, using: str, former: "NameLexicon | None" = None):
        before = former.told if former else {}
        self.told = {
            thing: before[thing] if before.get(thing) == names else names
            for thing, names in itertools.chain(names_told(using), titles_told(using))
        }
        self.lexicon = former.lexicon if former else Lexicon()
        if self.told != before:
            self.lexicon = self.lexicon.copy()
        for thing in before.keys() | self.told.keys():
            self._call(thing, before.get(thing, ()), self.told.get(thing, ()))

    def _call(self, thing: Thing, before: tuple[Written, ...], now: tuple[Written, ...]) -> None:
        """Let a thing have other names than before."""
        if before == now:
            return
        for word, whole in words_of(before).items():
            self.lexicon.remove(word, (thing, whole))
        for word, whole in words_of(now).items():
            self.lexicon.add(word, (thing, whole))

    def __len__(self):
        return len(self.lexicon)

    def find(self, folded: str) -> Iterator[tuple[int, int, tuple[Thing, ...]]]:
        """The names in a text, none within another: beginning, end, whom each may mean."""
        for start, end, meanings in self.lexicon.find(folded):
            yield start, end, whom(meanings)


def names_told(using: str) -> Iterator[tuple[Thing, tuple[Written, ...]]]:
    """The names that the search knows of what visitors may see."""
    numbers = {CORPORA[model].number(using): name for name, model in NAMED.items()}
    hidden = set(Measure.objects.using(using).filter(published=False).values_list("pk", flat=True))
    rows = Name.objects.using(using).filter(corpus__in=numbers, rank__lt=Rank.READING)
    ordered = rows.order_by("corpus", "row", "pk").values_list("corpus", "row", "written", "rank")
    read = ordered[:MOST_NAMES].iterator(chunk_size=20_000)
    for (corpus, row), own in itertools.groupby(read, key=lambda each: each[:2]):
        if numbers[corpus] != "measure" or row not in hidden:
            told = tuple((written, rank != Rank.HALF) for *_, written, rank in own)
            yield (numbers[corpus], row), told


def titles_told(using: str) -> Iterator[tuple[Thing, tuple[Written, ...]]]:
    """The titles of what the search knows no names of; of documents also what they are cited by."""
    for name, model in TITLED.items():
        fields = ["title_ja", "title_en"]
        if model is SourceDocument:
            fields += ["short_name_ja", "short_name_en"]
        for pk, *titles in visible(model, using).values_list("pk", *fields):
            yield (name, pk), tuple((title, True) for title in titles)


def words_of(written: Iterable[Written]) -> dict[str, bool]:
    """Names as they are looked for, also without brackets behind them, and which are whole."""
    found: dict[str, bool] = {}
    for name, whole in written:
        folded = fold(name)
        for word in (folded, folded.partition(BRACKET)[0].strip()):
            if len(word) >= SHORTEST and not word.isdecimal():
                found[word] = found.get(word, False) or (whole and word == folded)
    return found


def whom(meanings: Iterable[tuple[Thing, bool]]) -> tuple[Thing, ...]:
    """Whom a name may mean. That of a country is no half of the name of a measure.

    So China is the country, and none of the measures of which (China) stands behind the title.
    """
    whole = {thing for thing, is_whole in meanings if is_whole}
    if any(kind == "partner" for kind, _pk in whole):
        return tuple(sorted(whole))
    return tuple(sorted({thing for thing, _is_whole in meanings}))
