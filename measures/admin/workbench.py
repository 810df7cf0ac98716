"""The pages on which a document is read: section by section, beside its text."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from measures.models import Measure
from measures.workbench import Reading, Workbench, choices
from policies.admin.pages import one_batch_per_post
from policies.models import Section, SourceDocument
from portal.dates.clock import today
from portal.unsaved.returning import comes_back

reads = permission_required("policies.change_sourcedocument", raise_exception=True)


class PhraseForm(forms.Form):
    """The phrase that is looked for, and the measure that rows are added to."""

    phrase = forms.CharField(label=_("phrase"), required=False)
    entry = forms.ModelChoiceField(
        Measure.objects.none(), label=_("measure"), required=False, empty_label=_("— new —")
    )

    def __init__(self, *args, document: SourceDocument, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["entry"].queryset = choices(document, str(self.data.get("entry", "")))


class DoneForm(forms.ModelForm):
    """Why nothing is read from a section, where nothing is."""

    class Meta:
        model = Section
        fields = ("empty_reason_ja", "empty_reason_en")
        widgets = {name: forms.Textarea(attrs={"rows": 2}) for name in fields}


@staff_member_required
@reads
def read_document(request: HttpRequest, slug: str) -> HttpResponse:
    """How far a document is read, and the button that says it is."""
    document = get_object_or_404(SourceDocument, slug=slug)
    reading = Reading(document)
    context = {"reading": reading, "document": document}
    if request.method == "POST":
        if reading.unread:
            words = gettext("These sections are not read yet: %(codes)s")
            codes = ", ".join(section.code for section in reading.unread)
            messages.error(request, words % {"codes": codes})
            return shown(
                request,
                "admin/reading/document.html",
                {"reading": reading, "document": document},
                400,
            )
        with one_batch_per_post(request):
            document.updated_on = today()
            reading.finish()
            log(request, document, "state of reading")
        messages.success(request, gettext("The document is read."))
        return redirect("read-document", slug=slug)
    return shown(request, "admin/reading/document.html", context)


@staff_member_required
@reads
@comes_back
def read_section(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A section: its text, what was read from it, and what a phrase of it begins."""
    sections = Section.objects.for_detail()
    section = get_object_or_404(sections, document__slug=slug, code=code)
    sent = request.method == "POST" or request.POST
    done = DoneForm(request.POST if sent else None, instance=section)
    form = PhraseForm(request.GET, document=section.document)
    form.is_valid()
    chosen = form.cleaned_data.get("entry")
    bench = Workbench(section, form.cleaned_data.get("phrase", ""), chosen)
    if request.method == "POST" and done.is_valid():
        if bench.may_be_done:
            return finished(request, section, done)
        done.add_error(None, _("Nothing is read from this section yet. Say why nothing is."))
    context = {"section": section, "bench": bench, "form": form, "done": done}
    context["document"] = section.document
    return shown(request, "admin/reading/section.html", context, 400 if done.errors else 200)


def finished(request: HttpRequest, section: Section, done: DoneForm) -> HttpResponse:
    """Say that a section is read, and go on to the next that is not."""
    document = section.document
    with one_batch_per_post(request):
        section.was_read = True
        done.save()
        document.updated_on = today()
        if document.state == SourceDocument.State.REGISTERED:
            document.state = SourceDocument.State.READING
        document.save()
        log(request, section, "read to its end")
        following = Reading(document).next
    if following is None:
        return redirect("read-document", slug=document.slug)
    return redirect("read-section", slug=document.slug, code=following.code)


def log(request: HttpRequest, entry: SourceDocument | Section, field: str) -> None:
    """Note in the history of a document or section that one of its fields was changed."""
    pages = admin.site.get_model_admin(type(entry))
    pages.log_change(request, entry, [{"changed": {"fields": [field]}}])


def shown(request: HttpRequest, name: str, context: dict, status: int = 200) -> HttpResponse:
    """A page of the admin."""
    title = str(context.get("section") or context["document"])
    whole = admin.site.each_context(request) | {"title": title} | context
    return render(request, name, whole, status=status)
