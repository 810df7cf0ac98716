"""What is wrong, for programs: RFC 9457, with the sentences that pages say."""

import http
import re
from collections.abc import Collection
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from portal.lists.faults import Fault, status_of

PROBLEM = "application/problem+json"
JSON = "application/json"
NDJSON = "application/x-ndjson"
# Every status that an address of JSON answers where it does not give what is asked, and why.
TITLES = {
    400: _("The address asks for something that is not understood"),
    404: _("There is nothing at this address"),
    405: _("This address does not take this method"),
    406: _("The answer has none of the forms that are accepted"),
    409: _("Nothing is kept of what is asked for"),
    410: _("What stood at this address is no longer in the record"),
    412: _("The file is no longer the one that is asked for"),
    413: _("What is sent is larger than this address takes"),
    415: _("What is sent has another form than this address takes"),
    416: _("The file ends before the part that is asked for"),
    500: _("The site failed"),
    503: _("The site cannot answer for now"),
}
# How addresses of JSON end.
ENDINGS = {".json": JSON, ".ndjson": NDJSON}
# Characters of an address that an answer repeats, and what may be cut in two at the end of them.
LONGEST, CUT = 200, re.compile("%[0-9A-Fa-f]?$")
# What of an answer holds though it says another way what is wrong.
KEPT = ("Allow", "Cache-Control", "Content-Range", "ETag", "Retry-After", "Vary")


def kind_of(path: str) -> str:
    """The media type of what stands at an address of JSON; empty for other addresses."""
    return next((kind for end, kind in ENDINGS.items() if path.endswith(end)), "")


def is_wanted(request: HttpRequest) -> bool:
    """Whether who asks reads JSON: by the address, or as the first of what is accepted."""
    if kind_of(request.path_info):
        return True
    accepted = request.headers.get("Accept", "")
    return "json" in accepted and request.get_preferred_type(["text/html", JSON, PROBLEM]) in (
        JSON,
        PROBLEM,
    )


def is_accepted(request: HttpRequest) -> bool:
    """Whether who asks takes what stands at an address of JSON; everything, where nothing is
    said.
    """
    return request.accepts(kind_of(request.path_info))


def instance_of(request: HttpRequest) -> str:
    """The address that was asked for, as far as an answer repeats it."""
    asked = quote(request.get_full_path(), safe="/?&=%+:;,@!$'()*~#-._")
    return asked if len(asked) <= LONGEST else CUT.sub("", asked[:LONGEST])


def problem(
    request: HttpRequest, status: int, detail: str = "", errors: Collection[dict] = ()
) -> HttpResponse:
    """What is wrong, in the active language."""
    title = str(TITLES[status]) if status in TITLES else http.HTTPStatus(status).phrase
    with override(settings.LANGUAGE_CODE):  # a type is known by its address
        explained = f"{reverse('help-api')}#problem-{status}"
    told = {
        "type": explained if status in TITLES else "about:blank",
        "title": title,
        "status": status,
        "instance": instance_of(request),
    }
    if detail and detail != title:
        told["detail"] = detail
    if errors:
        told["errors"] = list(errors)
    response = JsonResponse(
        told, status=status, content_type=PROBLEM, json_dumps_params={"ensure_ascii": False}
    )
    response["Content-Language"] = get_language()
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ("Accept", "Accept-Language"))
    return response


def refused(request: HttpRequest, faults: Collection[Fault]) -> HttpResponse:
    """Why a question is refused, each fault with the address that asks the rest."""
    errors = []
    for fault in faults:
        told = {"parameter": fault.name, "detail": str(fault)}
        if fault.mended is not None:
            told["address"] = "?".join(filter(None, (request.path, fault.mended)))
        errors.append(told)
    return problem(request, status_of(faults), " ".join(faults), errors)


def as_problem(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An answer that is no file as a problem: in its own words where it is a sentence."""
    if response.status_code < 400 or response.get("Content-Type") == PROBLEM:
        return response
    is_sentence = response.get("Content-Type", "").startswith("text/plain")
    detail = response.content.decode().strip() if is_sentence else ""
    told = problem(request, response.status_code, detail)
    for name in KEPT:
        if name in response:
            told[name] = response[name]
    patch_vary_headers(told, ("Accept", "Accept-Language"))
    return told


def not_acceptable(request: HttpRequest) -> HttpResponse:
    """406: what stands here has one form."""
    words = gettext("At this address stands %(kind)s alone.")
    return problem(request, 406, words % {"kind": kind_of(request.path_info)})
