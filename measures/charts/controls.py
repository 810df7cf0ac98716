"""Export controls over time: who controls whom since when, and what is suspended."""

import dataclasses
import datetime
from collections.abc import Iterable, Iterator, Sequence

from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext, pgettext
from pyroaring import BitMap

from measures.models import ExportControl, Measure, MeasurePartner
from policies.as_of import AsOf, as_of
from policies.models import Partner
from portal.charts.drawing import Drawing
from portal.charts.spans import PHONE, WIDE, Group, Layout, Mark, Span, draw
from portal.dates.clock import today
from portal.dates.edtf import bounds, describe
from portal.lists.days import ON, STATE, on_day_words
from portal.lists.request import ListRequest

# Bars in one picture, and events with a line through it.
MOST, EVENTS = 40, 3
HOME = "jp"
# Governments with a fill of their own; the others share one.
ACTORS = ("cn", "us", "jp")
OTHER = "other"
Status = Measure.Status


def fill(control: ExportControl) -> str:
    """The class of a control's bar: the actor's fill, or its outline for what relaxes."""
    code = control.jurisdiction.code
    actor = f"actor-{code if code in ACTORS else OTHER}"
    return f"{actor} relaxed" if control.effect == ExportControl.Effect.RELAXED else actor


def targets(control: ExportControl) -> list:
    """The partners a control is directed at."""
    role = MeasurePartner.Role.TARGET
    return [row.partner for row in control.measure.partners.all() if row.role == role]


def direction(control: ExportControl) -> str:
    """Who controls towards whom, in words."""
    if control.all_destinations:
        towards = gettext("all destinations")
    else:
        towards = gettext(", ").join(str(each) for each in targets(control))
    if not towards:
        return gettext("%(actor)s: direction not stated") % {"actor": control.jurisdiction}
    return f"{control.jurisdiction} → {towards}"


def short_title(measure: Measure, actor: Partner) -> str:
    """The title without the name of the actor at its end, which stands beside it."""
    title = measure.title
    for ending in ("（{}）", " ({})"):
        title = title.removesuffix(ending.format(actor))
    return title


def drawable(control: ExportControl) -> bool:
    """Whether the record holds the days that a bar needs: one for each thing its status says."""
    status = control.measure.status
    return bool(
        control.begins_from
        and (status != Status.ENDED or control.ended_from)
        and (status != Status.SUSPENDED or control.suspended_from)
    )


def span(control: ExportControl) -> Span:
    """The bar of a control that is `drawable`."""
    gap = None
    if control.suspended_from:
        gap = (control.suspended_from, control.suspended_until_to)
    return Span(
        label=short_title(control.measure, control.jurisdiction),
        css=fill(control),
        begins=control.begins_from,
        ends=control.ended_from,
        gap=gap,
        resumes=control.measure.status != Status.SUSPENDED,
        gap_words=pgettext("bar", "suspended"),
        end_words=gettext("ended %(date)s") % {"date": control.ended_in_words},
        known=control.section.document.date_from,
    )


def grouped(controls: Iterable[ExportControl]) -> list[Group]:
    """The bars by direction: Japan's own last, others by how much they control; within one
    government what goes to all destinations first."""
    groups: dict[tuple, list[ExportControl]] = {}
    for control in controls:
        groups.setdefault((control.jurisdiction, direction(control)), []).append(control)
    sizes: dict[str, int] = {}
    for (actor, _words), found in groups.items():
        sizes[actor.code] = sizes.get(actor.code, 0) + len(found)

    def place(item: tuple) -> tuple:
        (actor, words), found = item
        home, everyone = actor.code == HOME, found[0].all_destinations
        return home, -sizes[actor.code], actor.code, not everyone, -len(found), words

    return [
        Group(words, [span(each) for each in sorted(found, key=lambda row: row.begins_from)])
        for (_actor, words), found in sorted(groups.items(), key=place)
    ]


def day_mark(newest: AsOf) -> Mark:
    """The line at the day the sources were printed."""
    words = (gettext("As of"), newest.in_short)
    return Mark(newest.day, words, "line-asof", "row-label", after=True)


@dataclasses.dataclass(frozen=True)
class Suspension:
    """An event and the controls that it suspended, of those that are shown."""

    event: Measure
    day: datetime.date
    controls: list[ExportControl]

    @property
    def words(self) -> str:
        """The day in the words of the source."""
        return self.controls[0].suspended_in_words


def suspensions(controls: Iterable[ExportControl]) -> list[Suspension]:
    """The events by which controls were suspended, the latest first."""
    found: dict[tuple, Suspension] = {}
    for control in controls:
        event = control.suspended_by
        if event and event.published and control.suspended_from:
            key = (event.pk, control.suspended_from)
            empty = Suspension(event, control.suspended_from, [])
            found.setdefault(key, empty).controls.append(control)
    return sorted(found.values(), key=lambda each: (each.day, each.event.slug), reverse=True)


class ControlsPicture:
    """The export controls that a list has found, as bars up to the day their sources know of."""

    def __init__(self, list_request: ListRequest):
        self.list_request = list_request
        keys = list_request.keys(0, MOST)
        rows = list_request.all.in_bulk(keys)
        self.controls = [rows[key] for key in keys if key in rows]
        self.drawn = [each for each in self.controls if drawable(each)]
        self.undrawn = [each for each in self.controls if not drawable(each)]
        self.suspensions = suspensions(self.drawn)
        self.newest = as_of(each.section.document for each in self.controls)
        self.as_of = self.newest.day

    @property
    def left_out(self) -> int:
        """How many of those found are more than one picture holds."""
        return self.list_request.count - len(self.controls)

    @cached_property
    def suspended(self) -> BitMap:
        """Those found that are suspended."""
        known = self.list_request.state.facets["status"]
        return self.list_request.filterset.found & known.get(Status.SUSPENDED, BitMap())

    @cached_property
    def at_home(self) -> BitMap:
        """Those found that are directed at Japan."""

        def compute() -> BitMap:
            keys = self.list_request.all.order_by().directed_at(HOME)
            return BitMap(keys.values_list("pk", flat=True))

        kept = self.list_request.state.answers.get(("directed at", HOME), compute)
        return self.list_request.filterset.found & kept

    @property
    def overdue(self) -> int:
        """How many of the suspended have an end of their suspension that is over by today."""
        day = today()
        return sum(
            bool(control.suspended_until_to and control.suspended_until_to < day)
            for control in self.controls
            if control.pk in self.suspended
        )

    @property
    def overdue_words(self) -> str:
        """That the end given for suspensions is over; empty where it is for none."""
        number = self.overdue
        if not number:
            return ""
        return ngettext(
            "For %(counter)s of those suspended, the end that the source gives has passed; the "
            "documents recorded here say nothing of what came after.",
            "For %(counter)s of those suspended, the end that the source gives has passed; the "
            "documents recorded here say nothing of what came after.",
            number,
        ) % {"counter": number}

    @property
    def finding(self) -> str:
        """What the picture shows and as of which day, in a sentence without a full stop."""
        if self.standing:
            return f"{on_day_words(self.on)}{gettext(': ')}{self.standing}"
        told = {"finding": self._found(), "as_of": self.newest.told}
        return gettext("%(finding)s (%(as_of)s)") % told

    @property
    def on(self) -> str:
        """The day that the list is asked for, in EDTF form; empty where it is for none."""
        return self.list_request.filterset.cleaned.get(ON, "")

    @cached_property
    def standing(self) -> str:
        """How many of those found stood how on the day that is asked for, in words."""
        found = self.list_request.filterset.tally(STATE) if self.on else {}
        return gettext(", ").join(f"{words} {count}" for words, count in found.items())

    def _found(self) -> str:
        number, home = len(self.suspended), len(self.at_home)
        if not number:
            words = gettext("None of these export controls is suspended")
            about = ngettext(
                "%(counter)s is directed at Japan", "%(counter)s are directed at Japan", home
            )
            parts = [words, about % {"counter": home}] if home else [words]
            return gettext(", ").join(parts)
        words = ngettext(
            "%(counter)s export control is suspended",
            "%(counter)s export controls are suspended",
            number,
        ) % {"counter": number}
        return gettext(", ").join([words, *self._at_home(home)])

    def _at_home(self, home: int) -> Iterator[str]:
        touched = len(self.at_home & self.suspended)
        if not home:
            return
        if not touched:
            words = ngettext(
                "but not the %(counter)s directed at Japan",
                "but none of the %(counter)s directed at Japan",
                home,
            )
        elif touched == home:
            words = ngettext(
                "with the %(counter)s directed at Japan",
                "with all %(counter)s directed at Japan",
                home,
            )
        else:
            words = gettext("with %(touched)s of the %(counter)s directed at Japan")
        yield words % {"counter": home, "touched": touched}

    @cached_property
    def groups(self) -> list[Group]:
        """The bars by direction."""
        return grouped(self.drawn)

    @property
    def marks(self) -> Sequence[Mark]:
        """The day of the sources, and the events that suspended controls."""
        events = [
            Mark(
                each.day,
                (describe(each.day.isoformat()), each.event.title),
                "line-summit",
                "label-summit",
            )
            for each in self.suspensions[:EVENTS]
        ]
        return [*events, *self._day_asked(), day_mark(self.newest)]

    def _day_asked(self) -> Iterator[Mark]:
        """The line at the day that the list is asked for, where bars stand around it."""
        day = bounds(self.on)[0]
        if day and any(each.begins_from <= day < self.as_of for each in self.drawn):
            yield Mark(day, (describe(self.on),), "line-summit", "label-summit")

    def _drawing(self, layout: Layout) -> Drawing:
        return draw(self.groups, self.marks, self.as_of, layout)

    @property
    def wide(self) -> Drawing:
        """The drawing for wide screens and paper."""
        return self._drawing(WIDE)

    @property
    def phone(self) -> Drawing:
        """The drawing for phones."""
        return self._drawing(PHONE)

    @property
    def legend(self) -> Iterator[tuple[str, str]]:
        """The classes of what is drawn, each with its meaning; only what occurs."""
        actors = {each.jurisdiction.code: str(each.jurisdiction) for each in self.drawn}
        used = {fill(each) for each in self.drawn}
        for code in ACTORS:
            if f"actor-{code}" in used:
                yield f"actor-{code}", gettext("Imposed by: %(actor)s") % {"actor": actors[code]}
        if f"actor-{OTHER}" in used:
            yield f"actor-{OTHER}", gettext("Imposed by other governments")
        if relaxed := sorted(each for each in used if each.endswith("relaxed")):
            yield relaxed[-1], gettext("Relaxation (outline only)")
        halted = [each for each in self.drawn if each.suspended_from]
        if any(each.inferred for each in halted):
            yield "gap-suspended", gettext("Suspended (the days are partly inferred)")
        elif halted:
            yield "gap-suspended", pgettext("bar", "suspended")
        if any(not each.ended_from for each in self.drawn):
            yield "unknown", gettext("After the as-of date (not known here)")

    @property
    def description(self) -> str:
        """The picture for who cannot see it; the table below says the same in full."""
        words = ngettext(
            "%(counter)s export control as a bar from its first day to %(day)s, by direction. "
            "The table below holds the same dates.",
            "%(counter)s export controls as bars from their first day to %(day)s, by direction. "
            "The table below holds the same dates.",
            len(self.drawn),
        )
        return words % {"counter": len(self.drawn), "day": self.newest.in_short}
