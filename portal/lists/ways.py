"""How to go on from a list: its pages, its orders, the index of its names, its downloads."""

import dataclasses
import functools
from urllib.parse import urlencode

from portal.lists import addresses
from portal.lists.declaration import Sort
from portal.lists.facets import FacetValue
from portal.lists.forms import FIND


@dataclasses.dataclass(frozen=True)
class PageLink:
    """A page of a list: its number, its address, its rows. Number 0 stands for those between.

    `query` is that of the address without what is chosen, to which a form adds what is ticked.
    """

    number: int = 0
    address: str = ""
    rows: int = 0
    query: str = ""


class Ways:
    """The part of a request to a list that says how to go on; the request knows what is asked."""

    def query_string(self, **changes) -> str:
        """The query string with `changes`; None removes a name.

        What is sought among the values of a facet stays with its form.
        """
        # No copy of the parameters: a page asks for some thirty queries, and a copy is a deep one.
        kept = [
            (name, value)
            for name, values in self.parameters.lists()
            if name not in changes and not name.startswith(FIND)
            for value in values
        ]
        kept += [(name, value) for name, value in changes.items() if value is not None]
        return urlencode(kept)

    @property
    def index_links(self) -> list[tuple[FacetValue, str]]:
        """Each place of the index of names, and the query string that asks for it alone."""
        index = self.filterset.index
        if index is None:
            return []
        return [
            (value, self.query_string(page=None, **{index.name: value.value}))
            for value in index.values
        ]

    @property
    def index_off(self) -> str:
        """The query string without the place of the index that is asked for."""
        return self.query_string(page=None, **{self.filterset.index.name: None})

    @property
    def sort_links(self) -> list[tuple[Sort, bool, str]]:
        """Each order, whether it is the present one alone, and its query string."""
        return [
            (
                sort,
                sort == self.sort and not self.titles_first,
                self.query_string(sort=sort.name, page=None),
            )
            for sort in self.listing.sorts
        ]

    @property
    def turns(self) -> list[PageLink]:
        """The pages to turn to: the ends, those around the present one, gaps between them."""
        around = self.page.paginator.get_elided_page_range(
            self.page.number, on_each_side=2, on_ends=1
        )
        return [self._turn(number) if isinstance(number, int) else PageLink() for number in around]

    @property
    def previous_turn(self) -> PageLink | None:
        """The page before; None on the first."""
        return self._turn(self.page.number - 1) if self.page.has_previous() else None

    @property
    def next_turn(self) -> PageLink | None:
        """The page after; None on the last."""
        return self._turn(self.page.number + 1) if self.page.has_next() else None

    def _turn(self, number: int) -> PageLink:
        size, page = self.listing.per_page, f"page={number}" if number > 1 else ""
        query, bare = ("&".join(filter(None, (each, page))) for each in self._unpaged)
        address = f"{self.path}?{query}" if query else self.path
        return PageLink(number, address, min(size, self.count - (number - 1) * size), bare)

    @functools.cached_property
    def _unpaged(self) -> tuple[str, str]:
        """The query without a page, and that without what is chosen."""
        return self.query_string(page=None), self.query_string(page=None, **self.unchosen)

    @property
    def unchosen(self) -> dict[str, None]:
        """The change of a query that leaves out which entries were chosen."""
        return {self.choice: None} if self.choice else {}

    @property
    def permanent(self) -> str:
        """The address by which these rows are known: without order, first page and choice."""
        number = self.page.number
        page = number if number > 1 else None
        query = self.query_string(sort=None, profile=None, page=page, **self.unchosen)
        return f"{self.path}?{query}" if query else self.path

    @property
    def is_crossed(self) -> bool:
        """Whether words or several conditions are asked: of such lists there is no end."""
        asked = self.filterset.conditions
        return "q" in asked or len(asked) > 1 or any(len(each) > 1 for each in asked.values())

    @property
    def page_path(self) -> str:
        """The path of the list itself, also where a file of it is asked for."""
        return addresses.address(self.listing.name)

    @property
    def file_query(self) -> str:
        """What a file of the rows found is asked for, whatever its format."""
        return self.query_string(page=None, profile=None, **self.unchosen)

    def file_address(self, suffix: str, profile: str | None = None) -> str:
        """The rows found as a file of a profile."""
        changes = {"page": None, **self.unchosen} | ({"profile": profile} if profile else {})
        query = self.query_string(**changes)
        return addresses.address(f"{self.listing.name}-{suffix}") + (f"?{query}" if query else "")

    @property
    def rows_query(self) -> str:
        """What the rows found are asked for, whatever their order."""
        return self.query_string(page=None, profile=None, sort=None, **self.unchosen)

    @property
    def now_address(self) -> str:
        """The page of the rows found, from its first."""
        return f"{self.page_path}?{self.rows_query}" if self.rows_query else self.page_path

    def beside_address(self, suffix: str) -> str:
        """What is told of the rows found beside their files: their feed, their calendar."""
        address = addresses.address(f"{self.listing.name}-{suffix}")
        return f"{address}?{self.rows_query}" if self.rows_query else address

    @property
    def feed_address(self) -> str:
        """What changes in the rows found, as a feed."""
        return self.beside_address("atom")

    @property
    def csv_address(self) -> str:
        """The rows found as CSV."""
        return self.file_address("csv")

    @property
    def xlsx_address(self) -> str:
        """The rows found as a workbook."""
        return self.file_address("xlsx")

    @property
    def docx_address(self) -> str:
        """The rows found as a document."""
        return self.file_address("docx")
