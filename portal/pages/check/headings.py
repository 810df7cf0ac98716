"""What a line of a text stands below: its headings, and the head of its table."""

from portal.mentions.lines import Line

# So many levels of headings say what a line is about.
LEVELS = 2


def headings_of(lines: list[Line]) -> list[tuple[int, ...]]:
    """For each line the headings above it, the nearest first; one beside another is not above."""
    found: list[tuple[int, ...]] = []
    above: list[int] = []
    for line in lines:
        if line.is_marked and not line.is_row:
            styles = [lines[each].style for each in above]
            above = above[: styles.index(line.style)] if line.style in styles else above
            found.append(tuple(reversed(above[-LEVELS:])))
            above = [*above[-LEVELS:], line.number]
        else:
            found.append(tuple(reversed(above[-LEVELS:])))
    return found


def tops_of(lines: list[Line]) -> list[int]:
    """For each line the first row of its table, or its own number, found once for a long table."""
    tops: list[int] = []
    for before, line in zip([None, *lines], lines, strict=False):
        goes_on = before is not None and before.is_row and line.is_row
        tops.append(tops[-1] if goes_on else line.number)
    return tops
