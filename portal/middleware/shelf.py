"""Files that were made and may be asked for again: by parts, by their length, after a break.

Who reads a table by parts asks some dozen times, and each time the database would draw all rows.
"""

import collections
import contextlib
import dataclasses
import threading
from collections.abc import Callable, Hashable, Iterator

from portal.lists.whole import Whole


@dataclasses.dataclass(frozen=True)
class Made:
    """A whole file and the headers that it is sent with."""

    whole: Whole
    headers: dict[str, str]


class Shelf:
    """The files of this process that were asked for last, on disk, up to `most()` bytes in all.

    They have no names, so none is left where the process ends. What fits into memory is not
    kept: it is sooner made again.
    """

    FILES = 32  # at most, as each is an open file of the process

    def __init__(self, most: Callable[[], int]):
        self.most = most
        self.lock = threading.Lock()
        self.files: collections.OrderedDict[Hashable, Made] = collections.OrderedDict()
        self.turns: dict[Hashable, tuple[threading.Lock, int]] = {}

    def take(self, name: Hashable) -> Made | None:
        """A file that is kept; whoever takes it closes it."""
        with self.lock:
            found = self.files.get(name)
            if found is not None:
                self.files.move_to_end(name)
                found.whole.share()
            return found

    def put(self, name: Hashable, made: Made) -> None:
        """Keep a file beside whoever has it, if there is room; the oldest one goes."""
        if not made.whole.on_disk or made.whole.length > self.most():
            return
        with self.lock:
            if name in self.files:
                return
            self.files[name] = Made(made.whole.share(), made.headers)
            while len(self.files) > self.FILES or self._size() > self.most():
                self.files.popitem(last=False)[1].whole.close()

    def clear(self) -> None:
        """Keep nothing any more."""
        with self.lock:
            while self.files:
                self.files.popitem()[1].whole.close()

    @contextlib.contextmanager
    def turn(self, name: Hashable) -> Iterator[None]:
        """One at a time makes a file; who comes behind may find it kept."""
        with self.lock:
            lock, waiting = self.turns.get(name, (threading.Lock(), 0))
            self.turns[name] = (lock, waiting + 1)
        try:
            with lock:
                yield
        finally:
            with self.lock:
                lock, waiting = self.turns.pop(name)
                if waiting > 1:
                    self.turns[name] = (lock, waiting - 1)

    def _size(self) -> int:
        return sum(made.whole.length for made in self.files.values())
