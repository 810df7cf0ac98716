"""What may be asked at all: by which methods, and in how long an address."""

import functools

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from portal.lists.api.problems import is_wanted, problem
from portal.middleware.asked import READS
from portal.middleware.sentences import bodiless, only_read, plain

# Characters of an address, its query with it: every box of the longest list ticked fits. Pages
# repeat their address in links, so without a bound a short question would draw megabytes.
LONGEST = 8_000
OURS = ("portal.", "policies.", "measures.")
EDITING = ("/admin/",)
FORMS = ", ".join((*READS, "OPTIONS", "POST"))


class Bounds:
    """Middleware: addresses are of bounded length, and pages are only read.

    Stands before the check of forms (CSRF), which would say of a page without a form that the form
    is not genuine. A view of ours that takes a form says so by `takes_forms`.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_editing(request) and len(request.get_full_path()) > LONGEST:
            return too_long(request)
        if request.method == "TRACE":  # which repeats what browsers would hide from scripts
            return plain("TRACE is not answered.", 405, {"Allow": allowed(request)})
        if is_editing(request) and request.method == "OPTIONS":
            return bodiless(204, {"Allow": FORMS})
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        """405 for who sends something to a page, and what it takes for who asks that."""
        if is_editing(request) or takes_forms(view) or not is_ours(view):
            return None
        return None if request.method in READS else only_read(request)


def is_editing(request: HttpRequest) -> bool:
    """Whether an address is one of the admin."""
    return request.path_info.startswith(EDITING)


def allowed(request: HttpRequest) -> str:
    """The methods that an address takes at most."""
    return FORMS if is_editing(request) else ", ".join((*READS, "OPTIONS"))


def bare(view):
    """The function behind a view that was given some of its arguments."""
    return bare(view.func) if isinstance(view, functools.partial) else view


def is_ours(view) -> bool:
    """Whether a view is one of this site, not of a library that knows its methods itself."""
    return getattr(bare(view), "__module__", "").startswith(OURS)


def takes_forms(view) -> bool:
    """Whether something can be sent to a view."""
    return getattr(bare(view), "takes_forms", False)


def too_long(request: HttpRequest) -> HttpResponse:
    """414, without the address."""
    if is_wanted(request):
        return problem(request, 414)
    return HttpResponse(render_to_string("414.html"), status=414)
