"""The page where a text is checked, its files, the address for programs, and that nothing stays."""

import csv
import functools
import gc
import io
import json
import sys
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from measures.models import Target
from portal.pages.check import turns
from portal.pages.check.forms import SECONDS
from portal.pages.check.turns import CHECKING, READING, RETRY_AFTER
from portal.pages.check.verdicts import Verdict
from portal.record.models import Batch
from portal.record.revising import batch
from tests.decks.making import docx

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]
MEMO = "OSAの令和5年度予算は20億円、令和6年度予算は約60億円である。\r\n<script>alert(1)</script>"


def test_a_text_comes_back_with_its_findings(client):
    response = client.post("/check/", {"text": MEMO})
    body = response.content.decode()
    assert response.status_code == 200
    assert 'data-verdict="agrees" id="m1">20億円<' in body
    assert 'data-verdict="differs" id="m2">約60億円<' in body
    assert "/sources/mofa-2026-diplomacy/6/" in body
    assert "<script>alert" not in body


def test_nothing_of_a_text_is_kept(client, nothing_written, caplog):
    response = client.post("/check/", {"text": MEMO})
    assert response["Cache-Control"] == "no-store, private"
    assert not response.cookies or set(response.cookies) <= {"csrftoken"}
    assert "20億円" not in caplog.text
    assert "20億円" not in client.get("/check/").content.decode()


def test_no_memory_of_the_process_holds_letters_of_a_text(client):
    """What is worked out of a text once is known while it is checked, and no longer."""
    client.post("/check/", {"text": MEMO})  # what is remembered of the record and of the page
    words = ("甲乙丙丁庁", "zyxwvuts")
    text = (
        f"{words[0]}は2024年に創設された。OSAの2023年度予算は20億円であった。\n"
        f"The {words[1]} scheme of Official Security Assistance was established in 2023."
    )
    assert client.post("/check/", {"text": text}).status_code == 200
    cached = type(functools.lru_cache(len))
    modules = [each for name, each in [*sys.modules.items()] if name.startswith("portal.")]
    caches = {each for some in modules for each in vars(some).values() if type(each) is cached}
    assert any(each.cache_info().currsize for each in caches)
    held = [
        each.__qualname__
        for each in caches
        for kept in gc.get_referents(each)
        if isinstance(kept, dict) and any(word in repr([*kept]) for word in words)
    ]
    assert held == []


def test_what_stands_for_a_value_inside_is_none_in_a_text(client):
    """A text of a program, or of a file, may have NUL, which is no slot of a frame."""
    text = "特定重要技術の開発支援（Kプロ）は2021年補正予算で計\0。".encode()
    told = client.post("/api/check/", text, content_type="text/plain")
    assert told.status_code == 200
    assert [each["printed"] for each in told.json()["names"]] == ["特定重要技術の開発支援（Kプロ）"]


def test_a_form_without_a_text_says_so(client):
    response = client.post("/check/", {"text": "  "})
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()


def test_the_findings_are_a_table_for_spreadsheets(client):
    response = client.post("/check/", {"text": "=OSAの令和5年度予算は20億円", "as": "csv"})
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert response["Content-Type"].startswith("text/csv")
    assert lines[1][3:5] == ["20億円", "agrees"]
    assert not any(cell.startswith("=") for line in lines for cell in line)


def test_the_names_of_a_text_are_told_with_what_they_mean(client):
    text = "OSAは政府安全保障能力強化支援である。外務省の所管。"
    page = client.post("/en/check/", {"text": text}).content.decode()
    assert 'href="/en/measures/osa/"' in page
    lines = csv.reader(
        io.StringIO(client.post("/check/", {"text": text, "as": "csv"}).content.decode("utf-8-sig"))
    )
    named = [line for line in lines if line[-1] == "name"]
    assert ["外務省", "/organisations/mofa/"] in [[line[3], line[10]] for line in named]
    assert {line[3] for line in named} >= {"OSA", "政府安全保障能力強化支援"}


def test_a_check_is_asked_again_without_the_text(client):
    kept = client.post("/check/", {"text": MEMO, "as": "again"}).content
    told = json.loads(kept)
    assert "20億円" not in kept.decode()
    same = client.post("/check/", {"text": MEMO, "former": SimpleUploadedFile("a.json", kept)})
    assert "変わった結果はありません" in same.content.decode()
    told["findings"][0]["verdict"] = str(Verdict.DIFFERS)
    other = SimpleUploadedFile("a.json", json.dumps(told).encode())
    changed = client.post("/check/", {"text": MEMO, "former": other}).content.decode()
    assert "異なる → 一致" in changed


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b'{"form":1}', b"[" * 100_000], ids=["empty", *"abcd"]
)
def test_what_is_no_file_of_a_check_is_refused(client, content):
    file = SimpleUploadedFile("a.json", content or b" ")
    response = client.post("/check/", {"text": MEMO, "former": file})
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("place", "value"),
    [("version", "x"), ("version", float("inf")), ("start", None), ("start", [])],
)
def test_a_file_of_a_check_that_was_altered_is_refused(client, place, value):
    told = json.loads(client.post("/check/", {"text": MEMO, "as": "again"}).content)
    (told if place in told else told["findings"][0])[place] = value
    file = SimpleUploadedFile("a.json", json.dumps(told).encode())
    assert client.post("/check/", {"text": MEMO, "former": file}).status_code == 400


def test_what_the_record_said_before_is_told_also_of_what_is_none_now(client):
    target = Target.objects.get(measure__slug="antitrust-case-collection", value=15)
    with batch(via=Batch.Via.FORM, reason="試験"):
        target.value, target.printed = 0, "0事例"
        target.save()
    response = client.post("/check/", {"text": f"{target.measure.title_ja}は15事例。"})
    assert 'data-verdict="superseded" id="m1">15事例<' in response.content.decode()


def test_what_the_record_says_still_is_not_superseded_where_the_unit_differs(client):
    target = Target.objects.get(measure__slug="antitrust-case-collection", value=15)
    with batch(via=Batch.Via.FORM, reason="試験"):
        target.counts_ja = "数え方の注が変わった。"
        target.save()
    response = client.post("/check/", {"text": f"{target.measure.title_ja}は15社。"})
    assert 'data-verdict="differs" id="m1">15社<' in response.content.decode()


def test_a_word_file_is_checked_with_its_tables_and_notes(client):
    data = docx(
        ["OSAについて"], [["", "令和5年度予算"], ["OSA", "20億円"]], ["OSAの対象国は11か国。"]
    )
    response = client.post("/check/", {"file": SimpleUploadedFile("memo.docx", data)})
    body = response.content.decode()
    assert ">20億円<" in body
    assert ">11か国<" in body


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"%PDF-1.7 broken"),
        ("a.docx", b"PK\x03\x04word/document.xml broken"),
        ("a.docx", docx([], [], [])[:200]),
        ("a.txt", b"\x00\x01\x02"),
        ("a.exe", b"MZ\x00"),
        ("a.docx", b""),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_a_sentence(client, name, data):
    response = client.post("/check/", {"file": SimpleUploadedFile(name, data)})
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()


def test_who_waits_for_the_files_of_others_is_told_to_come_again(client):
    file = SimpleUploadedFile("memo.txt", MEMO.encode())
    with READING:
        begun = time.monotonic()
        response = client.post("/check/", {"file": file})
        assert time.monotonic() - begun < SECONDS
    assert response.status_code == 503
    assert "ほかの文章" in response.content.decode()


def test_who_waits_for_the_texts_of_others_is_told_to_come_again(client, monkeypatch):
    monkeypatch.setattr(turns, "WAIT", 0.01)
    with CHECKING, CHECKING:
        page = client.post("/en/check/", {"text": MEMO})
        told = client.post("/api/check/", MEMO.encode(), content_type="text/plain")
    assert page.status_code == told.status_code == 503
    assert page["Retry-After"] == told["Retry-After"] == str(RETRY_AFTER)
    assert "Other texts are being checked" in page.content.decode()
    assert "OSAの令和5年度予算は20億円" in page.content.decode()
    assert "ほかの文章" in told.json()["detail"]


def test_programs_are_answered_in_json(client):
    response = client.post("/api/check/", MEMO.encode(), content_type="text/plain")
    told = response.json()
    assert told["counts"] == {"agrees": 1, "differs": 1}
    assert told["findings"][1]["record"][0]["section_address"] == "/sources/mofa-2026-diplomacy/6/"
    assert response["Cache-Control"] == "no-store, private"
    assert told["names"][0]["places"] == [{"start": 0, "end": 3}]


def test_a_text_within_json_is_refused_and_not_read_with_its_marks(client):
    response = client.post("/api/check/", {"text": MEMO}, content_type="application/json")
    assert response.status_code == 415
    assert "application/json" in response.json()["detail"]
    told = json.loads(client.get("/api/openapi.json").content)
    assert "415" in told["paths"]["/api/check/"]["post"]["responses"]


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"\xff\xfe", 400), ("あ".encode() * 300_000, 413), (None, 405)],
    ids=["empty", "no text", "large", "asked"],
)
def test_what_programs_send_amiss_is_told(client, body, status):
    method = "GET" if body is None else "POST"
    response = client.generic(method, "/api/check/", body or b"", "text/plain")
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    told = json.loads(client.get("/api/openapi.json").content)
    assert str(status) in told["paths"]["/api/check/"]["post"]["responses"]


@pytest.mark.parametrize(
    "text",
    [
        "1" * 50_000,
        "令和" * 20_000,
        "億" * 20_000 + "円",
        "1億" * 20_000,
        "\t|" * 20_000,
        "OSA" * 15_000,
        "2026年" * 10_000,
        "\u202e\u200b\x00\ud7ff" * 5_000,
        "𝟚𝟘億円①②③㍉㌦½" * 3_000,
        "9" * 400 + "億円、" + "9" * 400 + "か国",
    ],
    ids=range(10),
)
def test_hostile_texts_are_harmless(client, text):
    response = client.post("/api/check/", text.encode(), content_type="text/plain")
    assert response.status_code == 200
