"""A form that comes without its editor, because the session ended, is kept over the login."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch, resolve, reverse
from django.utils.translation import gettext
from django.views import csrf

from policies.admin.giving_back import GivesBack
from portal import posts


class KeptPosts:
    """Middleware: a post to the admin whose editor is not logged in leads to the login, kept.

    Stands behind the session and whoever reads the user from it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        """The way to the login, where there is something to keep."""
        return to_login(request) if is_form(request) and not is_editor(request) else None


def is_form(request: HttpRequest) -> bool:
    """Whether a request brings the form of a page that can give it back."""
    match: ResolverMatch = request.resolver_match
    of_entry = isinstance(getattr(match.func, "model_admin", None), GivesBack)
    # The former address of a form, which Django leads on from, has no name.
    gives_back = of_entry and (match.url_name or "").endswith(("_add", "_change", "_group"))
    return request.method == "POST" and (gives_back or hasattr(match.func, "gives_back"))


def is_editor(request: HttpRequest) -> bool:
    """Whether who asks may see the admin at all."""
    return request.user.is_active and request.user.is_staff


def to_login(request: HttpRequest) -> HttpResponse | None:
    """The way to the login and from there back to the form as it was sent; None without ticket."""
    if not posts.keep(request):
        return None
    return redirect_to_login(posts.address_of_return(request), reverse("admin:login"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form with an old token comes back as it was sent, with a new one; all else is refused.

    The ticket shows that this site made the form for this editor. Nothing of it is carried out.
    """
    request.resolver_match = resolve(request.path_info)
    if is_form(request) and not is_editor(request):
        return to_login(request) or csrf.csrf_failure(request, reason)
    if is_form(request) and posts.writer_of(request.POST) == str(request.user.pk):
        request.given_back = gettext(
            "You have logged in anew since you opened this page. Nothing was saved. Your input is "
            "below: look it over and save again."
        )
        request.csrf_processing_done = True
        match = request.resolver_match
        return match.func(request, *match.args, **match.kwargs)
    return csrf.csrf_failure(request, reason)
