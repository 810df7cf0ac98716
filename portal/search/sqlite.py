"""The gram index on SQLite: FTS5 without content, over ready-made tokens with their places.

Japanese of any length is tokens in a row, so no text is read for it, and none has to lie in memory:
サプライチェーン took 44 ms at 100,000 measures with a look at texts, 5 without. Pairs have an index
of their own (`prefix`), so that of a common one the first rows are found without all others. SQLite
before 3.43 cannot delete from such a table by key alone: it wants the old tokens, which are made
anew from the stored text.
"""

import dataclasses
import json
from collections.abc import Iterable, Sequence

from django.db import connections

from portal.search.tokens import CORPUS_SLOTS, Wanted, written, written_of
from portal.search.words import Form

NEXT = "search_grams_next"
# The mark of a corpus and two characters are a prefix of three.
MADE = "CREATE VIRTUAL TABLE {} USING fts5(grams, content='', prefix='3', tokenize='ascii')"
# When what is written is merged with what is there. An index that is made is merged at its end:
# that takes 8.1 s for 52,000 documents and not 9.9.
AT_THE_END, AS_EVER = (0, 2000), (4, 16)
COLUMNS = "id, corpus, row, owner, title, text, origins"


def decides(asked: Form) -> bool:
    """Whether the index alone knows who holds a form."""
    return asked.is_in_a_row


def question(wanted: Sequence[Wanted]) -> str:
    """What FTS5 is asked for documents that have everything wanted."""
    return " AND ".join(map(_quoted, wanted))


def _quoted(wanted: Wanted) -> str:
    return f'"{" ".join(wanted.tokens)}"' + (" *" if wanted.begins else "")


def question_of_any(asked: Iterable[Sequence[Wanted]]) -> str:
    """The same for documents that have everything of one of several."""
    return " OR ".join(f"({question(each)})" for each in asked)


@dataclasses.dataclass(frozen=True)
class GramIndex:
    """The index in one database."""

    using: str
    decides = staticmethod(decides)

    def add(self, documents: Sequence[tuple], grams: Sequence[str]) -> None:
        """Add documents that are not there: (id, corpus, row, owner, title, text, origins)."""
        self._write("INSERT", "search_grams", documents, grams)

    def _write(
        self, how: str, table: str, documents: Sequence[tuple], grams: Sequence[str]
    ) -> None:
        """Write documents and their grams; `how` says what becomes of one with the same key."""
        with connections[self.using].cursor() as cursor:
            cursor.executemany(
                f"{how} INTO search_document ({COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s)",
                documents,
            )
        self._add_grams(table, [(d[0], each) for d, each in zip(documents, grams, strict=True)])

    def remove(self, ids: Sequence[int]) -> None:
        """Remove documents with their grams."""
        asked = json.dumps(list(ids))
        with connections[self.using].cursor() as cursor:
            cursor.execute(
                "SELECT id, corpus, title, text FROM search_document "
                "WHERE id IN (SELECT value FROM json_each(%s))",
                [asked],
            )
            self._remove_grams("search_grams", cursor.fetchall())
            self._remove_documents(ids)

    def replace(self, stale: Sequence[tuple], fresh: Sequence[tuple]) -> None:
        """Put documents in place of others, which are given as they stand in the index."""
        kept = {each[0] for each in fresh}
        if stale:
            self._remove_grams("search_grams", [(d[0], d[1], d[4], d[5]) for d in stale])
        if gone := [each[0] for each in stale if each[0] not in kept]:
            self._remove_documents(gone)
        if fresh:
            grams = [written_of(each) for each in fresh]
            self._write("INSERT OR REPLACE", "search_grams", fresh, grams)

    def _remove_documents(self, ids: Sequence[int]) -> None:
        """Remove documents, and leave their grams."""
        with connections[self.using].cursor() as cursor:
            cursor.execute(
                "DELETE FROM search_document WHERE id IN (SELECT value FROM json_each(%s))",
                [json.dumps(list(ids))],
            )

    def begin(self) -> None:
        """Before every document is written anew: a second table of grams, beside the first.

        From that nothing can be taken whose grams are not known, as of another layout. What is
        written to the second is remembered by this connection.
        """
        with connections[self.using].cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {NEXT}")
            cursor.execute(MADE.format(NEXT))
            self._set_merging(cursor, NEXT, *AT_THE_END)
            cursor.execute("DROP TABLE IF EXISTS temp.search_renewed")
            cursor.execute(
                "CREATE TEMP TABLE search_renewed "
                "(id INTEGER PRIMARY KEY, corpus INTEGER, title TEXT, text TEXT)"
            )

    def renew(self, ids: Sequence[int], documents: Sequence[tuple], grams: Sequence[str]) -> None:
        """Put documents in place of what stands under their keys, their grams beside."""
        self._remove_documents(ids)
        self._write("INSERT", NEXT, documents, grams)
        with connections[self.using].cursor() as cursor:
            cursor.executemany(
                "INSERT INTO temp.search_renewed VALUES (%s, %s, %s, %s)",
                [(each[0], each[1], each[4], each[5]) for each in documents],
            )

    def merge(self) -> bool:
        """Merge some of what was written in pieces; whether there may be more."""
        with connections[self.using].cursor() as cursor:
            before = self._changes(cursor)
            cursor.execute(f"INSERT INTO {NEXT} ({NEXT}, rank) VALUES ('merge', -500)")
            return self._changes(cursor) - before > 1

    def finish(self) -> None:
        """After everything was written: the second table takes the place of the first.

        What was saved since it was written there is written again: what differs is.
        """
        differ = (
            "FROM {} AS a LEFT JOIN {} AS b USING (id) "
            "WHERE (b.title, b.text) IS NOT (a.title, a.text)"
        )
        renewed, stored = "temp.search_renewed", "search_document"
        with connections[self.using].cursor() as cursor:
            for one, other, change in (
                (renewed, stored, self._remove_grams),
                (stored, renewed, self._add_grams_of),
            ):
                cursor.execute(f"SELECT id, a.corpus, a.title, a.text {differ.format(one, other)}")
                change(NEXT, cursor.fetchall())
            self._set_merging(cursor, NEXT, *AS_EVER)
            cursor.execute("DROP TABLE search_grams")
            cursor.execute(f"ALTER TABLE {NEXT} RENAME TO search_grams")
            cursor.execute("DROP TABLE temp.search_renewed")
            cursor.execute("ANALYZE search_document")

    def _add_grams(self, table: str, grams: Sequence[tuple[int, str]]) -> None:
        """Write the grams of documents, each with its key."""
        with connections[self.using].cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table} (rowid, grams) VALUES (%s, %s)", grams)

    def _add_grams_of(self, table: str, documents: Sequence[tuple]) -> None:
        """Write the grams of documents: (id, corpus, title, text)."""
        self._add_grams(table, [(each[0], written(*each[1:])) for each in documents])

    def _remove_grams(self, table: str, documents: Sequence[tuple]) -> None:
        """Take the grams of documents away: (id, corpus, title, text), as they were written."""
        with connections[self.using].cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table} ({table}, rowid, grams) VALUES ('delete', %s, %s)",
                [(each[0], written(*each[1:])) for each in documents],
            )

    def _set_merging(self, cursor, table: str, from_: int, at_once_from: int) -> None:
        """From how many pieces on they are merged: with what is written, and all at once."""
        for name, number in (("automerge", from_), ("crisismerge", at_once_from)):
            cursor.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('{name}', {number})")

    def _changes(self, cursor) -> int:
        cursor.execute("SELECT total_changes()")
        return cursor.fetchone()[0]

    def gram_counts(self, corpus: int) -> dict[int, int]:
        """How many grams the index holds for each document of a corpus; for the check."""
        with connections[self.using].cursor() as cursor:
            cursor.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_vocabulary "
                "USING fts5vocab('main', 'search_grams', 'instance')"
            )
            cursor.execute(
                "SELECT doc, count(*) FROM temp.search_vocabulary "
                "WHERE doc %% %s = %s GROUP BY doc",
                [CORPUS_SLOTS, corpus],
            )
            return dict(cursor.fetchall())

    def grams_of(self, corpus: int, title: str, text: str) -> int:
        """How many it is to hold for a document: each of its tokens as often as it stands there."""
        return len(written(corpus, title, text).split())
