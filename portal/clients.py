"""Who asks, as far as the network tells."""

import contextlib
import ipaddress

from django.conf import settings
from django.http import HttpRequest


def ip_address_of(request: HttpRequest) -> str | None:
    """The address that a request came from, as the nearest of the trusted proxies was told.

    Each proxy adds, at the end of `X-Forwarded-For`, whom it was asked by; what stands before that
    may be written by anybody. None where the request did not come from a network.
    """
    told = request.headers.get("X-Forwarded-For", "").split(",")
    if settings.PROXIES and len(told) >= settings.PROXIES:
        with contextlib.suppress(ValueError):  # what is no address
            return str(ipaddress.ip_address(told[-settings.PROXIES].strip()))
    return request.META.get("REMOTE_ADDR")
