"""Links that were passed on: what services add to them is taken off, and nothing else is."""

import pytest
from django.core.cache import caches
from django.test import Client

from portal.lists.forms import STATE
from portal.middleware.senders import FAMILIES, NAMES, is_added
from portal.pages.lists import LISTS
from tests.cases import for_each

pytestmark = pytest.mark.django_db

ADDED = (
    *("fbclid", "gclid", "gbraid", "wbraid", "msclkid", "yclid", "mc_cid", "mc_eid", "dclid"),
    *("utm_source", "utm_campaign", "utm_", "_hsenc", "_hsmi", "igshid", "twclid", "ttclid"),
    *("li_fat_id", "FBCLID", "UTM_Source", "utm%5Fmedium"),
)
# One of every kind that refuses what it does not know, and of those that do not.
PATHS = (
    *("/measures/", "/measures.csv", "/measures.xlsx", "/budgets/", "/budgets.csv", "/timeline/"),
    *("/search/", "/compare/", "/brief/", "/", "/data/", "/help/cite/", "/measures/espa-2022/"),
    *("/sources/meti-2026-04/", "/sources/meti-2026-04/13/", "/partners/us/", "/nowhere/"),
)


@pytest.fixture
def kept(settings):
    """The page cache as visitors have it, empty."""
    local = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "test-sent"}
    settings.CACHES = settings.CACHES | {"pages": local}
    caches["pages"].clear()
    yield caches["pages"]
    caches["pages"].clear()


@for_each("language", ["", "/en"])
@for_each("path", PATHS)
def test_what_services_add_leads_to_the_clean_address(client, read_only, path, language):
    for method in (client.get, client.head):
        response = method(f"{language}{path}?fbclid=x")
        assert (response.status_code, response["Location"]) == (301, f"{language}{path}")
        assert response["Cache-Control"] == "no-store"
        assert "default-src 'none'" in response["Content-Security-Policy"]


@for_each("name", ADDED)
def test_each_of_them_is_known(client, read_only, name):
    response = client.get(f"/measures/?kind=law&{name}=a%26b=c&q=AI")
    assert (response.status_code, response["Location"]) == (301, "/measures/?kind=law&q=AI")
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ("q=%E5%A4%96%E7%82%BA+AI&fbclid=1", "q=%E5%A4%96%E7%82%BA+AI"),
        ("kind=law&utm_source=a&kind=bill&gclid=b&sort=name", "kind=law&kind=bill&sort=name"),
        ("q=a%26utm_source%3Db&fbclid", "q=a%26utm_source%3Db"),
        ("fbclid=1&q=%25&&page=1", "q=%25&&page=1"),
        ("knd=law&utm_source=a", "knd=law"),
        ("fbclid=1&", ""),
    ],
)
def test_everything_else_stays_as_it_was_written(client, read_only, given, left):
    expected = f"/measures/?{left}" if left else "/measures/"
    assert client.get("/measures/", QUERY_STRING=given)["Location"] == expected


@pytest.mark.parametrize("name", ["measures", "search", "compare", "brief"])
@pytest.mark.parametrize("query", ["fbclid_x=1", "autm_source=1", "utm=1", "gcl=1"])
def test_what_is_only_like_them_is_refused(client, read_only, name, query):
    q = "q=AI&" if name == "search" else ""
    assert client.get(f"/{name}/?{q}{query}").status_code == 400


def test_raw_characters_are_written_as_an_address_writes_them(client, read_only):
    raw = "q=外為&fbclid=1".encode().decode("latin-1")
    response = client.get("/measures/", QUERY_STRING=raw)
    assert response["Location"] == "/measures/?q=%E5%A4%96%E7%82%BA"


def test_no_parameter_of_the_site_is_one_of_them():
    own = {*STATE, "from", "measure", "control", "budget", "only", "p"}
    own |= {name for listing in LISTS for name in listing.filterset_class.base_filters}
    assert not [name for name in own if is_added(name)]
    assert all(name == name.lower() for name in (*NAMES, *FAMILIES))


@pytest.mark.parametrize(
    "path", ["//evil.example/", "///evil.example", "/\\evil.example/", "//evil.example/%0d%0aX: y/"]
)
def test_no_address_leads_to_another_host(read_only, path):
    response = Client().get("/", PATH_INFO=path, QUERY_STRING="fbclid=1")
    assert response.status_code == 301
    assert not response["Location"].startswith(("//", "/\\"))
    assert response["Location"].startswith("/")


def test_what_is_sent_is_not_looked_at(client):
    response = client.post("/measures/?fbclid=x")
    assert (response.status_code, response.has_header("Location")) == (405, False)


def test_the_admin_takes_what_it_is_given(admin_client):
    response = admin_client.get("/admin/measures/measure/?utm_source=x")
    assert response.status_code == 302
    assert response["Location"].endswith("?e=1"), "Django's own answer to what it does not know"


def test_editors_are_led_to_the_clean_address_too(admin_client):
    assert admin_client.get("/measures/?gclid=1")["Location"] == "/measures/"


def test_links_that_are_passed_on_do_not_fill_the_cache(kept):
    first = Client().get("/measures/")
    size = len(kept._cache)
    for number in range(20):
        response = Client().get(f"/measures/?fbclid={number}")
        assert response.status_code == 301
        assert not response.has_header("ETag")
    assert len(kept._cache) == size == 1
    assert Client().get("/measures/").content == first.content


def test_it_takes_no_question_to_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Client().get("/measures/?fbclid=1").status_code == 301
