"""Who runs the site is told of each failure that nobody foresaw, by a function of theirs."""

import logging
import queue
import sys
import threading
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from portal import visits
from portal.changes.away import is_away

LOG = logging.getLogger(__name__)
WAITING = 100  # failures that wait to be told; of more of them the log alone knows

Hook = Callable[[BaseException], object]


class Messenger:
    """Calls the hook in a thread of its own, so that an answer neither waits for it nor fails."""

    def __init__(self, hook: Hook):
        self.hook = hook
        self.waiting: queue.Queue[BaseException] = queue.Queue(WAITING)
        self.starting = threading.Lock()
        self.thread: threading.Thread | None = None

    def send(self, error: BaseException) -> None:
        """Tell of a failure soon."""
        with self.starting:  # not before: a worker that is forked has no thread of its parent
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self.work, daemon=True, name="error-hook")
                self.thread.start()
        try:
            self.waiting.put_nowait(error)
        except queue.Full:
            LOG.warning("ERROR_HOOK is behind, so a failure was not told to it.")

    def work(self) -> None:
        """Tell of each failure in turn."""
        while True:
            error = self.waiting.get()
            try:
                self.hook(error)
            except Exception:
                LOG.exception("ERROR_HOOK failed.")
            finally:
                self.waiting.task_done()


MESSENGERS: dict[str, Messenger] = {}


def connect() -> None:
    """Find the function that `ERROR_HOOK` names. Raises ImportError where there is none."""
    if settings.ERROR_HOOK and settings.ERROR_HOOK not in MESSENGERS:
        MESSENGERS[settings.ERROR_HOOK] = Messenger(import_string(settings.ERROR_HOOK))


def tell(request: HttpRequest | None = None, **_signal) -> None:
    """Hand the exception that is being handled to the hook, with a note of the request.

    A database that is away fails every request: that is told by the log and by metrics.
    """
    error = sys.exception()
    messenger = MESSENGERS.get(settings.ERROR_HOOK)
    if messenger is None or error is None or is_away(error):
        return
    if request is not None:
        error.add_note(f"Request {visits.number()}: {request.method} {request.path}")
    messenger.send(error)
