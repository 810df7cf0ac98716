"""The page on which an editor says which of several places of a phrase a row was read at."""

from django.contrib import admin, messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from policies.anchors import Place, pages_of
from policies.copies import shown_to
from policies.coverage import evidence_relations
from policies.models import Attachment, Evidence
from policies.slides import Mark, Picture, Slide
from portal.record.models import Batch
from portal.record.revising import batch, lock_entries_of
from portal.unsaved.returning import comes_back


@staff_member_required
@comes_back
def choose_place(request: HttpRequest, value: str) -> HttpResponse:
    """The pages of the section of a row with every place of its phrase, and the choice of one."""
    row = row_named(value)
    names = row._meta
    if not request.user.has_perm(f"{names.app_label}.change_{names.model_name}"):
        raise PermissionDenied
    text, copy = getattr(row.section, "attached", None), Attachment.objects.of_section(row.section)
    pages = pages_of(text, copy.sha256) if text and copy and shown_to(request) else None
    if pages is None:
        raise Http404
    places = pages.places(row.phrase)
    if request.method == "POST":
        return chosen(request, row, places)
    context = {
        "row": row,
        "occurrence": request.POST.get("occurrence", row.occurrence),
        "section": row.section,
        "slides": list(slides(row, pages, places, copy.sha256)),
        "places": list(enumerate(places, 1)),
        "title": str(row),
    }
    return shown(request, context)


def row_named(value: str) -> Evidence:
    """The row that the page of its section calls so. Raises Http404."""
    kind, _hyphen, number = value.rpartition("-")
    found = (relation.related_model for relation in evidence_relations())
    models = {model._meta.model_name: model for model in found}
    if kind not in models or not number.isdecimal():
        raise Http404
    row = models[kind].objects.for_place(int(number))
    if row is None:
        raise Http404
    return row


def slides(row: Evidence, pages, places: list[Place], sha256: str):
    """The pages on which the phrase stands, each place with its number."""
    for each in pages.pages:
        marks = [
            Mark(number, row.phrase, [row], each.frames(place))
            for number, place in enumerate(places, 1)
            if place.page == each.page.number
        ]
        if marks:
            yield Slide(Picture(sha256, each.page), marks)


def chosen(request: HttpRequest, row: Evidence, places: list[Place]) -> HttpResponse:
    """Save which place is meant, or that none is said; ask again where it is gone meanwhile."""
    asked = request.POST.get("occurrence", "")
    is_there = not asked or asked in {each.occurrence for each in places}
    if not (is_there and saved(request, row, asked)):
        messages.error(request, gettext("This place is no more. Choose again."))
        return redirect(request.path)
    return redirect(f"{row.section.get_absolute_url()}#{row.evidence_id}")


def saved(request: HttpRequest, row: Evidence, occurrence: str) -> bool:
    """Save which place a row means, with what others changed of it while its pages were read.

    False where it has another phrase or section by now, of which the place is none.
    """
    reason = gettext("Which place of the phrase on the page is meant")
    with batch(user=request.user, via=Batch.Via.FORM, reason=reason):
        lock_entries_of(type(row), row.pk)
        present = type(row).objects.for_place(row.pk)
        if present is None or (present.phrase, present.section) != (row.phrase, row.section):
            return False
        present.occurrence = occurrence
        present.save()
    return True


def shown(request: HttpRequest, context: dict) -> HttpResponse:
    """A page of the admin."""
    whole = admin.site.each_context(request) | context
    return render(request, "admin/reading/places.html", whole)
