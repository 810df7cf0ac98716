"""Which of the values that a mention may tell of are of what the text names beside it."""

from portal.mentions.mention import Kind, Mention
from portal.pages.check.agreeing import same
from portal.pages.check.surroundings import Around
from portal.pages.check.values import Value
from portal.pages.check.wording import is_labelled, is_worded

# Dates of what is to come go with every word of an event: it is planned, or due.
AHEAD = ("planned", "deadline")
# What is told on a day is due on none: 2025年10月発表の措置.
TOLD = frozenset({"announced", "published"})


def fitting(meant: tuple[Value, ...], mention: Mention, around: Around) -> list[Value]:
    """The values of what the text names: subject and partner, year, stage, event."""
    shared = frozenset.intersection(*(each.things for each in meant)) if meant else frozenset()
    chosen = [each for each in meant if is_about(each, around, shared)]
    if mention.kind in (Kind.AMOUNT, Kind.COUNT, Kind.NUMBER):
        chosen = [each for each in chosen if is_in_years(each, around)]
        return [each for each in chosen if is_at_stage(each, around)]
    if around.events:
        told = (*around.events, *(AHEAD[:1] if TOLD & {*around.events} else AHEAD))
        return [
            e for e in chosen if e.event in told or (same(mention, e) and is_labelled(e, around))
        ]
    return [each for each in chosen if is_due(each, around)]


def is_due(value: Value, around: Around) -> bool:
    """Whether the text has words of the figure that a day is due for; an event needs none."""
    return bool(value.event) or is_worded(value, around.sentence)


def is_about(value: Value, around: Around, shared: frozenset = frozenset()) -> bool:
    """Whether the text names the subject and partner of a value, but what all values share."""
    return value.things - shared <= around.named


def is_placed(value: Value, around: Around) -> bool:
    """Whether the text names the subject or the year of a value, which so many have not."""
    return bool(value.things) or (value.years is not None and value.years == around.years)


def is_in_years(value: Value, around: Around) -> bool:
    """Whether a value is of the years that the text names; a total over years is of none."""
    return around.years is None or value.years is None or value.years == around.years


def is_at_stage(value: Value, around: Around) -> bool:
    """Whether a value stands at a stage that the text names."""
    return not around.stages or not value.stage or value.stage in around.stages
