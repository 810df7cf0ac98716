"""What a find counts by the place where it stands."""

import dataclasses
from collections.abc import Iterable, Sequence

from portal.search.asked import Asked
from portal.search.by_script import Word
from portal.search.corpus import Corpus
from portal.search.documents import Text
from portal.search.readings import said
from portal.search.text import APART
from portal.search.words import form

TITLE, NAME, TEXT = 3.0, 2.2, 0.6
WHOLE_READING, START_OF_READING, IN_READING = 3.0, 2.0, 1.6
OTHER_NAME = 0.56
# Of a name that the word is a part of, what counts at least.
PART = 0.55


@dataclasses.dataclass(frozen=True)
class Met:
    """Where an entry holds what is asked: what it counts, and the path; of figures the document."""

    value: float
    path: str = ""
    document: int = 0
    own: bool = True


class Weighed:
    """The text of a document line by line, and what a find in each line counts."""

    def __init__(self, corpus: Corpus, document: Text):
        self.corpus, self.document = corpus, document
        paths = [corpus.paths[int(place)] for place in document.origins.split(",") if place]
        self.lines = list(zip(paths, document.text.split(APART), strict=True))

    def met(self, asked: Asked) -> Met | None:
        """Where it holds what is asked, at the place that counts most."""
        value, document = asked.figures.get(self.document.pk, (0.0, 0))
        told = [Met(value, document=-document)] if value else []
        if asked.word is None:
            return told[0] if told else None
        word = asked.word
        spots = told + [Met(value, path) for value, path in self._places(word.forms)]
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
        reading = word.said
        if not reading:
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
