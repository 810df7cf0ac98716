"""What visitors read comes from a replica, where one is well and has what the primary holds."""

import copy
import logging

from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from portal import visits
from portal.changes.away import is_late
from portal.lists.past import NAMES
from portal.lists.request import stamp_of
from portal.middleware.asked import is_of_bundle
from portal.middleware.caching import for_visitors
from portal.pages.citing_lists import CITED
from portal.replicas.routing import reading
from portal.replicas.standbys import Standby, chosen, standbys

LOG = logging.getLogger(__name__)
# What is asked of the record as it stood: it is made anew in a transaction that writes.
WRITES = (*NAMES, CITED)


class Replicas:
    """Middleware: pages and files for visitors are drawn from a replica.

    Stands behind the pages that are kept: these are served, and named, by the version that the
    primary holds, and the page drawn is of that version or a later one. What fails at a replica is
    asked again at the primary, once; nothing of it was sent.
    """

    def __init__(self, get_response):
        if not standbys():
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        standby = chosen(stamp_of(request)) if may_be_read(request) else None
        if standby is None:
            return self.get_response(request)
        # As it is before anything behind this middleware has noted something on it.
        again = copy.copy(request)
        response = self.drawn(request, standby)
        if holds(response, request, standby):
            return response
        response.close()
        LOG.warning("Asked again at the primary: %s", request.get_full_path())
        return self.get_response(again)

    def drawn(self, request: HttpRequest, standby: Standby) -> HttpResponse:
        """What a request is answered from a replica."""
        request.database = standby.alias
        with reading(standby.alias):
            return self.get_response(request)


def may_be_read(request: HttpRequest) -> bool:
    """Whether a request is for what everybody sees of the present record, and reads it at all.

    What stands on the disk is there without any database, also while none can be asked.
    """
    if is_of_bundle(request.path_info):
        return False
    return for_visitors(request) and not any(name in request.GET for name in WRITES)


def holds(response: HttpResponse, request: HttpRequest, standby: Standby) -> bool:
    """Whether what was drawn from a replica can be sent: nothing failed, and it is not too new.

    Also that something took too long, which is 503 wherever it is asked.
    """
    if is_late(visits.failure()):
        # It is no fault of the replica, and would take as long at the primary, for nothing.
        return True
    if standby.has_failed:
        standby.fail(f"a statement failed for {request.get_full_path()}")
        return False
    if response.streaming and "Content-Length" not in response:
        # Rows too many to be whole still come by the connection. They are seconds old, so the
        # primary shows them.
        return True
    return standby.has_shown_only_what_is_seen(stamp_of(request))
