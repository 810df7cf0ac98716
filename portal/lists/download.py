"""How a download reaches its reader: whole and with its length, or as an error.

The rows are first written to a temporary file, in memory while they are few and then on disk.
Only when the last one stands there does the answer begin. So a failure is an answer with its own
status and never a table that ends early; who gets less than the stated length knows it; and the
statement ends when the database is done, not when the slowest reader is.

Past `settings.DOWNLOAD_DISK_LIMIT` the rest is sent as the database gives it, without a length. A
failure there breaks the connection off, which is all that HTTP has left to say.

What is told beside a whole file, and which part of it is sent, `portal.middleware.files` says.
"""

import contextlib
import functools
import itertools
import logging
import os
import tempfile
from collections.abc import Callable, Iterator
from typing import BinaryIO

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext
from xlsxwriter.exceptions import FileCreateError

from portal import visits
from portal.lists.export import BLOCK
from portal.lists.whole import MEMORY, Whole

LOG = logging.getLogger(__name__)
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON, NDJSON = "application/json", "application/x-ndjson"
# What ends a row of a CSV.
ROW_ENDS = b"\r\n"
# The header with the number of rows.
TOTAL = "X-Total-Count"
# What passes by itself: the database went away or took too long, the disk is full.
PASSING = (OperationalError, InterfaceError, OSError, FileCreateError)
WAIT = 60  # seconds after which it is worth another try


class Download:
    """One download, whose outcome is told in the log in one line."""

    def __init__(self, request: HttpRequest, part: str = ""):
        self.address, self.part = request.get_full_path(), part
        self.rows = self.made = self.sent = 0
        self.told = False

    def counting(self, blocks: Iterator[bytes], ending: bytes) -> Iterator[bytes]:
        """The blocks of a text, counted as they are made; the first is its head, if it has one."""
        for number, block in enumerate(blocks):
            # No cell holds a line break, so each one ends a row.
            self.rows += block.count(ending) if number else 0
            self.made += len(block)
            yield block

    def ended(self) -> None:
        """Every byte was handed to the server."""
        self._tell(logging.INFO, f"sent, {self.part or f'{self.rows} rows'}, {self.sent} bytes")

    def left(self) -> None:
        """The reader went away, or the server ended, before the last byte."""
        self._tell(logging.INFO, f"left by its reader after {self.sent} of {self.made} bytes")

    def failed(self, error: Exception) -> None:
        """The database or the disk gave up; nothing more can be sent."""
        visits.failed(error)
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        done = f"{self.rows} rows, {self.made} bytes made, {self.sent} bytes sent"
        self._tell(logging.ERROR, f"failed after {done}: {reason}")

    def _tell(self, level: int, outcome: str) -> None:
        if not self.told:
            self.told = True
            LOG.log(level, "Download %s %s", self.address, outcome)


class Sending(Iterator[bytes]):
    """The blocks of a download on their way to the server. Closing it frees all they come from."""

    def __init__(self, download: Download, blocks: Iterator[bytes], opened: contextlib.ExitStack):
        self.download, self.blocks, self.opened = download, blocks, opened

    def __next__(self) -> bytes:
        try:
            block = next(self.blocks)
        except StopIteration:
            self.download.ended()
            raise
        except Exception as error:
            self.download.failed(error)
            raise
        self.download.sent += len(block)
        return block

    def close(self) -> None:
        """Whoever is done with it, or goes away before."""
        self.download.left()
        self.opened.close()


class WholeResponse(StreamingHttpResponse):
    """The answer with a file that stands whole, or with a part of it: bytes `first` to `last`."""

    def __init__(
        self,
        download: Download,
        whole: Whole,
        first: int = 0,
        last: int | None = None,
        **options,
    ):
        self.whole = whole
        last = whole.length - 1 if last is None else last
        with contextlib.ExitStack() as opened:
            opened.callback(whole.close)
            blocks = whole.blocks(first, last)
            super().__init__(Sending(download, blocks, opened.pop_all()), **options)
        self["Content-Length"] = last + 1 - first


# Fills a file with a download. Gives what did not go into it, None where that is nothing.
Fill = Callable[[BinaryIO, Download], Iterator[bytes] | None]


def csv_download(request: HttpRequest, blocks: Iterator[bytes], disposition: str) -> HttpResponse:
    """A CSV from its blocks, the header alone in the first."""
    return text_download(request, blocks, CSV, disposition, ROW_ENDS)


def text_download(
    request: HttpRequest,
    blocks: Iterator[bytes],
    kind: str,
    disposition: str,
    ending: bytes = b"\n",
) -> HttpResponse:
    """A text of a media type from its blocks, each row behind the first block with an `ending`."""

    def fill(file: BinaryIO, download: Download) -> Iterator[bytes] | None:
        counted = download.counting(blocks, ending)
        return None if spooled(counted, file, settings.DOWNLOAD_DISK_LIMIT) else counted

    return _download(request, fill, kind, disposition, blocks.close)


def xlsx_download(
    request: HttpRequest, write: Callable[[BinaryIO], Iterator[int]], disposition: str
) -> HttpResponse:
    """A workbook that `write` writes into a file, giving the number of each row."""

    def fill(file: BinaryIO, download: Download) -> None:
        for number in write(file):
            download.rows = number
        download.made = file.seek(0, os.SEEK_END)

    return _download(request, fill, XLSX, disposition, lambda: None)


def spooled(blocks: Iterator[bytes], file: BinaryIO, limit: int) -> bool:
    """Write blocks to a file. Whether they came to their end before the file reached `limit`."""
    for block in blocks:
        file.write(block)
        if file.tell() >= limit:
            return False
    return True


def _download(
    request: HttpRequest, fill: Fill, kind: str, disposition: str, close: Callable[[], None]
) -> HttpResponse:
    download = Download(request)
    options = {"content_type": kind, "headers": {"Content-Disposition": disposition}}
    with contextlib.ExitStack() as opened:
        file = opened.enter_context(tempfile.SpooledTemporaryFile(MEMORY))
        opened.callback(close)
        try:
            rest = fill(file, download)
            file.seek(0)
        except Exception as error:
            download.failed(error)
            if isinstance(error, PASSING):
                return unavailable()
            raise
        if rest is not None:
            blocks = itertools.chain(iter(functools.partial(file.read, BLOCK), b""), rest)
            return StreamingHttpResponse(Sending(download, blocks, opened.pop_all()), **options)
        close()
        opened.pop_all()  # the file goes on
    response = WholeResponse(download, Whole(file, download.rows), **options)
    response[TOTAL] = download.rows
    return response


def unavailable() -> HttpResponse:
    """That nothing is sent, as the file could not be completed; later it will do."""
    words = gettext(
        "The download could not be completed, so nothing of it was sent. Please try again in a "
        "minute."
    )
    kind = "text/plain; charset=utf-8"
    return HttpResponse(f"{words}\n", status=503, content_type=kind, headers={"Retry-After": WAIT})
