"""An entry as JSON: its row, and the rows of all tables that belong to it, with their sources."""

import dataclasses
import functools
from collections.abc import Sequence

from django.db.models import Q
from django.http import Http404

from measures.lists.indicators import INDICATORS
from measures.lists.measures import MEASURES
from policies.lists.organisations import ORGANISATIONS
from policies.lists.partners import PARTNERS, PLACES
from policies.lists.sections import SECTIONS
from policies.lists.sources import SOURCES
from policies.lists.subjects import SUBJECTS
from policies.lists.tables import FRAMEWORKS
from portal.lists.api.encoding import line_of
from portal.lists.api.reading import Statement, place
from portal.lists.columns import Column
from portal.lists.declaration import ListPage, Table
from portal.pages.issues import ISSUES
from portal.pages.lists import RECORD
from portal.pages.pillars.list_page import PILLARS


@dataclasses.dataclass(frozen=True)
class Kind:
    """A kind of entries that have pages: the `view` and `folder` of these, and its `tables`.

    One of the tables holds the row of an entry. `keys` are, by the arguments of the address, the
    columns that hold them in other tables.
    """

    view: str
    folder: str
    tables: Sequence[Table]
    keys: dict[str, str] = dataclasses.field(hash=False)

    @property
    def address(self) -> str:
        """The address of such an entry, with the names of what stands in it."""
        names = "/".join(f"{{{name}}}" for name in self.keys)
        return f"/{self.folder}/{names}.json"

    @property
    def pattern(self) -> str:
        """The same as the resolver of addresses reads it."""
        return f"{self.folder}/{'/'.join(f'<slug:{name}>' for name in self.keys)}.json"

    @functools.cached_property
    def below(self) -> dict[str, Table]:
        """The tables with rows that belong to such an entry: its key is part of theirs.

        To a section belongs all that was read from it.
        """
        found = (each for each in RECORD if each not in self.tables and not each.lines)
        return {each.table: each for each in found if self.columns_in(each)}

    def columns_in(self, table: Table) -> list[list[Column]]:
        """The columns of a table that may hold each part of the key; none where one is missing."""
        found = [
            [
                column
                for column in table.data_columns
                if column.refers == refers
                and isinstance(column.value, str)
                and (column.name in table.key or self.view == "section")
            ]
            for refers in self.keys.values()
        ]
        return found if all(found) else []


KINDS = (
    Kind("measure", "measures", (MEASURES,), {"slug": "measures.slug"}),
    Kind("indicator", "indicators", (INDICATORS,), {"slug": "indicators.slug"}),
    Kind(
        "section", "sources", (SECTIONS,), {"slug": "sources.slug", "code": "sections.section_code"}
    ),
    Kind("source", "sources", (SOURCES,), {"slug": "sources.slug"}),
    Kind("pillar", "pillars", (PILLARS,), {"framework": "frameworks.slug", "slug": "pillars.slug"}),
    Kind("framework", "pillars", (FRAMEWORKS,), {"slug": "frameworks.slug"}),
    Kind("partner", "partners", (PARTNERS, PLACES), {"code": "partners.code"}),
    Kind("subject", "subjects", (SUBJECTS,), {"slug": "subjects.slug"}),
    Kind("organisation", "organisations", (ORGANISATIONS,), {"slug": "organisations.slug"}),
    Kind("issue", "issues", (ISSUES,), {"slug": "issues.slug"}),
)


@functools.lru_cache(maxsize=256)
def own_row(kind: Kind, number: int, using: str) -> Statement:
    """What reads the row of an entry from one of its tables."""
    table = kind.tables[number]
    parts = zip(kind.keys, table.key, strict=True)
    columns = {column.name: column.value for column in table.data_columns}
    named = {columns[column]: place(name) for name, column in parts}
    return Statement.of(table.entries().using(using).filter(**named), table.data_columns)


@functools.lru_cache(maxsize=256)
def rows_below(kind: Kind, name: str, using: str) -> Statement:
    """What reads the rows of a table that belong to an entry."""
    table, asked = kind.below[name], Q()
    for argument, columns in zip(kind.keys, kind.columns_in(table), strict=True):
        some = Q(pk__in=())
        for column in columns:
            some |= Q(**{column.value: place(argument)})
        asked &= some
    rows = table.entries().using(using).filter(asked)
    if isinstance(table, ListPage):
        rows = rows.order_by(*table.sorts[0].order)
    return Statement.of(rows, table.data_columns)


def row_of(kind: Kind, using: str, given: dict[str, str]) -> str:
    """The row of an entry as an object. Raises Http404 where visitors see none."""
    for number, table in enumerate(kind.tables):
        if found := own_row(kind, number, using).read(using, given):
            return line_of(table.data_columns)(found[0][1:])
    raise Http404


def lines(kind: Kind, name: str, using: str, given: dict[str, str]) -> list[str]:
    """The rows of a table that belong to an entry, as objects."""
    line = line_of(kind.below[name].data_columns)
    found = rows_below(kind, name, using).read(using, given)
    # A row of a part of it is read as often as there are such parts.
    once = {pk: cells for pk, *cells in found}
    return [line(cells) for cells in once.values()]
