"""Which documents of many corpora hold which words: one statement for all, on both databases.

The rows of common words are cut off: `MOST` of each kind are read, in the order of their keys, so
that both databases cut at the same place and a word that half of all rows hold costs as much as one
that few do.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from django.db import connections

from portal.search import postgresql, sqlite
from portal.search.tokens import Wanted, mark, wanted_of
from portal.search.words import Form, form

MOST = 2000
# Looks at the index that are one statement: SQLite takes 500.
TOGETHER = 400


@dataclasses.dataclass
class Holders:
    """The keys of documents that hold a word: in a title or name, anywhere; as it is, by another.

    `cut` says that there are more.
    """

    titles: set[int] = dataclasses.field(default_factory=set)
    texts: set[int] = dataclasses.field(default_factory=set)
    other_titles: set[int] = dataclasses.field(default_factory=set)
    other_texts: set[int] = dataclasses.field(default_factory=set)
    cut: bool = False

    @property
    def places(self) -> tuple[set[int], ...]:
        """The texts and titles that hold it as it is, and those that hold it by another name."""
        return self.texts, self.titles, self.other_texts, self.other_titles

    @property
    def own(self) -> set[int]:
        """Those that hold the word as it is."""
        return self.titles | self.texts

    @property
    def all(self) -> set[int]:
        """Those that hold it by whatever name."""
        return self.own | self.other_titles | self.other_texts

    def without(self, keys: Iterable[int]) -> None:
        """Leave some out."""
        for some in self.places:
            some.difference_update(keys)


class Wanting(NamedTuple):
    """A word that is looked for: its folded forms, and other names of what it names."""

    forms: Sequence[str]
    others: Sequence[str] = ()


def holders(corpora: Sequence[int], words: Sequence[Wanting], using: str) -> list[Holders]:
    """For each word the documents of some corpora that hold one of its forms or other names.

    All words are one question to the database, but for very many.
    """
    found = [Holders() for _word in words]
    looks = [
        (number, other, titles, form(folded))
        for number, word in enumerate(words)
        for other, some in enumerate(word)
        for folded in some
        for titles in (False, True)
    ]
    for start in range(0, len(looks), TOGETHER):
        _look(corpora, looks[start : start + TOGETHER], found, using)
    for each in found:
        each.cut = any(len(some) >= MOST for some in each.places)
    return found


def _look(corpora: Sequence[int], looks: Iterable[tuple], found: list[Holders], using: str) -> None:
    """Ask once, and put the keys where they belong."""
    write = {"sqlite": on_sqlite, "postgresql": on_postgresql}[connections[using].vendor]
    selects: list[str] = []
    values: list = []
    places: list[set[int]] = []
    for number, other, titles, asked in looks:
        sql, more = write(corpora, asked, titles)
        selects.append(f"SELECT {len(selects)} AS place, id FROM ({sql}) p{len(selects)}")
        places.append(found[number].places[2 * other + titles])
        values += more
    with connections[using].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), values)
        for place, key in cursor.fetchall():
            places[place].add(key)


def on_sqlite(corpora: Sequence[int], asked: Form, titles: bool) -> tuple[str, list]:
    """By the table of FTS5; the text decides where the index does not."""
    question = sqlite.question_of_any(marked(corpora, asked, titles))
    if sqlite.decides(asked):
        sql = "SELECT rowid AS id FROM search_grams WHERE search_grams MATCH %s "
        sql += "ORDER BY rowid LIMIT %s"
        return sql, [question, MOST]
    column = "title" if titles else "text"
    sql = (
        "SELECT id FROM search_document WHERE id IN "
        "(SELECT rowid FROM search_grams WHERE search_grams MATCH %s) "
        f"AND instr({column}, %s) > 0 ORDER BY id LIMIT %s"
    )
    return sql, [question, asked.needle, MOST]


def on_postgresql(corpora: Sequence[int], asked: Form, titles: bool) -> tuple[str, list]:
    """By the index over the tokens, before any order: in that of the keys every row is looked at.

    Of 100,000 documents 16 s for a word that a tenth of them hold, and not 0.1.
    """
    sql = "SELECT id FROM search_document WHERE grams @@ %s::tsquery"
    values = [postgresql.question_of_any(marked(corpora, asked, titles))]
    if not postgresql.decides(asked):
        sql += f" AND strpos({'title' if titles else 'text'}, %s) > 0"
        values.append(asked.needle)
    return f"WITH held AS MATERIALIZED ({sql}) SELECT id FROM held ORDER BY id LIMIT %s", [
        *values,
        MOST,
    ]


def marked(corpora: Sequence[int], asked: Form, titles: bool) -> Iterator[list[Wanted]]:
    """What a form is looked for by, for each corpus with its mark."""
    parts = wanted_of(asked.folded)
    for corpus in corpora:
        front = mark(corpus, titles)
        yield [each.marked(front) for each in parts]
