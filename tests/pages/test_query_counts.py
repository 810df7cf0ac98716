"""The first page, pillars, documents and indicators ask the database at most twelve questions."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from measures.models import Indicator
from policies.models import Framework, Section, SourceDocument
from portal.pages.summary import RecordCache
from tests.cases import for_each

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]
WORDS = ("レアアース", "経済安全保障", "日英", "半導体")
SEVERAL = (
    *("半導体 輸出管理", "蓄電池への補正予算の総額は", "R7補正の総額", "ラピダスへの補助金"),
    *("日米首脳会談は中国に抗議したのか", "せきゅりてぃくりあらんす", "export ban rare earth"),
    # Those of the sets and of this one that asked fifteen or sixteen.
    *("OSAの予算推移", "Ｋプロの予算規模", "今年度のOSA予算", "fertilizer support budget"),
    *("蓄電池に令和4年度補正でいくら", "recruiting cyber and space specialists"),
    # Of a word that stands nowhere is asked what it may be a slip of.
    *("経済安全保証推進法", "critcal minerals ministerial"),
)
PAGES = {
    "home": lambda: reverse("home"),
    "pillars": lambda: reverse("pillars"),
    "framework": lambda: Framework.objects.get(slug="mofa-2026-01-pillars").get_absolute_url(),
    "sources": lambda: reverse("sources"),
    "document": lambda: SourceDocument.objects.get(slug="meti-2024-02").get_absolute_url(),
    "section": lambda: Section.objects.get(
        document__slug="meti-2026-04", code="23"
    ).get_absolute_url(),
    "indicator": lambda: Indicator.objects.get(slug="papers-2019-2021").get_absolute_url(),
    "search": lambda: reverse("search"),
    "data": lambda: reverse("data"),
}


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_at_most_twelve_questions(client, monkeypatch, name, language):
    """Of a process that has shown a list before, at a version it has not seen."""
    with translation.override(language):
        address = PAGES[name]()
    client.get(address)
    caches["pages"].clear()
    monkeypatch.setattr(RecordCache, "stamp", None)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    assert len(captured) <= 12, [query["sql"][:120] for query in captured.captured_queries]


@pytest.mark.both
@for_each("asked", [*WORDS, *SEVERAL])
def test_a_search_asks_at_most_fourteen_questions(client, asked):
    """However many words; of a process that has told of them before, at that version."""
    address = reverse("search", query={"q": asked})
    client.get(address)
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    assert len(captured) <= 14, [query["sql"][:120] for query in captured.captured_queries]
