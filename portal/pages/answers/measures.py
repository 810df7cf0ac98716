"""What is told first of measures: where they stand, the newest amount, the date, the direction."""

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from measures.charts.controls import direction
from measures.detail_facts import DETAIL_FACTS
from measures.facts import BUDGET, HEADLINE, STATUS, Fact, FactValue
from measures.loading import IN_SHORT, attached_in_short
from measures.models import Measure
from portal.dates.clock import today
from portal.pages.answers.values import Answered, Counts, Reading, told


def towards(measure: Measure) -> Iterator[FactValue]:
    """Who controls exports towards whom."""
    control = measure.export_control
    yield FactValue(direction(control), row=control)


def since(measure: Measure) -> Iterator[FactValue]:
    """When an export control took effect, else when it was announced."""
    control = measure.export_control
    if words := control.effective_in_words or control.announced_in_words:
        note = "" if control.effective else str(control._meta.get_field("announced").verbose_name)
        yield FactValue(words, row=control, note=note)


def until(measure: Measure) -> Iterator[FactValue]:
    """Until when it is suspended."""
    control = measure.export_control
    if control.suspended_until and measure.status == Measure.Status.SUSPENDED:
        over = control.suspended_until_to and control.suspended_until_to < today()
        note = gettext("This day has passed.") if over else ""
        yield FactValue(control.suspended_until_in_words, row=control, note=note)


CONTROL = (
    STATUS,
    Fact(_("Suspended until"), until),
    Fact(_("In effect since"), since),
    Fact(_("Direction"), towards),
)
# Of the other details on trade those that answer, by their names.
SHOWN = {
    "trade_remedy": {_("Procedure"), _("Product"), _("Directed at"), _("Duty period")},
    "agreement": {_("Form"), _("Date"), _("Venue")},
}


def facts_of(measure: Measure) -> tuple[Fact, ...]:
    """What answers first for a measure of its kind."""
    if getattr(measure, "export_control", None):
        return CONTROL
    for name, shown in SHOWN.items():
        if getattr(measure, name, None):
            return (STATUS, *(each for each in DETAIL_FACTS[name] if each.name in shown))
    return (STATUS, BUDGET, HEADLINE)


def of_measures(found: dict[str, list], _counts: Counts) -> Answered:
    """Published measures with what is told first of each."""
    return {
        measure.pk: (
            measure,
            [each for fact in facts_of(measure) for each in told(fact.name, fact.items(measure))],
        )
        for measure in attached_in_short(found)
    }


MEASURES = Reading(IN_SHORT, of_measures)
