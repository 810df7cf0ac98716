"""The admin of measures and indicators.

Every kind of row of a measure has an inline on its page and a page of its own; those that need
more than their kind says stand in the modules beside this one.
"""

from django.contrib import admin

from measures.admin import (
    actors,
    budget,
    details,
    findings,
    indicators,
    measure,
    related,
    remarks,
    sources,
    statuses,
    trade,
)
from measures.admin.rows import page_of
from measures.admin.sources import EntryDiscrepancyInline
from measures.kinds import KINDS
from measures.models import Indicator
from policies.models import Issue, SourceDocument

__all__ = [
    "actors",
    "budget",
    "details",
    "findings",
    "indicators",
    "measure",
    "related",
    "remarks",
    "sources",
    "statuses",
    "trade",
]

for kind in KINDS:
    if not admin.site.is_registered(kind.model):
        admin.site.register(kind.model, page_of(kind))

# Sources may differ over entries that are no measures as well.
for model in (Indicator, Issue, SourceDocument):
    page = admin.site.get_model_admin(model)
    page.inlines = (*page.inlines, EntryDiscrepancyInline)
