"""Keeps the index: what changes is read anew in the transaction of the change."""

import ast
import functools
import hashlib
import inspect
import itertools
from collections.abc import Collection, Iterator, Sequence

from django.db import models, router, transaction

from portal.search import lookalikes, query, text, tokens, words
from portal.search.corpus import CORPORA, Corpus, alias, gram_index
from portal.search.models import Document, Layout, Name
from portal.search.query import names_in
from portal.search.text import APART, fold
from portal.search.tokens import CORPUS_SLOTS, document_key

# Rows read and written at a time.
BATCH = 500
FIELDS = ("id", "corpus", "row", "title", "text", "origins")


def read(corpus: Corpus, rows: Collection[int], using: str) -> dict[int, list[list[str]]]:
    """What stands at each path of a corpus, by primary key: a list of texts for each path."""
    texts: dict[int, list[list[str]]] = {}
    if not corpus.paths:
        return texts
    places = {path: place for place, path in enumerate(corpus.paths)}
    groups = [[places[path] for path in paths] for paths in corpus.groups]
    for group, pk, *values in values_at(corpus, rows, using):
        lines = texts.setdefault(pk, [[] for _path in places])
        for place, value in zip(groups[group], values, strict=False):
            if value not in (None, ""):
                lines[place].append(str(value))
    return texts


def values_at(corpus: Corpus, rows: Collection[int], using: str) -> models.QuerySet:
    """The values of each group of paths, one group after the other, in one statement.

    Each line has the place of its group, the primary key, and the values, made up to one width.
    """
    found = corpus.model._base_manager.using(using).filter(pk__in=list(rows)).order_by()
    width = max(map(len, corpus.groups))
    empty = models.Value(None, models.TextField())
    groups = [
        found.values_list(models.Value(place), "pk", *paths, *[empty] * (width - len(paths)))
        for place, paths in enumerate(corpus.groups)
    ]
    return groups[0].union(*groups[1:], all=True)


def documents(
    corpus: Corpus, texts: dict[int, list[list[str]]], using: str
) -> Iterator[tuple[int, int, int, str, str, str]]:
    """The documents of what was read: (id, corpus, row, title, text, origins).

    A row without a text of its own has none.
    """
    number = corpus.number(using)
    for row, lines in texts.items():
        # The order in which a database hands out rows must not show.
        folded = [sorted({fold(value) for value in each} - {""}) for each in lines]
        title = APART.join(itertools.chain(*folded[: len(corpus.titles)]))
        whole = APART.join(itertools.chain(*folded))
        origins = ",".join(str(place) for place, each in enumerate(folded) for _line in each)
        if whole:
            yield document_key(number, row), number, row, title, whole, origins


def names(corpus: Corpus, texts: dict[int, list[list[str]]], using: str) -> Iterator[Name]:
    """What the rows that were read and that visitors may see are called."""
    if not corpus.names:
        return
    number = corpus.number(using)
    places = [corpus.paths.index(path) for path in corpus.names]
    for row in sorted(corpus.shown(texts, using)):
        told = [each for place in places for line in texts[row][place] for each in names_in(line)]
        written = {fold(each)[:300]: each[:300] for each in told}
        for folded, name in sorted(written.items()):
            if folded:
                yield Name(corpus=number, row=row, folded=folded, written=name)


def rewrite(model: type[models.Model], rows: Collection[int] | None, using: str) -> None:
    """Read rows of a model anew and write what changed of their text; None stands for all."""
    corpus = CORPORA.get(model)
    if corpus is None:
        return
    if rows is None:  # a load, which tells it of every model
        rebuild(corpus, using)
        note_layout(using)
        return
    number = corpus.number(using)
    for some in batches(sorted(rows)):
        texts = read(corpus, some, using)
        fresh = {each[0]: each for each in documents(corpus, texts, using)}
        keys = [document_key(number, row) for row in some]
        rows_held = Document.objects.using(using).filter(pk__in=keys).values_list(*FIELDS)
        stored = {each[0]: each for each in rows_held}
        stale = [key for key in stored if fresh.get(key) != stored[key]]
        gram_index(using).remove(stale)
        if added := [fresh[key] for key in fresh if fresh[key] != stored.get(key)]:
            gram_index(using).add(added)
        if corpus.names:
            known = Name.objects.using(using)
            known.filter(corpus=number, row__in=some).delete()
            known.bulk_create(names(corpus, texts, using))


def rebuild(corpus: Corpus, using: str) -> None:
    """Read every row of a corpus anew. The index is emptied of it first."""
    for some in batches(sorted(_keys(corpus, using))):
        gram_index(using).remove(some)
    Name.objects.using(using).filter(corpus=corpus.number(using)).delete()
    add_all(corpus, using)


def add_all(corpus: Corpus, using: str) -> None:
    """Add every row of a corpus of which nothing is in the index."""
    last = 0
    while rows := list(rows_in_order(corpus, using).filter(pk__gt=last)[:BATCH]):
        texts = read(corpus, rows, using)
        gram_index(using).add(list(documents(corpus, texts, using)))
        Name.objects.using(using).bulk_create(names(corpus, texts, using))
        last = rows[-1]


def rebuild_all(using: str | None = None) -> int:
    """Empty the index and read everything anew; the number of rows in it then."""
    using = using or router.db_for_write(Document)
    with transaction.atomic(using=using):
        gram_index(using).clear()
        Name.objects.using(using).all().delete()
        for corpus in CORPORA.values():
            add_all(corpus, using)
        gram_index(using).finish()
        note_layout(using)
        return Document.objects.using(using).count()


def note_layout(using: str) -> None:
    """Remember how the index was made."""
    made = {"fingerprint": layout(using)}
    Layout.objects.using(using).update_or_create(pk=1, defaults=made)


def layout(using: str) -> str:
    """A fingerprint of all that decides what stands in the index beside the record.

    That is what the code does of which a document is made, and nothing else of these modules: no
    comment, and no change of how words are read, has a deployment build its index anew.
    """
    made_by = (
        *(text.fold, text.letters, text.grams, query.names_in, documents, names),
        *(replaced for _pattern, replaced in text.RULES),
        *(words.latin_words, words.ends, words.stem.__wrapped__),
        *(tokens.document_key, tokens.mark, tokens.tokens_of, tokens.marked_tokens, tokens.written),
    )
    settings = (
        *(lookalikes.LOOK_ALIKES, text.APART, text.LONGEST, query.TWO_NAMES.pattern),
        *(pattern.pattern for pattern, _replaced in text.RULES),
        *(words.LATIN_RUN.pattern, words.STRETCH.pattern, words.KATAKANA_RUN.pattern),
        *(tokens.SIGNS, tokens.FIRST, tokens.WORD, tokens.END, tokens.CORPUS_SLOTS),
    )
    parts = [*map(meaning, map(inspect.getsource, made_by)), *map(repr, settings)]
    for label, corpus in sorted((model._meta.label, corpus) for model, corpus in CORPORA.items()):
        told = (corpus.titles, corpus.texts, corpus.names, corpus.model.SHOWN_IF)
        parts.append(repr((label, corpus.number(using), *told)))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@functools.cache
def meaning(source: str) -> str:
    """What a function does: comments, docstrings and line breaks change nothing of it."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:]
    return ast.unparse(tree)


def is_current(using: str | None = None) -> bool:
    """Whether the index was made as it would be made now."""
    using = alias(using)
    return Layout.objects.using(using).filter(fingerprint=layout(using)).exists()


def faults(using: str | None = None) -> Iterator[tuple[type[models.Model], int, str]]:
    """Every row whose text or names in the index are not what the record says.

    Each with its model, its key, and what is wrong.
    """
    using = alias(using)
    for corpus in CORPORA.values():
        number = corpus.number(using)
        counts = gram_index(using).gram_counts(number)
        seen = set()
        every = list(rows_in_order(corpus, using))
        for some in batches(every):
            stored = Document.objects.using(using).filter(corpus=number, row__in=some)
            by_key = {each.id: each for each in stored}
            texts = read(corpus, some, using)
            yield from ((corpus.model, row, "names") for row in misnamed(corpus, texts, using))
            for key, _number, row, *folded in documents(corpus, texts, using):
                seen.add(key)
                document = by_key.get(key)
                if document is None:
                    yield corpus.model, row, "missing"
                elif [document.title, document.text, document.origins] != folded:
                    yield corpus.model, row, "stale"
                elif counts.get(key, 0) != len(tokens.tokens(number, *folded[:2])):
                    yield corpus.model, row, "grams"
        for key in sorted((counts.keys() | _keys(corpus, using)) - seen):
            yield corpus.model, key // CORPUS_SLOTS, "gone"
        named = Name.objects.using(using).filter(corpus=number).values_list("row", flat=True)
        for row in sorted(set(named.distinct()).difference(every)):
            yield corpus.model, row, "names"


def rows_in_order(corpus: Corpus, using: str) -> models.QuerySet:
    """The primary keys of every row of a corpus, from the first to the last."""
    return corpus.model._base_manager.using(using).order_by("pk").values_list("pk", flat=True)


def misnamed(corpus: Corpus, texts: dict[int, list[list[str]]], using: str) -> list[int]:
    """Those of the rows that were read whose names are not those that were read."""
    number = corpus.number(using)
    stored = Name.objects.using(using).filter(corpus=number, row__in=list(texts))
    known, told = (
        {(name.row, name.folded, name.written) for name in some}
        for some in (stored, names(corpus, texts, using))
    )
    return sorted({row for row, *_name in known ^ told})


def _keys(corpus: Corpus, using: str) -> set[int]:
    stored = Document.objects.using(using).filter(corpus=corpus.number(using))
    return set(stored.values_list("pk", flat=True))


def batches(rows: Sequence[int]) -> Iterator[Sequence[int]]:
    """The rows, some at a time."""
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]
