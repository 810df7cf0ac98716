"""Every check of the record finds what it is for, and the bundled record is clean."""

import hashlib

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from measures import checks
from measures.management.commands import check_record
from measures.models import Measure, Milestone, PrintedTotal, Relation
from measures.models.relations import ACTS
from policies.attachments import attach
from policies.models import Attachment, Clause, Section, SectionText, SourceDocument, Subject

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]


@pytest.mark.parametrize("check", [check for _title, check in checks.CHECKS])
@pytest.mark.both
def test_the_bundled_record_is_clean(check):
    assert list(check()) == []


def test_it_is_clean_with_all_texts_attached(source_texts):
    paths = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in source_texts.iterdir()}
    for document in SourceDocument.objects.all():
        report = attach(document, paths[document.sha256])
        assert report.attachment.is_the_checked_text
        assert (report.missing, report.lost) == ([], [])
    assert list(checks.lost_phrases()) == []


@pytest.fixture
def measure():
    return Measure.objects.get(slug="espa-amendment-2026")


def test_a_measure_without_a_source_is_found(measure):
    measure.citations.all().delete()
    assert [fault.address for fault in checks.without_source()] == [measure.get_absolute_url()]


def test_a_measure_without_a_relation_is_found(measure):
    measure.relations.all().delete()
    measure.reverse_relations.all().delete()
    assert measure.get_absolute_url() in [fault.address for fault in checks.without_relation()]


def lead(source: str, kind: str, target: str, **given) -> Relation:
    """A relation between two measures of the record."""
    return Relation.objects.create(
        source=Measure.objects.get(slug=source),
        kind=kind,
        target=Measure.objects.get(slug=target),
        section=Section.objects.first(),
        phrase="x",
        **given,
    )


def addresses(faults) -> list[str]:
    return [fault.address for fault in faults]


@pytest.mark.parametrize("kind", Relation.Kind)
def test_an_act_that_is_inferred_is_found(kind):
    lead("osa", kind, "gatt")
    assert addresses(checks.inferred_acts()) == []
    given = {"inference_ja": "読み。", "inference_en": "Read so."}
    relation = lead("gatt", kind, "osa", inferred=True, **given)
    found = [relation.get_absolute_url()] if kind in ACTS else []
    assert addresses(checks.inferred_acts()) == found


RECOMMENDATION = "npi-2025-recommendation-9"


@pytest.mark.parametrize("kind", ["answers", "in-line-with"])
@pytest.mark.parametrize(
    ("source", "older"),
    [
        ("espa-2022", True),  # of May 2022; the recommendation is of spring 2025
        ("cn-five-minerals-2025-02", True),  # of the month before that spring
        ("g7-critical-minerals-action-plan", False),  # of June 2025
        ("tech-leakage-outreach", False),  # from April 2025 to March 2026
        ("cptpp-expansion", False),  # from 2010 with an open end
        ("gcap", False),  # without a date
    ],
)
def test_what_answers_a_recommendation_and_is_older_is_found(source, older, kind):
    relation = lead(source, kind, RECOMMENDATION)
    found = [relation.get_absolute_url()] if older else []
    assert addresses(checks.older_than_recommended()) == found
    Relation.objects.filter(pk=relation.pk).update(kind="to-be-operated")
    assert addresses(checks.older_than_recommended()) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("osa", "same-topic", "gatt"), ("gatt", "same-topic", "osa")),
        (("osa", "answers", "gatt"), ("gatt", "same-topic", "osa")),
        (("osa", "implements", "gatt"), ("osa", "may-concern", "gatt")),
        (("osa", "extends", "gatt"), ("gatt", "extends", "osa")),
        (("osa", "based-on", "gatt"), ("gatt", "implements", "osa")),
    ],
)
def test_relations_that_repeat_or_contradict_another_are_found(first, second):
    lead(*first)
    assert addresses(checks.told_twice()) == []
    lead(*second)
    assert addresses(checks.told_twice())


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("osa", "based-on", "gatt"), ("osa", "funds", "gatt")),
        (("osa", "suspends", "gatt"), ("gatt", "responds-to", "osa")),
        (("osa", "same-topic", "gatt"), ("gatt", "same-topic", "wto-reform")),
    ],
)
def test_relations_that_add_to_each_other_are_none_of_these(first, second):
    lead(*first)
    lead(*second)
    assert addresses(checks.told_twice()) == []


def test_a_silent_section_is_found(measure):
    section = Section.objects.create(
        document=SourceDocument.objects.first(), code="silent", heading="x", title_en="x"
    )
    assert [fault.address for fault in checks.silent_sections()] == [section.get_absolute_url()]
    section.empty_reason_ja = "図のみ。"
    section.save()
    assert list(checks.silent_sections()) == []


def test_an_unexplained_difference_is_found():
    total = PrintedTotal.objects.get(measure__slug="supply-chain-budget", code="row-ship-parts")
    total.difference_ja = total.difference_en = ""
    total.difference_inferred = False
    total.save()
    assert [fault.address for fault in checks.unexplained_totals()] == [total.get_absolute_url()]


def test_a_date_written_past_the_forms_is_found():
    milestone = Milestone.objects.first()
    Milestone.objects.filter(pk=milestone.pk).update(date="2026-13-40")
    faults = list(checks.bad_dates())
    assert [fault.address for fault in faults] == [milestone.get_absolute_url()]
    assert "2026-13-40" in faults[0].what


def test_a_headline_date_written_past_the_milestone_is_found(measure):
    stored = measure.headline_from
    Measure.objects.filter(pk=measure.pk).update(headline_from=None)
    [fault] = checks.stale_headlines()
    assert (fault.address, fault.what) == (measure.get_absolute_url(), f"— ≠ {stored}")
    measure.milestones.update(headline=False)
    assert list(checks.stale_headlines()) == []


def test_a_relation_to_a_hidden_measure_is_found(measure):
    relation = measure.relations.first()
    Measure.objects.filter(pk=relation.target_id).update(published=False)
    assert measure.get_absolute_url() in [fault.address for fault in checks.dead_links()]


def test_a_clause_that_names_nothing_is_found(measure):
    section = Section.objects.first()
    good = ["measures/espa-2022", "measures/espa-amendment-2026#provision-p1", "partners/cn"]
    good += [f"sources/{section.document.slug}/{section.code}", "pillars/espa-pillars/supply-chain"]
    bad = ["measures/none", "measures/espa-2022#provision-none", "nowhere/at-all", "measures"]
    Clause.objects.create(section=section, phrase="句", records=[*good, *bad])
    assert sorted(fault.what for fault in checks.dead_links()) == sorted(bad)


def test_what_an_attached_text_says_without_a_clause_is_found(measure):
    document = SourceDocument.objects.get(slug="npi-2025")
    first, second = document.sections.order_by("position")[:2]
    Attachment.objects.create(document=document, kind="text", file_name="a.txt", sha256="0" * 64)
    Clause.objects.filter(section__in=[first, second]).delete()
    SectionText.objects.create(section=first, text="見出し\n一の文。二の文。\n三の行\n")
    for position, phrase in enumerate(["見出し", "三の行", "二の文"]):
        Clause.objects.create(section=first, position=position, phrase=phrase, reason="heading")
    assert [(fault.where, fault.what) for fault in checks.uncovered_text()] == [
        (str(first), "句がその位置に見つかりません：「二の文」"),
        (str(first), "句がありません：一の文。"),
        (str(first), "句がありません：二の文。"),
    ]


def test_the_command_exits_with_an_error_where_there_are_faults(measure, capsys, monkeypatch):
    """Two checks stand for all, each of which is asked above; that it runs them all, below."""
    assert check_record.CHECKS is checks.CHECKS
    few = [each for each in checks.CHECKS if each[1] in (checks.without_source, checks.bad_dates)]
    monkeypatch.setattr(check_record, "CHECKS", few)
    call_command("check_record")
    assert "The record is clean." in capsys.readouterr().out
    measure.citations.all().delete()
    with pytest.raises(CommandError, match="1 faults"):
        call_command("check_record")
    told = capsys.readouterr().out
    assert "no citation" in told
    with translation.override("en"):
        assert all(f"{title}: " in told for title, _check in few)


def test_texts_that_lose_a_term_are_found(measure):
    address = measure.get_absolute_url()
    for summary, found in (("物資を守る。", False), ("供給網を強くする。", True)):
        Measure.objects.filter(pk=measure.pk).update(summary_ja=summary)
        assert (address in addresses(checks.plain_words())) is found
    provision = measure.provisions.get(code="p1")
    before = addresses(checks.lost_terms())
    type(provision).objects.filter(pk=provision.pk).update(
        phrase="特定重要物資", heading_ja="指定", text_ja="指定する。"
    )
    assert addresses(checks.lost_terms()).count(provision.get_absolute_url()) > before.count(
        provision.get_absolute_url()
    )


def test_a_subject_with_another_english_is_found():
    subject = Subject.objects.get(name_ja="レアアース")
    assert subject.get_absolute_url() not in addresses(checks.two_englishes())
    Subject.objects.filter(pk=subject.pk).update(name_en="Scarce soils")
    assert subject.get_absolute_url() in addresses(checks.two_englishes())
