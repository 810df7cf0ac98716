"""The questions of policy officials, each answered within three pages: home, search, one more.

The answer stands on the page of results, or on one of those that its first five results and its
lists lead to.
"""

import html

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from tests.cases import for_each

pytestmark = [pytest.mark.bundled, pytest.mark.django_db]

FIRST = 5
# What is asked, and the words of the answer; first where they stand on the page of results itself.
AT_ONCE = [
    ("ja", "蓄電池への補正予算の総額は", "7,752億円"),
    ("ja", "中国のレアアース規制は今止まっているか、何で", "うち停止中1件"),
    ("ja", "外為法の事後届出に変わる技術は", "事後届出: 記録にも5資料の本文にもありません"),
    ("ja", "G7で経済的威圧に触れた声明は", "G7大阪・堺貿易大臣会合"),
    ("ja", "2024年資料と2026年資料でセキュリティクリアランスはどう変わったか", "実施中 2025年"),
    ("ja", "OSAの予算推移", "約181億円"),
    ("ja", "同志国との協定を日付順に", "CPTPP"),
    ("ja", "日EUの合意", "国・地域が欧州連合"),
    ("ja", "半導体の予算はいくら", "8,062億円"),
    ("ja", "がいためほう", "外国為替及び外国貿易法"),
    ("ja", "れああーす", "レアアース"),
    ("en", "export ban rare earth", "export controls on seven heavy rare earths"),
    ("ja", "特定重要物資はいくつ", "16（2026年4月の表の行の数）"),
    ("ja", "外為法改正の施行はいつ", "公布の日から1年以内"),
    ("ja", "アンチダンピング調査中は何件、誰が申請", "うち日本によるもの5件"),
    ("ja", "推進法改正案は今どの段階", "閣議決定 2026年3月19日時点"),
    ("ja", "1306億円って何", "1,306億円 船舶の部品"),
    ("ja", "ドローンの予算", "139億円"),
    ("ja", "ロシア原油の上限価格", "47.6ドル"),
    ("ja", "重要鉱物閣僚会合は何か国", "54ヶ国"),
    ("ja", "ライナスへの出資額", "総額2億豪ドル相当"),
    ("ja", "R7補正の総額", "資料記載の合計は1,692億円"),
    ("ja", "対日輸出管理", "中国 → 日本"),
    ("ja", "新三様の世界シェア推移", "シェアの数値は得られない"),
    ("ja", "日米首脳会談は中国に抗議したのか", "抗議: 記録にも5資料の本文にもありません"),
    ("ja", "補助金はどれ", "グローバルサウス補助金"),
    ("ja", "補助金はどれ", "種別が予算・支援"),
    ("en", "OSA budget", "not included: FY2026, Budget, about JPY 18.1 billion"),
    ("en", "price cap Russian crude oil", "47.6 dollars per barrel"),
]
ONE_PAGE_ON = [
    ("ja", "中国のレアアース規制は今止まっているか、何で", "米中首脳会談（釜山）"),
    ("ja", "アンチダンピング調査中は何件、誰が申請", "カリ電解工業会"),
    ("ja", "外為法の事後届出に変わる技術は", "事前報告"),
    ("ja", "中国の懸念リスト・管理リストの企業名", "名称は示されていない"),
    ("ja", "OSAの予算推移", "令和5年度20億円→令和8年度約181億円"),
    ("ja", "同志国との協定を日付順に", "古い順"),
]


def words_of(response, most: int | None = None) -> str:
    """The words that a page shows, without the spaces; with the first results of some alone."""
    main = response.content.decode().partition("<main")[2]
    parts = main.split('<li class="result-line">')
    shown = "".join(parts if most is None else parts[: most + 1])
    return "".join(html.unescape(strip_tags(shown)).split())


def results(client, language: str, asked: str):
    """The page of the search, as it is answered."""
    with translation.override(language):
        return client.get(reverse("search", query={"q": asked}))


@for_each(("language", "asked", "answer"), AT_ONCE)
def test_the_results_answer(client, language, asked, answer):
    """In the first five entries, the lists, or what is said of the words."""
    assert "".join(answer.split()) in words_of(results(client, language, asked), FIRST)


@for_each(("language", "asked", "answer"), ONE_PAGE_ON)
def test_a_page_that_the_results_lead_to_answers(client, language, asked, answer):
    found = results(client, language, asked).context["found"]
    with translation.override(language):
        addresses = [each.address for each in (*found.narrowed, *found.below[:FIRST])]
    pages = (client.get(each.partition("#")[0]) for each in addresses)
    assert any("".join(answer.split()) in words_of(page) for page in pages), addresses
