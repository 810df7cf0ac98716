"""Who has done nothing for too long is signed in no more (`portal.accounts.sessions`)."""

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from portal.accounts import sessions
from portal.editing.unsaved import TYPED
from portal.middleware.asked import is_file


class Lifetimes:
    """Middleware: an idle session is none, and what is done in another is told to its browser.

    Stands behind the session and the user. The session is left behind and not deleted: who only
    reads a page writes nothing, and what a form sent can be kept in the session that comes.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if sessions.is_idle(request):
            request.session = type(request.session)()
            request.user = AnonymousUser()
        response = self.get_response(request)
        if is_work(request) and is_signed_in(request) and not is_told(request):
            sessions.note_seen(request, response)
        return response


def is_work(request: HttpRequest) -> bool:
    """Whether a request shows that somebody is at work.

    Not a form that tells by itself, twice a minute, that it is still open; nor files, which every
    reader gets alike.
    """
    if request.path_info == reverse("admin:unsaved"):
        return TYPED in request.POST
    return not is_file(request.path_info)


def is_signed_in(request: HttpRequest) -> bool:
    """Whether a view has found somebody signed in; what asked nothing of it varies by nobody."""
    return request.session.accessed and SESSION_KEY in request.session


def is_told(request: HttpRequest) -> bool:
    """Whether the browser was told a moment ago, of the session that it has still."""
    same = request.COOKIES.get(settings.SESSION_COOKIE_NAME) == request.session.session_key
    return same and sessions.seen_lately(request, sessions.TOLD_EVERY)
