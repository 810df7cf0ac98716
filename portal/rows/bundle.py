"""Rows of many models, read in one statement.

A page that shows twenty kinds of rows would ask twenty questions, and each costs more than its
answer. A `Bundle` asks one: every kind is a part of a UNION, and every row comes as a JSON array
with the rows it points at inside. The statement is built once in the life of a process.
"""

import dataclasses
import datetime
import decimal
import functools
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db import connection, models
from django.utils.timezone import is_naive, make_aware

from portal.rows.internals import annotations_of, joins_of, sql_of

Reader = Callable[[Any], Any]
# Stands in the parameters of a statement where the asked primary key goes.
_PLACE = object()


class PkParam(models.Expression):
    """The primary key that a bundle is asked for, in the conditions of its parts."""

    output_field = models.BigIntegerField()

    def as_sql(self, compiler, connection):
        return "%s", [_PLACE]


class PkListParam(models.Expression):
    """The same where a bundle is asked for several at once: what `__in` compares with."""

    output_field = models.BigIntegerField()

    def as_sqlite(self, compiler, connection):
        return "(SELECT value FROM json_each(%s))", [_PLACE]

    def as_postgresql(self, compiler, connection):
        return "(SELECT json_array_elements_text(CAST(%s AS json))::bigint)", [_PLACE]


class Array(models.Func):
    """Values as a JSON array. Django's own takes apart what it gives; here it stays text."""

    function = "JSON_ARRAY"
    output_field = models.TextField()

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="JSON_BUILD_ARRAY", **context)


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
    def of(cls, model: type[models.Model], joins: Mapping, path: str = "", added=()) -> "RowShape":
        """The level of a model, with those that `joins` (as in `select_related`) names."""
        below = (
            (name, cls.of(model._meta.get_field(name).related_model, inner, f"{path}{name}__"))
            for name, inner in joins.items()
        )
        fields = tuple(model._meta.concrete_fields)
        return cls(
            model=model,
            path=path,
            joins=repr(joins),
            fields=fields,
            names=[field.attname for field in fields],
            readers=tuple(map(reader, fields)),
            added=tuple((name, reader(field)) for name, field in added),
            below=tuple(below),
        )

    def expression(self) -> Array:
        """The row at this level as an array: its columns, what was added, the levels below."""
        return Array(
            *(models.F(f"{self.path}{field.attname}") for field in self.fields),
            *(models.F(name) for name, _read in self.added),
            *(level.expression() for _name, level in self.below),
        )

    def instance(self, values: list, seen: dict) -> models.Model | None:
        """The instance that an array of values tells of; None where a key leads nowhere.

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
        found = self.model.from_db(connection.alias, self.names, own)
        rest = iter(values[len(self.fields) :])
        for name, read in self.added:
            value = next(rest)
            setattr(found, name, value if read is None or value is None else read(value))
        for name, level in self.below:
            setattr(found, name, level.instance(next(rest), seen))
        if self.path:
            seen[key] = found
        return found


def reader(field: models.Field) -> Reader | None:
    """What makes the value of a field from what JSON says; None where JSON says it as it is."""
    if isinstance(field, models.ForeignKey):
        return reader(field.target_field)
    if isinstance(field, models.GeneratedField):
        return reader(field.output_field)
    if isinstance(field, models.CharField | models.TextField | models.IntegerField):
        return None
    if isinstance(field, models.JSONField):
        return lambda value: json.loads(value) if isinstance(value, str) else value
    if isinstance(field, models.DecimalField):
        return lambda value: round(decimal.Decimal(value), field.decimal_places)
    if isinstance(field, models.DateTimeField):
        return lambda value: aware(field.to_python(value))
    return field.to_python


def aware(moment: datetime.datetime) -> datetime.datetime:
    """A moment with its time zone, where the database has kept none."""
    return make_aware(moment, connection.timezone) if is_naive(moment) else moment


class RowBundle:
    """Querysets, each named, with `Asked()` in their conditions and `select_related` joins.

    They are given by a function, which is called when the models are there. One that is read for
    several primary keys at once has `AskedAmong()` in their place.
    """

    def __init__(self, parts: Callable[[], Mapping[str, models.QuerySet]]):
        self._parts = parts
        self._statements: dict[str, tuple[str, list]] = {}

    @functools.cached_property
    def querysets(self) -> Mapping[str, models.QuerySet]:
        """The parts by name."""
        return self._parts()

    @functools.cached_property
    def levels(self) -> dict[str, RowShape]:
        """What the rows of each part hold."""
        found = {}
        for name, queryset in self.querysets.items():
            added = [
                (each, expression.output_field)
                for each, expression in annotations_of(queryset).items()
            ]
            found[name] = RowShape.of(queryset.model, joins_of(queryset), added=added)
        return found

    def read(self, asked: int | list[int]) -> dict[str, list[models.Model]]:
        """The rows of every part for one primary key or several, by position and primary key."""
        found: dict[str, list] = {name: [] for name in self.querysets}
        seen: dict = {}
        for name, text in self._answers(json.dumps(asked) if isinstance(asked, list) else asked):
            values = json.loads(text, parse_float=decimal.Decimal)
            found[name].append(self.levels[name].instance(values, seen))
        return found

    def _answers(self, asked: int | str) -> Iterator[tuple[str, str]]:
        sql, parameters = self._statement()
        with connection.cursor() as cursor:
            cursor.execute(sql, [asked if each is _PLACE else each for each in parameters])
            for name, _position, _pk, text in cursor.fetchall():
                yield name, text

    def _statement(self) -> tuple[str, list]:
        if connection.vendor not in self._statements:
            first, *others = (self._select(name) for name in self.querysets)
            union = first.union(*others, all=True).order_by("row_position", "row_pk")
            self._statements[connection.vendor] = sql_of(union)
        return self._statements[connection.vendor]

    def _select(self, name: str) -> models.QuerySet:
        queryset = self.querysets[name].order_by()
        names = {field.name for field in queryset.model._meta.fields}
        columns = {
            "row_part": models.Value(name),
            "row_position": models.F("position") if "position" in names else models.Value(0),
            "row_pk": models.F("pk"),
            "row_text": AsText(self.levels[name].expression()),
        }
        return queryset.annotate(**columns).values_list(*columns)
