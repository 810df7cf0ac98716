"""Source documents, their sections, and what is printed at the foot of a section."""

import datetime

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.admin.clauses import ClauseInline
from policies.admin.forms import RecordForm
from policies.admin.pages import RecordAdmin, RecordInline
from policies.models import Footnote, Section, SourceDocument
from portal.dates.clock import today
from portal.dates.edtf import bounds

# How far before the newest document one may be dated before it is asked about.
OLD = datetime.timedelta(days=366)

DOCUMENT_TEXTS = ("slug", "title_ja", "title_en", "short_name_ja", "short_name_en")
OWN_TEXTS = ("code", "heading", "title_ja", "title_en")
SECTION_LINES = (
    ("code", "position", "page", "file_page"),
    "parent",
    "heading",
    ("title_ja", "title_en"),
    "was_read",
    ("empty_reason_ja", "empty_reason_en"),
    ("note_ja", "note_en"),
)
# The section of a printed note is the entry it belongs to, so it is no line of the note's own.
FOOTNOTE_LINES = (
    ("code", "position", "kind", "mark"),
    ("text_ja", "text_en"),
    "phrase",
    ("inferred", "inference_ja", "inference_en"),
)


class SourceDocumentForm(RecordForm):
    """A document whose date can be that of a document: all pages say as of it."""

    old = forms.BooleanField(
        label=_("The date is right, though it is far before that of the newest document"),
        required=False,
    )

    def clean(self):
        """The form, with a date that has come and is no slip of a year."""
        cleaned = super().clean()
        if "date" in cleaned and ("date" in self.changed_data or self.instance.pk is None):
            self.check_date(cleaned["date"], cleaned.get("old", False))
        return cleaned

    def check_date(self, date: str, old: bool) -> None:
        """No document is of tomorrow; one of long ago is asked about once."""
        first, _last = bounds(date)
        others = SourceDocument.objects.exclude(pk=self.instance.pk)
        newest = others.aggregate(newest=models.Max("date_from"))["newest"]
        if first is None:
            return
        if first > today():
            words = _("“%(date)s” has not come yet; a document is dated when it is published.")
            self.add_error("date", ValidationError(words, code="future", params={"date": date}))
        elif newest and newest - first > OLD and not old:
            words = _(
                "“%(date)s” is more than a year before the newest document (%(newest)s). If that "
                "is right, tick the box below."
            )
            told = {"date": date, "newest": newest.isoformat()}
            self.add_error("date", ValidationError(words, code="old", params=told))


class SectionForm(RecordForm):
    stable = ("code",)


class SectionInline(RecordInline):
    model = Section
    form = SectionForm
    related = ("document", "parent__document")
    siblings = ("parent",)
    fieldsets = ((None, {"fields": SECTION_LINES}),)


class FootnoteInline(RecordInline):
    model = Footnote
    fieldsets = ((None, {"fields": FOOTNOTE_LINES}),)


@admin.register(SourceDocument)
class SourceDocumentAdmin(RecordAdmin):
    form = SourceDocumentForm
    fieldsets = (
        (None, {"fields": ("title_ja", "title_en", "slug", ("short_name_ja", "short_name_en"))}),
        (
            _("Publication"),
            {
                "fields": (
                    ("publisher", "issuer"),
                    ("url", "file_url"),
                    ("licence_ja", "licence_en"),
                )
            },
        ),
        (
            _("Date"),
            {
                "description": _("Where the document gives no date, tick “inferred” and say why."),
                "fields": (
                    "date",
                    "old",
                    "date_inferred",
                    ("date_inference_ja", "date_inference_en"),
                ),
            },
        ),
        (_("Record"), {"fields": ("state", "sha256", "updated_on")}),
    )
    readonly_fields = ("updated_on",)
    prepopulated_fields = {"slug": ("short_name_en",)}
    inlines = (SectionInline,)
    list_display = ("title_ja", "short_name_ja", "publisher", "date", "state", "updated_on")
    list_filter = ("state", ("publisher", admin.RelatedOnlyFieldListFilter), "date_inferred")
    list_select_related = ("publisher", "issuer")
    search_fields = (*DOCUMENT_TEXTS, "publisher__name_ja", "publisher__name_en")
    date_hierarchy = "date_from"
    ordering = ("slug",)


@admin.register(Section)
class SectionAdmin(RecordAdmin):
    form = RecordForm
    stable = ("document", "code")
    owner = "document"
    siblings = ("parent",)
    parent_path = "document"
    fieldsets = (
        (
            None,
            {
                "description": _(
                    "A slide or heading of a document. Record it also where nothing is read from "
                    "it, and say why."
                ),
                "fields": ("document", *SECTION_LINES),
            },
        ),
    )
    inlines = (FootnoteInline, ClauseInline)
    list_display = ("mark", "title", "heading", "page", "parent")
    list_filter = ("document",)
    list_select_related = ("document", "parent__document")
    search_fields = (
        *OWN_TEXTS,
        "document__slug",
        "document__short_name_ja",
        "document__short_name_en",
    )
    ordering = ("document__slug", "position", "pk")

    @admin.display(description=_("section"), ordering="position")
    def mark(self, obj):
        return obj.mark

    @admin.display(description=_("Title"))
    def title(self, obj):
        return obj.title


@admin.register(Footnote)
class FootnoteAdmin(RecordAdmin):
    stable = ("section",)
    parent_path = "section.document"
    fieldsets = ((None, {"fields": ("section", *FOOTNOTE_LINES)}),)
    list_display = ("text_ja", "kind", "code", "read_from")
    list_filter = ("kind", "section__document")
    list_select_related = ("section__document",)
    search_fields = ("code", "mark", "text_ja", "text_en", "phrase", "section__heading")
    ordering = ("section__document__slug", "section__position", "position", "pk")
