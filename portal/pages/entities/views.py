"""The pages of partners, subjects, organisations and issues."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from policies.as_of import as_of
from policies.models import Issue, Organisation, Partner, Subject
from portal.pages.entities.rows import rows_of_entity
from portal.pages.entities.timeline import Strand, Timeline


def above(entity) -> list:
    """The entity one stands below, if there is one."""
    return [entity] if entity else []


def family(*relatives: tuple) -> list[tuple]:
    """Relatives in the tree, those that exist."""
    return [(name, found) for name, found in relatives if found]


def entity_page(request: HttpRequest, entity, listing: str, strands: dict, **context):
    """The page of a partner, subject or organisation.

    `strands` are the parts of what was gathered that its timeline shows, each with its words and
    the query string of the same events in the list.
    """
    found = rows_of_entity(entity)
    lanes = [Strand(str(words), query, found[name]) for name, (words, query) in strands.items()]
    context |= {
        "entity": entity,
        "listing": listing,
        "timeline": Timeline(str(entity), lanes, as_of().day),
        "found": found,
    }
    return render(request, "policies/entity_detail.html", context)


def partner_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Everything about one country, region or group, or a part of a country."""
    partner = get_object_or_404(Partner.objects.for_detail(), code=code)
    part = partner.kind in Partner.PARTS
    return entity_page(
        request,
        partner,
        "places" if part else "partners",
        {
            "own_events": (_("What it does"), f"jurisdiction={code}"),
            "events": (_("What it has a part in"), f"partner={code}"),
        },
        listing_title=_("Places in countries") if part else _("Partners"),
        family=family(
            (_("Members"), partner.members.all()),
            (_("Member of"), partner.groups.all()),
            (_("Part of the country"), above(partner.part_of)),
            (_("Its subdivisions and places"), partner.parts.all()),
        ),
        question="partner",
        key=code,
    )


def subject_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything about one material, technology, product, sector or theme."""
    subject = get_object_or_404(Subject.objects.for_detail(), slug=slug)
    return entity_page(
        request,
        subject,
        "subjects",
        {"events": (_("Dated events"), f"subject={slug}")},
        listing_title=_("Subjects"),
        family=family(
            (_("Broader"), [*above(subject.parent), *subject.broader.all()]),
            (_("Narrower"), [*subject.narrower.all(), *subject.also_narrower.all()]),
            (_("Related subjects"), subject.related.all()),
        ),
        question="subject",
        key=slug,
        money_question="subject",
    )


def organisation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything about one organisation."""
    organisation = get_object_or_404(Organisation.objects.for_detail(), slug=slug)
    return entity_page(
        request,
        organisation,
        "organisations",
        {"events": (_("Dated events"), f"organisation={slug}")},
        listing_title=_("Organisations"),
        family=family(
            (_("Belongs to"), above(organisation.parent)),
            (_("Its units"), organisation.units.all()),
        ),
        question="organisation",
        key=slug,
        money_question="ministry",
    )


def issue_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One issue with the measures that answer it."""
    issue = get_object_or_404(Issue.objects.for_detail(), slug=slug)
    context = {"issue": issue, "rows": issue.answers.for_entity()}
    return render(request, "policies/issue_detail.html", context)
