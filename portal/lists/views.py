"""The page of a list and its downloads."""

import functools
import logging
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, router, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext

from portal.changes.waiting import waiting
from portal.lists.addresses import moved_permanently
from portal.lists.changed import changed_csv, changed_page
from portal.lists.csvw import BESIDE, described
from portal.lists.declaration import ListPage
from portal.lists.download import csv_download, xlsx_download
from portal.lists.export import attachment, csv_blocks, write_xlsx
from portal.lists.faults import Fault, status_of
from portal.lists.links import files_of_page, linked, links_of_file
from portal.lists.profiles import MORE
from portal.lists.provenance import file_names, workbook
from portal.lists.recalling import recalling
from portal.lists.request import ListRequest, list_request_of
from portal.lists.shown import DATA
from portal.lists.side_by_side import changed_workbook
from portal.search.models import Unanswered

LOG = logging.getLogger(__name__)

# The parameter by which a form asks for another page of its list, with what is ticked in it.
TURN = "turn"
# What the format of a workbook allows, less the header.
WORKBOOK_ROWS = 1_048_575


def urls(listing: ListPage) -> list[URLPattern]:
    """The addresses of the page of a list and of its downloads."""
    # Not as extra options of the address: `translate_url` would write the list out as text.
    pairs = ((page, changed_page), (csv, changed_csv), (xlsx, changed_workbook))
    page_of, csv_of, xlsx_of = (functools.partial(recalling, *pair, listing) for pair in pairs)
    return [
        path(f"{listing.name}/", page_of, name=listing.name),
        path(f"{listing.name}.csv", csv_of, name=f"{listing.name}-csv"),
        path(f"{listing.name}.xlsx", xlsx_of, name=f"{listing.name}-xlsx"),
        path(
            f"{listing.name}.csv{BESIDE}",
            functools.partial(csv_metadata, listing),
            name=f"{listing.name}-csvw",
        ),
    ]


def base_of(request: HttpRequest) -> str:
    """Scheme and host, for addresses that leave the site."""
    return request.build_absolute_uri("/").rstrip("/")


def note_unanswered(asked: str) -> None:
    """Remember words for which nothing was found.

    A database that cannot be written costs only this note, not the page; nor does a visitor wait
    for somebody who writes to it.
    """
    using = router.db_for_write(Unanswered)
    try:
        with waiting(0, using), transaction.atomic(using=using):
            Unanswered.objects.using(using).note(asked)
    except DatabaseError:
        LOG.warning("Words asked in vain could not be noted: %s", asked, exc_info=True)


def page(listing: ListPage, request: HttpRequest) -> HttpResponse:
    """The list as a page; 400 with the reason on a bad question, 404 past the end."""
    if listing.filterset_class.CHOICE and TURN in request.GET:
        return turned(listing, request)
    list_request = list_request_of(request, listing)
    if list_request.faults and list_request.moved:
        return moved_permanently(request.path, list_request.moved)
    if list_request.faults:
        context = {"list_request": list_request, "status": status_of(list_request.faults)}
        return render(request, "lists/bad_request.html", context, status=context["status"])
    if list_request.as_written:
        return to_the_date(request, list_request)
    # The page is asked for here, so that one past the end is refused before anything is drawn.
    context = {"list_request": list_request, "page": list_request.page}
    context["permanent"] = list_request.permanent
    if list_request.unanswered and not list_request.past:
        note_unanswered(list_request.unanswered)
    response = render(request, listing.template, context | listing.context(list_request))
    listing.facet_index(list_request.using).keep(list_request.state)
    return linked(request, response, files_of_page(list_request))


def turned(listing: ListPage, request: HttpRequest) -> HttpResponse:
    """The way to another page, with what is ticked on this one.

    A button of the form says as its value what is asked there; the form adds what is ticked.
    """
    query = QueryDict(request.GET[TURN], mutable=True)
    choice = listing.filterset_class.CHOICE
    if choice and (chosen := request.GET.getlist(choice)):
        query.setlist(choice, dict.fromkeys(chosen))
    address = request.path
    return HttpResponseRedirect(f"{address}?{query.urlencode()}" if query else address)


def to_the_date(request: HttpRequest, list_request: ListRequest) -> HttpResponse:
    """The way from a date as people write it to the address of that date, which all then share."""
    return HttpResponseRedirect(f"{request.path}?{list_request.as_written}")


def instead_of_file(request: HttpRequest, list_request: ListRequest) -> HttpResponse | None:
    """What answers where a list is asked for as a file and there is none: the way to the address
    of today or of the date as all share it, or what is wrong with the question.
    """
    if list_request.faults and list_request.moved:
        return moved_permanently(request.path, list_request.moved)
    if list_request.faults_of_file:
        return refusal(list_request.faults_of_file)
    return to_the_date(request, list_request) if list_request.as_written else None


def csv(listing: ListPage, request: HttpRequest) -> HttpResponse:
    """The rows of the page as CSV."""
    list_request = list_request_of(request, listing)
    if answer := instead_of_file(request, list_request):
        return answer
    if request.GET.get("profile") in MORE:
        return another(request, list_request, "csv")
    profile = list_request.parameters.get("profile", "")
    columns = list_request.columns_of(profile)
    blocks = csv_blocks(list_request.queryset_of(profile), columns, profile, base_of(request))
    response = csv_download(request, blocks, disposition(list_request, "csv"))
    return linked(request, response, links_of_file(list_request, "csv"))


def csv_metadata(listing: ListPage, request: HttpRequest) -> HttpResponse:
    """What the columns of the CSV for programs are that answers the same query."""
    list_request = list_request_of(request, listing, request.GET, request.path)
    if list_request.faults_of_file:
        return refusal(list_request.faults_of_file)
    address = list_request.file_address("csv", DATA)
    return described(listing, list_request.columns_of(DATA), address)


def xlsx(listing: ListPage, request: HttpRequest) -> HttpResponse:
    """The rows of the page as a workbook."""
    list_request = list_request_of(request, listing)
    if answer := instead_of_file(request, list_request):
        return answer
    if request.GET.get("profile") in MORE:
        return another(request, list_request, "xlsx")
    if list_request.count > WORKBOOK_ROWS:
        words = gettext(
            "A workbook holds at most %(most)s rows; this list has %(count)s. "
            "Download all of them as CSV:"
        )
        words %= {"most": WORKBOOK_ROWS, "count": list_request.count}
        sentence = f"{words} {request.build_absolute_uri(list_request.csv_address)}"
        return refusal([Fault(sentence, "")])
    base, profile = base_of(request), list_request.parameters.get("profile", "")
    write = functools.partial(
        write_xlsx,
        queryset=list_request.queryset_of(profile),
        columns=list_request.columns_of(profile),
        base=base,
        told=workbook(list_request, base, profile),
    )
    response = xlsx_download(request, write, disposition(list_request, "xlsx"))
    return linked(request, response, links_of_file(list_request, "xlsx"))


def another(request: HttpRequest, list_request: ListRequest, suffix: str) -> HttpResponse:
    """A file that is not the list's own, for who may have it; it is kept by nobody."""
    profile = MORE[request.GET["profile"]]
    if not profile.is_open(request.user, list_request.listing):
        raise PermissionDenied
    response = profile.answer(request, list_request, suffix)
    response["Cache-Control"] = "no-store, private"
    return response


def disposition(list_request: ListRequest, suffix: str) -> str:
    """A download as a file to keep, whose name tells it from all others of the record."""
    return attachment(*file_names(list_request), suffix)


def refusal(faults: Sequence[Fault]) -> HttpResponse:
    """Why a download is refused, as plain text."""
    return HttpResponse(
        "\n".join(faults) + "\n",
        status=status_of(faults),
        content_type="text/plain; charset=utf-8",
    )
