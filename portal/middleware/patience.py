"""Who sends a form waits longer for another's change than who reads."""

from django.db import router
from django.http import HttpRequest, HttpResponse

from portal.changes.models import Version
from portal.changes.waiting import waiting

SECONDS = 30


class Patience:
    """Middleware: what an editor sends waits half a minute for the database before it is given up.

    An import or a large form of a colleague may hold it for some seconds; the form is given back
    only when it would be no use to wait on.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return self.get_response(request)
        with waiting(SECONDS, router.db_for_write(Version)):
            return self.get_response(request)
