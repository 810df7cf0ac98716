"""References for reference managers: nothing is lost, nothing breaks the form, dates stay exact."""

import json
import re

import pytest
from django.utils import translation

from portal.references import (
    FORMATS,
    Reference,
    biblatex,
    biblatex_date,
    csl_date,
    csl_json,
    ris,
    ris_date,
)
from tests.cases import for_each

SECTION = Reference(
    key="meti-2026-04-13",
    document=True,
    author="経済産業省",
    title="経済安全保障政策を巡る最近の動向",
    date="2026-04-07",
    inferred=False,
    address="https://shirube.example.jp/sources/meti-2026-04/13/",
    language="ja",
    section="13",
    part="第13節「特定重要物資の指定」",
)
PAGE = Reference(
    key="shirube-osa",
    document=False,
    author="Shirube",
    title="Official Security Assistance (OSA)",
    date="2026-11-29",
    inferred=False,
    address="https://shirube.example.jp/en/measures/osa/",
    language="en",
    note="Source: Ministry of Economy, Trade and Industry",
)
NASTY = Reference(
    key="x",
    document=True,
    author="Ministry of {Economy}, Trade & Industry",
    title="50% #1_a ~ b^c \\d $5\nTY  - HACK",
    date="",
    inferred=False,
    address="https://shirube.example.jp/{a}%20\\",
    language="en",
    note='"quoted" <tag>\r\nER  - ',
)
# EDTF: in biblatex, there inferred, in RIS, and in CSL.
DATES = {
    "2026-04-07": ("2026-04-07", "2026-04-07?", "2026/04/07/", {"date-parts": [[2026, 4, 7]]}),
    "2026-04": ("2026-04", "2026-04?", "2026/04//", {"date-parts": [[2026, 4]]}),
    "2026": ("2026", "2026?", "2026///", {"date-parts": [[2026]]}),
    "2026-22": ("2026-22", "2026-22?", "2026///2026年夏", {"date-parts": [[2026]], "season": 2}),
    "2025-05~": (
        "2025-05~",
        "2025-05%",
        "2025/05//2025年5月頃",
        {"date-parts": [[2025, 5]], "circa": True},
    ),
    "2025-10-25/2025-10-26": (
        "2025-10-25/2025-10-26",
        "2025-10-25?/2025-10-26?",
        "2025/10/25/2025年10月25日〜2025年10月26日",
        {"date-parts": [[2025, 10, 25], [2025, 10, 26]]},
    ),
    "2026-04-25/..": (
        "2026-04-25/..",
        "2026-04-25?/..",
        "2026/04/25/2026年4月25日以降",
        {"date-parts": [[2026, 4, 25]], "literal": "2026年4月25日以降"},
    ),
    "../2024-02": (
        "../2024-02",
        "../2024-02?",
        "2024/02//2024年2月まで",
        {"date-parts": [[2024, 2]], "literal": "2024年2月まで"},
    ),
    "2026-21/2026-23": (
        "2026-21/2026-23",
        "2026-21?/2026-23?",
        "2026///2026年春〜2026年秋",
        {"date-parts": [[2026], [2026]], "literal": "2026年春〜2026年秋"},
    ),
    "": ("", "", "", {}),
}
# What biber 2.19 takes as a date of EDTF level 1.
PART = r"\d{4}(-(0[1-9]|1[0-2]|2[1-4])(-\d\d)?)?[?~%]?"
BIBER = re.compile(rf"{PART}(/({PART}|\.\.))?|\.\./{PART}")


@pytest.fixture(autouse=True)
def japanese():
    """Words are read in Japanese unless a test says otherwise."""
    with translation.override("ja"):
        yield


def tags(text: str) -> dict[str, list[str]]:
    """The lines of one RIS reference by tag."""
    found: dict[str, list[str]] = {}
    assert text.endswith("ER  - \r\n\r\n")
    for line in text.removesuffix("\r\n\r\n").split("\r\n"):
        tag, value = re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line).groups()
        found.setdefault(tag, []).append(value)
    return found


def fields(text: str) -> dict[str, str]:
    """The fields of one BibLaTeX entry."""
    body = re.fullmatch(r"@\w+\{[a-z0-9-]+,\n(.*)\n\}\n", text, re.S)[1]
    lines = [re.fullmatch(r"  (\w+) += \{(.*)\},", line) for line in body.split("\n")]
    assert all(lines), text
    return {line[1]: line[2] for line in lines}


@for_each("edtf", DATES)
def test_a_date_stays_as_exact_as_it_is(edtf):
    plain, uncertain, in_ris, in_csl = DATES[edtf]
    assert biblatex_date(edtf, False) == plain
    assert biblatex_date(edtf, True) == uncertain
    assert not edtf or all(map(BIBER.fullmatch, (plain, uncertain)))
    assert ris_date(edtf) == in_ris
    assert csl_date(edtf, False) == in_csl
    assert csl_date(edtf, True) == (in_csl | {"circa": True} if edtf else {})


def test_a_section_in_biblatex():
    assert biblatex([SECTION]).startswith("@report{meti-2026-04-13,\n")
    assert fields(biblatex([SECTION])) == {
        "author": "{経済産業省}",
        "title": "{経済安全保障政策を巡る最近の動向}",
        "date": "2026-04-07",
        "type": "資料",
        "institution": "経済産業省",
        "titleaddon": "第13節「特定重要物資の指定」",
        "chapter": "13",
        "url": SECTION.address,
        "langid": "japanese",
    }


def test_a_section_in_ris():
    assert tags(ris([SECTION])) == {
        "TY": ["RPRT"],
        "ID": ["meti-2026-04-13"],
        "AU": ["経済産業省"],
        "PB": ["経済産業省"],
        "TI": ["経済安全保障政策を巡る最近の動向"],
        "PY": ["2026"],
        "DA": ["2026/04/07/"],
        "SE": ["13"],
        "M1": ["第13節「特定重要物資の指定」"],
        "LA": ["ja"],
        "UR": [SECTION.address],
        "ER": [""],
    }


def test_a_section_in_csl():
    assert json.loads(csl_json([SECTION])) == [
        {
            "id": "meti-2026-04-13",
            "type": "report",
            "author": [{"literal": "経済産業省"}],
            "publisher": "経済産業省",
            "title": "経済安全保障政策を巡る最近の動向",
            "issued": {"date-parts": [[2026, 4, 7]]},
            "section": "13",
            "note": "第13節「特定重要物資の指定」",
            "URL": SECTION.address,
            "language": "ja",
        }
    ]
    assert "経済産業省" in csl_json([SECTION]), "as letters, not as escapes"


def test_a_page_of_this_site():
    assert biblatex([PAGE]).startswith("@online{shirube-osa,\n")
    assert fields(biblatex([PAGE]))["author"] == "{Shirube}"
    assert tags(ris([PAGE]))["TY"] == ["ELEC"]
    assert json.loads(csl_json([PAGE]))[0]["type"] == "webpage"
    for write in (biblatex, ris, csl_json):
        assert "Source: Ministry of Economy, Trade and Industry" in write([PAGE])


def test_a_body_is_no_person():
    """A comma would make a family name of it in RIS; there it is the publisher alone."""
    assert "AU" not in tags(ris([NASTY]))
    assert tags(ris([NASTY]))["PB"] == [NASTY.author]
    assert json.loads(csl_json([NASTY]))[0]["author"] == [{"literal": NASTY.author}]


def test_nothing_breaks_out_of_its_field():
    found = fields(biblatex([NASTY]))
    assert found["title"] == (
        r"{50\% \#1\_a \textasciitilde{} b\textasciicircum{}c \textbackslash{}d \$5 TY - HACK}"
    )
    assert found["author"] == r"{Ministry of \{Economy\}, Trade \& Industry}"
    assert found["url"] == "https://shirube.example.jp/%7Ba%7D%20%5C"
    for value in found.values():
        depth = 0
        for sign in re.sub(r"\\[{}]", "", value):
            depth += (sign == "{") - (sign == "}")
            assert depth >= 0
        assert depth == 0
    assert tags(ris([NASTY]))["TI"] == ["50% #1_a ~ b^c \\d $5 TY - HACK"]
    assert tags(ris([NASTY]))["N1"] == ['"quoted" <tag> ER -']
    assert json.loads(csl_json([NASTY]))[0]["title"].startswith("50% #1_a")


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.suffix)
def test_several_references_stand_in_one_file(form):
    text = form.write([SECTION, PAGE])
    assert text.count(SECTION.key) == text.count(PAGE.key) == 1
    assert text.index(SECTION.key) < text.index(PAGE.key)
