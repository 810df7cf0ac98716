"""An entry is withdrawn with a reason: readers are told so where it stood; it can come back."""

import pytest
from django.test import Client
from django.urls import reverse

from measures.models import Measure
from policies.models import Subject
from portal.record.history import read, write
from portal.record.models import Batch, Entry, Revision
from portal.record.moving import Renaming, rename
from portal.record.restoring import restore, without
from portal.record.revising import batch, unlike_heads
from tests.accounts.people import EDITOR, REVIEWER, VIEWER, come
from tests.markup import Page, common_faults

# The stock templates of the admin read variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.both]
SAID = {"batch_kind": "source-correction", "batch_reason": "資料の読み違い"}


def measure() -> Measure:
    """A measure that visitors see."""
    return Measure.objects.get(slug="talks")


def head() -> Entry:
    """Where it is."""
    return Entry.objects.get(kind="measure", key="talks")


def address() -> str:
    """The page on which it is withdrawn, and brought back."""
    return reverse("withdraw", args=["measure", measure().pk])


def withdrawn(client=None, **more):
    """A reviewer who withdrew it."""
    client = client or come(REVIEWER)
    answer = client.post(address(), SAID | {"deed": "withdraw"} | more)
    assert answer.status_code == 302, answer.text
    return client


def test_a_kind_and_a_reason_are_needed_and_the_entry_has_to_be_seen():
    client = come(REVIEWER)
    assert client.get(address()).status_code == 200
    for missing in SAID:
        assert client.post(address(), SAID | {missing: ""}).status_code == 400
    assert (measure().published, head().state) == (True, Entry.State.HERE)
    Measure.objects.filter(slug="talks").update(published=False)
    with batch():
        measure().save()
    assert client.post(address(), SAID).status_code == 400
    subject = Subject.objects.first()
    assert client.get(reverse("withdraw", args=["subject", subject.pk])).status_code == 404
    assert come(EDITOR).post(address(), SAID).status_code == 403


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/measures/talks/", ("会談", "取り下げ")),
        ("/measures/talks/changes/", ("会談", "取り下げ")),
        ("/cite/measure/talks/", ("会談", "取り下げ")),
        ("/en/measures/talks/", ("Talks", "withdrawn")),
    ],
)
def test_its_address_says_that_it_was_withdrawn_since_when_and_why(address, words):
    withdrawn()
    assert (measure().published, head().state) == (False, Entry.State.WITHDRAWN)
    answer = Client().get(address)
    assert answer.status_code == 410
    day = Page(answer.text)
    for each in (*words, SAID["batch_reason"], "2026"):
        assert each in answer.text, each
    assert common_faults(day) == []
    assert SAID["batch_reason"] in Client().get("/changes/").text


def test_a_brief_leaves_it_out_with_a_sentence():
    Measure.objects.filter(slug="act").update(published=True)
    withdrawn()
    answer = Client().get("/brief/?measure=act&measure=talks")
    assert answer.status_code == 200
    assert "「会談」は2026年" in answer.text
    assert "取り下げ" in answer.text


def test_what_takes_its_place_is_named_and_has_to_be_there():
    Measure.objects.filter(slug="act").update(published=True)
    client = come(REVIEWER)
    for wrong in ("no-such", "talks"):
        answer = client.post(address(), SAID | {"successor": wrong})
        assert (answer.status_code, wrong in answer.text) == (400, True)
    withdrawn(client, successor="/measures/act/")
    assert 'href="/measures/act/"' in Client().get("/measures/talks/").text


def test_what_editors_do_to_it_meanwhile_is_not_told():
    withdrawn()
    with batch(kind=Batch.Kind.EDITORIAL, reason="秘密の理由"):
        row = measure()
        row.title_ja = "秘密の題"
        row.save()
    assert head().state == Entry.State.WITHDRAWN
    for where in ("/measures/talks/", "/changes/", "/"):
        answer = Client().get(where)
        assert "秘密" not in answer.text, where
    assert "会談" in Client().get("/measures/talks/").text


def test_editors_find_it_in_a_list_and_on_its_form():
    reviewer = withdrawn()
    for client, may in ((come(VIEWER), False), (come(EDITOR), False), (reviewer, True)):
        listed = client.get(reverse("withdrawn")).text
        assert SAID["batch_reason"] in listed
        assert (address() in listed) == may
        form = client.get(reverse("admin:measures_measure_change", args=[measure().pk])).text
        assert SAID["batch_reason"] in form
        assert (address() in form) == may


def test_it_is_brought_back_with_a_reason_and_all_it_had():
    before = Revision.objects.get(entry=head(), number=1).form
    client = withdrawn()
    assert client.post(address(), {"deed": "bring back"}).status_code == 400
    assert client.post(address(), SAID | {"deed": "bring back"}).status_code == 302
    assert Client().get("/measures/talks/").status_code == 200
    now = Revision.objects.current().get(entry=head()).form
    days = {"updated_on": None}
    assert (now | days, head().state) == (before | days, Entry.State.HERE)
    assert client.post(address(), SAID | {"deed": "bring back"}).status_code == 400
    assert SAID["batch_reason"] not in client.get(reverse("withdrawn")).text


@pytest.mark.parametrize("way", ["form", "undo"])
def test_whatever_way_it_comes_back_it_is_withdrawn_no_more(way):
    withdrawn()
    if way == "form":
        row = measure()
        row.published = True
        row.save()
    else:
        last = Batch.objects.first()
        restore(without(last), Batch(via=Batch.Via.RESTORE, kind=Batch.Kind.EDITORIAL))
    assert (measure().published, head().state) == (True, Entry.State.HERE)
    assert Client().get("/measures/talks/").status_code == 200


def test_under_another_key_it_is_withdrawn_still():
    client, page = withdrawn(), address()
    said = Batch(via=Batch.Via.FORM, kind=Batch.Kind.EDITORIAL, reason="よい名に")
    paths = ("measures/talks", "measures/meeting")
    rename(Renaming("measure", "talks", "meeting", paths), said)
    assert Entry.objects.get(key="meeting").state == Entry.State.WITHDRAWN
    for public in ("/measures/talks/", "/measures/meeting/"):
        answer = Client().get(public)
        assert (answer.status_code, SAID["batch_reason"] in answer.text) == (410, True), public
    assert SAID["batch_reason"] in client.get(reverse("withdrawn")).text
    assert client.post(page, SAID | {"deed": "bring back"}).status_code == 302
    assert Client().get("/measures/meeting/").status_code == 200


def test_the_record_is_whole_and_a_dump_holds_it(tmp_path):
    withdrawn()
    assert unlike_heads() == []
    write(tmp_path, "default")
    Revision.objects.all().delete()
    Entry.objects.all().delete()
    Batch.objects.all().delete()
    read(tmp_path, "default")
    assert (head().state, head().row) == (Entry.State.WITHDRAWN, measure().pk)
