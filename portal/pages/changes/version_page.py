"""The page of the versions of the record."""

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from portal.lists.faults import clipped
from portal.pages.changes.versions import told_of
from portal.record.models import Batch

PER_PAGE = 20


class PageForm(forms.Form):
    """The one question of the page: which page of it."""

    page = forms.IntegerField(min_value=1, required=False)

    def clean(self):
        for name in sorted(self.data.keys() - self.fields.keys()):
            words = _("“%(name)s” is no question of this list.")
            raise forms.ValidationError(words % {"name": clipped(name)})
        return super().clean()


def versions(request: HttpRequest) -> HttpResponse:
    """The versions, the newest first."""
    form = PageForm(request.GET)
    if not form.is_valid():
        context = {"form": form, "versions": [], "page": None, "query": ""}
        return render(request, "portal/versions.html", context, status=400)
    pages = Paginator(Batch.objects.of_versions(), PER_PAGE)
    number = form.cleaned_data["page"] or 1
    if number > pages.num_pages:
        raise Http404(_("The list ends at page %(last)s.") % {"last": pages.num_pages})
    page = pages.page(number)
    context = {"form": form, "page": page, "versions": told_of(page.object_list), "query": ""}
    return render(request, "portal/versions.html", context)
