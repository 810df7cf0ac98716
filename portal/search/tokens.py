"""What the index knows of a text: tokens, each with a mark of its corpus, and letters alone.

Of Japanese they are trigrams, the three characters from every place on in the order of the text;
at the end of a stretch what is left of three. So one and two characters are the beginning of a
token, and a longer word is several in a row. Of Latin letters they are whole words without their
endings; of katakana also the short words at both ends of a run.
"""

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from portal.search.text import APART, LONGEST
from portal.search.words import KATAKANA_RUN, STRETCH, ends, form, latin_words, stem

# FTS5's ascii tokenizer parts words at ASCII signs, so these stand as private-use characters.
SIGNS = str.maketrans(
    {
        chr(code): chr(0xF700 + code)
        for code in range(128)
        if not chr(code).isalnum() and chr(code) != APART
    }
)
FIRST = 0xE000
# Stand behind the mark: a whole word, and a short word at the end of a run of katakana.
WORD, END = "\uf8f0", "\uf8f1"
# Letters of a word that titles may be alike by.
LONG_WORD = 5
# Room for the number of a model: in the key of a document, and in the marks from `FIRST` on.
CORPUS_SLOTS = 1024


def document_key(corpus: int, row: int) -> int:
    """The key of the document of a row, by the number of its model."""
    return row * CORPUS_SLOTS + corpus


def mark(corpus: int, titles: bool) -> str:
    """The character before every token of a corpus: one for its titles, one for all its text."""
    return chr(FIRST + 2 * corpus + titles)


class Wanted(NamedTuple):
    """What a text has that holds a word: tokens in a row, of the last maybe the beginning alone."""

    tokens: tuple[str, ...]
    begins: bool = False

    def marked(self, front: str) -> "Wanted":
        """The same with the mark of a corpus."""
        return Wanted(tuple(front + each for each in self.tokens), self.begins)


def stretches(folded: str) -> list[str]:
    """What is no word of Latin letters in folded text, as tokens are cut of it."""
    return APART.join(STRETCH.findall(folded)).translate(SIGNS).split(APART)


def trigrams(stretch: str) -> list[str]:
    """Three characters from every place on, and what is left of three at the end."""
    return [stretch[place : place + LONGEST] for place in range(len(stretch))]


def tokens_of(folded: str) -> list[str]:
    """The tokens of folded text, without the mark of a corpus: trigrams as they stand in it."""
    found = [*itertools.chain.from_iterable(map(trigrams, stretches(folded)))]
    found += sorted({WORD + stem(word) for word in set(latin_words(folded))})
    runs = set(KATAKANA_RUN.findall(folded))
    found += sorted({END + short for short in itertools.chain.from_iterable(map(ends, runs))})
    return found


def wanted_of(word: str) -> list[Wanted]:
    """What a text has which holds a folded word."""
    asked = form(word)
    if asked.is_short_katakana:
        return [Wanted((END + word,))]
    found = {Wanted((WORD + each,)) for each in asked.stems}
    return sorted(found | {in_a_row(each) for each in stretches(word) if each})


def in_a_row(stretch: str) -> Wanted:
    """The trigrams of which a stretch is, or the beginning of one where it is shorter."""
    if len(stretch) < LONGEST:
        return Wanted((stretch,), begins=True)
    return Wanted(tuple(trigrams(stretch)[: 1 - LONGEST]))


def wanted(corpus: int, word: str, titles: bool) -> list[Wanted]:
    """The same with the mark of a corpus, of its titles or of all its text."""
    front = mark(corpus, titles)
    return [each.marked(front) for each in wanted_of(word)]


def likely(corpus: int, word: str, size: int) -> list[Wanted]:
    """The characters of a folded word in rows of `size`, by which like titles are found.

    Where it is shorter, in rows as long as it has. Words of Latin letters are whole, the longer
    ones: of, and, act say nothing.
    """
    parts = stretches(word)
    size = min(size, max(map(len, parts)))
    rows = {each[at : at + size] for each in parts for at in range(len(each) - size + 1)} - {""}
    words = {WORD + stem(each) for each in latin_words(word) if len(each) >= LONG_WORD}
    found = {in_a_row(row) for row in rows} | {Wanted((each,)) for each in words}
    return sorted(each.marked(mark(corpus, titles=True)) for each in found)


def written(corpus: int, title: str, text: str) -> str:
    """The tokens of a document's text and of its title, each kind with its mark, spaces between."""
    # One join for each kind: token by token it took a quarter longer.
    kinds = ((mark(corpus, titles=False), text), (mark(corpus, titles=True), title))
    found = ((own, tokens_of(folded)) for own, folded in kinds)
    return " ".join(own + f" {own}".join(tokens) for own, tokens in found if tokens)


def written_of(document: Sequence) -> str:
    """The same of a document: (id, corpus, row, owner, title, text, origins)."""
    return written(document[1], document[4], document[5])
