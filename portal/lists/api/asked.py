"""What is asked of a list as JSON: the questions of its page, and how much of the answer."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext, override

from portal.lists.api.cursors import Cursor, Unreadable, Walk
from portal.lists.columns import Column
from portal.lists.declaration import ListPage
from portal.lists.faults import Fault, clipped, given, without
from portal.lists.past import past_of
from portal.lists.profiles import MORE
from portal.lists.request import ListRequest, database_of, stamp_of
from portal.lists.shown import DATA
from portal.rows.internals import order_of

SIZE, AFTER, FIELDS = OWN = "size", "after", "fields"
# Rows of a page, where nothing else is asked, and at most.
USUAL, MOST = 100, 1000


class Asked:
    """A request for the rows of a list as JSON.

    The rows are those of the page for the same questions, in the order of the Japanese one, as in
    the data profile. `paged` says whether they come page by page, or all of them.
    """

    def __init__(self, request: HttpRequest, listing: ListPage, *, paged: bool):
        self.request, self.listing, self.paged = request, listing, paged
        self.given = given(request.GET)
        self.parameters = self.given.copy()
        for name in OWN:
            self.parameters.pop(name, None)
        self.list_request = ListRequest(
            listing,
            self.parameters,
            request.path,
            stamp_of(request),
            database_of(request),
            past_of(request),
        )

    def with_own(self, query: str) -> str:
        """A query of the list, and behind it what this one says of JSON alone."""
        pairs = [(name, each) for name in OWN for each in self.given.getlist(name)]
        return "&".join(filter(None, (query, urlencode(pairs))))

    @cached_property
    def faults(self) -> list[Fault]:
        """A sentence for everything that is not understood."""
        others = (each for each in self.list_request.faults if each.name != "page")
        found = [*map(self._of_list, others), *self._faults_of_file(), *self._faults_of_fields()]
        for name in OWN:
            if len(self.given.getlist(name)) > 1:
                words = gettext("“%(name)s” can be said only once.") % {"name": name}
                found.append(self._fault(name, words))
        return [*found, *(self._faults_of_page() if self.paged else ())]

    def _faults_of_file(self) -> list[Fault]:
        found = []
        if "page" in self.parameters:
            words = gettext("Pages of JSON follow one another by “after”, so “%(value)s” is none.")
            found.append(self._fault("page", words))
        if self.parameters.get("profile") in MORE:
            words = gettext("“%(value)s” is not a download format. Accepted: %(known)s.")
            found.append(self._fault("profile", words, known="profile=data"))
        for name in () if self.paged else (SIZE, AFTER):
            if name in self.given:
                words = gettext(
                    "A file holds all rows, so “%(value)s” has no meaning here. Leave it out."
                )
                found.append(self._fault(name, words))
        return found

    def _faults_of_fields(self) -> list[Fault]:
        known = [column.name for column in self.list_request.columns_of(DATA)]
        words = gettext("“%(value)s” is no column of this list. Accepted: %(known)s.")
        unknown = [name for name in self.names if name not in known]
        told = {"known": ", ".join(known)}
        return [self._fault(FIELDS, words, value=clipped(each), **told) for each in unknown]

    def _faults_of_page(self) -> list[Fault]:
        found, size = [], self.given.get(SIZE, "1")
        if not (size.isascii() and size.isdecimal() and len(size) < 5 and 0 < int(size) <= MOST):
            words = gettext("“%(value)s” is no number of rows from 1 to %(most)s.")
            found.append(self._fault(SIZE, words, most=MOST))
        if AFTER in self.given and not self._follows():
            words = gettext("“%(value)s” is no place in this list and order. Ask without it anew.")
            found.append(self._fault(AFTER, words))
        return found

    def _follows(self) -> bool:
        """Whether the cursor that is given is one of this list in this order, of a version that the
        record has had.
        """
        try:
            cursor = Cursor.read(self.given[AFTER])
            with override(settings.LANGUAGE_CODE):
                self.walk.behind(cursor.place)
        except Unreadable:
            return False
        return cursor.sort == self.sort and 0 <= cursor.version <= self.list_request.stamp.number

    def _of_list(self, fault: Fault) -> Fault:
        """A fault in what is asked of the list; the address without it asks for JSON as this."""
        mended = None if fault.mended is None else self.with_own(fault.mended)
        return Fault(fault, fault.name, mended, fault.label, fault.reason, gone=fault.gone)

    def _fault(self, name: str, words: str, **params) -> Fault:
        told = {"value": clipped(f"{name}={self.given[name]}")} | params
        return Fault(words % told, name, without(self.given, name))

    @cached_property
    def names(self) -> list[str]:
        """The columns that are asked for, each once; none for all."""
        asked = (name.strip() for name in self.given.get(FIELDS, "").split(","))
        return list(dict.fromkeys(filter(None, asked)))

    @cached_property
    def columns(self) -> Sequence[Column]:
        """The columns that are told."""
        every = self.list_request.columns_of(DATA)
        if not self.names:
            return every
        by_name = {column.name: column for column in every}
        return [by_name[name] for name in self.names]

    @property
    def size(self) -> int:
        """Rows of a page."""
        return int(self.given.get(SIZE, USUAL))

    @property
    def sort(self) -> str:
        """The name of the order."""
        return self.list_request.sort.name if self.list_request.sort else ""

    @cached_property
    def walk(self) -> Walk:
        """The rows of the list in their order."""
        sort, every = self.list_request.sort, self.list_request.all
        return Walk(every, sort.order if sort else order_of(every))

    @cached_property
    def cursor(self) -> Cursor | None:
        """Behind which row the page begins; None for the first."""
        return Cursor.read(self.given[AFTER]) if AFTER in self.given else None

    @cached_property
    def in_words(self) -> dict[str, list[str]]:
        """The conditions as people say them, in each language."""
        asked = ("in words", self.parameters.urlencode())
        return self.list_request.state.answers.get(asked, self._in_words)

    def _in_words(self) -> dict[str, list[str]]:
        found = {}
        for language, _name in settings.LANGUAGES:
            with override(language):
                said = [*self.list_request.filterset.sentence, *self.list_request.past.sentence]
                found[language] = [f"{label}: {words}" for label, words in said]
        return found

    def address(self, **changes: str | None) -> str:
        """The path and query of the same rows with other places; None takes one out."""
        query = self.given.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = value
        encoded = query.urlencode()
        return f"{self.request.path}?{encoded}" if encoded else self.request.path
