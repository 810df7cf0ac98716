"""A visitor who comes from an address of their own, through nginx and TLS."""

import http.client
import http.cookies
import socket
import ssl
import time
import urllib.parse
from dataclasses import dataclass

from tests.deploy.place import NAME, Place

PATIENCE = 90  # seconds; as long as nginx waits for the site
IDLE = 20  # seconds after which a browser comes anew, before nginx ends the connection
# What is answered to who sends a form that was taken.
MOVED = 302


class Cut(Exception):
    """An answer that came not at all, or not to its end."""


@dataclass(frozen=True)
class Answer:
    """An answer with all its bytes, and the seconds until the last of them."""

    path: str
    status: int
    headers: http.client.HTTPMessage
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        """What it says."""
        return self.body.decode(errors="replace")


class Line(http.client.HTTPSConnection):
    """A connection to nginx by the name of the site, which no DNS knows."""

    def __init__(self, place: Place, source: str):
        super().__init__(NAME, place.ports["https"], timeout=PATIENCE)
        self.tls = ssl.create_default_context(cafile=str(place.folder / "shirube.crt"))
        self.source = source

    def connect(self) -> None:
        """Come from the visitor's own address: nginx counts requests by it."""
        plain = socket.create_connection(("127.0.0.1", self.port), PATIENCE, (self.source, 0))
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock = self.tls.wrap_socket(plain, server_hostname=NAME)


class Visitor:
    """One browser or program: its connection, its cookies."""

    def __init__(self, place: Place, number: int):
        self.place = place
        self.line = Line(place, f"127.0.{1 + number // 250}.{1 + number % 250}")
        self.cookies: dict[str, str] = {}
        self.asked_last = 0.0

    def get(self, path: str, **headers: str) -> Answer:
        """What is answered at an address. Raises Cut where it does not come whole."""
        return self._asked("GET", path, None, headers)

    def post(self, path: str, typed: dict[str, str | list[str]]) -> Answer:
        """What is answered to a form of a page that stands at the same address."""
        sent = urllib.parse.urlencode(typed, doseq=True)
        kind = "application/x-www-form-urlencoded"
        here = f"https://{NAME}{path}"
        return self._asked("POST", path, sent, {"Content-Type": kind, "Referer": here})

    def close(self) -> None:
        """Close the connection."""
        self.line.close()

    def _asked(self, method: str, path: str, sent: str | None, headers: dict) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named |= {"Host": NAME}
        if self.cookies:
            named["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        start = time.perf_counter()
        if start - self.asked_last > IDLE:
            self.line.close()
        self.asked_last = start
        try:
            self.line.request(method, path, sent, named)
            answer = self.line.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.line.close()
            raise Cut(f"{method} {path}: {error!r}") from error
        seconds = time.perf_counter() - start
        for told in answer.headers.get_all("Set-Cookie", ()):
            for name, morsel in http.cookies.SimpleCookie(told).items():
                self.cookies[name] = morsel.value
        return Answer(path, answer.status, answer.headers, body, seconds)
