"""The list of budget lines, with the programmes above it."""

from django.db.models import Case, OuterRef, Q, Value, When
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from measures.charts.budgets import Overview
from measures.charts.found import FoundSums
from measures.facts import when
from measures.lists.columns import ORGANISATIONS, amount_columns, measure_columns
from measures.lists.conditions import (
    BUDGET_WORDS,
    AddedChoice,
    budget_figures,
    fiscal_years,
    meaning_of,
    measures,
    row_search,
)
from measures.lists.orders import LARGEST, ROW, by_measure
from measures.models import (
    BudgetLine,
    Stage,
)
from measures.models.budget import ADDED, CURRENCY, NotAdded
from measures.reconciliation import MARK
from policies.lists.columns import entry, evidence
from policies.lists.conditions import organisations, partners, sources, subjects
from policies.lists.orders import name_sort, newest, oldest
from portal.dates.edtf import fiscal_year_label
from portal.handouts.parts import SLIDE_ROWS
from portal.lists.columns import Column, Kind
from portal.lists.declaration import ListPage
from portal.lists.filters import ChoiceFacet
from portal.lists.filterset import ListFilterSet
from portal.lists.request import ListRequest
from portal.lists.values import Fixed, Several, bilingual, label, truth


class BudgetFilterSet(ListFilterSet):
    model = BudgetLine

    q = row_search(
        "label_ja", "printed", figures=budget_figures(until="fiscal_year_until"), subject=False
    )
    measure = measures(label=_("Programme"))
    subject = subjects(none=_("No subject stated"))
    partner = partners("measure__partners__partner")
    stage = ChoiceFacet(label=_("Stage"), choices=Stage, help=meaning_of("stage"))
    fiscal_year = ChoiceFacet(label=_("Fiscal year"), choices=fiscal_years)
    ministry = organisations("ministries", _("Ministry"), none=_("No ministry stated"))
    added = AddedChoice(label=_("In the sums"))
    source = sources()


def why_not_added() -> Case:
    """Why a line is not added, as a code. A foreign currency is one reason, whatever is said."""
    return Case(
        When(ADDED, then=Value("")),
        When(~Q(currency=CURRENCY), then=Value(NotAdded.OTHER_CURRENCY.value)),
        When(part_of__isnull=False, then=Value(NotAdded.CONTAINED.value)),
        default=Value(NotAdded.STATED.value),
    )


NOT_ADDED = (
    Column(
        "is_added",
        "",
        Fixed(lambda: truth(ADDED)),
        _("Whether the amount may be added to others of its programme, year and stage."),
        Kind.BOOLEAN,
    ),
    Column(
        "not_added_reason_code",
        "",
        Fixed(why_not_added),
        _("Why it is not added, as a fixed code; empty where it is."),
        choices=NotAdded,
    ),
    *Column("not_added", "", bilingual("not_added"), _("Why it is not added.")).in_data,
)
LABEL = (
    *Column(
        "label", "", bilingual("label"), _("What the line is, where it is not the whole subject.")
    ).in_data,
    Column(
        "added_designation",
        "",
        Fixed(lambda: truth(Q(label_ja__contains=MARK))),
        _("Whether the source marks it with ★: goods designated later, or that hold such goods."),
        Kind.BOOLEAN,
    ),
)
COLUMNS = (
    *measure_columns(cell="entry"),
    Column("code", _("Code"), "code", _("Code of the row, its anchor on the page.")),
    Column(
        "subject",
        _("Subject"),
        bilingual("subject__name", "subjects.slug"),
        _("What the amount is for."),
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
        "label",
        _("Label"),
        bilingual("label"),
        _("What the line is, where it is not the whole subject."),
        cell="optional",
        data=LABEL,
    ),
    Column(
        "fiscal_year",
        _("Fiscal year"),
        "fiscal_year",
        _("First calendar year of the fiscal year (April to March)."),
        Kind.INTEGER,
        cell="words",
        words=fiscal_year_label,
    ),
    Column(
        "fiscal_year_until",
        _("Until fiscal year"),
        "fiscal_year_until",
        _("Last fiscal year of several."),
        Kind.INTEGER,
    ),
    Column(
        "stage",
        _("Stage"),
        label("stage", Stage),
        _("Where the amount stood in the budget process."),
        cell="text",
    ),
    Column("stage_code", _("Stage, code"), "stage", _("The stage as a fixed code.")),
    *amount_columns(_("The amount as the source gives it.")),
    Column(
        "scope", _("Scope"), bilingual("scope"), _("What part the amount covers."), cell="optional"
    ),
    Column(
        "ministries",
        _("Ministries"),
        Several(
            lambda: BudgetLine.ministries.through.objects.filter(
                budgetline=OuterRef("pk")
            ).order_by("organisation__slug"),
            bilingual("organisation__name"),
            ORGANISATIONS("ministry_slugs"),
        ),
        _("Ministries in charge."),
        cell="optional",
    ),
    Column(
        "contained_in", _("Contained in"), "part_of__code", _("Code of the line that contains it.")
    ),
    Column(
        "not_added",
        _("Why it is not added"),
        bilingual("not_added"),
        _("Filled for lines that must not be added to others."),
        cell="optional-long",
        data=NOT_ADDED,
    ),
    *evidence(),
    entry("measure", "measure__slug", anchor=(Value("budget-"), "code")),
)


def budget_context(list_request: ListRequest) -> dict:
    """Pictures and tables of the programmes; where lines are asked for, what these add up to."""
    if list_request.filterset.conditions:
        sums = FoundSums(list_request) if list_request.count else None
        slide = 0 < list_request.count <= SLIDE_ROWS
        return {"overview": None, "sums": sums, "slide": slide}
    first = list_request.page.number == 1
    return {
        "overview": Overview(list_request.state.facets) if first else None,
        "sums": None,
        "slide": False,
    }


def sum_in_words(list_request: ListRequest) -> str:
    """What the lines found add up to, where they are of one programme and may be added."""
    sums = FoundSums(list_request)
    (only,) = sums.programmes if len(sums.programmes) == 1 else (None,)
    if only is None or sums.more or sums.twice:
        return ""
    words = [
        ngettext(
            "the %(number)s line included in totals adds up to %(sum)s (computed by this site)",
            "the %(number)s lines included in totals add up to %(sum)s (computed by this site)",
            only.added,
        )
        % {"number": only.added, "sum": only.words}
    ]
    if (printed := sums.total and sums.total.total) is not None:
        words.append(
            gettext("the source states %(printed)s as their total") % {"printed": printed.shown}
        )
    for line in (line for line in sums.lines if not line.is_added):
        told = {"when": when(line), "amount": line.shown}
        words.append(gettext("not included: %(when)s, %(amount)s") % told)
    return gettext(", ").join(words)


BUDGETS = ListPage(
    name="budgets",
    key=("measure_slug", "code"),
    title=_("Budgets"),
    lead=_("Amounts by subject, fiscal year and stage, with printed totals beside computed sums."),
    entries=lambda: BudgetLine.objects.published().for_list(),
    filterset_class=BudgetFilterSet,
    columns=COLUMNS,
    sorts=(
        newest("fiscal_year", *ROW, label=_("Newest year first")),
        oldest("fiscal_year", *ROW, label=_("Oldest year first")),
        LARGEST,
        name_sort("fiscal_year", *ROW, path="subject__", name="subject", label=_("By subject")),
        by_measure(),
    ),
    template="measures/budget_list.html",
    per_page=25,
    context=budget_context,
    called=dict.fromkeys(BUDGET_WORDS, {}),
    amounts_to=sum_in_words,
)
