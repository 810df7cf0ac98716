"""Which columns of a list hold the codes that a question of it asks for."""

from collections.abc import Collection, Mapping

from portal.lists.declaration import ListPage
from portal.lists.values import BETWEEN

# Questions whose values stand in columns of other names.
NAMED = {
    "source": ("document_slug",),
    ("budgets", "added"): ("is_added",),
    ("export-controls", "jurisdiction"): ("imposed_by_code",),
    ("trade-remedies", "jurisdiction"): ("imposed_by_code",),
    # A relation is of the measures at both of its ends.
    ("relations", "measure"): ("measure_slug", "related_slug"),
}
ENDINGS = ("", "_code", "_slug", "_codes", "_slugs")
# What flags are called in an address.
FLAGS = {"true": "yes", "false": "no"}


def columns_of(names: Collection[str], listing: ListPage, question: str) -> tuple[str, ...]:
    """The columns, of some names, in which the values of a question stand; none where none do."""
    named = NAMED.get((listing.name, question)) or NAMED.get(question, ())
    if named:
        return tuple(name for name in named if name in names)
    return tuple(name for end in ENDINGS if (name := question + end) in names)[:1]


def codes_in(row: Mapping[str, object], columns: Collection[str]) -> set[str]:
    """The codes that some cells of a row hold, as they stand in an address; empty of a row that
    says nothing.
    """
    cells = ("" if row[column] is None else str(row[column]) for column in columns)
    return {FLAGS.get(code, code) for cell in cells for code in cell.split(BETWEEN)}
