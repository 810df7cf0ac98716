"""The gram index on SQLite: FTS5 without content and positions, over ready-made grams.

It only proposes rows; `instr` on the folded text decides. SQLite before 3.43 cannot delete from
such a table by key alone: it wants the old grams, which are made anew from the stored text.
"""

from collections.abc import Iterable, Sequence

from django.db import connection

from portal.search.tokens import CORPUS_SLOTS, wanted, written

COLUMNS = "id, corpus, row, title, text, origins"


def add(documents: Sequence[tuple]) -> None:
    """Add documents that are not there: (id, corpus, row, title, text, origins)."""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO search_document ({COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s)", documents
        )
        cursor.executemany(
            "INSERT INTO search_grams (rowid, grams) VALUES (%s, %s)",
            [(each[0], written(each[1], each[3], each[4])) for each in documents],
        )


def remove(ids: Sequence[int]) -> None:
    """Remove documents with their grams."""
    with connection.cursor() as cursor:
        for key in ids:
            cursor.execute("SELECT corpus, title, text FROM search_document WHERE id = %s", [key])
            if found := cursor.fetchone():
                cursor.execute(
                    "INSERT INTO search_grams (search_grams, rowid, grams) "
                    "VALUES ('delete', %s, %s)",
                    [key, written(*found)],
                )
                cursor.execute("DELETE FROM search_document WHERE id = %s", [key])


def clear() -> None:
    """Remove everything, before all is added anew."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_grams (search_grams) VALUES ('delete-all')")
        cursor.execute("DELETE FROM search_document")


def finish() -> None:
    """After everything was added: merge what was written in pieces."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_grams (search_grams) VALUES ('optimize')")
        cursor.execute("ANALYZE search_document")


def candidates(
    corpus: int,
    terms: Iterable[Sequence[str]],
    titles: bool,
    bare: bool = False,
    without: Sequence[str] = (),
) -> tuple[str, list]:
    """A SELECT of the rows whose grams hold one form of every term, and its values.

    Those that hold a gram of `without` are left out. Unless it is `bare`, conditions on the
    document `d` may follow.
    """
    asked = " AND ".join(_any(corpus, forms, titles) for forms in terms)
    if without:
        asked = f"({asked}) NOT {_any(corpus, without, titles)}"
    sql = f"SELECT g.rowid / {CORPUS_SLOTS} AS row FROM search_grams g"
    if not bare:
        sql += " CROSS JOIN search_document d ON d.id = g.rowid"
    return f"{sql} WHERE search_grams MATCH %s", [asked]


def sharing_pairs(corpus: int, word: str, limit: int) -> tuple[str, list]:
    """Rows whose title shares a pair of characters with a folded word."""
    asked = " OR ".join(f'"{token}"' for token in wanted(corpus, word, titles=True, longest=2))
    sql = f"SELECT rowid / {CORPUS_SLOTS} FROM search_grams WHERE search_grams MATCH %s LIMIT %s"
    return sql, [asked, limit]


def _any(corpus: int, forms: Sequence[str], titles: bool) -> str:
    """What FTS5 is asked for documents that have all grams of one of the forms."""
    asked = ([f'"{token}"' for token in wanted(corpus, form, titles)] for form in forms)
    return "(" + " OR ".join(f"({' AND '.join(tokens)})" for tokens in asked) + ")"


def gram_counts(corpus: int) -> dict[int, int]:
    """How many grams the index holds for each document of a corpus; for the check."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_vocabulary "
            "USING fts5vocab('main', 'search_grams', 'instance')"
        )
        cursor.execute(
            "SELECT doc, count(*) FROM temp.search_vocabulary WHERE doc %% %s = %s GROUP BY doc",
            [CORPUS_SLOTS, corpus],
        )
        return dict(cursor.fetchall())


contains = "instr({column}, %s) > 0"
