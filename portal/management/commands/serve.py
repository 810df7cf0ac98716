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
import sys
import tempfile

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connections
from django.utils.module_loading import import_string
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from portal import serving

KEY_FILE = settings.BASE_DIR / "var" / "secret-key"
COUNTS = "PROMETHEUS_MULTIPROC_DIR"  # as prometheus_client calls it
STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Command(BaseCommand):
    help = (
        "Serve with the production server until Ctrl-C. HOST, PORT, WORKERS and THREADS "
        "in the environment say where, and with how many processes and threads in each."
    )
    requires_system_checks = []

    def handle(self, **options):
        serving.ask()
        keep_secret_key()
        # Workers are forks of this process, and two cannot speak over one connection.
        connections.close_all()
        with counting_together():
            sys.exit(serve_in_foreground())


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
    return import_string(target)


def serve() -> None:
    """Serve until a signal says to stop."""
    host, port = serving.host(), serving.port()
    server = Granian(
        "portal.wsgi.application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=serving.workers(),
        blocking_threads=serving.threads(),
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


def serve_in_foreground() -> int:
    """Serve, at a terminal as the group that alone receives its Ctrl-C; the exit status."""
    terminal = foreground_terminal()
    if terminal is None:
        serve()
        return 0
    server = os.fork()
    if server == 0:
        os.setpgid(0, 0)
        # Ctrl-Z would stop the server alone and leave the terminal to nobody.
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        hand(terminal, os.getpgrp())
        serve()
        return 0
    for name in STOP:
        signal.signal(name, lambda *_: os.kill(server, signal.SIGTERM))
    _, status = os.waitpid(server, 0)
    hand(terminal, os.getpgrp())
    return os.waitstatus_to_exitcode(status)
