"""What changed as Atom feeds, as readers of feeds take them."""

import base64
import json
import re

import pytest
from django.test import Client

from measures.models import Measure
from portal.changes.models import Version
from portal.pages.lists import LISTS
from portal.record.models import Batch, Entry
from portal.record.moving import Renaming, rename
from portal.record.owners import owners_of
from portal.record.revising import batch
from portal.record.withdrawing import withdraw
from tests.cases import for_each

pytestmark = [pytest.mark.django_db, pytest.mark.both]

ALL = "/changes/feed.atom"
SECRET = "ズンダ"
READ = """
import base64, feedparser, json, sys
found = []
for text in json.load(sys.stdin):
    feed = feedparser.parse(base64.b64decode(text))
    found.append({
        "bozo": bool(feed.bozo), "version": feed.version, "id": feed.feed.id,
        "title": feed.feed.title, "updated": feed.feed.updated,
        "language": feed.feed.get("language", ""),
        "entries": [
            [each.id, each.title, each.link, each.updated, each.summary] for each in feed.entries
        ],
    })
print(json.dumps(found))
"""


def change(slug: str, **values) -> int:
    """One change of a measure; the version that it makes."""
    with batch(kind=Batch.Kind.WORLD, reason="<施行> & 公布"):
        row = Measure.objects.get(slug=slug)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    return Version.objects.current().number


def feed(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200, address
    assert response["Content-Type"].startswith("application/atom+xml")
    return response.content.decode()


def ids(text: str) -> list[str]:
    """The names of the entries of a feed."""
    return re.findall("<id>([^<]+)</id>", text)[1:]


def test_readers_of_feeds_read_them(analysts):
    version = change("talks", title_ja="長い<会談> & 懇談", title_en="Long <talks>")
    addresses = [ALL, f"/en{ALL}", "/measures.atom", "/en/timeline.atom?since=2020", "/terms.atom"]
    sent = [base64.b64encode(feed(each).encode()).decode() for each in addresses]
    found = json.loads(analysts(READ, sent))
    assert [(each["bozo"], each["version"]) for each in found] == [(False, "atom10")] * 5
    assert [each["language"] for each in found] == ["ja", "en", "ja", "en", "ja"]
    assert len({each["id"] for each in found}) == 5
    japanese, english, of_list, *_others = found
    [[name, title, link, updated, summary]] = japanese["entries"]
    assert re.fullmatch(rf"tag:[^,]+,2026:ja/v{version}/measure/talks", name)
    assert link == "http://testserver/measures/talks/"
    assert re.search(r"[+-]\d\d:\d\d$", updated)
    assert "長い&lt;会談&gt; &amp; 懇談" in summary
    assert "&lt;施行&gt;" in summary
    assert "会談" in title
    assert english["entries"][0][2] == "http://testserver/en/measures/talks/"
    assert [each[0] for each in of_list["entries"]] == [name]


def test_a_feed_stays_the_same_while_the_record_does():
    change("talks", title_ja="長い会談")
    first = feed(ALL)
    assert feed(ALL) == first
    name = ids(first)[0]
    change("talks", title_ja="短い会談")
    assert ids(feed(ALL))[1] == name


@for_each("listing", LISTS, ids=lambda listing: listing.name)
def test_every_list_has_a_feed_of_its_entries(listing):
    assert owners_of(listing.filterset_class.model)
    assert feed(f"/{listing.name}.atom").endswith("</feed>")


def test_the_feed_of_a_list_tells_of_the_rows_that_are_asked_for():
    change("talks", title_ja="長い会談")
    kind = Measure.objects.get(slug="talks").kind
    other = next(each for each in Measure.Kind.values if each != kind)
    assert len(ids(feed(f"/measures.atom?kind={kind}"))) == 1
    assert ids(feed(f"/measures.atom?kind={other}")) == []
    assert ids(feed("/partners.atom")) == []
    assert len(ids(feed("/measure-partners.atom"))) == 1


@pytest.mark.parametrize(
    "query", ["colour=b", "kind=nonsense", "page=2", "as_of=v1", "as_of_beside=v1", "sort=none"]
)
def test_what_is_not_understood_is_refused(query):
    response = Client().get(f"/measures.atom?{query}")
    assert response.status_code == 400
    assert query.partition("=")[0] in response.content.decode()
    assert Client().get(f"{ALL}?{query}").status_code == 400


@pytest.mark.parametrize("address", [ALL, "/measures.atom"])
def test_what_was_told_keeps_its_name_when_its_entry_is_named_otherwise(address):
    """Who reads feeds is shown as new what has another name: only the renaming is."""
    change("talks", title_ja="長い会談")
    change("talks", title_ja="短い会談")
    before = ids(feed(address))
    rename(Renaming("measure", "talks", "parley"), Batch(via=Batch.Via.FORM))
    version = Version.objects.current().number
    new, *kept = ids(feed(address))
    assert kept == before
    assert new.endswith(f":ja/v{version}/measure/parley")


def test_nothing_of_what_is_hidden_is_told():
    change("act", title_ja=f"{SECRET}法")
    change("talks", title_ja=SECRET)
    assert SECRET in feed(ALL)
    head = Entry.objects.get(kind="measure", key="talks")
    withdraw(head, Batch(via=Batch.Via.FORM, kind=Batch.Kind.CORRECTION, reason="誤り"))
    assert Measure.objects.get(slug="talks").title_ja == SECRET
    before = feed(ALL)
    assert len(ids(before)) == 1
    change("act", published=True)
    assert len(ids(feed(ALL))) == 2
    change("act", published=False)
    hidden = feed(ALL)
    assert hidden.count("<entry>") == 2
    assert "act: not shown any more" in feed(f"/en{ALL}")
    assert f"{SECRET}法" not in hidden


def test_pages_lead_to_the_feeds():
    for address in ("/", "/en/measures/talks/"):
        text = Client().get(address).text
        prefix = "/en" if address.startswith("/en") else ""
        assert f'href="{prefix}{ALL}"' in text
    kind = Measure.objects.get(slug="talks").kind
    text = Client().get(f"/measures/?kind={kind}&sort=oldest").text
    assert f'href="/measures.atom?kind={kind}"' in text
    assert "measures.atom" not in Client().get("/measures/?as_of=v1").text
