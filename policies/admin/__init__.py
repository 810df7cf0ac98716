"""The admin of the frame of reference."""

from policies.admin import (
    actors,
    attachments,
    clauses,
    confirmations,
    frameworks,
    history,
    sources,
    synonyms,
    terms,
)

__all__ = [
    "actors",
    "attachments",
    "clauses",
    "confirmations",
    "frameworks",
    "history",
    "sources",
    "synonyms",
    "terms",
]
