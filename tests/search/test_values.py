"""What a phrase tells is read from it, with its place: amounts, dates, years, stages, statuses."""

import pytest

from portal.search.values import amounts, dates, values_of


@pytest.mark.parametrize(
    ("phrase", "amount", "until", "currency", "printed"),
    [
        ("120億円", 12_000_000_000, None, "JPY", "120億円"),
        ("予算は約2.5兆円となる", 2_500_000_000_000, None, "JPY", "約2.5兆円"),
        ("2兆5,643億円", 2_564_300_000_000, None, "JPY", "2兆5,643億円"),
        ("最大110百万ユーロを支援", 110_000_000, None, "EUR", "最大110百万ユーロ"),
        ("１，３０６億円程度", 130_600_000_000, None, "JPY", "１，３０６億円程度"),
        ("5千万円", 50_000_000, None, "JPY", "5千万円"),
        ("3千億円規模", 300_000_000_000, None, "JPY", "3千億円規模"),
        ("100～120億円", 10_000_000_000, 12_000_000_000, "JPY", "100～120億円"),
        ("100億円から120億円", 10_000_000_000, 12_000_000_000, "JPY", "100億円から120億円"),
        ("5000万～1億円", 50_000_000, 100_000_000, "JPY", "5000万～1億円"),
        ("3.5億米ドル", 350_000_000, None, "USD", "3.5億米ドル"),
        ("2億豪ドル超", 200_000_000, None, "AUD", "2億豪ドル超"),
        ("EUR 110 million", 110_000_000, None, "EUR", "EUR 110 million"),
        ("$2.5 billion", 2_500_000_000, None, "USD", "$2.5 billion"),
        ("12,345円", 12_345, None, "JPY", "12,345円"),
    ],
)
def test_an_amount_is_read_as_printed(phrase, amount, until, currency, printed):
    (found,) = amounts(phrase)
    assert (found.amount, found.until, found.currency) == (amount, until, currency)
    assert found.printed == printed == phrase[found.start : found.end]


def test_an_amount_that_is_about_so_much_says_so():
    about = [next(amounts(phrase)).approximate for phrase in ("約1億円", "1億円", "最大1億円")]
    assert about == [True, False, False]


@pytest.mark.parametrize("phrase", ["第3億", "11の物資", "2026年", "3億人", "10 million", "円"])
def test_what_is_no_money_is_no_amount(phrase):
    assert list(amounts(phrase)) == []


@pytest.mark.parametrize(
    ("phrase", "edtf", "printed"),
    [
        ("令和9年4月", "2027-04", "令和9年4月"),
        ("2026年夏頃に公表", "2026-22", "2026年夏頃"),
        ("令和８年３月19日閣議決定", "2026-03-19", "令和８年３月19日"),
        ("令和 8 年（2026年）1 月", "2026-01", "令和 8 年（2026年）1 月"),
        ("令和元年度", "2019-04/2020-03", "令和元年度"),
        ("施行は2026-04-01から", "2026-04-01", "2026-04-01"),
        ("平成三十年七月", "2018-07", "平成三十年七月"),
        ("2030年頃", "2030~", "2030年頃"),
        ("on 19 March 2026.", "2026-03-19", "19 March 2026"),
        ("R8.3", "2026-03", "R8.3"),
    ],
)
def test_a_date_is_read_as_printed(phrase, edtf, printed):
    (found,) = dates(phrase)
    assert found.edtf == edtf
    assert found.printed == printed == phrase[found.start : found.end]


@pytest.mark.parametrize("phrase", ["25年6月9日", "第3章", "2.5兆円", "2026年13月", "3億円"])
def test_what_may_be_several_days_or_none_is_no_date(phrase):
    assert [found.edtf for found in dates(phrase) if len(found.edtf) > 4] == []


def test_all_values_of_a_phrase_stand_in_their_order():
    words = {
        "stage": {"補正": ("supplementary",), "当初": ("initial",)},
        "status": {"閣議決定": ("decided",), "公布": ("promulgated",)},
    }
    found = values_of("令和7年度補正120億円、令和8年3月19日閣議決定、公布", words)
    assert [each.amount for each in found.amounts] == [12_000_000_000]
    assert [each.edtf for each in found.dates] == ["2025-04/2026-03", "2026-03-19"]
    assert found.fiscal_years == [2025]
    assert found.words == {
        "stage": ["supplementary"],
        "status": ["decided", "promulgated"],
    }
