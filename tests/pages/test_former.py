"""An address that moved leads on, one that is gone says what stood there, whose was never any does
neither."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from measures.models import ExportControl, Measure, Relation
from policies.models import Issue, SourceDocument, Subject
from portal.bibliography import FORMATS
from portal.record.joining import join, merge_entries
from portal.record.models import Batch, Entry
from portal.record.moving import Renaming, rename
from portal.record.revising import batch
from portal.record.schema import schema_of
from tests.markup import Page, common_faults

pytestmark = [pytest.mark.django_db, pytest.mark.both]

BLAME = ("please check this one", "次のアドレスに誤りがないか")


def move(old: str, new: str, kind: str = "measure", folder: str = "measures") -> None:
    """Give an entry another name."""
    said = Batch(via=Batch.Via.FORM, kind=Batch.Kind.EDITORIAL, reason="よい名に")
    rename(Renaming(kind, old, new, (f"{folder}/{old}", f"{folder}/{new}")), said)


def delete(slug: str = "talks", successor: str = "") -> None:
    """Delete a measure, with a reason."""
    ExportControl.objects.filter(suspended_by__slug=slug).delete()
    with batch(kind=Batch.Kind.CORRECTION, reason="二重の登録"):
        Measure.objects.get(slug=slug).delete()
    Entry.objects.filter(kind="measure", key=slug).update(moved_to=successor)


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/measures/talks/", "/measures/meeting/"),
        ("/measures/talks/?from=sort%3Dtitle", "/measures/meeting/?from=sort%3Dtitle"),
        ("/measures/talks/changes/", "/measures/meeting/changes/"),
        ("/cite/measure/talks/", "/cite/measure/meeting/"),
        ("/cite/measure/talks.bib", "/cite/measure/meeting.bib"),
        ("/sources/paper/1/", "/sources/white/1/"),
        ("/cite/section/paper/1/", "/cite/section/white/1/"),
        ("/pillars/plan/second/", "/pillars/scheme/second/"),
        ("/partners/aa/", "/partners/aaa/"),
    ],
)
def test_an_address_that_moved_leads_on(client, language, old, new):
    move("talks", "first-meeting")
    move("first-meeting", "meeting")
    move("paper", "white", "sourcedocument", "sources")
    move("plan", "scheme", "framework", "pillars")
    move("aa", "aaa", "partner", "partners")
    answer = client.get(language + old)
    assert (answer.status_code, answer["Location"]) == (301, language + new)
    assert answer["Cache-Control"] == "no-cache"
    assert client.get(language + new).status_code == 200


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize(
    ("kind", "goes", "stays", "folder"),
    [
        ("measure", "act", "talks", "measures"),
        ("partner", "zz", "aa", "partners"),
        ("organisation", "bureau", "ministry", "organisations"),
        ("subject", "recycling", "resources", "subjects"),
        ("sourcedocument", "sketch", "paper", "sources"),
    ],
)
def test_addresses_of_what_became_part_of_another_lead_there(
    client, language, kind, goes, stays, folder
):
    """The page, its history, its citation with its files, what stands below it, and questions."""
    renaming = Renaming(kind, goes, stays, (f"{folder}/{goes}", f"{folder}/{stays}"))
    chosen = dict.fromkeys(join(renaming, {}).choices, "mine")
    merge_entries(join(renaming, chosen), Batch(via=Batch.Via.MERGE, kind=Batch.Kind.EDITORIAL))
    cited = schema_of(kind).model.cite_kind()
    ways = [f"{folder}/{{}}/", f"{folder}/{{}}/changes/", f"cite/{cited}/{{}}/"]
    ways += [f"cite/{cited}/{{}}.{each.suffix}" for each in FORMATS]
    ways += {
        "measure": ["measures.csv?measure={}", "brief/?measure={}"],
        "partner": ["measures/?partner={}", "measures.csv?partner={}&profile=data"],
        "organisation": ["measures.xlsx?organisation={}"],
        "subject": ["measures/?subject={}&subject_only=1"],
        "sourcedocument": ["sources/{}/1/", "cite/section/{}/1/", "changes/?document={}"],
    }[kind]
    for way in ways:
        old, new = (f"{language}/{way.format(key)}" for key in (goes, stays))
        answer = client.get(old)
        assert (answer.status_code, answer.headers.get("Location")) == (301, new), old
        assert client.head(new).status_code == 200, new


def test_a_row_that_did_not_come_along_leads_to_the_entry(client):
    move("talks", "meeting")
    answer = client.get("/cite/milestone/talks/no-such-code/")
    assert answer["Location"] == "/cite/measure/meeting/"


def test_the_history_goes_on_under_the_new_address(client):
    with batch(kind=Batch.Kind.WORLD, reason="延びた"):
        row = Measure.objects.get(slug="talks")
        row.title_ja = "長い会談"
        row.save()
    move("talks", "meeting")
    text = client.get("/measures/meeting/changes/").text
    assert text.index("よい名に") < text.index("延びた")
    assert "talks" in text
    everywhere = client.get("/changes/").text
    assert everywhere.count("よい名に") == 1  # who names it says what it said


@pytest.mark.parametrize(("language", "title"), [("", "会談"), ("/en", "Talks")])
@pytest.mark.parametrize(
    "address",
    ["/measures/talks/", "/measures/talks/changes/", "/cite/measure/talks/"],
)
def test_an_address_that_is_gone_says_what_stood_there_and_why_it_went(
    client, language, title, address
):
    delete()
    answer = client.get(language + address)
    assert answer.status_code == 410
    for words in (title, "二重の登録"):
        assert words in answer.text
    assert not any(words in answer.text for words in BLAME)
    assert common_faults(Page(answer.text)) == []


def test_it_names_what_took_its_place(client):
    Measure.objects.filter(slug="act").update(published=True)
    delete(successor="act")
    assert 'href="/measures/act/"' in client.get("/measures/talks/").text
    Measure.objects.filter(slug="act").update(published=False)
    assert "/measures/act/" not in client.get("/measures/talks/").text


def test_what_is_hidden_is_neither_told_nor_led_to(client):
    """By none of the ways by which an address may have lost what stood there."""
    never = client.get("/measures/no-such/").status_code
    move("act", "hidden-act")
    assert client.get("/measures/act/").status_code == never == 404
    with batch(reason="秘匿の理由"):
        Measure.objects.get(slug="hidden-act").delete()
    assert client.get("/measures/hidden-act/").status_code == 404
    with batch(reason="秘匿の理由"):
        row = Measure.objects.get(slug="talks")
        row.published = False
        row.save()
    move("talks", "wobbelkront")
    for address in ("/measures/talks/", "/measures/wobbelkront/changes/"):
        answer = client.get(address)
        assert answer.status_code in (404, 410), address
        for words in ("会談", "秘匿の理由", "よい名に"):
            assert words not in answer.text, address
    assert "wobbelkront" not in client.get("/measures/talks/").text
    assert not any(words in client.get("/measures/talks/").text for words in BLAME)


def test_who_names_what_is_hidden_does_not_betray_its_former_name(client):
    """Former forms name it by a key that leads nowhere any more."""
    with batch(kind=Batch.Kind.WORLD, reason="関係"):
        Relation.objects.get(source__slug="talks", target__slug="act").delete()
        row = Measure.objects.get(slug="talks")
        row.title_ja = "長い会談"
        row.save()
    move("act", "wobbelkront")
    for address in ("/changes/", "/measures/talks/changes/", "/changes.csv"):
        answer = client.get(address)
        text = b"".join(answer).decode() if answer.streaming else answer.text
        assert "長い会談" in text
        assert "金属法" not in text
        assert "wobbelkront" not in text
        assert not re.search(r"\bact\b", text), address


def test_other_kinds_are_told_alike(client):
    with override("ja"), batch(reason="誤り"):
        issue = Issue.objects.get(slug="shortage")
        Measure.objects.filter(answers__issue=issue).first().answers.all().delete()
        issue.delete()
    answer = client.get(reverse("issue", args=["shortage"]))
    assert answer.status_code == 410
    assert "不足" in answer.text


@pytest.mark.parametrize(
    ("address", "moved"),
    [
        ("/brief/?measure=talks", "/brief/?measure=meeting"),
        ("/compare/?only=differences&measure=talks", "/compare/?only=differences&measure=meeting"),
        ("/measures/?partner=aa&sort=title", "/measures/?partner=aaa&sort=title"),
        ("/measures.csv?measure=talks", "/measures.csv?measure=meeting"),
        ("/en/measures.xlsx?partner=aa", "/en/measures.xlsx?partner=aaa"),
        ("/changes/?document=paper&kind=world", "/changes/?document=white&kind=world"),
        ("/changes.csv?document=paper", "/changes.csv?document=white"),
        ("/documents-compared/?earlier=paper", "/documents-compared/?earlier=white"),
    ],
)
def test_a_question_that_names_a_former_key_leads_to_the_present_one(client, address, moved):
    move("talks", "meeting")
    move("aa", "aaa", "partner", "partners")
    move("paper", "white", "sourcedocument", "sources")
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (301, moved)
    assert client.head(moved).status_code in (200, 400)


def test_a_question_does_not_lead_to_what_is_hidden(client):
    move("act", "wobbelkront")
    for address in ("/brief/?measure=act", "/compare/?measure=act", "/measures/?measure=act"):
        answer = client.get(address)
        assert answer.status_code == 400
        assert "wobbelkront" not in answer.text


@pytest.mark.parametrize("language", ["", "/en"])
def test_what_is_gone_is_left_out_of_a_brief_with_a_sentence(client, language):
    """Of what is left there is a brief; where nothing is left, the way to choose again."""
    Measure.objects.get(slug="act").save()
    move("act", "metals-act")
    with batch(kind=Batch.Kind.WORLD):
        row = Measure.objects.get(slug="metals-act")
        row.published = True
        row.save()
    delete()
    title = "Talks" if language else "会談"
    answer = client.get(f"{language}/brief/?measure=talks&measure=metals-act")
    assert answer.status_code == 200
    assert title in answer.text
    assert common_faults(Page(answer.text)) == []
    for address in ("/brief/?measure=talks", "/compare/?measure=talks&measure=metals-act"):
        answer = client.get(language + address)
        assert answer.status_code == 410
        assert title in answer.text
        assert common_faults(Page(answer.text)) == []
    answer = client.get(f"{language}/brief/?measure=never-was&measure=metals-act")
    assert answer.status_code == 400


@pytest.mark.parametrize(("language", "name"), [("", "再資源化"), ("/en", "Recycling")])
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/measures/?subject=recycling&sort=oldest", 410),
        ("/measures.csv?subject=recycling", 410),
        ("/measures.xlsx?subject=recycling&subject=metals", 410),
        ("/measures/?subject=recycling&kind=never-was", 400),
    ],
)
def test_a_question_about_what_is_gone_is_answered_with_what_became_of_it(
    client, language, name, address, status
):
    with batch(kind=Batch.Kind.CORRECTION, reason="二重の登録"):
        Subject.objects.get(slug="recycling").delete()
    answer = client.get(language + address)
    assert answer.status_code == status
    if status == 410:
        assert name in answer.text
        assert "recycling" in answer.text  # as it was asked
    if "sort" in address:
        assert common_faults(Page(answer.text)) == []
        assert f'href="{language}/measures/?sort=oldest"' in answer.text  # the way out


@pytest.mark.parametrize("language", ["", "/en"])
def test_so_it_is_where_a_measure_or_a_document_is_chosen(client, language):
    delete()
    move("act", "metals-act")
    with batch(kind=Batch.Kind.EDITORIAL):
        SourceDocument.objects.get(slug="sketch").delete()
    title, sketch = ("Talks", "Sketch") if language else ("会談", "下書き")
    for address, words, status in (
        ("/measures/?measure=talks", title, 410),
        ("/documents-compared/?earlier=sketch&later=paper", sketch, 410),
        ("/documents-compared.csv?earlier=sketch&later=paper", sketch, 410),
        ("/changes/?document=sketch", sketch, 400),
    ):
        answer = client.get(language + address)
        assert answer.status_code == status, address
        assert words in answer.text, address


def test_a_question_tells_nothing_of_what_was_never_seen(client):
    move("act", "wobbelkront")
    with batch(reason="秘匿の理由"):
        Measure.objects.get(slug="wobbelkront").delete()
    for address in ("/measures/?measure=act", "/measures/?measure=wobbelkront"):
        answer = client.get(address)
        assert answer.status_code == 400
        for words in ("金属法", "秘匿の理由"):
            assert words not in answer.text
    assert "wobbelkront" not in client.get("/measures/?measure=act").text


def test_the_way_back_to_a_list_knows_former_names(client):
    move("talks", "meeting")
    text = client.get("/measures/meeting/?from=measure%3Dtalks").text
    assert 'href="/measures/?measure=meeting"' in text
