"""Words that people type, and the words of the documents that the search knows."""

from urllib.parse import urlencode

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from policies.admin.pages import AliasInline, RecordAdmin
from policies.models import DocumentWords, Synonym, SynonymMeaning
from portal.search.models import Unanswered

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

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        Unanswered.objects.filter(asked=obj.word).delete()


@admin.register(Unanswered)
class UnansweredAdmin(admin.ModelAdmin):
    """What people asked for in vain: each word leads to the form that gives it a meaning."""

    list_display = ("asked", "times", "first", "last", "give_name")
    ordering = ("-times", "-last", "-pk")
    search_fields = ("asked",)
    readonly_fields = ("asked", "times", "first", "last")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description=_("Add as another name"))
    def give_name(self, obj):
        address = f"{reverse('admin:policies_synonym_add')}?{urlencode({'word': obj.asked})}"
        return format_html('<a href="{}">{}</a>', address, gettext("Add as another name"))


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
