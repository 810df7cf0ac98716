"""Memos of officials are marked rightly at the first try."""

import pytest

from portal.changes.models import Version
from portal.pages.check.checking import check
from tests.check.memos import MEMOS

IDS = ["answer", "briefing", "note", "weekly", "for members"]
pytestmark = [pytest.mark.django_db, pytest.mark.bundled, pytest.mark.both]


@pytest.mark.parametrize(("text", "expected"), MEMOS, ids=IDS)
def test_every_value_of_a_memo_has_the_verdict_of_a_reader(text, expected):
    found = check(text, Version.objects.current(), "default").findings
    assert [(each.printed, str(each.verdict)) for each in found] == expected
