"""What follows from an expression: which fields it reads, and for which rows it gives a value.

So what rows are counted by is said once, and decides as well which rows are found and which
changes are logged.
"""

from collections.abc import Collection, Iterator

from django.contrib.admin.utils import NotRelationField
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Case, F, Q, Value, When

from portal.changes.paths import fields_on

Expression = models.expressions.Combinable


def paths_in(expression: Expression, model: type[models.Model]) -> tuple[str, ...]:
    """The field paths, seen from `model`, whose values decide what an expression gives."""
    return tuple(dict.fromkeys(_field_path(lookup, model) for lookup in _lookups(expression)))


def rows_with(
    queryset: models.QuerySet, expression: Expression, values: Collection[str], null: bool = False
) -> models.QuerySet:
    """The rows for which an expression gives one of some values; with `null` those with NULL too.

    A row is there as often as it meets that through rows of others.
    """
    match expression:
        # Joined from the value, so that an index on the way is of use; what else is computed is
        # computed for every row.
        case F(name=path):
            asked = Q(**{f"{path}__in": values})
            return queryset.filter(asked | Q(**{f"{path}__isnull": True}) if null else asked)
        case Case(
            cases=[When(condition=Q() as where, result=F(name=path))], default=Value(value=None)
        ) if not null:
            return queryset.filter(where, **{f"{path}__in": values})
    asked = Q(computed__in=values) | Q(computed__isnull=True) if null else Q(computed__in=values)
    return queryset.alias(computed=expression).filter(asked)


def _lookups(part: Expression | Q | None) -> Iterator[str]:
    """The names of fields in an expression, those in conditions with the lookup behind them."""
    if isinstance(part, F):
        yield part.name
    elif isinstance(part, Q):
        for child in part.children:
            lookup, value = child if isinstance(child, tuple) else ("", child)
            if lookup:
                yield lookup
            if isinstance(value, F | Q | models.Expression):
                yield from _lookups(value)
    elif part is not None:
        for source in part.get_source_expressions():
            yield from _lookups(source)


def _field_path(lookup: str, model: type[models.Model]) -> str:
    """The field path in a lookup: `date__year__gte` is about `date`."""
    path = lookup
    while path:
        try:
            fields_on(model, path)
        except (FieldDoesNotExist, NotRelationField):
            path = path.rpartition("__")[0]
        else:
            return path
    raise FieldDoesNotExist(f"{model._meta.label} has no field {lookup!r}.")
