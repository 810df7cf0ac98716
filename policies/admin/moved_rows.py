"""What a form sent of rows that have other keys now, because they went and were put back."""

import re
from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

from django.db import models
from django.http import HttpRequest, QueryDict

from policies.admin.drafting import OF_ROWS, is_made


def on_rows(sent: QueryDict, prefix: str, pks: Sequence[int], *, placed: bool) -> QueryDict:
    """What was sent of a list, with the keys that its rows have now, and others that name them.

    `pks` are the rows from the first one on that was on the page. Of a list that is `placed` each
    row is known by its place; of others a row keeps its key, and those that went follow in turn.
    """
    name = re.compile(rf"{re.escape(prefix)}-\d+-id", re.ASCII)
    initial = sent.get(f"{prefix}-INITIAL_FORMS", "")
    count = int(initial) if initial.isascii() and initial.isdecimal() else 0
    numbers = range(min(count, len(sent)))
    held = [sent.get(f"{prefix}-{number}-id", "") for number in numbers]
    there = [str(pk) for pk in pks]
    if placed:
        now = dict(zip(held, there, strict=False))
    else:
        left = [pk for pk in there if pk not in held]
        now = dict(zip([pk for pk in held if pk not in there], left, strict=False))
    moved = sent.copy()
    for field, values in list(sent.lists()):
        own = name.fullmatch(field)
        beside = field.startswith(f"{prefix}-") and field.endswith(OF_ROWS) and not own
        if own or beside:
            moved.setlist(field, [now.get(value, value) for value in values])
    return moved


def pks_of(inline, request: HttpRequest, entry: models.Model) -> list[int]:
    """The rows of an entry in the order in which a page of it shows them."""
    owner = inline.get_formset(request, entry).fk.name
    rows = inline.get_queryset(request).filter(**{owner: entry})
    return list(rows.values_list("pk", flat=True))


def names_made_row(address: str) -> bool:
    """Whether an address asks for a row that was made aside."""
    asked = parse_qs(urlsplit(address).query).get("row", [])
    return any(is_made(each) for each in asked)
