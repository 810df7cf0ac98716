"""Pages that follow one another by the place of the last row, whatever is edited in between.

A page that is asked for by its number skips a row where one before it went, and repeats one where
one came. A cursor says instead behind which row the page begins: by the values that the list is
ordered by, the primary key last.
"""

import base64
import binascii
import dataclasses
import json
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import connections, models
from django.db.models import F, Q
from django.db.models.expressions import OrderBy
from pyroaring import BitMap

from portal.lists.in_order import SCAN_MARGIN, SCAN_STEP, SCAN_STEP_MAX, SORT_IN_DATABASE_UP_TO
from portal.rows.internals import annotations_of, sql_of

# Characters of a cursor; and of a number in it, which every database holds.
LONGEST, LARGEST = 2000, 2**63
ALIAS = "walked_{}"


class Unreadable(ValueError):
    """A text that is no cursor of the list and order that it is given to."""


@dataclasses.dataclass(frozen=True)
class Cursor:
    """Behind which row a page begins.

    `sort` is the name of the order, `version` that of the record when the first page was drawn,
    `part` whether the row stands among the hits in titles (0) or behind them, `place` its values
    in the order.
    """

    sort: str
    version: int
    part: int
    place: tuple

    def __str__(self):
        told = [self.sort, self.version, self.part, *map(_plain, self.place)]
        packed = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")

    @classmethod
    def read(cls, given: str) -> "Cursor":
        """The cursor that a text stands for. Raises Unreadable."""
        try:
            packed = base64.b64decode(given + "=" * (-len(given) % 4), b"-_", validate=True)
            sort, version, part, *place = json.loads(packed)
        except (binascii.Error, ValueError, TypeError, RecursionError) as error:
            raise Unreadable from error
        numbers = [version, part, *(each for each in place if isinstance(each, int))]
        texts = [sort, *(each for each in place if each is not None and not isinstance(each, int))]
        if len(given) > LONGEST or not all(
            (
                type(version) is type(part) is int,
                all(abs(each) < LARGEST for each in numbers if isinstance(each, int)),
                all(isinstance(each, str) and _storable(each) for each in texts),
                part in (0, 1),
            )
        ):
            raise Unreadable
        return cls(sort, version, part, tuple(place))


def _plain(value):
    return value if value is None or isinstance(value, int) else str(value)


def _storable(words: str) -> bool:
    """Whether a database can compare with a text: no lone surrogate, no sign of number zero."""
    return "\x00" not in words and words == words.encode(errors="ignore").decode()


class Walk:
    """The rows of a list in an order, from behind a place on."""

    def __init__(self, queryset: models.QuerySet, order: Sequence):
        vendor = connections[queryset.db].vendor
        found = [_ordering(each) for each in (*order, "pk")]
        self.aliases = [ALIAS.format(number) for number in range(len(found))]
        self.descending = [each.descending for each in found]
        self.nulls_first = [_nulls_first(each, vendor) for each in found]
        expressions = [each.expression for each in found]
        rows = queryset.annotate(**dict(zip(self.aliases, expressions, strict=True)))
        self.nullable = [_nullable(queryset.model, each) for each in expressions]
        # Behind what no two rows share the key orders nothing, and no index ends with it.
        told = found[:-1] if _unique(queryset.model, expressions[:-1]) else found
        self.rows = rows.order_by(*told)

    def behind(self, place: Sequence) -> Q:
        """The rows behind a place. Raises Unreadable where it is none of the order."""
        if len(place) != len(self.aliases):
            raise Unreadable
        behind, same = Q(pk__in=()), Q()
        values = [self._value(*each) for each in zip(self.aliases, place, strict=True)]
        for number, (alias, value) in enumerate(zip(self.aliases, values, strict=True)):
            if (beyond := self._beyond(number, value)) is not None:
                behind |= same & beyond
            same &= Q(**({f"{alias}__isnull": True} if value is None else {alias: value}))
        return behind

    def _value(self, alias: str, given):
        field = annotations_of(self.rows)[alias].output_field
        try:
            return field.to_python(given)
        except (ValidationError, ArithmeticError, TypeError, ValueError) as error:
            raise Unreadable from error

    def _beyond(self, number: int, value) -> Q | None:
        alias, last = self.aliases[number], not self.nulls_first[number]
        if value is None:
            return None if last else Q(**{f"{alias}__isnull": False})
        beyond = Q(**{f"{alias}__{'lt' if self.descending[number] else 'gt'}": value})
        if last and self.nullable[number]:
            beyond |= Q(**{f"{alias}__isnull": True})
        return beyond

    def take(self, chosen: BitMap, every: BitMap, place: Sequence | None, most: int) -> list[int]:
        """The keys of the chosen rows behind a place, at most so many.

        Few chosen rows are sorted by the database; for many the list is walked until they are
        found, each step from the place where the last one ended. Only keys are read of what is
        walked: an index holds those in their order.
        """
        rows = self.rows if place is None else self.rows.filter(self.behind(place))
        if len(chosen) == len(every):
            return _keys(rows[:most])
        if len(chosen) <= SORT_IN_DATABASE_UP_TO:
            return _keys(rows.filter(pk__in=list(chosen))[:most]) if chosen else []
        found: list[int] = []
        likely = int(SCAN_MARGIN * most * len(every) / len(chosen))
        step = min(max(SCAN_STEP, likely), SCAN_STEP_MAX)
        while True:
            some = _keys(rows[:step])
            found += [key for key in some if key in chosen]
            if len(found) >= most or len(some) < step:
                return found[:most]
            if (end := self.last_place(some)) is not None:
                rows = self.rows.filter(self.behind(end))
            step = min(step * 2, SCAN_STEP_MAX)

    def last_place(self, keys: Sequence[int]) -> tuple | None:
        """The place of the last of some rows that an editor has not taken away by now."""
        places = self.rows.order_by().values_list(*self.aliases)
        there = (place for key in reversed(keys) for place in places.filter(pk=key))
        return next(there, None)


def _keys(rows: models.QuerySet) -> list[int]:
    with connections[rows.db].cursor() as cursor:
        cursor.execute(*sql_of(rows.values_list("pk")))
        return [key for (key,) in cursor.fetchall()]


def _unique(model: type[models.Model], expressions: Sequence) -> bool:
    """Whether some of the values that rows are ordered by belongs to one row alone."""
    unique = {
        field.name for field in model._meta.concrete_fields if field.unique and not field.null
    }
    return any(getattr(each, "name", "") in unique for each in expressions)


def _ordering(each) -> OrderBy:
    if isinstance(each, OrderBy):
        return each
    if isinstance(each, str):
        return OrderBy(F(each.removeprefix("-")), descending=each.startswith("-"))
    return OrderBy(each)


def _nulls_first(each: OrderBy, vendor: str) -> bool:
    """Where rows without a value stand; where nothing is said, each database has its own way."""
    if each.nulls_first or each.nulls_last:
        return bool(each.nulls_first)
    return each.descending == (vendor == "postgresql")


def _nullable(model: type[models.Model], expression) -> bool:
    """Whether rows may have no value; of a field of their own that is known."""
    filled = {"pk", *(field.name for field in model._meta.concrete_fields if not field.null)}
    return getattr(expression, "name", "") not in filled
