"""The list of agreements and dialogues."""

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Concat
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from measures.charts.pages import agreement_context
from measures.lists.columns import PARTNERS, joined, measure_columns
from measures.lists.conditions import jurisdictions, row_search
from measures.lists.orders import by_measure
from measures.lists.years import AgreementYear
from measures.models import (
    Agreement,
    MeasurePartner,
)
from policies.lists.columns import edtf, entry, evidence
from policies.lists.conditions import partners, sources, subjects
from policies.lists.orders import newest, oldest, placed
from portal.lists.columns import TEXT, Column, Kind
from portal.lists.days import on_day
from portal.lists.declaration import ListPage, Sort
from portal.lists.filters import ChoiceFacet
from portal.lists.filterset import ListFilterSet
from portal.lists.periods import Period, window
from portal.lists.values import Fixed, bilingual, label, truth


class AgreementFilterSet(ListFilterSet):
    model = Agreement

    q = row_search("venue_ja", whole=True)
    partner = partners("measure__partners__partner")
    subject = subjects("measure__subjects__subject")
    level = ChoiceFacet(label=_("Level"), choices=Agreement.Level)
    year = AgreementYear(field_name="date_from", label=_("Year"))
    form = ChoiceFacet(label=_("Form"), choices=Agreement.Form)
    jurisdiction = jurisdictions("measure__jurisdiction")
    source = sources()
    since, until, undated = window(Period("date_from", "date_until"))
    on, state, beside = on_day("measure")


def jurisdiction_named():
    """Whether whose act it is stands among the partners too."""
    return MeasurePartner.objects.filter(
        measure=OuterRef("measure"), partner=OuterRef("measure__jurisdiction")
    )


def partners_as(role: MeasurePartner.Role, name: str, meaning) -> tuple[Column, ...]:
    """The partners of one role as codes, for the data profile."""
    named = joined(MeasurePartner, "", PARTNERS(name), measure="measure", role=role)
    return Column(name, "", named, meaning).in_data


def with_role():
    """A partner with its role behind it, where it is no party: アフリカ（受益者）."""
    role = label("role", MeasurePartner.Role)()
    before, after = ("（", "）") if get_language() == "ja" else (" (", ")")
    named = bilingual("partner__name")()
    told = Concat(named, Value(before), role, Value(after), output_field=TEXT)
    party = When(role=MeasurePartner.Role.PARTY, then=named)
    return Case(party, default=told, output_field=TEXT)


# Who is a party and who is spoken of; whose act it is, is often not named among the partners.
SIDES = (
    *Column(
        "jurisdiction",
        "",
        bilingual("measure__jurisdiction__name", "partners.code"),
        _("Whose measure it is; empty for joint acts without Japan."),
    ).in_data,
    Column(
        "jurisdiction_implied",
        "",
        Fixed(lambda: truth(~Exists(jurisdiction_named()), Q(measure__jurisdiction__isnull=False))),
        _("Whether whose act it is takes part without being named among the partners."),
        Kind.BOOLEAN,
    ),
    *Column(
        "partners",
        "",
        joined(MeasurePartner, "", PARTNERS("partner_codes"), measure="measure"),
        _("Countries, regions and groups with a part in it."),
    ).in_data,
    *partners_as(
        MeasurePartner.Role.TARGET, "target_codes", _("Whom it is directed at; no party to it.")
    ),
)


COLUMNS = (
    *edtf("date", _("Date"), "date", _("Date in EDTF form.")),
    Column(
        "date_until",
        _("Date, last day"),
        "date_until",
        _("Last day it can mean, ISO 8601."),
        Kind.DATE,
    ),
    *measure_columns(cell="entry"),
    Column(
        "partners",
        _("Partners"),
        joined(MeasurePartner, with_role, measure="measure"),
        _("Countries, regions and groups with a part in it; the role where it is no party."),
        cell="optional",
        data=SIDES,
    ),
    Column(
        "level",
        _("Level"),
        label("level", Agreement.Level),
        _("Summit, ministerial or working level."),
        cell="text",
    ),
    Column("level_code", _("Level, code"), "level", _("The level as a fixed code.")),
    Column(
        "form",
        _("Form"),
        label("form", Agreement.Form),
        _("Treaty, statement, dialogue …"),
        cell="text",
    ),
    Column("form_code", _("Form, code"), "form", _("The form as a fixed code.")),
    Column("venue", _("Venue"), bilingual("venue"), _("Where it took place."), cell="optional"),
    Column(
        "summary",
        _("Summary"),
        bilingual("measure__summary"),
        _("In the words of this site."),
        cell="long",
    ),
    *evidence(),
    entry("measure", "measure__slug"),
)


AGREEMENTS = ListPage(
    name="agreements",
    key=("measure_slug",),
    title=_("Agreements"),
    lead=_(
        "Summits, ministerial meetings, statements, dialogues and instruments between governments."
    ),
    entries=lambda: Agreement.objects.published().for_list(),
    filterset_class=AgreementFilterSet,
    columns=COLUMNS,
    sorts=(
        newest("date_from", "measure__slug"),
        oldest("date_from", "measure__slug"),
        Sort(
            "level",
            _("By level"),
            lambda: (
                placed("level", Agreement.Level),
                F("date_from").desc(nulls_last=True),
                "measure__slug",
            ),
        ),
        by_measure("pk"),
    ),
    template="measures/agreement_list.html",
    context=agreement_context,
    called={
        **dict.fromkeys(
            ("国際合意", "合意", "対話", "協議", "声明", "共同声明", "会合", "会談", "協定"), {}
        ),
        **dict.fromkeys(("条約", "経済連携協定", "EPA"), {"form": ("treaty",)}),
        **dict.fromkeys(("首脳会談", "首脳会合"), {"level": ("summit",)}),
        **dict.fromkeys(("閣僚会合", "閣僚会談"), {"level": ("ministerial",)}),
        **dict.fromkeys(("agreement", "agreements", "dialogue", "statement", "statements"), {}),
        **dict.fromkeys(("treaty", "treaties"), {"form": ("treaty",)}),
        **dict.fromkeys(("summit", "summits"), {"level": ("summit",)}),
    },
)
