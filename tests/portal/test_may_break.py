"""Long compounds break between their words, and what is short or English stays as it is."""

import pytest
from django.utils import translation

from portal.languages import may_break


def words_of(title: str, language: str = "ja") -> str:
    """A title with a bar where it may break."""
    with translation.override(language):
        return str(may_break(title)).replace("<wbr>", "|")


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("政府安全保障能力強化支援（OSA）", "政府|安全保障|能力|強化|支援（OSA）"),
        ("経済安全保障推進法", "経済|安全保障|推進法"),
        ("安全保障貿易管理小委員会", "安全保障|貿易|管理|小委員会"),
        ("日中韓経済貿易大臣会合", "日中韓|経済|貿易|大臣|会合"),
        ("高度外国人材研究会", "高度|外国人材|研究会"),
        ("（サプライチェーン強靱化予算）", "（サプライチェーン|強靱化|予算）"),
        ("新興国サプライチェーン支援", "新興国|サプライチェーン|支援"),
        ("外為法の一部改正案", "外為法の一部改正案"),
    ],
)
def test_a_compound_longer_than_a_line_breaks_between_its_words(title, words):
    assert words_of(title) == words
    assert words.replace("|", "") == title, "no sign is lost"


def test_markup_in_a_title_stays_text():
    assert words_of("<b>政府安全保障能力強化支援</b>").startswith("&lt;b&gt;政府|")


def test_on_an_english_page_japanese_is_marked_and_not_broken():
    with translation.override("en"):
        marked = str(may_break("政府安全保障能力強化支援"))
    assert marked == '<span lang="ja">政府安全保障能力強化支援</span>'
