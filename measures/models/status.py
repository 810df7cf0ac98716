"""Where a measure stands, as of the day that a source speaks of; what stood before stays."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from measures.models.choices import Status
from measures.models.measure import Measure
from measures.models.measure_row import KeptQuerySet, KeptRow, MeasureChild
from policies.citations import inferred
from policies.models.base import choice_constraint, worded
from policies.models.fields import BoundField, EdtfField
from portal.dates.edtf import as_of_words


class MeasureStatusQuerySet(KeptQuerySet):
    def for_list(self):
        """Statuses with measure and source, measure by measure, the newest first."""
        return self.select_related("measure", "section__document").order_by(
            "measure__slug", models.F("as_of_from").desc(nulls_last=True), "-position", "-pk"
        )


class MeasureStatus(KeptRow, MeasureChild):
    """What a section says of where a measure stands, and the day it says that of.

    `as_of` is the day that the source names; where it names none, the date of its document.
    The measure repeats the newest.
    """

    PREFIX = "status"
    NAMED_BY = ("measure__slug", "value", "as_of")
    RANK = 1
    KEPT_BY = "keep_status"

    measure = models.ForeignKey(
        Measure, models.CASCADE, verbose_name=_("measure"), related_name="statuses"
    )
    value = models.CharField(_("status"), max_length=20, choices=Status)
    as_of = EdtfField(
        _("as of"),
        help_text=_(
            "The day that the source says it of, in EDTF form; where it names none, the date of "
            "the document."
        ),
    )
    as_of_from = BoundField(of="as_of")

    objects = MeasureStatusQuerySet.as_manager()

    class Meta(MeasureChild.Meta):
        verbose_name = _("status of a measure")
        verbose_name_plural = _("statuses of measures")
        constraints = [
            *MeasureChild.Meta.constraints,
            choice_constraint("value", Status),
            models.UniqueConstraint(
                fields=["measure", "value", "as_of"], name="measures_measurestatus_once"
            ),
        ]

    def __str__(self):
        return f"{self.get_value_display()} {self.as_of_words}"

    @property
    def cited_as(self) -> str:
        return str(self)

    def get_value_display(self) -> str:
        """What the status is called."""
        return worded(Status, self.value)

    @property
    def dated_by_document(self) -> bool:
        """Whether its day is the date of the document, as the source names none."""
        return self.as_of == self.section.document.date

    @property
    def as_of_inferred(self) -> bool:
        """Whether its day is that of a document whose date is inferred."""
        return self.dated_by_document and self.section.document.date_inferred

    @property
    def as_of_words(self) -> str:
        """The day in the active language; an inferred one says so."""
        words = as_of_words(self.as_of)
        return inferred(words) if self.as_of_inferred else words

    @property
    def newest(self) -> bool:
        """Whether it is the one that the measure repeats."""
        return (self.value, self.as_of) == (self.measure.status, self.measure.status_as_of)
