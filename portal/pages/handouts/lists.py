"""The rows that a list has found as a document, each with where it was read."""

import dataclasses

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext

from policies.citations import citation_of
from portal.handouts.document import DOCX, document
from portal.handouts.parts import Cell, Handout, Run, Table, plain
from portal.handouts.reading import blocks_of
from portal.lists.declaration import ListPage
from portal.lists.export import attachment
from portal.lists.faults import Fault
from portal.lists.formats import LONGEST_DOCUMENT
from portal.lists.provenance import file_names
from portal.lists.request import ListRequest, PkWindow, list_request_of
from portal.lists.views import instead_of_file, refusal
from portal.pages.handouts.about import as_visitor, foot, made_at, notes_of, site


class WholePage(PkWindow):
    """All rows found as dicts with a value for every column, whatever its page draws them from."""

    def __getitem__(self, places: slice) -> list[dict]:
        return self.list_request.dicts(places.start, places.stop)


def list_document(listing: ListPage, request: HttpRequest) -> HttpResponse:
    """The rows of a list as a document; refused with the way to the CSV where they are many."""
    asked = list_request_of(request, listing)
    if answer := instead_of_file(request, asked):
        return answer
    if asked.count > LONGEST_DOCUMENT:
        return refusal([Fault(too_long(request, asked), "")])
    handout = rows_told(request, asked)
    headers = {
        "Content-Disposition": attachment(*file_names(asked), "docx"),
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(document(handout, site()), content_type=DOCX, headers=headers)


def too_long(request: HttpRequest, asked: ListRequest) -> str:
    """That a document does not hold so many rows, and what does."""
    words = gettext(
        "A document holds at most %(most)s rows; this list has %(count)s. Narrow it down, or "
        "download all of them as CSV:"
    )
    words %= {"most": LONGEST_DOCUMENT, "count": asked.count}
    return f"{words} {request.build_absolute_uri(asked.csv_address)}"


def rows_told(request: HttpRequest, asked: ListRequest) -> Handout:
    """The rows as the table that the page draws of such a list, with what was asked above it."""
    # All rows stand on one page, so that columns are left out which say nothing of any of them.
    asked.page = Paginator(WholePage(asked), LONGEST_DOCUMENT).page(1)
    html = render_to_string("lists/table.html", {"list_request": asked}, as_visitor(request))
    blocks = blocks_of(html)
    notes = {}
    if not any(column.cell == "source" for column in asked.listing.columns):
        blocks, notes = cited(request, asked, blocks)
    sentence = [*asked.filterset.sentence, (gettext("Rows"), str(asked.count))]
    label = gettext("%(label)s: %(value)s")
    asked_for = "　".join(label % {"label": a, "value": b} for a, b in sentence)
    return Handout(
        str(asked.listing.title),
        [dataclasses.replace(plain(asked_for), style="Lead"), *blocks],
        notes=notes or notes_of(request, blocks),
        foot=foot(request, asked.now_address, asked.past.sentence or None),
        language=get_language(),
        landscape=len(asked.shown) > 4,
        made=made_at(request),
    )


def cited(request: HttpRequest, asked: ListRequest, blocks: list) -> tuple[list, dict[str, str]]:
    """The table with a mark at each entry, of lists of entries that were read nowhere themselves.

    Such are names and sources; each is cited as its page cites it.
    """
    place = next(n for n, column in enumerate(asked.shown) if column.cell == "entry")
    keys = [row["pk"] for row in asked.page.object_list]
    found = asked.all.model.for_citing().using(asked.using).in_bulk(keys)
    notes = {str(pk): citation_of(request, entry) for pk, entry in found.items()}
    table = next(block for block in blocks if isinstance(block, Table))
    rows = tuple(
        tuple(_marked(cell, str(pk)) if n == place else cell for n, cell in enumerate(row))
        for pk, row in zip(keys, table.rows, strict=True)
    )
    others = [block for block in blocks if block is not table]
    return [*others, dataclasses.replace(table, rows=rows)], notes


def _marked(cell: Cell, note: str) -> Cell:
    first, *others = cell.paragraphs
    marked = dataclasses.replace(first, runs=(*first.runs, Run(note=note)))
    return dataclasses.replace(cell, paragraphs=(marked, *others))
