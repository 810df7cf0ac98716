"""The data in the words of schema.org, as search engines for data read them."""

from collections.abc import Iterable, Iterator, Sequence

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from policies.models import SourceDocument
from portal.lists.declaration import ListPage, Table
from portal.lists.formats import FORMATS
from portal.lists.links import TYPES
from portal.lists.request import ListRequest
from portal.lists.shown import DATA
from portal.pages.catalog.known import (
    ABOUT,
    KEYWORDS,
    NAME,
    RECORD,
    TITLE,
    Known,
    known_of,
    whole_files,
)
from portal.pages.dictionary import LANGUAGES
from portal.pages.lists import LISTS

# A media type, a name and an address.
File = tuple[str, str, str]


def publisher(known: Known) -> dict:
    """Who made the compilation."""
    return {"@type": "Organization", "name": str(NAME), "url": known.full(reverse("home"))}


def common(known: Known) -> dict:
    """What holds of every part of the data."""
    documents = [
        {"@type": "CreativeWork", "name": each.title, "url": known.full(each.get_absolute_url())}
        for each in known.documents
    ]
    return {
        "license": settings.DATA_LICENCE_URL,
        "creator": publisher(known),
        "publisher": publisher(known),
        "version": str(known.version),
        "dateModified": known.updated.isoformat(),
        "spatialCoverage": {"@type": "Country", "name": gettext("Japan"), "identifier": "JP"},
        "isBasedOn": documents,
        "inLanguage": LANGUAGES,
        "keywords": [str(each) for each in KEYWORDS],
        "isAccessibleForFree": True,
    }


def covered(known: Known) -> dict:
    """From when to when the events are; told of the whole and not at each list, as it is asked."""
    if not known.period:
        return {}
    first, last = known.period
    return {"temporalCoverage": f"{first.isoformat()}/{last.isoformat()}"}


def files_of(table: Table, query: str = "") -> Iterator[File]:
    """The files of the rows of a table that answer a query."""
    if not isinstance(table, ListPage):
        yield TYPES["csv"], f"{table.name}.csv", table.csv_address
        return
    for each in FORMATS:
        yield TYPES[each.suffix], str(each.label), each.address(table.name, query)


def distributions(known: Known, files: Iterable[File]) -> list[dict]:
    """Files as what a data set can be had as."""
    return [
        {
            "@type": "DataDownload",
            "name": name,
            "encodingFormat": kind,
            "contentUrl": known.full(address),
        }
        for kind, name, address in files
    ]


def dataset(request: HttpRequest, list_request: ListRequest) -> dict:
    """A list as data to take away: the rows that are asked for."""
    known, listing = known_of(request), list_request.listing
    return {
        "@type": "Dataset",
        "name": str(listing.title),
        "description": str(listing.lead),
        "url": request.build_absolute_uri(),
        **common(known),
        "includedInDataCatalog": {"@type": "DataCatalog", "url": known.full(reverse("data"))},
        # By name alone: what each means would be a tenth of the page, and stands beside the CSV.
        "variableMeasured": [column.name for column in list_request.columns_of(DATA)],
        "distribution": distributions(known, files_of(listing, list_request.file_query)),
    }


def read_from(request: HttpRequest, document: SourceDocument) -> dict:
    """What was read from a document, as data to take away: its rows of every list."""
    known, query = known_of(request), f"source={document.slug}"
    files = (
        (TYPES["csv"], str(listing.title), FOR_PROGRAMS.address(listing.name, query))
        for listing in LISTS
        if "source" in listing.filterset_class.base_filters
    )
    address = known.full(document.get_absolute_url())
    work = {"@type": "CreativeWork", "name": document.title, "url": address}
    return {
        "@type": "Dataset",
        "name": gettext("Entries read from “%(title)s”") % {"title": document.title},
        "description": gettext(
            "The rows of every list that were read from this document, each with its section and "
            "a phrase to look for there."
        ),
        "url": address,
        **common(known),
        **covered(known),
        "isBasedOn": [work],
        "includedInDataCatalog": {"@type": "DataCatalog", "url": known.full(reverse("data"))},
        "distribution": distributions(known, files),
    }


def catalog(request: HttpRequest, tables: Sequence[Table]) -> dict:
    """All lists and tables as a catalogue of data; what holds of all is said once, at its head."""
    known = known_of(request)
    home = known.full(reverse("data"))
    return {
        "@type": "DataCatalog",
        "@id": home,
        "name": str(TITLE),
        "description": str(ABOUT),
        "url": home,
        **common(known),
        **covered(known),
        "dataset": [
            {
                "@type": "Dataset",
                "name": str(RECORD),
                "description": str(ABOUT),
                "url": f"{home}#bundle",
                "license": settings.DATA_LICENCE_URL,
                "creator": {"@type": "Organization", "name": str(NAME)},
                "distribution": distributions(known, whole_files()),
            },
            *(
                {
                    "@type": "Dataset",
                    "name": str(table.title),
                    "description": str(table.lead),
                    "url": known.full(page_of(table)),
                    "license": settings.DATA_LICENCE_URL,
                    "creator": {"@type": "Organization", "name": str(NAME)},
                    "distribution": distributions(known, files_of(table)),
                }
                for table in tables
            ),
        ],
    }


def page_of(table: Table) -> str:
    """The page of a list; of a table without one, where it stands on the data page."""
    return reverse(table.name) if isinstance(table, ListPage) else f"{reverse('data')}#tables"


FOR_PROGRAMS = next(each for each in FORMATS if each.profile == DATA)
