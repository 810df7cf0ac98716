"""Words stand out from their ground as WCAG 2.2 asks (AA), computed from the stylesheets."""

import pathlib
import re

import pytest
from django.conf import settings
from django.contrib import admin

from tests.cases import for_each

STATIC = pathlib.Path(settings.BASE_DIR) / "static"
TOKENS = STATIC / "vendor" / "dads" / "tokens.css"
# What `admin.css` stands on.
ADMIN = pathlib.Path(admin.__file__).parent / "static" / "admin" / "css" / "base.css"
SHEETS = sorted(STATIC.glob("css/*.css"))
COMMENT = re.compile(r"/\*.*?\*/", re.S)
PROPERTY = re.compile(r"(--[\w-]+)\s*:\s*([^;}]+)")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
DECLARED = re.compile(r"(?:^|;)\s*(color|background|background-color)\s*:\s*([^;}]+)")
# Enough for words of any size, and for signs and frames that carry a meaning.
WORDS, SIGNS = 4.5, 3.0
# The grounds that words stand on without a rule of their own that sets both.
PAPER, GROUND, TINT = "var(--paper)", "var(--ground)", "var(--tint)"
PAIRS = [
    *(
        (text, ground)
        for text in ("--text-heading", "--text", "--text-2")
        for ground in (PAPER, GROUND, TINT)
    ),
    *(("--text-3", ground) for ground in (PAPER, GROUND)),
    *(("--link", ground) for ground in (PAPER, GROUND, TINT)),
    *(("--action", ground) for ground in (PAPER, GROUND, TINT)),
    *(("--link", f"var(--tint-{number})") for number in (2, 3, 4)),
    *(("--text-heading", f"var(--tint-{number})") for number in (2, 3, 4)),
    ("--zero", PAPER),
    ("--paper", "var(--action)"),
    ("--paper", "var(--link)"),
    ("--color-primitive-orange-900", "var(--color-primitive-orange-50)"),
    ("--text", "var(--color-primitive-orange-50)"),
    ("--link", "var(--color-primitive-orange-50)"),
    ("--color-primitive-yellow-1200", "var(--color-primitive-yellow-50)"),
    ("--text", "var(--color-primitive-yellow-50)"),
    ("--text", "var(--color-primitive-yellow-100)"),
    ("--text-2", "var(--color-primitive-yellow-100)"),
    ("--link", "var(--color-primitive-yellow-100)"),
    ("--link", "var(--color-primitive-yellow-300)"),
]
FRAMES = [
    *(("--action", PAPER), ("--rule-strong", PAPER), ("--text-3", PAPER)),
    *(("--color-primitive-yellow-900", PAPER), ("--color-semantic-success-2", PAPER)),
    *(("--color-semantic-warning-orange-2", PAPER), ("--color-semantic-error-2", PAPER)),
]


def sheet(path: pathlib.Path) -> str:
    """A stylesheet without its comments."""
    return COMMENT.sub("", path.read_text())


def properties() -> dict[str, str]:
    """Every custom property with its first value, tokens first."""
    found: dict[str, str] = {}
    for path in (TOKENS, STATIC / "css" / "base.css", ADMIN):
        for name, value in PROPERTY.findall(sheet(path)):
            found.setdefault(name, value.strip())
    return found


PROPERTIES = properties()


def colour(value: str) -> tuple[int, int, int] | None:
    """The red, green and blue of a value; None where it is no plain colour."""
    value = value.strip()
    while name := re.fullmatch(r"var\((--[\w-]+)\)", value):
        value = PROPERTIES[name[1]]
    if short := re.fullmatch(r"#([0-9a-fA-F])([0-9a-fA-F])([0-9a-fA-F])", value):
        return tuple(int(each * 2, 16) for each in short.groups())
    if long := re.fullmatch(r"#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})", value):
        return tuple(int(each, 16) for each in long.groups())
    return None


def luminance(rgb: tuple[int, int, int]) -> float:
    """The relative luminance of WCAG 2.2."""
    parts = [each / 255 for each in rgb]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two values, from 1 to 21."""
    lights = sorted((luminance(colour(each)) for each in (one, other)), reverse=True)
    return (lights[0] + 0.05) / (lights[1] + 0.05)


def rules() -> list[tuple[str, str, dict[str, str]]]:
    """Every rule that names a colour of words: file, selector, what it sets."""
    found = []
    for path in SHEETS:
        for selector, body in RULE.findall(sheet(path)):
            values = {
                name.removesuffix("-color"): value.strip() for name, value in DECLARED.findall(body)
            }
            if "color" in values:
                found.append((path.name, selector.strip(), values))
    return found


def test_contrast_is_that_of_the_standard():
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#fff", "#ffffff") == 1


@for_each(("words", "ground"), PAIRS)
def test_words_stand_out_from_their_ground(words, ground):
    assert contrast(f"var({words})", ground) >= WORDS


@pytest.mark.parametrize(("sign", "ground"), FRAMES)
def test_signs_and_frames_stand_out(sign, ground):
    assert contrast(f"var({sign})", ground) >= SIGNS


def test_every_colour_of_words_is_among_the_pairs():
    """A new colour stands out from white at least, and one that sets its ground from that."""
    assert len(rules()) > 50
    faint = []
    for name, selector, values in rules():
        words = colour(values["color"]) if not is_keyword(values["color"]) else None
        if words is None:
            continue
        ground = values.get("background", "")
        if colour(ground) is None if ground else True:
            # Light words stand on a ground that another rule of the same element sets.
            ground = "#fff" if luminance(words) < 0.5 else "var(--action)"
        least = SIGNS if selector.endswith("__glyph") else WORDS
        if contrast(values["color"], ground) < least:
            faint.append(f"{name}: {selector} {values} {contrast(values['color'], ground):.2f}")
    assert faint == []


def is_keyword(value: str) -> bool:
    """Whether a value takes its colour from elsewhere."""
    return value in {"inherit", "currentcolor", "CanvasText", "#000"}
