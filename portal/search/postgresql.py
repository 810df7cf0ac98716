"""The gram index on PostgreSQL: GIN over a `tsvector` of tokens beside the folded text.

GIN knows no places: of longer words it only proposes rows, and the folded text decides. The tokens
are written, not computed by an index expression, which PostgreSQL would evaluate row by row.
"""

import dataclasses
from collections.abc import Iterable, Sequence

from django.db import OperationalError, connections
from psycopg.errors import LockNotAvailable

from portal.search.tokens import Wanted, written, written_of
from portal.search.words import Form

TABLE, NEXT = "search_document", "search_document_next"
COLUMNS = "id, corpus, row, owner, title, text, origins, grams"
# `search_saved` holds the keys of documents that are written while a second table is filled.
BEGIN = f"""
DROP TABLE IF EXISTS {NEXT};
DROP FUNCTION IF EXISTS search_note CASCADE;
DROP TABLE IF EXISTS search_saved;
CREATE TABLE {NEXT} (LIKE {TABLE} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING IDENTITY
    INCLUDING STORAGE) WITH (toast_tuple_target = 128);
CREATE TABLE search_saved (id bigint NOT NULL);
CREATE FUNCTION search_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_saved VALUES (COALESCE(NEW.id, OLD.id));
    RETURN NULL;
END
$$;
CREATE TRIGGER search_note AFTER INSERT OR UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION search_note();
"""
TAKE_OVER = f"""
DELETE FROM {NEXT} WHERE id IN (SELECT id FROM search_saved);
INSERT INTO {NEXT} ({COLUMNS})
    SELECT {COLUMNS} FROM {TABLE} WHERE id IN (SELECT id FROM search_saved);
"""
# A deadlock is looked for after a second: who gave up before is in none.
EXCHANGE = f"""
SET LOCAL lock_timeout = '500ms';
DROP TABLE {TABLE};
ALTER TABLE {NEXT} RENAME TO {TABLE};
DROP FUNCTION search_note;
DROP TABLE search_saved;
"""


def decides(asked: Form) -> bool:
    """Whether the index alone knows who holds a form."""
    return asked.is_decided


def waited_in_vain(error: OperationalError) -> bool:
    """Whether a statement gave up to wait for what somebody else has locked."""
    return isinstance(error.__cause__, LockNotAvailable)


def question(wanted: Sequence[Wanted]) -> str:
    """The `tsquery` for documents that have everything wanted. Tokens hold no ASCII sign."""
    return " & ".join(
        f"'{token}'" + (":*" if each.begins else "") for each in wanted for token in each.tokens
    )


def question_of_any(asked: Iterable[Sequence[Wanted]]) -> str:
    """The same for documents that have everything of one of several.

    One question for the index: of thirty conditions side by side the planner would rather look at
    the tokens of one row after the other, which took seconds for common words.
    """
    return " | ".join(f"({question(each)})" for each in asked)


@dataclasses.dataclass(frozen=True)
class GramIndex:
    """The index in one database."""

    using: str
    decides = staticmethod(decides)

    def add(self, documents: Sequence[tuple], grams: Sequence[str]) -> None:
        """Add documents that are not there: (id, corpus, row, owner, title, text, origins)."""
        self._copy(TABLE, documents, grams)

    def _copy(self, table: str, documents: Sequence[tuple], grams: Sequence[str]) -> None:
        with (
            connections[self.using].cursor() as cursor,
            cursor.copy(f"COPY {table} ({COLUMNS}) FROM STDIN") as copy,
        ):
            for each, tokens in zip(documents, grams, strict=True):
                # Tokens with spaces between are a `tsvector` as PostgreSQL reads it.
                copy.write_row((*each, tokens))

    def remove(self, ids: Sequence[int]) -> None:
        """Remove documents with their grams."""
        with connections[self.using].cursor() as cursor:
            cursor.execute("DELETE FROM search_document WHERE id = ANY(%s)", [list(ids)])

    def replace(self, stale: Sequence[tuple], fresh: Sequence[tuple]) -> None:
        """Put documents in place of others, which are given as they stand in the index."""
        if stale:
            self.remove([each[0] for each in stale])
        if fresh:
            self.add(fresh, [written_of(each) for each in fresh])

    def begin(self) -> None:
        """Before every document is written anew: a second table, beside the first.

        Its indexes are made when it is full: row by row the server took 30 s of a processor for
        31,000 documents, so 7. What is saved meanwhile goes into the first table, and the key of it
        into a third.
        """
        with connections[self.using].cursor() as cursor:
            cursor.execute(BEGIN)

    def renew(self, _ids: Sequence[int], documents: Sequence[tuple], grams: Sequence[str]) -> None:
        """Write documents into the second table."""
        self._copy(NEXT, documents, grams)

    def merge(self) -> bool:
        """Make the indexes of the second table, all at once; nothing is left then."""
        with connections[self.using].cursor() as cursor:
            for name, made in self._indexes(cursor):
                what, where = made.split(" ON ", 1)
                what, where = what.replace(name, f"{name}_next"), where.replace(TABLE, NEXT, 1)
                cursor.execute(f"{what} ON {where}")
            cursor.execute(f"ANALYZE {NEXT}")
        return False

    def finish(self) -> None:
        """After everything was written: the second table takes the place of the first.

        What was saved since it was written there is taken over. Visitors wait for the exchange, so
        it is not waited for long: who reads for long has it begun again.
        """
        with connections[self.using].cursor() as cursor:
            cursor.execute(TAKE_OVER)
            names = [name for name, _made in self._indexes(cursor)]
            cursor.execute(EXCHANGE)
            for name in names:
                cursor.execute(f"ALTER INDEX {name}_next RENAME TO {name}")
            cursor.execute(f"ALTER TABLE {TABLE} ADD PRIMARY KEY USING INDEX {TABLE}_pkey")

    def _indexes(self, cursor) -> list[tuple[str, str]]:
        """The names of the indexes of the first table, and how each is made."""
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s", [TABLE])
        return cursor.fetchall()

    def gram_counts(self, corpus: int) -> dict[int, int]:
        """How many grams the index holds for each document of a corpus; for the check."""
        with connections[self.using].cursor() as cursor:
            cursor.execute(
                "SELECT id, length(grams) FROM search_document WHERE corpus = %s", [corpus]
            )
            return dict(cursor.fetchall())

    def grams_of(self, corpus: int, title: str, text: str) -> int:
        """How many it is to hold for a document: each of its tokens once."""
        return len(set(written(corpus, title, text).split()))
