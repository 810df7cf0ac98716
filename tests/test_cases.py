"""One test for many cases fails as many tests would."""

import pytest

from policies.models import Subject
from tests.cases import for_each

LETTERS = ("a", "b", "c")


@for_each("letter", LETTERS)
def but_for_the_first(letter):
    """Fails for two of three."""
    assert letter == "a", f"{letter} is not the first"


@for_each(("letter", "number"), [("a", 1), pytest.param("b", 2, id="b")])
def with_numbers(letter, number, expected):
    """Takes a fixture beside its cases."""
    assert {letter: number}.items() <= expected.items()


@for_each("letter", LETTERS)
def added_alone(letter, db):
    """Every case adds the same entry."""
    Subject.objects.create(slug="once", kind="material", name_ja="一", name_en="Once")


def test_every_case_that_fails_is_named():
    with pytest.raises(AssertionError) as told:
        but_for_the_first()
    assert "2 of 3 cases" in str(told.value)
    assert "b: AssertionError: b is not the first" in str(told.value)
    assert "c: AssertionError: c is not the first" in str(told.value)


def test_a_fixture_is_given_to_every_case():
    with_numbers(expected={"a": 1, "b": 2})
    with pytest.raises(AssertionError, match=r"1 of 2 cases:\nb, 2: "):
        with_numbers(expected={"a": 1})


def test_an_expected_failure_that_does_not_come_is_one():
    @for_each("letter", LETTERS)
    def nothing_is_raised(letter):
        with pytest.raises(ValueError, match=letter):
            pass

    with pytest.raises(AssertionError, match="3 of 3 cases"):
        nothing_is_raised()


def test_no_case_sees_what_another_wrote(db):
    added_alone(db=db)
    assert not Subject.objects.filter(slug="once").exists()


def test_no_case_is_no_test():
    with pytest.raises(AssertionError, match="no case"):
        for_each("letter", ())
