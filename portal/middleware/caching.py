"""Pages that are kept, and never stale.

Every page that visitors see is a function of the record, its address, and this release of the
site. The version of the record moves with every change in its transaction, so a page kept under
the version is the page; one query tells whether it still is. Editors who are logged in are
always served from the present.

Where the database cannot be asked which version that is, a page of the last one that this process
knew is served all the same, with a sentence that says so.
"""

import functools
import hashlib
import logging

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.db import DatabaseError, InterfaceError, router
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from portal import serving, visits
from portal.accounts.sessions import has_session, seen_lately
from portal.bundle.kept import numbers
from portal.changes import aside
from portal.changes.away import is_away
from portal.changes.models import Version
from portal.changes.waiting import is_held
from portal.dates.clock import today
from portal.lists.past import AS_OF
from portal.lists.request import stamp_of
from portal.middleware.asked import is_file, is_of_bundle, list_at, wanted_file
from portal.middleware.compressing import coding_of, compressed
from portal.middleware.outage import Crowd, Outage, with_notice
from portal.middleware.sentences import open_to_all
from portal.pages.failures import away
from portal.rows.internals import unlogged

LOG = logging.getLogger(__name__)
# What decides how a page looks beside the record.
SOURCES = ("portal", "policies", "measures", "templates", "static", "locale")
KINDS = {"py", "html", "mo", "css", "js", "svg", "xml", "txt"}
# Responses larger than this are sent, not kept.
LARGEST = 1_000_000
# How pages are kept compressed.
CODINGS = ("gzip", "")


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
    who can read it so: it holds nothing secret, and is compressed once. Files of data are kept
    elsewhere (`portal.middleware.files`); those that the database is asked for wait here as pages.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.outage, self.known = Outage(), None
        self.crowd = Crowd(serving.THREADS.read(), is_table_held)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_of_bundle(request.path_info) or wanted_file(request):
            return self.get_response(request)
        if is_file(request.path_info):
            return self.file(request)
        if not is_public(request) or seen_lately(request):
            return self.for_editors(request, self.drawn(request))
        # Before a session is looked for: whoever holds an old cookie has to find the page too.
        if not self.knows_version(request):
            return self.without_database(request)
        if has_session(request):
            return self.for_editors(request, self.drawn(request))
        key = key_of(request)
        etag = f'W/"{key}"'
        answer = get_conditional_response(request, etag=etag)
        if answer is not None and answer.status_code == 304:
            return labelled(request, answer, etag)
        shelf = shelf_of(request)
        kept = shelf.get(key)
        if kept is not None:
            content, headers = kept
            visits.came_from("kept")
            return labelled(request, HttpResponse(content, headers=headers), etag)
        response = self.drawn(request)
        if response.status_code != 200 or response.cookies or is_private(response):
            return response
        if request.method == "GET" and is_kept(response):
            response = compressed(request, response)
            shelf.set(key, (response.content, dict(response.headers)))
        return labelled(request, response, etag)

    def file(self, request: HttpRequest) -> HttpResponse:
        """A file, where the database can be asked for it."""
        if self.knows_version(request):
            return self.drawn(request)
        return open_to_all(unlogged(away(request)))

    def drawn(self, request: HttpRequest) -> HttpResponse:
        """What is drawn for a request, if there is a place for that."""
        with self.crowd.place() as may_draw:
            return self.get_response(request) if may_draw else unlogged(away(request))

    def knows_version(self, request: HttpRequest) -> bool:
        """Whether the database says which version a request is for."""
        with self.outage.turn() as may_ask:
            if not may_ask:
                return False
            try:
                self.known = stamp_of(request)
            except (DatabaseError, InterfaceError) as error:
                if not is_away(error):
                    raise
                self.outage.failed()
                LOG.error("The database cannot be asked for %s", request.path, exc_info=True)
                return False
        self.outage.answered()
        return True

    def without_database(self, request: HttpRequest) -> HttpResponse:
        """The page of the version known last, if it is kept, whoever may read it compressed.

        Of no version before: what was hidden since is shown to nobody any more.
        """
        if self.known is not None:
            request.stamp = self.known
            for coding in CODINGS:
                if (kept := shelf_of(request).get(key_of(request, coding))) is not None:
                    visits.came_from("kept")
                    return with_notice(request, *kept)
        return unlogged(away(request))

    def for_editors(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """A page that is not kept, compressed too: forms of many rows are the largest there are.

        Compressing a page that holds a secret can betray it to who makes a browser ask again and
        again with guesses and measures the answers (BREACH). The one secret in these pages is the
        token against forged forms, which Django masks anew in each response; the key of a session
        stands in a header. Cookies do not come along when another site asks (SameSite=Lax), and
        the compression adds a random number of bytes, so that lengths tell little of a title
        that is not published.
        """
        return response if response.streaming else compressed(request, response)


def is_table_held() -> bool:
    """Whether somebody holds a table of the record, so that whoever reads it waits."""
    return is_held(router.db_for_write(Version))


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
    return is_public(request) and not has_session(request)


def is_public(request: HttpRequest) -> bool:
    """Whether a request is for a page that everybody sees alike who is not signed in."""
    return (
        request.method in {"GET", "HEAD"}
        and not request.path_info.startswith(("/admin/", "/static/"))
        and not settings.DEBUG
        and not aside.current()
    )


def shelf_of(request: HttpRequest) -> BaseCache:
    """Where a page is kept."""
    return caches["former" if AS_OF in request.GET else "pages"]


def key_of(request: HttpRequest, coding: str | None = None) -> str:
    """The name of a page at the present version of the record, compressed as who asks reads it."""
    parts = (
        str(stamp_of(request)),
        release(),
        today().isoformat(),
        request.scheme,
        request.get_host(),
        request.get_full_path(),
        beside(request.path_info),
        coding_of(request) if coding is None else coding,
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def beside(path: str) -> str:
    """What a page tells besides that comes later than the version it is of: the newest bundle."""
    return str(numbers()[:1]) if path.endswith("/data/") else ""


def labelled(request: HttpRequest, response: HttpResponse, etag: str) -> HttpResponse:
    """The response with its version; whoever keeps it asks each time whether it still holds.

    It varies by the same headers whether it is sent or only said to hold still. One that says that
    nobody may keep it has none.
    """
    if response.has_header("Cache-Control"):
        return response
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    by_type = ("Accept",) if list_at(request.path_info) else ()
    patch_vary_headers(response, (*by_type, "Accept-Encoding", "Cookie"))
    return response
