"""Names while one types: the page, the answer for the search box, and what they offer."""

import json
import urllib.parse

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from measures.models import Measure
from policies.models import Subject
from portal.changes.models import Version
from portal.pages.answers.values import Counts
from portal.pages.names import known
from portal.pages.names.known import KINDS, MOST, KnownNames, Name, NamesCache
from portal.search.text import fold
from tests.markup import Page

pytestmark = [pytest.mark.django_db]
LANGUAGES = ("ja", "en")


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch):
    """A process that has offered no name yet."""
    monkeypatch.setattr(NamesCache, "known", {})


def address(view: str, asked: str, language: str = "ja") -> str:
    with translation.override(language):
        return f"{reverse(view)}?{urllib.parse.urlencode({'q': asked})}"


def offered(asked: str) -> list[str]:
    """The address names that are offered for what was typed, in their order."""
    counts = Counts(Version.objects.current(), "default")
    names = KnownNames("default")
    return [known.key_of(offer.entry) for offer in names.offers(asked, counts)]


@pytest.mark.bundled
@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("蓄電", "storage-batteries"),
        ("ちくでん", "storage-batteries"),
        ("チクデン", "storage-batteries"),
        ("れああ", "rare-earths"),
        ("ﾚｱｱ", "rare-earths"),
        ("レアアース", "rare-earths"),
        ("がいため", "foreign-exchange-act"),
        ("けいざいあんぜんほしょう", "economic-security"),
        ("ケーザイアンゼンホショー", "economic-security"),
        ("rare ea", "rare-earths"),
        ("RARE EA", "rare-earths"),
        ("espa", "espa-2022"),
        ("中国", "cn"),
        ("経済産業省", "meti"),
    ],
)
@pytest.mark.both
def test_the_nearest_name_comes_first(typed, first):
    assert offered(typed)[0] == first


@pytest.mark.parametrize(
    ("typed", "first"),
    [("ふそく", "shortage"), ("セイサン", "output"), ("だいいち", "plan/first")],
)
@pytest.mark.both
def test_entries_without_other_names_are_found_by_their_reading(client, typed, first):
    assert offered(typed) == [first]
    told = json.loads(client.get(address("names-json", typed)).content)
    assert len(told["names"]) == 1


@pytest.mark.bundled
@pytest.mark.parametrize("typed", ["日", "経済", "重要鉱物", "輸出"])
@pytest.mark.both
def test_beginnings_come_before_insides_and_shorter_names_before_longer(typed):
    """Nothing of the order is left to the database: it is that of places in memory."""
    counts = Counts(Version.objects.current(), "default")
    found = [offer for offer in KnownNames("default").offers(typed, counts) if not offer.also]
    places = [
        (offer.name != typed, not offer.name.startswith(typed), len(fold(offer.name)))
        for offer in found
        if typed in offer.name
    ]
    assert len(places) > 1
    assert places == sorted(places)


@pytest.mark.bundled
def test_latin_words_are_found_from_their_beginning():
    assert "osa" in offered("osa")
    for key in offered("osa"):
        assert key not in {"eel-cites-proposal-2025", "npi-2025-recommendations"}
    assert not Name.of("Proposal to list eels").holds(Name.of("osa"))
    assert Name.of("Rare-earth magnets").holds(Name.of("earth mag"))
    assert Name.of("ODA・OSA・防衛装備移転").holds(Name.of("osa"))
    assert not Name.of("ローン").holds(Name.of("ドローン"))


def test_every_kind_of_entry_with_a_name_is_known():
    """Every entry that visitors may see, by its whole title."""
    names = KnownNames("default")
    assert names.whole
    for model in KINDS:
        shown = model._base_manager.filter(model.shown_if())
        assert shown.exists()
        for entry in shown:
            title = entry.title if hasattr(entry, "title") else entry.name
            assert known.key_of(entry) in offered(title), entry


def test_what_is_not_published_is_not_offered():
    assert Measure.objects.filter(slug="act", published=False).exists()
    for typed in ("金属法", "きんぞくほう", "Metals Act", "金属の確保"):
        assert "act" not in offered(typed)


def test_a_name_says_by_what_it_was_found_and_how_many_measures_it_has(client):
    measure = Measure.objects.get(slug="act")
    measure.published = True
    measure.save()
    answer = client.get(address("names-json", "レアメ")).json()
    assert answer["names"] == [
        {
            "name": "希少金属",
            "also": "レアメタル",
            "kind": "分野・物資（物資）",
            "measures": "施策1件",
            "address": "/subjects/rare-metals/",
        }
    ]
    answer = client.get(address("names-json", "rare", "en")).json()
    assert answer["names"][0]["address"] == "/en/subjects/rare-metals/"
    assert answer["names"][0]["measures"] == "1 measure"


@pytest.mark.bundled
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_and_the_answer_offer_the_same(client, read_only, language):
    answer = client.get(address("names-json", "日", language)).json()
    page = Page(client.get(address("names", "日", language)).content.decode())
    assert page.faults == []
    links = {each.attrs["href"] for each in page.links}
    assert len(answer["names"]) == MOST
    assert str(MOST) in answer["told"]
    for offer in answer["names"]:
        assert offer["address"] in links
        assert offer["name"] in page.text()
        assert client.get(offer["address"]).status_code == 200
    assert address("search", "日", language) in links


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("asked", ["", "　", "無い名前無い名前", "。", "%", "'\"<b>"])
def test_nothing_typed_and_nothing_like_it_offer_nothing(client, read_only, language, asked):
    answer = client.get(address("names-json", asked, language))
    assert answer.json()["names"] == []
    assert answer.json()["told"]
    page = Page(client.get(address("names", asked, language)).content.decode())
    assert page.faults == []
    assert not page.all("ul", **{"class": "found-list names-list"})


@pytest.mark.parametrize(
    ("query", "named"), [("q=AI&colour=blue", "colour"), (f"q={'x' * 201}", "200")]
)
def test_what_is_not_understood_is_named(client, read_only, query, named):
    page = client.get(f"/search/names/?{query}")
    assert page.status_code == 400
    assert named in Page(page.content.decode()).text()
    answer = client.get(f"/search/names.json?{query}")
    assert answer.status_code == 400
    assert named in json.dumps(answer.json(), ensure_ascii=False)


def test_an_answer_asks_one_question_of_a_process_that_knows_the_names(client):
    client.get(address("names-json", "金"))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address("names-json", "金属")).json()["names"]
    assert len(captured) == 1, "the version of the record"


def test_a_rename_is_offered_at_once(client):
    assert client.get(address("names-json", "改めた")).json()["names"] == []
    subject = Subject.objects.get(slug="metals")
    subject.name_ja = "改めた金属"
    subject.save()
    (offer,) = client.get(address("names-json", "改めた")).json()["names"]
    assert offer["name"] == "改めた金属"


def test_answers_have_the_version_as_etag_and_push_no_page_out():
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "names"}
    with override_settings(CACHES={"default": memory, "pages": memory, "former": memory}):
        caches["pages"].clear()
        client = Client()
        asked = address("names-json", "金")
        answer = client.get(asked)
        assert client.get(asked, headers={"if-none-match": answer["ETag"]}).status_code == 304
        assert not caches["pages"]._cache
        client.get(address("names", "金"))
        assert caches["pages"]._cache, "the page is kept as any other"


def test_a_larger_record_is_looked_at_in_part_and_says_so(client, monkeypatch):
    whole = Page(client.get(address("names", "会談")).content.decode()).text()
    assert offered("会談") == ["talks"]
    NamesCache.known.clear()
    monkeypatch.setattr(known, "KEPT", 5)
    assert offered("会談") == []
    part = Page(client.get(address("names", "会談")).content.decode()).text()
    note = "収録項目が多いため、ここではその一部だけを調べています。"
    assert note not in whole
    assert note in part


@pytest.mark.parametrize("language", LANGUAGES)
def test_search_boxes_say_where_names_are_told(client, language):
    with translation.override(language):
        page = Page(client.get(reverse("search")).content.decode())
        boxes = [each for each in page.all("form") if "data-names" in each.attrs]
        assert boxes
        assert {each.attrs["data-names"] for each in boxes} == {reverse("names-json")}
        scripts = [each.attrs["src"] for each in page.all("script") if "src" in each.attrs]
        assert [each for each in scripts if each.startswith("/static/js/names")]
