"""The client: what a page takes from the first byte sent to the last byte read."""

import contextlib
import dataclasses
import http.client
import socket
import statistics
import threading
import time
from collections.abc import Iterable

PATIENCE = 300  # seconds until a request is given up
BUDGET = 60  # seconds after which a series is not prolonged
BUFFER = 1 << 20


class Refused(Exception):
    """An answer that is no page: its status and how it begins."""


@dataclasses.dataclass(frozen=True)
class Answer:
    """One answer with the time it took, in milliseconds."""

    ms: float
    body: str
    etag: str


@dataclasses.dataclass(frozen=True)
class Download:
    """One download: seconds until its end and its first byte, and the bytes that came."""

    seconds: float
    first: float
    size: int


class Client:
    """One connection that is kept open, as a browser keeps it."""

    def __init__(self, port: int):
        self.port = port
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def get(self, path: str) -> Answer:
        """Fetch a page. Raises Refused unless it is one."""
        start = time.perf_counter()
        try:
            self.connection.request("GET", path)
            response = self.connection.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            raise Refused(f"{path}: {error!r}") from error
        ms = (time.perf_counter() - start) * 1000
        text = body.decode(errors="replace")
        if response.status != 200:
            raise Refused(f"{path}: {response.status} {text[:200]}")
        return Answer(ms, text, response.headers.get("ETag", ""))

    def median(self, paths: Iterable[str]) -> float:
        """The median time of the pages, in milliseconds; fewer of them where they take long."""
        times = []
        end = time.monotonic() + BUDGET
        for path in paths:
            times.append(self.get(path).ms)
            if time.monotonic() > end:
                break
        return statistics.median(times)


def download(port: int, path: str) -> Download:
    """Fetch a download without keeping it. Raises Refused unless it came whole."""
    start = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
        connection.sendall(request.encode())
        head = b""
        while b"\r\n\r\n" not in head:
            if not (more := connection.recv(BUFFER)):
                raise Refused(f"{path}: {head[:200]!r}")
            head += more
        headers, _, body = head.partition(b"\r\n\r\n")
        if not headers.startswith(b"HTTP/1.1 200"):
            raise Refused(f"{path}: {head[:300]!r}")
        first = time.perf_counter() - start if body else 0.0
        size, tail = len(body), body[-5:]
        buffer = bytearray(BUFFER)
        while count := connection.recv_into(buffer):
            first = first or time.perf_counter() - start
            size += count
            tail = (tail + buffer[max(0, count - 5) : count])[-5:]
    if b"chunked" in headers.lower() and tail != b"0\r\n\r\n":
        raise Refused(f"{path}: broken off after {size:,} bytes")
    return Download(time.perf_counter() - start, first, size)


class SlowReaders:
    """Readers on slow lines, who fetch a download over and over while other work is measured."""

    def __init__(self, port: int, path: str, number: int = 2):
        self.port, self.path = port, path
        self.done = threading.Event()
        self.threads = [threading.Thread(target=self._read, daemon=True) for _ in range(number)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        time.sleep(1)
        return self

    def __exit__(self, *error):
        self.done.set()
        for thread in self.threads:
            thread.join()

    def _read(self) -> None:
        while not self.done.is_set():
            with contextlib.suppress(OSError), socket.socket() as line:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 15)
                line.connect(("127.0.0.1", self.port))
                request = (
                    f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
                )
                line.sendall(request.encode())
                while not self.done.is_set() and line.recv(1 << 14):
                    time.sleep(0.02)  # 0.8 MB/s at most
