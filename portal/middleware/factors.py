"""Who has given a password and not the second factor that is needed is nobody yet."""

import functools

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from portal.accounts.factors import is_missing


class SecondFactor:
    """Middleware: hides who is signed in by half from everything but the page that asks for a code.

    So no page, file or form has to think of it. Stands behind who reads the user and its device.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.half_signed_in = None
        request.user = SimpleLazyObject(functools.partial(seen, request, request.user))
        return self.get_response(request)


def seen(request: HttpRequest, user):
    """The user as all others see who asks."""
    if not is_missing(request, user):
        return user
    request.half_signed_in = user
    return AnonymousUser()
