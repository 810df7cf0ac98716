"""The list of agreements and dialogues."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from measures.charts.pages import agreement_context
from measures.lists.columns import joined, measure_columns
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
from portal.lists.columns import Column, Kind, bilingual, label
from portal.lists.days import on_day
from portal.lists.declaration import ListPage, Sort
from portal.lists.filters import ChoiceFacet
from portal.lists.filterset import ListFilterSet
from portal.lists.periods import Period, window


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
        joined(MeasurePartner, bilingual("partner__name"), measure="measure"),
        _("Countries, regions and groups with a part in it."),
        cell="optional",
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
