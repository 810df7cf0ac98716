"""Entries at their addresses as JSON."""

import functools
import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, override

from portal.lists.api.problems import JSON, is_accepted, not_acceptable, refused
from portal.lists.faults import Fault
from portal.lists.links import linked
from portal.lists.request import database_of
from portal.pages.api.entries import KINDS, Kind, lines, row_of
from portal.pages.api.views import described, head, opened


def entry_json(kind: Kind, request: HttpRequest, **given: str) -> HttpResponse:
    """An entry, and below the names of tables the rows that belong to it."""
    if not is_accepted(request):
        return not_acceptable(request)
    if request.GET:
        return refused(request, [asks_nothing(next(iter(request.GET)))])
    using = database_of(request)
    with override(settings.LANGUAGE_CODE):
        row = row_of(kind, using, given)
        below = {name: lines(kind, name, using, given) for name in kind.below}
        page = reverse(kind.view, kwargs=given)
        known = head(request) | {"address": page}
    tables = ",\n".join(
        f"{json.dumps(name)}:[{','.join(found)}]" for name, found in below.items() if found
    )
    content = f'{opened(known, "entry")}{row},\n"rows":{{\n{tables}\n}}}}\n'
    response = HttpResponse(content, content_type=JSON)
    return linked(request, response, [(page, "alternate", {"type": "text/html"}), described()])


def asks_nothing(name: str) -> Fault:
    """That an entry is always told as a whole."""
    words = gettext("“%(name)s” is not understood: an entry is always told as a whole.")
    return Fault(words % {"name": name}, name, "")


def urls() -> list[URLPattern]:
    """The addresses of entries."""
    return [
        path(each.pattern, functools.partial(entry_json, each), name=f"{each.view}-json")
        for each in KINDS
    ]
