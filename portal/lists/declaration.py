"""What a list is, said once: the declaration that pages and downloads are made of."""

import dataclasses
import functools
from collections.abc import Callable, Iterable, Mapping, Sequence

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import override

from portal.lists.columns import Column, Label, data_columns
from portal.lists.facet_index import FacetIndex
from portal.lists.filterset import ListFilterSet
from portal.lists.in_order import Order


@dataclasses.dataclass(frozen=True)
class Sort:
    """An order of a list: its name in the address, its words, and a QuerySet's order_by.

    `by` is what the rows are ordered by, or a function that gives it for the active language.
    """

    name: str
    label: Label
    by: tuple | Callable[[], tuple]

    @property
    def order(self) -> tuple:
        """What the rows are ordered by on pages of the active language; the last is unique."""
        return self.by() if callable(self.by) else self.by


@dataclasses.dataclass(frozen=True, kw_only=True)
class Table:
    """Rows and columns that programs take away; one form of every value, whatever the language.

    `entries` gives the rows a visitor may see, in their order. What no statement can give, `lines`
    gives from a database: a value for each column. `key` are the columns that name a row. A
    table that repeats the rows of another says of which it is a `view`. One that has every key of
    which another has only some says of which (`keys_of`): there what refers to that finds its row.
    """

    name: str
    title: Label
    lead: Label
    columns: Sequence[Column]
    entries: Callable[[], models.QuerySet] | None = None
    lines: Callable[[str], Iterable[Sequence]] | None = None
    key: tuple[str, ...] = ()
    view: str = ""
    keys_of: str = ""

    @functools.cached_property
    def data_columns(self) -> list[Column]:
        """The columns of the data profile."""
        return data_columns(self.columns)

    @property
    def in_order(self) -> models.QuerySet:
        """The rows a visitor may see, in the order of a file for programs."""
        return self.entries()

    @property
    def table(self) -> str:
        """Its name where a name holds no hyphen, as in SQL."""
        return self.name.replace("-", "_")

    @property
    def csv_address(self) -> str:
        """All rows as CSV."""
        return reverse(f"{self.name}-table")


@dataclasses.dataclass(frozen=True, kw_only=True)
class ListPage(Table):
    """A list: queryset, questions and columns in; a page, a CSV and an XLSX out.

    The rows stand in the first of the orders `sorts`, if there are some, else in that of the
    entries. `template` draws the
    page; without one of its own a list is the table of its columns. It draws what `objects` reads
    for some primary keys from a database, in any order; without that, dicts with a value for every
    column.
    `context` adds what the template shows beside the rows; it is given the `ListRequest`. `shown`
    are the field paths by which an entry shows that it was rightly found, beside its titles. Of
    several lists of one model one is the `home` of its entries, to which a facet with too many
    values leads. `remark` says above the rows what readers have to know of them.

    `called` are the words by which people ask for such rows, each with the conditions that it says
    with that, and `amounts_to` what the rows found come to, in words: so the search over everything
    can answer with the list. Asked alone such a word leads to the list, and so do those in `alone`
    and the words of the choices of the questions in `choices`, under what they say.

    To declare a list changes nothing; `portal.lists.connecting` makes it known.
    """

    filterset_class: type[ListFilterSet]
    sorts: Sequence[Sort] = ()
    template: str = "lists/table_page.html"
    per_page: int = 50
    objects: Callable[[Sequence[int], str], Iterable[models.Model]] | None = None
    context: Callable[..., dict] = lambda list_request: {}
    shown: tuple[str, ...] = ()
    home: bool = True
    remark: Label = ""
    called: Mapping[str, Mapping[str, Sequence[str]]] = dataclasses.field(
        default_factory=dict, hash=False
    )
    alone: Mapping[str, Mapping[str, Sequence[str]]] = dataclasses.field(
        default_factory=dict, hash=False
    )
    choices: tuple[str, ...] = ()
    amounts_to: Callable[..., str] = lambda list_request: ""

    @functools.cached_property
    def every(self) -> models.QuerySet:
        """The rows a visitor may see: put together once, as that takes up to 0.2 ms."""
        return self.entries()

    @property
    def in_order(self) -> models.QuerySet:
        """The rows a visitor may see, in the first order, which is that of one language."""
        if not self.sorts:
            return self.entries()
        with override(settings.LANGUAGE_CODE):
            return self.entries().order_by(*self.sorts[0].order)

    @functools.cached_property
    def facet_indexes(self) -> dict[str, FacetIndex]:
        """The bitmaps of the list, one set for a process and for each database that it reads."""
        return {}

    @functools.cached_property
    def orders(self) -> dict[tuple[str, str, str], Order]:
        """The orders that the list was asked for in, by database, name and language."""
        return {}

    def facet_index(self, using: str) -> FacetIndex:
        """The bitmaps of the list in one database."""
        if using not in self.facet_indexes:
            # Where two threads come at once, both go on with the one that came first.
            index = self.filterset_class.facet_index(self.entries, using, self.name)
            self.facet_indexes.setdefault(using, index)
        return self.facet_indexes[using]

    @property
    def csv_address(self) -> str:
        """All rows as CSV."""
        return reverse(f"{self.name}-csv")

    @property
    def xlsx_address(self) -> str:
        """All rows as a workbook."""
        return reverse(f"{self.name}-xlsx")
