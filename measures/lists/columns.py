"""Building blocks: what several rows of a measure say, and which measure a row belongs to."""

from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _

from measures.models import MeasurePartner
from portal.lists.columns import Column, Joined, bilingual


def joined(model, value, measure: str = "pk", **conditions):
    """What the rows of `model` of one measure say, one after the other, as printed."""

    def expression():
        rows = model.objects.filter(measure=OuterRef(measure), **conditions)
        return Joined(rows.order_by("position", "pk"), value() if callable(value) else value)

    return expression


def measure_columns(path: str = "measure", cell: str = "long") -> tuple[Column, ...]:
    """Which measure a row belongs to."""
    return (
        Column(
            "measure",
            _("Measure"),
            bilingual(f"{path}__title"),
            _("Title of the measure."),
            cell=cell,
        ),
        Column(
            "measure_slug",
            _("Measure, address name"),
            f"{path}__slug",
            _("Address name of the measure."),
        ),
    )


def targets_of():
    """Towards whom a measure is directed."""
    return joined(
        MeasurePartner,
        bilingual("partner__name"),
        measure="measure",
        role=MeasurePartner.Role.TARGET,
    )
