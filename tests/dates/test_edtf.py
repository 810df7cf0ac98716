"""Dates keep their precision: what EDTF forms mean, how they read, what is refused."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from portal.dates.edtf import (
    _parsed_bounds,
    bounds,
    describe,
    describe_with_era,
    era_year,
    fiscal_year_label,
    fiscal_year_short,
    machine_readable,
    plain_bounds,
    validate_edtf,
)
from tests.cases import for_each

DAY = datetime.date

# form: first day, last day, Japanese, English, HTML datetime
FORMS = {
    "2026-03-19": (
        DAY(2026, 3, 19),
        DAY(2026, 3, 19),
        "2026年3月19日",
        "19 March 2026",
        "2026-03-19",
    ),
    "2026-03": (DAY(2026, 3, 1), DAY(2026, 3, 31), "2026年3月", "March 2026", "2026-03"),
    "2024-02": (DAY(2024, 2, 1), DAY(2024, 2, 29), "2024年2月", "February 2024", "2024-02"),
    "2026": (DAY(2026, 1, 1), DAY(2026, 12, 31), "2026年", "2026", "2026"),
    "2026-21": (DAY(2026, 3, 1), DAY(2026, 5, 31), "2026年春", "spring 2026", ""),
    "2026-22": (DAY(2026, 6, 1), DAY(2026, 8, 31), "2026年夏", "summer 2026", ""),
    "2026-23": (DAY(2026, 9, 1), DAY(2026, 11, 30), "2026年秋", "autumn 2026", ""),
    "2026-24": (DAY(2026, 12, 1), DAY(2027, 2, 28), "2026年冬", "winter 2026", ""),
    "2027-24": (DAY(2027, 12, 1), DAY(2028, 2, 29), "2027年冬", "winter 2027", ""),
    "2026-12-24": (
        DAY(2026, 12, 24),
        DAY(2026, 12, 24),
        "2026年12月24日",
        "24 December 2026",
        "2026-12-24",
    ),
    "2026-22/2026-24": (
        DAY(2026, 6, 1),
        DAY(2027, 2, 28),
        "2026年夏〜2026年冬",
        "summer–winter 2026",
        "",
    ),
    "2026-24/2027-05": (
        DAY(2026, 12, 1),
        DAY(2027, 5, 31),
        "2026年冬〜2027年5月",
        "winter 2026 – May 2027",
        "",
    ),
    "2025-05~": (DAY(2025, 5, 1), DAY(2025, 5, 31), "2025年5月頃", "about May 2025", ""),
    "2025~": (DAY(2025, 1, 1), DAY(2025, 12, 31), "2025年頃", "about 2025", ""),
    "2025-04/2026-03": (
        DAY(2025, 4, 1),
        DAY(2026, 3, 31),
        "令和7年度（2025年度）",
        "FY2025",
        "",
    ),
    "2024-04/2026-03": (
        DAY(2024, 4, 1),
        DAY(2026, 3, 31),
        "2024年4月〜2026年3月",
        "April 2024 – March 2026",
        "",
    ),
    "2002-07/2012-06": (
        DAY(2002, 7, 1),
        DAY(2012, 6, 30),
        "2002年7月〜2012年6月",
        "July 2002 – June 2012",
        "",
    ),
    "2025-10-25/2025-10-26": (
        DAY(2025, 10, 25),
        DAY(2025, 10, 26),
        "2025年10月25日〜2025年10月26日",
        "25–26 October 2025",
        "",
    ),
    "2025-11-24/2025-12-05": (
        DAY(2025, 11, 24),
        DAY(2025, 12, 5),
        "2025年11月24日〜2025年12月5日",
        "24 November – 5 December 2025",
        "",
    ),
    "2025-12-24/2026-01-05": (
        DAY(2025, 12, 24),
        DAY(2026, 1, 5),
        "2025年12月24日〜2026年1月5日",
        "24 December 2025 – 5 January 2026",
        "",
    ),
    "2025-10/2025-12": (
        DAY(2025, 10, 1),
        DAY(2025, 12, 31),
        "2025年10月〜2025年12月",
        "October–December 2025",
        "",
    ),
    "2024/2034": (DAY(2024, 1, 1), DAY(2034, 12, 31), "2024年〜2034年", "2024–2034", ""),
    "2025/2026-03": (
        DAY(2025, 1, 1),
        DAY(2026, 3, 31),
        "2025年〜2026年3月",
        "2025 – March 2026",
        "",
    ),
    "2026-03/2026-03": (
        DAY(2026, 3, 1),
        DAY(2026, 3, 31),
        "2026年3月〜2026年3月",
        "March 2026 – March 2026",
        "",
    ),
    "2025~/2026": (
        DAY(2025, 1, 1),
        DAY(2026, 12, 31),
        "2025年頃〜2026年",
        "about 2025 – 2026",
        "",
    ),
    "2026-21/2026-23": (
        DAY(2026, 3, 1),
        DAY(2026, 11, 30),
        "2026年春〜2026年秋",
        "spring–autumn 2026",
        "",
    ),
    "2026-04-25/..": (DAY(2026, 4, 25), None, "2026年4月25日以降", "from 25 April 2026 on", ""),
    "../2026-04": (None, DAY(2026, 4, 30), "2026年4月まで", "until April 2026", ""),
    "": (None, None, "", "", ""),
}

REFUSED = (
    "令和8年3月19日",
    "2026年3月",
    "2026/3/19",
    "2026-3-19",
    "2026-13",
    "2026-00",
    "2026-20",
    "2026-25",
    "2026-33",
    "2026-41",
    "2026-04-31",
    "2026-02-30",
    "2025-02-29",
    "2026-21-05",
    "26-03-19",
    "10000",
    "0000",
    "-0005",
    "Y3388E2S3",
    "2026-XX",
    "20XX",
    "{2025,2026}",
    "[2025..2026]",
    "2026-03-19T10:00:00",
    "~2026",
    " 2026",
    "2026 ",
    "2026\n",
    "２０２６",
    "..",
    "/",
    "../..",
    "2026/",
    "/2026",
    "2026-04..",
    "2025/2026/2027",
    "2025/../2027",
    "spring 2026",
    "unknown",
    "open",
)


@for_each("edtf", FORMS)
def test_bounds_are_the_first_and_last_day(edtf):
    assert bounds(edtf) == FORMS[edtf][:2]


@for_each("edtf", FORMS)
def test_describe_speaks_the_active_language(edtf):
    words = {}
    for language in ("ja", "en"):
        with translation.override(language):
            words[language] = describe(edtf)
    assert words == {"ja": FORMS[edtf][2], "en": FORMS[edtf][3]}


@for_each("edtf", FORMS)
def test_machine_readable_is_a_plain_date_or_nothing(edtf):
    assert machine_readable(edtf) == FORMS[edtf][4]


@for_each("edtf", REFUSED)
def test_other_forms_are_refused_by_name(edtf):
    with pytest.raises(ValidationError) as refused:
        validate_edtf(edtf)
    assert refused.value.code == "edtf"
    assert edtf in refused.value.messages[0]


@pytest.mark.parametrize(
    "edtf", ["2026/2025", "2026-03-19/2026-03-18", "2026-23/2026-21", "2026-04/2026-03"]
)
def test_an_interval_that_ends_before_it_begins_is_refused(edtf):
    with translation.override("en"):
        with pytest.raises(ValidationError) as refused:
            validate_edtf(edtf)
        assert refused.value.code == "order"
        assert refused.value.messages == [f"“{edtf}” ends before it begins."]


@pytest.mark.parametrize("edtf", ["2026-03-19/2026-03-19", "2026/2026", "2026-03/2026"])
def test_an_interval_may_begin_and_end_together(edtf):
    validate_edtf(edtf)


@for_each(
    ("date", "era"),
    [
        ((2026,), "令和8年"),
        ((2020,), "令和2年"),
        ((2019,), "令和元年"),
        ((2019, 4), "平成31年"),
        ((2019, 4, 30), "平成31年"),
        ((2019, 5), "令和元年"),
        ((2019, 5, 1), "令和元年"),
        ((2018,), "平成30年"),
        ((2020, 2, 29), "令和2年"),
        ((2019, 2, 28), "平成31年"),
        ((2019, 1, 31), "平成31年"),
        ((1990,), "平成2年"),
        ((1989,), "平成元年"),
        ((1989, 1), "平成元年"),
        ((1989, 1, 8), "平成元年"),
        ((1989, 1, 7), ""),
        ((1988,), ""),
        ((1945, 8, 15), ""),
        ((0,), ""),
        ((-1, 1, 1), ""),
    ],
)
def test_the_era_changes_on_its_first_day(date, era):
    assert era_year(*date) == era


@pytest.mark.parametrize(
    ("year", "japanese"),
    [
        (2026, "令和8年度（2026年度）"),
        (2019, "令和元年度（2019年度）"),
        (2018, "平成30年度（2018年度）"),
        (1989, "平成元年度（1989年度）"),
        (1988, "1988年度"),
        (1945, "1945年度"),
        (1000, "1000年度"),
    ],
)
def test_a_fiscal_year_is_told_in_both_countings(year, japanese):
    with translation.override("ja"):
        assert fiscal_year_label(year) == japanese
        assert fiscal_year_short(year) == japanese.split("（")[0]
        assert describe(f"{year}-04/{year + 1}-03") == japanese
    with translation.override("en"):
        assert fiscal_year_label(year) == fiscal_year_short(year) == f"FY{year}"
        assert describe(f"{year}-04/{year + 1}-03") == f"FY{year}"


@pytest.mark.parametrize(
    ("edtf", "japanese"),
    [
        ("2026-04-07", "2026年4月7日（令和8年）"),
        ("2026-04", "2026年4月（令和8年）"),
        ("2026", "2026年（令和8年）"),
        ("2026-22", "2026年夏（令和8年）"),
        ("2025-05~", "2025年5月頃（令和7年）"),
        ("2019-04-30", "2019年4月30日（平成31年）"),
        ("2019-05-01", "2019年5月1日（令和元年）"),
        ("1989-01-07", "1989年1月7日"),
        ("1988", "1988年"),
        ("2024-04/2026-03", "2024年4月〜2026年3月"),
        ("2026-04-25/..", "2026年4月25日以降"),
        ("", ""),
    ],
)
def test_japanese_dates_carry_their_era_where_there_is_one(edtf, japanese):
    with translation.override("ja"):
        assert describe_with_era(edtf) == japanese
    with translation.override("en"):
        assert describe_with_era(edtf) == describe(edtf)


def test_every_month_has_its_english_name():
    with translation.override("en"):
        names = [describe(f"2026-{month:02}").split()[0] for month in range(1, 13)]
    assert names == [DAY(2026, month, 1).strftime("%B") for month in range(1, 13)]


PLAIN = [
    *("2026", "0999", "2026-02", "2024-02", "1900-02", "2000-02-29", "2026-12-24"),
    *("2025-10-25/2025-10-26", "2025-04/2026-03", "2025/2026-02", "2026-03-19/2026"),
]


@pytest.mark.parametrize("edtf", PLAIN)
def test_plain_dates_are_read_as_the_parser_reads_them(edtf):
    assert plain_bounds(edtf) == _parsed_bounds(edtf) != (None, None)


@pytest.mark.parametrize("edtf", ["2026-24", "2026-03~", "2026/..", "../2026", "2026/", "0000"])
def test_other_forms_are_left_to_the_parser(edtf):
    assert plain_bounds(edtf) is None


@pytest.mark.parametrize("edtf", ["2026-02-29", "2026-04-31", "2026-01-00", "2025/2026-02-30"])
def test_days_that_are_none_are_refused(edtf):
    with pytest.raises(ValidationError, match=edtf):
        bounds(edtf)
