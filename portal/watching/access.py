"""A line in the log for each request: what was asked, and what came of it. Not by whom."""

import logging
import re

from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import escape_uri_path

from portal.visits import Visit

LOG = logging.getLogger("portal.access")
HIDDEN = "hidden"
# Parameters whose values open something.
SECRET = re.compile(r"(?i)password|passwd|secret|token|ticket|session|signature|otp|^(code|state)$")
# What editors ask for and look up is theirs; what visitors ask for is how the site is used.
CLOSED = "/admin/"
LONGEST = 500


def tell(visit: Visit, **_signal) -> None:
    """Log a visit that has ended."""
    if not settings.ACCESS_LOG:
        return
    address, milliseconds = address_of(visit.request), round(visit.seconds * 1000, 1)
    LOG.info(
        "%s %s %s %s B %s ms %s",
        *(visit.request.method, address, visit.status, visit.length, milliseconds, visit.origin),
        extra={
            "told": {
                "method": visit.request.method,
                "path": address,
                "status": visit.status,
                "bytes": visit.length,
                "ms": milliseconds,
                "origin": visit.origin,
                "language": visit.language,
            }
        },
    )


def address_of(request: HttpRequest) -> str:
    """The address that was asked for, as a log may hold it: without secrets, and not too long."""
    path = escape_uri_path(request.path)
    query = request.META.get("QUERY_STRING", "")
    if query and path.startswith(CLOSED):
        query = HIDDEN
    # As it was written, in ASCII: a server may hand on any bytes.
    shown = "&".join(map(without_secret, ascii(query)[1:-1].split("&")))
    return (f"{path}?{shown}" if query else path)[:LONGEST]


def without_secret(parameter: str) -> str:
    """A part of a query, its value hidden where that is a secret."""
    name, equals, _value = parameter.partition("=")
    return f"{name}={HIDDEN}" if equals and SECRET.search(name) else parameter
