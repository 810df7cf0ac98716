"""Pages that are kept, and never stale.

Every page that visitors see is a function of the record, its address, and this release of the
site. The version of the record moves with every change in its transaction, so a page kept under
the version is the page; one query tells whether it still is. Editors who are logged in are
always served from the present.
"""

import functools
import hashlib

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import parse_etags

from portal.changes import aside
from portal.changes.models import Version
from portal.dates.clock import today
from portal.lists.past import AS_OF
from portal.lists.request import database_of, stamp_of

# What decides how a page looks beside the record.
SOURCES = ("portal", "policies", "measures", "templates", "static", "locale")
KINDS = {"py", "html", "mo", "css", "js", "svg", "xml", "txt"}
# Responses larger than this are sent, not kept.
LARGEST = 1_000_000


@functools.cache
def release() -> str:
    """A fingerprint of the code, templates and texts that this process serves."""
    found = hashlib.sha256()
    for name in SOURCES:
        for path in sorted((settings.BASE_DIR / name).rglob("*")):
            if path.suffix.removeprefix(".") in KINDS:
                found.update(path.read_bytes())
    return found.hexdigest()


class PageCache:
    """Middleware: 304 for who has the page, the kept page for who has not.

    Stands before the session, which pages for visitors do not need. A page is kept compressed, for
    who can read it so: it holds nothing secret, and is compressed once. Downloads are not: that
    would take longer than sending them.

    A download that is whole before it is sent, which has a length, is byte for byte what its
    version says and has a strong ETag. One that is drawn while it is sent may still break off: it
    has none, so that nobody is ever told that a part of it is the present.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.compressed = GZipMiddleware(get_response).process_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not for_visitors(request):
            return self.for_editors(request, self.get_response(request))
        key = key_of(request)
        etag, strong = f'W/"{key}"', f'"{key}"'
        answer = get_conditional_response(request, etag=etag)
        if answer is not None and answer.status_code == 304:
            held = parse_etags(request.headers.get("If-None-Match", ""))
            return labelled(answer, strong if strong in held else etag)
        shelf = caches["former" if AS_OF in request.GET else "pages"]
        kept = shelf.get(key)
        if kept is not None:
            content, headers = kept
            return labelled(HttpResponse(content, headers=headers), etag)
        response = self.get_response(request)
        if response.status_code != 200 or response.cookies or is_private(response):
            return response
        if response.streaming:
            return labelled(response, strong if is_of_version(request, response) else None)
        if request.method == "GET" and is_kept(response):
            response = self.compressed(request, response)
            shelf.set(key, (response.content, dict(response.headers)))
        return labelled(response, etag)

    def for_editors(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """A page that is not kept, compressed too: forms of many rows are the largest there are.

        Compressing a page that holds a secret can betray it to who makes a browser ask again and
        again with guesses and measures the answers (BREACH). The one secret in these pages is the
        token against forged forms, which Django masks anew in each response; the key of a session
        stands in a header. Cookies do not come along when another site asks (SameSite=Lax), and
        Django's compression adds a random number of bytes, so that lengths tell little of a title
        that is not published.
        """
        return response if response.streaming else self.compressed(request, response)


def is_kept(response: HttpResponse) -> bool:
    """Whether a page is kept: one that is too large is not, nor one that says it need not be."""
    return getattr(response, "kept", True) and len(response.content) <= LARGEST


def is_private(response: HttpResponse) -> bool:
    """Whether a view says for itself who may keep a page. A page of the record as it stood may
    nobody, who would take it for the present, but this site: it goes by address and version too.
    """
    return response.has_header("Cache-Control") and not getattr(response, "is_former", False)


def for_visitors(request: HttpRequest) -> bool:
    """Whether a request is for a page as everybody sees it."""
    return (
        request.method in {"GET", "HEAD"}
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not request.path_info.startswith(("/admin/", "/healthz/", "/static/"))
        and not settings.DEBUG
        and not aside.current()
    )


def key_of(request: HttpRequest) -> str:
    """The name of a page at the present version of the record."""
    parts = (
        str(stamp_of(request)),
        release(),
        today().isoformat(),
        request.scheme,
        request.get_host(),
        request.get_full_path(),
        "gzip" if re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")) else "",
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def is_of_version(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a download is whole, and no edit came between the request and its last row."""
    versions = Version.objects.using(database_of(request))
    return response.has_header("Content-Length") and versions.current() == stamp_of(request)


def labelled(response: HttpResponse, etag: str | None) -> HttpResponse:
    """The response with its version; whoever keeps it asks each time whether it still holds. One
    that says that nobody may keep it has none.
    """
    if response.has_header("Cache-Control"):
        return response
    if etag is not None:
        response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ("Cookie",))
    return response
