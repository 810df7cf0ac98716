"""Addresses as they were written, without what services add that pass them on.

Social networks, mail services and advertisers add parameters of their own to links, so that who
clicks is counted. No reader wrote them, and lists refuse what they do not know: so the address
leads to the same one without them. Everything else stays as it was written.
"""

from urllib.parse import unquote_plus

from django.core.handlers.wsgi import get_str_from_wsgi
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes

# In small letters; by who adds them.
NAMES = frozenset(
    (
        *("fbclid", "igshid", "igsh", "mibextid", "fb_action_ids", "fb_action_types"),  # Meta
        *("gclid", "gclsrc", "dclid", "gbraid", "wbraid", "srsltid", "_ga", "_gl"),  # Google
        *("msclkid", "yclid", "ysclid", "ldtag_cl"),  # Microsoft, Yahoo! and Yandex, LINE
        *("twclid", "ttclid", "li_fat_id", "epik", "rdt_cid", "sccid"),  # other networks
        *("mc_cid", "mc_eid", "_hsenc", "_hsmi", "__hssc", "__hstc", "__hsfp"),  # mail services
        *("hsctatracking", "mkt_tok", "vero_id", "vero_conv", "oly_anon_id", "oly_enc_id", "_kx"),
        *("_openstat", "dicbo", "tblci", "ef_id", "s_kwcid", "wickedid"),  # advertisers
    )
)
FAMILIES = ("utm_", "hsa_", "mtm_", "gad_")


def is_added(parameter: str) -> bool:
    """Whether a part of a query, as it stands in the address, is one that services add."""
    name = unquote_plus(parameter.partition("=")[0]).lower()
    return name in NAMES or name.startswith(FAMILIES)


def clean(query: str) -> str:
    """A query without what services add: the others in their order, as they were written."""
    return "&".join(part for part in query.split("&") if not is_added(part))


class CleanAddress:
    """Middleware: an address with what services add leads to the one without.

    For good (301), since the two are one page whatever happens: search engines then keep the
    clean one. But nobody is to store that: each click has a value of its own, so a stored answer
    is never asked for again. The admin takes what it is given.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = get_str_from_wsgi(request.META, "QUERY_STRING", "")
        wanted = clean(query)
        if (
            wanted == query
            or request.method not in {"GET", "HEAD"}
            or request.path_info.startswith("/admin/")
        ):
            return self.get_response(request)
        # A path that begins with two slashes would name another host.
        path = escape_leading_slashes(escape_uri_path(request.path))
        response = HttpResponsePermanentRedirect(f"{path}?{wanted}" if wanted else path)
        response["Cache-Control"] = "no-store"
        return response
