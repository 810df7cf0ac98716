"""Pictures of pages: drawn when they are first asked for, in a process of its own, and kept.

They stand in a folder of this machine, whose size is bounded: what was not asked for longest goes
first. What a picture is called says all that it depends on, so it never changes.
"""

import contextlib
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

# Widths in pixels; the second for dense screens. No others, or anybody could fill the folder.
WIDTHS = (1280, 1920)
# What draws; a picture by another stands beside.
RENDERER = "pdfium1"
SECONDS = 10
# So long a reader waits until another's picture is drawn, and looks so often whether it is.
WAIT, LOOK = 2.0, 0.05
FILE = "file.pdf"
# Bytes before a picture that say how long it is, as the process that draws writes them.
LENGTH = 4

Write = Callable[[pathlib.Path], None]


class Busy(Exception):
    """Others' pictures are drawn at present; it is worth another try."""


class CannotDraw(Exception):
    """What draws the page broke off: a broken page, or one that needs too much."""


class Pictures:
    """The pictures in a folder, of at most `limit` bytes; as many threads as `waiting` may wait."""

    def __init__(self, folder: pathlib.Path, limit: int, waiting: int):
        self.folder, self.limit = folder, limit
        self.places = threading.BoundedSemaphore(max(waiting, 1))

    def picture(self, sha256: str, page: int, width: int, write: Write) -> bytes:
        """The picture of a page, as WebP. `write` writes the PDF to a path, where it is not kept.

        Raises Busy, or CannotDraw.
        """
        kept = self.kept(self.path(sha256, page, width))
        if kept is None:
            self.draw(sha256, [page], width, write)
            kept = self.path(sha256, page, width).read_bytes()
        return kept

    def draw(self, sha256: str, pages: Sequence[int], width: int, write: Write) -> None:
        """Draw those of pages that are not there, by one process. Raises Busy, or CannotDraw."""
        if not self.missing(sha256, pages, width):
            return
        with self.turn():
            missing = self.missing(sha256, pages, width)  # another may have drawn some meanwhile
            file = self.file(self.folder / sha256 / FILE, write)
            for page, made in zip(missing, drawn(file, missing, width), strict=True):
                path = self.path(sha256, page, width)
                put(path, functools.partial(pathlib.Path.write_bytes, data=made))
            self.make_room({self.path(sha256, page, width) for page in pages})

    def missing(self, sha256: str, pages: Sequence[int], width: int) -> list[int]:
        """Those of pages of which there is no picture."""
        return [page for page in pages if not self.path(sha256, page, width).exists()]

    def path(self, sha256: str, page: int, width: int) -> pathlib.Path:
        """Where the picture of a page is kept."""
        return self.folder / sha256 / f"{RENDERER}-{page}-{width}.webp"

    def kept(self, path: pathlib.Path) -> bytes | None:
        """A picture that is kept; it was asked for now."""
        try:
            found = path.read_bytes()
            os.utime(path)
        except FileNotFoundError:
            return None
        return found

    def file(self, path: pathlib.Path, write: Write) -> pathlib.Path:
        """The PDF, which is kept beside its pictures."""
        if path.exists():
            os.utime(path)
        else:
            put(path, write)
        return path

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Where one picture at a time is drawn on this machine. Raises Busy.

        Who waits holds a thread that others' pages need, so only some do.
        """
        if not self.places.acquire(blocking=False):
            raise Busy
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with (self.folder / "lock").open("w") as lock:
                wait_for(lock)
                yield
        finally:
            self.places.release()

    def make_room(self, asked: Collection[pathlib.Path]) -> None:
        """Let the pictures and files go that were not asked for longest, until there is room."""
        files = [(path, path.stat()) for path in self.folder.glob("*/*")]
        size = sum(stat.st_size for _path, stat in files)
        others = (each for each in files if each[0] not in asked)
        for path, stat in sorted(others, key=lambda each: each[1].st_mtime):
            if size <= self.limit:
                break
            path.unlink(missing_ok=True)
            size -= stat.st_size

    def forget(self, sha256: str) -> None:
        """Let the pictures of a file go, and the file itself."""
        shutil.rmtree(self.folder / sha256, ignore_errors=True)


def wait_for(lock) -> None:
    """Lock an open file. Raises Busy where another keeps it."""
    end = time.monotonic() + WAIT
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > end:
                raise Busy from error
            time.sleep(LOOK)
        else:
            return


def drawn(path: pathlib.Path, pages: Sequence[int], width: int) -> list[bytes]:
    """Pages drawn by a process of its own. Raises CannotDraw."""
    command = [sys.executable, "-m", "portal.decks.drawing", str(path), str(width)]
    try:
        done = subprocess.run(
            [*command, *map(str, pages)],
            capture_output=True,
            timeout=SECONDS + len(pages),
            check=False,
            cwd=pathlib.Path(__file__).parents[2],
        )
    except subprocess.TimeoutExpired as error:
        raise CannotDraw from error
    if done.returncode:
        raise CannotDraw(done.stderr.decode(errors="replace")[-500:])
    return list(parts(done.stdout))


def parts(told: bytes) -> Iterator[bytes]:
    """The pictures that the process wrote, each behind its length."""
    file = io.BytesIO(told)
    while length := file.read(LENGTH):
        yield file.read(int.from_bytes(length, "big"))


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
