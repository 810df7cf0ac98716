"""What stands between Japan and a partner: what its page begins with."""

import dataclasses

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
    if partner.code == HOME:
        return []
    rows: dict[int, MeasurePartner] = {}
    for row in MeasurePartner.objects.between(HOME, partner.code)[:READ]:
        rows.setdefault(row.measure_id, row)
    theirs, ours, together = [], [], []
    for row in rows.values():
        row.through = []
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
