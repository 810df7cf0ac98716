"""What rows of the record say, as the index reads it: rows of many models in one statement."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.db import connections, models
from django.db.models.functions import Cast

from portal.rows.internals import sql_of
from portal.search.corpus import CORPORA, STATEMENTS, Corpus, related
from portal.search.tokens import document_key

# Rows of some corpora, by their primary keys.
Asked = Sequence[tuple[Corpus, Collection[int]]]
# By primary key a list of texts for each path of a corpus.
Texts = dict[int, list[list[str]]]


class Told(NamedTuple):
    """What a row says beside its texts: whether visitors see it, and the documents of its entries.

    `amount` to `stage` are of rows that tell figures.
    """

    shown: bool
    owner: int | None
    about: int | None
    amount: int | None
    currency: str | None
    year: int | None
    until: int | None
    stage: str | None


def read_all(asked: Asked, using: str) -> list[Texts]:
    """What stands at each path of some corpora, corpus by corpus, in one statement."""
    found: list[Texts] = [{} for _each in asked]
    groups = [
        (place, corpus, paths)
        for place, (corpus, rows) in enumerate(asked)
        for paths in corpus.groups
        if rows
    ]
    places = [{path: n for n, path in enumerate(corpus.paths)} for corpus, _rows in asked]
    for number, pk, *values in answers(text_parts, groups, asked, using):
        place, _corpus, paths = groups[number]
        lines = found[place].setdefault(pk, [[] for _path in places[place]])
        for path, value in zip(paths, values, strict=False):
            if value not in (None, ""):
                lines[places[place][path]].append(str(value))
    return found


def text_parts(groups: Sequence[tuple], using: str) -> list[models.QuerySet]:
    """What is asked for the texts of some corpora: of each the paths over the same rows at once."""
    width = max(len(paths) for _place, _corpus, paths in groups)
    empty = models.Value(None, models.TextField())
    return [
        rows_of(corpus, AskedKeys(place), using).values_list(
            models.Value(number), "pk", *paths, *[empty] * (width - len(paths))
        )
        for number, (place, corpus, paths) in enumerate(groups)
    ]


def answers(
    parts: Callable[[Sequence[tuple], str], list[models.QuerySet]],
    groups: Sequence[tuple],
    asked: Asked,
    using: str,
) -> Iterable[tuple]:
    """The rows that some parts of a statement answer, in no order, for the keys that are asked.

    `groups` begin with the place of a corpus among those asked, and the corpus. Of the time of a
    save it took a fifth to put the statement together, so that is done once for the same corpora.
    """
    if not groups:
        return ()
    key = (parts, using, tuple((place, corpus.model) for place, corpus, *_more in groups))
    if key not in STATEMENTS:
        first, *others = parts(groups, using)
        STATEMENTS[key] = sql_of(first.union(*others, all=True) if others else first)
    sql, parameters = STATEMENTS[key]
    with connections[using].cursor() as cursor:
        cursor.execute(sql, [filled(each, asked) for each in parameters])
        return cursor.fetchall()


def filled(parameter, asked: Asked):
    """A parameter of a statement; in the place of keys those that are asked."""
    if not isinstance(parameter, Place):
        return parameter
    keys = list(asked[parameter.corpus][1])
    return json.dumps(keys) if parameter.as_text else keys


def read(corpus: Corpus, rows: Collection[int], using: str) -> Texts:
    """What stands at each path of a corpus, by primary key: a list of texts for each path."""
    return read_all([(corpus, rows)], using)[0]


class Keys(models.Expression):
    """Primary keys as one parameter: what `__in` compares with.

    Django looks at each of many by itself, which took a third of the time of reading 500 rows.
    """

    output_field = models.BigIntegerField()

    def __init__(self, keys: Collection[int]):
        super().__init__()
        self.keys = list(keys)

    def as_sqlite(self, compiler, connection):
        """By a JSON list."""
        return "(SELECT value FROM json_each(%s))", [json.dumps(self.keys)]

    def as_postgresql(self, compiler, connection):
        """By an array."""
        return "(SELECT unnest(%s::bigint[]))", [self.keys]


class Place(NamedTuple):
    """Where the keys of a corpus stand among the parameters of a statement."""

    corpus: int
    as_text: bool


class AskedKeys(Keys):
    """The keys that are asked of a corpus, by its place: any number is the same statement."""

    def __init__(self, place: int):
        super().__init__([place])

    def as_sqlite(self, compiler, connection):
        sql, _parameters = super().as_sqlite(compiler, connection)
        return sql, [Place(*self.keys, as_text=True)]

    def as_postgresql(self, compiler, connection):
        sql, _parameters = super().as_postgresql(compiler, connection)
        return sql, [Place(*self.keys, as_text=False)]


def rows_of(corpus: Corpus, keys: Keys, using: str) -> models.QuerySet:
    """Some rows of a corpus, in no order."""
    return corpus.model._base_manager.using(using).filter(pk__in=keys).order_by()


def tell_all(asked: Asked, using: str) -> list[dict[int, Told]]:
    """What rows of some corpora say beside their texts, in one statement.

    Of a corpus that nothing of this is asked of, such as one without owner or names, nothing.
    """
    found: list[dict[int, Told]] = [{} for _each in asked]
    groups = [
        (place, corpus)
        for place, (corpus, rows) in enumerate(asked)
        if rows and (corpus.owner or corpus.names or corpus.figures)
    ]
    above = [keys_above(corpus, using) for corpus, _rows in asked]
    for place, pk, shown, owner, about, *figure in answers(told_parts, groups, asked, using):
        owned, told_of = above[place]
        entries = (owner and owned(owner), about and told_of(about))
        found[place][pk] = Told(bool(shown), *entries, *figure)
    return found


def told_parts(groups: Sequence[tuple], using: str) -> list[models.QuerySet]:
    """What is asked for what rows of some corpora say beside their texts."""
    return [
        rows_of(corpus, AskedKeys(place), using).values_list(
            models.Value(place), "pk", *columns(corpus)
        )
        for place, corpus in groups
    ]


def tell(corpus: Corpus, rows: Collection[int], using: str) -> dict[int, Told]:
    """What rows of one corpus say beside their texts."""
    return tell_all([(corpus, rows)], using)[0]


def keys_above(corpus: Corpus, using: str):
    """For the owner of rows, and for what they are about, what makes the key of its document."""

    def key_of(path: str):
        if not path:
            return None
        number = CORPORA[related(corpus.model, path)].number(using)
        return lambda row: document_key(number, row)

    return key_of(corpus.owner), key_of(corpus.figures.about if corpus.figures else "")


def columns(corpus: Corpus) -> list:
    """What is read of a row beside its texts, in the order of `Told`."""
    told = corpus.figures
    number, word = models.BigIntegerField(), models.TextField()
    shown = models.Value(1)
    if corpus.names and corpus.model.SHOWN_IF:
        shown = models.Case(models.When(corpus.model.shown_if(), then=1), default=0)
    paths = [(corpus.owner and f"{corpus.owner}__pk", number)]
    paths += [
        (told and told.about and f"{told.about}__pk", number),
        (told and told.amount, number),
        (told and told.currency, word),
        (told and told.year, number),
        (told and told.until, number),
        (told and told.stage, word),
    ]
    # Databases match the columns of one part with those of another by what they are.
    nothing = models.Value(None)
    return [
        shown,
        *(models.F(path) if path else Cast(nothing, field) for path, field in paths),
    ]


def gather(
    asked: Asked, using: str
) -> Iterator[tuple[Corpus, Collection[int], Texts, Mapping[int, Told]]]:
    """What rows of some corpora say, corpus by corpus: their texts, and what stands beside."""
    texts, told = read_all(asked, using), tell_all(asked, using)
    for (corpus, rows), *found in zip(asked, texts, told, strict=True):
        yield corpus, rows, *found
