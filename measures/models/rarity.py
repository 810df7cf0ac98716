"""What measures share: how many rows have a thing, and which measures those are."""

import dataclasses
from collections.abc import Callable

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
from portal.rows.kept import Asked, KeptStatement

# Nobody counts further than this: what more rows have is too common to say anything.
COUNTED = 500
# What the measures are called that a statement is asked for beside the things.
AMONG = "among"


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

    def owners(self, kind: str) -> models.QuerySet:
        """Tuples of `kind`, thing, published measure that has it, and that one's address name.

        Of the things that are `Asked` for under `kind`.
        """
        wanted = {f"{self.thing}__in": Asked(kind), f"{self.owner}__published": True}
        return (
            self.model.objects.order_by()
            .filter(**wanted)
            .values_list(
                models.Value(kind), f"{self.thing}_id", f"{self.owner}_id", f"{self.owner}__slug"
            )
        )

    def owners_among(self, kind: str) -> models.QuerySet:
        """The same with the measures alone that are `Asked` for."""
        return self.owners(kind).filter(**{f"{self.owner}__in": Asked(AMONG)})


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


def _of_all_kinds(owners: Callable[[SharedThrough, str], models.QuerySet]) -> models.QuerySet:
    first, *others = (owners(each, kind) for kind, some in KINDS.items() for each in some)
    return first.union(*others, all=True)


ALL = KeptStatement(lambda: _of_all_kinds(SharedThrough.owners))
SOME = KeptStatement(lambda: _of_all_kinds(SharedThrough.owners_among))


def owners(
    things: dict[str, set[int]], everything: dict[str, set[int]], among: set[int]
) -> list[tuple[str, int, int, str]]:
    """Who has what: kind, thing, measure, its address name.

    All published measures that have one of `things`, and those of `among` that have any of
    `everything`. Both name primary keys by kind. A measure may be told twice.
    """
    found = ALL.rows(**_by_kind(things)) if any(things.values()) else []
    if among and any(everything.values()):
        found += SOME.rows(**_by_kind(everything), **{AMONG: among})
    return found


def _by_kind(things: dict[str, set[int]]) -> dict[str, set[int]]:
    return {kind: things.get(kind, set()) for kind in KINDS}
