"""The list of trade remedies."""

from django.db.models import Case, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from measures.charts.agreements import HOME
from measures.lists.columns import (
    ORGANISATIONS,
    joined,
    measure_columns,
    status_columns,
    targets_of,
)
from measures.lists.conditions import jurisdictions, meaning_of, number_of_these, row_search
from measures.lists.orders import by_measure
from measures.models import (
    Measure,
    MeasureOrganisation,
    MeasurePartner,
    TradeRemedy,
)
from measures.models.choices import LAPSED
from policies.lists.columns import FIRST_DAY, LAST_DAY, edtf_column, entry, evidence
from policies.lists.conditions import organisations, partners, sources
from policies.lists.orders import name_sort
from portal.lists.columns import Column, Kind
from portal.lists.days import on_day
from portal.lists.declaration import ListPage, Sort
from portal.lists.filters import ChoiceFacet
from portal.lists.filterset import ListFilterSet
from portal.lists.request import ListRequest
from portal.lists.values import bilingual, label


class TradeRemedyFilterSet(ListFilterSet):
    model = TradeRemedy

    q = row_search(product=False)
    procedure = ChoiceFacet(label=_("Procedure"), choices=TradeRemedy.Procedure)
    kind = ChoiceFacet(label=_("Kind"), choices=TradeRemedy.Kind)
    status = ChoiceFacet(
        field_name="measure__status",
        label=_("Status"),
        choices=Measure.Status,
        help=meaning_of("status"),
    )
    on, state, beside = on_day("measure")
    target = partners(
        "measure__partners__partner",
        _("Directed at"),
        measure__partners__role=MeasurePartner.Role.TARGET,
    )
    jurisdiction = jurisdictions("jurisdiction", _("Imposed by"), none="")
    applicant = organisations(
        "measure__organisations__organisation",
        _("Applicant"),
        measure__organisations__role=MeasureOrganisation.Role.APPLICANT,
    )
    source = sources()


COLUMNS = (
    *measure_columns(cell="entry"),
    Column(
        "product",
        _("Product"),
        bilingual("product__name", "subjects.slug"),
        _("The product concerned."),
        cell="text",
        leads=("subject", "product_slug"),
    ),
    Column(
        "product_slug",
        _("Product, address name"),
        "product__slug",
        _("Address name of the product."),
    ),
    Column(
        "kind",
        _("Kind"),
        label("kind", TradeRemedy.Kind),
        _("Anti-dumping or countervailing."),
        cell="text",
    ),
    Column(
        "procedure",
        _("Procedure"),
        label("procedure", TradeRemedy.Procedure),
        _("A duty, or an investigation."),
        cell="text",
    ),
    Column(
        "procedure_code", _("Procedure, code"), "procedure", _("The procedure as a fixed code.")
    ),
    Column(
        "imposed_by",
        _("Imposed by"),
        bilingual("jurisdiction__name", "partners.code"),
        _("Who imposes it."),
        cell="same",
    ),
    Column("targets", _("Directed at"), targets_of(), _("Whom it is directed at."), cell="text"),
    edtf_column(
        "duty_period",
        _("Duty period"),
        "duty_period",
        _("Period of the definitive duty, in EDTF form."),
        cell="optional-words",
    ),
    Column("duty_from", _("Duty, first day"), "duty_from", FIRST_DAY, Kind.DATE, data=()),
    Column("duty_until", _("Duty, last day"), "duty_until", LAST_DAY, Kind.DATE, data=()),
    edtf_column(
        "investigation_start",
        _("Investigation opened"),
        "investigation_start",
        _("First day of the investigation, in EDTF form."),
        cell="optional-words",
    ),
    Column(
        "applicants",
        _("Applicants"),
        joined(
            MeasureOrganisation,
            bilingual("organisation__name"),
            ORGANISATIONS("applicant_slugs"),
            measure="measure",
            role=MeasureOrganisation.Role.APPLICANT,
        ),
        _("Who applied for it."),
        cell="optional",
    ),
    *status_columns(),
    *evidence(),
    entry("measure", "measure__slug"),
)


FIRST = Coalesce("investigation_from", "duty_from")
BEGINNING = FIRST.desc(nulls_last=True)


def ongoing() -> tuple:
    """Investigations, then duties in force, then what is over; each newest first."""
    over = When(measure__status__in=LAPSED, then=Value(2))
    opened = When(procedure=TradeRemedy.Procedure.INVESTIGATION, then=Value(0))
    return (Case(over, opened, default=Value(1)), BEGINNING, "measure__slug")


def own_in_words(list_request: ListRequest) -> str:
    """How many of the procedures found are Japan's own."""
    number = number_of_these(list_request, "jurisdiction", HOME)
    return ngettext("%(number)s of them by Japan", "%(number)s of them by Japan", number) % {
        "number": number
    }


TRADE_REMEDIES = ListPage(
    name="trade-remedies",
    key=("measure_slug",),
    title=_("Trade remedies"),
    lead=_("Anti-dumping and countervailing duties, and investigations under way."),
    entries=lambda: TradeRemedy.objects.published().for_list(),
    filterset_class=TradeRemedyFilterSet,
    columns=COLUMNS,
    sorts=(
        Sort("ongoing", _("Ongoing first"), ongoing),
        Sort("newest", _("Newest first"), (BEGINNING, "measure__slug")),
        Sort("oldest", _("Oldest first"), (FIRST.asc(nulls_last=True), "measure__slug")),
        name_sort("measure__slug", path="product__", name="product", label=_("By product")),
        by_measure("pk"),
    ),
    called={
        "貿易救済": {},
        "申請": {},
        "申請者": {},
        **dict.fromkeys(("アンチダンピング", "不当廉売関税"), {"kind": ("ad",)}),
        **dict.fromkeys(("補助金相殺関税", "相殺関税"), {"kind": ("cvd",)}),
        **dict.fromkeys(("調査", "調査中"), {"procedure": ("investigation", "extension")}),
        **dict.fromkeys(("課税", "課税中"), {"procedure": ("duty",)}),
        **dict.fromkeys(("trade remedy", "trade remedies", "applicant", "applicants"), {}),
        **dict.fromkeys(("anti-dumping", "antidumping"), {"kind": ("ad",)}),
        **dict.fromkeys(("countervailing", "countervailing duty"), {"kind": ("cvd",)}),
        **dict.fromkeys(
            ("investigation", "investigations"), {"procedure": ("investigation", "extension")}
        ),
    },
    amounts_to=own_in_words,
)
