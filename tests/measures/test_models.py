"""The verbs of measures and of what hangs on them mean what their docstrings say."""

import datetime
import itertools

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.models.expressions import OrderBy
from django.utils import translation

from measures.legislative_steps import STEPS, legislative_steps
from measures.listed import load_listed
from measures.loading import load_for_page
from measures.models import (
    Agreement,
    BudgetLine,
    Citation,
    DataPoint,
    Discrepancy,
    ExportControl,
    Indicator,
    Measure,
    MeasureName,
    MeasureOrganisation,
    MeasurePartner,
    MeasurePillar,
    Milestone,
    PillarGap,
    PrintedTotal,
    Provision,
    Relation,
    Statement,
    Target,
    TradeRemedy,
)
from measures.models.budget import ADDED
from measures.models.relations import ACTS
from measures.page.provisions import nested_provisions
from measures.page.relations import stated_relations
from policies.coverage import entries_of
from policies.models import (
    Evidence,
    Framework,
    Organisation,
    Partner,
    Pillar,
    Section,
    SourceDocument,
    Subject,
)
from policies.models.base import EvidenceQuerySet
from policies.models.fields import BoundField
from portal.pages.pillars.matrix import matrices
from tests.cases import for_each

pytestmark = [pytest.mark.django_db, pytest.mark.bundled, pytest.mark.both]

DAY = datetime.date
MODELS = [
    model for label in ("policies", "measures") for model in apps.get_app_config(label).get_models()
]
EVIDENCE = [model for model in MODELS if issubclass(model, Evidence)]
OF_MEASURES = [model for model in EVIDENCE if any(f.name == "measure" for f in model._meta.fields)]
LISTED = [model for model in MODELS if hasattr(model._default_manager, "for_list")]
NUMBERS = itertools.count(1)


def by_name(model) -> str:
    return model.__name__


def some_section() -> Section:
    return Section.objects.get(document__slug="meti-2026-04", code="13")


def both(**words: str) -> dict[str, str]:
    """The same words in both languages."""
    return {f"{name}_{language}": word for name, word in words.items() for language in ("ja", "en")}


def new_measure(**given) -> Measure:
    """A measure of its own, with no rows."""
    words = {"slug": f"test-{next(NUMBERS)}", "kind": "law", "status": "enacted"}
    words |= both(title="題", summary="要約")
    return Measure.objects.create(**words | given)


# What a row needs beside its measure and source.
NEEDED = {
    Milestone: {"kind": "enacted", **both(label="成立")},
    Provision: both(text="文"),
    BudgetLine: {"amount": 1, "printed": "1円", "stage": "initial"},
    PrintedTotal: {"amount": 1, "printed": "1円"},
    Target: {"printed": "1件", **both(label="数", counts="件数")},
    ExportControl: {"effect": "banned", **both(items="品目")},
}


def add(model, measure: Measure, **given):
    """A row of a measure."""
    words = {"measure": measure, "section": some_section(), "phrase": "語"}
    if any(field.name == "code" for field in model._meta.fields):
        words["code"] = f"c{next(NUMBERS)}"
    if model is ExportControl:
        words["jurisdiction"] = Partner.objects.get(code="cn")
    return model.objects.create(**words | NEEDED.get(model, {}) | given)


def relate(source: Measure, kind: str, target: Measure) -> Relation:
    return Relation.objects.create(
        source=source,
        kind=kind,
        target=target,
        reason_ja="理由",
        reason_en="Reason",
        section=some_section(),
        phrase="語",
    )


# ---- plain dates beside the printed ones


BOUNDS = [
    (Milestone, "date", "date_from", "date_until"),
    (Provision, "effective", "effective_from", None),
    (Target, "due", "due_from", None),
    (ExportControl, "ended", "ended_from", "ended_until"),
]


@for_each(("model", "field", "first", "last"), BOUNDS)
@for_each(
    ("edtf", "days"),
    [
        ("2026-03-19", (DAY(2026, 3, 19), DAY(2026, 3, 19))),
        ("2026-02", (DAY(2026, 2, 1), DAY(2026, 2, 28))),
        ("2026-22", (DAY(2026, 6, 1), DAY(2026, 8, 31))),
        ("2025-04/2026-03", (DAY(2025, 4, 1), DAY(2026, 3, 31))),
        ("2026-04-25/..", (DAY(2026, 4, 25), None)),
        ("../2026-04", (None, DAY(2026, 4, 30))),
        ("", (None, None)),
    ],
)
def test_plain_dates_follow_the_printed_one(model, field, first, last, edtf, days):
    row = add(model, new_measure(), **{field: "2001-01-01"})
    for name in filter(None, (first, last)):
        assert getattr(row, name) == DAY(2001, 1, 1)
    setattr(row, field, edtf)
    row.save()
    row.refresh_from_db()
    assert getattr(row, first) == days[0]
    if last:
        assert getattr(row, last) == days[1]


def test_every_plain_date_of_the_record_follows_its_printed_one():
    for model in MODELS:
        dated = [field for field in model._meta.fields if isinstance(field, BoundField)]
        for row in model._base_manager.all() if dated else ():
            for field in dated:
                stored = getattr(row, field.attname)
                assert field.pre_save(row, add=False) == stored, (row, field.name)


def test_plain_dates_cannot_be_edited():
    for model in MODELS:
        for field in model._meta.fields:
            if isinstance(field, BoundField):
                assert not field.editable
                assert field.null


def test_a_bad_date_is_never_saved():
    with pytest.raises(ValidationError, match="2026-13"):
        add(Milestone, new_measure(), date="2026-13")


@pytest.mark.parametrize(
    ("announced", "effective", "begins"),
    [
        ("2025-01-02", "2025-03", DAY(2025, 3, 1)),
        ("2025-01-02", "", DAY(2025, 1, 2)),
        ("", "2025-03", DAY(2025, 3, 1)),
        ("", "", None),
    ],
)
def test_a_control_begins_when_effective_else_when_announced(announced, effective, begins):
    control = add(ExportControl, new_measure(), announced=announced, effective=effective)
    control.refresh_from_db()
    assert control.begins_from == begins


# ---- what visitors may see


@pytest.mark.parametrize("model", OF_MEASURES, ids=by_name)
def test_rows_of_an_unpublished_measure_are_not_published(model):
    measure = Measure.objects.filter(pk__in=model.objects.values("measure")).first()
    own = model.objects.filter(measure=measure).count()
    before = model.objects.published().count()
    assert model.objects.published().filter(measure=measure).count() == own > 0
    Measure.objects.filter(pk=measure.pk).update(published=False)
    assert model.objects.published().count() == before - own
    assert model.objects.filter(measure=measure).count() == own


def test_a_relation_needs_both_ends_published():
    first, second = new_measure(), new_measure()
    relation = relate(first, "amends", second)
    for hidden in (first, second):
        assert relation in Relation.objects.published()
        Measure.objects.filter(pk=hidden.pk).update(published=False)
        assert relation not in Relation.objects.published()
        Measure.objects.filter(pk=hidden.pk).update(published=True)


def test_a_statement_is_published_with_its_measure():
    of_measures = Statement.objects.filter(discrepancy__measure__isnull=False)
    statement = of_measures.select_related("discrepancy__measure").first()
    assert statement in Statement.objects.published()
    Measure.objects.filter(pk=statement.discrepancy.measure.pk).update(published=False)
    assert statement not in Statement.objects.published()


def test_published_measures():
    hidden = new_measure(published=False)
    shown = new_measure()
    assert shown in Measure.objects.published()
    assert hidden not in Measure.objects.published()


@for_each("model", EVIDENCE, ids=by_name)
def test_every_model_with_evidence_knows_what_is_published(model):
    assert isinstance(model.objects.all(), EvidenceQuerySet)
    tied = any(field.related_model is Measure for field in model._meta.fields) or (
        model is Statement
    )
    filtered = str(model.objects.published().query) != str(model.objects.all().query)
    assert filtered == tied


# ---- lists: everything at once, in one order


def orders(model, queryset) -> list:
    """What a queryset is ordered by: its own order or that of its model."""
    return list(queryset.query.order_by or model._meta.ordering)


def path_of(term) -> tuple[str, OrderBy | None]:
    if isinstance(term, OrderBy):
        # The first of several fields that is filled is as empty as the last of them.
        return [each.name for each in term.flatten() if isinstance(each, models.F)][-1], term
    if isinstance(term, models.Case):  # what it is by default where no condition holds
        return "pk", None
    return term.lstrip("-"), None


def follow(model, path: str) -> list[models.Field]:
    """The fields that a path of names passes."""
    fields = []
    for name in path.split("__"):
        field = model._meta.pk if name == "pk" else model._meta.get_field(name)
        fields.append(field)
        model = field.related_model
    return fields


@for_each("model", LISTED, ids=by_name)
def test_a_list_ends_its_order_in_something_unique(model):
    term = orders(model, model.objects.for_list())[-1]
    fields = follow(model, path_of(term)[0])
    assert all(field.unique or field.primary_key for field in fields), term


@for_each("model", LISTED, ids=by_name)
def test_a_list_says_where_rows_without_a_value_stand(model):
    """SQLite puts them first and PostgreSQL last, unless the order says."""
    for term in orders(model, model.objects.for_list()):
        path, explicit = path_of(term)
        try:
            fields = follow(model, path)
        except FieldDoesNotExist:
            continue
        if any(getattr(field, "output_field", field).null for field in fields):
            assert explicit, f"{path} may be empty"
            assert explicit.nulls_last or explicit.nulls_first, f"{path} may be empty"


@for_each("model", LISTED, ids=by_name)
def test_a_list_holds_every_row_once(model):
    found = [row.pk for row in model.objects.for_list()]
    rows = model.objects.all()
    if model is Partner:  # parts of countries stand in a list of their own
        rows = rows.exclude(kind__in=Partner.PARTS)
    assert sorted(found) == sorted(rows.values_list("pk", flat=True))


@pytest.mark.parametrize("model", LISTED, ids=by_name)
def test_a_list_needs_no_more_queries_for_names_and_sources(model, django_assert_num_queries):
    rows = list(model.objects.for_list())
    assert rows
    with django_assert_num_queries(0):
        for row in rows:
            if model in OF_MEASURES:
                assert str(row.measure)
                assert row.get_absolute_url()
            else:
                assert str(row)
            if issubclass(model, Evidence):
                assert row.section.mark


def test_measures_in_a_list_carry_names_leads_and_citations(django_assert_num_queries):
    keys = list(Measure.objects.values_list("pk", flat=True))
    with django_assert_num_queries(2):
        rows = {row.slug: row for row in load_listed(keys)}
    assert len(rows) == Measure.objects.published().count()
    shown = rows["supply-chain-budget"]
    leads = {lead.ja for lead in shown.leads}
    assert leads == {"経済産業省", "国土交通省", "厚生労働省", "農林水産省"}
    assert "サプライチェーン補助金" in {name.ja for name in shown.names}
    assert shown.jurisdiction_ja == "日本"
    assert (shown.document_ja, shown.section) == ("経産省 2026-04", "13")
    for measure in Measure.objects.published():
        citations = list(measure.citations.order_by("position", "pk"))
        row = rows[measure.slug]
        assert (row.citation, row.citations) == (citations[0].pk, len(citations))
        called = measure.names.order_by("position", "pk").values_list("name", flat=True)
        assert [name.ja for name in row.names] == list(called)


def test_a_list_shows_no_measure_that_visitors_may_not_see():
    measure = new_measure()
    (row,) = load_listed([measure.pk])
    assert (row.citation, row.citations, row.names, row.leads) == (None, 0, [], [])
    measure.published = False
    measure.save()
    assert load_listed([measure.pk]) == load_listed([]) == []


def test_a_measure_in_detail_needs_no_more_queries(django_assert_num_queries):
    slugs = ("supply-chain-budget", "cn-rare-earth-package-2025-10", "espa-amendment-2026")
    others = {"suspended_controls", "verdicts_before", "verdicts_behind"}
    for measure in Measure.objects.for_detail().filter(slug__in=slugs):
        with django_assert_num_queries(1):
            load_for_page(measure)
        reverse = [
            relation.get_accessor_name()
            for relation in Measure._meta.related_objects
            if relation.one_to_many and relation.get_accessor_name() not in others
        ]
        with django_assert_num_queries(0):
            for name in reverse:
                for row in getattr(measure, name).all():
                    if isinstance(row, Evidence):
                        assert row.section.mark
            assert list(stated_relations(measure))
            assert nested_provisions(measure)
            assert measure.headline_date_in_words
            for row in measure.subjects.all():
                assert str(row.subject)
            for row in measure.organisations.all():
                assert str(row)
            for row in measure.budget_lines.all():
                assert str(row)
                assert len({str(ministry) for ministry in row.ministries.all()}) <= 2
            for row in measure.discrepancies.all():
                assert all(statement.section.mark for statement in row.statements.all())


@pytest.mark.parametrize("model", EVIDENCE, ids=by_name)
def test_the_rows_of_a_section_know_their_name_and_address(model, django_assert_num_queries):
    sections = Section.objects.select_related("document")
    section = sections.filter(pk__in=model.objects.published().values("section")).first()
    rows = list(model.objects.for_section(section))
    assert [row.pk for row in rows] == sorted(row.pk for row in rows)
    assert rows
    with django_assert_num_queries(0):
        for row in rows:
            row.section = section
            assert str(row)
            assert row.get_absolute_url().startswith("/")


# ---- headline dates


def test_with_headline_adds_the_headline_milestone():
    measure = new_measure()
    add(Milestone, measure, date="2024-01-01", label_ja="前", label_en="Before")
    add(Milestone, measure, date="2025-10-30", headline=True, label_ja="会談", label_en="Summit")
    found = Measure.objects.with_headline().get(pk=measure.pk)
    assert found.headline_date == "2025-10-30"
    assert found.headline_from == DAY(2025, 10, 30)
    with translation.override("ja"):
        assert (found.headline_date_in_words, found.headline_label) == ("2025年10月30日", "会談")
    with translation.override("en"):
        assert (found.headline_date_in_words, found.headline_label) == (
            "30 October 2025",
            "Summit",
        )


def test_a_measure_without_headline_has_no_date():
    measure = new_measure()
    add(Milestone, measure, date="2024-01-01")
    found = Measure.objects.with_headline().get(pk=measure.pk)
    assert found.headline_date is found.headline_from is None
    assert found.headline_date_in_words == found.headline_label == ""


def test_newest_puts_undated_measures_last_and_breaks_ties_by_slug():
    undated, old, new, tie = (new_measure() for _each in range(4))
    for measure, date in ((old, "2001"), (new, "2030-05"), (tie, "2030-05-01")):
        add(Milestone, measure, date=date, headline=True)
    mine = [undated, old, new, tie]
    found = Measure.objects.filter(pk__in=[each.pk for each in mine]).with_headline().newest()
    assert list(found) == [new, tie, old, undated]
    everything = list(Measure.objects.with_headline().newest())
    dates = [measure.headline_from for measure in everything]
    assert dates == sorted(dates, key=lambda day: (day is None, -(day or DAY.min).toordinal()))


@pytest.mark.parametrize("model", [MeasureName, MeasureOrganisation, MeasurePartner, Citation])
def test_rows_of_an_entity_come_newest_first(model):
    rows = list(model.objects.for_entity())
    dates = [row.headline_from for row in rows]
    assert dates == sorted(dates, key=lambda day: (day is None, -(day or DAY.min).toordinal()))
    assert len(rows) == model.objects.count()
    for row in rows:
        headline = row.measure.milestones.filter(headline=True).first()
        assert row.headline_date == (headline and headline.date)


def test_rows_of_an_entity_leave_out_unpublished_measures():
    row = MeasurePartner.objects.select_related("measure").first()
    assert row in MeasurePartner.objects.for_entity()
    Measure.objects.filter(pk=row.measure.pk).update(published=False)
    assert row not in MeasurePartner.objects.for_entity()


def test_last_change_is_the_latest_save():
    assert Measure.objects.none().last_change() is None
    measure = new_measure()
    later = measure.updated_on + datetime.timedelta(days=400)
    Measure.objects.filter(pk=measure.pk).update(updated_on=later)
    assert Measure.objects.last_change() == later


# ---- milestones


@pytest.fixture
def dated() -> dict[str, Milestone]:
    """A milestone of each kind of date."""
    dates = (
        "2026-04-06",
        "2026-04-07",
        "2026-04-08",
        "2026-04",
        "2026-03",
        "2026-05",
        "2026",
        "2026-03/2026-04",
        "2026-01/2026-03",
        "2026-04-01/..",
        "2026-05/..",
        "../2026-03",
        "../2026-05",
        "",
    )
    measure = new_measure()
    return {date: add(Milestone, measure, date=date) for date in dates}


def own(dated):
    """The milestones made here alone."""
    return Milestone.objects.filter(pk__in=[row.pk for row in dated.values()])


def test_the_latest_are_those_that_are_over_and_began_last(dated):
    """What began with an open end counts; a month that is not over by the day does not."""
    day = DAY(2026, 4, 7)
    over = {"2026-04-06", "2026-04-07", "2026-03", "2026-01/2026-03", "2026-04-01/.."}
    assert {row.date for row in own(dated).latest(day, 100)} == over
    began = [row.date_from for row in own(dated) if row.date in over]
    for number in (1, 3, 100):
        found = [row.date_from for row in own(dated).latest(day, number)]
        assert found == sorted(began, reverse=True)[:number]
    assert list(own(dated).latest(DAY(1999, 1, 1), 5)) == []


def test_what_is_to_come_is_soonest_first_and_open_ends_are_no_date_to_wait_for(dated):
    done = list(own(dated).upcoming(DAY(2026, 4, 7), 100))
    assert {row.date for row in done} == {"2026-04-08", "2026-05"}, "it may have happened already"
    own(dated).update(kind="planned")
    coming = {"2026-04-08", "2026-04", "2026-05", "2026", "2026-03/2026-04", "../2026-05"}
    found = list(own(dated).upcoming(DAY(2026, 4, 7), 100))
    assert {row.date for row in found} == coming
    ends = [row.date_until for row in found]
    assert ends == sorted(ends)
    for number in (1, 3):
        assert [row.date_until for row in own(dated).upcoming(DAY(2026, 4, 7), number)] == ends[
            :number
        ]
    assert list(own(dated).upcoming(DAY(2099, 1, 1), 5)) == []


def test_the_list_of_milestones_is_newest_first(dated):
    days = [row.date_from for row in own(dated).for_list() if row.date_from]
    assert days == sorted(days, reverse=True)
    assert len(days) > 3


def test_the_list_of_milestones_puts_undated_ones_last(dated):
    own = [row.pk for row in dated.values()]
    found = list(Milestone.objects.filter(pk__in=own).for_list())
    # What ended at some time and began at none that is told stands where it ended.
    assert [bool(row.date_from or row.date_until) for row in found] == [True] * 13 + [False]
    days = [row.date_from or row.date_until for row in found[:-1]]
    assert days == sorted(days, reverse=True)


def test_a_milestone_tells_its_year():
    assert add(Milestone, new_measure(), date="2019-04-30").year == 2019
    undated = add(Milestone, new_measure())
    assert (undated.year, undated.machine_date) == (None, "")


def test_featured_rows_are_those_that_editors_chose():
    target = add(Target, new_measure(), featured=True)
    assert set(Target.objects.featured()) == set(Target.objects.filter(featured=True))
    assert target in Target.objects.featured()


# ---- money


def test_every_line_is_additive_or_has_a_reason_not_to_be():
    additive = set(BudgetLine.objects.filter(ADDED))
    others = set(BudgetLine.objects.exclude(ADDED))
    assert not additive & others
    assert additive | others == set(BudgetLine.objects.all())
    assert all(not line.not_added_ja for line in additive)
    assert all(line.not_added_ja for line in others)


def test_programmes_with_budgets_come_once_each(django_assert_num_queries):
    found = list(Measure.objects.with_budgets())
    slugs = [measure.slug for measure in found]
    assert slugs == sorted(set(BudgetLine.objects.values_list("measure__slug", flat=True)))
    assert "supply-chain-budget" in slugs
    with django_assert_num_queries(0):
        for measure in found:
            assert [str(line.subject) for line in measure.budget_lines.all()]
            assert all(total.section.mark for total in measure.printed_totals.all())


@pytest.mark.parametrize(
    ("years", "japanese", "english"),
    [
        ((2025, None), "令和7年度（2025年度）", "FY2025"),
        ((2025, 2027), "令和7年度（2025年度） – 令和9年度（2027年度）", "FY2025 – FY2027"),
        ((None, None), "", ""),
    ],
)
def test_a_line_tells_its_fiscal_years(years, japanese, english):
    line = add(BudgetLine, new_measure(), fiscal_year=years[0], fiscal_year_until=years[1])
    with translation.override("ja"):
        assert line.fiscal_year_in_words == japanese
    with translation.override("en"):
        assert line.fiscal_year_in_words == english


def test_figures_say_what_to_know_before_quoting_them():
    target = add(Target, new_measure())
    total = add(PrintedTotal, new_measure(), difference_ja="端数。", difference_en="Rounding.")
    with translation.override("en"):
        assert (target.caveat, total.caveat) == ("件数", "Rounding.")
        assert total.label == str(total.measure)


# ---- rows of one measure


def test_the_anchor_of_a_row_is_its_place_on_the_page():
    measure = new_measure()
    row = add(Milestone, measure, code="held-2025-10")
    assert row.get_absolute_url() == f"{measure.get_absolute_url()}#milestone-held-2025-10"
    prefixes = [model.PREFIX for model in OF_MEASURES if hasattr(model, "PREFIX")]
    assert all(prefixes)
    assert len(prefixes) == len(set(prefixes))


@pytest.mark.parametrize(
    "supports",
    [[], "title", ["colour"], ["title", "colour"], {}, {"title": 1}, None, 5, [["title"]], [{}]],
    ids=str,
)
def test_a_citation_supports_known_fields_only(supports):
    row = Citation(measure=new_measure(), section=some_section(), phrase="語", supports=supports)
    with pytest.raises(ValidationError) as error:
        row.full_clean()
    assert list(error.value.message_dict) == ["supports"]


def test_a_citation_says_in_words_what_it_supports():
    row = add(Citation, new_measure(), supports=["title", "amount"])
    row.full_clean()
    with translation.override("en"):
        assert row.supports_in_words == ["Name", "Amounts"]


def test_only_leading_parts_make_a_lead():
    measure = new_measure()
    role = MeasureOrganisation.Role
    organisations = list(Organisation.objects.all()[: len(role)])
    for organisation, each in zip(organisations, role, strict=True):
        add(MeasureOrganisation, measure, organisation=organisation, role=each)
    found = Measure.objects.with_leads().get(pk=measure.pk)
    assert [row.role for row in found.leads] == ["lead", "co-lead", "host", "regulator"]
    assert list(measure.organisations.leading()) == found.leads


def test_a_page_reads_english_where_it_is_filled():
    line = add(BudgetLine, new_measure(), label_ja="全体", label_en="")
    with translation.override("en"):
        assert line.label == "全体"
    line.label_en = "Whole"
    with translation.override("en"):
        assert line.label == "Whole"
    with translation.override("ja"):
        assert line.label == "全体"


# ---- relations


def test_every_relation_can_be_told_from_the_other_side():
    assert set(Relation.REVERSE) == set(Relation.Kind)
    same = {Relation.Kind.SAME_TOPIC, Relation.Kind.POSSIBLY_SAME}
    with translation.override("en"):
        for kind in Relation.Kind:
            assert (str(kind.label) == str(Relation.REVERSE[kind])) == (kind in same)


def test_the_other_side_is_told_in_words_that_stand_alone():
    with translation.override("ja"):
        assert [
            str(label) for label in Relation.REVERSE.values() if str(label).startswith("次")
        ] == []


def test_a_statement_that_names_no_target_claims_no_act_towards_one():
    statements = Relation.objects.filter(
        section__document__slug="meti-2026-04",
        section__code="38",
        target__jurisdiction__code="cn",
    )
    assert set(statements.values_list("kind", flat=True)) == {Relation.Kind.MAY_CONCERN}
    assert all(row.inferred and row.inference_ja and row.inference_en for row in statements)


def test_no_act_of_the_record_is_inferred():
    acts = Relation.objects.filter(kind__in=ACTS)
    assert acts.count() > 20
    assert [str(row) for row in acts if row.inferred] == []


@pytest.mark.parametrize("address", ["/relations/", "/en/relations/", "/relations.csv"])
def test_a_kind_that_is_no_more_is_named(client, address):
    answer = client.get(address, {"kind": "protests"})
    assert answer.status_code == 400
    assert "protests" in answer.content.decode()


def test_related_tells_both_directions():
    bill, act, order = new_measure(), new_measure(), new_measure()
    relate(bill, "amends", act)
    relate(order, "implements", bill)
    found = Measure.objects.for_detail().get(pk=bill.pk)
    with translation.override("en"):
        told = [(each.verb, each.other, each.row.reason) for each in stated_relations(found)]
    assert told == [("amends", act, "Reason"), ("is implemented by", order, "Reason")]


def test_related_leaves_out_unpublished_measures():
    bill, act, order = new_measure(), new_measure(published=False), new_measure(published=False)
    relate(bill, "amends", act)
    relate(order, "implements", bill)
    assert list(stated_relations(Measure.objects.for_detail().get(pk=bill.pk))) == []


def test_provisions_stand_below_their_parent_in_printed_order():
    measure = new_measure()
    places = itertools.count()

    def clause(code, parent=None):
        return add(Provision, measure, code=code, parent=parent, position=next(places))

    one = clause("p1")
    deep = clause("p1-1", one)
    clause("p1-1-1", deep)
    clause("p1-2", one)
    clause("p2")
    found = nested_provisions(Measure.objects.for_detail().get(pk=measure.pk))
    told = {top.code: [line.code for line in top.lines] for top in found}
    assert told == {"p1": ["p1-1", "p1-1-1", "p1-2"], "p2": []}


def test_no_provision_of_the_record_is_lost_by_nesting():
    for measure in Measure.objects.for_detail():
        tops = nested_provisions(measure)
        shown = [row.pk for top in tops for row in (top, *top.lines)]
        assert sorted(shown) == sorted(row.pk for row in measure.provisions.all())


# ---- the status line


def told(measure: Measure) -> list[tuple[str, str, str]]:
    with translation.override("en"):
        return [
            (step.state, step.milestone.code if step.milestone else "", step.note)
            for step in legislative_steps(Measure.objects.for_detail().get(pk=measure.pk))
        ]


NO_DATE = "No record. The sources give no date for it."
NO_LATER = "No record. What came after the as-of date is not recorded."


@pytest.mark.parametrize("kind", ["law", "bill", "cabinet-order"])
def test_a_bill_stands_at_its_cabinet_decision(kind):
    measure = new_measure(kind=kind, status="cabinet-decision")
    add(Milestone, measure, kind="cabinet-decision", code="decided", date="2026-03-19")
    assert told(measure) == [
        ("unrecorded", "", NO_DATE),
        ("now", "decided", ""),
        ("none", "", NO_LATER),
        ("none", "", NO_LATER),
    ]


def test_a_foreseen_step_says_so():
    measure = new_measure(kind="bill", status="cabinet-decision")
    add(Milestone, measure, kind="cabinet-decision", code="decided", date="2026-03-19")
    add(Milestone, measure, kind="effective", code="effective")
    assert told(measure)[-1] == ("none", "effective", "Foreseen.")


def test_a_law_in_force_has_passed_all_steps_and_those_without_a_record_do_not_look_done():
    measure = new_measure(kind="law", status="in-force")
    for kind, date in (("amended", "2025"), ("enacted", "2022-05"), ("effective", "")):
        add(Milestone, measure, kind=kind, code=kind, date=date)
    assert told(measure) == [
        ("unrecorded", "", NO_DATE),
        ("unrecorded", "", NO_DATE),
        ("done", "enacted", ""),
        ("now", "effective", ""),
    ]


def test_what_took_effect_in_a_year_stands_behind_what_passed_in_a_month_of_it():
    """Of the year alone it is not known that it took effect on the first of January."""
    measure = new_measure(kind="law", status="in-force")
    for kind, date in (("effective", "2022"), ("enacted", "2022-05"), ("amended", "2023-01")):
        add(Milestone, measure, kind=kind, code=kind, date=date)
    found = sorted(measure.milestones.all(), key=Milestone.place_in_time)
    assert [each.kind for each in found] == ["enacted", "effective", "amended"]


def test_a_dated_milestone_comes_before_an_undated_one():
    measure = new_measure(kind="law", status="enacted")
    add(Milestone, measure, kind="enacted", code="undated")
    add(Milestone, measure, kind="promulgated", code="also-undated")
    assert told(measure)[2][1] == "undated"
    add(Milestone, measure, kind="promulgated", code="late", date="2026")
    add(Milestone, measure, kind="enacted", code="early", date="2025-06")
    assert told(measure)[2][1] == "early"


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("guideline", "enacted"),
        ("export-control", "in-force"),
        ("bill", "rejected"),
        ("law", "ended"),
    ],
)
def test_other_measures_have_no_status_line(kind, status):
    assert legislative_steps(new_measure(kind=kind, status=status)) == []


def test_the_steps_are_four_and_share_no_milestone():
    kinds = [kind for _status, found in STEPS for kind in found]
    assert len(STEPS) == 4
    assert len(kinds) == len(set(kinds))
    measure = Measure.objects.for_detail().get(slug="espa-amendment-2026")
    with translation.override("en"):
        names = [step.name for step in legislative_steps(measure)]
    assert names == [
        "Under consideration or in preparation",
        "Cabinet decision",
        "Enacted",
        "In force or under way",
    ]


# ---- sections and pillars count what hangs on them


def test_the_outline_counts_what_was_read_from_each_section(django_assert_num_queries):
    document = SourceDocument.objects.get(slug="meti-2026-04")
    with django_assert_num_queries(1):
        outline = Section.objects.outline(document)
    for section in outline:
        counted = sum(model.objects.filter(section=section).count() for model in EVIDENCE)
        assert section.entry_count == counted
    assert sum(section.entry_count for section in outline) == sum(
        model.objects.filter(section__document=document).count() for model in EVIDENCE
    )
    assert [section.position for section in outline] == list(range(len(outline)))


def test_the_outline_counts_what_visitors_may_see():
    section = some_section()
    before = counts()[section.code]
    hidden = new_measure(published=False)
    add(Milestone, hidden)
    assert counts()[section.code] == before
    Measure.objects.filter(pk=hidden.pk).update(published=True)
    assert counts()[section.code] == before + 1


def counts() -> dict[str, int]:
    document = SourceDocument.objects.get(slug="meti-2026-04")
    return {section.code: section.entry_count for section in Section.objects.outline(document)}


def test_the_entries_of_a_section_are_those_that_are_counted():
    for section in Section.objects.outline(SourceDocument.objects.get(slug="meti-2026-04")):
        groups = list(entries_of(section, None))
        assert sum(len(group.entries) for group in groups) == section.entry_count
        assert all(group.entries and group.name for group in groups)
        names = [group.name for group in groups]
        assert len(names) == len(set(names))
        for group in groups:
            assert {entry.section_id for entry in group.entries} == {section.pk}


def test_the_entries_of_a_section_leave_out_unpublished_measures():
    section, hidden = some_section(), new_measure(published=False)
    row = add(Milestone, hidden)
    assert row not in [entry for group in entries_of(section, None) for entry in group.entries]


def test_a_pillar_counts_published_measures_by_kind():
    framework = Framework.objects.get(slug="meti-2026-04-directions")
    own = MeasurePillar.objects.filter(pillar__framework=framework)
    counted = own.counts_by_kind()
    expected: dict[tuple[int, str], int] = {}
    for pillar in framework.pillars.all():
        for row in pillar.measures.select_related("measure"):
            key = (pillar.pk, row.measure.kind)
            expected[key] = expected.get(key, 0) + 1
    assert counted == expected
    row = Pillar.objects.get(framework=framework, slug="international-protection").measures.get()
    Measure.objects.filter(pk=row.measure.pk).update(published=False)
    again = own.counts_by_kind()
    del expected[row.pillar.pk, row.measure.kind]
    assert again == expected


def test_a_matrix_tells_none_from_not_examined():
    framework = Framework.objects.get(slug="meti-2026-04-directions")
    (matrix,) = matrices([framework])
    assert matrix.total == 17
    reasons = {
        (gap.pillar_id, gap.kind): gap.reason_ja
        for gap in PillarGap.objects.filter(pillar__framework=framework)
    }
    with translation.override("ja"):
        told = {
            (row.pillar.pk, cell.kind): cell.gap
            for row in matrices([framework])[0].rows
            for cell in row.cells
            if cell.gap
        }
    assert told == reasons
    for row in matrix.rows:
        assert [cell.kind for cell in row.cells] == [kind for kind, _words in matrix.kinds]
        assert row.total == sum(cell.count for cell in row.cells)


# ---- what may be taken away


def test_a_measure_is_deleted_with_all_that_hangs_on_it():
    measure = new_measure()
    load_for_page = add(BudgetLine, measure)
    add(BudgetLine, measure, part_of=load_for_page)
    top = add(Provision, measure)
    add(Provision, measure, parent=top)
    relate(measure, "same-topic", new_measure())
    measure.delete()
    assert not BudgetLine.objects.filter(measure__slug=measure.slug).exists()


def test_a_framework_is_deleted_with_its_pillars():
    framework = Framework.objects.create(
        slug="test-framework", name_ja="枠", name_en="Frame", section=some_section(), phrase="語"
    )
    words = {"framework": framework, "name_ja": "柱", "name_en": "Pillar"}
    words |= {"section": some_section(), "phrase": "語"}
    top = Pillar.objects.create(slug="top", **words)
    Pillar.objects.create(slug="below", parent=top, **words)
    framework.delete()
    assert not Pillar.objects.filter(slug__in=("top", "below")).exists()


def test_a_document_that_nothing_was_read_from_is_deleted_with_its_sections():
    document = SourceDocument.objects.get(slug="meti-2026-04")
    document.pk, document.slug, document._state.adding = None, "test-document", True
    document.save()
    words = {"document": document, "heading": "見出し", "title_en": "Heading"}
    part = Section.objects.create(code="1", **words)
    Section.objects.create(code="1-1", parent=part, **words)
    document.delete()
    assert not Section.objects.filter(document__slug="test-document").exists()


@pytest.mark.parametrize("model", [Partner, Subject, Organisation, Section], ids=by_name)
def test_what_a_measure_refers_to_cannot_be_deleted(model):
    used = {
        Partner: {"code": "cn"},
        Subject: {"slug": "storage-batteries"},
        Organisation: {"slug": "meti"},
        Section: {"document__slug": "meti-2026-04", "code": "13"},
    }
    with pytest.raises(models.ProtectedError):
        model.objects.get(**used[model]).delete()


def test_an_indicator_counts_its_points():
    counted = {row.slug: row.point_count for row in Indicator.objects.for_list()}
    assert counted == {
        row.slug: DataPoint.objects.filter(indicator=row).count() for row in Indicator.objects.all()
    }
    assert any(counted.values())


@pytest.mark.parametrize("model", [ExportControl, TradeRemedy, Agreement], ids=by_name)
def test_a_measure_has_one_detail_of_a_kind(model):
    assert model._meta.get_field("measure").one_to_one
    row = model.objects.first()
    assert getattr(row.measure, model._meta.get_field("measure").related_query_name()) == row


def say(target: Target, nature: str, said: dict[str, str]) -> None:
    """A discrepancy of the measure of a target: what its section says, by phrase."""
    difference = Discrepancy.objects.create(
        measure=target.measure, nature=nature, topic_ja="数", topic_en="Number"
    )
    for phrase, value in said.items():
        Statement.objects.create(
            discrepancy=difference,
            value_ja=value,
            value_en=value,
            section=target.section,
            phrase=phrase,
        )


def test_a_figure_tells_what_another_source_says_of_the_same():
    measure = new_measure()
    target = add(Target, measure, code="t", printed="11の物資", value=11, phrase="11の物資")
    lone = add(Target, measure, code="lone", printed="8つ", value=8, phrase="8つ")
    say(target, "real", {"11の物資": "11", "物資の表": "16"})
    assert [str(each) for each in target.told_otherwise] == ["16"]
    assert lone.told_otherwise == []


def test_a_figure_of_a_year_is_not_told_otherwise_by_those_of_other_years():
    measure = new_measure()
    target = add(Target, measure, code="t", printed="4か国", value=4, phrase="4か国")
    said = {
        **{"4か国": "4か国（令和5年度）", "甲": "5か国（令和5年度）", "乙": "11か国"},
        "丙": "8か国（令和7年度）",
    }
    say(target, "precision", said)
    assert [str(each) for each in target.told_otherwise] == ["5か国（令和5年度）"]
