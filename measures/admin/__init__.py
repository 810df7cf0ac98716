"""The admin of measures and indicators; the pages of rows stand beside the inlines they share."""

from measures.admin import (
    actors,
    budget,
    details,
    indicators,
    measure,
    related,
    sources,
    trade,
)

__all__ = ["actors", "budget", "details", "indicators", "measure", "related", "sources", "trade"]
