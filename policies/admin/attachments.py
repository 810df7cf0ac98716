"""Attached copies, and their text by section."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from policies.admin.pages import RecordAdmin
from policies.copies import shown_to
from policies.models import Attachment, SectionText


class ReadOnly:
    """Written by the command that attaches a copy; here it is looked at and taken away."""

    stable = ()

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) and shown_to(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Attachment)
class AttachmentAdmin(ReadOnly, RecordAdmin):
    fieldsets = (
        (
            None,
            {
                "description": _(
                    "A copy is attached with the command attach_source. Removing it also removes "
                    "its file, its pages and the texts of its sections; nothing of the record is "
                    "lost."
                ),
                "fields": ("document", "kind", "file_name", "sha256", "attached_at"),
            },
        ),
    )
    readonly_fields = ("attached_at",)
    list_display = ("document", "kind", "file_name", "checked", "attached_at")
    list_select_related = ("document",)
    search_fields = ("file_name", "sha256", "document__title_ja", "document__title_en")
    ordering = ("document__slug", "pk")

    @admin.display(description=_("the text the record was checked against"), boolean=True)
    def checked(self, obj):
        return obj.is_the_checked_text

    def delete_model(self, request, obj):
        SectionText.objects.of_document(obj.document).delete()
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        for attachment in queryset:
            self.delete_model(request, attachment)


@admin.register(SectionText)
class SectionTextAdmin(ReadOnly, RecordAdmin):
    fields = ("section", "page", "text")
    list_display = ("section", "page")
    list_filter = ("section__document",)
    list_select_related = ("section__document",)
    search_fields = ("text", "section__code", "section__heading")
    ordering = ("section__document__slug", "section__position", "pk")
