"""Rows of many models, read in one statement.

A page that shows twenty kinds of rows would ask twenty questions, and each costs more than its
answer: of the measure `espa-2022` they take 25 ms of processor time, all in one take 5. A
`RowBundle` asks one: every kind is a part of a UNION, and every row comes as a JSON array
with the rows it points at inside. The statement is built once in the life of a process for each
database that is asked.
"""

import dataclasses
import datetime
import decimal
import functools
import json
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import connections, models
from django.utils.timezone import is_naive, make_aware

from portal.rows.internals import annotations_of, joins_of, planned_once, sql_of, stored

Reader = Callable[[Any], Any]
# Stands in the parameters of a statement where the asked primary key goes.
_PLACE = object()


class PkParam(models.Expression):
    """The primary key that a bundle is asked for, in the conditions of its parts."""

    output_field = models.BigIntegerField()

    def as_sql(self, compiler, connection):
        return "%s", [_PLACE]


class NameParam(PkParam):
    """The name in an address that a bundle is asked for, in the conditions of its parts."""

    output_field = models.CharField()


class PkListParam(models.Expression):
    """The same where a bundle is asked for several at once: what `__in` compares with."""

    output_field = models.BigIntegerField()

    def as_sqlite(self, compiler, connection):
        return "(SELECT value FROM json_each(%s))", [_PLACE]

    def as_postgresql(self, compiler, connection):
        return "(SELECT json_array_elements_text(CAST(%s AS json))::bigint)", [_PLACE]


class FirstPkParam(models.Expression):
    """The first of several primary keys that a bundle is asked for."""

    output_field = models.BigIntegerField()

    def as_sqlite(self, compiler, connection):
        return "JSON_EXTRACT(%s, '$[0]')", [_PLACE]

    def as_postgresql(self, compiler, connection):
        return "(CAST(%s AS json) ->> 0)::bigint", [_PLACE]


class Array(models.Func):
    """Values as a JSON array. Django's own takes apart what it gives; here it stays text."""

    function = "JSON_ARRAY"
    output_field = models.TextField()

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="JSON_BUILD_ARRAY", **context)


class PkArray(models.Subquery):
    """The values of a one-column queryset of primary keys as an array, each once."""

    output_field = models.JSONField()

    def __init__(self, queryset: models.QuerySet, key: str):
        super().__init__(queryset.order_by().values(one=models.F(key)).distinct())

    def as_sqlite(self, compiler, connection):
        template = "(SELECT JSON_GROUP_ARRAY(keys.one) FROM (%(subquery)s) keys)"
        return self.as_sql(compiler, connection, template=template)

    def as_postgresql(self, compiler, connection):
        template = "(SELECT JSON_AGG(keys.one) FROM (%(subquery)s) keys)"
        return self.as_sql(compiler, connection, template=template)


class AsText(models.Func):
    """JSON as text, so that the driver leaves its numbers alone."""

    template = "CAST(%(expressions)s AS text)"
    output_field = models.TextField()


class CappedCount(models.Subquery):
    """How many rows a queryset has, counted no further than where its slice ends."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) capped)"
    output_field = models.BigIntegerField()


@dataclasses.dataclass(frozen=True)
class RowShape:
    """A model in a row: its fields, what was added to it, and the models its keys lead to."""

    model: type[models.Model]
    path: str
    joins: str
    fields: tuple[models.Field, ...]
    names: list[str]
    readers: tuple[Reader | None, ...]
    added: tuple[tuple[str, Reader | None], ...]
    below: tuple[tuple[str, "RowShape"], ...]

    @classmethod
    def of(
        cls,
        model: type[models.Model],
        joins: Mapping,
        timezone: datetime.tzinfo | None,
        path: str = "",
        added=(),
    ) -> "RowShape":
        """The level of a model, with those that `joins` (as in `select_related`) names.

        `timezone` is that of moments for which the database keeps none.
        """
        related = {name: model._meta.get_field(name).related_model for name in joins}
        below = (
            (name, cls.of(related[name], inner, timezone, f"{path}{name}__"))
            for name, inner in joins.items()
        )
        fields = tuple(model._meta.concrete_fields)
        return cls(
            model=model,
            path=path,
            joins=repr(joins),
            fields=fields,
            names=[field.attname for field in fields],
            readers=tuple(reader(field, timezone) for field in fields),
            added=tuple((name, reader(field, timezone)) for name, field in added),
            below=tuple(below),
        )

    def expression(self) -> Array:
        """The row at this level as an array: its columns, what was added, the levels below."""
        return Array(
            *(models.F(f"{self.path}{field.attname}") for field in self.fields),
            *(models.F(name) for name, _read in self.added),
            *(level.expression() for _name, level in self.below),
        )

    def instance(self, values: list, seen: dict, using: str) -> models.Model | None:
        """The instance that an array of values tells of; None where a key leads nowhere.

        `using` is the database that the values were read from.
        `seen` holds what was met before: rows that point at the same section share it.
        """
        if values[0] is None:
            return None
        key = (self.model, self.joins, values[0])
        if self.path and key in seen:
            return seen[key]
        own = [
            value if read is None or value is None else read(value)
            for read, value in zip(self.readers, values, strict=False)
        ]
        found = stored(self.model, using, self.names, own)
        rest = iter(values[len(self.fields) :])
        for name, read in self.added:
            value = next(rest)
            setattr(found, name, value if read is None or value is None else read(value))
        for name, level in self.below:
            setattr(found, name, level.instance(next(rest), seen, using))
        if self.path:
            seen[key] = found
        return found


def reader(field: models.Field, timezone: datetime.tzinfo | None) -> Reader | None:
    """What makes the value of a field from what JSON says; None where JSON says it as it is."""
    if isinstance(field, models.ForeignKey):
        return reader(field.target_field, timezone)
    if isinstance(field, models.GeneratedField):
        return reader(field.output_field, timezone)
    if isinstance(field, models.CharField | models.TextField | models.IntegerField):
        return None
    if isinstance(field, models.JSONField):
        return lambda value: json.loads(value) if isinstance(value, str) else value
    if isinstance(field, models.DecimalField):
        return lambda value: round(decimal.Decimal(value), field.decimal_places)
    if isinstance(field, models.DateTimeField):
        return lambda value: aware(field.to_python(value), timezone)
    return field.to_python


def aware(moment: datetime.datetime, timezone: datetime.tzinfo | None) -> datetime.datetime:
    """A moment with its time zone, where the database has kept none."""
    return make_aware(moment, timezone) if is_naive(moment) else moment


@dataclasses.dataclass(frozen=True)
class Statement:
    """What one database is asked, and what the rows of each part hold."""

    sql: str
    parameters: tuple
    shapes: dict[str, RowShape]

    def asking(self, asked: int | str) -> list:
        """The parameters, with what is asked for in its places."""
        return [asked if each is _PLACE else each for each in self.parameters]


class RowBundle:
    """Querysets, each named, with `PkParam()` in their conditions and `select_related` joins.

    They are given by a function, which is called when the models are there. One that is read for
    several primary keys at once has `PkListParam()` in its place, or `FirstPkParam()` where only
    the first of them is meant; one that is read by a name `NameParam()`.
    """

    def __init__(self, parts: Callable[[], Mapping[str, models.QuerySet]]):
        self._parts = parts
        self._statements: dict[str, Statement] = {}

    @functools.cached_property
    def querysets(self) -> Mapping[str, models.QuerySet]:
        """The parts by name."""
        return self._parts()

    def read(
        self, asked: int | str | list[int], using: str | None = None
    ) -> dict[str, list[models.Model]]:
        """The rows of every part for a primary key, several, or a name, by position and key.

        `using` is the database to read; without it, the one that the routers of the site choose.
        """
        return read_together([(self, asked)], using)[0]

    def statement(self, using: str) -> Statement:
        """What a database is asked, put together once; its rows come in no order."""
        if using not in self._statements:
            shapes = self._shapes(connections[using].timezone)
            first, *others = (self._select(name, shapes[name]) for name in self.querysets)
            union = first.union(*others, all=True) if others else first
            self._statements[using] = Statement(*sql_of(union.using(using)), shapes)
        return self._statements[using]

    def _shapes(self, timezone: datetime.tzinfo | None) -> dict[str, RowShape]:
        shapes = {}
        for name, queryset in self.querysets.items():
            added = [
                (each, expression.output_field)
                for each, expression in annotations_of(queryset).items()
            ]
            joins = joins_of(queryset)
            shapes[name] = RowShape.of(queryset.model, joins, timezone, added=added)
        return shapes

    def _select(self, name: str, shape: RowShape) -> models.QuerySet:
        queryset = self.querysets[name].order_by()
        names = {field.name for field in queryset.model._meta.fields}
        columns = {
            "row_part": models.Value(name),
            "row_position": models.F("position") if "position" in names else models.Value(0),
            "row_pk": models.F("pk"),
            "row_text": AsText(shape.expression()),
        }
        return queryset.annotate(**columns).values_list(*columns)


def read_together(
    asked: Sequence[tuple[RowBundle, int | str | list[int]]], using: str | None = None
) -> list[dict[str, list[models.Model]]]:
    """What several bundles read, each for what it is asked for, in one statement.

    A search page tells of entries and rows of up to sixteen kinds.
    """
    if not asked:
        return []
    using = using or next(iter(asked[0][0].querysets.values())).db
    statements = [bundle.statement(using) for bundle, _keys in asked]
    sql = " UNION ALL ".join(
        f"SELECT {number} AS bundle, q{number}.* FROM ({each.sql}) q{number}"
        for number, each in enumerate(statements)
    )
    parameters = []
    for statement, (_bundle, keys) in zip(statements, asked, strict=True):
        parameters += statement.asking(json.dumps(keys) if isinstance(keys, list) else keys)
    with planned_once(using) as cursor:
        cursor.execute(sql, parameters)
        told = cursor.fetchall()
    found: list[dict[str, list]] = [
        {name: [] for name in bundle.querysets} for bundle, _keys in asked
    ]
    seen: dict = {}
    # By position and primary key: of a union within a union no order is promised.
    for number, name, _position, _pk, text in sorted(told, key=operator.itemgetter(2, 3)):
        values = json.loads(text, parse_float=decimal.Decimal)
        found[number][name].append(statements[number].shapes[name].instance(values, seen, using))
    return found
