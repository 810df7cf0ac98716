"""The pages of documents and of their sections."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from policies.citations import publishers_page
from policies.copies import may_edit, shown_to
from policies.coverage import entries_of, outline_chapters
from policies.editions import are_kept
from policies.models import Section, SourceDocument
from policies.slides import WHOLE, ZOOMS, slides_of
from policies.told import clauses_of


def source_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The outline of a document with the number of entries per section."""
    document = get_object_or_404(SourceDocument.objects.for_detail(), slug=slug)
    outline = Section.objects.outline(document)
    context = {
        "document": document,
        "outline": outline,
        "chapters": outline_chapters(outline),
        "entries": sum(section.entry_count for section in outline),
        "silent": sum(section.was_read and not section.entry_count for section in outline),
        "read": sum(section.was_read for section in outline),
    }
    return render(request, "policies/source_detail.html", context)


def zoom_of(request: HttpRequest) -> int:
    """How large pages are asked for. Raises BadRequest."""
    asked = request.GET.get("zoom", str(WHOLE))
    if asked not in map(str, (WHOLE, *ZOOMS)):
        raise BadRequest("No such size of pages.")
    return int(asked)


def section_detail(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A section with every entry read from it, between its neighbours."""
    section = get_object_or_404(Section.objects.for_detail(), document__slug=slug, code=code)
    outline = Section.objects.outline(section.document)
    order = [row.pk for row in outline]
    place = order.index(section.pk)
    attached = getattr(section, "attached", None)
    shown = attached if shown_to(request) else None
    groups = list(entries_of(section, shown))
    copy = slides_of(section, shown, groups, zoom=zoom_of(request))
    edits = may_edit(request)
    context = {
        "section": section,
        "document": section.document,
        "chapters": outline_chapters(outline),
        "groups": groups,
        "clauses": clauses_of(section, groups),
        "attached": shown,
        "copy": copy,
        "zooms": ZOOMS,
        "may_choose": edits,
        "has_editions": bool(copy) and edits and are_kept(copy.attachment),
        "publishers_page": publishers_page(section, section.document),
        "withheld": attached is not None and shown is None,
        "total": sum(len(group.entries) for group in groups),
        "previous": outline[place - 1] if place else None,
        "next": outline[place + 1] if place + 1 < len(outline) else None,
    }
    return render(request, "policies/section_detail.html", context)
