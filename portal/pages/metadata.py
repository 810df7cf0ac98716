"""What machines are told of a page: schema.org, as far as the record knows it."""

import json
import re
from html.parser import HTMLParser

from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from measures.models import Measure, Milestone
from policies.citations import changed_on, name_of
from policies.models import Section, SourceDocument
from policies.models.citable import Citable
from policies.references import reference_of
from portal.bibliography import metas
from portal.dates.edtf import machine_readable

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
CONTEXT = "https://schema.org"
Kind = Measure.Kind
TYPES = {
    **dict.fromkeys((Kind.LAW, Kind.BILL, Kind.CABINET_ORDER), "Legislation"),
    **dict.fromkeys((Kind.BUDGET_PROGRAMME, Kind.CAPACITY_BUILDING), "GovernmentService"),
}
# What the status of a piece of legislation says of its force; of others nothing is said.
FORCE = {
    Measure.Status.IN_FORCE: "InForce",
    **dict.fromkeys(
        (
            *(Measure.Status.CONSIDERED, Measure.Status.PROPOSED, Measure.Status.ANNOUNCED),
            *(Measure.Status.CABINET_DECISION, Measure.Status.ENDED, Measure.Status.REJECTED),
        ),
        "NotInForce",
    ),
}
# What would end the element or begin another, as JSON writes it in a string.
ESCAPES = {sign: f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


def data_block(data: dict) -> SafeString:
    """Linked data as an element that no browser runs, so no policy of scripts forbids it.

    A text of the record that holds an end tag ends nothing: its signs are written as JSON can.
    """
    known = {"@context": CONTEXT} | {name: value for name, value in data.items() if value}
    text = json.dumps(known, ensure_ascii=False, separators=(",", ":"))
    for sign, written in ESCAPES.items():  # `translate` takes ten times as long
        text = text.replace(sign, written)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - escaped


def metas_of(request: HttpRequest, thing: Citable) -> SafeString:
    """The metas from which reference managers read what a page tells of."""
    read = metas(reference_of(request, thing))
    return format_html_join("\n", '<meta name="{}" content="{}">', read)


def linked_data(request: HttpRequest, thing: Citable) -> dict:
    """What is known of an entry, a document or a section, in the words of schema.org."""
    if isinstance(thing, SourceDocument):
        return document_data(request, thing)
    if isinstance(thing, Section):
        return {
            "@type": "Chapter",
            "name": thing.heading,
            "alternateName": [thing.title_en],
            "inLanguage": "ja",
            "url": in_full(request, thing),
            "isPartOf": document_data(request, thing.document),
        }
    address = in_full(request, thing)
    told = {
        "@type": "CreativeWork",
        "@id": address,
        "name": name_of(thing),
        "inLanguage": get_language(),
        "dateModified": changed_on(thing),
        "mainEntityOfPage": address,
    }
    if isinstance(thing, Measure):
        told |= {name: value for name, value in measure_data(request, thing).items() if value}
    return told


def measure_data(request: HttpRequest, measure: Measure) -> dict:
    """What is known of a measure beside its name, which is read with all its rows."""
    found = {
        "@type": TYPES.get(measure.kind, "CreativeWork"),
        "alternateName": other_names(measure),
        "description": measure.summary,
        "citation": based_on(request, measure),
    }
    jurisdiction = str(measure.jurisdiction or "")
    if found["@type"] == "Legislation":
        found["legislationType"] = measure.get_kind_display()
        found["legislationJurisdiction"] = jurisdiction
        found["legislationDate"] = passed(measure)
        if measure.status in FORCE:
            found["legislationLegalForce"] = f"{CONTEXT}/{FORCE[measure.status]}"
    elif jurisdiction and found["@type"] == "GovernmentService":
        found["areaServed"] = jurisdiction
        found["serviceType"] = measure.get_kind_display()
    return found


def passed(measure: Measure) -> str:
    """The day on which it was passed; empty where no source tells one day, or several differ."""
    days = {
        row.date
        for row in measure.milestones.all()
        if row.kind == Milestone.Kind.ENACTED and not row.inferred
    }
    day = days.pop() if len(days) == 1 else ""
    return day if DAY.fullmatch(day) else ""


def other_names(measure: Measure) -> list[str]:
    """Its titles and names but for the one that the page bears."""
    names = (measure.title_ja, measure.title_en, *(str(name) for name in measure.names.all()))
    return [name for name in dict.fromkeys(names) if name != measure.title]


def based_on(request: HttpRequest, measure: Measure) -> list[dict]:
    """The documents that tell of a measure, each once."""
    documents = {row.section.document_id: row.section.document for row in measure.citations.all()}
    return [
        {"@type": "CreativeWork", "name": document.title_ja, "url": in_full(request, document)}
        for document in documents.values()
    ]


def document_data(request: HttpRequest, document: SourceDocument) -> dict:
    """A document, its publisher, and its day, month or year where that is not inferred."""
    published = "" if document.date_inferred else machine_readable(document.date)
    return {
        "@type": "CreativeWork",
        "name": document.title_ja,
        "alternateName": [document.title_en],
        "inLanguage": "ja",
        "url": in_full(request, document),
        "publisher": {"@type": "Organization", "name": str(document.publisher)},
        **({"datePublished": published} if published else {}),
    }


def in_full(request: HttpRequest, thing: Citable) -> str:
    """The permanent address of a page in full."""
    return request.build_absolute_uri(thing.get_absolute_url())


class Crumbs(HTMLParser):
    """The links and the last words of a trail of breadcrumbs, read from how it is drawn."""

    def __init__(self, drawn: str):
        super().__init__()
        self.found: list[dict[str, str]] = []
        self.feed(drawn)

    def handle_starttag(self, tag, attrs):
        if tag == "li":
            self.found.append({"name": "", "address": ""})
        elif tag == "a":
            self.found[-1]["address"] = dict(attrs)["href"]

    def handle_data(self, data):
        if self.found:
            self.found[-1]["name"] += data

    def linked_data(self, request: HttpRequest) -> dict:
        """The trail; what stands without a link is the page itself."""
        items = [
            {
                "@type": "ListItem",
                "position": number,
                "name": " ".join(crumb["name"].split()),
                "item": request.build_absolute_uri(crumb["address"] or request.path),
            }
            for number, crumb in enumerate(self.found, start=1)
        ]
        return {"@type": "BreadcrumbList", "itemListElement": items}
