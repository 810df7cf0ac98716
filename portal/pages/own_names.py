"""Names that are this site's own for ever, whatever the language, the host and the address."""

from django.conf import settings
from django.http import HttpRequest

# The year from which on the host is the site's own.
OWN_SINCE = 2026


def own_host(request: HttpRequest) -> str:
    """The host that is the site's own, at whichever of its hosts it is asked."""
    [own, *_others] = settings.ALLOWED_HOSTS or ["*"]
    return request.get_host().partition(":")[0] if own == "*" else own.lstrip(".")


def tag(request: HttpRequest, name: str) -> str:
    """A name as a tag of the site (RFC 4151)."""
    return f"tag:{own_host(request)},{OWN_SINCE}:{name}"
