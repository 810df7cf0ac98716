"""The gram index on SQLite: FTS5 without content and positions, over ready-made grams.

It only proposes rows; the folded text decides. SQLite before 3.43 cannot delete from such a table
by key alone: it wants the old grams, which are made anew from the stored text.
"""

import dataclasses
from collections.abc import Sequence

from django.db import connections

from portal.search.tokens import CORPUS_SLOTS, written

COLUMNS = "id, corpus, row, owner, title, text, origins"


@dataclasses.dataclass(frozen=True)
class GramIndex:
    """The index in one database."""

    using: str

    def add(self, documents: Sequence[tuple]) -> None:
        """Add documents that are not there: (id, corpus, row, owner, title, text, origins)."""
        with connections[self.using].cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO search_document ({COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s)",
                documents,
            )
            cursor.executemany(
                "INSERT INTO search_grams (rowid, grams) VALUES (%s, %s)",
                [(each[0], written(each[1], each[4], each[5])) for each in documents],
            )

    def remove(self, ids: Sequence[int]) -> None:
        """Remove documents with their grams."""
        with connections[self.using].cursor() as cursor:
            for key in ids:
                cursor.execute(
                    "SELECT corpus, title, text FROM search_document WHERE id = %s", [key]
                )
                if found := cursor.fetchone():
                    cursor.execute(
                        "INSERT INTO search_grams (search_grams, rowid, grams) "
                        "VALUES ('delete', %s, %s)",
                        [key, written(*found)],
                    )
                    cursor.execute("DELETE FROM search_document WHERE id = %s", [key])

    def clear(self) -> None:
        """Remove everything, before all is added anew."""
        with connections[self.using].cursor() as cursor:
            cursor.execute("INSERT INTO search_grams (search_grams) VALUES ('delete-all')")
            cursor.execute("DELETE FROM search_document")

    def finish(self) -> None:
        """After everything was added: merge what was written in pieces."""
        with connections[self.using].cursor() as cursor:
            cursor.execute("INSERT INTO search_grams (search_grams) VALUES ('optimize')")
            cursor.execute("ANALYZE search_document")

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
