"""The way to the provider of one's organisation and back."""

import logging

import jwt
import requests
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from mozilla_django_oidc.views import (
    OIDCAuthenticationCallbackView,
    OIDCAuthenticationRequestView,
)

from portal.accounts import oidc
from portal.accounts.following import note_at_door
from portal.accounts.models import EventKind

LOG = logging.getLogger(__name__)
BY_PROVIDER = "provider"  # in the log of accounts: it did not say who comes
# What comes of a provider that cannot be reached, or of an answer that is not to be believed.
FAILURES = (
    *(requests.RequestException, jwt.PyJWTError, SuspiciousOperation, ValidationError),
    *(KeyError, ValueError),  # a document or a token without what it has to say
)


class Leaving(OIDCAuthenticationRequestView):
    """To the provider."""

    get_settings = staticmethod(oidc.setting)


class Returning(OIDCAuthenticationCallbackView):
    """From the provider: signed in, or back at the door with the reason in the log."""

    get_settings = staticmethod(oidc.setting)

    def login_failure(self):
        """Nobody was found, or the provider would not say who it is."""
        return refused(self.request, BY_PROVIDER)


def refused(request: HttpRequest, reason: str) -> HttpResponse:
    """Back at the door, where it is said that it did not work; the reason is for the log."""
    note_at_door(EventKind.REFUSED, request, "", reason)
    messages.error(
        request,
        gettext(
            "You could not be signed in with the account of your organisation. Ask an "
            "administrator whether you have an account here."
        ),
    )
    return HttpResponseRedirect(reverse("admin:login"))


def walk(view: type, request: HttpRequest) -> HttpResponse:
    """A step of the way, where there is a provider; without one it leads to the door."""
    if not settings.OIDC_ISSUER:
        return HttpResponseRedirect(reverse("admin:login"))
    try:
        return view.as_view()(request)
    except FAILURES as error:
        reason = type(error).__name__
        LOG.warning("Sign-in by the provider failed: %s: %r", reason, str(error))
        return refused(request, reason)


@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """Send who wants to sign in to the provider."""
    return walk(Leaving, request)


@never_cache
def come_back(request: HttpRequest) -> HttpResponse:
    """Sign in who comes from the provider, and was sent there by this browser.

    Of anybody else nothing is changed: the library would sign out who follows a link to an error.
    """
    if request.GET.get("state", "") not in request.session.get("oidc_states", {}):
        return refused(request, BY_PROVIDER)
    return walk(Returning, request)


urlpatterns = [
    path("", leave, name="oidc"),
    path("callback/", come_back, name="oidc-callback"),
]
