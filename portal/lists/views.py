"""The one way to make a list page and its downloads."""

import dataclasses
import functools
from collections.abc import Callable, Iterable, Sequence

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import translation
from django.utils.translation import gettext

from portal.dates.clock import today
from portal.lists.columns import Column, Label
from portal.lists.download import CSV, XLSX, announced, csv_download, xlsx_download
from portal.lists.export import attachment, csv_blocks, write_xlsx
from portal.lists.facet_index import FacetIndex
from portal.lists.filterset import ListFilterSet
from portal.lists.request import ListRequest, Sort

# What the format of a workbook allows, less the header.
WORKBOOK_ROWS = 1_048_575


@dataclasses.dataclass(frozen=True)
class ListPage:
    """A list: queryset, questions and columns in; a page, a CSV and an XLSX out.

    `entries` gives the rows a visitor may see, in the list's own order. `template` draws the
    page; without one of its own a list is the table of its columns. It draws what `objects` reads
    for some primary keys, in any order; without that, dicts with a value for every column.
    `context` adds what the template shows beside the rows. `shown` are the field paths by which an
    entry shows that it was rightly found, beside its titles. Of several lists of one model one is
    the `home` of its entries, to which a facet with too many values leads.

    To declare a list changes nothing; `portal.lists.connecting` makes it known.
    """

    name: str
    title: Label
    lead: Label
    entries: Callable[[], models.QuerySet]
    questions: type[ListFilterSet]
    columns: Sequence[Column]
    sorts: Sequence[Sort] = ()
    template: str = "lists/table_page.html"
    per_page: int = 50
    objects: Callable[[Sequence[int]], Iterable[models.Model]] | None = None
    context: Callable[[ListRequest], dict] = lambda browse: {}
    shown: tuple[str, ...] = ()
    home: bool = True

    @functools.cached_property
    def every(self) -> models.QuerySet:
        """The rows a visitor may see: put together once, for it takes longer than to run it."""
        return self.entries()

    @functools.cached_property
    def catalogue(self) -> FacetIndex:
        """The bitmaps of the list, one set for a process."""
        return self.questions.catalogue(self.entries)

    def urls(self) -> list:
        """The addresses of the page and its downloads."""
        return [
            path(f"{self.name}/", self.page, name=self.name),
            path(f"{self.name}.csv", self.csv, name=f"{self.name}-csv"),
            path(f"{self.name}.xlsx", self.xlsx, name=f"{self.name}-xlsx"),
        ]

    @property
    def csv_address(self) -> str:
        """All rows as CSV."""
        return reverse(f"{self.name}-csv")

    @property
    def xlsx_address(self) -> str:
        """All rows as a workbook."""
        return reverse(f"{self.name}-xlsx")

    def page(self, request: HttpRequest) -> HttpResponse:
        """The list as a page; 400 with the reason on a bad question, 404 past the end."""
        browse = ListRequest(self, request)
        if browse.faults:
            return render(request, "lists/bad_request.html", {"browse": browse}, status=400)
        # The page is asked for here, so that one past the end is refused before anything is drawn.
        context = {"browse": browse, "page": browse.page}
        return render(request, self.template, context | self.context(browse))

    def csv(self, request: HttpRequest) -> HttpResponse:
        """The rows of the page as CSV."""
        browse = ListRequest(self, request)
        if browse.faults:
            return refusal(browse.faults)
        name = self.disposition("csv")
        if request.method == "HEAD":
            return announced(CSV, name, browse.count)
        profile = request.GET.get("profile", "")
        blocks = csv_blocks(browse.queryset, self.columns, profile, browse.base)
        return csv_download(request, blocks, name)

    def xlsx(self, request: HttpRequest) -> HttpResponse:
        """The rows of the page as a workbook."""
        browse = ListRequest(self, request)
        if browse.faults:
            return refusal(browse.faults)
        if browse.count > WORKBOOK_ROWS:
            words = gettext(
                "A workbook holds %(most)s rows, these are %(count)s. As CSV all of them:"
            )
            words %= {"most": WORKBOOK_ROWS, "count": browse.count}
            return refusal([f"{words} {request.build_absolute_uri(browse.csv_address)}"])
        name = self.disposition("xlsx")
        if request.method == "HEAD":
            return announced(XLSX, name, browse.count)
        write = functools.partial(
            write_xlsx, queryset=browse.queryset, columns=self.columns, base=browse.base
        )
        return xlsx_download(request, write, name)

    def disposition(self, suffix: str) -> str:
        """A download as a file to keep, named after the list and the day."""
        with translation.override(translation.get_language()):
            title = str(self.title)
        return attachment(self.name, title, suffix, today())


def refusal(faults: Sequence[str]) -> HttpResponse:
    """Why a download is refused, as plain text."""
    return HttpResponse(
        "\n".join(faults) + "\n", status=400, content_type="text/plain; charset=utf-8"
    )
