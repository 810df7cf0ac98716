"""A reader points out a value: what is taken, what is refused, and what is kept of who sent it."""

import datetime

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from measures.checks.worklists import worklists
from measures.models import Citation, Measure
from portal.dates.clock import today
from portal.remarks import taking
from portal.remarks.models import LONGEST, Remark, Sender
from tests.accounts.people import EDITOR, come
from tests.markup import Page, common_faults

pytestmark = [pytest.mark.django_db, pytest.mark.both]

TEXT = "件数が違います。資料には3件とあります。"


@pytest.fixture
def row() -> Citation:
    return Citation.objects.get(measure__slug="talks")


def send(client, row, text=TEXT, **more):
    return client.post(row.remark_address, {"text": text, "website": "", **more})


def test_what_readers_point_out_is_in_no_file_of_the_record(client, row, tmp_path):
    """Words of strangers that nobody has checked; README.md says where they are kept."""
    send(client, row)
    assert Remark.objects.get().text == TEXT
    call_command("dump_record", tmp_path, "--history", verbosity=0)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if TEXT in path.read_text()]
    assert "remarks of readers" in (settings.BASE_DIR / "OPERATIONS.md").read_text()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_form_stands_at_the_value_and_writes_nothing(client, row, language):
    address = row.remark_address if language == "ja" else f"/en{row.remark_address}"
    answer = client.get(address)
    assert answer.status_code == 200
    page = Page(answer.text)
    assert common_faults(page) == []
    assert page.all("textarea", name="text")
    assert page.all("input", name="csrfmiddlewaretoken")
    assert page.all("meta", name="robots", content="noindex")
    assert "no-store" in answer["Cache-Control"]
    assert not Sender.objects.exists()


def test_what_is_sent_becomes_something_to_do_for_editors(client, row):
    answer = send(client, row)
    assert (answer.status_code, answer["Location"]) == (302, "/remarks/sent/")
    assert client.get("/remarks/sent/").status_code == 200
    found = Remark.objects.get()
    assert (found.text, found.origin, found.state) == (TEXT, "reader", "open")
    assert (found.row_kind, found.row, found.made_on) == ("measures.citation", row.pk, today())
    assert "会談" in found.where_ja
    assert "Talks" in found.where_en
    (todo,) = [each for each in worklists() if each.address.startswith("/admin/remarks/remark/")]
    assert todo.count == 1


@pytest.mark.ignore_template_errors
def test_an_editor_finds_the_row_and_says_what_became_of_it(client, row):
    send(client, row)
    editor, remark = come(EDITOR), Remark.objects.get()
    listing = editor.get(reverse("admin:remarks_remark_changelist"))
    assert TEXT in listing.text
    assert reverse("admin:measures_citation_change", args=[row.pk]) in listing.text
    action = {"action": "decline", "_selected_action": [remark.pk]}
    editor.post(reverse("admin:remarks_remark_changelist"), action)
    remark.refresh_from_db()
    assert remark.state == "declined"
    assert remark.handled_by
    assert not Remark.objects.open().exists()


def test_who_fills_in_what_nobody_sees_is_thanked_and_not_heard(client, row):
    assert send(client, row, website="https://example.org").status_code == 302
    assert not Remark.objects.exists()


@pytest.mark.parametrize("text", ["", "違う", "あ" * (LONGEST + 1), "a\0bcdef"])
def test_what_cannot_be_taken_is_refused_and_given_back(client, row, text):
    answer = send(client, row, text)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert not Remark.objects.exists()
    if text and "\0" not in text:
        assert text in answer.text


def test_another_site_sends_nothing(row):
    assert send(Client(enforce_csrf_checks=True), row).status_code == 403
    assert not Remark.objects.exists()


def test_so_many_are_taken_from_one_address(client, row, monkeypatch):
    monkeypatch.setattr(taking, "PER_ADDRESS", 2)
    assert [send(client, row).status_code for _time in range(3)] == [302, 302, 429]
    answer = send(client, row)
    assert TEXT in answer.text
    other = client.post(row.remark_address, {"text": TEXT}, REMOTE_ADDR="198.51.100.7")
    assert other.status_code == 302
    assert Remark.objects.count() == 3


def test_so_many_are_taken_in_all(client, row, monkeypatch):
    monkeypatch.setattr(taking, "IN_ALL", 2)
    answers = [
        client.post(row.remark_address, {"text": TEXT}, REMOTE_ADDR=f"198.51.100.{number}")
        for number in range(3)
    ]
    assert [each.status_code for each in answers] == [302, 302, 429]
    assert Remark.objects.count() == 2
    assert sorted(Sender.objects.values_list("count", flat=True)) == [1, 1, 2]


def test_of_who_sent_it_a_digest_is_kept_for_the_day(client, row):
    yesterday = today() - datetime.timedelta(days=1)
    Sender.objects.create(day=yesterday, digest="0" * 64, count=1)
    client.post(row.remark_address, {"text": TEXT}, REMOTE_ADDR="198.51.100.7")
    kept = list(Sender.objects.values_list("day", "digest"))
    assert {day for day, _digest in kept} == {today()}
    assert "198.51" not in str(kept) + str(Remark.objects.values().get())
    Sender.objects.update(day=yesterday)
    call_command("forget_senders", verbosity=0)
    assert not Sender.objects.exists()


def test_of_what_is_hidden_nothing_is_pointed_out(client):
    Measure.objects.filter(slug="talks").update(published=False)
    row = Citation.objects.get(measure__slug="talks")
    assert client.get(row.remark_address).status_code == 404
    assert send(client, row).status_code == 404
    assert client.get("/remarks/nothing/x/").status_code == 404


def test_the_way_to_it_stands_at_the_source_mark_and_where_the_value_is_cited(client, row):
    for address in (row.measure.get_absolute_url(), row.cite_address):
        assert f'href="{row.remark_address}"' in client.get(address).text
