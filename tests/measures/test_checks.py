"""Every check of the record finds what it is for, and the bundled record is clean."""

import hashlib

import pytest
from django.core.management import CommandError, call_command

from measures.checks import keeping, texts
from measures.checks.batches import ENTRY_KINDS, Asking, batches
from measures.checks.listed import BY_CODE, CHECKS
from measures.management.commands.check_record import COMING
from measures.models import (
    BudgetLine,
    DataPoint,
    ExportControl,
    Measure,
    MeasureName,
    Milestone,
    PrintedTotal,
    Relation,
)
from measures.models.relations import ACTS
from policies.attachments import attach
from policies.models import (
    Attachment,
    Clause,
    Organisation,
    Partner,
    Section,
    SectionText,
    SourceDocument,
    Subject,
)
from portal.findings.fault import Fault

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]


def found(code: str, *entries) -> list[Fault]:
    """What a check finds of some entries of one kind."""
    kind, check = ENTRY_KINDS[type(entries[0])], BY_CODE[code]
    keys = [entry.pk for entry in entries]
    return [fault for batch in batches(kind, Asking(), keys) for fault in check.find(batch)]


def addresses(faults) -> list[str]:
    return [fault.address for fault in faults]


@pytest.mark.both
def test_the_bundled_record_is_clean():
    assert [
        (each.code, each.where, each.what) for each in keeping.walk() if each.code not in COMING
    ] == []


def test_codes_are_told_once():
    assert len(BY_CODE) == len(CHECKS)


def test_it_is_clean_with_all_texts_attached(source_texts):
    paths = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in source_texts.iterdir()}
    for document in SourceDocument.objects.all():
        report = attach(document, paths[document.sha256])
        assert report.attachment.is_the_checked_text
        assert (report.missing, report.lost) == ([], [])
    assert [each for each in keeping.walk() if each.code == "phrase-lost"] == []


@pytest.fixture
def measure():
    return Measure.objects.get(slug="espa-amendment-2026")


def test_a_measure_without_a_source_is_found(measure):
    assert found("no-citation", measure) == []
    measure.citations.all().delete()
    assert addresses(found("no-citation", measure)) == [measure.get_absolute_url()]


def test_a_measure_without_a_relation_is_found(measure):
    assert found("no-relation", measure) == []
    measure.relations.all().delete()
    measure.reverse_relations.all().delete()
    assert addresses(found("no-relation", measure)) == [measure.get_absolute_url()]


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


def of_either(code: str, relation: Relation) -> list[Fault]:
    """What a check finds of a relation, asked about its one end and about the other: the same."""
    ends = [found(code, relation.source), found(code, relation.target)]
    told = [[fault for fault in some if fault.row == relation] for some in ends]
    digests = [[fault.digest(code) for fault in some] for some in told]
    assert sorted(digests[0]) == sorted(digests[1])
    return told[0]


@pytest.mark.parametrize("kind", Relation.Kind)
def test_an_act_that_is_inferred_is_found(kind):
    relation = lead("osa", kind, "gatt")
    assert found("inferred-act", relation.source) == []
    given = {"inference_ja": "読み。", "inference_en": "Read so."}
    relation = lead("gatt", kind, "osa", inferred=True, **given)
    rows = [relation] if kind in ACTS else []
    assert [fault.row for fault in found("inferred-act", relation.source)] == rows


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
    assert bool(of_either("older-answer", relation)) is older
    Relation.objects.filter(pk=relation.pk).update(kind="to-be-operated")
    assert of_either("older-answer", relation) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("osa", "same-topic", "gatt"), ("gatt", "same-topic", "osa")),
        (("osa", "answers", "gatt"), ("gatt", "same-topic", "osa")),
        (("osa", "implements", "gatt"), ("osa", "may-concern", "gatt")),
        (("osa", "extends", "gatt"), ("gatt", "extends", "osa")),
        (("osa", "amends", "gatt"), ("gatt", "amends", "osa")),
        (("osa", "based-on", "gatt"), ("gatt", "implements", "osa")),
    ],
)
def test_relations_that_repeat_or_contradict_another_are_found(first, second):
    one = lead(*first)
    assert of_either("told-twice", one) == []
    other = lead(*second)
    assert of_either("told-twice", one) + of_either("told-twice", other)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("osa", "based-on", "gatt"), ("osa", "funds", "gatt")),
        (("osa", "suspends", "gatt"), ("gatt", "responds-to", "osa")),
        (("osa", "same-topic", "gatt"), ("gatt", "same-topic", "wto-reform")),
    ],
)
def test_relations_that_add_to_each_other_are_none_of_these(first, second):
    for relation in (lead(*first), lead(*second)):
        assert of_either("told-twice", relation) == []


def test_a_silent_section_is_found():
    section = Section.objects.create(
        document=SourceDocument.objects.first(), code="silent", heading="x", title_en="x"
    )
    assert addresses(found("silent-section", section)) == [section.get_absolute_url()]
    section.empty_reason_ja = "図のみ。"
    section.save()
    assert found("silent-section", section) == []


def test_an_unexplained_difference_is_found():
    total = PrintedTotal.objects.get(measure__slug="supply-chain-budget", code="row-ship-parts")
    assert found("total-differs", total.measure) == []
    total.difference_ja = total.difference_en = ""
    total.difference_inferred = False
    total.save()
    assert addresses(found("total-differs", total.measure)) == [total.get_absolute_url()]


def test_a_date_written_past_the_forms_is_found():
    milestone = Milestone.objects.first()
    Milestone.objects.filter(pk=milestone.pk).update(date="2026-13-40")
    (fault,) = found("bad-date", milestone.measure)
    assert (fault.row, fault.field) == (milestone, "date")
    assert "2026-13-40" in fault.what


def test_a_bad_date_stops_no_other_check():
    control = ExportControl.objects.exclude(announced="").first()
    ExportControl.objects.filter(pk=control.pk).update(announced="2026-13-40")
    kind = ENTRY_KINDS[Measure]
    (batch,) = batches(kind, Asking(), [control.measure_id])
    assert "bad-date" in {each.code for each in keeping.found_in(batch, CHECKS)}


def test_a_headline_date_written_past_the_milestone_is_found(measure):
    stored = measure.headline_from
    Measure.objects.filter(pk=measure.pk).update(headline_from=None)
    [fault] = found("headline-stale", measure)
    assert (fault.address, fault.what) == (measure.get_absolute_url(), f"— ≠ {stored}")
    measure.milestones.update(headline=False)
    assert found("headline-stale", measure) == []


def test_a_relation_to_a_hidden_measure_is_found(measure):
    relation = measure.relations.first()
    assert of_either("relation-hidden", relation) == []
    Measure.objects.filter(pk=relation.target_id).update(published=False)
    relation.refresh_from_db()
    assert [fault.entry for fault in of_either("relation-hidden", relation)] == [measure]


def test_a_clause_that_names_nothing_is_found(measure):
    section = Section.objects.first()
    good = ["measures/espa-2022", "measures/espa-amendment-2026#provision-p1", "partners/cn"]
    good += [f"sources/{section.document.slug}/{section.code}", "pillars/espa-pillars/supply-chain"]
    bad = ["measures/none", "measures/espa-2022#provision-none", "nowhere/at-all", "measures"]
    Clause.objects.create(section=section, phrase="句", records=[*good, *bad])
    assert sorted(fault.what for fault in found("clause-dangling", section)) == sorted(bad)


def test_what_an_attached_text_says_without_a_clause_is_found():
    document = SourceDocument.objects.get(slug="npi-2025")
    first, second = document.sections.order_by("position")[:2]
    Attachment.objects.create(document=document, kind="text", file_name="a.txt", sha256="0" * 64)
    Clause.objects.filter(section__in=[first, second]).delete()
    SectionText.objects.create(section=first, text="見出し\n一の文。二の文。\n三の行\n")
    for position, phrase in enumerate(["見出し", "三の行", "二の文"]):
        Clause.objects.create(section=first, position=position, phrase=phrase, reason="heading")
    faults = found("uncovered-text", first, second)
    assert [(fault.where, str(fault.what)) for fault in faults] == [
        (str(first), "句がその位置に見つかりません：「二の文」"),
        (str(first), "句がありません：一の文。"),
        (str(first), "句がありません：二の文。"),
    ]


def test_texts_that_lose_a_term_are_found(measure):
    for summary, lapses in (("物資を守る。", 0), ("供給網を強くする。", 1)):
        Measure.objects.filter(pk=measure.pk).update(summary_ja=summary)
        own = [fault for fault in found("plain-word", measure) if fault.place == measure]
        assert len(own) == lapses
    provision = measure.provisions.get(code="p1")
    assert provision not in [fault.row for fault in found("term-lost", measure)]
    type(provision).objects.filter(pk=provision.pk).update(
        phrase="特定重要物資", heading_ja="指定", text_ja="指定する。"
    )
    assert provision in [fault.row for fault in found("term-lost", measure)]


def test_a_subject_with_another_english_is_found():
    subject = Subject.objects.get(name_ja="レアアース")
    assert subject not in [fault.entry for fault in found("two-englishes", subject)]
    Subject.objects.filter(pk=subject.pk).update(name_en="Scarce soils")
    assert subject in [fault.entry for fault in found("two-englishes", subject)]


# ---- values that stand beside each other


def test_a_phrase_that_the_copy_does_not_hold_is_found_with_the_nearest_place(measure):
    row = measure.citations.select_related("section__document").first()
    SectionText.objects.create(section=row.section, text=f"前の文。{row.phrase}を定める。後の文。")
    lost = [fault for fault in found("phrase-lost", measure) if fault.row == row]
    assert lost == []
    type(row).objects.filter(pk=row.pk).update(phrase="宇宙エレベーター")
    (fault,) = [fault for fault in found("phrase-lost", measure) if fault.row == row]
    assert (fault.field, "近い箇所" in str(fault.what)) == ("phrase", False)
    slip = f"{row.phrase[:-1]}X"
    type(row).objects.filter(pk=row.pk).update(phrase=slip)
    (fault,) = [fault for fault in found("phrase-lost", measure) if fault.row == row]
    assert f"近い箇所：「{row.phrase}」" in str(fault.what)


def test_the_nearest_place_is_no_longer_than_a_phrase_may_be():
    assert texts.nearest("経済安全保障推進法の一部を改正する", "経済安全保障推進方の一部") == (
        "経済安全保障推進法の一部"
    )
    assert texts.nearest("別の文", "宇宙エレベーター") == ""
    assert len(texts.nearest("あ" * 200, "あ" * 39 + "い")) <= 40


@pytest.mark.parametrize(("amount", "faults"), [(110_000_000, 0), (5, 1), (110, 1)])
def test_an_amount_that_is_not_what_is_printed_is_found(amount, faults):
    line = BudgetLine.objects.get(printed="最大110百万ユーロ")
    BudgetLine.objects.filter(pk=line.pk).update(amount=amount)
    assert [fault.row for fault in found("print-amount", line.measure)] == [line] * faults


def test_a_figure_that_is_not_what_is_printed_is_found():
    point = DataPoint.objects.filter(printed="8,185").first()
    assert found("print-amount", point.indicator) == []
    DataPoint.objects.filter(pk=point.pk).update(value=8158)
    assert [fault.row for fault in found("print-amount", point.indicator)] == [point]


BEFORE = {"effective": "", "ended": "", "suspended": "2030", "suspended_until": ""}


@pytest.mark.parametrize(
    ("days", "fields"),
    [
        ({"announced": "2025-01", "effective": "2025-02", "ended": "2026"}, []),
        ({"announced": "2025-02-20", "effective": "2025-02", "ended": ""}, []),
        ({"announced": "2028", "effective": "2027", "ended": ""}, ["effective"]),
        ({"announced": "2028", "effective": "2027", "ended": "2020"}, ["effective", "ended"]),
        ({"announced": "", "effective": "2027", "ended": "2020"}, ["ended"]),
        ({"announced": "2025", "suspended": "2024-11", "suspended_until": ""}, ["suspended"]),
    ],
)
def test_days_that_are_not_in_order_are_found(days, fields):
    control = ExportControl.objects.exclude(suspended="").first()
    ExportControl.objects.filter(pk=control.pk).update(**(BEFORE | days))
    assert sorted({fault.field for fault in found("days-in-order", control.measure)}) == fields


def test_a_status_that_is_older_than_an_event_is_found(measure):
    Milestone.objects.filter(measure=measure).update(date_from=None)
    status = next(row for row in measure.statuses.all() if row.newest)
    event = measure.milestones.create(
        code="passed", kind="enacted", date="2026-11-02",
        label_ja="成立", label_en="Passed", section=status.section, phrase="語",
    )  # fmt: skip
    (fault,) = found("status-outdated", measure)
    assert (fault.row, fault.field) == (status, "value")
    Milestone.objects.filter(pk=event.pk).update(kind="cabinet-decision")
    assert found("status-outdated", measure) == []


def test_a_bill_that_has_passed_is_found(measure):
    Measure.objects.filter(pk=measure.pk).update(kind="bill", status="cabinet-decision")
    assert found("bill-passed", measure) == found("step-without-event", measure) == []
    Measure.objects.filter(pk=measure.pk).update(status="enacted")
    assert [fault.field for fault in found("bill-passed", measure)] == ["kind"]
    assert len(found("step-without-event", measure)) == 1


@pytest.mark.parametrize("published", [True, False])
@pytest.mark.parametrize("written", ["経済安全保障推進法", "経済安全保障推進法 "])
def test_a_title_that_another_measure_has_is_found(measure, published, written):
    other = Measure.objects.get(title_ja="経済安全保障推進法")
    assert found("same-title", other) == []
    other.published = published
    other.save()
    measure.title_ja = written
    measure.save()
    faults = {fault.digest("same-title") for fault in found("same-title", measure)}
    assert len(faults) == 1
    if published:
        assert faults == {fault.digest("same-title") for fault in found("same-title", other)}


@pytest.mark.both
@pytest.mark.parametrize(
    ("model", "code", "scheme", "value"),
    [
        (Measure, "shared-measure-identifier", "law-number", "平成30年法律第999号"),
        (Measure, "shared-measure-identifier", "budget-project", "99999"),
        (Organisation, "shared-organisation-identifier", "corporate-number", "7000012050002"),
    ],
)
def test_an_identifier_that_two_entries_have_is_found(model, code, scheme, value):
    """Told once of either; of one entry alone, or of two schemes, nothing is wrong."""
    first, second, third = model.objects.filter(identifiers=None).order_by("slug")[:3]
    checked = {"place_ja": "試験", "place_en": "A test", "checked_on": "2026-11-30"}
    own = first.identifiers.create(scheme=scheme, value=value, **checked)
    assert found(code, first, second, third) == []
    second.identifiers.create(scheme=scheme, value=value, **checked)
    (fault,) = found(code, first)
    assert (fault.entry, fault.row, fault.other) == (first, own, second)
    assert value in str(fault.what)
    assert str(second) in str(fault.what)
    told = {each.digest(code) for each in (*found(code, second), *found(code, first, second))}
    assert told == {fault.digest(code)}
    assert found(code, third) == []


@pytest.mark.parametrize(
    ("length", "codes"),
    [(300, []), (301, ["summary-long"]), (2000, ["summary-long"]), (2001, ["summary-endless"])],
)
def test_a_long_summary_is_found(measure, length, codes):
    Measure.objects.filter(pk=measure.pk).update(summary_ja="字" * length)
    told = [code for code in ("summary-long", "summary-endless") if found(code, measure)]
    assert told == codes


@pytest.mark.parametrize(
    ("year", "codes"),
    [
        ("2026", []),
        ("1026", ["year-impossible"]),
        ("2206", ["year-impossible"]),
        ("1900", ["year-unlikely"]),
        ("2090", ["year-unlikely"]),
    ],
)
def test_an_event_in_a_year_that_is_a_slip_is_found(measure, year, codes):
    milestone = measure.milestones.first()
    milestone.date = year
    milestone.save()
    told = [code for code in ("year-impossible", "year-unlikely") if found(code, measure)]
    assert told == codes


def test_a_group_with_the_code_of_a_country_is_found():
    group = Partner.objects.get(code="g7")
    assert found("code-of-group", group) == []
    group.iso2 = "QQ"
    group.save()
    assert [fault.field for fault in found("code-of-group", group)] == ["iso2"]


def test_a_planned_day_is_due_on_the_day_behind_it():
    milestone = Milestone.objects.filter(kind__in=["planned", "deadline"], date="2026-10").first()
    faults = [f for f in found("day-passed", milestone.measure) if f.row == milestone]
    assert [str(fault.due) for fault in faults] == ["2026-11-01"]
    measure = milestone.measure
    measure.milestones.create(
        code="after", kind="effective", date="2026-12", label_ja="開始", label_en="Start",
        section=milestone.section, phrase="語",
    )  # fmt: skip
    assert [f for f in found("day-passed", measure) if f.row == milestone] == []


def test_a_name_without_a_reading_is_found(measure):
    name = measure.names.create(
        name="別名", kind="alias", section=Section.objects.first(), phrase="語"
    )
    assert [fault.row for fault in found("no-reading", measure)] == [name]
    MeasureName.objects.filter(pk=name.pk).update(name="別名A", reading="べつめい")
    assert [fault.row for fault in found("reading-unfit", measure)] == [name]


def test_the_command_exits_with_an_error_where_there_are_faults(measure, capsys):
    call_command("check_record", verbosity=0)
    assert "The record is clean." in capsys.readouterr().out
    measure.citations.all().delete()
    with pytest.raises(CommandError, match="1 faults"):
        call_command("check_record", verbosity=0)
    told = capsys.readouterr().out
    assert "no citation" in told
    assert "Measures without a source: 1" in told
