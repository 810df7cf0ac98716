"""A measure in the words of schema.org, where these have a word for it: legislation."""

from django.http import HttpRequest
from django.utils.translation import get_language

from measures.models import Measure, Milestone

LEGISLATION = {Measure.Kind.LAW, Measure.Kind.BILL, Measure.Kind.CABINET_ORDER}
# What the status of a piece of legislation says of its force; of others nothing is said.
FORCE = {
    Measure.Status.IN_FORCE: "InForce",
    Measure.Status.CONSIDERED: "NotInForce",
    Measure.Status.PROPOSED: "NotInForce",
    Measure.Status.ANNOUNCED: "NotInForce",
    Measure.Status.CABINET_DECISION: "NotInForce",
    Measure.Status.ENDED: "NotInForce",
    Measure.Status.REJECTED: "NotInForce",
}


def legislation(request: HttpRequest, measure: Measure) -> dict | None:
    """A law, bill or cabinet order, read with its rows; None for any other measure."""
    if measure.kind not in LEGISLATION:
        return None
    force = FORCE.get(measure.status, "")
    found = {
        "@type": "Legislation",
        "name": measure.title,
        "alternateName": [name.name for name in measure.names.all()],
        "description": measure.summary,
        "url": request.build_absolute_uri(measure.get_absolute_url()),
        "inLanguage": get_language(),
        "legislationType": measure.get_kind_display(),
        "legislationJurisdiction": str(measure.jurisdiction or ""),
        "legislationDate": passed(measure),
        "legislationLegalForce": f"https://schema.org/{force}" if force else "",
        "dateModified": measure.updated_on.isoformat(),
    }
    return {name: value for name, value in found.items() if value}


def passed(measure: Measure) -> str:
    """The day on which it was passed; empty where no source tells that day, or several differ."""
    days = {
        row.date
        for row in measure.milestones.all()
        if row.kind == Milestone.Kind.ENACTED and not row.inferred
    }
    (day,) = days if len(days) == 1 else ("",)
    return day if len(day) == len("2026-03-19") and day[4] == day[7] == "-" else ""
