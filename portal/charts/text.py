"""How wide words are before a browser has drawn them."""

import unicodedata

# Parts of the font size. Latin letters and figures differ, so these are the wide ones of a sans
# serif; what is thought too wide is left out or wrapped, never drawn over something else.
FULL, NARROW = 1.02, 0.6
# What no line of Japanese begins with.
NEVER_FIRST = "、。，．・ー）」』】〉》！？ゃゅょっァィゥェォャュョッ々"


def width(words: str, size: float = 14) -> float:
    """The pixels that `words` take at most, set in one line at `size` pixels."""
    full = sum(unicodedata.east_asian_width(each) in "WFA" for each in words)
    return size * (full * FULL + (len(words) - full) * NARROW)


def shortened(words: str, room: float, size: float = 14) -> str:
    """The words, or as many of their characters as fit into `room` pixels with an ellipsis."""
    if width(words, size) <= room:
        return words
    kept = words
    while kept and width(kept + "…", size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def wrapped(words: str, room: float, most: int = 2, size: float = 14) -> list[str]:
    """The words in at most `most` lines of `room` pixels; what is left over ends in an ellipsis.

    Lines break between words where there are some, else between characters, and are as even as
    they can be.
    """
    lines = _filled(words.strip(), room, most, size)
    if len(lines) < 2 or lines[-1].endswith("…"):
        return lines
    even = lines
    while room > size and len(lines) == len(even) and not lines[-1].endswith("…"):
        even, room = lines, room - size
        lines = _filled(words.strip(), room, most, size)
    return even


def _filled(rest: str, room: float, most: int, size: float) -> list[str]:
    lines: list[str] = []
    while rest and len(lines) < most - 1 and width(rest, size) > room:
        end = 1
        while width(rest[: end + 1], size) <= room:
            end += 1
        space = rest.rfind(" ", 0, end + 1)
        # A word that is longer than half the line is broken rather than pushed down.
        end = space if space > end // 2 else end
        while end > 1 and rest[end] in NEVER_FIRST:
            end -= 1
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*lines, shortened(rest, room, size)] if rest else lines
