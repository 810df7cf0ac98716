"""What was corrected because a source had been misread, and how often readings found mistakes."""

import csv
import itertools
from collections.abc import Iterable, Iterator

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from policies.models import Proofreading
from portal.lists.download import csv_download
from portal.pages.changes.public import Asked, revisions, told
from portal.pages.changes.views import (
    AT_ONCE,
    PER_PAGE,
    ChangesForm,
    Echo,
    address,
    of_difference,
    of_revision,
    refused,
)
from portal.record.models import Batch
from portal.record.telling import Told
from portal.remarks.models import Origin, Remark
from portal.tables.harmless import harmless

HEADERS = (
    *("made_at", "change_kind", "via", "reason", "entry_kind", "entry", "key", "revision"),
    *("pointed_out_by", "field", "before", "after", "url", "action"),
)
READINGS = ("name", "day", "rows", "wrong", "imprecise", "right", "how_drawn")


class CorrectionsForm(ChangesForm):
    """The questions of the list of corrections: those of changes, but for their kind."""

    kind = None

    @property
    def asked(self) -> Asked:
        """What is asked for."""
        names = ("document", "since", "until")
        values = {name: self.cleaned_data.get(name) or None for name in names}
        return Asked(kind=Batch.Kind.CORRECTION, **values)


def pointed_out_by(some: list[Told]) -> list[str]:
    """Who pointed out what each change corrected, in words; editors where nobody else is known."""
    origins = Remark.objects.origins_of({each.batch.pk for each in some})
    return [str(Origin(origins.get(each.batch.pk, Origin.EDITORS)).label) for each in some]


def corrections(request: HttpRequest) -> HttpResponse:
    """The corrections, the latest first, below what independent readings found."""
    form = CorrectionsForm(request.GET)
    readings = Proofreading.objects.newest()
    if not form.is_valid():
        context = {"form": form, "told": [], "page": None, "readings": readings}
        return render(request, "portal/corrections.html", context, status=400)
    pages = Paginator(form.asked.narrow(revisions()), PER_PAGE)
    number = form.cleaned_data["page"] or 1
    if number > pages.num_pages:
        raise Http404(_("The list ends at page %(last)s.") % {"last": pages.num_pages})
    page = pages.page(number)
    found = told(page.object_list)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "told": [
            (each, address(each), who)
            for each, who in zip(found, pointed_out_by(found), strict=True)
        ],
        "query": query.urlencode(),
        "readings": readings,
    }
    return render(request, "portal/corrections.html", context)


def corrections_csv(request: HttpRequest) -> HttpResponse:
    """The same corrections as CSV, a line for each field that differs."""
    form = CorrectionsForm(request.GET)
    if not form.is_valid():
        return refused(form)
    return sent(request, correction_lines(request, form.asked), "corrections.csv")


def correction_lines(request: HttpRequest, asked: Asked) -> Iterator[tuple]:
    """The lines of the file of corrections, some revisions at a time."""
    yield HEADERS
    found, start = asked.narrow(revisions()), 0
    while some := list(found[start : start + AT_ONCE]):
        changes = told(some)
        for each, who in zip(changes, pointed_out_by(changes), strict=True):
            for differs in each.differences:
                yield (*of_revision(each), who, *of_difference(request, each, differs))
        start += AT_ONCE


def proofreadings_csv(request: HttpRequest) -> HttpResponse:
    """What independent readings found, as CSV."""
    lines = (
        (each.slug, each.day, each.rows, each.wrong, each.imprecise, each.right, each.how)
        for each in Proofreading.objects.newest()
    )
    return sent(request, itertools.chain([READINGS], lines), "proofreadings.csv")


def sent(request: HttpRequest, lines: Iterable[tuple], name: str) -> HttpResponse:
    """Lines of cells, the header first, as a CSV that spreadsheets open rightly."""
    writer = csv.writer(Echo())
    written = (writer.writerow([harmless(cell) for cell in line]) for line in lines)
    return csv_download(request, _blocks(written), f'attachment; filename="{name}"')


def _blocks(lines: Iterator[str]) -> Iterator[bytes]:
    """Each line as a block, the first with the sign of UTF-8 before it."""
    for mark, line in zip(itertools.chain(["\ufeff"], itertools.repeat("")), lines, strict=False):
        yield f"{mark}{line}".encode()


def urls() -> list[URLPattern]:
    """The addresses of corrections and of readings."""
    return [
        path("corrections/", corrections, name="corrections"),
        path("corrections.csv", corrections_csv, name="corrections-csv"),
        path("proofreadings.csv", proofreadings_csv, name="proofreadings-csv"),
    ]
