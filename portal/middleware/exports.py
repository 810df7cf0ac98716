"""Files that only who is signed in may take are noted in the log of accounts."""

from django.http import HttpRequest, HttpResponse

from portal.accounts.models import AccountEvent, EventKind
from portal.clients import ip_address_of
from portal.middleware.asked import is_file

EDIT = "edit"  # the profile of tables that are handed in again (portal.sheets.connecting)


class Exports:
    """Middleware: who took which file that visitors are not given.

    What everybody may take stands in the log of downloads, without names: an editor is no more
    watched there than a visitor is. What cannot be noted is not given.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_taken(request, response) and request.user.is_authenticated:
            name = request.user.get_username()
            address, place = ip_address_of(request), request.get_full_path()
            AccountEvent.objects.note(EventKind.EXPORTED, name, "", place, address)
        return response


def is_taken(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether an answer is a file for who is signed in."""
    attached = response.get("Content-Disposition", "").startswith("attachment")
    own = not is_file(request.path_info) or request.GET.get("profile") == EDIT
    return request.method == "GET" and response.status_code in {200, 206} and attached and own
