"""One search over all entries that editors may see, those that are not public too."""

import dataclasses

from django.contrib.admin import ModelAdmin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

# How many entries of a kind are shown; the rest is in its list.
SHOWN = 10


@dataclasses.dataclass(frozen=True)
class Found:
    """The entries of one kind that were found: how many, the first of them, and the list of all."""

    name: str
    total: int
    rows: list[tuple[models.Model, str]]
    listing: str

    @property
    def more(self) -> bool:
        """Whether the list holds more than is shown."""
        return self.total > len(self.rows)


def find(page: ModelAdmin, request: HttpRequest, asked: str) -> Found:
    """What the list of a page finds for the same words."""
    names = f"{page.opts.app_label}_{page.opts.model_name}"
    found, _duplicates = page.get_search_results(request, page.get_queryset(request), asked)
    rows = [
        (row, reverse(f"admin:{names}_change", args=[row.pk]))
        for row in found.order_by(*page.ordering)[:SHOWN]
    ]
    listing = f"{reverse(f'admin:{names}_changelist')}?{urlencode({'q': asked})}"
    return Found(str(page.opts.verbose_name_plural), found.count(), rows, listing)
