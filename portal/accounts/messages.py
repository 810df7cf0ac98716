"""Where what is said to somebody on their next page is kept: a cookie of this host alone."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class OwnCookies(CookieStorage):
    """Django's, under a name of this site's own, as all of its cookies are."""

    @property
    def cookie_name(self) -> str:
        """The name, with the prefix by which browsers take it over TLS from this host alone."""
        return f"{settings.COOKIE_PREFIX}messages"


class Messages(FallbackStorage):
    """Django's: the cookie, and the session for what is too long for one."""

    storage_classes = (OwnCookies, SessionStorage)
