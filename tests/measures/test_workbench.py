"""A section is read beside its text: a phrase begins a row, and the section is read to its end."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import OperationalError
from django.urls import reverse

from measures.admin import workbench
from measures.models import BudgetLine, Citation, Measure, MeasureStatus
from measures.prefilled import Prefilled
from measures.workbench import Workbench
from policies.models import Attachment, SectionText, SourceDocument
from tests.forms import Form

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

TEXT = "下書きの一\n令和7年度補正予算で約120億円を措置。\n令和8年3月19日閣議決定。\n会談を開く。\n"


@pytest.fixture
def document():
    return SourceDocument.objects.get(slug="sketch")


@pytest.fixture
def section(document):
    section = document.sections.get()
    Attachment.objects.create(document=document, kind="text", file_name="a.txt", sha256="0" * 64)
    SectionText.objects.create(section=section, text=TEXT)
    return section


@pytest.fixture
def address(section):
    return reverse("read-section", args=["sketch", "1"])


@pytest.fixture
def talks(section):
    measure = Measure.objects.get(slug="talks")
    Citation.objects.create(measure=measure, section=section, phrase="会談", supports=["title"])
    return measure


def given(url: str) -> dict:
    """What an address gives, values of one name as a list."""
    return parse_qs(urlsplit(url).query, keep_blank_values=True)


def addresses(page) -> dict[str, str]:
    """The addresses that the phrase of a page begins, by their name."""
    return {each.name: each.address for each in page.context["bench"].beginnings.others()}


# ---- the page


def test_what_was_read_is_marked_in_the_text_and_leads_to_its_row(admin_client, address, talks):
    page = admin_client.get(address).content.decode()
    row = Citation.objects.get(measure=talks, phrase="会談", section__document__slug="sketch")
    assert f'href="/admin/measures/citation/{row.pk}/change/" title=' in page
    assert "<mark>会談</mark>" in page


def test_a_phrase_is_found_whatever_its_width_and_said_where_it_is_not(admin_client, address):
    page = admin_client.get(address, {"phrase": "約１２０億円"}).content.decode()
    assert 'id="found">約120億円</mark>' in page
    assert "本文にありません" in admin_client.get(address, {"phrase": "宇宙"}).content.decode()
    long = admin_client.get(address, {"phrase": "長" * 41})
    assert "40字まで" in long.content.decode()
    assert long.context["bench"].beginnings is None


def test_text_is_escaped(admin_client, section, address):
    SectionText.objects.filter(section=section).update(text="<script>一</script>")
    assert "<script>一" not in admin_client.get(address).content.decode()


def test_marks_that_overlap_are_one(section):
    bench = Workbench(section, "120億円を措置")
    assert "".join(each.text for each in bench.stretches) == TEXT
    assert [each.text for each in bench.stretches if each.wanted] == ["120億円を措置"]


# ---- what a phrase begins


@pytest.mark.both
def test_a_budget_line_is_begun_with_amount_year_and_stage(section, talks):
    found = Prefilled(section, "令和7年度補正予算で約120億円", talks)
    assert found.amount == {
        "fiscal_year": 2025, "stage": "supplementary", "printed": "約120億円",
        "amount": 12_000_000_000, "currency": "JPY", "approximate": "on",
    }  # fmt: skip


def test_a_row_of_a_chosen_measure_is_filled_in_and_leads_back(admin_client, address, talks):
    asked = {"phrase": "令和7年度補正予算で約120億円", "entry": talks.pk}
    url = addresses(admin_client.get(address, asked))["予算項目"]
    form = Form(admin_client.get(url).content.decode(), "budgetline_form")
    assert form.typed["amount"] == "12000000000"
    assert form.typed["stage"] == "supplementary"
    assert form.typed["measure"] == str(talks.pk)
    assert form.typed["code"] == "b1"
    answer = admin_client.post(url, form.typed)
    assert answer["Location"] == f"{address}?entry={talks.pk}"
    line = BudgetLine.objects.get(measure=talks)
    assert (line.amount, line.printed, line.approximate) == (12_000_000_000, "約120億円", True)


def test_a_milestone_is_begun_with_its_day_and_kind(section, talks):
    found = given(dict(each_of(Prefilled(section, "令和8年3月19日閣議決定", talks)))["milestone"])
    assert (found["date"], found["kind"]) == (["2026-03-19"], ["cabinet-decision"])


def each_of(prefilled):
    """The names of models and addresses that a phrase begins."""
    for beginning in prefilled.others():
        yield beginning.address.split("/")[3], beginning.address


def test_a_new_measure_is_begun_with_its_source_and_not_published(admin_client, address):
    page = admin_client.get(address, {"phrase": "令和8年3月19日閣議決定"})
    url = page.context["bench"].beginnings.new_measure
    form = Form(admin_client.get(url).content.decode(), "measure_form")
    assert "published" not in form.typed
    assert form.typed["citations-0-phrase"] == "令和8年3月19日閣議決定"
    assert form.typed["citations-0-supports"] == ["title", "summary"]
    assert form.typed["statuses-0-value"] == "cabinet-decision"
    assert form.typed["statuses-0-as_of"] == "2026-03-19"
    form.typed |= {
        "title_en": "New", "slug": "new", "summary_ja": "要", "summary_en": "S", "kind": "law",
    }  # fmt: skip
    answer = admin_client.post(url, form.typed)
    assert answer.status_code == 302, answer.context["errors"]
    measure = Measure.objects.get(slug="new")
    assert not measure.published
    assert measure.citations.count() == 1
    assert MeasureStatus.objects.get(measure=measure).value == "cabinet-decision"


def test_a_measure_of_a_document_that_is_read_is_published(section, document):
    document.state = SourceDocument.State.READ
    assert "published" not in given(Prefilled(section, "会談", None).new_measure)


def test_what_a_new_measure_may_be_is_told_before_it_is_added(admin_client, address):
    Measure.objects.filter(slug="talks").update(published=False)
    page = admin_client.get(address, {"phrase": "会談"}).content.decode()
    assert "すでに収録されている可能性があります" in page
    assert "未公開" in page
    assert page.index("これに追記") < page.index("新しい施策</a>")


# ---- to its end


def test_a_section_is_read_once_something_was_or_says_why_not(admin_client, section, address):
    refused = admin_client.post(address, {"empty_reason_ja": "", "empty_reason_en": ""})
    assert refused.status_code == 400
    assert "項目がない理由" in refused.content.decode()
    section.refresh_from_db()
    assert not section.was_read
    reason = {"empty_reason_ja": "表紙。", "empty_reason_en": "Cover."}
    assert admin_client.post(address, reason)["Location"] == "/admin/read/sketch/"
    section.refresh_from_db()
    assert (section.was_read, section.empty_reason_ja) == (True, "表紙。")
    assert section.document.state == SourceDocument.State.READING


@pytest.mark.both
@pytest.mark.usefixtures("talks")
def test_a_document_is_read_once_all_its_sections_are(admin_client, address, document):
    whole = reverse("read-document", args=["sketch"])
    refused = admin_client.post(whole)
    assert refused.status_code == 400
    assert "まだ読み終えていない節があります：1" in refused.content.decode()
    admin_client.post(address, {"empty_reason_ja": "", "empty_reason_en": ""})
    admin_client.post(whole)
    document.refresh_from_db()
    assert document.is_read


@pytest.mark.usefixtures("talks")
@pytest.mark.both
def test_a_section_that_cannot_be_noted_in_its_history_is_not_read(
    admin_client, address, document, monkeypatch
):
    def full(*_args):
        raise OperationalError("disk full")

    monkeypatch.setattr(workbench, "log", full)
    answer = admin_client.post(address, {"empty_reason_ja": "", "empty_reason_en": ""})
    assert (answer.status_code, "保存されていません" in answer.text) == (503, True)
    assert not document.sections.get().was_read


def test_a_document_lists_what_is_not_published(admin_client, talks):
    Measure.objects.filter(pk=talks.pk).update(published=False)
    page = admin_client.get(reverse("read-document", args=["sketch"])).content.decode()
    assert "まだ公開されていない施策" in page
    assert f"/admin/measures/measure/{talks.pk}/change/" in page


def test_it_takes_the_permission_to_change_documents(client, django_user_model, address):
    client.force_login(django_user_model.objects.create_user("viewer", is_staff=True))
    assert client.get(address).status_code == 403
    assert client.post(address).status_code == 403
