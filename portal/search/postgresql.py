"""The gram index on PostgreSQL: GIN over a `tsvector` of tokens beside the folded text.

GIN knows no places: of longer words it only proposes rows, and the folded text decides. The tokens
are written, not computed by an index expression, which PostgreSQL would evaluate row by row.
"""

import dataclasses
from collections.abc import Iterable, Sequence

from django.db import connections

from portal.search.tokens import Wanted, written, written_of
from portal.search.words import Form


def decides(asked: Form) -> bool:
    """Whether the index alone knows who holds a form."""
    return asked.is_decided


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
        with (
            connections[self.using].cursor() as cursor,
            cursor.copy(
                "COPY search_document (id, corpus, row, owner, title, text, origins, grams) "
                "FROM STDIN"
            ) as copy,
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
        """Before every document is written anew: nothing, they are replaced where they stand."""

    def renew(self, ids: Sequence[int], documents: Sequence[tuple], grams: Sequence[str]) -> None:
        """Put documents in place of what stands under their keys."""
        self.remove(ids)
        self.add(documents, grams)

    def merge(self) -> bool:
        """Nothing is written in pieces."""
        return False

    def finish(self) -> None:
        """After everything was written: what the planner knows of it."""
        with connections[self.using].cursor() as cursor:
            cursor.execute("ANALYZE search_document")

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
