"""The bytes of references: what each format has a rule for, and what none may lose."""

import json
import re

import pytest
from django.utils import translation

from portal.bibliography import (
    FORMATS,
    Form,
    Reference,
    biblatex,
    csl_json,
    metas,
    ris,
    verbatim,
)
from tests.cases import for_each

DOCUMENT = {
    "form": Form.DOCUMENT,
    "key": "source-meti-2026-04",
    "title": "経済安全保障政策を巡る最近の動向",
    "translation": "Recent Developments in Economic Security Policy",
    "language": "ja",
    "author": "Ministry of Economy, Trade and Industry",
    "publisher": "Ministry of Economy, Trade and Industry",
    "kind": "Material",
    "date": "2026-04-07",
    "address": "https://shirube.example/en/sources/meti-2026-04/",
}
PART = DOCUMENT | {
    "form": Form.PART,
    "key": "section-meti-2026-04-13",
    "title": "特定重要物資",
    "translation": "",
    "container": "最近の動向",
    "container_translation": "Recent developments",
    "part": "13",
    "author": "経済産業省",
    "publisher": "経済産業省",
    "kind": "",
}
# A date in EDTF form, and what RIS (year, date) and CSL make of it.
DATES = {
    "2026-04-07": ("2026", "2026/04/07/", {"date-parts": [[2026, 4, 7]]}),
    "2026-04": ("2026", "2026/04//", {"date-parts": [[2026, 4]]}),
    "2026": ("2026", "2026///", {"date-parts": [[2026]]}),
    "2025-21": ("2025", "2025///2025年春", {"date-parts": [[2025]], "season": 1}),
    "2025-24": ("2025", "2025///2025年冬", {"date-parts": [[2025]], "season": 4}),
    "2025-05~": (
        "2025",
        "2025/05//2025年5月頃",
        {"date-parts": [[2025, 5]], "circa": True},
    ),
    "2026-04-25/..": ("2026", "2026/04/25/2026年4月25日以降", {"literal": "2026年4月25日以降"}),
    "../2022-03-24": ("2022", "2022/03/24/2022年3月24日まで", {"literal": "2022年3月24日まで"}),
    "2025-10-25/2025-10-26": (
        "2025",
        "2025/10/25/2025年10月25日〜2025年10月26日",
        {"date-parts": [[2025, 10, 25], [2025, 10, 26]]},
    ),
    "2025-21/2025-23": ("2025", "2025///2025年春〜2025年秋", {"literal": "2025年春〜2025年秋"}),
    "": ("", "", None),
}
# What biber takes as a date: ISO 8601-2, level 1, as the manual of BibLaTeX has it (2.3.8).
PART_OF_DATE = r"\d{4}(-(0[1-9]|1[0-2]|2[1-4])(-\d{2})?)?[~?%]?"
BIBER = re.compile(rf"{PART_OF_DATE}(/({PART_OF_DATE}|\.\.))?|\.\./{PART_OF_DATE}")
NASTY = "50% & R&D_1 #2 $3 {a\\b} ~x ^y\r\nsecond\tline\u2028third\x0bfourth\x00end　全角"
FLAT = "50% & R&D_1 #2 $3 {a\\b} ~x ^y second line third fourth end　全角"


@pytest.fixture(autouse=True)
def japanese():
    """The words of dates are Japanese."""
    with translation.override("ja"):
        yield


def fields_of(entry: str) -> dict[str, str]:
    """The fields of an entry of BibLaTeX, a line each."""
    return dict(re.findall(r"^  (\w+) = \{(.*)\},$", entry, re.M))


def tags_of(record: str) -> dict[str, str]:
    """The tags of a record of RIS."""
    return dict(re.findall(r"^([A-Z][A-Z0-9])  - (.*)\r$", record, re.M))


def test_a_document_in_biblatex():
    assert biblatex(Reference(**DOCUMENT)) == (
        "@report{source-meti-2026-04,\n"
        "  author = {{Ministry of Economy, Trade and Industry}},\n"
        "  title = {経済安全保障政策を巡る最近の動向},\n"
        "  titleaddon = {Recent Developments in Economic Security Policy},\n"
        "  type = {Material},\n"
        "  institution = {{Ministry of Economy, Trade and Industry}},\n"
        "  date = {2026-04-07},\n"
        "  langid = {japanese},\n"
        "  url = {https://shirube.example/en/sources/meti-2026-04/},\n"
        "}\n"
    )


def test_a_part_in_biblatex():
    assert biblatex(Reference(**PART)) == (
        "@inbook{section-meti-2026-04-13,\n"
        "  author = {{経済産業省}},\n"
        "  title = {特定重要物資},\n"
        "  booktitle = {最近の動向},\n"
        "  booktitleaddon = {Recent developments},\n"
        "  chapter = {13},\n"
        "  publisher = {{経済産業省}},\n"
        "  date = {2026-04-07},\n"
        "  langid = {japanese},\n"
        "  url = {https://shirube.example/en/sources/meti-2026-04/},\n"
        "}\n"
    )


def test_a_part_in_ris():
    assert ris(Reference(**PART)) == (
        "TY  - CHAP\r\n"
        "ID  - section-meti-2026-04-13\r\n"
        "AU  - 経済産業省\r\n"
        "TI  - 特定重要物資\r\n"
        "T2  - 最近の動向 [Recent developments]\r\n"
        "SE  - 13\r\n"
        "PB  - 経済産業省\r\n"
        "PY  - 2026\r\n"
        "DA  - 2026/04/07/\r\n"
        "LA  - ja\r\n"
        "UR  - https://shirube.example/en/sources/meti-2026-04/\r\n"
        "ER  - \r\n"
    )


def test_a_document_in_csl():
    [item] = json.loads(csl_json(Reference(**DOCUMENT)))
    assert item == {
        "id": "source-meti-2026-04",
        "type": "report",
        "title": f"{DOCUMENT['title']} [{DOCUMENT['translation']}]",
        "author": [{"literal": "Ministry of Economy, Trade and Industry"}],
        "genre": "Material",
        "issued": {"date-parts": [[2026, 4, 7]]},
        "language": "ja",
        "URL": "https://shirube.example/en/sources/meti-2026-04/",
    }


def test_a_publisher_that_is_not_the_author_is_named():
    [item] = json.loads(csl_json(Reference(**(DOCUMENT | {"author": "JETRO"}))))
    assert item["publisher"] == DOCUMENT["publisher"]


def test_japanese_stands_in_csl_as_it_is_not_as_codes():
    assert "経済安全保障" in csl_json(Reference(**DOCUMENT))


@for_each("edtf", [date for date in DATES if date])
def test_dates(edtf):
    reference = Reference(**(DOCUMENT | {"date": edtf}))
    year, slashed, issued = DATES[edtf]
    date = fields_of(biblatex(reference))["date"]
    assert date == edtf
    assert BIBER.fullmatch(date)
    tags = tags_of(ris(reference))
    assert (tags["PY"], tags["DA"]) == (year, slashed)
    assert json.loads(csl_json(reference))[0]["issued"] == issued


@for_each(
    ("edtf", "marked"),
    [
        ("2025-21", "2025-21?"),
        ("2025-05~", "2025-05%"),
        ("2026-04-25/..", "2026-04-25?/.."),
        ("2025-10/2025-11", "2025-10?/2025-11?"),
    ],
)
def test_an_inferred_date_is_uncertain(edtf, marked):
    reference = Reference(**(DOCUMENT | {"date": edtf, "inferred": True}))
    assert fields_of(biblatex(reference))["date"] == marked
    assert BIBER.fullmatch(marked)
    issued = json.loads(csl_json(reference))[0]["issued"]
    assert issued.get("circa") or "literal" in issued


def test_what_has_no_date_names_none():
    reference = Reference(**(DOCUMENT | {"date": ""}))
    assert "date" not in fields_of(biblatex(reference))
    assert not {"PY", "DA"} & tags_of(ris(reference)).keys()
    assert "issued" not in json.loads(csl_json(reference))[0]
    assert "citation_publication_date" not in dict(metas(reference))


def test_no_day_of_access_is_made_up():
    """It would make other bytes each day; the reader's tool knows it."""
    text = "".join(each.write(Reference(**DOCUMENT)) for each in FORMATS)
    assert not re.search(r"urldate|accessed|^Y2 ", text, re.M)


def test_signs_of_latex_are_escaped_and_braces_balance():
    entry = biblatex(Reference(**(DOCUMENT | {"title": NASTY, "note": "}{", "kind": "{"})))
    assert fields_of(entry)["title"] == (
        r"50\% \& R\&D\_1 \#2 \$3 \textbraceleft{}a\textbackslash{}b\textbraceright{} "
        r"\textasciitilde{}x \textasciicircum{}y second line third fourth end　全角"
    )
    # As biber counts them: those behind a backslash too.
    depth = 0
    for sign in entry:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0


@for_each("field", ["title", "translation", "container", "part", "kind", "note", "author"])
def test_no_value_breaks_a_line(field):
    """A break would end a tag of RIS, and whatever follows would be a tag of its own."""
    text = f"{NASTY}\r\nER  - \r\nTY  - JOUR"
    reference = Reference(**(PART | {field: text}))
    record = ris(reference)
    assert record.count("\r\n") == len(record.splitlines()) == record.count("\n")
    assert re.findall(r"^(?:TY|ER)  - .*$", record, re.M) == ["TY  - CHAP\r", "ER  - \r"]
    assert "\x00" not in record
    assert len(biblatex(reference).splitlines()) == len(biblatex(reference).split("\n")) - 1
    assert all("\n" not in value for _name, value in metas(reference))


def test_other_formats_keep_what_latex_cannot():
    reference = Reference(**(PART | {"title": NASTY}))
    assert tags_of(ris(reference))["TI"] == FLAT
    assert json.loads(csl_json(reference))[0]["title"] == FLAT


def test_an_address_keeps_its_signs_and_loses_what_would_end_it():
    address = "https://x.jp/a_b/?q=1&r=50%25#n"
    assert verbatim(address) == address
    assert verbatim("https://x.jp/{a} b\n") == "https://x.jp/%7Ba%7D%20b%0A"
    assert fields_of(biblatex(Reference(**(PART | {"address": address}))))["url"] == address


def test_the_name_of_a_body_stays_whole():
    """BibLaTeX parts names at "and" and commas, RIS at commas and spaces."""
    body = {"author": "Ministry of Health, Labour and Welfare"}
    reference = Reference(**(PART | body))
    assert fields_of(biblatex(reference))["author"] == "{Ministry of Health, Labour and Welfare}"
    assert tags_of(ris(reference))["AU"] == "Ministry of Health Labour and Welfare,"
    assert json.loads(csl_json(reference))[0]["author"] == [{"literal": body["author"]}]
    assert tags_of(ris(Reference(**PART)))["AU"] == "経済産業省"


def test_metas_of_each_form():
    assert metas(Reference(**DOCUMENT)) == [
        ("citation_title", DOCUMENT["title"]),
        ("citation_author", DOCUMENT["author"]),
        ("citation_technical_report_institution", DOCUMENT["publisher"]),
        ("citation_publication_date", "2026/04/07"),
        ("citation_language", "ja"),
        ("citation_public_url", DOCUMENT["address"]),
    ]
    assert ("citation_inbook_title", "最近の動向") in metas(Reference(**PART))
    page = PART | {"form": Form.PAGE, "publisher": "", "date": "2026-04-25/.."}
    assert dict(metas(Reference(**page))).keys() == {
        *("citation_title", "citation_author", "citation_publisher"),
        *("citation_language", "citation_public_url"),
    }
