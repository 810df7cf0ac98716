"""Every rule that a model declares holds in the database itself, and in words for editors.

The table of cases names each constraint of both apps. A constraint without a case, or a case
without its constraint, fails.
"""

import itertools
from collections.abc import Callable

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation
from django.utils.module_loading import import_string

from measures.models import (
    Agreement,
    Answer,
    BudgetLine,
    Citation,
    DataPoint,
    Discrepancy,
    ExportControl,
    Indicator,
    Measure,
    MeasureIdentifier,
    MeasureName,
    MeasureOrganisation,
    MeasurePartner,
    MeasurePillar,
    MeasureStatus,
    MeasureSubject,
    Milestone,
    PillarGap,
    PrintedTotal,
    Provision,
    Purpose,
    RelatedVerdict,
    Relation,
    Statement,
    Target,
    TradeRemedy,
)
from policies.models import (
    Attachment,
    Clause,
    Confirmation,
    CopyFile,
    CopyPage,
    CopyPiece,
    DocumentWords,
    Evidence,
    Footnote,
    Framework,
    Issue,
    Organisation,
    OrganisationAlias,
    OrganisationIdentifier,
    Partner,
    PartnerAlias,
    Pillar,
    PillarRelation,
    Proofreading,
    Section,
    SectionText,
    SourceDocument,
    Subject,
    SubjectAlias,
    SubjectIdentifier,
    Synonym,
    SynonymMeaning,
    Term,
    TermWord,
)
from policies.models.base import PHRASE_LENGTH
from policies.models.fields import (
    BoundField,
    CodesField,
    CurrencyField,
    EdtfField,
    PatternConstraint,
    RuledField,
)
from policies.models.naming import Alpha3Field, M49Field, ReadingField, SubdivisionField
from policies.models.schemes import check_digit
from tests.cases import for_each

pytestmark = [pytest.mark.both]

MODELS = [
    model for label in ("policies", "measures") for model in apps.get_app_config(label).get_models()
]
CONSTRAINTS = {
    constraint.name: (model, constraint)
    for model in MODELS
    for constraint in model._meta.constraints
}
EVIDENCE = [model for model in MODELS if issubclass(model, Evidence)]
RULED = {
    name: (model, model._meta.get_field(constraint.field))
    for name, (model, constraint) in CONSTRAINTS.items()
    if isinstance(constraint, PatternConstraint)
}
UNIQUE_FIELDS = [
    (model, field)
    for model in MODELS
    for field in model._meta.fields
    if field.unique and not field.primary_key
]
NUMBERS = itertools.count(1)


def fields_of(constraint: models.UniqueConstraint) -> list[str]:
    """The fields that no two rows share, also where they stand in an expression."""
    named = (each for expression in constraint.expressions for each in expression.flatten())
    return [
        *constraint.fields,
        *dict.fromkeys(each.name for each in named if isinstance(each, models.F)),
    ]


NUMBERS = itertools.count(1)


def fresh(prefix: str = "test") -> str:
    """A slug or code that no other row has."""
    return f"{prefix}-{next(NUMBERS)}"


# ---- a valid row of every model; every call makes another one


def corporate_number() -> str:
    """One that no other row has, with its check digit."""
    base = f"{next(NUMBERS):012}"
    return f"{check_digit(base)}{base}"


def both(**words: str) -> dict[str, str]:
    """The same words in both languages."""
    return {f"{name}_{language}": word for name, word in words.items() for language in ("ja", "en")}


def read() -> dict:
    """Where a row was read."""
    return {"section": make(Section), "phrase": "語"}


def of_measure() -> dict:
    return {"measure": make(Measure), **read()}


def money() -> dict:
    return {"code": fresh("m"), "amount": 1, "printed": "1円", **of_measure()}


VALID: dict[type[models.Model], Callable[[], dict]] = {
    Partner: lambda: {"code": fresh(), "kind": "country", **both(name="国")},
    PartnerAlias: lambda: {"partner": make(Partner), "name": fresh("名")},
    Organisation: lambda: {"slug": fresh(), "kind": "ministry", **both(name="省")},
    OrganisationAlias: lambda: {"organisation": make(Organisation), "name": fresh("名")},
    OrganisationIdentifier: lambda: {
        "organisation": make(Organisation),
        "scheme": "corporate-number",
        "value": corporate_number(),
        **both(place="所"),
        "checked_on": "2026-04-01",
    },
    Subject: lambda: {"slug": fresh(), "kind": "material", **both(name="物")},
    SubjectAlias: lambda: {"subject": make(Subject), "name": fresh("名")},
    SubjectIdentifier: lambda: {
        "subject": make(Subject),
        "scheme": "hs",
        "value": f"{next(NUMBERS):06}",
        **both(place="所"),
        "checked_on": "2026-04-01",
    },
    SourceDocument: lambda: {
        "slug": fresh(),
        "publisher": make(Organisation),
        "date": "2026-04-07",
        "sha256": "0" * 64,
        **both(title="題", short_name="略"),
    },
    Section: lambda: {
        "document": make(SourceDocument),
        "code": fresh("s"),
        "heading": "見出し",
        "title_en": "Heading",
    },
    Footnote: lambda: {"code": fresh("n"), "kind": "footnote", **both(text="注"), **read()},
    Clause: lambda: {"section": make(Section), "phrase": "句", "records": ["measures/a#total-b"]},
    Attachment: lambda: {
        "document": make(SourceDocument),
        "kind": "text",
        "file_name": "a.txt",
        "sha256": "0" * 64,
    },
    SectionText: lambda: {"section": make(Section), "text": "文"},
    CopyFile: lambda: {"sha256": fresh(), "pages": 1},
    CopyPiece: lambda: {"file": make(CopyFile), "number": next(NUMBERS), "content": b"%PDF-"},
    CopyPage: lambda: {
        "file": make(CopyFile),
        "number": next(NUMBERS),
        "width": 16000,
        "height": 9000,
        "text": "文",
        "boxes": b"",
        "slanted": b"",
    },
    Framework: lambda: {"slug": fresh(), **both(name="枠"), **read()},
    Pillar: lambda: {
        "framework": make(Framework),
        "slug": fresh(),
        **both(name="柱"),
        **read(),
    },
    PillarRelation: lambda: {
        "source": make(Pillar),
        "target": make(Pillar),
        **both(reason="理由"),
        **read(),
    },
    Issue: lambda: {"slug": fresh(), "kind": "threat", **both(title="題"), **read()},
    Term: lambda: {
        "slug": fresh(),
        "term_ja": fresh("語"),
        "reading": "ご",
        "term_en": "term",
        "english": "ours",
        **read(),
    },
    TermWord: lambda: {"term": make(Term), "kind": "printed", "name": fresh("語")},
    Synonym: lambda: {"word": fresh("語")},
    SynonymMeaning: lambda: {"synonym": make(Synonym), "name": fresh("名")},
    DocumentWords: lambda: {"document": make(SourceDocument), "words": "経済 語"},
    Confirmation: lambda: {
        "entry_kind": "measure",
        "entry_key": fresh(),
        "place": fresh(),
        "by": fresh(),
        "level": "read",
        "day": "2026-04-01",
        "revision": 1,
        "digest": "0" * 16,
    },
    Proofreading: lambda: {
        "slug": fresh(),
        "day": "2026-04-01",
        "rows": 10,
        "wrong": 1,
        "imprecise": 2,
        **both(how="無作為"),
    },
    Measure: lambda: {
        "slug": fresh(),
        "kind": "law",
        "status": "enacted",
        **both(title="題", summary="要約"),
    },
    MeasureName: lambda: {"kind": "alias", "name": fresh("名"), **of_measure()},
    MeasureIdentifier: lambda: {
        "measure": make(Measure),
        "scheme": "law-number",
        "value": f"令和{1 + next(NUMBERS) % 90}年法律第1号",
        **both(place="所"),
        "checked_on": "2026-04-01",
    },
    Citation: lambda: {"supports": ["title"], **of_measure()},
    MeasureOrganisation: lambda: {
        "organisation": make(Organisation),
        "role": "lead",
        **of_measure(),
    },
    MeasurePartner: lambda: {"partner": make(Partner), "role": "target", **of_measure()},
    MeasureSubject: lambda: {"subject": make(Subject), **of_measure()},
    MeasurePillar: lambda: {"pillar": make(Pillar), **of_measure()},
    Answer: lambda: {"issue": make(Issue), **both(reason="理由"), **of_measure()},
    PillarGap: lambda: {"pillar": make(Pillar), "kind": "law", **both(reason="理由")},
    MeasureStatus: lambda: {
        "value": "enacted",
        "as_of": f"{1900 + next(NUMBERS) % 200}",
        **of_measure(),
    },
    Purpose: lambda: {"kind": "autonomy", **of_measure()},
    Provision: lambda: {"code": fresh("p"), **both(text="文"), **of_measure()},
    Milestone: lambda: {
        "code": fresh("e"),
        "kind": "enacted",
        **both(label="成立"),
        **of_measure(),
    },
    BudgetLine: lambda: {"stage": "initial", **money()},
    PrintedTotal: money,
    Target: lambda: {
        "code": fresh("t"),
        "printed": "1件",
        **both(label="数", counts="件数"),
        **of_measure(),
    },
    Relation: lambda: {
        "source": make(Measure),
        "kind": "amends",
        "target": make(Measure),
        **both(reason="理由"),
        **read(),
    },
    Discrepancy: lambda: {"measure": make(Measure), "nature": "real", **both(topic=fresh("差"))},
    Statement: lambda: {"discrepancy": make(Discrepancy), **both(value="値"), **read()},
    Indicator: lambda: {"slug": fresh(), **both(title="題"), **read()},
    DataPoint: lambda: {
        "indicator": make(Indicator),
        "code": fresh("d"),
        "printed": "1",
        **both(label="点"),
        **read(),
    },
    ExportControl: lambda: {
        "jurisdiction": make(Partner),
        "effect": "banned",
        **both(items="品目"),
        **of_measure(),
    },
    TradeRemedy: lambda: {
        "jurisdiction": make(Partner),
        "product": make(Subject),
        "kind": "ad",
        "procedure": "duty",
        "duty_period": "2016-08/2026-08",
        **of_measure(),
    },
    Agreement: lambda: {"level": "summit", "form": "treaty", **of_measure()},
    RelatedVerdict: lambda: {
        "first": make(Measure),
        "second": make(Measure),
        "verdict": "confirmed",
    },
}


def make(model: type[models.Model], **given) -> models.Model:
    """A valid row of `model` in the database; no index or version follows it, for none is asked."""
    row = model(**VALID[model]() | given)
    insert(row)
    return row


def insert(row: models.Model) -> None:
    """Write a row past `save` and `full_clean`, so that only the database can refuse it."""
    with transaction.atomic():
        type(row)._base_manager.bulk_create([row])


# ---- what each rule refuses: one way or several to break it


def inferred(prefix: str = "inferred", reason: str = "inference") -> list[dict]:
    return [
        {prefix: True},
        {prefix: True, f"{reason}_en": "English alone"},
        {prefix: False, f"{reason}_ja": "理由"},
        {prefix: False, f"{reason}_en": "a reason"},
    ]


def itself(field: str, **beside: str) -> list[Callable[[], dict]]:
    """A row that points at itself."""
    return [lambda: {"pk": (pk := 10**9 + next(NUMBERS)), f"{field}_id": pk, **beside}]


def the_same(model: type[models.Model], *ends: str) -> list[Callable[[], dict]]:
    """A relation that leads back to where it starts."""
    return [lambda: dict.fromkeys(ends or ("source", "target"), make(model))]


UNKNOWN = "?"
# Official English without its reference in both languages, and a reference of other English.
UNFOUNDED = [
    {"english": "official"},
    {"english": "official", "english_source_ja": "法律"},
    {"english": "official", "english_source_en": "law"},
    {"english_source_ja": "法律"},
    {"english_source_en": "law"},
]
BROKEN: dict[str, list] = {
    "policies_partner_kind_known": [{"kind": UNKNOWN}, {"kind": ""}],
    "policies_partner_iso2_two_capitals": [{"iso2": "jp"}, {"iso2": "J"}, {"iso2": "jP"}],
    "policies_partner_iso3166_2_of_subdivision": [{"iso3166_2": "QQ-1"}],
    "policies_partner_group_counts_members": [{"counts_members": True}],
    "policies_partner_only_parts_are_part": [lambda: {"part_of": make(Partner)}],
    "policies_partner_not_own_part": itself("part_of", kind="place"),
    "policies_organisation_kind_known": [{"kind": UNKNOWN}, {"kind": ""}],
    "policies_organisation_not_own_parent": itself("parent"),
    "policies_subject_kind_known": [{"kind": UNKNOWN}, {"kind": ""}],
    "policies_organisationidentifier_scheme_known": [{"scheme": UNKNOWN}, {"scheme": ""}],
    "policies_subjectidentifier_scheme_known": [{"scheme": UNKNOWN}, {"scheme": ""}],
    "measures_measureidentifier_scheme_known": [{"scheme": UNKNOWN}, {"scheme": ""}],
    "policies_subject_not_own_parent": itself("parent"),
    "policies_sourcedocument_inferred_date_has_reason": inferred("date_inferred", "date_inference"),
    "policies_sourcedocument_state_known": [{"state": UNKNOWN}, {"state": ""}],
    "policies_footnote_kind_known": [{"kind": UNKNOWN}, {"kind": ""}],
    "policies_clause_reason_known": [{"reason": UNKNOWN}],
    "policies_clause_recorded_or_reason": [
        {"records": []},
        {"records": [], "note_ja": "註", "note_en": "A note."},
    ],
    "policies_attachment_kind_known": [{"kind": UNKNOWN}, {"kind": ""}],
    "policies_section_not_own_part": itself("parent"),
    "policies_pillar_not_own_parent": itself("parent"),
    "policies_pillarrelation_not_to_itself": the_same(Pillar),
    "policies_issue_kind_known": [{"kind": UNKNOWN}, {"kind": ""}],
    "policies_term_english_known": [{"english": UNKNOWN}, {"english": ""}],
    "policies_term_official_names_reference": UNFOUNDED,
    "policies_organisation_english_known": [{"english": UNKNOWN}, {"english": ""}],
    "policies_organisation_official_names_reference": UNFOUNDED,
    "measures_measure_english_known": [{"english": UNKNOWN}, {"english": ""}],
    "measures_measure_official_names_reference": UNFOUNDED,
    "policies_termword_kind_known": [{"kind": UNKNOWN}, {"kind": ""}],
    "policies_confirmation_level_known": [{"level": UNKNOWN}, {"level": ""}],
    "policies_proofreading_no_more_than_drawn": [{"wrong": 9}, {"imprecise": 10}],
    "measures_measure_kind_known": [{"kind": UNKNOWN}, {"kind": ""}],
    "measures_measure_status_known": [{"status": UNKNOWN}],
    "measures_measurestatus_value_known": [{"value": UNKNOWN}, {"value": ""}],
    "measures_purpose_kind_known": [{"kind": UNKNOWN}, {"kind": ""}],
    "measures_discrepancy_nature_known": [{"nature": UNKNOWN}, {"nature": ""}],
    "measures_discrepancy_of_one_entry": [
        {"measure": None},
        lambda: {"issue": make(Issue)},
        lambda: {"measure": None, "issue": make(Issue), "document": make(SourceDocument)},
    ],
    "measures_measurename_kind_known": [{"kind": UNKNOWN}, {"kind": ""}],
    "measures_measureorganisation_role_known": [{"role": UNKNOWN}, {"role": ""}],
    "measures_measurepartner_role_known": [{"role": UNKNOWN}, {"role": ""}],
    "measures_pillargap_kind_known": [{"kind": UNKNOWN}, {"kind": ""}],
    "measures_budgetline_obligations_known": [{"obligations": UNKNOWN}, {"obligations": ""}],
    "measures_budgetline_amount_not_negative": [{"amount": -1}],
    "measures_budgetline_stage_known": [{"stage": UNKNOWN}, {"stage": ""}],
    "measures_budgetline_fiscal_year_possible": [
        {"fiscal_year": year} for year in (0, 1944, 2101, 20260)
    ],
    "measures_budgetline_fiscal_year_until_possible": [
        {"fiscal_year": 2026, "fiscal_year_until": 20260}
    ],
    "measures_budgetline_years_in_order": [{"fiscal_year": 2026, "fiscal_year_until": 2025}],
    "measures_budgetline_not_own_part": itself("part_of"),
    "measures_printedtotal_obligations_known": [{"obligations": UNKNOWN}, {"obligations": ""}],
    "measures_printedtotal_amount_not_negative": [{"amount": -1}],
    "measures_printedtotal_stage_known": [{"stage": UNKNOWN, "fiscal_year": 2026}],
    "measures_printedtotal_fiscal_year_possible": [
        {"fiscal_year": year, "stage": "initial"} for year in (0, 1944, 2101, 20260)
    ],
    "measures_printedtotal_year_with_stage": [
        {"fiscal_year": 2026, "stage": ""},
        {"fiscal_year": None, "stage": "initial"},
    ],
    "measures_provision_not_own_parent": itself("parent"),
    "measures_milestone_kind_known": [{"kind": UNKNOWN}, {"kind": ""}],
    "measures_target_bound_known": [{"bound": UNKNOWN}, {"bound": ""}],
    "measures_relation_kind_known": [{"kind": UNKNOWN}, {"kind": ""}],
    "measures_relation_not_to_itself": the_same(Measure),
    "measures_relatedverdict_verdict_known": [{"verdict": UNKNOWN}, {"verdict": ""}],
    "measures_relatedverdict_not_on_itself": the_same(Measure, "first", "second"),
    "measures_exportcontrol_effect_known": [{"effect": UNKNOWN}, {"effect": ""}],
    "measures_exportcontrol_suspension_names_its_event": [
        {"suspended": "2025-10-30"},
        {"suspended_until": "2026-10"},
        {"suspended": "2025-10-30", "suspended_until": "2026-10"},
        lambda: {"suspended_by": make(Measure)},
        lambda: {"suspended_until": "2026-10", "suspended_by": make(Measure)},
    ],
    "measures_traderemedy_kind_known": [{"kind": UNKNOWN}, {"kind": ""}],
    "measures_traderemedy_procedure_known": [
        {"procedure": UNKNOWN, "investigation_start": "2025-12-25"},
        {"procedure": "", "investigation_start": "2025-12-25"},
    ],
    "measures_traderemedy_dated": [
        {"procedure": "duty", "duty_period": ""},
        {"procedure": "duty", "duty_period": "", "investigation_start": "2025-12-25"},
        {"procedure": "investigation", "investigation_start": ""},
        {"procedure": "extension", "investigation_start": ""},
    ],
    "measures_agreement_level_known": [{"level": UNKNOWN}, {"level": ""}],
    "measures_agreement_form_known": [{"form": UNKNOWN}, {"form": ""}],
}
# Two rules that every model with evidence has.
for each in EVIDENCE:
    name = f"{each._meta.app_label}_{each._meta.model_name}"
    BROKEN[f"{name}_phrase_1_to_40"] = [{"phrase": ""}]
    BROKEN[f"{name}_inference_has_reason"] = inferred()

# What two rows may not share, and what both need for the rule to look at them.
TWICE: dict[str, dict] = {
    "policies_partner_iso2_unique": {"iso2": "QQ"},
    "policies_partner_alpha3_unique": {"alpha3": "QQQ"},
    "policies_partner_m49_unique": {"m49": "999"},
    "policies_partner_iso3166_2_unique": {"kind": "subdivision", "iso3166_2": "QQ-Q"},
    "policies_partneralias_once": {},
    "policies_organisationidentifier_once": {},
    "policies_subjectidentifier_once": {},
    "measures_measureidentifier_once": {},
    "policies_organisationalias_once": {},
    "policies_subjectalias_once": {},
    "policies_section_code_once": {},
    "policies_footnote_code_once": {},
    "policies_pillar_slug_once": {},
    "policies_pillarrelation_once": {},
    "policies_termword_once": {},
    "policies_synonymmeaning_once": {},
    "policies_confirmation_once": {},
    "policies_copypiece_once": {},
    "policies_copypage_once": {},
    "measures_measurename_once": {},
    "measures_citation_once": {},
    "measures_measureorganisation_once": {},
    "measures_measurepartner_once": {},
    "measures_measuresubject_once": {},
    "measures_measurepillar_once": {},
    "measures_answer_once": {},
    "measures_measurestatus_once": {},
    "measures_purpose_once": {},
    "measures_pillargap_once": {},
    "measures_provision_code_once": {},
    "measures_milestone_code_once": {},
    "measures_milestone_one_headline": {"headline": True},
    "measures_budgetline_code_once": {},
    "measures_printedtotal_code_once": {},
    "measures_target_code_once": {},
    "measures_relation_once": {},
    "measures_relatedverdict_pair_once": {},
    "measures_discrepancy_measure_topic_once": {},
    "measures_discrepancy_indicator_topic_once": {
        "measure": None,
        "indicator": lambda: make(Indicator),
    },
    "measures_discrepancy_issue_topic_once": {"measure": None, "issue": lambda: make(Issue)},
    "measures_discrepancy_document_topic_once": {
        "measure": None,
        "document": lambda: make(SourceDocument),
    },
    "measures_datapoint_code_once": {},
}


WAYS = [
    pytest.param(name, way, id=f"{name}-{number}")
    for name, ways in BROKEN.items()
    for number, way in enumerate(ways, 1)
]
DEFAULT_WORDS = models.BaseConstraint.default_violation_error_message


def broken_row(name: str, way) -> models.Model:
    model, _constraint = CONSTRAINTS[name]
    return model(**VALID[model]() | (way() if callable(way) else way))


def names_it(error: Exception, name: str) -> bool:
    """Whether the database names the constraint; of unique ones SQLite names the columns."""
    model, constraint = CONSTRAINTS[name]
    if connection.vendor == "sqlite" and isinstance(constraint, models.UniqueConstraint):
        table = model._meta.db_table
        columns = [f"{table}.{model._meta.get_field(field).column}" for field in constraint.fields]
        if constraint.expressions:
            return str(error) == f"UNIQUE constraint failed: index '{name}'"
        return str(error) == f"UNIQUE constraint failed: {', '.join(columns)}"
    return name in str(error).replace('"', " ").split()


def test_every_constraint_has_a_case_and_every_case_a_constraint():
    assert sorted([*BROKEN, *TWICE, *RULED]) == sorted(CONSTRAINTS)
    for name, (_model, constraint) in CONSTRAINTS.items():
        checked = isinstance(constraint, models.CheckConstraint)
        assert checked == (name in BROKEN or name in RULED), name


def test_every_model_has_a_valid_row():
    assert set(VALID) == set(MODELS)


@pytest.mark.django_db
@for_each("model", MODELS, ids=lambda model: model.__name__)
def test_valid_rows_are_taken(model):
    for _each in range(2):
        row = model(**VALID[model]())
        row.full_clean()
        insert(row)
        assert model._base_manager.filter(pk=row.pk).exists()


@pytest.mark.django_db
@for_each(("name", "way"), WAYS)
def test_the_database_refuses_a_row_that_breaks_a_rule(name, way):
    row = broken_row(name, way)
    with pytest.raises(IntegrityError) as error:
        insert(row)
    assert names_it(error.value, name), error.value


@pytest.mark.django_db
@for_each(("name", "way"), WAYS)
def test_the_database_refuses_an_edit_that_breaks_a_rule(name, way):
    model, _constraint = CONSTRAINTS[name]
    row = make(model)
    given = way() if callable(way) else dict(way)
    if "pk" in given:
        pk = given.pop("pk")
        given = {field: row.pk if value == pk else value for field, value in given.items()}
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        model._base_manager.filter(pk=row.pk).update(**given)
    assert names_it(error.value, name), error.value


@pytest.mark.django_db
@for_each(("name", "way"), WAYS)
def test_editors_are_told_the_same_rule_in_words(name, way):
    _model, constraint = CONSTRAINTS[name]
    row = broken_row(name, way)
    with pytest.raises(ValidationError) as error:
        row.validate_constraints()
    assert str(constraint.violation_error_message) in error.value.messages
    assert constraint.violation_error_message != DEFAULT_WORDS


# What else a row needs so that no rule but the one of a text is broken by it.
BESIDE: dict[str, dict] = {
    "inference_ja": {"inferred": True},
    "inference_en": {"inferred": True, "inference_ja": "理由"},
    "date_inference_ja": {"date_inferred": True},
    "date_inference_en": {"date_inferred": True, "date_inference_ja": "理由"},
    "english_source_ja": {"english": "official", "english_source_en": "law"},
    "english_source_en": {"english": "official", "english_source_ja": "法律"},
    "omission_ja": {"record": ""},
    "omission_en": {"record": "", "omission_ja": "理由"},
    "iso3166_2": {"kind": "subdivision"},
}


CODES_OF_PARTNERS = {
    Alpha3Field: ["jpn", "JP", "JP1", "=A1"],
    M49Field: ["39", "39A", "-39"],
    SubdivisionField: ["CN", "CN-", "cn-ah", "CNANHU"],
}
# Formulas as a spreadsheet in Japanese reads them, and one behind a byte order mark.
WIDE = ("\ufeff=1", "＝1", " ＋1", "－1", "＠A")
NO_READINGS = ("よみ方", "ヨミ", "ﾖﾐ", "人々")


def wrong(field: RuledField) -> list:
    """What the rule of a field refuses, as long as its column at most."""
    if isinstance(field, CodesField):
        return [["=1"], ["a\n"], "=1", {}]
    if isinstance(field, CurrencyField):
        return ["jpy", "JP", "", "¥¥¥", "=A1"]
    if type(field) in CODES_OF_PARTNERS:
        return CODES_OF_PARTNERS[type(field)]
    texts = (
        "=1",
        "\u3000+",
        *WIDE,
        "A\n",
        *(NO_READINGS if isinstance(field, ReadingField) else ()),
    )
    return [text[: field.max_length] for text in texts]


def beside(field: RuledField) -> dict:
    """What a row needs beside a text, as it stands in `BESIDE`."""
    if field.name.startswith("suspended"):
        return {"suspended": "2025-10-30", "suspended_by": make(Measure)}
    return BESIDE.get(field.name, {})


@pytest.mark.django_db
@for_each("name", RULED)
def test_the_database_refuses_what_the_rule_of_a_text_refuses(name):
    model, field = RULED[name]
    row = make(model)
    given = beside(field)
    for value in wrong(field):
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            model._base_manager.filter(pk=row.pk).update(**given | {field.name: value})
        assert names_it(error.value, name), error.value


@for_each("name", RULED)
def test_editors_are_told_the_rule_of_a_text_in_words(name):
    """By Python alone, without a database: a form with a hundred rows has a thousand texts."""
    model, field = RULED[name]
    _model, constraint = CONSTRAINTS[name]
    row = model()
    for value in wrong(field):
        setattr(row, field.name, value)
        with pytest.raises(ValidationError) as error:
            constraint.validate(model, row)
        assert error.value.messages == [str(field.RULE.words)]
        constraint.validate(model, row, exclude={field.name})


@for_each("model", MODELS, ids=lambda model: model.__name__)
def test_every_text_with_a_rule_has_it_as_a_constraint(model):
    ruled = {field.name for field in model._meta.fields if isinstance(field, RuledField)}
    assert ruled == {field.name for each, field in RULED.values() if each is model}


def test_another_rule_is_another_migration():
    """A rule that changes reaches the databases that are there."""
    before = ProjectState.from_apps(apps)
    after = before.clone()
    options = after.models["policies", "subject"].options
    (rule,) = [each for each in options["constraints"] if each.name.endswith("_note_ja_plain")]
    other = PatternConstraint(
        field="note_ja", pattern=f"{rule.pattern}|!", forbidden=True, name=rule.name
    )
    after.models["policies", "subject"].options = options | {
        "constraints": [other if each is rule else each for each in options["constraints"]]
    }
    changes = MigrationAutodetector(before, after).changes(MigrationLoader(None).graph)
    (migration,) = changes["policies"]
    assert [type(each).__name__ for each in migration.operations] == [
        "RemoveConstraint",
        "AddConstraint",
    ]
    path, _args, given = other.deconstruct()
    assert import_string(path)(**given) == other


def test_the_migrations_are_those_of_the_models():
    """Also of the rules: `makemigrations` finds nothing to write."""
    loader = MigrationLoader(None)
    with translation.override(None):  # as `makemigrations` does: words as they are written
        detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
        assert detector.changes(loader.graph) == {}


def twin(name: str) -> dict:
    """What both rows of TWICE hold; where that is another row, one that was made now."""
    return {field: each() if callable(each) else each for field, each in TWICE[name].items()}


@pytest.mark.django_db
@for_each("name", TWICE)
def test_the_database_refuses_a_second_row(name):
    model, constraint = CONSTRAINTS[name]
    first = make(model, **twin(name))
    shared = {field: getattr(first, field) for field in fields_of(constraint)}
    second = model(**VALID[model]() | twin(name) | shared)
    with pytest.raises(IntegrityError) as error:
        insert(second)
    assert names_it(error.value, name), error.value


@pytest.mark.django_db
@for_each("name", TWICE)
def test_editors_are_told_of_a_second_row(name):
    model, constraint = CONSTRAINTS[name]
    first = make(model, **twin(name))
    shared = {field: getattr(first, field) for field in fields_of(constraint)}
    second = model(**VALID[model]() | twin(name) | shared)
    with translation.override("en"), pytest.raises(ValidationError) as error:
        second.validate_constraints()
    assert not any("Constraint" in words for words in error.value.messages)


@pytest.mark.django_db
@for_each("name", [name for name in TWICE if len(fields_of(CONSTRAINTS[name][1])) > 1])
def test_two_rows_may_share_all_but_one(name):
    model, constraint = CONSTRAINTS[name]
    for apart in fields_of(constraint):
        first = make(model, **twin(name))
        another = VALID[model]() | twin(name)
        choices = model._meta.get_field(apart).choices
        if choices and apart in {"kind", "role", "value", "level"}:
            taken = getattr(first, apart)
            another[apart] = next(value for value, _words in choices if value != taken)
        elif apart == "phrase":
            another[apart] = "別の語"
        elif apart == "entry_kind":
            another[apart] = "issue"
        shared = {field: getattr(first, field) for field in fields_of(constraint) if field != apart}
        insert(model(**another | shared))


@pytest.mark.django_db
@for_each(
    ("model", "field"), UNIQUE_FIELDS, ids=lambda each: getattr(each, "__name__", None) or each.name
)
def test_the_database_refuses_a_second_row_of_a_unique_field(model, field):
    first = make(model)
    second = model(**VALID[model]() | {field.name: getattr(first, field.name)})
    with pytest.raises(IntegrityError, match=field.column):
        insert(second)
    with pytest.raises(ValidationError) as error:
        second.full_clean()
    assert list(error.value.message_dict) == [field.name]


@pytest.mark.django_db
@for_each("model", EVIDENCE, ids=lambda model: model.__name__)
def test_a_phrase_has_one_to_forty_characters(model):
    for phrase in ("語", "あ" * PHRASE_LENGTH, "𠮷" * PHRASE_LENGTH):
        row = model(**VALID[model]() | {"phrase": phrase})
        row.full_clean()
        insert(row)
    row = model(**VALID[model]() | {"phrase": "あ" * (PHRASE_LENGTH + 1)})
    # PostgreSQL's own length of the column comes before the constraint.
    too_long = DataError if connection.vendor == "postgresql" else IntegrityError
    with pytest.raises(too_long, match=r"phrase_1_to_40|character varying\(40\)"):
        insert(row)
    with pytest.raises(ValidationError) as error:
        row.full_clean()
    assert "phrase" in error.value.message_dict


@pytest.mark.django_db
@for_each("model", EVIDENCE, ids=lambda model: model.__name__)
def test_nothing_is_saved_without_a_source(model):
    given = VALID[model]()
    given["section"] = None
    row = model(**given)
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert "section" in refused.value.message_dict
    with pytest.raises(IntegrityError, match="section_id"):
        insert(row)


@pytest.mark.django_db
@for_each("model", EVIDENCE, ids=lambda model: model.__name__)
def test_an_inferred_value_with_its_reason_is_taken(model):
    for reason in ({"inference_ja": "理由"}, {"inference_ja": "理由", "inference_en": "reason"}):
        row = model(**VALID[model]() | {"inferred": True} | reason)
        row.full_clean()
        insert(row)


# ---- what every model has


@for_each("model", MODELS, ids=lambda model: model.__name__)
def test_every_choice_is_kept_by_the_database(model):
    for field in model._meta.fields:
        if field.choices:
            name = f"{model._meta.app_label}_{model._meta.model_name}_{field.name}_known"
            assert CONSTRAINTS[name][0] is model


@pytest.mark.django_db
@for_each(
    ("model", "field"),
    [
        (model, field)
        for model in MODELS
        for field in model._meta.fields
        if field.related_model is model
    ],
    ids=lambda each: getattr(each, "__name__", None) or each.name,
)
def test_no_row_can_stand_below_itself(model, field):
    row = make(model)
    with pytest.raises(IntegrityError), transaction.atomic():
        model._base_manager.filter(pk=row.pk).update(**{field.name: row})


SIBLINGS = [
    (Section, "parent", "document"),
    (Pillar, "parent", "framework"),
    (Provision, "parent", "measure"),
    (BudgetLine, "part_of", "measure"),
]


@pytest.mark.django_db
@for_each(("model", "field", "owner"), SIBLINGS)
def test_a_row_stands_below_a_row_of_the_same_entry(model, field, owner):
    above = make(model)
    row = make(model)
    setattr(row, field, above)
    with pytest.raises(ValidationError) as error:
        row.full_clean()
    assert list(error.value.message_dict) == [field]
    setattr(row, owner, getattr(above, owner))
    row.full_clean()


def test_every_row_that_stands_below_another_has_its_case():
    nested = {
        (model, field.name)
        for model in MODELS
        for field in model._meta.fields
        if field.related_model is model
    }
    # Organisations, partners and subjects are entries themselves, and belong to no other.
    entries = {(Organisation, "parent"), (Partner, "part_of"), (Subject, "parent")}
    assert nested - entries == {(model, field) for model, field, _owner in SIBLINGS}


@for_each("model", MODELS, ids=lambda model: model.__name__)
def test_names_of_constraints_say_where_they_belong(model):
    for constraint in model._meta.constraints:
        assert constraint.name.startswith(f"{model._meta.app_label}_")


@for_each("model", MODELS, ids=lambda model: model.__name__)
def test_every_date_is_followed_by_a_plain_one(model):
    bound = {field.of for field in model._meta.fields if isinstance(field, BoundField)}
    dates = {field.name for field in model._meta.fields if isinstance(field, EdtfField)}
    assert dates == bound


@for_each("model", MODELS, ids=lambda model: model.__name__)
def test_the_order_of_a_model_ends_in_something_unique(model):
    order = tuple(name.lstrip("-") for name in model._meta.ordering)
    together = {
        constraint.fields
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and constraint.condition is None
    }
    assert order, f"{model.__name__} has no order"
    assert order[-1] == "pk" or order in together or model._meta.get_field(order[-1]).unique


@for_each("model", MODELS, ids=lambda model: model.__name__)
def test_words_come_in_both_languages(model):
    names = {field.name for field in model._meta.fields}
    for name in names:
        if name.endswith("_ja"):
            assert f"{name[:-3]}_en" in names
        if name.endswith("_en"):
            assert f"{name[:-3]}_ja" in names


@pytest.mark.django_db
def test_of_what_was_read_with_a_row_it_is_not_asked_whether_it_is_there(django_assert_num_queries):
    row = Footnote.objects.select_related("section").order_by("pk").first()
    with django_assert_num_queries(0):
        row.clean_fields()
    row.section_id = 10**9  # another than was read
    with pytest.raises(ValidationError) as told:
        row.clean_fields()
    assert set(told.value.message_dict) == {"section"}


@pytest.mark.django_db
def test_what_was_never_saved_is_not_there():
    row = Footnote.objects.order_by("pk").first()
    row.section = Section(pk=10**9)
    with pytest.raises(ValidationError) as told:
        row.clean_fields()
    assert set(told.value.message_dict) == {"section"}
