"""The page of the second factor: it is given, set up, or has its recovery codes renewed."""

import segno
from django import forms
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME, authenticate, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from portal.accounts import factors
from portal.accounts.following import note_at_door
from portal.accounts.models import EventKind
from portal.accounts.sessions import end_all

LEAVE = "leave"  # the button of who wants to sign in with another account
WRONG = _(
    "The code is not right, or was used already. After a wrong code, wait a moment, longer each "
    "time; then enter the newest code of your app."
)

WRONG_PASSWORD = _("The password is not right. After several wrong ones you have to wait.")


class CodeForm(forms.Form):
    """A code, of an app or for recovery."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "one-time-code", "autofocus": True}),
    )


def half_signed_in(request: HttpRequest):
    """Who has given a password and no second factor yet; None for all others."""
    # Who asks is found out when it is asked for.
    return request.half_signed_in if request.user.is_anonymous else None


class SetUpForm(CodeForm):
    """The first code of an app, with the password again of who signed in by one.

    Else whoever comes to a screen that somebody left could make its account theirs for good.
    """

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("Asked again, so that nobody sets up an app at a screen that you have left."),
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    def __init__(self, request: HttpRequest, user):
        super().__init__(request.POST or None)
        self.request, self.user = request, user
        if not factors.is_by_password(request):
            del self.fields["password"]

    def clean_password(self) -> str:
        """The password, if it is that of the account; wrong ones count as at the login."""
        password = self.cleaned_data["password"]
        name = self.user.get_username()
        if authenticate(self.request, username=name, password=password) != self.user:
            raise forms.ValidationError(WRONG_PASSWORD)
        return password


@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """What there is to do about the second factor for who asks."""
    half = half_signed_in(request)
    user = half or request.user
    if not (user.is_authenticated and user.is_staff):
        return HttpResponseRedirect(reverse("admin:login"))
    if LEAVE in request.POST:
        logout(request)
        return HttpResponseRedirect(reverse("admin:login"))
    if factors.device_of(user) is None:
        return set_up(request, user)
    return give(request, user) if half else renew(request, user)


def give(request: HttpRequest, user) -> HttpResponse:
    """Ask who has given a password for a code."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if factors.give(request, user, form.cleaned_data["code"]):
            return HttpResponseRedirect(way_on(request))
        form.add_error("code", WRONG)
    return drawn(request, "give", gettext("Two-step verification"), form=form)


def set_up(request: HttpRequest, user) -> HttpResponse:
    """Offer a secret, and keep it once a code shows that an app has it."""
    form = SetUpForm(request, user)
    device = factors.offered(user, request.POST.get("secret", ""))
    if device is not None and form.is_valid():
        codes = factors.set_up(request, user, device, form.cleaned_data["code"])
        if codes:
            return codes_told(request, codes)
        form.add_error("code", WRONG)
    secret = request.POST["secret"] if device is not None else factors.offer(user)
    device = device or factors.offered(user, secret)
    return drawn(
        request,
        "set_up",
        gettext("Set up two-step verification"),
        form=form,
        secret=secret,
        written=factors.written(device),
        picture=segno.make(device.config_url, error="m", micro=False).svg_inline(
            scale=5, light="#fff", dark="#000"
        ),
    )


def renew(request: HttpRequest, user) -> HttpResponse:
    """Give new recovery codes to who gives a code."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if factors.give(request, user, form.cleaned_data["code"]):
            note_at_door(EventKind.RENEWED, request, user.get_username())
            end_all(user, but=request.session.session_key)
            return codes_told(request, factors.renew_codes(user))
        form.add_error("code", WRONG)
    return drawn(request, "renew", gettext("Two-step verification"), form=form)


def codes_told(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """Show recovery codes, this once."""
    return drawn(request, "codes", gettext("Recovery codes"), codes=codes, way_on=way_on(request))


def drawn(request: HttpRequest, state: str, title: str, **context) -> HttpResponse:
    """The page in one of its states."""
    own = admin.site.each_context(request)
    own |= {"title": title, "state": state, "next": way_on(request), "form": None}
    own["is_nav_sidebar_enabled"] &= own["has_permission"]  # it would say what one may not
    return TemplateResponse(request, "admin/two_factor.html", own | context)


def way_on(request: HttpRequest) -> str:
    """Where somebody wanted to go, on this site; else the first page of the admin."""
    asked = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME, "")
    safe = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if safe else reverse("admin:index")
