"""A database that goes away and comes back, for servers that are not told of it."""

import contextlib
import pathlib
import socket
import threading
from urllib.parse import urlsplit


class Breakable:
    """The way to a database, which can be cut: a wire to a server, or the place of a file."""

    def __init__(self, address: str):
        self.way = File(address) if address.startswith("sqlite") else Wire(address)
        self.address, self.cut, self.mend = self.way.address, self.way.cut, self.way.mend

    def __enter__(self):
        self.mend()
        return self

    def __exit__(self, *error):
        self.cut()


class File:
    """A file, and the place of it where servers look."""

    def __init__(self, address: str):
        self.file = pathlib.Path(address.removeprefix("sqlite:///"))
        self.folder = self.file.parent / "there"
        self.address = f"sqlite:///{self.folder / self.file.name}"

    def mend(self):
        """The folder of the place leads to that of the file."""
        self.folder.symlink_to(self.file.parent)

    def cut(self):
        """It leads nowhere."""
        self.folder.unlink(missing_ok=True)


class Wire:
    """What passes everything on between a port of this machine and a server."""

    def __init__(self, address: str):
        parts = urlsplit(address)
        self.server = (parts.hostname, parts.port or 5432)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        who = parts.netloc.rpartition("@")[0]
        self.address = parts._replace(netloc=f"{who}@127.0.0.1:{self.port}").geturl()
        self.open: list[socket.socket] = []
        self.speaking = threading.Event()
        self.speaking.set()

    def mend(self):
        """Take connections, and pass on what they say."""
        self.listening = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self.accept, args=(self.listening,), daemon=True).start()

    def cut(self):
        """Refuse new connections, and break those that there are."""
        # A thread that waits for a visitor is woken by this alone.
        with contextlib.suppress(OSError):
            self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        for each in self.open:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self.open.clear()

    def fall_silent(self):
        """Pass nothing on until it speaks again, and break nothing."""
        self.speaking.clear()

    def speak(self):
        """Pass on what was held back, and what follows."""
        self.speaking.set()

    def accept(self, listening: socket.socket):
        """Connect each who comes with the server."""
        with contextlib.suppress(OSError):
            while True:
                near, _who = listening.accept()
                far = socket.create_connection(self.server)
                self.open += [near, far]
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=self.pass_on, args=pair, daemon=True).start()

    def pass_on(self, one: socket.socket, other: socket.socket):
        """What one says is told the other, until either leaves."""
        with contextlib.suppress(OSError):
            while said := one.recv(65_536):
                self.speaking.wait()
                other.sendall(said)
        with contextlib.suppress(OSError):
            other.shutdown(socket.SHUT_RDWR)
