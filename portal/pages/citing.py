"""The page and the files that cite whatever can be cited, each at an address that stays."""

import functools
from collections.abc import Mapping

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from policies.citations import is_row, name_of, state_of_record, told_by
from policies.models import Confirmation
from policies.models.citable import Citable
from policies.references import key_of, reference_of
from portal.bibliography import FORMATS, Format
from portal.lists.request import stamp_of
from portal.pages.summary import RecordCache


@functools.cache
def citable_models() -> Mapping[str, type[Citable]]:
    """The models of what can be cited, by what addresses call them."""
    models = (model for model in apps.get_models() if issubclass(model, Citable))
    return {model.cite_kind(): model for model in models}


def urls() -> list[URLPattern]:
    """The addresses of the page and of the files of what is cited; a file is asked for first."""
    files = (
        path(
            f"cite/<slug:kind>/<path:name>.{each.suffix}",
            functools.partial(cite_file, each),
            name=f"cite-{each.suffix}",
        )
        for each in FORMATS
    )
    return [*files, path("cite/<slug:kind>/<path:name>/", cite_page, name="cite")]


def find(kind: str, name: str) -> Citable:
    """What an address names, where visitors may see it."""
    model = citable_models().get(kind)
    found = model and model.named(name)
    if found is None:
        raise Http404
    return found


def cite_page(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """A citation to copy, and the files of it."""
    thing = find(kind, name)
    row = is_row(thing)
    context = {
        "thing": thing,
        "of_row": row,
        "told": told_by(thing) if row else name_of(thing),
        "home": row and thing.cited_in or name_of(thing),
        "kind": thing._meta.verbose_name,
        "confirmations": Confirmation.objects.surest_of_row(thing._meta.label_lower, thing.pk),
    }
    return render(request, "portal/cite.html", context)


def cite_file(form: Format, request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """The reference as a file of one format.

    It is whole before it is sent, as the download of a list is, and named like one by the version
    of the record; search engines need not keep it.
    """
    thing = find(kind, name)
    stamp = stamp_of(request)
    state = state_of_record(stamp.number, RecordCache.at(stamp).newest.in_short)
    content = form.write(reference_of(request, thing, state)).encode()
    headers = {
        "Content-Disposition": f'attachment; filename="{key_of(thing)}.{form.suffix}"',
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(content, content_type=form.content_type, headers=headers)
