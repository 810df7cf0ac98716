"""The gram index on PostgreSQL: GIN over an array of grams beside the folded text.

It only proposes rows; `strpos` on the folded text decides. The grams are written, not computed
by an index expression, which PostgreSQL would evaluate row by row.
"""

from collections.abc import Iterable, Sequence

from django.db import connection

from portal.search.models import Document
from portal.search.tokens import CORPUS_SLOTS, wanted, written


def add(documents: Sequence[tuple]) -> None:
    """Add documents that are not there: (id, corpus, row, title, text, origins)."""
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY search_document (id, corpus, row, title, text, origins, grams) FROM STDIN"
        ) as copy,
    ):
        for each in documents:
            # An array as PostgreSQL writes it. Grams hold no sign that would need quotes, and to
            # look for some took as long as all else.
            grams = written(each[1], each[3], each[4]).replace(" ", ",")
            copy.write_row((*each, f"{{{grams}}}"))


def remove(ids: Sequence[int]) -> None:
    """Remove documents with their grams."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_document WHERE id = ANY(%s)", [list(ids)])


def clear() -> None:
    """Remove everything, before all is added anew; the index is built at the end."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE search_document")
    with connection.schema_editor() as editor:
        editor.remove_index(Document, *Document._meta.indexes)


def finish() -> None:
    """After everything was added: build the index in one go."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
    with connection.schema_editor() as editor:
        editor.add_index(Document, *Document._meta.indexes)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_document")


def candidates(
    corpus: int,
    terms: Iterable[Sequence[str]],
    titles: bool,
    bare: bool = False,
    without: Sequence[str] = (),
) -> tuple[str, list]:
    """A SELECT of the rows whose grams hold one form of every term, and its values.

    Those that hold a gram of `without` are left out. Conditions on the document `d` may follow,
    also where it is `bare`.
    """
    asked = " AND ".join(map(_any, terms))
    values = [wanted(corpus, form, titles) for forms in terms for form in forms]
    sql = f"SELECT d.id / {CORPUS_SLOTS} AS row FROM search_document d"
    if not without:
        return f"{sql} WHERE {asked}", values
    # Of the keys alone, before any text is looked into: a condition that follows would come first.
    left = (
        f"SELECT d.id FROM search_document d WHERE {asked} "
        f"EXCEPT SELECT d.id FROM search_document d WHERE {_any(without)}"
    )
    values += [wanted(corpus, form, titles) for form in without]
    return f"{sql} JOIN ({left}) c ON c.id = d.id WHERE TRUE", values


def _any(forms: Sequence[str]) -> str:
    """The condition that a document `d` has all grams of one of the forms."""
    return "(" + " OR ".join(["d.grams @> %s::text[]"] * len(forms)) + ")"


def sharing_pairs(corpus: int, word: str, limit: int) -> tuple[str, list]:
    """Rows whose title shares a pair of characters with a folded word."""
    sql = "SELECT row FROM search_document d WHERE d.grams && %s::text[] LIMIT %s"
    return sql, [wanted(corpus, word, titles=True, longest=2), limit]


def gram_counts(corpus: int) -> dict[int, int]:
    """How many grams the index holds for each document of a corpus; for the check."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, cardinality(grams) FROM search_document WHERE corpus = %s", [corpus]
        )
        return dict(cursor.fetchall())


contains = "strpos({column}, %s) > 0"
