"""Sets of primary keys as expressions: what the index holds, narrowed, widened and taken from.

`filter(pk__in=one & another - third)` is one statement. The SELECTs are written here by hand, for
both databases side by side: made of querysets, they ran by the same plans, but to write them
took 0.8 to 5 ms for a question that is answered in 0.5 to 2 ms.
"""

from collections.abc import Callable, Sequence
from typing import Self

from django.core.exceptions import EmptyResultSet
from django.db import connections, models

from portal.rows.internals import compiler_of
from portal.search import postgresql, sqlite
from portal.search.models import Document
from portal.search.tokens import CORPUS_SLOTS, Wanted, likely, wanted
from portal.search.words import Form, form

Forms = Sequence[str]
# That a document of PostgreSQL has the tokens that are asked for.
HAS = "grams @@ %s::tsquery"


class Pks(models.Expression):
    """Primary keys as a subquery with one column, `row`. Sets are combined with `&`, `|`, `-`."""

    output_field = models.BigIntegerField()
    # What stands in a set may be a queryset: to compare it would read it.
    __eq__, __hash__ = object.__eq__, object.__hash__

    def __and__(self, other: "Pks") -> "CombinedPks":
        return CombinedPks("INTERSECT", self, other)

    def __or__(self, other: "Pks") -> "CombinedPks":
        return CombinedPks("UNION", self, other)

    def __sub__(self, other: "Pks") -> "CombinedPks":
        return CombinedPks("EXCEPT", self, other)

    def and_again(self, other: "Pks") -> "CombinedPks":
        """Both sets one after the other, with what is in both twice."""
        return CombinedPks("UNION ALL", self, other)

    def resolve_expression(self, *_place, **_options) -> Self:
        """The same: it says all of itself and refers to nothing around it."""
        return self

    def read(self, using: str) -> list[int]:
        """The keys that a database holds, in no order."""
        compiler = compiler_of(Document.objects.using(using))
        sql, values = compiler.compile(self)
        with connections[using].cursor() as cursor:
            cursor.execute(f"SELECT row FROM {sql} found", values)
            return [pk for (pk,) in cursor.fetchall()]


class CombinedPks(Pks):
    """Two sets as one."""

    def __init__(self, operator: str, *parts: Pks):
        super().__init__()
        self.operator, self.parts = operator, parts

    def as_sql(self, compiler, connection):
        """The SELECTs of the parts with the operator between."""
        compiled = [compiler.compile(part) for part in self.parts]
        sql = f" {self.operator} ".join(
            f"SELECT row FROM {part} part" for part, _values in compiled
        )
        return f"({sql})", [value for _sql, values in compiled for value in values]


class RowsOf(Pks):
    """The primary keys of the rows of a queryset."""

    def __init__(self, rows: models.QuerySet):
        super().__init__()
        self.rows = rows

    def as_sql(self, compiler, connection):
        """The SELECT of the queryset."""
        rows = self.rows.using(connection.alias).order_by()
        try:
            sql, values = compiler_of(rows.values(row=models.F("pk"))).as_sql()
        except EmptyResultSet:
            return "(SELECT 0 AS row WHERE 1 = 0)", []
        return f"({sql})", list(values)


class Holding(Pks):
    """The rows of a corpus whose text, or title, holds one of the folded forms of each term.

    The index proposes rows; for forms that it does not decide the text is looked at. Rows that
    hold one of `without`, which it decides, are left out before that.
    """

    def __init__(self, corpus: int, terms: Sequence[Forms], titles: bool, without: Forms = ()):
        super().__init__()
        self.corpus, self.terms, self.titles, self.without = corpus, terms, titles, without

    def as_sqlite(self, compiler, connection):
        """By the table of FTS5, which alone is read where the index decides.

        To look each row up among the documents, whose texts lie between them, took 83 ms for
        20,443 rows and not 15.
        """
        question = " AND ".join(map(self._match, self.terms))
        if self.without:
            question = f"({question}) NOT {self._match(self.without)}"
        holding, values = self._text_holds("instr", sqlite.decides)
        if not holding:
            sql = f"SELECT rowid / {CORPUS_SLOTS} AS row FROM search_grams"
            return f"({sql} WHERE search_grams MATCH %s)", [question]
        found = "SELECT rowid FROM search_grams WHERE search_grams MATCH %s"
        return f"(SELECT row FROM search_document WHERE id IN ({found}){holding})", [
            question,
            *values,
        ]

    def as_postgresql(self, compiler, connection):
        """By the index over the tokens."""
        documents = "FROM search_document d"
        condition = " AND ".join([HAS] * len(self.terms))
        questions = list(map(self._tsquery, self.terms))
        holding, values = self._text_holds("strpos", postgresql.decides)
        if self.without:
            # Of the keys alone: a condition on the text beside these would come first.
            keys = f"SELECT id {documents} WHERE"
            left = f"{keys} {condition} EXCEPT {keys} {HAS}"
            documents, condition = f"{documents} JOIN ({left}) proposed USING (id)", "TRUE"
            questions.append(self._tsquery(self.without))
        sql = f"SELECT d.id / {CORPUS_SLOTS} AS row {documents} WHERE {condition}{holding}"
        return f"({sql})", [*questions, *values]

    def _text_holds(self, function: str, decides: Callable[[Form], bool]) -> tuple[str, list[str]]:
        """The conditions that the text holds forms which the index does not decide."""
        longer = [forms for forms in self.terms if not all(decides(form(each)) for each in forms)]
        holds = f"{function}({'title' if self.titles else 'text'}, %s) > 0"
        sql = "".join(f" AND ({' OR '.join([holds] * len(forms))})" for forms in longer)
        return sql, [form(each).needle for forms in longer for each in forms]

    def _match(self, forms: Forms) -> str:
        """What FTS5 is asked for documents that have one of the forms."""
        return f"({sqlite.question_of_any(self._wanted(forms))})"

    def _tsquery(self, forms: Forms) -> str:
        """What the index of PostgreSQL is asked for them."""
        return postgresql.question_of_any(self._wanted(forms))

    def _wanted(self, forms: Forms) -> list[list[Wanted]]:
        return [wanted(self.corpus, each, self.titles) for each in forms]


class SharingGrams(Pks):
    """Some of the rows of a corpus whose title shares characters in a row with a folded word."""

    def __init__(self, corpus: int, word: str, limit: int, size: int = 2):
        super().__init__()
        self.likely = likely(corpus, word, size)
        self.limit = limit

    def as_sqlite(self, compiler, connection):
        """By the table of FTS5, which takes no empty question."""
        if not self.likely:
            return "(SELECT 0 AS row WHERE 1 = 0)", []
        sql = f"SELECT rowid / {CORPUS_SLOTS} AS row FROM search_grams"
        question = sqlite.question_of_any([each] for each in self.likely)
        return f"({sql} WHERE search_grams MATCH %s LIMIT %s)", [question, self.limit]

    def as_postgresql(self, compiler, connection):
        """By the index over the tokens, the same ones as FTS5; an empty question finds nothing."""
        like = f"WITH found AS MATERIALIZED (SELECT id FROM search_document WHERE {HAS}) "
        sql = f"{like}SELECT id / {CORPUS_SLOTS} AS row FROM found ORDER BY id LIMIT %s"
        return f"({sql})", [
            postgresql.question_of_any([each] for each in self.likely),
            self.limit,
        ]
