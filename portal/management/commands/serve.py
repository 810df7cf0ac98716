"""The second half of `make run`: serve until Ctrl-C, and end cleanly.

make answers Ctrl-C with an error, whatever its recipe says, because the terminal sends the signal
to make as well. So, at a terminal, the server becomes the group in the foreground, which alone
receives it; make waits and sees a clean end. A signal that comes to make by another way is passed
on to the server.
"""

import contextlib
import os
import secrets
import signal
import socket
import sys
import tempfile

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connections
from django.utils.module_loading import import_string
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.net import SocketHolder

from policies.kept_files import WAITING
from portal import serving
from portal.seats import Seats

KEY_FILE = settings.BASE_DIR / "var" / "secret-key"
COUNTS = "PROMETHEUS_MULTIPROC_DIR"  # as prometheus_client calls it
STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Command(BaseCommand):
    help = (
        "Serve with the production server until Ctrl-C. HOST, PORT, WORKERS, THREADS, BACKLOG, "
        "MAX_RSS and WORKER_LIFETIME in the environment say where, and with how much."
    )
    requires_system_checks = []

    def handle(self, **options):
        serving.ask()
        # A database that is away is none to be asked: visitors are told so, until it is back.
        with contextlib.suppress(DatabaseError):
            serving.ask_database()
        keep_secret_key()
        # Workers are forks of this process, and two cannot speak over one connection.
        connections.close_all()
        workers = serving.WORKERS.read()
        with counting_together():
            sys.exit(serve_in_foreground(serving.sockets(workers)))


@contextlib.contextmanager
def counting_together():
    """Where METRICS is on: a folder in which the workers keep what each has counted."""
    if not settings.METRICS or os.environ.get(COUNTS):
        yield
        return
    # At a terminal the server is a process of its own, which removes it before this one does.
    with tempfile.TemporaryDirectory(prefix="shirube-", ignore_cleanup_errors=True) as folder:
        os.environ[COUNTS] = folder
        yield


class Server(Granian):
    """The server, with sockets that outlive its workers.

    By itself granian has each worker listen for itself on Linux: who waits there is refused where
    the worker ends, and no supervisor can listen instead.
    """

    def __init__(self, listening: list[socket.socket], **options):
        super().__init__("portal.wsgi.application", **options)
        self.listening = listening

    def _init_shared_socket(self):
        for each in self.listening:
            each.listen(self.backlog)
            each.set_inheritable(True)
        # Kept, for each closes its socket as it goes.
        self.held = [SocketHolder(each.fileno(), False, self.backlog) for each in self.listening]

    def _spawn_worker(self, idx, target, callback_loader):
        place = idx % len(self.listening)
        self._shd, self._sso = self.held[place], self.listening[place]
        return super()._spawn_worker(idx, target, callback_loader)

    def _drop_shared_socket(self):
        for each in self.listening:
            each.close()


def keep_secret_key() -> None:
    """Where no key is set, use that of this copy: kept, so that a restart logs no editor out."""
    if os.environ.get("SECRET_KEY"):
        return
    if not KEY_FILE.exists():
        with open(os.open(KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    # A worker that is forked has these settings; one that is spawned, as on macOS, reads its own.
    settings.SECRET_KEY = os.environ["SECRET_KEY"] = KEY_FILE.read_text()


def load(target: str):
    """The application, loaded in each worker."""
    # The main process stops a worker with SIGTERM, also one that still loads. What the terminal
    # sends to all of them besides would be a second signal, and hang it.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    return Seats(import_string(target), serving.THREADS.read())


def serve(listening: list[socket.socket]) -> None:
    """Serve until a signal says to stop."""
    host, port = listening[0].getsockname()[:2]
    server = Server(
        listening,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=serving.WORKERS.read(),
        # One for each seat, and those in which readers wait for pictures.
        blocking_threads=serving.THREADS.read() + WAITING,
        backlog=serving.BACKLOG.read(),
        workers_max_rss=serving.MAX_RSS.read(),
        workers_lifetime=serving.WORKER_LIFETIME.read(),
        # A worker that dies, out of memory most often, is replaced at once; respawn_interval is not
        # asked there, it is the pause of a reload. Only where the same worker dies again within 5.5
        # seconds, which is fixed in granian, and no other died between, does the server end, with
        # status 1: then something is wrong that a new start of all may mend, and that is for who
        # watches over it (README, Deploying).
        respawn_failed_workers=True,
        workers_kill_timeout=3,  # seconds that a slow reader's download may delay the end
        log_level=LogLevels.error,  # that it ended such a download is no news
        log_dictconfig=settings.LOGGING,
    )

    @server.on_startup
    def stop_once():
        # granian hangs when a second signal to stop comes while it handles the first, and takes
        # SIGHUP, which a closed terminal sends, as "start anew".
        for name in STOP:
            signal.signal(
                name, lambda *_: server.interrupt_signal or server.signal_handler_interrupt()
            )

    name = f"[{host}]" if ":" in host else host
    print(f"\n  Shirube:   http://{name}:{port}/")
    print(f"  To edit:   make admin, then http://{name}:{port}/admin/")
    print("  To stop:   Ctrl-C\n", flush=True)
    server.serve(target_loader=load)
    print("Stopped.", flush=True)


def foreground_terminal() -> int | None:
    """The terminal whose Ctrl-C comes here, if there is one."""
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError:
        return None
    return terminal if os.tcgetpgrp(terminal) == os.getpgrp() else None


def hand(terminal: int, group: int) -> None:
    """Bring `group` into the foreground of the terminal, if that is still there."""
    # Who does this from the background is stopped, unless it ignores the signal.
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    with contextlib.suppress(OSError):
        os.tcsetpgrp(terminal, group)


def serve_in_foreground(listening: list[socket.socket]) -> int:
    """Serve, at a terminal as the group that alone receives its Ctrl-C; the exit status."""
    terminal = foreground_terminal()
    if terminal is None:
        serve(listening)
        return 0
    server = os.fork()
    if server == 0:
        os.setpgid(0, 0)
        # Ctrl-Z would stop the server alone and leave the terminal to nobody.
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        hand(terminal, os.getpgrp())
        serve(listening)
        return 0
    for each in listening:
        each.close()
    for name in STOP:
        signal.signal(name, lambda *_: os.kill(server, signal.SIGTERM))
    _, status = os.waitpid(server, 0)
    hand(terminal, os.getpgrp())
    return os.waitstatus_to_exitcode(status)
