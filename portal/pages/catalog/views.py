"""The files by which catalogues, search engines and reference managers read of the data."""

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse

from portal.lists.links import linked
from portal.pages.catalog.cff import citation_cff
from portal.pages.catalog.dcat import catalogue
from portal.pages.catalog.known import known_of
from portal.pages.lists import DICTIONARY, RECORD

TURTLE, JSON_LD = "text/turtle; charset=utf-8", "application/ld+json"
YAML = "application/yaml; charset=utf-8"
# Where tools for CSV on the Web look for what describes a table, beside the header `Link`.
CSVM = "{+url}-metadata.json\n../csvw-metadata.json\n"


def turtle(request: HttpRequest) -> HttpResponse:
    """The catalogue in Turtle."""
    return told(request, catalogue(known_of(request), described()).turtle(), TURTLE)


def json_ld(request: HttpRequest) -> HttpResponse:
    """The catalogue as JSON-LD."""
    return told(request, catalogue(known_of(request), described()).json_ld(), JSON_LD)


def citation(request: HttpRequest) -> HttpResponse:
    """The data as it is cited."""
    known = known_of(request)
    content = citation_cff(known.version, known.updated, known.full(reverse("data")))
    response = told(request, content, YAML)
    response["Content-Disposition"] = 'attachment; filename="CITATION.cff"'
    return response


def csvm(request: HttpRequest) -> HttpResponse:
    """How the address of what describes a CSV is made from its own."""
    return HttpResponse(CSVM, content_type="text/plain; charset=utf-8")


def described() -> tuple:
    """What the catalogue tells of: every table once, and the two that tell of all others."""
    return (*RECORD, *DICTIONARY)


def told(request: HttpRequest, content: str, kind: str) -> HttpResponse:
    """A file, with the page that it is about."""
    response = HttpResponse(content.encode(), content_type=kind)
    return linked(request, response, [(reverse("data"), "about", {})])


urlpatterns = [
    path("data/catalog.ttl", turtle, name="catalog-ttl"),
    path("data/catalog.jsonld", json_ld, name="catalog-jsonld"),
    path("data/CITATION.cff", citation, name="citation-cff"),
    path(".well-known/csvm", csvm, name="csvm"),
]
