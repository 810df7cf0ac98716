"""The list of totals as sources print them."""

from django.db.models import BigIntegerField, Case, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.expressions import CombinedExpression
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from measures.lists.columns import amount_columns, measure_columns
from measures.lists.conditions import budget_figures, measures, row_search
from measures.lists.orders import LARGEST, ROW, by_measure
from measures.models import BudgetLine, PrintedTotal, Stage
from measures.models.budget import ADDED, CURRENCY, NotAdded
from policies.lists.columns import entry, evidence
from policies.lists.conditions import partners, sources, subjects
from policies.lists.orders import name_sort, newest, oldest
from portal.dates.edtf import fiscal_year_label
from portal.lists.columns import Column, Kind
from portal.lists.declaration import ListPage
from portal.lists.filters import ChoiceFacet
from portal.lists.filterset import ListFilterSet
from portal.lists.values import Fixed, bilingual, label


def fiscal_years(using: str):
    """The fiscal years of columns that are totalled, newest first."""
    years = PrintedTotal.objects.using(using).published().filter(fiscal_year__isnull=False)
    years = years.order_by("-fiscal_year").values_list("fiscal_year", flat=True)
    return ((year, fiscal_year_label(year)) for year in years.distinct())


class PrintedTotalFilterSet(ListFilterSet):
    model = PrintedTotal

    q = row_search(
        "printed",
        "difference_ja",
        "difference_en",
        figures=budget_figures(total=True),
        subject=False,
    )
    measure = measures(label=_("Programme"))
    subject = subjects(none=_("No subject stated"))
    partner = partners("measure__partners__partner")
    stage = ChoiceFacet(label=_("Stage"), choices=Stage)
    fiscal_year = ChoiceFacet(label=_("Fiscal year"), choices=fiscal_years)
    source = sources()


def lines() -> Subquery:
    """What the lines add up to that a row is the total of; nothing where there is none of them.

    They are those of `measures.reconciliation.of_total`.
    """
    total = {name: OuterRef(name) for name in ("measure", "currency")}
    column = Q(fiscal_year=OuterRef("fiscal_year"), stage=OuterRef("stage"))
    found = (
        BudgetLine.objects.order_by()
        .filter(ADDED, **total)
        .filter(Q(subject=OuterRef("subject")) | Q(IsNull(OuterRef("subject"), True)))
        .filter(column & Q(fiscal_year_until=None) | Q(IsNull(OuterRef("fiscal_year"), True)))
        .values("measure")
    )
    return Subquery(found.values(sum=Sum("amount")), output_field=BigIntegerField())


def printed_less_computed() -> CombinedExpression:
    """By how much a total is more than the sum of its lines; nothing where there is no sum."""
    return F("amount") - lines()


def why_not_computed() -> Case:
    """Why there is no sum beside a total, as a code."""
    return Case(
        When(~Q(currency=CURRENCY), then=Value(NotAdded.OTHER_CURRENCY.value)),
        When(IsNull(lines(), True), then=Value(NotAdded.NO_LINES.value)),
        default=Value(""),
    )


COLUMNS = (
    *measure_columns(cell="entry"),
    Column("code", _("Code"), "code", _("Code of the row, its anchor on the page.")),
    Column(
        "subject",
        _("Subject"),
        bilingual("subject__name", "subjects.slug"),
        _("The row that is totalled; empty where the total is of more."),
        cell="optional",
        leads=("subject", "subject_slug"),
    ),
    Column(
        "subject_slug",
        _("Subject, address name"),
        "subject__slug",
        _("Address name of the subject."),
    ),
    Column(
        "fiscal_year",
        _("Fiscal year"),
        "fiscal_year",
        _("The column that is totalled, by the first calendar year of its fiscal year."),
        Kind.INTEGER,
        cell="optional-words",
        words=fiscal_year_label,
    ),
    Column(
        "stage",
        _("Stage"),
        label("stage", Stage),
        _("The stage of the column that is totalled."),
        cell="optional",
    ),
    Column("stage_code", _("Stage, code"), "stage", _("The stage as a fixed code.")),
    *amount_columns(_("The total as the source states it; it is never computed.")),
    Column(
        "computed",
        _("Sum of the lines"),
        Fixed(lines),
        _("What the lines add up to that it is the total of; empty where none may be added."),
        Kind.INTEGER,
        unit="{currency}",
    ),
    Column(
        "difference_amount",
        _("Printed less computed"),
        printed_less_computed,
        _("The printed total less the sum of the lines; empty where there is no sum."),
        Kind.INTEGER,
        data=(
            Column(
                "difference",
                "",
                printed_less_computed,
                _("The printed total less the sum of the lines; empty where there is no sum."),
                Kind.INTEGER,
                unit="{currency}",
            ),
        ),
    ),
    Column(
        "not_added_reason_code",
        _("Why there is no sum, code"),
        Fixed(why_not_computed),
        _("Why there is no sum beside it, as a fixed code; empty where there is one."),
        choices=NotAdded,
    ),
    Column(
        "difference",
        _("Why it differs from the sum"),
        bilingual("difference"),
        _("Filled where the lines of the programme add up to something else."),
        cell="optional-long",
    ),
    *evidence(),
    entry("measure", "measure__slug", anchor=(Value("total-"), "code")),
)

PRINTED_TOTALS = ListPage(
    name="printed-totals",
    key=("measure_slug", "code"),
    title=_("Totals as printed"),
    lead=_(
        "Totals of rows, of columns and of everything, as sources state them; none is computed."
    ),
    entries=lambda: PrintedTotal.objects.published().for_list(),
    filterset_class=PrintedTotalFilterSet,
    columns=COLUMNS,
    remark=_(
        "Totals are not added up: those of rows, columns and the whole contain the same amounts."
    ),
    sorts=(
        by_measure(),
        LARGEST,
        newest("fiscal_year", *ROW, label=_("Newest year first")),
        oldest("fiscal_year", *ROW, label=_("Oldest year first")),
        name_sort(*ROW, path="subject__", name="subject", label=_("By subject")),
    ),
)
