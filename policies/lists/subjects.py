"""The list of subjects."""

from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _

from policies.lists.columns import (
    entry,
    joined_names,
    name_columns,
    reading,
    related_count,
)
from policies.lists.conditions import NAMES, READINGS, subjects
from policies.lists.identifiers import identifier_column
from policies.lists.orders import WITHOUT_LAST, by_kind, most, used_by_name
from policies.models import (
    Subject,
    SubjectAlias,
    SubjectIdentifier,
)
from portal.lists.columns import Column, Kind
from portal.lists.declaration import ListPage
from portal.lists.filters import ChoiceFacet, Search
from portal.lists.filterset import ListFilterSet
from portal.lists.initials import initials
from portal.lists.values import Codes, Several, bilingual, label


class SubjectFilterSet(ListFilterSet):
    model = Subject

    q = Search(titles=NAMES, texts=("note_ja", "identifiers__value", *READINGS), names=NAMES)
    kana, letter = initials()
    kind = ChoiceFacet(label=_("Kind"), choices=Subject.Kind)
    broader = subjects("parent", _("Broader subject"))


MEASURES = Column(
    "measures",
    _("Measures"),
    related_count(Subject, "measures", "measure", narrower=True),
    _("Measures that are about it or a narrower subject."),
    Kind.INTEGER,
    cell="number",
)
COLUMNS = (
    Column("slug", _("Address name"), "slug", _("Part of the permanent address.")),
    *name_columns(),
    Column(
        "other_names",
        _("Other names"),
        joined_names(SubjectAlias, "subject"),
        _("Other names, short forms and misprints."),
        cell="optional",
    ),
    Column(
        "kind",
        _("Kind"),
        label("kind", Subject.Kind),
        _("Material, technology, product, sector or theme."),
        cell="text",
    ),
    Column(
        "broader",
        _("Broader subject"),
        bilingual("parent__name", "subjects.slug"),
        _("The subject above it in the tree."),
        cell="optional",
    ),
    Column(
        "broader_slug",
        _("Broader subject, address name"),
        "parent__slug",
        _("Address name of the subject above it."),
    ),
    MEASURES,
    Column("note", _("Note"), bilingual("note"), _("What sets it apart from similar ones.")),
    reading(),
    Column(
        "further_broader",
        _("Further broader subjects"),
        Several(
            lambda: Subject.objects.filter(also_narrower=OuterRef("pk")).order_by("slug"),
            bilingual("name"),
            Codes("further_broader_slugs", "slug", "subjects.slug"),
        ),
        _("Subjects beside the one above it in the tree that hold all of it too."),
    ),
    Column(
        "related",
        _("Related subjects"),
        Several(
            lambda: Subject.objects.filter(related=OuterRef("pk")).order_by("slug"),
            bilingual("name"),
            Codes("related_slugs", "slug", "subjects.slug"),
        ),
        _("Subjects beside it; neither holds the other."),
    ),
    identifier_column(
        "hs_codes",
        _("HS codes"),
        _("Two, four or six digits of the Harmonized System; empty where nobody has checked them."),
        SubjectIdentifier,
        "subject",
        SubjectIdentifier.Scheme.HS,
    ),
    entry("subject", "slug"),
)


SUBJECTS = ListPage(
    name="subjects",
    key=("slug",),
    title=_("Subjects"),
    lead=_("Materials, technologies, products, sectors and themes. Similar ones are kept apart."),
    entries=Subject.objects.for_list,
    filterset_class=SubjectFilterSet,
    columns=COLUMNS,
    sorts=(
        used_by_name(MEASURES, "pk", label=WITHOUT_LAST),
        most(MEASURES, "pk", label=_("Most measures first")),
        by_kind(Subject.Kind, "pk"),
    ),
    per_page=100,
)
