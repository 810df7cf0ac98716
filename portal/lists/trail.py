"""The way back to a filtered list, and the entries before and after one in it."""

import dataclasses

from django.core.exceptions import SuspiciousOperation
from django.db import models
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext

from portal.lists.declaration import ListPage
from portal.lists.request import ListRequest, list_request_of

# The name in the address of an entry under which the query of the list stands.
FROM = "from"


@dataclasses.dataclass(frozen=True)
class Neighbour:
    """An entry beside another in a list, and the query that keeps the list."""

    entry: models.Model
    query: str


class ListPosition:
    """The list that a visitor came from, and where in it the entry stands.

    The query of the list names the page the link stood on. So the place is looked for on that
    page and its two neighbours, by the same bounded question that draws a page of the list,
    however many rows the list has; a row that moved further than a page is not looked for.
    """

    def __init__(self, listing: ListPage, request: HttpRequest, entry: models.Model):
        self.listing, self.request, self.entry = listing, request, entry
        self.asked = request.GET[FROM]

    @cached_property
    def browse(self) -> ListRequest | None:
        """The list as it was asked; None where the query cannot be read at all."""
        try:
            query = QueryDict(self.asked)
        except SuspiciousOperation:
            return None
        path = reverse(self.listing.name)
        found = list_request_of(self.request, self.listing, query, path)
        if found.faults and found.moved:  # it asks for what has another name by now
            return list_request_of(self.request, self.listing, QueryDict(found.moved), path)
        return found

    @cached_property
    def notice(self) -> str:
        """Why the list cannot be gone on with; empty where it can."""
        if self.browse is None:
            return gettext("The list given in “%(name)s” has too many conditions to be read.") % {
                "name": FROM
            }
        if self.browse.faults:
            words = gettext("The list given in “%(name)s” cannot be shown: %(faults)s")
            return words % {"name": FROM, "faults": " ".join(self.browse.faults)}
        if self.place is None:
            return gettext("This measure is no longer at that position in the list.")
        return ""

    @property
    def page(self) -> int:
        """The page of the list that the link stood on."""
        return int(self.browse.parameters.get("page", "1"))

    @cached_property
    def window(self) -> tuple[int, list[int]]:
        """The place of the first row of the three pages, and the primary keys on them."""
        size = self.listing.per_page
        first = max(0, (self.page - 2) * size)
        last = min(self.browse.count, (self.page + 1) * size)
        return first, self.browse.keys(first, last) if first < last else []

    @cached_property
    def place(self) -> int | None:
        """Where the entry stands in the list, from 0; None where it is not near."""
        first, keys = self.window
        return first + keys.index(self.entry.pk) if self.entry.pk in keys else None

    @property
    def number(self) -> int:
        """Where the entry stands in the list, from 1."""
        return self.place + 1

    def query_at(self, place: int) -> str:
        """The query of the list on the page that holds `place`."""
        page = place // self.listing.per_page + 1
        return self.browse.query_string(page=page if page > 1 else None)

    @property
    def query(self) -> str:
        """The query of the list on the page where the entry stands."""
        return self.query_at(self.place)

    @cached_property
    def beside(self) -> dict[int, models.Model]:
        """The entries before and after, by primary key: one query."""
        _first, keys = self.window
        at = keys.index(self.entry.pk)
        return type(self.entry)._default_manager.in_bulk(keys[max(0, at - 1) : at + 2])

    def _neighbour(self, step: int) -> Neighbour | None:
        first, keys = self.window
        at = self.place - first + step
        if not 0 <= at < len(keys) or keys[at] not in self.beside:
            return None
        return Neighbour(self.beside[keys[at]], self.query_at(first + at))

    @property
    def previous(self) -> Neighbour | None:
        """The entry before; None for the first."""
        return self._neighbour(-1)

    @property
    def next(self) -> Neighbour | None:
        """The entry after; None for the last."""
        return self._neighbour(1)


def list_position(
    listing: ListPage, request: HttpRequest, entry: models.Model
) -> ListPosition | None:
    """The list that the address says the visitor came from; None where it says nothing."""
    return ListPosition(listing, request, entry) if FROM in request.GET else None
