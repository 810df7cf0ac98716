"""Tables of rows of measures without a page of their own, one code in each cell."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from measures.lists.columns import measure_columns
from measures.lists.derived import DERIVED
from measures.lists.identifiers import IDENTIFIERS
from measures.models import (
    Answer,
    BudgetLine,
    Citation,
    Indicator,
    Measure,
    MeasureName,
    MeasureOrganisation,
    MeasurePartner,
    MeasureSubject,
    PillarGap,
)
from policies.lists.columns import evidence, section_key
from policies.lists.tables import link, links_table
from portal.lists.columns import Column, Label
from portal.lists.declaration import Table
from portal.lists.values import bilingual, label


def parts_table(
    name: str, title: Label, lead: Label, model, path: str, refers: str, **only
) -> Table:
    """The rows of measures of one kind with a part, by role: one code in each row.

    `path` leads to the key of what has the part; `only` says of which rows.
    """
    part, _rest, key = path.partition("__")
    role = ()
    if model is not MeasureSubject:
        role = (Column("role", "", label("role", model.Role), _("Which part.")),)
    return Table(
        name=name,
        title=title,
        lead=lead,
        entries=lambda: (
            model.objects.published().filter(**only).order_by("measure__slug", "position", "pk")
        ),
        columns=(
            link("measure_slug", "measure__slug", "measures.slug"),
            link(f"{part}_{key}", path, refers),
            *role,
            *evidence(),
        ),
        key=("measure_slug", f"{part}_{key}", *(("role_code",) if role else ())),
    )


def supported(using: str) -> Iterable[tuple[str, str, str, str, str]]:
    """Each field that each citation supports."""
    rows = (
        Citation.objects.using(using)
        .published()
        .for_list()
        .values_list(
            "measure__slug", "section__document__slug", "section__code", "phrase", "supports"
        )
    )
    for *citation, fields in rows.iterator(chunk_size=500):
        for field in fields:
            yield (*citation, field)


TABLES = (
    IDENTIFIERS,
    *DERIVED,
    Table(
        name="answers",
        title=_("Issues that measures address"),
        lead=_("Each measure with each issue that it addresses, and why."),
        entries=lambda: Answer.objects.published().order_by("measure__slug", "position", "pk"),
        columns=(
            *measure_columns(),
            Column(
                "issue", "", bilingual("issue__title", "issues.slug"), _("The issue it addresses.")
            ),
            Column("reason", "", bilingual("reason"), _("Why, in the words of this site.")),
            *evidence(),
        ),
        key=("measure_slug", "issue_slug"),
    ),
    Table(
        name="pillar-gaps",
        title=_("Cells not examined"),
        lead=_("Cells of the matrix of pillars and kinds that nobody has examined."),
        entries=lambda: PillarGap.objects.order_by(
            "pillar__framework__slug", "pillar__slug", "kind"
        ),
        columns=(
            link("framework_slug", "pillar__framework__slug", "frameworks.slug"),
            link("pillar_slug", "pillar__slug", "pillars.slug"),
            Column("kind", "", label("kind", Measure.Kind), _("The kind of measures.")),
            Column("reason", "", bilingual("reason"), _("Why, in the words of this site.")),
        ),
        key=("framework_slug", "pillar_slug", "kind_code"),
    ),
    Table(
        name="measure-names",
        title=_("Other names of measures"),
        lead=_("Formal titles, short forms and names in single documents, one in each row."),
        entries=lambda: MeasureName.objects.published().order_by("measure__slug", "position", "pk"),
        columns=(
            link("measure_slug", "measure__slug", "measures.slug"),
            Column("name", "", "name", _("The name as it is told.")),
            Column("kind", "", label("kind", MeasureName.Kind), _("What sort of name it is.")),
            Column("reading", "", "reading", _("In hiragana.")),
            *evidence(),
        ),
        key=("measure_slug", "name"),
    ),
    Table(
        name="citation-supports",
        title=_("Fields that citations support"),
        lead=_("Each field of a measure that a passage supports, one in each row."),
        lines=supported,
        columns=(
            link("measure_slug", "measure__slug", "measures.slug"),
            *section_key("section__document__slug", "section__code"),
            Column("phrase", "", "phrase", _("Phrase of the citation, as printed.")),
            Column("field", "", "field", _("The field as a fixed code."), choices=Citation.Field),
        ),
        key=("measure_slug", "document_slug", "section_code", "phrase", "field"),
    ),
    links_table(
        "budget-ministries",
        _("Ministries of budget lines"),
        _("Each budget line with each ministry in charge."),
        lambda: BudgetLine.ministries.through.objects.filter(
            budgetline__in=BudgetLine.objects.published()
        ),
        link("measure_slug", "budgetline__measure__slug", "measures.slug"),
        Column(
            "budget_code",
            "",
            "budgetline__code",
            _("Code of the budget line."),
            refers="budgets.code",
        ),
        link("organisation_slug", "organisation__slug", "organisations.slug"),
    ),
    links_table(
        "indicator-subjects",
        _("What indicators are about"),
        _("Each indicator with each of its subjects."),
        Indicator.subjects.through.objects.all,
        link("indicator_slug", "indicator__slug", "indicators.slug"),
        link("subject_slug", "subject__slug", "subjects.slug"),
    ),
    parts_table(
        "export-control-targets",
        _("Targets of export controls"),
        _("Each export control with each country, region or group it is directed at."),
        MeasurePartner,
        "partner__code",
        "partners.code",
        role=MeasurePartner.Role.TARGET,
        measure__export_control__isnull=False,
    ),
    parts_table(
        "export-control-items",
        _("Subjects of export controls"),
        _("Each export control with each subject it is about."),
        MeasureSubject,
        "subject__slug",
        "subjects.slug",
        measure__export_control__isnull=False,
    ),
    parts_table(
        "trade-remedy-targets",
        _("Targets of trade remedies"),
        _("Each trade remedy with each country or region it is directed at."),
        MeasurePartner,
        "partner__code",
        "partners.code",
        role=MeasurePartner.Role.TARGET,
        measure__trade_remedy__isnull=False,
    ),
    parts_table(
        "trade-remedy-applicants",
        _("Applicants of trade remedies"),
        _("Each trade remedy with each of those who applied for it."),
        MeasureOrganisation,
        "organisation__slug",
        "organisations.slug",
        role=MeasureOrganisation.Role.APPLICANT,
        measure__trade_remedy__isnull=False,
    ),
    parts_table(
        "agreement-parties",
        _("Parties of agreements"),
        _("Each agreement with each country, region or group in it, and its role."),
        MeasurePartner,
        "partner__code",
        "partners.code",
        measure__agreement__isnull=False,
    ),
)
