"""The pages of an attached PDF: who sees them, what is framed, how their pictures are drawn."""

import contextlib
import fcntl
import functools
import io
import re
import shutil
import threading
import time

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from PIL import Image

from measures.models import Measure, Milestone, Provision
from measures.record import FILES
from policies import kept_files
from policies.attachments import attach
from policies.editions import Editions, Fate
from policies.models import Attachment, CopyFile, CopyPage, CopyPiece, SectionText, SourceDocument
from portal.accounts.roles import EDITOR, VIEWER
from portal.decks import pictures
from portal.decks.pictures import ENLARGED, RENDERER, WIDTHS, Pictures
from portal.pages.lists import LISTS, TABLES
from portal.record.models import Batch
from portal.record.writing import dump
from tests.decks.making import printed_at_once, printed_slides, slides

pytestmark = pytest.mark.django_db

PAGES = (
    ("第一の見出し", ["新しい勘定を設ける。", "120億円"]),
    ("第二の見出し", ["令和8年3月19日閣議決定", "120億円の内数", "残りの120億円"]),
)
NEXT = (PAGES[0], ("新しい頁", ["差し込み"]), PAGES[1])


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory):
    """A deck of two slides, and its next edition, which has one more between them."""
    folder = tmp_path_factory.mktemp("decks")
    found = []
    for name, pages in (("deck.pdf", PAGES), ("next.pdf", NEXT)):
        path = folder / name
        path.write_bytes(printed_slides(*pages))
        found.append(path)
    return found


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """The folder of pictures of a test."""
    settings.PICTURES_ROOT = str(tmp_path / "pictures")
    kept_files.pictures.cache_clear()
    yield tmp_path / "pictures"
    kept_files.pictures.cache_clear()


@pytest.fixture
def document(pdfs):
    """A document of two sections with the deck as its copy; two rows are read from it."""
    document = SourceDocument.objects.order_by("pk").first()
    document.sections.filter(parent__isnull=False).update(parent=None)
    sections = list(document.sections.order_by("position")[:2])
    for section, (heading, _lines) in zip(sections, PAGES, strict=True):
        section.heading = heading
        section.save()
    rows = (
        (Provision.objects.first(), sections[0], "新しい勘定"),
        (*(Milestone.objects.first(), sections[1], "120億円"),),
    )
    for row, section, phrase in rows:
        row.section, row.phrase, row.occurrence = section, phrase, ""
        row.measure.published = True
        row.measure.save()
        row.save()
    attach(document, pdfs[0])
    return document


def section_page(client, document, place: int) -> str:
    section = document.sections.order_by("position")[place]
    return client.get(section.get_absolute_url()).content.decode()


def picture(document, page: int = 1, width: int = WIDTHS[0], renderer: str = RENDERER) -> str:
    sha256 = Attachment.objects.get(document=document).sha256
    return reverse("page-picture", args=[sha256, renderer, page, width])


@pytest.mark.both
def test_a_copy_is_kept_with_its_pages_and_their_letters(document, pdfs, tmp_path):
    kept = CopyFile.objects.get()
    assert kept.pages == 2
    kept.write(tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == pdfs[0].read_bytes()
    pages = list(CopyPage.objects.of_file(kept.sha256))
    assert [len(page.text) for page in pages] == [len(page.letters.boxes) for page in pages]
    assert [(text.page, text.last_page) for text in SectionText.objects.in_order()] == [
        *((1, 1), (2, 2))
    ]


def test_the_page_of_a_section_frames_what_stands_there_once(client, document):
    page, row = section_page(client, document, 0), Provision.objects.first()
    assert f'<a class="frame" id="{row.evidence_id}" href="{row.get_absolute_url()}">' in page
    assert f'href="#{row.evidence_id}"' in page
    assert picture(document) in page
    assert 'alt="第一の見出し 新しい勘定を設ける。 120億円"' in page
    assert 'style="' not in page


def test_of_several_places_none_is_framed_until_an_editor_says_which(
    client, admin_client, document
):
    row = Milestone.objects.first()
    page = section_page(client, document, 1)
    assert f'<a class="frame" id="{row.evidence_id}"' not in page
    assert f'<li id="{row.evidence_id}">' in page
    assert "2 か所" in page
    choose = reverse("choose-place", args=[row.evidence_id])
    assert choose not in page
    assert choose in section_page(admin_client, document, 1)
    offered = admin_client.get(choose)
    places = offered.context["places"]
    assert [place.order for _number, place in places] == [1, 2]
    assert admin_client.post(choose, {"occurrence": "2/9/0123456789abcdef"}).status_code == 302
    row.refresh_from_db()
    assert row.occurrence == ""
    admin_client.post(choose, {"occurrence": places[1][1].occurrence})
    row.refresh_from_db()
    assert row.occurrence == places[1][1].occurrence
    assert Batch.objects.order_by("pk").last().reason
    assert f'<a class="frame" id="{row.evidence_id}"' in section_page(client, document, 1)


def test_a_section_is_read_beside_its_pages(admin_client, document, settings):
    settings.COPIES = "editors"
    row = Provision.objects.first()
    section = document.sections.order_by("position").first()
    address = reverse("read-section", args=[document.slug, section.code])
    page = admin_client.get(address).content.decode()
    assert picture(document) in page
    assert 'loading="lazy"' in page
    edit = reverse("admin:measures_provision_change", args=[row.pk])
    assert f'<li>1. 「新しい勘定」\n    <a href="{edit}">' in page
    assert "frame--wanted" not in page
    page = admin_client.get(address, {"phrase": "120億円"}).content.decode()
    assert page.count('<polygon class="frame--wanted"') == 1


def test_a_choice_follows_its_page_and_none_moves_to_a_look_alike(
    client, admin_client, document, pdfs, tmp_path
):
    row = Milestone.objects.first()
    choose = reverse("choose-place", args=[row.evidence_id])
    chosen = admin_client.get(choose).context["places"][1][1].occurrence
    admin_client.post(choose, {"occurrence": chosen})
    attach(document, pdfs[1])  # the page is the third now
    assert f'<a class="frame" id="{row.evidence_id}"' in section_page(client, document, 1)
    other = (PAGES[0], (PAGES[1][0], ["別の120億円", *PAGES[1][1]]))
    path = tmp_path / "other.pdf"
    path.write_bytes(printed_slides(*other))
    attach(document, path)
    page = section_page(client, document, 1)
    assert f'<a class="frame" id="{row.evidence_id}"' not in page
    assert "3 か所" in page


@pytest.mark.parametrize(
    ("field", "value", "stays"), [("label_ja", "改めた", True), ("phrase", "第二の見出し", False)]
)
def test_a_choice_undoes_nothing_that_came_while_the_pages_were_read(
    admin_client, document, field, value, stays
):
    row = Milestone.objects.first()
    choose = reverse("choose-place", args=[row.evidence_id])
    chosen = admin_client.get(choose).context["places"][1][1].occurrence
    edits = [lambda: (setattr(row, field, value), row.save())]

    def edit(execute, sql, params, many, context):
        if "policies_copypage" in sql and edits:
            edits.pop()()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(edit):
        admin_client.post(choose, {"occurrence": chosen})
    assert not edits
    row.refresh_from_db()
    assert (getattr(row, field), row.occurrence) == (value, chosen if stays else "")


def test_who_may_not_change_a_row_does_not_choose(client, document, django_user_model):
    viewer = django_user_model.objects.create(username="viewer", is_staff=True)
    viewer.groups.add(Group.objects.get(name=VIEWER.name))
    client.force_login(viewer)
    row = Milestone.objects.first()
    assert client.get(reverse("choose-place", args=[row.evidence_id])).status_code == 403
    assert client.get(reverse("editions", args=[document.slug])).status_code == 403
    client.force_login(django_user_model.objects.create(username="reader"))
    assert client.get(reverse("choose-place", args=[row.evidence_id])).status_code == 302


@pytest.mark.parametrize("value", ["milestone-0", "milestone", "user-1", "section-1"])
def test_a_place_of_nothing_is_not_found(admin_client, document, value):
    assert admin_client.get(reverse("choose-place", args=[value])).status_code == 404


# ---- pictures


def test_a_picture_is_drawn_once_and_kept(client, document, folder):
    answer = client.get(picture(document))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert Image.open(io.BytesIO(answer.content)).size[0] == WIDTHS[0]
    assert "immutable" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    kept = list(folder.glob("*/*.webp"))
    assert len(kept) == 1
    kept[0].write_bytes(b"as it was kept")
    assert client.get(picture(document)).content == b"as it was kept"
    again = client.get(picture(document), headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_only_pages_and_widths_that_there_are_have_pictures(client, document):
    for address in (
        picture(document, page=3),
        picture(document, page=0),
        picture(document, width=1281),
        picture(document, renderer="other"),
        reverse("page-picture", args=["0" * 64, RENDERER, 1, WIDTHS[0]]),
    ):
        assert client.get(address).status_code == 404


def test_while_others_are_drawn_a_picture_is_worth_another_try(
    client, document, folder, monkeypatch
):
    monkeypatch.setattr(pictures, "WAIT", 0.1)
    folder.mkdir()
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        answer = client.get(picture(document))
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert answer["Cache-Control"] == "no-store"
    assert client.get(picture(document)).status_code == 200


def test_a_page_that_cannot_be_drawn_is_said_so(client, document, folder):
    kept = folder / CopyFile.objects.get().sha256 / pictures.FILE
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"%PDF-1.7 broken")
    answer = client.get(picture(document))
    assert (answer.status_code, answer["Cache-Control"]) == (422, "no-store")


def test_pieces_that_are_not_the_file_are_no_file(document, tmp_path):
    CopyPiece.objects.update(content=b"something else")
    with pytest.raises(ValueError, match="are not its whole"):
        CopyFile.objects.get().write(tmp_path / "file.pdf")


def test_what_was_not_asked_for_longest_goes_first(document, tmp_path):
    kept = CopyFile.objects.get()
    small = Pictures(tmp_path / "small", 30_000, 1)
    first = small.picture(kept.sha256, 1, WIDTHS[0], kept.write)
    small.picture(kept.sha256, 2, WIDTHS[0], kept.write)
    left = sorted(path.name for path in (tmp_path / "small").glob("*/*"))
    assert f"{RENDERER}-2-{WIDTHS[0]}.webp" in left
    assert sum(path.stat().st_size for path in (tmp_path / "small").glob("*/*")) <= 30_000
    assert small.picture(kept.sha256, 1, WIDTHS[0], kept.write) == first


def test_readers_who_come_at_once_share_what_is_drawn(document, folder, monkeypatch):
    """Twenty readers, one process for the first page and one for what the others wait for."""
    kept, found, drawn, begun = folder.parent / "deck.pdf", {}, [], threading.Event()
    CopyFile.objects.get().write(kept)
    shelf, draw = Pictures(folder, 10_000_000, 20), pictures.drawn
    alone = dict(enumerate(draw(kept, [1, 2], WIDTHS[0]), 1))

    def all_wait_before_it_is_drawn(path, pages, width):
        drawn.append(list(pages))
        begun.set()
        end = time.monotonic() + 10
        while len(shelf.wanted) < 20 and len(drawn) == 1 and time.monotonic() < end:
            time.sleep(0.01)
        return draw(path, pages, width)

    monkeypatch.setattr(pictures, "drawn", all_wait_before_it_is_drawn)

    def ask(reader: int) -> None:
        # Who comes before the first page is begun may have theirs drawn with it.
        assert reader == 0 or begun.wait(20)
        page = reader % 2 + 1
        write = functools.partial(shutil.copyfile, kept)
        found[reader] = shelf.picture("a" * 64, page, WIDTHS[0], write) == alone[page]

    in_threads(ask, 20)
    assert found == dict.fromkeys(range(20), True)
    assert drawn == [[1], [2]]
    assert not shelf.wanted


def in_threads(ask, readers: int) -> None:
    threads = [threading.Thread(target=ask, args=[reader]) for reader in range(readers)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def test_beyond_those_who_may_wait_a_reader_is_told_at_once(folder, monkeypatch):
    shelf, asked = Pictures(folder, 10_000_000, 2), []

    def held(*_asked):
        asked.append(1)
        with pytest.raises(pictures.Busy):
            shelf.picture("b" * 64, 2, WIDTHS[0], write)
        return [b"drawn"]

    def write(path):
        path.write_bytes(b"")

    monkeypatch.setattr(pictures, "drawn", held)
    with shelf.place([]):
        assert shelf.picture("b" * 64, 1, WIDTHS[0], write) == b"drawn"
    assert asked == [1]


def test_a_page_that_cannot_be_drawn_takes_no_other_with_it(document, folder, monkeypatch):
    """What was drawn before it is kept, who waits for another sees to that one, and to it once."""
    file, one = CopyFile.objects.get(), folder.parent / "one.pdf"
    file.write(one)
    shelf, told, draw, tried = Pictures(folder, 10_000_000, 20), {}, pictures.drawn, []

    def drawn(path, pages, width):
        tried.append(pages[0])
        return draw(path, pages, width)

    monkeypatch.setattr(pictures, "drawn", drawn)

    def ask(reader: int) -> None:
        page = (1, 2, 3)[reader % 3]  # there is no third
        try:
            told[reader] = shelf.picture("c" * 64, page, WIDTHS[0], lambda to: shutil.copy(one, to))
        except pictures.CannotDraw:
            told[reader] = None

    in_threads(ask, 9)
    assert [bool(told[reader]) for reader in range(9)] == [True, True, False] * 3
    assert tried.count(3) == 1


def test_pictures_are_forgotten_when_what_is_drawn_is_there(document, folder, monkeypatch):
    """What is drawn while a copy is deleted does not stay behind."""
    file, draw = CopyFile.objects.get(), pictures.drawn
    shelf, steps = Pictures(folder, 10_000_000, 2), []
    forgetting = threading.Thread(target=shelf.forget, args=[file.sha256])

    def deleted_meanwhile(*asked):
        forgetting.start()
        time.sleep(0.1)
        steps.append(forgetting.is_alive())
        return draw(*asked)

    monkeypatch.setattr(pictures, "drawn", deleted_meanwhile)
    with contextlib.suppress(pictures.Busy):
        shelf.picture(file.sha256, 1, WIDTHS[0], file.write)
    forgetting.join()
    assert steps == [True]
    assert not list(folder.glob("*/*"))
    CopyPiece.objects.all().delete()
    stale, file = file, CopyFile.objects.get()
    CopyFile.objects.all().delete()
    with pytest.raises(CopyFile.DoesNotExist):
        shelf.picture(stale.sha256, 1, WIDTHS[0], stale.write)
    assert not list(folder.glob("*/*"))


def test_who_draws_needs_no_seat(document, folder):
    """Whoever waits for the end of it may have the last: the database is asked before."""
    file, asked = CopyFile.objects.get(), []

    def write(path):
        with (folder / pictures.DRAWING).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        asked.append(path)
        file.write(path)

    shelf = Pictures(folder, 10_000_000, 2)
    shelf.picture(file.sha256, 1, WIDTHS[0], write)
    shelf.picture(file.sha256, 2, WIDTHS[0], write)
    assert len(asked) == 1


def test_what_is_drawn_is_waited_for_behind_the_transaction(
    document, folder, django_capture_on_commit_callbacks
):
    file = CopyFile.objects.get()
    kept = folder / file.sha256 / pictures.FILE
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"")
    Attachment.objects.filter(document=document).delete()
    with django_capture_on_commit_callbacks() as later, (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept_files.let_go([file.sha256])
        assert not CopyFile.objects.exists()
    assert kept.exists()
    for each in later:
        each()
    assert not kept.exists()


# ---- who sees them


@pytest.mark.parametrize(
    ("copies", "sees"),
    [
        ("public", {"nobody", "reader", "viewer", "editor"}),
        ("staff", {"viewer", "editor"}),
        ("editors", {"editor"}),
    ],
)
def test_who_sees_the_pages_is_a_setting(
    client, document, settings, django_user_model, copies, sees
):
    settings.COPIES = copies
    section = document.sections.order_by("position").first()
    text = SectionText.objects.get(section=section)
    for name, role in (("nobody", None), ("reader", None), ("viewer", VIEWER), ("editor", EDITOR)):
        client.logout()
        if name != "nobody":
            user = django_user_model.objects.create(username=name, is_staff=role is not None)
            if role:
                user.groups.add(Group.objects.get(name=role.name))
            client.force_login(user)
        page = client.get(section.get_absolute_url()).content.decode()
        told = "を設ける" in page, ".webp" in page, client.get(picture(document)).status_code == 200
        assert set(told) == {name in sees}, (name, told)
        if role:
            answer = client.get(reverse("admin:policies_sectiontext_change", args=[text.pk]))
            assert (answer.status_code == 200) == (name in sees)
        answer = client.get(picture(document))
        if answer.status_code == 200:
            assert ("public" in answer["Cache-Control"]) == (copies == "public")


def test_the_former_copy_is_for_editors_alone(client, admin_client, document, pdfs):
    former = picture(document)
    attach(document, pdfs[1])
    assert client.get(former).status_code == 404
    assert admin_client.get(former).status_code == 200


# ---- away with the copy


@pytest.mark.both
def test_a_copy_goes_with_its_file_its_pages_and_its_pictures(
    client, document, pdfs, folder, django_capture_on_commit_callbacks
):
    client.get(picture(document))
    attach(document, pdfs[1])
    assert CopyFile.objects.count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        Attachment.objects.get(document=document).delete()
    assert not CopyFile.objects.exists()
    assert not CopyPage.objects.exists()
    assert not CopyPiece.objects.exists()
    assert not list(folder.glob("*/*"))


def test_a_third_edition_lets_the_first_go(document, pdfs, tmp_path):
    first = Attachment.objects.get(document=document).sha256
    attach(document, pdfs[1])
    third = tmp_path / "third.pdf"
    third.write_bytes(printed_slides(*PAGES, ("結び", ["終わり"])))
    attach(document, third)
    assert not CopyFile.objects.filter(sha256=first).exists()
    assert CopyFile.objects.count() == 2


def test_a_file_that_is_no_copy_changes_nothing(document, tmp_path):
    before = list(CopyPage.objects.values_list("pk", "text"))
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    with pytest.raises(Exception, match="cannot be read as a PDF"):
        attach(document, broken)
    assert list(CopyPage.objects.values_list("pk", "text")) == before


def test_a_page_is_enlarged_at_its_frame(client, document):
    section, row = document.sections.order_by("position").first(), Provision.objects.first()
    page = section_page(client, document, 0)
    assert f'href="?zoom=400#{row.evidence_id}"' in page
    assert "-2560.webp" not in page
    answer = client.get(section.get_absolute_url(), {"zoom": "400"})
    page = answer.content.decode()
    assert 'id="zoom-400" checked' in page
    assert 'id="zoom-100" checked' not in page
    assert 'sizes="(min-width: 64rem) 200rem, 400vw"' in page
    wide = picture(document, width=ENLARGED)
    assert f"{wide} {ENLARGED}w" in page
    assert Image.open(io.BytesIO(client.get(wide).content)).size[0] == ENLARGED
    assert client.get(section.get_absolute_url(), {"zoom": "300"}).status_code == 400


# ---- clippings, and the publisher's own file


@pytest.mark.parametrize("page", ["brief", "compare"])
def test_a_brief_and_a_comparison_carry_the_framed_places(client, document, settings, page):
    row = Provision.objects.first()
    others = Measure.objects.published().exclude(pk=row.measure_id)
    asked = {"measure": [row.measure.slug, others.order_by("pk").first().slug]}
    address = reverse(page)
    without = client.get(address, asked).content.decode()
    assert "clippings=1" in without
    assert "<image" not in without
    with_them = client.get(address, asked | {"clippings": "1"}).content.decode()
    assert f'<image href="{picture(document, width=WIDTHS[1])}"' in with_them
    assert client.get(address, asked | {"clippings": "2"}).status_code == 400
    Attachment.objects.filter(document=document).delete()  # its texts are there a moment longer
    assert "<image" not in client.get(address, asked | {"clippings": "1"}).content.decode()
    settings.COPIES = "editors"
    assert "clippings=1" not in client.get(address, asked).content.decode()
    hidden = client.get(address, asked | {"clippings": "1"}).content.decode()
    assert "<image" not in hidden
    assert "枠を付けた箇所はありません" in hidden


def test_a_citation_names_the_printed_page_and_the_publishers_file(client, document):
    section = document.sections.order_by("position").first()
    section.page, section.file_page = 13, 15
    section.save()
    document.file_url = "https://example.go.jp/deck.pdf"
    document.save()
    file = "https://example.go.jp/deck.pdf#page=15"
    page = client.get(section.get_absolute_url()).content.decode()
    assert "p.13、第" in page
    assert f"（PDF：{file}）" in page
    assert f'href="{file}"' in page
    ris, bib = (client.get(section.file_address(each)).content.decode() for each in ("ris", "bib"))
    assert "SP  - 13\r\n" in ris
    assert "pages = {13}" in bib
    section.file_page = None
    section.save()
    page = client.get(section.get_absolute_url()).content.decode()
    assert 'href="https://example.go.jp/deck.pdf#page=13"' in page


# ---- a new edition beside the former


def test_a_new_edition_is_told_page_by_page(client, admin_client, document, pdfs, tmp_path):
    address = reverse("editions", args=[document.slug])
    assert admin_client.get(address).status_code == 404  # it replaced none
    changed = (NEXT[0], NEXT[1], (PAGES[1][0], ["令和8年3月19日閣議決定", "120億円の内数"]))
    path = tmp_path / "changed.pdf"
    path.write_bytes(printed_slides(*changed))
    before = picture(document, page=2)
    attach(document, path)
    assert client.get(address).status_code == 302
    answer = admin_client.get(address)
    assert [str(words) for words, _number in answer.context["counts"]] == [
        *("変わりのないページ", "変わったページ", "新しいページ")
    ]
    told = [(pair.fate.code, len(pair.touched)) for pair, _sides in answer.context["pairs"]]
    assert told == [("new", 0), ("changed", 1)]
    page = answer.content.decode()
    assert before in page
    assert picture(document, page=3) in page
    row = Milestone.objects.first()
    assert f'<a href="{row.get_absolute_url()}">' in page


def test_pages_that_went_stand_where_they_were(document, pdfs):
    attach(document, pdfs[1])
    attach(document, pdfs[0])
    pairs = Editions(Attachment.objects.get(document=document)).pairs
    assert [(pair.fate, len(pair.touched)) for pair in pairs] == [
        *((Fate.SAME, 0), (Fate.GONE, 0), (Fate.MOVED, 0))
    ]


GONE, OTHER = Fate.GONE.code, Fate.CHANGED.code
REWORDED = ("改めた見出し", PAGES[0][1])


@pytest.fixture(scope="module")
def fewer():
    """What makes a deck of some of the slides, one of them under another heading."""
    return printed_at_once(*PAGES, REWORDED)


@pytest.mark.parametrize(
    ("pages", "fate", "model"),
    [
        ((PAGES[1],), GONE, Provision),  # the page of a section
        ((REWORDED, PAGES[1]), OTHER, Provision),
        ((PAGES[0],), GONE, Milestone),  # it stood there twice, so that it had no frame
    ],
)
def test_what_a_missing_heading_touches_is_named(
    admin_client, document, fewer, tmp_path, capsys, pages, fate, model
):
    row, path = model.objects.first(), tmp_path / "less.pdf"
    document.sections.exclude(heading__in=[heading for heading, _lines in PAGES]).delete()
    path.write_bytes(fewer(*pages))
    call_command("attach_source", document.slug, str(path))
    said = capsys.readouterr().out
    answer = admin_client.get(reverse("editions", args=[document.slug]))
    told = [(pair.fate.code, pair.touched) for pair, _sides in answer.context["pairs"]]
    assert [code for code, _touched in told] == [fate]
    assert row in [each.row for each in told[0][1]]
    assert re.search("枠が付かなくなった|その言葉がなくなった", answer.content.decode())
    assert f"  section {row.section.code}: " in said
    assert f"「{row.phrase}」" in said
    assert "Next: nothing" not in said


def test_only_copies_with_pages_are_compared(admin_client, document, pdfs, tmp_path, capsys):
    section = document.sections.order_by("position").first()
    offered = reverse("editions", args=[document.slug])
    text = tmp_path / "deck.txt"
    text.write_text("\n".join("\n".join([heading, *lines]) for heading, lines in PAGES))
    slides_alone = tmp_path / "deck.pptx"
    slides_alone.write_bytes(slides(*PAGES))
    for path, compared in (
        *((text, False), (pdfs[0], False), (pdfs[1], True), (slides_alone, False)),
    ):
        call_command("attach_source", document.slug, str(path))
        said = capsys.readouterr().out
        assert (f"/admin/editions/{document.slug}/" in said) == compared
        assert (offered in admin_client.get(section.get_absolute_url()).content.decode()) == (
            compared
        )
        assert admin_client.get(offered).status_code == (200 if compared else 404)
    assert "soffice --headless --convert-to pdf" in said
    assert f"attach_source {document.slug} deck.pdf" in said


def test_nothing_of_a_copy_is_in_files_of_the_record(document, tmp_path, client):
    dump(tmp_path, FILES)
    written = "".join(path.read_text() for path in tmp_path.rglob("*.yaml"))
    assert "を設ける" not in written
    assert "deck.pdf" not in written
    for table in (*LISTS, *TABLES):
        name = f"{table.name}-csv" if table in LISTS else f"{table.name}-table"
        answer = client.get(reverse(name), {"profile": "data"} if table in LISTS else {})
        told = b"".join(answer) if answer.streaming else answer.content
        assert "を設ける" not in told.decode(), table.name
        assert "deck.pdf" not in told.decode(), table.name
