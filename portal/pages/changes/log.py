"""What changed since a version or a day, as rows for programs: a row for each thing that differs.

The rows are those of the pages of changes, less what visitors may not see now: of an entry that was
hidden it is told that it went, by its key alone. They come in the order in which they happened, so
that who takes them in comes to the record as it is.
"""

import dataclasses
import itertools
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.changes.tracking import written_to
from portal.dates.clock import NIGHT, at_home, day_begins
from portal.lists.columns import Column, Kind
from portal.lists.declaration import Table
from portal.lists.faults import clipped, messages_of
from portal.lists.values import BETWEEN
from portal.pages.changes.as_of import said_twice, twice
from portal.pages.changes.hidings import Hiding
from portal.pages.changes.public import (
    MODELS,
    WITHOUT_PAGE,
    as_seen_now,
    page_of,
    revisions,
    told_with_hidings,
)
from portal.record.differences import Difference
from portal.record.models import Batch, Entry, Revision
from portal.record.points import Point, point_of, validate_kept, validate_made
from portal.record.telling import Told

# Of which entries changes are told: of all that tables hold.
ENTRIES = MODELS | WITHOUT_PAGE
SINCE, UNTIL = NAMES = "since", "until"
# Revisions that are read at a time.
AT_ONCE = 200
LANGUAGES = [code for code, _name in settings.LANGUAGES]


class Action(models.TextChoices):
    """What became of what a row of the changes is about."""

    ADDED = "added", _("Added")
    CHANGED = "changed", _("Changed to another value")
    REMOVED = "removed", _("Removed")
    MOVED = "moved", _("Put at another place of its list")
    MERGED = "merged", _("Made one with another entry")


def both(name: str, meaning) -> tuple[Column, ...]:
    """A column in each language."""
    return tuple(Column(f"{name}_{each}", "", name, meaning) for each in LANGUAGES)


COLUMNS = (
    Column(
        "version",
        "",
        "version",
        _("The version of the record that the change made."),
        Kind.INTEGER,
    ),
    Column("made_at", "", "made_at", _("When it was made, with the time zone.")),
    Column("batch", "", "batch", _("Number of what was changed at once."), Kind.INTEGER),
    Column("entry_kind", "", "entry_kind", _("What sort of entry changed.")),
    Column("entry_key", "", "entry_key", _("Its key in the table of such entries.")),
    Column(
        "entry_address",
        "",
        "entry_address",
        _("Its page, while it has one."),
        Kind.PATH,
    ),
    *both("entry_name", _("What it was called.")),
    Column("revision", "", "revision", _("Its revision that the change made."), Kind.INTEGER),
    Column(
        "action",
        "",
        "action",
        _("What became of the entry, or of the row or field that the path leads to."),
        choices=Action,
    ),
    Column(
        "path",
        "",
        "path",
        _("Where in the entry, step by step; empty where it is the entry itself."),
    ),
    *both("field", _("The same in words.")),
    Column("before", "", "before", _("The value before, as the record stores it.")),
    Column("after", "", "after", _("The value after, as the record stores it.")),
    *both("before", _("The value before, in words; of a row all that it said.")),
    *both("after", _("The value after, in words; of a row all that it says.")),
    Column(
        "merged_into",
        "",
        "merged_into",
        _("Key of the entry that it was made one with."),
    ),
    Column(
        "change_kind",
        "",
        "change_kind",
        _("Why it changed, as a fixed code; empty where nobody said."),
        choices=Batch.Kind,
    ),
    Column("reason", "", "reason", _("The reason as it was given, in the language it was given.")),
)


@dataclasses.dataclass(frozen=True)
class Between:
    """The points between which changes are asked for; what is left open narrows nothing.

    Of a version what came behind it is meant, of a day that day too; until means with it. Of a
    month or a year the first counts from its first day, the second to its last.
    """

    since: Point | None = None
    until: Point | None = None

    def narrow(self, found: models.QuerySet) -> models.QuerySet:
        """Those of some revisions that were made between."""
        if self.since and self.since.version is not None:
            found = found.filter(self.since.after)
        elif self.since:
            found = found.filter(batch__made_at__gte=day_begins(self.since.first_day))
        if self.until and self.until.version is not None:
            found = found.filter(batch__version__lte=self.until.version)
        elif self.until:
            found = found.filter(batch__made_at__lt=day_begins(self.until.day + NIGHT))
        return found


class Refused(Exception):
    """That changes are not told between such points: why, and the status of the answer."""

    def __init__(self, words: Sequence[str], status: int):
        super().__init__("\n".join(words))
        self.words, self.status = words, status


def between(parameters: QueryDict, using: str | None = None) -> Between:
    """What an address asks for. Raises Refused: 400 where it says nothing that is understood, 409
    where nothing is kept of a point that there was.
    """
    using = written_to(using)
    unknown = [name for name in parameters if name not in NAMES]
    if unknown:
        words = _("“%(name)s” is not understood. Accepted: since, until.")
        raise Refused([words % {"name": clipped(unknown[0])}], 400)
    if several := said_twice(parameters):
        raise Refused([twice(name) for name in several], 400)
    points = {}
    for name in NAMES:
        if written := parameters.get(name, "").strip():
            points[name] = _point(name, written, using)
    return Between(**points)


def _point(name: str, written: str, using: str) -> Point:
    status = 400
    try:
        point = point_of(written)
        validate_made(point, using)
        status = 409
        if name == SINCE:
            validate_kept(point, using)
    except ValidationError as error:
        words = [f"{name}={clipped(written)}: {each}" for each in messages_of(error)]
        if status == 409:
            words.append(str(_("Take the whole tables once, and changes from then on.")))
        raise Refused(words, status) from error
    return point


def found(asked: Between) -> models.QuerySet:
    """The revisions asked for that made a version, in the order in which they were made."""
    seen = revisions(ENTRIES, with_hidings=True).filter(batch__version__isnull=False)
    return asked.narrow(seen).order_by("batch_id", "entry__kind", "entry__key")


def told_in_both(some: Sequence[Revision]) -> Iterator[tuple[Told, ...]]:
    """What revisions changed for readers, in each language of the site."""
    told_in = []
    for language in LANGUAGES:
        with override(language):
            told_in.append(list(as_seen_now(told_with_hidings(some))))
    yield from zip(*told_in, strict=True)


def changes(asked: Between) -> Iterator[tuple[Told, ...]]:
    """All changes that are asked for, some read at a time."""
    pks = iter(list(found(asked).values_list("pk", flat=True)))
    while some := list(itertools.islice(pks, AT_ONCE)):
        read = Revision.objects.select_related("entry", "batch").in_bulk(some)
        yield from told_in_both([read[pk] for pk in some if pk in read])


def lines(asked: Between) -> Iterator[tuple]:
    """A line for each thing that differs, with a value for each column."""
    for in_each in changes(asked):
        first = in_each[0]
        pairs = zip(*(each.differences for each in in_each), strict=True)
        for differences in pairs:
            differs = differences[0]
            merged = merged_into(first, differs)
            yield (
                *_of_revision(in_each),
                str(Action.MERGED if merged else differs.kind),
                "/".join(differs.path),
                *(each.label for each in differences),
                *map(plain, differs.raw),
                *(each.old for each in differences),
                *(each.new for each in differences),
                merged,
                first.batch.kind,
                first.batch.reason,
            )


def _of_revision(in_each: Sequence[Told]) -> tuple:
    """What a line says of the revision."""
    told_of = in_each[0]
    made, entry = told_of.batch, told_of.entry
    return (
        made.version,
        at_home(made.made_at).isoformat(timespec="seconds"),
        made.pk,
        entry.kind,
        entry.key,
        page_of(entry),
        *(each.name for each in in_each),
        told_of.revision.number,
    )


def merged_into(told_of: Told, differs: Difference) -> str:
    """The key of the entry that one was made one with, by what is told of it; else empty."""
    entry, went = told_of.entry, differs.kind == "removed" and not differs.path
    merged = went and entry.state == Entry.State.MOVED and not isinstance(told_of, Hiding)
    return entry.moved_to if merged else ""


def plain(value) -> str:
    """A value of a form as a cell: several with a semicolon between."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return BETWEEN.join(map(str, value)) if isinstance(value, list) else str(value)


def table(asked: Between) -> Table:
    """The changes asked for as a table."""
    return Table(
        name="changes",
        title=_("Changes"),
        lead=_("What changed in the record, a row for each value, row or entry that differs."),
        lines=lambda using: lines(asked),
        columns=COLUMNS,
        key=("batch", "entry_kind", "entry_key", "path", "action"),
    )


def records(asked: Between) -> Iterator[dict]:
    """The same as dicts, for JSON: numbers are numbers, all else is text, and null is nothing."""
    names = [column.name for column in COLUMNS]
    for line in lines(asked):
        yield {
            name: None if value == "" else value for name, value in zip(names, line, strict=True)
        }
