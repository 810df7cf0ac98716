"""The dated events of all measures: as a timeline, and as a table."""

from django.db.models import Value
from django.utils.translation import gettext_lazy as _

from measures.charts.pages import timeline_context
from measures.lists.columns import measure_columns
from measures.lists.conditions import (
    jurisdictions,
    one_measure,
    row_search,
)
from measures.lists.orders import ROW, by_measure
from measures.models import (
    Measure,
    Milestone,
)
from measures.models.milestone import DAY
from policies.lists.columns import edtf, entry, evidence
from policies.lists.conditions import organisations, partners, sources, subjects
from portal.lists.columns import Column, Kind
from portal.lists.days import on_day
from portal.lists.declaration import ListPage, Sort
from portal.lists.filters import ChoiceFacet
from portal.lists.filterset import ListFilterSet
from portal.lists.periods import Period, window
from portal.lists.values import bilingual, flag, label


class MilestoneFilterSet(ListFilterSet):
    model = Milestone

    q = row_search("label_ja", "label_en", "date")
    measure = one_measure()
    kind = ChoiceFacet(label=_("Kind"), choices=Milestone.Kind)
    measure_kind = ChoiceFacet(
        field_name="measure__kind", label=_("Kind of measure"), choices=Measure.Kind
    )
    jurisdiction = jurisdictions("measure__jurisdiction")
    partner = partners("measure__partners__partner")
    subject = subjects("measure__subjects__subject")
    organisation = organisations("measure__organisations__organisation")
    source = sources()
    since, until, undated = window(Period("date_from", "date_until"))
    on, state, beside = on_day("measure")


COLUMNS = (
    *edtf("date", _("Date"), "date", _("Date of the event in EDTF form."), cell="words"),
    Column(
        "date_until",
        _("Date, last day"),
        "date_until",
        _("Last day it can mean, ISO 8601."),
        Kind.DATE,
    ),
    Column("event", _("Event"), bilingual("label"), _("What happened."), cell="text"),
    Column("kind", _("Kind"), label("kind", Milestone.Kind), _("Sort of event."), cell="text"),
    Column("kind_code", _("Kind, code"), "kind", _("The kind as a fixed code.")),
    *measure_columns(cell="entry"),
    Column("code", _("Code"), "code", _("Code of the row, its anchor on the page.")),
    Column(
        "jurisdiction",
        _("Jurisdiction"),
        bilingual("measure__jurisdiction__name", "partners.code"),
        _("Whose measure it is; empty for joint acts without Japan."),
        cell="optional",
    ),
    Column(
        "headline",
        _("Headline date"),
        flag("headline", _("headline")),
        _("Filled for the date that lists show."),
    ),
    *evidence(),
    entry("measure", "measure__slug", anchor=(Value("milestone-"), "code")),
)


SORTS = (
    Sort("newest", _("Newest first"), (DAY.desc(nulls_last=True), *ROW)),
    Sort("oldest", _("Oldest first"), (DAY.asc(nulls_last=True), *ROW)),
    by_measure(),
)


TIMELINE = ListPage(
    name="timeline",
    key=("measure_slug", "code"),
    title=_("Timeline"),
    lead=_("Every dated event of every measure, with the precision the source gives."),
    entries=lambda: Milestone.objects.published().for_list(),
    filterset_class=MilestoneFilterSet,
    columns=COLUMNS,
    sorts=SORTS,
    template="measures/timeline.html",
    per_page=100,
    objects=lambda pks, using: Milestone.objects.using(using).listed(pks),
    context=timeline_context,
    view="milestones",
)


MILESTONES = ListPage(
    name="milestones",
    key=("measure_slug", "code"),
    title=_("Milestones"),
    lead=_("The rows of the timeline as a table."),
    entries=lambda: Milestone.objects.published().for_list(),
    filterset_class=MilestoneFilterSet,
    columns=COLUMNS,
    sorts=SORTS,
    home=False,
)
