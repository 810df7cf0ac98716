"""The list of issues, asked and counted also by the measures that address them."""

from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _

from measures.models import Measure
from policies.lists.columns import (
    entry,
    evidence,
    reading,
    related_count,
)
from policies.lists.conditions import TITLES, sources, subjects
from policies.lists.orders import SECTION, name_sort, newest_source, placed
from policies.models import (
    Issue,
    Subject,
)
from portal.lists.columns import Column, Kind
from portal.lists.declaration import ListPage, Sort
from portal.lists.filters import ChoiceFacet, RelatedFacet, Search
from portal.lists.filterset import ListFilterSet
from portal.lists.initials import initials
from portal.lists.values import Codes, Several, bilingual, label


class IssueFilterSet(ListFilterSet):
    model = Issue

    q = Search(titles=TITLES, texts=("summary_ja", "summary_en", "phrase"))
    kana, letter = initials()
    kind = ChoiceFacet(label=_("Kind"), choices=Issue.Kind)
    subject = subjects("subjects")
    measure = RelatedFacet(
        field_name="answers__measure",
        key="slug",
        label=_("Measure that addresses it"),
        queryset=Measure.objects.published(),
        counted=False,
    )
    source = sources()


ANSWERS = Column(
    "answers",
    _("Measures that address it"),
    related_count(Issue, "answers", "measure"),
    _("Measures that address it."),
    Kind.INTEGER,
    cell="number",
)
COLUMNS = (
    Column("slug", _("Address name"), "slug", _("Part of the permanent address.")),
    Column(
        "title",
        _("Title"),
        bilingual("title"),
        _("Title in the language of the page."),
        cell="entry",
    ),
    Column("title_ja", _("Title (Japanese)"), "title_ja", _("Japanese title.")),
    Column("title_en", _("Title (English)"), "title_en", _("English title.")),
    Column(
        "kind",
        _("Kind"),
        label("kind", Issue.Kind),
        _("Assessment, threat, challenge, question or opinion."),
        cell="text",
    ),
    Column(
        "summary",
        _("Summary"),
        bilingual("summary"),
        _("In the words of this site."),
        cell="optional-long",
    ),
    Column(
        "speaker",
        _("Said by"),
        bilingual("speaker__name", "organisations.slug"),
        _("Who says so, where the source names someone."),
    ),
    Column(
        "subjects",
        _("Subjects"),
        Several(
            lambda: Subject.objects.filter(issues=OuterRef("pk")).order_by("slug"),
            bilingual("name"),
            Codes("subject_slugs", "slug", "subjects.slug"),
        ),
        _("What it is about."),
    ),
    ANSWERS,
    reading(),
    *evidence(),
    entry("issue", "slug"),
)


ISSUES = ListPage(
    name="issues",
    key=("slug",),
    title=_("Issues"),
    lead=_("Assessments, threats, challenges and open questions that measures address."),
    entries=Issue.objects.for_list,
    filterset_class=IssueFilterSet,
    columns=COLUMNS,
    sorts=(
        newest_source("slug"),
        name_sort("slug"),
        Sort("kind", _("By kind"), (placed("kind", Issue.Kind), *SECTION, "slug")),
        Sort(
            ANSWERS.name,
            _("Most addressed first"),
            lambda: (ANSWERS.expression().desc(), *SECTION, "slug"),
        ),
    ),
)
