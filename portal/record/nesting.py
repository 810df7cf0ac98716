"""Rows that name one of their like above them: by no way up does a row come to itself."""

import functools
import graphlib
from collections.abc import Collection, Iterator

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.rows.kept import Asked, KeptStatement


def references(model: type[models.Model]) -> list[models.Field]:
    """The fields by which a row of the model names others of its kind above it.

    By a symmetrical field two rows stand beside each other.
    """
    many = [field for field in model._meta.many_to_many if not field.remote_field.symmetrical]
    return [field for field in (*model._meta.fields, *many) if field.related_model is model]


@functools.cache
def apart(model: type[models.Model]) -> list[tuple[str, str, models.CheckConstraint]]:
    """The fields that name a row, each with the one that is to name another, be it the key of the
    row itself, and the rule that says so.
    """
    found = []
    for rule in model._meta.constraints:
        names = rule.condition.referenced_base_fields if is_check(rule) else ()
        fields = [model._meta.get_field(name) for name in names if name != "pk"]
        named = [field.related_model for field in fields] + [model] * ("pk" in names)
        if len(named) == 2 and named[0] is named[1] is not None:
            fields.sort(key=model._meta.fields.index)
            other = fields[0] if len(fields) == 2 else model._meta.pk
            found.append((fields[-1].name, other.attname, rule))
    return found


def is_check(rule: models.BaseConstraint) -> bool:
    """Whether a rule looks at one row."""
    return isinstance(rule, models.CheckConstraint)


def check_apart(row: models.Model) -> None:
    """Raise ValidationError where a row names itself, or twice what has to be two.

    The form of an entry does not ask the rules that name the entry, nor any form those that name
    the key of the row.
    """
    for name, other, rule in apart(type(row)):
        value = row.serializable_value(name)
        if value is not None and value == getattr(row, other):
            raise ValidationError({name: rule.get_violation_error_message()})


def pairs_in(rows: models.QuerySet) -> models.QuerySet:
    """The primary keys of the rows with those that they name, by whichever field."""
    first, *others = (
        rows.filter(**{f"{field.name}__isnull": False}).order_by().values_list("pk", field.name)
        for field in references(rows.model)
    )
    return first.union(*others)


@functools.cache
def pairs_of_some(model: type[models.Model]) -> KeptStatement:
    """The same for the rows that are asked for by name.

    A load asks a thousand times, and 8 of 9 parts of the time went into putting it together.
    """
    return KeptStatement(lambda: pairs_in(model._base_manager.filter(pk__in=Asked("rows"))))


def leads_to(model: type[models.Model], start: int, goal: int, given: dict[int, set[int]]) -> bool:
    """Whether one comes from a row to another by what rows name.

    `given` is what some rows are about to name instead of what the database holds.
    """
    seen: set[int] = set()
    level = {start}
    while level and goal not in level:
        seen |= level
        unknown = level - given.keys()
        stored = pairs_of_some(model).rows(rows=unknown) if unknown else ()
        named = {above for _pk, above in stored}
        level = named.union(*(given[pk] for pk in level & given.keys())) - seen
    return goal in level


def check_nesting(
    row: models.Model,
    field: str,
    above: Collection[int],
    given: dict[int, set[int]] | None = None,
) -> None:
    """Raise ValidationError where a row that `field` is to name leads back to `row`."""
    model = type(row)
    if row.pk is None:
        return
    back = [pk for pk in above if leads_to(model, pk, row.pk, given or {})]
    if back:
        rows = model._base_manager.filter(pk__in=back).order_by("pk")
        words = _("“%(value)s” leads back to this entry, which cannot stand below itself.")
        raise ValidationError(
            {
                field: ValidationError(
                    words, code="circle", params={"value": "、".join(map(str, rows))}
                )
            }
        )


def circles(model: type[models.Model]) -> Iterator[list[models.Model]]:
    """Rows that lead to each other in a circle, the first of each once more at its end."""
    named: dict[int, set[int]] = {}
    for pk, above in sorted(pairs_in(model._base_manager.all())):
        named.setdefault(pk, set()).add(above)
    while circle := circle_in(named):
        rows = model._base_manager.in_bulk(circle)
        yield [rows[pk] for pk in circle]
        for pk in circle:
            named.pop(pk, None)


def circle_in(named: dict[int, set[int]]) -> list[int]:
    """Primary keys that lead back to the first of them, by what each names; none without any."""
    try:
        graphlib.TopologicalSorter(named).prepare()
    except graphlib.CycleError as error:
        return error.args[1]
    return []
