"""Answers that are no file: a sentence, or nothing at all; and who may read them."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext

from portal.middleware.asked import READS

ALLOWED = ", ".join((*READS, "OPTIONS"))
# What a program on a page of another site may ask with, and read.
ASKS = "Accept, If-Match, If-None-Match, If-Range, Range"
READABLE = (
    "Accept-Ranges, Content-Disposition, Content-Encoding, Content-Length, Content-Range, ETag, "
    "Link, Retry-After, Shirube-As-Of, Shirube-Version, X-Total-Count"
)
WEEK = 604_800  # seconds for which a browser need not ask again whether it may


def announced(response: StreamingHttpResponse) -> HttpResponse:
    """What HEAD is told of a file that is too long to be whole: no length, so none of nothing."""
    response.close()
    return bodiless(200, dict(response.headers))


def bodiless(status: int, headers: dict[str, str]) -> StreamingHttpResponse:
    """An answer that has no body, and so none of no length: Django would say `0`."""
    response = StreamingHttpResponse((), status=status, headers=headers)
    if status in {204, 304}:
        del response["Content-Type"]
    return response


def beyond(length: int) -> HttpResponse:
    """416: the file ends before the part that is asked for."""
    words = gettext("This file ends before the part that is asked for. Its length in bytes: %s.")
    return plain(words % length, 416, {"Content-Range": f"bytes */{length}"})


def only_read(request: HttpRequest) -> HttpResponse:
    """204 for who asks what may be done here, 405 for who does something else."""
    if request.method == "OPTIONS":
        return bodiless(204, {"Allow": ALLOWED})
    words = gettext("This address can only be read. Methods that it takes: %s.")
    return plain(words % ALLOWED, 405, {"Allow": ALLOWED})


def plain(words: str, status: int, headers: dict[str, str]) -> HttpResponse:
    """A sentence instead of a file."""
    kind = "text/plain; charset=utf-8"
    return HttpResponse(f"{words}\n", status=status, content_type=kind, headers=headers)


def open_to_all(response: HttpResponse) -> HttpResponse:
    """A response that programs on pages of other sites may read, as it depends on no login."""
    if "private" not in response.get("Cache-Control", ""):
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = READABLE
        if response.status_code == 204:
            response["Access-Control-Allow-Methods"] = ALLOWED
            response["Access-Control-Allow-Headers"] = ASKS
            response["Access-Control-Max-Age"] = str(WEEK)
    return response
