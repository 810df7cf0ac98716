"""What measures share: how many rows have a thing, and which measures those are."""

import dataclasses

from django.db import models

from measures.models.details import Citation
from measures.models.relations import Relation
from measures.models.roles import (
    MeasureOrganisation,
    MeasurePartner,
    MeasurePillar,
    MeasureSubject,
)
from portal.rows.bundle import CappedCount

# Nobody counts further than this: what more rows have is too common to say anything.
COUNTED = 500


@dataclasses.dataclass(frozen=True)
class SharedThrough:
    """A model whose rows say that a measure (`owner`) has a thing (`thing`), by their keys."""

    model: type[models.Model]
    thing: str
    owner: str = "measure"

    def counted(self, own: str = "") -> CappedCount:
        """How many rows have the thing that a row names as `own`, counted to `COUNTED` and one.

        Rows that visitors may not see are not counted: what they see must not tell of others.
        """
        same = {self.thing: models.OuterRef(own or self.thing)}
        rows = self.model.objects.order_by().published().filter(**same).values("pk")
        return CappedCount(rows[: COUNTED + 1])

    def owners(self, kind: str, things: set[int], among: set[int] | None = None):
        """Tuples of `kind`, thing, published measure that has it, and that one's address name.

        With `among` only of these measures.
        """
        wanted = {f"{self.thing}__in": things, f"{self.owner}__published": True}
        if among is not None:
            wanted[f"{self.owner}__in"] = among
        return (
            self.model.objects.order_by()
            .filter(**wanted)
            .values_list(
                models.Value(kind), f"{self.thing}_id", f"{self.owner}_id", f"{self.owner}__slug"
            )
        )


SECTIONS = SharedThrough(Citation, "section")
ORGANISATIONS = SharedThrough(MeasureOrganisation, "organisation")
PARTNERS = SharedThrough(MeasurePartner, "partner")
SUBJECTS = SharedThrough(MeasureSubject, "subject")
PILLARS = SharedThrough(MeasurePillar, "pillar")
# A law is shared by those that lead to it and those that it leads to.
TO_LAWS = SharedThrough(Relation, "target", "source")
FROM_LAWS = SharedThrough(Relation, "source", "target")

KINDS: dict[str, tuple[SharedThrough, ...]] = {
    "subjects": (SUBJECTS,),
    "laws": (TO_LAWS, FROM_LAWS),
    "pillars": (PILLARS,),
    "sections": (SECTIONS,),
    "partners": (PARTNERS,),
    "organisations": (ORGANISATIONS,),
}


def owners(
    things: dict[str, set[int]], everything: dict[str, set[int]], among: set[int]
) -> list[tuple[str, int, int, str]]:
    """Who has what: kind, thing, measure, its address name; in one statement.

    All published measures that have one of `things`, and those of `among` that have any of
    `everything`. Both name primary keys by kind. A measure may be told twice.
    """
    parts = [
        owning.owners(kind, pks, asked)
        for wanted, asked in ((things, None), (everything, among))
        for kind, pks in wanted.items()
        for owning in KINDS[kind]
        if pks and asked != set()
    ]
    return list(parts[0].union(*parts[1:], all=True)) if parts else []
