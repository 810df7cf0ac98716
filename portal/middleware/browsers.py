"""Browsers in which editors have logged in are known again (`portal.logins` says what for)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.logins import KNOWN_FOR, make_known


class KnownBrowsers:
    """Middleware: a browser in which an editor has just logged in is known from then on."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or request.user.is_authenticated:
            return self.get_response(request)
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.set_cookie(
                settings.KNOWN_COOKIE_NAME,
                make_known(request.user.get_username()),
                max_age=KNOWN_FOR,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response
