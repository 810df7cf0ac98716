"""What is confirmed of an entry, as its page tells it."""

import dataclasses
from collections.abc import Iterable

from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from policies.models.confirmations import WHOLE, Confirmation, Level
from portal.changes import aside

MEANINGS = {
    Level.READ: _("Somebody read the value beside its source."),
    Level.SECOND: _(
        "Somebody who had not recorded the value read it beside its source and found it right."
    ),
    Level.DIVISION: _("The division in charge says that the value is right."),
}


@dataclasses.dataclass(frozen=True)
class LevelConfirmed:
    """What is confirmed on one level: the newest, how many places, and whether all of the entry."""

    newest: Confirmation
    count: int
    whole: bool

    @property
    def meaning(self):
        """What the level means."""
        return MEANINGS[Level(self.newest.level)]


class Confirmed:
    """The confirmations in one entry: those that hold, and how many ended with a change."""

    def __init__(self, found: Iterable[Confirmation]):
        found = list(found)
        self.holding = [each for each in found if each.holds]
        self.ended = len(found) - len(self.holding)
        self.rows: dict[tuple[str, int], Confirmation] = {}
        for each in self.holding:
            if not each.field:
                self.rows.setdefault((each.row_kind, each.row), each)

    def __bool__(self):
        return bool(self.holding or self.ended)

    @property
    def levels(self) -> list[LevelConfirmed]:
        """What is confirmed, level by level, the surest first."""
        by_level: dict[str, list[Confirmation]] = {}
        for each in self.holding:
            by_level.setdefault(each.level, []).append(each)
        return [
            LevelConfirmed(some[0], len(some), any(each.place == WHOLE for each in some))
            for some in by_level.values()
        ]

    def of(self, row: models.Model) -> Confirmation | None:
        """The surest that holds of a row."""
        return self.rows.get((row._meta.label_lower, row.pk))

    def mark(self, row: models.Model) -> SafeString | str:
        """What stands behind the source mark of a row that is confirmed."""
        found = self.of(row)
        return format_html(' <span class="confirmed">{}</span>', found.in_words) if found else ""


def confirmed_of(entry: models.Model) -> Confirmed:
    """What is confirmed of an entry; nothing of one that is tried out, which nobody has read."""
    if aside.current():
        return Confirmed(())
    return Confirmed(Confirmation.objects.of_entry(entry._meta.model_name, entry.pk))
