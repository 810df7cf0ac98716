"""What stood on a day: the day that a list is asked for, and the state that its rows were in.

A day in the world, not of the record: by what the sources say, certainly or possibly. What they say
nothing of is not known on that day, which is a value of its own.
"""

import dataclasses
from collections.abc import Callable, Collection, Mapping, Sequence

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, Max, OuterRef, Value, When
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from portal.dates.clock import today
from portal.dates.edtf import bounds, describe, validate_first_day, validate_last_day
from portal.dates.written import LONGEST, read
from portal.lists.columns import TEXT, Column
from portal.lists.facet_index import Values
from portal.lists.fields import ALONE
from portal.lists.filters import FacetFilter, Part
from portal.lists.periods import DayField
from portal.lists.values import BETWEEN, Fixed, Joined
from portal.spells.models import Spell, State

# The day, the state on it, and another day to set beside it, by their names in addresses.
ON, STATE, BESIDE = PARTS = "on", "state", "beside"
# Behind a state in an address: it is possible, not certain. And the value of what is not known.
POSSIBLY, UNKNOWN = "-possible", "unknown"


def possibly(state: str) -> str:
    """That something is possibly in a state, in words."""
    return gettext("%(state)s (possible)") % {"state": State(state).label}


def not_known() -> str:
    """That no source says in what state something is on a day."""
    return pgettext("state on a day", "not known")


def states() -> list[tuple[str, str]]:
    """The values that the state on a day can have in an address, with their words."""
    found = []
    for state in State:
        found += [(state.value, str(state.label)), (state + POSSIBLY, possibly(state))]
    return [*found, (UNKNOWN, not_known())]


@dataclasses.dataclass(frozen=True)
class Standing:
    """Whose spells the rows of a list stand for: the field that holds its primary key."""

    owner: str = "pk"

    def on(self, edtf: str) -> models.QuerySet:
        """The spells that possibly hold on a day, or on one of the days that a date can mean."""
        return Spell.objects.on(*bounds(edtf)).order_by()

    def asked(self, edtf: str, values: Sequence[str]) -> models.Q:
        """That the state on a day is one of some values, as a condition of rows."""
        found = models.Q(pk__in=())
        for value in values:
            spells = self.on(edtf)
            if value == UNKNOWN:
                found |= ~models.Q(**{f"{self.owner}__in": spells.values("owner")})
                continue
            state = value.removesuffix(POSSIBLY)
            spells = spells.filter(state=state, sure=int(state == value))
            found |= models.Q(**{f"{self.owner}__in": spells.values("owner")})
        return found

    def changed(self, one: str, other: str) -> models.Q:
        """That not the same states are known of two days, as a condition of rows."""
        found = models.Q()
        for day, beside in ((one, other), (other, one)):
            same = self.on(beside).filter(
                owner=OuterRef("owner"), state=OuterRef("state"), sure=OuterRef("sure")
            )
            spells = self.on(day).filter(~Exists(same))
            found |= models.Q(**{f"{self.owner}__in": spells.values("owner")})
        return found

    def values(self, entries: models.QuerySet, every: BitMap, edtf: str) -> Values:
        """The rows with each value on a day, among all that visitors may see."""
        rows: dict[int, list[int]] = {}
        for owner, pk in entries.order_by().values_list(self.owner, "pk"):
            rows.setdefault(owner, []).append(pk)
        found: dict[str, BitMap] = {}
        known = BitMap()
        spells = self.on(edtf).using(entries.db)
        for owner, state, sure in spells.values_list("owner", "state", "sure"):
            own = rows.get(owner, ())
            found.setdefault(state if sure else state + POSSIBLY, BitMap()).update(own)
            known.update(own)
        found[UNKNOWN] = every - known
        return found

    def in_words(self, edtf: str) -> models.expressions.Combinable:
        """The states of a row on a day, the certain first; that none is known where none is."""
        return self._told(edtf, lambda each: each.label, possibly, not_known())

    def in_codes(self, edtf: str) -> models.expressions.Combinable:
        """The same as an address names them, with a semicolon between."""
        return self._told(edtf, str, lambda each: each + POSSIBLY, UNKNOWN, BETWEEN)

    def _told(
        self,
        edtf: str,
        certain: Callable[[State], str],
        possible: Callable[[State], str],
        nothing: str,
        glue: str = "",
    ) -> models.expressions.Combinable:
        spells = self.on(edtf).filter(owner=OuterRef(self.owner))
        # A date of several days can meet a state twice.
        each = spells.values("state").annotate(most=Max("sure"))
        place = Case(*(When(state=state, then=n) for n, state in enumerate(State)))
        told = [When(state=each, most=1, then=Value(str(certain(each)))) for each in State]
        told += [When(state=each, then=Value(possible(each))) for each in State]
        words = Case(*told, output_field=TEXT)
        joined = Joined(each.order_by("-most", place), words, glue)
        return models.functions.Coalesce(joined, Value(nothing), output_field=TEXT)


class DayForm(forms.Form):
    """The day that a page without a list of its own is asked for."""

    on = DayField(
        label=_("Day to look at"),
        required=False,
        max_length=LONGEST,
        validators=[validate_first_day, validate_last_day],
    )


class LookedAt(Part, django_filters.CharFilter):
    """A day that the state of rows is asked for, in any precision, as people write it."""

    field_class = DayField
    dated = True
    last = True
    # The name of the column that tells the state on the day.
    column = ""

    def __init__(self, *args, standing: Standing, **kwargs):
        self.standing = standing
        validators = [validate_first_day, validate_last_day]
        super().__init__(*args, parts=PARTS, validators=validators, **kwargs)

    def words(self, value, others):
        return describe(read(value))

    def columns(self, edtf: str) -> tuple[Column, ...]:
        """What the rows of a list say beside their own columns, where a day is asked for."""
        meaning = _("The state on the day asked for, by what the sources say.")
        return (
            Column(
                self.column,
                on_day_words(edtf),
                lambda: self.standing.in_words(edtf),
                meaning,
                cell="text",
                data=(
                    Column(
                        f"{self.column}_codes",
                        "",
                        Fixed(lambda: self.standing.in_codes(edtf)),
                        meaning,
                        several=True,
                    ),
                ),
            ),
        )

    def narrows(self, names):
        return ON in names and (STATE in names or BESIDE in names)

    def filter(self, qs, value):
        if value.get(ON) and value.get(STATE):
            qs = qs.filter(self.standing.asked(value[ON], value[STATE]))
        if value.get(ON) and value.get(BESIDE):
            qs = qs.filter(self.standing.changed(value[ON], value[BESIDE]))
        return qs

    def check(self, values):
        alone = [name for name in OnDay.carries if values.get(name) and not values.get(ON)]
        if alone:
            words = _("It takes a day beside it, such as on=%(day)s.")
            fault = ValidationError(words, code=ALONE, params={"day": today().isoformat()})
            raise ValidationError(dict.fromkeys(alone, fault))

    @property
    def untold_way(self):
        """No row is untold: what is not known on the day is found by a value of its own."""
        return ON, ""

    def remark(self, edtf):
        return gettext(
            "What the sources recorded here say of %(date)s. “Possible” is what dates without a "
            "day, an inference, or silence since then leave open; where it is not known they say "
            "nothing."
        ) % {"date": describe(edtf)}


class OnDay(LookedAt):
    """The day that rows are looked at.

    By itself it leaves all rows where they are: each tells the state that it was in on that day.
    """

    carries = (STATE, BESIDE)
    column = "state_on"


class BesideDay(LookedAt):
    """Another day: only rows that stood otherwise then are found, and tell both states."""

    column = "state_beside"

    def is_drawn(self, conditions):
        return ON in conditions

    def remark(self, edtf):
        words = gettext("Listed is only what stood otherwise on %(date)s, as far as it is known.")
        return words % {"date": describe(edtf)}


class StateOn(FacetFilter, django_filters.MultipleChoiceFilter):
    """Any of the states that rows were in on the day that is asked for, certainly or possibly."""

    counted = False
    parts = PARTS

    def __init__(self, *args, standing: Standing, **kwargs):
        self.standing = standing
        super().__init__(*args, choices=states, **kwargs)

    def is_offered(self, conditions):
        return ON in conditions

    def values(self, entries: models.QuerySet, every: BitMap, conditions: Mapping) -> Values:
        """The rows with each value, among all that visitors may see, on the day that is asked."""
        return self.standing.values(entries, every, read(conditions[ON][0]))

    def check(self, values: Mapping[str, str]) -> None:
        """Nothing is amiss with it beside a day that could not be read."""

    @property
    def untold_way(self) -> tuple[str, str]:
        """No row is untold, as of the day itself."""
        return STATE, ""

    def filter(self, qs, keys):
        """Nothing: without a day, which the form asks for, no state is meant."""
        return qs.none() if keys else qs

    def words(self, value: str, others: Collection[str]) -> str:
        """A value as people say it."""
        return dict(states()).get(value, value)


def on_day_words(edtf: str) -> str:
    """A day that something is told of: 2025年4月1日の時点."""
    return gettext("On %(date)s") % {"date": describe(edtf)}


def on_day(owner: str = "pk") -> tuple[OnDay, StateOn, BesideDay]:
    """The questions of a list whose rows show the state of what the field `owner` names."""
    standing = Standing(owner)
    return (
        OnDay(standing=standing, label=_("Day to look at")),
        StateOn(standing=standing, label=_("State on that day"), help=""),
        BesideDay(standing=standing, label=_("Compared with")),
    )
