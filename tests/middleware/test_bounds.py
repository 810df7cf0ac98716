"""What may be asked, and what browsers are told: on every page, file and page of the admin."""

import datetime

import pytest

from portal.middleware import bounds
from tests.markup import Page

pytestmark = pytest.mark.django_db
READS = "GET, HEAD, OPTIONS"
PAGES = ("/", "/en/help/", "/search/", "/measures/", "/measures/no-such/", "/robots.txt")
FILES = ("/measures.csv", "/measures.json", "/changes/feed.atom")


@pytest.mark.parametrize("path", [*PAGES, *FILES])
def test_what_is_read_takes_no_other_method(client, path):
    client.handler.enforce_csrf_checks = True
    for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE"):
        answer = client.generic(method, path)
        assert (answer.status_code, answer["Allow"]) == (405, READS), method
        assert len(answer.content) < 1000
    answer = client.options(path)
    assert (answer.status_code, answer["Allow"]) == (204, READS)


def test_the_admin_takes_forms_and_repeats_no_request(client):
    assert client.post("/admin/login/", {"username": "x", "password": "y"}).status_code == 200
    assert client.generic("TRACE", "/admin/login/").status_code == 405
    answer = client.options("/admin/login/")
    assert (answer.status_code, answer["Allow"]) == (204, bounds.FORMS)


def test_a_remark_can_be_sent(client):
    assert client.post("/remarks/measure/no-such/").status_code == 404


LONG = "a" * 20_000
MANY = "&".join(f"x{number}=1" for number in range(900))
AMPLIFIED = 60  # times what was asked; a page alone is some 25 times the longest address


@pytest.mark.parametrize("path", [f"/measures/?kind={LONG}", f"/{LONG}/", f"/en/search/?q={LONG}"])
def test_an_address_without_end_is_not_repeated(client, path):
    answer = client.get(path)
    assert answer.status_code == 414
    assert len(answer.content) < 1000
    assert b"aaaa" not in answer.content


def test_programs_are_told_so_too(client):
    answer = client.get(f"/measures.json?kind={LONG}")
    assert answer.status_code == 414
    assert answer.json()["status"] == 414
    assert len(answer.content) < 1000


@pytest.mark.parametrize(
    "path",
    ["/en/measures/", "/en/search/", "/en/compare/", "/en/brief/", "/en/documents-compared/"],
)
def test_many_faults_are_not_a_page_of_megabytes(client, path):
    """Each is told with the rest of the address as its way out."""
    assert len(MANY) < bounds.LONGEST
    answer = client.get(f"{path}?{MANY}")
    assert answer.status_code == 400
    assert len(answer.content) < AMPLIFIED * len(MANY)
    assert "880 more parts of this address" in answer.content.decode()
    assert len(client.get(f"/measures.csv?{MANY}").content) < AMPLIFIED * len(MANY)


@pytest.mark.bundled
def test_the_longest_list_fits(client):
    """Every box of it ticked."""
    page = Page(client.get("/measures/").content.decode())
    boxes = page.all("input", type="checkbox", name="subject")
    query = "&".join(f"subject={box.attrs['value']}" for box in boxes)
    assert client.get(f"/measures/?{query}").status_code == 200


@pytest.mark.parametrize("path", ["/", "/nowhere/", "/measures/?kind=no", "/admin/login/"])
def test_pages_may_do_nothing_and_are_for_this_site_alone(client, path):
    answer = client.get(path)
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in answer


def test_files_are_for_other_sites_too(client):
    answer = client.get("/measures.csv")
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer["Access-Control-Allow-Origin"] == "*"
    answer.close()


@pytest.mark.parametrize(
    "path",
    [
        *("/admin/", "/admin/coverage/", "/admin/password_change/", "/admin/measures/measure/"),
        *("/admin/confirm/", "/admin/drafts/", "/admin/register/", "/admin/jsi18n/"),
        *("/admin/login/", "/admin/nowhere/", "/admin/search/unanswered/"),
    ],
)
def test_nothing_of_the_admin_is_kept(admin_client, path):
    told = admin_client.get(path)["Cache-Control"]
    assert {"no-store", "private"} <= set(told.replace(" ", "").split(","))


def test_where_to_report_a_weakness(client, settings):
    settings.SECURITY_CONTACT = "mailto:security@example.jp"
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    told = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert told["Contact"] == "mailto:security@example.jp"
    assert told["Canonical"] == "http://testserver/.well-known/security.txt"
    expires = datetime.datetime.fromisoformat(told["Expires"])
    left = expires - datetime.datetime.now(datetime.UTC)
    assert datetime.timedelta(80) < left < datetime.timedelta(365)


def test_without_a_contact_there_is_no_such_file(client, settings):
    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404
