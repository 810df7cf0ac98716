"""From days that sources name, exact or vague, to the days on which a state is certain or possible.

What is expected is told in words of days, not by the rules of the code.
"""

import datetime
import random

import pytest

from portal.spells.models import State
from portal.spells.reading import Mark, lapse, sighting, spells_from, turn

PLANNED, DECIDED, IN_FORCE = State.PLANNED, State.DECIDED, State.IN_FORCE
SUSPENDED, HELD, ENDED = State.SUSPENDED, State.HELD, State.ENDED


def began(state: State, edtf: str, sure: bool = True) -> Mark:
    return turn(state, edtf, sure=sure)


def seen(state: State, edtf: str, sure: bool = True) -> Mark:
    return sighting(state, edtf, sure=sure)


def on(day: str, *marks: Mark) -> dict[str, str]:
    """What stands on a day: each state as certain or possible; nothing where it is not known."""
    date = datetime.date.fromisoformat(day)
    found = {}
    for span in spells_from(marks):
        if span.possible_from <= date <= span.possible_until:
            certain = span.certain_from and span.certain_from <= date <= span.certain_until
            found[span.state.value] = "certain" if certain else "possible"
    return found


def test_before_the_first_word_nothing_is_known():
    marks = [began(IN_FORCE, "2025-04-01")]
    assert on("2025-03-31", *marks) == {}
    assert on("2025-04-01", *marks) == {"in-force": "certain"}


def test_silence_since_then_leaves_it_possible():
    marks = [began(IN_FORCE, "2025-04-01"), seen(IN_FORCE, "2026-04-07")]
    assert on("2026-04-07", *marks) == {"in-force": "certain"}
    assert on("2026-04-08", *marks) == {"in-force": "possible"}
    assert on("2099-01-01", *marks) == {"in-force": "possible"}


def test_what_is_done_and_what_is_over_stays_so():
    assert on("2099-01-01", began(HELD, "2025-10-30")) == {"held": "certain"}
    assert on("2099-01-01", began(ENDED, "2025-10-30")) == {"ended": "certain"}
    assert on("2099-01-01", began(SUSPENDED, "2025-10-30")) == {"suspended": "possible"}


def test_one_state_stands_until_the_next_begins():
    marks = [began(IN_FORCE, "2025-04-01"), began(SUSPENDED, "2025-11-10")]
    assert on("2025-11-09", *marks) == {"in-force": "certain"}
    assert on("2025-11-10", *marks) == {"suspended": "certain"}


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2025-03-31", {"decided": "certain"}),
        ("2025-04-01", {"decided": "possible", "in-force": "possible"}),
        ("2025-04-29", {"decided": "possible", "in-force": "possible"}),
        ("2025-04-30", {"in-force": "certain"}),
    ],
)
def test_a_month_can_mean_each_of_its_days(day, found):
    marks = [
        began(DECIDED, "2025-03-01"),
        began(IN_FORCE, "2025-04"),
        seen(IN_FORCE, "2026-01-01"),
    ]
    assert on(day, *marks) == found


def test_what_was_only_seen_may_have_begun_since_the_word_before():
    marks = [seen(PLANNED, "2024-02-01"), seen(IN_FORCE, "2026-04-07")]
    assert on("2024-02-01", *marks) == {"planned": "certain"}
    assert on("2025-01-01", *marks) == {"planned": "possible", "in-force": "possible"}
    assert on("2026-04-07", *marks) == {"in-force": "certain"}
    assert on("2024-01-31", *marks) == {}


def test_what_was_planned_may_have_been_decided_unseen():
    seen_first = [seen(PLANNED, "2024-02-01"), began(IN_FORCE, "2025-04-01")]
    assert on("2024-12-01", *seen_first) == {"planned": "possible"}
    begun = [began(DECIDED, "2024-02-01"), began(IN_FORCE, "2025-04-01")]
    assert on("2024-12-01", *begun) == {"decided": "certain"}


def test_an_inferred_or_approximate_date_makes_nothing_certain():
    assert on("2025-04-01", began(IN_FORCE, "2025-04-01", sure=False)) == {"in-force": "possible"}
    assert on("2025-06-01", began(HELD, "2025-05~")) == {"held": "possible"}
    marks = [began(IN_FORCE, "2025-04-01"), began(ENDED, "2025-06-01", sure=False)]
    assert on("2025-05-01", *marks) == {"in-force": "possible"}


def test_an_open_beginning_and_an_open_end():
    assert on("1900-01-01", began(ENDED, "../2012-06")) == {"ended": "possible"}
    assert on("2012-06-30", began(ENDED, "../2012-06")) == {"ended": "certain"}
    marks = [began(IN_FORCE, "2025-04-01"), seen(IN_FORCE, "2026-04-25/..")]
    assert on("2026-04-25", *marks) == {"in-force": "certain"}
    assert on("2026-04-26", *marks) == {"in-force": "possible"}


def test_a_time_given_in_advance_is_over_without_word_of_what_came():
    duty = [began(IN_FORCE, "2021-06"), lapse(IN_FORCE, ENDED, "2026-06")]
    assert on("2021-06-29", *duty) == {"in-force": "possible"}
    assert on("2021-06-30", *duty) == {"in-force": "certain"}
    assert on("2026-06-01", *duty) == {"in-force": "certain"}
    assert on("2026-06-15", *duty) == {"in-force": "possible", "ended": "possible"}
    assert on("2026-07-01", *duty) == {"ended": "possible"}


def test_a_time_given_in_advance_says_nothing_once_something_else_came():
    marks = [
        began(IN_FORCE, "2025-04-01"),
        began(SUSPENDED, "2025-11-10"),
        lapse(SUSPENDED, IN_FORCE, "2026-11-10"),
    ]
    assert on("2026-11-10", *marks) == {"suspended": "certain"}
    assert on("2026-11-11", *marks) == {"in-force": "possible"}
    assert on("2026-11-11", *marks, began(ENDED, "2026-02-01")) == {"ended": "certain"}


def test_the_order_of_the_words_does_not_matter():
    marks = [
        began(IN_FORCE, "2022"),
        seen(IN_FORCE, "2022"),
        began(DECIDED, "2022-05"),
        seen(ENDED, "2025-22"),
        lapse(IN_FORCE, ENDED, "2026"),
    ]
    found = spells_from(marks)
    assert found == spells_from(marks[::-1]) == spells_from(marks[2:] + marks[:2])
    assert [span.state for span in found] == [DECIDED, IN_FORCE, ENDED]


@pytest.mark.parametrize("edtf", ["0001", "9999", "9999-12-31", "0001-01-01", "../0001-01-01"])
def test_the_ends_of_the_calendar_are_days_as_well(edtf):
    marks = [began(PLANNED, "2025"), seen(ENDED, edtf), lapse(PLANNED, IN_FORCE, edtf)]
    assert all(span.possible_from <= span.possible_until for span in spells_from(marks))


def test_what_is_certain_is_possible():
    """Also where sources contradict each other: whatever an editor enters can be kept."""
    dates = ["2024", "2024-06", "2024-06-15", "2024-22", "2024-05~", "2024-06/..", "../2024-06", ""]
    chance = random.Random(7)
    for _ in range(5000):
        marks = [
            chance.choice(
                [
                    began(chance.choice(list(State)), chance.choice(dates)),
                    seen(chance.choice(list(State)), chance.choice(dates)),
                    lapse(IN_FORCE, ENDED, chance.choice(dates)),
                ]
            )
            for _place in range(chance.randint(1, 5))
        ]
        for span in spells_from(marks):
            assert span.possible_from <= span.possible_until, marks
            if span.certain_from:
                assert span.possible_from <= span.certain_from <= span.certain_until, marks
                assert span.certain_until <= span.possible_until, marks
