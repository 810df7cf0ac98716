"""Where a measure stands: a status that changes is another one, read somewhere else."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from measures.admin.rows import MeasureRowAdmin, MeasureRowInline, searched
from measures.kinds import BY_NAME
from measures.models import MeasureStatus
from policies.admin.forms import RecordForm


class StatusForm(RecordForm):
    """Takes no other status from the section and phrase that told the former one."""

    def clean(self):
        cleaned = super().clean()
        changed = set(self.changed_data)
        if self.instance.pk and "value" in changed and not {"section", "phrase"} & changed:
            self.add_error("section", self.READ_ELSEWHERE)
        return cleaned

    READ_ELSEWHERE = _(
        "The status is another one now: name the section and the phrase that tell of it. Better "
        "leave this row and add a new one, so that what was before stays."
    )


class StatusInline(MeasureRowInline):
    kind = BY_NAME["statuses"]
    form = StatusForm


@admin.register(MeasureStatus)
class MeasureStatusAdmin(MeasureRowAdmin):
    kind = BY_NAME["statuses"]
    form = StatusForm
    list_display = ("__str__", "measure", "read_from")
    search_fields = searched()
