"""Keeps the index: what changes is read anew in the transaction of the change."""

import ast
import hashlib
import inspect
import itertools
from collections.abc import Collection, Iterator, Sequence

from django.db import models, transaction

from portal.search import query, text, tokens
from portal.search.corpus import CORPORA, Corpus, backend
from portal.search.models import Document, Layout, Name
from portal.search.query import names_in
from portal.search.text import APART, fold
from portal.search.tokens import CORPUS_SLOTS

# Rows read and written at a time.
BATCH = 500
FIELDS = ("id", "corpus", "row", "title", "text", "origins")


def read(corpus: Corpus, rows: Collection[int]) -> dict[int, list[list[str]]]:
    """What stands at each path of a corpus, by primary key: a list of texts for each path."""
    places = {path: place for place, path in enumerate(corpus.paths)}
    found: dict[int, list[list[str]]] = {}
    queryset = corpus.model._base_manager.filter(pk__in=list(rows)).order_by()
    for pk in queryset.values_list("pk", flat=True):
        found[pk] = [[] for _path in places]
    for paths in corpus.groups:
        for pk, *values in queryset.values_list("pk", *paths):
            for path, value in zip(paths, values, strict=True):
                if value not in (None, "") and pk in found:
                    found[pk][places[path]].append(str(value))
    return found


def documents(corpus: Corpus, texts: dict[int, list[list[str]]]) -> Iterator[tuple]:
    """The documents of what was read: (id, corpus, row, title, text, origins).

    A row without a text of its own has none.
    """
    number = corpus.number
    for row, lines in texts.items():
        # The order in which a database hands out rows must not show.
        folded = [sorted({fold(value) for value in each} - {""}) for each in lines]
        title = APART.join(itertools.chain(*folded[: len(corpus.titles)]))
        whole = APART.join(itertools.chain(*folded))
        origins = ",".join(str(place) for place, each in enumerate(folded) for _line in each)
        if whole:
            yield row * CORPUS_SLOTS + number, number, row, title, whole, origins


def names(corpus: Corpus, texts: dict[int, list[list[str]]]) -> Iterator[Name]:
    """What the rows that were read and that visitors may see are called."""
    if not corpus.names:
        return
    places = [corpus.paths.index(path) for path in corpus.names]
    for row in sorted(corpus.shown(texts)):
        told = [each for place in places for line in texts[row][place] for each in names_in(line)]
        written = {fold(each)[:300]: each[:300] for each in told}
        for folded, name in sorted(written.items()):
            if folded:
                yield Name(corpus=corpus.number, row=row, folded=folded, written=name)


def rewrite(model: type[models.Model], rows: Collection[int] | None) -> None:
    """Read rows of a model anew and write what changed of their text; None stands for all."""
    corpus = CORPORA.get(model)
    if corpus is None:
        return
    if rows is None:  # a load, which tells it of every model
        rebuild(corpus)
        note_layout()
        return
    for some in batches(sorted(rows)):
        texts = read(corpus, some)
        fresh = {each[0]: each for each in documents(corpus, texts)}
        keys = [row * CORPUS_SLOTS + corpus.number for row in some]
        rows_held = Document.objects.filter(pk__in=keys).values_list(*FIELDS)
        stored = {each[0]: each for each in rows_held}
        stale = [key for key in stored if fresh.get(key) != stored[key]]
        backend().remove(stale)
        backend().add([fresh[key] for key in fresh if fresh[key] != stored.get(key)])
        if corpus.names:
            Name.objects.filter(corpus=corpus.number, row__in=some).delete()
            Name.objects.bulk_create(names(corpus, texts))


def rebuild(corpus: Corpus) -> None:
    """Read every row of a corpus anew. The index is emptied of it first."""
    keys = Document.objects.filter(corpus=corpus.number).values_list("pk", flat=True)
    for some in batches(list(keys)):
        backend().remove(some)
    Name.objects.filter(corpus=corpus.number).delete()
    add_all(corpus)


def add_all(corpus: Corpus) -> None:
    """Add every row of a corpus of which nothing is in the index."""
    last = 0
    every = corpus.model._base_manager.order_by("pk").values_list("pk", flat=True)
    while rows := list(every.filter(pk__gt=last)[: BATCH * 4]):
        texts = read(corpus, rows)
        backend().add(list(documents(corpus, texts)))
        Name.objects.bulk_create(names(corpus, texts))
        last = rows[-1]


@transaction.atomic
def rebuild_all() -> int:
    """Empty the index and read everything anew; the number of rows in it then."""
    backend().clear()
    Name.objects.all().delete()
    for corpus in CORPORA.values():
        add_all(corpus)
    backend().finish()
    note_layout()
    return Document.objects.count()


def note_layout() -> None:
    """Remember how the index was made."""
    Layout.objects.update_or_create(pk=1, defaults={"fingerprint": layout()})


def layout() -> str:
    """A fingerprint of all that decides what stands in the index beside the record."""
    parts = [meaning(inspect.getsource(module)) for module in (query, text, tokens)]
    for label, corpus in sorted((model._meta.label, corpus) for model, corpus in CORPORA.items()):
        told = (corpus.titles, corpus.texts, corpus.names, corpus.model.SHOWN_IF)
        parts.append(repr((label, corpus.number, *told)))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def meaning(source: str) -> str:
    """What code does: comments, docstrings and line breaks change nothing of it."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        told = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        if told and ast.get_docstring(node) is not None:
            node.body = node.body[1:]
    return ast.dump(tree)


def is_current() -> bool:
    """Whether the index was made as it would be made now."""
    return Layout.objects.filter(fingerprint=layout()).exists()


def faults() -> Iterator[tuple[type[models.Model], int, str]]:
    """Every row whose text or names in the index are not what the record says.

    Each with its model, its key, and what is wrong.
    """
    for corpus in CORPORA.values():
        counts = backend().gram_counts(corpus.number)
        seen = set()
        every = list(corpus.model._base_manager.order_by("pk").values_list("pk", flat=True))
        for some in batches(every):
            stored = Document.objects.filter(corpus=corpus.number, row__in=some)
            by_key = {each.id: each for each in stored}
            texts = read(corpus, some)
            yield from ((corpus.model, row, "names") for row in misnamed(corpus, some, texts))
            for key, number, row, *folded in documents(corpus, texts):
                seen.add(key)
                document = by_key.get(key)
                if document is None:
                    yield corpus.model, row, "missing"
                elif [document.title, document.text, document.origins] != folded:
                    yield corpus.model, row, "stale"
                elif counts.get(key, 0) != len(tokens.tokens(number, *folded[:2])):
                    yield corpus.model, row, "grams"
        for key in sorted((counts.keys() | _keys(corpus)) - seen):
            yield corpus.model, key // CORPUS_SLOTS, "gone"
        named = Name.objects.filter(corpus=corpus.number).values_list("row", flat=True)
        for row in sorted(set(named.distinct()).difference(every)):
            yield corpus.model, row, "names"


def misnamed(corpus: Corpus, rows: Sequence[int], texts: dict[int, list[list[str]]]) -> list[int]:
    """Those of some rows of a corpus whose names are not those that were read."""
    stored = Name.objects.filter(corpus=corpus.number, row__in=rows)
    known, told = (
        {(name.row, name.folded, name.written) for name in some}
        for some in (stored, names(corpus, texts))
    )
    return sorted({row for row, *_name in known ^ told})


def _keys(corpus: Corpus) -> set[int]:
    return set(Document.objects.filter(corpus=corpus.number).values_list("pk", flat=True))


def batches(rows: Sequence[int]) -> Iterator[Sequence[int]]:
    """The rows, some at a time."""
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]
