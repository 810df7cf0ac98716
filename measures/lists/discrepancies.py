"""The list of what sources tell differently."""

from django.db.models import Value
from django.utils.translation import gettext_lazy as _

from measures.lists.columns import measure_columns
from measures.lists.conditions import measures
from measures.lists.orders import by_measure
from measures.models import (
    Discrepancy,
    Statement,
)
from policies.lists.columns import entry, evidence
from policies.lists.conditions import sources
from policies.lists.orders import newest_source, placed
from portal.lists.columns import Column, bilingual, label
from portal.lists.declaration import ListPage, Sort
from portal.lists.filters import ChoiceFacet, Search
from portal.lists.filterset import ListFilterSet


class StatementFilterSet(ListFilterSet):
    model = Statement

    q = Search(
        titles=("value_ja", "value_en", "discrepancy__topic_ja", "discrepancy__topic_en"),
        texts=("phrase",),
        refs={"discrepancy__measure": False},
    )
    measure = measures("discrepancy__measure")
    nature = ChoiceFacet(
        field_name="discrepancy__nature",
        label=_("How they differ"),
        choices=Discrepancy.Nature,
    )
    source = sources()


COLUMNS = (
    *measure_columns("discrepancy__measure"),
    Column(
        "topic",
        _("What differs"),
        bilingual("discrepancy__topic"),
        _("The thing that is told differently."),
        cell="entry",
    ),
    Column(
        "nature",
        _("How they differ"),
        label("discrepancy__nature", Discrepancy.Nature),
        _("Whether the statements contradict each other, or differ in precision or words alone."),
        cell="text",
    ),
    Column("nature_code", _("How they differ, code"), "discrepancy__nature", _("A fixed code.")),
    Column(
        "value", _("What is told"), bilingual("value"), _("What this section says."), cell="long"
    ),
    Column(
        "chosen",
        _("Used here, and why"),
        bilingual("discrepancy__chosen"),
        _("The value this site uses, and the reason."),
        cell="long",
    ),
    *evidence(),
    entry("measure", "discrepancy__measure__slug", anchor=(Value("discrepancies"),)),
)

# The statements of one difference stand together.
STATEMENT = ("discrepancy__position", "discrepancy", "position", "pk")


DISCREPANCIES = ListPage(
    name="discrepancies",
    title=_("Where sources differ"),
    lead=_("One thing told differently, with the value used here and why. None is dropped."),
    entries=lambda: Statement.objects.published().for_list(),
    filterset_class=StatementFilterSet,
    columns=COLUMNS,
    sorts=(
        Sort(
            "nature",
            _("Contradictions first"),
            (
                placed("discrepancy__nature", Discrepancy.Nature),
                "discrepancy__measure__slug",
                *STATEMENT,
            ),
        ),
        by_measure(*STATEMENT, path="discrepancy__measure__"),
        newest_source("pk"),
    ),
)
