"""The list of what sources tell differently: each matter once, its sides beside each other."""

import dataclasses
import itertools

from django.db.models import Value
from django.utils.translation import gettext_lazy as _

from measures.lists.columns import measure_columns
from measures.models import (
    Discrepancy,
    Measure,
    Statement,
)
from policies.lists.columns import entry, evidence
from policies.lists.conditions import sources
from portal.lists.columns import Column, bilingual, label
from portal.lists.declaration import ListPage
from portal.lists.filters import ChoiceFacet, RelatedFacet, Search
from portal.lists.filterset import ListFilterSet
from portal.lists.request import ListRequest


class StatementFilterSet(ListFilterSet):
    model = Statement

    q = Search(
        titles=("value_ja", "value_en", "discrepancy__topic_ja", "discrepancy__topic_en"),
        texts=("phrase",),
        refs={"discrepancy__measure": False},
    )
    measure = RelatedFacet(
        field_name="discrepancy__measure",
        key="slug",
        label=_("Measure"),
        queryset=Measure.objects.published(),
    )
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


@dataclasses.dataclass(frozen=True)
class Difference:
    """One thing told differently, with the statements of the page on it."""

    statements: list[dict]

    @property
    def first(self) -> dict:
        """The statement that has what all of them have: the measure, what differs, what is used."""
        return self.statements[0]


def _matter(row: dict) -> tuple[str, str]:
    return row["c_measure_slug"], row["c_topic"]


def difference_context(list_request: ListRequest) -> dict:
    """The rows of the page by what they are about, and the columns by their names."""
    groups = itertools.groupby(list_request.page, _matter) if list_request.count else ()
    return {
        "differences": [Difference(list(rows)) for _key, rows in groups],
        "columns": {column.name: column for column in list_request.shown},
    }


DISCREPANCIES = ListPage(
    name="discrepancies",
    title=_("Where sources differ"),
    lead=_("One thing told differently, with the value used here and why. None is dropped."),
    entries=lambda: Statement.objects.published().for_list(),
    filterset_class=StatementFilterSet,
    columns=COLUMNS,
    template="measures/discrepancy_list.html",
    context=difference_context,
)
