"""A date that is told from another is read where the text has given that one, else not."""

import pytest

from portal.mentions.lines import lines_of
from portal.mentions.mention import Kind, Mention
from portal.mentions.reading import mentions_of
from portal.mentions.relative import last_date, with_relative


def told(text: str, today: Mention | None = None) -> list[str]:
    found, last = [], None
    for line in lines_of(text):
        mentions = with_relative(line.letters, mentions_of(line), last, today)
        last = last_date(mentions, last)
        found += [each.edtf for each in mentions if each.edtf]
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026年3月19日、同月17日", ["2026-03-19", "2026-03-17"]),
        ("2026年3月19日。\n同日、決定した。", ["2026-03-19", "2026-03-19"]),
        ("2025年に、同年5月、翌年4月1日", ["2025", "2025-05", "2026-04-01"]),
        ("2025年12月、翌月3日、前年", ["2025-12", "2026-01-03", "2025"]),
        ("令和7年度、翌年度", ["2025-04/2026-03", "2026-04/2027-03"]),
        ("2025年12月、同日", ["2025-12"]),
        ("2025年、同月", ["2025"]),
        ("2025年2月、同月30日", ["2025-02"]),
        ("2025年から2026年まで、前年比", ["2025", "2026"]),
        ("5月、同月17日", ["--05"]),
        ("同年5月", []),
    ],
)
def test_relative_dates_are_read_from_the_last_one(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7年度補正", ["2025-04/2026-03"]),
        ("8年度予算案", ["2026-04/2027-03"]),
        ("令和7年度補正", ["2025-04/2026-03"]),
        ("2025年度補正", ["2025-04/2026-03"]),
        ("3年度にわたり", []),
        ("第5年度", []),
    ],
)
def test_a_fiscal_year_without_its_era_is_one_of_the_present(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "on_a_day", "alone"),
    [
        ("昨年10月に", ["2025-10"], ["--10"]),
        ("本年三月十九日に", ["2026-03-19"], ["--03-19"]),
        ("一昨年の12月", ["2024-12"], ["--12"]),
        ("in October last year", ["2025-10"], ["--10"]),
        ("昨年1月間", [], []),
    ],
)
def test_a_month_of_this_year_or_one_beside_it_is_told_from_the_day_of_the_memo(
    text, on_a_day, alone
):
    today = Mention(Kind.DATE, 0, 0, edtf="2026-04-25")
    assert told(text, today) == on_a_day
    assert told(text) == alone
