"""What the record says of its sources stands in them: headings, phrases, figures, dates.

SOURCE_TEXTS names the folder with the texts; a document is checked against the file whose
fingerprint it names. Every fault is reported, not the first alone.
"""

import hashlib
import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import models

from measures.models import (
    BudgetLine,
    DataPoint,
    MeasureName,
    MeasureStatus,
    PrintedTotal,
    Relation,
    Target,
)
from measures.models.relations import ACTS
from policies.models import Evidence, Footnote, SourceDocument
from policies.models.base import PHRASE_LENGTH
from policies.models.fields import EdtfField, plain_text
from portal.search.passages import fold_source, slices

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]

SHARED = 28
MODELS = [
    model for label in ("policies", "measures") for model in apps.get_app_config(label).get_models()
]
EVIDENCE = [model for model in MODELS if issubclass(model, Evidence)]


def named(row) -> str:
    """What a row is called in a report: its model, its entry, its own code, its section."""
    entry = next(
        (
            getattr(row, name)
            for name in ("measure", "source", "discrepancy", "indicator", "framework")
            if hasattr(row, name)
        ),
        row,
    )
    entry = getattr(entry, "measure", entry)
    own = getattr(row, "code", "") or getattr(row, "slug", "")
    if hasattr(row, "target_id"):
        own = f"→ {row.target.slug}"
    section = f" ({row.section.code})" if hasattr(row, "section") else ""
    return f"{type(row).__name__} {getattr(entry, 'slug', entry)} {own}{section}"


def rows(model) -> Iterator:
    """Every row of a model with its section and document."""
    joined = model._base_manager.order_by("pk")
    if issubclass(model, Evidence):
        joined = joined.select_related("section__document")
    return joined.iterator()


def report(faults: list[str]) -> None:
    assert not faults, f"{len(faults)} faults:\n" + "\n".join(faults)


@pytest.fixture(scope="module")
def files(source_texts) -> dict[str, str]:
    """The texts of the folder by fingerprint."""
    paths = [path for path in source_texts.iterdir() if path.suffix == ".txt"]
    assert paths, f"{source_texts} holds no text"
    return {
        hashlib.sha256(path.read_bytes()).hexdigest(): path.read_text(encoding="utf-8")
        for path in paths
    }


@pytest.fixture(scope="module")
def sections(rows_for_all, files) -> dict[tuple[str, str], str]:
    """The folded text of every section, by document and code."""
    found = {}
    for document in SourceDocument.objects.all():
        headings = document.sections.order_by("position").values_list("code", "heading")
        for code, text in slices(files[document.sha256], headings).items():
            found[document.slug, code] = text
    return found


def text_of(row, sections) -> str:
    return sections[row.section.document.slug, row.section.code]


# ---- documents, headings, phrases, figures


def test_every_document_names_the_fingerprint_of_its_text(files):
    for document in SourceDocument.objects.all():
        assert document.sha256 in files, f"{document.slug}: no text has this fingerprint"
    assert SourceDocument.objects.count() == len(
        set(SourceDocument.objects.values_list("sha256", flat=True))
    )


def test_every_heading_stands_in_its_document_in_order(files):
    for document in SourceDocument.objects.all():
        headings = list(document.sections.order_by("position").values_list("code", "heading"))
        try:
            found = slices(files[document.sha256], headings)
        except LookupError as error:
            pytest.fail(f"{document.slug}: the heading of section {error} is not found in order")
        assert list(found) == [code for code, _heading in headings]


def test_the_title_of_a_document_stands_in_its_text(files):
    for document in SourceDocument.objects.all():
        assert fold_source(document.title_ja) in fold_source(files[document.sha256])


@pytest.mark.parametrize("model", EVIDENCE, ids=lambda model: model.__name__)
def test_every_phrase_stands_in_its_section(model, sections):
    faults = []
    for row in rows(model):
        phrase = fold_source(row.phrase)
        if not phrase or phrase not in text_of(row, sections):
            faults.append(f"{named(row)}: {row.phrase!r}")
    report(faults)


# The words one of which a section has to print for what the relation says is done.
DONE = {
    Relation.Kind.AMENDS: ("改正", "改訂"),
    Relation.Kind.CREATES: ("創設", "設置", "立上げ", "立ち上げ"),
    Relation.Kind.IMPLEMENTS: ("実施", "実現", "達成", "活用", "推進例", "発信の例"),
    Relation.Kind.FUNDS: ("資金", "財源", "予算"),
    Relation.Kind.SUCCEEDS: ("第2回", "後継"),
    Relation.Kind.REPLACES: ("代替",),
    Relation.Kind.REPEALS: ("廃止", "撤廃"),
    Relation.Kind.EXTENDS: ("追加", "拡大", "延長"),
    Relation.Kind.EXAMINES: ("延長に関する調査",),
    Relation.Kind.SUSPENDS: ("停止", "延期"),
    Relation.Kind.SHELVES: ("見送り",),
    Relation.Kind.RESPONDS_TO: ("対応",),
    Relation.Kind.EXPRESSES_CONCERN: ("懸念",),
    Relation.Kind.ANSWERS: ("提言",),
    Relation.Kind.TO_BE_OPERATED: ("機能させ", "推進"),
    # One text has 发 for 発, as it was read from its pages.
    Relation.Kind.ANNOUNCED_AT: ("発表", "発出", "发出", "示されました", "提案"),
    Relation.Kind.USES: ("活用",),
    Relation.Kind.EXAMPLE_OF: ("実施例", "一例", "注"),
}


def is_printed(row: Relation, text: str) -> bool:
    """Whether a section prints what the relation says is done; a concern, the phrase itself."""
    where = fold_source(row.phrase) if row.kind == Relation.Kind.EXPRESSES_CONCERN else text
    return any(fold_source(word) in where for word in DONE[Relation.Kind(row.kind)])


def test_what_relations_say_is_done_is_printed(sections):
    assert set(DONE) == set(ACTS)
    found = [row for row in rows(Relation) if row.kind in ACTS]
    assert len(found) > 20
    report([named(row) for row in found if not is_printed(row, text_of(row, sections))])


@pytest.mark.parametrize(
    ("kind", "phrase", "printed"),
    [
        ("expresses-concern", "輸出規制に深刻な懸念を表明", True),
        ("expresses-concern", "あらゆる措置に反対することを確認", False),
        ("expresses-concern", "輸出規制に抗議", False),
        ("suspends", "1年間延期", True),
        ("suspends", "発動見送り", False),
        ("amends", "仕組みを整備", False),
    ],
)
def test_an_act_that_is_not_printed_is_found(kind, phrase, printed):
    assert is_printed(Relation(kind=kind, phrase=phrase), fold_source(phrase)) is printed


def test_a_phrase_is_short(sections):
    for model in EVIDENCE:
        for row in rows(model):
            assert 1 <= len(row.phrase) <= PHRASE_LENGTH, named(row)


@pytest.mark.parametrize(
    "model",
    [model for model in EVIDENCE if any(f.name == "printed" for f in model._meta.fields)],
    ids=lambda model: model.__name__,
)
def test_every_printed_figure_stands_in_its_section(model, sections):
    report(
        [
            f"{named(row)}: {row.printed!r}"
            for row in rows(model)
            if fold_source(row.printed) not in text_of(row, sections)
        ]
    )


# Numbers that no single place prints, and why they are kept.
PUT_TOGETHER = {
    ("policy-comparison-axes", "3(1)"): "（1）stands below the heading 3. その他",
    ("policy-comparison-axes", "3(2)"): "（2）stands below the heading 3. その他",
}


@pytest.mark.parametrize(
    ("model", "field"),
    [
        (model, field.name)
        for model in EVIDENCE
        for field in model._meta.fields
        if (field.name == "number" and isinstance(field, models.CharField))
        or (model is Footnote and field.name == "mark")
    ],
    ids=lambda each: getattr(each, "__name__", each),
)
def test_every_printed_number_and_mark_stands_in_its_section(model, field, sections):
    report(
        [
            f"{named(row)}: {getattr(row, field)!r}"
            for row in rows(model)
            if fold_source(getattr(row, field)) not in text_of(row, sections)
            and (framework_of(row), getattr(row, field)) not in PUT_TOGETHER
        ]
    )


def framework_of(row) -> str:
    return row.framework.slug if hasattr(row, "framework_id") else ""


def test_a_name_that_is_told_as_printed_stands_in_its_section(sections):
    report(
        [
            f"{named(row)}: {row.name!r}"
            for row in rows(MeasureName)
            if row.kind == MeasureName.Kind.PRINTED
            and fold_source(row.name) not in text_of(row, sections)
        ]
    )


# ---- amounts

UNITS = {"兆": 10**12, "億": 10**8, "百万": 10**6, "万": 10**4, "千": 10**3, "": 1}
CURRENCIES = {
    "円": "JPY",
    "豪ドル": "AUD",
    "米ドル": "USD",
    "ドル": "USD",
    "ユーロ": "EUR",
    "ポンド": "GBP",
    "元": "CNY",
}
NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
AMOUNT = re.compile(
    rf"^(?:約|最大|総額|計)*(?P<figures>(?:(?:{NUMBER})(?:兆|億|百万|万|千)?)+)"
    rf"(?P<currency>{'|'.join(CURRENCIES)})(?:相当|以上|規模|程度)*$"
)
STAGES = {
    "request": ("要求",),
    "initial-draft": ("当初予算案",),
    "initial": ("当初予算", "当初"),
    "supplementary": ("補正予算", "補正"),
    "budget": ("予算",),
}


def amount_of(printed: str) -> tuple[Decimal, str]:
    """An amount as printed in the base unit of its currency, and the currency's code."""
    match = AMOUNT.match(printed)
    if match is None:
        raise ValueError(printed)
    figures = re.findall(rf"({NUMBER})(兆|億|百万|万|千)?", match["figures"])
    total = sum(Decimal(figure.replace(",", "")) * UNITS[unit] for figure, unit in figures)
    return total, CURRENCIES[match["currency"]]


@pytest.mark.parametrize(
    ("printed", "amount", "currency"),
    [
        ("2兆5,643億円", 2_564_300_000_000, "JPY"),
        ("1兆358億円", 1_035_800_000_000, "JPY"),
        ("約1,692億円", 169_200_000_000, "JPY"),
        ("0.3億円", 30_000_000, "JPY"),
        ("1億2,000万円", 120_000_000, "JPY"),
        ("500円", 500, "JPY"),
        ("総額2億豪ドル相当", 200_000_000, "AUD"),
        ("最大110百万ユーロ", 110_000_000, "EUR"),
        ("60ドル", 60, "USD"),
        ("47.6ドル", Decimal("47.6"), "USD"),
    ],
)
def test_printed_amounts_are_understood(printed, amount, currency):
    assert amount_of(printed) == (amount, currency)


@pytest.mark.parametrize("printed", ["億円", "1,0億円", "10", "十億円", "10億円と5億円", ""])
def test_what_is_no_amount_is_refused(printed):
    with pytest.raises(ValueError, match=f"^{re.escape(printed)}$"):
        amount_of(printed)


@pytest.mark.parametrize("model", [BudgetLine, PrintedTotal], ids=lambda model: model.__name__)
def test_every_amount_is_the_printed_one(model):
    faults = []
    for row in rows(model):
        try:
            expected = amount_of(row.printed)
        except ValueError:
            faults.append(f"{named(row)}: {row.printed!r} is no amount")
            continue
        if (row.amount, row.currency) != expected:
            faults.append(f"{named(row)}: {row.printed!r} is not {row.amount} {row.currency}")
        if row.approximate != row.printed.startswith("約"):
            faults.append(f"{named(row)}: {row.printed!r} and approximate={row.approximate}")
    report(faults)


def test_every_fiscal_year_stands_with_its_stage(sections):
    faults = []
    for model in (BudgetLine, PrintedTotal):
        for row in rows(model):
            if row.fiscal_year is None or row.inferred:
                continue
            years = [f"{era}{number}年度" for era, number in eras(row.fiscal_year)]
            years += [f"{era}{number}年" for era, number in eras(row.fiscal_year)]
            years += [f"r{number}" for _era, number in eras(row.fiscal_year)]
            years += [f"{row.fiscal_year}年度"]
            years += [
                f"{era}{n}、{int(n) + 1}年度" for era, n in eras(row.fiscal_year) if n != "元"
            ]
            heads = {f"{year}{stage}" for year in years for stage in STAGES[row.stage]}
            # 令和5(2023)年度 names the year twice.
            text = re.sub(r"\(\d{4}\)", "", text_of(row, sections))
            # Beside tables the year and the stage may stand apart in one section.
            apart = any(year in text for year in years) and any(
                stage in text for stage in STAGES[row.stage]
            )
            in_table = row.section.document.slug == "meti-2026-04"
            if not any(head in text for head in heads) and (in_table or not apart):
                faults.append(f"{named(row)}: {row.fiscal_year} {row.stage}")
    report(faults)


MYRIADS = {"兆": 10**12, "億": 10**8, "万": 10**4, "千": 10**3}


def counted(printed: str) -> Decimal:
    """The number that Japanese numerals count: 46万4077本 is 464077, 約2割 is 20 per cent."""
    total = Decimal(0)
    for figure, step in re.findall(rf"({NUMBER})([兆億万千割]?)", printed):
        number = Decimal(figure.replace(",", ""))
        total += number * 10 if step == "割" else number * MYRIADS.get(step, 1)
    return total


@pytest.mark.parametrize("model", [Target, DataPoint], ids=lambda model: model.__name__)
def test_every_value_is_the_printed_one(model):
    faults = []
    for row in rows(model):
        if row.value is None:
            continue
        figures = [Decimal(each.replace(",", "")) for each in re.findall(NUMBER, row.printed)]
        figures.append(counted(row.printed))
        # A ranking prints names; the value is the place in the list, which the code ends with.
        ranked = not re.search(NUMBER, row.printed) and row.code.endswith(f"-{row.value:.0f}")
        if row.value not in figures and not ranked:
            faults.append(f"{named(row)}: {row.printed!r} is not {row.value}")
    report(faults)


# ---- dates

DATED = [
    (model, field.name)
    for model in EVIDENCE
    for field in model._meta.fields
    if isinstance(field, EdtfField)
]
SEASONS = {"21": "春", "22": "夏", "23": "秋", "24": "冬"}
PART = re.compile(r"^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?[~?%]?$")


def eras(year: int) -> list[tuple[str, str]]:
    """The Japanese era years of a year; 2019 has two."""
    found = [("令和", year - 2018)] if year >= 2019 else []
    found += [("平成", year - 1988)] if 1989 <= year <= 2019 else []
    return [(era, "元" if number == 1 else str(number)) for era, number in found]


def year_forms(year: int) -> str:
    """A pattern of the year as printed before a month: 2026年, 26年, 令和8年."""
    era = "|".join(f"{era}{number}年" for era, number in eras(year))
    return rf"(?:(?<!\d){year}年|(?<!\d){year % 100:02}年{f'|{era}' if era else ''})"


def year_stands(year: int, text: str) -> bool:
    """Whether the year is printed: 2026, 26年, 令和8年."""
    return bool(re.search(rf"(?<!\d){year}(?!\d)|{year_forms(year)}", text))


def date_stands(part: str, text: str) -> bool:
    """Whether one plain date is printed in folded text."""
    year, month, day = PART.match(part).groups()
    if month is None:
        return year_stands(int(year), text)
    if month in SEASONS:
        return bool(re.search(year_forms(int(year)) + SEASONS[month], text))
    m = int(month)
    if day is None:
        whole = rf"{year_forms(int(year))}{m}月|(?<!\d){year}[/.]{m}(?![\d])"
        without_year = rf"(?<!\d){m}月"
    else:
        d = int(day)
        days = rf"{m}月(?:(?:\d+日?[-~〜])?{d}日|{d}[-~〜]\d+日)"
        whole = rf"{year_forms(int(year))}{days}|(?<!\d){year}[/.]{m}[/.]{d}(?!\d)"
        without_year = rf"(?<!\d){days}|(?<![\d/.]){m}/{d}(?![\d/])"
    if re.search(whole, text):
        return True
    return year_stands(int(year), text) and bool(re.search(without_year, text))


def fiscal_year_stands(year: int, text: str) -> bool:
    forms = [f"{year}年度", *(f"{era}{number}年度" for era, number in eras(year))]
    return any(form in text for form in forms)


def edtf_stands(edtf: str, text: str) -> bool:
    """Whether a date in EDTF form is printed in folded text, with all its parts."""
    fiscal = re.fullmatch(r"(\d{4})-04/(\d{4})-03", edtf)
    if fiscal and int(fiscal[2]) == int(fiscal[1]) + 1 and fiscal_year_stands(int(fiscal[1]), text):
        return True
    return all(date_stands(part, text) for part in edtf.split("/") if part != "..")


@pytest.mark.parametrize(
    ("edtf", "text"),
    [
        ("2026-03-19", "2026年3月19日閣議決定"),
        ("2026-03-19", "（令和8年3月19日閣議決定）"),
        ("2026-03-19", "2026/3/19日米首脳会談"),
        ("2026-03-19", "26年3月19日"),
        ("2025-07-22", "2025.7.22日本製鉄"),
        ("2026-03-19", "2026年の動き。3月19日に決定"),
        ("2026-04-03", "2026年（3/5～4/3にパブリックコメント）"),
        ("2025-10-25/2025-10-26", "25年10月25-26日米中貿易協議"),
        ("2025-06-09/2025-06-10", "25年6月9日-10日米中貿易協議"),
        ("2025-11-24/2025-12-05", "2025年11月24日-12月5日"),
        ("2025-10", "25年10月、ERIA主催"),
        ("2025-10/2025-12", "2025年10月から12月にかけて"),
        ("2016-08/2026-08", "2016.8-2026.8カリ電解工業会"),
        ("2026-22", "26年夏目処の改訂"),
        ("2022", "（2022年成立※）"),
        ("2026", "(2026)"),
        ("2025-04/2026-03", "令和7年度は、東北局"),
        ("2019-03", "平成31年3月"),
        ("2019-06", "令和元年6月"),
        ("2026-04-25/..", "2026年4月25日以降"),
    ],
)
def test_printed_dates_are_understood(edtf, text):
    assert edtf_stands(edtf, fold_source(text))


@pytest.mark.parametrize(
    ("edtf", "text"),
    [
        ("2026-03-19", "2026年3月9日"),
        ("2026-03-19", "2026年13月19日"),
        ("2026-01-06", "2026年11月6日"),
        ("2026-03-19", "3月19日"),
        ("2026-03-19", "2025年3月19日"),
        ("2025-10-25/2025-10-26", "25年10月25日"),
        ("2025-10", "2025年11月"),
        ("2025-01", "2025年11月"),
        ("2016-08/2026-08", "2016.8-2026.9"),
        ("2016-08", "2016.80"),
        ("2026-22", "2026年春"),
        ("2022", "12022件"),
        ("2025-04/2026-03", "令和8年度"),
        ("2026", "2025年"),
    ],
)
def test_other_dates_are_not_taken_for_printed_ones(edtf, text):
    assert not edtf_stands(edtf, fold_source(text))


@pytest.mark.parametrize(
    ("model", "field"), DATED, ids=lambda each: getattr(each, "__name__", each)
)
def test_every_date_is_printed_or_inferred(model, field, sections):
    faults = []
    for row in rows(model):
        edtf = getattr(row, field)
        if isinstance(row, MeasureStatus) and row.dated_by_document:
            continue  # the source names no day for it, and the page says whose date it is
        if edtf and not row.inferred and not edtf_stands(edtf, text_of(row, sections)):
            faults.append(f"{named(row)}: {field} {edtf}")
    report(faults)


def test_the_date_of_a_document_is_printed_or_inferred(files):
    for document in SourceDocument.objects.all():
        if not document.date_inferred:
            assert edtf_stands(document.date, fold_source(files[document.sha256])), document.slug


# ---- own words

# Names, headings and titles are told as printed, phrases and figures copied; codes are no words. A
# place tells a row by what names it.
AS_PRINTED = re.compile(
    r"^(?:(?:name|short_name|title|heading|group)(?:_ja|_en)?"
    r"|phrase|place|number|printed|mark|currency|iso2|alpha3|m49|iso3166_2|reading|sha256)$"
)
# The notes of a slide that name other documents are titles too.
BIBLIOGRAPHIC = {Footnote.Kind.SOURCE, Footnote.Kind.LINK}
# The five criteria of the G7 Principles, as the statements with the EU and with the UK list them.
FIRST_CRITERIA = "transparency, diversification, security, sustainability"
# Names and titles of this length that a text may repeat, and why.
REPEATED = {
    "Overseas Economic-Security Arrangement": "the name of the scheme, in English there too",
    "Center for AI Standards and Innovation": "the name of the institute",
    "Congressional Research Service": "the name of the publisher",
    "export controls on critical minerals": "plain words that the title of an IEA article holds",
    "同志国、更にはグローバル・サウスの自律性・経済的強靱性の強化を進め": "the aim in full",
    f"{FIRST_CRITERIA}, trustworthiness and reliability": "the names of the criteria",
    f"{FIRST_CRITERIA}, and trustworthiness and reliability": "the names of the criteria",
}


def own_texts(row) -> Iterator[tuple[str, str]]:
    """The fields of a row that hold editors' words."""
    if isinstance(row, Footnote) and row.kind in BIBLIOGRAPHIC:
        return
    for field in row._meta.fields:
        if plain_text in field.validators and not AS_PRINTED.match(field.name):
            yield field.name, getattr(row, field.name)


def grams(text: str) -> set[str]:
    """Every run of SHARED characters of a folded text."""
    return {text[start : start + SHARED] for start in range(len(text) - SHARED + 1)}


def without_names(text: str) -> str:
    """A folded text without the names that it may repeat."""
    for name in REPEATED:
        text = text.replace(fold_source(name), "\0")
    return text


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_text_is_copied_from_a_source(model, files):
    printed = set().union(*(grams(fold_source(text)) for text in files.values()))
    faults = []
    for row in rows(model):
        for field, text in own_texts(row):
            shared = grams(without_names(fold_source(text))) & printed
            if shared:
                faults.append(f"{named(row)}: {field} shares {min(shared)!r}")
    report(faults)


def test_every_name_that_may_be_repeated_is_printed_and_repeated(files):
    words = {text for model in MODELS for row in rows(model) for _field, text in own_texts(row)}
    folded = [fold_source(text) for text in words]
    for name in map(fold_source, REPEATED):
        assert len(name) >= SHARED, f"{name} needs no exception"
        assert any(name in fold_source(text) for text in files.values()), f"{name} is not printed"
        assert any(name in text for text in folded), f"{name} is not repeated"


def test_copied_sentences_are_found(files):
    text = fold_source(next(iter(files.values())))
    middle = len(text) // 2
    sentence = text[middle : middle + SHARED]
    assert grams(f"前{sentence}後") & grams(text)
    assert not grams(sentence[:-1])
    assert not grams(f"{sentence[:-1]}々") & grams(text)


def test_texts_of_editors_are_looked_at():
    looked = {
        (model.__name__, field.name)
        for model in MODELS
        for field in model._meta.fields
        if plain_text in field.validators and not AS_PRINTED.match(field.name)
    }
    for name in ("summary_ja", "summary_en"):
        assert ("Measure", name) in looked
    for model, name in (
        ("Provision", "text_ja"),
        ("Milestone", "label_ja"),
        ("Relation", "reason_ja"),
        ("Target", "counts_ja"),
        ("ExportControl", "items_ja"),
        ("BudgetLine", "not_added_ja"),
        ("Issue", "summary_ja"),
        ("Footnote", "text_ja"),
        ("MeasureName", "inference_ja"),
        ("Section", "note_ja"),
    ):
        assert (model, name) in looked
