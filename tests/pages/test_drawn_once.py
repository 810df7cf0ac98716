"""What is drawn once or held for a thread is what would be drawn anew."""

import re
import threading

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse, set_script_prefix, translate_url
from django.utils import translation

from measures.models import Measure
from policies.models import Partner, SourceDocument
from portal.lists.addresses import in_language
from portal.pages.lists import LISTS
from portal.templatetags import kept
from portal.templatetags.kept import section_of
from tests.cases import for_each
from tests.markup import Page

pytestmark = pytest.mark.django_db
CURRENT = 'aria-current="page"'


def places(client, address: str) -> list[str]:
    """Where the links of the site map lead that a page says it stands below."""
    links = Page(client.get(address).content.decode()).all("a")
    return [each.attrs["href"] for each in links if each.attrs.get("aria-current") == "page"]


def test_the_site_map_marks_the_list_of_each_page(client):
    """Drawn for one list it is not what another shows, nor in the other language."""
    marked = {}
    for language, listing in [(code, each) for code in ("ja", "en") for each in LISTS]:
        with translation.override(language):
            address = reverse(listing.name)
        marked[address] = places(client, address)
        assert set(marked[address]) <= {address}
        assert places(client, address) == marked[address]
    assert {len(marked[each]) for each in ("/measures/", "/en/measures/")} == {2}
    assert places(client, "/help/") == []


def test_the_site_map_marks_a_page_that_is_no_list(client):
    """Nor does a page beside the site map say that it stands there."""
    for address in ("/check/", "/en/check/"):
        assert places(client, "/help/") == places(client, "/en/help/") == []
        assert places(client, address) == [address, address]


def test_each_place_of_the_site_map_is_drawn_by_itself(client):
    """So what a page stands below decides what it marks."""
    context = {"item": "", "link": "", "folded": True}
    request = client.get("/").wsgi_request
    links = Page(render_to_string("portal/nav.html", context, request)).all("a")
    named = [section_of(each.attrs["href"]) for each in links]
    assert named
    assert all(named)
    assert len(set(named)) == len(named)


def test_the_foot_follows_the_record(client):
    document = SourceDocument.objects.order_by("pk").first()
    client.get("/")
    document.title_ja = "改められた題名"
    document.save()
    assert "改められた題名" in client.get("/help/").content.decode()


def drawn(client, address: str, host: str = "testserver") -> str:
    """A page without the number of its request."""
    return re.sub("[0-9a-f]{32}", "", client.get(address, headers={"host": host}).content.decode())


@pytest.mark.bundled
def test_what_a_list_says_beside_its_rows_is_what_would_be_drawn_anew(client, monkeypatch):
    """It goes by language, host, order, conditions, words and choice, and by nothing else."""
    queries = ["", "page=2", "kind=law", "sort=name", "q=中国", "find_organisation=a"]
    queries += ["profile=data", f"measure={Measure.objects.published().newest().first().slug}"]
    asked = [(f"{path}?{each}",) for each in queries for path in ("/measures/", "/en/measures/")]
    asked += [("/timeline/",), ("/measures/", "localhost")]
    anew = []
    for each in asked:
        kept.LISTS.kept.clear()
        anew.append(drawn(client, *each))
    assert len(set(anew)) == len(anew)
    for most in (kept.LISTS.most, 5):
        monkeypatch.setattr(kept.LISTS, "most", most)
        kept.LISTS.kept.clear()
        assert [drawn(client, *each) for each in asked] == anew
        assert len(kept.LISTS.kept) <= most


@pytest.mark.bundled
def test_the_questions_of_a_list_follow_the_record(client):
    partner = Partner.objects.get(name_ja="米国")
    assert "米国" in client.get("/measures/").content.decode()
    partner.name_ja = "改められた国名"
    partner.save()
    assert "改められた国名" in client.get("/measures/?page=2").content.decode()


def test_constants_follow_language_and_place():
    drawn = Template("{% translate 'Measures' %} {% url 'measures' %}")
    found, prefix = [], get_script_prefix()
    for code in ("ja", "en", "ja"):
        with translation.override(code):
            found.append(drawn.render(Context()))
    with translation.override("en"):
        set_script_prefix("/below/")
        try:
            found.append(drawn.render(Context()))
        finally:
            set_script_prefix(prefix)
    assert found == ["施策 /measures/", "Measures /en/measures/", found[0], found[3]]
    assert found[3].endswith("/below/en/measures/")


def test_threads_do_not_share_their_language():
    both, found = threading.Barrier(2), {}

    def speak(code: str, prefix: str) -> None:
        translation.activate(code)
        set_script_prefix(prefix)
        both.wait(10)
        found[code] = (translation.get_language(), translation.gettext("Measures"), reverse("home"))

    threads = [threading.Thread(target=speak, args=each) for each in (("ja", "/"), ("en", "/x/"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert found == {"ja": ("ja", "施策", "/"), "en": ("en", "Measures", "/x/en/")}
    assert (translation.get_language(), get_script_prefix()) == ("ja", "/")


@for_each(
    "address",
    ["/", "/measures/?kind=law&q=%E8%BC%B8", "/robots.txt", "/livez", "/nowhere/?x=1", "/en/help/"],
)
@for_each("code", ["ja", "en"])
def test_an_address_in_another_language(rf, client, address, code):
    request = client.get(address).wsgi_request
    for asked in (request.get_full_path(), request.path, "/partners/", "/nowhere/"):
        assert in_language(request, asked, code) == translate_url(asked, code)
