"""One request to a list: what is asked, what is found, and how to go on from there."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.db import DEFAULT_DB_ALIAS, models, router
from django.http import Http404, HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext, override
from pyroaring import BitMap

from portal.changes.models import Stamp, Version
from portal.lists.columns import rows
from portal.lists.declaration import ListPage, Sort
from portal.lists.export import PROFILES
from portal.lists.faults import Fault, clipped, given, without
from portal.lists.filters import RelatedFacet
from portal.lists.in_order import SORT_IN_DATABASE_UP_TO, Order
from portal.lists.past import NAMES, Past, past_of
from portal.lists.profiles import MORE
from portal.lists.searched import Searched
from portal.lists.shown import DATA, Shown
from portal.lists.ways import Ways
from portal.record.gone import gone_in_words
from portal.record.tracing import moved_query

# Entries that can be chosen at a time: as many as make one brief.
CHOICES = 20
# What is said once, since of two that differ nobody knows which is meant.
ONCE = ("page", "sort", "profile", *NAMES)


def database_of(request: HttpRequest) -> str:
    """The alias of the database that a request reads, as the routers of the site choose it once."""
    if not hasattr(request, "database"):
        request.database = router.db_for_read(Version)
    return request.database


def stamp_of(request: HttpRequest) -> Stamp:
    """The version of the record that a request sees, asked for once."""
    if not hasattr(request, "stamp"):
        request.stamp = Version.objects.using(database_of(request)).current()
    return request.stamp


def list_request_of(
    request: HttpRequest,
    listing: ListPage,
    parameters: QueryDict | None = None,
    path: str | None = None,
) -> "ListRequest":
    """What a request over HTTP asks of a list; with `parameters` and `path` another list's page.

    It is asked at the version and in the database that the request reads. A list that is asked for
    at its own address may be asked as the record stood.
    """
    return ListRequest(
        listing,
        request.GET if parameters is None else parameters,
        request.path if path is None else path,
        stamp_of(request),
        database_of(request),
        past_of(request) if parameters is None and path is None else None,
    )


class PkWindow(Sequence):
    """The rows found by their places, for a paginator: only those of a page are read."""

    def __init__(self, list_request: "ListRequest"):
        self.list_request = list_request

    def __len__(self):
        return self.list_request.count

    def __getitem__(self, places: slice) -> list:
        return self.list_request.entries(places.start, places.stop)


class ListRequest(Shown, Searched, Ways):
    """One request to a list: what is asked, what is found, and how to go on from there.

    It is a value: the list, the parameters asked of it, the path at which its page stands, the
    version of the record, and the database to read. Nothing that is read from it writes. Whoever
    asks it for a point of the `past` lets the record be what it was then (`recalling`).
    """

    def __init__(
        self,
        listing: ListPage,
        parameters: QueryDict,
        path: str,
        stamp: Stamp,
        using: str = DEFAULT_DB_ALIAS,
        past: Past | None = None,
    ):
        self.listing, self.parameters, self.path = listing, given(parameters), path
        self.past = Past(QueryDict()) if past is None else past
        self.stamp, self.using = stamp, using
        self.all = listing.every.using(using)
        self.state = listing.facet_index(using).at(stamp)
        self.choice = listing.filterset_class.CHOICE
        besides = () if past is None else NAMES
        self.filterset = listing.filterset_class(
            self.parameters, queryset=self.all, state=self.state, besides=besides
        )

    @property
    def alike(self) -> tuple:
        """What pages have in common that differ in nothing but which rows of the same they show.

        The version is among it, so what is kept under it is never stale.
        """
        asked = [(name, *values) for name, values in self.parameters.lists() if name != "page"]
        return (self.path, self.using, self.state.stamp, *asked)

    @cached_property
    def faults(self) -> list[Fault]:
        """A sentence for everything in the address that the list does not understand."""
        faults = [*self.past.faults, *self.filterset.faults]
        known = [sort.name for sort in self.listing.sorts]
        asked = self.parameters.get("sort")
        if asked is not None and asked not in known:
            words = gettext("“%(value)s” is not a sort order of this list. Accepted: %(known)s.")
            faults.append(self._fault("sort", words, known=", ".join(known) or "—"))
        if self.parameters.get("profile", "") not in {*PROFILES, *MORE}:
            words = gettext("“%(value)s” is not a download format. Accepted: %(known)s.")
            faults.append(self._fault("profile", words, known="profile=data"))
        if self.past and self.parameters.get("profile") in MORE:
            words = gettext("“%(value)s” is of the record as it is now, not as it stood.")
            faults.append(self._fault("profile", words))
        number = self.parameters.get("page", "1")
        if not (number.isascii() and number.isdecimal() and 0 < len(number) < 10 and int(number)):
            faults.append(self._fault("page", gettext("“%(value)s” is not a page number.")))
        for name in ONCE:
            if len(self.parameters.getlist(name)) > 1:
                words = gettext("“%(name)s” can be said only once.") % {"name": name}
                faults.append(Fault(words, name, without(self.parameters, name)))
        faults += self._faults_of_choice()
        return faults

    @property
    def faults_of_file(self) -> list[Fault]:
        """The same for a file of the list, which has all rows and so no pages."""
        if "page" not in self.parameters:
            return self.faults
        words = gettext("A file holds all rows, so “%(value)s” has no meaning here. Leave it out.")
        others = [fault for fault in self.faults if fault.name != "page"]
        return [*others, self._fault("page", words)]

    @property
    def moved(self) -> str:
        """The query with the names that entries have now, where one is named by a former name."""
        named = {
            name: each.of
            for name, each in self.filterset.filters.items()
            if isinstance(each, RelatedFacet) and each.names_entries
        }
        if self.choice:
            named[self.choice] = self.all.model
        return moved_query(self.parameters, named)

    def _faults_of_choice(self) -> list[Fault]:
        """What is wrong with the entries that the address says were chosen."""
        faults = []
        for slug in self.unknown_choices:
            was = gone_in_words(self.all.model, slug)
            words = gettext("“%(value)s” is not in this list.")
            told = was or words % {"value": clipped(f"{self.choice}={slug}")}
            kept = without(self.parameters, self.choice, lambda each, slug=slug: each != slug)
            faults.append(Fault(told, self.choice, kept, gone=bool(was)))
        if len(self.chosen) > CHOICES:
            words = gettext("At most %(most)s can be chosen at a time.") % {"most": CHOICES}
            faults.append(Fault(words, self.choice, without(self.parameters, self.choice)))
        return faults

    def _fault(self, name: str, words: str, **params: str) -> Fault:
        """That the value of a parameter is not understood."""
        told = {"value": clipped(f"{name}={self.parameters[name]}")} | params
        return Fault(words % told, name, without(self.parameters, name))

    @property
    def way_back(self) -> str:
        """The query by which an entry finds the list that a visitor came from: that of today."""
        asked = [
            (name, value)
            for name, values in self.parameters.lists()
            if name not in NAMES
            for value in values
        ]
        return urlencode(asked)

    @property
    def as_written(self) -> str:
        """The query in the forms that stand in addresses, where it is asked in others; else empty.

        A date is asked for as people write it: it leads to the address of the date.
        """
        if not self.filterset.rewritten:
            return ""
        query = self.parameters.copy()
        for name, value in self.filterset.rewritten.items():
            query[name] = value
        return query.urlencode()

    @cached_property
    def chosen(self) -> list[models.Model]:
        """The entries that the address says a visitor has chosen, in the order of the choice."""
        asked = self.parameters.getlist(self.choice) if self.choice else []
        if not asked:
            return []
        found = {each.slug: each for each in self.all.filter(slug__in=asked).order_by()}
        return [found[slug] for slug in dict.fromkeys(asked) if slug in found]

    @property
    def unknown_choices(self) -> list[str]:
        """What the address says was chosen, and no entry of the list is."""
        asked = self.parameters.getlist(self.choice) if self.choice else []
        known = {each.slug for each in self.chosen} if asked else ()
        return [slug for slug in dict.fromkeys(asked) if slug not in known]

    @property
    def chosen_elsewhere(self) -> list[models.Model]:
        """Those of them that the page does not show."""
        shown = {row.pk for row in self.page.object_list}
        return [each for each in self.chosen if each.pk not in shown]

    @cached_property
    def sort(self) -> Sort | None:
        """The order asked for, the first one otherwise."""
        asked = self.parameters.get("sort")
        return next(
            (sort for sort in self.listing.sorts if sort.name == asked),
            self.listing.sorts[0] if self.listing.sorts else None,
        )

    @property
    def order(self) -> models.QuerySet:
        """All rows of the list, in order."""
        return self.all.order_by(*self.sort.order) if self.sort else self.all

    @property
    def in_order(self) -> Order:
        """The same, as it was asked for before in this language."""
        known = self.listing.orders
        key = (self.using, self.sort.name if self.sort else "", get_language())
        if key not in known:
            known[key] = Order(self.order)
        return known[key]

    @property
    def queryset(self) -> models.QuerySet:
        """The rows found, in the order of the page, for a download."""
        found = self.filterset.qs
        if self.sort is None:
            return found
        named = self.filterset.titles_before_others(self.parameters)
        return found.order_by(*named, *self.sort.order)

    def queryset_of(self, profile: str) -> models.QuerySet:
        """The same for a profile: that of programs has one order, whatever the language."""
        if profile != DATA:
            return self.queryset
        with override(settings.LANGUAGE_CODE):
            return self.queryset

    @cached_property
    def count(self) -> int:
        """How many rows are found; the downloads have as many."""
        return len(self.filterset.found)

    @cached_property
    def total(self) -> int:
        """How many rows the list has without conditions."""
        return len(self.state.every)

    @property
    def parts(self) -> list[BitMap]:
        """The rows found in the order of their parts: hits in titles and names before others.

        Who asks for an order gets that order alone.
        """
        found, first = self.filterset.found, self.filterset.title_hits
        return [first, found - first] if self.titles_first else [found]

    @property
    def titles_first(self) -> bool:
        """Whether hits in titles and names stand before the list's own order begins."""
        return bool(self.filterset.title_hits) and "sort" not in self.parameters

    def keys(self, first: int, last: int) -> list[int]:
        """The primary keys of the rows found from place `first` up to `last`."""
        keys: list[int] = []
        order, every = self.in_order, self.state.every
        if len(self.filterset.found) <= SORT_IN_DATABASE_UP_TO:
            # One question for all parts: the order inside each is that of the list.
            whole = order.keys(self.filterset.found, every, 0, SORT_IN_DATABASE_UP_TO)
            return [key for part in self.parts for key in whole if key in part][first:last]
        for part in self.parts:
            if first < len(part) and last > 0:
                keys += order.keys(part, every, max(first, 0), min(last, len(part)))
            first, last = first - len(part), last - len(part)
        return keys

    def entries(self, first: int, last: int) -> list:
        """The rows found from place `first` up to `last`, as the page draws them."""
        if not self.listing.objects:
            return self.dicts(first, last)
        keys = self.keys(first, last)
        found = {row.pk: row for row in self.listing.objects(keys, self.using)}
        # One that an editor takes away between two statements is missing, not an error.
        return [found[key] for key in keys if key in found]

    def dicts(self, first: int, last: int) -> list[dict]:
        """The same as dicts with a value for every column that a page reads, and `pk`."""
        keys = self.keys(first, last)
        chosen = self.all.filter(pk__in=keys).order_by()
        found = {row["pk"]: row for row in rows(chosen, self.drawn)}
        return [found[key] for key in keys if key in found]

    @cached_property
    def page(self):
        """The page asked for. Raises Http404 past the end."""
        paginator = Paginator(PkWindow(self), self.listing.per_page)
        number = int(self.parameters.get("page", "1"))
        if number > paginator.num_pages:
            raise Http404(
                gettext("The list ends at page %(last)s.") % {"last": paginator.num_pages}
            )
        return paginator.page(number)
