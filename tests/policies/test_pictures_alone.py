"""Pages of a copy that are pictures without text, in a deck that otherwise has some."""

import pytest
from django.urls import reverse

from measures.models import Milestone, Provision
from policies import kept_files
from policies.attachments import attach
from policies.models import Organisation, Section, SectionText, SourceDocument
from tests.decks.making import printed_at_once

pytestmark = pytest.mark.django_db

PICTURE = ("", [])
HEADINGS = ("第一の見出し", "第二の見出し", "第三の見出し")
FIRST, SECOND, THIRD = ((heading, [f"{heading}の言葉"]) for heading in HEADINGS)
CONTENTS, GOES_ON = ("目次", ["前書き"]), ("", ["続きの言葉"])
BOTH = (HEADINGS[1], [*SECOND[1], HEADINGS[2], *THIRD[1]])
EVERY = (PICTURE, FIRST, SECOND, THIRD, CONTENTS, BOTH, GOES_ON)
ALONE = "このページは文字のない画像のため、枠を付けられません。"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """The folder of pictures of a test."""
    settings.PICTURES_ROOT = str(tmp_path / "pictures")
    kept_files.pictures.cache_clear()
    yield
    kept_files.pictures.cache_clear()


@pytest.fixture(scope="module")
def decks(tmp_path_factory):
    """What makes the file of a deck."""
    path, made = tmp_path_factory.mktemp("decks") / "deck.pdf", printed_at_once(*EVERY)

    def deck(*pages):
        path.write_bytes(made(*pages))
        return path

    return deck


@pytest.fixture
def document():
    """A document of three sections; a row of the last and one of the first are read."""
    document = SourceDocument.objects.create(
        slug="small",
        publisher=Organisation.objects.first(),
        title_ja="小さな資料",
        title_en="A small document",
        short_name_ja="小",
        short_name_en="Small",
        date="2026",
        sha256="0" * 64,
    )
    sections = [
        Section.objects.create(
            document=document, code=str(number), position=number, heading=heading, title_en=heading
        )
        for number, heading in enumerate(HEADINGS)
    ]
    for row, section in ((Provision.objects.first(), 0), (Milestone.objects.first(), 2)):
        row.section, row.phrase = sections[section], f"{HEADINGS[section]}の言葉"
        row.occurrence = ""
        row.measure.published = True
        row.measure.save()
        row.save()
    return document


def pages_of(document) -> dict[str, tuple[int, int]]:
    """From which page to which each section is shown, by its code."""
    texts = SectionText.objects.of_document(document).in_order()
    return {each.section.code: (each.page, each.last_page) for each in texts}


def shown(client, document, code: str) -> str:
    return client.get(reverse("section", args=[document.slug, code])).content.decode()


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ((FIRST, PICTURE, SECOND, THIRD), {"0": (1, 2), "1": (3, 3), "2": (4, 4)}),
        ((PICTURE, FIRST, SECOND, THIRD), {"0": (1, 2), "1": (3, 3), "2": (4, 4)}),
        ((FIRST, SECOND, THIRD, PICTURE), {"0": (1, 1), "1": (2, 2), "2": (3, 4)}),
        ((FIRST, PICTURE, THIRD), {"0": (1, 1), "1": (2, 2), "2": (3, 3)}),
        ((FIRST, PICTURE, PICTURE, THIRD), {"0": (1, 1), "1": (2, 3), "2": (4, 4)}),
        ((PICTURE, SECOND, THIRD), {"0": (1, 1), "1": (2, 2), "2": (3, 3)}),
        ((FIRST, SECOND, PICTURE), {"0": (1, 1), "1": (2, 2), "2": (3, 3)}),
        ((SECOND, PICTURE, THIRD), {"1": (1, 2), "2": (3, 3)}),
        ((PICTURE, CONTENTS, FIRST, SECOND, THIRD), {"0": (1, 3), "1": (4, 4), "2": (5, 5)}),
    ],
)
def test_a_picture_belongs_to_a_section(document, decks, pages, expected):
    attach(document, decks(*pages))
    assert pages_of(document) == expected


def test_it_is_shown_where_it_stands_and_links_lead_to_it(client, admin_client, document, decks):
    attach(document, decks(FIRST, PICTURE, SECOND, THIRD))
    first, second, third = (shown(client, document, code) for code in "012")
    assert first.count('<div class="slide-beside"') == 2
    assert first.index('id="page-1"') < first.index('id="page-2"') < first.index(ALONE)
    assert f'<a class="frame" id="{Provision.objects.first().evidence_id}"' in first
    assert '/0/#page-2">' in second
    assert '/2/#page-4">' in second
    assert "#page-5" not in third
    read = reverse("read-section", args=[document.slug, "0"])
    assert ALONE in admin_client.get(read).content.decode()


def test_a_section_in_a_picture_alone_is_shown(client, admin_client, document, decks):
    report = attach(document, decks(FIRST, PICTURE, THIRD))
    assert report.missing == ["1"]
    page = shown(client, document, "1")
    assert ALONE in page
    assert '<img src="' in page
    assert '/0/#page-1">' in page
    assert '/2/#page-3">' in page
    assert '/1/#page-2">' in shown(client, document, "0")
    read = admin_client.get(reverse("read-section", args=[document.slug, "1"]))
    assert read.context["bench"].source is None
    assert "文字のない画像" in read.content.decode()


@pytest.mark.both
def test_rows_of_a_section_in_a_picture_are_looked_for_in_the_whole(document, decks):
    """Its text is none, so nothing is lost by it that stands elsewhere."""
    row = Milestone.objects.first()
    row.section = document.sections.get(code="1")
    row.save()
    report = attach(document, decks(FIRST, PICTURE, THIRD))
    assert ([], [row]) == (report.lost, report.astray)
    assert row.section_id not in SectionText.objects.by_section([row.section_id])


def test_pages_that_several_sections_share_lead_to_those_that_show_them(client, document, decks):
    attach(document, decks(FIRST, BOTH, GOES_ON))
    assert pages_of(document) == {"0": (1, 1), "1": (2, 2), "2": (2, 3)}
    first, second, third = (shown(client, document, code) for code in "012")
    assert '/1/#page-2">' in first
    assert '/2/#page-3">' in second
    assert '/0/#page-1">' in third
