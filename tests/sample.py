"""Chooses entries that together show everything their kind can have."""

import collections

from django.db import models


def features(queryset: models.QuerySet) -> dict[int, set[tuple[str, str]]]:
    """What each entry has: fields filled or empty, values of choices, rows none, one or many."""
    model = queryset.model
    plain = [field for field in model._meta.concrete_fields if not field.primary_key]
    found = {}
    for pk, *values in queryset.order_by("pk").values_list("pk", *(f.attname for f in plain)):
        found[pk] = {
            (field.name, str(value) if field.choices else str(value not in (None, "", False)))
            for field, value in zip(plain, values, strict=True)
        }
    relations = [*model._meta.related_objects, *model._meta.many_to_many]
    for name in (relation.name for relation in relations):
        for pk, number in queryset.order_by("pk").values_list("pk", models.Count(name)):
            found[pk].add((name, "none" if not number else "one" if number == 1 else "many"))
    return found


def representatives(queryset: models.QuerySet, times: int = 1) -> set[int]:
    """Primary keys of few entries of `queryset` that have every feature an entry of it has.

    Each feature is shown `times` times where there are so many entries that have it.
    """
    left = features(queryset)
    counts = collections.Counter(feature for found in left.values() for feature in found)
    missing = {feature: min(number, times) for feature, number in counts.items()}
    chosen = set()
    while any(missing.values()):
        best = max(left, key=lambda pk: (sum(missing[f] > 0 for f in left[pk]), -pk))
        for feature in left.pop(best):
            missing[feature] = max(missing[feature] - 1, 0)
        chosen.add(best)
    return chosen


def fullest(queryset: models.QuerySet) -> int:
    """The primary key of the entry that rows of the most other models refer to."""
    names = [relation.name for relation in queryset.model._meta.related_objects]
    totals = collections.Counter()
    for name in names:
        totals.update(dict(queryset.order_by().values_list("pk", models.Count(name))))
    return max(totals, key=lambda pk: (totals[pk], -pk))
