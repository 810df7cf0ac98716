"""The pages of partners, subjects, organisations and issues."""

import operator
from collections.abc import Mapping
from urllib.parse import urlencode

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from measures.passed import note_passed
from policies.as_of import as_of
from policies.confirmed import confirmed_of
from policies.lists.conditions import (
    MEMBERS_OF_PARTNERS,
    NARROWER_SUBJECTS,
    PARTS_OF_ORGANISATIONS,
)
from policies.models import Issue, Organisation, Partner, Subject
from policies.models.naming import name_order
from portal.lists.columns import Label
from portal.lists.faults import clipped
from portal.lists.hierarchy import YES, Hierarchy, exactly
from portal.pages.entities.home import between
from portal.pages.entities.rows import ACTS, rows_of_entity
from portal.pages.entities.timeline import Strand, Timeline

# What the address of a page says where it shows the entity alone, without what is narrower.
ONLY = "only"


def above(entity) -> list:
    """The entity one stands below, if there is one."""
    return [entity] if entity else []


def family(*relatives: tuple) -> list[tuple]:
    """Relatives in the tree, those that exist, in the order of their names."""
    key = operator.attrgetter(name_order())
    return [(name, sorted(found, key=key)) for name, found in relatives if found]


def entity_page(
    request: HttpRequest,
    entity: models.Model,
    key: str,
    hierarchy: Hierarchy,
    questions: Mapping[str, str],
    strands: Mapping[str, Label],
    **context,
) -> HttpResponse:
    """The page of a partner, subject or organisation, with what hangs on those narrower.

    `questions` are the parts of what is gathered, each with the question by which its list finds
    the same rows; `strands` those of them that the timeline shows, with their words. In its
    address the page is asked for the entity alone.
    """
    asked = request.GET.get(ONLY)
    if asked not in {None, YES}:
        words = gettext("“%(value)s” is not recognised. Accepted here: %(known)s.")
        fault = words % {"value": clipped(f"{ONLY}={asked}"), "known": f"{ONLY}={YES}"}
        context |= {"entity": entity, "faults": [fault]}
        return render(request, "policies/entity_refused.html", context, status=400)
    narrower = list(type(entity).objects.within(entity))[1:]
    found = rows_of_entity(entity, () if asked else narrower)
    queries = {
        part: urlencode(exactly(name, key) if asked and part not in ACTS else {name: key})
        for part, name in questions.items()
    }
    lanes = [Strand(str(words), queries[part], found[part]) for part, words in strands.items()]
    context = {"standings": [], "identifiers": []} | context
    note_passed(row.measure for each in context["standings"] for row in each.rows)
    context |= {
        "entity": entity,
        "rows_cited": True,
        "confirmed": confirmed_of(entity),
        "hierarchy": hierarchy,
        "narrower": narrower,
        "alone": bool(asked),
        "alone_query": urlencode({ONLY: YES}),
        "queries": queries,
        "timeline": Timeline(str(entity), lanes, as_of().day),
        "found": found,
        "definitions": found["definitions"].rows if "definitions" in found else [],
    }
    return render(request, "policies/entity_detail.html", context)


def partner_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Everything about one country, region or group, or a part of a country."""
    partner = get_object_or_404(Partner.objects.for_detail(), code=code)
    part = partner.kind in Partner.PARTS
    return entity_page(
        request,
        partner,
        code,
        MEMBERS_OF_PARTNERS,
        {
            "measures": "partner",
            "own": "jurisdiction",
            "own_events": "jurisdiction",
            "events": "partner",
            "agreements": "partner",
            "imposed": "jurisdiction",
            "directed": "target",
            "totals": "partner",
            "money": "partner",
        },
        {"own_events": _("What it does"), "events": _("What it has a part in")},
        standings=between(partner),
        listing="places" if part else "partners",
        listing_title=_("Places in countries") if part else _("Partners"),
        family=family(
            (_("Members"), partner.members.all()),
            (_("Member of"), partner.groups.all()),
            (_("Part of the country"), above(partner.part_of)),
            (_("Its subdivisions and places"), partner.parts.all()),
        ),
        directed=_("Directed at it"),
        of_measures=True,
    )


def subject_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything about one material, technology, product, sector or theme."""
    subject = get_object_or_404(Subject.objects.for_detail(), slug=slug)
    return entity_page(
        request,
        subject,
        slug,
        NARROWER_SUBJECTS,
        {
            "measures": "subject",
            "events": "subject",
            "directed": "subject",
            "totals": "subject",
            "money": "subject",
        },
        {"events": _("Dated events")},
        identifiers=subject.identifiers.all(),
        listing="subjects",
        listing_title=_("Subjects"),
        family=family(
            (_("Broader"), [*above(subject.parent), *subject.broader.all()]),
            (_("Narrower"), [*subject.narrower.all(), *subject.also_narrower.all()]),
            (_("Related subjects"), subject.related.all()),
        ),
        directed=_("On this subject"),
        money_first=True,
    )


def organisation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything about one organisation."""
    organisation = get_object_or_404(Organisation.objects.for_detail(), slug=slug)
    return entity_page(
        request,
        organisation,
        slug,
        PARTS_OF_ORGANISATIONS,
        {"measures": "organisation", "events": "organisation", "money": "ministry"},
        {"events": _("Dated events")},
        identifiers=organisation.identifiers.all(),
        listing="organisations",
        listing_title=_("Organisations"),
        family=family(
            (_("Belongs to"), above(organisation.parent)),
            (_("Its units"), organisation.units.all()),
        ),
    )


def issue_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One issue with the measures that answer it."""
    issue = get_object_or_404(Issue.objects.for_detail(), slug=slug)
    context = {
        "issue": issue,
        "rows": issue.answers.for_entity(),
        "rows_cited": True,
        "confirmed": confirmed_of(issue),
    }
    return render(request, "policies/issue_detail.html", context)
