"""The deck of April 2026 is recorded whole: the counts and answers that must come out.

Everything is asked of the public QuerySets, as the pages and downloads ask.
"""

import csv
import io
from decimal import Decimal
from itertools import groupby

import pytest
from django.urls import reverse

from measures.models import (
    Agreement,
    BudgetLine,
    Citation,
    ExportControl,
    Measure,
    Milestone,
    PrintedTotal,
    Provision,
    Relation,
    Target,
    TradeRemedy,
)
from measures.models.budget import ADDED
from policies.models import Framework, Organisation, Pillar, Section, SourceDocument

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]

DOCUMENT = "meti-2026-04"
OKU = 100_000_000


def measure(slug: str) -> Measure:
    return Measure.objects.published().for_detail().get(slug=slug)


def read_from(queryset, *codes: str):
    """The rows that were read from sections of the deck."""
    return queryset.filter(section__document__slug=DOCUMENT, section__code__in=codes)


def cited(code: str) -> dict[str, Measure]:
    """The measures of which a section tells."""
    found = Measure.objects.published().with_headline()
    rows = read_from(Citation.objects.published(), code).values("measure")
    return {each.slug: each for each in found.filter(pk__in=rows)}


def download(client, name: str, **asked: str) -> list[dict[str, str]]:
    """The rows of a list as the CSV that visitors take away."""
    response = client.get(f"/{name}.csv", {**asked, "profile": "data"})
    assert response.status_code == 200
    content = b"".join(response.streaming_content).decode("utf-8")
    return list(csv.DictReader(io.StringIO(content, newline="")))


# ---- the document and its sections


def test_the_document_is_the_deck_of_7_april_2026():
    document = SourceDocument.objects.for_list().get(slug=DOCUMENT)
    assert document.title_ja == "経済安全保障政策を巡る最近の動向"
    assert document.date == "2026-04-07"
    assert not document.date_inferred
    assert document.publisher.slug == "meti"
    assert document.issuer.slug == "meti-trade-economic-security-bureau"
    assert document.section_count == 44


def test_every_slide_is_a_section_in_order():
    sections = Section.objects.for_list().filter(document__slug=DOCUMENT)
    assert [section.code for section in sections] == [str(number) for number in range(44)]


def test_a_section_without_entries_says_why_and_no_other_does():
    outline = Section.objects.outline(SourceDocument.objects.get(slug=DOCUMENT))
    empty = {section.code for section in outline if not section.entry_count}
    assert empty == {section.code for section in outline if section.empty_reason_ja}
    assert empty == {section.code for section in outline if section.empty_reason_en}
    # The contents page told again, and the slide whose figure is lost.
    assert empty == {"9", "10", "11", "25", "32", "39"}
    (lost,) = [section for section in outline if section.code == "10"]
    assert "図" in lost.empty_reason_ja


def test_the_outline_of_the_deck_has_six_nodes():
    pillars = Framework.objects.get(slug="meti-2026-04-outline").pillars.for_list()
    assert [(pillar.slug, pillar.parent and pillar.parent.slug) for pillar in pillars] == [
        ("environment", None),
        ("current", None),
        ("current-legal", "current"),
        ("current-corporate", "current"),
        ("current-international", "current"),
        ("future", None),
    ]


# ---- section 13: the supply-chain budget

BUDGET = "supply-chain-budget"
SUBJECTS = {
    "storage-batteries": (4, {"meti"}),
    "semiconductors": (2, {"meti"}),
    "critical-minerals": (2, {"meti"}),
    "cloud-programs": (2, {"meti"}),
    "aircraft-parts": (2, {"meti"}),
    "combustible-natural-gas": (3, {"meti"}),
    "machine-tools-industrial-robots": (2, {"meti"}),
    "permanent-magnets": (3, {"meti"}),
    "advanced-electronic-components": (3, {"meti"}),
    "unmanned-aircraft": (1, {"meti"}),
    "satellites": (1, {"meti"}),
    "rocket-parts": (1, {"meti"}),
    "ship-parts": (4, {"mlit"}),
    "antibacterials": (1, {"mhlw"}),
    "fertilisers": (1, {"maff"}),
    "ventilators": (1, {"meti", "mhlw"}),
}


def budget_lines():
    return (
        BudgetLine.objects.published()
        .for_list()
        .filter(measure__slug=BUDGET, section__document__slug="meti-2026-04")
    )


def test_the_budget_has_16_subjects():
    assert sum(number for number, _ministries in SUBJECTS.values()) == 33
    lines = budget_lines().filter(ADDED)
    found = {
        slug: (len(rows), {ministry.slug for row in rows for ministry in row.ministries.all()})
        for slug, rows in (
            (slug, list(rows)) for slug, rows in groupby(lines, lambda line: line.subject.slug)
        )
    }
    assert found == SUBJECTS
    assert list(found) == list(SUBJECTS)


def test_the_budget_has_33_cells_that_are_added():
    lines = list(budget_lines().filter(ADDED))
    assert len(lines) == 33
    assert {line.section.code for line in lines} == {"13"}
    assert {line.currency for line in lines} == {"JPY"}
    assert sum(line.amount for line in lines) == 25_628 * OKU


def test_the_budget_has_4_footnote_lines_that_are_not_added():
    lines = budget_lines().exclude(ADDED)
    assert [
        (line.subject.slug, line.fiscal_year, line.stage, line.amount, line.printed)
        for line in lines
    ] == [
        ("fertilisers", 2023, "initial", 1 * OKU, "1億円"),
        ("fertilisers", 2024, "initial", 30_000_000, "0.3億円"),
        ("fertilisers", 2025, "budget", 30_000_000, "0.3億円"),
        ("fertilisers", 2026, "request", 30_000_000, "0.3億円"),
    ]


def test_cells_of_ship_parts_say_how_they_count_obligations():
    lines = budget_lines().filter(subject__slug="ship-parts")
    assert [(line.fiscal_year, line.obligations) for line in lines] == [
        (2025, "part-included"),
        (2024, "part"),
        (2023, "part"),
        (2022, "part"),
    ]
    others = budget_lines().exclude(subject__slug="ship-parts")
    assert {line.obligations for line in others} == {"none"}


def test_printed_totals_stand_apart_from_the_lines():
    totals = PrintedTotal.objects.published().for_list().filter(measure__slug=BUDGET)
    slide = read_from(totals, "13")
    assert {total.subject.slug for total in slide if total.subject} == set(SUBJECTS)
    assert len([total for total in slide if total.subject]) == 16
    columns = {(t.fiscal_year, t.stage): t.amount for t in slide if t.fiscal_year}
    assert columns == {
        (2026, "initial-draft"): 125 * OKU,
        (2025, "supplementary"): 1_692 * OKU,
        (2024, "supplementary"): 1_981 * OKU,
        (2024, "initial"): 2_300 * OKU,
        (2023, "supplementary"): 9_172 * OKU,
        (2022, "supplementary"): 10_358 * OKU,
    }
    (grand,) = [t for t in slide if not t.subject and not t.fiscal_year]
    assert (grand.amount, grand.printed) == (25_643 * OKU, "2兆5,643億円")
    assert len(slide) == 16 + 6 + 1


def test_the_discussion_slide_repeats_two_totals_as_approximate():
    totals = PrintedTotal.objects.published().for_list().filter(measure__slug=BUDGET)
    repeats = read_from(totals, "40")
    assert [(total.printed, total.amount, total.approximate) for total in repeats] == [
        ("約1,692億円", 1_692 * OKU, True),
        ("約125億円", 125 * OKU, True),
    ]


# ---- section 20: the technologies of the dialogue scheme

TECHNOLOGIES = {
    "①": "積層セラミックコンデンサ",
    "②": "SAW及びBAWフィルタ",
    "③": "電解銅箔",
    "④": "誘電体フィルム",
    "⑤": "チタン酸バリウム",
    "⑥": "炭素繊維",
    "⑦": "炭化ケイ素繊維",
    "⑧": "フォトレジスト",
    "⑨": "非鉄金属ターゲット材",
    "⑩": "走査型/透過型電子顕微鏡",
    "⑪": "磁気センサー",
    "⑫": "スポンジチタン",
    "⑬": "正負極バインダ",
    "⑭": "固体電解質",
    "⑮": "セパレータ製造装置",
    "⑯": "量子ドット",
    "⑰": "TADF材料",
    "⑱": "位相差フィルム",
    "⑲": "軟性内視鏡",
    "⑳": "ソルダーレジスト",
    "㉑": "GaN基板",
    "㉒": "永久磁石",
    "㉓": "ペロブスカイト太陽電池",
    "㉔": "シンチレータ",
}


def numbered_technologies():
    scheme = measure("technology-dialogue-scheme")
    return [row for row in scheme.subjects.all() if row.number]


def test_24_technologies_stand_with_their_numbers_in_order():
    assert len(TECHNOLOGIES) == 24
    rows = numbered_technologies()
    assert [row.number for row in rows] == list(TECHNOLOGIES)
    for row in rows:
        assert row.subject.name_ja.startswith(TECHNOLOGIES[row.number])
        assert row.section.code == "20"


def test_the_five_proposed_technologies_are_marked_as_inferred():
    rows = numbered_technologies()
    assert [row.number for row in rows if row.inferred] == ["⑳", "㉑", "㉒", "㉓", "㉔"]
    targets = measure("technology-dialogue-scheme").targets.all()
    assert sorted(target.value for target in targets) == [5, 19]


# ---- section 5: the technologies of the Five-Year Plan


def plan_groups() -> dict[str, list]:
    rows = measure("cn-five-year-plan-15").subjects.all()
    return {group: list(found) for group, found in groupby(rows, lambda row: row.group_ja) if group}


def test_46_technologies_stand_in_6_groups():
    groups = plan_groups()
    assert {group: len(rows) for group, rows in groups.items()} == {
        "01 ハイエンド新素材": 15,
        "02 基礎パーツ及びコンポーネント": 6,
        "03 基本ソフトウェア及び産業用ソフトウェア": 7,
        "04 工作機械": 4,
        "05 ハイエンド分析・計測機器": 5,
        "06 重大技術装備": 9,
    }
    subjects = {row.subject.slug for rows in groups.values() for row in rows}
    assert len(subjects) == 46
    assert [group[:2] for group in groups] == ["01", "02", "03", "04", "05", "06"]


def test_nine_technologies_of_the_plan_are_noted_as_bold():
    bold = [
        row.subject.name_ja
        for rows in plan_groups().values()
        for row in rows
        if "太字" in row.note_ja
    ]
    assert bold == [
        "構造機能統合材料",
        "超硬材料",
        "超伝導材料",
        "メタマテリアル",
        "大型特殊精錬設備",
        "重大石油化学工業用装置",
        "電子製品向け設備",
        "ガスタービン",
        "高水頭・大容量の水力タービン発電ユニット",
    ]


def test_the_plan_is_chinas_and_dated_by_inference():
    plan = measure("cn-five-year-plan-15")
    assert plan.jurisdiction.code == "cn"
    assert plan.headline_date == "2026-03-13"
    assert plan.milestones.get(headline=True).inferred


# ---- section 23: anti-dumping and countervailing duties

DUTIES = [
    (
        "polyester-staple-fibre",
        {"kr", "tw"},
        "2002-07/2012-06",
        ["帝人", "東レ", "クラレ", "東洋紡績", "ユニチカファイバー"],
    ),
    ("dram", {"kr"}, "2006-01/2009-04", ["エルピーダメモリ", "マイクロンジャパン"]),
    ("electrolytic-manganese-dioxide", {"au"}, "2008-09/2013-08", ["東ソー日向", "東ソー"]),
    ("electrolytic-manganese-dioxide", {"es", "za"}, "2008-09/2019-03", ["東ソー日向", "東ソー"]),
    ("electrolytic-manganese-dioxide", {"cn"}, "2008-09/2029-02", ["東ソー日向", "東ソー"]),
    ("toluene-diisocyanate", {"cn"}, "2015-04/2020-04", ["三井化学"]),
    ("potassium-hydroxide", {"kr", "cn"}, "2016-08/2026-08", ["カリ電解工業会"]),
    (
        "high-polymerisation-pet",
        {"cn"},
        "2017-12/2028-02",
        ["三井化学", "三菱化学", "日本ユニペット", "越前ポリマー"],
    ),
    (
        "steel-butt-welding-fittings",
        {"kr", "cn"},
        "2018-03/2023-03",
        ["ベンカン機工", "日本ベンド", "古林工業"],
    ),
    ("tcpp", {"cn"}, "2020-09/2025-09", ["大八化学工業"]),
    ("potassium-carbonate", {"kr"}, "2021-06/2026-06", ["カリ電解工業会"]),
    (
        "galvanised-wire",
        {"kr", "cn"},
        "2022-12/2027-12",
        ["日亜鋼業", "NS北海製線", "ガルバート・ジャパン", "ワイヤーテクノ"],
    ),
    (
        "graphite-electrodes",
        {"cn"},
        "2025-07/2030-07",
        ["SECカーボン", "東海カーボン", "日本カーボン"],
    ),
]
INVESTIGATIONS = [
    (
        "nickel-stainless-cold-rolled",
        {"cn", "tw"},
        "2025-07-22",
        ["日本製鉄", "日本冶金工業", "ナス鋼帯", "日本金属"],
    ),
    (
        "galvanised-steel-sheet",
        {"kr", "cn"},
        "2025-08-13",
        ["日本製鉄", "日鉄鋼板", "神戸製鋼所", "淀川製鋼所"],
    ),
    ("bisphenol-a", {"kr", "tw"}, "2025-08-20", ["三菱ケミカル", "三井化学"]),
    ("potassium-carbonate", {"kr"}, "2025-08-20", ["AGC"]),
    ("potassium-hydroxide", {"kr", "cn"}, "2025-12-25", ["カリ電解工業会"]),
]


def remedies():
    return read_from(TradeRemedy.objects.published().for_list(), "23").order_by("number")


def sides(remedy: TradeRemedy) -> tuple[set[str], list[str]]:
    """Whom a remedy is directed at, and who applied for it."""
    return (
        {row.partner.code for row in remedy.measure.partners.all() if row.role == "target"},
        [
            row.organisation.name_ja
            for row in remedy.measure.organisations.all()
            if row.role == "applicant"
        ],
    )


def test_13_duties_stand_as_printed():
    duties = remedies().filter(procedure="duty")
    assert [duty.number for duty in duties] == list(range(1, 14))
    assert [
        (duty.product.slug, *sides(duty)[:1], duty.duty_period, sides(duty)[1]) for duty in duties
    ] == DUTIES


def test_5_investigations_stand_as_printed():
    found = remedies().exclude(procedure="duty")
    assert [each.number for each in found] == [1, 2, 3, 4, 5]
    assert [
        (each.product.slug, sides(each)[0], each.investigation_start, sides(each)[1])
        for each in found
    ] == INVESTIGATIONS
    assert [each.procedure for each in found] == [*["investigation"] * 3, *["extension"] * 2]


def test_all_18_are_japans_and_one_is_a_countervailing_duty():
    found = list(remedies())
    assert len(found) == 18
    assert {each.jurisdiction.code for each in found} == {"jp"}
    assert {each.measure.jurisdiction.code for each in found} == {"jp"}
    assert [each.product.slug for each in found if each.kind == "cvd"] == ["dram"]


def test_34_applicants_are_named():
    names = {name for each in remedies() for name in sides(each)[1]}
    assert len(names) == 34
    organisations = Organisation.objects.filter(
        measures__role="applicant", measures__measure__trade_remedy__in=remedies()
    ).distinct()
    assert {each.name_ja for each in organisations} == names


def test_six_duties_are_in_force_on_the_date_of_the_deck():
    in_force = remedies().filter(procedure="duty", measure__status="in-force")
    assert [each.measure.slug for each in in_force] == [
        "ad-emd-china",
        "ad-potassium-hydroxide",
        "ad-pet-china",
        "ad-potassium-carbonate",
        "ad-galvanised-wire",
        "ad-graphite-electrodes-china",
    ]
    ended = remedies().filter(procedure="duty").exclude(measure__status="in-force")
    assert {each.measure.status for each in ended} == {"ended"}


@pytest.mark.parametrize("product", ["potassium-hydroxide", "potassium-carbonate"])
def test_a_duty_and_the_investigation_on_its_extension_are_linked_not_merged(product):
    duty = remedies().get(procedure="duty", product__slug=product)
    extension = remedies().get(procedure="extension", product__slug=product)
    assert duty.measure != extension.measure
    assert (
        Relation.objects.published()
        .filter(source=extension.measure, kind="examines", target=duty.measure)
        .exists()
    )


# ---- section 33: cooperation with partners

EVENTS = {
    "japan-eu-press-release-2026-01": ("eu", "2026-01"),
    "japan-uk-economic-2plus2-2025-03": ("gb", "2025-03"),
    "japan-germany-summit-2024-07": ("de", "2024-07"),
    "japan-germany-consultation-2024-11": ("de", "2024-11"),
    "japan-germany-consultation-2025-10": ("de", "2025-10"),
    "japan-india-dialogue-2024-11": ("in", "2024-11"),
    "japan-india-initiative-2025-08": ("in", "2025-08"),
    "japan-india-fact-sheet-2025-08": ("in", "2025-08"),
    "indonesia-roundtable-2025-10": ("id", "2025-10"),
}


def agreements(code: str):
    return read_from(Agreement.objects.published().for_list(), code)


def partners_of(agreement: Agreement) -> list[str]:
    return [row.partner.code for row in agreement.measure.partners.all()]


def test_9_events_with_5_partners_are_told():
    found = {row.measure.slug: row for row in agreements("33")}
    assert set(EVENTS) <= set(found)
    assert {slug: (*partners_of(found[slug]), found[slug].date) for slug in EVENTS} == EVENTS
    assert {code for row in found.values() for code in partners_of(row)} == {
        "eu",
        "gb",
        "de",
        "in",
        "id",
    }
    # Beside the events stand the series and the summit that two of them name.
    assert set(found) - set(EVENTS) == {"japan-germany-consultation", "japan-india-summit-2025-08"}


def test_two_tellings_of_the_eu_in_january_are_linked_not_merged():
    pair = {"japan-eu-press-release-2026-01", "japan-eu-ministerial-2026-01"}
    links = Relation.objects.published().filter(kind="possibly-same")
    assert any({link.source.slug, link.target.slug} == pair for link in links.for_list())


# ---- section 38: joint statements

STATEMENTS = {
    ("summit", "fr", "2026-04-01"),
    ("summit", "us", "2026-03-19"),
    ("summit", "ca", "2026-03-06"),
    ("summit", "gb", "2026-01-31"),
    ("summit", "it", "2026-01-16"),
    ("ministerial", "eu", "2026-01-21"),
    ("ministerial", "fr", "2026-01-20"),
    ("ministerial", "gb", "2026-01-20"),
}


def test_8_statements_are_5_of_summits_and_3_of_ministers():
    rows = [row for row in agreements("38") if row.form == "joint-statement"]
    assert len(rows) == 8
    assert {(row.level, *partners_of(row), row.date) for row in rows} == STATEMENTS
    for row in rows:
        assert row.measure.kind == row.level
        assert row.measure.jurisdiction.code == "jp"


def test_every_statement_says_what_was_stated():
    for row in agreements("38").filter(form="joint-statement"):
        provisions = read_from(row.measure.provisions.published(), "38")
        assert provisions.exists(), row.measure.slug


# ---- section 6: China's export controls

CONTROLS = {
    "cn-gallium-germanium-2023-08": ("2023-08", {"gallium", "germanium"}),
    "cn-graphite-2023-12": ("2023-12", {"graphite"}),
    "cn-antimony-2024-09": ("2024-09", {"antimony"}),
    "cn-five-minerals-2025-02": (
        "2025-02",
        {"tungsten", "tellurium", "bismuth", "molybdenum", "indium"},
    ),
    "cn-heavy-rare-earths-2025-04": ("2025-04", {"terbium", "dysprosium"}),
    "cn-rare-earth-package-2025-10": (
        "2025-10-09",
        {"holmium", "erbium", "thulium", "europium", "ytterbium"},
    ),
    "cn-japan-dual-use-ban-2026-01": ("2026-01-06", set()),
    "cn-japan-control-list-2026-02": ("2026-02-24", set()),
    "cn-japan-watch-list-2026-02": ("2026-02-24", set()),
}
ELEMENTS = {element for _date, elements in CONTROLS.values() for element in elements}
BUSAN = "us-china-summit-busan-2025-10"


def controls(code: str = "6"):
    return read_from(ExportControl.objects.published().for_list(), code)


def test_chinas_controls_stand_with_date_and_elements():
    assert len(ELEMENTS) == 16
    found = {
        control.measure.slug: (
            control.effective or control.announced,
            {row.subject.slug for row in control.measure.subjects.all()} & ELEMENTS,
        )
        for control in controls()
    }
    assert found == CONTROLS
    assert list(found) == list(CONTROLS)
    assert {control.jurisdiction.code for control in controls()} == {"cn"}


def test_counts_of_elements_and_firms_are_kept():
    targets = Target.objects.published().for_list()
    found = {(target.measure.slug, target.value) for target in read_from(targets, "6")}
    assert found == {
        ("cn-heavy-rare-earths-2025-04", 7),
        ("cn-rare-earth-package-2025-10", 5),
        ("cn-rare-earth-package-2025-10", Decimal("0.1")),
        ("cn-japan-control-list-2026-02", 20),
        ("cn-japan-watch-list-2026-02", 20),
    }


def test_the_package_of_october_2025_has_all_its_provisions():
    rows = measure("cn-rare-earth-package-2025-10").provisions.all()
    assert [(row.number, row.parent and row.parent.number) for row in rows if row.number] == [
        ("1", None),
        ("2", None),
        ("①", "2"),
        ("②", "2"),
        ("③", "2"),
        ("3", None),
        ("(1)", "3"),
        ("(2)", "3"),
    ]
    assert any("みなし輸出" in row.heading_ja for row in rows)
    assert any("電池" in row.heading_ja for row in rows)


def test_measures_against_japan_are_directed_at_japan_alone():
    for slug in ("dual-use-ban-2026-01", "control-list-2026-02", "watch-list-2026-02"):
        control = controls().get(measure__slug=f"cn-japan-{slug}")
        assert [(row.partner.code, row.role) for row in control.measure.partners.all()] == [
            ("jp", "target")
        ]
        assert not control.all_destinations
        assert control.measure.status == "announced"


def test_only_the_package_and_the_50_percent_rule_are_suspended_and_by_busan():
    suspended = ExportControl.objects.published().for_list().exclude(suspended="")
    assert {(each.measure.slug, each.suspended, each.suspended_by.slug) for each in suspended} == {
        ("cn-rare-earth-package-2025-10", "2025-10-30", BUSAN),
        ("us-entity-list-50-percent-rule", "2025-10-30", BUSAN),
    }
    by_status = ExportControl.objects.published().filter(measure__status="suspended")
    assert set(by_status) == set(suspended)
    links = Relation.objects.published().filter(kind="suspends", source__slug=BUSAN)
    assert {link.target.slug for link in links} == {each.measure.slug for each in suspended}


def test_the_suspension_is_shown_by_both_slides():
    package = measure("cn-rare-earth-package-2025-10")
    supporting = {
        citation.section.code
        for citation in package.citations.all()
        if "status" in citation.supports
    }
    assert supporting == {"3", "6"}


# ---- sections 3 and 4: both sides of two timelines

BORDER = {
    "us": {
        "us-h20-sales-2025-07": "2025-07-14",
        "us-china-sites-chip-equipment-2025-08": "2025-08-29",
        "us-entity-list-2025-09": "2025-09-12",
        "us-entity-list-50-percent-rule": "2025-09-29",
        "us-tariff-100-on-china": "2025-10-10",
        "us-port-fees-2025-10": "2025-10-14",
        "us-h200-exports-2025-12": "2025-12-08",
        "us-reciprocal-tariffs": "2026-02-24",
        "us-tariff-10-on-china": "2026-02-24",
        "us-global-tariff-10": "2026-02-24",
    },
    "cn": {
        "cn-h20-backdoor-concern-2025-07": "2025-07-30",
        "cn-nvidia-avoidance-2025-08": "2025-08-13",
        "cn-analog-chip-anti-dumping-2025-09": "2025-09-13",
        "cn-chip-discrimination-probe-2025-09": "2025-09-13",
        "cn-rare-earth-package-2025-10": "2025-10-09",
        "cn-port-fees-2025-10": "2025-10-14",
        "cn-hanwha-sanctions-2025-10": "2025-10-14",
    },
    "": {
        "us-china-talks-london-2025-06": "2025-06-09/2025-06-10",
        "us-china-talks-stockholm-2025-07": "2025-07-28/2025-07-29",
        "us-china-tariff-truce-2025-08": "2025-08-11",
        "us-china-talks-madrid-2025-09": "2025-09-14/2025-09-15",
        "us-china-talks-kuala-lumpur-2025-10": "2025-10-25/2025-10-26",
        "us-china-summit-busan-2025-10": "2025-10-30",
        "us-china-talks-paris-2026-03": "2026-03-15/2026-03-16",
    },
}
AI = {
    "us": {
        "us-chip-equipment-controls-2022-10": "2022-10",
        "us-ai-memory-controls-2024-12": "2024-12",
        "us-ai-diffusion-rule": "2025-01",
        "us-caisi": "2025-06",
        "us-ai-action-plan": "2025-07",
        "us-ai-export-program": "2025-07",
        "openai-gpt-oss": "2025-08",
        "openai-gpt-5": "2025-08",
        "us-genesis-mission": "2025-11",
        "us-h200-exports-2025-12": "2025-12-08",
        "pax-silica": "2025-12",
        "us-national-ai-framework": "2026-03",
    },
    "cn": {
        "cn-us-mineral-ban-2024-12": "2024-12",
        "deepseek-r1": "2025-01",
        "sco-ai-forum-2025": "2025-05",
        "world-ai-conference-2025": "2025-07",
        "cn-global-ai-governance-plan": "2025-07",
        "world-ai-cooperation-organisation": "2025-07",
        "cn-ai-plus-action": "2025-08",
    },
}


@pytest.mark.parametrize(("code", "timeline"), [("3", BORDER), ("4", AI)])
def test_every_move_stands_on_its_side_with_its_date(code, timeline):
    found: dict[str, dict[str, str]] = {}
    for slug, each in cited(code).items():
        side = each.jurisdiction.code if each.jurisdiction else ""
        found.setdefault(side, {})[slug] = each.headline_date
    assert found == timeline


@pytest.mark.parametrize("code", ["3", "4"])
def test_nothing_of_the_timelines_is_japans(code):
    assert "jp" not in {
        each.jurisdiction.code for each in cited(code).values() if each.jurisdiction
    }
    milestones = read_from(Milestone.objects.published().for_list(), code)
    assert "jp" not in {
        each.measure.jurisdiction.code for each in milestones if each.measure.jurisdiction
    }


def test_joint_acts_have_both_as_parties():
    for slug in BORDER[""]:
        rows = measure(slug).partners.all()
        assert {(row.partner.code, row.role) for row in rows} == {("us", "party"), ("cn", "party")}


def test_years_that_are_not_printed_are_inferred():
    """The border timeline prints months and days alone, but for talks and summit."""
    for milestone in read_from(Milestone.objects.published().for_list(), "3"):
        printed = milestone.phrase.startswith(("25年", "26年"))
        assert milestone.inferred or printed, milestone


def test_the_tariff_of_100_percent_was_shelved_and_the_one_of_10_replaced_others():
    assert measure("us-tariff-100-on-china").status == "shelved"
    links = Relation.objects.published()
    assert links.filter(
        source__slug=BUSAN, kind="shelves", target__slug="us-tariff-100-on-china"
    ).exists()
    replaced = links.filter(source__slug="us-global-tariff-10", kind="replaces")
    assert "us-tariff-100-on-china" not in {link.target.slug for link in replaced}
    assert "us-reciprocal-tariffs" in {link.target.slug for link in replaced}


# ---- sections 12, 14, 18, 19: laws and bills


def outline(slug: str) -> dict[str, list[str]]:
    """Top provisions by number, with the codes of those below them."""
    rows = measure(slug).provisions.filter(section__document__slug="meti-2026-04")
    tops = [row for row in rows if row.parent is None]
    return {top.number: [row.code for row in rows if row.parent == top] for top in tops}


def test_the_promotion_act_has_14_boxes_under_4_pillars():
    found = outline("espa-2022")
    assert {number: len(codes) for number, codes in found.items()} == {
        "(1)": 3,
        "(2)": 3,
        "(3)": 3,
        "(4)": 5,
    }
    assert sum(map(len, found.values())) == 14
    act = measure("espa-2022")
    assert (act.kind, act.headline_date) == ("law", "2022-05")


def test_the_bill_on_the_promotion_act_has_its_items():
    found = outline("espa-amendment-2026")
    assert {number: len(codes) for number, codes in found.items()} == {
        "1": 2,
        "2": 2,
        "3": 1,
        "4": 2,
        "5": 2,
    }
    bill = measure("espa-amendment-2026")
    assert (bill.kind, bill.status, bill.headline_date) == (
        "bill",
        "cabinet-decision",
        "2026-03-19",
    )
    told = bill.names.filter(section__document__slug="meti-2026-04")
    assert {bill.title_ja, *(row.name for row in told)} == {
        "経済安全保障推進法の一部改正案（2026年）",
        "経済安全保障推進法及び株式会社国際協力銀行法の一部を改正する法律案",
        "経済安全保障推進法等改正案",
    }


def test_the_bill_is_linked_to_the_act_and_to_what_it_creates():
    rows = measure("espa-amendment-2026").relations.all()
    links = {(row.kind, row.target.slug) for row in rows}
    assert {
        ("amends", "espa-2022"),
        ("creates", "overseas-business-scheme"),
        ("creates", "economic-security-think-tank"),
        ("creates", "public-private-council"),
    } <= links


def test_the_bill_on_foreign_exchange_has_its_five_items():
    found = outline("fefa-amendment-2026")
    assert list(found) == ["(1)", "(2)", "(3)", "(4)", "(5)"]
    assert {number: len(codes) for number, codes in found.items()}["(2)"] == 2
    bill = measure("fefa-amendment-2026")
    assert (bill.kind, bill.status, bill.headline_date) == (
        "bill",
        "cabinet-decision",
        "2026-03-17",
    )
    assert ("amends", "fefa") in {(row.kind, row.target.slug) for row in bill.relations.all()}


def test_the_reform_of_export_control_has_three_effective_dates():
    reforms = ("catch-all-control-reform-2025", "export-control-streamlining-2025")
    rows = read_from(Provision.objects.published().for_list(), "19").filter(
        measure__slug__in=reforms
    )
    found = {(row.measure.slug, row.number): row.effective for row in rows if row.parent is None}
    assert found == {
        ("catch-all-control-reform-2025", "①"): "2025-10-09",
        ("catch-all-control-reform-2025", "②"): "2025-10-09",
        ("export-control-streamlining-2025", "①"): "2025-04-09",
        ("export-control-streamlining-2025", "②"): "2025-04-09",
        ("export-control-streamlining-2025", "③"): "2026-02-14",
        ("export-control-streamlining-2025", "④"): "2026-02-14",
    }
    milestones = Milestone.objects.published().filter(measure__slug__in=reforms, kind="effective")
    assert {milestone.date for milestone in milestones} == set(found.values())


def test_the_think_tank_has_three_organisations_in_three_parts():
    rows = measure("economic-security-think-tank").organisations.all()
    assert {
        ("rieti", "seat"),
        ("cabinet-secretariat", "headquarters"),
        ("prime-minister", "minister"),
    } <= {(row.organisation.slug, row.role) for row in rows}


# ---- sections 21 and 22: sanctions, CITES


def test_russias_sanctions_have_all_figures():
    rows = measure("russia-sanctions-2025").targets.all()
    assert [(row.printed, row.value) for row in rows] == [
        ("335品目", 335),
        ("24団体", 24),
        ("40団体", 40),
        ("60ドル", 60),
        ("47.6ドル", Decimal("47.6")),
        ("26個人", 26),
        ("80団体", 80),
        ("4行", 4),
    ]


def test_russias_figures_are_not_split_between_the_two_rounds():
    sanctions = measure("russia-sanctions-2025")
    rounds = [row.date for row in sanctions.milestones.all()]
    assert rounds == ["2025-01", "2025-09"]
    assert {row.due for row in sanctions.targets.all()} == {""}
    targets = {row.partner.code for row in sanctions.partners.all() if row.role == "target"}
    assert targets == {"ru", "by", "third-countries"}


def test_the_vote_on_eels_is_kept():
    eel = measure("cites-eel-proposal")
    assert [(row.printed, row.value) for row in eel.targets.all()] == [
        ("賛成35", 35),
        ("反対100", 100),
    ]
    assert eel.status == "rejected"
    assert {(row.partner.code, row.role) for row in eel.partners.all()} == {
        ("eu", "proposer"),
        ("pa", "proposer"),
        ("jp", "opponent"),
    }


def test_no_vote_is_told_of_ivory():
    ivory = measure("cites-ivory-proposal")
    assert ivory.status == "rejected"
    assert not ivory.targets.all()
    roles: dict[str, set[str]] = {}
    for row in ivory.partners.all():
        roles.setdefault(row.role, set()).add(row.partner.code)
    assert roles["proposer"] == {"bf", "et", "ne", "sn"}
    assert {"jp", "eu", "us"} <= roles["opponent"]


def test_the_conference_took_place_in_late_2025():
    conference = measure("cites-cop20")
    assert conference.agreement.date == "2025-11-24/2025-12-05"
    assert len(conference.provisions.all()) >= 4


# ---- section 16: experts


def participants() -> list[Organisation]:
    rows = measure("trusted-thinktank-network").organisations.all()
    return [row.organisation for row in rows if row.role == "participant"]


def test_9_think_tanks_take_part():
    assert [each.name_ja for each in participants() if each.kind == "think-tank"] == [
        "国際文化会館 地経学研究所",
        "中曽根康弘世界平和研究所",
        "笹川平和財団",
        "日本国際問題研究所",
        "キヤノングローバル戦略研究所",
        "国際経済交流財団",
        "国際経済連携推進センター",
        "日本経済研究センター",
        "安全保障貿易情報センター",
    ]


def test_6_agencies_take_part():
    others = [each for each in participants() if each.kind != "think-tank"]
    within = [each for each in others if each.parent in others]
    assert [each.slug for each in within] == ["ide-jetro"]
    assert [each.abbreviation for each in others if each not in within] == [
        "RIETI",
        "AIST",
        "NEDO",
        "JETRO",
        "IPA",
        "JOGMEC",
    ]


# ---- sections 40, 42: the closing matrix and the comparison with GX

CELLS = {
    "legal-budget-promotion": {"supply-chain-budget", "espa-amendment-2026"},
    "legal-budget-protection": {
        "fefa-amendment-2026",
        "catch-all-control-reform-2025",
        "technology-dialogue-scheme",
        "trade-remedies-overcapacity",
        "anti-circumvention-2026",
    },
    "corporate-general": {
        "management-guideline",
        "corporate-governance-code",
        "antitrust-case-collection",
    },
    "corporate-protection": {"tech-leakage-guidance", "tech-leakage-outreach"},
    "international-supply-chain": {"critical-minerals-cooperation", "demand-side-approach"},
    "international-industry": {"trusted-ai-ecosystem", "overseas-business-support"},
    "international-protection": {"tech-leakage-cooperation"},
}


def under(framework: str, **asked) -> dict[str, set[str]]:
    """The measures under each pillar of a framework that holds any."""
    found: dict[str, set[str]] = {}
    for pillar in Pillar.objects.for_list().filter(framework__slug=framework):
        rows = pillar.measures.published().filter(**asked).for_list()
        if rows:
            found[pillar.slug] = {row.measure.slug for row in rows}
    return found


def test_17_measures_stand_in_7_cells():
    found = under("meti-2026-04-directions")
    assert found == CELLS
    assert (sum(map(len, found.values())), len(found)) == (17, 7)
    for pillar in Pillar.objects.filter(framework__slug="meti-2026-04-directions"):
        assert {row.section.code for row in pillar.measures.published().for_list()} <= {"40"}


def test_11_measures_of_gx_are_compared_with_9_of_economic_security():
    every = under("policy-comparison-axes")
    gx = under("policy-comparison-axes", measure__subjects__subject__slug="gx")
    assert gx == {
        "investment": {"gx-transition-bonds", "gx-hard-to-abate", "carbon-neutral-investment-tax"},
        "legal": {
            "gx-promotion-act",
            "resource-utilisation-act",
            "emissions-trading",
            "recycled-materials-plan",
            "gx-strategy-regions",
        },
        "management": {"gx-future-league", "climate-transition-finance-guideline"},
        "competition": {"green-antitrust-guideline"},
    }
    rest = {axis: every[axis] - gx[axis] for axis in every}
    assert rest == {
        "investment": {"supply-chain-budget", "k-program", "crisis-growth-investment"},
        "legal": {
            "critical-infrastructure-scheme",
            "security-clearance",
            "active-cyber-defence-act",
        },
        "management": {"management-guideline", "corporate-governance-code"},
        "competition": {"antitrust-case-collection"},
    }
    assert (sum(map(len, gx.values())), sum(map(len, rest.values()))) == (11, 9)


# ---- it holds when these can be answered


def test_how_much_was_budgeted_for_batteries_and_where(client):
    lines = budget_lines().filter(ADDED).filter(subject__slug="storage-batteries")
    found = {(line.fiscal_year, line.stage): line.amount // OKU for line in lines}
    assert found == {
        (2024, "supplementary"): 1_778,
        (2024, "initial"): 2_300,
        (2023, "supplementary"): 2_658,
        (2022, "supplementary"): 3_316,
    }
    total = PrintedTotal.objects.published().get(subject__slug="storage-batteries")
    assert total.amount == sum(found.values()) * OKU == 10_052 * OKU
    rows = download(client, "budgets", subject="storage-batteries", measure=BUDGET)
    assert {
        (int(row["fiscal_year"]), row["stage_code"]): int(row["amount"]) // OKU for row in rows
    } == found
    assert {row["section_address"].split("/")[-2] for row in rows} == {"13"}


def test_which_of_chinas_controls_are_suspended_and_by_what(client):
    found = ExportControl.objects.published().for_list().filter(jurisdiction__code="cn")
    suspended = [each for each in found if each.measure.status == "suspended"]
    assert [(each.measure.slug, each.suspended_by.slug) for each in suspended] == [
        ("cn-rare-earth-package-2025-10", BUSAN)
    ]
    rows = download(client, "export-controls", jurisdiction="cn", status="suspended")
    assert [(row["measure_slug"], row["suspended_by_slug"]) for row in rows] == [
        ("cn-rare-earth-package-2025-10", BUSAN)
    ]
    assert {
        row["measure_slug"] for row in download(client, "export-controls", suspended_by=BUSAN)
    } == {
        "cn-rare-earth-package-2025-10",
        "us-entity-list-50-percent-rule",
    }


def test_which_technologies_need_prior_notification(client):
    scheme = measure("technology-dialogue-scheme")
    page = client.get(scheme.get_absolute_url()).content.decode()
    for row in numbered_technologies():
        assert row.number in page
        assert row.subject.name_ja in page
        assert reverse("subject", args=[row.subject.slug]) in page
    (row,) = [
        row for row in download(client, "measures", subject="mlcc") if row["slug"] == scheme.slug
    ]
    slugs = [each.subject.slug for each in numbered_technologies()]
    assert row["subject_slugs"].split(";")[:24] == slugs


def test_what_japan_and_germany_agreed_in_october_2025_and_where_it_says_so(client):
    (found,) = [
        row
        for row in Agreement.objects.published().for_list().filter(date="2025-10")
        if partners_of(row) == ["de"]
    ]
    assert found.measure.slug == "japan-germany-consultation-2025-10"
    assert found.section.code == "33"
    provisions = found.measure.provisions.all()
    assert [row.heading_ja for row in provisions] == [
        "サプライチェーン強靱化",
        "非市場的政策・慣行への対応",
        "重要・新興技術の保護・育成",
    ]
    assert {row.section.code for row in provisions} == {"33"}
    rows = download(client, "agreements", partner="de", since="2025-10-01", until="2025-10-31")
    lasting = "japan-germany-consultation"
    assert Agreement.objects.get(measure__slug=lasting).date == "2024-11/2025-10"
    assert [row["measure_slug"] for row in rows] == [found.measure.slug, lasting]
    assert rows[0]["section_address"].endswith(f"/sources/{DOCUMENT}/33/")
    page = client.get(found.measure.get_absolute_url()).content.decode()
    assert f"/sources/{DOCUMENT}/33/" in page
    for row in provisions:
        assert row.heading_ja in page
