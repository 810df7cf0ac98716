"""The sections that a document proposes by its titles and headings."""

import hashlib
import pathlib
from collections import Counter

import pytest
import yaml
from django.conf import settings

from portal.decks.deck import Deck, Line, Page
from portal.decks.outline import propose
from portal.decks.reading import read
from portal.search.passages import fold_source
from tests.decks.making import slides

MARKDOWN = """# 資料の題

局名

# 第一の章

- 本文

## ① 小さな項目

# 第二の章

- 本文
"""


def headings(deck: Deck) -> list[str]:
    return [proposal.heading for proposal in propose(deck)]


def test_each_slide_is_a_section_and_one_that_continues_is_none():
    deck = read(
        "deck.pptx",
        slides(("表紙", []), ("予算", ["一"]), ("予算（続き）", ["二"]), ("", ["三"]), ("別", [])),
    )
    found = propose(deck)
    assert [(each.heading, each.page) for each in found] == [("表紙", 1), ("予算", 2), ("別", 5)]
    assert found[1].text.split("\n") == ["予算", "一", "予算（続き）", "二", "三"]


def test_a_text_with_marks_is_cut_at_its_headings_and_nothing_is_lost():
    found = propose(read("copy.md", MARKDOWN.encode()))
    assert [each.heading for each in found] == ["資料の題", "第一の章", "第二の章"]
    assert found[0].page is None
    assert [each.text for each in found] == [
        f"# {each}".strip() for each in MARKDOWN.strip("# \n").split("\n\n# ")
    ]


def test_a_text_without_marks_is_cut_where_a_list_follows_a_lone_line():
    text = "資料の題\n\n2026年4月\n\n半導体の強化\n\n- 本文\n続き\n\n注意\n\n備蓄の拡充\n\n- 本文\n"
    assert headings(read("copy.txt", text.encode())) == ["資料の題", "半導体の強化", "備蓄の拡充"]


def test_what_has_no_heading_is_one_section():
    page = Page("本文だけ。", (Line("本文だけ。"),))
    deck = Deck("a.pdf", "pdf", "0" * 64, (page, page))
    (only,) = propose(deck)
    assert (only.heading, only.page) == ("本文だけ。", 1)


# How many of the sections of the record are proposed, of how many, and how many are proposed.
RIGHT = {
    "meti-2024-02": (38, 53, 56),
    "meti-2026-04": (44, 44, 85),
    "mofa-2026-01": (8, 8, 12),
    "mofa-2026-diplomacy": (9, 13, 13),
    "npi-2025": (7, 10, 10),
}


@pytest.mark.parametrize("document", RIGHT)
def test_the_sections_of_the_record_are_proposed(document, source_texts):
    path = pathlib.Path(settings.BASE_DIR) / "fixtures" / "sources" / f"{document}.yaml"
    record = yaml.safe_load(path.read_text())
    (text,) = (
        each
        for each in source_texts.glob("*.txt")
        if hashlib.sha256(each.read_bytes()).hexdigest() == record["sha256"]
    )
    found = Counter(map(fold_source, headings(read(text.name, text.read_bytes()))))
    wanted = Counter(fold_source(section["heading"]) for section in record["sections"])
    right, of, proposed = RIGHT[document]
    assert sum(wanted.values()) == of
    assert sum((found & wanted).values()) >= right
    assert sum(found.values()) <= proposed
