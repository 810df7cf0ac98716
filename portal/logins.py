"""Who tries passwords is slowed down; the editor whose name it is tried with is not.

Wrong passwords are counted three ways. Those for a name from an address, and all from an address,
make that address wait. Those for a name over all addresses lock nothing: once there are many, each
address has one try in place of five, so an editor who comes from an address of their own with the
right password always gets in, and many addresses guess no more than one password each.

A browser in which that editor has logged in before is counted for itself (OWASP: device cookies):
so a stranger behind the same address, as all of a ministry are, locks the editor out of nothing.
Nobody is made to wait inside a request: a thread that sleeps is one that answers no reader.
"""

import ipaddress
import secrets

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.conf import settings
from django.core import signing
from django.db.models import QuerySet, Sum
from django.http import HttpRequest

from portal.clients import ip_address_of

SALT = "portal.logins"
KNOWN_FOR = 15_552_000  # seconds: half a year
# What stands for the name of a browser that is known, which no browser calls itself.
MARK = "known browser "
NETWORK = 64  # bits of an IPv6 address that tell one line from another; who has it has the rest


def counted_address(request: HttpRequest) -> str | None:
    """The address that passwords are counted by; of IPv6 that of the whole network."""
    address = ip_address_of(request)
    if address is None or ipaddress.ip_address(address).version == 4:
        return address
    network = ipaddress.ip_network((address, NETWORK), strict=False)
    return str(network.network_address)


def known_browser(request: HttpRequest, username: str | None) -> str:
    """What a browser is counted under in which that editor has logged in; empty for all others."""
    cookie = request.COOKIES.get(settings.KNOWN_COOKIE_NAME, "")
    try:
        held = signing.loads(cookie, salt=SALT, max_age=KNOWN_FOR)
    except signing.BadSignature:
        return ""
    return f"{MARK}{held['browser']}" if held["username"] == username else ""


class Handler(AxesDatabaseHandler):
    """Counts what is tried in a known browser apart from what is tried elsewhere."""

    def filter_user_attempts(self, request, credentials=None):
        """The tries for this name from this address, or in this browser."""
        known = known_browser(request, get_client_username(request, credentials))
        alike = {"user_agent": known} if known else {}
        return [
            tries.filter(**alike) if known else tries.exclude(user_agent__startswith=MARK)
            for tries in super().filter_user_attempts(request, credentials)
        ]

    def get_failures(self, request, credentials=None) -> int:
        """The wrong passwords that count for this try; where it has to wait, the limit at least."""
        own = super().get_failures(request, credentials)
        username = get_client_username(request, credentials)
        if known_browser(request, username):
            return own
        strange = AccessAttempt.objects.exclude(user_agent__startswith=MARK).filter(
            attempt_time__gte=get_cool_off_threshold(request)
        )
        of_address = counted(strange.filter(ip_address=request.axes_ip_address))
        of_name = counted(strange.filter(username=username)) if own else 0
        waits = of_address >= settings.FAILURES_OF_ADDRESS or of_name >= settings.FAILURES_OF_NAME
        return max(own, settings.AXES_FAILURE_LIMIT) if waits else own

    def is_locked(self, request, credentials=None) -> bool:
        """Whether this try has to wait. What names no account has no password to guess."""
        named = bool(get_client_username(request, credentials))
        return named and super().is_locked(request, credentials)

    def user_login_failed(self, sender, credentials, request=None, **options):
        """Note a wrong password, of a known browser under its mark."""
        username = request and get_client_username(request, credentials)
        if not username:
            return
        # Whoever calls the browser so is not known by it.
        known = known_browser(request, username)
        request.axes_user_agent = known or request.axes_user_agent.replace(MARK, "")
        super().user_login_failed(sender, credentials, request, **options)


def counted(tries: QuerySet) -> int:
    """How many wrong passwords there were in some tries."""
    return tries.aggregate(number=Sum("failures_since_start"))["number"] or 0


def make_known(username: str) -> str:
    """What the cookie of a browser holds from now on in which that editor has logged in."""
    return signing.dumps({"username": username, "browser": secrets.token_hex(16)}, salt=SALT)
