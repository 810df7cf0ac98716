"""Pictures of pages: drawn when they are first asked for, in a process of its own, and kept.

They stand in a folder of this machine, whose size is bounded: what was not asked for longest goes
first. What a picture is called says all that it depends on, so it never changes.
"""

import contextlib
import fcntl
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator

# Widths in pixels; the second for dense screens. No others, or anybody could fill the folder.
WIDTHS = (1280, 1920)
# What draws; a picture by another stands beside.
RENDERER = "pdfium1"
SECONDS = 10
# So long a reader waits until another's picture is drawn, and looks so often whether it is.
WAIT, LOOK = 2.0, 0.05
FILE = "file.pdf"


class Busy(Exception):
    """Others' pictures are drawn at present; it is worth another try."""


class CannotDraw(Exception):
    """What draws the page broke off: a broken page, or one that needs too much."""


class Pictures:
    """The pictures in a folder, of at most `limit` bytes; as many threads as `waiting` may wait."""

    def __init__(self, folder: pathlib.Path, limit: int, waiting: int):
        self.folder, self.limit = folder, limit
        self.places = threading.BoundedSemaphore(max(waiting, 1))

    def picture(
        self, sha256: str, page: int, width: int, write: Callable[[pathlib.Path], None]
    ) -> bytes:
        """The picture of a page, as WebP. `write` writes the PDF to a path, where it is not kept.

        Raises Busy, or CannotDraw.
        """
        path = self.folder / sha256 / f"{RENDERER}-{page}-{width}.webp"
        if (kept := self.kept(path)) is not None:
            return kept
        with self.turn():
            if (kept := self.kept(path)) is None:  # another may have drawn it meanwhile
                kept = drawn(self.file(path.parent / FILE, write), page, width)
                put(path, lambda beside: beside.write_bytes(kept))
                self.make_room(path)
        return kept

    def kept(self, path: pathlib.Path) -> bytes | None:
        """A picture that is kept; it was asked for now."""
        try:
            found = path.read_bytes()
            os.utime(path)
        except FileNotFoundError:
            return None
        return found

    def file(self, path: pathlib.Path, write: Callable[[pathlib.Path], None]) -> pathlib.Path:
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

    def make_room(self, drawn: pathlib.Path) -> None:
        """Let the pictures and files go that were not asked for longest, until there is room."""
        files = [(path, path.stat()) for path in self.folder.glob("*/*") if path != drawn]
        size = drawn.stat().st_size + sum(stat.st_size for _path, stat in files)
        for path, stat in sorted(files, key=lambda each: each[1].st_mtime):
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


def drawn(path: pathlib.Path, page: int, width: int) -> bytes:
    """A page drawn by a process of its own. Raises CannotDraw."""
    command = [sys.executable, "-m", "portal.decks.drawing", str(path), str(page), str(width)]
    root = pathlib.Path(__file__).parents[2]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False, cwd=root)
    except subprocess.TimeoutExpired as error:
        raise CannotDraw from error
    if done.returncode or not done.stdout:
        raise CannotDraw(done.stderr.decode(errors="replace")[-500:])
    return done.stdout


def put(path: pathlib.Path, write: Callable[[pathlib.Path], None]) -> None:
    """Let a file stand there, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as beside:
        made = pathlib.Path(beside.name)
    try:
        write(made)
        made.rename(path)
    finally:
        made.unlink(missing_ok=True)
