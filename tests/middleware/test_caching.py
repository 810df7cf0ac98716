"""Kept pages are the present: by version, address, language, release and day."""

import datetime
import gc
import gzip
import re

import pytest
from django.conf import settings as configured
from django.core.cache import caches
from django.test import Client

from measures.models import Measure
from portal.changes.models import Version
from portal.dates.clock import day_begins, today
from portal.lists import download, recalling
from portal.middleware import caching
from portal.record.models import Batch
from tests.downloads import full_disk

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def kept(settings):
    """The page cache as visitors have it, empty at the start."""
    local = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "test-pages"}
    former = local | {"LOCATION": "test-former"}
    settings.CACHES = settings.CACHES | {"pages": local, "former": former}
    for name in ("pages", "former"):
        caches[name].clear()
    yield caches["pages"]
    for name in ("pages", "former"):
        caches[name].clear()


@pytest.fixture
def measure() -> Measure:
    """A measure on the list's first page."""
    return Measure.objects.published().newest().first()


def get(address: str, **headers):
    """What a new visitor gets; a download is read to its end, which frees its file."""
    response = Client().get(address, headers=headers)
    if response.streaming:
        response.streaming_content = [b"".join(response)]
    return response


def test_a_page_is_drawn_once_and_then_asked_for_its_version_alone(django_assert_num_queries):
    first = get("/measures/")
    with django_assert_num_queries(1):
        second = get("/measures/")
    assert second.content == first.content
    for name in ("ETag", "Cache-Control", "Vary", "Content-Type", "X-Frame-Options"):
        assert second[name] == first[name]
    assert "default-src 'none'" in second["Content-Security-Policy"]
    assert first["Cache-Control"] == "no-cache"
    assert "Cookie" in first["Vary"]


def test_a_list_as_it_stood_is_made_once_for_a_version(measure, monkeypatch, kept):
    """Nobody else keeps it, and nothing that may be seen no more is shown from it."""
    day, former = datetime.date(2026, 1, 10), "もとの題"
    measure.title_ja = former
    measure.save()
    Batch.objects.update(made_at=day_begins(day))
    measure.title_ja = "別の題"
    measure.save()
    made, real = [], recalling.recalled
    monkeypatch.setattr(recalling, "recalled", lambda *of: made.append(of) or real(*of))
    address = f"/measures/?as_of={day}"
    first, second = get(address), get(address)
    assert (len(made), first.content) == (1, second.content)
    assert former in first.text
    assert not kept._cache, "it pushes no page of the present out"
    for response in (first, second):
        assert response["Cache-Control"] == "no-store"
        assert "ETag" not in response
    assert former not in get("/measures/").text
    assert get(f"{address}&as_of_beside={today()}").content != first.content
    assert len(made) == 2
    measure.published = False
    measure.save()
    assert former not in get(address).text
    assert len(made) == 3


@pytest.mark.parametrize(
    "address",
    ["/", "/en/measures/?kind=law", "/sitemap.xml", "/sitemap-measures.xml"],
)
def test_who_has_the_page_is_told_so(address, django_assert_num_queries):
    first = get(address)
    assert first.status_code == 200
    with django_assert_num_queries(1):
        second = get(address, if_none_match=first["ETag"])
    assert (second.status_code, second.content) == (304, b"")
    assert second["ETag"] == first["ETag"]
    assert get(address, if_none_match='W/"another"').status_code == 200


@pytest.mark.bundled
def test_an_edit_is_seen_at_once_everywhere(measure):
    addresses = [
        "/",
        "/measures/",
        measure.get_absolute_url(),
        "/measures.csv",
        "/search/?q=新しい名",
    ]
    before = {address: get(address)["ETag"] for address in addresses}
    measure.title_ja = "まったく新しい名"
    measure.save()
    for address, etag in before.items():
        response = get(address, if_none_match=etag)
        assert response.status_code == 200, address
        assert response["ETag"] != etag
    for address in addresses[1:]:
        response = get(address)
        content = b"".join(response) if response.streaming else response.content
        assert "まったく新しい名" in re.sub("</?mark>", "", content.decode()), address


def test_an_edit_of_any_row_is_an_edit(measure):
    etag = get(measure.get_absolute_url())["ETag"]
    citation = measure.citations.first()
    citation.section.note_ja = "書き込み"
    citation.section.save()
    assert get(measure.get_absolute_url())["ETag"] != etag


def test_two_processes_never_disagree(measure, kept):
    """A page kept by one process under the old version is nobody's answer after the edit."""
    get(measure.get_absolute_url())
    other_process = {key: kept._cache[key] for key in kept._cache}
    measure.title_ja = "別の名"
    measure.save()
    kept.clear()
    kept._cache.update(other_process)
    assert "別の名" in get(measure.get_absolute_url()).content.decode()


def test_an_undone_edit_leaves_no_page_behind(measure):
    before = Version.objects.current()
    page = get(measure.get_absolute_url()).content
    measure.save()
    assert Version.objects.current() != before
    Version.objects.update(number=before.number, token=before.token)
    assert get(measure.get_absolute_url()).content == page


def test_editors_see_the_present(admin_client, measure, kept):
    get(measure.get_absolute_url())
    response = admin_client.get(measure.get_absolute_url())
    assert not response.has_header("ETag")
    Measure.objects.filter(pk=measure.pk).update(title_ja="編集中の名")
    assert "編集中の名" in admin_client.get(measure.get_absolute_url()).content.decode()


def test_languages_addresses_hosts_days_and_releases_are_kept_apart(settings, monkeypatch):
    settings.ALLOWED_HOSTS = ["testserver", "other.example.jp"]
    tags = {
        get("/measures/")["ETag"],
        get("/en/measures/")["ETag"],
        get("/measures/?kind=law")["ETag"],
        get("/measures/?kind=bill")["ETag"],
        get("/measures/", host="other.example.jp")["ETag"],
        Client().get("/measures/", secure=True)["ETag"],
    }
    monkeypatch.setattr(caching, "release", lambda: "another")
    tags.add(get("/measures/")["ETag"])
    monkeypatch.undo()
    monkeypatch.setattr(caching, "today", lambda: datetime.date(2031, 1, 1))
    tags.add(get("/measures/")["ETag"])
    assert len(tags) == 8


def test_pages_are_sent_compressed_to_who_reads_that(kept, django_assert_num_queries):
    plain = get("/measures/")
    small = get("/measures/", accept_encoding="br, gzip")
    assert not plain.has_header("Content-Encoding")
    assert small["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.content) == plain.content
    assert len(small.content) < len(plain.content) / 4
    assert small["ETag"] != plain["ETag"]
    assert "Accept-Encoding" in small["Vary"]
    assert "Accept-Encoding" in plain["Vary"]
    with django_assert_num_queries(1):
        again = get("/measures/", accept_encoding="gzip")
    assert (again.content, again["Content-Encoding"]) == (small.content, "gzip")


@pytest.mark.bundled
# What the writer of workbooks still holds it tries to write when it is forgotten, in vain again.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_download_that_fails_is_not_kept(monkeypatch, kept, suffix):
    monkeypatch.setattr(download, "MEMORY", 1)
    with full_disk(1000):
        response = get(f"/measures.{suffix}")
        gc.collect()
    assert response.status_code == 503
    assert not response.has_header("ETag")
    assert not kept._cache


@pytest.mark.parametrize("address", ["/measures/", "/en/measures/?kind=law", "/"])
def test_a_page_varies_by_the_same_whether_it_is_sent_or_held(address):
    first = get(address)
    assert ("Accept" in first["Vary"].split(", ")) == ("measures" in address)
    assert {"Accept-Encoding", "Cookie"} <= set(first["Vary"].split(", "))
    told = get(address, if_none_match=first["ETag"])
    assert told.status_code == 304
    assert sorted(told["Vary"].split(", ")) == sorted(first["Vary"].split(", "))


@pytest.mark.parametrize("address", ["/measures/?kind=nonsense", "/measures/no-such/", "/nowhere/"])
def test_what_is_no_page_is_not_kept(address, kept):
    for _time in range(2):
        response = get(address)
        assert response.status_code in {400, 404}
        assert not response.has_header("ETag")
    assert not kept._cache


@pytest.mark.parametrize("address", ["/admin/login/", "/healthz/"])
def test_doors_are_not_kept(address, kept):
    get(address)
    assert not kept._cache


def test_a_foreign_host_is_refused_though_the_page_is_kept():
    etag = get("/measures/")["ETag"]
    assert get("/measures/", host="evil.example.com").status_code == 400
    assert get("/measures/", host="evil.example.com", if_none_match=etag).status_code == 400


def test_a_question_that_writes_is_never_answered_from_store(kept):
    get("/measures/")
    assert Client().post("/measures/").status_code == 405
    head = Client().head("/measures/")
    assert head.status_code == 200
    assert head["ETag"] == get("/measures/")["ETag"]


def test_the_release_is_all_that_decides_how_a_page_looks(tmp_path, settings):
    for name in caching.SOURCES:
        assert (configured.BASE_DIR / name).is_dir()
    settings.BASE_DIR = tmp_path
    (tmp_path / "templates").mkdir()
    page = tmp_path / "templates" / "a.html"
    page.write_text("one")
    caching.release.cache_clear()
    one = caching.release()
    page.write_text("two")
    assert caching.release() == one, "a process serves what it started with"
    caching.release.cache_clear()
    assert caching.release() != one
    caching.release.cache_clear()
