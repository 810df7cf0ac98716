"""Colours of pictures on paper: fills of 3:1, words of 4.5:1 (WCAG 1.4.11 and 1.4.3)."""

import pathlib
import re

import pytest
from django.conf import settings

STATIC = pathlib.Path(settings.BASE_DIR) / "static"
SHEETS = ("vendor/dads/tokens.css", "css/base.css", "css/charts.css")
PAPER = "var(--paper)"
# Words of pictures, by the end of their selectors; no class but these gives words a colour.
WORDS = (
    *("text", ".axis-label", ".row-label", ".total-label", ".bar-label"),
    *(".label-summit", ".label-gap"),
)
# Fills by which things are told apart: those of patterns count by the ground they lie on.
FILLS = (
    *(".series-1", ".series-6", ".pattern-ground-2", ".pattern-ground-3", ".pattern-ground-4"),
    *(".pattern-ground-5", ".actor-cn", ".pattern-ground-us", ".pattern-ground-jp"),
)


def sheet(name: str) -> str:
    """A stylesheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", (STATIC / name).read_text(), flags=re.S)


TOKENS = dict(re.findall(r"(--[\w-]+)\s*:\s*([^;}]+)", "".join(sheet(name) for name in SHEETS)))
RULES = re.findall(r"([^{}]+)\{([^{}]*)\}", sheet("css/charts.css"))


def colour(value: str) -> tuple[int, int, int]:
    """Red, green and blue of a colour or of the token that a value names."""
    value = value.strip()
    if name := re.fullmatch(r"var\((--[\w-]+)\)", value):
        return colour(TOKENS[name[1]])
    digits = re.fullmatch(r"#([0-9a-f]{3}|[0-9a-f]{6})", value, re.I)[1]
    pairs = re.findall("..", digits if len(digits) == 6 else "".join(d * 2 for d in digits))
    red, green, blue = (int(pair, 16) for pair in pairs)
    return red, green, blue


def luminance(value: str) -> float:
    """The relative luminance of a colour as WCAG computes it."""
    parts = [part / 255 for part in colour(value)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How much two colours differ, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def fill(selector: str) -> str:
    """The fill that the stylesheet gives to what ends in a selector."""
    for selectors, body in RULES:
        ends = {each.strip().split()[-1] for each in selectors.split(",") if each.strip()}
        if selector in ends and (found := re.search(r"(?:^|[;\s])fill:\s*([^;]+)", body)):
            return found[1].strip()
    raise AssertionError(f"{selector} has no fill")


@pytest.mark.parametrize("selector", WORDS)
def test_words_can_be_read_on_paper(selector):
    assert contrast(fill(selector), PAPER) >= 4.5


@pytest.mark.parametrize("selector", FILLS)
def test_fills_stand_out_from_paper(selector):
    assert contrast(fill(selector), PAPER) >= 3


def test_every_series_is_checked():
    sheet_text = sheet("css/charts.css")
    plain = set(re.findall(r"\.series-\d|\.actor-(?:cn|us|jp)(?![\w-])", sheet_text))
    for selector in plain - set(FILLS):
        found = re.fullmatch(r'url\("#pattern-([\w-]+)"\)', fill(selector))
        assert found, f"{selector} is a plain fill that nobody checks"
    grounds = set(re.findall(r"\.pattern-ground-\w+", sheet_text))
    assert grounds <= set(FILLS)


def test_a_bar_that_is_not_in_the_sum_stands_out_by_its_lines():
    """Its ground is that of the paper, so its hatching and its outline are what is seen."""
    sheet_text = sheet("css/charts.css")
    for selector in (".pattern-ink-aside", ".series-7"):
        (body,) = re.findall(rf"{re.escape(selector)} \{{([^}}]*)\}}", sheet_text)
        stroke = re.search(r"stroke:\s*([^;]+)", body)[1]
        assert contrast(stroke, PAPER) >= 3


def test_no_two_series_look_the_same_without_colour():
    fills = [fill(f".series-{number}") for number in range(1, 8)]
    assert len(set(fills)) == 7
    patterns = [each for each in fills if each.startswith("url")]
    assert len(patterns) == 5
    # The two plain ones differ in greyscale.
    one, six = (each for each in fills if not each.startswith("url"))
    assert contrast(one, six) >= 3


def test_contrast_is_computed_as_the_rule_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)
