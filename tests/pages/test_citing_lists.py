"""A list under conditions can be cited, and asked for again: does it still hold?"""

import hashlib
import urllib.parse

import pytest
from django.test import Client
from django.utils.translation import override

from measures.models import Measure
from policies.models import Subject
from portal.changes.models import Version
from portal.pages.lists import LISTS
from portal.record import recalling
from portal.record.models import Batch
from portal.record.revising import batch
from tests.cases import for_each
from tests.markup import Page, common_faults
from tests.visits import body

pytestmark = [pytest.mark.django_db, pytest.mark.both]

META = "/measures.meta.json"


def change(slug: str, **values) -> int:
    """One change of a measure; the version that it makes."""
    with batch(kind=Batch.Kind.WORLD):
        row = Measure.objects.get(slug=slug)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    return Version.objects.current().number


def get(address: str, status: int = 200):
    response = Client().get(address)
    assert response.status_code == status, response.content.decode()[:2000]
    return response


def cited(address: str = META) -> dict:
    """What is told of a list."""
    return get(address).json()


def again(told: dict) -> dict:
    """The same question with what was cited given back."""
    query = urllib.parse.urlencode({"cited": f"v{told['version']}", "sha256": told["sha256"]})
    asked = f"{told['query']}&{query}" if told["query"] else query
    return get(f"/{told['list']}.meta.json?{asked}").json()


@for_each("listing", LISTS, ids=lambda listing: listing.name)
def test_the_hash_is_that_of_the_file_for_programs_at_the_address_that_is_cited(listing):
    told = cited(f"/{listing.name}.meta.json")
    assert f"as_of=v{told['version']}" in told["csv"]
    assert told["sha256_of"] == told["csv"]
    response = get(told["csv"])
    content = body(response)
    assert told["sha256"] == hashlib.sha256(content).hexdigest()
    assert told["rows"] == int(response["X-Total-Count"])


def test_conditions_are_read_back_in_both_languages():
    told = cited(f"{META}?kind=dialogue")
    with override("en"):
        kind = str(Measure.Kind.DIALOGUE.label)
    assert told["query"] == "kind=dialogue"
    assert told["conditions_en"] == [{"label": "Kind", "words": kind}]
    assert told["conditions_ja"][0]["words"] != told["conditions_en"][0]["words"]
    assert told["version"] == Version.objects.current().number
    assert told["permalink"].endswith(f"/measures/?kind=dialogue&as_of=v{told['version']}")
    assert told["csv"].endswith(
        f"/measures.csv?kind=dialogue&as_of=v{told['version']}&profile=data"
    )
    for language in ("ja", "en"):
        citation = told[f"citation_{language}"]
        assert told["sha256"] in citation
        assert f"as_of=v{told['version']}" in citation
    assert "/en/measures/" in told["citation_en"]
    assert "licence_ja" in told


def test_what_was_cited_holds_while_its_rows_do():
    told = cited(f"{META}?kind=dialogue")
    with batch():
        row = Subject.objects.first()
        row.note_en = "Said otherwise."
        row.save()
    assert Version.objects.current().number > told["version"]
    found = again(told)
    assert (found["holds"], found["changes"]) == (True, [])


def test_the_file_that_is_cited_stays_what_it_is():
    told = cited(f"{META}?kind=dialogue")
    change("talks", title_ja="長い会談")
    found = hashlib.sha256(body(get(told["csv"]))).hexdigest()
    assert found == told["sha256"] == again(told)["sha256_then"]
    page = get("/en/data/check/?address=/measures/?kind=dialogue").text
    for words in ("<h3>Citation in Japanese</h3>", "<h3>Citation in English</h3>", "told-list"):
        assert words in page
    assert page.count("changes-form__field--wide") == 2
    assert "The SHA-256 is that of the bytes of this file" in page


def test_what_changed_since_is_told():
    told = cited()
    change("talks", title_ja="長い会談")
    found = again(told)
    assert found["holds"] is False
    assert found["is_as_cited"] is True
    [row] = found["changes"]
    assert (row["change"], row["row"]) == ("changed", "talks")
    assert {"column": "title_ja", "before": "会談", "after": "長い会談"} in row["cells"]


def test_what_came_and_what_went_is_told():
    told = cited(f"{META}?kind=dialogue")
    change("talks", kind=Measure.Kind.SUMMIT)
    assert [row["change"] for row in again(told)["changes"]] == ["left"]
    told = cited()
    change("act", published=True)
    found = again(told)
    assert found["rows"] == told["rows"] + 1
    # What nobody could see then is nothing that came: it is told as what it is now.
    assert {row["row"] for row in found["changes"]} == {"act"}


def test_another_hash_is_said_to_be_none_of_that_version():
    told = cited() | {"sha256": "0" * 64}
    found = again(told)
    assert (found["holds"], found["is_as_cited"], found["changes"]) == (False, False, [])
    query = urllib.parse.urlencode({"cited": f"v{told['version']}", "sha256": told["sha256"]})
    text = get(f"/en/data/check/?address=/measures/&{query}").text
    assert "The SHA-256 is another one." in text
    assert "It holds" not in text


def test_nothing_of_what_is_hidden_now_is_told():
    change("talks", title_ja="秘匿ズンダ会談")
    told = cited()
    change("talks", published=False)
    text = get(f"{META}?cited=v{told['version']}&sha256={told['sha256']}").content.decode()
    assert "ズンダ" not in text


@pytest.mark.parametrize(
    "query",
    [
        *("colour=b", "as_of=v1", "page=2", "cited=v0", "cited=2026-01-01", "cited=x"),
        *("cited=../2026", "cited=2026/.."),
        *("cited=v1&cited=v1", "cited=v99999", "sha256=" + "0" * 64, "cited=v1&sha256=12"),
    ],
)
def test_what_is_not_understood_is_refused(query):
    told = get(f"{META}?{query}", 400).json()
    named = {each["parameter"] for each in told["errors"]}
    assert named
    assert named <= {query.partition("=")[0], "cited", "sha256"}


@pytest.mark.parametrize("address", [f"{META}?cited=1", "/data/changes.json?since=1"])
def test_a_number_alone_is_told_to_be_written_as_a_version(address):
    name = address.partition("?")[2]
    response = Client().get(address, headers={"Accept-Language": "en"})
    assert response.status_code == 400
    detail = response.json()["detail"]
    assert name in detail
    assert "A version is written v1." in detail


@pytest.mark.parametrize(
    ("address", "status"),
    [
        *(("http://evil.example/measures/", 400), ("//evil.example/measures/", 400)),
        *(("http://[/measures/", 400), ("https://testserver:443/measures/", 200)),
        ("http://testserver/en/measures/", 200),
    ],
)
def test_addresses_of_other_sites_are_refused(address, status):
    query = urllib.parse.urlencode({"address": address})
    text = get(f"/en/data/check/?{query}", status).text
    assert ("not of this site" in text) == ("evil" in address)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_cites_a_list_and_tells_whether_it_holds(prefix):
    page = f"{prefix}/measures/?kind=dialogue"
    listed = get(page).text
    link = f"{prefix}/data/check/?address={urllib.parse.quote(page)}"
    assert f'href="{link}"' in listed
    text = get(link).text
    assert common_faults(Page(text)) == []
    told = cited(f"{META}?kind=dialogue")
    assert told["sha256"] in text
    check = urllib.parse.urlsplit(told["check"])
    address = f"{prefix}{check.path}?{check.query}"
    assert any(words in get(address).text for words in ("変わっていません", "It holds."))
    change("talks", title_ja="長い会談")
    text = get(address).text
    assert common_faults(Page(text)) == []
    assert any(words in text for words in ("変わっています", "It holds no longer."))
    assert "<code>title_ja</code>" in text


@pytest.mark.parametrize(
    "query",
    [
        *("address=/nothing/", "address=/measures/&cited=x", "address=/measures/%3Fcolour%3Db"),
        *("address=/measures/&cited=../2026", "x=y"),
    ],
)
def test_a_page_that_cannot_tell_says_why(query):
    assert 'role="alert"' in get(f"/data/check/?{query}", 400).text


def test_of_too_much_that_changed_a_sentence_is_told(monkeypatch):
    told = cited()
    change("talks", title_ja="長い会談")
    monkeypatch.setattr(recalling, "MOST", 0)
    response = get(f"{META}?cited=v{told['version']}&sha256={told['sha256']}", 400)
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    [error] = problem["errors"]
    assert error == {"parameter": "cited", "detail": problem["detail"]}
    query = urllib.parse.urlencode(
        {"address": "/measures/", "cited": f"v{told['version']}", "sha256": told["sha256"]}
    )
    page = get(f"/data/check/?{query}", 400).text
    assert common_faults(Page(page)) == []
    assert 'role="alert"' in page


def test_what_else_changed_in_the_entries_of_rows_is_no_change_of_the_rows():
    told = cited("/citations.meta.json")
    change("talks", summary_ja="長く話した。")
    found = again(told)
    assert found["sha256"] != told["sha256"]  # the file tells in which version each entry changed
    assert (found["holds"], found["is_as_cited"], found["changes"]) == (True, True, [])
