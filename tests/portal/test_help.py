"""The help explains every fixed word, shows real pages, and is found where the question arises."""

import struct

import pytest
from django.contrib import admin
from django.contrib.staticfiles import finders
from django.db import models
from django.urls import reverse
from django.utils import translation

from measures.glossary import MEANINGS
from measures.models import Measure, Relation, Stage
from portal.dates.edtf import PART, validate_edtf
from portal.help.pages import DATA, DATES, EDIT, FORMS, PAGES, RECORD
from portal.help.parts import SCALE, meanings
from portal.lists.columns import Kind
from portal.pages.lists import LISTS
from tests.markup import Page

pytestmark = pytest.mark.bundled

LANGUAGES = ("ja", "en")
SCREENSHOTS = [screenshot for page in PAGES for screenshot in page.shown]
FILES = sorted({screenshot.file_in(code) for screenshot in SCREENSHOTS for code in LANGUAGES})
MOST_BYTES = 1_500_000
VIEWS = ["help", *(page.view for page in PAGES)]


def page_of(client, view: str, language: str) -> Page:
    """A page of the help."""
    with translation.override(language):
        address = reverse(view)
    response = client.get(address)
    assert response.status_code == 200
    return Page(response.content.decode())


# What the words mean.


@pytest.mark.parametrize("choices", MEANINGS, ids=lambda choices: choices.__name__)
def test_every_word_of_a_list_has_a_meaning_and_nothing_else_has(choices):
    assert [*MEANINGS[choices]] == [*choices]


@pytest.mark.parametrize("choices", MEANINGS, ids=lambda choices: choices.__name__)
def test_meanings_differ_and_are_said_in_both_languages(choices):
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = [str(each.meaning) for each in meanings(choices)]
            assert len(set(said[language])) == len(choices)
    untold = [each for each in said["ja"] if each in said["en"]]
    assert untold == [], "these meanings have no Japanese"


def test_the_lists_that_people_ask_about_are_explained():
    shown = {choices for page in PAGES for choices in page.lists.values()}
    assert shown == MEANINGS.keys()
    assert {Measure.Status, Stage, Relation.Kind} <= shown


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", [RECORD, EDIT], ids=lambda page: page.view)
def test_every_word_stands_on_the_page_with_its_meaning(client, page, language):
    text = page_of(client, page.view, language).text()
    with translation.override(language):
        for found in page.meanings.values():
            for each in found:
                assert str(each.words) in text
                assert str(each.meaning) in text
                assert str(each.reverse) in text


def test_every_relation_is_turned_round():
    assert all(each.reverse for each in meanings(Relation.Kind))


# The forms of editors.


def test_every_part_of_the_editing_page_is_explained():
    inlines = admin.site.get_model_admin(Measure).inlines
    assert [*FORMS] == [inline.model for inline in inlines]
    assert all(issubclass(model, models.Model) for model in FORMS)


# Dates for analysts.


def test_the_dates_that_are_explained_have_every_form():
    for edtf in DATES:
        validate_edtf(edtf)
    plain = [edtf for edtf in DATES if "/" not in edtf]
    parts = {tuple(map(bool, PART.match(edtf).groups())) for edtf in plain}
    assert parts == {
        (True, True, True, False),
        (True, True, False, False),
        (True, False, False, False),
        (True, False, False, True),
    }
    assert {edtf.split("/").index("..") for edtf in DATES if ".." in edtf} == {0, 1}


# The pages.


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.view)
def test_every_part_stands_where_the_contents_lead(client, page, language):
    found = page_of(client, page.view, language)
    anchors = [part.anchor for part in page.parts]
    assert [each.attrs["id"] for each in found.all("section", **{"class": "section"})] == anchors
    contents = [each.attrs["href"] for each in found.links if each.attrs["href"].startswith("#")]
    assert contents == ["#main", *(f"#{anchor}" for anchor in anchors)]


@pytest.mark.django_db
def test_the_first_page_leads_to_every_part(client):
    links = {each.attrs["href"] for each in page_of(client, "help", "ja").links}
    for page in PAGES:
        address = reverse(page.view)
        assert {address, *(f"{address}#{part.anchor}" for part in page.parts)} <= links


# The screenshots.


def size_of(content: bytes) -> tuple[int, int]:
    """Width and height of a WebP, lossy or lossless or extended."""
    assert content[:4] == b"RIFF"
    assert content[8:12] == b"WEBP"
    kind = content[12:16]
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", content[26:30])
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L":
        (bits,) = struct.unpack("<I", content[21:25])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    assert kind == b"VP8X"
    return tuple(int.from_bytes(content[at : at + 3], "little") + 1 for at in (24, 27))


@pytest.mark.parametrize("screenshot", SCREENSHOTS, ids=lambda screenshot: screenshot.name)
def test_every_screenshot_is_there_in_its_size(screenshot, settings):
    for language in LANGUAGES:
        file = finders.find(screenshot.file_in(language))
        assert file, f"{screenshot.file_in(language)} is missing: make screenshots"
        with open(file, "rb") as content:
            assert size_of(content.read()) == (screenshot.width * SCALE, screenshot.height * SCALE)


def test_no_screenshot_is_left_over_and_all_are_small(settings):
    folder = settings.BASE_DIR / "static" / "img" / "help"
    found = sorted(folder.iterdir())
    assert [f"img/help/{path.name}" for path in found] == FILES
    assert sum(path.stat().st_size for path in found) < MOST_BYTES


def test_names_of_screenshots_are_unique():
    names = [screenshot.name for screenshot in SCREENSHOTS]
    assert len(names) == len(set(names))


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.view)
def test_every_screenshot_stands_on_its_page_with_words(client, page, language):
    found = page_of(client, page.view, language)
    shown = {each.attrs["src"]: each.attrs["alt"] for each in found.all("img")}
    with translation.override(language):
        assert shown == {f"/static/{each.file}": str(each.alt) for each in page.shown}
        captions = found.text("figcaption")
        assert all(str(each.caption) in captions for each in page.shown)


# Where the question arises.


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/", "help"),
        ("/measures/", "help-record#status"),
        ("/measures/", "help-data"),
        ("/budgets/", "help-record#stage"),
        ("/export-controls/", "help-record#effect"),
        ("/measures/espa-amendment-2026/", "help-record#status"),
        ("/measures/espa-amendment-2026/", "help-record#inferred"),
        ("/data/", "help-data"),
        ("/data/", "help-caveats"),
        ("/help/data/", "help-caveats"),
        ("/search/?q=QUAD", "help-cite#search"),
    ],
)
def test_help_is_found_where_the_question_arises(client, address, target):
    view, hash_sign, anchor = target.partition("#")
    links = {each.attrs["href"] for each in Page(client.get(address).content.decode()).links}
    assert f"{reverse(view)}{hash_sign}{anchor}" in links


@pytest.mark.django_db
def test_editors_find_their_help(admin_client):
    found = Page(admin_client.get(reverse("admin:index")).content.decode())
    assert reverse("help-edit") in {each.attrs["href"] for each in found.links}


@pytest.mark.django_db
def test_what_analysts_may_copy_asks_for_a_file_that_exists(client):
    code = page_of(client, DATA.view, "ja").text("code")
    address = f"http://testserver{reverse('budgets-csv')}?profile=data"
    assert code.count(address) == 8  # in the words, for two tools, and for five that join
    header = b"".join(client.get(address).streaming_content).decode().partition("\r\n")[0]
    for name in ("amount", "fiscal_year", "is_added", "measure_slug", "stage_code"):
        assert name in header.split(",")


def test_columns_of_dates_in_edtf_form_are_called_as_the_help_says():
    names = {column.name for each in LISTS for column in each.columns if column.kind is Kind.EDTF}
    assert names
    assert {name for name in names if not name.endswith("_edtf")} == {"status_as_of"}
