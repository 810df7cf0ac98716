"""The point of the record that a list is asked for, and a second one to set beside it.

`on=` is the day in the world (`portal.lists.days`); this is what the record knew. Both may be asked
together.
"""

import dataclasses
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db.models import Value
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from portal.changes.tracking import written_to
from portal.dates.clock import today
from portal.lists.columns import TEXT, Column
from portal.lists.facets import FreeField
from portal.lists.faults import Fault, clipped, messages_of, of_parameter, without
from portal.lists.values import Fixed
from portal.record.points import Point, point_of, validate_kept

# The two points by their names in addresses.
AS_OF, BESIDE = NAMES = "as_of", "as_of_beside"
LABELS = {
    AS_OF: _("As the record stood on"),
    BESIDE: _("The record compared with that of"),
}


@dataclasses.dataclass
class Past:
    """The points of the record that an address asks for; by their names, the first first.

    Whoever cannot make the list again says so among the `faults`.
    """

    parameters: QueryDict
    points: dict[str, Point] = dataclasses.field(default_factory=dict)
    faults: list[Fault] = dataclasses.field(default_factory=list)

    def refuse(self, name: str, words: str) -> None:
        """Add that something is wrong with a point."""
        params = {
            "label": LABELS[name],
            "name": name,
            "value": clipped(self.parameters[name]),
            "error": words,
        }
        sentence = gettext("%(label)s (%(name)s=%(value)s): %(error)s") % params
        mended = without(self.parameters, name)
        self.faults.append(Fault(sentence, name, mended, str(LABELS[name]), words))

    def __bool__(self):
        return bool(self.points)

    @property
    def point(self) -> Point:
        """The point that the list is asked for."""
        return self.points[AS_OF]

    @cached_property
    def in_order(self) -> Sequence[Point]:
        """The two points, the former first."""
        return sorted(self.points.values(), key=lambda each: each.place)

    @property
    def as_written(self) -> str:
        """The query as it stands in addresses, where it is asked in other forms; else empty."""
        query, other = self.parameters.copy(), False
        for name, point in self.points.items():
            if query[name] != point.asked:
                query[name], other = point.asked, True
        return query.urlencode() if other else ""

    @property
    def fields(self) -> list[FreeField]:
        """The fields in which the points are written; the second is there beside a first."""
        return [
            FreeField(
                name=name,
                label=str(LABELS[name]),
                input="text",
                value=self.parameters.get(name, ""),
                ticked=False,
                dated=True,
                faults=of_parameter(self.faults, name),
            )
            for name in NAMES
            if name == AS_OF or AS_OF in self.points or name in self.parameters
        ]

    @property
    def sentence(self) -> list[tuple[str, str]]:
        """What is asked, in words: pairs of label and point."""
        return [(str(LABELS[name]), point.words) for name, point in self.points.items()]

    @property
    def columns(self) -> list[Column]:
        """What the rows of a file say behind all else: as of when they are."""
        if AS_OF not in self.points:
            return []
        return [as_of_column(self.point)]

    def query(self, **changes: str | None) -> str:
        """The query with other points; None leaves one out. A list of then begins at its start."""
        query = self.parameters.copy()
        for name, value in {"page": None, **changes}.items():
            if value is None:
                query.pop(name, None)
            else:
                query[name] = value
        return query.urlencode()

    @property
    def present_query(self) -> str:
        """The query of the list of today."""
        return self.query(**dict.fromkeys(NAMES))

    @property
    def beside_query(self) -> str:
        """The query of what has changed in the list since."""
        return self.query(**{BESIDE: today().isoformat()})

    @property
    def alone_query(self) -> str:
        """The query of the list at the point alone."""
        return self.query(**{BESIDE: None})


def as_of_column(point: Point) -> Column:
    """What rows of a point say of it."""
    return Column(
        "record_as_of",
        pgettext("header of a column", "As the record stood on"),
        Fixed(lambda: Value(point.asked, output_field=TEXT)),
        _("The point of the record that was asked for: the end of a day, or a version."),
    )


def past_of(request: HttpRequest) -> Past:
    """The points that a request asks a list for, read once."""
    if not hasattr(request, "past"):
        request.past = _read(request.GET)
    return request.past


def _read(parameters: QueryDict) -> Past:
    past = Past(parameters)
    using = written_to(None)
    for name in NAMES:
        if written := parameters.get(name, "").strip():
            try:
                point = point_of(written)
                validate_kept(point, using)
                past.points[name] = point
            except ValidationError as error:
                for words in messages_of(error):
                    past.refuse(name, words)
    if BESIDE in past.points and not past.faults and AS_OF not in past.points:
        words = gettext("It takes a day or version beside it, such as as_of=%(day)s.")
        past.refuse(BESIDE, words % {"day": today().isoformat()})
    if len(past.points) == 2:
        kinds = {point.version is None for point in past.points.values()}
        if len(kinds) == 2:
            words = gettext("Compare a day with a day, or a version with a version.")
            past.refuse(BESIDE, words)
    return past
