"""What the checks find of a form is said at its field before it is saved, and asked once."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from measures.checks import keeping
from measures.models import (
    BudgetLine,
    Citation,
    ExportControl,
    Measure,
    MeasureStatus,
    Milestone,
    Relation,
)
from policies.admin.asking import TICK
from policies.models import Partner, Section, SectionText
from portal.changes.models import Version
from portal.findings.keeping import forget, put_off
from portal.findings.models import AcceptedFinding, Finding
from portal.search.models import Unanswered
from tests.forms import Form
from tests.measures.test_admin import address, form_of, row_of

# The stock templates of the admin read variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

ASKED = "確かめたうえで保存する"


@pytest.fixture(autouse=True)
def kept():
    """What the record had before is known."""
    keeping.keep_all()


@pytest.fixture
def section():
    return Section.objects.select_related("document").order_by("pk").first()


@pytest.fixture
def measure(section):
    """A measure with one row of each kind that has something to be asked about."""
    row = Measure.objects.create(
        slug="zz-new", kind="project", title_ja="ある計画", title_en="A plan of its own",
        reading="あるけいかく", summary_ja="概要。", summary_en="It.",
    )  # fmt: skip
    words = {"measure": row, "section": section, "phrase": "語"}
    Citation.objects.create(**words, supports=["title"])
    MeasureStatus.objects.create(**words, value="cabinet-decision", as_of="2026-03")
    BudgetLine.objects.create(
        **words, code="b1", amount=110_000_000, currency="EUR", printed="最大110百万ユーロ",
        stage="budget",
    )  # fmt: skip
    Milestone.objects.create(
        **words, code="m1", kind="cabinet-decision", date="2026-03", label_ja="決定", label_en="D"
    )
    row.refresh_from_db()
    return row


def ticks(answer) -> list[str]:
    """The findings that a page asks about."""
    assert answer.status_code == 200, "The page was saved."
    return re.findall(rf'name="{TICK}" value="(\w+)"', answer.content.decode())


def asked_of(answer, *words: str) -> str:
    """The one finding that a page asks about, which says some words."""
    page = answer.content.decode()
    (tick,) = ticks(answer)
    assert ASKED in page
    assert all(word in page for word in words), page
    return tick


def post(client, url, form, **values):
    return client.post(url, form.typed | values)


def test_a_form_that_is_asked_about_changes_nothing(admin_client, measure):
    url, form = form_of(admin_client, measure, "budget_lines")
    before = Version.objects.current()
    row = row_of(form, measure.budget_lines.get())
    answer = post(admin_client, url, form, **{f"{row}-amount": "5", f"{row}-scope_en": "P"})
    asked_of(answer, "最大110百万ユーロ", "入力された値は5")
    assert Version.objects.current() == before
    assert not LogEntry.objects.exists()
    assert not Finding.objects.filter(code="print-amount").exists()
    assert measure.budget_lines.get().amount == 110_000_000
    # What was typed is there, and nothing says that it was saved.
    again = Form(answer.content.decode(), "measure_form")
    assert (again.typed[f"{row}-amount"], again.typed[f"{row}-scope_en"]) == ("5", "P")
    assert 'class="success"' not in answer.content.decode()


def test_the_sentence_stands_at_its_field(admin_client, measure):
    url, form = form_of(admin_client, measure, "budget_lines")
    row = row_of(form, measure.budget_lines.get())
    answer = post(admin_client, url, form, **{f"{row}-amount": "5"})
    formsets = [each.formset for each in answer.context["inline_admin_formsets"]]
    (lines,) = [each for each in formsets if each.prefix == "budget_lines"]
    assert list(lines.errors[0]) == ["amount"]


def test_who_ticks_saves_and_is_not_asked_again(admin_client, measure, admin_user):
    url, form = form_of(admin_client, measure, "budget_lines")
    row = row_of(form, measure.budget_lines.get())
    tick = asked_of(post(admin_client, url, form, **{f"{row}-amount": "5"}))
    answer = post(admin_client, url, form, **{f"{row}-amount": "5", TICK: tick})
    assert answer.status_code == 302
    assert measure.budget_lines.get().amount == 5
    accepted = AcceptedFinding.objects.get()
    assert (accepted.digest, accepted.code, accepted.user) == (tick, "print-amount", admin_user)
    url, form = form_of(admin_client, measure)
    assert post(admin_client, url, form, title_en="Another plan").status_code == 302
    # There and back again: it was looked at.
    for amount, status in (("110000000", 302), ("5", 302), ("6", 200)):
        url, form = form_of(admin_client, measure, "budget_lines")
        answer = post(admin_client, url, form, **{f"{row}-amount": amount})
        assert answer.status_code == status, amount


def test_a_row_on_its_own_page_is_asked_about_alike(admin_client, measure):
    line = measure.budget_lines.get()
    url, form = form_of(admin_client, line)
    tick = asked_of(post(admin_client, url, form, amount="5"), "入力された値は5")
    assert post(admin_client, url, form, amount="5", **{TICK: tick}).status_code == 302
    assert measure.budget_lines.get().amount == 5


def test_what_was_so_before_stops_nobody(admin_client, measure):
    measure.budget_lines.update(amount=5)
    measure.save()
    assert Finding.objects.filter(code="print-amount").exists()
    url, form = form_of(admin_client, measure)
    assert post(admin_client, url, form, title_en="Another plan").status_code == 302


def test_what_was_so_in_a_record_that_nobody_looked_through_stops_nobody(admin_client, measure):
    measure.budget_lines.update(amount=5)
    forget()
    url, form = form_of(admin_client, measure)
    assert post(admin_client, url, form, title_en="Another plan").status_code == 302
    url, form = form_of(admin_client, measure, "budget_lines")
    row = row_of(form, measure.budget_lines.get())
    asked_of(post(admin_client, url, form, **{f"{row}-amount": "6"}))


def test_what_was_so_of_an_entry_that_was_put_off_stops_nobody(admin_client, measure):
    Finding.objects.all().delete()
    measure.budget_lines.update(amount=5)
    put_off("measures.measure", [measure.pk])
    url, form = form_of(admin_client, measure)
    assert post(admin_client, url, form, title_en="Another plan").status_code == 302


def test_of_many_the_one_that_is_edited_is_asked_about(admin_client, measure, monkeypatch):
    monkeypatch.setattr(keeping, "AT_ONCE", 0)
    url, form = form_of(admin_client, measure, "budget_lines")
    row = row_of(form, measure.budget_lines.get())
    asked_of(post(admin_client, url, form, **{f"{row}-amount": "5"}))


def test_the_statements_of_a_save_are_few(admin_client, measure, django_assert_max_num_queries):
    """Sixty are for saving itself; looking before and after it takes no more than these."""
    url, form = form_of(admin_client, measure)
    with django_assert_max_num_queries(75):
        assert post(admin_client, url, form, title_en="Another plan").status_code == 302


def test_a_tick_for_something_else_is_none(admin_client, measure):
    url, form = form_of(admin_client, measure, "budget_lines")
    row = row_of(form, measure.budget_lines.get())
    answer = post(admin_client, url, form, **{f"{row}-amount": "5", TICK: "0" * 64})
    asked_of(answer)


# ---- each of the cases


def test_a_phrase_that_the_copy_does_not_hold(admin_client, measure, section):
    SectionText.objects.create(section=section, text="前の文。ある語を定める。後の文。")
    url, form = form_of(admin_client, measure, "citations")
    row = row_of(form, measure.citations.get())
    answer = post(admin_client, url, form, **{f"{row}-phrase": "宇宙エレベーター"})
    asked_of(answer, "「宇宙エレベーター」は", "本文に見当たりません")
    answer = post(admin_client, url, form, **{f"{row}-phrase": "ある語を求める"})
    asked_of(answer, "近い箇所：「ある語を定める」")


def test_days_out_of_order(admin_client, measure, section):
    ExportControl.objects.create(
        measure=measure, section=section, phrase="語", jurisdiction=Partner.objects.first(),
        items_ja="品目", items_en="Items", effect="licence", announced="2025",
    )  # fmt: skip
    url, form = form_of(admin_client, measure, "export_control")
    typed = {"announced": "2028", "effective": "2027", "ended": "2020"}
    answer = post(admin_client, url, form, **{f"export_control-0-{n}": v for n, v in typed.items()})
    assert len(ticks(answer)) == 3


@pytest.mark.parametrize("year", ["1026", "2206"])
def test_an_impossible_year_is_refused(admin_client, measure, year):
    url, form = form_of(admin_client, measure, "milestones")
    row = row_of(form, measure.milestones.get())
    answer = post(admin_client, url, form, **{f"{row}-date": year})
    assert ticks(answer) == []
    assert measure.milestones.get().date == "2026-03"


def test_a_summary_without_an_end_is_refused_and_a_long_one_asked_about(admin_client, measure):
    url, form = form_of(admin_client, measure)
    assert ticks(post(admin_client, url, form, summary_ja="字" * 2001)) == []
    asked_of(post(admin_client, url, form, summary_ja="字" * 2000), "2,000字あります")


def test_a_group_with_the_code_of_a_country(admin_client):
    words = {"name_ja": "ある枠組み", "name_en": "Group", "reading": "あるわくぐみ"}
    group = Partner.objects.create(code="zz-group", kind="group", **words)
    url, form = form_of(admin_client, group)
    asked_of(post(admin_client, url, form, iso2="QQ"), "国のコード")


def test_relations_that_contradict_each_other(admin_client, measure, section):
    other = Measure.objects.exclude(pk=measure.pk).order_by("pk").first()
    words = {"section": section, "phrase": "語", "reason_ja": "理由", "reason_en": "Reason"}
    Relation.objects.create(source=other, target=measure, kind="amends", **words)
    url, form = form_of(admin_client, measure, "relations")
    typed = {"kind": "amends", "target": other.pk, **words, "section": section.pk}
    form.row("relations", **typed)
    # Said at the new row; and at the top, since the other relation is on another page.
    assert len(ticks(post(admin_client, url, form))) == 2


def test_a_title_that_another_measure_has(admin_client, measure):
    other = Measure.objects.exclude(pk=measure.pk).filter(published=True).first()
    url, form = form_of(admin_client, measure)
    asked_of(post(admin_client, url, form, title_ja=other.title_ja), other.title_ja)


def test_another_status_is_read_somewhere_else(admin_client, measure):
    status = measure.statuses.get()
    url, form = form_of(admin_client, measure, "statuses")
    row = row_of(form, status)
    answer = post(admin_client, url, form, **{f"{row}-value": "enacted"})
    assert "新しい行を加える" in answer.content.decode()
    typed = {f"{row}-value": "enacted", f"{row}-phrase": "成立"}
    assert post(admin_client, url, form, **typed).status_code == 302
    url, form = form_of(admin_client, measure.statuses.get())
    answer = post(admin_client, url, form, value="in-force")
    assert "新しい行を加える" in answer.content.decode()


def test_a_bill_that_has_passed(admin_client, measure):
    Measure.objects.filter(pk=measure.pk).update(kind="bill")
    url, form = form_of(admin_client, measure, "statuses")
    row = row_of(form, measure.statuses.get())
    answer = post(admin_client, url, form, **{f"{row}-value": "enacted", f"{row}-phrase": "成立"})
    assert len(ticks(answer)) == 2  # it is still a bill, and no event tells when
    assert "種別は法案ですが" in answer.content.decode()


def test_the_former_title_stays_as_another_name(admin_client, measure):
    url, form = form_of(admin_client, measure)
    assert "keep_title" not in form.typed
    answer = post(admin_client, url, form, title_en="A new plan", keep_title="on")
    assert answer.status_code == 302
    name = measure.names.get()
    assert (name.name, name.kind, name.inferred) == ("A plan of its own", "alias", True)
    url, form = form_of(admin_client, measure)
    assert post(admin_client, url, form, title_en="A third plan").status_code == 302
    assert measure.names.count() == 1


def test_a_new_measure_has_no_former_title(admin_client):
    page = admin_client.get(address(Measure, "add")).content.decode()
    assert "keep_title" not in page


# ---- what there is to do


def test_the_first_page_leads_to_each_finding_and_its_form(admin_client, measure):
    measure.summary_ja = "字" * 301
    measure.save()
    page = admin_client.get(reverse("admin:index")).content.decode()
    listed = f"{reverse('admin:findings_finding_changelist')}?code=summary-long"
    assert f'href="{listed}"' in page
    assert "長すぎる概要" in page
    listing = admin_client.get(listed).content.decode()
    assert f'href="{address(Measure, "change", measure.pk)}"' in listing
    finding = Finding.objects.get(code="summary-long")
    action = {"action": "accept", "_selected_action": [finding.pk]}
    admin_client.post(listed, action)
    assert AcceptedFinding.objects.get().digest == finding.digest
    assert "長すぎる概要" not in admin_client.get(reverse("admin:index")).content.decode()


def test_the_first_page_reads_what_is_kept(admin_client, measure, django_assert_max_num_queries):
    admin_client.get(reverse("admin:index"))
    with django_assert_max_num_queries(12):
        admin_client.get(reverse("admin:index"))


def test_worklists_are_for_who_may_see_findings(client, django_user_model):
    user = django_user_model.objects.create(username="nothing", is_staff=True)
    client.force_login(user)
    page = client.get(reverse("admin:index")).content.decode()
    assert "worklists" not in page


def test_coverage_shows_what_is_kept(admin_client, measure):
    measure.summary_ja = "字" * 301
    measure.save()
    page = admin_client.get(reverse("coverage")).content.decode()
    assert f'href="{address(Measure, "change", measure.pk)}"' in page
    assert "301字あります" in page


def test_a_word_asked_for_in_vain_becomes_another_name_in_one_step(admin_client):
    Unanswered.objects.note("経安法")
    page = admin_client.get(reverse("admin:search_unanswered_changelist")).content.decode()
    (link,) = re.findall(r'href="(/admin/policies/synonym/add/\?word=[^"]+)"', page)
    form = Form(admin_client.get(link).content.decode(), "synonym_form")
    assert form.typed["word"] == "経安法"
    form.row("means", name="経済安全保障推進法")
    assert admin_client.post(link, form.typed).status_code == 302
    assert not Unanswered.objects.exists()
