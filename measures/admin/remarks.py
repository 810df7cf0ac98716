"""What readers and divisions pointed out: a worklist, each line with the way to the form."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.remarks.models import Remark

# So many corrections are offered, the last first.
OFFERED = 50


class RemarkForm(forms.ModelForm):
    """What became of a remark; which change corrected the value, readers are told."""

    class Meta:
        model = Remark
        fields = ("state", "batch")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "batch" in self.fields:
            found = Remark.objects.filter(pk=self.instance.pk).corrections(OFFERED)
            self.fields["batch"].queryset = found
            self.fields["batch"].help_text = _(
                "The change by which the value was corrected. It tells readers who pointed it out."
            )


@admin.register(Remark)
class RemarkAdmin(admin.ModelAdmin):
    """Values that were pointed out. The value is corrected in its own form, never from here."""

    form = RemarkForm
    fields = ("place", "text", "origin", "made_on", "state", "batch", "handled_by")
    readonly_fields = ("place", "text", "origin", "made_on", "handled_by")
    list_display = ("place", "text", "origin", "made_on", "state", "handled_by", "look_at")
    list_display_links = ("look_at",)
    list_filter = ("state", "origin", "made_on")
    list_per_page = 50
    search_fields = ("where_ja", "where_en", "text")
    ordering = ("-pk",)
    actions = ("take", "decline")

    def has_add_permission(self, request):
        return False

    def save_model(self, request, obj, form, change):
        obj.handled_by = request.user.get_full_name() or request.user.get_username()
        super().save_model(request, obj, form, change)

    @admin.display(description=_("Where"), ordering="where_ja")
    def place(self, obj):
        kind = obj.kind_in_words
        if address := obj.edit_address:
            return format_html('<a href="{}">{}</a> ({})', address, obj.where, kind)
        return f"{obj.where} ({kind})"

    @admin.display(description=_("Decide"))
    def look_at(self, obj):
        return obj.get_state_display()

    @admin.action(description=_("Corrected"), permissions=["change"])
    def take(self, request, queryset):
        self.settle(request, queryset, Remark.State.TAKEN)

    @admin.action(description=_("Looked at, nothing to correct"), permissions=["change"])
    def decline(self, request, queryset):
        self.settle(request, queryset, Remark.State.DECLINED)

    def settle(self, request, queryset, state: str) -> None:
        """Note what became of some remarks, and who decided it."""
        queryset.settle(state, request.user.get_full_name() or request.user.get_username())
