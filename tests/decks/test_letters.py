"""Where letters stand: level, upright, turned and slanted ones, on pages that are turned or cut."""

import io
import math

import pypdf
import pytest

from portal.decks.deck import DeckError
from portal.decks.letters import LONGER, Letters
from portal.decks.reading import read
from tests.decks.making import printed

STYLE = "position: absolute; font-size: 20px; white-space: nowrap; margin: 0"
PLACED = f"""
<p style="{STYLE}; left: 100px; top: 100px">𠮷野の横書きの語句</p>
<p style="{STYLE}; left: 500px; top: 100px; writing-mode: vertical-rl">縦書きの語句</p>
<p style="{STYLE}; left: 600px; top: 300px; transform: rotate(20deg)">斜めに置いた語句</p>
<p style="{STYLE}; left: 100px; top: 400px; transform: rotate(90deg)">横倒しの語句</p>
<p style="{STYLE}; left: 700px; top: 100px; width: 60px; white-space: normal">折り返す語句</p>
"""


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return printed(PLACED)


def letters(data: bytes) -> Letters:
    """Those of the first page."""
    return read("deck.pdf", data).letters[0]


def frames(page: Letters, phrase: str) -> list:
    """The frames around a phrase, whatever ends of lines stand in it."""
    kept = [at for at, letter in enumerate(page.text) if not letter.isspace()]
    start = "".join(page.text[at] for at in kept).index(phrase)
    return page.frames(kept[start], kept[start + len(phrase) - 1] + 1)


def size(frame) -> tuple[int, int]:
    """How wide and high what a frame holds is."""
    across, down = zip(*frame, strict=True)
    return max(across) - min(across), max(down) - min(down)


def changed(data: bytes, change) -> bytes:
    """A PDF whose first page was changed."""
    writer, file = pypdf.PdfWriter(clone_from=io.BytesIO(data)), io.BytesIO()
    change(writer.pages[0])
    writer.write(file)
    return file.getvalue()


def test_a_level_phrase_has_one_frame_around_its_letters(pdf):
    page = letters(pdf)
    assert page.width == LONGER
    (frame,) = frames(page, "横書きの語句")
    wide, high = size(frame)
    em = 20 * LONGER / 1123  # A4 across has 1,123 pixels
    assert wide == pytest.approx(6 * em, rel=0.1)
    assert high < 2 * em


def test_upright_and_turned_letters_are_framed_downwards(pdf):
    for phrase in ("縦書きの語句", "横倒しの語句"):
        (frame,) = frames(letters(pdf), phrase)
        wide, high = size(frame)
        assert high > 4 * wide, phrase


def test_a_slanted_phrase_has_a_slanted_frame(pdf):
    (frame,) = frames(letters(pdf), "斜めに置いた語句")
    (left, low), (right, lower) = frame[:2]
    assert math.degrees(math.atan2(lower - low, right - left)) == pytest.approx(20, abs=2)


def test_a_phrase_that_goes_on_in_the_next_line_has_a_frame_for_each(pdf):
    assert len(frames(letters(pdf), "折り返す語句")) == 2


def test_a_turned_page_is_framed_as_it_is_seen(pdf):
    turned = letters(changed(pdf, lambda page: page.rotate(90)))
    plain = letters(pdf)
    assert (turned.width, turned.height) == (plain.height, plain.width)
    (frame,), (before,) = (frames(page, "横書きの語句") for page in (turned, plain))
    assert size(frame) == pytest.approx(size(before)[::-1], abs=20)


def test_what_a_page_cuts_off_is_not_framed(pdf):
    def crop(page):
        page.cropbox.lower_left = (300, 0)

    page = letters(changed(pdf, crop))
    assert frames(page, "横書きの語句") == []
    (frame,) = frames(page, "縦書きの語句")
    assert all(0 <= x <= page.width and 0 <= y <= page.height for x, y in frame)


def test_letters_come_back_as_they_were_kept(pdf):
    page = letters(pdf)
    again = Letters(page.width, page.height, page.text, page.packed_boxes, page.packed_slanted)
    assert again.boxes == page.boxes
    assert again.slanted == page.slanted
    assert len(page.packed_boxes) < 2_000


def test_a_pdf_that_forbids_taking_text_out_is_refused(pdf):
    writer, file = pypdf.PdfWriter(clone_from=io.BytesIO(pdf)), io.BytesIO()
    nothing = pypdf.constants.UserAccessPermissions(0)
    writer.encrypt("", "owner", permissions_flag=nothing, algorithm="RC4-128")
    writer.write(file)
    with pytest.raises(DeckError, match="deck.pdf") as error:
        read("deck.pdf", file.getvalue())
    assert error.value.code == "forbidden"
