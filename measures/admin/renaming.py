"""A title that changes: the former one may stay as another name, so that it is still found."""

from django import forms
from django.utils.translation import gettext_lazy as _

from measures.models import Citation, Measure, MeasureName
from policies.admin.forms import RecordForm

# Why a former title of ours stands in the record although no source prints it.
REASON_JA = "当サイトが以前この施策に用いていた名称。"
REASON_EN = "The title that this site gave the measure before."


class RenamingForm(RecordForm):
    """Offers to keep the former title under the other names of the measure."""

    keep_title = forms.BooleanField(
        label=_("Keep the former title as another name"),
        required=False,
        help_text=_("Where the title changes. Leave it out where the former one was a slip."),
    )

    def former_titles(self) -> list[str]:
        """The titles that this form replaces and is to keep."""
        if not self.cleaned_data.get("keep_title"):
            return []
        return [
            self.initial[field] for field in ("title_ja", "title_en") if field in self.changed_data
        ]


def keep_former_titles(form: RenamingForm) -> None:
    """Add the titles that a saved form replaces to the other names, read where the title was."""
    measure: Measure = form.instance
    former = list(filter(None, form.former_titles()))
    names = {row.name for row in measure.names.all()} if former else set()
    wanted = [title for title in former if title not in names]
    citations = list(measure.citations.select_related("section")) if wanted else []
    telling = [row for row in citations if Citation.Field.TITLE in row.supports] or citations
    for position, title in enumerate(wanted if telling else (), start=len(names)):
        MeasureName.objects.create(
            measure=measure,
            name=title,
            kind=MeasureName.Kind.ALIAS,
            position=position,
            section=telling[0].section,
            phrase=telling[0].phrase,
            inferred=True,
            inference_ja=REASON_JA,
            inference_en=REASON_EN,
        )
