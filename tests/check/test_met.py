"""What a reader of memos met is judged rightly now, each kind by sentences of its own."""

import pytest

from portal.changes.models import Version
from portal.pages.check.checking import check
from tests.check.met import SENTENCES

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]


@pytest.mark.parametrize("kind", SENTENCES)
def test_every_sentence_of_a_kind_is_judged_rightly(kind):
    stamp, wrong = Version.objects.current(), []
    for text, expected in SENTENCES[kind]:
        found = {each.printed: str(each.verdict) for each in check(text, stamp, "default").findings}
        if found != expected:
            wrong.append((text, expected, found))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("OSAではこれまで12か国を相手に16案件の実施を決定した。", "11か国"),
        ("サプライチェーン強靱化予算の半導体は8,602億円である。", "8,062億円"),
    ],
)
def test_the_value_that_decides_is_told_first(text, first):
    finding = check(text, Version.objects.current(), "default").findings[0]
    assert finding.judged.values[0].row.printed == first
