"""The clauses of a section beside its text, what is proposed for it, and what its page tells."""

import pytest
import yaml
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from policies.clauses import ClauseText
from policies.models import Attachment, Clause, Section, SectionText

TEXT = """見出し
- 一の文は短い。二の文も短い。
- 表\t10億円\t—

図の文字
"""


def test_a_line_and_a_sentence_without_a_phrase_are_told():
    text = ClauseText(TEXT)
    assert text.uncovered(["見出し", "一の文", "二の文", "10億円", "図の文字"]) == []
    assert text.uncovered(["見出し", "一の文", "10億円", "図の文字"]) == ["二の文も短い。"]
    assert text.uncovered(["見出し", "一の文", "二の文", "図の文字"]) == ["表 10億円 —"]
    assert text.uncovered(["見出し", "一の文", "二の文", "10億円"]) == ["図の文字"]


def test_phrases_stand_in_the_order_of_the_text():
    text = ClauseText(TEXT)
    assert text.spans(["見出し", "図の文字", "一の文"])[1] == ["一の文"]
    assert text.spans(["短い", "短い", "短い"])[1] == ["短い"]
    assert text.spans(["ない語", ""])[1] == ["ない語", ""]
    assert "一の文は短い。" in text.uncovered(["見出し", "図の文字", "一の文"])


def test_marks_alone_need_no_phrase():
    assert ClauseText("見出し\n- ◆\n---\n※\n。\n").uncovered(["見出し"]) == []


def test_a_line_broken_in_its_sentence_is_one_with_the_next():
    first = "この長い行は紙の幅でここまで来てから次の行へと文の途中で折り返されているので続きがあ"
    text = ClauseText(f"見出し\n{first} \n\nるとみなされる。\n次の文。\n")
    assert text.uncovered(["見出し", "長い行"]) == ["次の文。"]
    short = ClauseText("見出し\n短い行\n別の行\n")
    assert short.uncovered(["見出し", "短い行"]) == ["別の行"]


def test_a_clause_names_what_records_it_or_says_why_nothing_does():
    with pytest.raises(ValidationError):
        Clause(phrase="句").clean()
    Clause(phrase="句", reason=Clause.Reason.FIGURE).clean()
    Clause(phrase="句", records=["measures/a"]).clean()


@pytest.fixture
def section(db):
    """The first section of the small record, with a text of its own attached."""
    section = Section.objects.get(document__slug="paper", code="1")
    document = section.document
    Attachment.objects.create(document=document, kind="text", file_name="a.txt", sha256="0" * 64)
    SectionText.objects.create(
        section=section,
        text="1. はじめに\n計画を定める。図は失われた。\n注\nどの項目もない行、長くはない\n",
    )
    return section


def proposed(capsys, document: str) -> list[dict]:
    """What the command proposes, read as YAML."""
    call_command("propose_clauses", document)
    return yaml.safe_load(capsys.readouterr().out) or []


def test_each_line_without_a_clause_is_proposed_one(section, capsys):
    found = proposed(capsys, "paper")
    assert [clause["phrase"] for clause in found] == ["計画", "注", "どの項目もない行"]
    assert "pillars/plan" in found[0]["records"]
    assert found[1]["records"] == ["sources/paper/1#footnote-n1"]
    assert found[2]["records"] == []


def test_what_is_proposed_covers_the_text(section, capsys):
    phrases = [clause.phrase for clause in Clause.objects.for_section(section)]
    text = ClauseText(section.attached.text)
    assert text.uncovered(phrases)
    Clause.objects.all().delete()
    assert text.uncovered([clause["phrase"] for clause in proposed(capsys, "paper")]) == []


def test_a_document_without_a_copy_is_told(db):
    with pytest.raises(CommandError, match="'none' is attached.*Attached: none"):
        call_command("propose_clauses", "none")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "reason", "note"),
    [("", "図の中の文字", "図だけ。"), ("/en", "Label in a figure", "A figure alone.")],
)
def test_the_page_of_a_section_tells_its_clauses(client, language, reason, note):
    page = client.get(f"{language}/sources/paper/1/").content.decode()
    told = page.partition('id="clauses"')[2].partition("</section>")[0]
    assert "<details>" in told
    assert "はじめに" in told
    assert f'href="{language}/sources/paper/1/#footnote-n1"' in told
    assert "measures/act" not in told  # it is not published
    assert reason in told
    assert note in told


@pytest.mark.django_db
def test_a_record_that_is_not_read_there_leads_to_its_entry(client):
    section = Section.objects.get(document__slug="paper", code="1-1")
    entries = ["partners/aa", "subjects/metals", "organisations/bureau", "sources/paper"]
    entries += ["issues/shortage", "pillars/plan", "pillars/plan/first"]
    nowhere = ["measures/none#provision-p1", "subjects/none", "pillars/plan/none"]
    Clause.objects.create(section=section, phrase="背景", records=[*entries, *nowhere])
    told = client.get("/sources/paper/1-1/").content.decode().partition('id="clauses"')[2]
    for record in entries:
        assert f'href="/{record}/"' in told
    for record in nowhere:
        assert record not in told
