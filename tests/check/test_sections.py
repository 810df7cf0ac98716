"""The five texts agree with the record, and a changed value of theirs does not."""

import random

import pytest

from portal.changes.models import Version
from portal.pages.check.checking import check
from portal.pages.check.verdicts import Verdict
from tests.check.mutations import CHANGED, change, changeable, outcome
from tests.check.sections import is_printed, mentions, not_found, sections

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]
SEED, NUMBER = 20261130, 60
LEAST_FOUND = 0.95


@pytest.fixture(scope="module")
def checked(rows_for_all, source_texts):
    """Every section with its findings."""
    stamp = Version.objects.current()
    return [(each, check(each.text, stamp, "default")) for each in sections(source_texts)]


def test_the_texts_agree_with_what_was_read_from_them(checked):
    printed = sum(
        is_printed(value, told)
        for section, _result in checked
        for told in [mentions(section.text)]
        for value in section.values
    )
    missing = [(s.name, str(v.row)) for s, result in checked for v in not_found(s, result)]
    assert printed > 400
    assert len(missing) <= (1 - LEAST_FOUND) * printed, "\n".join(map(str, missing))


def test_hardly_any_value_of_the_texts_is_told_to_differ(checked):
    told = [f.printed for _s, r in checked for f in r.findings if f.verdict == Verdict.DIFFERS]
    assert len(told) <= 5, told


def test_a_changed_value_differs_and_nothing_else_changes(checked):
    stamp, chance = Version.objects.current(), random.Random(SEED)
    pool = [(s, r, f) for s, r in checked for f in changeable(r)]
    outcomes = []
    while len(outcomes) < NUMBER:
        section, result, finding = chance.choice(pool)
        if made := change(section.text, finding, chance):
            outcomes.append(outcome(result, finding, made, check(made.text, stamp, "default")))
    differing = sum(each.verdict == Verdict.DIFFERS for each in outcomes)
    assert differing >= CHANGED * NUMBER, [str(each) for each in outcomes if not each.is_told]
    assert sum(not each.others_same for each in outcomes) <= 2
