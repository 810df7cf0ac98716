"""What every file that is handed on says of itself, and how it is answered."""

import copy
import dataclasses
import datetime
from collections.abc import Iterable, Iterator

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import resolve, reverse
from django.utils.translation import get_language, gettext

from policies.citations import cite_at_page
from policies.models import Section
from portal.handouts.document import DOCX, document
from portal.handouts.parts import BEGINNING, Block, Handout, Paragraph, Run, Table
from portal.lists.addresses import path_at
from portal.lists.export import attachment
from portal.lists.licences import name_of_licence
from portal.lists.provenance import SITE, UNNAMEABLE, as_of
from portal.lists.request import database_of, stamp_of
from portal.record.models import Batch


def as_visitor(request: HttpRequest) -> HttpRequest:
    """The request as of somebody who is not signed in, as a file is the same for everybody."""
    asked = copy.copy(request)
    asked.user = AnonymousUser()
    return asked


def site() -> str:
    """What the site is called."""
    return gettext("Shirube")


def made_at(request: HttpRequest) -> datetime.datetime:
    """When the record became what it is."""
    batches = Batch.objects.using(database_of(request))
    return batches.made_at(stamp_of(request).number) or BEGINNING


def foot(
    request: HttpRequest, path: str, told: Iterable[tuple[str, str]] | None = None
) -> list[str]:
    """The lines at the foot of each page: site, version and as-of; then the address.

    `told` is as of when the file is, where that is not when the record is.
    """
    stamp = stamp_of(request)
    dated = as_of(stamp) if told is None else told
    version, licence = f"v{stamp.number}", name_of_licence()
    words = [(gettext("Version"), version), *dated, (gettext("Licence"), licence)]
    label = gettext("%(label)s: %(value)s")
    line = "　".join(label % {"label": name, "value": value} for name, value in words)
    return [f"{site()}　{line}", request.build_absolute_uri(path)]


def page_of(request: HttpRequest, view: str) -> str:
    """The path and query of the page that a file of the same query is of."""
    query = request.GET.urlencode()
    return f"{reverse(view)}?{query}" if query else reverse(view)


def runs_of(blocks: Iterable[Block]) -> Iterator[Run]:
    """All runs, in the order in which they are read."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from block.runs
        elif isinstance(block, Table):
            for row in (*block.head, *block.rows):
                for cell in row:
                    yield from runs_of(cell.paragraphs)


def notes_of(request: HttpRequest, blocks: Iterable[Block]) -> dict[str, str]:
    """The citation of each section that the blocks have a mark of, by its path."""
    paths = dict.fromkeys(run.note for run in runs_of(blocks) if run.note)
    named = {}
    for path in paths:
        given = resolve(path_at(path)).kwargs
        named[given["slug"], given["code"]] = path
    found = Section.objects.using(database_of(request)).of_names(named)
    return {
        named[name]: cite_at_page(request, section, section.document)
        for name, section in found.items()
    }


def handed_out(request: HttpRequest, handout: Handout, name: str) -> HttpResponse:
    """A handout as a document, with the sources that its marks name."""
    if not handout.notes:
        notes = notes_of(request, handout.blocks)
        handout = dataclasses.replace(handout, notes=notes)
    return attached(request, document(handout, site()), DOCX, (name, handout.title), "docx")


def attached(
    request: HttpRequest, content: bytes, kind: str, names: tuple[str, str], suffix: str
) -> HttpResponse:
    """A file, called by what it holds and of which version; search engines need not keep it."""
    version = f"v{stamp_of(request).number}"
    plain = "_".join((SITE, names[0], get_language(), version))
    readable = f"{UNNAMEABLE.sub('-', names[1])[:80]}_{version}"
    headers = {
        "Content-Disposition": attachment(plain, readable, suffix),
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(content, content_type=kind, headers=headers)
