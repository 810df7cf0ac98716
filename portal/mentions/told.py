"""The dates that a text has, as words among its words: however they are written, they are known."""

from collections.abc import Iterator

from portal.dates.edtf import FISCAL_YEAR
from portal.mentions.lines import lines_of
from portal.mentions.mention import Kind, Mention
from portal.mentions.reading import mentions_of

# What parts the first and the last day of a period.
PERIOD = "/"
# What tells a date from the words beside it, none of which begins so.
SIGN = "="


def dates_of(text: str) -> list[str]:
    """Every date of a text once, in EDTF behind a sign: =2024-07-31; of a period also its ends.

    The day of a month without a year is as =--12-08.
    """
    mentions = (each for line in lines_of(text) for each in mentions_of(line))
    return sorted({f"{SIGN}{date}" for each in mentions for date in _dates_in(each)})


def is_date_among(mention: Mention, words: str) -> bool:
    """Whether a date is one of those among the words of a text, or one of these begins with it.

    So 2024年7月 stands in 2024年7月31日, and 7月31日 too; no other date stands in one.
    """
    dates = (word.removeprefix(SIGN) for word in words.split() if word.startswith(SIGN))
    if mention.partial:
        dates = (date if date.startswith("--") else f"-{date[4:]}" for date in dates)
    return any(date == mention.edtf or _begins(date, mention.edtf) for date in dates)


def _begins(date: str, edtf: str) -> bool:
    return PERIOD not in date and date.startswith(f"{edtf}-")


def _dates_in(mention: Mention) -> Iterator[str]:
    if mention.kind != Kind.DATE:
        return
    yield mention.edtf
    if PERIOD in mention.edtf and not FISCAL_YEAR.match(mention.edtf):
        yield from (each for each in mention.edtf.split(PERIOD) if each.strip("."))
