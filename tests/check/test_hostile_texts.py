"""Texts that were made to take long cost the check no more than seconds."""

import time

import pytest

from portal.changes.models import Version
from portal.pages.check.checking import MOST_CHARACTERS, check

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]
# Seconds of a processor: each takes two at most, and took many times as much as this.
SECONDS = 10
# A third of the longest text tells as much in less time.
LENGTH = MOST_CHARACTERS // 3
LINES = {
    "signs behind a subject": "半導体" + "、" * 1400 + "9億円、" * 148 + "\n",
    "amounts parted by tabs": "1億円\t" * 390 + "\n",
    "one row of amounts": "1億円\t",
    "dates between bars": "|2026年1月6日",
    "years and amounts": "令和5年度\t9億円\t",
    "names and amounts": "OSA\t9億円\t",
    "stages and amounts": "補正\t9億円\t",
    "parts at semicolons": "\t9億円;計9億円;",
    "dates in a row": "2024年7月31日、",
    "dates of acts": "中国は2026年1月6日に輸出規制、",
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_a_text_takes_seconds_at_most(line):
    text = line * (LENGTH // len(line))
    stamp = Version.objects.current()
    began = time.process_time()
    result = check(text, stamp, "default")
    assert result.findings
    assert time.process_time() - began < SECONDS
