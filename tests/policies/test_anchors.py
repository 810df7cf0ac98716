"""A phrase on a page: found, ambiguous or gone, and never a look-alike in its place."""

import pytest

from measures.models import Milestone
from policies.anchors import Anchor, SectionPages, State
from policies.models import CopyPage, SectionText
from tests.kept_copy import letters


def pages(*texts: str, start: int = 0, end: int | None = None) -> SectionPages:
    """A section on pages of some lines each."""
    found = []
    for number, text in enumerate(texts, 1):
        made = letters(*text.split("\n"))
        kept = {"boxes": made.packed_boxes, "slanted": made.packed_slanted}
        found.append(
            CopyPage(number=number, width=made.width, height=made.height, text=text, **kept)
        )
    last = len(texts[-1]) if end is None else end
    return SectionPages(found, SectionText(page=1, last_page=len(texts), start=start, end=last))


def anchor(section: SectionPages, phrase: str, occurrence: str = "") -> Anchor:
    """The anchor of a row of a phrase."""
    return section.anchor(Milestone(phrase=phrase, occurrence=occurrence))


def occurrences(section: SectionPages, phrase: str) -> list[str]:
    """How the record names each place of a phrase."""
    return [place.occurrence for place in section.places(phrase)]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("総額は2 兆 5,643 億円", "2兆5,643億円"),
        ("縦\n書\nき", "縦書き"),
        ("Indo\u00ad\nPacific", "Indo-Pacific"),
        ("eco\u00ad\nnomic", "economic"),
        ("葛\U000e0100城市", "葛城市"),
        ("ＡＩ工程", "AI工程"),
    ],
)
def test_a_phrase_is_found_however_it_is_set(text, phrase):
    assert anchor(pages(text), phrase).state is State.FOUND


def test_of_several_places_none_is_meant_until_one_is_chosen():
    section = pages("甲に120億円\n乙に120億円")
    assert anchor(section, "120億円").state is State.AMBIGUOUS
    first, second = occurrences(section, "120億円")
    assert anchor(section, "120億円", second).place.order == 2
    assert anchor(section, "120億円", first).place.order == 1
    assert anchor(section, "130億円").state is State.GONE


def test_a_phrase_of_the_section_beside_is_none_of_its_own():
    section = pages("甲に120億円\n乙に120億円", start=8)
    assert anchor(section, "120億円").place.order == 2
    assert anchor(pages("甲に120億円\n乙に120億円", end=8), "120億円").place.order == 1


def test_a_choice_goes_along_to_another_page():
    chosen = occurrences(pages("甲に120億円\n乙に120億円"), "120億円")[1]
    found = anchor(pages("扉", "甲に120億円\n乙に120億円"), "120億円", chosen)
    assert (found.state, found.place.page, found.place.order) == (State.FOUND, 2, 2)


@pytest.mark.parametrize(
    "text",
    [
        "甲に120億円\n丙に120億円",
        "丙に120億円\n甲に120億円\n乙に120億円",
        "乙に120億円\n甲に120億円",
        "甲に120億円",
    ],
)
def test_a_choice_never_moves_to_a_look_alike(text):
    """Other words around it, one more, another order, the other one gone: an editor looks again."""
    chosen = occurrences(pages("甲に120億円\n乙に120億円"), "120億円")[1]
    assert anchor(pages(text), "120億円", chosen).state is State.AMBIGUOUS


def test_the_same_page_twice_is_a_doubt():
    text = "甲に120億円\n乙に120億円"
    chosen = occurrences(pages(text), "120億円")[1]
    assert anchor(pages("扉", text, text), "120億円", chosen).state is State.AMBIGUOUS
