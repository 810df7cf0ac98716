"""The bundled record loads, keeps every rule, and comes back byte for byte."""

import functools
import re

import pytest
import yaml
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from measures.models import (
    Agreement,
    BudgetLine,
    Citation,
    Discrepancy,
    ExportControl,
    Indicator,
    Measure,
    MeasureOrganisation,
    MeasurePartner,
    Provision,
    TradeRemedy,
)
from measures.models.budget import ADDED
from measures.record import FILES
from policies.models import Framework, Issue, Pillar, Section, SourceDocument
from policies.models.fields import EdtfField, validate_slug
from portal.record.writing import dump, to_yaml
from tests.cases import for_each
from tests.wording import RECORD

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]

MODELS = [
    model for label in ("policies", "measures") for model in apps.get_app_config(label).get_models()
]
# What encoders call things among themselves; readers know neither slides nor inventories by these.
WORKING_LABELS = re.compile(
    r"""
    (?<![A-Za-z0-9])S\d{1,2}(?![0-9A-Za-z])   # S13
    | \b(?:MEA|PRV|EXC|TRM|AGR|TGT|ISS|CIT|BUD|MIL|PIL|SUB|ORG)-\d+   # MEA-1
    | \binventor(?:y|ies)\b | \bcorrections_ | \bfixtures?\b | \byaml\b | \bTODO\b | \bFIXME\b
    | \bslides?\b | スライド\s*\d | 目録 | インベントリ
    """,
    re.IGNORECASE | re.VERBOSE,
)
TEXTS = (models.CharField, models.TextField)


def named(row) -> str:
    return f"{type(row).__name__} {row.pk} {row}"


@functools.cache
def content(path):
    """A file of the record, read once for all tests."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def rows():
    """Every row of the record."""
    for model in MODELS:
        yield from model._base_manager.order_by("pk")


# ---- files


@pytest.mark.both
def test_the_record_is_dumped_byte_for_byte(fixtures, tmp_path):
    dump(tmp_path, FILES)
    wanted = {str(path.relative_to(fixtures)): path for path in fixtures.rglob("*.*")}
    found = {str(path.relative_to(tmp_path)): path for path in tmp_path.rglob("*.*")}
    assert sorted(found) == sorted(wanted)
    for name, path in wanted.items():
        assert found[name].read_bytes() == path.read_bytes(), name


def test_every_file_of_the_folder_is_read(fixtures):
    folders = {file.path for file in FILES if file.folder}
    single = {file.path for file in FILES if not file.folder}
    for path in fixtures.rglob("*"):
        name = str(path.relative_to(fixtures))
        if path.is_dir():
            assert name in folders
        elif path.parent == fixtures:
            assert name in single
        else:
            assert path.suffix == ".yaml", name


@pytest.mark.parametrize("file", [file for file in FILES if file.folder], ids=lambda f: f.path)
def test_a_file_is_called_as_its_entry(fixtures, file):
    names = set()
    for path in (fixtures / file.path).iterdir():
        assert content(path)["slug"] == path.stem
        names.add(path.stem)
    assert names == set(file.schema.model.objects.values_list("slug", flat=True))


def test_files_are_utf8_without_marks_and_end_in_one_line_break(fixtures):
    for path in fixtures.rglob("*.yaml"):
        written = path.read_bytes()
        text = written.decode("utf-8")
        assert not written.startswith(b"\xef\xbb\xbf"), path
        assert "\r" not in text, path
        assert text.endswith("\n"), path
        assert not text.endswith("\n\n"), path
        assert text == to_yaml(content(path)), path


# ---- rules of every row


@for_each("model", MODELS, ids=lambda model: model.__name__)
def test_every_row_is_valid(model):
    """But for what the database itself refuses, row by row as in `policies/test_models.py`."""
    related = {field.name for field in model._meta.concrete_fields if field.is_relation}
    assert not any(model._meta.get_field(name).get_limit_choices_to() for name in related)
    faults = []
    for row in model._base_manager.order_by("pk"):
        try:
            row.full_clean(related, validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            faults.append(f"{named(row)}: {error.message_dict}")
    assert not faults, "\n".join(faults)


def test_no_text_names_a_working_label():
    faults = []
    for row in rows():
        for field in row._meta.fields:
            if not isinstance(field, TEXTS) or validate_slug in field.validators:
                continue
            if match := WORKING_LABELS.search(getattr(row, field.attname) or ""):
                faults.append(f"{named(row)}: {field.name} says {match[0]!r}")
    assert not faults, "\n".join(faults)


def texts(said, name=""):
    """The texts of a file with their languages, by the ends of their names."""
    if isinstance(said, dict):
        for key, value in said.items():
            yield from texts(value, str(key))
    elif isinstance(said, list):
        for value in said:
            yield from texts(value, name)
    elif isinstance(said, str) and name[-3:] in ("_ja", "_en"):
        yield name[-2:], said


def test_the_record_speaks_as_an_official_does(fixtures):
    refused = {language: re.compile(words) for language, words in RECORD.items()}
    faults = [
        f"{path.name}: {found[0]} in {text}"
        for path in sorted(fixtures.rglob("*.yaml"))
        for language, text in texts(content(path))
        if (found := refused[language].search(text))
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    "text",
    ["S13の総計", "see S3", "（S40）", "MEA-1", "the inventory", "スライド6", "slide 6", "TODO"],
)
def test_working_labels_are_recognised(text):
    assert WORKING_LABELS.search(text)


@pytest.mark.parametrize(
    "text", ["S&P Global", "SNS", "R8要求", "GPT-5", "S10A", "US 2025", "13節", "AI-1", "CO2"]
)
def test_other_words_are_no_working_labels(text):
    assert not WORKING_LABELS.search(text)


def test_slugs_and_codes_are_ascii():
    for row in rows():
        for field in row._meta.fields:
            if validate_slug in field.validators:
                value = getattr(row, field.attname)
                assert value.isascii(), named(row)
                validate_slug(value)


def test_what_is_said_is_said_in_both_languages():
    faults = []
    for row in rows():
        for field in row._meta.fields:
            if not field.name.endswith("_ja") or isinstance(row, Section):
                continue
            ja, en = getattr(row, field.name), getattr(row, f"{field.name[:-3]}_en")
            if bool(ja) != bool(en):
                faults.append(f"{named(row)}: {field.name[:-3]} ja={ja!r} en={en!r}")
    assert not faults, "\n".join(faults)


def test_a_section_says_notes_and_reasons_in_both_languages():
    for section in Section.objects.for_list():
        for name in ("note", "empty_reason"):
            words = (getattr(section, f"{name}_ja"), getattr(section, f"{name}_en"))
            assert bool(words[0]) == bool(words[1]), section


def test_no_text_is_padded():
    for row in rows():
        for field in row._meta.fields:
            if isinstance(field, TEXTS):
                value = getattr(row, field.attname) or ""
                assert value == value.strip(), f"{named(row)}: {field.name}"


# ---- rules of measures


def measures() -> list[Measure]:
    return list(
        Measure.objects.prefetch_related(
            "citations", "milestones", "relations", "reverse_relations", "partners__partner"
        ).select_related("jurisdiction")
    )


def test_every_measure_has_a_citation():
    assert [measure.slug for measure in measures() if not measure.citations.all()] == []


def test_every_status_has_its_citation_or_is_inferred():
    faults = []
    for measure in measures():
        cited = any("status" in citation.supports for citation in measure.citations.all())
        if not cited and not measure.status_inferred:
            faults.append(measure.slug)
    assert faults == []


def test_every_status_is_read_from_a_cited_section():
    faults = []
    for measure in measures():
        sections = {citation.section_id for citation in measure.citations.all()}
        faults += [
            f"{measure.slug}: {status.section}"
            for status in measure.statuses.all()
            if status.section_id not in sections
        ]
    assert not faults, "\n".join(faults)


def test_every_title_and_kind_is_supported_by_a_citation():
    for measure in measures():
        supported = {name for citation in measure.citations.all() for name in citation.supports}
        assert "title" in supported, measure.slug


def test_no_citation_names_a_field_twice():
    for citation in Citation.objects.all():
        assert len(citation.supports) == len(set(citation.supports)), citation


def test_every_measure_leads_somewhere():
    alone = [
        measure.slug
        for measure in measures()
        if not measure.relations.all() and not measure.reverse_relations.all()
    ]
    assert alone == []


def test_a_measure_with_a_date_has_one_headline_date():
    faults = []
    for measure in measures():
        dated = [each for each in measure.milestones.all() if each.date]
        headlines = [each for each in measure.milestones.all() if each.headline]
        if len(headlines) != bool(dated) or not all(each.date for each in headlines):
            faults.append(measure.slug)
    assert faults == []


def test_summaries_are_short_and_end_as_sentences():
    faults = []
    for measure in measures():
        if not 20 <= len(measure.summary_ja) <= 120:
            faults.append(f"{measure.slug}: {len(measure.summary_ja)} Japanese characters")
        if not 40 <= len(measure.summary_en) <= 340:
            faults.append(f"{measure.slug}: {len(measure.summary_en)} English characters")
        if not measure.summary_ja.endswith("。") or not measure.summary_en.endswith("."):
            faults.append(f"{measure.slug}: no full stop")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("model", [Issue, Framework, Pillar], ids=lambda model: model.__name__)
def test_other_summaries_are_short_too(model):
    for row in model.objects.exclude(summary_ja=""):
        assert len(row.summary_ja) <= 120, named(row)
        assert len(row.summary_en) <= 300, named(row)


# The source speaks of “major countries” and names none; RE100 is an initiative of companies.
NAMELESS = {"pandemic-export-restrictions", "re100"}


# Treaties and acts of an international body as a whole: Japan at most takes part in them.
OF_INTERNATIONAL_BODIES = {
    "cites-cop20",
    "export-control-regimes",
    "gatt",
    "oecd-soe-guidelines",
    "wto-system",
}


def test_only_joint_acts_without_japan_and_acts_of_international_bodies_have_no_jurisdiction():
    for measure in measures():
        if measure.slug in NAMELESS:
            continue
        roles = {row.partner.code: row.role for row in measure.partners.all()}
        acting = {code for code, role in roles.items() if role != "opponent"}
        if measure.slug in OF_INTERNATIONAL_BODIES:
            assert measure.jurisdiction is None, measure.slug
            assert roles.get("jp", "participant") == "participant", measure.slug
        elif measure.jurisdiction is None:
            assert "jp" not in acting, measure.slug
            assert len(acting) >= 2, measure.slug


def test_who_is_printed_as_chair_is_recorded_as_chair():
    printed = MeasurePartner.objects.filter(phrase__contains="議長国")
    assert printed
    assert {row.role for row in printed} == {"chair"}


def test_a_forum_takes_part_only_where_a_source_speaks_of_working_with_it():
    rows = MeasureOrganisation.objects.filter(organisation__kind="forum", role="participant")
    assert [row.measure.slug for row in rows if "連携" not in row.phrase] == []


def test_no_measure_of_another_country_is_led_by_japan():
    for measure in Measure.objects.with_leads().exclude(jurisdiction__code="jp"):
        for lead in measure.leads:
            assert lead.organisation.partner is None or lead.organisation.partner.code != "jp", (
                measure.slug
            )


@pytest.mark.parametrize(
    ("model", "name", "kinds"),
    [
        (ExportControl, "export_control", {"export-control"}),
        (TradeRemedy, "trade_remedy", {"trade-remedy"}),
    ],
)
def test_a_measure_of_a_kind_has_its_details(model, name, kinds):
    for measure in Measure.objects.filter(kind__in=kinds).exclude(slug__in=NAMELESS):
        assert hasattr(measure, name), measure.slug
    for detail in model.objects.select_related("measure__jurisdiction", "jurisdiction"):
        assert detail.jurisdiction == detail.measure.jurisdiction, detail.measure.slug


def test_meetings_between_governments_have_their_details():
    for measure in Measure.objects.filter(kind__in={"summit", "ministerial", "joint-statement"}):
        assert hasattr(measure, "agreement"), measure.slug
    for agreement in Agreement.objects.select_related("measure"):
        assert agreement.measure.kind not in {"export-control", "trade-remedy", "law", "bill"}


def test_a_control_is_suspended_with_its_measure():
    for control in ExportControl.objects.select_related("measure", "suspended_by"):
        assert bool(control.suspended) == (control.measure.status == "suspended"), control
        if control.suspended:
            event = control.suspended_by
            assert control.measure.reverse_relations.filter(
                source=event, kind="suspends"
            ).exists(), control


# Dates that no single event has, and why.
SPREAD = {
    ("russia-sanctions-2025", "2025"): "two rounds in one year, whose figures are not split",
    (
        "japan-germany-consultation",
        "2024-11/2025-10",
    ): "a series, from its first meeting to the last told",
}


def test_the_dates_of_details_are_those_of_events():
    faults = set()
    for model in (ExportControl, TradeRemedy, Agreement, Provision):
        dated = [field.name for field in model._meta.fields if isinstance(field, EdtfField)]
        for row in model.objects.select_related("measure"):
            events = set(row.measure.milestones.values_list("date", flat=True))
            for name in dated:
                date = getattr(row, name)
                # A duty period begins with one event and ends with another.
                parts = date.split("/") if name == "duty_period" else [date]
                if not {part for part in parts if part} <= events:
                    faults.add((row.measure.slug, date))
    assert faults == set(SPREAD)


def test_a_contained_line_is_not_added_to_what_contains_it():
    for line in BudgetLine.objects.filter(ADDED):
        assert line.part_of is None, line


def test_a_document_says_what_it_was_checked_against():
    for document in SourceDocument.objects.all():
        assert re.fullmatch(r"[0-9a-f]{64}", document.sha256)
        assert document.sections.count() == len(
            set(document.sections.values_list("position", flat=True))
        )


def test_a_difference_has_values_that_differ_and_says_which_is_used():
    for row in Discrepancy.objects.prefetch_related("statements"):
        told = [(each.value_ja, each.value_en) for each in row.statements.all()]
        assert len(told) >= 2, row.entry
        for values in zip(*told, strict=True):
            assert len(set(values)) == len(values), row.entry
        assert row.chosen_ja, row.entry


@pytest.mark.parametrize("kind", Discrepancy.ENTRIES)
def test_differences_of_an_entry_begin_with_what_misleads_most(kind):
    order = Discrepancy.Nature.values
    found: dict[int, list[int]] = {}
    for row in Discrepancy.objects.filter(**{f"{kind}__isnull": False}).order_by("position"):
        found.setdefault(row.entry.pk, []).append(order.index(row.nature))
    assert found
    assert all(natures == sorted(natures) for natures in found.values())


def test_an_indicator_has_points_or_says_why_not():
    for indicator in Indicator.objects.for_list():
        assert bool(indicator.point_count) != bool(indicator.missing_ja), indicator.slug


def test_a_side_of_what_two_sides_hold_or_say_is_a_party():
    """Who is talked to or signs is a party; a partner is whom Japan works with."""
    forms = ("dialogue", "joint-statement", "memorandum")
    rows = MeasurePartner.objects.filter(measure__agreement__form__in=forms, role="partner")
    assert [(row.measure.slug, row.partner.code) for row in rows] == []
