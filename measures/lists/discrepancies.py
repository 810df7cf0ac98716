"""The list of what sources tell differently: each matter once, its sides beside each other."""

import dataclasses
import itertools

from django.db.models import Case, F, Value, When
from django.utils.translation import gettext_lazy as _

from measures.lists.columns import measure_columns
from measures.lists.conditions import measures
from measures.models import (
    Discrepancy,
    Statement,
)
from policies.lists.columns import evidence
from policies.lists.conditions import sources
from policies.lists.orders import name_sort, newest_source
from portal.lists.columns import TEXT, Column, Kind
from portal.lists.declaration import ListPage, Sort
from portal.lists.filters import ChoiceFacet, Search
from portal.lists.filterset import ListFilterSet
from portal.lists.request import ListRequest
from portal.lists.values import Fixed, address, bilingual, label


class StatementFilterSet(ListFilterSet):
    model = Statement

    q = Search(
        titles=("value_ja", "value_en", "discrepancy__topic_ja", "discrepancy__topic_en"),
        texts=("phrase",),
        refs={f"discrepancy__{name}": False for name in ("measure", "indicator", "issue")},
    )
    measure = measures("discrepancy__measure")
    nature = ChoiceFacet(
        field_name="discrepancy__nature",
        label=_("How they differ"),
        choices=Discrepancy.Nature,
    )
    source = sources()


ENTRIES = {name: Discrepancy._meta.get_field(name) for name in Discrepancy.ENTRIES}
# The pages of the entries that a difference may be about.
TABLES = {name: f"{name}s" for name in ENTRIES} | {"document": "sources"}
VIEWS = {"measure": "measure", "indicator": "indicator", "issue": "issue", "document": "source"}


def of_entry(values: dict):
    """The value for the entry that a difference is about, whatever its kind."""
    return Case(
        *(
            When(**{f"discrepancy__{name}__isnull": False}, then=value)
            for name, value in values.items()
        ),
        default=Value(""),
        output_field=TEXT,
    )


def entry_title():
    """What the entry is called, in the language of the page."""
    return of_entry({name: bilingual(f"discrepancy__{name}__title")() for name in ENTRIES})


def entry_kind():
    """What kind of entry it is."""
    words = {name: Value(str(field.verbose_name)) for name, field in ENTRIES.items()}
    return of_entry(words)


def entry_address():
    """Where the differences of the entry stand on its page."""
    anchor = (Value("discrepancies"),)
    return of_entry(
        {
            name: address(view, f"discrepancy__{name}__slug", anchor=anchor)()
            for name, view in VIEWS.items()
        }
    )


def entry_table():
    """The list that the entry is in."""
    return of_entry({name: Value(table) for name, table in TABLES.items()})


def entry_slug():
    """The address name of the entry."""
    return of_entry({name: F(f"discrepancy__{name}__slug") for name in ENTRIES})


ABOUT = (
    Column("about_table", "", Fixed(entry_table), _("The table that this entry is in.")),
    Column("about_slug", "", Fixed(entry_slug), _("Address name of the entry in that table.")),
)
COLUMNS = (
    Column(
        "about",
        _("Entry concerned"),
        entry_title,
        _("The measure, indicator, issue or document on which sources differ."),
        cell="long",
    ),
    Column(
        "about_kind",
        _("Kind of entry"),
        entry_kind,
        _("What kind of entry that is."),
        data=ABOUT,
    ),
    *measure_columns("discrepancy__measure", cell=""),
    Column(
        "topic",
        _("What differs"),
        bilingual("discrepancy__topic"),
        _("The point on which sources differ."),
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
        "value",
        _("What the source says"),
        bilingual("value"),
        _("What this section says."),
        cell="long",
    ),
    Column(
        "chosen",
        _("Used here, and why"),
        bilingual("discrepancy__chosen"),
        _("The value this site uses, and the reason."),
        cell="long",
    ),
    *evidence(),
    Column(
        "entry_address",
        _("Entry address"),
        entry_address,
        _("Permanent address of the row."),
        Kind.URL,
    ),
)

# Entry by entry; the statements of one difference stand together.
ENTRY = ("entry_slug", "discrepancy__position", "discrepancy", "position", "pk")


@dataclasses.dataclass(frozen=True)
class Difference:
    """One thing told differently, with the statements of the page on it."""

    statements: list[dict]

    @property
    def first(self) -> dict:
        """The statement that has what all of them have: the entry, what differs, what is used."""
        return self.statements[0]


def _matter(row: dict) -> tuple[str, str]:
    return row["c_entry_address"], row["c_topic"]


def difference_context(list_request: ListRequest) -> dict:
    """The rows of the page by what they are about, and the columns by their names."""
    groups = itertools.groupby(list_request.page, _matter) if list_request.count else ()
    return {
        "differences": [Difference(list(rows)) for _key, rows in groups],
        "columns": {column.name: column for column in list_request.shown},
    }


DISCREPANCIES = ListPage(
    name="discrepancies",
    key=("about_table", "about_slug", "topic_ja", "document_slug", "section_code", "value_ja"),
    title=_("Where sources differ"),
    lead=_("Points on which sources differ, with the value used here and why. None is dropped."),
    entries=lambda: Statement.objects.published().for_list(),
    filterset_class=StatementFilterSet,
    columns=COLUMNS,
    sorts=(
        Sort("nature", _("Contradictions first"), ("place", *ENTRY)),
        name_sort(*ENTRY, path="discrepancy__measure__", label=_("By measure")),
        newest_source("pk"),
    ),
    template="measures/discrepancy_list.html",
    context=difference_context,
)
