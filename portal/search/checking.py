"""Whether the index is what the record says, text by text and name by name."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from django.db import models

from portal.search.corpus import CORPORA, alias, gram_index
from portal.search.gathering import gather
from portal.search.models import Document, Figure, Name
from portal.search.tokens import CORPUS_SLOTS, document_key
from portal.search.writing import (
    batches,
    documents,
    figures,
    names,
    nobody,
    rows_in_order,
    stored_keys,
)


def faults(
    using: str | None = None, advance: Callable[[int], None] = nobody
) -> Iterator[tuple[type[models.Model], int, str]]:
    """Every row whose text or names in the index are not what the record says.

    Each with its model, its key, and what is wrong. `advance` is called with the number of rows
    that were compared since it was last called.
    """
    using = alias(using)
    index = gram_index(using)
    for corpus in CORPORA.values():
        number = corpus.number(using)
        counts = index.gram_counts(number)
        seen = set()
        every = list(rows_in_order(corpus, using))
        for some in batches(every):
            stored = Document.objects.using(using).filter(corpus=number, row__in=some)
            by_key = {each.id: each for each in stored}
            [(_corpus, _rows, texts, told)] = gather([(corpus, some)], using)
            advance(len(some))
            called = names(corpus, texts, told, using)
            yield from (
                (corpus.model, row, "names") for row in misnamed(texts, called, number, using)
            )
            fresh = list(documents(corpus, texts, told, using))
            tells = figures(corpus, fresh, told, using)
            yield from (
                (corpus.model, row, "figures") for row in misfigured(some, tells, number, using)
            )
            for known, _number, row, owner, *folded in fresh:
                seen.add(known)
                document = by_key.get(known)
                if document is None:
                    yield corpus.model, row, "missing"
                elif [document.owner, document.title, document.text, document.origins] != [
                    owner,
                    *folded,
                ]:
                    yield corpus.model, row, "stale"
                elif counts.get(known, 0) != index.grams_of(number, *folded[:2]):
                    yield corpus.model, row, "grams"
        for known in sorted((counts.keys() | stored_keys(corpus, using)) - seen):
            yield corpus.model, known // CORPUS_SLOTS, "gone"
        named = Name.objects.using(using).filter(corpus=number).values_list("row", flat=True)
        for row in sorted(set(named.distinct()).difference(every)):
            yield corpus.model, row, "names"


def misnamed(rows: Iterable[int], called: Iterable[Name], number: int, using: str) -> list[int]:
    """Those of some rows whose names are not those that they are called by."""
    stored = Name.objects.using(using).filter(corpus=number, row__in=list(rows))
    known, told = (
        {(each.row, each.rank, each.folded, each.written, each.letters) for each in some}
        for some in (stored, called)
    )
    return sorted({row for row, *_name in known ^ told})


def misfigured(rows: Sequence[int], told: Iterable[Figure], number: int, using: str) -> list[int]:
    """Those of some rows whose figures are not those that they tell."""
    keys = [document_key(number, row) for row in rows]
    stored = Figure.objects.using(using).filter(document__in=keys)
    known, fresh = (
        {
            (each.document, each.owner, each.kind, each.yen, each.year, each.until, each.stage)
            for each in some
        }
        for some in (stored, told)
    )
    return sorted({each // CORPUS_SLOTS for each, *_figure in known ^ fresh})
