"""The one way to make a list page and its downloads."""

import dataclasses
from collections.abc import Callable, Sequence

from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.translation import gettext

from portal.browse.columns import Column, Words, rows
from portal.browse.export import PROFILES, attachment, csv_response, xlsx_response
from portal.browse.filters import Questions


@dataclasses.dataclass(frozen=True)
class Sort:
    """An order of a list: its name in the address, its words, and a QuerySet's order_by."""

    name: str
    label: Words
    order: tuple


@dataclasses.dataclass(frozen=True)
class ListPage:
    """A list: queryset, questions and columns in; a page, a CSV and an XLSX out.

    `entries` gives the rows a visitor may see, in the list's own order. `template` draws the
    page; without one of its own a list is the table of its columns. `context` adds what the
    template shows beside the rows.
    """

    name: str
    title: Words
    lead: Words
    entries: Callable[[], models.QuerySet]
    questions: type[Questions]
    columns: Sequence[Column]
    sorts: Sequence[Sort] = ()
    template: str = "browse/table_page.html"
    per_page: int = 50
    as_objects: bool = False
    context: Callable[["Browse"], dict] = lambda browse: {}

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
        browse = Browse(self, request)
        if browse.faults:
            return render(request, "browse/bad_request.html", {"browse": browse}, status=400)
        # The page is asked for here, so that one past the end is refused before anything is drawn.
        context = {"browse": browse, "page": browse.page}
        return render(request, self.template, context | self.context(browse))

    def csv(self, request: HttpRequest) -> HttpResponse:
        """The rows of the page as CSV."""
        browse = Browse(self, request)
        if browse.faults:
            return browse.refusal()
        profile = request.GET.get("profile", "")
        response = csv_response(browse.queryset, self.columns, profile, browse.base)
        return browse.named(response, "csv")

    def xlsx(self, request: HttpRequest) -> HttpResponse:
        """The rows of the page as a workbook."""
        browse = Browse(self, request)
        if browse.faults:
            return browse.refusal()
        return browse.named(xlsx_response(browse.queryset, self.columns, browse.base), "xlsx")


class Browse:
    """One request to a list: what is asked, what is found, and how to go on from there."""

    def __init__(self, listing: ListPage, request: HttpRequest):
        self.listing, self.request = listing, request
        self.all = listing.entries()
        self.questions = listing.questions(request.GET, queryset=self.all, request=request)

    @cached_property
    def faults(self) -> list[str]:
        """A sentence for everything in the address that the list does not understand."""
        faults = list(self.questions.faults)
        known = [sort.name for sort in self.listing.sorts]
        asked = self.request.GET.get("sort")
        if asked is not None and asked not in known:
            faults.append(
                gettext("“%(value)s” is not an order of this list. It knows: %(known)s.")
                % {"value": f"sort={asked}", "known": ", ".join(known) or "—"}
            )
        profile = self.request.GET.get("profile", "")
        if profile not in PROFILES:
            faults.append(
                gettext("“%(value)s” is not a form of download. It knows: %(known)s.")
                % {"value": f"profile={profile}", "known": "profile=data"}
            )
        number = self.request.GET.get("page", "1")
        if not (number.isascii() and number.isdecimal() and 0 < len(number) < 10 and int(number)):
            faults.append(
                gettext("“%(value)s” is not a page number.") % {"value": f"page={number}"}
            )
        return faults

    def refusal(self) -> HttpResponse:
        """The faults as plain text, for a download."""
        return HttpResponse(
            "\n".join(self.faults) + "\n", status=400, content_type="text/plain; charset=utf-8"
        )

    @cached_property
    def sort(self) -> Sort | None:
        """The order asked for, the first one otherwise."""
        asked = self.request.GET.get("sort")
        return next(
            (sort for sort in self.listing.sorts if sort.name == asked),
            self.listing.sorts[0] if self.listing.sorts else None,
        )

    @cached_property
    def queryset(self) -> models.QuerySet:
        """The rows found, in order."""
        found = self.questions.qs
        return found.order_by(*self.sort.order) if self.sort else found

    @cached_property
    def count(self) -> int:
        """How many rows are found; the downloads have as many."""
        return self.queryset.order_by().count()

    @cached_property
    def total(self) -> int:
        """How many rows the list has without conditions."""
        return self.all.order_by().count()

    @cached_property
    def page(self):
        """The page asked for. Raises Http404 past the end."""
        source = (
            self.queryset if self.listing.as_objects else rows(self.queryset, self.listing.columns)
        )
        paginator = Paginator(source, self.listing.per_page)
        paginator.count = self.count
        number = int(self.request.GET.get("page", "1"))
        if number > paginator.num_pages:
            raise Http404(
                gettext("The list ends at page %(last)s.") % {"last": paginator.num_pages}
            )
        return paginator.page(number)

    @cached_property
    def shown(self) -> list[Column]:
        """The columns that the page draws."""
        return [column for column in self.listing.columns if column.cell]

    def query(self, **changes) -> str:
        """The query string with `changes`; None removes a name."""
        query = self.request.GET.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = value
        return query.urlencode()

    @property
    def sort_links(self) -> list[tuple[Sort, bool, str]]:
        """Each order, whether it is the present one, and its query string."""
        return [
            (sort, sort == self.sort, self.query(sort=sort.name, page=None))
            for sort in self.listing.sorts
        ]

    @property
    def previous_query(self) -> str:
        """The query string of the page before."""
        return self.query(page=self.page.previous_page_number())

    @property
    def next_query(self) -> str:
        """The query string of the page after."""
        return self.query(page=self.page.next_page_number())

    def _download(self, suffix: str) -> str:
        query = self.query(page=None)
        return reverse(f"{self.listing.name}-{suffix}") + (f"?{query}" if query else "")

    @property
    def csv_address(self) -> str:
        """The rows found as CSV."""
        return self._download("csv")

    @property
    def xlsx_address(self) -> str:
        """The rows found as a workbook."""
        return self._download("xlsx")

    @property
    def base(self) -> str:
        """Scheme and host, for addresses that leave the site."""
        return self.request.build_absolute_uri("/").rstrip("/")

    def named(self, response: HttpResponse, suffix: str) -> HttpResponse:
        """`response` as a file to keep, named after the list and the day."""
        with translation.override(translation.get_language()):
            title = str(self.listing.title)
        response["Content-Disposition"] = attachment(
            self.listing.name, title, suffix, timezone.localdate()
        )
        return response
