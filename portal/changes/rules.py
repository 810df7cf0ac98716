"""Which rules of a row are looked at before it is saved: of a stored one those it may break now."""

import functools
import operator
from collections.abc import Collection

from django.db import models
from django.db.models.functions import Coalesce

from portal.rows.internals import held_target, is_stored, values_of


def checks_hold(
    row: models.Model, exclude: Collection[str], changed: Collection[str] | None = None
) -> bool:
    """Whether the checks of a row hold that name none of some fields: one statement for all.

    Those of a class of their own look at a row by themselves. Of a stored row of which only fields
    of some names `changed` those hold that name none of these, and the database is not asked.
    """
    values = values_of(row, exclude)
    asked = [
        each.condition
        for each in row._meta.constraints
        if type(each) is models.CheckConstraint
        and (named := each.condition.referenced_base_fields) <= values.keys()
        and (changed is None or not named.isdisjoint(changed))
    ]
    known = (models.Q(Coalesce(each, True, output_field=models.BooleanField())) for each in asked)
    return functools.reduce(operator.and_, known, models.Q()).check(values) if asked else True


def is_touched(rule: models.BaseConstraint, changed: Collection[str]) -> bool:
    """Whether a rule may fail where some fields of a row changed, and it held before."""
    if type(rule) is not models.UniqueConstraint or not rule.fields:
        return True
    condition = rule.condition.referenced_base_fields if rule.condition else set()
    return not changed.isdisjoint({*rule.fields, *condition})


def is_read(row: models.Model, field: models.Field) -> bool:
    """Whether what a foreign key leads to was read from the database: so it is there."""
    if not field.is_relation or field.get_limit_choices_to():
        return False
    target = held_target(row, field.name)
    if target is None or not is_stored(target):
        return False
    return target.serializable_value(field.target_field.attname) == getattr(row, field.attname)
