"""The list of targets and headline figures."""

from django.db.models import F, Value
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from measures.lists.columns import measure_columns
from measures.lists.conditions import jurisdictions, measures, row_search
from measures.lists.orders import ROW, by_measure
from measures.lists.units import figure_columns, largest
from measures.models import (
    Target,
)
from policies.lists.columns import edtf, entry, evidence
from policies.lists.conditions import sources
from policies.lists.orders import newest, newest_source, oldest
from portal.lists.columns import Column, Kind
from portal.lists.declaration import ListPage
from portal.lists.filterset import ListFilterSet
from portal.lists.values import bilingual, label
from portal.money import figure_print_in_words, is_qualified


def target_in_words(row: dict) -> str:
    """The English words of a figure's print, from a row of the list; how exact it is besides.

    On Japanese pages the print itself says it; where it does not, the word for it.
    """
    bound = "" if row["c_bound_code"] == Target.Bound.EXACT else row["c_bound"]
    if get_language() != "en":
        return "" if is_qualified(row["c_printed"]) else bound
    return figure_print_in_words(row["c_printed"], row["c_value"], row["c_unit"], bound)


class TargetFilterSet(ListFilterSet):
    model = Target

    q = row_search("label_ja", "label_en", "counts_ja", "printed")
    measure = measures()
    jurisdiction = jurisdictions("measure__jurisdiction")
    source = sources()


COLUMNS = (
    *measure_columns(),
    Column("code", _("Code"), "code", _("Code of the row, its anchor on the page.")),
    Column("label", _("Figure"), bilingual("label"), _("What the figure is called."), cell="entry"),
    Column(
        "bound",
        _("Exact or approximate"),
        label("bound", Target.Bound),
        _("Exactly, about, at least or at most."),
    ),
    Column("bound_code", _("Exact or approximate, code"), "bound", _("The same as a fixed code.")),
    Column(
        "value",
        _("Value"),
        "value",
        _("The figure as a number."),
        Kind.DECIMAL,
        data=figure_columns(lambda: F("unit_ja")),
    ),
    Column("unit", _("Unit"), bilingual("unit"), _("Unit of the figure.")),
    Column(
        "printed",
        _("As printed"),
        "printed",
        _("The figure as the source gives it."),
        cell="text",
        beside=target_in_words,
        needs=("bound", "bound_code", "value", "unit"),
    ),
    *edtf("due", _("Due"), "due", _("By when, in EDTF form."), cell="optional-words"),
    Column(
        "counts",
        _("What it counts"),
        bilingual("counts"),
        _("In the words of this site."),
        cell="long",
    ),
    *evidence(),
    entry("measure", "measure__slug", anchor=(Value("target-"), "code")),
)


TARGETS = ListPage(
    name="targets",
    key=("measure_slug", "code"),
    title=_("Targets"),
    lead=_("Targets and headline figures: value, unit, due date, and what they count."),
    entries=lambda: Target.objects.published().for_list(),
    filterset_class=TargetFilterSet,
    columns=COLUMNS,
    remark=_("No sum is given: each figure counts something different."),
    sorts=(
        newest_source("pk"),
        oldest("due_from", *ROW, name="due", label=_("Earliest due date first")),
        newest("due_from", *ROW, name="due-last", label=_("Latest due date first")),
        largest(lambda: F("unit_ja"), *ROW),
        by_measure(),
    ),
)
