"""The kinds of rows that hang on a measure, each told once.

From a kind follow the statement that reads a measure with its rows (`measures.loading`), the
numbers of sources, the form of the YAML files, the inlines and pages of the admin, the words of
the help, and what tests and benchmarks build.
"""

import dataclasses
from collections.abc import Callable, Iterator

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from measures.models import (
    Agreement,
    Answer,
    BudgetLine,
    Citation,
    Discrepancy,
    ExportControl,
    MeasureIdentifier,
    MeasureName,
    MeasureOrganisation,
    MeasurePartner,
    MeasurePillar,
    MeasureStatus,
    MeasureSubject,
    Milestone,
    PrintedTotal,
    Provision,
    Purpose,
    Relation,
    Statement,
    Target,
    TradeRemedy,
)
from policies.models import Evidence
from portal.rows.internals import held_rows

SOURCE = "section__document"


@dataclasses.dataclass(frozen=True, kw_only=True)
class RowKind:
    """One kind of row that hangs on a measure, or on a row of one.

    `name` is what the rows are called on what they hang on, also in the YAML files, and `owner`
    the field that leads back there; where rows lead to a second measure, `mirror` is the field
    and `mirror_name` what they are called there. `joins` are the relations read with each row for
    a page, `form_joins` what its form names beyond. `form` holds the lines of its form, the
    source left out, `siblings` the fields that point at rows of the same kind and owner, and
    `purpose` says to editors what belongs into it. `code` is the field that names a row inside
    its owner. `one` is for what a measure has at most one of, `required` for what it needs. Pages
    tell rows as editors placed them, or by `place`.
    """

    name: str
    model: type[models.Model]
    purpose: str | Promise = ""
    form: tuple[str | tuple[str, ...], ...] = ()
    owner: str = "measure"
    mirror: str = ""
    mirror_name: str = ""
    joins: tuple[str, ...] = ()
    form_joins: tuple[str, ...] = ()
    siblings: tuple[str, ...] = ()
    code: str = ""
    place: Callable[[models.Model], tuple] | None = None
    one: bool = False
    required: bool = False
    at_start: bool = False
    children: tuple["RowKind", ...] = ()

    @property
    def has_source(self) -> bool:
        """Whether a row says where it was read; one that does not has children that do."""
        return issubclass(self.model, Evidence)

    @property
    def read(self) -> tuple[str, ...]:
        """The relations read with each row, its source among them."""
        return (SOURCE, *self.joins) if self.has_source else self.joins

    def rows_of(self, measure: models.Model) -> list:
        """The rows of a measure that is read with all its rows, in their order."""
        if self.one:
            row = getattr(measure, self.name, None)
            return [] if row is None else [row]
        return held_rows(measure, self.name)


KINDS = (
    RowKind(
        name="statuses",
        model=MeasureStatus,
        purpose=_(
            "Where it stands, as of the day the source speaks of. A newer one is added and the "
            "former stays; the newest is shown in lists."
        ),
        form=(("value", "as_of", "position"),),
        required=True,
        at_start=True,
    ),
    RowKind(
        name="names",
        model=MeasureName,
        purpose=_("Names that sources use for it, misprints included."),
        form=(("name", "reading"), ("kind", "position")),
    ),
    RowKind(
        name="identifiers",
        model=MeasureIdentifier,
        purpose=_("Law number, e-Gov law id, budget project id; where each was checked."),
        form=(("scheme", "value", "position"), ("place_ja", "place_en"), "checked_on"),
    ),
    RowKind(
        name="citations",
        model=Citation,
        purpose=_(
            "Where a document describes the measure, and which of its fields the passage "
            "supports. One for each document and section."
        ),
        form=("supports", "position"),
        joins=(f"{SOURCE}__publisher",),
        required=True,
        at_start=True,
    ),
    RowKind(
        name="purposes",
        model=Purpose,
        purpose=_("What a source says it is for. Nothing where none is stated."),
        form=(("kind", "position"),),
    ),
    RowKind(
        name="organisations",
        model=MeasureOrganisation,
        purpose=_("Who leads, hosts, regulates, takes part, each with its role."),
        form=(("organisation", "role", "position"),),
        joins=("organisation",),
    ),
    RowKind(
        name="partners",
        model=MeasurePartner,
        purpose=_("Countries, regions and groups, each with its role."),
        form=(("partner", "role", "position"),),
        joins=("partner",),
    ),
    RowKind(
        name="subjects",
        model=MeasureSubject,
        purpose=_("Materials, technologies and themes, with the printed number."),
        form=(
            ("subject", "number", "position"),
            ("group_ja", "group_en"),
            ("note_ja", "note_en"),
        ),
        joins=("subject",),
    ),
    RowKind(
        name="pillars",
        model=MeasurePillar,
        purpose=_("Under which pillar of a scheme a source puts it."),
        form=(("pillar", "position"),),
        joins=("pillar__framework",),
    ),
    RowKind(
        name="answers",
        model=Answer,
        purpose=_("Which assessment, threat or open question it addresses, and why."),
        form=(("issue", "position"), ("reason_ja", "reason_en")),
        joins=("issue",),
    ),
    RowKind(
        name="provisions",
        model=Provision,
        purpose=_("Clauses and items, numbered as printed, one below the other."),
        form=(
            ("code", "number", "position", "is_new"),
            "parent",
            ("heading_ja", "heading_en"),
            ("text_ja", "text_en"),
            ("effective", "speaker"),
        ),
        joins=("speaker",),
        form_joins=("parent",),
        siblings=("parent",),
        code="code",
    ),
    RowKind(
        name="milestones",
        model=Milestone,
        purpose=_("What happened on a day, with its kind. One may be the headline date."),
        form=(("code", "kind", "position"), ("date", "headline"), ("label_ja", "label_en")),
        code="code",
        place=Milestone.place_in_time,
        at_start=True,
    ),
    RowKind(
        name="budget_lines",
        model=BudgetLine,
        purpose=_("One printed amount: subject, fiscal year, stage."),
        form=(
            ("code", "subject", "position"),
            ("label_ja", "label_en"),
            ("stage", "fiscal_year", "fiscal_year_until"),
            ("printed", "amount", "currency", "approximate"),
            ("obligations", "part_of"),
            ("scope_ja", "scope_en", "ministries"),
            ("not_added_ja", "not_added_en"),
        ),
        joins=("subject",),
        form_joins=("part_of__subject", "part_of__measure"),
        siblings=("part_of",),
        code="code",
    ),
    RowKind(
        name="printed_totals",
        model=PrintedTotal,
        purpose=_("A total as printed. It is never computed and never entered twice."),
        form=(
            ("code", "subject", "position", "featured"),
            ("stage", "fiscal_year"),
            ("printed", "amount", "currency", "approximate", "obligations"),
            ("difference_ja", "difference_en", "difference_inferred"),
        ),
        joins=("subject",),
        code="code",
    ),
    RowKind(
        name="targets",
        model=Target,
        purpose=_("A key figure: value, unit, what it counts, by when."),
        form=(
            ("code", "position", "featured"),
            ("label_ja", "label_en"),
            ("printed", "bound", "value"),
            ("unit_ja", "unit_en", "due"),
            ("counts_ja", "counts_en"),
        ),
        code="code",
    ),
    RowKind(
        name="export_control",
        model=ExportControl,
        purpose=_("Who controls what, directed at whom, since when, and what suspended it."),
        form=(
            ("jurisdiction", "effect", "all_destinations"),
            ("items_ja", "items_en"),
            ("announced", "effective", "ended"),
            ("suspended", "suspended_until", "suspended_by"),
            ("suspension_ja", "suspension_en"),
        ),
        joins=("jurisdiction", "suspended_by"),
        one=True,
    ),
    RowKind(
        name="trade_remedy",
        model=TradeRemedy,
        purpose=_("A duty or an investigation: product, period, procedure."),
        form=(
            ("jurisdiction", "product", "number"),
            ("kind", "procedure"),
            ("duty_period", "investigation_start"),
        ),
        joins=("jurisdiction", "product"),
        one=True,
    ),
    RowKind(
        name="agreement",
        model=Agreement,
        purpose=_("A meeting, statement or instrument: level, form, date, venue."),
        form=(("level", "form", "date"), ("venue_ja", "venue_en")),
        one=True,
    ),
    RowKind(
        name="relations",
        model=Relation,
        purpose=_("How it is related to another measure: the verb, the reason, the section."),
        form=(("kind", "target", "position"), ("reason_ja", "reason_en")),
        owner="source",
        mirror="target",
        mirror_name="reverse_relations",
        joins=("target",),
    ),
    RowKind(
        name="discrepancies",
        model=Discrepancy,
        purpose=_("Where sources differ. A new one starts on a page of its own."),
        form=(("topic_ja", "topic_en"), ("nature", "position"), ("chosen_ja", "chosen_en")),
        children=(
            RowKind(
                name="statements",
                model=Statement,
                form=(("value_ja", "value_en", "position"),),
                owner="discrepancy",
            ),
        ),
    ),
)
BY_NAME = {kind.name: kind for kind in KINDS}


def in_order_of_forms() -> Iterator[RowKind]:
    """The kinds as the page of a measure in the admin has them: what it needs stands first."""
    return iter(sorted(KINDS, key=lambda kind: not kind.required))
