"""What rules of the database say of the fields of a model: which hang together, which are rare."""

from collections.abc import Iterator

from django.db import models

Model = type[models.Model]
# Where a row was read: one without the other leads nowhere.
PLACE = {"section", "phrase"}
INFERRED = "inferred"


def had_by_one(model: Model) -> set[str]:
    """The fields of which a value may stand once among some rows, while it is not empty."""
    return {
        name
        for rule in model._meta.constraints
        if isinstance(rule, models.UniqueConstraint) and rule.condition is not None
        for name in named_in(rule.condition)
    }


def had_once(model: Model) -> list[str]:
    """The fields of text of which no two rows have the same, beside those that name a row."""
    names = getattr(model, "KEY", ())
    texts = [field for field in model._meta.fields if isinstance(field, models.CharField)]
    return [field.name for field in texts if field.unique and field.name not in names]


def named_in(condition: models.Q) -> Iterator[str]:
    """The fields that a condition asks about."""
    for child in condition.children:
        if isinstance(child, models.Q):
            yield from named_in(child)
        elif isinstance(child, tuple):
            yield child[0].partition("__")[0]


def units(model: Model) -> list[set[str]]:
    """The fields that are right together alone: those of which one rule speaks, a value with
    whether it is inferred and why, and where a row was read.
    """
    names = {field.name for field in model._meta.fields}
    found = [
        set(named_in(rule.condition)) & names
        for rule in model._meta.constraints
        if isinstance(rule, models.CheckConstraint)
    ]
    for name in names:
        of, separator, rest = name.rpartition(INFERRED)
        if separator and not rest:
            reasons = {f"{of}inference_ja", f"{of}inference_en"}
            found.append({name, *((reasons | {of.rstrip("_")} | (set() if of else PLACE)) & names)})
    return _united([each for each in found if len(each) > 1])


def _united(sets: list[set[str]]) -> list[set[str]]:
    """Sets of which no two have anything in common."""
    found: list[set[str]] = []
    for each in sets:
        apart = [one for one in found if not one & each]
        found = [*apart, each.union(*(one for one in found if one & each))]
    return found
