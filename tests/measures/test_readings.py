"""Readings of measures: which are missing or no longer fit, and what kana find by them."""

import csv
import io
import re
import urllib.parse

import pytest
from django.db import models
from django.utils import translation

from measures.checks.batches import ENTRY_KINDS, Asking, batches
from measures.checks.listed import BY_CODE
from measures.lists.measures import MEASURES
from measures.lists.provisions import PROVISIONS
from measures.models import Indicator, Measure, MeasureName
from policies.checks import NO_READING, UNFIT_READING
from policies.models import Framework, Issue, Pillar
from portal.lists.declaration import ListPage
from portal.lists.request import ListRequest
from portal.pages.lists import LISTS
from tests.list_requests import list_request
from tests.markup import Page

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture(autouse=True)
def japanese():
    """Pages are asked for in Japanese unless a test says otherwise."""
    with translation.override("ja"):
        yield


@pytest.fixture
def act() -> Measure:
    """The measure of the small record that has readings, for all to see."""
    act = Measure.objects.get(slug="act")
    act.published = True
    act.save()
    return act


def asked(word: str, listing: ListPage = MEASURES) -> ListRequest:
    """A list as who asks it for a word sees it."""
    return list_request(listing, "/?" + urllib.parse.urlencode({"q": word}))


# The checks.


def found(code: str, model: type[models.Model] = Measure) -> list[tuple[str, str]]:
    """What a check finds of entries of a kind: each name, and the entry that it stands at."""
    faults = [
        fault
        for batch in batches(ENTRY_KINDS[model], Asking())
        for fault in BY_CODE[code].find(batch)
    ]
    return [(each.value.partition("/")[0], each.entry.get_absolute_url()) for each in faults]


def test_a_title_without_a_reading_is_found():
    talks = Measure.objects.get(slug="talks")
    assert (talks.title_ja, talks.get_absolute_url()) in found(NO_READING)
    Measure.objects.filter(slug="talks").update(reading="かいだん")
    assert talks.title_ja not in dict(found(NO_READING))


@pytest.mark.parametrize(
    ("model", "field", "entry"),
    [
        (Indicator, "title_ja", Indicator),
        (Issue, "title_ja", Issue),
        (Framework, "name_ja", Framework),
        (Pillar, "name_ja", Framework),
    ],
)
def test_titles_of_other_entries_need_one_that_fits(model, field, entry):
    row = model.objects.order_by("pk").first()
    name, here = getattr(row, field), entry.objects.get().get_absolute_url()
    assert (name, here) not in found(NO_READING, entry) + found(UNFIT_READING, entry)
    model.objects.filter(pk=row.pk).update(**{field: f"{name}A"})
    assert found(UNFIT_READING, entry) == [(f"{name}A", here)]
    model.objects.filter(pk=row.pk).update(reading="")
    assert (f"{name}A", here) in found(NO_READING, entry)


def test_another_name_of_a_measure_needs_a_reading_for_its_kanji_alone():
    name = MeasureName.objects.select_related("measure").get()
    assert name.name not in dict(found(NO_READING))
    MeasureName.objects.update(reading="")
    assert (name.name, name.measure.get_absolute_url()) in found(NO_READING)
    MeasureName.objects.update(name="メタル・アクト")
    assert "メタル・アクト" not in dict(found(NO_READING))


def test_readings_of_measures_that_no_longer_fit_are_found():
    assert found(UNFIT_READING) == []
    act = Measure.objects.get(slug="act")
    Measure.objects.filter(slug="act").update(title_ja="金属法A")
    MeasureName.objects.update(name="金属法B")
    here = act.get_absolute_url()
    assert found(UNFIT_READING) == [("金属法A", here), ("金属法B", here)]


# What kana find.


@pytest.mark.parametrize(
    ("word", "titled", "ja", "en"),
    [
        ("きんぞくほう", True, "よみ", "reading"),
        ("かくほにかんする", True, "施策の別名のよみ", "other name of a measure, reading"),
        ("きしょうきん", False, "分野・物資のよみ", "subject, reading"),
    ],
)
def test_kana_find_what_is_read_so_and_say_it_is_a_reading(act, word, titled, ja, en):
    for language, label in (("ja", ja), ("en", en)):
        with translation.override(language):
            request = asked(word)
            assert [each.pk for each in request.page] == [act.pk]
            assert (act.pk in request.filterset.title_hits) is titled
            assert request.finds[act.pk].label == label
            assert word in request.finds[act.pk].words


def test_the_page_of_results_tells_the_reading_as_one(act, client):
    found = Page(client.get("/measures/", {"q": "ぞくほう"}).content.decode())
    assert len(found.all("span", **{"class": "found-by"})) == 1
    assert ("span", "一致した箇所：よみ") in found.words
    assert found.text("mark") == "ぞくほう"


def test_what_the_title_shows_is_no_find_in_its_reading(act):
    act.title_ja, act.reading = "めっき法", "めっきほう"
    act.save()
    assert [each.pk for each in asked("めっき").page] == [act.pk]
    assert asked("めっき").finds == {}


def test_rows_of_a_measure_are_found_by_its_reading_too(act):
    assert asked("きんぞくほう", PROVISIONS).count == act.provisions.count() == 2


@pytest.mark.parametrize(
    ("name", "word", "other"),
    [
        ("issues", "ふそく", "きんぞく"),
        ("indicators", "せいさんりょう", "ふそく"),
        ("pillars", "だいいち", "ふそく"),
        ("pillars", "けいかく", "ふそく"),  # the scheme
        ("data-points", "せいさんりょう", "ふそく"),  # the indicator
    ],
)
def test_kana_find_entries_of_other_kinds(name, word, other):
    listing = next(each for each in LISTS if each.name == name)
    assert asked(word, listing).count > 0
    assert asked(other, listing).count == 0


@pytest.mark.parametrize(
    ("name", "word", "label"),
    [("issues", "ふそく", "よみ"), ("indicators", "せいさん", "よみ"), ("pillars", "いち", "よみ")],
)
def test_a_find_in_the_reading_of_a_title_is_told_as_one(name, word, label):
    listing = next(each for each in LISTS if each.name == name)
    request = asked(word, listing)
    assert {find.label for find in request.finds.values()} == {label}
    assert request.count == len(request.finds) == 1


# The download.


def test_the_table_of_measures_has_the_reading(act, client):
    text = b"".join(client.get("/measures.csv?profile=data")).decode()
    rows = {row["slug"]: row for row in csv.DictReader(io.StringIO(text))}
    assert (rows["act"]["reading"], rows["talks"]["reading"]) == ("きんぞくほう", "")


@pytest.mark.parametrize(
    ("name", "readings"),
    [("issues", ["ふそく"]), ("indicators", ["せいさんりょう"]), ("pillars", ["だいいち", ""])],
)
def test_tables_of_other_entries_have_theirs(name, readings, client):
    text = b"".join(client.get(f"/{name}.csv?profile=data")).decode()
    assert [row["reading"] for row in csv.DictReader(io.StringIO(text))] == readings


# The bundled record.


@pytest.mark.bundled
@pytest.mark.parametrize(
    ("word", "slug", "titled"),
    [
        ("がいためほう", "fefa", True),  # another name
        ("けいざいあんぜんほしょう", "espa-2022", True),  # the title
        ("ちくでんち", "supply-chain-budget", False),  # a subject
    ],
)
def test_kana_find_entries_of_the_record(word, slug, titled):
    request = asked(word)
    measure = Measure.objects.get(slug=slug)
    assert measure.pk in request.filterset.found
    assert (measure.pk in request.filterset.title_hits) is titled


@pytest.mark.bundled
@pytest.mark.parametrize(
    ("word", "address"),
    [
        ("ぎょふのり", "/issues/asean-gains-from-both-sides/"),
        ("こうえきじょうけんのにちべいひかく", "/indicators/"),
        ("はかいてきぎじゅつかくしん", "/pillars/meti-2024-02-technology-classes/"),
    ],
)
def test_the_search_of_everything_finds_what_is_read_so(client, word, address):
    """As what it is called: it stands first."""
    text = client.get("/search/", {"q": word}).content.decode()
    results = re.findall(r'class="result-line__title">\s*<a href="([^"]+)"', text)
    assert results[0].startswith(address)


@pytest.mark.bundled
@pytest.mark.parametrize(
    ("kana", "kanji"),
    [("がいためほう", "外為法"), ("はんどうたい", "半導体"), ("ふきょうほう", "不競法")],
)
def test_kana_find_by_names_what_kanji_find_by_them(kana, kanji):
    assert asked(kana).filterset.title_hits == asked(f'"{kanji}"').filterset.title_hits != set()
