"""Addresses at which something stood: answered with where it is now, or with what became of it.

The views of entries say that there is nothing. Then it is asked here, once for all of them,
whether there was.
"""

import dataclasses

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import ResolverMatch, reverse

from portal.lists.addresses import moved_permanently
from portal.lists.api.problems import is_wanted, problem
from portal.pages.changes.public import VIEWS
from portal.pages.citing import citable_models
from portal.record.gone import gone, gone_in_words, kind_in_words
from portal.record.schema import kinds, schema_of
from portal.record.tracing import head_of, now_at, row_of

CHANGES, CITE, JSON = "-changes", "cite", "-json"
# Pages below the page of an entry: by what they call the entry that they stand below.
BELOW = {"section": ("sourcedocument", "slug"), "pillar": ("framework", "framework")}


@dataclasses.dataclass(frozen=True)
class Place:
    """The entry that an address names: its kind, its key, and the argument that holds the key."""

    kind: str
    key: str
    argument: str


def place_of(match: ResolverMatch) -> Place | None:
    """The entry that an address names; None where it names none."""
    name, given = match.url_name or "", match.kwargs
    if name == CITE or name.startswith(f"{CITE}-"):
        return _cited(given)
    if name.removesuffix(JSON) in BELOW:
        kind, argument = BELOW[name.removesuffix(JSON)]
        return Place(kind, given[argument], argument)
    view = name.removesuffix(CHANGES).removesuffix(JSON)
    if view not in VIEWS:
        return None
    kind = VIEWS[view]._meta.model_name
    argument = "key" if name.endswith(CHANGES) else VIEWS[view].KEY[0]
    return Place(kind, given[argument], argument)


def _cited(given: dict) -> Place | None:
    """The entry of what an address of a citation names."""
    model = citable_models().get(given["kind"])
    if model is None:
        return None
    kind = model.cite_owner()._meta.model_name
    return Place(kind, given["name"].partition("/")[0], "name") if kind in kinds() else None


def moved(match: ResolverMatch, place: Place, key: str) -> str:
    """The same address of the entry under the key that it has now."""
    given = dict(match.kwargs)
    if place.argument != "name":
        return reverse(match.url_name, kwargs={**given, place.argument: key})
    row = given["name"].partition("/")[2]
    model = citable_models()[given["kind"]]
    name = f"{key}/{row}" if row else key
    if model.named(name) is None:  # the row did not come along: the entry did
        owner = schema_of(place.kind).model
        given["kind"], name = owner.cite_kind(), key
    return reverse(match.url_name, kwargs={**given, "name": name})


def answer(request: HttpRequest) -> HttpResponse | None:
    """301 for an address that moved, 410 for one that is gone; None where nothing ever stood."""
    match = request.resolver_match
    place = place_of(match) if match and not match.namespaces else None
    head = now_at(place.kind, place.key) if place else None
    if head is None:
        return None
    seen = row_of(head) is not None
    if seen and head.key != place.key:
        query = request.META.get("QUERY_STRING", "")
        return moved_permanently(moved(match, place, head.key), query)
    if seen:  # it is there, and what is asked for below it is not
        return None
    found = gone(head) or gone(head_of(place.kind, place.key))
    if found is None:
        return None
    successor = now_at(head.kind, found.successor) if found.last and found.successor else None
    if is_wanted(request):
        return problem(request, 410, gone_in_words(schema_of(place.kind).model, place.key))
    context = {
        "gone": found,
        "kind": kind_in_words(head),
        "successor": row_of(successor) if successor else None,
        "request_path": request.path,
    }
    return render(request, "410.html", context, status=410)
