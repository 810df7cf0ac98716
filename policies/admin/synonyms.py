"""Words that people type, and the words of the documents that the search knows."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from policies.admin.pages import AliasInline, RecordAdmin
from policies.models import DocumentWords, Synonym, SynonymMeaning

SYNONYMS = _(
    "Whoever searches for the word also finds what it means here, and is told so. Words that "
    "found nothing are listed under “searches without result”."
)


class SynonymMeaningInline(AliasInline):
    model = SynonymMeaning


@admin.register(Synonym)
class SynonymAdmin(RecordAdmin):
    stable = ()
    fieldsets = ((None, {"description": SYNONYMS, "fields": ("word",)}),)
    inlines = (SynonymMeaningInline,)
    list_display = ("word",)
    search_fields = ("word", "means__name")
    ordering = ("word",)


@admin.register(SynonymMeaning)
class SynonymMeaningAdmin(RecordAdmin):
    stable = ("synonym",)
    fields = ("synonym", "name")
    list_display = ("name", "synonym")
    list_select_related = ("synonym",)
    search_fields = ("name", "synonym__word")
    ordering = ("name", "pk")


@admin.register(DocumentWords)
class DocumentWordsAdmin(RecordAdmin):
    stable = ("document",)
    fieldsets = (
        (
            None,
            {
                "description": _(
                    "Kept by the command list_words from the text that the record was checked "
                    "against. They say whether a word stands in the documents at all."
                ),
                "fields": ("document", "words"),
            },
        ),
    )
    list_display = ("document",)
    list_select_related = ("document",)
    search_fields = ("words",)
    ordering = ("document",)
