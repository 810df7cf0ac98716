"""The dates that a text has, as words among its words: however they are written, they are known."""

import re
from collections.abc import Iterable, Iterator

from portal.dates.edtf import FISCAL_YEAR
from portal.mentions.lines import lines_of
from portal.mentions.mention import Kind, Mention
from portal.mentions.reading import mentions_of

# What parts the first and the last day of a period.
PERIOD = "/"
# What tells a date from the words beside it, none of which begins so.
SIGN = "="
DATED = re.compile(rf"(?<!\S){SIGN}\S+")
PARTS = re.compile("-")


def dates_of(text: str) -> list[str]:
    """Every date of a text once, in EDTF behind a sign: =2024-07-31; of a period also its ends.

    The day of a month without a year is as =--12-08.
    """
    mentions = (each for line in lines_of(text) for each in mentions_of(line))
    return sorted({f"{SIGN}{date}" for each in mentions for date in _dates_in(each)})


class ToldDates:
    """The dates among the words of some texts, collected once for all that are looked for."""

    def __init__(self, texts: Iterable[str]):
        signed = DATED.findall(" ".join(texts))
        dates = {word.removeprefix(SIGN) for word in signed}
        yearless = {each if each.startswith("--") else f"-{each[4:]}" for each in dates}
        self.whole = frozenset(_with_beginnings(dates))
        self.partial = frozenset(_with_beginnings(yearless))

    def __contains__(self, mention: Mention) -> bool:
        """Whether a date is one of them, or one of them begins with it.

        So 2024年7月 stands in 2024年7月31日, and 7月31日 too; no other date stands in one.
        """
        return mention.edtf in (self.partial if mention.partial else self.whole)


def _with_beginnings(dates: Iterable[str]) -> Iterator[str]:
    """Dates, and of those that are no periods what they begin with: year, year and month."""
    for date in dates:
        yield date
        if PERIOD not in date:
            yield from (date[: match.start()] for match in PARTS.finditer(date))


def _dates_in(mention: Mention) -> Iterator[str]:
    if mention.kind != Kind.DATE:
        return
    yield mention.edtf
    if PERIOD in mention.edtf and not FISCAL_YEAR.match(mention.edtf):
        yield from (each for each in mention.edtf.split(PERIOD) if each.strip("."))
