"""Who tries passwords is slowed down; the editor whose name it is tried with is not.

Wrong passwords are counted for a name from an address, and a browser in which that editor has
logged in before is counted for itself (OWASP: device cookies): so a stranger behind the same
address, as all of a ministry are, locks the editor out of nothing.
"""

import secrets

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from django.core import signing
from django.http import HttpRequest

COOKIE = "known_browser"
SALT = "portal.logins"
KNOWN_FOR = 15_552_000  # seconds: half a year
# What stands for the name of a browser that is known, which no browser calls itself.
MARK = "known browser "


def known_browser(request: HttpRequest, username: str | None) -> str:
    """What a browser is counted under in which that editor has logged in; empty for all others."""
    try:
        held = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KNOWN_FOR)
    except signing.BadSignature:
        return ""
    return f"{MARK}{held['browser']}" if held["username"] == username else ""


class Handler(AxesDatabaseHandler):
    """Counts what is tried in a known browser apart from what is tried elsewhere."""

    def filter_user_attempts(self, request, credentials=None):
        """The tries that count together with this one."""
        known = known_browser(request, get_client_username(request, credentials))
        alike = {"user_agent": known} if known else {}
        return [
            tries.filter(**alike) if known else tries.exclude(user_agent__startswith=MARK)
            for tries in super().filter_user_attempts(request, credentials)
        ]

    def user_login_failed(self, sender, credentials, request=None, **options):
        """Note a wrong password, of a known browser under its mark."""
        if request is not None:
            known = known_browser(request, get_client_username(request, credentials))
            # Whoever calls the browser so is not known by it.
            request.axes_user_agent = known or request.axes_user_agent.replace(MARK, "")
        super().user_login_failed(sender, credentials, request, **options)


def make_known(username: str) -> str:
    """What the cookie of a browser holds from now on in which that editor has logged in."""
    return signing.dumps({"username": username, "browser": secrets.token_hex(16)}, salt=SALT)
