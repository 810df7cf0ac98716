"""The list of what measures are about."""

from django.db.models import Case, Value, When
from django.db.models.functions import Left, Replace, StrIndex
from django.utils.translation import gettext_lazy as _

from measures.lists.columns import measure_columns
from measures.lists.conditions import (
    by_name,
    one_measure,
)
from measures.lists.orders import ROW, measure_sorts
from measures.models import (
    MeasureSubject,
)
from policies.lists.columns import entry, evidence
from policies.lists.conditions import sources, subjects
from policies.lists.orders import name_sort
from portal.lists.columns import TEXT, Column
from portal.lists.declaration import ListPage
from portal.lists.filterset import ListFilterSet
from portal.lists.printed import printed_number
from portal.lists.values import Fixed, bilingual


class MeasureSubjectFilterSet(ListFilterSet):
    model = MeasureSubject

    q = by_name("subject", "number")
    measure = one_measure()
    subject = subjects()
    source = sources()


def group_number():
    """The number that a heading begins with: 01, or 1 where a dot follows."""
    number = Replace(Left("group_ja", StrIndex("group_ja", Value(" ")) - 1), Value("."), Value(""))
    numbered = When(group_ja__regex=r"^[0-9]+\.? ", then=number)
    return Case(numbered, default=Value(""), output_field=TEXT)


COLUMNS = (
    *measure_columns(cell="entry"),
    Column(
        "number",
        _("Printed number"),
        "number",
        _("Number as printed."),
        cell="optional",
        data=printed_number("number", _("Number as printed.")),
    ),
    Column(
        "subject",
        _("Subject"),
        bilingual("subject__name", "subjects.slug"),
        _("What it is about."),
        cell="text",
        leads=("subject", "subject_slug"),
    ),
    Column(
        "subject_slug",
        _("Subject, address name"),
        "subject__slug",
        _("Address name of the subject."),
    ),
    Column(
        "group",
        _("Printed group"),
        bilingual("group"),
        _("The heading under which the source lists it."),
        cell="optional",
        data=(
            Column("group_number", "", Fixed(group_number), _("Its number, as printed.")),
            *Column("group", "", bilingual("group"), _("The heading, as printed.")).in_data,
        ),
    ),
    Column("note", _("Note"), bilingual("note"), _("What sets it apart."), cell="optional"),
    *evidence(),
    entry("measure", "measure__slug", anchor=(Value("subjects"),)),
)


MEASURE_SUBJECTS = ListPage(
    name="measure-subjects",
    key=("measure_slug", "subject_slug"),
    title=_("What measures are about"),
    lead=_("Every subject of every measure, with the number and group the source gives."),
    entries=lambda: MeasureSubject.objects.published().for_list(),
    filterset_class=MeasureSubjectFilterSet,
    columns=COLUMNS,
    sorts=measure_sorts(name_sort(*ROW, path="subject__", name="subject", label=_("By subject"))),
)
