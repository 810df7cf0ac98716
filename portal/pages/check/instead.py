"""Which values of the record stand where a number of a text would: the nearest are told first."""

import re
from collections.abc import Iterable

from portal.mentions.mention import Mention
from portal.pages.check.fitting import is_about, is_at_stage, is_in_years
from portal.pages.check.matching import Match, Meant
from portal.pages.check.placing import Way
from portal.pages.check.surroundings import Around
from portal.pages.check.values import Value
from portal.pages.check.wording import is_worded

# Words that say that an amount is one of a budget or investment.
MONEY_WORDS = re.compile(
    r"予算|計上|総額|合計|総計|[規額計]|投資|融資|支援|補正|要求|基金"
    r"|\b(?:budget|fund|total|invest|loan)"
)


def amounts_instead(meant: Meant, match: Match) -> list[Value]:
    """The amounts of the years and stages that the text names; all of an entry if it names none.

    Where the text names a subject, the amounts for that one.
    """
    around = match.around
    if around.years or around.stages:
        exact = [each for each in meant.fitting if each.years == around.years or not around.years]
        if exact := [each for each in exact if each.years or each.stage]:
            return of_the_subject(exact, meant, around)
        if meant.way != Way.NAME:
            return []
        return [
            each
            for each in meant.values
            if is_about(each, around) and (is_in_years(each, around) or is_at_stage(each, around))
        ]
    own = of_the_subject(list(meant.fitting), meant, around)
    if own and len(own) < len(meant.fitting) and around.entries(Way.NAME):
        return own
    if worded := [each for each in meant.fitting if is_worded(each, around.sentence)]:
        return worded
    return list(meant.fitting) if match.named and MONEY_WORDS.search(around.sentence) else []


def of_the_subject(values: list[Value], meant: Meant, around: Around) -> list[Value]:
    """Of some amounts of an entry those for the subject that the text names, if it names any.

    What is for one of them is not the whole.
    """
    known = {thing for each in meant.values for thing in each.things} & around.named
    return [each for each in values if each.things & known] if known else values


def counts_instead(meant: Meant, worded: list[Value], around: Around) -> list[Value]:
    """The counts that a text has words of, of no year where it names none.

    11か国 in all, not 4か国 in one; where it has words of those of a year alone, both.
    """
    if around.years or not worded:
        return worded
    totals = [each for each in meant.values if not each.years and is_about(each, around)]
    return [each for each in worded if not each.years] or [*totals, *worded]


def nearest_first(values: Iterable[Value], match: Match) -> list[Value]:
    """Values as they are told: of the subject and years of the text first, then by their digits."""
    return sorted(values, key=lambda value: nearness(value, match))


def nearness(value: Value, match: Match) -> tuple[bool, bool, int]:
    """How far a value is from what a text says, the least for the nearest."""
    around = match.around
    is_of_subject = bool(value.things) and value.things <= around.named
    return not is_of_subject, value.years != around.years, digits_apart(match.mention, value)


def digits_apart(mention: Mention, value: Value) -> int:
    """In how many digits two numbers differ, as they are written without zeros behind."""
    if mention.value is None or value.number is None:
        return 0
    one, other = (f"{each.normalize():f}".rstrip("0") for each in (mention.value, value.number))
    differing = sum(a != b for a, b in zip(one, other, strict=False))
    return differing + abs(len(one) - len(other))
