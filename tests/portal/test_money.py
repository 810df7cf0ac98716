"""Amounts are told in the habit of each language, without rounding."""

import re
from decimal import Decimal

import pytest
from django.utils import translation

from measures.models import BudgetLine, PrintedTotal, Target
from portal.money import QUALIFIERS, figure_in_words, print_in_words, yen_in_words

pytestmark = pytest.mark.bundled

NAMES = {"trillion": 10**12, "billion": 10**9, "million": 10**6}
STEPS = {"兆": 10**12, "億": 10**8, "万": 10**4}


@pytest.mark.parametrize(
    ("amount", "currency", "japanese", "english"),
    [
        (2_564_300_000_000, "JPY", "2兆5,643億円", "JPY 2.5643 trillion"),
        (130_600_000_000, "JPY", "1,306億円", "JPY 130.6 billion"),
        (1_000_000_000_000, "JPY", "1兆円", "JPY 1 trillion"),
        (30_000_000, "JPY", "0.3億円", "JPY 30 million"),
        (1_035_850_000_000, "JPY", "1兆358.5億円", "JPY 1.03585 trillion"),
        (130_012_345_678, "JPY", "1,300億1,234万5,678円", "JPY 130.012345678 billion"),
        (12_340_000, "JPY", "1,234万円", "JPY 12.34 million"),
        (110_000_000, "EUR", "1.1億ユーロ", "EUR 110 million"),
        (200_000_000, "AUD", "2億豪ドル", "AUD 200 million"),
        (0, "JPY", "0円", "JPY 0"),
        (9_000, "JPY", "9,000円", "JPY 9,000"),
        (999_999, "JPY", "99万9,999円", "JPY 999,999"),
        (5_000, "CHF", "5,000 CHF", "CHF 5,000"),
    ],
)
def test_words(amount, currency, japanese, english):
    with translation.override("ja"):
        assert yen_in_words(amount, currency) == japanese
    with translation.override("en"):
        assert yen_in_words(amount, currency) == english


def read_back(words: str) -> Decimal:
    """The number that words of either language stand for."""
    if match := re.fullmatch(r"[A-Z]{3} ([\d,.]+)(?: (\w+))?", words):
        return Decimal(match[1].replace(",", "")) * NAMES.get(match[2], 1)
    parts = re.findall(r"([\d,.]+)([兆億万]?)", words)
    return sum(Decimal(number.replace(",", "")) * STEPS.get(step, 1) for number, step in parts)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("amount", [1, 10**7 + 1, 10**8 - 1, 123_456_789_012_345, 10**15 + 10**6])
def test_no_yen_is_lost(amount, language):
    with translation.override(language):
        assert read_back(yen_in_words(amount, "JPY")) == amount


@pytest.mark.django_db
@pytest.mark.parametrize("model", [BudgetLine, PrintedTotal])
def test_every_amount_of_the_record_is_told_exactly(model):
    found = set(model.objects.values_list("amount", "currency"))
    assert found
    for language in ("ja", "en"):
        with translation.override(language):
            wrong = [each for each in found if read_back(yen_in_words(*each)) != each[0]]
            assert wrong == []


@pytest.mark.parametrize(
    ("printed", "amount", "currency", "english"),
    [
        ("1,306億円", 130_600_000_000, "JPY", "JPY 130.6 billion"),
        ("約181億円", 18_100_000_000, "JPY", "about JPY 18.1 billion"),
        ("最大110百万ユーロ", 110_000_000, "EUR", "up to EUR 110 million"),
        ("150兆円超", 150 * 10**12, "JPY", "more than JPY 150 trillion"),
        ("20兆円規模", 20 * 10**12, "JPY", "about JPY 20 trillion"),
        (
            "総額2億豪ドル相当",
            200_000_000,
            "AUD",
            "the equivalent of AUD 200 million in total",
        ),
    ],
)
def test_a_print_keeps_what_it_says_of_its_number(printed, amount, currency, english):
    with translation.override("en"):
        assert print_in_words(printed, amount, currency) == english
    with translation.override("ja"):
        assert print_in_words(printed, amount, currency) == ""


@pytest.mark.django_db
@pytest.mark.parametrize("model", [BudgetLine, PrintedTotal])
def test_nothing_printed_beside_an_amount_is_lost_in_english(model):
    """What is no number, unit or known qualifier would be dropped without a word."""
    known = "|".join((*QUALIFIERS, *"兆億円", "百万", "豪ドル", "ユーロ", r"[\d,.]"))
    prints = set(model.objects.values_list("printed", flat=True))
    assert [each for each in prints if not re.fullmatch(f"(?:{known})+", each)] == []


@pytest.mark.django_db
def test_what_is_printed_as_about_says_so_in_english():
    with translation.override("en"):
        for model in (BudgetLine, PrintedTotal):
            about = model.objects.filter(approximate=True)
            assert about
            assert all("about" in line.printed_in_words for line in about)
        bound = Target.objects.exclude(bound="exact").exclude(value=None)
        assert bound
        assert all(re.match(r"about|at least|at most|more than", each.shown) for each in bound)


@pytest.mark.parametrize(
    ("value", "unit_ja", "japanese", "unit_en", "english"),
    [
        ("150.0000", "億円", "150 億円", "JPY 100 million", "JPY 15 billion"),
        ("100.0000", "兆円", "100 兆円", "trillion yen", "JPY 100 trillion"),
        ("150000000000000.0000", "円", "150,000,000,000,000 円", "yen", "JPY 150 trillion"),
        ("0.1000", "%", "0.1%", "%", "0.1%"),
        ("7217000", "件", "7,217,000 件", "views", "7,217,000 views"),
        ("47.6000", "ドル（1バレル）", "47.6 ドル（1バレル）", "dollars per barrel", None),
        ("5", "", "5", "", "5"),
    ],
)
def test_figures_carry_their_unit(value, unit_ja, japanese, unit_en, english):
    with translation.override("ja"):
        assert figure_in_words(Decimal(value), unit_ja) == japanese
    with translation.override("en"):
        assert figure_in_words(Decimal(value), unit_en) == (english or f"47.6 {unit_en}")
