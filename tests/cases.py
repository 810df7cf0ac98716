"""One test for many cases: cheaper than a test for each where a case takes less than its set-up."""

import contextlib
import functools
import inspect
from collections.abc import Callable, Iterable, Iterator

import pytest
from django.db import connection, transaction
from django.utils import translation

# Of the cases that fail, so many are told.
TOLD = 20


def for_each(names: str | tuple[str, ...], cases: Iterable, ids: Callable = str) -> Callable:
    """As `pytest.mark.parametrize`, but in one test; it fails with every case that does, by name.

    What a case writes to the database is gone before the next one.
    """
    names = (names,) if isinstance(names, str) else names
    cases = [values_of(case, len(names)) for case in cases]
    assert cases, "no case is no test"

    def decorate(test: Callable) -> Callable:
        @functools.wraps(test)
        def of_all(**fixtures):
            faults = [
                f"{', '.join(map(ids, case))}: {fault}"
                for case in cases
                if (fault := fault_of(test, fixtures | dict(zip(names, case, strict=True))))
            ]
            assert not faults, f"{len(faults)} of {len(cases)} cases:\n" + "\n".join(faults[:TOLD])

        signature = inspect.signature(test)
        left = [each for each in signature.parameters.values() if each.name not in names]
        of_all.__signature__ = signature.replace(parameters=left)
        return of_all

    return decorate


def values_of(case, number: int) -> tuple:
    """The values of a case, of which `pytest.param` may be made."""
    if isinstance(case, type(pytest.param())):
        assert not case.marks, "a case that is marked needs a test of its own"
        return tuple(case.values)
    return (case,) if number == 1 else tuple(case)


def fault_of(test: Callable, given: dict) -> str:
    """What is wrong with one case; empty where nothing is."""
    try:
        with alone():
            test(**given)
    except (Exception, pytest.fail.Exception) as error:
        return f"{type(error).__name__}: {error}"
    return ""


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """A case as if no other had been: in the language of the test, its rows undone at the end."""
    with (
        translation.override(translation.get_language()),
        transaction.atomic() if connection.in_atomic_block else contextlib.nullcontext(),
    ):
        yield
        if connection.in_atomic_block:
            transaction.set_rollback(True)
