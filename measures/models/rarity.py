"""What measures share: how many rows have a thing, and which measures those are."""

import dataclasses
import functools
import operator
from collections.abc import Callable, Collection, Iterable

from django.db import models

from measures.models.details import Citation
from measures.models.measure import Measure
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

    @property
    def things(self) -> models.QuerySet:
        """All things, whoever has them."""
        return self.model._meta.get_field(self.thing).related_model.objects.order_by()

    def counted(self) -> CappedCount:
        """How many rows have a thing, of a queryset of things, counted to `COUNTED` and one.

        Rows that visitors may not see are not counted: what they see must not tell of others.
        """
        same = {self.thing: models.OuterRef("pk")}
        rows = self.model.objects.order_by().published().filter(**same).values("pk")
        return CappedCount(rows[: COUNTED + 1])

    def owners(self, kind: str) -> models.QuerySet:
        """Tuples of `kind`, thing, and published measure that has it.

        Of the things that are `Asked` for under `kind`.
        """
        wanted = {f"{self.thing}__in": Asked(kind), f"{self.owner}__published": True}
        return (
            self.model.objects.order_by()
            .filter(**wanted)
            .values_list(models.Value(kind), f"{self.thing}_id", f"{self.owner}_id")
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
    return together(owners(each, kind) for kind, some in KINDS.items() for each in some)


def _counts() -> models.QuerySet:
    """Kind, thing and number of rows that have it, of the things that are `Asked` for by kind."""
    return together(
        some[0]
        .things.filter(pk__in=Asked(kind))
        .values_list(models.Value(kind), "pk", sum_of([each.counted() for each in some]))
        for kind, some in KINDS.items()
    )


def together(parts: Iterable[models.QuerySet]) -> models.QuerySet:
    """The rows of all of them."""
    first, *others = parts
    return first.union(*others, all=True)


def sum_of(counts: list[CappedCount]) -> models.expressions.Combinable:
    """All of them added."""
    return functools.reduce(operator.add, counts)


COUNTS = KeptStatement(_counts)
ALL = KeptStatement(lambda: _of_all_kinds(SharedThrough.owners))
SOME = KeptStatement(lambda: _of_all_kinds(SharedThrough.owners_among))
SLUGS = KeptStatement(
    lambda: Measure.objects.order_by().filter(pk__in=Asked(AMONG)).values_list("pk", "slug")
)


def rows_counted(things: dict[str, set[int]], using: str) -> list[tuple[str, int, int]]:
    """Kind, primary key and number of rows of each thing; `things` names keys for every kind."""
    return COUNTS.rows(using, **things)


def owners(things: dict[str, set[int]], using: str) -> list[tuple[str, int, int]]:
    """Who has what: kind, thing, published measure; one may be told twice."""
    return ALL.rows(using, **things)


def owners_among(
    things: dict[str, set[int]], measures: Collection[int], using: str
) -> list[tuple[str, int, int]]:
    """The same of some measures alone."""
    return SOME.rows(using, **things, **{AMONG: measures})


def slugs_of(measures: Collection[int], using: str) -> dict[int, str]:
    """Measures with their address names, by primary key."""
    return dict(SLUGS.rows(using, **{AMONG: measures}))
