"""What may be asked of the lists of the frame of reference."""

import django_filters
from django.utils.translation import gettext_lazy as _

from policies.dates import bounds, validate_edtf
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
from portal.browse.filters import MultiChoice, MultiKey, Question, Search, among
from portal.browse.questions import Questions

NAMES = ("name_ja", "name_en", "aliases__name")
ORGANISATION = (*NAMES, "abbreviation")


class Day(Question, django_filters.CharFilter):
    """A date in any precision: 2026, 2026-03 or 2026-03-19. The row's plain date is compared.

    With `end` rows up to the last day of it are kept, otherwise rows from its first day.
    """

    def __init__(self, *args, end: bool = False, **kwargs):
        self.end = end
        super().__init__(*args, max_length=40, validators=[validate_edtf], **kwargs)

    def filter(self, qs, value):
        day = bounds(value)[self.end] if value else None
        if day is None:
            return qs
        return among(qs, **{f"{self.field_name}__{'lte' if self.end else 'gte'}": day})


def sources(path: str = "section__document") -> MultiKey:
    """Which document a row was read from."""
    return MultiKey(
        field_name=path, key="slug", label=_("Source"), queryset=SourceDocument.objects.all()
    )


def partners(path: str = "partner", label: str = "") -> MultiKey:
    """Which countries, regions or groups a row names at the field path."""
    return MultiKey(
        field_name=path,
        key="code",
        label=label or _("Country or region"),
        queryset=Partner.objects.all(),
    )


def subjects(path: str = "subject", label: str = "", none: str = "") -> MultiKey:
    """What a row is about at the field path; with `none` also rows about nothing."""
    return MultiKey(
        field_name=path,
        key="slug",
        label=label or _("Subject"),
        none=none,
        queryset=Subject.objects.all(),
    )


def organisations(path: str = "organisation", label: str = "", none: str = "") -> MultiKey:
    """Which organisations a row names at the field path; with `none` also rows without one."""
    return MultiKey(
        field_name=path,
        key="slug",
        label=label or _("Organisation"),
        none=none,
        queryset=Organisation.objects.all(),
    )


class PartnerQuestions(Questions):
    model = Partner

    q = Search(titles=(*NAMES, "iso2"), texts=("code", "note_ja"), names=NAMES)
    kind = MultiChoice(label=_("Kind"), choices=Partner.Kind)
    member_of = MultiKey(
        field_name="groups",
        key="code",
        label=_("Member of"),
        queryset=Partner.objects.filter(kind=Partner.Kind.GROUP),
    )


class SubjectQuestions(Questions):
    model = Subject

    q = Search(titles=NAMES, texts=("note_ja",), names=NAMES)
    kind = MultiChoice(label=_("Kind"), choices=Subject.Kind)
    broader = subjects("parent", _("Broader subject"))


class OrganisationQuestions(Questions):
    model = Organisation

    q = Search(titles=ORGANISATION, texts=("note_ja",), names=ORGANISATION)
    kind = MultiChoice(label=_("Kind"), choices=Organisation.Kind)
    country = partners()


class PillarQuestions(Questions):
    model = Pillar

    q = Search(
        titles=("name_ja", "name_en"),
        texts=("number", "summary_ja", "summary_en", "framework__name_ja", "framework__name_en"),
    )
    framework = MultiKey(key="slug", label=_("Framework"), queryset=Framework.objects.all())
    source = sources()


class SourceQuestions(Questions):
    model = SourceDocument

    q = Search(
        titles=("title_ja", "title_en", "short_name_ja", "short_name_en"),
        texts=("sections__heading", "sections__title_ja"),
    )
    publisher = organisations("publisher", _("Publisher"))


class SectionQuestions(Questions):
    model = Section

    q = Search(
        titles=("heading", "title_ja", "title_en"),
        texts=("note_ja", "footnotes__text_ja", "attached__text"),
    )
    source = sources("document")


class IssueQuestions(Questions):
    model = Issue

    q = Search(titles=("title_ja", "title_en"), texts=("summary_ja", "summary_en", "phrase"))
    kind = MultiChoice(label=_("Kind"), choices=Issue.Kind)
    subject = subjects("subjects")
    source = sources()
