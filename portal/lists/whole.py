"""A file that stands whole before any of it is sent: in memory while it is small, then on disk."""

import contextlib
import gzip
import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from typing import BinaryIO

from portal.lists.export import BLOCK

# Held in memory before a file on disk takes it: most downloads of a filtered list are smaller.
MEMORY = 1_048_576


class Whole:
    """A file with its length, and how many `rows` it has, where that is known.

    Whoever has it closes it once; the last who does ends the file. One on disk can be shared, and
    is read by several at a time.
    """

    def __init__(self, file: BinaryIO, rows: int | None = None):
        self.file, self.rows = file, rows
        file.flush()
        self.length = file.seek(0, os.SEEK_END)
        self.holders = 1
        self.lock = threading.Lock()

    @property
    def on_disk(self) -> bool:
        """Whether it is too large for memory."""
        return self.length > MEMORY

    def share(self) -> "Whole":
        """The same file for one more holder."""
        with self.lock:
            self.holders += 1
        return self

    def close(self) -> None:
        """One holder needs it no longer."""
        with self.lock:
            self.holders -= 1
            if not self.holders:
                self.file.close()

    def blocks(self, first: int, last: int) -> Iterator[bytes]:
        """Its bytes from `first` to `last`, some at a time."""
        while first <= last:
            block = self._read(first, min(BLOCK, last + 1 - first))
            if not block:
                raise OSError(f"The file ends before byte {first}, not behind byte {last}.")
            first += len(block)
            yield block

    def _read(self, first: int, size: int) -> bytes:
        if self.on_disk:  # the place is that of the call, so nobody moves that of another
            return os.pread(self.file.fileno(), size, first)
        self.file.seek(first)
        return self.file.read(size)


def whole_of(content: bytes) -> Whole:
    """What is in memory already."""
    return _written(lambda file: file.write(content))


def compressed(whole: Whole) -> Whole:
    """The same file as gzip: quickly rather than well, as somebody waits. Same bytes, same gzip."""

    def pack(file: BinaryIO) -> None:
        with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=1, mtime=0) as packed:
            for block in whole.blocks(0, whole.length - 1):
                packed.write(block)

    return _written(pack, whole.rows)


def _written(write: Callable[[BinaryIO], object], rows: int | None = None) -> Whole:
    with contextlib.ExitStack() as opened:
        file = opened.enter_context(tempfile.SpooledTemporaryFile(MEMORY))
        write(file)
        whole = Whole(file, rows)
        opened.pop_all()  # the file goes on
    return whole
