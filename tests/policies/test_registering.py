"""A document is registered from a file or its text, by an outline that people mend."""

import hashlib
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from policies.models import Attachment, Organisation, SectionText, SourceDocument
from portal import posts
from tests.decks.making import slides
from tests.forms import Form

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

TEXT = """資料の題

省

2026年4月

半導体の強化

- 国内の拠点を支援する。

備蓄の拡充

- 備蓄を積み増す。
追加の見出し
- 終わり。
"""
DETAILS = {"title_en": "A title", "short_name_ja": "省 26", "short_name_en": "MIN 26"}


@pytest.fixture
def address():
    return reverse("register-document")


@pytest.fixture
def outline(admin_client, address):
    """The second page, filled in but for nothing."""
    answer = admin_client.post(address, {"text": TEXT})
    assert answer.status_code == 200, answer.context["form"].errors
    assert "soffice" not in answer.content.decode()
    form = Form(answer.content.decode(), "outline_form")
    form.typed |= DETAILS
    for number in range(3):
        form.typed[f"outline-{number}-title_en"] = f"Section {number}"
    return form


def upload(name: str, data: bytes) -> dict:
    return {"file": SimpleUploadedFile(name, data)}


def told(answer, status: int = 400) -> str:
    assert answer.status_code == status
    return answer.content.decode()


def test_what_the_text_says_is_proposed(outline):
    assert outline.typed["title_ja"] == "資料の題"
    assert outline.typed["date"] == "2026-04"
    assert outline.typed["publisher"] == str(Organisation.objects.get(slug="ministry").pk)
    headings = [outline.typed[f"outline-{number}-heading"] for number in range(3)]
    assert headings == ["資料の題", "半導体の強化", "備蓄の拡充"]


@pytest.mark.both
def test_a_document_is_registered_with_sections_and_copy(admin_client, address, outline):
    answer = admin_client.post(address, outline.typed)
    document = SourceDocument.objects.get(slug="min-26")
    assert answer["Location"] == reverse("read-document", args=["min-26"])
    assert document.state == SourceDocument.State.REGISTERED
    assert document.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert document.date == "2026-04"
    assert Attachment.objects.get(document=document).is_the_checked_text
    sections = list(document.sections.order_by("position"))
    assert [(each.code, each.heading, each.was_read) for each in sections] == [
        ("0", "資料の題", False),
        ("1", "半導体の強化", False),
        ("2", "備蓄の拡充", False),
    ]
    texts = SectionText.objects.of_document(document).in_order()
    assert [each.text.split("\n")[0] for each in texts] == [
        "資料の題",
        "半導体の強化",
        "備蓄の拡充",
    ]


def test_a_row_that_is_not_kept_goes_with_the_one_before(admin_client, address, outline):
    del outline.typed["outline-1-keep"]
    admin_client.post(address, outline.typed)
    texts = SectionText.objects.of_document(SourceDocument.objects.get(slug="min-26")).in_order()
    assert ["半導体の強化" in each.text for each in texts] == [True, False]


def test_a_row_is_added_where_its_heading_stands(admin_client, address, outline):
    outline.typed |= {
        "outline-3-keep": "on", "outline-3-code": "3", "outline-3-heading": "追加の見出し",
        "outline-3-title_en": "Added",
    }  # fmt: skip
    admin_client.post(address, outline.typed)
    document = SourceDocument.objects.get(slug="min-26")
    texts = list(SectionText.objects.of_document(document).in_order())
    assert texts[-1].text == "追加の見出し\n- 終わり。"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"date": "2206-10"}, "日付が未来です"),
        ({"date": "2019"}, "1年以上前の日付です"),
        ({"date": "いつか"}, "いつか"),
        ({"short_name_en": "paper"}, "このアドレス名の資料"),
        ({"outline-1-heading": "どこにもない見出し"}, "この見出しは本文にありません"),
        ({"outline-1-code": "0"}, "同じコードの節"),
        ({"outline-1-title_en": ""}, "入力"),
        ({"outline-1-heading": "=1+1"}, "= + - @"),
        ({"title_en": ""}, "入力"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_lost(admin_client, address, outline, changed, words):
    answer = admin_client.post(address, outline.typed | changed)
    page = told(answer)
    assert words in page
    again = Form(page, "outline_form").typed
    assert again["outline-2-title_en"] == "Section 2"
    assert SourceDocument.objects.filter(title_ja="資料の題").count() == 0


def test_an_old_date_is_taken_once_it_is_confirmed(admin_client, address, outline):
    outline.typed |= {"date": "2019年", "confirm_date": "on"}
    admin_client.post(address, outline.typed)
    assert SourceDocument.objects.get(slug="min-26").date == "2019"


def test_a_file_that_is_registered_already_is_refused(admin_client, address, outline):
    admin_client.post(address, outline.typed)
    page = told(admin_client.post(address, upload("again.txt", TEXT.encode())))
    assert "同じ本文の資料がすでに登録されています" in page
    assert "/sources/min-26/" in page
    assert "すでに登録されています" in told(admin_client.post(address, outline.typed))
    assert SourceDocument.objects.filter(title_ja="資料の題").count() == 1


def test_files_are_read_and_refused_by_name(admin_client, address):
    page = told(admin_client.post(address, upload("deck.pptx", slides(("題", ["一"])))), 200)
    assert Form(page, "outline_form").typed["outline-0-heading"] == "題"
    assert "soffice --headless --convert-to pdf deck.pptx" in page
    assert "attach_source アドレス名 deck.pdf" in page
    assert "PDFなら、" in admin_client.get(address).content.decode()
    assert "broken.pdf" in told(admin_client.post(address, upload("broken.pdf", b"%PDF-1.7\n")))
    assert "どちらか一方" in told(admin_client.post(address, {}))


def test_what_was_not_sent_by_the_first_page_is_refused(admin_client, address, outline):
    told(admin_client.post(address, outline.typed | {"deck": "made-up"}))


def test_it_takes_the_permission_to_add_documents(client, django_user_model, address):
    user = django_user_model.objects.create_user("viewer", is_staff=True)
    client.force_login(user)
    assert client.get(address).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="add_sourcedocument"))
    assert client.get(address).status_code == 200


# ---- nothing that was typed is lost


@pytest.mark.both
def test_an_outline_is_there_after_the_session_ended(client, admin_user, address, outline):
    """The outline holds what was typed for an hour; the text of the file goes with it."""
    client.force_login(admin_user)
    form = Form(client.post(address, {"text": TEXT}).text, "outline_form")
    sent = form.typed | DETAILS | {"outline-1-title_en": "Typed for an hour"}
    client.session.flush()
    door = client.post(address, sent)
    assert door["Location"].startswith(reverse("admin:login"))
    client.force_login(admin_user)  # which takes over what the browser's session holds
    back = parse_qs(urlsplit(door["Location"]).query)["next"][0]
    text = told(client.get(back))
    assert "保存されていません" in text
    again = Form(text, "outline_form").typed
    assert again["outline-1-title_en"] == "Typed for an hour"
    assert not SourceDocument.objects.filter(slug="min-26").exists()
    again |= {f"outline-{number}-title_en": f"Section {number}" for number in (0, 2)}
    assert client.post(back, again).status_code == 302
    assert SourceDocument.objects.filter(slug="min-26").exists()
    assert posts.KEPT not in client.session


def test_an_outline_with_an_old_token_comes_back(admin_user, address, outline):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    text = told(client.post(address, outline.typed | {posts.TOKEN: "old"}))
    assert "入力した内容は下に" in text
    assert Form(text, "outline_form").typed["outline-1-title_en"] == "Section 1"
    assert not SourceDocument.objects.filter(slug="min-26").exists()


def test_a_file_that_is_not_kept_is_named(admin_client, address):
    """Beside another fault; not where the file itself is what is wrong."""
    text = told(admin_client.post(address, upload("長い名.txt", TEXT.encode()) | {"text": TEXT}))
    assert "長い名.txt" in text
    assert "もう一度選んで" in text
    assert TEXT.split("\n", maxsplit=1)[0] in text
    assert "もう一度選んで" not in told(
        admin_client.post(address, upload("a.txt", b"\xff\xfe\x00"))
    )
