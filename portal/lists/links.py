"""What stands beside a list and its files, told to programs in the header `Link` (RFC 8288)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, override

from portal.lists.api.problems import JSON, NDJSON
from portal.lists.csvw import BESIDE, CSVW
from portal.lists.declaration import Table
from portal.lists.download import CSV, XLSX
from portal.lists.request import ListRequest
from portal.lists.shown import DATA

# The media types by the endings of addresses.
TYPES = {"csv": CSV.partition(";")[0], "xlsx": XLSX, "json": JSON, "ndjson": NDJSON}
# An address, what it is to what was asked for, and what else is known of it.
Link = tuple[str, str, dict[str, str]]


def linked(request: HttpRequest, response: HttpResponse, links: list[Link]) -> HttpResponse:
    """A response that names what stands beside it."""
    response["Link"] = ", ".join(
        "; ".join(
            (
                f"<{request.build_absolute_uri(address)}>",
                f'rel="{relation}"',
                *(f'{name}="{value}"' for name, value in known.items()),
            )
        )
        for address, relation, known in links
    )
    return response


def files_of_page(list_request: ListRequest) -> list[Link]:
    """The files with the rows that a page of a list is of."""
    return [
        (list_request.file_address(suffix), "alternate", {"type": kind})
        for suffix, kind in TYPES.items()
    ]


def links_of_file(list_request: ListRequest, suffix: str) -> list[Link]:
    """The address by which a file is known, its page, its other forms, and what its columns mean.

    Those of another language say in which.
    """
    profile = list_request.parameters.get("profile")
    query = list_request.query_string(page=None, profile=None, **list_request.unchosen)
    page = f"{list_request.page_path}?{query}" if query else list_request.page_path
    others = [other for other in TYPES if other != suffix]
    links: list[Link] = [
        (list_request.file_address(suffix, profile), "canonical", {}),
        (page, "alternate", {"type": "text/html"}),
        *((list_request.file_address(each), "alternate", {"type": TYPES[each]}) for each in others),
    ]
    for language, _name in settings.LANGUAGES:
        if language != get_language():
            with override(language):
                address = list_request.file_address(suffix, profile)
            known = {"type": TYPES[suffix], "hreflang": language}
            links.append((address, "alternate", known))
    described = f"{reverse('data')}#{list_request.listing.name}"
    links.append((described, "describedby", {"type": "text/html"}))
    if (suffix, profile) == ("csv", DATA) and not list_request.past:
        columns = list_request.file_address("csvw", DATA)
        # In front, since there are tools that take each link before it for a fault.
        links.insert(0, (columns, "describedby", {"type": CSVW}))
    return links


def links_of_table(table: Table) -> list[Link]:
    """The address of a table without a page, and what its columns mean."""
    described = f"{reverse('data')}#tables"
    return [
        (f"{table.csv_address}{BESIDE}", "describedby", {"type": CSVW}),
        (table.csv_address, "canonical", {}),
        (described, "describedby", {"type": "text/html"}),
    ]


def licensed(response: HttpResponse) -> HttpResponse:
    """A file, or a part of one, that says behind what else stands beside it under what it may be
    used; what is none stays as it is.
    """
    if response.status_code not in {200, 206}:
        return response
    licence = f'<{settings.DATA_LICENCE_URL}>; rel="license"'
    response["Link"] = ", ".join(filter(None, (response.get("Link"), licence)))
    return response
