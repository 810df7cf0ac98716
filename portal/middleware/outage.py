"""While the database cannot be asked: what was kept before, and who asks whether it is back."""

import contextlib
import gzip
import threading
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import get_language_from_path, override

from portal.seats import holding

# Where in a page stands what the site says of it (`templates/base.html`).
PLACE = b"<!--notice-->"
NOTICE = "portal/kept_notice.html"
# Seconds for which a failure says that the next one would fail too, that an attempt may take, and
# that others wait for who asks.
FAILING, ATTEMPT, PATIENCE = 0.5, 5, 1
# Seconds that somebody waits for a place between two looks at the database, and in all; looks that
# must find a table held, as many a change holds one for a moment; seconds for which that is known.
MOMENT, QUEUED, TWICE, KNOWN = 0.04, 0.5, 2, 0.5


class Outage:
    """Whether the database was just now found away, so that others need not wait to find it so.

    Half a second after the last failure one request asks again, and the others go by what was known
    until that one has its answer. One asks at a time: a database that falls silent keeps one thread
    waiting, not all of them.
    """

    def __init__(self):
        self.lock, self.until = threading.Lock(), 0.0
        self.asking = threading.Lock()

    @contextlib.contextmanager
    def turn(self) -> Iterator[bool]:
        """Whether the database may be asked inside; where not, it is known to be away."""
        if self._is_known() or not self._waited():
            yield False
            return
        try:
            yield True
        finally:
            self.asking.release()

    def _is_known(self) -> bool:
        with self.lock:
            if not self.until:
                return False
            if time.monotonic() < self.until:
                return True
            self.until = time.monotonic() + ATTEMPT
            return False

    def _waited(self) -> bool:
        if self.asking.acquire(timeout=PATIENCE):
            return True
        self.failed()
        return False

    def failed(self) -> None:
        """The database could not be asked."""
        with self.lock:
            self.until = time.monotonic() + FAILING

    def answered(self) -> None:
        """It could."""
        if self.until:
            with self.lock:
                self.until = 0.0


class Crowd:
    """How many requests are drawn at a time: one less than are answered.

    Whoever holds a table makes each page of it wait for seconds, until no seat is left for what is
    kept and for who asks whether all is well. So who finds no place waits for one for a moment,
    and meanwhile the database is asked whether a table is held. If one is, nobody else is drawn
    for until it is let go. If none is, the others only take their time, as long downloads do; for
    these nobody is turned away, and one more is drawn.
    """

    def __init__(self, seats: int, is_held: Callable[[], bool]):
        self.most, self.is_held = max(1, seats - 1), is_held
        self.left = threading.Condition()
        self.drawn, self.held, self.known_until = 0, False, 0.0

    @contextlib.contextmanager
    def place(self) -> Iterator[bool]:
        """Whether something may be drawn inside."""
        if not self._found():
            yield False
            return
        try:
            with holding(self):
                yield True
        finally:
            self.leave()

    def take(self) -> None:
        """Have a place again that was left for a while, though it be one too many."""
        with self.left:
            self.drawn += 1

    def leave(self) -> None:
        """Leave the place to somebody else."""
        with self.left:
            self.drawn -= 1
            self.left.notify()

    def _found(self) -> bool:
        end, seen = time.monotonic() + QUEUED, 0
        while not self._took():
            if not self._is_known:
                seen = seen + 1 if self.is_held() else 0
                if not (self.held or seen == TWICE or time.monotonic() > end):
                    continue
                self._note(bool(seen))
            if self.held:
                return False
            self.take()
            return True
        return True

    @property
    def _is_known(self) -> bool:
        return time.monotonic() < self.known_until

    def _took(self) -> bool:
        """Take a place that is free, or is left in a moment."""
        moment = 0 if self.held or self._is_known else MOMENT
        with self.left:
            is_free = self.left.wait_for(lambda: self.drawn < self.most, moment)
            self.drawn += is_free
            return is_free

    def _note(self, held: bool) -> None:
        with self.left:
            self.held, self.known_until = held, time.monotonic() + KNOWN


def with_notice(request: HttpRequest, content: bytes, headers: dict[str, str]) -> HttpResponse:
    """A page that was kept, which says that it may be out of date, to be kept by nobody else."""
    if headers.get("Content-Encoding") == "gzip":
        content = gzip.decompress(content)
    with override(get_language_from_path(request.path_info) or settings.LANGUAGE_CODE):
        notice = loader.render_to_string(NOTICE).encode()
    left = ("Content-Encoding", "Content-Length")
    own = {name: value for name, value in headers.items() if name not in left}
    response = HttpResponse(content.replace(PLACE, notice, 1), headers=own)
    response["Cache-Control"] = "no-store"
    return response
