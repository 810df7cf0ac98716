"""A reader's own copy of a document is checked before it is stored, and shows each phrase."""

import hashlib
import os
import shutil
import subprocess
import sys

import pypdf
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from playwright.sync_api import sync_playwright

from measures.models import Measure, Milestone, Provision
from policies.attachments import AttachError, attach, read
from policies.models import Attachment, Organisation, Section, SectionText, SourceDocument
from portal.decks.deck import MAX_BYTES
from tests.databases import own_copy

pytestmark = pytest.mark.django_db

TEXT = "第一の見出し\n新しい勘定を設ける。\n第二の見出し\n令和8年3月19日閣議決定\n第三の見出し\n"


@pytest.fixture
def document():
    """A document of three sections, from which two rows of the record are said to be read."""
    act = Measure.objects.get(slug="act")
    act.published = True
    act.save()
    document = SourceDocument.objects.create(
        slug="small",
        publisher=Organisation.objects.first(),
        title_ja="小さな資料",
        title_en="A small document",
        short_name_ja="小",
        short_name_en="Small",
        date="2026",
        sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
    )
    sections = [
        Section.objects.create(
            document=document, code=str(number), position=number, heading=heading, title_en=heading
        )
        for number, heading in enumerate(["第一の見出し", "第二の見出し", "第三の見出し"])
    ]
    provision = Provision.objects.first()
    provision.section, provision.phrase = sections[0], "新しい勘定"
    provision.save()
    milestone = Milestone.objects.first()
    milestone.section, milestone.phrase = sections[1], "令和8年3月19日"
    milestone.save()
    document.text = TEXT
    return document


def write(tmp_path, text, name="copy.txt", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def test_the_checked_text_is_recognised_and_cut_into_sections(document, tmp_path):
    report = attach(document, write(tmp_path, document.text))
    assert report.attachment.is_the_checked_text
    assert (report.sections, report.missing, report.rows, report.lost) == (3, [], 2, [])
    texts = SectionText.objects.of_document(document).order_by("section__position")
    assert [row.text.splitlines()[0] for row in texts] == [
        "第一の見出し",
        "第二の見出し",
        "第三の見出し",
    ]


def test_a_new_version_lists_exactly_the_values_that_are_lost(document, tmp_path):
    attach(document, write(tmp_path, document.text))
    report = attach(document, write(tmp_path, document.text.replace("3月19日", "3月20日")))
    assert not report.attachment.is_the_checked_text
    assert [row.phrase for row in report.lost] == ["令和8年3月19日"]
    assert Attachment.objects.filter(document=document).count() == 1


def test_a_missing_heading_is_named_and_its_rows_are_looked_for_everywhere(document, tmp_path):
    report = attach(document, write(tmp_path, document.text.replace("第二の見出し\n", "")))
    assert report.missing == ["1"]
    assert report.lost == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_encodings_of_japan_are_read(document, tmp_path, encoding):
    report = attach(document, write(tmp_path, document.text, encoding=encoding))
    assert report.lost == []


def refused(document, path):
    """The message of a refusal that left everything as it was."""
    before = list(SectionText.objects.values_list("pk", "text"))
    with pytest.raises(AttachError) as error:
        attach(document, path)
    assert list(SectionText.objects.values_list("pk", "text")) == before
    assert str(path) in str(error.value)
    return str(error.value)


def test_what_cannot_be_used_is_refused_with_a_reason(document, tmp_path):
    attach(document, write(tmp_path, document.text))
    assert "does not exist" in refused(document, tmp_path / "nowhere.txt")
    assert "does not exist" in refused(document, tmp_path)
    assert "empty" in refused(document, write(tmp_path, " \n", "blank.txt"))
    binary = tmp_path / "picture.png"
    binary.write_bytes(b"\x89PNG\0\0")
    assert "neither a text nor a PDF, a Word" in refused(document, binary)
    latin = tmp_path / "other.txt"
    latin.write_bytes(b"\xff\xfe\xfd\xfc")
    assert "Save it as UTF-8" in refused(document, latin)
    assert "0 of 3 headings" in refused(document, write(tmp_path, "別の資料", "other-document.txt"))
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert "bytes" in refused(document, huge)
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    assert "cannot be read as a PDF" in refused(document, broken)


def test_a_document_without_sections_takes_no_copy(document, tmp_path):
    bare = SourceDocument.objects.create(
        slug="bare", title_ja="題", title_en="T", publisher=document.publisher
    )
    assert "has none" in refused(bare, write(tmp_path, document.text))
    assert not Attachment.objects.filter(document=bare).exists()


@pytest.fixture(scope="module")
def pdf(tmp_path_factory):
    """A PDF of Japanese text, a page per paragraph, printed by a real browser."""
    return printed(tmp_path_factory.mktemp("printed") / "copy.pdf", TEXT)


def printed(path, text):
    """A text as a PDF at `path`, a page per line."""
    pages = "".join(f"<p style='break-after: page'>{line}</p>" for line in text.splitlines())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.set_content(f"<html lang='ja'><body>{pages}</body></html>")
        page.pdf(path=path)
        browser.close()
    return path


def test_a_pdf_that_names_radicals_is_read_as_characters(tmp_path):
    """Chromium's PDFs say ⺠ for 民 in the fonts and 民 beside them."""
    text = "民間・長期の西方、青い黄色\n日米の力と食料"
    read_back = read(printed(tmp_path / "radicals.pdf", text)).text
    assert read_back.split() == text.split()


def test_a_pdf_is_read_page_by_page(document, pdf):
    report = attach(document, pdf)
    assert report.attachment.kind == Attachment.Kind.PDF
    assert (report.missing, report.lost) == ([], [])
    pages = SectionText.objects.of_document(document).order_by("section__position")
    assert list(pages.values_list("page", flat=True)) == [1, 3, 5]


def test_encrypted_and_scanned_pdfs_are_refused(document, pdf, tmp_path):
    secret = tmp_path / "secret.pdf"
    writer = pypdf.PdfWriter(clone_from=pdf)
    writer.encrypt("password", algorithm="RC4-128")
    writer.write(secret)
    assert "encrypted" in refused(document, secret)
    scan = tmp_path / "scan.pdf"
    writer = pypdf.PdfWriter()
    writer.add_blank_page(width=200, height=200)
    writer.write(scan)
    assert "pictures of pages" in refused(document, scan)


def test_pages_show_the_passage_only_with_a_copy(document, tmp_path, client):
    section = document.sections.get(code="0")
    assert "<mark>" not in client.get(section.get_absolute_url()).content.decode()
    attach(document, write(tmp_path, document.text))
    page = client.get(section.get_absolute_url()).content.decode()
    assert "<mark>新しい勘定</mark>" in page
    assert "を設ける。" in page


def test_search_finds_passages_of_an_attached_copy(document, tmp_path, client):
    word = "勘定を設け"
    assert section_hits(client, word) == 0
    attach(document, write(tmp_path, document.text))
    assert section_hits(client, word) == 1


def section_hits(client, word):
    csv = b"".join(client.get("/sections.csv", {"q": word, "source": "small"}).streaming_content)
    return len(csv.decode().splitlines()) - 1


def test_the_command_reports_and_refuses_in_words(document, tmp_path, capsys):
    call_command("attach_source", "small", str(write(tmp_path, document.text)))
    said = capsys.readouterr().out
    assert "the very text" in said
    assert "3 of 3 sections found, 2 of 2 phrases" in said
    with pytest.raises(CommandError, match="no document 'smal'.*small"):
        call_command("attach_source", "smal", str(tmp_path / "copy.txt"))
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("attach_source", "small", str(tmp_path / "nowhere.txt"))


def test_a_text_without_pages_has_no_page_number(document, tmp_path):
    assert read(write(tmp_path, document.text)).page_at(3) is None


# ---- who sees them


def test_copies_for_editors_are_seen_by_nobody_else(
    document, tmp_path, client, admin_user, settings, django_user_model
):
    settings.COPIES = "editors"
    attach(document, write(tmp_path, document.text))
    section, act = document.sections.get(code="0"), Measure.objects.get(slug="act")
    citation = act.citations.first()
    citation.section, citation.phrase = section, "新しい勘定"
    citation.save()
    addresses = (section.get_absolute_url(), act.get_absolute_url())
    reader = django_user_model.objects.create(username="reader")
    for user in (None, reader):
        if user:
            client.force_login(user)
        for address in addresses:
            page = client.get(address).content.decode()
            assert "を設ける" not in page
            assert "<mark>" not in page
    assert "資料の写しを閲覧できる利用者を限っています" in client.get(addresses[0]).content.decode()
    client.force_login(admin_user)
    for address in addresses:
        assert "<mark>新しい勘定</mark>を設ける" in client.get(address).content.decode()


SEARCHED = """
from policies.models import Section
from portal.search.corpus import CORPORA
from portal.search.writing import layout
print("attached__text" in CORPORA[Section].paths, layout("default"))
"""


def test_copies_for_editors_are_not_in_the_index(tmp_path):
    """Which answers everybody; another setting has it made anew."""
    found = []
    with own_copy("small", "copies", tmp_path) as url:
        for copies in ("public", "editors"):
            shown = subprocess.run(
                [sys.executable, "manage.py", "shell", "-v0", "-c", SEARCHED],
                env=os.environ | {"COPIES": copies, "DATABASE_URL": url},
                cwd=settings.BASE_DIR,
                capture_output=True,
                text=True,
                check=True,
            )
            found.append(shown.stdout.split())
    assert [searched for searched, _layout in found] == ["True", "False"]
    assert found[0][1] != found[1][1]
