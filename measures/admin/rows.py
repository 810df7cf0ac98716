"""What the rows of a measure share, as inlines on its page and on pages of their own."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from policies.admin.pages import SECTION_TEXTS, RecordAdmin, RecordInline

MEASURE_TEXTS = ("measure__title_ja", "measure__title_en")


class MeasureRowInline(RecordInline):
    """Rows of one measure; `related` always names the measure, whose title rows fall back on."""

    fk_name = "measure"
    related = ("measure", "section__document")


class MeasureRowAdmin(RecordAdmin):
    """A page for one row: for searching across measures and for rows that need room.

    `inline` says what is edited; the page adds the measure, which a saved row never changes.
    """

    inline: type[RecordInline]
    owner = "measure"
    parent_path = "measure"
    stable = ("measure",)
    list_filter = ("section__document", "inferred")
    ordering = ("measure__slug", "position", "pk")

    def get_fieldsets(self, request, obj=None):
        description = _("A saved row stays with its measure: delete it there and enter it anew.")
        measure = (None, {"description": description, "fields": (self.owner,)})
        return (measure, *self.inline.fieldsets)

    def view_on_site(self, obj):
        return obj.get_absolute_url() if getattr(obj, self.owner).published else None


class DetailInline(MeasureRowInline):
    """The one row that measures of a kind have; open where it is filled."""

    max_num = 1

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        filled = obj and self.model._default_manager.filter(measure=obj).exists()
        self.classes = () if filled else ("collapse",)
        return formset


class DetailAdmin(MeasureRowAdmin):
    ordering = ("measure__slug", "pk")


def searched(*texts, measure=MEASURE_TEXTS):
    """Fields that a search in a list of rows reads: the row's own, its measure's, its source's."""
    return (*texts, *measure, *SECTION_TEXTS)


def related_only(path):
    """A filter on a relation that offers only what occurs."""
    return (path, admin.RelatedOnlyFieldListFilter)
