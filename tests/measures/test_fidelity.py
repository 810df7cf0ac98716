"""Each kind of fault by which the record could say more than its sources is found again."""

import pytest

from measures.checks import fidelity
from measures.checks.batches import ENTRY_KINDS, Asking, batches
from measures.checks.listed import BY_CODE
from measures.models import (
    Citation,
    Measure,
    MeasureName,
    MeasurePartner,
    MeasurePillar,
    MeasureStatus,
    Milestone,
    Provision,
    Relation,
)
from policies.models import Framework, Organisation, Partner, Pillar, Section

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def read():
    """Where everything is read."""
    section = Section.objects.select_related("document").order_by("pk").first()
    return {"section": section, "phrase": "語"}


@pytest.fixture
def act(read):
    return new("an-act")


def new(slug: str, **given) -> Measure:
    """A measure without a fault."""
    words = {"title_ja": "施策", "title_en": "Measure", "summary_ja": "概要。", "summary_en": "It."}
    return Measure.objects.create(**{"slug": slug, "kind": "project"} | words | given)


def found(code: str) -> list[str]:
    """What a check says of measures, each told once."""
    told = {
        fault.digest(code): str(fault.what)
        for batch in batches(ENTRY_KINDS[Measure], Asking())
        for fault in BY_CODE[code].find(batch)
        if "/act" not in fault.address
    }
    return list(told.values())


CODES = (
    *("of-the-print", "by-silence", "day-of-document", "act-of-others", "year-without-row"),
    *("umbrella", "unlike-parts", "cited-sure", "place-without-row", "name-cut"),
)


def test_measures_without_a_fault_are_in_no_check(act, read):
    MeasureStatus.objects.create(measure=act, value="in-force", as_of="2026-03-19", **read)
    assert [found(code) for code in CODES] == [[]] * len(CODES)


@pytest.mark.parametrize("words", ["予算額の印字はない。", "金額の記載がない。", "資料にない。"])
def test_a_summary_that_speaks_of_the_print(words):
    new("print", summary_ja=words)
    assert len(found("of-the-print")) == 1


@pytest.mark.parametrize(
    "reason",
    ["終えた、または止めたという記載がない。", "停止の注記はない。", "段階が示されていない。"],
)
def test_a_status_read_from_silence(act, read, reason):
    row = MeasureStatus.objects.create(
        measure=act, value="in-force", as_of="2026", inferred=True, inference_ja=reason, **read
    )
    assert len(found("by-silence")) == 1
    row.inference_ja = "「実施中」とある。"
    row.save()
    assert found("by-silence") == []


def test_a_citation_that_supports_as_printed_what_is_inferred(act, read):
    status = MeasureStatus.objects.create(
        measure=act,
        value="in-force",
        as_of="2026",
        inferred=True,
        inference_ja="「開始」から。",
        **read,
    )
    citation = Citation.objects.create(measure=act, supports=["title", "status"], **read)
    assert found("cited-sure") == ["語"]
    citation.supports = ["title"]
    citation.save()
    assert found("cited-sure") == []
    citation.supports = ["status"]
    citation.save()
    status.inferred, status.inference_ja = False, ""
    status.save()
    assert found("cited-sure") == []


def event(measure: Measure, read: dict, **given) -> Milestone:
    words = {"code": "e", "kind": "announced", "label_ja": "発表", "label_en": "Announced"}
    return Milestone.objects.create(measure=measure, **words | read | given)


def test_an_event_that_is_the_date_of_its_document(act, read):
    date = read["section"].document.date
    row = event(act, read, date=date, inferred=True, inference_ja="資料の日付から。")
    assert found("day-of-document") == [date]
    row.inferred, row.inference_ja = False, ""
    row.save()
    assert found("day-of-document") == []


def test_a_headline_that_is_the_act_of_others(act, read):
    row = event(act, read, date="2022-02", label_ja="軍事侵攻の開始", headline=True)
    assert found("act-of-others") == ["侵攻"]
    row.headline = False
    row.save()
    assert found("act-of-others") == []


@pytest.mark.parametrize("title", ["会合（2025年）", "令和7年の会合"])
def test_a_year_in_a_title_without_a_row(read, title):
    meeting = new("meeting", title_ja=title)
    assert found("year-without-row") == ["2025"]
    event(meeting, read, date="2025-04-05")
    assert found("year-without-row") == []


def test_a_year_that_a_phrase_prints(read):
    meeting = new("meeting", title_ja="2040年の姿")
    MeasureStatus.objects.create(measure=meeting, value="named", as_of="2024", **read)
    assert found("year-without-row") == ["2040"]
    meeting.citations.create(supports=["title"], section=read["section"], phrase="2040年を見据え")
    assert found("year-without-row") == []


def test_a_measure_under_every_pillar(act, read):
    scheme = Framework.objects.create(slug="scheme", name_ja="枠", name_en="Scheme", **read)
    pillars = [
        Pillar.objects.create(framework=scheme, slug=f"p{n}", name_ja="柱", name_en="P", **read)
        for n in range(fidelity.FEWEST_PILLARS)
    ]
    rows = [MeasurePillar.objects.create(measure=act, pillar=each, **read) for each in pillars]
    assert found("umbrella") == []
    words = {"kind": "part-of", "reason_ja": "一部", "reason_en": "Part"}
    Relation.objects.create(source=new("part"), target=act, **words | read)
    assert found("umbrella") == ["scheme"]
    rows[0].delete()
    assert found("umbrella") == []


def test_parts_whose_inferred_statuses_differ(act, read):
    for slug, value in (("one", "named"), ("two", "announced")):
        part = new(slug)
        MeasureStatus.objects.create(
            measure=part, value=value, as_of="2026", inferred=True, inference_ja="推定。", **read
        )
        Relation.objects.create(
            source=part, target=act, kind="part-of", reason_ja="一部", reason_en="Part", **read
        )
    assert found("unlike-parts") == ["one=named / two=announced"]
    MeasureStatus.objects.filter(value="named").update(inferred=False, inference_ja="")
    Measure.objects.keep_status()
    assert found("unlike-parts") == []


@pytest.mark.parametrize(
    ("title", "places"),
    [
        ("首脳会談（ワシントン）", ["ワシントン"]),
        ("インドでの会合", ["インド"]),
        ("インドネシアとの対話", ["インドネシア"]),  # and not India
        ("日朝平壌宣言", []),  # the name of a declaration
        ("ワシントン条約の会合", []),
        ("中東アフリカの会合", []),  # words that name no place of the record
    ],
)
def test_a_place_in_a_title_without_a_row(read, title, places):
    for code, name in (("in", "インド"), ("id", "インドネシア")):
        Partner.objects.get_or_create(
            code=code, defaults={"kind": "country", "name_ja": name, "name_en": code}
        )
    measure = new("a-place", title_ja=title)
    assert found("place-without-row") == places
    for place in places:
        Citation.objects.create(measure=measure, section=read["section"], phrase=f"{place}で")
    assert found("place-without-row") == []


def test_a_place_that_a_row_names(read):
    partner = Partner.objects.get_or_create(
        code="in", defaults={"kind": "country", "name_ja": "インド", "name_en": "India"}
    )[0]
    measure = new("a-visit", title_ja="インド訪問")
    assert found("place-without-row") == ["インド"]
    MeasurePartner.objects.create(measure=measure, partner=partner, role="partner", **read)
    assert found("place-without-row") == []


BODY = "医療情報基盤・診療報酬審査支払機構"


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("医療情報基盤と、診療報酬審査支払機構による電子カルテの普及。", 1),
        ("「医療情報基盤」及び「診療報酬審査支払機構」が行う。", 1),
        ("診療報酬審査支払機構が行う。", 1),
        ("医療情報基盤・診療報酬審査支払機構が行う。", 0),
        ("社会保険・診療報酬審査支払機構が行う。", 0),  # another name
        ("医療情報基盤を整える。", 0),  # what it deals with
    ],
)
def test_a_name_that_is_cut_at_its_dot(text, cut):
    Organisation.objects.create(slug="a-body", kind="agency", name_ja=BODY, name_en="A body")
    new("cut", summary_ja=text)
    assert len(found("name-cut")) == cut


def test_a_measure_that_cuts_its_own_name(read):
    measure = new("own", title_ja="中央アジア対話・経済エネルギー対話", summary_ja="対話。")
    assert found("name-cut") == []
    Provision.objects.create(
        measure=measure, code="p", text_ja="中央アジア対話と経済エネルギー対話。",
        text_en="It.", **read,
    )  # fmt: skip
    assert len(found("name-cut")) == 1
    MeasureName.objects.create(
        measure=measure,
        kind="printed",
        name="中央アジア対話と経済エネルギー対話",
        reading="ちゅうおうあじあたいわとけいざいえねるぎーたいわ",
        **read,
    )
    assert found("name-cut") == []
