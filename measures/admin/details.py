"""Provisions, milestones, targets, and the relations that lead from one measure to another."""

from django.contrib import admin
from django.utils.translation import gettext

from measures.admin.rows import MeasureRowAdmin, MeasureRowInline, searched
from measures.kinds import BY_NAME
from measures.models import Milestone, Provision, Relation, Target
from policies.admin.forms import RecordFormSet


class MilestoneFormSet(RecordFormSet):
    """Lets the headline date move from one row to another in one save.

    The form of a row asks no rule that names the measure, so that of one headline is asked here.
    """

    def clean(self):
        super().clean()
        headlines = [
            form
            for form in self.forms
            if form.instance.headline and not is_marked_for_deletion(form)
        ]
        moved = any("headline" in form.changed_data for form in headlines)
        other = moved and self.elsewhere().filter(headline=True).first()
        for form in headlines if other or len(headlines) > 1 else ():
            if "headline" in form.changed_data:
                form.add_error("headline", one_headline(other))

    def save(self, commit=True):
        if any("headline" in form.changed_data for form in self.forms):
            self.model.objects.filter(measure=self.instance).update(headline=False)
        return super().save(commit)


def one_headline(other: Milestone | None) -> str:
    """That a measure has one headline date; `other` has it, where that is on another page."""
    if not other:
        return gettext("Only one milestone of a measure is its headline date.")
    words = gettext(
        "The headline date is “%(milestone)s”, on another page of these rows. Show all rows to "
        "move it."
    )
    return words % {"milestone": other}


def is_marked_for_deletion(form) -> bool:
    """Whether the row of this form is ticked for deletion."""
    return getattr(form, "cleaned_data", {}).get("DELETE", False)


class MilestoneInline(MeasureRowInline):
    kind = BY_NAME["milestones"]
    formset = MilestoneFormSet


@admin.register(Provision)
class ProvisionAdmin(MeasureRowAdmin):
    kind = BY_NAME["provisions"]
    list_display = ("__str__", "code", "measure", "effective", "read_from")
    list_filter = ("is_new", *MeasureRowAdmin.list_filter)
    search_fields = searched("code", "number", "heading_ja", "heading_en", "text_ja", "text_en")


@admin.register(Milestone)
class MilestoneAdmin(MeasureRowAdmin):
    kind = BY_NAME["milestones"]
    list_display = ("label_ja", "date", "kind", "headline", "measure", "read_from")
    list_filter = ("kind", "headline", *MeasureRowAdmin.list_filter)
    search_fields = searched("code", "label_ja", "label_en")
    date_hierarchy = "date_from"


@admin.register(Target)
class TargetAdmin(MeasureRowAdmin):
    kind = BY_NAME["targets"]
    list_display = ("label_ja", "printed", "due", "featured", "measure", "read_from")
    list_filter = ("featured", "bound", *MeasureRowAdmin.list_filter)
    search_fields = searched("code", "label_ja", "label_en", "printed", "counts_ja", "counts_en")


@admin.register(Relation)
class RelationAdmin(MeasureRowAdmin):
    kind = BY_NAME["relations"]
    owner = "source"
    parent_path = "source"
    stable = ("source",)
    list_display = ("source", "kind", "target", "reason_ja", "read_from")
    list_filter = ("kind", *MeasureRowAdmin.list_filter)
    search_fields = searched(
        "target__title_ja",
        "target__title_en",
        "reason_ja",
        "reason_en",
        measure=("source__title_ja", "source__title_en"),
    )
    ordering = ("source__slug", "position", "pk")
