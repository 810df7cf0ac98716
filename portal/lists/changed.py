"""What changed in a list between two points of the record: which rows came, left and differ.

Of the rows of the former point digests are kept alone, so that a long list takes little memory; the
cells are read of rows that differ.
"""

import csv
import dataclasses
import hashlib
import io
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from portal.changes.aside import FIRST_KEY
from portal.lists.columns import Column, Kind
from portal.lists.declaration import ListPage
from portal.lists.download import CSV
from portal.lists.export import attachment
from portal.lists.provenance import file_names
from portal.lists.request import ListRequest, list_request_of
from portal.money import yen_in_full
from portal.record.recalling import NotRecalled
from portal.record.schema import kinds
from portal.record.wording import shortened

# Of more rows that differ no list is made, and a page shows the first of them.
MOST, ON_PAGE = 5_000, 200
# The column of every list that leads to the row.
ADDRESS = "entry_address"
# The columns that tell where a row was read, and the one that leads there.
READ_IN, SECTION = ("source_mark", "source_title", "section_heading"), "section_address"
# So many cells tell on a page what came or left.
BRIEF = 5
# So many say which row of its entry one is.
IN_NAME = 3
# The unit of a column of money is what the row says in another one, by its name: `{name}`.
SAID_BY = re.compile(r"\{(\w+)\}")
HEADERS = ("change", "row", "field", "before", "after", "address", "as_of", "as_of_beside")


class Way(models.TextChoices):
    """How a row differs between two points of the record."""

    ADDED = "added", _("Came into the record")
    MEETS = "meets", _("Came to meet the conditions")
    CHANGED = "changed", pgettext_lazy("row of a list", "Changed")
    LEFT = "left", _("Meets the conditions no longer")
    GONE = "gone", _("Left the record")


@dataclasses.dataclass(frozen=True)
class Cell:
    """What a row says in one column at both points; empty where it says nothing.

    It is `drawn` where the list shows it on its page, beside what the row is called.
    """

    label: str
    old: str
    new: str
    drawn: bool = False


@dataclasses.dataclass(frozen=True)
class ChangedRow:
    """A row that differs: how, what it is called, its page while it has one, and its cells.

    `source` is the path of the section that it was read in, and `read_in` tells that in words;
    empty for what was read nowhere. `which` tells which row of its entry it is, as the list shows
    it first; empty of an entry.
    """

    way: Way
    name: str
    address: str
    cells: list[Cell]
    source: str = ""
    read_in: str = ""
    which: str = ""

    @property
    def whole_name(self) -> str:
        """What it is called, with which row of its entry it is."""
        words = {"entry": self.name, "row": self.which}
        return gettext("%(entry)s (%(row)s)") % words if self.which else self.name

    @property
    def brief(self) -> list[Cell]:
        """The cells that a page tells: all that changed, of what came or left those that a list
        shows first.
        """
        if self.way == Way.CHANGED:
            return self.cells
        drawn = [cell for cell in self.cells if cell.drawn]
        return (drawn or self.cells)[:BRIEF]


# Makes an answer of what differs.
Changed = Callable[[HttpRequest, "Compared"], HttpResponse]


class Compared:
    """A list at two points. It is begun at the former, and told when the record is at the later
    and when it is back.
    """

    def __init__(self, listing: ListPage, request: HttpRequest):
        self.listing, self.request = listing, request
        self.former = list_request_of(request, listing)
        self.later: ListRequest = self.former
        self.faults = self.former.faults
        self.digests = {pk: digest(row) for pk, row in self._read(self.former)}
        self.every = self.later_every = BitMap(self.former.state.every)
        self.old: dict[int, dict] = {}
        self.new: dict[int, dict] = {}
        self.gone: list[int] = []

    def read_later(self) -> None:
        """Read the rows of the later point, and keep those that differ."""
        self.later = list_request_of(self.request, self.listing)
        # What is asked for may have come to the record between the two.
        self.faults = self.faults and self.later.faults
        self.later_every = BitMap(self.later.state.every)
        seen = BitMap()
        for pk, row in self._read(self.later):
            seen.add(pk)
            if self.digests.get(pk) != digest(row):
                self.new[pk] = row
                self._bound(len(self.new))
        self.gone = [pk for pk in self.digests if pk not in seen]
        self._bound(len(self.new) + len(self.gone))

    def read_former(self) -> None:
        """Read what the rows that differ said at the former point."""
        wanted = [*self.gone, *(pk for pk in self.new if pk in self.digests)]
        if wanted:
            self.old = dict(self._read(self.former, wanted))

    def _read(
        self, asked: ListRequest, wanted: list[int] | None = None
    ) -> Iterator[tuple[int, dict]]:
        """The rows that are found, by primary key; those `wanted` of them."""
        if not asked.faults:
            for row in asked.rows_found(wanted):
                yield row["pk"], row

    @staticmethod
    def _bound(count: int) -> None:
        if count > MOST:
            words = gettext(
                "More than %(most)s rows differ. Ask for points that lie closer together."
            )
            raise NotRecalled(words % {"most": MOST})

    @cached_property
    def columns(self) -> list[Column]:
        """The columns that are compared: all but addresses, which say nothing of a row."""
        columns = [*self.listing.columns, *self.later.added]
        return [column for column in columns if column.kind != Kind.URL]

    @cached_property
    def rows(self) -> list[ChangedRow]:
        """The rows that differ: what came, what changed, what left; each by name."""
        found = [self._row(pk) for pk in (*self.new, *self.gone)]
        order = list(Way)
        return sorted(
            (row for row in found if row.cells), key=lambda row: (order.index(row.way), row.name)
        )

    def _row(self, pk: int) -> ChangedRow:
        old, new = self.old.get(pk, {}), self.new.get(pk, {})
        cells = [
            Cell(self._label(column), *pair, bool(column.cell) and column.cell != "entry")
            for column in self.columns
            if (pair := (self._told(column, old), self._told(column, new)))[0] != pair[1]
        ]
        told = new or old
        source = told.get(f"c_{SECTION}", "")
        name, address = self._name(told), self._address(pk, told)
        read_in, which = self._read_in(told), self._which(told)
        return ChangedRow(self._way(pk), name, address, cells, source, read_in, which)

    def _which(self, row: dict) -> str:
        """Which row of its entry one is: what the list shows of it first."""
        if self.listing.filterset_class.model._meta.model_name in kinds():
            return ""
        drawn = [column for column in self.columns if column.cell and column.cell != "entry"]
        told = filter(None, (shortened(words(column, row)) for column in drawn))
        return gettext(", ").join(itertools.islice(told, IN_NAME))

    def _read_in(self, row: dict) -> str:
        """Where a row was read, as its columns tell it: what the record says of it was of then."""
        if not row.get(f"c_{SECTION}"):
            return ""
        words = {name: row.get(f"c_{name}", "") for name in READ_IN}
        words["address"] = self.request.build_absolute_uri(row[f"c_{SECTION}"])
        return (
            gettext("%(source_mark)s, “%(source_title)s”, “%(section_heading)s”, %(address)s")
            % words
        )

    def _label(self, column: Column) -> str:
        """What a column is called."""
        return str(column.header)

    def _told(self, column: Column, row: dict) -> str:
        """What a row says in a column."""
        return words(column, row)

    def _way(self, pk: int) -> Way:
        if pk not in self.new:
            return Way.LEFT if pk in self.later_every else Way.GONE
        if pk in self.digests:
            return Way.CHANGED
        return Way.MEETS if pk in self.every else Way.ADDED

    def _name(self, row: dict) -> str:
        """What a row is called: what it says of its entry."""
        named = [column for column in self.columns if column.cell == "entry"] or self.columns
        return words(named[0], row)

    def _address(self, pk: int, row: dict) -> str:
        """The page of a row that is in the record now."""
        return row.get(f"c_{ADDRESS}", "") if pk < FIRST_KEY else ""

    @property
    def shown(self) -> list[ChangedRow]:
        """The rows that a page shows."""
        return self.rows[:ON_PAGE]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many rows differ in which way."""
        ways = [row.way for row in self.rows]
        return [(str(way.label), ways.count(way)) for way in Way if way in ways]


def digest(row: dict[str, Any]) -> bytes:
    """What a row says, in few bytes."""
    return hashlib.blake2b(repr(list(row.values())).encode(), digest_size=16).digest()


def words(column: Column, row: dict) -> str:
    """What a row says in a column, as people read it."""
    value = row.get(f"c_{column.name}")
    if value is None or value == "":
        return ""
    if said := SAID_BY.fullmatch(column.unit):
        return yen_in_full(int(value), row[f"c_{said[1]}"])
    return str(column.words(value) if column.words else value)


def changed_page(request: HttpRequest, compared: Compared) -> HttpResponse:
    """What differs as a page."""
    context = {"list_request": compared.former, "compared": compared}
    return render(request, "lists/changed.html", context)


def changed_csv(request: HttpRequest, compared: Compared) -> HttpResponse:
    """What differs as CSV: a line for each cell, behind its row."""
    former, later = compared.former.past.in_order
    data = compared.former.parameters.get("profile") == "data"
    written = io.StringIO("" if data else "\ufeff", newline="")
    written.seek(0, io.SEEK_END)
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(HEADERS if data else _headers())
    base = request.build_absolute_uri("/").rstrip("/")
    for row, cell in _lines(compared.rows):
        address = f"{base}{row.address}" if row.address else ""
        way = row.way.value if data else row.way.label
        told = (row.whole_name, cell.label, cell.old, cell.new, address)
        writer.writerow([way, *told, former.asked, later.asked])
    response = HttpResponse(written.getvalue().encode(), content_type=CSV)
    response["Content-Disposition"] = attachment(*file_names(compared.former), "csv")
    return response


def _lines(some: Iterable[ChangedRow]) -> Iterator[tuple[ChangedRow, Cell]]:
    for row in some:
        for cell in row.cells:
            yield row, cell


def _headers() -> list[str]:
    return [
        gettext("Change"),
        gettext("Row"),
        gettext("Field"),
        gettext("Before"),
        gettext("After"),
        gettext("Address"),
        pgettext("header of a column", "As the record stood on"),
        gettext("The record compared with that of"),
    ]
