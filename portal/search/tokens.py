"""Grams as the index knows them: each with a mark of its corpus, and letters alone."""

from portal.search.text import grams

# FTS5's ascii tokenizer parts words at ASCII signs, so these stand as private-use characters.
SIGNS = str.maketrans(
    {chr(code): chr(0xF700 + code) for code in range(128) if not chr(code).isalnum()}
)
FIRST = 0xE000


def mark(corpus: int, titles: bool) -> str:
    """The character before every gram of a corpus: one for its titles, one for all its text."""
    return chr(FIRST + 2 * corpus + titles)


def tokens(corpus: int, title: str, text: str) -> set[str]:
    """Every gram of a document, of its title apart from those of all its text."""
    own = mark(corpus, titles=False)
    front = mark(corpus, titles=True)
    found = {own + gram.translate(SIGNS) for gram in grams(text)}
    found.update(front + gram.translate(SIGNS) for gram in grams(title))
    return found


def wanted(corpus: int, word: str, titles: bool) -> list[str]:
    """The grams that a text has which holds a folded word: its pairs, of one letter itself."""
    found = grams(word)
    if len(word) > 1:
        found = {gram for gram in found if len(gram) > 1}
    front = mark(corpus, titles)
    return sorted(front + gram.translate(SIGNS) for gram in found)
