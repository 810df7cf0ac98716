"""What changed as Atom feeds (RFC 4287): in the whole record, and in the rows of each list.

An entry of a feed is one entry of the record at one version: its `id` stays what it is.
"""

import functools
from collections.abc import Iterator, Sequence

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from portal.dates.clock import at_home
from portal.lists.declaration import ListPage
from portal.lists.faults import Fault
from portal.lists.request import ListRequest, stamp_of
from portal.lists.views import refusal
from portal.pages.changes.hidings import Hiding
from portal.pages.changes.latest import latest, made_at, of_all, of_list
from portal.pages.changes.public import page_in_language
from portal.pages.of_now import of_now
from portal.pages.own_names import tag
from portal.record.differences import Difference
from portal.record.telling import Told

ATOM = "application/atom+xml; charset=utf-8"
# Of so many things that differ an entry tells each; then how many more there are.
TOLD = 20


class Feed(Atom1Feed):
    """A feed that changes with the record alone, not with the moment in which it is asked for."""

    def latest_post_date(self):
        """When the record became what it is."""
        return self.feed["made_at"]

    def add_item_elements(self, handler, item):
        """An entry, with the version whose changes it tells."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("link", "", {"rel": "related", "href": item["version_link"]})


def all_changes(request: HttpRequest) -> HttpResponse:
    """The latest changes of the whole record."""
    if request.GET:
        words = gettext("“%(name)s” is not understood: this feed is of all changes.")
        return refusal([Fault(words % {"name": next(iter(request.GET))}, "")])
    title = gettext("Changes of the record")
    return answer(request, title, "", reverse("changes"), of_all())


@of_now
def list_changes(asked: ListRequest, request: HttpRequest) -> HttpResponse:
    """The latest changes of the entries that the rows of a list are of."""
    title = gettext("Changes: %(list)s") % {"list": asked.listing.title}
    conditions = asked.filterset.sentence
    words = [gettext("%(label)s: %(words)s") % {"label": a, "words": b} for a, b in conditions]
    if words:
        words.append(gettext("Entries that meet these conditions now."))
    return answer(request, title, " / ".join(words), asked.now_address, of_list(asked))


def answer(
    request: HttpRequest, title: str, words: str, page: str, found: models.QuerySet
) -> HttpResponse:
    """A feed of the latest of some changes."""
    feed = Feed(
        title=title,
        link=request.build_absolute_uri(page),
        description=words,
        subtitle=words or None,
        language=get_language(),
        author_name=gettext("Shirube"),
        feed_url=request.build_absolute_uri(),
        feed_guid=tag(request, request.get_full_path().lstrip("/")),
        made_at=made_at(stamp_of(request).number),
    )
    for each in latest(found):
        feed.add_item(**item(request, each))
    return HttpResponse(feed.writeString("utf-8"), content_type=ATOM)


def item(request: HttpRequest, each: Told) -> dict:
    """One change of an entry, as the library takes it."""
    version, entry, made = each.batch.version, each.entry, at_home(each.batch.made_at)
    changes = request.build_absolute_uri(f"{reverse('changes')}?version={version}")
    page = page_in_language(entry)
    kind = each.batch.get_kind_display()
    return {
        "title": gettext("%(name)s: %(what)s") % {"name": each.name, "what": in_short(each)},
        "link": request.build_absolute_uri(page) if page else changes,
        "version_link": changes,
        "description": in_full(each, changes),
        "unique_id": tag(request, f"{get_language()}/v{version}/{entry.kind}/{entry.key}"),
        "pubdate": made,
        "updateddate": made,
        "categories": [kind] if kind else [],
    }


def in_short(each: Told) -> str:
    """What became of an entry, in a few words."""
    [first, *others] = each.differences
    if not first.path and first.kind == "added":
        return gettext("new in the record")
    if isinstance(each, Hiding):
        return gettext("not shown any more")
    if not first.path and first.kind == "removed":
        return gettext("no longer in the record")
    if not others:
        return first.label
    return gettext("%(field)s and %(count)s more") % {"field": first.label, "count": len(others)}


def in_full(each: Told, changes: str) -> SafeString:
    """All that differs, as HTML, with the reason and the way to the version."""
    reason = each.batch.reason
    lines = format_html_join("", "<li>{}</li>", ((line,) for line in lines_of(each.differences)))
    more = len(each.differences) - TOLD
    words = gettext("%(count)s more") % {"count": more} if more > 0 else ""
    version = gettext("version %(number)s") % {"number": each.batch.version}
    parts = [format_html("<ul>{}</ul>", lines)]
    parts += [format_html("<p>{}</p>", text) for text in (words, reason) if text]
    parts.append(format_html('<p><a href="{}">{}</a></p>', changes, version))
    return format_html_join("", "{}", ((part,) for part in parts))


def lines_of(differences: Sequence[Difference]) -> Iterator[str]:
    """What differs, a line for each thing, as far as an entry of a feed tells it."""
    for each in differences[:TOLD]:
        words = {"field": each.label, "before": each.old or "—", "after": each.new or "—"}
        yield gettext("%(field)s: %(before)s → %(after)s") % words


def urls(lists: Sequence[ListPage]) -> list[URLPattern]:
    """The addresses of the feeds: of all changes, and of each list."""
    return [
        path("changes/feed.atom", all_changes, name="changes-feed"),
        *(
            path(
                f"{listing.name}.atom",
                functools.partial(list_changes, listing),
                name=f"{listing.name}-atom",
            )
            for listing in lists
        ),
    ]
