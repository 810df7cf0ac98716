"""The page on which a copy stands beside the one that it replaced."""

from django.contrib import admin
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from policies.copies import EDITS
from policies.editions import Editions, are_kept
from policies.models import Attachment


@staff_member_required
@permission_required(EDITS, raise_exception=True)
def editions(request: HttpRequest, slug: str) -> HttpResponse:
    """What moved, changed, came and went, page by page, with the values that are touched."""
    attachment = get_object_or_404(Attachment.objects.with_document(), document__slug=slug)
    if not are_kept(attachment):
        raise Http404
    found = Editions(attachment)
    context = admin.site.each_context(request) | {
        "title": str(attachment.document),
        "document": attachment.document,
        "counts": found.counts(),
        "pairs": [(pair, found.sides(pair)) for pair in found.told],
    }
    return render(request, "admin/reading/editions.html", context)
