"""Prints of amounts and figures say what stands beside them, or not."""

import pytest

from portal.search.prints import figures_in, fits, multiplier

EURO = "最大110百万ユーロ"


@pytest.mark.parametrize(
    ("printed", "value", "unit"),
    [
        ("2,500億円", 250_000_000_000, ""),
        ("2兆5,643億円", 2_564_300_000_000, ""),
        ("1兆52億円", 1_005_200_000_000, ""),
        ("0.3億円", 30_000_000, ""),
        ("約2兆円", 2_000_000_000_000, ""),
        (EURO, 110_000_000, ""),
        ("総額2億豪ドル相当", 200_000_000, ""),
        ("USD 1.5 billion", 1_500_000_000, ""),
        ("１，２３４億円", 123_400_000_000, ""),
        ("10～20億円", 1_000_000_000, ""),
        ("10～20億円", 2_000_000_000, ""),
        ("3,000億円〜1兆円", 300_000_000_000, ""),
        ("100兆円", 100, "兆円"),
        ("77兆円", 77_000_000_000_000, "円"),
        ("721.7万", "7217000.0000", "件"),
        ("4千人", 4000, "人"),
        ("8つ（令和5年10月現在）", 8, "物資"),
        ("8,185", 8185, "億ドル"),
        ("約2割", 20, "％"),
        ("約8割", 8, ""),
        ("中国", 1, "位"),
        ("15 billion yen", 150, "JPY 100 million"),
    ],
)
def test_a_value_that_is_printed_fits(printed, value, unit):
    assert fits(printed, value, unit)


@pytest.mark.parametrize(
    ("printed", "value", "unit"),
    [
        (EURO, 5, ""),
        (EURO, 110, ""),
        ("2,500億円", 25_000_000_000, ""),
        ("2兆5,643億円", 2_000_000_000_000, ""),
        ("10～20億円", 3_000_000_000, ""),
        ("100兆円", 100, "億円"),
        ("約2割", 200, "％"),
        ("8つ（令和5年10月現在）", 5, "物資"),
        ("8,185", 185, "億ドル"),
    ],
)
def test_another_value_does_not(printed, value, unit):
    assert not fits(printed, value, unit)


def test_a_print_of_words_or_of_a_date_alone_is_no_figure():
    assert figures_in("調整中") == figures_in("令和5年10月") == []


def test_units_are_known_in_both_languages():
    assert multiplier("兆円") == multiplier("trillion yen") == 10**12
    assert multiplier("億ドル") == multiplier("JPY 100 million") == 10**8
    assert multiplier("か国") == 1
