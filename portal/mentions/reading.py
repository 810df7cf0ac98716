"""All that a line says: amounts, dates, counts, and the numbers that are left."""

from portal.mentions.days import dates
from portal.mentions.lines import Line
from portal.mentions.mention import Mention
from portal.mentions.numbers import SPELLED, amounts, counts


def mentions_of(line: Line) -> list[Mention]:
    """The mentions of a line in order; none reaches from one cell into another."""
    found: list[Mention] = []
    for start, end in line.cells:
        found += (each.moved(start) for each in read(line.letters[start:end]))
    return found


def read(letters: str) -> list[Mention]:
    """The mentions in folded letters, in order; none within another."""
    if not (SPELLED.search(letters) or any(is_numeral(letter) for letter in letters)):
        return []
    kept: list[Mention] = []
    for reader in (dates, amounts, counts):
        kept += [each for each in reader(letters) if not _overlaps(each, kept)]
    return sorted(kept, key=lambda each: each.start)


def is_numeral(letter: str) -> bool:
    """Whether a letter may begin a number; the first year of an era has one of its own."""
    return letter.isdecimal() or letter == "元"


def _overlaps(mention: Mention, others: list[Mention]) -> bool:
    return any(mention.start < each.end and each.start < mention.end for each in others)
