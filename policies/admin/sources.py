"""Source documents, their sections, and what is printed at the foot of a section."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from policies.admin.clauses import ClauseInline
from policies.admin.forms import RecordForm, VersionedForm
from policies.admin.pages import RecordAdmin, RecordInline
from policies.models import Footnote, Section, SourceDocument

DOCUMENT_TEXTS = ("slug", "title_ja", "title_en", "short_name_ja", "short_name_en")
OWN_TEXTS = ("code", "heading", "title_ja", "title_en")
SECTION_LINES = (
    ("code", "position", "page"),
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
    form = VersionedForm
    fieldsets = (
        (None, {"fields": ("title_ja", "title_en", "slug", ("short_name_ja", "short_name_en"))}),
        (
            _("Publication"),
            {"fields": (("publisher", "issuer"), "url", ("licence_ja", "licence_en"))},
        ),
        (
            _("Date"),
            {
                "description": _("Where the document prints no date, tick “inferred” and say why."),
                "fields": ("date", "date_inferred", ("date_inference_ja", "date_inference_en")),
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
