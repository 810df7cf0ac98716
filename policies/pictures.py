"""Pictures of the pages of copies, for who may see them."""

import http

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from policies.copies import shows_file
from policies.kept_files import pictures
from policies.models import CopyFile
from portal.decks.pictures import ENLARGED, RENDERER, WIDTHS, Busy, CannotDraw
from portal.rows.internals import unlogged

# Seconds after which a picture that could not be drawn for others' sake is asked for again.
RETRY = 2
FOREVER = 31_536_000


def page_picture(
    request: HttpRequest, sha256: str, renderer: str, page: int, width: int
) -> HttpResponse:
    """The picture of a page; 404 for who does not see the copy, as if there were none.

    503 while others' pictures are drawn, 422 of a page that cannot be drawn.
    """
    if renderer != RENDERER or width not in (*WIDTHS, ENLARGED) or not shows_file(request, sha256):
        return no_picture()
    file = CopyFile.objects.with_page(sha256, page)
    if file is None:
        return no_picture()
    etag = f'"{sha256}-{renderer}-{page}-{width}"'
    response = get_conditional_response(request, etag=etag)
    response = response or drawn(file, page, width)
    if response.status_code in (http.HTTPStatus.OK, http.HTTPStatus.NOT_MODIFIED):
        response["ETag"] = etag
        response["Cache-Control"] = caching()
        response["X-Robots-Tag"] = "noindex"
    return response


def drawn(file: CopyFile, page: int, width: int) -> HttpResponse:
    """A picture, or why there is none."""
    try:
        made = pictures().picture(file.sha256, page, width, file.write)
    except Busy:
        response = said(503, _("Other pages are being drawn. Ask again in a moment."))
        response["Retry-After"] = str(RETRY)
        return unlogged(response)
    except CannotDraw:
        return said(422, _("This page of the copy cannot be drawn."))
    except CopyFile.DoesNotExist:  # it went while others' pages were drawn
        return no_picture()
    return HttpResponse(made, content_type="image/webp")


def no_picture() -> HttpResponse:
    """404, of what is not there as of what is not shown."""
    return said(404, _("There is no such picture."))


def said(status: int, words: str) -> HttpResponse:
    """A sentence in the place of a picture, which nobody keeps."""
    response = HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response


def caching() -> str:
    """Who may keep a picture, which never changes: everybody, or who asks, asking each time."""
    if settings.COPIES == "public":
        return f"public, max-age={FOREVER}, immutable"
    return "private, no-cache"
