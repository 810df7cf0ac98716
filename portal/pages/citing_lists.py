"""Lists under conditions as something to cite, and to ask for again: does it still hold?"""

import functools
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.dates.written import LONGEST
from portal.lists.addresses import path_at
from portal.lists.api.problems import refused
from portal.lists.declaration import ListPage
from portal.lists.faults import Fault, clipped, messages_of, status_of
from portal.lists.recalling import PASSING, busy, read_by
from portal.pages.lists import LISTS
from portal.pages.subsets import Holding, Subset, holding
from portal.record.points import Point, point_of, validate_kept
from portal.record.recalling import NotRecalled

CITED, SHA256 = NAMES = "cited", "sha256"
DIGEST = re.compile("[0-9a-f]{64}")
BY_NAME = {listing.name: listing for listing in LISTS}
# What stands behind the name of a list in its addresses.
ENDINGS = re.compile(r"(?:/|\.meta\.json|\.csv|\.xlsx|\.json|\.atom|\.ics)\Z")
# Of an address that is pasted, what says nothing of the rows.
BESIDE_ROWS = ("page", "profile", "as_of", "as_of_beside")
LONGEST_ADDRESS = 4000
NOT_KEPT = "no-store"


def version_of(written: str) -> Point:
    """The version that a text means. Raises ValidationError for a day, and one not kept."""
    point = point_of(written)
    if point.version is None:
        raise ValidationError(_("Name the version that was cited, such as v12."))
    validate_kept(point, None)
    return point


def digest_of(written: str) -> str:
    """A SHA-256 as hexadecimal digits; empty for none. Raises ValidationError."""
    digits = written.strip().lower()
    if digits and not DIGEST.fullmatch(digits):
        raise ValidationError(_("A SHA-256 is 64 digits from 0 to 9 and a to f."))
    return digits


def list_meta(listing: ListPage, request: HttpRequest) -> HttpResponse:
    """What the rows found are, as JSON; with a version that was cited whether they hold."""
    parameters = request.GET.copy()
    given = {name: parameters.pop(name, [""]) for name in NAMES}
    subset = Subset(request, listing, parameters)
    told_amiss = list(subset.asked.faults_of_file)
    readers = {CITED: version_of, SHA256: digest_of}
    read = {name: _read(name, given[name], readers[name], told_amiss) for name in NAMES}
    cited, sha256 = read[CITED], read[SHA256] or ""
    if not told_amiss and sha256 and cited is None:
        words = gettext("Beside sha256 the version is needed that was cited.")
        told_amiss = [Fault(words, CITED)]
    if told_amiss:
        return refused(request, told_amiss)
    if cited is None:
        return JsonResponse(subset.manifest, json_dumps_params={"ensure_ascii": False})
    try:
        told = checked(subset, cited, sha256)
    except NotRecalled as error:
        return refused(request, [Fault(str(error), CITED)])
    if isinstance(told, HttpResponse):
        return told
    content = subset.manifest | told.told
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = NOT_KEPT
    return response


def _read(name: str, values: list[str], reader: Callable, faults: list[Fault]):
    """What a parameter says; None where it says nothing, or what is added to the faults."""
    if len(values) > 1:
        words = gettext("“%(name)s” is asked more than once: say it once.")
        faults.append(Fault(words % {"name": name}, name))
    elif values[0].strip():
        try:
            return reader(values[0])
        except ValidationError as error:
            asked = f"{name}={clipped(values[0])}"
            faults += [Fault(f"{asked}: {words}", name) for words in messages_of(error)]
    return None


def checked(subset: Subset, cited: Point, sha256: str) -> Holding | HttpResponse:
    """Whether rows that were cited hold; that it will do later, where others are at it.

    Raises NotRecalled where that is too much.
    """
    try:
        return holding(subset, cited, sha256, read_by(subset.request))
    except PASSING:
        response = busy()
        response["Cache-Control"] = NOT_KEPT
        return response


class CheckForm(forms.Form):
    """The list that was cited, by the address of its page or file, with version and SHA-256."""

    address = forms.CharField(label=_("Address of the list"), max_length=LONGEST_ADDRESS)
    cited = forms.CharField(label=_("Version that was cited"), required=False, max_length=LONGEST)
    sha256 = forms.CharField(label="SHA-256", required=False, max_length=LONGEST * 2)

    def __init__(self, *args, host: str, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.hosts = {"", host.casefold(), *settings.ALLOWED_HOSTS}

    def clean_address(self):
        """The list and what is asked of it."""
        try:
            parts = urlsplit(self.cleaned_data["address"])
            host = parts.netloc.casefold()
        except ValueError as error:
            raise ValidationError(_("This is not the address of a list of this site.")) from error
        if not self.hosts & {host, host.partition(":")[0]}:
            words = _("This is an address of “%(name)s”, not of this site.")
            raise ValidationError(words, params={"name": clipped(host)})
        path = path_at(self.cleaned_data["address"])
        name = ENDINGS.sub("", path.removeprefix("/en/").removeprefix("/"))
        if name not in BY_NAME:
            raise ValidationError(_("This is not the address of a list of this site."))
        query = QueryDict(parts.query, mutable=True)
        for each in (*BESIDE_ROWS, *NAMES):
            query.pop(each, None)
        return BY_NAME[name], query

    def clean_cited(self):
        """The version, as a point."""
        written = self.cleaned_data["cited"].strip()
        return version_of(written) if written else None

    def clean_sha256(self):
        """The digits."""
        return digest_of(self.cleaned_data["sha256"])


def check(request: HttpRequest) -> HttpResponse:
    """A form that asks whether a list that was cited holds, and the answer.

    Without a version the list is cited as it is now.
    """
    form = CheckForm(request.GET or None, host=request.get_host())
    context = {"form": form, "subset": None, "told": None, "faults": []}
    if not form.is_valid():
        status = 400 if form.is_bound else 200
        return render(request, "portal/check.html", context, status=status)
    subset = Subset(request, *form.cleaned_data["address"])
    faults = subset.asked.faults
    if faults:
        context["faults"] = faults
        return render(request, "portal/check.html", context, status=status_of(faults))
    context["subset"] = subset
    if form.cleaned_data["cited"] is None:
        return render(request, "portal/check.html", context)
    try:
        told = checked(subset, form.cleaned_data["cited"], form.cleaned_data["sha256"])
    except NotRecalled as error:
        context |= {"subset": None, "faults": [str(error)]}
        return render(request, "portal/check.html", context, status=400)
    if isinstance(told, HttpResponse):
        return told
    response = render(request, "portal/check.html", context | {"told": told})
    response["Cache-Control"] = NOT_KEPT
    return response


def files() -> list[URLPattern]:
    """The addresses of what tells of lists to programs, whatever the language."""
    return [
        path(
            f"{listing.name}.meta.json",
            functools.partial(list_meta, listing),
            name=f"{listing.name}-meta",
        )
        for listing in LISTS
    ]


def pages() -> list[URLPattern]:
    """The page that asks and tells."""
    return [path("data/check/", check, name="data-check")]
