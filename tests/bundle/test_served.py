"""The files of bundles as they are sent, and what is said where there is none."""

import html
import json
import re
import shutil

import pytest
from django.test import Client
from django.utils import translation

from portal.changes.models import Stamp, Version
from portal.middleware import caching
from portal.middleware.replicas import may_be_read
from tests.analysts import in_r
from tests.markup import Page, common_faults

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]


@pytest.fixture(autouse=True)
def shown(made, settings):
    """The site shows the bundle that was made."""
    settings.BUNDLE_ROOT = str(made.root)


@pytest.fixture
def number(made) -> int:
    """Its version."""
    return made.manifest["version"]


def get(address: str, method: str = "get", **headers):
    """What a program gets, read to its end, which frees the file; of the length that it says."""
    response = getattr(Client(), method)(address, headers=headers)
    content = body(response)
    if response.streaming:
        response.streaming_content = [content]
    if method == "get" and response.has_header("Content-Length"):
        assert int(response["Content-Length"]) == len(content), address
    return response


def test_who_takes_a_file_asks_no_database(made, number, rf, django_assert_num_queries):
    """So it is there while none can be asked, be there replicas or not."""
    with django_assert_num_queries(0):
        for address in ("/data/index.json", f"/data/v/{number}/data/measures.csv"):
            assert get(address).status_code == 200
            assert not may_be_read(rf.get(address))


def body(response) -> bytes:
    """All of a response."""
    return b"".join(response) if response.streaming else response.content


def every_file(made) -> list[str]:
    """The addresses of all files and of the manifest."""
    found = [each["address"] for each in made.manifest["files"]]
    return [*found, f"/data/v/{made.manifest['version']}/index.json", "/data/index.json"]


def test_every_file_is_sent_as_it_stands(made, number):
    for address in every_file(made):
        path = address.removeprefix(f"/data/v/{number}/").removeprefix("/data/")
        stands = (made.folder / path).read_bytes()
        response = get(address)
        assert body(response) == stands
        assert int(response["Content-Length"]) == len(stands)
        assert response["Shirube-Version"] == str(number)
        assert response["Shirube-As-Of"] == made.manifest["asOf"]
        is_newest = address == "/data/index.json"
        kept = "no-cache" if is_newest else "public, max-age=31536000, immutable"
        assert response["Cache-Control"] == kept
        assert response["Access-Control-Allow-Origin"] == "*"
        assert 'rel="canonical"' in response["Link"]
        assert response["Link"].count('rel="license"') == 1
        assert "Cookie" not in response.get("Vary", "")
        told = get(address, "head")
        assert (body(told), told["ETag"]) == (b"", response["ETag"])
        assert told["Content-Length"] == response["Content-Length"]


@pytest.mark.parametrize("name", ["shirube.sqlite", "shirube.zip", "data/budgets.csv"])
def test_a_part_is_sent_and_what_holds_is_not_sent_again(made, number, name):
    address = f"/data/v/{number}/{name}"
    stands = (made.folder / name).read_bytes()
    part = get(address, range="bytes=10-19")
    assert (part.status_code, body(part)) == (206, stands[10:20])
    assert part["Content-Range"] == f"bytes 10-19/{len(stands)}"
    etag = part["ETag"]
    assert not etag.startswith("W/")
    assert body(get(address, range="bytes=-5", if_range=etag)) == stands[-5:]
    assert body(get(address, range="bytes=-5", if_range='"another"')) == stands
    held = get(address, if_none_match=etag)
    assert (held.status_code, body(held)) == (304, b"")
    assert held["Cache-Control"] == "public, max-age=31536000, immutable"
    beyond = get(address, range=f"bytes={len(stands)}-")
    assert beyond.status_code == 416


def test_text_is_compressed_and_what_is_packed_is_not(number):
    for name, coding in (("data/budgets.csv", "gzip"), ("shirube.zip", "")):
        response = get(f"/data/v/{number}/{name}", accept_encoding="gzip")
        assert response.get("Content-Encoding", "") == coding


def test_the_newest_has_an_address_that_leads_to_its_version(number):
    response = get("/data/latest/parquet/measures.parquet")
    assert response.status_code == 302
    assert response["Location"] == f"/data/v/{number}/parquet/measures.parquet"
    assert get(f"/data/v/{number}/")["Location"] == f"/data/v/{number}/index.json"


def test_a_name_on_the_disk_tells_the_version(number):
    response = get(f"/data/v/{number}/data/budgets.csv")
    assert f'filename="shirube_v{number}_budgets.csv"' in response["Content-Disposition"]
    response = get(f"/data/v/{number}/shirube.zip")
    assert f'filename="shirube_v{number}.zip"' in response["Content-Disposition"]


def refused(address: str, status: int) -> str:
    """Why nothing is sent, told in both languages."""
    response = get(address)
    is_json = address.endswith(".json")
    kind = "application/problem+json" if is_json else "text/plain; charset=utf-8"
    assert (response.status_code, response["Content-Type"]) == (status, kind)
    text = response.json()["detail"] if is_json else response.content.decode().removesuffix("\n")
    japanese, english = text.split("\n")
    assert english.isascii() or "“" in english
    assert not japanese.isascii()
    return english


def test_what_is_not_there_is_said_in_words(number):
    newest = f"http://testserver/data/v/{number}/index.json"
    for path in ("no.csv", "../../../etc/passwd", "lock", "data"):
        assert newest in refused(f"/data/v/{number}/{path}", 404)
        assert newest in refused(f"/data/latest/{path}", 404)
    for far in (number + 1, int("9" * 300)):
        assert newest in refused(f"/data/v/{far}/shirube.zip", 404)
    assert newest in refused("/data/v/0/shirube.zip", 410)
    assert newest in refused("/data/v/0/", 410)
    assert "“limit”" in refused(f"/data/v/{number}/shirube.zip?limit=3", 400)


def test_a_version_to_be_made_is_worth_another_try(monkeypatch, number):
    """The record has gone on; the timer has not come yet."""
    monkeypatch.setattr(
        type(Version.objects.all()), "current", lambda found: Stamp(number + 1, "token")
    )
    address = f"/data/v/{number + 1}/shirube.zip"
    assert f"/data/v/{number}/index.json" in refused(address, 503)
    assert int(get(address)["Retry-After"]) > 0
    assert get("/data/latest/shirube.zip").status_code == 302
    with translation.override("en"):
        assert "The record has changed since" in get("/en/data/").content.decode()


def test_nothing_is_made_yet(settings, tmp_path):
    settings.BUNDLE_ROOT = str(tmp_path / "none")
    for address in ("/data/index.json", "/data/latest/shirube.zip", "/data/v/1/shirube.zip"):
        refused(address, 503)
        assert int(get(address)["Retry-After"]) > 0
    for address in ("/data/", "/en/data/"):
        page = Page(get(address).content.decode())
        assert common_faults(page) == []
    assert "The files of this version are not made yet." in page.text()


def test_one_that_was_made_without_parquet_says_so(made, settings, tmp_path, number):
    shutil.copytree(made.folder, tmp_path / str(number))
    manifest = made.manifest
    gone = [each for each in manifest["files"] if each["path"].endswith(".parquet")]
    manifest |= {"parquet": False}
    manifest["files"] = [each for each in manifest["files"] if each not in gone]
    manifest["tables"] = [each | {"parquet": None} for each in manifest["tables"]]
    (tmp_path / str(number) / "index.json").write_text(json.dumps(manifest))
    settings.BUNDLE_ROOT = str(tmp_path)
    told = refused(f"/data/v/{number}/parquet/measures.parquet", 404)
    assert told == f"Version {number} was made without Parquet."
    assert told.removesuffix(".").split(maxsplit=2)[2] in get("/en/data/").content.decode()


def test_the_data_page_begins_with_the_whole_record(made, number):
    for address in ("/data/", "/en/data/"):
        page = Page(get(address).content.decode())
        assert common_faults(page) == []
        links = {link.attrs["href"] for link in page.links}
        assert {f"/data/latest/{name}" for name in ("shirube.zip", "shirube.sqlite")} <= links
        assert "/data/index.json" in links
        assert f"/data/v/{number}/parquet/measures.parquet" in links
    assert f"All tables of version {number} in one file" in page.text()


@pytest.mark.parametrize("address", ["/data/", "/help/data/"])
def test_the_code_for_the_whole_record_reads_it(made, analysts, tmp_path, address):
    blocks = re.findall(r'<pre class="code-block"[^>]*><code>(.*?)</code>', shown_at(address), re.S)
    codes = [html.unescape(each) for each in blocks if "/data/latest/" in each]
    pandas, polars, sql, script = (
        each.replace("http://testserver/data/latest", at)
        for each, at in zip(codes, at_hand(made), strict=True)
    )
    expected = made.manifest["counts"]["budgets"]
    typed = (
        "\nassert rows.schema['amount'].is_integer() and rows.schema['confirmed_on'].is_temporal()"
    )
    for code in (pandas, polars + typed):
        assert int(analysts(f"{code}\nprint(len(rows))", cwd=tmp_path)) == expected
    counted = f"import duckdb; print(len(duckdb.sql({sql!r}).fetchall()))"
    assert int(analysts(counted, cwd=tmp_path)) == expected
    assert rows_in_r(script, tmp_path) == expected


def rows_in_r(script: str, folder) -> int:
    """How many rows a script of R makes, with a number, a truth and a day among its columns."""
    typed = "is.numeric(rows$amount), is.logical(rows$is_added), inherits(rows$date_from, 'Date')"
    asked = f"{script}\nstopifnot({typed}); cat('\\n', nrow(rows), sep = '')"
    return int(in_r(asked, folder).splitlines()[-1])


def at_hand(made) -> tuple[str, ...]:
    """Where the bundle stands for pandas, polars, DuckDB and R, which is not asked of a server."""
    return (made.folder.as_uri(), str(made.folder), str(made.folder), made.folder.as_uri())


def shown_at(address: str) -> str:
    """The text of a page."""
    return get(address).content.decode()


def test_the_first_page_leads_to_the_data():
    main = shown_at("/").partition("<main")[2].partition("</main>")[0]
    assert 'href="/data/"' in main


def test_the_page_is_drawn_anew_when_a_bundle_comes(rf, settings, tmp_path):
    request = rf.get("/data/")
    request.database, request.stamp = "default", Stamp(1, "token")
    settings.BUNDLE_ROOT = str(tmp_path)
    before = caching.key_of(request)
    (tmp_path / "1").mkdir()
    assert caching.key_of(request) != before
    assert caching.key_of(request) == caching.key_of(request)
