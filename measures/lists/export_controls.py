"""The list of export controls."""

from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from measures.charts.pages import control_context
from measures.lists.columns import SUBJECTS, joined, measure_columns, status_columns, targets_of
from measures.lists.conditions import (
    jurisdictions,
    meaning_of,
    measures,
    row_search,
)
from measures.lists.orders import by_measure
from measures.lists.suspended import suspended_at, suspended_in_words
from measures.models import (
    ExportControl,
    Measure,
    MeasurePartner,
    MeasureSubject,
)
from policies.lists.columns import edtf, edtf_column, entry, evidence
from policies.lists.conditions import partners, sources, subjects
from policies.lists.orders import name_sort, newest, oldest
from portal.lists.columns import TEXT, Column
from portal.lists.days import on_day
from portal.lists.declaration import ListPage
from portal.lists.filters import ChoiceFacet
from portal.lists.filterset import ListFilterSet
from portal.lists.periods import Period, window
from portal.lists.request import ListRequest
from portal.lists.values import Fixed, bilingual, flag, label


def towards():
    """The targets of an export control, or the words for all destinations."""
    everyone = When(all_destinations=True, then=Value(gettext("all destinations")))
    return Case(everyone, default=targets_of()(), output_field=TEXT)


def since():
    """When a control took effect, else when it was announced."""
    return Coalesce(NullIf(F("effective"), Value("")), F("announced"))


def suspending(value):
    """A value of the suspending event, where visitors may see it."""

    def expression():
        seen = When(suspended_by__published=True, then=value())
        return Case(seen, default=Value(""), output_field=TEXT)

    return expression


class ExportControlFilterSet(ListFilterSet):
    model = ExportControl

    q = row_search("items_ja", "items_en")
    jurisdiction = jurisdictions("jurisdiction", _("Imposed by"), none="")
    target = partners(
        "measure__partners__partner",
        _("Directed at"),
        measure__partners__role=MeasurePartner.Role.TARGET,
    )
    effect = ChoiceFacet(label=_("Effect"), choices=ExportControl.Effect, help=meaning_of("effect"))
    status = ChoiceFacet(
        field_name="measure__status",
        label=_("Status"),
        choices=Measure.Status,
        help=meaning_of("status"),
    )
    on, state, beside = on_day("measure")
    subject = subjects("measure__subjects__subject")
    suspended_by = measures("suspended_by", _("Suspended by"))
    source = sources()
    since, until, undated = window(
        Period("begins_from", "ended_until"), _("In place on or after"), _("In place on or before")
    )


SUBJECTS_OF = joined(MeasureSubject, "", SUBJECTS("subject_slugs"), measure="measure")
TOWARDS = (
    *Column(
        "all_destinations",
        "",
        flag("all_destinations", ""),
        _("Whether it is directed at everyone; then no target is named."),
    ).in_data,
    *Column("targets", "", targets_of(), _("Whom it is directed at.")).in_data,
)
COLUMNS = (
    *measure_columns(cell="entry"),
    Column(
        "imposed_by",
        _("Imposed by"),
        bilingual("jurisdiction__name", "partners.code"),
        _("Who imposes it."),
        cell="text",
    ),
    Column(
        "imposed_by_code", _("Imposed by, code"), "jurisdiction__code", _("Code of who imposes it.")
    ),
    Column(
        "towards",
        _("Directed at"),
        towards,
        _("Whom it is directed at; all destinations where it is directed at everyone."),
        cell="text",
        data=TOWARDS,
    ),
    Column(
        "items",
        _("Controlled items"),
        bilingual("items"),
        _("What is controlled."),
        data=(
            *Column("items", "", bilingual("items"), _("What is controlled.")).in_data,
            *Column("subjects", "", SUBJECTS_OF, _("What it is about.")).in_data,
        ),
    ),
    Column(
        "effect",
        _("Effect"),
        label("effect", ExportControl.Effect),
        _("What it does."),
        cell="text",
    ),
    Column("effect_code", _("Effect, code"), "effect", _("The effect as a fixed code.")),
    edtf_column(
        "since",
        _("In effect since"),
        since,
        _("When it took effect, else when it was announced, in EDTF form."),
        cell="words",
    ),
    *edtf(
        "announced", _("Announced"), "announced", _("When it was announced, in EDTF form."), cell=""
    ),
    *edtf(
        "effective", _("Effective"), "effective", _("When it took effect, in EDTF form."), cell=""
    ),
    *edtf(
        "suspended",
        _("Suspended from"),
        "suspended",
        _("First day of the suspension, in EDTF form."),
        cell="optional-words",
    ),
    edtf_column(
        "suspended_until",
        _("Suspended until"),
        "suspended_until",
        _("End of the suspension, in EDTF form."),
        cell="optional-words",
    ),
    Column(
        "suspended_by",
        _("Suspended by"),
        suspending(bilingual("suspended_by__title")),
        _("The event that suspended it."),
        cell="optional",
    ),
    Column(
        "suspended_by_slug",
        _("Suspended by, address name"),
        Fixed(suspending(lambda: F("suspended_by__slug"))),
        _("Address name of that event."),
        refers="measures.slug",
    ),
    Column(
        "suspension",
        _("Words on the suspension"),
        bilingual("suspension"),
        _("What the source says of the suspension."),
    ),
    *edtf(
        "ended", _("End date"), "ended", _("When it ended, in EDTF form."), cell="optional-words"
    ),
    *status_columns(),
    *evidence(),
    entry("measure", "measure__slug"),
)


def found_suspended(list_request: ListRequest) -> str:
    """How many of the controls found are suspended."""
    found = list_request.filterset.found
    every = suspended_at(EXPORT_CONTROLS, list_request.stamp, list_request.using)
    return suspended_in_words([each for each in every if each.control in found])


EXPORT_CONTROLS = ListPage(
    name="export-controls",
    key=("measure_slug",),
    title=_("Export controls"),
    lead=_("Who controls what, directed at whom, since when, and what suspended it."),
    entries=lambda: ExportControl.objects.published().for_list(),
    filterset_class=ExportControlFilterSet,
    columns=COLUMNS,
    sorts=(
        newest("begins_from", "measure__slug"),
        oldest("begins_from", "measure__slug"),
        name_sort(
            *(F("begins_from").desc(nulls_last=True), "measure__slug"),
            path="jurisdiction__",
            name="imposed",
            label=_("By who imposes it"),
        ),
        by_measure("pk"),
    ),
    template="measures/export_control_list.html",
    context=control_context,
    called={
        **dict.fromkeys(("輸出管理", "輸出規制", "輸出禁止", "規制"), {}),
        **dict.fromkeys(("export control", "export controls", "export ban", "export bans"), {}),
        "対日": {"target": ("jp",)},
        "対中": {"target": ("cn",)},
        "対米": {"target": ("us",)},
    },
    amounts_to=found_suspended,
)
