"""The one way to find text: which rows hold the words asked for, and by what.

A list names the field paths of its model that are looked at (`corpus`). They are read into one
folded text for each row, in the transaction of every change (`writing`). An index of trigrams, the
three characters from every place on, says which rows hold a word; on PostgreSQL it proposes rows
for longer ones, and the folded text decides. So any substring is found, and nothing else. The
databases differ in how they keep tokens, not in what they find.
"""

import dataclasses
import functools
import operator
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from django.db import models
from django.utils.translation import gettext

from portal.changes.paths import fields_on
from portal.rows.kept import Asked, KeptStatement
from portal.search.corpus import CORPORA, Corpus, alias, gram_index, is_unseen, related
from portal.search.documents import Text, Texts
from portal.search.gathering import read
from portal.search.models import Rank
from portal.search.naming import Names, without_ranks
from portal.search.pks import Holding, Pks, RowsOf
from portal.search.query import Query, key
from portal.search.text import APART, Folded
from portal.search.tokens import document_key
from portal.search.words import Form, form, spans
from portal.search.writing import documents

# Characters shown on each side of a find.
CONTEXT = 30


def ask(asked: str, using: str | None = None) -> Query:
    """What was asked, with the other names of the things it names."""
    query, names = Query(asked), Names(alias(using))
    words = [term.word for term in query.wanted if not term.exact]
    owners = names.owners({key(word) for word in words})
    if not owners:
        return query
    meant = {folded: without_ranks(things) for folded, things in owners.items()}
    called = names.called(set().union(*meant.values()), Rank.HALF)
    known = {
        word: [sorted(called[thing]) for thing in sorted(meant.get(key(word), ()))]
        for word in words
    }
    return query.widened(known)


def matching_pks(
    model: type[models.Model], query: Query, titles: bool = False, using: str | None = None
) -> Pks:
    """The primary keys of the rows that hold what is asked: `filter(pk__in=matching_pks(...))`.

    With `titles` only rows that hold every wanted word in a title or name of their own.
    """
    corpus, using = CORPORA[model], alias(using)
    terms = [term.alternatives for term in query.wanted]
    if not terms:
        wanted = [RowsOf(model._base_manager.all() if query else model._base_manager.none())]
    elif corpus.refs and not titles:
        wanted = [rows_with_any_text(corpus, forms, using) for forms in terms]
    else:
        wanted = [rows_with_own_text(corpus, terms, titles, using)]
    unwanted = [rows_with_any_text(corpus, [word], using) for word in query.unwanted]
    return functools.reduce(operator.sub, unwanted, functools.reduce(operator.and_, wanted))


def rows_with_own_text(
    corpus: Corpus, terms: Sequence[Sequence[str]], titles: bool, using: str
) -> Pks:
    """The rows whose own text, or title, holds one of the folded forms of each term.

    Of one term, rows that the index alone decides are not looked at for the sake of other names:
    what tells of 半導体 tells of semiconductors too.
    """
    number, decides = corpus.number(using), gram_index(using).decides
    if len(terms) > 1:
        return Holding(number, terms, titles)
    short = [each for each in terms[0] if decides(form(each))]
    longer = [each for each in terms[0] if not decides(form(each))]
    if not (short and longer):
        return Holding(number, terms, titles)
    rest = Holding(number, [longer], titles, without=short)
    return Holding(number, [short], titles).and_again(rest)  # no row is in both


def rows_with_any_text(corpus: Corpus, forms: Sequence[str], using: str) -> Pks:
    """The rows that hold one of the folded forms themselves or through what they belong to."""
    pks = rows_with_own_text(corpus, [forms], False, using)
    for path, whole in corpus.refs.items():
        other = CORPORA[related(corpus.model, path)]
        named = rows_with_own_text(other, [forms], not whole, using)
        pks |= RowsOf(corpus.model._base_manager.filter(**{f"{path}__in": named}))
    return pks


def hits(
    model: type[models.Model], query: Query, using: str | None = None
) -> tuple[list[int], list[int]]:
    """The primary keys of the rows that hold what is asked, in no order.

    First all of them, then those that hold every wanted word in a title or name.
    """
    using = alias(using)
    pks = matching_pks(model, query, using=using)
    if not query.wanted:
        return pks.read(using), []
    # What holds a word in its title holds it in its text: these rows come a second time.
    named = matching_pks(model, query, titles=True, using=using)
    times = Counter(pks.and_again(named).read(using))
    return list(times), [pk for pk, number in times.items() if number > 1]


def scan(queryset: models.QuerySet, paths: Iterable[str], asked: str) -> list[int]:
    """The same for a few rows that no index holds: primary keys of those whose texts hold it."""
    corpus = Corpus(queryset.model, tuple(paths), ())
    texts = read(corpus, list(queryset.values_list("pk", flat=True)), queryset.db)
    query = Query(asked)
    told = documents(corpus, texts, {}, queryset.db)
    return [row for _id, _corpus, row, *_more, text, _origins in told if query.matches(text)]


@dataclasses.dataclass(frozen=True)
class Find:
    """Where a row holds what is asked: the label of the field, and the words around it."""

    label: str
    words: str


def finds(
    model: type[models.Model],
    rows: Collection[int],
    query: Query,
    shown: Collection[str],
    using: str | None = None,
) -> dict[int, Find]:
    """For rows found by what their entry in a list does not show: by what, the first of it.

    `shown` are the field paths that the entry shows.
    """
    corpus, using = CORPORA[model], alias(using)
    number = corpus.number(using)
    keys = [document_key(number, row) for row in rows]
    hidden: dict[str, set[int]] = {}
    terms = [[form(each) for each in term.alternatives] for term in query.wanted]
    for document in Texts(using).of(keys):
        if path := hidden_origin(corpus, document, terms, shown):
            hidden.setdefault(path, set()).add(document.row)
    first: dict[int, Find] = {}
    for path, owners in hidden.items():
        label = label_of(model, path)
        for pk, value in values_at(model, path).rows(using, rows=owners):
            if pk not in first and value is not None:
                folded = Folded(str(value))
                if found := spans(folded, query.words):
                    first[pk] = Find(label, around(folded.text, *found[0]))
    return first


@functools.cache
def values_at(model: type[models.Model], path: str) -> KeptStatement:
    """What reads what stands at a field path of some rows, by their keys."""
    rows = model._base_manager.filter(pk__in=Asked("rows")).order_by("pk", path)
    return KeptStatement(lambda: rows.values_list("pk", path))


def hidden_origin(
    corpus: Corpus, document: Text, terms: Sequence[Sequence[Form]], shown: Collection[str]
) -> str | None:
    """The first path at which a document holds a word that no shown path holds.

    A term is all forms that stand for one word. Most are held at a path that is shown, so these
    are looked at first: they are few.
    """
    paths = [corpus.paths[int(place)] for place in document.origins.split(",") if place]
    lines = list(zip(paths, document.text.split(APART), strict=True))
    seen = [line for path, line in lines if path in shown]
    for forms in terms:
        if any(holds(line, forms) for line in seen):
            continue
        for path, line in lines:
            if holds(line, forms):
                return path
    return None


def holds(line: str, forms: Sequence[Form]) -> bool:
    """Whether a folded text holds one of some forms."""
    return any(each.needle in line and each.stands_in(line) for each in forms)


def around(text: str, start: int, end: int) -> str:
    """A find with the words around it, on one line."""
    before, after = max(0, start - CONTEXT), end + CONTEXT
    cut = " ".join(text[before:after].split())
    return f"{'…' if before else ''}{cut}{'…' if after < len(text) else ''}"


def label_of(model: type[models.Model], path: str) -> str:
    """What a field path is called: the row it stands in, of the model itself the field.

    Of what pages do not show both are told: a name is not found where its reading is.
    """
    *before, last = fields_on(model, path)
    if not before:
        return str(last.verbose_name)
    row = str(before[-1].related_model._meta.verbose_name)
    if not is_unseen(model, path):
        return row
    return gettext("%(row)s, %(field)s") % {"row": row, "field": last.verbose_name}
