"""The kinds of measures, where they may stand, and what that is called of each kind."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.models.base import worded


class MeasureKind(models.TextChoices):
    LAW = "law", _("Law")
    BILL = "bill", _("Bill")
    CABINET_ORDER = "cabinet-order", _("Cabinet order")
    REGULATION = "regulation", _("Regulation or scheme")
    BUDGET_PROGRAMME = "budget-programme", _("Budget programme")
    TAX = "tax", _("Tax measure")
    GUIDELINE = "guideline", _("Guideline or case collection")
    PLAN = "plan", _("Plan or strategy")
    INSTITUTION = "institution", _("Institution or council")
    EXPORT_CONTROL = "export-control", _("Export control")
    SANCTION = "sanction", _("Sanction")
    TARIFF = "tariff", _("Tariff or port fee")
    TRADE_REMEDY = "trade-remedy", _("Trade remedy")
    INVESTMENT_SCREENING = "investment-screening", _("Investment screening")
    PROCUREMENT = "procurement", _("Procurement or use rule")
    DIALOGUE = "dialogue", _("Dialogue or consultation")
    SUMMIT = "summit", _("Summit")
    MINISTERIAL = "ministerial", _("Ministerial meeting")
    JOINT_STATEMENT = "joint-statement", _("Joint statement")
    AGREEMENT = "agreement", _("Agreement")
    PARTNERSHIP = "partnership", _("Partnership or initiative")
    CONFERENCE = "conference", _("Conference or event")
    PROJECT = "project", _("Project")
    RESEARCH_PROGRAMME = "research-programme", _("Research programme")
    CAPACITY_BUILDING = "capacity-building", _("Outreach or capacity building")
    COOPERATION = "cooperation", _("International cooperation")
    FIELD_OF_ACTION = "field-of-action", _("Field of action")
    RECOMMENDATION = "recommendation", _("Recommendation")
    TECHNOLOGY_RELEASE = "technology-release", _("Technology release")


class Status(models.TextChoices):
    __codelist__ = "measure_status"

    NAMED = "named", _("Named, stage not stated")
    CONSIDERED = "considered", _("Under consideration or in preparation")
    PROPOSED = "proposed", _("Proposed")
    ANNOUNCED = "announced", _("Announced")
    CABINET_DECISION = "cabinet-decision", _("Cabinet decision")
    ENACTED = "enacted", _("Enacted")
    IN_FORCE = "in-force", _("In force or under way")
    HELD = "held", _("Held or issued")
    SUSPENDED = "suspended", _("Suspended")
    SHELVED = "shelved", _("Shelved")
    ENDED = "ended", _("Ended or repealed")
    REJECTED = "rejected", _("Rejected")


# What ended, or came to nothing: no day that was given for it is waited for.
LAPSED = frozenset({Status.ENDED, Status.REJECTED, Status.SHELVED})

# Kinds that are done and not in force: a duty is levied, an investigation goes on, a plan is
# carried out.
DONE = frozenset(
    {
        MeasureKind.BUDGET_PROGRAMME,
        MeasureKind.PLAN,
        MeasureKind.INSTITUTION,
        MeasureKind.TRADE_REMEDY,
        MeasureKind.DIALOGUE,
        MeasureKind.SUMMIT,
        MeasureKind.MINISTERIAL,
        MeasureKind.JOINT_STATEMENT,
        MeasureKind.PARTNERSHIP,
        MeasureKind.CONFERENCE,
        MeasureKind.PROJECT,
        MeasureKind.RESEARCH_PROGRAMME,
        MeasureKind.CAPACITY_BUILDING,
        MeasureKind.COOPERATION,
        MeasureKind.FIELD_OF_ACTION,
        MeasureKind.RECOMMENDATION,
        MeasureKind.TECHNOLOGY_RELEASE,
    }
)
UNDER_WAY = _("Under way")


def status_words(kind: str, status: str) -> str:
    """What a status is called of a measure of a kind."""
    if status == Status.IN_FORCE and kind in DONE:
        return str(UNDER_WAY)
    return worded(Status, status)
