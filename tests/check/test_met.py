"""What a reader of memos met is judged rightly now, each kind by sentences of its own."""

import pytest

from portal.changes.models import Version
from portal.pages.check.checking import check
from portal.pages.check.telling import all_said, remarks
from tests.check.answers import ANSWERS
from tests.check.going_on import GOING_ON
from tests.check.in_short import IN_SHORT
from tests.check.kinds import KINDS
from tests.check.met import SENTENCES
from tests.check.stages_told import STAGES

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]


ALL = SENTENCES | KINDS | STAGES | ANSWERS | GOING_ON | IN_SHORT


@pytest.mark.parametrize("kind", ALL)
def test_every_sentence_of_a_kind_is_judged_rightly(kind):
    stamp, wrong = Version.objects.current(), []
    for text, expected in ALL[kind]:
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


def test_what_is_inferred_is_told():
    text = "工作機械・産業用ロボットには令和5年度補正で78億円を積み増した。"
    (finding,) = check(text, Version.objects.current(), "default").findings
    assert str(finding.verdict) == "inference"
    assert any("所管省の欄は空白" in each for each in remarks(finding))


def test_rows_that_say_the_same_are_told_once():
    text = "補完的輸出規制の見直しは令和7年10月9日に施行された。"
    (finding,) = check(text, Version.objects.current(), "default").findings
    told = [(each.words, each.entry) for each in all_said(finding)]
    assert len(finding.judged.values) > len(told) == len(set(told))


def test_what_is_denied_or_unknown_of_a_named_entry_is_to_be_looked_at_first():
    text = "OSAではこれまで16案件を決定し、6,400人が参加した。OSAの対象国は12か国である。"
    found = check(text, Version.objects.current(), "default").amiss
    assert [each.printed for each in found] == ["12か国", "6,400人"]
