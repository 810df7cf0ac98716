"""Names while one types: a page for everybody, and the same as JSON for the search box."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext

from portal.lists.request import database_of, stamp_of
from portal.pages.answers.values import Counts
from portal.pages.found import search_faults
from portal.pages.names.known import NamesCache, Offer, search_address


def offers_of(request: HttpRequest) -> tuple[str, list[Offer], bool]:
    """What was typed, the names for it, and whether all names of the record were looked at."""
    asked = request.GET.get("q", "").strip()
    stamp, using = stamp_of(request), database_of(request)
    if not asked:
        return asked, [], True
    known = NamesCache.at(stamp, using)
    return asked, known.offers(asked, Counts(stamp, using)), known.whole


def names(request: HttpRequest) -> HttpResponse:
    """The names that begin with what was typed, are read so, or hold it, and their entries."""
    if faults := search_faults(request.GET):
        return render(request, "portal/names.html", {"faults": faults}, status=400)
    asked, offers, whole = offers_of(request)
    context = {"asked": asked, "offers": offers, "whole": whole, "all": search_address(asked)}
    return render(request, "portal/names.html", context)


def names_json(request: HttpRequest) -> JsonResponse:
    """The same names for the search box, with how many they are in words."""
    if faults := search_faults(request.GET):
        return JsonResponse({"faults": faults}, status=400)
    _asked, offers, _whole = offers_of(request)
    number = len(offers)
    told = ngettext(
        "%(n)s name; arrow keys choose, Enter opens",
        "%(n)s names; arrow keys choose, Enter opens",
        number,
    )
    answer = {
        "told": told % {"n": number} if number else gettext("No such name"),
        "names": [
            {
                "name": offer.name,
                "also": offer.also,
                "kind": offer.kind,
                "measures": offer.measures_in_words,
                "address": offer.address,
            }
            for offer in offers
        ],
    }
    response = JsonResponse(answer)
    # Sooner made than looked up, and each letter typed asks anew: pages are to stay kept instead.
    response.kept = False
    return response
