"""Questions that a list answers lead to it under the conditions that their words say."""

import pytest
from django.urls import reverse
from django.utils import translation

from portal.pages.results.narrowed import WAYS, Narrowing
from tests.cases import for_each
from tests.pages.test_questions import words_of

pytestmark = [pytest.mark.bundled, pytest.mark.django_db]


def lists_for(client, asked: str, language: str = "ja") -> list:
    """The lists under conditions that the page of the search leads to."""
    with translation.override(language):
        response = client.get(reverse("search", query={"q": asked}))
    return response.context["found"].narrowed


@for_each(
    ("asked", "language", "address", "count"),
    [
        (
            "蓄電池への補正予算の総額は",
            "ja",
            "/budgets/?stage=supplementary&subject=storage-batteries",
            3,
        ),
        ("半導体の予算はいくら", "ja", "/budgets/?subject=semiconductors", 2),
        ("ドローンの予算", "ja", "/budgets/?subject=unmanned-aircraft", 1),
        ("OSAの予算推移", "ja", "/budgets/?measure=osa", 4),
        ("R7補正の総額", "ja", "/budgets/?fiscal_year=2025&stage=supplementary", 7),
        (
            "中国のレアアース規制は今止まっているか",
            "ja",
            "/export-controls/?jurisdiction=cn&subject=rare-earths",
            2,
        ),
        ("対日輸出管理", "ja", "/export-controls/?target=jp", 3),
        ("中国の対日輸出規制", "ja", "/export-controls/?target=jp&jurisdiction=cn", 3),
        (
            "半導体と蓄電池の予算",
            "ja",
            "/budgets/?subject=semiconductors&subject=storage-batteries",
            6,
        ),
        (
            "アンチダンピング調査中は何件、誰が申請",
            "ja",
            "/trade-remedies/?kind=ad&procedure=investigation&procedure=extension",
            6,
        ),
        (
            "G7で経済的威圧に触れた声明は",
            "ja",
            "/agreements/?partner=g7&subject=economic-coercion",
            2,
        ),
        ("日EUの合意", "ja", "/agreements/?partner=eu", 12),
        ("日米の合意", "ja", "/agreements/?partner=us", 23),
        ("OSA budget", "en", "/en/budgets/?measure=osa", 4),
        (
            "export controls on rare earths by China",
            "en",
            "/en/export-controls/?subject=rare-earths&jurisdiction=cn",
            2,
        ),
    ],
)
def test_a_question_leads_to_the_list_that_answers(client, asked, language, address, count):
    """Its address finds as many rows as are told."""
    (found,) = lists_for(client, asked, language)
    with translation.override(language):
        assert (found.address, found.count) == (address, count)
    assert client.get(address).context["list_request"].count == count


@for_each(
    "asked",
    [
        "半導体",  # conditions of no list
        "対日直接投資の予算",  # a word that is no condition
        "チリの輸出管理",  # conditions that find nothing
        "1306億円の予算",  # an amount
        "蓄電池の予算 -補正",  # something shut out
    ],
)
def test_no_list_is_told_that_is_not_asked_for_or_leaves_a_word_out(client, asked):
    assert lists_for(client, asked) == []


@for_each(
    ("asked", "language", "addresses"),
    [
        ("補助金", "ja", ["/measures/?kind=budget-programme"]),
        ("法律", "ja", ["/measures/?kind=law"]),
        ("閣議決定", "ja", ["/measures/?status=cabinet-decision"]),
        ("輸出規制", "ja", ["/export-controls/"]),
        ("予算", "ja", ["/budgets/"]),
        ("subsidies", "en", ["/en/measures/?kind=budget-programme"]),
        ("Law", "en", ["/en/measures/?kind=law"]),
    ],
)
def test_one_word_leads_to_the_list_whose_kind_or_status_it_is(client, asked, language, addresses):
    found = lists_for(client, asked, language)
    with translation.override(language):
        assert [each.address for each in found] == addresses
    for each in found:
        assert client.get(addresses[0]).context["list_request"].count == each.count > 0
        assert each.in_words


@for_each(
    ("asked", "told"),
    [
        ("蓄電池への補正予算の総額は", "合計に含む3件の合計は7,752億円（当サイトの計算）"),
        ("R7補正の総額", "1,693億円（当サイトの計算）、資料記載の合計は1,692億円"),
        ("OSAの予算推移", "含まない額：令和8年度（2026年度）、予算 約181億円"),
        ("中国のレアアース規制は今止まっているか", "うち停止中1件"),
        ("アンチダンピング調査中は何件、誰が申請", "うち日本によるもの5件"),
    ],
)
def test_what_the_rows_come_to_is_told_with_the_list(client, asked, told):
    response = client.get(reverse("search", query={"q": asked}))
    assert "".join(told.split()) in words_of(response)


def test_conditions_are_told_in_words(client):
    response = client.get(reverse("search", query={"q": "対日輸出管理"}))
    assert "輸出管理：対象国・地域が日本" in words_of(response)


def test_names_beyond_what_can_be_read_together_lead_to_no_list(client, monkeypatch):
    """Every country may be who acts or at whom it is directed, so ways double with each."""
    tried = []
    real = Narrowing._under
    monkeypatch.setattr(Narrowing, "_under", lambda *of: tried.append(1) or real(*of))
    few = "中国 米国 韓国 英国 ドイツ"
    assert lists_for(client, f"輸出管理 {few}")
    assert 0 < len(tried) <= WAYS
    tried.clear()
    many = f"{few} フランス インド カナダ イタリア オランダ 台湾 ロシア ベトナム タイ"
    assert lists_for(client, f"輸出管理 {many}") == []
    assert tried == []
