"""The page on which a document is registered: from a file, by an outline, in two steps."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import permission_required
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from policies.admin.giving_back import gives_back, looked_over
from policies.admin.pages import one_batch_per_post
from policies.kept_files import keep
from policies.models import Section, SourceDocument
from policies.registering import (
    Begin,
    brought_back,
    carried,
    in_future,
    is_taken,
    place_of,
    proposed,
    registered,
    save,
    too_old,
)
from portal import posts
from portal.dates import written
from portal.decks.deck import MAX_BYTES, Deck, DeckError
from portal.decks.outline import propose
from portal.decks.reading import read
from portal.search.passages import FoldedSource

EMPTY_ROWS = 3
PASTED = "pasted.txt"
# What people type of a section.
TYPED = ("code", "heading", "title_en")


class CopyForm(posts.FilesOnce, forms.Form):
    """A file, or its text."""

    place_in_outline = ""

    file = forms.FileField(label=_("file"), required=False, allow_empty_file=True)
    text = forms.CharField(
        label=_("or its text"),
        required=False,
        strip=False,  # its fingerprint is that of the whole
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean(self):
        cleaned = super().clean()
        file, text = cleaned.get("file"), cleaned.get("text")
        if bool(file) == bool(text):
            raise ValidationError(_("Choose a file, or paste its text: one of the two."))
        try:
            cleaned["deck"] = self.read(file, text)
        except ValidationError as error:
            self.add_error("file" if file else "text", error)
        return cleaned

    def read(self, file, text: str) -> Deck:
        """The deck of the file or the text. Raises ValidationError in the words of the reader."""
        name = file.name if file else PASTED
        data = file.read(MAX_BYTES + 1) if file else text.replace("\r\n", "\n").encode()
        try:
            deck = read(name, data)
        except DeckError as error:
            raise ValidationError(str(error)) from error
        if known := registered(deck):
            raise ValidationError(
                format_html(
                    '{} <a href="{}">{}</a>',
                    gettext("This very text is registered already:"),
                    known.get_absolute_url(),
                    known,
                )
            )
        return deck


class DetailsForm(forms.ModelForm):
    """What is told of the document itself."""

    confirm_date = forms.BooleanField(
        label=_("The date is right: the document is older than most here"), required=False
    )

    class Meta:
        model = SourceDocument
        fields = (
            *("title_ja", "title_en", "short_name_ja", "short_name_en", "slug"),
            *("publisher", "issuer", "date"),
            *("date_inferred", "date_inference_ja", "date_inference_en"),
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        self.fields["slug"].help_text = _("Left empty, it is made of the short name (English).")
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 2

    def clean_date(self):
        """The date in EDTF form, of a day that is plausible."""
        date = written.read(self.cleaned_data["date"])
        if in_future(date):
            raise ValidationError(_("The date lies in the future."))
        newest = too_old(date)
        if newest and not self.data.get(self.add_prefix("confirm_date")):
            words = gettext(
                "The date is more than a year before the newest document (%(day)s). "
                "Tick below that it is right."
            )
            raise ValidationError(words % {"day": newest}, code="old")
        return date

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("slug"):
            cleaned["slug"] = slugify(cleaned.get("short_name_en", ""))
            self.instance.slug = cleaned["slug"]
        if is_taken(cleaned["slug"]):
            self.add_error("slug", _("A document has this address name already."))
        return cleaned

    place_in_outline = ""

    @property
    def asks_for_confirmation(self) -> bool:
        """Whether the date is plausible only if somebody says so."""
        return self.has_error("date", "old") or bool(self["confirm_date"].value())


class SectionRow(forms.Form):
    """One section of the outline; one that is not kept goes with the section before it."""

    keep = forms.BooleanField(label=_("section of its own"), required=False)
    code = Section._meta.get_field("code").formfield(label=_("code"), required=False, help_text="")
    heading = Section._meta.get_field("heading").formfield(required=False, help_text="")
    title_en = Section._meta.get_field("title_en").formfield(required=False)
    place = forms.IntegerField(widget=forms.HiddenInput, required=False)
    page = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in TYPED:
            self.fields[name].widget.attrs.pop("maxlength", None)

    @property
    def place_in_outline(self) -> str:
        """How the row is told from the others: by its code and heading."""
        return f"{self['code'].value()} {self['heading'].value()}".strip()

    def clean(self):
        cleaned = super().clean()
        for name in TYPED if cleaned.get("keep") else ():
            if not self.has_error(name):
                try:
                    # What the model asks beyond what a field of a form does.
                    Section._meta.get_field(name).clean(cleaned.get(name, ""), None)
                except ValidationError as error:
                    self.add_error(name, error)
        return cleaned


class OutlineFormSet(forms.BaseFormSet):
    """The outline: kept rows have codes of their own and headings that stand in the text."""

    def __init__(self, *args, deck: Deck, **kwargs):
        self.deck = deck
        super().__init__(*args, **kwargs)

    @property
    def kept(self) -> list[forms.Form]:
        """The rows that become sections."""
        return [form for form in self.forms if form.cleaned_data.get("keep")]

    def clean(self):
        if any(self.errors):
            return
        codes, text, after = set(), FoldedSource(self.deck.text), 0
        for form in self.kept:
            code, heading, given = (
                form.cleaned_data[each] for each in ("code", "heading", "place")
            )
            if code in codes:
                form.add_error("code", _("Another section has this code."))
            codes.add(code)
            place = place_of(heading, text, given or after)
            if place is None:
                form.add_error("heading", _("This heading does not stand in the text."))
                continue
            after = place if given is None else given
            form.cleaned_data["place"] = after
        if not self.kept:
            raise ValidationError(_("A document has at least one section."))

    def begins(self) -> list[Begin]:
        """Where the sections begin, in the order of the text."""
        found = [
            Begin(*(form.cleaned_data[name] for name in ("code", "heading", "title_en", "place")))
            for form in self.kept
        ]
        return sorted(found, key=lambda begin: begin.place)


Outline = forms.formset_factory(SectionRow, formset=OutlineFormSet, extra=EMPTY_ROWS)


@staff_member_required
@permission_required("policies.add_sourcedocument", raise_exception=True)
@gives_back
def register(request: HttpRequest) -> HttpResponse:
    """First a file or its text; then the document and its outline; then it is registered."""
    if request.method == "POST" and "deck" in request.POST:
        return outlined(request)
    sent = request.method == "POST"
    form = looked_over(request, CopyForm(request.POST, request.FILES)) if sent else CopyForm()
    if request.method != "POST" or not form.is_valid():
        return page(
            request, "admin/reading/register.html", {"form": form, "faulty": [form]}, form.errors
        )
    deck = form.cleaned_data["deck"]
    token = carried(deck)
    if not token:
        form.add_error(None, _("The text is too long for this page. Attach it by the command."))
        return page(
            request, "admin/reading/register.html", {"form": form, "faulty": [form]}, form.errors
        )
    keep(deck)
    outline = propose(deck)
    rows = [
        {
            "keep": True,
            "code": str(number),
            "heading": each.heading,
            "place": each.start,
            "page": each.page or "",
        }
        for number, each in enumerate(outline)
    ]
    context = {
        "details": DetailsForm(initial=proposed(deck, outline)),
        "outline": Outline(initial=rows, deck=deck, prefix="outline"),
        "deck": deck,
        "token": token,
        "faulty": [],
    }
    return page(request, "admin/reading/outline.html", context, {})


def outlined(request: HttpRequest) -> HttpResponse:
    """The document and its outline as they are sent: saved, or shown again with what is wrong."""
    try:
        deck = brought_back(request.POST["deck"])
    except (signing.BadSignature, ValueError, KeyError):
        form = CopyForm()
        messages.error(request, gettext("The file was not sent along. Choose it once more."))
        return page(
            request, "admin/reading/register.html", {"form": form, "faulty": [form]}, {"file": True}
        )
    details = looked_over(request, DetailsForm(request.POST))
    outline = Outline(request.POST, deck=deck, prefix="outline")
    known = registered(deck)
    if known:
        messages.error(request, gettext("This very text is registered already:") + f" {known}")
    if not all([details.is_valid(), outline.is_valid()]) or known:
        context = {
            "details": details,
            "outline": outline,
            "deck": deck,
            "token": request.POST["deck"],
            "faulty": [details, *outline.forms],
        }
        return page(request, "admin/reading/outline.html", context, True)
    with one_batch_per_post(request):
        document = save(details.save(commit=False), deck, outline.begins())
    pages = admin.site.get_model_admin(SourceDocument)
    pages.log_addition(request, document, [{"added": {}}])
    posts.forget(request)
    messages.success(request, gettext("The document is registered. Now it is read."))
    return redirect(reverse("read-document", args=[document.slug]))


def first_page(request: HttpRequest, form: CopyForm, faults) -> HttpResponse:
    """The page that takes a file."""
    context = {"form": form, "faulty": [form]}
    return page(request, "admin/reading/register.html", context, faults)


def page(request: HttpRequest, name: str, context: dict, faults) -> HttpResponse:
    """A page of the admin; 400 where something is wrong with what was sent."""
    whole = admin.site.each_context(request) | {"title": gettext("Register a document")} | context
    status = 400 if faults else 200
    return render(request, name, whole, status=status)
