"""What the page of a measure says: relations, nested provisions, facts, a citation."""

import dataclasses
from collections.abc import Iterator

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from measures.models import (
    Agreement,
    ExportControl,
    Measure,
    Milestone,
    RelatedVerdict,
    Relation,
    TradeRemedy,
)
from policies.citations import cite_entry


@dataclasses.dataclass(frozen=True)
class Related:
    """A relation as the page of one measure tells it."""

    verb: str
    other: Measure
    row: Relation


def stated_relations(measure: Measure) -> Iterator[Related]:
    """The relations from and to a measure whose other end visitors may see."""
    for row in measure.relations.all():
        if row.target.published:
            yield Related(row.get_kind_display(), row.target, row)
    for row in measure.reverse_relations.all():
        if row.source.published:
            yield Related(str(row.reverse_label), row.source, row)


def headline(measure: Measure) -> Milestone | None:
    """The event whose date stands for the measure in lists; None where it has none."""
    return next((row for row in measure.milestones.all() if row.headline), None)


def may_judge(request: HttpRequest) -> bool:
    """Whether who asks may say of computed relations whether they hold."""
    return request.user.is_staff and request.user.has_perms(RelatedVerdict.JUDGING)


def nested_provisions(measure: Measure) -> list:
    """The top provisions, each with the lines below it in printed order as `lines`."""
    rows = list(measure.provisions.all())
    below: dict[int, list] = {}
    for row in rows:
        if row.parent_id:
            below.setdefault(row.parent_id, []).append(row)

    def lines(row) -> Iterator:
        for child in below.get(row.pk, []):
            yield child
            yield from lines(child)

    tops = [row for row in rows if not row.parent_id]
    for top in tops:
        top.lines = list(lines(top))
    return tops


def partners_with(measure: Measure, role: str) -> str:
    """The partners of one role, joined."""
    return gettext(", ").join(
        str(row.partner) for row in measure.partners.all() if row.role == role
    )


def control_facts(measure: Measure, control: ExportControl) -> list[tuple]:
    """What the page says of an export control."""
    towards = partners_with(measure, "target")
    if control.all_destinations:
        towards = gettext("All destinations")
    return [
        (_("Imposed by"), control.jurisdiction),
        (_("Towards"), towards),
        (_("Controlled items"), control.items),
        (_("Effect"), control.get_effect_display()),
        (_("Announced"), control.announced_in_words),
        (_("Effective"), control.effective_in_words),
        (_("Suspended from"), control.suspended_in_words),
        (_("Suspended until"), control.suspended_until_in_words),
        (_("Words on the suspension"), control.suspension),
        (_("Ended"), control.ended_in_words),
    ]


def remedy_facts(measure: Measure, remedy: TradeRemedy) -> list[tuple]:
    """What the page says of a trade remedy."""
    applicants = gettext(", ").join(
        str(row.organisation) for row in measure.organisations.all() if row.role == "applicant"
    )
    return [
        (_("Kind"), remedy.get_kind_display()),
        (_("Procedure"), remedy.get_procedure_display()),
        (_("Product"), remedy.product),
        (_("Imposed by"), remedy.jurisdiction),
        (_("Towards"), partners_with(measure, "target")),
        (_("Duty period"), remedy.duty_period_in_words),
        (_("Investigation opened"), remedy.investigation_start_in_words),
        (_("Applicants"), applicants),
    ]


def agreement_facts(measure: Measure, agreement: Agreement) -> list[tuple]:
    """What the page says of an agreement or dialogue."""
    return [
        (_("Level"), agreement.get_level_display()),
        (_("Form"), agreement.get_form_display()),
        (_("Date"), agreement.date_in_words),
        (_("Venue"), agreement.venue),
    ]


@dataclasses.dataclass(frozen=True)
class Part:
    """A part of the page, for its table of contents."""

    anchor: str
    title: str
    count: int = 0


def table_of_contents(measure: Measure, related_count: int) -> Iterator[Part]:
    """The parts that the page of a measure has."""
    for name, title in (
        ("export_control", _("Export control")),
        ("trade_remedy", _("Trade remedy")),
        ("agreement", _("Agreement or dialogue")),
    ):
        if hasattr(measure, name):
            yield Part(name.replace("_", "-"), title)
    rows = (
        ("provisions", _("Provisions"), measure.provisions.all(), False),
        ("milestones", _("Course of events"), measure.milestones.all(), True),
        ("budgets", _("Budget"), measure.budget_lines.all(), False),
        ("targets", _("Targets and figures"), measure.targets.all(), False),
    )
    for anchor, title, found, always in rows:
        if found or always:
            yield Part(anchor, title, len(found))
    yield Part("relations", _("Related measures"), related_count)
    if measure.answers.all():
        yield Part("issues", _("Issues it answers"), len(measure.answers.all()))
    yield Part(
        "organisations", _("Organisations and their parts"), len(measure.organisations.all())
    )
    yield Part("subjects", _("Subjects"), len(measure.subjects.all()))
    if measure.discrepancies.all():
        yield Part("discrepancies", _("Where sources differ"), len(measure.discrepancies.all()))
    yield Part("sources", _("Sources"), len(measure.citations.all()))
    yield Part("citation", _("Citation"))


def citation_text(request: HttpRequest, measure: Measure) -> str:
    """A citation of the page of a measure, with the first section that tells of it."""
    first = next(iter(measure.citations.all()), None)
    return cite_entry(request, measure, first and first.section)
