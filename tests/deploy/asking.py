"""What is asked of a deployed site, as visitors ask it: through nginx, by TLS."""

import contextlib
import dataclasses
import http.client
import socket
import ssl
from collections.abc import Iterator

from tests.deploy.place import NAME, Place


@dataclasses.dataclass(frozen=True)
class Answer:
    """An answer to its end."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


def get(place: Place, path: str, server: str = NAME, **headers: str) -> Answer:
    """What nginx answers, and nobody before it. Fails where an answer is cut off."""
    with secure(place, server) as line:
        return _asked(line, path, {"Host": server} | headers)


def get_plainly(port: int, path: str, **headers: str) -> Answer:
    """What somebody answers without TLS on a port."""
    with socket.create_connection(("127.0.0.1", port), 60) as line:
        return _asked(line, path, {"Host": NAME} | headers)


@contextlib.contextmanager
def secure(place: Place, server: str = NAME, buffer: int = 0) -> Iterator[ssl.SSLSocket]:
    """A connection to nginx that asks for a server, with room for so many bytes where it says."""
    context = ssl.create_default_context(cafile=str(place.folder / "shirube.crt"))
    with socket.socket() as line:
        line.settimeout(60)
        if buffer:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        line.connect(("127.0.0.1", place.ports["https"]))
        with context.wrap_socket(line, server_hostname=server) as inside:
            yield inside


def send(line: socket.socket, path: str, headers: dict[str, str]) -> None:
    """Ask for a path, of which this is the only request."""
    told = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    line.sendall(f"GET {path} HTTP/1.1\r\n{told}Connection: close\r\n\r\n".encode())


def _asked(line: socket.socket, path: str, headers: dict[str, str]) -> Answer:
    send(line, path, headers)
    answer = http.client.HTTPResponse(line, method="GET")
    answer.begin()
    return Answer(answer.status, answer.headers, answer.read())
