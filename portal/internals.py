"""What the site uses of Django beyond its documentation. It stands here and nowhere else.

Whoever moves to another Django reads this file: `tests/portal/test_internals.py` names the
releases for which each of these was looked at, and fails on another.
"""

from collections.abc import Sequence

from django.db import models
from django.db.models.sql.compiler import SQLCompiler
from django.forms import ModelForm


def joins_of(queryset: models.QuerySet) -> dict[str, dict]:
    """What `select_related` was given, each relation with those behind it."""
    return queryset.query.select_related or {}


def annotations_of(queryset: models.QuerySet) -> dict[str, models.Expression]:
    """What was added to the rows, by name."""
    return queryset.query.annotations


def sql_of(queryset: models.QuerySet) -> tuple[str, tuple]:
    """The SQL of a queryset and its values, for the default database.

    Raises EmptyResultSet where no row can meet its conditions.
    """
    return queryset.query.sql_with_params()


def compiler_of(queryset: models.QuerySet) -> SQLCompiler:
    """What writes the SQL of a queryset for the database that it is asked of."""
    return queryset.query.get_compiler(using=queryset.db)


def hold(entry: models.Model, name: str, rows: Sequence[models.Model]) -> None:
    """Let `entry.name.all()` give these rows: they are put where a prefetch puts them."""
    held = getattr(entry, name).all()
    held._result_cache = rows
    if not hasattr(entry, "_prefetched_objects_cache"):
        entry._prefetched_objects_cache = {}
    entry._prefetched_objects_cache[name] = held


def hold_one(entry: models.Model, name: str, row: models.Model | None) -> None:
    """Let `entry.name`, a relation to one row at most, give this row or raise `DoesNotExist`."""
    entry._meta.get_field(name).set_cached_value(entry, row)


def unvalidated(form: ModelForm) -> set[str]:
    """The fields of the model that a form leaves unvalidated: not in it, or faulty already."""
    return form._get_validation_exclusions()
