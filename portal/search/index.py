"""The one way to find text: which rows hold the words asked for, and by what.

A list names the field paths of its model that are looked at (`corpus`). They are read into one
folded text for each row, in the transaction of every change (`writing`). An index of grams, one
to three characters in a row, proposes rows, for longer words the folded text decides, so any
substring is found, and nothing else. The databases differ in how they keep grams, not in what
they find.
"""

import dataclasses
import difflib
import itertools
from collections.abc import Collection, Iterable, Sequence

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models.expressions import RawSQL

from portal.changes.tracking import fields_on
from portal.rows.internals import sql_of
from portal.search.corpus import CORPORA, Corpus, backend, related
from portal.search.models import Document, Name
from portal.search.query import Query
from portal.search.text import APART, Folded
from portal.search.tokens import CORPUS_SLOTS, is_gram
from portal.search.writing import documents, read

# Characters shown on each side of a find.
CONTEXT = 30
# Titles compared with words for which nothing was found, and how like one has to be.
COMPARED, LIKE = 500, 0.3


def ask(asked: str) -> Query:
    """What was asked, with the other names of the things it names."""
    query = Query(asked)
    words = [term.word for term in query.wanted if not term.exact]
    owners = list(Name.objects.filter(folded__in=words).values_list("folded", "corpus", "row"))
    if not owners:
        return query
    wanted = models.Q()
    for _word, corpus, row in owners:
        wanted |= models.Q(corpus=corpus, row=row)
    called: dict[tuple, list[str]] = {}
    for corpus, row, written in Name.objects.filter(wanted).values_list("corpus", "row", "written"):
        called.setdefault((corpus, row), []).append(written)
    known: dict[str, list[list[str]]] = {}
    for word, corpus, row in owners:
        known.setdefault(word, []).append(sorted(called[corpus, row]))
    return query.widened(known)


def statement(model: type[models.Model], query: Query, titles: bool = False) -> tuple[str, list]:
    """The SQL that gives the primary keys of the rows that hold what is asked, and its values.

    With `titles` only rows that hold every wanted word in a title or name of their own.
    """
    corpus = CORPORA[model]
    if corpus.refs and not titles:
        found = [rows_with_any_text(corpus, term.alternatives) for term in query.wanted]
    elif query.wanted:
        found = [rows_with_own_text(corpus, [term.alternatives for term in query.wanted], titles)]
    else:
        found = []
    if not found:
        every = model._base_manager.all() if query else model._base_manager.none()
        found = [rows_of(every)]
    sql = " INTERSECT ".join(f"SELECT row FROM ({each}) t" for each, _values in found)
    values = [value for _each, some in found for value in some]
    for word in query.unwanted:
        unwanted, more = rows_with_any_text(corpus, [word])
        sql += f" EXCEPT SELECT row FROM ({unwanted}) t"
        values += more
    return sql, values


def rows_with_own_text(
    corpus: Corpus, terms: Sequence[Sequence[str]], titles: bool
) -> tuple[str, list]:
    """The rows whose own text, or title, holds one of the folded forms of each term."""
    if len(terms) == 1:
        return rows_with_own_term(corpus, terms[0], titles)
    longer = [forms for forms in terms if not all(map(is_gram, forms))]
    sql, values = backend().candidates(corpus.number, terms, titles, bare=not longer)
    more, some = holding(longer, titles)
    return sql + more, [*values, *some]


def rows_with_own_term(corpus: Corpus, forms: Sequence[str], titles: bool) -> tuple[str, list]:
    """The same of one term.

    Rows that the index alone decides are not looked at for the sake of other names: what tells of
    半導体 tells of semiconductors too.
    """
    short = [form for form in forms if is_gram(form)]
    longer = [form for form in forms if not is_gram(form)]
    parts = []
    if short:
        parts.append(backend().candidates(corpus.number, [short], titles, bare=True))
    if longer:
        sql, values = backend().candidates(corpus.number, [longer], titles, without=short)
        more, some = holding([longer], titles)
        parts.append((sql + more, [*values, *some]))
    values = [value for _sql, some in parts for value in some]
    # No row is in both.
    return " UNION ALL ".join(sql for sql, _values in parts), values


def holding(terms: Sequence[Sequence[str]], titles: bool) -> tuple[str, list]:
    """The condition that a document `d` holds one of the folded forms of each term."""
    contains = backend().contains.format(column="d.title" if titles else "d.text")
    sql = "".join(f" AND ({' OR '.join([contains] * len(forms))})" for forms in terms)
    return sql, [form for forms in terms for form in forms]


def rows_with_any_text(corpus: Corpus, forms: Sequence[str]) -> tuple[str, list]:
    """The rows that hold one of the folded forms themselves or through what they belong to."""
    sql, values = rows_with_own_text(corpus, [forms], titles=False)
    for path, whole in corpus.refs.items():
        other = CORPORA[related(corpus.model, path)]
        found = RawSQL(*rows_with_own_text(other, [forms], titles=not whole))  # noqa: S611 - values are parameters
        more, some = rows_of(corpus.model._base_manager.filter(**{f"{path}__in": found}))
        sql = f"SELECT row FROM ({sql}) o UNION {more}"
        values = [*values, *some]
    return sql, values


def rows_of(queryset: models.QuerySet) -> tuple[str, list]:
    """The primary keys of a queryset as SQL, and its values."""
    try:
        sql, values = sql_of(queryset.order_by().annotate(row=models.F("pk")).values("row"))
    except EmptyResultSet:
        return "SELECT 0 AS row WHERE 1 = 0", []
    return sql, list(values)


def matching_pks(model: type[models.Model], query: Query) -> RawSQL:
    """The rows that hold what is asked as a subquery: `filter(pk__in=matching_pks(...))`."""
    return RawSQL(*statement(model, query))  # noqa: S611 - values are parameters


def hits(model: type[models.Model], query: Query) -> tuple[list[int], list[int]]:
    """The primary keys of the rows that hold what is asked, in no order.

    First all of them, then those that hold every wanted word in a title or name.
    """
    whole, values = statement(model, query)
    sql = f"SELECT 0, row FROM ({whole}) found"
    if query.wanted:
        titles, more = statement(model, query, titles=True)
        sql += f" UNION ALL SELECT 1, row FROM ({titles}) named"
        values = [*values, *more]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = cursor.fetchall()
    return [row for kind, row in found if not kind], [row for kind, row in found if kind]


def scan(queryset: models.QuerySet, paths: Iterable[str], asked: str) -> list[int]:
    """The same for a few rows that no index holds: primary keys of those whose texts hold it."""
    corpus = Corpus(queryset.model, tuple(paths), ())
    texts = read(corpus, list(queryset.values_list("pk", flat=True)))
    query = Query(asked)
    return [
        row
        for _id, _number, row, _title, text, _o in documents(corpus, texts)
        if query.matches(text)
    ]


@dataclasses.dataclass(frozen=True)
class Find:
    """Where a row holds what is asked: the label of the field, and the words around it."""

    label: str
    words: str


def finds(
    model: type[models.Model], rows: Collection[int], query: Query, shown: Collection[str]
) -> dict[int, Find]:
    """For rows found by what their entry in a list does not show: by what, the first of it.

    `shown` are the field paths that the entry shows.
    """
    corpus = CORPORA[model]
    keys = [row * CORPUS_SLOTS + corpus.number for row in rows]
    hidden: dict[str, set[int]] = {}
    for document in Document.objects.filter(pk__in=keys).order_by("pk"):
        if path := hidden_origin(corpus, document, query, shown):
            hidden.setdefault(path, set()).add(document.row)
    found: dict[int, Find] = {}
    for path, owners in hidden.items():
        label = label_of(model, path)
        values = model._base_manager.filter(pk__in=owners).order_by("pk", path)
        for pk, value in values.values_list("pk", path):
            if pk not in found and value is not None:
                folded = Folded(str(value))
                if spans := folded.spans(query.words):
                    found[pk] = Find(label, around(folded.text, *spans[0]))
    return found


def hidden_origin(
    corpus: Corpus, document: Document, query: Query, shown: Collection[str]
) -> str | None:
    """The first path at which a document holds a word that no shown path holds."""
    lines = document.text.split(APART)
    origins = [corpus.paths[int(place)] for place in document.origins.split(",") if place]
    for term in query.wanted:
        holding = [
            path
            for path, line in zip(origins, lines, strict=True)
            if any(form in line for form in term.alternatives)
        ]
        if holding and not set(holding) & set(shown):
            return holding[0]
    return None


def around(text: str, start: int, end: int) -> str:
    """A find with the words around it, on one line."""
    before, after = max(0, start - CONTEXT), end + CONTEXT
    cut = " ".join(text[before:after].split())
    return f"{'…' if before else ''}{cut}{'…' if after < len(text) else ''}"


def label_of(model: type[models.Model], path: str) -> str:
    """What a field path is called: the row it stands in, of the model itself the field."""
    *before, last = fields_on(model, path)
    return str(before[-1].related_model._meta.verbose_name if before else last.verbose_name)


def similar_names(asked: str, most: int = 6) -> list[str]:
    """Names most like what was asked, for those who found nothing."""
    query = Query(asked)
    if not query.wanted:
        return []
    found: dict[str, tuple[float, str]] = {}
    named = [corpus for corpus in CORPORA.values() if corpus.names]
    for corpus, term in itertools.product(named, query.wanted):
        with connection.cursor() as cursor:
            cursor.execute(*backend().sharing_pairs(corpus.number, term.word, COMPARED))
            rows = [row for (row,) in cursor.fetchall()]
        called = Name.objects.filter(corpus=corpus.number, row__in=rows)
        for folded, written in called.values_list("folded", "written"):
            likeness = difflib.SequenceMatcher(None, term.word, folded).ratio()
            found[folded] = max(found.get(folded, (0.0, "")), (likeness, written))
    ranked = sorted(found.values(), key=lambda pair: (-pair[0], pair[1]))
    return [written for likeness, written in ranked[:most] if likeness > LIKE]
