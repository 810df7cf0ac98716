"""What rows of the record say, as the index reads it: rows of many models in one statement."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.db import connections, models
from django.db.models.functions import Cast

from portal.rows.bundle import Array, AsText
from portal.rows.internals import sql_of
from portal.search.corpus import CORPORA, STATEMENTS, Corpus, related
from portal.search.tokens import document_key

# Rows of some corpora, by their primary keys.
Asked = Sequence[tuple[Corpus, Collection[int]]]
# So many statements are kept, those composed last; that of all corpora is 35 KB long.
KEPT = 64
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


def gather(
    asked: Asked, using: str
) -> Iterator[tuple[Corpus, Collection[int], Texts, Mapping[int, Told]]]:
    """What rows of some corpora say, corpus by corpus: their texts, and what stands beside.

    Nothing stands beside the rows of a corpus that is not asked for it: one without owner, names
    and figures.
    """
    texts: list[Texts] = [{} for _each in asked]
    told: list[dict[int, Told]] = [{} for _each in asked]
    groups = groups_of(asked)
    above = [keys_above(corpus, using) for corpus, _rows in asked]
    places = [{path: n for n, path in enumerate(corpus.paths)} for corpus, _rows in asked]
    for number, pk, *values in answers(groups, asked, using):
        place, _corpus, paths = groups[number]
        if not paths:
            shown, *entries, amount, currency, year, until, stage = json.loads(values[0])
            owner, about = (
                key and each and key(each) for key, each in zip(above[place], entries, strict=True)
            )
            told[place][pk] = Told(bool(shown), owner, about, amount, currency, year, until, stage)
            continue
        lines = texts[place].setdefault(pk, [[] for _path in places[place]])
        for path, value in zip(paths, values, strict=False):
            if value not in (None, ""):
                lines[places[place][path]].append(str(value))
    for (corpus, rows), *found in zip(asked, texts, told, strict=True):
        yield corpus, rows, *found


def groups_of(asked: Asked) -> list[tuple[int, Corpus, Sequence[str]]]:
    """What is asked of some corpora, each by its place: the paths over the same rows at once.

    Without paths it is what stands beside the texts.
    """
    return [
        (place, corpus, paths)
        for place, (corpus, rows) in enumerate(asked)
        if rows
        for paths in (*corpus.groups, *([()] if is_told(corpus) else ()))
    ]


def is_told(corpus: Corpus) -> bool:
    """Whether anything is asked that stands beside the texts of rows."""
    return bool(corpus.owner or corpus.names or corpus.figures)


def answers(groups: Sequence[tuple], asked: Asked, using: str) -> Iterable[tuple]:
    """The rows that are answered to some groups, in no order, for the keys that are asked.

    Each has the number of its group and its key before it. Of the time of a save it took a fifth to
    put the statement together, so that is done once for the same corpora.
    """
    if not groups:
        return ()
    # A corpus may be of the rows of another one and read less of them.
    key = (using, tuple((place, corpus.model, corpus.read) for place, corpus, _paths in groups))
    sql, parameters = STATEMENTS.get(key) or composed(groups, using)
    STATEMENTS[key] = sql, parameters
    if len(STATEMENTS) > KEPT:
        STATEMENTS.pop(next(iter(STATEMENTS)), None)
    with connections[using].cursor() as cursor:
        cursor.execute(sql, [filled(each, asked) for each in parameters])
        return cursor.fetchall()


def composed(groups: Sequence[tuple], using: str) -> tuple[str, tuple]:
    """The statement that asks for some groups, and its parameters."""
    first, *others = parts(groups, using)
    return sql_of(first.union(*others, all=True) if others else first)


def parts(groups: Sequence[tuple], using: str) -> Iterator[models.QuerySet]:
    """What is asked for each group: texts, or all that stands beside them as one."""
    width = max(len(paths) or 1 for _place, _corpus, paths in groups)
    empty = models.Value(None, models.TextField())
    for number, (place, corpus, paths) in enumerate(groups):
        columns = paths or [AsText(Array(*beside(corpus)))]
        yield rows_of(corpus, AskedKeys(place), using).values_list(
            models.Value(number), "pk", *columns, *[empty] * (width - len(columns))
        )


def filled(parameter, asked: Asked):
    """A parameter of a statement; in the place of keys those that are asked."""
    if not isinstance(parameter, Place):
        return parameter
    keys = list(asked[parameter.corpus][1])
    return json.dumps(keys) if parameter.as_text else keys


def read(corpus: Corpus, rows: Collection[int], using: str) -> Texts:
    """What stands at each path of a corpus, by primary key: a list of texts for each path."""
    [(_corpus, _rows, texts, _told)] = gather([(corpus, rows)], using)
    return texts


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


def keys_above(corpus: Corpus, using: str):
    """For the owner of rows, and for what they are about, what makes the key of its document."""

    def key_of(path: str):
        if not path:
            return None
        number = CORPORA[related(corpus.model, path)].number(using)
        return lambda row: document_key(number, row)

    return key_of(corpus.owner), key_of(corpus.figures.about if corpus.figures else "")


def beside(corpus: Corpus) -> list[models.Expression]:
    """What is read of a row beside its texts, in the order of `Told`."""
    told = corpus.figures
    shown = models.Value(1)
    if corpus.names and corpus.model.SHOWN_IF:
        shown = models.Case(models.When(corpus.model.shown_if(), then=1), default=0)
    paths = [
        corpus.owner and f"{corpus.owner}__pk",
        told and told.about and f"{told.about}__pk",
        *((told.amount, told.currency, told.year, told.until, told.stage) if told else [""] * 5),
    ]
    nothing = Cast(models.Value(None), models.TextField())
    return [shown, *(models.F(path) if path else nothing for path in paths)]
