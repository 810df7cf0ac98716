"""The page on which readers point out a value, and the one that thanks them."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from policies.citations import is_row, name_of, told_by
from portal.clients import ip_address_of
from portal.lists.addresses import address
from portal.pages.citing import find
from portal.remarks.models import LONGEST
from portal.remarks.taking import TooMany, take

SHORTEST = 5


class RemarkForm(forms.Form):
    """What a reader points out. `website` is seen by programs alone: who fills it in is none."""

    text = forms.CharField(
        label=_("What is wrong, and what is right?"),
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 6, "aria-describedby": "remark-help"}),
    )
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)


def refusal(error: TooMany) -> str:
    """Why a remark is not taken today."""
    if error.in_all:
        return gettext("More was pointed out today than is taken in a day. Please come tomorrow.")
    return gettext(
        "As much was pointed out from your address today as is taken in a day. Please come "
        "tomorrow; what you wrote is still below."
    )


@never_cache
def remark(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """A value is pointed out: the form, or what was sent."""
    thing = find(kind, name)
    form = RemarkForm(request.POST if request.method == "POST" else None)
    faults, status = [], 200
    if request.method == "POST":
        if form.is_valid():
            try:
                if not form.cleaned_data["website"]:
                    take(thing, form.cleaned_data["text"], ip_address_of(request) or "")
                return HttpResponseRedirect(address("remark-sent"))
            except TooMany as error:
                faults, status = [refusal(error)], 429
        else:
            status = 400
    context = {
        "thing": thing,
        "of_row": is_row(thing),
        "told": told_by(thing) if is_row(thing) else name_of(thing),
        "form": form,
        "faults": faults,
        "longest": LONGEST,
    }
    return render(request, "portal/remark.html", context, status=status)


remark.takes_forms = True


def remark_sent(request: HttpRequest) -> HttpResponse:
    """Thanks, and what happens with what was sent."""
    return render(request, "portal/remark_sent.html")
