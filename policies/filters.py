"""What may be asked of the lists of the frame of reference."""

from django.utils.translation import gettext_lazy as _

from policies.models import (
    Framework,
    Issue,
    Organisation,
    Partner,
    Pillar,
    Section,
    SourceDocument,
    Subject,
)
from portal.lists.filters import ChoiceFacet, RelatedFacet, Search
from portal.lists.filterset import ListFilterSet

NAMES = ("name_ja", "name_en", "aliases__name")
ORGANISATION = (*NAMES, "abbreviation")


def sources(path: str = "section__document") -> RelatedFacet:
    """Which document a row was read from."""
    return RelatedFacet(
        field_name=path, key="slug", label=_("Source"), queryset=SourceDocument.objects.all()
    )


def partners(path: str = "partner", label: str = "", **where: str) -> RelatedFacet:
    """Which countries, regions or groups a row names at the field path, `where` it also says so."""
    return RelatedFacet(
        field_name=path,
        key="code",
        label=label or _("Country or region"),
        queryset=Partner.objects.all(),
        where=where,
    )


def subjects(path: str = "subject", label: str = "", none: str = "") -> RelatedFacet:
    """What a row is about at the field path; with `none` also rows about nothing."""
    return RelatedFacet(
        field_name=path,
        key="slug",
        label=label or _("Subject"),
        none=none,
        queryset=Subject.objects.all(),
    )


def organisations(
    path: str = "organisation", label: str = "", none: str = "", **where: str
) -> RelatedFacet:
    """Which organisations a row names at the field path, `where` it also says so.

    With `none` also rows without one.
    """
    return RelatedFacet(
        field_name=path,
        key="slug",
        label=label or _("Organisation"),
        none=none,
        queryset=Organisation.objects.all(),
        where=where,
    )


class PartnerQuestions(ListFilterSet):
    model = Partner

    q = Search(titles=(*NAMES, "iso2"), texts=("code", "note_ja"), names=NAMES)
    kind = ChoiceFacet(label=_("Kind"), choices=Partner.Kind)
    member_of = RelatedFacet(
        field_name="groups",
        key="code",
        label=_("Member of"),
        queryset=Partner.objects.filter(kind=Partner.Kind.GROUP),
    )


class SubjectQuestions(ListFilterSet):
    model = Subject

    q = Search(titles=NAMES, texts=("note_ja",), names=NAMES)
    kind = ChoiceFacet(label=_("Kind"), choices=Subject.Kind)
    broader = subjects("parent", _("Broader subject"))


class OrganisationQuestions(ListFilterSet):
    model = Organisation

    q = Search(titles=ORGANISATION, texts=("note_ja",), names=ORGANISATION)
    kind = ChoiceFacet(label=_("Kind"), choices=Organisation.Kind)
    country = partners()


class PillarQuestions(ListFilterSet):
    model = Pillar

    q = Search(
        titles=("name_ja", "name_en"),
        texts=("number", "summary_ja", "summary_en", "framework__name_ja", "framework__name_en"),
    )
    framework = RelatedFacet(key="slug", label=_("Framework"), queryset=Framework.objects.all())
    source = sources()


class SourceQuestions(ListFilterSet):
    model = SourceDocument

    q = Search(
        titles=("title_ja", "title_en", "short_name_ja", "short_name_en"),
        texts=("sections__heading", "sections__title_ja"),
    )
    publisher = organisations("publisher", _("Publisher"))


class SectionQuestions(ListFilterSet):
    model = Section

    q = Search(
        titles=("heading", "title_ja", "title_en"),
        texts=("note_ja", "footnotes__text_ja", "attached__text"),
    )
    source = sources("document")


class IssueQuestions(ListFilterSet):
    model = Issue

    q = Search(titles=("title_ja", "title_en"), texts=("summary_ja", "summary_en", "phrase"))
    kind = ChoiceFacet(label=_("Kind"), choices=Issue.Kind)
    subject = subjects("subjects")
    source = sources()
