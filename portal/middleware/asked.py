"""What is asked for: a page of a list, or a file of data, by its address and by the media type."""

from django.http import HttpRequest
from django.utils.translation import get_language, get_language_from_request

from portal.lists.api.problems import JSON, NDJSON, kind_of
from portal.lists.download import CSV, XLSX
from portal.pages.lists import LISTS

READS = ("GET", "HEAD")
# How the addresses of public files end; where files are for editors, or a part of the pages.
FILES = (
    *(".csv", ".xlsx", ".json", ".ndjson", ".bib", ".ris", ".ttl", ".jsonld", ".cff"),
    *(".atom", ".ics", ".docx", ".pptx"),
)
NONE = ("/admin/", "/static/", "/search/", "/en/search/")
# Files of JSON that speak the language of their address; others are one for all languages.
SPOKEN = ("/en/", "/cite/")
# Below which addresses the files of bundles stand, and the one of the newest.
BUNDLES = ("/data/v/", "/data/latest/", "/data/index.json")
PAGE = "text/html"
# How the address of a file of a list ends, by the media type that asks for it.
TYPES = {CSV.partition(";")[0]: "csv", XLSX: "xlsx", JSON: "json", NDJSON: "ndjson"}
NAMES = frozenset(listing.name for listing in LISTS)


def is_file(path: str) -> bool:
    """Whether an address is that of a file of data, for everybody."""
    return is_of_bundle(path) or (path.endswith(FILES) and not path.startswith(NONE))


def is_of_bundle(path: str) -> bool:
    """Whether an address is that of a file that stands on the disk, made once for a version."""
    return path.startswith(BUNDLES)


def is_json(path: str) -> bool:
    """Whether an address is that of a file of JSON, where problems are told as JSON too."""
    return is_file(path) and bool(kind_of(path))


def language_at(request: HttpRequest) -> str:
    """The language of an address; where it has none, the one that who asks would rather read."""
    if request.path_info.startswith(SPOKEN):
        return get_language()
    return get_language_from_request(request)


def list_at(path: str) -> str:
    """The name of the list whose page stands at an address; empty for other addresses."""
    name = path.removeprefix("/en").strip("/")
    return name if name in NAMES and path.endswith("/") else ""


def wanted_file(request: HttpRequest) -> str:
    """How the file ends that a request for the page of a list would rather have; empty for none.

    Who takes both alike gets the page, as does who takes nothing that there is.
    """
    accepted = request.headers.get("Accept", "")
    if not any(kind in accepted for kind in TYPES) or not list_at(request.path_info):
        return ""
    return TYPES.get(request.get_preferred_type([PAGE, *TYPES]), "")
