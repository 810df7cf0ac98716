"""A page that asks for words before something is done; what was typed there comes back in it."""

import functools
import logging
from collections.abc import Callable

from django.contrib import messages
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from portal import posts
from portal.rows.internals import as_post, without_messages

LOG = logging.getLogger(__name__)
# What a database raises that cannot be written for now: locked, full, read-only, away.
UNAVAILABLE = (OperationalError, InterfaceError)
RETRY_AFTER = "30"  # seconds
# What the page of an action on a list says of itself where it is to be carried out.
CONFIRMED = "post"
View = Callable[..., HttpResponse]


def sent_before(request: HttpRequest) -> None:
    """Let a request that asks for what was sent before the login bring that, and the reason."""
    if request.method == "GET" and (sent := posts.kept(request)) is not None:
        request.given_back = gettext(
            "Your session had ended, so nothing was saved. Your input is below: look it over "
            "and save again."
        )
        as_post(request, sent)


def busy(request: HttpRequest, draw: Callable[[], HttpResponse]) -> HttpResponse:
    """The page that is drawn with what was sent, where the database cannot be written for now."""
    LOG.warning("A form was given back: %s", request.path, exc_info=True)
    request.given_back = gettext(
        "The database could not be written: it is busy, full, or away. Nothing was saved. "
        "Your input is below: save again in a while."
    )
    response = draw()
    response.status_code, response["Retry-After"] = 503, RETRY_AFTER
    return response


def looked_at(request: HttpRequest) -> None:
    """Let a request ask for a page as who looks at it does; it holds what was sent all the same."""
    request.method = "GET"


def unconfirmed(request: HttpRequest) -> None:
    """Let what was sent to a list ask for the page of its action, which only a post does, anew."""
    request.POST, request.GET = request.POST.copy(), request.GET.copy()
    request.POST.pop(CONFIRMED, None)
    request.GET.pop(posts.RETURNED, None)  # as which the list would look for rows


def comes_back(view: View, unsent: Callable[[HttpRequest], None] = looked_at) -> View:
    """A page that asks for words before something is done; what was typed comes back in it.

    `unsent` lets the request ask for the page alone, with what was sent beside it: so nothing can
    be carried out, and a page shows what was typed by reading it. Its forms hold the ticket. What
    the view saves it saves in one transaction: the page says that nothing was.
    """

    @functools.wraps(view)
    def shown(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        def drawn() -> HttpResponse:
            unsent(request)
            messages.warning(without_messages(request), request.given_back)
            return view(request, *args, **kwargs)

        sent_before(request)
        if hasattr(request, "given_back"):
            return drawn()
        try:
            response = view(request, *args, **kwargs)
        except UNAVAILABLE:
            if request.method != "POST":
                raise
            try:
                return busy(request, drawn)
            except UNAVAILABLE:  # then the page of what failed holds what was sent
                request.method = "POST"
                raise
        if request.method == "POST" and response.status_code == 302:
            posts.forget(request)
        return response

    shown.gives_back = True
    return shown
