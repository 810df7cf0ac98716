"""Keeps the index: what changes is read anew in the transaction of the change."""

import ast
import functools
import hashlib
import inspect
import itertools
import operator
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.db import models

from portal.changes.touched import Touched
from portal.dates.eras import number_of
from portal.rows.internals import delete_unheard
from portal.rows.updating import insert_each
from portal.search import figures as parsing
from portal.search import lookalikes, query, readings, sqlite, text, tokens, words
from portal.search.corpus import CORPORA, Corpus, alias, gram_index, know_numbers
from portal.search.figures import amounts
from portal.search.gathering import Asked, Keys, Texts, Told, gather
from portal.search.models import Document, Figure, FigureKind, Layout, Name, Rank
from portal.search.query import key, names_in
from portal.search.readings import said
from portal.search.stored import FIGURE, NAME, stored_of
from portal.search.text import APART, fold
from portal.search.tokens import document_key, written_of

# What the follower of changes is called that keeps it.
INDEX = "index"
# How paths end at which the titles of a row stand, in both languages.
LANGUAGES = ("_ja", "_en")
# Rows read and written at a time.
BATCH = 500
FIGURE_FIELDS, NAME_FIELDS = ([*itertools.chain(*fields)] for fields in (FIGURE, NAME))


def documents(
    corpus: Corpus, texts: Texts, told: Mapping[int, Told], using: str
) -> Iterator[tuple[int, int, int, int, str, str, str]]:
    """The documents of what was read: (id, corpus, row, owner, title, text, origins).

    A row without a text of its own has none.
    """
    number = corpus.number(using)
    folded_once = functools.cache(fold)  # many rows have the same names
    for row, lines in texts.items():
        # The order in which a database hands out rows must not show.
        folded = [sorted({*map(folded_once, each)} - {""}) for each in lines]
        title = APART.join(itertools.chain(*folded[: len(corpus.titles)]))
        whole = APART.join(itertools.chain(*folded))
        origins = ",".join(str(place) for place, each in enumerate(folded) for _line in each)
        if whole:
            own = document_key(number, row)
            above = (told[row].owner if corpus.owner else None) or own
            yield own, number, row, above, title, whole, origins


def figures(
    corpus: Corpus, documents: Iterable[tuple], told: Mapping[int, Told], using: str
) -> Iterator[Figure]:
    """The figures that rows tell: in columns of their own, and in the texts of entries."""
    number = corpus.number(using)
    if corpus.figures:
        kind = FigureKind.TOTAL if corpus.figures.total else FigureKind.ROW
        for pk, row in sorted(told.items()):
            known = document_key(number, pk)
            for entry in filter(None, (row.owner or known, row.about)):
                yield Figure(
                    document=known,
                    owner=entry,
                    kind=kind,
                    yen=row.amount if row.currency == "JPY" else None,
                    year=row.year,
                    until=row.until,
                    stage=row.stage or "",
                )
        return
    for known, _corpus, _row, owner, _title, whole, _origins in documents:
        for yen in sorted({each.amount for each in amounts(whole, sure=True)}):
            yield Figure(document=known, owner=owner, kind=FigureKind.TEXT, yen=yen)


def names(corpus: Corpus, texts: Texts, told: Mapping[int, Told], using: str) -> Iterator[Name]:
    """What the rows that were read and that visitors may see are called."""
    if not corpus.names:
        return
    number = corpus.number(using)
    places = [
        (corpus.paths.index(path), path != corpus.names[0] and not path.endswith(LANGUAGES))
        for path in corpus.names
    ]
    spoken = [corpus.paths.index(path) for path in corpus.readings]
    for row in sorted(row for row in texts if told[row].shown):
        written: dict[tuple[str, bool], tuple[int, str, str]] = {}
        for place, declared in places:
            for line in texts[row][place]:
                for each in names_in(line):
                    whole = Rank.DECLARED if declared else Rank.TITLE
                    rank = whole if each == line else Rank.HALF
                    letters = fold(each)
                    known, told = (key(letters)[:300], False), (rank, each[:300], letters[:300])
                    written[known] = min(written.get(known, told), told)
        for line in (line for place in spoken for line in texts[row][place]):
            # Two that sound alike are one, whichever the database hands out first.
            known, told = (said(line)[:300], True), (Rank.READING, line[:300], "")
            written[known] = min(written.get(known, told), told)
        for (folded, _reading), (rank, name, letters) in sorted(written.items()):
            own = {"folded": folded, "written": name, "letters": letters, "rank": rank}
            if folded:
                yield Name(corpus=number, row=row, **own)


def rewrite(touched: Touched) -> None:
    """Read rows anew and write what changed of their text; None stands for all of a model."""
    using = touched.using
    know_numbers(using)
    some = {model: rows for model, rows in touched.rows.items() if rows is not None}
    if len(some) < len(touched.rows):  # a load, which tells of every model
        for model in touched.rows.keys() - some.keys():
            rebuild(CORPORA[model], using)
        note_layout(using)
    for asked in portions(some):
        renew_what_differs(asked, using)


def portions(some: Mapping[type[models.Model], Collection[int]]) -> Iterator[Asked]:
    """Rows of many corpora, some at a time."""
    every = [(model, row) for model, rows in some.items() for row in sorted(rows)]
    for batch in batches(every):
        asked: dict[type[models.Model], list[int]] = {}
        for model, row in batch:
            asked.setdefault(model, []).append(row)
        yield [(CORPORA[model], rows) for model, rows in asked.items()]


def renew_what_differs(asked: Asked, using: str) -> None:
    """Read rows of some corpora anew, and write of each kind what is not as it stands."""
    fresh, told, called = [], [], []
    for corpus, _rows, texts, rows_told in gather(asked, using):
        found = list(documents(corpus, texts, rows_told, using))
        fresh += found
        told += figures(corpus, found, rows_told, using)
        called += names(corpus, texts, rows_told, using)
    held = stored_of(asked, using)
    replace(held.documents, fresh, using)
    keep(Figure.objects.using(using), held.figures, told, FIGURE)
    keep(Name.objects.using(using), held.names, called, NAME)


def replace(stored: Iterable[tuple], fresh: Iterable[tuple], using: str) -> None:
    """Let documents stand in place of those that are stored; what is alike stays."""
    held, wanted = ({each[0]: each for each in some} for some in (stored, fresh))
    stale = [each for key, each in held.items() if wanted.get(key) != each]
    added = [each for key, each in wanted.items() if held.get(key) != each]
    if stale or added:
        gram_index(using).replace(stale, added)


def keep(
    rows: models.QuerySet,
    stored: Iterable[tuple],
    fresh: Iterable[models.Model],
    fields: Sequence[Sequence[str]],
) -> None:
    """Let rows stand in place of those that are stored; what is alike stays.

    Of the stored ones the primary key is told, and behind it what stands in the `fields`. New rows
    are written over those that go, as far as there are any.
    """
    held: dict[tuple, list[int]] = {}
    for pk, *values in stored:
        held.setdefault(tuple(values), []).append(pk)
    added = []
    for row in fresh:
        same = held.get(tuple(getattr(row, field) for field in itertools.chain(*fields)))
        if same:
            same.pop()
        else:
            added.append(row)
    gone = [pk for some in held.values() for pk in some]
    for row, pk in zip(added, gone, strict=False):
        row.pk = pk
    if added:
        told = [*itertools.chain(*fields)]
        rows.bulk_create(added, update_conflicts=True, update_fields=told, unique_fields=["pk"])
    if left := gone[len(added) :]:
        delete_unheard(rows.filter(pk__in=left))


def rebuild(corpus: Corpus, using: str) -> None:
    """Read every row of a corpus anew. The index is emptied of it first."""
    for some in batches(sorted(stored_keys(corpus, using))):
        gram_index(using).remove(some)
        delete_unheard(Figure.objects.using(using).filter(document__in=Keys(some)))
    delete_unheard(Name.objects.using(using).filter(corpus=corpus.number(using)))
    add_all(corpus, using)


def add_all(corpus: Corpus, using: str) -> None:
    """Add every row of a corpus of which nothing is in the index."""
    last = 0
    while rows := list(rows_in_order(corpus, using).filter(pk__gt=last)[:BATCH]):
        add(corpus, rows, using)
        last = rows[-1]


def total(using: str | None = None) -> int:
    """How many rows of the record the index reads."""
    using = alias(using)
    return sum(corpus.model._base_manager.using(using).count() for corpus in CORPORA.values())


def nobody(_number: int) -> None:
    """Where nobody waits for the index to be made."""


class Said(NamedTuple):
    """What the index is to hold of some rows of a corpus.

    Documents, the grams of each, and as plain values, in the order of `FIGURE` and `NAME`, figures
    and names.
    """

    documents: list[tuple]
    grams: list[str]
    figures: list[tuple]
    names: list[tuple]


def said_by(corpus: Corpus, rows: Sequence[int], using: str) -> Said:
    """What rows of a corpus say now, folded and cut."""
    [(_corpus, _rows, texts, told)] = gather([(corpus, rows)], using)
    found = list(documents(corpus, texts, told, using))
    return Said(
        found,
        [written_of(each) for each in found],
        [*map(operator.attrgetter(*FIGURE_FIELDS), figures(corpus, found, told, using))],
        [*map(operator.attrgetter(*NAME_FIELDS), names(corpus, texts, told, using))],
    )


def add(corpus: Corpus, rows: Sequence[int], using: str) -> None:
    """Add what rows of a corpus say, of which nothing stands in the index."""
    said = said_by(corpus, rows, using)
    gram_index(using).add(said.documents, said.grams)
    insert(said, using)


def insert(said: Said, using: str) -> None:
    """Add figures and names of rows of which none stand in the index."""
    insert_each(Figure.objects.using(using), said.figures, FIGURE_FIELDS)
    insert_each(Name.objects.using(using), said.names, NAME_FIELDS)


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
        *(text.fold, text.letters, query.names_in, query.key, documents, names),
        *(figures, parsing.amounts, readings.said, tokens.written),
        *(number_of, *(rule.replaced for rule in text.RULES)),
        *(words.latin_words, words.ends, words.stem.__wrapped__),
        *(tokens.document_key, tokens.mark, tokens.stretches, tokens.trigrams, tokens.tokens_of),
    )
    settings = (
        *(lookalikes.LOOK_ALIKES, text.APART, text.LONGEST, query.TWO_NAMES.pattern),
        *((rule.signs, rule.pattern.pattern) for rule in text.RULES),
        *(words.LATIN_RUN.pattern, words.STRETCH.pattern, words.KATAKANA_RUN.pattern),
        *(parsing.JAPANESE.pattern, parsing.WORDED.pattern, readings.LONG.pattern, readings.SAID),
        *(tokens.SIGNS, tokens.FIRST, tokens.WORD, tokens.END, tokens.CORPUS_SLOTS, sqlite.MADE),
    )
    parts = [*map(meaning, map(inspect.getsource, made_by)), *map(repr, settings)]
    for label, corpus in sorted((model._meta.label, corpus) for model, corpus in CORPORA.items()):
        told = (corpus.titles, corpus.texts, corpus.names, corpus.readings, corpus.model.SHOWN_IF)
        told += (corpus.owner, corpus.figures and (*corpus.figures.paths, corpus.figures.about))
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


def rows_in_order(corpus: Corpus, using: str) -> models.QuerySet:
    """The primary keys of every row of a corpus, from the first to the last."""
    return corpus.model._base_manager.using(using).order_by("pk").values_list("pk", flat=True)


def stored_keys(corpus: Corpus, using: str) -> set[int]:
    """The keys of the documents of a corpus that are in the index."""
    stored = Document.objects.using(using).filter(corpus=corpus.number(using))
    return set(stored.values_list("pk", flat=True))


def batches(rows: Sequence[int]) -> Iterator[Sequence[int]]:
    """The rows, some at a time."""
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]
