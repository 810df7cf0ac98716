"""What stands between Japan and a partner: what its page begins with."""

import dataclasses
from collections.abc import Collection, Iterable

from django.utils.translation import gettext

from measures.models import MeasurePartner
from policies.models import Partner

HOME = "jp"
# Rows that are read, and those of each group that are shown.
READ, SHOWN = 300, 6
# What is over once it was held does not stand any more, unless both met for it.
PAST = "held"


@dataclasses.dataclass(frozen=True)
class Standing:
    """Measures of one kind between the two, the newest first; `short` is what a sentence says."""

    short: str
    words: str
    every: list[MeasurePartner]

    @property
    def rows(self) -> list[MeasurePartner]:
        """Those shown."""
        return self.every[:SHOWN]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.every)

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.rows)


def between(partner: Partner) -> list[Standing]:
    """What stands between Japan and a partner, by who does it; nothing for Japan itself."""
    return standings([partner])[partner.pk]


def standings(partners: Collection[Partner], using: str | None = None) -> dict[int, list[Standing]]:
    """The same of several partners, by primary key, in one statement."""
    others = {each.code: each for each in partners if each.code != HOME}
    found = MeasurePartner.objects.using(using).between(HOME, others)
    rows: dict[str, dict[int, MeasurePartner]] = {code: {} for code in others}
    for row in found[: READ * len(others)]:
        row.through = []
        code = row.measure.jurisdiction.code if row.partner.code == HOME else row.partner.code
        rows[code].setdefault(row.measure_id, row)
    told = {others[code].pk: _by_who(others[code], some.values()) for code, some in rows.items()}
    return {each.pk: told.get(each.pk, []) for each in partners}


def _by_who(partner: Partner, rows: Iterable[MeasurePartner]) -> list[Standing]:
    theirs, ours, together = [], [], []
    for row in rows:
        if row.role in {MeasurePartner.Role.PARTY, MeasurePartner.Role.PARTNER}:
            together.append(row)
        elif row.measure.status != PAST:
            (theirs if row.partner.code == HOME else ours).append(row)
    name = {"name": partner.name}
    found = [
        Standing(
            gettext("its acts directed at Japan"),
            gettext("Acts of %(name)s directed at Japan or affecting it") % name,
            theirs,
        ),
        Standing(
            gettext("acts of Japan directed at it"),
            gettext("Acts of Japan directed at %(name)s or affecting it") % name,
            ours,
        ),
        Standing(
            gettext("agreements, dialogues and cooperation"),
            gettext("What Japan and %(name)s agreed on or meet for") % name,
            together,
        ),
    ]
    return [each for each in found if each.every]
