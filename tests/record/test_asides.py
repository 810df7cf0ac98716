"""What is tried out is seen inside, and nothing of it afterwards or by anybody else."""

import json
import os
import subprocess
import sys

import pytest
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import IntegrityError, connection, transaction
from django.test import Client, RequestFactory
from django.urls import reverse

from measures.lists.measures import MEASURES
from measures.models import Measure, Provision
from policies.models import Partner, Subject
from portal.changes import aside as trying
from portal.changes.models import Change, Version
from portal.changes.tracking import STATE, Changes, one_version
from portal.pages.names.known import NamesCache
from portal.pages.summary import RecordCache
from portal.record.asides import aside
from portal.search.index import ask, matching_pks
from portal.search.models import Document, Name
from tests.databases import ROOT, own_copy
from tests.entries import everything
from tests.list_requests import list_request

WORD = "ズンダ"
# The first process to draw a list draws it with something tried out, or does not; what it then
# shows to visitors: how many rows each list has, its facets, and the pages byte for byte.
SCRIPT = """
import hashlib, json, sys
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse
from portal.pages.lists import LISTS
from portal.record.asides import aside
from tests.entries import everything
from tests.list_requests import list_request

# Templates are read without the manifest that `collectstatic` writes.
plain = {{"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
override_settings(STORAGES=settings.STORAGES | {{"staticfiles": plain}}).enable()
client = Client()
pages = ["/", "/search/?q=ズンダ", "/search/?q=半導体", "/names.json?q=ず", "/names/?q=経済"]
addresses = [reverse(each.name) for each in LISTS] + [each.csv_address for each in LISTS] + pages


def counted():
    found = {{}}
    for each in LISTS:
        asked = list_request(each)
        facets = {{name: len(values) for name, values in asked.state.facets.items()}}
        found[each.name] = [asked.total, asked.count, facets]
    return found


def drawn():
    found = {{}}
    for each in addresses:
        answer = client.get(each)
        body = b"".join(answer) if answer.streaming else answer.content
        found[each] = [answer.status_code, hashlib.sha256(body).hexdigest()]
    return found


inside = {{}}
if {trying}:
    with aside():
        everything("kana", "ズンダ", 1)
        inside = [counted(), drawn()]
print(json.dumps([inside, [counted(), drawn()]]))
"""


def ran(url: str, *, trying: bool):
    """What a process of its own finds."""
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", SCRIPT.format(trying=trying)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url, "ALLOWED_HOSTS": "testserver"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.both
def test_a_process_that_first_drew_what_was_tried_out_shows_visitors_what_there_is(tmp_path):
    with own_copy("small", "aside", tmp_path) as url:
        (counted, drawn), after = ran(url, trying=True)
        _nothing, plain = ran(url, trying=False)
    assert after == plain
    assert {name: found[0] for name, found in counted.items()} != plain[0]
    grown = [name for name, found in counted.items() if found[0] > plain[0][name][0]]
    assert sorted(grown) == sorted(counted), "a list did not see what was tried out"
    # What the index does not know is not found by words, nor are names that it does not hold.
    by_words = {page for page in drawn if "?q=" in page}
    same = {page for page, found in drawn.items() if found == plain[1][page]}
    assert same <= by_words


@pytest.fixture
def before(db):
    """What stands in the tables that follow from a change."""
    return kept()


def kept():
    """The version, its log, the index, the log of the admin."""
    return (
        Version.objects.current(),
        *(model.objects.count() for model in (Change, Document, Name, LogEntry, Measure, Subject)),
    )


@pytest.mark.both
def test_nothing_is_left(before, admin_user):
    """Neither rows nor what follows from them."""
    before, ran = kept(), []
    with aside():
        everything("kana", WORD, 1)
        Measure.objects.get(slug="act").delete()
        Partner.objects.get(code="pact").members.clear()
        transaction.on_commit(lambda: ran.append(True))
        LogEntry.objects.create(
            user=admin_user, object_repr="", action_flag=CHANGE, change_message=""
        )
        assert Measure.objects.filter(title_ja__startswith=WORD).exists()
        assert not Measure.objects.filter(slug="act").exists()
    assert kept() == before
    assert ran == []
    assert Measure.objects.filter(slug="act").exists()
    assert Partner.objects.get(code="pact").members.count() == 2


@pytest.mark.both
def test_a_failure_inside_leaves_nothing_either(before):
    """It goes on its way, and the next save is as ever."""
    with pytest.raises(IntegrityError):
        twice_aside()
    assert trying.current() is None
    assert kept() == before
    theme("one")
    assert Version.objects.current().number == before[0].number + 1


def twice_aside():
    """One address name for two rows, which the database refuses."""
    with aside():
        theme("one")
        theme("one")


def theme(slug: str) -> Subject:
    """A row that is made."""
    return Subject.objects.create(slug=slug, kind="theme", name_ja="新", name_en="New")


@pytest.mark.both
def test_rows_have_keys_that_no_sequence_gives(db):
    """In the order in which they are made, the same each time; the sequence does not move."""
    made = []
    for _time in range(2):
        with aside():
            new = [theme(f"new-{n}") for n in range(3)]
            made.append([row.pk for row in new])
            old = Subject.objects.get(slug="metals")
            known = old.pk
            old.save()
            assert old.pk == known
    assert made == [[2**31, 2**31 + 1, 2**31 + 2]] * 2
    first = theme("one").pk
    with aside():
        theme("two")
    assert theme("two").pk == first + 1


@pytest.mark.both
def test_what_is_collected_outside_stays_as_it_was(db):
    """A trial in the middle of a change adds nothing to it and takes nothing away."""
    stamp = Version.objects.current()
    with one_version():
        Subject.objects.filter(slug="metals").first().save()
        collected = STATE.collecting
        with aside(), one_version():
            everything("kana", WORD, 1)
        assert STATE.collecting is collected
        assert set(collected.written) == {Subject}
    assert Version.objects.current().number == stamp.number + 1
    changed = Change.objects.filter(label="measures.Provision", number=stamp.number + 1)
    assert not changed.exists()
    assert isinstance(collected, Changes)


def test_what_is_tried_out_inside_another_trial_is_undone_alone(db):
    """The outer one goes on, and its next row has the key it would have had."""
    with aside():
        first = theme("one")
        with aside():
            assert theme("two").pk == first.pk + 1
        assert Subject.objects.filter(slug="one").exists()
        assert not Subject.objects.filter(slug="two").exists()
        assert theme("three").pk == first.pk + 1


def test_lists_names_and_facts_are_read_afresh_inside(db):
    """After each write, and by nobody else."""
    total, called = list_request(MEASURES).total, len(NamesCache.at(stamp(), "default").called)
    documents = len(RecordCache.at(stamp()).documents)
    with aside():
        assert list_request(MEASURES).total == total
        everything("kana", WORD, 1)
        assert list_request(MEASURES).total == total + 2
        Measure.objects.get(slug="talks").relations.all().delete()
        hidden = Measure.objects.get(slug="talks")
        hidden.published = False
        hidden.save()
        assert list_request(MEASURES).total == total + 1
        assert len(NamesCache.at(stamp(), "default").called) > called
        assert len(RecordCache.at(stamp()).documents) == documents + 1
    assert list_request(MEASURES).total == total
    assert len(NamesCache.at(stamp(), "default").called) == called
    assert len(RecordCache.at(stamp()).documents) == documents


def stamp():
    """The version of the record."""
    return Version.objects.current()


def test_a_list_is_read_once_between_two_writes(db, django_assert_num_queries):
    """Many counts of one page do not read every list anew for each."""
    with aside():
        index = MEASURES.facet_index("default")
        state = index.at(stamp())
        with django_assert_num_queries(0):
            assert index.at(state.stamp) is state


def test_the_index_does_not_know_what_is_tried_out(db):
    """Words find what they found before."""
    with aside():
        everything("kana", WORD, 1)
        found = matching_pks(Measure, ask(WORD, "default"), using="default")
        assert not Measure.objects.filter(pk__in=found).exists()


def test_messages_are_dropped(db, admin_user):
    """What was to be told before and after is told."""
    request = RequestFactory().get("/")
    SessionMiddleware(lambda request: None).process_request(request)
    request._messages = FallbackStorage(request)
    messages.info(request, "before")
    with aside(request):
        messages.info(request, "inside")
        assert "inside" in [str(each) for each in messages.get_messages(request)]
    messages.info(request, "after")
    assert [str(each) for each in messages.get_messages(request)] == ["before", "after"]


def test_pages_are_not_kept(db, settings):
    """Not even those that a visitor could have asked for."""
    settings.CACHES = settings.CACHES | {
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "aside"}
    }
    address = reverse("measure", args=["talks"])
    with aside():
        Measure.objects.filter(slug="talks").update(title_ja=WORD)
        assert WORD in Client().get(address).text
    assert WORD not in Client().get(address).text


@pytest.mark.both
def test_a_key_that_leads_nowhere_is_found_where_one_asks(db):
    """The database checks foreign keys at the end of a transaction, to which this never comes."""
    with aside():
        provision = Provision.objects.first()
        Provision.objects.filter(pk=provision.pk).update(section_id=2**41)
        with pytest.raises(IntegrityError):
            connection.check_constraints()


def test_nobody_waits_long(db):
    """A row that a save has locked is not waited for without end (PostgreSQL)."""
    if connection.vendor != "postgresql":
        return
    with aside(), connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("2s",)
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)
