"""How wide words are before a browser has drawn them."""

import unicodedata

# Parts of the font size. Latin letters and figures differ, so these are the wide ones of a sans
# serif; what is thought too wide is left out or wrapped, never drawn over something else.
FULL, NARROW = 1.02, 0.6


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
