"""Pictures of pages: drawn when they are first asked for, in a process of its own, and kept.

They stand in a folder of this machine, whose size is bounded: what was not asked for longest goes
first. What a picture is called says all that it depends on, so it never changes.
"""

import contextlib
import dataclasses
import fcntl
import functools
import io
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence

from portal.seats import unseated

# Widths in pixels; the second for dense screens. No others, or anybody could fill the folder.
WIDTHS = (1280, 1920)
# One more where a page is enlarged; twice the memory and time of the first.
ENLARGED = 2560
# What draws; a picture by another stands beside.
RENDERER = "pdfium1"
# So many seconds a process may draw, and so many pages at most; what it has drawn by then is kept.
SECONDS, BATCH = 10, 8
# So long a reader waits for others' pictures. Who draws looks so often whether another process of
# the machine is done.
WAIT, LOOK = 20.0, 0.05
# So long a page is known that cannot be drawn: trying takes others' time, and may take all of it.
KNOWN = 60.0
FILE = "file.pdf"
# The files in the folder that are locked by who draws, and by who puts or lets go files.
DRAWING, FILING = "lock", "files"
# Bytes before a picture that say how long it is, as the process that draws writes them.
LENGTH = 4

Write = Callable[[pathlib.Path], None]


class Busy(Exception):
    """Others' pictures are drawn at present; it is worth another try."""


class CannotDraw(Exception):
    """What draws the page broke off: a broken page, or one that needs too much."""


@dataclasses.dataclass(frozen=True)
class Wanted:
    """A picture that somebody asks for."""

    sha256: str
    page: int
    width: int

    def is_beside(self, other: "Wanted") -> bool:
        """Whether one process can draw both."""
        return (self.sha256, self.width) == (other.sha256, other.width)


class Pictures:
    """The pictures in a folder, of at most `limit` bytes; so many threads may wait for some.

    One process draws at a time on a machine. Of the threads of a process that wait one sees to it,
    for all of them; they leave their seats to others meanwhile. The file is there before, so that
    who draws needs no seat: whoever waits for the end of that may have the last one.
    """

    def __init__(self, folder: pathlib.Path, limit: int, waiting: int):
        self.folder, self.limit = folder, limit
        self.places = threading.BoundedSemaphore(max(waiting, 1))
        self.queue, self.is_led = threading.Condition(), False
        self.wanted: list[Wanted] = []
        self.undrawable: dict[Wanted, float] = {}

    def picture(self, sha256: str, page: int, width: int, write: Write) -> bytes:
        """The picture of a page, as WebP. `write` writes the PDF to a path, where it is not kept.

        Raises Busy, CannotDraw, or what `write` raises.
        """
        wanted = Wanted(sha256, page, width)
        kept = self.kept(self.path(wanted))
        if kept is None:
            self.draw(sha256, [page], width, write, WAIT)
            kept = self.kept(self.path(wanted))
        if kept is None and self.is_undrawable(wanted):
            raise CannotDraw
        if kept is None:
            raise Busy  # others' pictures needed its room at once
        return kept

    def draw(
        self, sha256: str, pages: Sequence[int], width: int, write: Write, seconds: float
    ) -> None:
        """Draw those of pages that are not there, as long as that begins within some seconds.

        Raises Busy, CannotDraw, or what `write` raises.
        """
        wanted = [Wanted(sha256, page, width) for page in pages]
        if not self.missing(wanted):
            return
        until = time.monotonic() + seconds
        with self.place(wanted):
            self.have_file(sha256, write, until)
            with unseated():
                while self.leads(wanted, until):
                    try:
                        with self.lock(DRAWING) as lock:
                            wait_for(lock, until)
                            self.make(wanted)
                    finally:
                        self.led()

    @contextlib.contextmanager
    def place(self, wanted: list[Wanted]) -> Iterator[None]:
        """Where a thread may wait for pictures. Raises Busy where too many do."""
        if not self.places.acquire(blocking=False):
            raise Busy
        with self.queue:
            self.wanted += wanted
        try:
            yield
        finally:
            with self.queue:
                for each in wanted:
                    self.wanted.remove(each)
            self.places.release()

    def leads(self, wanted: list[Wanted], until: float) -> bool:
        """Whether this thread is the one to see to it; False where all is there. Raises Busy."""
        with self.queue:
            self.queue.wait_for(
                lambda: not (self.is_led and self.missing(wanted)), until - time.monotonic()
            )
            if not self.missing(wanted):
                return False
            if self.is_led or time.monotonic() > until:
                raise Busy
            self.is_led = True
            return True

    def led(self) -> None:
        """Let another see to what is missing still."""
        with self.queue:
            self.is_led = False
            self.queue.notify_all()

    def make(self, wanted: list[Wanted]) -> None:
        """Draw the first that are missing by one process, and what others wait for beside them.

        Raises Busy where the file went meanwhile, or CannotDraw.
        """
        own = self.missing(wanted)  # another process of the site may have drawn some meanwhile
        if not own:
            return
        with self.queue:
            others = [each for each in self.wanted if each.is_beside(own[0])]
        batch = list(dict.fromkeys([*own, *self.missing(others)]))[:BATCH]
        file = self.folder / own[0].sha256 / FILE
        if not file.exists():
            raise Busy
        try:
            made = drawn(file, [each.page for each in batch], own[0].width)
        except CannotDraw:
            self.undrawable[own[0]] = time.monotonic() + KNOWN
            raise
        for each, picture in zip(batch, made, strict=False):
            put(self.path(each), functools.partial(pathlib.Path.write_bytes, data=picture))
        self.make_room({self.path(each) for each in (*wanted, *others)})

    def missing(self, wanted: list[Wanted]) -> list[Wanted]:
        """Those of which there is no picture, though there may be one."""
        return [
            each for each in wanted if not (self.is_undrawable(each) or self.path(each).exists())
        ]

    def is_undrawable(self, wanted: Wanted) -> bool:
        """Whether it was tried just now in vain."""
        return time.monotonic() < self.undrawable.get(wanted, 0.0)

    def path(self, wanted: Wanted) -> pathlib.Path:
        """Where a picture is kept."""
        name = f"{RENDERER}-{wanted.page}-{wanted.width}.webp"
        return self.folder / wanted.sha256 / name

    def kept(self, path: pathlib.Path) -> bytes | None:
        """A picture that is kept; it was asked for now."""
        try:
            found = path.read_bytes()
            os.utime(path)
        except FileNotFoundError:
            return None
        return found

    def have_file(self, sha256: str, write: Write, until: float) -> None:
        """Have the PDF beside its pictures. Raises Busy, or what `write` raises."""
        path = self.folder / sha256 / FILE
        with self.lock(FILING) as lock:
            wait_for(lock, until)
            if path.exists():
                os.utime(path)
            else:
                put(path, write)

    @contextlib.contextmanager
    def lock(self, name: str) -> Iterator[io.TextIOWrapper]:
        """A file of the folder that is locked by who changes something in it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / name).open("w") as lock:
            yield lock

    def make_room(self, asked: Collection[pathlib.Path]) -> None:
        """Let the pictures and files go that were not asked for longest, until there is room."""
        with self.lock(FILING) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            files = [(path, path.stat()) for path in self.folder.glob("*/*")]
            size = sum(stat.st_size for _path, stat in files)
            others = (each for each in files if each[0] not in asked)
            for path, stat in sorted(others, key=lambda each: each[1].st_mtime):
                if size <= self.limit:
                    break
                path.unlink(missing_ok=True)
                size -= stat.st_size

    def forget(self, sha256: str) -> None:
        """Let the pictures of a file go, and the file itself, when what is being drawn is there."""
        with self.lock(DRAWING) as drawing, self.lock(FILING) as filing:
            fcntl.flock(drawing, fcntl.LOCK_EX)
            fcntl.flock(filing, fcntl.LOCK_EX)
            if (self.folder / sha256).exists():
                shutil.rmtree(self.folder / sha256)


def wait_for(lock: io.TextIOWrapper, until: float) -> None:
    """Lock an open file. Raises Busy where another keeps it."""
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > until:
                raise Busy from error
            time.sleep(LOOK)
        else:
            return


def drawn(path: pathlib.Path, pages: Sequence[int], width: int) -> list[bytes]:
    """As many of pages, the first first, as a process of its own draws in its time.

    Raises CannotDraw where that is none: the first cannot be drawn.
    """
    command = [sys.executable, "-m", "portal.decks.drawing", str(path), str(width)]
    process = subprocess.Popen(
        [*command, *map(str, pages)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=pathlib.Path(__file__).parents[2],
    )
    with process:
        try:
            told, complaints = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            told, complaints = process.communicate()
    made = list(parts(told))
    if not made:
        raise CannotDraw(complaints.decode(errors="replace")[-500:])
    return made


def parts(told: bytes) -> Iterator[bytes]:
    """The pictures that the process wrote whole, each behind its length."""
    file = io.BytesIO(told)
    while len(length := file.read(LENGTH)) == LENGTH:
        picture = file.read(size := int.from_bytes(length, "big"))
        if len(picture) == size:
            yield picture


def put(path: pathlib.Path, write: Write) -> None:
    """Let a file stand there, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as beside:
        made = pathlib.Path(beside.name)
    try:
        write(made)
        made.rename(path)
    finally:
        made.unlink(missing_ok=True)
