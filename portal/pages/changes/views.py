"""The pages of changes, and all changes as CSV."""

import csv
from collections.abc import Iterator
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from policies.models import SourceDocument
from portal.changes.tracking import shown
from portal.dates.clock import at_home
from portal.lists.addresses import moved_permanently
from portal.lists.download import csv_download
from portal.lists.faults import clipped, messages_of
from portal.pages.changes.as_of import (
    AS_OF,
    AsOfForm,
    first_day,
    kept_at,
    said_twice,
    told_between,
    twice,
)
from portal.pages.changes.log import Action
from portal.pages.changes.public import VIEWS, Asked, revisions, told, told_with_hidings
from portal.pages.changes.version_page import versions
from portal.record.differences import Difference
from portal.record.gone import gone_in_words
from portal.record.models import Batch, Revision
from portal.record.telling import Told
from portal.record.tracing import moved_from, moved_query
from portal.tables.harmless import harmless

PER_PAGE, AT_ONCE = 30, 500
HEADERS = (
    *("made_at", "change_kind", "via", "reason", "entry_kind", "entry", "key", "revision"),
    *("field", "before", "after", "url", "action"),
)
MOST = 10**15  # the number of a version that is read as one
DAY = forms.DateInput({"type": "date"}, "%Y-%m-%d")


class ChangesForm(forms.Form):
    """The questions of the list of changes."""

    kind = forms.ChoiceField(label=_("Kind of change"), choices=[("", _("All"))], required=False)
    document = forms.ModelChoiceField(
        SourceDocument.objects.order_by("slug"),
        to_field_name="slug",
        label=_("Document"),
        empty_label=_("All"),
        required=False,
    )
    since = forms.DateField(label=_("Changed from"), required=False, widget=DAY)
    until = forms.DateField(label=_("Changed until"), required=False, widget=DAY)
    version = forms.IntegerField(
        min_value=1, max_value=MOST, required=False, widget=forms.HiddenInput
    )
    page = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        if "kind" in self.fields:
            self.fields["kind"].choices = [("", _("All")), *Batch.Kind.choices]

    def clean(self):
        cleaned = super().clean()
        if "document" in self.errors and (was := gone_in_words(SourceDocument, self.named)):
            del self.errors["document"]
            self.add_error("document", was)
        for name in said_twice(self.data):
            self.add_error(None, twice(name))
        for name in sorted(self.data.keys() - self.fields.keys()):
            self.add_error(
                None, _("“%(name)s” is no question of this list.") % {"name": clipped(name)}
            )
        return cleaned

    @property
    def named(self) -> str:
        """The address name of the document that is asked for, whether there is one or not."""
        return self.data.get("document", "")

    @property
    def moved(self) -> str:
        """The query with the name that the document has now, where it is named by a former one."""
        return moved_query(self.data, {"document": SourceDocument})

    @property
    def asked(self) -> Asked:
        """What is asked for."""
        names = ("kind", "document", "since", "until", "version")
        return Asked(**{name: self.cleaned_data.get(name) or None for name in names})


def changes(request: HttpRequest) -> HttpResponse:
    """All changes, the latest first."""
    form = ChangesForm(request.GET)
    if not form.is_valid() and form.moved:
        return moved_permanently(request.path, form.moved)
    if not form.is_valid():
        context = {"form": form, "told": [], "page": None}
        return render(request, "portal/changes.html", context, status=400)
    pages = Paginator(revisions_of(form.asked), PER_PAGE)
    number = form.cleaned_data["page"] or 1
    if number > pages.num_pages:
        raise Http404(_("The list ends at page %(last)s.") % {"last": pages.num_pages})
    page = pages.page(number)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "told": [(each, address(each)) for each in told_with_hidings(page.object_list)],
        "query": query.urlencode(),
    }
    return render(request, "portal/changes.html", context)


def revisions_of(asked: Asked) -> models.QuerySet:
    """The revisions asked for. No question tells why an entry was hidden or where it was read."""
    return asked.narrow(revisions(with_hidings=not (asked.kind or asked.document)))


def changes_csv(request: HttpRequest) -> HttpResponse:
    """The same changes as CSV, a line for each field that differs."""
    form = ChangesForm(request.GET)
    if not form.is_valid() and form.moved:
        return moved_permanently(request.path, form.moved)
    if not form.is_valid():
        return refused(form)
    blocks = (line.encode() for line in csv_lines(request, form.asked))
    return csv_download(request, blocks, 'attachment; filename="changes.csv"')


def refused(form: ChangesForm) -> HttpResponse:
    """Why a file is refused, as plain text."""
    errors = form.errors.as_data().values()
    faults = [words for found in errors for each in found for words in messages_of(each)]
    return HttpResponse("\n".join(faults), status=400, content_type="text/plain; charset=utf-8")


class Echo:
    """Gives back each line that is written to it."""

    def write(self, line: str) -> str:
        """The line."""
        return line


def csv_lines(request: HttpRequest, asked: Asked) -> Iterator[str]:
    """The lines of the CSV, some revisions at a time."""
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(HEADERS)
    found, start = revisions_of(asked), 0
    while some := list(found[start : start + AT_ONCE]):
        for each in told_with_hidings(some):
            for differs in each.differences:
                cells = (*of_revision(each), *of_difference(request, each, differs))
                yield writer.writerow([harmless(cell) for cell in cells])
        start += AT_ONCE


def of_revision(told_of: Told) -> tuple:
    """What a line says of the revision."""
    made, entry = told_of.batch, told_of.entry
    return (
        at_home(made.made_at).isoformat(timespec="seconds"),
        *(made.get_kind_display(), made.get_via_display(), made.reason),
        *(entry.kind, told_of.name, entry.key, told_of.revision.number),
    )


def of_difference(request: HttpRequest, each: Told, differs: Difference) -> tuple:
    """What a line says of one thing that differs: an empty value is not yet a row that went."""
    url = request.build_absolute_uri(address(each)) if address(each) else ""
    went = differs.kind == "removed" and not differs.path
    deed = each.end if went else str(Action(differs.kind).label)
    return differs.label, differs.old, differs.new, url, deed


def address(each: Told) -> str:
    """The page of the changes of an entry; nothing of one that is gone."""
    for view, model in VIEWS.items():
        if model._meta.model_name == each.entry.kind and each.entry.row is not None:
            return reverse(f"{view}-changes", args=each.entry.key.split("/"))
    return ""


def entry_changes(request: HttpRequest, view: str, key: str) -> HttpResponse:
    """What changed in one entry, under whatever address, or how it stood on a day."""
    model = VIEWS[view]
    entry = get_object_or_404(shown(model), **{model.KEY[0]: key})
    if AS_OF in request.GET:
        return entry_as_of(request, entry, model, key)
    kind = model._meta.model_name
    found = Revision.objects.of_any(kind, {key, *moved_from(kind, key)})
    pages = Paginator(found, PER_PAGE)
    page = pages.get_page(request.GET.get("page", 1))
    context = {
        "entry": entry,
        "key": key,
        "kind": model._meta.verbose_name,
        "told": told(page.object_list),
        "page": page,
        "query": "",
        "form": AsOfForm(),
    }
    return render(request, "portal/entry_changes.html", context)


def entry_as_of(
    request: HttpRequest, entry: models.Model, model: type[models.Model], key: str
) -> HttpResponse:
    """One entry as the record held it at a point, or what differs between two.

    A day that cannot be read, or has not come, answers 400; one of which the record held nothing
    yet 404, with the first day of which it does.
    """
    kind = model._meta.model_name
    form = AsOfForm(request.GET)
    context = {"entry": entry, "form": form, "days": [], "differences": []}
    if not form.is_valid():
        return render(request, "portal/entry_as_of.html", context, status=400)
    points = {name: point for name, point in form.cleaned_data.items() if point}
    asked = {name: point.asked for name, point in points.items()}
    if any(value != request.GET[name].strip() for name, value in asked.items()):
        return HttpResponseRedirect(f"{request.path}?{urlencode(asked)}")
    days = [kept_at(kind, key, point) for point in points.values()]
    days.sort(key=lambda each: each.point.place)
    context |= {"days": days, "first": first_day(kind, key)}
    if any(each.form is None for each in days):
        return render(request, "portal/entry_as_of.html", context, status=404)
    *before, last = days
    context["last"] = last
    context["differences"] = told_between(kind, before[0] if before else None, last)
    return render(request, "portal/entry_as_of.html", context)


def urls() -> list[URLPattern]:
    """The addresses of the pages of changes."""
    folders = {"measure": "measures", "framework": "pillars"}
    return [
        path("changes/", changes, name="changes"),
        path("changes.csv", changes_csv, name="changes-csv"),
        path("data/versions/", versions, name="versions"),
        *(
            path(
                f"{folders.get(view, f'{view}s')}/<slug:key>/changes/",
                entry_changes,
                {"view": view},
                name=f"{view}-changes",
            )
            for view in VIEWS
        ),
    ]
