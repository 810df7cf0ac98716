"""What two documents tell: of what both speak, side by side, and of what only one does.

A measure is told of by a document where a row of it was read from one of its sections. What each
says is not judged here: the values stand beside each other, and those that differ are marked.
"""

import dataclasses
from collections.abc import Callable, Iterator

from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from measures.facts import told
from measures.loading import load_for_comparison
from measures.models import Measure, Relation
from policies.models import Evidence, SourceDocument
from portal.lists.columns import Label

# Relations that lead from what one document tells to what became of it in another.
LEADING_ON = (
    Relation.Kind.AMENDS,
    Relation.Kind.IMPLEMENTS,
    Relation.Kind.SUCCEEDS,
    Relation.Kind.REPLACES,
    Relation.Kind.REPEALS,
    Relation.Kind.EXTENDS,
    Relation.Kind.CREATES,
    Relation.Kind.BASED_ON,
    Relation.Kind.FOLLOWS,
    Relation.Kind.RESPONDS_TO,
    Relation.Kind.ANSWERS,
    Relation.Kind.TO_BE_OPERATED,
    Relation.Kind.IN_LINE_WITH,
    Relation.Kind.POSSIBLY_SAME,
)


@dataclasses.dataclass(frozen=True)
class Aspect:
    """One kind of value that documents give of a measure, and how one of its rows says it."""

    name: Label
    rows: str
    words: Callable[[Evidence], str]


@dataclasses.dataclass(frozen=True)
class Said:
    """One value as one document gives it."""

    words: str
    row: Evidence


@dataclasses.dataclass(frozen=True)
class SaidByBoth:
    """What each of two documents says of one aspect of a measure."""

    name: Label
    earlier: list[Said]
    later: list[Said]

    @property
    def differs(self) -> bool:
        """Whether they say something else, or only one of them says anything."""
        return {each.words for each in self.earlier} != {each.words for each in self.later}


@dataclasses.dataclass(frozen=True)
class ToldByBoth:
    """A measure of which both documents speak."""

    measure: Measure
    aspects: list[SaidByBoth]

    @property
    def differs(self) -> bool:
        """Whether they differ in any aspect."""
        return any(aspect.differs for aspect in self.aspects)


def dated(row: Evidence) -> str:
    """An event with its date."""
    return gettext("%(date)s: %(event)s") % {"date": row.date_in_words, "event": row.label}


def figure(row: Evidence) -> str:
    """A target or figure as printed, with what it is called and when it is due."""
    words = gettext("%(label)s: %(figure)s") % {"label": row.label, "figure": row.shown}
    return f"{words} {row.due_in_words}".strip()


def amount(row: Evidence) -> str:
    """A budget line: the amount and what it is for."""
    return f"{row.shown} {told(row)}".strip()


def total(row: Evidence) -> str:
    """A printed total and what is totalled."""
    return f"{row.shown} {row.scope_in_words}".strip()


ASPECTS = (
    Aspect(_("Status"), "statuses", str),
    Aspect(_("Names"), "names", str),
    Aspect(_("Dates"), "milestones", dated),
    Aspect(_("Amounts"), "budget_lines", amount),
    Aspect(_("Printed totals"), "printed_totals", total),
    Aspect(_("Targets and figures"), "targets", figure),
)
DIFFERING = Aspect(_("Where sources differ"), "statements", str)


def _date(document: SourceDocument) -> tuple:
    return str(document.date_from or ""), document.slug


class DocumentsCompared:
    """Two documents, the earlier first, with what both or one of them tells."""

    def __init__(self, one: SourceDocument, other: SourceDocument):
        self.earlier, self.later = sorted([one, other], key=_date)

    @cached_property
    def told(self) -> dict[int, set[int]]:
        """The keys of the published measures that each document tells of, by its own key."""
        return {
            document.pk: set(Measure.objects.published().told_by(document))
            for document in (self.earlier, self.later)
        }

    @cached_property
    def both(self) -> list[ToldByBoth]:
        """The measures of which both speak, those where they differ first."""
        keys = self.told[self.earlier.pk] & self.told[self.later.pk]
        measures = load_for_comparison(list(Measure.objects.filter(pk__in=keys).order_by("slug")))
        found = [ToldByBoth(measure, list(self._aspects(measure))) for measure in measures]
        return sorted(found, key=lambda each: not each.differs)

    def _aspects(self, measure: Measure) -> Iterator[SaidByBoth]:
        differing = [row for each in measure.discrepancies.all() for row in each.statements.all()]
        rows = [(aspect, getattr(measure, aspect.rows).all()) for aspect in ASPECTS]
        for aspect, found in [*rows, (DIFFERING, differing)]:
            earlier, later = (
                [Said(aspect.words(row), row) for row in found if row.section.document_id == key]
                for key in (self.earlier.pk, self.later.pk)
            )
            if earlier or later:
                yield SaidByBoth(aspect.name, earlier, later)

    @property
    def unread(self) -> list[SourceDocument]:
        """Those of the two that are not read to their end."""
        return [document for document in (self.earlier, self.later) if not document.is_read]

    def _only(self, one: SourceDocument, other: SourceDocument) -> list[Measure]:
        keys = self.told[one.pk] - self.told[other.pk]
        return list(Measure.objects.filter(pk__in=keys).order_by("kind", "slug"))

    @cached_property
    def only_earlier(self) -> list[Measure]:
        """The measures of which the earlier alone speaks, kind by kind."""
        return self._only(self.earlier, self.later)

    @cached_property
    def only_later(self) -> list[Measure]:
        """The measures of which the later alone speaks, kind by kind."""
        return self._only(self.later, self.earlier)

    @cached_property
    def became(self) -> list[Relation]:
        """Relations that lead between what the earlier alone tells and what the later does."""
        earlier = [measure.pk for measure in self.only_earlier]
        return list(
            Relation.objects.published()
            .for_list()
            .leading_on(LEADING_ON, earlier, self.told[self.later.pk])
        )

    def rows(self) -> Iterator[tuple]:
        """Every value of both, a row each: for the CSV."""
        for each in self.both:
            for aspect in each.aspects:
                for document, said in (
                    (self.earlier, aspect.earlier),
                    (self.later, aspect.later),
                ):
                    for value in said:
                        yield each.measure, aspect, document, value
