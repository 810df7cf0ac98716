"""Dates as people write them: what each form means, what is refused, and with which words."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from portal.dates.edtf import bounds, describe, describe_with_era
from portal.dates.written import EXAMPLES, read
from tests.cases import for_each

READ = {
    "2026": (
        "2026",
        "２０２６",
        "2026年",
        "西暦2026年",
        "令和8年",
        "令和８年",
        "令和八年",
        "R8",
        "r8年",
        "Ｒ８",
    ),
    "2026-03": (
        *(
            "2026-03",
            "2026-3",
            "2026/03",
            "2026/3",
            "2026.3",
            "２０２６／０３",
            "2026–03",
            "2026年3月",
        ),
        *("2026年03月", "2026 年 3 月", "２０２６年３月", "二〇二六年三月", "二千二十六年三月"),
        *(
            "令和8年3月",
            "令和 8 年 3 月",
            "令和八年三月",
            "R8.3",
            "R8/3",
            "R8-3",
            "r8年3月",
            "Ｒ８．３",
        ),
        *("March 2026", "Mar 2026", "Mar. 2026", "march, 2026", "Reiwa 8.3"),
    ),
    "2026-03-19": (
        *("2026-03-19", "20260319", "2026/3/19", "2026/03/19", "2026.3.19", "2026年3月19日"),
        *("令和8年3月19日", "令和八年三月十九日", "R8.3.19", "R8/3/19", "r8年3月19日", "2026-3-19"),
        *(
            "19 March 2026",
            "19th Mar 2026",
            "March 19, 2026",
            "March 19 2026",
            "２０２６－０３－１９",
        ),
    ),
    "2019": ("H31", "平成31年", "令和元年", "令和1年", "R元", "R1"),
    "2019-05-01": ("令和元年5月1日", "平成31年5月1日", "R1.5.1", "H31.5.1"),
    "1989-01-07": ("昭和64年1月7日", "S64.1.7", "昭和六十四年一月七日"),
    "1949-12-01": ("昭和24年12月1日",),
    "1912": ("明治45年", "大正元年"),
    "2025-04/2026-03": (
        *("令和7年度", "令和七年度", "R7年度", "2025年度", "FY2025", "fy 2025", "fiscal year 2025"),
        *("令和7年度（2025年度）", "２０２５年度"),
    ),
    "2019-04/2020-03": ("令和元年度", "平成31年度"),
    "2026-22": ("2026-22", "2026年夏", "令和8年夏", "2026年の夏", "summer 2026", "Summer 2026"),
    "2025-05~": ("2025-05~", "2025年5月頃", "2025年5月ごろ", "about May 2025"),
    "2025~": ("2025~", "2025年頃", "about 2025"),
    "2010/..": ("2010/..",),
    "../2024-02": ("../2024-02",),
    "2025-10-25/2025-10-26": ("2025-10-25/2025-10-26",),
    "2026-04-07": ("2026年4月7日（令和8年）",),
}
# No date, no day of the calendar, or none that is sure.
REFUSED = (
    *(
        "soon",
        "来年",
        "2026-13",
        "2026/13",
        "2026年13月",
        "2026-02-30",
        "令和8年2月30日",
        "2026-00",
    ),
    *(
        "2026/21",
        "2026年21月",
        "0000",
        "99999",
        "R",
        "令和",
        "令和0年",
        "平成32年",
        "H32.1",
        "R100",
    ),
    *(
        "3/4/2026",
        "03/2026",
        "26.3.19",
        "26/3/19",
        "8年3月",
        "R8.13",
        "3月19日",
        "202603",
        "19.3.2026",
    ),
    *("2026年3", "20260319x", "2026年3月19日〜", "[..1904]", "2026-3/2026-4", "Foo 2026", "m 2026"),
    *("FY25", "令和7年度末", "9999年度", "一十二百年", "about", "2025~頃", "2026\n-03\n;"),
)


@for_each(
    ("written", "edtf"), [(written, edtf) for edtf, forms in READ.items() for written in forms]
)
def test_a_date_is_read_as_people_write_it(written, edtf):
    assert read(written) == edtf
    assert read(f"  {written} ") == edtf


@for_each("edtf", READ)
def test_what_is_read_is_a_date(edtf):
    assert bounds(edtf) != (None, None)
    assert read(edtf) == edtf


@for_each(
    "edtf", ["2026", "2026-03", "2026-03-19", "2026-22", "2026-24", "2025-05~", "2025-04/2026-03"]
)
def test_what_the_site_says_is_read_back(edtf):
    for language in ("ja", "en"):
        with translation.override(language):
            assert read(describe(edtf)) == edtf
    assert read(describe_with_era("2026-04-07")) == "2026-04-07"


@for_each("written", REFUSED)
def test_what_is_no_date_or_may_be_several_is_refused(written):
    with pytest.raises(ValidationError) as refused:
        read(written)
    assert refused.value.params["date"] == written


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_refusal_offers_forms_that_are_read(language):
    with translation.override(language):
        with pytest.raises(ValidationError) as refused:
            read("3/4/2026")
        (words,) = refused.value.messages
        assert words.startswith("「" if language == "ja" else "“")
        for example in EXAMPLES[language]:
            assert example in words
            assert bounds(read(example))[0]


def test_a_span_that_ends_before_it_begins_is_told_so():
    with pytest.raises(ValidationError) as refused:
        read("2026/2025")
    assert refused.value.code == "order"
