"""Files as tools fetch them: by parts, by version, compressed, from pages of other sites."""

import datetime
import gzip
import io
import re
import urllib.parse

import pytest
from django.core.cache import caches
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from measures.models import Measure
from portal.changes.models import Version
from portal.dates.clock import today
from portal.lists import download, links, views, whole
from portal.middleware import files
from portal.middleware.asked import is_file
from portal.middleware.parts import Unsatisfiable, part_of
from portal.middleware.shelf import Made, Shelf
from portal.pages.lists import LISTS
from portal.visits import HEADER
from tests.downloads import full_disk
from tests.site_map import BUNDLES, FILES, JSON, SITE_MAP

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]

ADDRESS = "/measures.csv?kind=law"
# Files that are no data: for robots, for load balancers, for the pages themselves.
OTHERS = {
    "check-text-api",
    "csvm",
    "healthz",
    "livez",
    "readyz",
    "names-json",
    "page-picture",
    "robots",
    "security-txt",
    "sitemap",
    "sitemap-section",
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def shelf(settings, monkeypatch):
    """Files are kept, whatever their size."""
    settings.DOWNLOADS_KEPT = 10_000_000
    monkeypatch.setattr(whole, "MEMORY", 1)
    files.KEPT.clear()
    yield files.KEPT
    files.KEPT.clear()


@pytest.fixture
def drawn(monkeypatch) -> list[str]:
    """The addresses of the CSV files that were made of the record."""
    found, make = [], views.csv_download

    def noted(request, *arguments):
        found.append(request.get_full_path())
        return make(request, *arguments)

    monkeypatch.setattr(views, "csv_download", noted)
    return found


def get(address: str, method: str = "get", **headers: str):
    """What a new client gets; a file is read to its end and closed."""
    response = getattr(Client(), method)(address, headers=headers)
    response.body = b"".join(response)
    response.close()
    return response


def body(response) -> bytes:
    """The bytes of an answer."""
    return response.body if hasattr(response, "body") else b"".join(response)


# By parts.


@pytest.mark.parametrize("address", [ADDRESS, "/en/measures.xlsx?kind=law", "/cite/measure/%s.ris"])
@pytest.mark.parametrize(
    ("asked_for", "found"),
    [
        ("bytes=0-99", slice(0, 100)),
        ("bytes=100-199", slice(100, 200)),
        ("bytes=150-", slice(150, None)),
        ("bytes=-50", slice(-50, None)),
        ("bytes=0-0", slice(0, 1)),
        ("bytes=90-99999999", slice(90, None)),
        ("bytes=-99999999", slice(0, None)),
    ],
)
def test_a_part_is_those_bytes(address, asked_for, found):
    address = address.replace("%s", Measure.objects.published().first().slug)
    entire = get(address)
    content = body(entire)
    assert len(content) > 200
    assert entire["Accept-Ranges"] == "bytes"
    part = get(address, range=asked_for)
    assert part.status_code == 206
    assert body(part) == content[found]
    first, last, _step = found.indices(len(content))
    assert part["Content-Range"] == f"bytes {first}-{last - 1}/{len(content)}"
    assert int(part["Content-Length"]) == last - first
    for name in ("ETag", "Content-Type", "Content-Disposition"):
        assert part[name] == entire[name]


def test_a_file_is_put_together_of_its_parts():
    content, found, place = body(get(ADDRESS)), b"", 0
    while place < len(content):
        found += body(get(ADDRESS, range=f"bytes={place}-{place + 999}"))
        place += 1000
    assert found == content


def test_what_lies_behind_the_end_is_refused_with_the_length():
    length = len(body(get(ADDRESS)))
    for range_ in (f"bytes={length}-", "bytes=-0", f"bytes=0{'9' * 30}-"):
        response = get(ADDRESS, range=range_)
        assert response.status_code == 416, range_
        assert response["Content-Range"] == f"bytes */{length}"
        assert str(length) in response.content.decode()
        assert not response.has_header("Content-Disposition")


@pytest.mark.parametrize(
    "asked_for", ["bytes=5-1", "bytes=-", "bytes=a-b", "rows=0-9", "bytes=0-1,5-9", "", "bytes=1"]
)
def test_what_is_not_understood_asks_for_the_whole(asked_for):
    response = get(ADDRESS, range=asked_for)
    assert response.status_code == 200
    assert int(response["Content-Length"]) == len(body(response))


def test_a_part_of_another_state_is_not_mixed_in():
    etag = get(ADDRESS)["ETag"]
    assert get(ADDRESS, range="bytes=9-", if_range=etag).status_code == 206
    day = "Sun, 29 Nov 2026 00:00:00 GMT"
    for held in ('"another"', f"W/{etag}", day, f'{etag[:-1]}-gzip"'):
        assert get(ADDRESS, range="bytes=9-", if_range=held).status_code == 200, held
    Measure.objects.published().first().save()
    assert get(ADDRESS, range="bytes=9-", if_range=etag).status_code == 200


@pytest.mark.parametrize("length", [1, 5])
def test_each_part_lies_inside_the_file(length):
    factory, parts = RequestFactory(), set()
    for first in range(length + 2):
        for last in range(first, length + 2):
            request = factory.get("/", headers={"range": f"bytes={first}-{last}"})
            if first >= length:
                with pytest.raises(Unsatisfiable):
                    part_of(request, "", length)
            else:
                parts.add(part_of(request, "", length))
    assert parts == {(first, last) for last in range(length) for first in range(last + 1)}


def test_a_file_that_is_not_whole_is_sent_as_it_comes(settings):
    settings.DOWNLOAD_DISK_LIMIT = 0
    response = get(ADDRESS, range="bytes=0-9", accept_encoding="gzip")
    assert response.status_code == 200
    for name in ("Content-Length", "ETag", "Accept-Ranges", "Content-Encoding"):
        assert not response.has_header(name)
    assert response["Cache-Control"] == "no-cache"
    assert len(body(response)) > 100
    head = get(ADDRESS, "head")
    assert not head.has_header("Content-Length")
    assert head["Content-Disposition"] == response["Content-Disposition"]


# By version.


@pytest.mark.parametrize("address", [ADDRESS, "/en/measures.xlsx?kind=law"])
def test_a_file_is_named_byte_for_byte(address, django_assert_num_queries):
    first = get(address)
    assert re.fullmatch(r'"[0-9a-f]{32}"', first["ETag"])
    assert first["Cache-Control"] == "no-cache"
    assert int(first["Content-Length"]) == len(body(first))
    again = get(address)
    assert (again["ETag"], body(again)) == (first["ETag"], body(first))
    with django_assert_num_queries(1):
        told = get(address, if_none_match=f'"another", {first["ETag"]}')
    assert (told.status_code, body(told), told["ETag"]) == (304, b"", first["ETag"])
    assert not told.has_header("Content-Length"), "it would have to be that of the file"
    weak = get(address, if_none_match=f"W/{first['ETag']}")
    assert weak.status_code == 304, "as a proxy names it that compressed it"
    assert get(address, if_none_match='"another"').status_code == 200
    assert get(address, if_match='"another"').status_code == 412
    assert get(address, if_match=first["ETag"]).status_code == 200


@pytest.mark.parametrize("address", [ADDRESS, "/measures.xlsx?kind=law"])
def test_the_day_is_in_no_file(monkeypatch, address):
    first = get(address)
    later = datetime.datetime(2031, 1, 1, tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert today() == datetime.date(2031, 1, 1)
    again = get(address)
    assert (again["ETag"], body(again)) == (first["ETag"], body(first))
    assert get(address, if_none_match=first["ETag"]).status_code == 304


def test_the_host_is_not_in_the_name_but_all_else_is(settings, monkeypatch):
    settings.ALLOWED_HOSTS = ["testserver", "other.example.jp"]
    first = get(ADDRESS)
    other = get(ADDRESS, host="other.example.jp")
    assert other["ETag"] == first["ETag"]
    tags = {first["ETag"], get(f"{ADDRESS}&profile=data")["ETag"]}
    tags |= {get("/measures.csv")["ETag"], get(f"/en{ADDRESS}")["ETag"]}
    monkeypatch.setattr(files, "release", lambda: "another")
    tags.add(get(ADDRESS)["ETag"])
    monkeypatch.undo()
    Measure.objects.published().first().save()
    tags.add(get(ADDRESS)["ETag"])
    assert len(tags) == 6


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_file_that_an_edit_overtakes_has_no_version(monkeypatch, suffix):
    """Its rows may be of the version after the one that the request saw."""
    make = getattr(views, f"{suffix}_download")

    def edited(*arguments):
        Measure.objects.published().first().save()
        return make(*arguments)

    monkeypatch.setattr(views, f"{suffix}_download", edited)
    response = get(f"/measures.{suffix}")
    assert response.status_code == 200
    assert not response.has_header("ETag")
    monkeypatch.undo()
    assert get(f"/measures.{suffix}").has_header("ETag")


def said(response) -> dict[str, str]:
    """The headers of an answer, but for the number that each request has."""
    return {name: value for name, value in response.headers.items() if name != HEADER}


@pytest.mark.parametrize("headers", [{}, {"accept_encoding": "gzip"}, {"range": "bytes=0-9"}])
@pytest.mark.parametrize("address", [ADDRESS, "/measures.xlsx?kind=law", "/proofreadings.csv"])
def test_head_is_told_what_get_is_told(address, headers):
    head, entire = get(address, "head", **headers), get(address)
    if "accept_encoding" in headers:
        entire = get(address, **headers)
    assert (head.status_code, head.content) == (200, b"")
    assert said(head) == said(entire)
    assert int(head["Content-Length"]) == len(body(entire)) > 0


@pytest.mark.parametrize("edits", [0, 1, 2, 3])
@pytest.mark.parametrize("address", [ADDRESS, "/measures.json?kind=law"])
def test_a_file_is_of_the_version_that_it_names(address, edits, monkeypatch):
    """An edit comes while it is drawn, and again while it is drawn anew; too many leave no name."""
    measure, made = Measure.objects.published().filter(kind="law").first(), []

    def edited(middleware, request):
        response = asked(middleware, request)
        made.append(response)
        if len(made) <= edits:
            measure.title_en = f"Edited {len(made)}"
            measure.save()
        return response

    asked = files.Files.asked
    monkeypatch.setattr(files.Files, "asked", edited)
    response = get(address)
    monkeypatch.undo()
    assert len(made) == min(edits, files.OVERTAKEN) + 1
    named = edits <= files.OVERTAKEN
    for name in ("ETag", "Shirube-Version", "Shirube-As-Of"):
        assert response.has_header(name) == named
    if named:
        now = get(address)
        assert (body(response), response["Shirube-Version"], response["ETag"]) == (
            *(body(now), str(Version.objects.current().number)),
            now["ETag"],
        )


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_file_says_of_what_it_is(suffix):
    response = get(f"/measures.{suffix}?kind=law")
    assert response["Shirube-Version"] == str(Version.objects.current().number)
    assert response["Shirube-As-Of"] == "2026-04-25"
    told = dict(re.findall(r'<(\S+?)>; (rel="\w+"(?:; \w+="[^"]+")*)', response["Link"]))
    base = "http://testserver"
    assert told[f"{base}/measures.{suffix}?kind=law"] == 'rel="canonical"'
    assert told[f"{base}/measures/?kind=law"] == 'rel="alternate"; type="text/html"'
    other = "csv" if suffix == "xlsx" else "xlsx"
    kind = links.TYPES[other]
    assert told[f"{base}/measures.{other}?kind=law"] == f'rel="alternate"; type="{kind}"'
    assert told[f"{base}/data/#measures"] == 'rel="describedby"; type="text/html"'
    assert told["https://creativecommons.org/licenses/by/4.0/"] == 'rel="license"'
    english = told[f"{base}/en/measures.{suffix}?kind=law"]
    assert english.endswith('hreflang="en"')
    for address in told:
        if address.startswith(base):
            assert get(address.removeprefix(base)).status_code == 200, address


# Compressed.


def test_text_is_sent_compressed_to_who_reads_that():
    entire, small = get(ADDRESS), get(ADDRESS, accept_encoding="br, GZIP;q=0.5")
    assert small["Content-Encoding"] == "gzip"
    assert gzip.decompress(body(small)) == body(entire)
    assert int(small["Content-Length"]) == len(body(small)) < len(body(entire)) / 2
    assert small["ETag"] == f'{entire["ETag"][:-1]}-gzip"'
    assert body(get(ADDRESS, accept_encoding="gzip")) == body(small)
    assert entire["Vary"] == small["Vary"] == "Accept-Encoding"
    for etag in (entire["ETag"], small["ETag"]):
        told = get(ADDRESS, accept_encoding="gzip", if_none_match=etag)
        assert (told.status_code, told["ETag"], told["Vary"]) == (304, etag, "Accept-Encoding")


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "gzip; q=0.0", "identity"])
def test_who_does_not_read_it_gets_the_file_as_it_is(accepted):
    assert not get(ADDRESS, accept_encoding=accepted).has_header("Content-Encoding")


def test_a_part_is_one_of_the_file_and_never_of_the_compressed():
    content = body(get(ADDRESS))
    part = get(ADDRESS, range="bytes=10-19", accept_encoding="gzip")
    assert (part.status_code, body(part)) == (206, content[10:20])
    assert not part.has_header("Content-Encoding")


def test_a_workbook_is_compressed_in_itself():
    response = get("/measures.xlsx", accept_encoding="gzip")
    assert not response.has_header("Content-Encoding")
    assert not response.has_header("Vary")


# For everybody.


def public_files() -> list[str]:
    """The files of all lists, and those beside them."""
    lists = [f"/{listing.name}.{suffix}" for listing in LISTS for suffix in ("csv", "xlsx")]
    return [*lists, "/changes.csv", "/corrections.csv", "/proofreadings.csv"]


@pytest.mark.parametrize("address", public_files())
def test_every_file_keeps_every_promise(address):
    response = get(address, origin="https://example.com")
    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    for name in ("ETag", "Content-Length", "Accept-Ranges", "Shirube-Version"):
        assert response.has_header(name), name
        assert name in response["Access-Control-Expose-Headers"]
    assert int(response["Content-Length"]) == len(body(response))
    vary = set(response.get("Vary", "").split(", "))
    assert not vary & {"Cookie", "Accept-Language"}
    assert body(get(address, range="bytes=0-2")) == body(response)[:3]


def test_the_files_of_bundles_are_known_whatever_their_ending():
    for name, arguments in BUNDLES.items():
        assert is_file(reverse(name, args=arguments))


@pytest.mark.parametrize("name", sorted(FILES.keys() - OTHERS - BUNDLES.keys()))
def test_the_files_of_the_site_are_known_by_their_addresses(name):
    """One that is added under another ending would be told none of this."""
    ending = reverse(name, args=["a", "b"][: len(SITE_MAP[name])]).rpartition(".")[2]
    assert is_file(f"/measures.{ending}")


@pytest.mark.parametrize(
    "address",
    [
        *(f"/partners.{ending}" for ending in ("csv", "xlsx", "json", "ndjson", "atom")),
        *("/partners.meta.json", "/partners.csv-metadata.json?profile=data", "/partners/ae.json"),
        *("/data/frameworks.csv", "/data/frameworks.json", "/data/frameworks.csv-metadata.json"),
        *("/data/changes.csv", "/data/changes.json", "/data/catalog.ttl", "/api/openapi.json"),
        *("/en/changes/feed.atom", "/milestones.ics", "/partners.ndjson?fields=code"),
    ],
)
def test_every_file_says_once_under_what_it_may_be_used(address):
    whole = get(address)
    assert whole.status_code == 200
    part = get(address, range="bytes=0-9")
    for response in (whole, part):
        links = re.findall(r'<([^>]*)>; rel="license"', response["Link"])
        assert links == ["https://creativecommons.org/licenses/by/4.0/"]


@pytest.mark.parametrize("address", [ADDRESS, "/en/measures.xlsx", "/corrections.csv"])
def test_a_browser_that_asks_first_is_told_that_it_may(address):
    headers = {"origin": "https://example.com", "access_control_request_method": "GET"}
    response = get(address, "options", **headers)
    assert (response.status_code, body(response)) == (204, b"")
    assert not response.has_header("Content-Length")
    assert not response.has_header("Content-Type")
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Range" in response["Access-Control-Allow-Headers"]
    assert int(response["Access-Control-Max-Age"]) > 0


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize(
    "address",
    [ADDRESS, "/measures/", "/en/budgets.xlsx", "/changes.csv", "/data/changes.csv"],
)
def test_other_methods_are_refused_with_those_that_are_taken(method, address):
    response = getattr(Client(enforce_csrf_checks=True), method)(address)
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    words = "Methods that it takes" if address.startswith("/en/") else "メソッド"
    assert words in response.content.decode()


def test_a_refusal_can_be_read_by_programs_too():
    response = get("/measures.csv?kind=nonsense")
    assert response.status_code == 400
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "nonsense" in response.content.decode()


def test_what_is_for_editors_stays_theirs(admin_client):
    assert Client().get("/measures.csv?profile=edit").status_code == 403
    response = admin_client.get("/measures.csv?profile=edit")
    assert response.status_code == 200
    assert "private" in response["Cache-Control"]
    for name in ("Access-Control-Allow-Origin", "ETag", "Accept-Ranges"):
        assert not response.has_header(name)
    assert body(response)
    public = admin_client.get(ADDRESS)
    assert (body(public), public["ETag"]) == (body(get(ADDRESS)), get(ADDRESS)["ETag"])


def test_the_record_of_then_is_sent_by_parts_and_kept_by_nobody(shelf):
    version = Version.objects.current().number
    address = f"{ADDRESS}&as_of=v{version}"
    entire, part = get(address), get(address, range="bytes=5-9")
    assert (part.status_code, body(part)) == (206, body(entire)[5:10])
    assert entire["Cache-Control"] == part["Cache-Control"] == "no-store"
    assert entire["Shirube-As-Of"] == f"v{version}"
    assert not entire.has_header("ETag")
    assert not shelf.files


@pytest.mark.parametrize("address", ["/measures.json?kind=law&size=3", "/partners/us.json"])
def test_a_page_of_json_is_drawn_once_for_a_version(
    settings, django_assert_max_num_queries, address
):
    local = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "json"}
    settings.CACHES = settings.CACHES | {"pages": local}
    caches["pages"].clear()
    first = get(address)
    with django_assert_max_num_queries(1):  # for the version
        again = get(address)
    assert body(again) == body(first)
    assert again["ETag"] == first["ETag"]
    measure = Measure.objects.published().order_by("pk").first()
    measure.summary_en += "."
    measure.save()
    assert get(address)["ETag"] != first["ETag"]


# From the page of a list.


@pytest.mark.parametrize(
    ("accepted", "suffix"),
    [
        ("text/csv", "csv"),
        ("text/csv, */*;q=0.1", "csv"),
        (XLSX, "xlsx"),
        (f"{XLSX};q=0.2, text/csv;q=0.9, text/html;q=0.5", "csv"),
        ("text/html, text/csv", ""),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", ""),
        ("*/*", ""),
        ("application/json", "json"),
        ("application/x-ndjson", "ndjson"),
        ("text/csv;q=0.4, text/html;q=0.5", ""),
    ],
)
@pytest.mark.parametrize("kept", [False, True])
def test_a_list_is_asked_for_as_a_file(settings, accepted, suffix, kept):
    if kept:  # whatever a visitor was sent before
        local = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "files"}
        settings.CACHES = settings.CACHES | {"pages": local}
        caches["pages"].clear()
        get("/en/measures/?kind=law&page=1", accept="text/html")
    response = get("/en/measures/?kind=law&page=1", accept=accepted)
    assert "Accept" in response["Vary"].split(", ")
    if suffix:
        assert response.status_code == 303
        one_for_all = "" if suffix in JSON else "/en"
        assert response["Location"] == f"{one_for_all}/measures.{suffix}?kind=law"
    else:
        assert response.status_code == 200
        assert response["Content-Type"].startswith("text/html")
        assert '<http://testserver/en/measures.csv?kind=law>; rel="alternate"' in response["Link"]


def test_only_lists_have_files():
    assert get("/", accept="text/csv").status_code == 200
    assert get("/help/data/", accept="text/csv")["Content-Type"].startswith("text/html")


# Kept for who asks again.


def test_a_file_is_drawn_once_for_all_its_parts(shelf, drawn, django_assert_num_queries):
    entire = get(ADDRESS)
    with django_assert_num_queries(1):
        head = get(ADDRESS, "head")
    part = get(ADDRESS, range="bytes=10-19")
    small = get(ADDRESS, accept_encoding="gzip")
    again = get(ADDRESS, accept_encoding="gzip")
    assert drawn == [ADDRESS]
    assert said(head) == said(entire)
    assert body(part) == body(entire)[10:20]
    assert gzip.decompress(body(small)) == body(entire)
    assert body(again) == body(small)
    assert len(shelf.files) == 2


def test_another_host_and_another_version_get_files_of_their_own(shelf, drawn, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example.jp"]
    assert b"http://testserver/" in body(get(ADDRESS))
    assert b"http://testserver/" not in body(get(ADDRESS, host="other.example.jp"))
    assert b"http://testserver/" not in body(
        get(ADDRESS, host="other.example.jp", accept_encoding="gzip")
    )
    measure = Measure.objects.published().filter(kind="law")[0]
    measure.title_ja = "まったく新しい名"
    measure.save()
    assert "まったく新しい名" in body(get(ADDRESS)).decode()
    assert len(drawn) == 3


def test_small_files_are_not_kept(shelf, monkeypatch):
    monkeypatch.undo()
    get(ADDRESS)
    assert not shelf.files


def made(length: int) -> Made:
    """A file of so many bytes."""
    return Made(whole.Whole(io.BytesIO(b"x" * length)), {})


def test_the_shelf_holds_so_many_bytes_and_files(monkeypatch):
    monkeypatch.setattr(whole, "MEMORY", 1)
    shelf = Shelf(lambda: 100)
    first, second, large = made(40), made(40), made(101)
    for name, each in (("first", first), ("second", second), ("large", large)):
        shelf.put(name, each)
        each.whole.close()
    assert list(shelf.files) == ["first", "second"]
    assert large.whole.file.closed
    assert shelf.take("first") is not None
    third = made(40)
    shelf.put("third", third)
    assert list(shelf.files) == ["first", "third"], "what was asked for longest ago goes"
    assert second.whole.file.closed
    shelf.clear()
    assert not first.whole.file.closed, "somebody still reads it"
    first.whole.close()
    assert first.whole.file.closed
    monkeypatch.setattr(Shelf, "FILES", 1)
    for name in ("a", "b"):
        shelf.put(name, made(2))
    assert list(shelf.files) == ["b"]
    shelf.clear()


def test_a_turn_leaves_nothing_behind():
    shelf = Shelf(lambda: 0)
    with shelf.turn("name"):
        assert "name" in shelf.turns
    assert not shelf.turns
    with pytest.raises(OSError, match="full"), shelf.turn("name"):
        raise OSError("full")
    assert not shelf.turns


# Whole or nothing.


def test_a_file_that_cannot_be_compressed_is_an_error(shelf, monkeypatch, settings):
    settings.DOWNLOADS_KEPT = 0
    make = files.compressed

    def full(*arguments):
        with full_disk(10):
            return make(*arguments)

    monkeypatch.setattr(files, "compressed", full)
    response = get(ADDRESS, accept_encoding="gzip")
    assert response.status_code == 503
    assert not response.has_header("ETag")
    assert not response.has_header("Content-Encoding")


@pytest.mark.parametrize("address", ["/changes.csv", "/corrections.csv", "/proofreadings.csv"])
def test_files_beside_the_lists_are_whole_too(address, monkeypatch):
    def failing(blocks, *_arguments):
        next(blocks)
        raise download.OperationalError("terminated")

    assert get(address).status_code == 200
    monkeypatch.setattr(download, "spooled", failing)
    response = get(address)
    assert isinstance(response, HttpResponse)
    assert response.status_code == 503


# Names of files.


def test_a_name_tells_table_profile_language_version_and_conditions():
    version = Version.objects.current().number

    def name(address: str) -> str:
        plain, _semicolon, words = get(address)["Content-Disposition"].partition("; filename*")
        readable = urllib.parse.unquote(words.partition("''")[2])
        assert f"_v{version}" in readable
        return plain.split('"')[1]

    assert name("/budgets.csv") == f"shirube_budgets_ja_v{version}.csv"
    assert name("/en/budgets.xlsx") == f"shirube_budgets_en_v{version}.xlsx"
    assert name("/budgets.csv?profile=data") == f"shirube_budgets_data_ja_v{version}.csv"
    asked_for = ("kind=law", "kind=bill", "kind=law&kind=bill", "q=AI", "kind=law&sort=name")
    names = {name(f"/measures.csv?{query}") for query in asked_for}
    assert len(names) == len(asked_for)
    form = rf"shirube_measures_ja_v{version}_[0-9a-f]{{8}}\.csv"
    assert all(re.fullmatch(form, each) for each in names)
    assert name("/measures.csv?kind=bill&kind=law") == name("/measures.csv?kind=law&q=&kind=bill")


def test_a_table_without_a_page_tells_its_licence_and_where_it_is_described():
    link = get("/data/frameworks.csv")["Link"]
    assert '<http://testserver/data/#tables>; rel="describedby"' in link
    assert '<https://creativecommons.org/licenses/by/4.0/>; rel="license"' in link
