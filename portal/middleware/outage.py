"""While the database cannot be asked: what was kept before, and who asks whether it is back."""

import contextlib
import gzip
import threading
import time
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import get_language_from_path, override

# Where in a page stands what the site says of it (`templates/base.html`).
PLACE = b"<!--notice-->"
NOTICE = "portal/kept_notice.html"
# Seconds for which a failure says that the next one would fail too, that an attempt may take, and
# that others wait for who asks.
FAILING, ATTEMPT, PATIENCE = 1, 5, 1
# Seconds for which a page that was given up says that others would be.
STUCK = 10


class Outage:
    """Whether the database was just now found away, so that others need not wait to find it so.

    A second after the last failure one request asks again, and the others go by what was known
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
    """How many pages are drawn at a time, where some were just now given up for the database.

    Whoever holds a table for long makes each page of it wait for seconds. Then half of the threads
    may, and the others are there for what is kept, for files and for who asks whether all is well.
    """

    def __init__(self, threads: int):
        self.lock, self.most = threading.Lock(), max(1, threads // 2)
        self.drawn, self.until = 0, 0.0

    @contextlib.contextmanager
    def place(self) -> Iterator[bool]:
        """Whether a page may be drawn inside."""
        with self.lock:
            is_free = self.drawn < self.most or time.monotonic() > self.until
            self.drawn += is_free
        try:
            yield is_free
        finally:
            with self.lock:
                self.drawn -= is_free

    def gave_up(self) -> None:
        """A page waited in vain."""
        self.until = time.monotonic() + STUCK


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
