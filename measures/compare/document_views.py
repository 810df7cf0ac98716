"""The pages and the CSV of two documents side by side."""

import csv
import io

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext

from measures.compare.documents import DocumentsCompared
from measures.passed import note_passed
from policies.models import SourceDocument
from portal.lists.addresses import moved_permanently
from portal.lists.download import CSV
from portal.lists.export import attachment
from portal.lists.faults import Fault, clipped, status_of, unknown
from portal.lists.provenance import SITE
from portal.lists.request import stamp_of
from portal.lists.views import refusal
from portal.record.gone import gone_in_words
from portal.record.tracing import moved_query

EARLIER, LATER = "earlier", "later"


def chosen(request: HttpRequest) -> tuple[DocumentsCompared | None, list[Fault]]:
    """The two documents of an address, or a sentence for each of its faults; neither at first."""
    known = {document.slug: document for document in SourceDocument.objects.for_list()}
    words = gettext("“%(name)s” is not a field here. Available: %(known)s.")
    faults = unknown(request.GET, [EARLIER, LATER], words)
    words = gettext("There is no document “%(value)s”. There are: %(known)s.")
    asked = [(name, slug) for name in (EARLIER, LATER) for slug in request.GET.getlist(name)]
    for name, slug in asked:
        if slug not in known:
            was = gone_in_words(SourceDocument, slug)
            told = was or words % {"value": clipped(slug), "known": ", ".join(known)}
            faults.append(Fault(told, name, gone=bool(was)))
    if not request.GET:
        return None, []
    if not faults and len({slug for _name, slug in asked}) != 2:
        faults = [Fault(gettext("Choose two different documents."), LATER)]
    if faults:
        return None, faults
    return DocumentsCompared(*(known[slug] for _name, slug in asked)), []


def moved(request: HttpRequest) -> str:
    """The query with the names that the documents have now, where one is named by a former one."""
    return moved_query(request.GET, dict.fromkeys((EARLIER, LATER), SourceDocument))


def documents_compared(request: HttpRequest) -> HttpResponse:
    """What two documents tell, side by side; which two, where the address names none."""
    compared, faults = chosen(request)
    if faults and (present := moved(request)):
        return moved_permanently(request.path, present)
    if compared:
        note_passed([*compared.only_earlier, *compared.only_later])
    context = {
        "compared": compared,
        "faults": faults,
        "at_fault": {fault.name for fault in faults},
        "documents": list(SourceDocument.objects.for_list()),
        "chosen": {name: request.GET.get(name, "") for name in (EARLIER, LATER)},
    }
    status = status_of(faults) if faults else 200
    return render(request, "measures/documents_compared.html", context, status=status)


def documents_compared_csv(request: HttpRequest) -> HttpResponse:
    """Every value that both documents give, a row each."""
    compared, faults = chosen(request)
    if faults and (present := moved(request)):
        return moved_permanently(request.path, present)
    if compared is None:
        return refusal(faults or [Fault(gettext("Choose two different documents."), LATER)])
    written = io.StringIO("\ufeff", newline="")
    written.seek(0, io.SEEK_END)
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(
        [
            gettext("Measure"),
            gettext("Measure, address name"),
            gettext("What the source says"),
            gettext("Document"),
            gettext("Value"),
            gettext("Differs"),
            gettext("Inferred"),
            gettext("Section"),
            gettext("Anchor phrase"),
            gettext("Address"),
        ]
    )
    for measure, aspect, document, said in compared.rows():
        rows.writerow(
            [
                measure.title,
                measure.slug,
                aspect.name,
                document.short_name,
                said.words,
                gettext("differs") if aspect.differs else "",
                gettext("inferred") if said.row.inferred else "",
                said.row.section.code,
                said.row.phrase,
                request.build_absolute_uri(said.row.get_absolute_url()),
            ]
        )
    documents = (compared.earlier, compared.later)
    version = f"v{stamp_of(request).number}"
    name = "_".join(
        (
            f"{SITE}_documents-compared_{get_language()}_{version}",
            *(each.slug for each in documents),
        )
    )
    title = "_".join(
        (gettext("Two documents compared"), *(each.short_name for each in documents), version)
    )
    headers = {"Content-Disposition": attachment(name, title, "csv")}
    return HttpResponse(written.getvalue(), content_type=CSV, headers=headers)
