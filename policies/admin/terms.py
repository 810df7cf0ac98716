"""Terms of art, each with the words beside it."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from policies.admin.pages import SECTION_TEXTS, AliasInline, RecordAdmin
from policies.models import Term, TermWord

TERMS = _(
    "A text that is read from a section printing the term says it in the same words; the sentence "
    "around it is your own. English is official only where you looked it up and name the reference."
)
WORDS = ("term_ja", "term_en", "reading", "words__name")


class TermWordInline(AliasInline):
    model = TermWord


@admin.register(Term)
class TermAdmin(RecordAdmin):
    fieldsets = (
        (
            None,
            {
                "description": TERMS,
                "fields": (
                    ("term_ja", "reading"),
                    "slug",
                    ("term_en", "english"),
                    ("english_source_ja", "english_source_en"),
                    ("note_ja", "note_en"),
                    ("section", "phrase"),
                    ("inferred", "inference_ja", "inference_en"),
                ),
            },
        ),
    )
    prepopulated_fields = {"slug": ("term_en",)}
    inlines = (TermWordInline,)
    list_display = ("term_ja", "reading", "term_en", "english", "read_from")
    list_filter = ("english", "section__document")
    list_select_related = ("section__document",)
    search_fields = ("slug", *WORDS, *SECTION_TEXTS)
    ordering = ("reading", "slug")


@admin.register(TermWord)
class TermWordAdmin(RecordAdmin):
    stable = ("term",)
    fields = ("term", "kind", "name")
    list_display = ("name", "kind", "term")
    list_filter = ("kind",)
    list_select_related = ("term",)
    search_fields = ("name", "term__term_ja", "term__term_en")
    ordering = ("name", "pk")
